//! Movement: reshape, permute, broadcast, slice, flip, pad, concat. They compute nothing: plans turn them into views (offset,
//! strides and bounds) of the tensor they move, or into its plain contiguous reading.
//!
//! Gradients: of a reshape the reshape back; of a permutation its inverse; of a broadcast the sum over what was repeated; of
//! a slice zeros around; of padding the slice; of a concatenation the slices.

#[cfg(test)]
mod tests;

use crate::error::ShapeError;
use crate::expr::build::{first_invalid, invalid};
use crate::expr::{Expr, Op, Shape};

/// Elements along an axis: `start`, `start + step`, …, `len` of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first.
    pub start: usize,
    /// From one to the next; negative walks backwards.
    pub step: isize,
    /// How many.
    pub len: usize,
}

impl Span {
    /// The whole axis.
    pub fn all(len: usize) -> Self {
        Self { start: 0, step: 1, len }
    }

    /// Index in the argument of element `i`.
    pub fn at(&self, i: usize) -> usize {
        self.start.wrapping_add_signed((i as isize).wrapping_mul(self.step))
    }

    /// Whether all its elements lie in an axis of length `len`, each once.
    fn fits(&self, len: usize) -> bool {
        let reach = isize::try_from(self.len.saturating_sub(1)).ok().and_then(|steps| steps.checked_mul(self.step));
        let last = reach.and_then(|reach| self.start.checked_add_signed(reach));
        match self.len {
            0 => true,
            1 => self.start < len,
            _ => self.step != 0 && self.start < len && last.is_some_and(|last| last < len),
        }
    }

    /// The same elements, written in one way only.
    fn plain(self) -> Self {
        match self.len {
            0 => Self::all(0),
            1 => Self { step: 1, ..self },
            _ => self,
        }
    }
}

/// Gradient with respect to argument `index` of a movement.
pub(crate) fn grad(node: &Expr, index: usize, dy: &Expr) -> Expr {
    let x = &node.args()[index];
    match node.op() {
        Op::Permute(order) => {
            let mut inverse = vec![0; order.len()];
            for (to, &from) in order.iter().enumerate() {
                inverse[from] = to;
            }
            dy.permute(&inverse)
        }
        Op::Broadcast => dy.sum_to(x.shape()),
        Op::Slice(spans) => spread(dy, spans, x.shape()),
        Op::Pad(sides) => {
            let spans = sides.iter().zip(x.shape().axes()).map(|(&(low, _), &len)| Span { start: low, step: 1, len });
            dy.spans(spans.collect())
        }
        Op::Concat(axis) => {
            let before: usize = node.args()[..index].iter().map(|arg| arg.shape().axes()[*axis]).sum();
            dy.slice(*axis, before, x.shape().axes()[*axis])
        }
        _ => dy.reshape(x.shape().axes()),
    }
}

/// Among the terms of a sum, makes one concatenation of padded tensors that lie side by side: the gradients of the slices of
/// one tensor, such as the gates of an LSTM. Else each element would be computed once for every slice.
pub(crate) fn join_slices(terms: &mut Vec<Expr>) {
    let lying = |term: &Expr| match (term.op(), term.args()) {
        (Op::Pad(sides), [x]) => {
            let mut padded = sides.iter().enumerate().filter(|(_, (low, high))| low + high > 0);
            let (axis, (low, _)) = padded.next()?;
            padded.next().is_none().then(|| (axis, *low, x.clone()))
        }
        _ => None,
    };
    let mut at = 0;
    while at < terms.len() {
        let Some((axis, low, x)) = lying(&terms[at]) else {
            at += 1;
            continue;
        };
        let end = low + x.shape().axes()[axis];
        let next = (0..terms.len()).find_map(|other| {
            let (axis2, low2, y) = lying(&terms[other])?;
            (other != at && axis2 == axis && low2 == end).then_some((other, y))
        });
        let Some((other, y)) = next else {
            at += 1;
            continue;
        };
        let len = terms[at].shape().axes()[axis];
        let parts: Vec<Expr> = [x, y].into_iter().flat_map(|part| pieces(&part, axis)).collect();
        let joined = Expr::concat(&parts.iter().collect::<Vec<_>>(), axis);
        let reach = low + joined.shape().axes()[axis];
        terms[at] = joined.pad(axis, low, len - reach);
        terms.remove(other);
        // The joined one may lie beside one seen before.
        at = 0;
    }
}

/// The parts of a concatenation along `axis`, or the tensor itself.
fn pieces(x: &Expr, axis: usize) -> Vec<Expr> {
    match x.op() {
        Op::Concat(along) if *along == axis => x.args().to_vec(),
        _ => vec![x.clone()],
    }
}

/// The values of a slice back where they came from, zeros elsewhere.
fn spread(values: &Expr, spans: &[Span], shape: &Shape) -> Expr {
    let mut out = values.clone();
    for (axis, (span, &len)) in spans.iter().zip(shape.axes()).enumerate() {
        if span.len == 0 {
            // Nothing came from here: zeros of the full length.
            let mut axes = out.shape().axes().to_vec();
            axes[axis] = len;
            out = Expr::constant(0.0, &axes.into());
            continue;
        }
        if span.step < 0 {
            out = out.flip(&[axis]);
        }
        let step = span.step.unsigned_abs();
        let first = span.start.min(span.at(span.len - 1));
        if step > 1 && span.len > 1 {
            // Zeros between the elements: each becomes a row of `step`, of which the last row is cut.
            let mut axes = out.shape().axes().to_vec();
            axes.insert(axis + 1, 1);
            let rows = out.reshape(&axes).pad(axis + 1, 0, step - 1);
            axes.remove(axis + 1);
            axes[axis] = span.len * step;
            out = rows.reshape(&axes).slice(axis, 0, (span.len - 1) * step + 1);
        }
        let reach = out.shape().axes()[axis];
        out = out.pad(axis, first, len - first - reach);
    }
    out
}

impl Expr {
    /// Some of the elements along every axis.
    pub fn spans(&self, spans: Vec<Span>) -> Self {
        if let Some(error) = first_invalid(&[self]) {
            return error;
        }
        let axes = self.shape().axes();
        if spans.len() != axes.len() || !spans.iter().zip(axes).all(|(span, &len)| span.fits(len)) {
            let elements = |s: &Span| match s.len {
                0 => "none".to_owned(),
                _ => format!("{} from {} by {}", s.len, s.start, s.step),
            };
            let wanted: Vec<String> = spans.iter().map(elements).collect();
            let expected = format!("axes that hold these elements: {}", wanted.join("; "));
            return invalid(ShapeError::new("slice", expected, &[self.shape()]));
        }
        let spans: Vec<Span> = spans.into_iter().map(Span::plain).collect();
        if spans.iter().zip(axes).all(|(span, &len)| *span == Span::all(len)) {
            return self.clone();
        }
        let shape: Shape = spans.iter().map(|span| span.len).collect::<Vec<_>>().into();
        if let Some(value) = self.as_const() {
            return Self::constant(value, &shape);
        }
        Self::raw(Op::Slice(spans), vec![self.clone()], shape)
    }

    /// `len` elements along `axis`, from `start` on.
    pub fn slice(&self, axis: usize, start: usize, len: usize) -> Self {
        self.stepped(axis, Span { start, step: 1, len })
    }

    /// Some of the elements along `axis`.
    pub fn stepped(&self, axis: usize, span: Span) -> Self {
        let mut spans: Vec<Span> = self.shape().axes().iter().map(|&len| Span::all(len)).collect();
        match spans.get_mut(axis) {
            Some(place) => *place = span,
            // One span too many: refused with the shape.
            None => spans.push(span),
        }
        self.spans(spans)
    }

    /// The order along `axes` turned around.
    pub fn flip(&self, axes: &[usize]) -> Self {
        if let Some(error) = first_invalid(&[self]) {
            return error;
        }
        if let Some(axis) = axes.iter().find(|&&axis| axis >= self.shape().rank()) {
            return invalid(ShapeError::new("flip", format!("axis {axis}"), &[self.shape()]));
        }
        let turned = |(axis, &len): (usize, &usize)| {
            if axes.contains(&axis) && len > 1 { Span { start: len - 1, step: -1, len } } else { Span::all(len) }
        };
        self.spans(self.shape().axes().iter().enumerate().map(turned).collect())
    }

    /// Zeros before and after, along `axis`.
    pub fn pad(&self, axis: usize, before: usize, after: usize) -> Self {
        if let Some(error) = first_invalid(&[self]) {
            return error;
        }
        let mut axes = self.shape().axes().to_vec();
        let Some(len) = axes.get_mut(axis) else {
            return invalid(ShapeError::new("pad", format!("axis {axis}"), &[self.shape()]));
        };
        match before.checked_add(after).and_then(|sum| sum.checked_add(*len)) {
            Some(longer) if longer == *len => return self.clone(),
            Some(longer) => *len = longer,
            None => return invalid(ShapeError::new("pad", "fewer zeros", &[self.shape()])),
        }
        if self.as_const() == Some(0.0) {
            return Self::constant(0.0, &axes.into());
        }
        let sides = (0..axes.len()).map(|i| if i == axis { (before, after) } else { (0, 0) }).collect();
        Self::raw(Op::Pad(sides), vec![self.clone()], axes.into())
    }

    /// The expressions one after the other along `axis`; the other axes must be equal.
    pub fn concat(parts: &[&Self], axis: usize) -> Self {
        if let Some(error) = first_invalid(parts) {
            return error;
        }
        let shapes: Vec<&Shape> = parts.iter().map(|part| part.shape()).collect();
        let with = |len: usize, shape: &Shape| {
            let mut axes = shape.axes().to_vec();
            *axes.get_mut(axis)? = len;
            Some(axes)
        };
        let lengths = shapes.iter().filter_map(|shape| shape.axes().get(axis));
        let total = lengths.fold(0, |sum: usize, &len| sum.saturating_add(len));
        let all: Option<Vec<Vec<usize>>> = shapes.iter().map(|shape| with(total, shape)).collect();
        match all.as_deref() {
            Some([first, rest @ ..]) if rest.iter().all(|axes| axes == first) => match parts {
                [only] => (*only).clone(),
                _ => Self::raw(
                    Op::Concat(axis),
                    parts.iter().map(|part| (*part).clone()).collect(),
                    first.clone().into(),
                ),
            },
            _ => invalid(ShapeError::new("concat", format!("shapes equal but for axis {axis}"), &shapes)),
        }
    }

    /// The expressions as rows of a new first axis.
    pub fn stack(parts: &[&Self]) -> Self {
        let row = |part: &&Self| part.reshape(&[&[1], part.shape().axes()].concat());
        let rows: Vec<Self> = parts.iter().map(row).collect();
        Self::concat(&rows.iter().collect::<Vec<_>>(), 0)
    }
}
