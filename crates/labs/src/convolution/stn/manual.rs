//! A frame that the reader lays, by six numbers; each step they go downhill on how far the frame is off the upright digit.

use super::scenes::warped;
use super::warp::{Affine, grid, nearest};
use crate::convolution::params::TABLE;
use crate::convolution::why::pictures::{PIXELS, SIDE};
use crate::exhibit::{Curve, Exhibit, Shown, engine, foreign, panel, series};
use compute::{Device, EngineError, Expr, Machine, Plan, Program, grad};
use data::made::digits::{Digits, Size};
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params, Pictures};
use std::rc::Rc;

/// The six numbers, in the table and in panels.
const THETA: [&str; 6] = ["theta1", "theta2", "theta3", "theta4", "theta5", "theta6"];
/// How the digit lies: turned by 20°, smaller, off the middle.
const WAY: (f32, f32, [f32; 2]) = (0.35, 0.8, [0.1, -0.06]);

pub(in super::super) struct Manual {
    machine: Machine,
    rate: f32,
    picture: Vec<f32>,
    left: Left,
}

#[derive(Debug, Clone, Default)]
struct Left {
    step: u64,
    losses: Curve,
    now: Option<Now>,
}

#[derive(Debug, Clone)]
struct Now {
    loss: f32,
    theta: Vec<f32>,
    slopes: Vec<f32>,
    frame: Vec<f32>,
}

/// A step of the six numbers: `θ ← θ − η ∇ℓ / |∇ℓ|`, `ℓ = Σ (frame − upright)² / 28`. Outputs `frame`, `slopes`; records `ℓ`.
fn program(sharp: bool) -> Program {
    let mut program = Program::new();
    let (x, upright) = (program.state("x", &[1, 1, SIDE, SIDE]), program.state("upright", &[1, 1, SIDE, SIDE]));
    let (theta, rate) = (program.state("theta", &[1, 6]), program.state("lr", &[]));
    let places = grid(&theta, SIDE);
    let places = if sharp { nearest(&places, SIDE) } else { places };
    let frame = x.grid_sample(&places);
    let loss = (&frame - upright).square().sum() * (1.0 / SIDE as f32);
    let slopes: Expr = grad(&loss, &[&theta]).remove(0);
    // Where the nearest pixel is taken there is no slope, and nothing to divide.
    let length = (slopes.square().sum() + 1e-12).sqrt();
    program.update("theta", &(&theta - rate * &slopes / length));
    program.output("frame", &frame);
    program.output("slopes", &slopes);
    program.record(&loss);
    program
}

impl Manual {
    pub(in super::super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let upright = Digits::new(seed, Size::Full).draw(0).1.values;
        let picture = warped(&upright, &Affine::turned(WAY.0, WAY.1, WAY.2));
        let program = program(params.choice(TABLE, "sampling") == "nearest");
        let mut machine = device.machine(program.compile().map_err(engine)?).map_err(engine)?;
        let theta = THETA.map(|key| params.number(TABLE, key) as f32);
        for (name, values) in [("x", &picture[..]), ("upright", &upright), ("theta", &theta)] {
            machine.write(name, values).map_err(engine)?;
        }
        let mut this = Self { machine, rate: 0.0, picture, left: Left::default() };
        this.tune(params)?;
        Ok(this)
    }

    async fn work(&mut self, steps: u32) -> Result<(), EngineError> {
        if steps == 0 && self.left.now.is_some() {
            return Ok(());
        }
        self.machine.write("lr", &[self.rate])?;
        let mut rest = steps;
        while rest > 0 {
            let some = rest.min(self.machine.room());
            self.machine.run(some)?;
            for loss in self.machine.drain().await? {
                self.left.losses.push(self.left.step as f32, loss);
                self.left.step += 1;
            }
            rest -= some;
        }
        // What is shown is of the numbers as they stand.
        self.machine.write("lr", &[0.0])?;
        self.machine.run(1)?;
        let loss = self.machine.drain().await?.first().copied().unwrap_or(f32::NAN);
        let (theta, slopes) = (self.machine.read("theta").await?, self.machine.read("slopes").await?);
        let frame = self.machine.read("frame").await?;
        self.left.now = Some(Now { loss, theta, slopes, frame });
        Ok(())
    }
}

impl Exhibit for Manual {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        self.rate = params.number(TABLE, "stn_rate") as f32;
        Ok(())
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move { self.work(steps).await.map_err(engine) })
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let Some(now) = &self.left.now else { return Shown::default() };
        let length = now.slopes.iter().map(|slope| f64::from(*slope).powi(2)).sum::<f64>().sqrt();
        let metrics = vec![("frame_loss", f64::from(now.loss)), ("frame_slope", length)];
        let side = SIDE as u32;
        let both = [&self.picture[..PIXELS], &now.frame[..]].concat();
        // An arrow points downhill, against the slope.
        let downhill = THETA.iter().zip(&now.slopes).map(|(key, slope)| ((*key).to_owned(), 0.0 - *slope)).collect();
        let panels = vec![
            panel("frame_pictures", Content::Pictures(Pictures { height: side, width: side, values: both.into(), names: Vec::new() })),
            panel("frame_theta", Content::Lines(vec![series("0", 1, now.theta.clone(), now.theta.clone())])),
            panel("frame_downhill", Content::Bars(downhill)),
            panel("frame_losses", Content::Lines(vec![self.left.losses.series("loss", 1)])),
        ];
        Shown { metrics, panels, diverged: !now.loss.is_finite() }
    }

    fn plan(&self) -> &Plan {
        self.machine.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let machine = self.machine.snapshot().await.map_err(engine)?;
            Ok(Saved { machine, own: Rc::new(self.left.clone()), own_bytes: self.left.losses.bytes() + 4 * PIXELS })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let Some(left) = saved.own.downcast_ref::<Left>() else { return Err(foreign()) };
        self.machine.restore(&saved.machine).map_err(engine)?;
        self.left = left.clone();
        Ok(())
    }
}

/// The slopes of the loss at `theta`, by the engine and by differences of f64 sums over a short way; the digit is soft, since between
/// pixels a bilinear sample has kinks.
#[cfg(test)]
pub(in super::super) fn gradients(seed: u64, theta: [f32; 6], sharp: bool) -> ([f32; 6], [f32; 6]) {
    /// Of each number.
    const STEP: f32 = 2e-4;
    let upright = Digits::new(seed, Size::Full).draw(0).1.values;
    let picture = warped(&upright, &Affine::turned(WAY.0, WAY.1, WAY.2));
    let mut machine = Device::cpu().machine(program(sharp).compile().unwrap()).unwrap();
    machine.write("x", &picture).unwrap();
    machine.write("upright", &upright).unwrap();
    let mut at = |theta: &[f32; 6]| {
        machine.write("theta", theta).unwrap();
        machine.run(1).unwrap();
        drop(pollster::block_on(machine.drain()).unwrap());
        let frame = pollster::block_on(machine.read("frame")).unwrap();
        let loss = frame.iter().zip(&upright).map(|(a, b)| f64::from(a - b).powi(2)).sum::<f64>() / SIDE as f64;
        (pollster::block_on(machine.read("slopes")).unwrap(), loss)
    };
    let exact = at(&theta).0;
    let difference = |k: usize| {
        let [below, above] = [-STEP, STEP].map(|way| {
            let mut moved = theta;
            moved[k] += way;
            moved
        });
        let (low, high) = (at(&below).1, at(&above).1);
        ((high - low) / f64::from(above[k] - below[k])) as f32
    };
    let differences = [0, 1, 2, 3, 4, 5].map(difference);
    ([0, 1, 2, 3, 4, 5].map(|k| exact[k]), differences)
}
