//! What the reader draws, prepared as MNIST's digits were, and what the network makes of it.

use super::exam::BATCH;
use super::net::{CLASSES, PIXELS, SIDE};
use compute::{EngineError, Machine};
use data::digit_box::boxed;
use data::picture::Picture;
use labkit::message::Drawing;
use labkit::{LabError, Pictures};

/// A drawing in MNIST's box.
#[derive(Debug, Clone)]
pub(super) struct Hand {
    /// The one picture that the network sees.
    pub(super) boxed: Pictures,
}

impl Hand {
    /// The drawing in its box; `None` where there is no ink.
    pub(super) fn of(drawing: &Drawing) -> Result<Option<Self>, LabError> {
        let (side, values) = (drawing.side as usize, &drawing.values.0);
        if side.checked_mul(side) != Some(values.len()) || side > 1024 {
            return Err(LabError::general(
                format!("画的应是正方形，得到 {} 个点", values.len()),
                format!("expected a square drawing, got {} points", values.len()),
            ));
        }
        let drawing = Picture { channels: 1, height: side, width: side, values: values.clone() };
        let Some(boxed) = boxed(&drawing) else { return Ok(None) };
        let side = SIDE as u32;
        let boxed = Pictures { height: side, width: side, values: boxed.placed.values.into(), names: Vec::new() };
        Ok(Some(Self { boxed }))
    }

    /// How likely the network finds each digit: the softmax of its logits.
    pub(super) async fn read(&self, machine: &mut Machine) -> Result<Vec<f32>, EngineError> {
        let mut batch = vec![0.0; BATCH * PIXELS];
        batch[..PIXELS].copy_from_slice(&self.boxed.values.0);
        machine.write("x", &batch)?;
        machine.run(1)?;
        let logits = machine.read("logits").await?;
        let logits = &logits[..CLASSES];
        let most = logits.iter().copied().fold(f32::MIN, f32::max);
        let powers: Vec<f32> = logits.iter().map(|logit| (logit - most).exp()).collect();
        let sum: f32 = powers.iter().sum();
        Ok(powers.into_iter().map(|power| power / sum).collect())
    }
}
