//! The shapes of hats: each a list of parts with the share of dark in its colour, back to front.

use super::head::Head;
use super::{Factors, Hat};
use crate::made::paint::{Path, Shape};

/// A part of a hat and how dark it is: negative is lighter.
pub(super) type Part = (Shape, f32);

/// What the head wears.
pub(super) fn parts(factors: &Factors, head: &Head) -> Vec<Part> {
    let head = head.depth(0.08);
    match factors.hat {
        Hat::None => Vec::new(),
        Hat::Beanie => beanie(&head),
        Hat::Beret => beret(&head),
        Hat::Bow => bow(&head),
        Hat::CatEars => [-1.0, 1.0].into_iter().flat_map(|side| ear(&head, side)).collect(),
    }
}

fn beanie(head: &Head) -> Vec<Part> {
    let dome = Path::from([-0.305, -0.13])
        .curve([-0.31, -0.40], [0.0, -0.415])
        .curve([0.31, -0.40], [0.305, -0.13])
        .map(|point| head.flat(point))
        .closed();
    let brim =
        Path::from([-0.315, -0.105]).curve([0.0, -0.235], [0.315, -0.105]).map(|point| head.flat(point)).line(0.085);
    vec![(Shape::disc(head.flat([0.0, -0.43]), 0.068), -0.55), (dome, 0.0), (brim, 0.22)]
}

fn beret(head: &Head) -> Vec<Part> {
    let body = Path::from([-0.27, -0.20])
        .curve([-0.34, -0.41], [0.0, -0.425])
        .curve([0.40, -0.43], [0.39, -0.27])
        .curve([0.36, -0.15], [0.20, -0.20])
        .curve([0.0, -0.29], [-0.27, -0.20])
        .map(|point| head.flat(point))
        .closed();
    let stalk = Shape::line(vec![head.flat([0.05, -0.42]), head.flat([0.075, -0.465])], 0.028);
    let band = Path::from([-0.27, -0.195]).curve([0.0, -0.30], [0.21, -0.20]).map(|point| head.flat(point)).line(0.03);
    vec![(stalk, 0.3), (body, 0.0), (band, 0.3)]
}

fn bow(head: &Head) -> Vec<Part> {
    let wing = |side: f32| {
        Path::from([0.16, -0.345])
            .curve([0.16 + side * 0.08, -0.46], [0.16 + side * 0.155, -0.44])
            .curve([0.16 + side * 0.175, -0.35], [0.16 + side * 0.145, -0.265])
            .curve([0.16 + side * 0.07, -0.26], [0.16, -0.345])
            .map(|point| head.flat(point))
            .closed()
    };
    vec![(wing(-1.0), 0.0), (wing(1.0), 0.0), (Shape::disc(head.flat([0.16, -0.35]), 0.042), 0.25)]
}

/// A cat's ear and its inside.
fn ear(head: &Head, side: f32) -> Vec<Part> {
    let shape = |inset: f32| {
        Path::from([side * (0.275 - inset * 0.6), -0.17])
            .curve([side * (0.32 - inset), -0.36], [side * (0.275 - inset * 0.3), -0.455 + inset * 1.5])
            .curve([side * 0.15, -0.42 + inset], [side * (0.07 + inset), -0.325 + inset * 0.3])
            .map(|point| head.flat(point))
            .closed()
    };
    vec![(shape(0.0), 0.0), (shape(0.04), -0.6)]
}
