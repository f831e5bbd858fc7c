//! Networks that learn side by side from the same batches, and how they do on what they have not seen.

use crate::exhibit::{Curve, engine, foreign, panel};
use compute::rng::Stream;
use compute::{Device, EngineError, Machine, Program};
use labkit::model::Saved;
use labkit::{Content, LabError, Panel};
use nn::Layer;
use std::rc::Rc;

/// Values of states by name.
pub(super) type Values = Vec<(String, Vec<f32>)>;

/// Keys and identity colours of the networks, in the order in which they record their losses.
pub(super) type Names = &'static [(&'static str, u8)];

pub(super) struct Learner {
    pub(super) machine: Machine,
    names: Names,
    parameters: Vec<String>,
    pub(super) left: Left,
}

/// What is kept of the way so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Left {
    pub(super) step: u64,
    losses: Vec<Curve>,
    rights: Vec<Curve>,
    /// Newest losses of batches, and shares of right answers on the exam.
    pub(super) loss: Vec<f64>,
    pub(super) right: Vec<f64>,
    /// Whatever else the exhibit measured in the exam.
    pub(super) more: Vec<f64>,
}

impl Learner {
    /// `program` learns `net` and records one loss for each of `names`.
    pub(super) fn new(device: &Device, program: &Program, net: &dyn Layer, names: Names, seed: u64) -> Result<Self, EngineError> {
        let mut machine = device.machine(program.compile()?)?;
        for (name, values) in net.init(&mut Stream::new(seed, 0)) {
            machine.write(&name, &values)?;
        }
        let parameters = net.parameters().into_iter().map(|parameter| parameter.name).collect();
        let curves = vec![Curve::default(); names.len()];
        let left = Left { losses: curves.clone(), rights: curves, ..Left::default() };
        Ok(Self { machine, names, parameters, left })
    }

    /// One update of every network on a batch.
    pub(super) async fn learn(&mut self, batch: &[(&str, Vec<f32>)]) -> Result<(), EngineError> {
        write(&mut self.machine, batch)?;
        self.machine.run(1)?;
        let row = self.machine.drain().await?;
        self.left.loss = row.iter().map(|loss| f64::from(*loss)).collect();
        for (curve, loss) in self.left.losses.iter_mut().zip(row) {
            curve.push(self.left.step as f32, loss);
        }
        self.left.step += 1;
        Ok(())
    }

    /// Notes the shares of right answers after the steps so far.
    pub(super) fn examined(&mut self, right: Vec<f64>) {
        for (curve, share) in self.left.rights.iter_mut().zip(&right) {
            curve.push(self.left.step as f32, *share as f32);
        }
        self.left.right = right;
    }

    /// What the networks have learnt.
    pub(super) async fn parameters(&mut self) -> Result<Values, EngineError> {
        let mut values = Vec::new();
        for name in &self.parameters {
            values.push((name.clone(), self.machine.read(name).await?));
        }
        Ok(values)
    }

    /// The curves `losses` and `rights`.
    pub(super) fn panels(&self) -> Vec<Panel> {
        let lines = |curves: &[Curve]| {
            let each = curves.iter().zip(self.names);
            Content::Lines(each.map(|(curve, (key, identity))| curve.series(key, *identity)).collect())
        };
        vec![panel("losses", lines(&self.left.losses)), panel("rights", lines(&self.left.rights))]
    }

    pub(super) fn diverged(&self) -> bool {
        self.left.loss.iter().any(|loss| !loss.is_finite())
    }

    pub(super) async fn save(&mut self) -> Result<Saved, LabError> {
        let machine = self.machine.snapshot().await.map_err(engine)?;
        let own_bytes = self.left.losses.iter().chain(&self.left.rights).map(Curve::bytes).sum();
        Ok(Saved { machine, own: Rc::new(self.left.clone()), own_bytes })
    }

    pub(super) fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let Some(left) = saved.own.downcast_ref::<Left>() else { return Err(foreign()) };
        self.machine.restore(&saved.machine).map_err(engine)?;
        self.left = left.clone();
        Ok(())
    }
}

/// Writes states.
pub(super) fn write<N: AsRef<str>>(machine: &mut Machine, values: &[(N, Vec<f32>)]) -> Result<(), EngineError> {
    values.iter().try_for_each(|(name, values)| machine.write(name.as_ref(), values))
}

/// The place of the largest number.
pub(super) fn largest(values: &[f32]) -> usize {
    (0..values.len()).max_by(|a, b| values[*a].total_cmp(&values[*b]).then(b.cmp(a))).unwrap_or(0)
}
