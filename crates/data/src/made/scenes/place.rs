//! Where objects lie: drawn again until none hides too much of another.

use super::{HIDDEN, Object, Region};
use crate::made::choice::Choice as _;
use crate::made::figures::{Colouring, Figure, Texture};
use crate::made::paint::{Frame, cover};
use crate::random::Random;

/// Areas are counted on a grid of this many points a side, whatever the picture's size.
const GRID: usize = 64;
/// After so many draws an object is left out.
const TRIES: usize = 40;

/// Up to `count` objects, at least one, the front one first.
pub(super) fn objects(count: usize, random: &mut Random) -> Vec<Object> {
    let mut objects: Vec<Object> = Vec::new();
    // Points that each object covers, and those that one before it covers.
    let mut taken = [false; GRID * GRID];
    for _ in 0..count {
        for _ in 0..TRIES {
            let mut object = object(random);
            let mut points = Vec::new();
            cover(GRID, &Frame::WHOLE, &object.shape(), |point, coverage, _| {
                if coverage >= 0.5 {
                    points.push(point);
                }
            });
            let hidden = points.iter().filter(|&&point| taken[point]).count() as f32 / points.len().max(1) as f32;
            if hidden <= HIDDEN {
                object.visible = 1.0 - hidden;
                objects.push(object);
                points.into_iter().for_each(|point| taken[point] = true);
                break;
            }
        }
    }
    objects
}

/// An object that lies in the picture as a whole.
fn object(random: &mut Random) -> Object {
    let (figure, colour, texture) = (Figure::draw(random), Colouring::draw(random), Texture::draw(random));
    let (radius, angle) = (random.between(0.09, 0.19), random.between(-0.45, 0.45));
    let bounds = figure.shape([0.0, 0.0], radius, angle).bounds();
    let centre = [0, 1].map(|axis| random.between(0.01 - bounds.low[axis], 0.99 - bounds.high[axis]));
    let region = Region {
        x: centre[0] + bounds.low[0],
        y: centre[1] + bounds.low[1],
        w: bounds.high[0] - bounds.low[0],
        h: bounds.high[1] - bounds.low[1],
    };
    Object { figure, colour, texture, centre, radius, angle, region, visible: 1.0 }
}
