//! Affine places, `x′ = θ₁ x + θ₂ y + θ₃`, `y′ = θ₄ x + θ₅ y + θ₆`, both from −1 to 1 (Jaderberg et al., NeurIPS 2015).

use compute::Expr;

/// The transformation that changes nothing.
pub(super) const IDENTITY: [f32; 6] = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0];

/// For each row of `theta [N, 6]` the place in the picture of each pixel of a frame, `[N, side, side, 2]`.
pub(super) fn grid(theta: &Expr, side: usize) -> Expr {
    let rows = theta.shape().axes()[0];
    let along = |axis| (Expr::iota(&[side, side], axis) * (2.0 / (side as f32 - 1.0)) - 1.0).reshape(&[1, side * side]);
    let (x, y) = (along(1), along(0));
    let number = |k| theta.slice(1, k, 1);
    let place = |k| (number(k) * &x + number(k + 1) * &y + number(k + 2)).reshape(&[rows, side, side, 1]);
    Expr::concat(&[&place(0), &place(3)], 3)
}

/// The same places, moved to the nearest pixel of a picture of `side` rows: steps, whose slope is 0 everywhere.
pub(super) fn nearest(grid: &Expr, side: usize) -> Expr {
    let half = (side as f32 - 1.0) / 2.0;
    ((grid + 1.0) * half + 0.5).floor() * (1.0 / half) - 1.0
}

/// A transformation of the plane with its numbers in that order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Affine(pub(super) [f32; 6]);

impl Affine {
    /// Turned by `angle`, then `zoom` times as large, then moved.
    pub(super) fn turned(angle: f32, zoom: f32, [x, y]: [f32; 2]) -> Self {
        let (c, s) = (zoom * data::maths::cos(angle), zoom * data::maths::sin(angle));
        Self([c, -s, x, s, c, y])
    }

    pub(super) fn apply(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        let [a, b, c, d, e, f] = self.0;
        [a * x + b * y + c, d * x + e * y + f]
    }

    /// The way back; one that leads to a line has none.
    pub(super) fn inverse(&self) -> Option<Self> {
        let [a, b, c, d, e, f] = self.0;
        let area = a * e - b * d;
        let inverse = || Self([e, -b, b * f - c * e, -d, a, c * d - a * f].map(|number| number / area));
        (area.abs() > 1e-6).then(inverse)
    }

    /// First `first`, then this.
    pub(super) fn after(&self, first: &Self) -> Self {
        let ([a, b, _, d, e, _], [p, q, r, s, t, u]) = (self.0, first.0);
        let [x, y] = self.apply([r, u]);
        Self([a * p + b * s, a * q + b * t, x, d * p + e * s, d * q + e * t, y])
    }

    /// By how much it turns, in radians: the turn that is nearest to it (`R` of the polar decomposition `R S`).
    pub(super) fn angle(&self) -> f32 {
        data::maths::atan2(self.0[3] - self.0[1], self.0[0] + self.0[4])
    }
}

/// The area that two images of squares have in common over that which either has: of `[−1, 1]²` by `a`, and of `[−share, share]²` by `b`.
/// Counted on a grid that reaches half a picture beyond the picture.
pub(super) fn overlap(a: &Affine, b: &Affine, share: f32) -> f32 {
    const CELLS: usize = 60;
    let (Some(a), Some(b)) = (a.inverse(), b.inverse()) else { return 0.0 };
    let (mut both, mut either) = (0_u32, 0_u32);
    for i in 0..CELLS * CELLS {
        let along = |at: usize| (at as f32 + 0.5) * (4.0 / CELLS as f32) - 2.0;
        let at = [along(i % CELLS), along(i / CELLS)];
        let inside = |affine: &Affine, reach: f32| affine.apply(at).iter().all(|v| v.abs() <= reach);
        let (one, other) = (inside(&a, 1.0), inside(&b, share));
        both += u32::from(one && other);
        either += u32::from(one || other);
    }
    both as f32 / either.max(1) as f32
}
