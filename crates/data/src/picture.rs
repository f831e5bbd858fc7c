//! Pictures as networks take them: planes of numbers.

/// A picture: `channels` planes of `height` rows of `width` numbers from 0 (black) to 1 (white), in that order (CHW).
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// 1 (grey) or 3 (red, green, blue).
    pub channels: usize,
    /// Rows.
    pub height: usize,
    /// Numbers in a row.
    pub width: usize,
    /// `channels × height × width` numbers.
    pub values: Vec<f32>,
}

impl Picture {
    /// A black picture.
    #[must_use]
    pub fn black(channels: usize, height: usize, width: usize) -> Self {
        Self { channels, height, width, values: vec![0.0; channels * height * width] }
    }
}
