//! One object a picture: its figure is the class; colour, texture and ground are drawn apart from it, so that each can be
//! asked for alone, and what a network goes by can be told: does it know a star by its outline, by its stripes or by the
//! meadow it lies on?

use super::choice::Choice;
use super::figures::{Colouring, Figure, Fill, Ground, Texture};
use super::paint::{Canvas, rgb};
use crate::picture::Picture;
use crate::random::Random;

/// What is to be seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Factors {
    /// The outline: the class.
    pub figure: Figure,
    /// Of the object.
    pub colour: Colouring,
    /// Of the object.
    pub texture: Texture,
    /// Behind it.
    pub ground: Ground,
    /// The object's centre.
    pub centre: [f32; 2],
    /// Of a disc of its area: 0.20 … 0.30.
    pub radius: f32,
    /// How the object is turned: −0.45 … 0.45 radians, clockwise.
    pub angle: f32,
    /// Periods of the texture in the picture's width: 5 … 7.
    pub waves: f32,
    /// The direction along which the texture goes, in radians.
    pub direction: f32,
    /// Decides noise and what lies on the ground.
    pub grain: u32,
}

impl Factors {
    /// Independent draws, all values alike.
    #[must_use]
    pub fn draw(random: &mut Random) -> Self {
        Self {
            figure: Figure::draw(random),
            colour: Colouring::draw(random),
            texture: Texture::draw(random),
            ground: Ground::draw(random),
            centre: [random.between(0.42, 0.58), random.between(0.42, 0.58)],
            radius: random.between(0.20, 0.30),
            angle: random.between(-0.45, 0.45),
            waves: random.between(5.0, 7.0),
            direction: random.between(0.0, std::f32::consts::TAU),
            grain: random.bits(),
        }
    }
}

/// The set of textured figures.
#[derive(Debug, Clone, Copy)]
pub struct Textured;

impl Textured {
    /// Item `index`: a picture of `3 × size × size` and what it shows. Made for 32 and 64 pixels.
    #[must_use]
    pub fn draw(seed: u64, index: u64, size: usize) -> (Factors, Picture) {
        let factors = Factors::draw(&mut Random::of(seed, index));
        (factors, Self::render(&factors, size))
    }

    /// A picture of given factors.
    #[must_use]
    pub fn render(factors: &Factors, size: usize) -> Picture {
        let mut canvas = Canvas::new(size, [1.0; 3]);
        factors.ground.paint(&mut canvas, factors.grain);
        let shape = factors.figure.shape(factors.centre, factors.radius, factors.angle);
        canvas.glaze(&shape.clone().moved([0.02, 0.03]).grown(0.012), rgb(0x1a_1626), 0.3);
        let fill = Fill::new(factors.colour, factors.texture, factors.waves, factors.direction, factors.grain);
        canvas.paint(&shape, 1.0, |point| fill.at(point));
        canvas.finish()
    }
}
