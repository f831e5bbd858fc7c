//! Binary cross-entropy.

use crate::activation::softplus;
use compute::Expr;

/// Binary cross-entropy of logits `z` against targets `t ∈ [0, 1]`: `mean(max(z, 0) − t·z + ln(1 + e^−|z|))`.
///
/// Equal to `−mean(t ln σ(z) + (1−t) ln(1−σ(z)))`, but nothing overflows; the gradient is `(σ(z) − t) / n`.
pub fn bce_with_logits(logits: &Expr, target: &Expr) -> Expr {
    (softplus(logits) - target * logits).mean()
}

#[cfg(test)]
mod tests {
    use super::bce_with_logits;
    use crate::loss::mse;
    use compute::{Program, grad, interpret::interpret};

    /// By hand: −ln σ(2) = 0.126928, −ln σ(−1) = 1.313262, −ln(1 − σ(30)) = 30, −ln σ(0) = 0.693147.
    #[test]
    fn known_values_and_gradients() {
        let mut program = Program::new();
        let (z, t) = (program.state("z", &[4]), program.state("t", &[4]));
        let (bce, mse) = (bce_with_logits(&z, &t), mse(&z, &t));
        let slope = grad(&bce, &[&z]).remove(0);
        let curvature = grad(&slope, &[&z]).remove(0);
        let leaf = |i: usize| if i == 0 { vec![2.0, -1.0, 30.0, 0.0] } else { vec![1.0, 1.0, 0.0, 1.0] };
        let values = interpret(&[bce, mse, slope, curvature], &leaf).unwrap();
        assert!(
            (values[0][0] - (0.126_928 + 1.313_262 + 30.0 + std::f64::consts::LN_2) / 4.0).abs() < 1e-5,
            "{values:?}"
        );
        assert!((values[1][0] - 906.0 / 4.0).abs() < 1e-4, "{values:?}");
        // (σ(z) − t) / n, and σ(z) (1 − σ(z)) / n: also at 0, where a model with zero weights begins.
        let sigmoid = |z: f64| 1.0 / (1.0 + (-z).exp());
        for (i, (z, t)) in [(2.0, 1.0), (-1.0, 1.0), (30.0, 0.0), (0.0, 1.0)].into_iter().enumerate() {
            assert!((values[2][i] - (sigmoid(z) - t) / 4.0).abs() < 1e-6, "{values:?}");
            assert!((values[3][i] - sigmoid(z) * (1.0 - sigmoid(z)) / 4.0).abs() < 1e-6, "{values:?}");
        }
    }
}
