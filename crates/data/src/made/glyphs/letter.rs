//! Programs of strokes. Coordinates run from 0 to 1, x to the right, y downwards.

use super::pen::paint;
use super::shape::{SHAPES, stroke};
use super::{LETTERS, SIDE};
use crate::picture::Picture;
use crate::random::Random;

/// What the letters of an alphabet have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// How often it takes each elementary stroke: stem, bar, slope, bow, arch, ring, hook, wave, corner, wedge, zigzag.
    /// Up to five of them, others never.
    pub repertoire: [f32; SHAPES],
    /// Mean number of strokes of a letter, 1.6 to 2.6.
    pub strokes: f32,
    /// Share of letters that hang from a line on top.
    pub headline: f32,
    /// Share of letters with a dot.
    pub dots: f32,
    /// Share of letters that are their own mirror image.
    pub mirrored: f32,
    /// Width by height, 0.6 to 1.1.
    pub width: f32,
    /// Half the pen's width, 0.02 to 0.04.
    pub pen: f32,
}

/// One stroke of the pen: control points in the order in which they are drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Stroke {
    /// One (a dot) to nine.
    pub points: Vec<[f32; 2]>,
    /// Bent through the points (Catmull and Rom 1974), or straight from point to point.
    pub bent: bool,
}

/// A letter before any hand has drawn it.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    /// In the order of drawing.
    pub strokes: Vec<Stroke>,
    /// That of its alphabet.
    pub style: Style,
}

impl Style {
    /// The style of an alphabet.
    #[must_use]
    pub fn draw(seed: u64, alphabet: u64) -> Self {
        let mut random = Random::of(seed, alphabet | 1 << 62);
        let mut repertoire = [0.0; SHAPES];
        for _ in 0..3 + random.below(3) {
            repertoire[random.below(SHAPES)] = random.between(0.3, 1.0);
        }
        // Habits: most alphabets have none of one kind and much of another.
        let mut habit = |rare: f32| if random.chance(rare) { random.between(0.5, 1.0) } else { 0.0 };
        let (headline, dots, mirrored) = (habit(0.25), 0.5 * habit(0.3), habit(0.25));
        Self {
            repertoire,
            strokes: random.between(1.6, 2.6),
            headline,
            dots,
            mirrored,
            width: random.between(0.6, 1.1),
            pen: random.between(0.02, 0.04),
        }
    }
}

/// The letters of an alphabet, [`LETTERS`] of them. One that looks like an earlier one is drawn again, up to 50 times.
#[must_use]
pub fn alphabet(seed: u64, alphabet: u64) -> Vec<Letter> {
    let style = Style::draw(seed, alphabet);
    let mut random = Random::of(seed, alphabet | 1 << 61);
    let mut letters: Vec<(Letter, Picture)> = Vec::new();
    for _ in 0..LETTERS {
        let mut tries = 0;
        let letter = loop {
            let letter = Letter::draw(style, &mut random);
            let look = letter.look();
            tries += 1;
            if tries > 50 || letters.iter().all(|(_, other)| unlike(&look, other) > 25.0) {
                break (letter, look);
            }
        };
        letters.push(letter);
    }
    letters.into_iter().map(|(letter, _)| letter).collect()
}

/// Σ (a − b)² over pixels.
fn unlike(a: &Picture, b: &Picture) -> f32 {
    a.values.iter().zip(&b.values).map(|(a, b)| (a - b) * (a - b)).sum()
}

impl Letter {
    /// Drawn without a tremble, with one pen for all.
    fn look(&self) -> Picture {
        let mut picture = Picture::black(1, SIDE, SIDE);
        for stroke in &self.strokes {
            let way: Vec<_> = stroke.points.iter().map(|p| p.map(|x| 0.2 + 0.6 * x)).collect();
            paint(&mut picture, &way, 0.05);
        }
        picture
    }

    fn draw(style: Style, random: &mut Random) -> Self {
        let mirrored = random.chance(style.mirrored);
        let count = (style.strokes + 0.8 * random.normal_within(2.0)).round().clamp(1.0, 3.0) as usize;
        let mut strokes: Vec<Stroke> = Vec::new();
        if random.chance(style.headline) {
            strokes.push(Stroke { points: vec![[0.0, 0.0], [1.0, 0.0]], bent: false });
        }
        for drawn in 0..if mirrored { count.div_ceil(2) } else { count } {
            let stroke = stroke(&style.repertoire, drawn == 0, random);
            if mirrored {
                let points = stroke.points.iter().map(|[x, y]| [1.0 - x, *y]).collect();
                strokes.push(Stroke { points, bent: stroke.bent });
            }
            strokes.push(stroke);
        }
        centre(&mut strokes);
        if random.chance(style.dots) {
            let x = if mirrored { 0.5 } else { random.unit() };
            strokes.push(Stroke { points: vec![[x, if random.chance(0.5) { -0.16 } else { 1.16 }]], bent: false });
        }
        Self { strokes, style }
    }
}

/// Moves the letter to the middle of its box.
fn centre(strokes: &mut [Stroke]) {
    for axis in [0, 1] {
        let places = || strokes.iter().flat_map(|stroke| stroke.points.iter().map(|point| point[axis]));
        let middle = f32::midpoint(places().fold(1.0, f32::min), places().fold(0.0, f32::max));
        strokes.iter_mut().flat_map(|stroke| &mut stroke.points).for_each(|point| point[axis] += 0.5 - middle);
    }
}
