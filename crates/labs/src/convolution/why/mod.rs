//! Why convolution? Networks that differ in how their outputs are tied to the inputs learn the same few digits, batch by batch, and
//! are tried on digits that are not as they were in training.

mod count;
mod detect;
mod exam;
mod layer;
mod local;
mod nets;
pub(super) mod pictures;
mod question;
mod routes;
mod show;

pub(super) use count::Count;
#[cfg(test)]
pub(super) use count::Layout;
pub(super) use detect::Detect;

use super::params::TABLE;
use crate::exhibit::{Curve, Exhibit, Shown, engine, foreign, panel};
use compute::rng::Stream;
use compute::{Device, EngineError, Machine, Plan};
use data::split;
use exam::{Exam, Examined};
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params};
use layer::Ties;
use nets::{Net, Size, Training, key, training};
use nn::Layer;
use pictures::{Items, shuffled};
use question::Question;
use std::rc::Rc;

/// Examples of an update.
const BATCH: usize = 20;
/// Updates between two looks at unseen digits, and between two looks at all that the question asks.
const LOOK: u64 = 30;
const STUDY: u64 = 150;

pub(super) struct Why {
    machine: Machine,
    nets: Vec<Net>,
    exam: Exam,
    question: Question,
    seed: u64,
    /// Examples of an epoch, the last batch filled up from the first ones.
    count: usize,
    turns: u64,
    left: Left,
    /// What is asked has changed since it was answered.
    stale: bool,
}

#[derive(Debug, Clone, Default)]
struct Left {
    step: u64,
    losses: Vec<Curve>,
    rights: Vec<Curve>,
    examined: Examined,
    diverged: bool,
}

impl Why {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let question = Question::of(params);
        let kinds = question.kinds();
        let size = Size::of(kinds, params.choice(TABLE, "equal") == "weights");
        let count = params.number(TABLE, "n").round().max(1.0) as usize;
        let places = if question == Question::Permute { shuffled(seed) } else { Vec::new() };
        let items = Items::draw(seed, count).changed(count, &pictures::Change { places, ..pictures::Change::default() });
        let batch = BATCH.min(count);
        let turns = count.div_ceil(batch);
        let Training { program, nets, memory } = training(kinds, size, [count, batch, turns]);
        let mut machine = device.machine(program.compile().map_err(engine)?).map_err(engine)?;
        machine.write("x", &items.x).and_then(|()| machine.write("y", &items.y)).map_err(engine)?;
        for net in &nets {
            for (name, values) in net.init(&mut Stream::new(seed, net.ties as u32)) {
                machine.write(&name, &values).map_err(engine)?;
            }
        }
        for (name, values) in memory.init(&mut Stream::new(seed, 0)) {
            machine.write(&name, &values).map_err(engine)?;
        }
        let exam = Exam::new(device, kinds, size, seed, &items).map_err(engine)?;
        let left = Left { losses: vec![Curve::default(); kinds.len()], rights: vec![Curve::default(); kinds.len()], ..Left::default() };
        let mut this = Self { machine, nets, exam, question, seed, count, turns: turns as u64, left, stale: true };
        this.tune(params)?;
        Ok(this)
    }

    /// As many updates as are left of the epoch and until the next look, at most `most`.
    async fn go(&mut self, most: u64) -> Result<(), EngineError> {
        let (step, batch) = (self.left.step, BATCH.min(self.count));
        let (epoch, done) = (step / self.turns, step % self.turns);
        if done == 0 {
            let order = split::order(self.count, self.seed, epoch);
            let order: Vec<f32> = order.iter().cycle().take(self.turns as usize * batch).map(|i| *i as f32).collect();
            self.machine.write("order", &order)?;
            self.machine.write("cursor", &[0.0])?;
        }
        let steps = most.min(self.turns - done).min(LOOK - step % LOOK).min(STUDY - step % STUDY).min(u64::from(self.machine.room()));
        self.machine.run(steps as u32)?;
        for row in self.machine.drain().await?.chunks_exact(self.nets.len()) {
            for (curve, loss) in self.left.losses.iter_mut().zip(row) {
                curve.push(self.left.step as f32, *loss);
            }
            self.left.diverged |= row.iter().any(|loss| !loss.is_finite());
            self.left.step += 1;
        }
        if self.left.step.is_multiple_of(LOOK) {
            self.look().await?;
        }
        if self.left.step.is_multiple_of(STUDY) {
            self.exam.study(self.question, &mut self.left.examined).await?;
        }
        Ok(())
    }

    async fn look(&mut self) -> Result<(), EngineError> {
        self.exam.learn(&self.nets, &mut self.machine).await?;
        self.exam.look(&mut self.left.examined).await?;
        for (curve, right) in self.left.rights.iter_mut().zip(&self.left.examined.plain) {
            curve.push(self.left.step as f32, *right);
        }
        self.stale = true;
        Ok(())
    }

    async fn work(&mut self, steps: u32) -> Result<(), EngineError> {
        if self.left.step == 0 && self.left.examined.plain.is_empty() {
            self.look().await?;
        }
        let end = self.left.step + u64::from(steps);
        while self.left.step < end {
            self.go(end - self.left.step).await?;
        }
        if self.stale {
            self.exam.learn(&self.nets, &mut self.machine).await?;
            self.exam.look_changed(&mut self.left.examined).await?;
            self.stale = false;
        }
        Ok(())
    }
}

impl Exhibit for Why {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        self.machine.write("lr", &[params.number(TABLE, "why_rate") as f32]).map_err(engine)?;
        let change = self.question.change(params, self.seed);
        let watched = params.choice(TABLE, "look");
        let watched = self.nets.iter().position(|net| key(net.ties) == watched).unwrap_or(self.nets.len() - 1);
        self.stale |= self.exam.ask(change, watched);
        Ok(())
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move { self.work(steps).await.map_err(engine) })
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let names: Vec<&'static str> = self.nets.iter().map(|net| key(net.ties)).collect();
        let curves = |curves: &[Curve]| {
            let one = |(at, curve): (usize, &Curve)| curve.series(names[at], identity(self.nets[at].ties));
            Content::Lines(curves.iter().enumerate().map(one).collect())
        };
        let mut shown = self.left.examined.show(self.question, &self.nets);
        shown.panels.push(panel("why_losses", curves(&self.left.losses)));
        shown.panels.push(panel("why_rights", curves(&self.left.rights)));
        shown.diverged = self.left.diverged;
        shown
    }

    fn plan(&self) -> &Plan {
        self.machine.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let machine = self.machine.snapshot().await.map_err(engine)?;
            let curves = self.left.losses.iter().chain(&self.left.rights).map(Curve::bytes).sum::<usize>();
            Ok(Saved { machine, own: Rc::new(self.left.clone()), own_bytes: curves + self.left.examined.bytes() })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let Some(left) = saved.own.downcast_ref::<Left>() else { return Err(foreign()) };
        self.machine.restore(&saved.machine).map_err(engine)?;
        (self.left, self.stale) = (left.clone(), true);
        Ok(())
    }
}

/// The identity colour of a network.
fn identity(ties: Ties) -> u8 {
    match ties {
        Ties::Full => 2,
        Ties::Local => 3,
        Ties::Shared => 1,
        Ties::Separable => 4,
    }
}
