//! PNG, row by row: at no time is there a second copy of the picture.

use png::{BitDepth, Decoder, DecodingError, Limits as Memory, Reader, Transformations};

use super::{Ground, Limits, points};
use crate::error::DataError;
use crate::fault::{Fault, Format};
use crate::gzip::MOST_RATIO;
use crate::picture::Picture;

/// Eight points a byte at the least, and no more bytes than DEFLATE can stand for.
const MOST_POINTS_PER_BYTE: usize = 8 * MOST_RATIO;
/// The passes of Adam7: first column, first row, step between columns, between rows. What is not interlaced is one pass.
const ADAM7: [[usize; 4]; 7] =
    [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]];
const WHOLE: [[usize; 4]; 1] = [[0, 0, 1, 1]];

pub(super) fn read(bytes: &[u8], limits: &Limits, ground: Ground) -> Result<Picture, DataError> {
    let fault = |error: DecodingError| fault(&error, bytes.len());
    // Chunks lie in memory one at a time, behind this limit, and so do two rows.
    let memory = Memory { bytes: bytes.len().saturating_add(1 << 19) };
    let mut decoder = Decoder::new_with_limits(std::io::Cursor::new(bytes), memory);
    // Palettes, single bits and a transparent colour become 8 bits of grey, RGB, or these with alpha.
    decoder.set_transformations(Transformations::EXPAND);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let header = decoder.read_header_info().map_err(fault)?;
    let (width, height) = (header.width, header.height);
    let points = points(Format::Png, [width.into(), height.into()], limits, bytes.len(), MOST_POINTS_PER_BYTE)?;
    let mut reader = decoder.read_info().map_err(fault)?;

    let (colour, depth) = reader.output_color_type();
    let alpha = matches!(colour, png::ColorType::GrayscaleAlpha | png::ColorType::Rgba);
    let samples = colour.samples();
    let channels = samples - usize::from(alpha);
    let layout = Layout { samples, channels, alpha, wide: depth == BitDepth::Sixteen, ground };
    let (width, height) = (width as usize, height as usize);
    let mut picture = Picture { channels, height, width, values: vec![0.0; channels * points] };
    let passes: &[_] = if reader.info().interlaced { &ADAM7 } else { &WHOLE };
    for [left, top, step_x, step_y] in passes.iter().copied().filter(|[left, top, ..]| *left < width && *top < height) {
        for y in (top..height).step_by(step_y) {
            let row = reader.next_row().map_err(fault)?.ok_or_else(|| Format::Png.damaged("a row is missing"))?;
            layout.put(row.data(), &mut picture, y, left, step_x);
        }
    }
    end(&mut reader).map_err(fault)?;
    Ok(picture)
}

/// To the end of the file, so that one that is cut behind its rows is found.
fn end(reader: &mut Reader<std::io::Cursor<&[u8]>>) -> Result<(), DecodingError> {
    while reader.next_row()?.is_some() {}
    reader.finish()
}

/// How a point stands in a row.
struct Layout {
    /// Numbers a point.
    samples: usize,
    /// Those of them that are colours.
    channels: usize,
    /// Whether the last is the opacity.
    alpha: bool,
    /// Whether a number has 16 bits.
    wide: bool,
    ground: Ground,
}

impl Layout {
    /// Puts a row at row `y`, from column `left` on, `step` columns apart.
    fn put(&self, row: &[u8], picture: &mut Picture, y: usize, left: usize, step: usize) {
        let plane = picture.height * picture.width;
        let bytes = self.samples * if self.wide { 2 } else { 1 };
        for (point, x) in row.chunks_exact(bytes).zip((left..picture.width).step_by(step)) {
            let alpha = if self.alpha { self.sample(point, self.channels) } else { 1.0 };
            for channel in 0..self.channels {
                if let Some(slot) = picture.values.get_mut(channel * plane + y * picture.width + x) {
                    *slot = self.ground.under(self.sample(point, channel), alpha);
                }
            }
        }
    }

    /// A number of a point, 0 to 1.
    fn sample(&self, point: &[u8], index: usize) -> f32 {
        let byte = |at: usize| point.get(at).copied().unwrap_or(0);
        if self.wide {
            f32::from(u16::from_be_bytes([byte(2 * index), byte(2 * index + 1)])) / 65535.0
        } else {
            f32::from(byte(index)) / 255.0
        }
    }
}

fn fault(error: &DecodingError, len: usize) -> DataError {
    match error {
        DecodingError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            Format::Png.fault(Fault::Cut { needed: None, found: len as u64 })
        }
        _ => Format::Png.damaged(error.to_string()),
    }
}
