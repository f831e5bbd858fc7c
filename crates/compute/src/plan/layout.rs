//! Memory: where each buffer lies. Named tensors and the ring have places of their own; temporaries share by lifetime.

use super::kernel::{Kernel, Work};
use super::{Buffer, Ring};
use crate::expr::Shape;

/// Places start at multiples of this many f32.
const ALIGN: usize = 4;

/// A buffer before it has its place.
#[derive(Debug, Clone)]
pub(super) struct Place {
    label: String,
    pub(super) shape: Shape,
    /// Keeps its place for ever; else it lives from its writer to its last reader.
    persists: bool,
    /// Needs no place: another buffer took its role.
    dropped: bool,
}

impl Place {
    pub(super) fn fixed(label: &str, shape: Shape) -> Self {
        Self { label: label.to_owned(), shape, persists: true, dropped: false }
    }

    pub(super) fn temporary(label: &str, shape: Shape) -> Self {
        Self { label: label.to_owned(), shape, persists: false, dropped: false }
    }

    pub(super) fn keep(&mut self) {
        self.persists = true;
    }

    pub(super) fn drop(&mut self) {
        self.dropped = true;
    }

    fn words(&self) -> usize {
        self.shape.size().next_multiple_of(ALIGN).max(ALIGN)
    }
}

/// Offsets of all buffers, the length of the memory, and the ring.
pub(super) fn place(places: Vec<Place>, kernels: &[Kernel], width: usize, rows: usize) -> (Vec<Buffer>, usize, Ring) {
    let mut offsets = vec![0; places.len()];
    let mut words = 0;
    for (index, place) in places.iter().enumerate().filter(|(_, place)| place.persists && !place.dropped) {
        offsets[index] = words;
        words += place.words();
    }
    let ring = Ring { cursor: words, offset: words + ALIGN, width };
    words += ALIGN + (rows * width).next_multiple_of(ALIGN);

    let mut free = Free::default();
    let base = words;
    let last: Vec<Option<usize>> = (0..places.len()).map(|buffer| last_use(kernels, buffer)).collect();
    for (at, kernel) in kernels.iter().enumerate() {
        for buffer in kernel.writes() {
            if !places[buffer].persists {
                offsets[buffer] = base + free.take(places[buffer].words());
            }
        }
        // After the kernel, so that what it reads and what it writes never share.
        for (buffer, place) in places.iter().enumerate() {
            if !place.persists && !place.dropped && last[buffer] == Some(at) {
                free.give(offsets[buffer] - base, place.words());
            }
        }
    }
    let buffers = places.into_iter().zip(offsets).map(|(p, offset)| Buffer { label: p.label, shape: p.shape, offset });
    (buffers.collect(), base + free.end, ring)
}

fn last_use(kernels: &[Kernel], buffer: usize) -> Option<usize> {
    let recorded = |kernel: &Kernel| matches!(&kernel.work, Work::Record { sources } if sources.contains(&buffer));
    kernels.iter().rposition(|kernel| {
        recorded(kernel) || kernel.writes().contains(&buffer) || kernel.reads().iter().any(|view| view.buffer == buffer)
    })
}

/// Free stretches of memory, first fit.
#[derive(Debug, Default)]
struct Free {
    /// Start and length, in order, never touching.
    holes: Vec<(usize, usize)>,
    end: usize,
}

impl Free {
    fn take(&mut self, words: usize) -> usize {
        if let Some(at) = self.holes.iter().position(|(_, len)| *len >= words) {
            let (start, len) = self.holes[at];
            if len == words {
                self.holes.remove(at);
            } else {
                self.holes[at] = (start + words, len - words);
            }
            return start;
        }
        let start = self.end;
        self.end += words;
        start
    }

    fn give(&mut self, start: usize, words: usize) {
        let at = self.holes.partition_point(|(other, _)| *other < start);
        self.holes.insert(at, (start, words));
        let mut i = at.saturating_sub(1);
        while i + 1 < self.holes.len() {
            let ((a, len), (b, more)) = (self.holes[i], self.holes[i + 1]);
            if a + len == b {
                self.holes[i] = (a, len + more);
                self.holes.remove(i + 1);
            } else {
                i += 1;
            }
        }
    }
}
