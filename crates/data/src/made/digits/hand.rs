//! What one hand does to one digit.

use super::ink::Ink;
use super::spline::{Point, trace};
use super::styles::{Control, Strokes};
use crate::maths::{cos, exp, sin};
use crate::random::Random;

/// Waves of the elastic warp.
const WAVES: usize = 2;

/// A hand on the day it writes one digit. Lengths without a unit are shares of the glyph's height.
#[derive(Debug, Clone)]
pub(super) struct Hand {
    /// How far the top leans to the right.
    pub(super) slant: f32,
    /// Width of the pen in pixels.
    pub(super) width: f32,
    /// How far off the middle, in pixels.
    pub(super) shift: [f32; 2],
    /// Width of the grey edge in pixels.
    pub(super) blur: f32,
    /// Noise of the grey edge.
    pub(super) grain: f32,
    /// Deviation of a control point.
    jitter: f32,
    /// How likely a corner is drawn round.
    rounding: f32,
    /// Rotation and aspect: x and y in the columns.
    turn: [[f32; 2]; 2],
    /// How much wider the lower half is than the upper, and how much higher.
    taper: [f32; 2],
    /// How much of its pressure the pen loses at the beginning and at the end of a stroke; less than 0: it gains.
    fade: [f32; 2],
    waves: [Wave; WAVES],
}

/// A displacement `amplitude · sin(frequency · p + phase)`.
#[derive(Debug, Clone, Copy)]
struct Wave {
    amplitude: Point,
    frequency: Point,
    phase: f32,
}

impl Hand {
    /// Any hand; at `variety` 0 that of the copybook.
    pub(super) fn draw(class: usize, variety: f32, random: &mut Random) -> Self {
        let mut normal = |deviation: f32| variety * deviation * random.normal_within(2.4);
        // A 1 is often no more than a line, which may lean farther than what would still be a 4.
        let slant = 0.12 * variety.min(1.0) + normal(if class == 1 { 0.27 } else { 0.225 });
        let width = 2.4 * exp(normal(0.27));
        let (angle, aspect) = (normal(0.11), 1.12 * exp(normal(0.215)));
        let turn = [[cos(angle) * aspect, -sin(angle)], [sin(angle) * aspect, cos(angle)]];
        let waves = [0; WAVES].map(|_| Wave {
            amplitude: [normal(0.032), normal(0.032)],
            frequency: [2.0 + normal(2.0), 2.0 + normal(2.0)],
            phase: normal(3.0),
        });
        let (taper, fade) = ([normal(0.225), normal(0.225)], [normal(0.18), normal(0.18)]);
        let (jitter, shift) = (0.029 * exp(normal(0.36)) * variety, [normal(0.54), normal(0.54)]);
        let rounding = 0.3 * variety.min(1.0);
        let (blur, grain) = (random.between(0.9, 1.6), random.between(0.0, 0.5));
        Self { slant, width, shift, blur, grain, jitter, rounding, turn, taper, fade, waves }
    }

    /// Writes the strokes, in heights of the glyph.
    pub(super) fn write(&self, strokes: Strokes, random: &mut Random, ink: &mut Ink) {
        let (mut points, mut line) = (Vec::with_capacity(16), Vec::with_capacity(128));
        for stroke in strokes {
            points.clear();
            line.clear();
            self.controls(stroke, random, &mut points);
            trace(&points, &mut line);
            let [begin, end] = self.fade;
            ink.stroke(&line, |t| 1.0 - begin * (1.0 - t) * (1.0 - t) - end * t * t);
        }
    }

    /// Where this hand puts the control points of a stroke.
    fn controls(&self, stroke: &[Control], random: &mut Random, points: &mut Vec<Point>) {
        let lift = [0, 1].map(|_| self.jitter * 0.8 * random.normal());
        let last = stroke.len().saturating_sub(1);
        for (i, &control) in stroke.iter().enumerate() {
            if i > 0 && stroke[i - 1] == control {
                if !random.chance(self.rounding) {
                    points.extend(points.last().copied());
                }
                continue;
            }
            // Where a stroke begins and ends is looser than what lies between.
            let loose = if i == 0 || i == last { 1.6 } else { 1.0 } * self.jitter;
            let at = [f32::from(control.0), f32::from(control.1)];
            points.push(self.bend([0, 1].map(|axis| at[axis] / 100.0 + lift[axis] + loose * random.normal())));
        }
    }

    /// Where a point of the copybook, its middle at (0.3, 0.5), comes to lie.
    fn bend(&self, [x, y]: Point) -> Point {
        let (mut x, mut y) = (x - 0.3, y - 0.5);
        x *= 1.0 + self.taper[0] * y * 2.0;
        y += self.taper[1] * (y * y - 0.25);
        let at = [x, y];
        for Wave { amplitude, frequency, phase } in self.waves {
            let wave = sin(frequency[0] * at[0] + frequency[1] * at[1] + phase);
            x += amplitude[0] * wave;
            y += amplitude[1] * wave;
        }
        x -= self.slant * y;
        let [[xx, xy], [yx, yy]] = self.turn;
        [xx * x + xy * y, yx * x + yy * y]
    }
}
