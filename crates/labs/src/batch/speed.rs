//! Time per update and per epoch for each batch size, on the devices that are at hand. Times are no part of what a seed decides.

use super::keep::{keep, put_back};
use crate::exhibit::{Exhibit, Shown, engine, panel, series};
use super::net::{Net, asked};
use super::noise::slope;
use super::runner::{Order, Runner};
use super::sets::{Data, Items};
use compute::{Device, EngineError, Machine, Plan, Program};
use labkit::frame::Series;
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params};
use web_time::Instant;

/// Batch sizes; the notes' 1 and 10 among them.
pub(super) const SIZES: [usize; 12] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 4000];
/// Examples of the notes' epoch.
pub(super) const EPOCH: f64 = 50_000.0;
/// Most different examples among those that are gone through.
const DRAWN: usize = 256;
/// Seconds that a measurement should last, so that coarse clocks tell.
const LONG: f64 = 0.006;
/// Times that each is measured in a step; the best counts.
const TIMES: usize = 8;
/// Most updates in one go; the ring of records has room for them.
const MOST: u32 = 512;
/// The size whose plan decides which device a run with no wish takes.
const TYPICAL: usize = 100;
/// Examples whose outputs are compared, all at once and one by one.
const STACKED: usize = 32;

pub(super) struct Speed {
    seed: u64,
    data: Data,
    items: Items,
    /// The CPU, then the GPU where the lab runs on one.
    devices: Vec<Device>,
    typical: Runner,
    left: Left,
}

#[derive(Debug, Clone, Default)]
struct Left {
    /// Seconds of an update, for each device and size; the best of all times that it was measured.
    seconds: Vec<[f64; SIZES.len()]>,
    newest: usize,
    /// The largest difference between outputs of a batch and of its examples one by one.
    difference: Option<f64>,
}

impl Speed {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let data = Data::of(params);
        let drawn = data.items(seed, DRAWN);
        let most = SIZES[SIZES.len() - 1];
        let items = drawn.picked(&(0..most).map(|i| i % drawn.len()).collect::<Vec<_>>());
        let mut devices = vec![Device::cpu()];
        if device.is_gpu() {
            devices.push(device.clone());
        }
        let typical = Runner::new(device, data, &items, TYPICAL, Order { seed, shuffled: false }).map_err(engine)?;
        let left = Left { seconds: vec![[f64::INFINITY; SIZES.len()]; devices.len()], ..Left::default() };
        Ok(Self { seed, data, items, devices, typical, left })
    }

    /// Measures one batch size on every device.
    async fn measure(&mut self, at: usize) -> Result<(), EngineError> {
        for (device, times) in self.devices.iter().zip(&mut self.left.seconds) {
            let order = Order { seed: self.seed, shuffled: true };
            let mut runner = Runner::new(device, self.data, &self.items, SIZES[at], order)?;
            runner.go(0, 1).await?;
            times[at] = times[at].min(seconds_of_update(&mut runner.machine).await?);
        }
        self.left.newest = at;
        Ok(())
    }

    /// Outputs of a batch, stacked as one matrix, against those of its examples one after the other.
    async fn compare(&mut self) -> Result<f64, EngineError> {
        let Some(device) = self.devices.last() else { return Ok(f64::NAN) };
        let width = self.data.inputs();
        let net = Net::new(&mut Program::new(), self.data);
        let machine = |rows| -> Result<Machine, EngineError> {
            let mut machine = device.machine(asked(self.data, rows).compile()?)?;
            net.begin(&mut machine, self.seed)?;
            Ok(machine)
        };
        let (mut stacked, mut single) = (machine(STACKED)?, machine(1)?);
        stacked.write("x", &self.items.x[..STACKED * width])?;
        stacked.run(1)?;
        let together = stacked.read("out").await?;
        let mut apart = Vec::new();
        for example in self.items.x.chunks_exact(width).take(STACKED) {
            single.write("x", example)?;
            single.run(1)?;
            apart.extend(single.read("out").await?);
        }
        Ok(together.iter().zip(&apart).map(|(a, b)| f64::from((a - b).abs())).fold(0.0, f64::max))
    }

    fn lines(&self, prefix: &str, scale: impl Fn(f64, f64) -> f64) -> Vec<Series> {
        let names = ["cpu", "gpu"].iter().zip(1..);
        let line = |(times, (name, identity)): (&[f64; SIZES.len()], (&&str, u8))| {
            let known = SIZES.iter().zip(times).filter(|(_, seconds)| seconds.is_finite());
            let (x, y) = known.map(|(size, seconds)| (*size as f32, scale(*size as f64, *seconds) as f32)).unzip();
            series(&format!("{prefix}{name}"), identity, x, y)
        };
        self.left.seconds.iter().zip(names).map(line).collect()
    }
}

/// Seconds of an update, the best of some times, of as many updates as make a measurement long enough.
async fn seconds_of_update(machine: &mut Machine) -> Result<f64, EngineError> {
    let (mut steps, mut best, mut left) = (1, f64::INFINITY, TIMES);
    while left > 0 {
        let start = Instant::now();
        machine.run(steps)?;
        // The records come when all is done.
        machine.drain().await?;
        let seconds = start.elapsed().as_secs_f64();
        if seconds < LONG && steps < MOST {
            steps *= 2;
        } else {
            best = best.min(seconds / f64::from(steps));
            left -= 1;
        }
    }
    Ok(best)
}

/// The batch size at which an update takes twice as long as with one example, between the two sizes where it passes that;
/// `None` while none does.
fn knee(seconds: &[f64]) -> Option<f64> {
    let limit = 2.0 * seconds.first()?;
    let at = (1..seconds.len()).find(|at| (limit..f64::INFINITY).contains(&seconds[*at]) && seconds[at - 1] < limit)?;
    let ends = [at - 1, at].map(|at| ((SIZES[at] as f64).ln(), seconds[at].ln()));
    let share = (limit.ln() - ends[0].1) / (ends[1].1 - ends[0].1);
    Some((ends[0].0 + share * (ends[1].0 - ends[0].0)).exp())
}

/// How many sizes, from 1 on, have updates that take at most a quarter longer than with one example.
fn flat(seconds: &[f64]) -> usize {
    let limit = 1.25 * seconds.first().copied().unwrap_or(f64::INFINITY);
    seconds.iter().position(|seconds| *seconds > limit).unwrap_or(seconds.len())
}

/// The slope of the time of an epoch over B, both as logarithms, on the flat part; `None` where that is less than two sizes.
fn flat_slope(seconds: &[f64]) -> Option<f64> {
    let each: Vec<(f64, f64)> = SIZES.iter().zip(seconds).map(|(size, seconds)| (*size as f64, seconds / *size as f64)).collect();
    let flat = flat(seconds);
    (flat > 1 && each[..flat].iter().all(|(_, seconds)| seconds.is_finite())).then(|| slope(&each[..flat]))
}

impl Exhibit for Speed {
    fn tune(&mut self, _params: &Params) -> Result<(), LabError> {
        Ok(())
    }

    fn run(&mut self, from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move {
            if self.left.difference.is_none() {
                self.left.difference = Some(self.compare().await.map_err(engine)?);
            }
            for step in from..from + u64::from(steps) {
                self.measure(step as usize % SIZES.len()).await.map_err(engine)?;
            }
            Ok(())
        })
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let newest = self.left.newest;
        let device = self.left.seconds.len() - 1;
        let seconds = &self.left.seconds[device];
        let mut metrics = vec![("stacked_difference", self.left.difference.unwrap_or(f64::NAN))];
        if seconds[newest].is_finite() {
            metrics.push(("measured_batch", SIZES[newest] as f64));
            metrics.push(("update_ms", seconds[newest] * 1e3));
            metrics.push(("epoch_s", seconds[newest] * EPOCH / SIZES[newest] as f64));
        }
        // 1 and 10, as in the notes: 166 s and 17 s.
        let ten = seconds[0] / (seconds[3] / SIZES[3] as f64);
        metrics.extend((ten.is_finite()).then_some(("speedup_10", ten)));
        metrics.extend(knee(seconds).map(|knee| ("knee", knee)));
        metrics.extend(flat_slope(seconds).map(|slope| ("flat_slope", slope)));
        let panels = vec![
            panel("update", Content::Lines(self.lines("", |_, seconds| seconds * 1e3))),
            panel("epoch", Content::Lines(self.lines("", |size, seconds| seconds * EPOCH / size))),
        ];
        Shown { metrics, panels, diverged: false }
    }

    fn plan(&self) -> &Plan {
        self.typical.machine.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move { keep(&mut self.typical.machine, &mut [], self.left.clone(), 0).await })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        // From another device, it may know one device less.
        let left: Left = put_back(&mut self.typical.machine, &mut [], saved)?;
        self.left.newest = left.newest;
        for (mine, known) in self.left.seconds.iter_mut().zip(left.seconds) {
            *mine = known;
        }
        Ok(())
    }
}
