//! The copybook: control points of each way to write a digit, in hundredths of its height, (0, 0) at the upper left. A point that
//! is there twice is a corner.

mod high;
mod low;

use crate::random::Random;
use high::{EIGHT, FIVE, NINE, SEVEN, SIX};
use low::{FOUR, ONE, THREE, TWO, ZERO};

/// A control point: x to the right, y down.
pub(super) type Control = (i8, i8);

/// The strokes of a glyph, in the order in which they are written.
pub(super) type Strokes = &'static [&'static [Control]];

/// A way to write a digit.
#[derive(Debug)]
pub(super) struct Style {
    /// What it is called.
    pub(super) name: &'static str,
    /// How often it is written, against the others of the digit.
    pub(super) weight: f32,
    pub(super) strokes: Strokes,
}

const fn style(name: &'static str, weight: f32, strokes: Strokes) -> Style {
    Style { name, weight, strokes }
}

/// One of them, each as often as it is written.
pub(super) fn choose(styles: &[Style], random: &mut Random) -> usize {
    let mut left = random.unit() * styles.iter().map(|style| style.weight).sum::<f32>();
    let chosen = styles.iter().position(|style| {
        left -= style.weight;
        left < 0.0
    });
    chosen.unwrap_or(0)
}

/// The ways to write 0 to 9.
pub(super) const STYLES: [&[Style]; 10] = [ZERO, ONE, TWO, THREE, FOUR, FIVE, SIX, SEVEN, EIGHT, NINE];
