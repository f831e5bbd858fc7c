//! All that a victim learns before it is attacked: one network, or several one after another.

use super::learner::{Learner, Left, School};
use super::{Victim, Weights};
use crate::exhibit::{engine, foreign};
use compute::{Device, EngineError, Plan};
use labkit::LabError;
use labkit::model::Saved;
use std::rc::Rc;

/// How its networks go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Together {
    /// One alone.
    One,
    /// So many, which differ by their seeds; all of them answer.
    Ensemble(usize),
    /// The second learns what the first one says, and answers.
    Distilled,
}

impl Together {
    fn networks(self) -> usize {
        match self {
            Self::One => 1,
            Self::Ensemble(count) => count,
            Self::Distilled => 2,
        }
    }
}

pub(in super::super) struct Course {
    device: Device,
    school: School,
    together: Together,
    rate: f32,
    seed: u64,
    /// Those that have learnt.
    done: Rc<Vec<Weights>>,
    learner: Learner,
}

/// Where it goes on.
struct Place {
    left: Left,
    done: Rc<Vec<Weights>>,
}

impl Course {
    pub(in super::super) fn new(
        device: &Device,
        school: &School,
        together: Together,
        rate: f32,
        seed: u64,
    ) -> Result<Self, EngineError> {
        let learner = Learner::new(device, school.clone(), rate, seed)?;
        let (device, school) = (device.clone(), school.clone());
        Ok(Self { device, school, together, rate, seed, done: Rc::default(), learner })
    }

    /// Batches that are still to be learnt, over all networks.
    pub(in super::super) fn left(&self) -> u64 {
        let networks = (self.together.networks() - self.done.len()) as u64;
        (networks * self.school.steps).saturating_sub(self.learner.left.step)
    }

    /// Learns so many batches, if so many are left.
    pub(in super::super) async fn learn(&mut self, mut batches: u64) -> Result<(), EngineError> {
        while batches > 0 && self.left() > 0 {
            if self.learner.left.step == self.school.steps {
                Rc::make_mut(&mut self.done).push(self.learner.weights().await?);
                self.learner = self.next()?;
            }
            let now = batches.min(self.school.steps - self.learner.left.step);
            self.learner.learn(now).await?;
            batches -= now;
        }
        Ok(())
    }

    /// The learner whose turn it is after those that are done.
    fn next(&self) -> Result<Learner, EngineError> {
        let teacher = self.done.last().filter(|_| self.together == Together::Distilled);
        let seed = self.seed.wrapping_add(self.done.len() as u64);
        Learner::taught(&self.device, self.school.clone(), self.rate, seed, teacher)
    }

    /// The classifier as it stands: of an ensemble those that are done and the one that learns.
    pub(in super::super) async fn victim(&mut self) -> Result<Victim, EngineError> {
        let now = self.learner.weights().await?;
        let before = self.done.iter().filter(|_| matches!(self.together, Together::Ensemble(_))).cloned();
        Ok(Victim::plain(&self.school.stack, before.chain([now]).collect()))
    }

    /// Loss of the newest batch, and all losses of the network that learns.
    pub(in super::super) fn progress(&self) -> &Left {
        &self.learner.left
    }

    pub(in super::super) fn plan(&self) -> &Plan {
        self.learner.plan()
    }

    pub(in super::super) async fn save(&mut self) -> Result<Saved, LabError> {
        let machine = self.learner.machine().snapshot().await.map_err(engine)?;
        let left = self.learner.left.clone();
        let numbers = self.done.iter().flatten().map(|(_, values)| values.len()).sum::<usize>();
        let own_bytes = left.losses.bytes() + numbers * size_of::<f32>();
        Ok(Saved { machine, own: Rc::new(Place { left, done: Rc::clone(&self.done) }), own_bytes })
    }

    pub(in super::super) fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let Some(place) = saved.own.downcast_ref::<Place>() else { return Err(foreign()) };
        if place.done.len() != self.done.len() {
            self.done = Rc::clone(&place.done);
            self.learner = self.next().map_err(engine)?;
        }
        self.learner.machine().restore(&saved.machine).map_err(engine)?;
        self.learner.left = place.left.clone();
        Ok(())
    }
}
