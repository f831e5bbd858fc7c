//! A kernel, to be read: formula, WGSL and CPU twin.

use super::Plan;
use super::kernel::{Body, Instr, Kernel, Work};
use crate::gpu::wgsl::{Tuning, shader_of};
use std::fmt::Write as _;

/// What there is to see of a kernel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KernelView {
    /// What it makes of what, in a line.
    pub line: String,
    /// The same as formulas, one a line; a line `a = …` names what is needed more than once.
    pub formula: String,
    /// A WGSL module that runs this kernel alone.
    pub wgsl: String,
    /// What the CPU does, one pass over a block of elements a line.
    pub cpu: String,
    /// f32 that it reads and writes, each tensor counted once.
    pub words: usize,
}

impl Plan {
    /// What there is to see of kernel `index`, its shader written as `tuning` says.
    pub fn kernel_view(&self, index: usize, tuning: &Tuning) -> Option<KernelView> {
        let kernel = self.kernels.get(index)?;
        let mut touched = kernel.touches();
        touched.sort_unstable();
        touched.dedup();
        Some(KernelView {
            line: self.describe(index).trim_end().to_owned(),
            formula: self.formula(kernel),
            wgsl: shader_of(self, index, tuning)?.source,
            cpu: self.twin(kernel),
            words: touched
                .iter()
                .filter_map(|&buffer| self.buffers.get(buffer))
                .map(|buffer| buffer.shape.size())
                .sum(),
        })
    }

    fn formula(&self, kernel: &Kernel) -> String {
        match &kernel.work {
            Work::Map { body, stores } => {
                let terms = Terms::of(self, body, stores.iter().map(|(register, _)| *register));
                let stored =
                    stores.iter().map(|(register, view)| format!("{} = {}\n", self.label(view), terms.of[*register]));
                terms.named.clone() + &stored.collect::<String>()
            }
            Work::Reduce { body, reduction, inner, out, .. } => {
                let last = body.code.len().saturating_sub(1);
                let terms = Terms::of(self, body, [last]);
                let term = terms.of.last().map_or("", String::as_str);
                format!("{}{} = {} over {inner} of {term}\n", terms.named, self.label(out), reduction.name())
            }
            Work::Matmul { a, b, k, out } => {
                format!("{}[m, n] = Σ over {k} of {}[m, k] · {}[k, n]\n", self.label(out), self.label(a), self.label(b))
            }
            Work::Primitive { op, args, out } => {
                let from: Vec<&str> = args.iter().map(|(view, _)| self.label(view)).collect();
                format!("{} = {} of {}: {}\n", self.label(out), op.rule().name(), from.join(", "), op.rule().formula())
            }
            Work::Record { sources } => {
                let from: Vec<&str> = sources.iter().map(|&buffer| self.buffers[buffer].label.as_str()).collect();
                format!("row of the ring = {}\n", from.join(", "))
            }
            Work::Loop { count, kernels } => {
                let inner: String = kernels.iter().map(|kernel| self.formula(kernel)).collect();
                format!("{count} times:\n{}", indented(&inner))
            }
        }
    }

    fn twin(&self, kernel: &Kernel) -> String {
        let passes = |body: &Body| -> String {
            let line =
                |(register, instr)| format!("r{register} ← {}\n", self.pass(instr, &|from: &usize| format!("r{from}")));
            body.code.iter().enumerate().map(line).collect()
        };
        match &kernel.work {
            Work::Map { body, stores } => {
                let stored = stores.iter().map(|(register, view)| format!("{} ← r{register}\n", self.label(view)));
                passes(body) + &stored.collect::<String>()
            }
            Work::Reduce { body, reduction, inner, out, .. } => {
                let last = body.code.len().saturating_sub(1);
                let end = format!("{} ← {} of every {inner} of r{last}\n", self.label(out), reduction.name());
                passes(body) + &end
            }
            Work::Matmul { .. } => {
                let how =
                    "operands packed into panels, tiles of 4 rows by 8 columns kept in registers, sums in order of k\n";
                self.formula(kernel) + how
            }
            Work::Primitive { .. } | Work::Record { .. } => self.formula(kernel),
            Work::Loop { count, kernels } => {
                let inner: String = kernels.iter().map(|kernel| self.twin(kernel)).collect();
                format!("{count} times:\n{}", indented(&inner))
            }
        }
    }

    /// One operation, with its arguments as `name` says.
    fn pass(&self, instr: &Instr, name: &dyn Fn(&usize) -> String) -> String {
        let infix = |operation: &str| match operation {
            "add" => Some("+"),
            "sub" => Some("−"),
            "mul" => Some("·"),
            "div" => Some("/"),
            _ => None,
        };
        match instr {
            Instr::Load(view) => self.label(view).to_owned(),
            Instr::Const(value) => value.to_string(),
            Instr::Index { axis: None, shift, .. } => shift.to_string(),
            Instr::Index { axis: Some(axis), scale, shift } => format!("({shift} + {scale}·index {axis})"),
            Instr::Inside(_) => "(1 inside, else 0)".to_owned(),
            Instr::Random { stream, .. } => format!("draw of stream {stream}"),
            Instr::Unary(op, x) => format!("{}({})", op.rule().name, name(x)),
            Instr::Binary(op, a, b) => match infix(op.rule().name) {
                Some(sign) => format!("({} {sign} {})", name(a), name(b)),
                None => format!("{}({}, {})", op.rule().name, name(a), name(b)),
            },
            Instr::Select(c, a, b) => format!("({} ≠ 0 ? {} : {})", name(c), name(a), name(b)),
        }
    }
}

/// A body as formulas.
struct Terms {
    /// Lines for what is needed more than once.
    named: String,
    /// Each register's formula or name.
    of: Vec<String>,
}

impl Terms {
    fn of(plan: &Plan, body: &Body, results: impl IntoIterator<Item = usize>) -> Self {
        let mut uses = vec![0_usize; body.code.len()];
        let mut count = |register: usize| {
            if let Some(uses) = uses.get_mut(register) {
                *uses += 1;
            }
        };
        results.into_iter().for_each(&mut count);
        for instr in &body.code {
            match instr {
                Instr::Unary(_, x) => count(*x),
                Instr::Binary(_, a, b) => [*a, *b].into_iter().for_each(&mut count),
                Instr::Select(c, a, b) => [*c, *a, *b].into_iter().for_each(&mut count),
                Instr::Load(_) | Instr::Const(_) | Instr::Index { .. } | Instr::Inside(_) | Instr::Random { .. } => {}
            }
        }
        let mut terms = Self { named: String::new(), of: Vec::with_capacity(body.code.len()) };
        for (register, instr) in body.code.iter().enumerate() {
            let term = plan.pass(instr, &|from: &usize| terms.of.get(*from).cloned().unwrap_or_default());
            let short = matches!(instr, Instr::Load(_) | Instr::Const(_));
            if uses[register] > 1 && !short {
                let _ = writeln!(terms.named, "r{register} = {term}");
                terms.of.push(format!("r{register}"));
            } else {
                terms.of.push(term);
            }
        }
        terms
    }
}

fn indented(lines: &str) -> String {
    lines.lines().map(|line| format!("  {line}\n")).collect()
}
