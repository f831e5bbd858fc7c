//! What every attack that is a program tells of its steps.

use super::Told;
use crate::adversarial::victim::{ahead, likeliest, shares};
use compute::{EngineError, Expr, Machine, Program};
use data::made::digits::CLASSES;
use nn::activation::log_softmax;
use nn::loss::one_hot;

/// What no logit comes near.
const OUT: f32 = 1e9;
/// By how much a picture has to be over the boundary before it counts as found: in the sums of another batch that must not be lost.
pub(super) const SURE: f32 = 1e-3;
/// The distance of what has not been found.
pub(super) const NOWHERE: f32 = 1e9;

/// `C(x, k)` of each row: `[N, 10]`, `[N] → [N]`.
pub(super) fn surprise(logits: &Expr, class: &Expr) -> Expr {
    -(log_softmax(logits, 1) * one_hot(class, CLASSES)).sum_axes(&[1])
}

/// The share of rows whose greatest logit is that of their class.
pub(super) fn right(logits: &Expr, y: &Expr) -> Expr {
    let chosen = (logits * one_hot(y, CLASSES)).sum_axes(&[1]);
    1.0 - chosen.less(&logits.max_axes(&[1])).mean()
}

/// By how much a picture still withstands, `[N, 1]`: the lead of the logit of `class [N]` over all others where it is to lose it (`away` is 1),
/// and what that of `class` is behind the greatest other where it is to win (`away` is −1). Below 0 the picture fools.
pub(super) fn lead(logits: &Expr, class: &Expr, away: &Expr) -> Expr {
    let own = one_hot(class, CLASSES);
    let others = logits - &own * OUT;
    away * ((logits * own).sum_axes(&[1]) - others.max_axes(&[1]))
}

/// The same of one picture, on the host.
pub(super) fn lead_of(logits: &[f32], class: usize, away: f32) -> f32 {
    away * ahead(logits, class)
}

/// Records what a step tells: of `logits [N, 10]`, the share still `right` and what the attack takes down, `loss [N, 1]`.
pub(super) fn record(program: &mut Program, logits: &Expr, right: &Expr, loss: &Expr) {
    program.record(right);
    program.record(&loss.mean());
    if logits.shape().axes()[0] == 1 {
        let shares = log_softmax(logits, 1).exp();
        for class in 0..CLASSES {
            program.record(&shares.slice(1, class, 1).sum());
        }
    }
}

/// Runs steps of a program that records so.
pub(super) async fn run(machine: &mut Machine, rows: usize, mut steps: u32) -> Result<Vec<Told>, EngineError> {
    let width = 2 + if rows == 1 { CLASSES } else { 0 };
    let mut all = Vec::new();
    while steps > 0 {
        let now = steps.min(machine.room());
        machine.run(now)?;
        let told = |row: &[f32]| Told { right: row[0], loss: row[1], shares: row[2..].to_vec() };
        all.extend(machine.drain().await?.chunks_exact(width).map(told));
        steps -= now;
    }
    Ok(all)
}

/// What an attack on the host tells of pictures with these logits: which are `found`, and what of each is taken down.
pub(super) fn tell(logits: &[f32], found: &[bool], losses: impl Iterator<Item = f32>) -> Told {
    let count = found.len().max(1) as f32;
    let open = found.iter().filter(|found| !**found).count();
    let shares = if found.len() == 1 { shares(logits) } else { Vec::new() };
    Told { right: open as f32 / count, loss: losses.sum::<f32>() / count, shares }
}

/// The classes that pictures go for: of each the likeliest that is not its own, unless it is given one.
pub(super) fn aims(logits: &[f32], classes: &[f32], away: f32) -> Vec<f32> {
    if away < 0.0 {
        return classes.to_vec();
    }
    let aim = |(row, class): (&[f32], &f32)| {
        let mut others = row.to_vec();
        others[*class as usize] = f32::MIN;
        likeliest(&others) as f32
    };
    logits.chunks_exact(CLASSES).zip(classes).map(aim).collect()
}
