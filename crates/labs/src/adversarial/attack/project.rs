//! The nearest picture that is allowed: within a radius of the first one, and with every pixel from 0 to 1.
//!
//! For each norm the nearest point depends on one number, and the distance from the first picture on that number alone, monotonically; so
//! that number is found by halving. What is taken in the end is the side on which the picture is allowed.

use compute::Expr;

/// How the distance from the first picture is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Norm {
    /// L∞: the pixel that changed most.
    Max,
    /// L2: the length of the change.
    Two,
    /// L1: the sum of all changes.
    One,
    /// L0: how many pixels changed.
    Count,
}

/// A number is found to `2⁻²⁴` of its range, which is what single precision tells apart.
const HALVINGS: usize = 24;
/// By which share of it a radius is kept away from, where sums are compared with it.
const ROUNDING: f32 = 1e-6;

/// `Σ` over each row: `[N, D] → [N, 1]`.
pub(super) fn each(x: &Expr) -> Expr {
    let rows = x.shape().axes()[0];
    x.sum_axes(&[1]).reshape(&[rows, 1])
}

/// The greatest of each row: `[N, D] → [N, 1]`.
pub(super) fn greatest(x: &Expr) -> Expr {
    let rows = x.shape().axes()[0];
    x.max_axes(&[1]).reshape(&[rows, 1])
}

pub(super) fn clipped(x: &Expr, low: &Expr, high: &Expr) -> Expr {
    x.max(low).min(high)
}

fn grey(x: &Expr) -> Expr {
    clipped(x, &Expr::scalar(0.0), &Expr::scalar(1.0))
}

/// The end of `[none, most] [N, 1]` nearest to `most` for which `allowed` (1 or 0) still holds, if it holds at `none` and up to one place.
fn furthest(none: &Expr, most: &Expr, allowed: impl Fn(&Expr) -> Expr) -> Expr {
    let (mut good, mut bad) = (none.clone(), most.clone());
    for _ in 0..HALVINGS {
        let middle = (&good + &bad) * 0.5;
        let holds = Expr::scalar(0.5).less(&allowed(&middle));
        (good, bad) = (holds.select(&middle, &good), holds.select(&bad, &middle));
    }
    // Where all of it is allowed there is nothing to halve.
    Expr::scalar(0.5).less(&allowed(most)).select(most, &good)
}

/// `[N, D]`: of all pictures allowed by `norm` and `radius [N, 1]` around `first`, which is one, the nearest to `x` (in L2).
pub(in super::super) fn project(norm: Norm, x: &Expr, first: &Expr, radius: &Expr) -> Expr {
    let off = x - first;
    let within = |length: &Expr| 1.0 - radius.less(length);
    // Sums of many numbers are rounded: a little less is asked for.
    let surely = |length: &Expr| 1.0 - (radius * (1.0 - ROUNDING)).less(length);
    let rows = x.shape().axes()[0];
    let number = |value: f32| Expr::constant(value, &vec![rows, 1].into());
    match norm {
        Norm::Max => grey(&clipped(x, &(first - radius), &(first + radius))),
        Norm::Two => {
            let at = |share: &Expr| grey(&(first + share * &off));
            let share =
                furthest(&number(0.0), &number(1.0), |share| surely(&each(&(at(share) - first).square()).sqrt()));
            at(&share)
        }
        Norm::One => {
            let at = |less: &Expr| grey(&(first + off.sign() * (off.abs() - less).relu()));
            let less = furthest(&greatest(&off.abs()), &number(0.0), |less| surely(&each(&(at(less) - first).abs())));
            at(&less)
        }
        Norm::Count => {
            // What it is worth to move a pixel: by how much that takes the square of the distance down.
            let moved = grey(x);
            let worth = off.square() - (x - &moved).square();
            let kept = |bar: &Expr| bar.less(&worth);
            let bar = furthest(&greatest(&worth), &number(0.0), |bar| within(&each(&kept(bar))));
            kept(&bar).select(&moved, first)
        }
    }
}
