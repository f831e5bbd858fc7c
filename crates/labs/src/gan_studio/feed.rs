//! The pictures that are learnt from, made from the seed.

use data::made::digits::{Digits, Size};
use data::made::faces::{Face, Factors, Family};

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Digits,
    Faces,
}

/// Pictures with what they show.
#[derive(Debug, Clone)]
pub(super) struct Feed {
    pub(super) kind: Kind,
    pub(super) seed: u64,
    pub(super) side: usize,
    pub(super) variety: f32,
}

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Truth {
    Digit(u8),
    Face(Factors),
}

impl Feed {
    pub(super) fn channels(&self) -> usize {
        match self.kind {
            Kind::Digits => 1,
            Kind::Faces => 3,
        }
    }

    pub(super) fn pixels(&self) -> usize {
        self.channels() * self.side * self.side
    }

    /// Pictures `first`, `first + 1`, …, from 0 to 1, one behind the other.
    pub(super) fn draw(&self, first: u64, count: usize) -> (Vec<f32>, Vec<Truth>) {
        let mut pictures = Vec::with_capacity(count * self.pixels());
        let mut truths = Vec::with_capacity(count);
        match self.kind {
            Kind::Digits => {
                let size = if self.side > 16 { Size::Full } else { Size::Half };
                let digits = Digits { seed: self.seed, size, variety: self.variety };
                let mut inner = vec![0.0; count * size.pixels()];
                let factors = digits.fill(first, &mut inner);
                truths.extend(factors.iter().map(|one| Truth::Digit(one.class)));
                let rim = (self.side - size.side()) / 2;
                for picture in inner.chunks_exact(size.pixels()) {
                    let at = pictures.len();
                    pictures.resize(at + self.pixels(), 0.0);
                    for (y, row) in picture.chunks_exact(size.side()).enumerate() {
                        let from = at + (y + rim) * self.side + rim;
                        pictures[from..from + size.side()].copy_from_slice(row);
                    }
                }
            }
            Kind::Faces => {
                for index in first..first + count as u64 {
                    let (factors, picture) = Face::draw(self.seed, index, self.side.max(32), Family::Anime);
                    truths.push(Truth::Face(factors));
                    if self.side == picture.width {
                        pictures.extend_from_slice(&picture.values);
                    } else {
                        pictures.extend(halved(&picture.values, picture.width));
                    }
                }
            }
        }
        (pictures, truths)
    }
}

/// Means of 2×2 pixels, plane by plane.
fn halved(values: &[f32], side: usize) -> Vec<f32> {
    let half = side / 2;
    let planes = values.chunks_exact(side * side);
    planes
        .flat_map(|plane| {
            (0..half * half).map(move |at| {
                let (y, x) = (2 * (at / half), 2 * (at % half));
                let sum = plane[y * side + x] + plane[y * side + x + 1];
                (sum + plane[(y + 1) * side + x] + plane[(y + 1) * side + x + 1]) * 0.25
            })
        })
        .collect()
}
