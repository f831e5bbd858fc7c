//! Shapes: lengths of the axes, outermost first.

use std::fmt;

/// Lengths of the axes, outermost first. The empty shape is a single number.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Shape(Vec<usize>);

impl Shape {
    /// The shape with these axes.
    pub fn new(axes: &[usize]) -> Self {
        Self(axes.to_vec())
    }

    /// The axes.
    pub fn axes(&self) -> &[usize] {
        &self.0
    }

    /// Number of axes.
    pub fn rank(&self) -> usize {
        self.0.len()
    }

    /// Number of elements; the largest number there is, if there are more.
    pub fn size(&self) -> usize {
        if self.0.contains(&0) { 0 } else { self.0.iter().fold(1, |size, &len| size.saturating_mul(len)) }
    }

    /// Whether its elements, and those along any of its axes, can be counted on every machine.
    pub(crate) fn countable(&self) -> bool {
        const MOST: usize = 1 << 30;
        self.0.iter().try_fold(1_usize, |size, &len| size.checked_mul(len.max(1))).is_some_and(|size| size <= MOST)
    }

    /// Steps between neighbours along each axis, in elements, when stored row by row.
    pub fn strides(&self) -> Vec<usize> {
        let mut strides = vec![1_usize; self.0.len()];
        for i in (1..self.0.len()).rev() {
            strides[i - 1] = strides[i].saturating_mul(self.0[i]);
        }
        strides
    }

    /// The shape to which both broadcast (NumPy's rule), if there is one.
    pub fn broadcast(&self, other: &Self) -> Option<Self> {
        let rank = self.rank().max(other.rank());
        let (a, b) = (self.padded(rank), other.padded(rank));
        let axis = |(&a, &b): (&usize, &usize)| match (a, b) {
            _ if a == b => Some(a),
            (1, n) | (n, 1) => Some(n),
            _ => None,
        };
        a.0.iter().zip(&b.0).map(axis).collect::<Option<Vec<_>>>().map(Self)
    }

    /// The shape with axes of length 1 in front, up to `rank`.
    pub fn padded(&self, rank: usize) -> Self {
        let mut axes = vec![1; rank.saturating_sub(self.rank())];
        axes.extend(&self.0);
        Self(axes)
    }
}

impl From<Vec<usize>> for Shape {
    fn from(axes: Vec<usize>) -> Self {
        Self(axes)
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let axes: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        write!(f, "[{}]", axes.join(", "))
    }
}

impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
