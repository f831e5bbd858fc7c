//! Where a tensor stands, as text.

use crate::expr::Shape;
use crate::plan::{Plan, View};
use std::fmt::Write as _;

/// A tensor of a kernel: `mem[start + turn · t + Σ index · stride]`, all in u32, where what is negative wraps around.
#[derive(Debug, Clone)]
pub struct Place<'a> {
    /// Lengths of the axes.
    pub axes: &'a [usize],
    strides: &'a [isize],
    start: String,
}

/// A number as u32, negative ones wrapped around.
pub(super) fn wrapped(number: isize) -> String {
    format!("{}u", number as i32 as u32)
}

/// `index · stride` as a summand with its sign in front; nothing for stride 0.
fn term(index: &str, stride: isize) -> String {
    match stride {
        0 => String::new(),
        1 => format!(" + {index}"),
        _ => format!(" + ({index}) * {}", wrapped(stride)),
    }
}

/// Where index 0 of a view stands.
pub(super) fn start(plan: &Plan, view: &View) -> String {
    let buffer = &plan.buffers[view.buffer];
    let first = buffer.offset as isize + view.shift;
    format!("{}{}{}", wrapped(first), replica(plan, buffer.replica), term("t", view.turn))
}

/// What takes an address to the replica at work, as a summand with its sign in front.
pub(super) fn replica(plan: &Plan, step: usize) -> String {
    if plan.replicas == 1 { String::new() } else { term("replica", step as isize) }
}

impl<'a> Place<'a> {
    pub(super) fn new(plan: &Plan, view: &'a View, shape: &'a Shape) -> Self {
        Self { axes: shape.axes(), strides: &view.strides, start: start(plan, view) }
    }

    /// Number of elements.
    pub fn size(&self) -> usize {
        self.axes.iter().product()
    }

    /// Step along an axis.
    pub fn stride(&self, axis: usize) -> isize {
        self.strides[axis]
    }

    /// The index into `mem` of the element at these indices.
    pub fn index(&self, indices: &[&str]) -> String {
        let mut text = self.start.clone();
        for ((index, &stride), &len) in indices.iter().zip(self.strides).zip(self.axes) {
            if len > 1 {
                text.push_str(&term(index, stride));
            }
        }
        text
    }

    /// The element at these indices.
    pub fn at(&self, indices: &[&str]) -> String {
        format!("mem[{}]", self.index(indices))
    }

    /// The element number `index` of a tensor that stands row by row.
    pub fn linear(&self, index: &str) -> String {
        format!("mem[{} + {index}]", self.start)
    }

    /// The index into `mem` where row number `row` along the last axis starts.
    pub fn row_index(&self, row: &str) -> String {
        let Some((_, batch)) = self.axes.split_last() else { return self.start.clone() };
        let mut text = self.start.clone();
        for axis in 0..batch.len() {
            if batch[axis] > 1 {
                text.push_str(&term(&coordinate(batch, axis, &format!("({row})")), self.strides[axis]));
            }
        }
        text
    }

    /// Element `column` of row number `row` along the last axis.
    pub fn row(&self, row: &str, column: &str) -> String {
        let mut text = self.row_index(row);
        let last = self.axes.len().saturating_sub(1);
        if self.axes.get(last).is_some_and(|len| *len > 1) {
            let _ = write!(text, "{}", term(column, self.strides[last]));
        }
        format!("mem[{text}]")
    }
}

/// The index along `axis` of the element number `index` of a shape.
pub(super) fn coordinate(axes: &[usize], axis: usize, index: &str) -> String {
    let stride: usize = axes[axis + 1..].iter().product();
    match (axis, stride) {
        (0, 1) => index.to_owned(),
        (0, _) => format!("({index} / {stride}u)"),
        (_, 1) => format!("({index} % {}u)", axes[axis]),
        _ => format!("({index} / {stride}u % {}u)", axes[axis]),
    }
}
