//! New values of states go where the states are: in place where nothing still reads the old one, else by a copy at the end.

use super::super::kernel::{Body, Instr, Kernel, Load, View, Work};
use super::{Lowering, Sources};
use crate::expr::Shape;
use std::collections::BTreeMap;

impl Lowering {
    /// Makes each buffer hold the value of its node after the last kernel.
    pub(super) fn commit(&mut self, kernels: &mut Vec<Kernel>, sources: &mut Sources, updates: &[(usize, usize)]) {
        let mut copies: BTreeMap<usize, Vec<(View, usize)>> = BTreeMap::new();
        for &(leaf, node) in updates {
            let Some(fresh) = sources.0[node] else { continue };
            let alone = updates.iter().filter(|(_, other)| *other == node).count() == 1;
            let writers: Vec<usize> = (0..kernels.len())
                .filter(|&at| kernels[at].writes().iter().any(|view| view.buffer == fresh.buffer))
                .collect();
            let own = self.places[fresh.buffer].is_temporary() && fresh.turn == 0 && fresh.shift == 0;
            match writers.as_slice() {
                [writer] if alone && own && in_place(kernels, *writer, leaf) => {
                    step_back(kernels, *writer, leaf);
                    rename(kernels, fresh.buffer, leaf);
                    sources.0[node] = Some(super::Source { buffer: leaf, ..fresh });
                    self.places[fresh.buffer].drop();
                }
                _ => {
                    let shape = &self.places[leaf].shape;
                    copies.entry(shape.size()).or_default().push((fresh.view(&Shape::new(&[shape.size()])), leaf));
                }
            }
        }
        let level = kernels.last().map_or(1, |kernel| kernel.level + 1);
        for (size, pairs) in copies {
            let shape = Shape::new(&[size]);
            let body = Body { code: pairs.iter().map(|(view, _)| Instr::Load(view.clone())).collect() };
            let stores = pairs.iter().enumerate().map(|(at, (_, leaf))| (at, View::whole(*leaf, &shape))).collect();
            kernels.push(Kernel { shape, level, work: Work::Map { body, stores } });
        }
    }
}

/// Whether the kernel `writer` may overwrite `leaf`: nothing deeper reads the leaf, and it itself reads it, if at all, only
/// at the element that it writes.
fn in_place(kernels: &[Kernel], writer: usize, leaf: usize) -> bool {
    let elementwise = matches!(kernels[writer].work, Work::Map { .. });
    let reads =
        |kernel: &Kernel| kernel.reads().into_iter().filter(|view| view.buffer == leaf).cloned().collect::<Vec<_>>();
    let own = |view: &View| elementwise && view.load == Load::Contiguous && view.shift == 0 && view.bounds.is_empty();
    reads(&kernels[writer]).iter().all(own)
        && kernels
            .iter()
            .filter(|kernel| kernel.level > kernels[writer].level)
            .all(|kernel| !kernel.touches().contains(&leaf))
}

/// Kernels of one depth may run at once: a writer waits for those of its depth that still read the old value.
fn step_back(kernels: &mut [Kernel], writer: usize, leaf: usize) {
    let level = kernels[writer].level;
    let read =
        |(at, kernel): (usize, &Kernel)| at != writer && kernel.level == level && kernel.touches().contains(&leaf);
    if kernels.iter().enumerate().any(read) {
        // Depths are whole numbers times two, so there is room between two of them.
        let end = kernels.partition_point(|kernel| kernel.level <= level);
        kernels[writer].level += 1;
        kernels[writer..end].rotate_left(1);
    }
}

fn rename(kernels: &mut [Kernel], from: usize, to: usize) {
    for kernel in kernels {
        kernel.views_mut(&mut |view| {
            if view.buffer == from {
                view.buffer = to;
            }
        });
    }
}
