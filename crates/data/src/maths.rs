//! Functions whose last bit is the same in a browser and natively. The standard library asks the platform for them; these
//! are `libm`'s, of additions and products alone.

/// sin x, x in radians.
#[must_use]
pub fn sin(x: f32) -> f32 {
    libm::sinf(x)
}

/// cos x, x in radians.
#[must_use]
pub fn cos(x: f32) -> f32 {
    libm::cosf(x)
}

/// The angle of (x, y) in radians, −π to π.
#[must_use]
pub fn atan2(y: f32, x: f32) -> f32 {
    libm::atan2f(y, x)
}

/// eˣ.
#[must_use]
pub fn exp(x: f32) -> f32 {
    libm::expf(x)
}

/// The natural logarithm of x > 0.
#[must_use]
pub fn ln(x: f32) -> f32 {
    libm::logf(x)
}

/// xʸ.
#[must_use]
pub fn pow(x: f32, y: f32) -> f32 {
    libm::powf(x, y)
}

/// tanh x.
#[must_use]
pub fn tanh(x: f32) -> f32 {
    libm::tanhf(x)
}

/// √(x² + y²).
#[must_use]
pub fn hypot(x: f32, y: f32) -> f32 {
    (x * x + y * y).sqrt()
}
