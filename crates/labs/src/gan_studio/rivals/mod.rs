//! One generator, trained in several ways: by itself with codes from somewhere, or against a discriminator.

mod coder;
mod report;

use super::feed::{Feed, Kind};
use super::net::{Design, Norm, Rise};
use super::params::TABLE;
use super::play::{Play, wall_vectors};
use super::referee::{LESSONS, Referee, Said};
use super::step::{Loss, Recipe};
use super::studio::UNSEEN;
use crate::exhibit::{Curve, Exhibit, Shown, engine, foreign};
use coder::{ASKED, Coder, POOL, Rival, Way, codes, exam, output, program};
use compute::ops::random::key;
use compute::rng::Stream;
use compute::{Device, EngineError, Machine, Plan, Snapshot};
use labkit::model::{Local, Saved};
use labkit::{LabError, Params};
use nn::Layer as _;
use std::rc::Rc;

/// Steps between exams.
const EVERY: u64 = 100;
/// Lessons of the referee to a step, until it has learnt.
const BESIDE: u64 = 4;
/// Streams: first weights, codes drawn beforehand, random codes.
const STREAMS: [u32; 3] = [0xc1, 0xc2, 0xc3];
/// Sizes of a code that are tried side by side.
const SIZES: [usize; 5] = [2, 4, 8, 16, 64];
/// Codes along each side of a plane, and how far from 0 the outermost are.
const GRID: usize = 16;
const FAR: f32 = 2.0;
/// Most walls of pictures.
const SHOWN: usize = 2 * SIZES.len();
/// The GAN's dials.
const DIALS: &[(&str, f32)] = &[
    ("rate_d", 1e-3),
    ("rate_g", 1e-3),
    ("beta1", 0.5),
    ("beta2", 0.999),
    ("smooth", 1.0),
    ("moves_d", 1.0),
    ("moves_g", 1.0),
];

/// What an exam found.
#[derive(Clone, Default)]
struct Marks {
    /// Pictures from random codes: of each rival, of an auto-encoder once more from fitted ones, of the GAN.
    made: Vec<Vec<f32>>,
    /// Pictures from a plane of codes.
    plane: Vec<Vec<f32>>,
    /// Mean squared errors of copies of real pictures.
    errors: Vec<f64>,
    /// Shares of `made` that the referee recognises, once it has learnt.
    shares: Vec<f64>,
}

/// What is kept of the way so far.
#[derive(Clone, Default)]
struct Left {
    step: u64,
    errors: Vec<Curve>,
    shares: Vec<Curve>,
    newest: Vec<f32>,
    marks: Rc<Marks>,
}

pub(super) struct Rivals {
    params: Params,
    feed: Feed,
    rivals: Vec<Rival>,
    machine: Machine,
    exam: Machine,
    nets: Vec<Coder>,
    /// The same generator against a discriminator, where it takes part.
    gan: Option<Play>,
    z: Vec<f32>,
    referee: Referee,
    /// Pictures that are copied in an exam, and what share of real ones the referee recognises.
    pool: Vec<f32>,
    real: Option<f64>,
    stale: bool,
    left: Left,
}

fn design(params: &Params) -> Design {
    Design {
        side: 16,
        channels: 1,
        latent: params.number(TABLE, "r_code").round().max(1.0) as usize,
        width: params.number(TABLE, "r_width").round().max(1.0) as usize,
        // Statistics of few random codes are not those of pictures' codes.
        norm: Norm::None,
        everywhere: false,
        rise: Rise::Transposed,
        pooled: false,
        leaky: true,
        tanh: false,
        attention: false,
        energy: false,
        norm_d: true,
    }
}

/// The share of which the referee says a digit, with at least half its belief.
fn recognised(said: &Said) -> f64 {
    let rows = said.chances[0].chunks_exact(11);
    let count = rows.len().max(1) as f64;
    rows.filter(|row| row[..10].iter().any(|belief| *belief > 0.5)).count() as f64 / count
}

/// The codes of a plane: on the grid the first two coordinates differ and all others are 0.
fn grid(code: usize) -> Vec<f32> {
    let mut grid = vec![0.0; ASKED * code];
    let at = |place: usize| FAR * (2.0 * place as f32 / (GRID - 1) as f32 - 1.0);
    for (place, row) in grid.chunks_exact_mut(code).enumerate() {
        row[0] = at(place % GRID);
        if let Some(second) = row.get_mut(1) {
            *second = -at(place / GRID);
        }
    }
    grid
}

impl Rivals {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        Self::made(params, seed, device).map_err(engine)
    }

    fn made(params: &Params, seed: u64, device: &Device) -> Result<Self, EngineError> {
        let design = design(params);
        let sizes = params.choice(TABLE, "r_what") == "sizes";
        let rivals: Vec<Rival> = if sizes {
            SIZES.map(|code| Rival { way: Way::Plain, code }).into()
        } else {
            [Way::Fixed, Way::Plain, Way::Variational].map(|way| Rival { way, code: design.latent }).into()
        };
        let feed = Feed { kind: Kind::Digits, seed, side: design.side, variety: 0.5 };
        let (mut pool, _) = feed.draw(0, POOL);
        let (program, nets, memory) = program(&design, &rivals);
        let mut machine = device.machine(program.compile()?)?;
        let mut exam = device.machine(exam(&design, &rivals).compile()?)?;
        let mut random = Stream::new(seed, STREAMS[0]);
        for (name, values) in nets.init(&mut random).into_iter().chain(memory.init(&mut random)) {
            machine.write(&name, &values)?;
        }
        machine.write("random", &key(seed))?;
        machine.write("pool", &pool)?;
        pool.truncate(ASKED * design.pixels());
        exam.write("pool", &pool)?;
        for (at, rival) in rivals.iter().enumerate() {
            let normal = |stream, count| -> Vec<f32> {
                let mut random = Stream::new(seed, stream);
                (0..count * rival.code).map(|_| random.normal()).collect()
            };
            exam.write(&format!("r{at}.z"), &normal(STREAMS[2], ASKED))?;
            exam.write(&format!("r{at}.grid"), &grid(rival.code))?;
            if rival.way == Way::Fixed {
                let all = normal(STREAMS[1], POOL);
                machine.write(&codes(at), &all)?;
                exam.write(&codes(at), &all[..ASKED * rival.code])?;
            }
        }
        // The same layers by DCGAN's recipe, without which it does not get under way in so few steps: batch norms, pictures from −1 to 1.
        let recipe = Recipe {
            design: Design { tanh: true, norm: Norm::Batch, ..design.clone() },
            loss: Loss::NonSaturating,
            batch: coder::BATCH,
            pool: POOL,
            every: 1,
            mixed: false,
        };
        let mut gan = (!sizes).then(|| Play::new(device, &recipe, &feed, seed)).transpose()?;
        if let Some(gan) = &mut gan {
            gan.turn(DIALS)?;
        }
        let referee = Referee::new(device, &feed, seed)?;
        let curves = |count: usize| vec![Curve::default(); count];
        let left = Left { errors: curves(rivals.len()), shares: curves(SHOWN), ..Left::default() };
        let z = wall_vectors(&design, seed, ASKED);
        let mut all = Self {
            params: params.clone(),
            feed,
            rivals,
            machine,
            exam,
            nets,
            gan,
            z,
            referee,
            pool,
            real: None,
            stale: true,
            left,
        };
        all.turn()?;
        Ok(all)
    }

    fn turn(&mut self) -> Result<(), EngineError> {
        self.machine.write("dial.beta", &[self.params.number(TABLE, "r_beta") as f32])
    }

    async fn work(&mut self, steps: u32) -> Result<(), EngineError> {
        let end = self.left.step + u64::from(steps);
        while self.left.step < end {
            // A few at a time while the referee learns beside.
            let some = if self.referee.is_ready() { EVERY } else { 5 };
            let now = some.min(EVERY - self.left.step % EVERY).min(end - self.left.step);
            let now = now.min(u64::from(self.machine.room().max(1)));
            self.machine.run(now as u32)?;
            let rows = self.machine.drain().await?;
            if let Some(gan) = &mut self.gan {
                gan.train(now as u32).await?;
            }
            for row in rows.chunks_exact(self.rivals.len()) {
                self.left.step += 1;
                let step = self.left.step as f32;
                self.left.errors.iter_mut().zip(row).for_each(|(curve, value)| curve.push(step, *value));
                self.left.newest = row.to_vec();
            }
            let due = (self.left.step * BESIDE).min(LESSONS);
            if self.referee.learnt < due {
                self.referee.learn(due - self.referee.learnt).await?;
            }
            if self.left.step.is_multiple_of(EVERY) {
                self.examine().await?;
                let step = self.left.step as f32;
                let shares = self.left.shares.iter_mut().zip(&self.left.marks.shares);
                shares.for_each(|(curve, share)| curve.push(step, *share as f32));
            }
        }
        if self.stale {
            self.examine().await?;
        }
        Ok(())
    }

    /// Has all of them copy and make pictures; the referee looks at those that are made, once it has learnt.
    async fn examine(&mut self) -> Result<(), EngineError> {
        self.stale = false;
        for parameter in self.nets.parameters() {
            let values = self.machine.read(&parameter.name).await?;
            self.exam.write(&parameter.name, &values)?;
        }
        self.exam.run(1)?;
        let mut marks = Marks::default();
        for at in 0..self.rivals.len() {
            marks.made.push(self.exam.read(&output("made", at)).await?);
            if self.rivals[at].way == Way::Plain {
                marks.made.push(self.exam.read(&output("fitted", at)).await?);
            }
            marks.plane.push(self.exam.read(&output("plane", at)).await?);
            let copied = self.exam.read(&output("copied", at)).await?;
            let off = copied.iter().zip(&self.pool).map(|(a, b)| f64::from(a - b).powi(2)).sum::<f64>();
            marks.errors.push(off / self.pool.len().max(1) as f64);
        }
        if let Some(gan) = &mut self.gan {
            marks.made.push(gan.pictures(&self.z).await?);
            marks.plane.push(gan.pictures(&grid(gan.recipe.design.latent)).await?);
        }
        if self.left.step * BESIDE >= LESSONS {
            for made in &marks.made {
                marks.shares.push(recognised(&self.referee.says(made).await?));
            }
            if self.real.is_none() {
                let said = self.referee.says(&self.feed.draw(UNSEEN, 2 * ASKED).0).await?;
                self.real = Some(recognised(&said));
            }
        }
        self.left.marks = Rc::new(marks);
        Ok(())
    }
}

impl Exhibit for Rivals {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        self.params = params.clone();
        self.turn().map_err(engine)
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move { self.work(steps).await.map_err(engine) })
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let lost = self.left.newest.iter().any(|value| !value.is_finite());
        Shown { metrics: self.metrics(), panels: self.panels(), diverged: lost }
    }

    fn plan(&self) -> &Plan {
        self.machine.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let machine = self.machine.snapshot().await.map_err(engine)?;
            let gan: Option<Snapshot> = match &mut self.gan {
                Some(gan) => Some(gan.snapshot().await.map_err(engine)?),
                None => None,
            };
            let left = self.left.clone();
            let curves = left.errors.iter().chain(&left.shares).map(Curve::bytes).sum::<usize>();
            let pictures = left.marks.made.iter().chain(&left.marks.plane);
            let own_bytes = curves
                + pictures.map(|one| size_of_val(one.as_slice())).sum::<usize>()
                + gan.as_ref().map_or(0, Snapshot::bytes);
            Ok(Saved { machine, own: Rc::new((left, gan)), own_bytes })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let (left, gan) = saved.own.downcast_ref::<(Left, Option<Snapshot>)>().ok_or_else(foreign)?;
        self.machine.restore(&saved.machine).map_err(engine)?;
        if let (Some(play), Some(gan)) = (&mut self.gan, gan) {
            play.restore(gan).map_err(engine)?;
            play.turn(DIALS).map_err(engine)?;
        }
        self.turn().map_err(engine)?;
        self.left = left.clone();
        Ok(())
    }
}
