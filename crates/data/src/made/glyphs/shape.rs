//! The elementary strokes of which letters are made, each in the unit square, y downwards.

use super::letter::Stroke;
use crate::random::Random;

/// How many there are.
pub const SHAPES: usize = 11;

/// Control points, and whether the stroke is bent through them.
type Shape = (&'static [[f32; 2]], bool);

/// Stem, bar, slope, bow, arch, ring, hook, wave, corner, wedge, zigzag.
const ALL: [Shape; SHAPES] = [
    (&[[0.0, 0.0], [0.0, 1.0]], false),
    (&[[0.0, 0.0], [1.0, 0.0]], false),
    (&[[1.0, 0.0], [0.0, 1.0]], false),
    (&[[0.0, 0.0], [0.75, 0.12], [1.0, 0.5], [0.75, 0.88], [0.0, 1.0]], true),
    (&[[0.0, 1.0], [0.12, 0.25], [0.5, 0.0], [0.88, 0.25], [1.0, 1.0]], true),
    (
        &[
            [0.5, 0.0],
            [0.15, 0.15],
            [0.0, 0.5],
            [0.15, 0.85],
            [0.5, 1.0],
            [0.85, 0.85],
            [1.0, 0.5],
            [0.85, 0.15],
            [0.5, 0.0],
        ],
        true,
    ),
    (&[[1.0, 0.0], [1.0, 0.65], [0.8, 0.95], [0.35, 1.0], [0.0, 0.75]], true),
    (&[[1.0, 0.12], [0.5, 0.0], [0.1, 0.25], [0.5, 0.5], [0.9, 0.75], [0.5, 1.0], [0.0, 0.88]], true),
    (&[[0.0, 0.0], [0.0, 1.0], [1.0, 1.0]], false),
    (&[[0.0, 0.0], [0.5, 1.0], [1.0, 0.0]], false),
    (&[[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]], false),
];

/// The parts of a letter that a stroke may fill: from and to.
const SPANS: [(f32, f32); 4] = [(0.0, 1.0), (0.0, 0.5), (0.5, 1.0), (0.25, 0.75)];

/// A stroke of one of the shapes, taken by the weights of `repertoire`, mirrored or not, in a part of the letter's box.
/// The first stroke of a letter is as high as the letter.
pub(super) fn stroke(repertoire: &[f32; SHAPES], first: bool, random: &mut Random) -> Stroke {
    let (points, bent) = ALL[random.weighted(repertoire)];
    let (flip_x, flip_y) = (random.chance(0.5), random.chance(0.5));
    let (across, down) = (SPANS[random.below(4)], SPANS[if first { 0 } else { random.below(4) }]);
    let place = |[x, y]: [f32; 2]| {
        let (x, y) = (if flip_x { 1.0 - x } else { x }, if flip_y { 1.0 - y } else { y });
        [across.0 + (across.1 - across.0) * x, down.0 + (down.1 - down.0) * y]
    };
    Stroke { points: points.iter().map(|&point| place(point)).collect(), bent }
}
