//! Pictures of no digit: grains of noise, grey or black and white.

use super::ascent::SIDE;
use data::random::Random;

/// Fills the picture `[28, 28]`: grains of one pixel or of 2 × 2, uniform in `[0, 1]`. Half of the pictures are made darker or brighter, in
/// the others each grain is lit or not.
pub(super) fn noise(random: &mut Random, picture: &mut [f32]) {
    let grain = 1 + random.below(2);
    let (lit, sharp) = (random.between(0.05, 0.95), random.chance(0.5));
    let grains: Vec<f32> = (0..SIDE * SIDE).map(|_| random.between(0.0, 1.0)).collect();
    for (at, pixel) in picture.iter_mut().enumerate() {
        let value = grains[at / SIDE / grain * SIDE + at % SIDE / grain];
        *pixel = if sharp { f32::from(u8::from(value < lit)) } else { (value + lit - 0.5).clamp(0.0, 1.0) };
    }
}
