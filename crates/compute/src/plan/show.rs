//! A plan in words: one line a kernel.

use super::kernel::{Instr, Work};
use super::{Body, Plan};
use std::fmt;

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} kernels, {} tensors, {} f32 of memory", self.kernels.len(), self.buffers.len(), self.words)?;
        let label = |buffer: usize| self.buffers.get(buffer).map_or("?", |b| b.label.as_str());
        for (index, kernel) in self.kernels.iter().enumerate() {
            write!(f, "{index:3}  {} ", kernel.shape)?;
            match &kernel.work {
                Work::Map { body, stores } => {
                    let out: Vec<&str> = stores.iter().map(|(_, buffer)| label(*buffer)).collect();
                    writeln!(f, "{} ← {}", out.join(", "), ops(body))?;
                }
                Work::Reduce { body, reduction, inner, out, .. } => {
                    writeln!(f, "{} ← {} of {inner}: {}", label(*out), reduction.name(), ops(body))?;
                }
                Work::Matmul { a, b, k, out } => {
                    writeln!(f, "{} ← {} × {} over {k}", label(*out), label(a.buffer), label(b.buffer))?;
                }
                Work::Record { sources } => {
                    let from: Vec<&str> = sources.iter().map(|buffer| label(*buffer)).collect();
                    writeln!(f, "record {}", from.join(", "))?;
                }
            }
        }
        Ok(())
    }
}

/// How many of each operation.
fn ops(body: &Body) -> String {
    let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for instr in &body.code {
        let name = match instr {
            Instr::Load(_) => "load",
            Instr::Const(_) => "const",
            Instr::Index(_) => "index",
            Instr::Unary(op, _) => op.rule().name,
            Instr::Binary(op, ..) => op.rule().name,
            Instr::Select(..) => "select",
        };
        *counts.entry(name).or_default() += 1;
    }
    counts.iter().map(|(name, count)| format!("{name}×{count}")).collect::<Vec<_>>().join(" ")
}
