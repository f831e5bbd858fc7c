//! The Hessian at the ball: its axes, the curve on which its quadratic model is as high as the ball, Newton's step to the
//! middle of that model, and where the way down from a saddle leads. Of a network the eigenvalues themselves.

use super::{Made, Scene};
use classic::sym2::{Eigen, eigen};
use labkit::Content;
use labkit::frame::Series;

/// Half the length of an axis, and how far an escape goes, as shares of the view's width.
const AXIS: f64 = 0.11;
const ESCAPE: f64 = 0.05;
/// Points of a curve.
const POINTS: usize = 97;

pub(super) fn look(scene: &Scene<'_>, made: &mut Made) {
    let Some(look) = scene.seen.look else {
        let bar = |(i, value): (usize, &f64)| ((i + 1).to_string(), *value as f32);
        made.panel("spectrum", Content::Bars(scene.seen.values.iter().enumerate().map(bar).collect()));
        made.metric("asymmetry", scene.seen.asymmetry);
        return;
    };
    let (Some(ball), [xx, xy, yy]) = (scene.ball(), look.hessian) else { return };
    let axes = eigen(xx, xy, yy);
    let width = scene.view[1].0 - scene.view[0].0;
    let mut lines = Vec::new();
    for (value, vector) in axes.values.iter().zip(&axes.vectors) {
        let key = if *value < 0.0 { "axis-down" } else { "axis-up" };
        let end = |sign: f64| [ball[0] + sign * AXIS * width * vector[0], ball[1] + sign * AXIS * width * vector[1]];
        lines.push(curve(key, [end(-1.0), end(1.0)].into_iter()));
    }
    if let Some(centre) = centre(ball, look.gradient, &axes) {
        made.metric("newton_x", centre[0]);
        made.metric("newton_y", centre[1]);
        lines.push(curve("newton", [ball, centre].into_iter()));
        lines.extend(level(ball, centre, &axes, AXIS * width));
    }
    if let Some(to) = escape(scene, ball, look.gradient, &axes, ESCAPE * width) {
        made.metric("escape_x", to[0]);
        made.metric("escape_y", to[1]);
        lines.push(curve("escape", [ball, to].into_iter()));
    }
    made.panel("overlay", Content::Lines(lines));
}

pub(super) fn curve(key: &str, points: impl Iterator<Item = [f64; 2]>) -> Series {
    let (x, y): (Vec<f32>, Vec<f32>) = points.map(|[x, y]| (x as f32, y as f32)).unzip();
    Series { key: key.to_owned(), index: 0, identity: 0, x: x.into(), y: y.into() }
}

/// Where the quadratic model has no slope: `−H⁻¹g` from the ball; `None` where it slopes without bending.
pub(super) fn centre(ball: [f64; 2], gradient: [f64; 2], axes: &Eigen) -> Option<[f64; 2]> {
    let mut centre = ball;
    for (value, vector) in axes.values.iter().zip(&axes.vectors) {
        let slope = gradient[0] * vector[0] + gradient[1] * vector[1];
        // In a direction of no slope and no curvature, such as y in a formula of x, the model stays where it is.
        let along = if slope == 0.0 { 0.0 } else { -slope / value };
        centre = [centre[0] + along * vector[0], centre[1] + along * vector[1]];
    }
    centre.iter().all(|value| value.is_finite()).then_some(centre)
}

/// The curve of one height of the quadratic model around its centre, through the ball; at the centre itself, of a size that can
/// be seen. An ellipse, or the two branches of a hyperbola.
fn level(ball: [f64; 2], centre: [f64; 2], axes: &Eigen, size: f64) -> Vec<Series> {
    let away = [ball[0] - centre[0], ball[1] - centre[1]];
    let along = |i: usize| away[0] * axes.vectors[i][0] + away[1] * axes.vectors[i][1];
    let [a, b] = axes.values;
    if a * b == 0.0 {
        return Vec::new();
    }
    let mut height = a * along(0).powi(2) + b * along(1).powi(2);
    if away[0].hypot(away[1]) < 0.1 * size {
        height = a.abs().max(b.abs()) * size * size * 0.5;
    }
    let point = |u: f64, v: f64| [0, 1].map(|k| centre[k] + u * axes.vectors[0][k] + v * axes.vectors[1][k]);
    let (u, v) = ((height / a).abs().sqrt(), (height / b).abs().sqrt());
    let steps = |from: f64, to: f64| (0..POINTS).map(move |i| from + (to - from) * i as f64 / (POINTS - 1) as f64);
    if a * b > 0.0 {
        return vec![curve("model", steps(0.0, std::f64::consts::TAU).map(|t| point(u * t.cos(), v * t.sin())))];
    }
    // One axis is met, the other is not.
    let branch = |sign: f64| {
        let points = steps(-2.0, 2.0).map(|t| match height / a > 0.0 {
            true => point(sign * u * t.cosh(), v * t.sinh()),
            false => point(u * t.sinh(), sign * v * t.cosh()),
        });
        curve("model", points)
    };
    vec![branch(1.0), branch(-1.0)]
}

/// Along the eigenvector of the smallest eigenvalue, where it is negative, to the lower side.
fn escape(scene: &Scene<'_>, ball: [f64; 2], gradient: [f64; 2], axes: &Eigen, size: f64) -> Option<[f64; 2]> {
    let (hill, [_, low]) = (scene.running.ground.hill()?, axes.values);
    let vector = axes.vectors[1];
    // Downhill, and by convention to the positive side where there is no slope.
    let slope = gradient[0] * vector[0] + gradient[1] * vector[1];
    let sign = if slope > 0.0 { -1.0 } else { 1.0 };
    let to = [ball[0] + sign * size * vector[0], ball[1] + sign * size * vector[1]];
    (low < 0.0 && hill.height(to[0], to[1]) < hill.height(ball[0], ball[1])).then_some(to)
}
