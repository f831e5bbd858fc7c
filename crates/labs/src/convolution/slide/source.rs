//! What lies under the window, and the filter on it.

use super::op::Shapes;
use crate::convolution::cells::Cells;
use crate::convolution::params::TABLE;
use data::image::resize;
use data::made::digits::{Digits, Size};
use data::picture::Picture;
use data::random::Random;
use labkit::message::Drawing;
use labkit::{LabError, Params};

/// The lecture's picture, and the filter that looks for its diagonal.
pub(in crate::convolution) const PICTURE: &str =
    "1 0 0 0 0 1 / 0 1 0 0 1 0 / 0 0 1 1 0 0 / 1 0 0 0 1 0 / 0 1 0 0 1 0 / 0 0 1 0 1 0";

/// Filters of the first layer, of which `maps` are the output.
const FIRST: usize = 25;
/// What tells its weights from other draws of the seed.
const WEIGHTS: u64 = 0x736c_6964_6500_0000;

/// The picture `C × H × W` and a filter as deep.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub(super) picture: Cells,
    pub(super) filter: Cells,
}

impl Source {
    pub(super) fn new(params: &Params, seed: u64, drawing: Option<&Drawing>) -> Result<Self, LabError> {
        let filter = Cells::read("kernel", &params.text(TABLE, "kernel"))?;
        let picture = match params.choice(TABLE, "source") {
            "digit" => digit(seed, drawing),
            "colours" => colours(seed),
            "maps" => maps(&digit(seed, drawing), seed),
            _ => match params.text(TABLE, "picture").as_str().trim() {
                "" => Cells::read("picture", PICTURE)?,
                text => Cells::read("picture", text)?,
            },
        };
        let filter = deep(filter, picture.channels, seed)?;
        Ok(Self { picture, filter })
    }

    /// The picture with its rings of zeros.
    pub(super) fn padded(&self, shapes: &Shapes) -> Cells {
        let (inner, pad) = (&self.picture, shapes.pad);
        let (rows, columns) = (inner.rows + 2 * pad, inner.columns + 2 * pad);
        let mut values = vec![0.0; inner.channels * rows * columns];
        for (at, row) in inner.values.chunks_exact(inner.columns.max(1)).enumerate() {
            let (channel, y) = (at / inner.rows, at % inner.rows);
            let start = (channel * rows + y + pad) * columns + pad;
            values[start..start + inner.columns].copy_from_slice(row);
        }
        Cells { channels: inner.channels, rows, columns, values }
    }
}

/// The filter as deep as the picture: as it is where it fits; a plane of it for every channel, on the maps of a layer with a weight of
/// its own for each.
fn deep(filter: Cells, channels: usize, seed: u64) -> Result<Cells, LabError> {
    if filter.channels == channels {
        return Ok(filter);
    }
    if filter.channels != 1 {
        let got = filter.channels;
        return Err(LabError::field(
            "kernel",
            format!("卷积核有 {got} 个通道，图有 {channels} 个；写一个通道，就用在每个通道上"),
            format!("the filter has {got} channels, the picture {channels}; with one channel it is used on each"),
        ));
    }
    let mut random = Random::of(seed ^ WEIGHTS, 1);
    let weights: Vec<f32> = (0..channels).map(|_| if channels > 4 { random.normal() } else { 1.0 }).collect();
    let values = weights.iter().flat_map(|weight| filter.values.iter().map(move |value| weight * value)).collect();
    Ok(Cells { channels, values, ..filter })
}

/// The reader's drawing made 28×28, or a digit of the seed's.
fn digit(seed: u64, drawing: Option<&Drawing>) -> Cells {
    let side = Size::Full.side();
    let drawn = drawing.map(|drawing| {
        let own = drawing.side as usize;
        resize(&Picture { channels: 1, height: own, width: own, values: drawing.values.0.clone() }, side, side).values
    });
    let values = drawn.filter(|values| values.len() == side * side).unwrap_or_else(|| {
        let mut values = vec![0.0; side * side];
        Digits::new(seed, Size::Full).fill(0, &mut values);
        values
    });
    Cells { channels: 1, rows: side, columns: side, values }
}

/// Red, green and blue of a small scene: a red disc, a green stripe, and blue that grows from the left.
fn colours(seed: u64) -> Cells {
    const SIDE: usize = 10;
    let mut random = Random::of(seed ^ WEIGHTS, 2);
    let (cx, cy, stripe) = (random.between(2.0, 7.0), random.between(2.0, 7.0), 2 + random.below(6));
    let mut values = Vec::with_capacity(3 * SIDE * SIDE);
    for channel in 0..3 {
        for (y, x) in (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (y, x))) {
            values.push(match channel {
                0 => f32::from(u8::from((x as f32 - cx).hypot(y as f32 - cy) < 2.6)),
                1 => f32::from(u8::from(y == stripe)),
                _ => (x as f32 / (SIDE - 1) as f32 * 10.0).round() / 10.0,
            });
        }
    }
    Cells { channels: 3, rows: SIDE, columns: SIDE, values }
}

/// What a first layer of 25 filters 3×3, drawn from the seed, a rectifier and a pooling 2×2 make of the digit: 25 × 13 × 13.
fn maps(digit: &Cells, seed: u64) -> Cells {
    let (side, out) = (digit.columns, (digit.columns - 2) / 2);
    let mut random = Random::of(seed ^ WEIGHTS, 0);
    let mut values = Vec::with_capacity(FIRST * out * out);
    for _ in 0..FIRST {
        let filter: Vec<f32> = (0..9).map(|_| random.normal() / 2.0).collect();
        let at = |y: usize, x: usize| -> f32 { (0..9).map(|k| filter[k] * digit.values[(y + k / 3) * side + x + k % 3]).sum::<f32>().max(0.0) };
        for (y, x) in (0..out).flat_map(|y| (0..out).map(move |x| (2 * y, 2 * x))) {
            values.push(at(y, x).max(at(y, x + 1)).max(at(y + 1, x)).max(at(y + 1, x + 1)));
        }
    }
    Cells { channels: FIRST, rows: out, columns: out, values }
}
