//! Crests and tails, which tell the type by their shape.

use super::Kind;
use super::body::{Head, Part};
use super::sprite::Tone;
use crate::made::paint::{Path, Point, Shape, smooth};

/// What the type wears on its head.
pub(super) fn crest(kind: Kind, head: &Head, parts: &mut Vec<Part>) {
    let top = head.centre[1] - head.radii[1];
    let at = |x: f32, up: f32| [0.5 + x, top - up];
    let (shape, tone) = match kind {
        Kind::Normal => {
            (Path::from(at(-0.09, -0.06)).to(at(-0.05, 0.08)).to(at(0.0, 0.0)).to(at(0.05, 0.08)), Tone::Shadow)
        }
        Kind::Fire => (
            Path::from(at(-0.11, -0.05))
                .curve(at(-0.16, 0.08), at(-0.03, 0.10))
                .curve(at(-0.03, 0.19), at(0.04, 0.22))
                .curve(at(0.16, 0.10), at(0.11, -0.05)),
            Tone::Accent,
        ),
        Kind::Water => (
            Path::from(at(-0.10, -0.05)).curve(at(-0.09, 0.09), at(0.0, 0.17)).curve(at(0.09, 0.09), at(0.10, -0.05)),
            Tone::Accent,
        ),
        Kind::Grass => (
            Path::from(at(0.0, -0.04))
                .curve(at(-0.20, 0.0), at(-0.20, 0.15))
                .curve(at(-0.02, 0.15), at(0.0, 0.02))
                .curve(at(0.02, 0.15), at(0.20, 0.15))
                .curve(at(0.20, 0.0), at(0.0, -0.04)),
            Tone::Accent,
        ),
        Kind::Electric => (
            Path::from(at(-0.06, -0.05))
                .to(at(-0.10, 0.09))
                .to(at(-0.01, 0.07))
                .to(at(-0.02, 0.20))
                .to(at(0.11, 0.02))
                .to(at(0.03, 0.03))
                .to(at(0.06, -0.05)),
            Tone::Accent,
        ),
        Kind::Rock => (
            Path::from(at(-0.17, -0.07))
                .to(at(-0.13, 0.07))
                .to(at(-0.06, 0.03))
                .to(at(0.0, 0.12))
                .to(at(0.06, 0.03))
                .to(at(0.13, 0.07))
                .to(at(0.17, -0.07)),
            Tone::Accent,
        ),
        Kind::Ice => (
            Path::from(at(-0.09, -0.04)).to(at(-0.07, 0.09)).to(at(0.0, 0.19)).to(at(0.07, 0.09)).to(at(0.09, -0.04)),
            Tone::Accent,
        ),
        Kind::Ghost => (
            Path::from(at(-0.07, -0.04)).curve(at(-0.07, 0.14), at(0.13, 0.16)).curve(at(0.03, 0.07), at(0.08, -0.04)),
            Tone::Body,
        ),
    };
    parts.push((shape.closed(), tone));
}

/// To the right, behind the body.
pub(super) fn tail(kind: Kind, parts: &mut Vec<Part>) {
    let stem = |end: Point| Path::from([0.60, 0.80]).curve([0.82, 0.86], end).line(0.075);
    match kind {
        Kind::Electric => {
            let bolt = [
                [0.60, 0.78],
                [0.80, 0.70],
                [0.76, 0.60],
                [0.97, 0.42],
                [0.91, 0.58],
                [0.95, 0.63],
                [0.84, 0.80],
                [0.62, 0.86],
            ];
            parts.push((Shape::polygon(bolt.to_vec()), Tone::Body));
        }
        Kind::Fire => {
            parts.push((stem([0.86, 0.70]), Tone::Body));
            let flame = Path::from([0.79, 0.68])
                .curve([0.78, 0.54], [0.88, 0.46])
                .curve([0.99, 0.62], [0.94, 0.71])
                .curve([0.86, 0.77], [0.79, 0.68]);
            parts.push((flame.closed(), Tone::Accent));
        }
        Kind::Water | Kind::Ice => {
            parts.push((stem([0.83, 0.74]), Tone::Body));
            parts.push((
                Shape::polygon(vec![[0.80, 0.76], [0.84, 0.56], [0.90, 0.66], [0.98, 0.64], [0.90, 0.80]]),
                Tone::Accent,
            ));
        }
        Kind::Grass => {
            parts.push((stem([0.84, 0.74]), Tone::Shadow));
            parts.push((
                Path::from([0.82, 0.78]).curve([0.80, 0.56], [0.96, 0.50]).curve([1.0, 0.72], [0.82, 0.78]).closed(),
                Tone::Accent,
            ));
        }
        Kind::Rock => {
            parts.push((stem([0.84, 0.78]), Tone::Body));
            parts.push((Shape::disc([0.87, 0.76], 0.09), Tone::Accent));
        }
        Kind::Normal | Kind::Ghost => {
            let curl = smooth(&[[0.60, 0.82], [0.80, 0.86], [0.90, 0.76], [0.86, 0.64], [0.78, 0.67]]);
            parts.push((Shape::line(curl, 0.075), Tone::Body));
        }
    }
}
