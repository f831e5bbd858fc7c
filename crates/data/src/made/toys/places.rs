//! Where a point lies before noise.

use std::f32::consts::{PI, TAU};

use super::Toy;
use crate::maths::{cos, sin};
use crate::random::Random;

/// The place and the label of one draw.
pub(super) fn draw(toy: &Toy, seed: u64, random: &mut Random) -> ([f32; 2], usize) {
    let label = random.below(toy.labels());
    match *toy {
        Toy::Ring { .. } | Toy::Grid { .. } | Toy::Blobs { .. } => {
            (toy.centres(seed).get(label).copied().unwrap_or_default(), label)
        }
        Toy::Moons { .. } => {
            let t = PI * random.unit();
            (if label == 0 { [cos(t), sin(t)] } else { [1.0 - cos(t), 0.5 - sin(t)] }, label)
        }
        Toy::Rings { inner, .. } => (polar(if label == 0 { 1.0 } else { inner }, random.unit()), label),
        Toy::Spirals { arms, turns, .. } => {
            let s = random.between(0.05, 1.0);
            (polar(s, turns * s + label as f32 / arms.max(1) as f32), label)
        }
        Toy::Xor { gap, .. } => {
            let x = random.between(gap, 1.0) * if random.chance(0.5) { 1.0 } else { -1.0 };
            let y = random.between(gap, 1.0) * if (label == 0) == (x > 0.0) { 1.0 } else { -1.0 };
            ([x, y], label)
        }
        Toy::Checkerboard { cells, both, .. } => {
            let label = if both { label } else { 1 };
            (square(cells.max(2), label, random), label)
        }
        Toy::Lines { distance, .. } => ([distance * label as f32, random.unit()], label),
        Toy::Roll { .. } => {
            let t = 1.5 * PI * (1.0 + 2.0 * random.unit());
            ([t * cos(t) / 7.5, t * sin(t) / 7.5], label)
        }
    }
}

/// Radius and turns to x and y.
pub(super) fn polar(radius: f32, turns: f32) -> [f32; 2] {
    [radius * cos(TAU * turns), radius * sin(TAU * turns)]
}

/// Uniform on the squares of one colour. A square is drawn until it has the colour, so that boards with an odd number
/// of squares are even, too.
fn square(cells: usize, label: usize, random: &mut Random) -> [f32; 2] {
    loop {
        let (column, row) = (random.below(cells), random.below(cells));
        if ((column + row) % 2 == 0) == (label == 1) {
            let side = 8.0 / cells as f32;
            return [column, row].map(|k| (k as f32 + random.unit()) * side - 4.0);
        }
    }
}
