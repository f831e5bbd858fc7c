//! Windows without sharing: a convolution whose filter is another one at every place.

use super::layer::Shape;
use compute::ops::movement::Span;
use compute::{Expr, Program};
use nn::{Init, Parameter};

/// `y[n, o, i, j] = Σ_{c, a, b} x[n, c, i s + a − p, j s + b − p] · w[i, j, c, a, b, o] + b[i, j, o]` (LeCun 1989; Keras'
/// `LocallyConnected2D`).
#[derive(Clone)]
pub(super) struct Local {
    /// `[H' W', k² C, O]`.
    weight: Parameter,
    /// `[H' W', 1, O]`.
    bias: Parameter,
    shape: Shape,
}
nn::layer!(Local { weight, bias });

impl Local {
    pub(super) fn new(program: &mut Program, name: &str, shape: &Shape) -> Self {
        let (places, patch) = (shape.map() * shape.map(), shape.channels * shape.window * shape.window);
        let init = Init::Normal { mean: 0.0, std: (2.0 / patch as f32).sqrt() };
        Self {
            weight: Parameter::new(program, &format!("{name}.w"), &[places, patch, shape.outputs], init),
            bias: Parameter::new(program, &format!("{name}.b"), &[places, 1, shape.outputs], Init::Zeros),
            shape: *shape,
        }
    }

    /// The windows as rows, then one product a place.
    pub(super) fn forward(&self, x: &Expr) -> Expr {
        let Shape { channels, side, outputs, window, stride, pad, .. } = self.shape;
        let (pictures, map) = (x.shape().axes()[0], self.shape.map());
        let after = ((map - 1) * stride + window).saturating_sub(side + pad);
        let padded = x.pad(2, pad, after).pad(3, pad, after);
        // All that a row of the window sees, side by side with the other rows; then the same along columns.
        let taps = |x: &Expr, axis: usize| {
            let span = |start: usize| Span { start, step: stride as isize, len: map };
            let parts: Vec<Expr> = (0..window).map(|tap| x.stepped(axis, span(tap))).collect();
            Expr::concat(&parts.iter().collect::<Vec<_>>(), 1)
        };
        let windows = taps(&taps(&padded, 2), 3);
        let windows = windows.reshape(&[pictures, window * window * channels, map * map]).permute(&[2, 0, 1]);
        let y = windows.matmul(&self.weight.value) + &self.bias.value;
        y.permute(&[1, 2, 0]).reshape(&[pictures, outputs, map, map])
    }
}
