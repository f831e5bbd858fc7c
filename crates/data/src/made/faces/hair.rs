//! The shapes of hair: what hangs behind the head, and what lies on it.

use super::head::Head;
use super::{Factors, Fringe, HairStyle};
use crate::made::paint::{Path, Point, Shape, smooth_ring};
use crate::maths::{cos, sin};

/// Behind the head, in the order in which it is painted.
pub(super) fn behind(factors: &Factors, head: &Head) -> Vec<Shape> {
    let head = head.depth(-0.05);
    let long = factors.length;
    match factors.style {
        HairStyle::Loose => vec![curtain(&head, 0.20 + 0.34 * long, 0.33)],
        HairStyle::TwinTails => {
            let tails = [-1.0, 1.0].map(|side| tail(&head, side, 0.22 + 0.26 * long));
            tails.into_iter().chain([curtain(&head, 0.12, 0.29)]).collect()
        }
        HairStyle::Ponytail => vec![ponytail(&head, 0.14 + 0.30 * long), curtain(&head, 0.12, 0.29)],
        HairStyle::Buns => {
            let size = 0.105 + 0.035 * long;
            let buns = [-1.0, 1.0].map(|side| Shape::disc(head.flat([side * 0.235, -0.33]), size));
            buns.into_iter().chain([curtain(&head, 0.14, 0.295)]).collect()
        }
        HairStyle::Spiky => vec![spikes(&head, 0.355 + 0.09 * long)],
        HairStyle::Curly => curls(&head, 0.285 + 0.055 * long, 0.105 + 0.02 * long),
    }
}

/// Hair that hangs to y = `bottom`, half as wide as `wide` at its widest, with a hem of strands.
fn curtain(head: &Head, bottom: f32, wide: f32) -> Shape {
    let half = |side: f32| {
        let hem = bottom + 0.03;
        [[wide * side, 0.02], [(wide + 0.02) * side, bottom * 0.7], [(wide - 0.01) * side, hem]]
    };
    let ([r0, r1, r2], [l0, l1, l2]) = (half(1.0), half(-1.0));
    Path::from([0.0, -0.375])
        .curve([wide, -0.37], r0)
        .curve(r1, r2)
        .curve([wide * 0.75, bottom - 0.03], [wide * 0.5, bottom + 0.02])
        .curve([wide * 0.25, bottom - 0.03], [0.0, bottom + 0.01])
        .curve([-wide * 0.25, bottom - 0.03], [-wide * 0.5, bottom + 0.02])
        .curve([-wide * 0.75, bottom - 0.03], l2)
        .curve(l1, l0)
        .curve([-wide, -0.37], [0.0, -0.375])
        .map(|point| head.flat(point))
        .closed()
}

/// One of two tails: from beside the crown out and down to a tip at y = `tip`.
fn tail(head: &Head, side: f32, tip: f32) -> Shape {
    Path::from([side * 0.25, -0.24])
        .curve([side * 0.50, -0.26], [side * 0.47, 0.02])
        .curve([side * 0.46, tip * 0.6], [side * 0.37, tip])
        .curve([side * 0.35, tip * 0.5], [side * 0.31, 0.04])
        .curve([side * 0.30, -0.10], [side * 0.24, -0.14])
        .map(|point| head.flat(point))
        .closed()
}

/// A tail from high on one side.
fn ponytail(head: &Head, tip: f32) -> Shape {
    Path::from([0.10, -0.35])
        .curve([0.30, -0.46], [0.43, -0.24])
        .curve([0.50, 0.0], [0.40, tip])
        .curve([0.39, tip * 0.4], [0.33, 0.02])
        .curve([0.27, -0.16], [0.16, -0.20])
        .map(|point| head.flat(point))
        .closed()
}

/// Hair that stands off in spikes of length `reach` from the head's centre.
fn spikes(head: &Head, reach: f32) -> Shape {
    let count = 11;
    let points = (0..=2 * count).map(|i| {
        let angle = -0.45 + (std::f32::consts::PI + 0.9) * i as f32 / (2 * count) as f32;
        // Every second point is a tip; tips lean outward and rise on top.
        let radius = if i % 2 == 1 { reach + 0.03 * sin(angle).max(0.0) } else { 0.295 };
        let lean = if i % 2 == 1 { 0.06 } else { 0.0 };
        head.flat([-(radius * cos(angle + lean)) * 1.02, -radius * sin(angle + lean) - 0.03])
    });
    Shape::polygon(points.collect())
}

/// A cloud of curls around the head.
fn curls(head: &Head, reach: f32, size: f32) -> Vec<Shape> {
    let count = 11;
    (0..count)
        .map(|i| {
            let angle = -0.62 + (std::f32::consts::PI + 1.24) * i as f32 / (count - 1) as f32;
            Shape::disc(head.flat([-reach * cos(angle), -reach * sin(angle) - 0.05]), size)
        })
        .collect()
}

/// What lies on the skull: a cap with the fringe as its lower edge and a strand before each ear.
pub(super) fn front(factors: &Factors, head: &Head) -> Shape {
    let (cap, face) = (head.depth(0.0), head.depth(0.30));
    let top =
        [[-0.292, 0.0], [-0.285, -0.15], [-0.19, -0.305], [0.0, -0.362], [0.19, -0.305], [0.285, -0.15], [0.292, 0.0]];
    let strand = match factors.style {
        HairStyle::Spiky | HairStyle::Curly => 0.05,
        HairStyle::Buns | HairStyle::Ponytail => 0.11,
        HairStyle::Loose | HairStyle::TwinTails => 0.17,
    };
    let ring = smooth_ring(&top.map(|point| cap.flat(point)));
    // The closed curve's last piece, below the cap, is not part of the outline.
    let mut points: Vec<Point> = ring[..ring.len() - 5].to_vec();
    points.extend([[0.288, strand * 0.6], [0.262, strand], [0.238, strand * 0.3]].map(|point| cap.flat(point)));
    points.extend(fringe(factors.fringe, &face));
    points.extend([[-0.238, strand * 0.3], [-0.262, strand], [-0.288, strand * 0.6]].map(|point| cap.flat(point)));
    Shape::polygon(points)
}

/// The fringe's lower edge from right to left.
fn fringe(fringe: Fringe, face: &Head) -> Vec<Point> {
    let tips: &[Point] = match fringe {
        Fringe::Straight => &[
            [0.222, -0.075],
            [0.15, -0.048],
            [0.075, -0.04],
            [0.0, -0.036],
            [-0.075, -0.04],
            [-0.15, -0.048],
            [-0.222, -0.075],
        ],
        Fringe::Swept => {
            &[[0.215, -0.05], [0.16, -0.17], [0.05, -0.085], [-0.06, -0.045], [-0.16, -0.025], [-0.225, -0.03]]
        }
        Fringe::Parted => &[[0.225, -0.005], [0.13, -0.10], [0.0, -0.235], [-0.13, -0.10], [-0.225, -0.005]],
        Fringe::Ragged => &[[0.20, -0.03], [0.10, -0.015], [-0.005, 0.03], [-0.115, -0.02], [-0.205, -0.03]],
    };
    // Between two tips the edge rises: how far makes blunt or ragged strands.
    let rise = match fringe {
        Fringe::Straight => 0.028,
        Fringe::Swept => 0.06,
        Fringe::Parted => 0.02,
        Fringe::Ragged => 0.15,
    };
    let mut points = vec![face.at(tips[0])];
    for pair in tips.windows(2) {
        let pull = [(pair[0][0] + pair[1][0]) / 2.0, pair[0][1].min(pair[1][1]) - rise];
        for t in [0.2, 0.4, 0.6, 0.8, 1.0] {
            let part =
                |i: usize| (1.0 - t) * (1.0 - t) * pair[0][i] + 2.0 * t * (1.0 - t) * pull[i] + t * t * pair[1][i];
            points.push(face.at([part(0), part(1)]));
        }
    }
    points
}

/// The lock that stands up from the crown.
pub(super) fn cowlick(head: &Head) -> Shape {
    let head = head.depth(0.05);
    Path::from([-0.03, -0.34])
        .curve([-0.02, -0.44], [0.085, -0.43])
        .curve([0.02, -0.41], [0.03, -0.34])
        .map(|point| head.flat(point))
        .closed()
}
