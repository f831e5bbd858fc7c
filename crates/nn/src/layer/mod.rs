//! Layers, one file each.

pub mod attention;
pub mod conv;
pub mod conv_transposed;
pub mod dropout;
pub mod embedding;
pub mod linear;
pub mod local;
pub mod norm;
pub mod pool;
pub mod position;
pub mod recurrent;
pub mod transformer;

use compute::Expr;

/// The axes of a tensor of rank `N`.
fn axes<const N: usize>(x: &Expr) -> Option<[usize; N]> {
    x.shape().axes().try_into().ok()
}

/// The shape error of a tensor that should have `rank` axes and has not.
fn refuse(x: &Expr, rank: usize) -> Expr {
    x.permute(&(0..rank).collect::<Vec<_>>())
}
