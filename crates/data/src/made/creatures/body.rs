//! The grammar of bodies: a creature is a list of parts, back to front, each a shape in one tone. The unit square, feet near
//! y = 0.92; what has a mirror image is written once.

use super::ornaments::{crest, tail};
use super::sprite::Tone;
use super::{Build, Ears, Eyes, Mark, Plan};
use crate::made::paint::{Path, Point, Shape, smooth};

/// A shape and its tone.
pub(super) type Part = (Shape, Tone);

/// Where the head is, for what sits on it: centre, half width, half height.
pub(super) struct Head {
    pub(super) centre: Point,
    pub(super) radii: Point,
}

/// All parts of a creature.
pub(super) fn parts(plan: &Plan) -> Vec<Part> {
    let (head, trunk) = trunk(plan.build);
    let mut parts = Vec::new();
    if plan.tail {
        tail(plan.kind, &mut parts);
    }
    if plan.evolved {
        both(&mut parts, Tone::Accent, |side| {
            let at = |x: f32, y: f32| [0.5 + side * x, y];
            Shape::polygon(vec![at(0.10, 0.56), at(0.43, 0.50), at(0.26, 0.66), at(0.38, 0.74), at(0.10, 0.78)])
        });
    }
    ears(plan, &head, &mut parts);
    parts.extend(trunk);
    mark(plan, &head, &mut parts);
    if plan.crest {
        crest(plan.kind, &head, &mut parts);
    }
    face(plan, &head, &mut parts);
    parts
}

/// The same on the right (side = 1) and on the left (−1).
fn both(parts: &mut Vec<Part>, tone: Tone, shape: impl Fn(f32) -> Shape) {
    parts.extend([1.0, -1.0].map(|side| (shape(side), tone)));
}

fn trunk(build: Build) -> (Head, Vec<Part>) {
    let mut parts = Vec::new();
    let ellipse = |x: f32, y: f32, rx: f32, ry: f32| Shape::ellipse([x, y], rx, ry);
    match build {
        Build::Ball => {
            both(&mut parts, Tone::Shadow, |side| ellipse(0.5 + side * 0.15, 0.875, 0.10, 0.06));
            both(&mut parts, Tone::Body, |side| ellipse(0.5 + side * 0.30, 0.66, 0.07, 0.09));
            parts.push((ellipse(0.5, 0.60, 0.30, 0.27), Tone::Body));
            (Head { centre: [0.5, 0.57], radii: [0.29, 0.25] }, parts)
        }
        Build::Upright => {
            both(&mut parts, Tone::Shadow, |side| ellipse(0.5 + side * 0.11, 0.885, 0.09, 0.055));
            parts.push((ellipse(0.5, 0.72, 0.18, 0.18), Tone::Body));
            both(&mut parts, Tone::Body, |side| ellipse(0.5 + side * 0.20, 0.68, 0.06, 0.09));
            parts.push((ellipse(0.5, 0.42, 0.25, 0.21), Tone::Body));
            (Head { centre: [0.5, 0.42], radii: [0.25, 0.21] }, parts)
        }
        Build::Winged => {
            both(&mut parts, Tone::Shadow, |side| {
                let at = |x: f32, y: f32| [0.5 + side * x, y];
                Path::from(at(0.15, 0.45))
                    .curve(at(0.34, 0.28), at(0.46, 0.34))
                    .curve(at(0.46, 0.60), at(0.30, 0.72))
                    .to(at(0.12, 0.74))
                    .closed()
            });
            both(&mut parts, Tone::Accent, |side| ellipse(0.5 + side * 0.10, 0.885, 0.07, 0.04));
            parts.push((ellipse(0.5, 0.58, 0.23, 0.28), Tone::Body));
            (Head { centre: [0.5, 0.50], radii: [0.21, 0.20] }, parts)
        }
        Build::Finned => {
            both(&mut parts, Tone::Accent, |side| {
                let at = |x: f32, y: f32| [0.5 + side * x, y];
                Shape::polygon(vec![at(0.22, 0.56), at(0.46, 0.46), at(0.42, 0.62), at(0.46, 0.78), at(0.22, 0.72)])
            });
            parts.push((Shape::polygon(vec![[0.40, 0.45], [0.5, 0.24], [0.60, 0.45]]), Tone::Accent));
            parts.push((ellipse(0.5, 0.64, 0.29, 0.24), Tone::Body));
            (Head { centre: [0.5, 0.60], radii: [0.27, 0.21] }, parts)
        }
        Build::Floating => {
            both(&mut parts, Tone::Body, |side| ellipse(0.5 + side * 0.29, 0.60, 0.08, 0.06));
            let bell = Path::from([0.26, 0.50])
                .curve([0.26, 0.24], [0.5, 0.24])
                .curve([0.74, 0.24], [0.74, 0.50])
                .to([0.78, 0.86])
                .curve([0.71, 0.74], [0.64, 0.86])
                .curve([0.57, 0.74], [0.5, 0.86])
                .curve([0.43, 0.74], [0.36, 0.86])
                .curve([0.29, 0.74], [0.22, 0.86])
                .closed();
            parts.push((bell, Tone::Body));
            (Head { centre: [0.5, 0.48], radii: [0.24, 0.23] }, parts)
        }
        Build::Crawling => {
            for (y, rx, ry) in [(0.82, 0.25, 0.10), (0.70, 0.23, 0.11)] {
                both(&mut parts, Tone::Accent, |side| ellipse(0.5 + side * (rx + 0.01), y + 0.06, 0.05, 0.04));
                parts.push((ellipse(0.5, y, rx, ry), Tone::Body));
            }
            parts.push((ellipse(0.5, 0.49, 0.25, 0.22), Tone::Body));
            (Head { centre: [0.5, 0.49], radii: [0.25, 0.22] }, parts)
        }
    }
}

fn ears(plan: &Plan, head: &Head, parts: &mut Vec<Part>) {
    let grown = if plan.evolved { 1.33 } else { 1.0 };
    let [_, y] = head.centre;
    let [rx, ry] = head.radii;
    // (out, up) from where the ear sits on the head.
    let at = |side: f32, out: f32, up: f32| [0.5 + side * (0.68 * rx + out * grown), y - 0.72 * ry - up * grown];
    match plan.ears {
        Ears::None => {}
        Ears::Round => {
            both(parts, Tone::Body, |side| Shape::disc(at(side, 0.03, 0.03), 0.095 * grown));
            both(parts, Tone::Belly, |side| Shape::disc(at(side, 0.03, 0.03), 0.05 * grown));
        }
        Ears::Pointed => {
            both(parts, Tone::Body, |side| {
                Shape::polygon(vec![at(side, -0.10, -0.02), at(side, 0.07, 0.19), at(side, 0.09, -0.08)])
            });
        }
        Ears::Long => {
            both(parts, Tone::Body, |side| {
                Shape::line(vec![at(side, -0.06, -0.04), at(side, -0.02, 0.11), at(side, 0.05, 0.19)], 0.12)
            });
            both(parts, Tone::Belly, |side| Shape::line(vec![at(side, -0.03, 0.06), at(side, 0.04, 0.17)], 0.05));
        }
        Ears::Horns => {
            both(parts, Tone::Accent, |side| {
                Path::from(at(side, -0.05, 0.0))
                    .curve(at(side, 0.12, 0.02), at(side, 0.10, 0.20))
                    .curve(at(side, 0.22, -0.02), at(side, 0.06, -0.10))
                    .closed()
            });
        }
        Ears::Feelers => {
            both(parts, Tone::Shadow, |side| {
                let points = [at(side, -0.07, -0.06), at(side, -0.05, 0.09), at(side, 0.05, 0.13)];
                Shape::line(smooth(&points), 0.055)
            });
            both(parts, Tone::Accent, |side| Shape::disc(at(side, 0.06, 0.14), 0.06));
        }
    }
}

fn mark(plan: &Plan, head: &Head, parts: &mut Vec<Part>) {
    let low = match plan.build {
        Build::Upright => [0.5, 0.74],
        Build::Crawling => [0.5, 0.76],
        Build::Winged => [0.5, 0.72],
        Build::Ball | Build::Finned | Build::Floating => [0.5, 0.77],
    };
    let [x, y] = head.centre;
    let [rx, ry] = head.radii;
    match plan.mark {
        Mark::None => {}
        Mark::Belly => parts.push((Shape::ellipse(low, 0.13, 0.10), Tone::Belly)),
        Mark::Stripes => both(parts, Tone::Shadow, |side| {
            let from = [x + side * rx * 0.95, low[1] - 0.09];
            let line =
                |dy: f32| Shape::line(vec![[from[0], from[1] + dy], [0.5 + side * 0.09, low[1] - 0.05 + dy]], 0.05);
            line(0.0)
        }),
        Mark::Spots => {
            both(parts, Tone::Belly, |side| Shape::disc([x + side * rx * 0.55, y - ry * 0.62], 0.045));
            both(parts, Tone::Belly, |side| Shape::disc([0.5 + side * 0.12, low[1] + 0.01], 0.045));
        }
    }
}

fn face(plan: &Plan, head: &Head, parts: &mut Vec<Part>) {
    let y = head.centre[1] + 0.02;
    // Whole pixels of the 20 × 20 grid, so that both eyes look alike.
    match plan.eyes {
        Eyes::Dots => both(parts, Tone::Black, |side| Shape::ellipse([0.5 + side * 0.125, y], 0.034, 0.062)),
        Eyes::Big => {
            both(parts, Tone::Black, |side| Shape::ellipse([0.5 + side * 0.125, y], 0.062, 0.095));
            both(parts, Tone::White, |side| Shape::disc([0.475 + side * 0.125, y - 0.045], 0.035));
        }
        Eyes::Fierce => {
            let at = |side: f32, x: f32, dy: f32| [0.5 + side * x, y + dy];
            both(parts, Tone::White, |side| {
                Shape::polygon(vec![
                    at(side, 0.05, 0.0),
                    at(side, 0.21, -0.10),
                    at(side, 0.20, 0.065),
                    at(side, 0.07, 0.065),
                ])
            });
            both(parts, Tone::Black, |side| Shape::ellipse([0.5 + side * 0.10, y + 0.025], 0.034, 0.05));
        }
        Eyes::Sleepy => {
            both(parts, Tone::Black, |side| Shape::rounded([0.5 + side * 0.125, y + 0.015], [0.08, 0.027], 0.0));
        }
    }
    if !plan.evolved {
        both(parts, Tone::Cheek, |side| Shape::disc([0.5 + side * 0.20, y + 0.095], 0.037));
    }
    let mouth = match plan.build {
        Build::Winged => {
            let beak = vec![[0.43, y + 0.06], [0.57, y + 0.06], [0.5, y + 0.16]];
            parts.push((Shape::polygon(beak), Tone::Accent));
            return;
        }
        _ => Shape::rounded([0.5, y + 0.115], [0.052, 0.026], 0.0),
    };
    parts.push((mouth, Tone::Outline));
}
