//! Memory: where each buffer lies. Named tensors and the ring have places of their own; temporaries share by lifetime.

use super::kernel::Kernel;
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
    /// One for all replicas.
    shared: bool,
}

impl Place {
    pub(super) fn fixed(label: &str, shape: Shape) -> Self {
        Self { label: label.to_owned(), shape, persists: true, dropped: false, shared: false }
    }

    pub(super) fn temporary(label: &str, shape: Shape) -> Self {
        Self { label: label.to_owned(), shape, persists: false, dropped: false, shared: false }
    }

    pub(super) fn keep(&mut self) {
        self.persists = true;
    }

    pub(super) fn is_temporary(&self) -> bool {
        !self.persists
    }

    pub(super) fn drop(&mut self) {
        self.dropped = true;
    }

    pub(super) fn share(&mut self) {
        self.shared = true;
    }

    fn words(&self) -> usize {
        self.shape.size().next_multiple_of(ALIGN).max(ALIGN)
    }
}

/// Offsets of all buffers, the length of the memory, and the ring.
pub(super) fn place(
    places: Vec<Place>,
    kernels: &[Kernel],
    width: usize,
    replicas: usize,
) -> (Vec<Buffer>, usize, Ring) {
    let mut offsets = vec![0; places.len()];
    let mut words = 0;
    for (index, place) in places.iter().enumerate().filter(|(_, place)| place.persists && !place.dropped) {
        offsets[index] = words;
        words += place.words() * if place.shared { 1 } else { replicas };
    }
    let (row, cursors) = (width * replicas, Ring::CURSOR * replicas);
    let ring = Ring { cursor: words, offset: words + cursors, width, rows: Ring::rows(row) };
    words += cursors + (ring.rows as usize * row).next_multiple_of(ALIGN);

    let mut free = Free::default();
    let base = words;
    let mut last = vec![None; places.len()];
    for kernel in kernels {
        kernel.touches().into_iter().for_each(|buffer| last[buffer] = Some(kernel.level));
    }
    let mut placed = vec![false; places.len()];
    for level in kernels.chunk_by(|a, b| a.level == b.level) {
        for buffer in level.iter().flat_map(Kernel::touches) {
            let place = &places[buffer];
            if !place.persists && !place.dropped && !placed[buffer] {
                placed[buffer] = true;
                offsets[buffer] = base + free.take(place.words());
            }
        }
        // After the whole level, whose kernels may run at once: what one reads and another writes never share.
        for (buffer, place) in places.iter().enumerate() {
            if placed[buffer] && last[buffer] == level.first().map(|kernel| kernel.level) {
                free.give(offsets[buffer] - base, place.words());
            }
        }
    }
    // Replicas do not wait for each other, so each has a stretch of its own for its temporaries.
    let buffers = places.into_iter().zip(offsets).map(|(place, offset)| Buffer {
        replica: if place.shared {
            0
        } else if place.persists {
            place.words()
        } else {
            free.end
        },
        label: place.label,
        shape: place.shape,
        offset,
    });
    (buffers.collect(), base + free.end * replicas, ring)
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
