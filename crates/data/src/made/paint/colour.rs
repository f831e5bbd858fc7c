//! Colours as they are shown (sRGB), each part from 0 to 1.

/// Red, green, blue.
pub type Colour = [f32; 3];

/// 0xRRGGBB.
#[must_use]
pub const fn rgb(hex: u32) -> Colour {
    [(hex >> 16 & 255) as f32 / 255.0, (hex >> 8 & 255) as f32 / 255.0, (hex & 255) as f32 / 255.0]
}

/// `a` at t = 0, `b` at t = 1.
#[must_use]
pub fn mix(a: Colour, b: Colour, t: f32) -> Colour {
    std::array::from_fn(|i| a[i] + (b[i] - a[i]) * t)
}

/// Towards black, and a little towards blue, as shade is.
#[must_use]
pub fn darker(colour: Colour, t: f32) -> Colour {
    mix(colour, [0.06, 0.03, 0.12], t)
}

/// Towards white.
#[must_use]
pub fn lighter(colour: Colour, t: f32) -> Colour {
    mix(colour, [1.0, 1.0, 1.0], t)
}

/// How bright a colour looks (Rec. 601).
#[must_use]
pub fn grey([r, g, b]: Colour) -> f32 {
    0.299 * r + 0.587 * g + 0.114 * b
}
