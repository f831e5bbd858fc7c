//! Models that follow other models.

use crate::{Layer, Number};
use compute::Program;

/// Each learnt value of `target` becomes `τ·source + (1 − τ)·target`, of the values before the step: the target network of
/// DQN (Mnih et al., Nature 2015: `τ` 1 every few steps, else 0), DDPG's slow one (Lillicrap et al., ICLR 2016), an average
/// for evaluation. Both models must have the same parameters in the same order; no optimiser may update `target`.
pub fn follow(program: &mut Program, target: &dyn Layer, source: &dyn Layer, tau: impl Number) {
    let tau = tau.expr();
    for (target, source) in target.parameters().iter().zip(source.parameters()) {
        program.update(&target.name, &(&target.value + (source.value - &target.value) * &tau));
    }
}
