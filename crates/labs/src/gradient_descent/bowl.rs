//! The loss of a linear model as a surface over two of its parameters, the others at the closed form: a formula like any
//! other, so that the same picture shows it.

use super::field::View;
use super::fit::Problem;
use super::formula::read;
use labkit::LabError;
use labkit::formula::Ast;

/// Room around start and optimum, as a share of their distance.
const MARGIN: f64 = 0.45;

/// The bowl `L* + a₁₁ du² + 2 a₁₂ du dv + a₂₂ dv²` around the optimum, and a view that holds the start and the optimum.
pub(super) fn bowl(problem: &Problem) -> Result<(Ast, View), LabError> {
    let optimum = problem.optimum();
    let wrong = |error: classic::ClassicError| LabError::general(error.zh(), error.en());
    let [a11, a12, a22, ..] = problem.gram.slice(0, 1, &optimum).map_err(wrong)?;
    let (u, v, least) = (optimum[0], optimum[1], problem.answer.mse);
    let (du, dv) = (format!("(x-({u:e}))"), format!("(y-({v:e}))"));
    let f = format!("{least:e} + ({a11:e})*{du}^2 + 2*({a12:e})*{du}*{dv} + ({a22:e})*{dv}^2");
    let ((x0, x1), (y0, y1)) = (range(u), range(v));
    Ok((read(&f)?, [(x0, y0), (x1, y1)]))
}

/// From one side of both 0 and `to` to the other.
fn range(to: f64) -> (f64, f64) {
    let room = if to == 0.0 { 1.0 } else { to.abs() * MARGIN };
    (to.min(0.0) - room, to.max(0.0) + room)
}
