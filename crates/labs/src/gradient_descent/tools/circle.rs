//! The trust circle: within a small circle around the ball the loss is nearly a plane, and its lowest place on the rim lies
//! against the gradient; on a larger circle the true lowest place lies elsewhere.

use super::hessian::{centre, curve};
use super::{Made, Scene};
use classic::sym2::eigen;
use labkit::Content;
use std::f64::consts::TAU;

/// Places on the rim that are tried, before the best is refined.
const TRIED: usize = 720;
/// Halvings of the angle around the best.
const HALVINGS: usize = 40;

pub(super) fn look(scene: &Scene<'_>, made: &mut Made) {
    let (Some(ball), Some(look), Some(hill)) = (scene.ball(), scene.seen.look, scene.running.ground.hill()) else { return };
    let (radius, [gx, gy]) = (scene.number("radius"), look.gradient);
    let slope = gx.hypot(gy);
    let rim = |angle: f64| [ball[0] + radius * angle.cos(), ball[1] + radius * angle.sin()];
    let height = |angle: f64| {
        let [x, y] = rim(angle);
        hill.height(x, y)
    };
    let here = hill.height(ball[0], ball[1]);
    let predicted = (-gy).atan2(-gx);
    let best = lowest(height);
    let between = (best - predicted + TAU * 1.5).rem_euclid(TAU) - TAU / 2.0;
    made.metric("circle_angle", between.abs().to_degrees());
    made.metric("circle_promised", radius * slope);
    made.metric("circle_got", here - height(predicted));
    made.metric("circle_best", here - height(best));
    let [xx, xy, yy] = look.hessian;
    let mut lines = vec![
        curve("circle", (0..=96).map(|i| rim(TAU * f64::from(i) / 96.0))),
        curve("promised", [ball, rim(predicted)].into_iter()),
        curve("best", [ball, rim(best)].into_iter()),
    ];
    if let Some(centre) = centre(ball, look.gradient, &eigen(xx, xy, yy)) {
        made.metric("newton_x", centre[0]);
        made.metric("newton_y", centre[1]);
        lines.push(curve("newton", [ball, centre].into_iter()));
    }
    made.panel("overlay", Content::Lines(lines));
    // Both along the rim, by the angle from the way that the gradient promises.
    let turns = || (-90..=90).map(|i| f64::from(i) * 2.0);
    let truth = curve("true", turns().map(|turn| [turn, height(predicted + turn.to_radians())]));
    let plane = curve("plane", turns().map(|turn| [turn, here - radius * slope * turn.to_radians().cos()]));
    made.panel("rim", Content::Lines(vec![truth, plane]));
}

/// The angle at which `height` is lowest.
fn lowest(height: impl Fn(f64) -> f64) -> f64 {
    let step = TAU / TRIED as f64;
    let tried = (0..TRIED).map(|i| i as f64 * step).min_by(|a, b| height(*a).total_cmp(&height(*b)));
    let (mut angle, mut reach) = (tried.unwrap_or(0.0), step);
    for _ in 0..HALVINGS {
        let three = [angle - reach, angle, angle + reach];
        let best = three.into_iter().min_by(|a, b| height(*a).total_cmp(&height(*b))).unwrap_or(angle);
        if best == angle {
            reach /= 2.0;
        }
        angle = best;
    }
    angle
}
