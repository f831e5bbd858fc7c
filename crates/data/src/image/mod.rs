//! Pictures of the reader: PNG and JPEG to planes of numbers.
//!
//! Numbers are those of the file divided by the largest (sRGB values stay sRGB values: no curve is undone). A picture without
//! colour in the file has one plane, any other three.

mod exif;
mod jpeg;
mod png;
mod shape;

use crate::error::DataError;
use crate::fault::{Fault, Format};
use crate::kind::{Kind, kind};
use crate::picture::Picture;

pub use shape::{crop, grey, resize};

/// What bounds a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest file, in bytes.
    pub bytes: usize,
    /// The most points: width times height. A point of a coloured picture takes 12 bytes of memory.
    pub points: usize,
}

impl Default for Limits {
    /// 32 MB, 16 million points (a telephone's photograph has 12 million).
    fn default() -> Self {
        Self { bytes: 32_000_000, points: 16_000_000 }
    }
}

/// What lies behind a picture that can be seen through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// 1, as paper.
    White,
    /// 0, as around the digits of MNIST.
    Black,
}

impl Ground {
    /// value·alpha + ground·(1 − alpha), on the values as they stand in the file.
    fn under(self, value: f32, alpha: f32) -> f32 {
        match self {
            Self::Black => value * alpha,
            Self::White => value * alpha + (1.0 - alpha),
        }
    }
}

/// Reads a picture: grey (1 plane) or coloured (3 planes), 0 to 1, laid on `ground` where it can be seen through, turned as its
/// camera says (EXIF).
///
/// Memory while it runs: at most 4 × max(file, picture) bytes and 1 MiB, the picture counted as its numbers, 4 bytes × planes ×
/// declared width × declared height; declared points are at most [`Limits::points`], and no more than the file can hold.
///
/// # Errors
/// A file that is too large, no PNG or JPEG, one of more points than are read or than its bytes can hold, cut, damaged.
pub fn read(bytes: &[u8], limits: &Limits, ground: Ground) -> Result<Picture, DataError> {
    Format::Picture.check_size(bytes.len(), limits.bytes)?;
    match kind(bytes) {
        Kind::Png => png::read(bytes, limits, ground),
        Kind::Jpeg => jpeg::read(bytes, limits),
        other => Err(Format::Picture.fault(Fault::Other(other))),
    }
}

/// The number of points of a picture of these declared sides, of which at most `most` fit into its file.
fn points(format: Format, sides: [u64; 2], limits: &Limits, len: usize, per_byte: usize) -> Result<usize, DataError> {
    // However large the limit is, the numbers' bytes must fit into 32 bits.
    let points = format.count(&sides, limits.points.min(1 << 26))?;
    let needed = points.div_ceil(per_byte);
    if needed > len {
        return Err(format.fault(Fault::Cut { needed: Some(needed as u64), found: len as u64 }));
    }
    Ok(points)
}
