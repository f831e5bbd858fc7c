//! What a step tells of itself: the row of its records.

use super::loss::{Loss, Targets, discriminator};
use super::step::{Recipe, Turns};
use compute::{Expr, Program};

/// What a step records, in this order.
pub(super) const RECORDS: &[&str] =
    &["loss_d", "loss_g", "value", "real", "fake", "accuracy", "penalised", "gradient_d", "gradient_g"];

/// Writes the row of [`RECORDS`], of the last turn of each.
pub(super) fn row(program: &mut Program, recipe: &Recipe, turns: &Turns) {
    let zero = Expr::scalar(0.0);
    let (loss_g, slope_g) =
        turns.g.last().map_or_else(|| (zero.clone(), zero.clone()), |turn| (turn.loss.clone(), length(&turn.slope)));
    match turns.d.last() {
        Some(turn) => {
            let [real, fake] = turn.scores.each_ref();
            let aim = turns.targets.aim.clone();
            let hard = Targets { real: Expr::scalar(1.0), fake: Expr::scalar(0.0), aim };
            // V(G, D) = mean ln D(x) + mean ln(1 − D(x̃)); of a critic what it measures: its loss, turned around.
            let points = [&zero.broadcast(real.shape()), &zero.broadcast(fake.shape())];
            let value = -discriminator(recipe.loss, [real, fake], points, &hard);
            let rows = [
                turn.loss.clone(),
                loss_g,
                value,
                seen(recipe.loss, real),
                seen(recipe.loss, fake),
                accuracy(recipe.loss, [real, fake]),
                turn.penalised.clone().unwrap_or(zero),
                length(&turn.slope),
                slope_g,
            ];
            for value in &rows {
                program.record(value);
            }
        }
        None => {
            for name in RECORDS {
                program.record(match *name {
                    "loss_g" => &loss_g,
                    "gradient_g" => &slope_g,
                    _ => &zero,
                });
            }
        }
    }
}

/// The length of a vector.
pub(super) fn length(vector: &Expr) -> Expr {
    vector.square().sum().sqrt()
}

/// The share that D tells rightly.
pub(super) fn accuracy(loss: Loss, [real, fake]: [&Expr; 2]) -> Expr {
    let middle = middle(loss);
    let right = |values: Expr| values.mean() * 0.5;
    right(Expr::scalar(middle).less(real)) + right(fake.less(&Expr::scalar(middle)))
}

/// The mean output, as a probability where it is a logit.
pub(super) fn seen(loss: Loss, scores: &Expr) -> Expr {
    if loss.is_logit() { scores.sigmoid().mean() } else { scores.mean() }
}

/// The output above which D says “real”.
pub(super) fn middle(loss: Loss) -> f32 {
    match loss {
        Loss::LeastSquares => 0.5,
        Loss::Divergence(divergence) => divergence.middle(),
        _ => 0.0,
    }
}
