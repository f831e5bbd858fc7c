//! IDX files, as MNIST comes in (LeCun, Cortes and Burges 1998), packed by gzip or not: two zero bytes, the type (8: bytes),
//! the number of axes, their lengths as big-endian u32, the bytes row by row.

use crate::{DataError, Looks};

/// Most bytes of an unpacked file: MNIST's 60,000 pictures have 47 million.
const MOST: usize = 1 << 26;

/// A tensor of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idx {
    /// Lengths of its axes.
    pub shape: Vec<usize>,
    /// As many bytes as their product.
    pub bytes: Vec<u8>,
}

/// Reads an IDX file of bytes.
///
/// # Errors
/// Another type of file, or one that is damaged, cut off or too large.
pub fn read(file: &[u8]) -> Result<Idx, DataError> {
    if file.starts_with(&[0x1f, 0x8b]) { parse(&unpack(file)?) } else { parse(file) }
}

fn broken(reason: &str) -> DataError {
    DataError::Malformed { reason: reason.to_owned() }
}

fn parse(file: &[u8]) -> Result<Idx, DataError> {
    let [0, 0, 8, axes, rest @ ..] = file else { return Err(DataError::NotText(Looks::Unknown)) };
    let header = 4 * usize::from(*axes);
    let (lengths, rest) = rest.split_at_checked(header).ok_or_else(|| broken("IDX: the file is cut off"))?;
    let lengths = lengths.as_chunks::<4>().0;
    let shape: Vec<usize> = lengths.iter().map(|length| u32::from_be_bytes(*length) as usize).collect();
    let size = shape.iter().try_fold(1_usize, |size, length| size.checked_mul(*length).filter(|size| *size <= MOST));
    match size {
        Some(size) if !shape.is_empty() && rest.len() == size => Ok(Idx { shape, bytes: rest.to_vec() }),
        _ => Err(broken("IDX: the length of the file is not what its header says")),
    }
}

/// The content of a gzip file (RFC 1952): a header of ten bytes and what its flags announce, deflated bytes, eight of sum and
/// length.
fn unpack(file: &[u8]) -> Result<Vec<u8>, DataError> {
    const EXTRA: u8 = 4;
    const NAME: u8 = 8;
    const COMMENT: u8 = 16;
    const SUM: u8 = 2;
    let cut = || broken("gzip: the file is cut off");
    let flags = *file.get(3).ok_or_else(cut)?;
    let mut at = 10;
    if flags & EXTRA != 0 {
        let length = file.get(at..at + 2).ok_or_else(cut)?;
        at += 2 + usize::from(u16::from_le_bytes([length[0], length[1]]));
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            let rest = file.get(at..).ok_or_else(cut)?;
            at += rest.iter().position(|byte| *byte == 0).ok_or_else(cut)? + 1;
        }
    }
    if flags & SUM != 0 {
        at += 2;
    }
    let body = file.get(at..).ok_or_else(cut)?;
    miniz_oxide::inflate::decompress_to_vec_with_limit(body, MOST).map_err(|_| broken("gzip: the file is damaged"))
}
