//! A proxy that learnt from answers alone: the attacker draws pictures, asks what each is taken for, and learns that.
//!
//! Papernot et al., "Practical black-box attacks against machine learning" (ASIA CCS 2017), without their augmentation.

use super::{COUNT, Wish};
use crate::adversarial::params::{TOGETHER, layers};
use crate::adversarial::victim::{Asked, BATCH, Exam, Learner, Left, PIXELS, SIDE, School, Victim, answers};
use compute::{Device, EngineError, Snapshot};
use data::made::digits::{Digits, Size};
use nn::Stack;

/// How it is built: the attacker need not know how the other is.
const NET: &str = "mlp";
/// Batches that it learns.
const STUDY: u64 = 240;
const RATE: f32 = 3e-3;
/// What tells the attacker's pictures from all others.
const APART: u64 = 0x0a77_ac4e_0000_0000;

/// Who is asked, and how often.
pub(super) type Key = (usize, usize);

pub(super) struct Proxy {
    device: Device,
    seed: u64,
    variety: f32,
    pub(super) now: Option<Now>,
}

pub(super) struct Now {
    pub(super) key: Key,
    stack: Stack,
    x: Vec<f32>,
    /// What the other said of them.
    y: Vec<f32>,
    learner: Learner,
    /// The share of the exam on which both say the same, once it has learnt.
    pub(super) agrees: Option<f64>,
}

/// What it goes on from.
pub(super) type Kept = (Key, Snapshot, Left);

impl Wish {
    pub(super) fn key(&self) -> Key {
        (self.asked, self.queries)
    }
}

impl Proxy {
    pub(super) fn new(device: &Device, seed: u64, variety: f32) -> Self {
        Self { device: device.clone(), seed, variety, now: None }
    }

    /// Asks.
    pub(super) async fn begin(&mut self, key: Key, stack: &Stack, asked: &mut [Asked]) -> Result<(), EngineError> {
        let (whom, queries) = key;
        let mut x = vec![0.0; queries * PIXELS];
        Digits { seed: self.seed ^ APART, size: Size::Full, variety: self.variety }.fill(0, &mut x);
        let y = answers(&asked[whom].logits(&x).await?).map(|class| class as f32).collect();
        let school = School::plain(stack, self.variety, STUDY);
        let learner = Learner::new(&self.device, school, RATE, self.seed ^ APART)?;
        self.now = Some(Now { key, stack: stack.clone(), x, y, learner, agrees: None });
        Ok(())
    }

    /// Goes back to what was kept.
    pub(super) async fn back_to(&mut self, kept: &Kept, stack: &Stack, asked: &mut [Asked]) -> Result<(), EngineError> {
        let (key, snapshot, left) = kept;
        if self.now.as_ref().is_none_or(|now| now.key != *key) {
            self.begin(*key, stack, asked).await?;
        }
        let Some(now) = &mut self.now else { return Ok(()) };
        now.learner.machine().restore(snapshot)?;
        now.learner.left = left.clone();
        now.agrees = None;
        Ok(())
    }

    pub(super) async fn keep(&mut self) -> Result<Option<Kept>, EngineError> {
        let Some(now) = &mut self.now else { return Ok(None) };
        Ok(Some((now.key, now.learner.machine().snapshot().await?, now.learner.left.clone())))
    }
}

impl Now {
    /// Batches that are still to be learnt.
    pub(super) fn left(&self) -> u64 {
        STUDY - self.learner.left.step
    }

    /// Learns on, batch after batch of the pictures in a circle; answers how many of the steps are left over.
    pub(super) async fn learn(&mut self, steps: u32) -> Result<u32, EngineError> {
        let some = self.left().div_ceil(TOGETHER).min(u64::from(steps));
        for _ in 0..some * TOGETHER {
            let first = self.learner.left.step as usize * BATCH;
            let rows = (first..first + BATCH).map(|row| row % self.y.len());
            let x: Vec<f32> = rows.clone().flat_map(|row| &self.x[row * PIXELS..][..PIXELS]).copied().collect();
            let y: Vec<f32> = rows.map(|row| self.y[row]).collect();
            self.learner.study(&x, &y).await?;
        }
        Ok(steps - some as u32)
    }

    /// The network that it became.
    pub(super) async fn victim(&mut self) -> Result<Victim, EngineError> {
        Ok(Victim::plain(&self.stack, vec![self.learner.weights().await?]))
    }

    /// Compares its answers with the other's.
    pub(super) async fn compare(
        &mut self,
        device: &Device,
        victim: &Victim,
        other: &mut Asked,
        exam: &Exam,
    ) -> Result<(), EngineError> {
        let own = Asked::new(device, victim, COUNT)?.logits(&exam.pictures).await?;
        let other = other.logits(&exam.pictures).await?;
        let same = answers(&own).zip(answers(&other)).filter(|(own, other)| own == other).count();
        self.agrees = Some(same as f64 / COUNT as f64);
        Ok(())
    }
}

/// Its layers.
pub(super) fn stack() -> Result<Stack, nn::stack::StackError> {
    Stack::parse(layers(NET), [1, SIDE, SIDE])
}
