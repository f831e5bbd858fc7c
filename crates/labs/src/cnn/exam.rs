//! Pictures on which the network is tried, and how many it gets right.

use super::net::{CLASSES, PIXELS, SIDE};
use compute::{EngineError, Machine};
use data::idx::Idx;
use data::made::digits::{Digits, Size};
use labkit::{LabError, Pictures};
use std::rc::Rc;

/// Pictures that the network looks at in one go.
pub(super) const BATCH: usize = 100;

/// Pictures of the drawn examination once training is done; before, so that nobody waits for it, a quarter of them.
pub(super) const WHOLE: usize = 4000;
/// The quarter.
pub(super) const PART: usize = WHOLE / 4;

/// Misread pictures that are shown.
const SHOWN: usize = 24;

/// What tells the drawn examination's seed from the training's.
const APART: u64 = 0x7e57_0000_0000_0000;

/// Pictures, 0 to 1, one behind the other, with their classes.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Exam {
    pub(super) pictures: Vec<f32>,
    pub(super) classes: Vec<u8>,
}

impl Exam {
    /// Digits that training never draws, of hands as people have them.
    pub(super) fn drawn(seed: u64, count: usize) -> Self {
        let mut pictures = vec![0.0; count * PIXELS];
        let factors = Digits::new(seed ^ APART, Size::Full).fill(0, &mut pictures);
        Self { pictures, classes: factors.iter().map(|one| one.class).collect() }
    }

    /// The number of the class that the network finds likeliest, for each picture.
    pub(super) async fn answers(&self, machine: &mut Machine) -> Result<Vec<u8>, EngineError> {
        let mut answers = Vec::with_capacity(self.classes.len());
        let mut batch = vec![0.0; BATCH * PIXELS];
        for pictures in self.pictures.chunks(BATCH * PIXELS) {
            batch[..pictures.len()].copy_from_slice(pictures);
            machine.write("x", &batch)?;
            machine.run(1)?;
            let logits = machine.read("logits").await?;
            answers.extend(logits.chunks_exact(CLASSES).take(pictures.len() / PIXELS).map(likeliest));
        }
        Ok(answers)
    }

    /// The numbers of the first pictures that were answered wrongly.
    pub(super) fn wrong(&self, answers: &[u8]) -> Vec<usize> {
        (0..self.classes.len()).filter(|index| self.classes[*index] != answers[*index]).take(SHOWN).collect()
    }

    /// These pictures, each with its class and the answer: `4→9`.
    pub(super) fn misread(&self, wrong: &[usize], answers: &[u8]) -> Pictures {
        let values: Vec<f32> = wrong.iter().flat_map(|index| &self.pictures[index * PIXELS..(index + 1) * PIXELS]).copied().collect();
        let names = wrong.iter().map(|index| format!("{}→{}", self.classes[*index], answers[*index])).collect();
        Pictures { height: SIDE as u32, width: SIDE as u32, values: values.into(), names }
    }

    /// The first pictures with their classes.
    pub(super) fn first(&self, count: usize) -> Pictures {
        let count = count.min(self.classes.len());
        let side = SIDE as u32;
        let names = self.classes[..count].iter().map(ToString::to_string).collect();
        Pictures { height: side, width: side, values: self.pictures[..count * PIXELS].to_vec().into(), names }
    }

    /// How many pictures of each class (rows) were answered with each (columns).
    pub(super) fn confusion(&self, answers: &[u8]) -> Vec<f32> {
        let mut counts = vec![0.0; CLASSES * CLASSES];
        for (class, answer) in self.classes.iter().zip(answers) {
            counts[usize::from(*class) * CLASSES + usize::from(*answer)] += 1.0;
        }
        counts
    }

    /// Everything but the last fifth, and the last fifth.
    pub(super) fn split(self) -> (Self, Self) {
        let kept = self.classes.len() - self.classes.len() / 5;
        let (first, last) = (&self.pictures[..kept * PIXELS], &self.pictures[kept * PIXELS..]);
        let part = |pictures: &[f32], classes: &[u8]| Self { pictures: pictures.to_vec(), classes: classes.to_vec() };
        (part(first, &self.classes[..kept]), part(last, &self.classes[kept..]))
    }

    /// The share of right answers.
    pub(super) fn share(&self, answers: &[u8]) -> f64 {
        let right = self.classes.iter().zip(answers).filter(|(class, answer)| class == answer).count();
        right as f64 / self.classes.len().max(1) as f64
    }
}

fn likeliest(logits: &[f32]) -> u8 {
    let mut best = 0;
    for (class, logit) in logits.iter().enumerate() {
        if *logit > logits[best] {
            best = class;
        }
    }
    best as u8
}

/// The two files of an examination, in whichever order they come.
#[derive(Debug, Clone, Default)]
pub(super) struct Files {
    pictures: Option<Rc<[f32]>>,
    classes: Option<Rc<[u8]>>,
}

impl Files {
    /// Takes one of the two; answers with how many items it has.
    pub(super) fn take(&mut self, name: &str, file: Idx) -> Result<usize, LabError> {
        let count = file.shape.first().copied().unwrap_or(0);
        let was_pair = self.is_pair();
        match file.shape[..] {
            [_, 28, 28] => {
                self.pictures = Some(file.bytes.iter().map(|byte| f32::from(*byte) / 255.0).collect());
                // What does not fit the pair that stood begins another one.
                self.classes.take_if(|classes| was_pair && classes.len() != count);
            }
            [_] if file.bytes.iter().all(|class| usize::from(*class) < CLASSES) => {
                self.classes = Some(file.bytes.into());
                self.pictures.take_if(|pictures| was_pair && pictures.len() != count * PIXELS);
            }
            _ => {
                let shape = file.shape;
                return Err(LabError::general(
                    format!("“{name}”：需要 28×28 的图片，或 0 到 9 的标签，得到的形状是 {shape:?}"),
                    format!("“{name}”: expected pictures of 28×28, or labels from 0 to 9, got the shape {shape:?}"),
                ));
            }
        }
        Ok(count)
    }

    /// Whether both files are there.
    pub(super) fn is_pair(&self) -> bool {
        self.pictures.is_some() && self.classes.is_some()
    }

    /// The examination, once both files are there and fit; what is missing stays unasked.
    pub(super) fn exam(&self) -> Result<Option<Exam>, LabError> {
        let (Some(pictures), Some(classes)) = (&self.pictures, &self.classes) else { return Ok(None) };
        let (found, expected) = (classes.len(), pictures.len() / PIXELS);
        if found != expected {
            return Err(LabError::general(
                format!("有 {expected} 张图片，标签却有 {found} 个"),
                format!("expected as many labels as pictures, {expected}; got {found}"),
            ));
        }
        Ok(Some(Exam { pictures: pictures.to_vec(), classes: classes.to_vec() }))
    }
}
