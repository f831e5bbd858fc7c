//! Matrix products: each invocation keeps a tile of the result in registers. Few results with long sums are shared by a
//! workgroup, each invocation taking a part of the sum.

use super::Tuning;
use super::place::{Place, coordinate, start};
use super::task::Task;
use crate::expr::Shape;
use crate::plan::{Kernel, Plan, View};
use std::fmt::Write as _;

/// Sums from this length on may be shared.
const LONG_SUM: usize = 64;
/// Results below which long sums are shared.
const FEW: usize = 4096;

/// The register tile for `rows × columns` results, and whether their sums of `length` are shared.
pub(crate) fn tiling(
    rows: usize,
    columns: usize,
    batch: usize,
    length: usize,
    tuning: &Tuning,
) -> (usize, usize, bool) {
    let shapes = [(8, 8), (4, 8), (8, 4), (4, 4), (2, 4), (4, 2), (2, 2), (1, 4), (4, 1), (1, 2), (2, 1), (1, 1)];
    let items = |(m, n): (usize, usize)| batch * rows.div_ceil(m) * columns.div_ceil(n);
    // Tiles that hang over the edge compute for nothing.
    let waste = |(m, n): (usize, usize)| {
        (rows.next_multiple_of(m) * columns.next_multiple_of(n)) as f32 / (rows * columns).max(1) as f32
    };
    let fits = |shape: &&(usize, usize)| waste(**shape) <= 1.3;
    let wide = shapes.iter().filter(fits).find(|shape| items(**shape) >= tuning.spread);
    if let Some(&(m, n)) = wide {
        return (m, n, false);
    }
    if tuning.share && length >= LONG_SUM && batch * rows * columns < FEW {
        // One tile a workgroup, small enough for the memory that its invocations share.
        let (m, n) = *[(4, 4), (2, 4), (4, 2), (1, 4), (4, 1), (1, 1)].iter().find(fits).unwrap_or(&(1, 1));
        return (m, n, true);
    }
    (1, 1, false)
}

pub(super) fn task(plan: &Plan, kernel: &Kernel, a: &View, b: &View, k: usize, out: &View, tuning: &Tuning) -> Task {
    let axes = kernel.shape.axes();
    let [batch @ .., m, n] = axes else { return Task::each(0, String::new()) };
    let (m, n, count) = (*m, *n, batch.iter().product::<usize>());
    let (left, right): (Shape, Shape) = ([batch, &[m, k]].concat().into(), [batch, &[k, n]].concat().into());
    let (left, right) = (Place::new(plan, a, &left), Place::new(plan, b, &right));
    let (tall, wide, shared) = tiling(m, n, count, k, tuning);
    let tiles = [count, m.div_ceil(tall), n.div_ceil(wide)];

    let coordinates: Vec<String> = (0..batch.len()).map(|axis| coordinate(batch, axis, "batch")).collect();
    let at = |place: &Place<'_>, row: &str, column: &str| {
        let mut indices: Vec<&str> = coordinates.iter().map(String::as_str).collect();
        indices.extend([row, column]);
        place.index(&indices)
    };
    let mut code = format!(
        "let batch = {}; let row = {} * {tall}u; let column = {} * {wide}u;\n",
        coordinate(&tiles, 0, "i"),
        coordinate(&tiles, 1, "i"),
        coordinate(&tiles, 2, "i"),
    );
    // Rows and columns past the edge read the last one again; their results are not stored.
    let held = |name: &str, offset: usize, len: usize, tile: usize| {
        if len.is_multiple_of(tile) {
            format!("{name} + {offset}u")
        } else {
            format!("min({name} + {offset}u, {}u)", len - 1)
        }
    };
    for r in 0..tall {
        let _ = writeln!(code, "  let a{r}_ = {};", at(&left, &held("row", r, m, tall), "0u"));
    }
    for c in 0..wide {
        let _ = writeln!(code, "  let b{c}_ = {};", at(&right, "0u", &held("column", c, n, wide)));
    }
    let (step_a, step_b) = (left.stride(batch.len() + 1), right.stride(batch.len()));
    let inner = multiply(
        tall,
        wide,
        |r| format!("mem[a{r}_ + k * {}]", step(step_a)),
        |c| format!("mem[b{c}_ + k * {}]", step(step_b)),
    );
    let out = start(plan, out);
    let mut stores = String::new();
    for r in 0..tall {
        let mut row = String::new();
        for c in 0..wide {
            let place = format!("  mem[{out} + (batch * {m}u + row + {r}u) * {n}u + column + {c}u] = s{r}_{c};\n");
            row += &within(n.is_multiple_of(wide), &format!("column + {c}u < {n}u"), place);
        }
        stores += &within(m.is_multiple_of(tall), &format!("row + {r}u < {m}u"), row);
    }
    code.push_str(&sums(tall, wide));
    if shared {
        code.push_str(&format!("  for (var k = lane; k < {k}u; k += lanes) {{\n{inner}  }}\n"));
        code.push_str(&reduce(tall, wide));
        code.push_str(&format!("  if (lane == 0u) {{\n{stores}  }}\n  workgroupBarrier();\n"));
        return Task::shared(tiles.iter().product(), code);
    }
    code.push_str(&format!("  for (var k = 0u; k < {k}u; k++) {{\n{inner}  }}\n"));
    code.push_str(&stores);
    Task::tiles(tiles.iter().product(), code)
}

pub(crate) fn step(stride: isize) -> String {
    super::place::wrapped(stride)
}

/// Lines for the results that lie inside of a tensor; `sure` where all do. Ask one thing at a time: each operand of `&&` is a
/// branch of its own, and SwiftShader's compiler takes minutes over some dozens of them.
pub(crate) fn within(sure: bool, question: &str, lines: String) -> String {
    if sure { lines } else { format!("  if ({question}) {{\n{lines}  }}\n") }
}

/// The sums of a tile, at zero.
pub(crate) fn sums(tall: usize, wide: usize) -> String {
    (0..tall).flat_map(|r| (0..wide).map(move |c| format!("  var s{r}_{c} = 0.0;\n"))).collect()
}

/// One term of every sum of a tile.
pub(crate) fn multiply(tall: usize, wide: usize, a: impl Fn(usize) -> String, b: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for r in 0..tall {
        let _ = writeln!(text, "    let a{r} = {};", a(r));
    }
    for c in 0..wide {
        let _ = writeln!(text, "    let b{c} = {};", b(c));
    }
    for r in 0..tall {
        for c in 0..wide {
            let _ = writeln!(text, "    s{r}_{c} += a{r} * b{c};");
        }
    }
    text
}

/// Adds the sums of all invocations of a workgroup, one result after the other, so that little memory is shared.
pub(crate) fn reduce(tall: usize, wide: usize) -> String {
    let mut text = String::new();
    for r in 0..tall {
        for c in 0..wide {
            let _ = writeln!(
                text,
                "  part[lane] = s{r}_{c};\n  workgroupBarrier();\n  for (var half = lanes / 2u; half > 0u; half /= 2u) {{\n    \
                 if (lane < half) {{ part[lane] += part[lane + half]; }}\n    workgroupBarrier();\n  }}\n  s{r}_{c} = part[0];\n  workgroupBarrier();"
            );
        }
    }
    text
}
