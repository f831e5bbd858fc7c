//! NumPy arrays (`.npy`), versions 1.0 to 3.0
//! (<https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>).
//!
//! `\x93NUMPY`, two bytes of version, the length of the header (16 bits in version 1, else 32, little endian), the header (a
//! dictionary of Python), then the elements.

mod element;
mod header;

use crate::error::DataError;
use crate::fault::{Fault, Format};
use crate::kind::kind;
use header::Header;

/// The largest file, in bytes.
pub const MOST_BYTES: usize = 64 << 20;
/// The most elements.
pub const MOST: usize = 16_000_000;
/// The longest header, in bytes; NumPy itself reads 10,000.
const MOST_HEADER: usize = 1 << 16;

/// An array of numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Npy {
    /// Its sides, none of them 0; no side is a single number.
    pub shape: Vec<usize>,
    /// Its elements as 32-bit floats, the last axis fastest (C order), all finite. Whole numbers beyond 2²⁴ and 64-bit
    /// floats are rounded to the nearest.
    pub values: Vec<f32>,
    /// The type that the elements have in the file, as NumPy writes it: `<f4`.
    pub kind: String,
}

/// Reads an array of booleans, whole numbers or floats of up to 64 bits.
///
/// Memory while it runs: at most 4 × file bytes and 256 KiB, the array included (an element of one byte becomes four).
///
/// # Errors
/// A file that is too large, no NumPy array, of another version or type, huge, empty, cut, too long, with a broken header;
/// a number that is not finite as a 32-bit float.
pub fn read(bytes: &[u8]) -> Result<Npy, DataError> {
    Format::Npy.check_size(bytes.len(), MOST_BYTES)?;
    let cut = |needed: usize| Format::Npy.fault(Fault::Cut { needed: Some(needed as u64), found: bytes.len() as u64 });
    let Some(rest) = bytes.strip_prefix(b"\x93NUMPY") else {
        let begun = !bytes.is_empty() && b"\x93NUMPY".starts_with(bytes);
        return Err(if begun { cut(10) } else { Format::Npy.fault(Fault::Other(kind(bytes))) });
    };
    let ([major, minor], rest) = rest.split_first_chunk().ok_or_else(|| cut(10))?;
    let (length, rest) = match (major, minor) {
        (1, 0) => {
            let (length, rest) = rest.split_first_chunk().ok_or_else(|| cut(10))?;
            (u32::from(u16::from_le_bytes(*length)), rest)
        }
        (2 | 3, 0) => {
            let (length, rest) = rest.split_first_chunk().ok_or_else(|| cut(12))?;
            (u32::from_le_bytes(*length), rest)
        }
        _ => return Err(header_fault("version 1.0, 2.0 or 3.0", "版本 1.0、2.0 或 3.0")),
    };
    let length = usize::try_from(length).ok().filter(|length| *length <= MOST_HEADER);
    let length = length.ok_or_else(|| header_fault("a length of at most 65536 bytes", "不超过 65536 字节的长度"))?;
    let start = bytes.len() - rest.len() + length;
    let (header, data) = rest.split_at_checked(length).ok_or_else(|| cut(start))?;
    let header = std::str::from_utf8(header).map_err(|_| header_fault("text", "文本"))?;
    let header = Header::parse(header)?;

    let count = Format::Npy.count(&header.sides, MOST)?;
    // At most 16 million times 8, which 32 bits hold.
    let length = count * header.element.width();
    if data.len() < length {
        return Err(cut(start + length));
    }
    if data.len() > length {
        return Err(Format::Npy.fault(Fault::Extra { declared: (start + length) as u64 }));
    }
    let shape: Vec<usize> = header.sides.iter().map(|side| *side as usize).collect();
    let values = values(data, &header, &shape, count)?;
    Ok(Npy { shape, values, kind: header.kind })
}

fn header_fault(en: &'static str, zh: &'static str) -> DataError {
    Format::Npy.fault(Fault::Header { en, zh })
}

/// The elements in C order.
fn values(data: &[u8], header: &Header, shape: &[usize], count: usize) -> Result<Vec<f32>, DataError> {
    let width = header.element.width();
    let strides = strides(shape, header.fortran);
    let mut values = Vec::with_capacity(count);
    let mut at = vec![0_usize; shape.len()];
    for _ in 0..count {
        let place: usize = at.iter().zip(&strides).map(|(index, stride)| index * stride).sum();
        let element = data.get(place * width..(place + 1) * width).unwrap_or_default();
        let value = header.element.value(element);
        if !(value as f32).is_finite() {
            return Err(Format::Npy.fault(Fault::NotFinite { at, found: format!("{value:?}") }));
        }
        values.push(value as f32);
        advance(&mut at, shape);
    }
    Ok(values)
}

/// How many elements apart neighbours along each axis are in the file.
fn strides(shape: &[usize], fortran: bool) -> Vec<usize> {
    let mut strides = vec![1; shape.len()];
    let mut stride = 1;
    for step in 0..shape.len() {
        // The first axis fastest, or the last one.
        let axis = if fortran { step } else { shape.len() - 1 - step };
        if let (Some(slot), Some(side)) = (strides.get_mut(axis), shape.get(axis)) {
            *slot = stride;
            stride *= side;
        }
    }
    strides
}

/// The next place in C order.
fn advance(at: &mut [usize], shape: &[usize]) {
    for (index, side) in at.iter_mut().zip(shape).rev() {
        *index += 1;
        if *index < *side {
            return;
        }
        *index = 0;
    }
}
