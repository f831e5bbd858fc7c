//! A detector of attacks: an answer that changes much when the picture is squeezed gives it away (feature squeezing; Xu, Evans and Qi,
//! NDSS 2018).

use super::COUNT;
use crate::adversarial::victim::{Asked, PIXELS, Shield, Victim, shares};
use crate::exhibit::{Shown, panel, series};
use compute::{Device, EngineError};
use data::made::digits::CLASSES;
use labkit::Content;

/// The greatest gap: two answers that are both sure of something else.
const WIDEST: f32 = 2.0;
/// Bars of a histogram.
const BARS: usize = 20;

pub(super) struct Detector {
    bare: Asked,
    squeezed: Vec<Asked>,
    clean: Vec<f32>,
}

impl Detector {
    pub(super) async fn new(
        device: &Device,
        victim: &Victim,
        squeezers: &[Shield],
        pictures: &[f32],
    ) -> Result<Self, EngineError> {
        let asked = |way| Asked::new(device, &victim.along(vec![way], victim.seed), COUNT);
        let squeezed = squeezers.iter().map(|squeezer| asked(Some(*squeezer))).collect::<Result<_, _>>()?;
        let mut detector = Self { bare: asked(None)?, squeezed, clean: Vec::new() };
        detector.clean = detector.gaps(pictures).await?;
        Ok(detector)
    }

    /// Of each picture `max ‖p(x) − p(squeezed x)‖₁` over the squeezers.
    pub(super) async fn gaps(&mut self, pictures: &[f32]) -> Result<Vec<f32>, EngineError> {
        let bare = shares(&self.bare.logits(pictures).await?);
        let mut gaps = vec![0.0_f32; pictures.len() / PIXELS];
        for asked in &mut self.squeezed {
            let squeezed = shares(&asked.logits(pictures).await?);
            let rows = bare.chunks_exact(CLASSES).zip(squeezed.chunks_exact(CLASSES));
            for (gap, (one, other)) in gaps.iter_mut().zip(rows) {
                *gap = gap.max(one.iter().zip(other).map(|(one, other)| (one - other).abs()).sum());
            }
        }
        Ok(gaps)
    }

    /// Of pictures with these `gaps`, those that were successfully attacked against all as they are.
    pub(super) fn show(&self, gaps: &[f32], fooled: &[bool], threshold: f32, shown: &mut Shown) {
        let attacked: Vec<f32> = gaps.iter().zip(fooled).filter(|(_, fooled)| **fooled).map(|(gap, _)| *gap).collect();
        let above =
            |gaps: &[f32], bar: f32| gaps.iter().filter(|gap| **gap > bar).count() as f64 / gaps.len().max(1) as f64;
        shown.metrics.push(("false_alarms", above(&self.clean, threshold)));
        if !attacked.is_empty() {
            shown
                .metrics
                .extend([("detected", above(&attacked, threshold)), ("detector_auc", auc(&attacked, &self.clean))]);
        }
        let x: Vec<f32> = (0..BARS).map(|at| (at as f32 + 0.5) * WIDEST / BARS as f32).collect();
        let histogram = |gaps: &[f32]| {
            let mut shares = vec![0.0; BARS];
            for gap in gaps {
                let at = ((gap / WIDEST * BARS as f32) as usize).min(BARS - 1);
                shares[at] += 1.0 / gaps.len() as f32;
            }
            shares
        };
        let lines =
            vec![series("clean", 1, x.clone(), histogram(&self.clean)), series("attack", 2, x, histogram(&attacked))];
        shown.panels.push(panel("gaps", Content::Lines(lines)));
        let bars = (0..=100).rev().map(|at| WIDEST * at as f32 / 100.0 - 1e-6);
        let (alarms, found): (Vec<f32>, Vec<f32>) =
            bars.map(|bar| (above(&self.clean, bar) as f32, above(&attacked, bar) as f32)).unzip();
        shown.panels.push(panel("roc", Content::Lines(vec![series("roc", 2, alarms, found)])));
    }
}

/// `P(gap of an attacked one > gap of a clean one)`, ties counted half: the area under the ROC curve.
fn auc(attacked: &[f32], clean: &[f32]) -> f64 {
    let against = |one: f32| {
        let score = |other: &f32| {
            if one > *other {
                1.0
            } else if one == *other {
                0.5
            } else {
                0.0
            }
        };
        clean.iter().map(score).sum::<f64>() / clean.len().max(1) as f64
    };
    attacked.iter().map(|gap| against(*gap)).sum::<f64>() / attacked.len().max(1) as f64
}
