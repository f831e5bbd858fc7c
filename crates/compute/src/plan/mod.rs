//! A program (states, inputs, updates, records) becomes a plan: kernels in order, with their memory laid out. A plan is
//! data: it can be printed, and both backends run it.
//!
//! What compiling does: equal nodes are made one; movement becomes strides; elementwise chains melt into the kernel that
//! needs them; elementwise results of one depth and shape share one kernel; states are written in place where no other
//! kernel still needs the old value; temporaries share memory by the time they live.

mod emit;
mod graph;
mod kernel;
mod kernel_view;
mod layout;
mod lower;
mod program;
mod show;
#[cfg(test)]
mod tests;

pub use kernel::{Body, Bound, Instr, Kernel, Load, View, Work};
pub use kernel_view::KernelView;
pub use program::Program;

use crate::expr::Shape;

/// Most rows of records that a ring holds: most steps between two drains.
pub const RING_ROWS: u32 = 2048;

/// Most f32 that a ring holds, as long as that is at least two rows.
const RING_WORDS: usize = 1 << 22;

/// Most replicas of a step: most workgroups that a device takes along one axis.
const MOST_REPLICAS: usize = 65_535;

/// Most axes of a tensor.
pub const MOST_AXES: usize = 8;

/// A compiled program.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// One step, in order.
    pub kernels: Vec<Kernel>,
    /// Every tensor with a place in memory.
    pub buffers: Vec<Buffer>,
    /// Names that the host can write or read.
    pub names: Vec<Named>,
    /// Length of the memory, in f32.
    pub words: usize,
    /// Where the records go.
    pub ring: Ring,
    /// How many runs of the step there are side by side.
    pub replicas: usize,
}

/// A tensor's place.
#[derive(Debug, Clone, PartialEq)]
pub struct Buffer {
    /// For the reader.
    pub label: String,
    /// Shape, row by row.
    pub shape: Shape,
    /// First f32 of replica 0.
    pub offset: usize,
    /// From there to the first f32 of replica 1; 0 where all replicas have the same.
    pub replica: usize,
}

/// A tensor that the host knows by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: String,
    /// The buffer.
    pub buffer: usize,
    /// Whether the host may write it.
    pub writable: bool,
}

/// The ring of records: one row a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ring {
    /// First f32 of row 0.
    pub offset: usize,
    /// The f32 that holds the index of the next row; the one of replica 1 lies [`Ring::CURSOR`] further on.
    pub cursor: usize,
    /// f32 of one replica in a row; 0 where nothing is recorded.
    pub width: usize,
    /// How many rows there are: [`RING_ROWS`], fewer where rows are long.
    pub rows: u32,
}

impl Ring {
    /// From one replica's cursor to the next one's.
    pub const CURSOR: usize = 4;

    /// Rows for records of so many f32.
    fn rows(width: usize) -> u32 {
        let fitting = RING_WORDS / width.max(1);
        RING_ROWS.min(u32::try_from(fitting).unwrap_or(RING_ROWS)).max(2)
    }
}

impl Plan {
    /// The tensor of that name.
    pub fn named(&self, name: &str) -> Option<(&Named, &Buffer)> {
        let named = self.names.iter().find(|named| named.name == name)?;
        Some((named, self.buffers.get(named.buffer)?))
    }

    /// How many numbers a tensor has for the host: those of all replicas.
    pub fn size(&self, buffer: &Buffer) -> usize {
        buffer.shape.size() * self.copies(buffer)
    }

    /// Its shape for the host: replicas are an axis in front.
    pub fn shape(&self, buffer: &Buffer) -> Shape {
        let axes = buffer.shape.axes();
        let replicas = (self.copies(buffer) > 1).then_some(self.replicas);
        Shape::new(&replicas.into_iter().chain(axes.iter().copied()).collect::<Vec<_>>())
    }

    /// How often a tensor is there.
    pub(crate) fn copies(&self, buffer: &Buffer) -> usize {
        if buffer.replica == 0 { 1 } else { self.replicas }
    }

    /// Where a tensor lies, with what is left free between its replicas.
    pub(crate) fn place(&self, buffer: &Buffer) -> std::ops::Range<usize> {
        let last = buffer.replica * (self.copies(buffer).max(1) - 1);
        buffer.offset..buffer.offset + last + buffer.shape.size()
    }

    /// Numbers in a row of the ring.
    pub fn row(&self) -> usize {
        self.ring.width * self.replicas
    }
}

impl Buffer {
    /// The replicas of a tensor without what is left free between them.
    pub(crate) fn dense(&self, mut values: Vec<f32>) -> Vec<f32> {
        let size = self.shape.size();
        if self.replica > size {
            values = values.chunks(self.replica).flat_map(|one| &one[..size.min(one.len())]).copied().collect();
        }
        values
    }

    /// What `values` are in the tensor's place: one replica's go to each of `copies`.
    pub(crate) fn spread(&self, values: &[f32], copies: usize) -> Vec<f32> {
        let size = self.shape.size();
        let mut place = vec![0.0; self.replica * (copies.max(1) - 1) + size];
        for copy in 0..copies {
            let from = if values.len() == size { 0 } else { copy * size };
            place[copy * self.replica..][..size].copy_from_slice(&values[from..from + size]);
        }
        place
    }
}
