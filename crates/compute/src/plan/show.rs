//! A plan in words: one line a kernel.

use super::kernel::{Instr, Kernel, View, Work};
use super::{Body, Plan};
use std::fmt;

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} kernels, {} tensors, {} f32 of memory", self.kernels.len(), self.buffers.len(), self.words)?;
        writeln!(f, "{}", if self.replicas > 1 { format!(", {} replicas", self.replicas) } else { String::new() })?;
        for (index, kernel) in self.kernels.iter().enumerate() {
            write!(f, "{index:3}  ")?;
            self.line(f, kernel, "")?;
        }
        Ok(())
    }
}

impl Plan {
    /// One kernel in words.
    pub fn describe(&self, index: usize) -> String {
        struct Line<'a>(&'a Plan, usize);
        impl fmt::Display for Line<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.kernels.get(self.1).map_or(Ok(()), |kernel| self.0.line(f, kernel, ""))
            }
        }
        Line(self, index).to_string()
    }

    /// The name of the tensor that a view looks at.
    pub(super) fn label(&self, view: &View) -> &str {
        self.buffers.get(view.buffer).map_or("?", |buffer| buffer.label.as_str())
    }

    fn line(&self, f: &mut fmt::Formatter<'_>, kernel: &Kernel, indent: &str) -> fmt::Result {
        let label = |view| self.label(view);
        write!(f, "{indent}{} ", kernel.shape)?;
        match &kernel.work {
            Work::Map { body, stores } => {
                let out: Vec<&str> = stores.iter().map(|(_, view)| label(view)).collect();
                writeln!(f, "{} ← {}", out.join(", "), ops(body))
            }
            Work::Reduce { body, reduction, inner, out, .. } => {
                writeln!(f, "{} ← {} of {inner}: {}", label(out), reduction.name(), ops(body))
            }
            Work::Matmul { a, b, k, out } => {
                writeln!(f, "{} ← {} × {} over {k}", label(out), label(a), label(b))
            }
            Work::Primitive { op, args, out } => {
                let from: Vec<&str> = args.iter().map(|(view, _)| label(view)).collect();
                writeln!(f, "{} ← {} of {}", label(out), op.rule().name(), from.join(", "))
            }
            Work::Record { sources } => {
                let from: Vec<&str> = sources.iter().map(|&buffer| self.buffers[buffer].label.as_str()).collect();
                writeln!(f, "record {}", from.join(", "))
            }
            Work::Loop { count, kernels } => {
                writeln!(f, "{count} turns of")?;
                kernels.iter().try_for_each(|kernel| self.line(f, kernel, &format!("{indent}       ")))
            }
        }
    }
}

/// How many of each operation.
fn ops(body: &Body) -> String {
    let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for instr in &body.code {
        let name = match instr {
            Instr::Load(_) => "load",
            Instr::Const(_) => "const",
            Instr::Index { .. } => "index",
            Instr::Inside(_) => "inside",
            Instr::Random { .. } => "random",
            Instr::Unary(op, _) => op.rule().name,
            Instr::Binary(op, ..) => op.rule().name,
            Instr::Select(..) => "select",
        };
        *counts.entry(name).or_default() += 1;
    }
    counts.iter().map(|(name, count)| format!("{name}×{count}")).collect::<Vec<_>>().join(" ")
}
