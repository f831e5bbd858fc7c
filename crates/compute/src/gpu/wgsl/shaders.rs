//! Tasks made shaders.

use super::body::{task, work};
use super::library::FUNCTIONS;
use super::task::Task;
use super::{MOST_GROUPS, Tuning};
use crate::plan::{Kernel, Plan, Work};
use std::fmt::Write as _;

/// A shader, how many workgroups it takes, and what it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shader {
    /// WGSL.
    pub source: String,
    /// Workgroups along x and y.
    pub groups: (u32, u32),
    /// The kernels of the plan that it runs, by number.
    pub kernels: Vec<usize>,
    /// Whether one dispatch runs as many whole steps as `steps` says.
    pub resident: bool,
}

/// What is bound. The length is written out: so a browser checks indices against a constant, not against the buffer.
fn header(plan: &Plan) -> String {
    format!(
        "@group(0) @binding(0) var<storage, read_write> mem: array<f32, {}>;\n\
         @group(0) @binding(1) var<uniform> steps: vec4u;\n\n",
        plan.words.max(1)
    ) + if plan.replicas > 1 { "var<private> replica: u32;\n\n" } else { "" }
}

/// The first line of an entry point: which replica is at work.
fn which(plan: &Plan) -> &'static str {
    if plan.replicas > 1 { "  replica = id.z;\n" } else { "" }
}

/// The shaders of one step, in order.
pub fn shaders(plan: &Plan, tuning: &Tuning) -> Vec<Shader> {
    let total: usize = plan.kernels.iter().map(work).sum();
    if total <= tuning.tiny {
        return vec![alone(plan, 0..plan.kernels.len(), tuning.resident, tuning)];
    }
    // Kernels of one depth, and whether they are small.
    let mut depths: Vec<(std::ops::Range<usize>, bool)> = Vec::new();
    let mut at = 0;
    for depth in plan.kernels.chunk_by(|a, b| a.level == b.level) {
        let loops = depth.iter().any(|kernel| matches!(kernel.work, Work::Loop { .. }));
        let small = loops || depth.iter().map(work).sum::<usize>() <= tuning.small;
        depths.push((at..at + depth.len(), small));
        at += depth.len();
    }
    let mut shaders = Vec::new();
    for run in depths.chunk_by(|a, b| a.1 && b.1) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        let kernels = first.0.start..last.0.end;
        let lonely = first.1
            && (run.len() > 1 || plan.kernels[kernels.clone()].iter().any(|k| matches!(k.work, Work::Loop { .. })));
        if lonely {
            shaders.push(alone(plan, kernels, false, tuning));
        } else {
            abreast(plan, kernels, tuning, &mut shaders);
        }
    }
    shaders
}

/// One kernel as a shader of its own, in one workgroup: to be read.
pub fn shader_of(plan: &Plan, kernel: usize, tuning: &Tuning) -> Option<Shader> {
    (kernel < plan.kernels.len()).then(|| alone(plan, kernel..kernel + 1, false, tuning))
}

/// The text of a shader: what is bound, the functions that it uses, its kernels and its entry point.
#[derive(Default)]
struct Text {
    functions: String,
    main: String,
    shares: bool,
    /// Kernels so far.
    count: usize,
}

impl Text {
    /// A function for the task; answers with its name.
    fn function(&mut self, task: &Task) -> String {
        let name = format!("kernel{}", self.count);
        self.count += 1;
        let more = if task.shared { ", lane: u32, lanes: u32" } else { "" };
        let _ = write!(self.functions, "fn {name}(i: u32, t: u32{more}) {{\n  {}}}\n\n", task.code.trim_start());
        self.shares |= task.shared;
        name
    }

    fn source(self, plan: &Plan, lanes: usize) -> String {
        let mut source = header(plan);
        if self.shares {
            let _ = write!(source, "var<workgroup> part: array<f32, {lanes}>;\n\n");
        }
        for (call, function) in FUNCTIONS {
            if self.functions.contains(call) {
                let _ = writeln!(source, "{function}");
            }
        }
        source + &self.functions + &self.main
    }
}

/// All kernels of one depth, each on workgroups of its own; heavy ones in a shader of their own.
fn abreast(plan: &Plan, kernels: std::ops::Range<usize>, tuning: &Tuning, shaders: &mut Vec<Shader>) {
    let mut light: Vec<(usize, Task)> = Vec::new();
    for index in kernels {
        let task = task(plan, &plan.kernels[index], tuning);
        match task {
            Task { items: 0, .. } => {}
            Task { heavy: true, .. } => shaders.push(side_by_side(plan, vec![(index, task)], tuning)),
            _ => light.push((index, task)),
        }
    }
    if !light.is_empty() {
        shaders.push(side_by_side(plan, light, tuning));
    }
}

/// Tasks on workgroups of their own.
fn side_by_side(plan: &Plan, tasks: Vec<(usize, Task)>, tuning: &Tuning) -> Shader {
    let lanes = tuning.lanes(tasks.iter().map(|(_, task)| task.items).sum());
    let mut text = Text::default();
    let (mut branches, mut before) = (String::new(), 0);
    for (_, task) in &tasks {
        let name = text.function(task);
        let groups = if task.shared { task.items } else { task.items.div_ceil(lanes) };
        let call = if task.shared {
            format!("{name}(group - {before}u, 0u, lane, {lanes}u);")
        } else {
            format!("let i = (group - {before}u) * {lanes}u + lane; if (i < {}u) {{ {name}(i, 0u); }}", task.items)
        };
        before += groups;
        let other = if branches.is_empty() { "  " } else { " else " };
        let _ = write!(branches, "{other}if (group < {before}u) {{ {call} }}");
    }
    let (groups, width) = spread(before);
    text.main = format!(
        "@compute @workgroup_size({lanes})\nfn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {{\n{}  \
         let group = id.x + id.y * {width}u;\n{branches}\n}}\n",
        which(plan)
    );
    let kernels = tasks.into_iter().map(|(index, _)| index).collect();
    Shader { source: text.source(plan, lanes), groups, kernels, resident: false }
}

/// Kernels one after the other in one workgroup; `resident`: as many whole steps as `steps.x` says.
fn alone(plan: &Plan, kernels: std::ops::Range<usize>, resident: bool, tuning: &Tuning) -> Shader {
    // In one workgroup there is no use for more items than it has invocations.
    let tuning = Tuning { spread: tuning.alone.min(tuning.spread), ..*tuning };
    let mut text = Text::default();
    let mut calls = String::new();
    sequence(&mut text, &mut calls, plan, &plan.kernels[kernels.clone()], &tuning);
    let lanes = tuning.alone;
    let (open, close) =
        if resident { ("  for (var step = 0u; step < steps.x; step++) {\n", "  }\n") } else { ("", "") };
    text.main = format!(
        "@compute @workgroup_size({lanes})\nfn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {{\n\
         {}  const lanes = {lanes}u;\n  let t = 0u;\n{open}{calls}{close}}}\n",
        which(plan)
    );
    Shader { source: text.source(plan, lanes), groups: (1, 1), kernels: kernels.collect(), resident }
}

fn sequence(text: &mut Text, calls: &mut String, plan: &Plan, kernels: &[Kernel], tuning: &Tuning) {
    for depth in kernels.chunk_by(|a, b| a.level == b.level) {
        for kernel in depth {
            if let Work::Loop { count, kernels } = &kernel.work {
                let _ = writeln!(calls, "  for (var t = 0u; t < {count}u; t++) {{");
                sequence(text, calls, plan, kernels, tuning);
                calls.push_str("  }\n");
                continue;
            }
            let task = task(plan, kernel, tuning);
            if task.items == 0 {
                continue;
            }
            let name = text.function(&task);
            let _ = if task.shared {
                writeln!(calls, "  for (var i = 0u; i < {}u; i++) {{ {name}(i, t, lane, lanes); }}", task.items)
            } else {
                writeln!(calls, "  for (var i = lane; i < {}u; i += lanes) {{ {name}(i, t); }}", task.items)
            };
        }
        // What this depth stored, the next may read.
        calls.push_str("  storageBarrier(); workgroupBarrier();\n");
    }
}

/// Workgroups along x and y for `count` of them, and how many along x.
fn spread(count: usize) -> ((u32, u32), usize) {
    let (width, height) =
        if count <= MOST_GROUPS { (count.max(1), 1) } else { (MOST_GROUPS, count.div_ceil(MOST_GROUPS)) };
    let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    ((clamp(width), clamp(height)), width)
}
