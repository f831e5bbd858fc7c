//! Several objects on a ground, with the box of each, their order and the class of every pixel: for detection and
//! segmentation.

mod place;

use super::choice::Choice;
use super::figures::{Colouring, Figure, Fill, Ground, Texture};
use super::paint::{Canvas, Frame, Shape, cover, rgb};
use crate::picture::Picture;
use crate::random::Random;

/// Objects in a scene at most.
pub const MOST: usize = 5;
/// No object is hidden by more than this share of its area.
pub const HIDDEN: f32 = 0.35;

/// A box in the unit square.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Region {
    /// Its left edge.
    pub x: f32,
    /// Its upper edge.
    pub y: f32,
    /// Its width.
    pub w: f32,
    /// Its height.
    pub h: f32,
}

/// An object of a scene.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Object {
    /// The class; its number in a mask is its place in [`Choice::ALL`] plus 1.
    pub figure: Figure,
    /// Its colour.
    pub colour: Colouring,
    /// Its texture.
    pub texture: Texture,
    /// Its centre.
    pub centre: [f32; 2],
    /// Of a disc of its area: 0.09 … 0.19.
    pub radius: f32,
    /// How it is turned: −0.45 … 0.45 radians, clockwise.
    pub angle: f32,
    /// Around all of it, what is hidden too.
    pub region: Region,
    /// The share of its area that is to be seen: 1 − [`HIDDEN`] at least.
    pub visible: f32,
}

impl Object {
    fn shape(&self) -> Shape {
        self.figure.shape(self.centre, self.radius, self.angle)
    }
}

/// A scene.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// 1 … [`MOST`] objects, the front one first.
    pub objects: Vec<Object>,
    /// Behind them.
    pub ground: Ground,
    /// Decides noise and what lies on the ground.
    pub grain: u32,
}

impl Scene {
    /// Item `index`.
    #[must_use]
    pub fn draw(seed: u64, index: u64) -> Self {
        let mut random = Random::of(seed, index);
        let ground = Ground::draw(&mut random);
        let count = 1 + random.below(MOST);
        Self { objects: place::objects(count, &mut random), ground, grain: random.bits() }
    }

    /// The picture: `3 × size × size`. Made for 32 and 64 pixels.
    #[must_use]
    pub fn render(&self, size: usize) -> Picture {
        let mut canvas = Canvas::new(size, [1.0; 3]);
        self.ground.paint(&mut canvas, self.grain);
        for (place, object) in self.objects.iter().enumerate().rev() {
            let shape = object.shape();
            canvas.glaze(&shape.clone().moved([0.012, 0.018]).grown(0.008), rgb(0x1a_1626), 0.3);
            let grain = self.grain.wrapping_add(place as u32);
            let fill = Fill::new(object.colour, object.texture, 1.6 / object.radius, object.angle, grain);
            canvas.paint(&shape, 1.0, |point| fill.at(point));
        }
        canvas.finish()
    }

    /// For each of `size × size` pixels the front object that covers half of it or more: its place in `objects` plus 1, 0
    /// for the ground.
    #[must_use]
    pub fn instances(&self, size: usize) -> Vec<u8> {
        let mut mask = vec![0; size * size];
        for (place, object) in self.objects.iter().enumerate().rev() {
            cover(size, &Frame::WHOLE, &object.shape(), |pixel, coverage, _| {
                if coverage >= 0.5 {
                    mask[pixel] = place as u8 + 1;
                }
            });
        }
        mask
    }

    /// For each of `size × size` pixels its class: the figure's place in [`Choice::ALL`] plus 1, 0 for the ground.
    #[must_use]
    pub fn classes(&self, size: usize) -> Vec<u8> {
        let class = |place: u8| match place {
            0 => 0,
            place => self.objects[usize::from(place) - 1].figure.index() as u8 + 1,
        };
        self.instances(size).into_iter().map(class).collect()
    }
}
