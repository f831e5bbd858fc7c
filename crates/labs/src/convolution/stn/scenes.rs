//! Digits that are turned, made smaller and moved, alone or among scraps of others.

use super::warp::Affine;
use crate::convolution::why::pictures::{PIXELS, SIDE, between};
use data::made::digits::{Digits, Size};
use data::random::Random;

/// Half the box that a glyph fills, as a share of half the picture: 20 of 28 pixels.
pub(super) const GLYPH: f32 = 20.0 / 28.0;
/// How large digits become, and how far they are moved, as a share of half the picture.
const ZOOM: (f32, f32) = (0.5, 0.8);
const SHIFT: f32 = 0.35;
/// Scraps of other digits, and their side in pixels.
const SCRAPS: usize = 2;
const SCRAP: usize = 5;
/// What tells the seed of the upright digits from that of the scenes.
const UPRIGHT: u64 = 0x7570_0000_0000;

/// How scenes are made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scenes {
    pub(super) seed: u64,
    /// The largest turn, in radians.
    pub(super) turn: f32,
    pub(super) clutter: bool,
}

/// Pictures, what they are, and how each digit came to lie.
#[derive(Debug, Clone, Default)]
pub(super) struct Batch {
    pub(super) x: Vec<f32>,
    pub(super) y: Vec<f32>,
    pub(super) ways: Vec<Affine>,
}

impl Scenes {
    /// `count` scenes from number `first` on.
    pub(super) fn draw(&self, first: u64, count: usize) -> Batch {
        let digits = Digits::new(self.seed, Size::Full);
        let mut glyphs = vec![0.0; count * PIXELS];
        let factors = digits.fill(first, &mut glyphs);
        let mut batch = Batch { y: factors.iter().map(|one| f32::from(one.class)).collect(), ..Batch::default() };
        for (index, glyph) in (first..).zip(glyphs.chunks_exact(PIXELS)) {
            let mut random = Random::of(self.seed ^ 0x5ce4, index);
            let angle = random.between(-self.turn, self.turn);
            let zoom = random.between(ZOOM.0, ZOOM.1);
            let shift = [0; 2].map(|_| random.between(-SHIFT, SHIFT));
            let way = Affine::turned(angle, zoom, shift);
            let mut picture = warped(glyph, &way);
            if self.clutter {
                let other = digits.draw(first + count as u64 + index).1.values;
                (0..SCRAPS).for_each(|_| scrap(&mut picture, &other, &mut random));
            }
            batch.x.extend(picture);
            batch.ways.push(way);
        }
        batch
    }

    /// `count` other digits from number `first` on, upright, each as large as the picture.
    pub(super) fn upright(&self, first: u64, count: usize) -> Batch {
        let mut glyphs = vec![0.0; count * PIXELS];
        let factors = Digits::new(self.seed ^ UPRIGHT, Size::Full).fill(first, &mut glyphs);
        let way = Affine::turned(0.0, 1.0 / GLYPH, [0.0; 2]);
        Batch {
            x: glyphs.chunks_exact(PIXELS).flat_map(|glyph| warped(glyph, &way)).collect(),
            y: factors.iter().map(|one| f32::from(one.class)).collect(),
            ways: vec![way; count],
        }
    }
}

/// `picture` as `way` lays it.
pub(super) fn warped(picture: &[f32], way: &Affine) -> Vec<f32> {
    let half = (SIDE as f32 - 1.0) / 2.0;
    let Some(back) = way.inverse() else { return vec![0.0; PIXELS] };
    let pixel = |i: usize| {
        let place = [i % SIDE, i / SIDE].map(|at| at as f32 / half - 1.0);
        between(picture, SIDE, back.apply(place).map(|at| (at + 1.0) * half))
    };
    (0..PIXELS).map(pixel).collect()
}

/// A piece of `other`, where `picture` is not brighter.
fn scrap(picture: &mut [f32], other: &[f32], random: &mut Random) {
    let mut corner = || [0; 2].map(|_| random.below(SIDE - SCRAP));
    // Scraps are from the middle, where there is ink.
    let (from, to) = (corner().map(|at| at / 2 + SCRAP), corner());
    for i in 0..SCRAP * SCRAP {
        let (row, column) = (i / SCRAP, i % SCRAP);
        let pixel = &mut picture[(to[0] + row) * SIDE + to[1] + column];
        *pixel = pixel.max(other[(from[0] + row) * SIDE + from[1] + column]);
    }
}
