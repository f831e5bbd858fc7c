//! Losses: a single number from predictions and targets of the same shape.

use compute::Expr;

/// Mean squared error, `mean((p − t)²)`.
pub fn mse(prediction: &Expr, target: &Expr) -> Expr {
    (prediction - target).square().mean()
}

/// Binary cross-entropy of logits `z` against targets `t ∈ [0, 1]`: `mean(max(z, 0) − t·z + ln(1 + e^−|z|))`.
///
/// Written so that no exponential overflows; equal to `−mean(t ln σ(z) + (1−t) ln(1−σ(z)))`.
pub fn bce_with_logits(logits: &Expr, target: &Expr) -> Expr {
    (logits.relu() - target * logits + ((-logits.abs()).exp() + 1.0).log()).mean()
}

#[cfg(test)]
mod tests {
    use super::{bce_with_logits, mse};
    use compute::{Program, grad, interpret::interpret};

    /// By hand: −ln σ(2) = 0.126928, −ln σ(−1) = 1.313262, −ln(1 − σ(30)) = 30.
    #[test]
    fn known_values_and_gradients() {
        let mut program = Program::new();
        let (z, t) = (program.state("z", &[3]), program.state("t", &[3]));
        let (bce, mse) = (bce_with_logits(&z, &t), mse(&z, &t));
        let slope = grad(&bce, &[&z]).remove(0);
        let leaf = |i: usize| if i == 0 { vec![2.0, -1.0, 30.0] } else { vec![1.0, 1.0, 0.0] };
        let values = interpret(&[bce, mse, slope], &leaf).unwrap();
        assert!((values[0][0] - (0.126_928 + 1.313_262 + 30.0) / 3.0).abs() < 1e-5, "{values:?}");
        assert!((values[1][0] - 905.0 / 3.0).abs() < 1e-4, "{values:?}");
        // (σ(z) − t) / n
        let sigmoid = |z: f64| 1.0 / (1.0 + (-z).exp());
        for (got, (z, t)) in values[2].iter().zip([(2.0, 1.0), (-1.0, 1.0), (30.0, 0.0)]) {
            assert!((got - (sigmoid(z) - t) / 3.0).abs() < 1e-6, "{values:?}");
        }
    }
}
