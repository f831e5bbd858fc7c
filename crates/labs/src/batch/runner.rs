//! A network in training, epoch by epoch.

use super::net::{Net, update};
use super::sets::{Data, Items};
use compute::{Device, EngineError, Machine};
use data::split;
use nn::Layer;

/// In which order the examples of an epoch come.
#[derive(Debug, Clone, Copy)]
pub(super) struct Order {
    pub(super) seed: u64,
    /// Drawn anew for each epoch; else always as they lie.
    pub(super) shuffled: bool,
}

impl Order {
    /// The numbers of the `n` examples in epoch `epoch`.
    pub(super) fn of(self, n: usize, epoch: u64) -> Vec<usize> {
        if self.shuffled { split::order(n, self.seed, epoch) } else { (0..n).collect() }
    }
}

/// Parameters by name.
pub(super) type Values = Vec<(String, Vec<f32>)>;

pub(super) struct Runner {
    pub(super) machine: Machine,
    pub(super) net: Net,
    n: usize,
    batch: usize,
    order: Order,
}

impl Runner {
    /// A run that has not begun.
    pub(super) fn new(device: &Device, data: Data, items: &Items, batch: usize, order: Order) -> Result<Self, EngineError> {
        let (program, net) = update(data, items.len(), batch);
        let mut machine = device.machine(program.compile()?)?;
        machine.write("x", &items.x)?;
        machine.write("y", &items.y)?;
        net.begin(&mut machine, order.seed)?;
        Ok(Self { machine, net, n: items.len(), batch, order })
    }

    /// Updates of an epoch: `⌈n / B⌉`.
    pub(super) fn per_epoch(&self) -> u64 {
        self.n.div_ceil(self.batch) as u64
    }

    pub(super) fn set_rate(&mut self, rate: f32) -> Result<(), EngineError> {
        self.machine.write("lr", &[rate])
    }

    /// Goes on from update `step`, by `most` updates or to the end of the epoch. Answers with how many it made and with a row of
    /// records for each.
    pub(super) async fn go(&mut self, step: u64, most: u64) -> Result<(u64, Vec<f32>), EngineError> {
        let (epoch, done) = (step / self.per_epoch(), step % self.per_epoch());
        if done == 0 {
            let order: Vec<f32> = self.order.of(self.n, epoch).iter().map(|&i| i as f32).collect();
            self.machine.write("order", &order)?;
            self.machine.write("cursor", &[0.0])?;
        }
        let steps = most.min(self.per_epoch() - done).min(u64::from(self.machine.room()));
        self.machine.run(steps as u32)?;
        Ok((steps, self.machine.drain().await?))
    }

    /// Its parameters by name.
    pub(super) async fn parameters(&mut self) -> Result<Values, EngineError> {
        let mut all = Vec::new();
        for parameter in self.net.parameters() {
            let values = self.machine.read(&parameter.name).await?;
            all.push((parameter.name, values));
        }
        Ok(all)
    }

    pub(super) fn write(&mut self, values: &Values) -> Result<(), EngineError> {
        values.iter().try_for_each(|(name, values)| self.machine.write(name, values))
    }

    /// The examples of update `step`.
    pub(super) fn numbers(&self, step: u64) -> Vec<usize> {
        let first = (step % self.per_epoch()) as usize * self.batch;
        let mut order = self.order.of(self.n, step / self.per_epoch());
        order.truncate(first + self.batch);
        order.split_off(first)
    }
}
