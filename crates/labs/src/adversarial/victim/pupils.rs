//! Several classifiers that learn side by side, each with layers, a seed and digits of its own.

use super::{Learner, Left, SIDE, School, Victim};
use crate::adversarial::params::{TABLE, TOGETHER, layers};
use crate::exhibit::{Shown, engine, foreign, panel};
use compute::{Device, EngineError, Plan, Snapshot};
use labkit::{Content, LabError, Params};
use nn::Stack;

/// Rate of training.
const RATE: f32 = 3e-3;
/// What tells the seed of one from that of the next.
const APART: u64 = 0x9e37_79b9_7f4a_7c15;

pub(in super::super) struct Pupils {
    nets: Vec<&'static str>,
    stacks: Vec<Stack>,
    learners: Vec<Learner>,
    steps: u64,
}

/// How far each of them is.
pub(in super::super) type Course = Vec<(Snapshot, Left)>;

impl Pupils {
    /// One for each of `nets`, which are not none; of the first the seed is `seed`.
    pub(in super::super) fn new(
        device: &Device,
        nets: &[&'static str],
        params: &Params,
        seed: u64,
    ) -> Result<Self, LabError> {
        let steps = (params.number(TABLE, "practice").round() as u64).next_multiple_of(TOGETHER);
        let mut this = Self { nets: nets.to_vec(), stacks: Vec::new(), learners: Vec::new(), steps };
        for (net, k) in nets.iter().zip(0..) {
            let stack = Stack::parse(layers(net), [1, SIDE, SIDE])
                .map_err(|error| LabError::general(error.zh(), error.en()))?;
            let variety = params.number(TABLE, "variety") as f32;
            let school = School::plain(&stack, variety, steps);
            let own = seed.wrapping_add(APART.wrapping_mul(k));
            this.learners.push(Learner::new(device, school, RATE, own).map_err(engine)?);
            this.stacks.push(stack);
        }
        Ok(this)
    }

    /// Batches that are still to be learnt.
    pub(in super::super) fn left(&self) -> u64 {
        self.steps - self.learners[0].left.step
    }

    /// Steps of the run that they have learnt for.
    pub(in super::super) fn done(&self) -> u64 {
        self.learners[0].left.step / TOGETHER
    }

    /// Learns on; answers how many of the steps are left over.
    pub(in super::super) async fn learn(&mut self, steps: u32) -> Result<u32, EngineError> {
        let some = self.left().div_ceil(TOGETHER).min(u64::from(steps));
        for learner in &mut self.learners {
            learner.learn(some * TOGETHER).await?;
        }
        Ok(steps - some as u32)
    }

    pub(in super::super) async fn victims(&mut self) -> Result<Vec<Victim>, EngineError> {
        let mut all = Vec::new();
        for (learner, stack) in self.learners.iter_mut().zip(&self.stacks) {
            all.push(Victim::plain(stack, vec![learner.weights().await?]));
        }
        Ok(all)
    }

    pub(in super::super) fn show(&self, shown: &mut Shown) {
        shown.metrics.push(("practice_left", self.left() as f64));
        let lefts = || self.learners.iter().map(|learner| &learner.left);
        // The first's loss stands for it; a diverged one shows in any.
        if let Some(loss) = lefts().next().and_then(|left| left.loss) {
            shown.metrics.push(("loss", f64::from(loss)));
        }
        shown.diverged = lefts().any(|left| left.loss.is_some_and(|loss| !loss.is_finite()));
        let curves = lefts().zip(&self.nets).zip(1..).map(|((left, net), identity)| left.losses.series(net, identity));
        shown.panels.push(panel("losses", Content::Lines(curves.collect())));
    }

    pub(in super::super) fn plan(&self) -> &Plan {
        self.learners[self.learners.len() - 1].plan()
    }

    pub(in super::super) async fn course(&mut self) -> Result<Course, LabError> {
        let mut all = Vec::new();
        for learner in &mut self.learners {
            let snapshot = learner.machine().snapshot().await.map_err(engine)?;
            all.push((snapshot, learner.left.clone()));
        }
        Ok(all)
    }

    pub(in super::super) fn go_back(&mut self, course: &Course) -> Result<(), LabError> {
        if course.len() != self.learners.len() {
            return Err(foreign());
        }
        for (learner, (snapshot, left)) in self.learners.iter_mut().zip(course) {
            learner.machine().restore(snapshot).map_err(engine)?;
            learner.left = left.clone();
        }
        Ok(())
    }
}

/// Bytes of a course beside the snapshot of the first.
pub(in super::super) fn bytes(course: &Course) -> usize {
    let snapshots = course.iter().skip(1).map(|(snapshot, _)| snapshot.bytes()).sum::<usize>();
    snapshots + course.iter().map(|(_, left)| left.losses.bytes()).sum::<usize>()
}
