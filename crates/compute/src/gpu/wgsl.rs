//! The WGSL of each kernel of a plan. Pure text: made, read and validated without a GPU.

use crate::ops::reduce::Reduction;
use crate::plan::{Body, Instr, Kernel, Load, Plan, RING_ROWS, View, Work};
use std::fmt::Write as _;

/// Invocations in a workgroup.
const LANES: usize = 64;
/// Largest number of workgroups along one axis (WebGPU's default limit).
const MOST_GROUPS: usize = 65_535;
/// Sums from this length on are shared by a workgroup.
const SHARED_SUM: usize = 32;

/// A shader and how many workgroups it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shader {
    /// WGSL.
    pub source: String,
    /// Workgroups along x and y.
    pub groups: (u32, u32),
}

const HEADER: &str = "\
@group(0) @binding(0) var<storage, read_write> mem: array<f32>;

";

/// `aᵇ` for every sign of `a`; WGSL's own `pow` knows only positive ones.
const POWER: &str = "\
fn power(a: f32, b: f32) -> f32 {
  if (b == 0.0) { return 1.0; }
  let size = pow(abs(a), b);
  if (a >= 0.0) { return size; }
  if (b != floor(b)) { return log(a); }
  return select(size, -size, fract(b * 0.5) != 0.0);
}

";

/// The shader of kernel `index`.
pub fn shader(plan: &Plan, index: usize) -> Shader {
    let kernel = &plan.kernels[index];
    let mut source = HEADER.to_owned();
    let groups = match &kernel.work {
        Work::Reduce { reduction, results, out, .. } if kernel.shape.size() == 0 => {
            let (out, empty) = (plan.buffers[*out].offset, number(reduction.empty()));
            each(&mut source, *results, &format!("  mem[{out}u + i] = {empty};\n"))
        }
        _ if kernel.shape.size() == 0 => each(&mut source, 0, ""),
        Work::Map { body, stores } => {
            let mut inner = code(plan, kernel, body, "i");
            for (register, buffer) in stores {
                let _ = writeln!(inner, "  mem[{}u + i] = r{register};", plan.buffers[*buffer].offset);
            }
            each(&mut source, kernel.shape.size(), &inner)
        }
        Work::Reduce { body, reduction, inner, results, out } => {
            let out = plan.buffers[*out].offset;
            let term = format!("{}  let term = r{};\n", code(plan, kernel, body, "j"), body.code.len() - 1);
            total(&mut source, *results, *inner, *reduction, &format!("let j = i * {inner}u + k;"), &term, out)
        }
        Work::Matmul { a, b, k, out } => {
            let out = plan.buffers[*out].offset;
            let (results, term) = (kernel.shape.size(), product(plan, kernel, a, b));
            total(&mut source, results, *k, Reduction::Sum, "", &term, out)
        }
        Work::Record { sources } => {
            source.push_str(&record(plan, sources));
            (1, 1)
        }
    };
    if source.contains("power(") {
        source.insert_str(HEADER.len(), POWER);
    }
    Shader { source, groups }
}

/// A kernel of one invocation for each of `count` elements, numbered `i`.
fn each(source: &mut String, count: usize, inner: &str) -> (u32, u32) {
    let (groups, width) = spread(count.div_ceil(LANES));
    let _ = write!(
        source,
        "@compute @workgroup_size({LANES})\nfn main(@builtin(global_invocation_id) id: vec3u) {{\n  \
         let i = id.x + id.y * {}u;\n  if (i >= {count}u) {{ return; }}\n{inner}}}\n",
        width * LANES
    );
    groups
}

/// A kernel that reduces `length` terms into each of `results`; long sums are shared by a workgroup.
fn total(
    source: &mut String,
    results: usize,
    length: usize,
    reduction: Reduction,
    index: &str,
    term: &str,
    out: usize,
) -> (u32, u32) {
    let join = reduction.wgsl("total", "term");
    let empty = number(reduction.empty());
    if length < SHARED_SUM {
        let inner = format!(
            "  var total = {empty};\n  for (var k = 0u; k < {length}u; k++) {{\n  {index}\n{term}  total = {join};\n  }}\n  mem[{out}u + i] = total;\n"
        );
        return each(source, results, &inner);
    }
    let (groups, width) = spread(results);
    let joined = reduction.wgsl("part[lane]", "part[lane + half]");
    let _ = write!(
        source,
        "var<workgroup> part: array<f32, {LANES}>;\n\n@compute @workgroup_size({LANES})\n\
         fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {{\n  \
         let i = group.x + group.y * {width}u;\n  var total = {empty};\n  \
         if (i < {results}u) {{\n  for (var k = lane; k < {length}u; k += {LANES}u) {{\n  {index}\n{term}  total = {join};\n  }}\n  }}\n  \
         part[lane] = total;\n  workgroupBarrier();\n  \
         for (var half = {}u; half > 0u; half /= 2u) {{\n    if (lane < half) {{ part[lane] = {joined}; }}\n    workgroupBarrier();\n  }}\n  \
         if (lane == 0u && i < {results}u) {{ mem[{out}u + i] = part[0]; }}\n}}\n",
        LANES / 2
    );
    groups
}

/// One term of a matrix product: `i` is the element of the result, `k` runs over the sum.
fn product(plan: &Plan, kernel: &Kernel, a: &View, b: &View) -> String {
    let axes = kernel.shape.axes();
    let rank = axes.len();
    let place = |view: &View, row: &str, column: &str| {
        let mut place = format!("{}u", plan.buffers[view.buffer].offset);
        for (axis, &stride) in view.strides.iter().enumerate().filter(|(_, stride)| **stride > 0) {
            let index = match axis {
                _ if axis + 2 == rank => row.to_owned(),
                _ if axis + 1 == rank => column.to_owned(),
                _ => coordinate(axes, axis, "i"),
            };
            let _ = write!(place, " + {index} * {stride}u");
        }
        place
    };
    let (row, column) = (coordinate(axes, rank - 2, "i"), coordinate(axes, rank - 1, "i"));
    format!("  let term = mem[{}] * mem[{}];\n", place(a, &row, "k"), place(b, "k", &column))
}

fn record(plan: &Plan, sources: &[usize]) -> String {
    let ring = plan.ring;
    let mut source = format!(
        "@compute @workgroup_size({LANES})\nfn main(@builtin(local_invocation_index) lane: u32) {{\n  \
         let cursor = mem[{}u];\n  let row = {}u + u32(cursor) * {}u;\n",
        ring.cursor, ring.offset, ring.width
    );
    let mut first = 0;
    for &buffer in sources {
        let (from, size) = (plan.buffers[buffer].offset, plan.buffers[buffer].shape.size());
        let _ = writeln!(
            source,
            "  for (var k = lane; k < {size}u; k += {LANES}u) {{ mem[row + {first}u + k] = mem[{from}u + k]; }}"
        );
        first += size;
    }
    // Every lane has read the cursor before it moves on.
    let _ = write!(
        source,
        "  storageBarrier();\n  if (lane == 0u) {{ mem[{}u] = select(cursor + 1.0, 0.0, cursor + 1.0 >= {RING_ROWS}.0); }}\n}}\n",
        ring.cursor
    );
    source
}

/// The body as `let r0 = …;` lines at the element `index`.
fn code(plan: &Plan, kernel: &Kernel, body: &Body, index: &str) -> String {
    let axes = kernel.shape.axes();
    let mut lines = String::new();
    for (register, instr) in body.code.iter().enumerate() {
        let value = match instr {
            Instr::Load(view) => load(plan, kernel, view, index),
            Instr::Const(value) => number(*value),
            Instr::Index(None) => "0.0".to_owned(),
            Instr::Index(Some(axis)) => format!("f32({})", coordinate(axes, *axis, index)),
            Instr::Unary(op, x) => op.rule().wgsl.replace("$x", &format!("r{x}")),
            Instr::Binary(op, a, b) => op.rule().wgsl.replace("$a", &format!("r{a}")).replace("$b", &format!("r{b}")),
            Instr::Select(c, a, b) => format!("select(r{b}, r{a}, r{c} != 0.0)"),
        };
        let _ = writeln!(lines, "  let r{register} = {value};");
    }
    lines
}

fn load(plan: &Plan, kernel: &Kernel, view: &View, index: &str) -> String {
    let offset = plan.buffers[view.buffer].offset;
    match view.load {
        Load::Contiguous => format!("mem[{offset}u + {index}]"),
        Load::Uniform => format!("mem[{offset}u]"),
        Load::Strided => {
            let axes = kernel.shape.axes();
            let steps = view.strides.iter().enumerate().filter(|(axis, stride)| **stride > 0 && axes[*axis] > 1);
            let terms = steps.map(|(axis, stride)| format!(" + {} * {stride}u", coordinate(axes, axis, index)));
            format!("mem[{offset}u{}]", terms.collect::<String>())
        }
    }
}

/// The index along `axis` of the element number `index`.
fn coordinate(axes: &[usize], axis: usize, index: &str) -> String {
    let stride: usize = axes[axis + 1..].iter().product();
    match (axis, stride) {
        (0, 1) => index.to_owned(),
        (0, _) => format!("({index} / {stride}u)"),
        (_, 1) => format!("({index} % {}u)", axes[axis]),
        _ => format!("({index} / {stride}u % {}u)", axes[axis]),
    }
}

/// A finite number as a WGSL literal.
fn number(value: f32) -> String {
    // As f64, since the shortest f32 digits of the largest numbers round up past them, and Chromium refuses those.
    let digits = format!("{:?}", f64::from(value));
    if value < 0.0 { format!("({digits}f)") } else { format!("{digits}f") }
}

/// Workgroups along x and y for `count` of them, and how many along x.
fn spread(count: usize) -> ((u32, u32), usize) {
    let (width, height) =
        if count <= MOST_GROUPS { (count.max(1), 1) } else { (MOST_GROUPS, count.div_ceil(MOST_GROUPS)) };
    let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    ((clamp(width), clamp(height)), width)
}
