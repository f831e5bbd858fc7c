//! What a camera sees of a picture: turned, nearer or farther, off the middle, brighter or darker, out of focus.

use super::people::{PLANE, SIDE};
use compute::{Conv, Expr, Random};

/// Numbers of a view: turn in radians, zoom, how far right and down it lies (half a picture is 1), light (a factor), blur (0…1).
pub(super) const VIEW: usize = 6;
/// The view that changes nothing.
pub(super) const STRAIGHT: [f32; VIEW] = [0.0, 1.0, 0.0, 0.0, 1.0, 0.0];
/// How far each of them is off that at most, in views by lot.
const REACH: [f32; VIEW] = [0.35, 0.2, 0.17, 0.17, 0.3, 1.0];

/// Views from numbers `[0, 1)`, six each; blur goes one way only.
pub(super) fn by_lot(random: &mut compute::rng::Stream, views: usize) -> Vec<f32> {
    let one = |_| {
        let mut view = STRAIGHT;
        for (k, number) in view.iter_mut().enumerate() {
            let lot = random.uniform();
            *number += REACH[k] * if k == VIEW - 1 { lot } else { 2.0 * lot - 1.0 };
        }
        view
    };
    (0..views).flat_map(one).collect()
}

/// The same inside a step, `[N, 6]`, each as far off as `spread` says: 0 is straight, 1 as [`by_lot`].
pub(super) fn views(random: &mut Random, rows: usize, spread: &Expr) -> Expr {
    let columns: Vec<Expr> = (0..VIEW)
        .map(|k| {
            let lot = random.uniform(&[rows, 1]);
            let off = if k == VIEW - 1 { lot } else { lot * 2.0 - 1.0 };
            off * spread * REACH[k] + STRAIGHT[k]
        })
        .collect();
    Expr::concat(&columns.iter().collect::<Vec<_>>(), 1)
}

/// What it sees of each of `x [N, 3, 24, 24]`, with `view [N, 6]`: the pixel at `p` is read at `R(−θ)(p − t) / s`, at the edge's where that
/// lies outside; then a share of it is blurred by (1 2 1) across and down, and all of it is multiplied by the light.
pub(super) fn camera(x: &Expr, view: &Expr) -> Expr {
    let rows = x.shape().axes()[0];
    let number = |k| view.slice(1, k, 1);
    let along = |axis| (Expr::iota(&[SIDE, SIDE], axis) * (2.0 / (SIDE as f32 - 1.0)) - 1.0).reshape(&[1, PLANE]);
    let (u, v) = (along(1) - number(2), along(0) - number(3));
    let (cos, sin) = (number(0).cos() / number(1), number(0).sin() / number(1));
    let place = |at: Expr| at.max(&Expr::scalar(-1.0)).min(&Expr::scalar(1.0)).reshape(&[rows, SIDE, SIDE, 1]);
    let places = Expr::concat(&[&place(&cos * &u + &sin * &v), &place(&cos * &v - &sin * &u)], 3);
    let seen = x.grid_sample(&places);
    let lens = |k: usize| number(k).reshape(&[rows, 1, 1, 1]);
    let blurred = blur(&seen.reshape(&[rows * 3, 1, SIDE, SIDE])).reshape(&[rows, 3, SIDE, SIDE]);
    let focused = &seen + lens(5) * (blurred - &seen);
    (focused * lens(4)).max(&Expr::scalar(0.0)).min(&Expr::scalar(1.0))
}

/// `(1 2 1)/4` across and down; beyond the edge lies what lies at it.
fn blur(x: &Expr) -> Expr {
    let kernel = |axis| {
        let at = Expr::iota(&[1, 1, 3, 3], axis) - 1.0;
        0.5 - at.abs() * 0.25
    };
    let edge = |x: &Expr, axis| Expr::concat(&[&x.slice(axis, 0, 1), x, &x.slice(axis, SIDE - 1, 1)], axis);
    edge(&edge(x, 2), 3).conv(&(kernel(2) * kernel(3)), Conv::default())
}
