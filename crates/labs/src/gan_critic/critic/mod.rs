//! One critic that learns to tell two frozen heaps apart, under a constraint of the reader's choice; everything that is claimed of
//! constraints is measured on it.

pub(super) mod look;
pub(super) mod net;
mod pairs;
mod probe;
mod show;
pub(super) mod spectrum;
pub(super) mod train;

use super::params::TABLE;
use crate::exhibit::{Curve, Exhibit, Shown, engine, foreign};
use compute::ops::random::key;
use compute::rng::Stream;
use compute::{Device, EngineError, Machine, Plan};
use labkit::inside::Equation;
use labkit::model::{Local, Saved};
use labkit::{LabError, Params, Sentence, short};
use look::Look;
use net::{Bend, Critic};
use nn::Layer as _;
use pairs::Heaps;
use spectrum::{Spectrum, between, singular_values};
use std::rc::Rc;
use train::{Design, ESTIMATE, Form, POINTS, Place, Rule, SLOPE, layers, training};

/// Nodes of the field on each axis.
const GRID: usize = 49;
/// Fresh points where slopes are measured.
const FRESH: usize = 512;
/// Steps between two drains of the records.
const SLICE: u32 = 512;
/// What of the mean length of a layer's gradient is kept from step to step.
const KEPT: f32 = 0.9;

pub(super) struct Workshop {
    params: Params,
    seed: u64,
    design: Design,
    heaps: Heaps,
    training: Machine,
    critic: Critic,
    look: Look,
    left: Left,
    seen: Option<Seen>,
}

/// What is kept of the way so far.
#[derive(Debug, Clone, Default)]
struct Left {
    step: u64,
    estimates: Curve,
    slopes: Curve,
    /// Of each layer the mean length of its gradient over about ten steps.
    layers: Vec<f32>,
    diverged: bool,
}

/// What there is to see of the critic as it stands.
struct Seen {
    /// Over the grid, row by row from the smallest y.
    height: Vec<f32>,
    slope: Vec<f32>,
    /// f on both heaps, and the slopes there.
    scores: [Vec<f32>; 2],
    slopes: [Vec<f32>; 2],
    probes: Vec<probe::Probe>,
    /// At the probes.
    fresh: Vec<f32>,
    /// The weights without biases, as they are trained.
    weights: Vec<f32>,
    spectra: Vec<Spectrum>,
}

/// How the parameters build the critic.
fn design(params: &Params) -> Design {
    let choice = |key: &str| params.choice(TABLE, key);
    let whole = |key: &str| params.number(TABLE, key).round() as usize;
    let rule = match choice("rule") {
        "none" => Rule::None,
        "clip" => Rule::Clip,
        "spectral" => Rule::Spectral { rounds: whole("iterations") },
        _ => {
            let form = match choice("form") {
                "one-sided" => Form::OneSided,
                "plain" => Form::Plain,
                "squared" => Form::Squared,
                _ => Form::TwoSided,
            };
            Rule::Penalty { form, printed_sign: choice("sign") == "printed" }
        }
    };
    let place = match choice("place") {
        "nearest" => Place::Nearest,
        "data" => Place::Data,
        "fakes" => Place::Fakes,
        "window" => Place::Window,
        _ => Place::Segments,
    };
    let bend = match choice("activation") {
        "relu" => Bend::Relu,
        "tanh" => Bend::Tanh,
        _ => Bend::Leaky,
    };
    let width = choice("width").parse().unwrap_or(32);
    Design { hidden: whole("depth").max(1), width, bend, rule, place, rmsprop: choice("optimiser") == "rmsprop" }
}

impl Workshop {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let design = design(params);
        let heaps = Heaps::drawn(params.choice(TABLE, "pair"), params.number(TABLE, "apart") as f32, seed)?;
        let made = training(&design);
        let mut this = Self {
            params: params.clone(),
            seed,
            training: device.machine(made.program.compile().map_err(engine)?).map_err(engine)?,
            look: Look::new(device, (design.hidden, design.width, design.bend), probe::ALL).map_err(engine)?,
            design,
            heaps,
            critic: made.critic,
            left: Left::default(),
            seen: None,
        };
        this.begin(&made.memory).map_err(engine)?;
        this.tune(params)?;
        Ok(this)
    }

    fn begin(&mut self, memory: &[nn::Parameter]) -> Result<(), EngineError> {
        let mut random = Stream::new(self.seed, 0);
        let weights = self.critic.init(&mut random);
        if matches!(self.design.rule, Rule::Spectral { .. }) {
            for (layer, pair) in self.design.widths().windows(2).enumerate() {
                for (side, count) in [("u", pair[0]), ("v", pair[1])] {
                    let mut direction: Vec<f32> = (0..count).map(|_| random.normal()).collect();
                    let length = direction.iter().map(|x| x * x).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
                    direction.iter_mut().for_each(|x| *x /= length);
                    self.training.write(&format!("layer{}.{side}", layer + 1), &direction)?;
                }
            }
        }
        for (name, values) in weights.into_iter().chain(memory.to_vec().init(&mut random)) {
            self.training.write(&name, &values)?;
        }
        self.training.write("random", &key(self.seed))?;
        self.training.write("real", self.heaps.real.as_flattened())?;
        self.training.write("fake", self.heaps.fake.as_flattened())?;
        let near: Vec<f32> = self.heaps.near.iter().map(|at| *at as f32).collect();
        self.training.write("near", &near)
    }

    async fn train(&mut self, steps: u32) -> Result<(), EngineError> {
        let rows = layers(&self.design);
        let mut rest = steps;
        while rest > 0 {
            let now = rest.min(SLICE).min(self.training.room().max(1));
            rest -= now;
            self.training.run(now)?;
            for row in self.training.drain().await?.chunks_exact(rows.end) {
                let left = &mut self.left;
                left.estimates.push(left.step as f32, row[ESTIMATE]);
                left.slopes.push(left.step as f32, row[SLOPE]);
                left.diverged |= !row.iter().all(|value| value.is_finite());
                let fresh = &row[rows.clone()];
                if left.layers.len() == fresh.len() {
                    left.layers.iter_mut().zip(fresh).for_each(|(kept, new)| *kept = KEPT * *kept + (1.0 - KEPT) * new);
                } else {
                    left.layers = fresh.to_vec();
                }
                left.step += 1;
            }
            if self.left.diverged {
                break;
            }
        }
        Ok(())
    }

    /// All weights by name as they act, what is known of each layer's, and the weights as they are trained.
    async fn weights(&mut self) -> Result<(Vec<(String, Vec<f32>)>, Vec<Spectrum>, Vec<f32>), EngineError> {
        let (mut all, mut spectra, mut trained) = (Vec::new(), Vec::new(), Vec::new());
        let spectral = matches!(self.design.rule, Rule::Spectral { .. });
        for (k, pair) in self.design.widths().windows(2).enumerate() {
            let name = format!("layer{}", k + 1);
            let mut w = self.training.read(&format!("{name}.w")).await?;
            trained.extend_from_slice(&w);
            let mut divided = None;
            if spectral {
                let u = self.training.read(&format!("{name}.u")).await?;
                let v = self.training.read(&format!("{name}.v")).await?;
                let sigma = between(&u, &w, &v);
                w.iter_mut().for_each(|w| *w /= sigma as f32);
                divided = Some(sigma);
            }
            let values = singular_values(&w, pair[1]).unwrap_or_default();
            spectra.push(Spectrum { values, divided });
            all.push((format!("{name}.w"), w));
            all.push((format!("{name}.b"), self.training.read(&format!("{name}.b")).await?));
        }
        Ok((all, spectra, trained))
    }

    async fn see(&mut self) -> Result<(), EngineError> {
        let (weights, spectra, trained) = self.weights().await?;
        if !trained.iter().all(|w| w.is_finite()) {
            self.left.diverged = true;
            return Ok(());
        }
        let around = self.params.number(TABLE, "around") as f32;
        let probes = probe::fresh(&self.heaps, self.design.place, around, self.seed, self.left.step);
        let at: Vec<_> = probe::grid()
            .chain(self.heaps.real.iter().copied())
            .chain(self.heaps.fake.iter().copied())
            .chain(probes.iter().map(|probe| probe.at))
            .collect();
        let (heights, slopes) = self.look.at(&at, &weights).await?;
        let cut = |all: &[f32]| -> [Vec<f32>; 4] {
            let ends = [0, GRID * GRID, GRID * GRID + POINTS, GRID * GRID + 2 * POINTS, probe::ALL];
            [0, 1, 2, 3].map(|k| all[ends[k]..ends[k + 1]].to_vec())
        };
        let ([height, on_real, on_fake, _], [slope, real, fake, fresh]) = (cut(&heights), cut(&slopes));
        let (scores, slopes) = ([on_real, on_fake], [real, fake]);
        self.seen = Some(Seen { height, slope, scores, slopes, probes, fresh, weights: trained, spectra });
        Ok(())
    }

    /// ‖∇f‖ at as many random places of the window as are asked for.
    #[cfg(test)]
    pub(super) async fn slopes_anywhere(&mut self, count: usize) -> Vec<f32> {
        let (weights, ..) = self.weights().await.unwrap();
        let mut random = Stream::new(self.seed, 9);
        let mut place = || (random.uniform() * 2.0 - 1.0) * train::WINDOW;
        let places: Vec<[f32; 2]> = (0..count).map(|_| [place(), place()]).collect();
        let mut all = Vec::new();
        for some in places.chunks(probe::ALL) {
            all.extend_from_slice(&self.look.at(some, &weights).await.unwrap().1[..some.len()]);
        }
        all
    }
}

impl Exhibit for Workshop {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        for name in ["lr", "c", "lambda", "around"] {
            self.training.write(name, &[params.number(TABLE, name) as f32]).map_err(engine)?;
        }
        if self.params.number(TABLE, "around") != params.number(TABLE, "around") {
            self.seen = None;
        }
        self.params = params.clone();
        Ok(())
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move {
            if steps > 0 {
                self.train(steps).await.map_err(engine)?;
                self.seen = None;
            }
            if self.seen.is_none() {
                self.see().await.map_err(engine)?;
            }
            Ok(())
        })
    }

    fn show(&mut self, _whole: bool) -> Shown {
        self.shown()
    }

    fn plan(&self) -> &Plan {
        self.training.plan()
    }

    fn equations(&mut self) -> Local<'_, Result<Vec<Equation>, LabError>> {
        Box::pin(async move {
            self.run(0, 0).await?;
            let Some(seen) = &self.seen else { return Ok(Vec::new()) };
            let mean = |all: &[f32]| all.iter().map(|x| f64::from(*x)).sum::<f64>() / all.len().max(1) as f64;
            let word = |x: f64| short(x).replace('−', "-");
            let (real, fake) = (mean(&seen.scores[0]), mean(&seen.scores[1]));
            Ok(vec![Equation {
                name: Sentence::new("评论家的估计", "The critic’s estimate"),
                symbols: "E_{x \\sim P} f(x) - E_{\\tilde{x} \\sim Q} f(\\tilde{x}) \\le K \\cdot W_1(P, Q)".to_owned(),
                numbers: format!("{} - ({}) = {}", word(real), word(fake), word(real - fake)),
            }])
        })
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let machine = self.training.snapshot().await.map_err(engine)?;
            let own_bytes = self.left.estimates.bytes() + self.left.slopes.bytes();
            Ok(Saved { machine, own: Rc::new(self.left.clone()), own_bytes })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let left = saved.own.downcast_ref::<Left>().ok_or_else(foreign)?;
        self.training.restore(&saved.machine).map_err(engine)?;
        self.left = left.clone();
        self.seen = None;
        Ok(())
    }
}
