//! Movement: reshape, permute, broadcast. They compute nothing: plans turn them into views (offset and strides) of the
//! tensor they move, or into its plain contiguous reading.
//!
//! Gradients: of a reshape the reshape back; of a permutation its inverse; of a broadcast the sum over what was repeated.

#[cfg(test)]
mod tests;

use crate::expr::{Expr, Op};

/// Gradient with respect to the argument of a movement.
pub(crate) fn grad(node: &Expr, x: &Expr, dy: &Expr) -> Expr {
    match node.op() {
        Op::Permute(order) => {
            let mut inverse = vec![0; order.len()];
            for (to, &from) in order.iter().enumerate() {
                inverse[from] = to;
            }
            dy.permute(&inverse)
        }
        Op::Broadcast => dy.sum_to(x.shape()),
        _ => dy.reshape(x.shape().axes()),
    }
}
