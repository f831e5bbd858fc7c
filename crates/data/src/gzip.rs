//! gzip (RFC 1952), unpacked behind a limit: an archive of 50 kB can hold 50 MB of zeros.

use std::io::{ErrorKind, Read};

use flate2::bufread::MultiGzDecoder;
use flate2::{Decompress, FlushDecompress};

use crate::error::DataError;
use crate::fault::{Fault, Format};
use crate::kind::kind;

/// The most bytes that one byte of DEFLATE can stand for: a match of 258 bytes in two bits.
pub const MOST_RATIO: usize = 1032;

/// Whether these are the first bytes of a gzip archive.
#[must_use]
pub fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1F\x8B")
}

/// What is in an archive (in all its members, one after the other): at most `most` bytes.
///
/// Memory while it runs: at most 4 × max(archive, `most`) bytes and 256 KiB. No byte is unpacked beyond the first one that
/// is too many.
///
/// # Errors
/// No archive, cut, damaged (its checksum included), or more than `most` bytes in it.
pub fn unpack(bytes: &[u8], most: usize) -> Result<Vec<u8>, DataError> {
    let mut reader = Unpacker::new(bytes)?;
    let found = reader.up_to(most)?;
    reader.end(most)?;
    Ok(found)
}

/// An archive that is unpacked as far as it is asked for.
pub(crate) struct Unpacker<'a> {
    stream: MultiGzDecoder<&'a [u8]>,
    packed: usize,
}

impl<'a> Unpacker<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Result<Self, DataError> {
        if !is_gzip(bytes) {
            return Err(Format::Gzip.fault(Fault::Other(kind(bytes))));
        }
        Ok(Self { stream: MultiGzDecoder::new(bytes), packed: bytes.len() })
    }

    /// The next `count` bytes, or fewer where the archive ends.
    pub(crate) fn up_to(&mut self, count: usize) -> Result<Vec<u8>, DataError> {
        // What fits into the archive at all, so that a lie about the size takes no memory.
        let mut found = Vec::with_capacity(count.min(self.packed.saturating_mul(MOST_RATIO)).min(FIRST));
        let limit = count as u64;
        self.stream.by_ref().take(limit).read_to_end(&mut found).map_err(|error| self.fault(&error))?;
        Ok(found)
    }

    /// Makes sure that nothing comes behind the `most` bytes unpacked so far, and that the checksum is right.
    pub(crate) fn end(&mut self, most: usize) -> Result<(), DataError> {
        match self.stream.read(&mut [0]) {
            Ok(0) => Ok(()),
            Ok(_) => Err(Format::Gzip.fault(Fault::Swells { most: most as u64 })),
            Err(error) => Err(self.fault(&error)),
        }
    }

    fn fault(&self, error: &std::io::Error) -> DataError {
        match error.kind() {
            ErrorKind::UnexpectedEof => Format::Gzip.fault(Fault::Cut { needed: None, found: self.packed as u64 }),
            _ => Format::Gzip.damaged(error.to_string()),
        }
    }
}

/// What is reserved before the first byte is unpacked; behind it memory doubles as bytes come.
const FIRST: usize = 1 << 16;

/// The first bytes of what is in an archive; zeros where it has fewer.
pub(crate) fn peek<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut found = [0; N];
    // Without the checksum, whose table is larger than all else that a glance needs. Fewer bytes than asked for, or none, are an
    // answer as well.
    if let Some(packed) = header(bytes).and_then(|length| bytes.get(length..)) {
        let _ = Decompress::new(false).decompress(packed, &mut found, FlushDecompress::None);
    }
    found
}

/// Length of an archive's header (RFC 1952, 2.3).
fn header(bytes: &[u8]) -> Option<usize> {
    const EXTRA: u8 = 4;
    const NAME: u8 = 8;
    const COMMENT: u8 = 16;
    const CHECK: u8 = 2;
    let flags = *bytes.get(3)?;
    let mut at = 10;
    if flags & EXTRA != 0 {
        at += 2 + usize::from(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            at += 1 + bytes.get(at..)?.iter().position(|byte| *byte == 0)?;
        }
    }
    if flags & CHECK != 0 {
        at += 2;
    }
    Some(at)
}
