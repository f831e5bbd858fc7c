//! WGSL of the convolution: each invocation keeps a tile of output channels by neighbouring outputs of one phase in registers. Few
//! results with long sums are shared by a workgroup, each invocation taking a part of the input channels and rows.

use super::Conv;
use super::phase::Axis;
use crate::gpu::wgsl::{Place, Task, Tuning, matmul};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Sums from this length on may be shared.
const LONG_SUM: usize = 256;
/// Taps of a row of the kernel up to which they are written out.
const MOST_TAPS: usize = 8;
/// Results below which long sums are shared.
const FEW: usize = 2048;

pub(super) fn conv(spec: &Conv, x: &Place<'_>, w: &Place<'_>, out: &Place<'_>, tuning: &Tuning) -> Task {
    let (&[_, _, h, width], &[o, i, k, l], &[n, _, oh, ow]) = (
        x.axes.first_chunk::<4>().unwrap_or(&[0; 4]),
        w.axes.first_chunk::<4>().unwrap_or(&[0; 4]),
        out.axes.first_chunk::<4>().unwrap_or(&[0; 4]),
    );
    if out.size() == 0 {
        return Task::each(0, String::new());
    }
    let (rows, columns) = (Axis::new(spec, 0, h, k, oh), Axis::new(spec, 1, width, l, ow));
    let outputs = o / spec.groups;
    // Outputs of one phase along each axis; the first phase has the most.
    let (tall, wide) = (rows.phase(0).outputs, columns.phase(0).outputs);
    let shared = tuning.share && i * k * l >= LONG_SUM && out.size() < FEW;
    let pick = |len: usize, most: usize| {
        let good = |tile: &usize| len.next_multiple_of(*tile) * 4 <= len * 5;
        [8, 6, 5, 4, 3, 2, 1].into_iter().filter(|tile| *tile <= most).find(good).unwrap_or(1)
    };
    let (mut features, mut pixels) = (pick(outputs, 8), pick(wide, if shared { 5 } else { 8 }));
    let items = |features: usize, pixels: usize| {
        n * spec.groups * outputs.div_ceil(features) * rows.period * tall * columns.period * wide.div_ceil(pixels)
    };
    while !shared && features * pixels > 1 && items(features, pixels) < tuning.spread {
        (features, pixels) = if features > pixels { (features / 2, pixels) } else { (features, pixels / 2) };
        (features, pixels) = (features.max(1), pixels.max(1));
    }
    let count = items(features, pixels);
    let blocks = outputs.div_ceil(features);
    let tiles = wide.div_ceil(pixels);

    let mut code = String::new();
    let mut rest = "i".to_owned();
    for (name, len) in [
        ("tile", tiles),
        ("column_phase", columns.period),
        ("line", tall),
        ("row_phase", rows.period),
        ("block", blocks),
        ("group", spec.groups),
    ] {
        let _ = writeln!(code, "  let {name} = {rest} % {len}u; let after_{name} = {rest} / {len}u;");
        rest = format!("after_{name}");
    }
    let _ = writeln!(code, "  let image = {rest};");
    for (axis, name) in [(&rows, "row"), (&columns, "column")] {
        let phases: Vec<_> = (0..axis.period).map(|phase| axis.phase(phase)).collect();
        // Where the first element of the kernel looks, without the margin of the CPU's copy.
        let table = |of: &dyn Fn(usize) -> isize| -> String {
            let values: Vec<String> = (0..phases.len()).map(|phase| of(phase).to_string()).collect();
            if values.len() == 1 {
                return values[0].clone();
            }
            let chosen = values.iter().enumerate().skip(1).fold(values[0].clone(), |text, (phase, value)| {
                format!("select({text}, {value}, {name}_phase == {phase}u)")
            });
            format!("({chosen})")
        };
        let _ = writeln!(code, "  let {name}_first = {};", table(&|p| phases[p].first as isize));
        let _ = writeln!(code, "  let {name}_count = {};", table(&|p| phases[p].count as isize));
        let _ =
            writeln!(code, "  let {name}_offset = {};", table(&|p| phases[p].offset as isize - axis.margin as isize));
    }
    let _ = writeln!(
        code,
        "  let feature = group * {outputs}u + block * {features}u;\n  let y = i32(line * {}u) + row_offset;\n  \
         let x = i32(tile * {}u) + column_offset;",
        rows.step,
        pixels * columns.step
    );
    let clean = spec.pad.iter().all(|&(low, high)| low <= 0 && high <= 0);
    // Features past the last one read its weights again; their results are not stored.
    for f in 0..features {
        let feature = if outputs.is_multiple_of(features) {
            format!("feature + {f}u")
        } else {
            format!("min(feature + {f}u, group * {outputs}u + {}u)", outputs - 1)
        };
        let _ = writeln!(code, "  let w{f}_ = {};", w.index(&[&feature, "0u", "0u", "0u"]));
    }
    code.push_str(&matmul::sums(features, pixels));
    let (phase_rows, phase_columns) = (rows.phase(0), columns.phase(0));
    let channel = format!("group * {i}u + c");
    let mut line = format!(
        "    let p = y + i32(a) * {};\n    let base = {};\n    let tap = c * {} + (u32(row_first) + a * {}u) * {} + u32(column_first) * {};\n",
        phase_rows.shift,
        x.index(&["image", &channel, "u32(p)", "0u"]),
        matmul::step(w.stride(1)),
        phase_rows.every,
        matmul::step(w.stride(2)),
        matmul::step(w.stride(3)),
    );
    let tap_step = phase_columns.every as isize * w.stride(3);
    let read = |place: &str| {
        let value = format!("mem[base + u32({place}) * {}]", matmul::step(x.stride(3)));
        let sure = clean && wide.is_multiple_of(pixels);
        if sure { value } else { format!("select(0.0, {value}, u32({place}) < {width}u)") }
    };
    let taps = phase_columns.count;
    if taps <= MOST_TAPS && (0..columns.period).all(|phase| columns.phase(phase).count == taps) {
        // A row of the kernel at once: neighbouring outputs look at the same inputs, which are read once.
        let offset = |p: usize, b: usize| p * columns.step + b * phase_columns.shift;
        let looked: BTreeSet<usize> = (0..pixels).flat_map(|p| (0..taps).map(move |b| offset(p, b))).collect();
        for at in looked {
            let _ = writeln!(line, "    let x{at} = {};", read(&format!("(x + {at})")));
        }
        for b in 0..taps {
            let at = format!("tap + {}", matmul::step(b as isize * tap_step));
            let terms =
                matmul::multiply(features, pixels, |f| format!("mem[w{f}_ + {at}]"), |p| format!("x{}", offset(p, b)));
            let _ = write!(line, "    {{\n{terms}    }}\n");
        }
    } else {
        let _ = write!(
            line,
            "    for (var b = 0u; b < u32(column_count); b++) {{\n    let q = x + i32(b) * {};\n    let at = tap + b * {};\n{}    }}\n",
            phase_columns.shift,
            matmul::step(tap_step),
            matmul::multiply(
                features,
                pixels,
                |f| format!("mem[w{f}_ + at]"),
                |p| { read(&format!("(q + {})", p * columns.step)) }
            ),
        );
    }
    let guarded =
        if clean { line } else { format!("    if (u32(y + i32(a) * {}) < {h}u) {{\n{line}    }}\n", phase_rows.shift) };
    if shared {
        let _ = write!(
            code,
            "  let lines = {i}u * u32(row_count);\n  for (var k = lane; k < lines; k += lanes) {{\n    \
             let c = k / u32(row_count); let a = k % u32(row_count);\n{guarded}  }}\n{}",
            matmul::reduce(features, pixels)
        );
    } else {
        let _ = write!(
            code,
            "  for (var c = 0u; c < {i}u; c++) {{ for (var a = 0u; a < u32(row_count); a++) {{\n{guarded}  }} }}\n"
        );
    }
    let mut stores = String::new();
    for f in 0..features {
        let mut feature = String::new();
        for p in 0..pixels {
            let column = format!("column_phase + (tile * {pixels}u + {p}u) * {}u", columns.period);
            let to = out.linear(&format!("((image * {o}u + feature + {f}u) * {oh}u + out_row) * {ow}u + {column}"));
            let sure = ow.is_multiple_of(columns.period) && wide.is_multiple_of(pixels);
            feature += &matmul::within(sure, &format!("{column} < {ow}u"), format!("  {to} = s{f}_{p};\n"));
        }
        let question = format!("block * {features}u + {f}u < {outputs}u");
        stores += &matmul::within(outputs.is_multiple_of(features), &question, feature);
    }
    stores = format!(
        "  let out_row = row_phase + line * {}u;\n{}",
        rows.period,
        matmul::within(oh.is_multiple_of(rows.period), &format!("out_row < {oh}u"), stores)
    );
    if shared {
        let _ = write!(code, "  if (lane == 0u) {{\n{stores}  }}\n  workgroupBarrier();\n");
        return Task::shared(count, code);
    }
    code.push_str(&stores);
    Task::tiles(count, code)
}
