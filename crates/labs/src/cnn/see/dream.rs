//! Deep Dream: a layer's output is the target, exaggerated, and the picture goes towards it.
//!
//! `T = h(x₀)·(1 + g)` once for each round, then `x ← clip(x − η ∇/rms ∇)` with `∇ = ∂ ½ mean (h(x) − T)² / ∂x`; h is what the filters
//! say, before the rectifier, so that what is negative becomes more negative (Mordvintsev, Olah and Tyka, Inceptionism, 2015).

use super::super::params::TABLE;
use super::colour::{bilinear, clouds, eye, figure, filters, square, trunk};
use super::exhibit::{Digits, Exhibit, Keep, Shown, engine, foreign};
use super::learner::{Learner, Weights, read_all, write_all};
use compute::{Device, EngineError, Expr, Machine, Program, Snapshot, grad};
use data::picture::Picture;
use labkit::frame::Series;
use labkit::model::Local;
use labkit::{Content, LabError, Panel, Params, Pictures};
use nn::Net;
use std::any::Any;
use std::rc::Rc;

/// Side of the whole picture.
const SIDE: usize = 96;
/// Steps towards a target before the next one is set.
const ROUND: u64 = 20;
/// A picture of the reader's is kept at this side.
const KEPT: usize = 256;

pub(super) struct Dream {
    device: Device,
    params: Params,
    seed: u64,
    eye: Learner,
    yours: Option<Vec<f32>>,
    dreaming: Option<Dreaming>,
    fresh: bool,
}

/// The picture at one of its sizes.
struct Dreaming {
    machine: Machine,
    net: Net,
    state: State,
}

/// What of it is not on the device.
#[derive(Debug, Clone)]
struct State {
    octave: usize,
    side: usize,
    /// What is dreamt on, at the whole size and at this one.
    ground: Rc<[f32]>,
    small: Rc<[f32]>,
    /// The length of its output at this size.
    length: f32,
    /// The layer's output when the round began, and the target made of it.
    before: Rc<[f32]>,
    target: Rc<[f32]>,
    /// Steps of this round.
    done: u64,
    growth: Vec<f32>,
}

struct Kept {
    eye: (Snapshot, u64),
    dreaming: Option<(Snapshot, State)>,
}

/// The side at octave `octave` of `octaves`, the last of which is whole: each 1.4 times the one before.
fn side(octave: usize, octaves: usize) -> usize {
    let share = 1.4_f32.powi(octave as i32 + 1 - octaves as i32);
    ((SIDE as f32 * share / 4.0).round() as usize).max(4) * 4
}

fn length(values: &[f32]) -> f32 {
    values.iter().map(|value| value * value).sum::<f32>().sqrt()
}

/// The step at one size, for the layer of that name.
fn machine(device: &Device, side: usize, level: &str) -> Result<(Machine, Net), LabError> {
    let stack = trunk(side)?;
    let mut program = Program::new();
    let net = stack.build(&mut program);
    let (x, rate) = (program.state("x", &[1, 3, side, side]), program.state("rate", &[]));
    let tap = net.taps(&(&x * 2.0 - 1.0)).into_iter().find(|tap| tap.name == level);
    let Some(h) = tap.map(|tap| tap.value) else { return Err(engine(EngineError::Name(level.to_owned()))) };
    let target = program.state("target", h.shape().axes());
    let g = grad(&((&h - target).square().mean() * 0.5), &[&x]).remove(0);
    let rms = g.square().mean().sqrt();
    let next = &x - rate * g / (rms + 1e-12);
    program.update("x", &next.max(&Expr::scalar(0.0)).min(&Expr::scalar(1.0)));
    program.output("h", &(h + 0.0));
    let machine = device.machine(program.compile().map_err(engine)?).map_err(engine)?;
    Ok((machine, net))
}

impl Dreaming {
    /// Begins at a size from `x`, the whole of `ground` in mind.
    async fn at(device: &Device, weights: &Weights, level: &str, octave: (usize, usize), ground: Rc<[f32]>, x: &[f32], gain: f32) -> Result<Self, LabError> {
        let side = octave.1;
        let (mut machine, net) = machine(device, side, level)?;
        write_all(&mut machine, weights).map_err(engine)?;
        let small: Rc<[f32]> = bilinear(&ground, SIDE, side).into();
        let empty: Rc<[f32]> = Rc::from([]);
        let state = State { octave: octave.0, side, ground, small: Rc::clone(&small), length: 0.0, before: Rc::clone(&empty), target: empty, done: 0, growth: Vec::new() };
        let mut this = Self { machine, net, state };
        this.machine.write("x", &small).map_err(engine)?;
        this.state.length = length(&this.output().await?);
        this.machine.write("x", x).map_err(engine)?;
        this.aim(gain).await?;
        Ok(this)
    }

    /// The layer's output: a step of rate 0.
    async fn output(&mut self) -> Result<Vec<f32>, LabError> {
        self.machine.write("rate", &[0.0]).map_err(engine)?;
        self.machine.run(1).map_err(engine)?;
        self.machine.read("h").await.map_err(engine)
    }

    /// Sets the target by the picture as it stands.
    async fn aim(&mut self, gain: f32) -> Result<(), LabError> {
        let before = self.output().await?;
        let target: Vec<f32> = before.iter().map(|h| h * (1.0 + gain)).collect();
        self.machine.write("target", &target).map_err(engine)?;
        (self.state.before, self.state.target, self.state.done) = (before.into(), target.into(), 0);
        Ok(())
    }
}

impl Dream {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let eye = eye(device, seed)?;
        Ok(Self { device: device.clone(), params: params.clone(), seed, eye, yours: None, dreaming: None, fresh: true })
    }

    fn number(&self, key: &str) -> f32 {
        self.params.number(TABLE, key) as f32
    }

    fn octaves(&self) -> usize {
        self.number("octaves").round() as usize
    }

    fn level(&self) -> &'static str {
        self.params.choice(TABLE, "level")
    }

    fn ground(&self) -> Vec<f32> {
        match (self.params.choice(TABLE, "ground"), &self.yours) {
            ("figure", _) => figure(self.seed, 0, SIDE),
            ("yours", Some(yours)) => square(&Picture { channels: 3, height: KEPT, width: KEPT, values: yours.clone() }, SIDE),
            _ => clouds(self.seed, SIDE),
        }
    }

    /// The next size or the next round, after `ROUND` steps; the first size where there is none.
    async fn go_on(&mut self) -> Result<(), LabError> {
        let (gain, octaves, level) = (self.number("gain"), self.octaves(), self.level());
        let Some(mut now) = self.dreaming.take() else {
            let ground: Rc<[f32]> = self.ground().into();
            let weights = filters(&mut self.eye).await?;
            let small = side(0, octaves);
            let x = bilinear(&ground, SIDE, small);
            self.dreaming = Some(Dreaming::at(&self.device, &weights, level, (0, small), ground, &x, gain).await?);
            self.fresh = true;
            return Ok(());
        };
        if now.state.done >= ROUND {
            let octave = now.state.octave + 1;
            if octave < octaves {
                let x = now.machine.read("x").await.map_err(engine)?;
                let detail: Vec<f32> = x.iter().zip(&*now.state.small).map(|(x, small)| x - small).collect();
                let side = side(octave, octaves);
                let (detail, ground) = (bilinear(&detail, now.state.side, side), Rc::clone(&now.state.ground));
                let x: Vec<f32> = bilinear(&ground, SIDE, side).iter().zip(detail).map(|(x, more)| (x + more).clamp(0.0, 1.0)).collect();
                let weights = read_all(&mut now.machine, &now.net).await.map_err(engine)?;
                let growth = std::mem::take(&mut now.state.growth);
                now = Dreaming::at(&self.device, &weights, level, (octave, side), ground, &x, gain).await?;
                now.state.growth = growth;
            } else {
                now.aim(gain).await?;
            }
        }
        self.dreaming = Some(now);
        Ok(())
    }
}

impl Exhibit for Dream {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        let changed = params.differing(&self.params, TABLE);
        self.params = params.clone();
        if changed.iter().any(|key| ["level", "octaves", "gain", "ground"].contains(key)) {
            self.dreaming = None;
        }
        Ok(())
    }

    fn run<'a>(&'a mut self, _digits: &'a mut dyn Digits, mut steps: u64) -> Local<'a, Result<(), LabError>> {
        Box::pin(async move {
            let practice = self.number("practice").round() as u64;
            let now = steps.min(practice.saturating_sub(self.eye.step));
            if now > 0 {
                self.dreaming = None;
            }
            self.eye.advance(now).map_err(engine)?;
            steps -= now;
            if self.eye.step < practice {
                return Ok(());
            }
            if self.dreaming.is_none() {
                self.go_on().await?;
            }
            while steps > 0 {
                self.go_on().await?;
                let rate = self.number("pace") * 0.2;
                let Some(Dreaming { machine, state, .. }) = &mut self.dreaming else { return Ok(()) };
                let now = steps.min(ROUND - state.done);
                machine.write("rate", &[rate]).map_err(engine)?;
                for _ in 0..now {
                    machine.run(1).map_err(engine)?;
                    let h = machine.read("h").await.map_err(engine)?;
                    state.growth.push(length(&h) / state.length.max(1e-9));
                }
                state.done += now;
                steps -= now;
            }
            Ok(())
        })
    }

    fn show(&mut self, whole: bool) -> Local<'_, Result<Shown, LabError>> {
        Box::pin(async move {
            let mut shown = Shown::default();
            let practice = self.number("practice").round() as u64;
            shown.metrics.push(("practice_left", practice.saturating_sub(self.eye.step) as f64));
            let Some(Dreaming { machine, net, state }) = &mut self.dreaming else { return Ok(shown) };
            let x = machine.read("x").await.map_err(engine)?;
            let h = machine.read("h").await.map_err(engine)?;
            let weights = read_all(machine, net).await.map_err(engine)?;
            let alike = |a: &[f32], b: &[f32]| {
                let same = a.iter().zip(b).filter(|(a, b)| (**a < 0.0) == (**b < 0.0)).count();
                same as f64 / a.len().max(1) as f64
            };
            let moved: f32 = x.iter().zip(&*state.small).map(|(x, before)| (x - before).abs()).sum::<f32>() / x.len() as f32;
            shown.metrics.extend([
                ("weights_hash", f64::from(super::ascent::hash(&weights))),
                ("growth", f64::from(length(&h) / state.length.max(1e-9))),
                ("signs_kept", alike(&state.target, &state.before)),
                ("signs_reached", alike(&h, &state.target)),
                ("moved", f64::from(moved)),
            ]);
            let picture = |values: Vec<f32>| Content::Pictures(Pictures { height: SIDE as u32, width: SIDE as u32, values: values.into(), names: Vec::new() });
            let mut panel = |id: &str, content| shown.panels.push(Panel { id: id.to_owned(), content });
            panel("dream", picture(bilinear(&x, state.side, SIDE)));
            let steps: Vec<f32> = (0..state.growth.len()).map(|step| step as f32).collect();
            panel("growths", Content::Lines(vec![Series { key: "growth".to_owned(), index: 0, identity: 1, x: steps.into(), y: state.growth.clone().into() }]));
            if whole || std::mem::take(&mut self.fresh) {
                panel("ground", picture(state.ground.to_vec()));
            }
            Ok(shown)
        })
    }

    fn save(&mut self) -> Local<'_, Result<Keep, LabError>> {
        Box::pin(async move {
            let eye = self.eye.save().await.map_err(engine)?;
            let (mut bytes, mut dreaming) = (if self.dreaming.is_some() { 0 } else { eye.0.bytes() }, None);
            if let Some(Dreaming { machine, state, .. }) = &mut self.dreaming {
                let snapshot = machine.snapshot().await.map_err(engine)?;
                bytes += snapshot.bytes() + size_of_val(&*state.growth);
                dreaming = Some((snapshot, state.clone()));
            }
            Ok((Rc::new(Kept { eye, dreaming }) as Rc<dyn Any>, bytes))
        })
    }

    fn restore(&mut self, saved: &dyn Any) -> Result<(), LabError> {
        let Some(Kept { eye, dreaming }) = saved.downcast_ref() else { return Err(foreign()) };
        self.eye.restore(eye).map_err(engine)?;
        (self.dreaming, self.fresh) = (None, true);
        if let Some((snapshot, state)) = dreaming {
            let (mut machine, net) = machine(&self.device, state.side, self.level())?;
            machine.restore(snapshot).map_err(engine)?;
            self.dreaming = Some(Dreaming { machine, net, state: state.clone() });
        }
        Ok(())
    }

    fn picture(&mut self, picture: &Picture) -> Result<bool, LabError> {
        self.yours = Some(square(picture, KEPT));
        if self.params.choice(TABLE, "ground") == "yours" {
            self.dreaming = None;
        }
        Ok(true)
    }
}
