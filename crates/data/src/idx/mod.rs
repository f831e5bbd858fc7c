//! IDX, the format of MNIST (<http://yann.lecun.com/exdb/mnist/>), in a gzip archive or not.
//!
//! Two zeros, the type of the elements (0x08: bytes), the number d of axes, d sides as 32-bit numbers (big endian), then the
//! elements, the last axis fastest.

use crate::error::DataError;
use crate::fault::{Fault, Format};
use crate::gzip::{Unpacker, is_gzip};
use crate::kind::kind;
use crate::picture::Picture;

/// The largest file, in bytes.
pub const MOST_BYTES: usize = 64 << 20;
/// The most elements; the 60,000 training pictures of MNIST have 47,040,000.
pub const MOST: usize = 64_000_000;

/// An array of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idx {
    /// Its sides, 1 to 8, none of them 0: (n) for labels, (n, height, width) for pictures.
    pub shape: Vec<usize>,
    /// Its elements, the last axis fastest; as many as the product of the sides.
    pub bytes: Vec<u8>,
}

impl Idx {
    /// Item `index` of an array of pictures (n, height, width) as grey, byte / 255; `None` where there is none.
    #[must_use]
    pub fn picture(&self, index: usize) -> Option<Picture> {
        let [_, height, width] = *self.shape else { return None };
        let points = self.bytes.chunks_exact(height * width).nth(index)?;
        let values = points.iter().map(|byte| f32::from(*byte) / 255.0).collect();
        Some(Picture { channels: 1, height, width, values })
    }
}

/// Reads an array of bytes.
///
/// Memory while it runs: at most 4 × max(file, declared elements) bytes and 256 KiB, the array included; the declared
/// elements are at most [`MOST`].
///
/// # Errors
/// A file that is too large, no IDX file, of another type than bytes, huge, empty, cut, too long; as an archive, damaged.
pub fn read(bytes: &[u8]) -> Result<Idx, DataError> {
    Format::Idx.check_size(bytes.len(), MOST_BYTES)?;
    if is_gzip(bytes) { packed(bytes) } else { plain(bytes) }
}

fn plain(bytes: &[u8]) -> Result<Idx, DataError> {
    let cut = |needed: usize| cut(needed, bytes.len());
    let (magic, rest) = bytes.split_first_chunk().ok_or_else(|| wrong(bytes, 4))?;
    let axes = axes(*magic).map_err(|fault| fault.unwrap_or_else(|| wrong(bytes, 4)))?;
    let (sides, rest) = rest.split_at_checked(4 * axes).ok_or_else(|| cut(4 + 4 * axes))?;
    let (shape, count) = shape(sides)?;
    let start = 4 + 4 * axes;
    let found = rest.get(..count).ok_or_else(|| cut(start + count))?;
    if rest.len() > count {
        return Err(Format::Idx.fault(Fault::Extra { declared: (start + count) as u64 }));
    }
    Ok(Idx { shape, bytes: found.to_vec() })
}

fn packed(bytes: &[u8]) -> Result<Idx, DataError> {
    let mut stream = Unpacker::new(bytes)?;
    let first = stream.up_to(4)?;
    let axes = match first.first_chunk() {
        Some(magic) => axes(*magic).map_err(|fault| fault.unwrap_or_else(|| wrong(&first, 4)))?,
        None => return Err(wrong(&first, 4)),
    };
    let sides = stream.up_to(4 * axes)?;
    let start = 4 + 4 * axes;
    if sides.len() < 4 * axes {
        return Err(cut(start, 4 + sides.len()));
    }
    let (shape, count) = shape(&sides)?;
    let found = stream.up_to(count)?;
    if found.len() < count {
        return Err(cut(start + count, start + found.len()));
    }
    stream.end(start + count)?;
    Ok(Idx { shape, bytes: found })
}

fn cut(needed: usize, found: usize) -> DataError {
    Format::Idx.fault(Fault::Cut { needed: Some(needed as u64), found: found as u64 })
}

/// What does not begin as IDX does.
fn wrong(bytes: &[u8], needed: usize) -> DataError {
    if !bytes.is_empty() && bytes.len() < needed && b"\0\0\x08".starts_with(bytes) {
        return cut(needed, bytes.len());
    }
    Format::Idx.fault(Fault::Other(kind(bytes)))
}

/// The number of axes that the first four bytes declare; an error of its own where only the type is another one.
fn axes(magic: [u8; 4]) -> Result<usize, Option<DataError>> {
    let name = match magic {
        [0, 0, 0x08, axes @ 1..=8] => return Ok(usize::from(axes)),
        [0, 0, 0x09, 1..=8] => "int8 (0x09)",
        [0, 0, 0x0B, 1..=8] => "int16 (0x0B)",
        [0, 0, 0x0C, 1..=8] => "int32 (0x0C)",
        [0, 0, 0x0D, 1..=8] => "float32 (0x0D)",
        [0, 0, 0x0E, 1..=8] => "float64 (0x0E)",
        _ => return Err(None),
    };
    Err(Some(Format::Idx.fault(Fault::Type { found: name.to_owned(), expected: "uint8 (0x08)" })))
}

/// The sides, and their product.
fn shape(bytes: &[u8]) -> Result<(Vec<usize>, usize), DataError> {
    let sides: Vec<u64> = bytes.as_chunks().0.iter().map(|side| u64::from(u32::from_be_bytes(*side))).collect();
    let count = Format::Idx.count(&sides, MOST)?;
    // None is larger than the product, which fits.
    Ok((sides.iter().map(|side| *side as usize).collect(), count))
}
