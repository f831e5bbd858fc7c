//! Outlines that have a name.

use crate::made::choice::choices;
use crate::made::paint::{Path, Point, Shape, smooth_ring};
use crate::maths::{cos, sin};
use std::f32::consts::{PI, TAU};

choices! {
    /// An outline: the class of an object.
    Figure {
        Disc: "圆", "disc";
        Square: "方", "square";
        Triangle: "三角", "triangle";
        Star: "星", "star";
        Heart: "心", "heart";
        Cross: "十字", "cross";
        Ring: "环", "ring";
        Crescent: "月牙", "crescent";
        Hexagon: "六边形", "hexagon";
        Drop: "水滴", "drop";
    }
}

impl Figure {
    /// The figure about `centre`, turned clockwise by `angle` (radians). `radius` is that of a disc of the same area (within a twentieth),
    /// so that area does not tell figures apart.
    #[must_use]
    pub fn shape(self, centre: Point, radius: f32, angle: f32) -> Shape {
        let (c, s) = (cos(angle), sin(angle));
        let lay = |points: Vec<Point>, scale: f32| {
            let r = radius * scale;
            Shape::polygon(
                points
                    .iter()
                    .map(|[x, y]| [centre[0] + r * (c * x - s * y), centre[1] + r * (s * x + c * y)])
                    .collect(),
            )
        };
        match self {
            Self::Disc => Shape::disc(centre, radius),
            Self::Ring => Shape::disc(centre, radius * 0.86).outline(radius * 0.58),
            Self::Square => lay(regular(4, PI / 4.0), 1.253),
            Self::Triangle => lay(regular(3, 0.0), 1.555),
            Self::Hexagon => lay(regular(6, 0.0), 1.1),
            Self::Star => lay(star(), 1.525),
            Self::Cross => {
                let (a, b) = (0.38, 1.0);
                lay(
                    vec![
                        [-a, -b],
                        [a, -b],
                        [a, -a],
                        [b, -a],
                        [b, a],
                        [a, a],
                        [a, b],
                        [-a, b],
                        [-a, a],
                        [-b, a],
                        [-b, -a],
                        [-a, -a],
                    ],
                    1.13,
                )
            }
            Self::Heart => {
                let half = [[0.0, -0.52], [0.28, -0.86], [0.74, -0.84], [0.98, -0.42], [0.84, 0.10], [0.45, 0.55]];
                let mirror = half.iter().skip(1).rev().map(|[x, y]| [-x, *y]);
                // Twice the same point makes the cubic turn sharply there.
                let tip = [[0.04, 0.95], [0.0, 0.99], [-0.04, 0.95]];
                lay(smooth_ring(&half.iter().copied().chain(tip).chain(mirror).collect::<Vec<_>>()), 1.127)
            }
            Self::Crescent => lay(crescent(), 1.42),
            Self::Drop => {
                let path =
                    Path::from([0.0, -1.25]).curve([0.18, -0.72], [0.58, -0.18]).curve([1.05, 0.52], [0.58, 0.84]);
                let path = path.curve([0.0, 1.24], [-0.58, 0.84]).curve([-1.05, 0.52], [-0.58, -0.18]);
                lay(path.curve([-0.18, -0.72], [0.0, -1.25]).points(), 1.198)
            }
        }
    }
}

/// A regular polygon of circumradius 1, a corner on top if `turn` is 0.
fn regular(corners: usize, turn: f32) -> Vec<Point> {
    let angle = |i: usize| TAU * i as f32 / corners as f32 + turn;
    (0..corners).map(|i| [sin(angle(i)), -cos(angle(i))]).collect()
}

fn star() -> Vec<Point> {
    let ring = regular(10, 0.0);
    ring.into_iter().enumerate().map(|(i, [x, y])| if i % 2 == 0 { [x, y] } else { [0.46 * x, 0.46 * y] }).collect()
}

/// A disc of radius 1 less one of radius 0.74, moved to the right by 0.4; about its middle.
fn crescent() -> Vec<Point> {
    let arc = |from: f32, to: f32, radius: f32, x: f32| {
        (0..=14).map(move |i| {
            let angle = from + (to - from) * i as f32 / 14.0;
            [x + 0.28 + radius * cos(angle), radius * sin(angle)]
        })
    };
    // Where the circles meet: at angle ±0.699 of the outer one and ±1.054 of the inner one.
    arc(0.699, TAU - 0.699, 1.0, 0.0).chain(arc(TAU - 1.054, 1.054, 0.74, 0.40)).collect()
}
