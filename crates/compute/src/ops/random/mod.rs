//! Draws inside a step: Philox4x32-10 with a key and a step counter that live on the device and advance there.
//!
//! The draw of element `i` of stream `s` at step `t` is word `i mod 4` of `philox((⌊i/4⌋, t, 1, s), key)`: a whole number below
//! 2²⁴ (its top bits), exact in f32, and the same on every backend. The 1 keeps these draws apart from those of
//! [`crate::rng::Stream`]. Key and counter are a state of six numbers below 2¹⁶, all exact in f32: four of the key, two of `t`.

use crate::error::ShapeError;
use crate::expr::build::{first_invalid, invalid};
use crate::expr::{Expr, Op, Shape};
use crate::plan::Program;
use crate::rng::philox;

#[cfg(test)]
mod tests;

/// Numbers in the state of a generator: the key's four and the counter's two.
pub const KEY_WORDS: usize = 6;

const HALF: f32 = 65_536.0;

/// The draw of element `index` of `stream`, from a generator's state.
pub fn draw(key: &[f32; KEY_WORDS], stream: u32, index: u32) -> f32 {
    let mut one = [0.0];
    draws(key, stream, (index as isize, 0), &mut one);
    one[0]
}

/// The draws of elements `first`, `first + step`, …: four that stand together are one block of Philox.
pub(crate) fn draws(key: &[f32; KEY_WORDS], stream: u32, (first, step): (isize, isize), out: &mut [f32]) {
    let word = |low: usize| key[low] as u32 | (key[low + 1] as u32) << 16;
    let mut known = (None, [0; 4]);
    for (i, out) in out.iter_mut().enumerate() {
        let index = (first + i as isize * step) as u32;
        if known.0 != Some(index / 4) {
            known = (Some(index / 4), philox([index / 4, word(4), 1, stream], [word(0), word(2)]));
        }
        *out = (known.1[(index % 4) as usize] >> 8) as f32;
    }
}

/// The state of a generator with this seed, at step 0.
pub fn key(seed: u64) -> [f32; KEY_WORDS] {
    let word = |at: u32| (seed >> (16 * at) & 0xffff) as f32;
    [word(0), word(1), word(2), word(3), 0.0, 0.0]
}

/// The sources of randomness of one program: its state advances by one each step.
#[derive(Debug, Clone)]
pub struct Random {
    key: Expr,
    next: u32,
}

impl Random {
    /// Declares the generator's state under `name`; the host writes [`key`]`(seed)` to it.
    pub fn new(program: &mut Program, name: &str) -> Self {
        let state = program.state(name, &[KEY_WORDS]);
        program.update(name, &Self::advanced(&state));
        Self { key: state, next: 0 }
    }

    /// The state of the next step.
    fn advanced(state: &Expr) -> Expr {
        let at = Expr::iota(&[KEY_WORDS], 0);
        let is = |n: f32| at.less(&Expr::scalar(n + 0.5)) - at.less(&Expr::scalar(n - 0.5));
        // The low half goes up and wraps; the high half takes the carry.
        let low = state.slice(0, 4, 1);
        let full = 1.0 - low.less(&Expr::scalar(HALF - 1.5));
        state + is(4.0) * (1.0 - &full * HALF) + is(5.0) * &full
    }

    /// Whole numbers in `[0, 2²⁴)`, a fresh stream each call, other ones each step.
    pub fn bits(&mut self, axes: &[usize]) -> Expr {
        let stream = self.next;
        self.next += 1;
        Expr::random(&self.key, stream, axes)
    }

    /// Uniform in `[0, 1)`.
    pub fn uniform(&mut self, axes: &[usize]) -> Expr {
        self.bits(axes) * (1.0 / 16_777_216.0)
    }

    /// Normal with mean 0 and variance 1 (Box and Muller 1958): `√(−2 ln u) · cos 2πv`, from two streams.
    pub fn normal(&mut self, axes: &[usize]) -> Expr {
        let unit = (self.bits(axes) + 0.5) * (1.0 / 16_777_216.0);
        let turn = self.bits(axes) * (std::f32::consts::TAU / 16_777_216.0);
        (unit.log() * -2.0).sqrt() * turn.cos()
    }
}

impl Expr {
    /// Random whole numbers in `[0, 2²⁴)` of `stream`, from a generator's state `[6]`. A constant to every gradient.
    pub fn random(key: &Self, stream: u32, axes: &[usize]) -> Self {
        if let Some(error) = first_invalid(&[key]) {
            return error;
        }
        if key.shape().axes() != [KEY_WORDS] {
            return invalid(ShapeError::new("random", format!("a generator's state [{KEY_WORDS}]"), &[key.shape()]));
        }
        Self::raw(Op::Random(stream), vec![key.clone()], Shape::new(axes))
    }
}
