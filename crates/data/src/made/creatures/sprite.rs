//! Parts to pixels: every pixel takes one colour of a small palette, so that a model can choose among colours rather than
//! mix them.

use super::body::parts;
use super::{Kind, Plan};
use crate::made::choice::Choice as _;
use crate::made::paint::{Colour, Point, Shape, rgb};
use crate::picture::Picture;

/// Colours in the palette: four that all share, six for each type.
pub const COLOURS: usize = SHARED.len() + OWN.len() * OWN[0].len();

/// White paper, black, the white of the eye, cheek.
const SHARED: [Colour; 4] = [rgb(0xff_ffff), rgb(0x1d_1a26), rgb(0xf6_f9ff), rgb(0xf7_8f98)];

/// Outline, shadow, body, light, belly, accent of each type.
const OWN: [[Colour; 6]; 8] = [
    [rgb(0x5a_4334), rgb(0xb0_8a63), rgb(0xd9_b88c), rgb(0xee_d7b2), rgb(0xfb_f1dd), rgb(0x8a_6244)],
    [rgb(0x6b_1f1a), rgb(0xc9_4a2a), rgb(0xf0_7a3c), rgb(0xfb_a766), rgb(0xff_e3b0), rgb(0xff_c933)],
    [rgb(0x1b_3566), rgb(0x3a_78c4), rgb(0x5f_a8ea), rgb(0x97_ccf8), rgb(0xe2_f3ff), rgb(0x2b_56a8)],
    [rgb(0x1e_4a2c), rgb(0x4f_9a4a), rgb(0x83_c96a), rgb(0xb4_e594), rgb(0xee_f8c8), rgb(0x2f_7a3c)],
    [rgb(0x5f_4610), rgb(0xd9_a41e), rgb(0xfa_d43a), rgb(0xff_ea80), rgb(0xff_f8d0), rgb(0x6a_4a2a)],
    [rgb(0x3a_3430), rgb(0x86_7a70), rgb(0xb0_a496), rgb(0xcf_c6b8), rgb(0xec_e6da), rgb(0x6a_5a50)],
    [rgb(0x2b_5a6e), rgb(0x7a_c4d6), rgb(0xb4_e8f2), rgb(0xdb_f7fb), rgb(0xff_ffff), rgb(0x58_8fd0)],
    [rgb(0x2f_2250), rgb(0x68_4fa0), rgb(0x91_78c8), rgb(0xb8_a2e4), rgb(0xe6_dcfa), rgb(0xe0_6aa8)],
];

/// What a part is painted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    /// Of its type.
    Outline,
    /// Of its type.
    Shadow,
    /// Of its type; the lower right is in shadow, the upper left in light.
    Body,
    /// Of its type.
    Belly,
    /// Of its type.
    Accent,
    /// Of the eye.
    Black,
    /// Of the eye.
    White,
    /// Of the cheek.
    Cheek,
}

/// Every colour that a sprite may have: the four that all share, then six for each type, in the order of [`Kind::ALL`].
#[must_use]
pub fn palette() -> Vec<Colour> {
    SHARED.into_iter().chain(OWN.into_iter().flatten()).collect()
}

/// A sprite as places in the palette, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sprite {
    /// Pixels along a side.
    pub size: usize,
    /// `size × size` places in [`palette`]; 0 is the paper.
    pub indices: Vec<u8>,
}

impl Sprite {
    /// The sprite of a plan.
    #[must_use]
    pub fn of(plan: &Plan, size: usize) -> Self {
        let parts = parts(plan);
        let (wide, tall) = if plan.evolved { (1.0, 1.0) } else { (0.88, 0.88) };
        let wide = wide * (1.0 + 0.09 * plan.girth);
        let point = |row: usize, column: usize| {
            let (x, y) = ((column as f32 + 0.5) / size as f32, (row as f32 + 0.5) / size as f32);
            [0.5 + (x - 0.5) / wide, 0.93 + (y - 0.93) / tall]
        };
        let covered: Vec<Option<u8>> =
            (0..size * size).map(|pixel| colour(&parts, plan.kind, point(pixel / size, pixel % size))).collect();
        let indices = (0..size * size).map(|pixel| {
            let (row, column) = (pixel / size, pixel % size);
            let beside = [
                (column > 0).then(|| pixel - 1),
                (column + 1 < size).then(|| pixel + 1),
                (row > 0).then(|| pixel - size),
                (row + 1 < size).then(|| pixel + size),
            ];
            let edge = beside.into_iter().flatten().any(|other| covered[other].is_some());
            covered[pixel].unwrap_or(if edge { own(plan.kind, 0) } else { 0 })
        });
        Self { size, indices: indices.collect() }
    }

    /// The sprite in colours: `3 × size × size`. What is no place in the palette (a model may say anything) is paper.
    #[must_use]
    pub fn picture(&self) -> Picture {
        let palette = palette();
        let colours = self.indices.iter().map(|&index| palette.get(usize::from(index)).copied().unwrap_or(SHARED[0]));
        let colours: Vec<Colour> = colours.collect();
        let values = (0..3).flat_map(|channel| colours.iter().map(move |colour| colour[channel]));
        Picture { channels: 3, height: self.size, width: self.size, values: values.collect() }
    }
}

/// The place of a type's own colour.
fn own(kind: Kind, tone: usize) -> u8 {
    (SHARED.len() + kind.index() * OWN[0].len() + tone) as u8
}

/// The colour of the foremost part that holds the point.
fn colour(parts: &[(Shape, Tone)], kind: Kind, p: Point) -> Option<u8> {
    let (shape, tone) = parts.iter().rev().find(|(shape, _)| holds(shape, p))?;
    Some(match tone {
        Tone::Outline => own(kind, 0),
        Tone::Shadow => own(kind, 1),
        Tone::Body if !holds(shape, [p[0] + 0.05, p[1] + 0.065]) => own(kind, 1),
        Tone::Body if !holds(shape, [p[0] - 0.075, p[1] - 0.10]) => own(kind, 3),
        Tone::Body => own(kind, 2),
        Tone::Belly => own(kind, 4),
        Tone::Accent => own(kind, 5),
        Tone::Black => 1,
        Tone::White => 2,
        Tone::Cheek => 3,
    })
}

fn holds(shape: &Shape, p: Point) -> bool {
    let [x, y] = p;
    let bounds = shape.bounds();
    let near = bounds.low[0] <= x && x <= bounds.high[0] && bounds.low[1] <= y && y <= bounds.high[1];
    near && shape.distance(p) < 0.0
}
