//! JPEG (baseline and progressive).

use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;

use super::{Limits, exif, points};
use crate::error::DataError;
use crate::fault::{Fault, Format};
use crate::picture::Picture;

/// A block of 8 × 8 has one bit at the least, and with the coarsest sampling of colours, 4 × 4, one block of a single plane
/// stands for 16.
const MOST_POINTS_PER_BYTE: usize = 8 * 64 * 16;
/// Scans of a progressive file; each goes over the whole picture. Encoders make about ten.
const MOST_SCANS: usize = 64;

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Picture, DataError> {
    let fault = |error: DecodeErrors| fault(&error, bytes.len());
    // The decoder draws what is missing as grey.
    if !ends(bytes) {
        return Err(Format::Jpeg.fault(Fault::Cut { needed: None, found: bytes.len() as u64 }));
    }
    let options = DecoderOptions::default().set_strict_mode(true).set_use_unsafe(false);
    // Sides have 16 bits; what is allowed is asked below, with a sentence of ours.
    let options = options.set_max_width(65_535).set_max_height(65_535).jpeg_set_max_scans(MOST_SCANS);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(fault)?;
    let info = decoder.info().ok_or_else(|| Format::Jpeg.damaged("it has no header"))?;
    let sides = [u64::from(info.width), u64::from(info.height)];
    points(Format::Jpeg, sides, limits, bytes.len(), MOST_POINTS_PER_BYTE)?;
    let (colour, channels) = if info.components == 1 { (ColorSpace::Luma, 1) } else { (ColorSpace::RGB, 3) };
    decoder.set_options(options.jpeg_set_out_colorspace(colour));
    let turn = decoder.exif().map_or(1, |exif| exif::orientation(exif));
    let found = decoder.decode().map_err(fault)?;
    drop(decoder);

    let (width, height) = (usize::from(info.width), usize::from(info.height));
    let turned = exif::Turned { orientation: turn, width, height };
    let (new_width, new_height) = turned.sides();
    let mut picture = Picture::black(channels, new_height, new_width);
    let plane = width * height;
    for (from, point) in found.chunks_exact(channels).enumerate() {
        let (x, y) = turned.place(from % width, from / width);
        for (channel, byte) in point.iter().enumerate() {
            if let Some(slot) = picture.values.get_mut(channel * plane + y * new_width + x) {
                *slot = f32::from(*byte) / 255.0;
            }
        }
    }
    Ok(picture)
}

/// Whether the file comes to its own end, `FF D9`: from marker to marker, since a thumbnail in a segment has an end as well.
fn ends(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some(at) = rest.windows(2).position(|two| matches!(two, [0xFF, 0x01..=0xFE])) {
        let Some([_, marker, behind @ ..]) = rest.get(at..) else { return false };
        rest = match marker {
            0xD9 => return true,
            // Markers that stand alone: restarts, the beginning.
            0x01 | 0xD0..=0xD8 => behind,
            _ => {
                let Some((length, _)) = behind.split_first_chunk() else { return false };
                behind.get(usize::from(u16::from_be_bytes(*length))..).unwrap_or_default()
            }
        };
    }
    false
}

fn fault(error: &DecodeErrors, len: usize) -> DataError {
    match error {
        DecodeErrors::ExhaustedData | DecodeErrors::IoErrors(_) => {
            Format::Jpeg.fault(Fault::Cut { needed: None, found: len as u64 })
        }
        DecodeErrors::ZeroError => Format::Jpeg.fault(Fault::Nothing { declared: "0 × 0".to_owned() }),
        _ => Format::Jpeg.damaged(format!("{error:?}")),
    }
}
