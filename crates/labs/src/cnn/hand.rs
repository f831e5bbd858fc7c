//! What the reader draws, prepared as MNIST's digits were, and what the network makes of it.

use super::exam::BATCH;
use super::inside::softmax;
use super::net::{CLASSES, PIXELS, SIDE};
use compute::{EngineError, Machine};
use data::digit_box::boxed;
use data::image::resize;
use data::picture::Picture;
use labkit::message::Drawing;
use labkit::{LabError, Pictures};

/// A drawing, and what the network sees of it.
#[derive(Debug, Clone)]
pub(super) struct Hand {
    drawing: Picture,
    /// The one picture that the network sees.
    pub(super) seen: Pictures,
}

impl Hand {
    /// The drawing, in MNIST's box or only at its size; `None` where there is no ink.
    pub(super) fn of(drawing: &Drawing, in_box: bool) -> Result<Option<Self>, LabError> {
        let (side, values) = (drawing.side as usize, &drawing.values.0);
        if side.checked_mul(side) != Some(values.len()) || side > 1024 {
            return Err(LabError::general(
                format!("画的应是正方形，得到 {} 个点", values.len()),
                format!("expected a square drawing, got {} points", values.len()),
            ));
        }
        let drawing = Picture { channels: 1, height: side, width: side, values: values.clone() };
        Ok(seen(&drawing, in_box).map(|seen| Self { drawing, seen }))
    }

    /// The same, prepared otherwise.
    pub(super) fn prepare(&mut self, in_box: bool) {
        if let Some(seen) = seen(&self.drawing, in_box) {
            self.seen = seen;
        }
    }

    /// How likely the network finds each digit: the softmax of its logits.
    pub(super) async fn read(&self, machine: &mut Machine) -> Result<Vec<f32>, EngineError> {
        let mut batch = vec![0.0; BATCH * PIXELS];
        batch[..PIXELS].copy_from_slice(&self.seen.values.0);
        machine.write("x", &batch)?;
        machine.run(1)?;
        let logits = machine.read("logits").await?;
        Ok(softmax(&logits[..CLASSES]))
    }
}

fn seen(drawing: &Picture, in_box: bool) -> Option<Pictures> {
    let boxed = boxed(drawing)?;
    let picture = if in_box { boxed.placed } else { resize(drawing, SIDE, SIDE) };
    let side = SIDE as u32;
    Some(Pictures { height: side, width: side, values: picture.values.into(), names: Vec::new() })
}
