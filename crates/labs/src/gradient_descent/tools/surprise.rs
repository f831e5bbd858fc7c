//! Adagrad's quotient read twice. As a surprise: `|gᵗ| / σᵗ`, with `σᵗ` the root of the mean of the squares so far, is large
//! where a gradient is large beside those before. As a guess of the curvature: the root mean square of the slope over places on
//! both sides of a minimum grows in proportion to the second derivative.

use super::super::params::TABLE;
use super::{Made, Scene};
use compute::rng::Stream;
use labkit::frame::Series;
use labkit::{Content, LabError, Params};

/// Coefficients `a` of the parabolas `a x²`.
const PARABOLAS: [f64; 6] = [0.25, 0.5, 1.0, 2.0, 3.0, 4.0];
/// Places in [−1, 1] at which each slope is taken.
const PLACES: u32 = 8000;

/// The gradients that the reader typed.
pub(in crate::gradient_descent) fn gradients(params: &Params) -> Result<Vec<f64>, LabError> {
    const MOST: usize = 40;
    let text = params.text(TABLE, "gradients");
    let wrong = |part: &str| {
        LabError::field(
            "gradients",
            format!("应是用逗号隔开的数，得到“{part}”"),
            format!("expected numbers separated by commas, got “{part}”"),
        )
    };
    let parts = text.split([',', '，', ' ', '、']).map(str::trim).filter(|part| !part.is_empty());
    let number = |part: &str| part.replace('−', "-").parse::<f64>().ok().filter(|value| value.is_finite());
    let all = parts.map(|part| number(part).ok_or_else(|| wrong(part))).collect::<Result<Vec<_>, _>>()?;
    if all.is_empty() || all.len() > MOST {
        return Err(LabError::field(
            "gradients",
            format!("应有 1 到 {MOST} 个数，得到 {} 个", all.len()),
            format!("expected 1 to {MOST} numbers, got {}", all.len()),
        ));
    }
    Ok(all)
}

/// `|gᵗ| / √(1/(t+1) Σ (gⁱ)²)`; 0 while all were 0.
fn surprises(gradients: &[f64]) -> Vec<f64> {
    let mut squares = 0.0;
    let each = gradients.iter().zip(1..).map(|(g, count)| {
        squares += g * g;
        if squares == 0.0 { 0.0 } else { g.abs() / (squares / f64::from(count)).sqrt() }
    });
    each.collect()
}

pub(super) fn look(scene: &Scene<'_>, seed: u64, made: &mut Made) -> Result<(), LabError> {
    let gradients = gradients(scene.params)?;
    let bars = gradients.iter().zip(surprises(&gradients)).map(|(g, ratio)| (labkit::short(*g), ratio as f32));
    made.panel("surprises", Content::Bars(bars.collect()));
    // The slope of a x² is 2 a x, its second derivative 2 a.
    let slope = |(i, a): (usize, &f64)| {
        let mut random = Stream::new(seed, 64 + i as u32);
        let squares = (0..PLACES).map(|_| (2.0 * a * (2.0 * f64::from(random.uniform()) - 1.0)).powi(2));
        (2.0 * a, (squares.sum::<f64>() / f64::from(PLACES)).sqrt())
    };
    let (x, y): (Vec<f32>, Vec<f32>) =
        PARABOLAS.iter().enumerate().map(slope).map(|(curvature, mean)| (curvature as f32, mean as f32)).unzip();
    let series = Series { key: "proxy".to_owned(), index: 0, identity: 3, x: x.into(), y: y.into() };
    made.panel("proxy", Content::Lines(vec![series]));
    Ok(())
}
