//! The same letter by another hand.

use super::letter::{Letter, Stroke, alphabet};
use super::pen::paint;
use super::{LETTERS, REDRAWS, SIDE};
use crate::maths::{cos, sin};
use crate::picture::Picture;
use crate::random::Random;

/// How a letter was drawn this time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hand {
    /// Of the middle, in shares of the picture.
    pub shift: [f32; 2],
    /// In radians, clockwise on the screen.
    pub turn: f32,
    /// Height of the letter in shares of the picture.
    pub scale: f32,
    /// x grows by this much a unit upwards.
    pub slant: f32,
    /// Deviation of each control point in units of the letter.
    pub tremble: f32,
    /// Half the width of the pen in shares of the picture.
    pub pen: f32,
}

/// A letter as it stands on paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyph {
    /// 1 × 28 × 28, ink 1 on paper 0.
    pub picture: Picture,
    /// The pen's way, stroke by stroke in the order of drawing, in shares of the picture, y downwards.
    pub strokes: Vec<Vec<[f32; 2]>>,
    /// From 0.
    pub alphabet: u64,
    /// Within the alphabet, below [`LETTERS`].
    pub letter: u64,
    /// Below [`REDRAWS`].
    pub redraw: u64,
    /// How it was drawn.
    pub hand: Hand,
}

impl Glyph {
    /// Item `index`: redraw `index` mod 20 of letter (`index` / 20) mod 32 of alphabet `index` / 640.
    #[must_use]
    pub fn draw(seed: u64, index: u64) -> Self {
        let letters = alphabet(seed, index / REDRAWS / LETTERS);
        Self::of(&letters[(index / REDRAWS % LETTERS) as usize], seed, index)
    }

    /// The same from its letter, where many of an alphabet are drawn.
    #[must_use]
    pub fn of(program: &Letter, seed: u64, index: u64) -> Self {
        let (redraw, letter, alphabet) = (index % REDRAWS, index / REDRAWS % LETTERS, index / REDRAWS / LETTERS);
        let mut random = Random::of(seed, index);
        let hand = Hand {
            shift: [0.025 * random.normal_within(2.0), 0.025 * random.normal_within(2.0)],
            turn: 0.07 * random.normal_within(2.0),
            scale: random.between(0.58, 0.7),
            slant: 0.08 * random.normal_within(2.0),
            tremble: random.between(0.008, 0.028),
            pen: program.style.pen * random.between(0.85, 1.15),
        };
        let strokes: Vec<_> =
            program.strokes.iter().map(|stroke| hand.go(stroke, program.style.width, &mut random)).collect();
        let mut picture = Picture::black(1, SIDE, SIDE);
        strokes.iter().for_each(|way| paint(&mut picture, way, hand.pen));
        Self { picture, strokes, alphabet, letter, redraw, hand }
    }
}

impl Hand {
    /// The way of the pen along a stroke.
    fn go(&self, stroke: &Stroke, width: f32, random: &mut Random) -> Vec<[f32; 2]> {
        let (s, c) = (sin(self.turn), cos(self.turn));
        let trembled = stroke.points.iter().map(|p| p.map(|x| x - 0.5 + self.tremble * random.normal_within(2.0)));
        let places: Vec<[f32; 2]> = trembled
            .map(|[x, y]| {
                let (x, y) = (self.scale * (width * x - self.slant * y), self.scale * y);
                [0.5 + self.shift[0] + c * x - s * y, 0.5 + self.shift[1] + s * x + c * y]
            })
            .collect();
        if stroke.bent { bent(&places) } else { places }
    }
}

/// The Catmull–Rom spline through `points`, 8 steps from one to the next: with p₀ … p₃ around,
/// ½ (2p₁ + (p₂ − p₀) t + (2p₀ − 5p₁ + 4p₂ − p₃) t² + (3p₁ − p₀ − 3p₂ + p₃) t³).
fn bent(points: &[[f32; 2]]) -> Vec<[f32; 2]> {
    const STEPS: usize = 8;
    let last = points.len().saturating_sub(1);
    let mut way = Vec::with_capacity(last * STEPS + 1);
    for from in 0..last {
        let [p, q, r, s] = [from.saturating_sub(1), from, from + 1, (from + 2).min(last)].map(|k| points[k]);
        for step in 0..STEPS {
            let t = step as f32 / STEPS as f32;
            way.push([0, 1].map(|a| {
                let (p, q, r, s) = (p[a], q[a], r[a], s[a]);
                let cubic = 3.0 * q - p - 3.0 * r + s;
                0.5 * (2.0 * q + t * (r - p + t * (2.0 * p - 5.0 * q + 4.0 * r - s + t * cubic)))
            }));
        }
    }
    way.extend(points.last());
    way
}
