//! Bodies, maps, reductions and records as tasks.

use super::matmul;
use super::place::{coordinate, replica, start, wrapped};
use super::task::Task;
use super::{Place, Tuning};
use crate::ops::reduce::Reduction;
use crate::plan::{Body, Bound, Instr, Kernel, Load, Plan, Ring, View, Work};
use std::fmt::Write as _;

/// Sums from this length on, of which there are few, are shared by a workgroup.
const LONG_SUM: usize = 64;
/// Results from which on no sum is shared.
const MANY: usize = 256;

/// The task of one kernel (not of a loop).
pub(super) fn task(plan: &Plan, kernel: &Kernel, tuning: &Tuning) -> Task {
    let size = kernel.shape.size();
    match &kernel.work {
        Work::Reduce { reduction, results, out, .. } if size == 0 => {
            let code = format!("mem[{} + i] = {};\n", start(plan, out), number(reduction.empty()));
            Task::each(*results, code)
        }
        Work::Map { body, stores } => {
            let mut text = code(plan, kernel, body, "i");
            for (register, view) in stores {
                let _ = writeln!(text, "  mem[{}] = r{register};", address(plan, kernel, view, "i"));
            }
            Task::each(size, text)
        }
        Work::Reduce { body, reduction, inner, results, out } => {
            let term = format!("{}  let term = r{};\n", code(plan, kernel, body, "j"), body.code.len() - 1);
            reduce(*results, *inner, *reduction, &term, &start(plan, out), tuning)
        }
        Work::Matmul { a, b, k, out } => matmul::task(plan, kernel, a, b, *k, out, tuning),
        Work::Primitive { op, args, out } => {
            let places: Vec<Place<'_>> = args.iter().map(|(view, shape)| Place::new(plan, view, shape)).collect();
            op.rule().wgsl(&places, &Place::new(plan, out, &kernel.shape), tuning)
        }
        Work::Record { sources } => record(plan, sources),
        Work::Loop { .. } => Task::each(0, String::new()),
    }
}

/// About how many operations the kernel takes.
pub(super) fn work(kernel: &Kernel) -> usize {
    match &kernel.work {
        Work::Map { body, .. } | Work::Reduce { body, .. } => kernel.shape.size() * body.code.len(),
        Work::Matmul { k, .. } => 2 * kernel.shape.size() * k,
        Work::Primitive { op, args, .. } => {
            op.rule().work(&args.iter().map(|(_, shape)| shape).collect::<Vec<_>>(), &kernel.shape)
        }
        Work::Record { .. } => kernel.shape.size(),
        Work::Loop { count, kernels } => count * kernels.iter().map(work).sum::<usize>(),
    }
}

fn reduce(results: usize, length: usize, reduction: Reduction, term: &str, out: &str, tuning: &Tuning) -> Task {
    let (join, empty) = (reduction.wgsl("total", "term"), number(reduction.empty()));
    if !tuning.share || length < LONG_SUM || results >= MANY {
        let code = format!(
            "var total = {empty};\n  for (var k = 0u; k < {length}u; k++) {{\n  let j = i * {length}u + k;\n{term}  total = {join};\n  }}\n  \
             mem[{out} + i] = total;\n"
        );
        return Task::each(results, code);
    }
    let joined = reduction.wgsl("part[lane]", "part[lane + half]");
    let code = format!(
        "var total = {empty};\n  for (var k = lane; k < {length}u; k += lanes) {{\n  let j = i * {length}u + k;\n{term}  total = {join};\n  }}\n  \
         part[lane] = total;\n  workgroupBarrier();\n  \
         for (var half = lanes / 2u; half > 0u; half /= 2u) {{\n    if (lane < half) {{ part[lane] = {joined}; }}\n    workgroupBarrier();\n  }}\n  \
         if (lane == 0u) {{ mem[{out} + i] = part[0]; }}\n  workgroupBarrier();\n"
    );
    Task::shared(results, code)
}

fn record(plan: &Plan, sources: &[usize]) -> Task {
    let ring = plan.ring;
    let place = format!("{}u{}", ring.cursor, replica(plan, Ring::CURSOR));
    let mut code = format!(
        "let cursor = mem[{place}];\n  let row = {}u + u32(cursor) * {}u{};\n",
        ring.offset,
        plan.row(),
        replica(plan, ring.width)
    );
    let mut first = 0;
    for &buffer in sources {
        let buffer = &plan.buffers[buffer];
        let (from, size) = (format!("{}u{}", buffer.offset, replica(plan, buffer.replica)), buffer.shape.size());
        let _ = writeln!(
            code,
            "  for (var k = lane; k < {size}u; k += lanes) {{ mem[row + {first}u + k] = mem[{from} + k]; }}"
        );
        first += size;
    }
    // Every lane has read the cursor before it moves on.
    let _ = writeln!(
        code,
        "  storageBarrier();\n  if (lane == 0u) {{ mem[{place}] = select(cursor + 1.0, 0.0, cursor + 1.0 >= {}.0); }}",
        ring.rows
    );
    Task::shared(1, code)
}

/// The body as `let r0 = …;` lines at the element `index`.
fn code(plan: &Plan, kernel: &Kernel, body: &Body, index: &str) -> String {
    let axes = kernel.shape.axes();
    let mut lines = String::new();
    for (register, instr) in body.code.iter().enumerate() {
        let value = match instr {
            Instr::Load(view) => load(plan, kernel, view, index),
            Instr::Const(value) => number(*value),
            Instr::Index { axis: Some(axis), scale, shift } => {
                format!("f32(i32({}) * {scale} + {shift})", coordinate(axes, *axis, index))
            }
            Instr::Index { axis: None, shift, .. } => number(*shift as f32),
            Instr::Inside(bounds) => format!("select(0.0, 1.0, {})", inside(axes, bounds, index)),
            Instr::Random { stream, key, shift, strides } => {
                let place = walked(axes, strides, index);
                format!("draw({}, {stream}u, {}{place})", start(plan, key), wrapped(*shift))
            }
            Instr::Unary(op, x) => op.rule().wgsl.replace("$x", &format!("r{x}")),
            Instr::Binary(op, a, b) => op.rule().wgsl.replace("$a", &format!("r{a}")).replace("$b", &format!("r{b}")),
            Instr::Select(c, a, b) => format!("select(r{b}, r{a}, r{c} != 0.0)"),
        };
        let _ = writeln!(lines, "  let r{register} = {value};");
    }
    lines
}

fn inside(axes: &[usize], bounds: &[Bound], index: &str) -> String {
    let test = |bound: &Bound| {
        let at = coordinate(axes, bound.axis, index);
        let low = (bound.low > 0).then(|| format!("({at} >= {}u)", bound.low));
        let high = (bound.high < axes[bound.axis]).then(|| format!("({at} < {}u)", bound.high));
        low.into_iter().chain(high)
    };
    let tests: Vec<String> = bounds.iter().flat_map(test).collect();
    if tests.is_empty() { "true".to_owned() } else { tests.join(" & ") }
}

fn load(plan: &Plan, kernel: &Kernel, view: &View, index: &str) -> String {
    let element = format!("mem[{}]", address(plan, kernel, view, index));
    if view.bounds.is_empty() {
        return element;
    }
    // What is read outside of the bounds is some number of the memory, and thrown away.
    format!("select(0.0, {element}, {})", inside(kernel.shape.axes(), &view.bounds, index))
}

fn address(plan: &Plan, kernel: &Kernel, view: &View, index: &str) -> String {
    let start = start(plan, view);
    match view.load {
        Load::Contiguous => format!("{start} + {index}"),
        Load::Uniform => start,
        Load::Strided => format!("{start}{}", walked(kernel.shape.axes(), &view.strides, index)),
    }
}

/// ` + coordinate · stride` for each axis that moves.
fn walked(axes: &[usize], strides: &[isize], index: &str) -> String {
    let moving = strides.iter().enumerate().filter(|(axis, stride)| **stride != 0 && axes[*axis] > 1);
    moving
        .map(|(axis, &stride)| {
            let at = coordinate(axes, axis, index);
            if stride == 1 { format!(" + {at}") } else { format!(" + {at} * {}", wrapped(stride)) }
        })
        .collect()
}

/// A finite number as a WGSL literal.
pub(super) fn number(value: f32) -> String {
    // As f64, since the shortest f32 digits of the largest numbers round up past them, and Chromium refuses those.
    let digits = format!("{:?}", f64::from(value));
    if value < 0.0 { format!("({digits}f)") } else { format!("{digits}f") }
}
