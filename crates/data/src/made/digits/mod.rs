//! Handwritten digits: strokes as people draw them, bent by a hand, rendered as MNIST's are.
//!
//! A digit is a few control points ([`styles`]), which jitter, are warped, sheared and stretched ([`hand`]), joined by
//! splines ([`spline`]) and inked with a round pen ([`ink`]). As in MNIST (LeCun, Cortes and Burges 1998) the glyph fills a
//! box of 20×20 pixels, its longer side exactly, and its centre of mass lies in the middle of 28×28; white on black.

mod hand;
mod ink;
mod spline;
mod styles;

use crate::picture::Picture;
use crate::random::Random;
use hand::Hand;
use ink::Ink;

/// How many classes there are: the digits 0 to 9.
pub const CLASSES: usize = 10;

/// How large a picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Size {
    /// 28×28 pixels.
    #[default]
    Full,
    /// 14×14 pixels: means of 2×2.
    Half,
}

impl Size {
    /// Pixels of a row.
    #[must_use]
    pub fn side(self) -> usize {
        match self {
            Self::Full => ink::SIDE,
            Self::Half => ink::SIDE / 2,
        }
    }

    /// Pixels of a picture.
    #[must_use]
    pub fn pixels(self) -> usize {
        self.side() * self.side()
    }
}

/// What a digit was made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Factors {
    /// Which digit, 0 to 9.
    pub class: u8,
    /// Which way of writing it, from 0; see [`style_names`].
    pub style: u8,
    /// How far the top leans to the right, as a share of the height.
    pub slant: f32,
    /// Width of the pen in pixels of 28×28.
    pub width: f32,
    /// How far the centre of mass is off the middle, right and down, in pixels of 28×28.
    pub shift: [f32; 2],
}

/// An endless set of digits: `(seed, index)` decides each.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Digits {
    /// The seed.
    pub seed: u64,
    /// How large the pictures are.
    pub size: Size,
    /// How much hands differ: 0 is the copybook, 1 is as people write.
    pub variety: f32,
}

impl Digits {
    /// Digits as people write them.
    #[must_use]
    pub fn new(seed: u64, size: Size) -> Self {
        Self { seed, size, variety: 1.0 }
    }

    /// Item `index`.
    #[must_use]
    pub fn draw(&self, index: u64) -> (Factors, Picture) {
        let mut picture = Picture::black(1, self.size.side(), self.size.side());
        let factors = self.ink(index, &mut Ink::default(), &mut picture.values);
        (factors, picture)
    }

    /// Items `first`, `first + 1`, … as many as fit into `pictures`, one behind the other; answers with their factors.
    pub fn fill(&self, first: u64, pictures: &mut [f32]) -> Vec<Factors> {
        let mut ink = Ink::default();
        let pictures = pictures.chunks_exact_mut(self.size.pixels());
        (first..).zip(pictures).map(|(index, picture)| self.ink(index, &mut ink, picture)).collect()
    }

    fn ink(&self, index: u64, ink: &mut Ink, picture: &mut [f32]) -> Factors {
        let mut random = Random::of(self.seed, index);
        let class = random.below(CLASSES);
        let ways = styles::STYLES[class];
        let style = styles::choose(ways, &mut random);
        let hand = Hand::draw(class, self.variety, &mut random);
        ink.clear();
        hand.write(ways[style].strokes, &mut random, ink);
        ink.place(hand.width, hand.shift);
        ink.render(hand.blur, hand.grain, &mut random, picture);
        let (slant, width, shift) = (hand.slant, hand.width, hand.shift);
        Factors { class: class as u8, style: style as u8, slant, width, shift }
    }
}

/// What the ways of writing a digit are called; none for a number that is no digit.
#[must_use]
pub fn style_names(class: u8) -> Vec<&'static str> {
    let ways = styles::STYLES.get(usize::from(class)).copied().unwrap_or_default();
    ways.iter().map(|style| style.name).collect()
}
