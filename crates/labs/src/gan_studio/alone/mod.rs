//! A discriminator that generates by itself: it learns from positives and negatives, then `argmax D` is climbed to from many places, and what
//! is found there are the next negatives.

mod data;
mod net;
mod show;

use super::params::TABLE;
use crate::exhibit::{Curve, Exhibit, Shown, engine, foreign};
use compute::ops::random::{KEY_WORDS, key};
use compute::rng::Stream;
use compute::{Device, EngineError, Machine, Plan};
use data::{POOL, Positives};
use labkit::model::{Local, Saved};
use labkit::{LabError, Params};
use net::{CLIMBERS, STORE, WAYS};
use nn::{Layer as _, Parameter};
use std::rc::Rc;

/// Streams of first weights, and of the noise in the ascent.
const FIRST: u32 = 0xa1;
const APART: u64 = 0x636c_696d_6200;
/// Among pictures a step is so many times as long as in the plane: they are farther apart.
const PICTURED: f32 = 3.0;

pub(super) struct Alone {
    params: Params,
    seed: u64,
    data: Positives,
    /// Negatives of round 0.
    noise: usize,
    /// Steps of a round: of training, and of ascent.
    round: (u64, u64),
    training: Machine,
    ascent: Machine,
    look: Machine,
    weights: Vec<Parameter>,
    /// The weights of the other two machines are those of training.
    copied: (bool, bool),
    left: Left,
    /// D wherever it is looked at; none while it has moved on.
    seen: Option<Vec<f32>>,
}

/// What is kept of the way so far.
#[derive(Debug, Clone, Default)]
struct Left {
    step: u64,
    losses: Curve,
    /// Mean D of the climbers, by steps of ascent.
    climbs: Curve,
    /// By rounds, at the end of training.
    exams: [Curve; 2],
    first: Option<f64>,
    last: Option<f64>,
    /// Where the climbers are, and the noise that comes next.
    x: Vec<f32>,
    random: Vec<f32>,
    /// The ways of the first climbers, one behind the other at each step.
    ways: Vec<Vec<f32>>,
    /// The newest negatives, what D said of them when they were found, and how many there are in all.
    found: Vec<f32>,
    found_d: Option<f64>,
    newest: f32,
    count: usize,
    /// Passes through D that the newest negatives cost each: forwards, backwards.
    passes: (u64, u64),
    diverged: bool,
}

impl Alone {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let whole = |key: &str| params.number(TABLE, key).round().max(1.0);
        let data = Positives::of(params.choice(TABLE, "a_data"), seed);
        let (dim, places) = (data.dim(), data.looked.len() / data.dim());
        let made = net::training(POOL, dim);
        let machine = |program: &compute::Program| device.machine(program.compile()?);
        let mut this = Self {
            params: params.clone(),
            seed,
            noise: (whole("a_noise") as usize).min(STORE / 2),
            round: (whole("a_steps") as u64, whole("a_climbs") as u64),
            training: machine(&made.program).map_err(engine)?,
            ascent: machine(&net::ascent(dim, data.bounds())).map_err(engine)?,
            look: machine(&net::look(places, dim)).map_err(engine)?,
            weights: made.judge.parameters(),
            data,
            copied: (false, false),
            left: Left::default(),
            seen: None,
        };
        let mut random = Stream::new(seed, FIRST);
        let first = made.judge.init(&mut random).into_iter().chain(made.memory.init(&mut random));
        this.begin(first.collect()).map_err(engine)?;
        Ok(this)
    }

    fn begin(&mut self, first: Vec<(String, Vec<f32>)>) -> Result<(), EngineError> {
        for (name, values) in first {
            self.training.write(&name, &values)?;
        }
        self.training.write("random", &key(self.seed))?;
        self.training.write("pool", &self.data.pool)?;
        let noise = self.data.uniform(self.seed, 0, self.noise);
        self.training.write_part("store", 0, &noise)?;
        self.training.write("count", &[self.noise as f32])?;
        self.look.write("x", &self.data.looked)?;
        self.left = Left {
            random: key(self.seed ^ APART).to_vec(),
            x: vec![0.0; CLIMBERS * self.data.dim()],
            found: noise,
            count: self.noise,
            ..Left::default()
        };
        Ok(())
    }

    /// Whether negatives are climbed to.
    fn climbs(&self) -> bool {
        self.params.choice(TABLE, "a_find") != "noise"
    }

    /// How many rounds have ended, and how far the one under way is.
    fn at(&self) -> (u64, u64) {
        let whole = self.round.0 + self.round.1;
        (self.left.step / whole, self.left.step % whole)
    }

    /// Trains or climbs, no farther than the phase goes; answers with the steps that were done.
    async fn go(&mut self, most: u32) -> Result<u32, EngineError> {
        let (trained, climbed) = self.round;
        let (round, at) = self.at();
        let least = |rest: u64, room: u32| most.min(u32::try_from(rest).unwrap_or(most)).min(room.max(1));
        if at < trained {
            let now = least(trained - at, self.training.room());
            self.training.write("rate", &[self.params.number(TABLE, "a_rate") as f32])?;
            self.training.run(now)?;
            for loss in self.training.drain().await? {
                self.left.diverged |= !loss.is_finite();
                self.left.losses.push(self.left.step as f32, loss);
                self.left.step += 1;
            }
            (self.copied, self.seen) = ((false, false), None);
            if at + u64::from(now) == trained {
                self.exam(round).await?;
            }
            return Ok(now);
        }
        if at == trained {
            self.left.x = self.data.uniform(self.seed, round + 1, CLIMBERS);
            self.left.ways = vec![Vec::new(); WAYS];
            self.left.passes = (0, 0);
        }
        let now = least(trained + climbed - at, self.ascent.room());
        self.climb(now).await?;
        if at + u64::from(now) == trained + climbed {
            self.harvest(round).await?;
        }
        Ok(now)
    }

    async fn climb(&mut self, steps: u32) -> Result<(), EngineError> {
        if !self.copied.0 {
            copy(&self.weights, &mut self.training, &mut self.ascent).await?;
            self.copied.0 = true;
        }
        let number = |key: &str| self.params.number(TABLE, key) as f32;
        let climbs = self.climbs();
        // Who does not climb stays where the noise has put him.
        let stride = if climbs { number("a_stride") } else { 0.0 };
        let wide = if self.data.dim() > 2 { PICTURED } else { 1.0 };
        let heat = if self.params.switch(TABLE, "a_langevin") { number("a_heat") } else { 0.0 };
        self.ascent.write("stride", &[wide * stride])?;
        self.ascent.write("heat", &[heat])?;
        self.ascent.write("x", &self.left.x)?;
        self.ascent.write("random", &self.left.random)?;
        self.ascent.run(steps)?;
        let (rows, plane) = (self.ascent.drain().await?, self.data.dim() == 2);
        for row in rows.chunks_exact(if plane { 1 + 2 * WAYS } else { 1 }) {
            let passes = &mut self.left.passes;
            self.left.newest = row[0];
            self.left.climbs.push(self.left.step as f32, row[0]);
            self.left.step += 1;
            let one = u64::from(climbs);
            *passes = (passes.0 + one, passes.1 + one);
            for (way, at) in self.left.ways.iter_mut().zip(row[1..].chunks_exact(2)) {
                way.extend_from_slice(at);
            }
        }
        self.left.x = self.ascent.read("x").await?;
        self.left.random = self.ascent.read("random").await?;
        self.left.random.truncate(KEY_WORDS);
        Ok(())
    }

    /// What was found becomes negatives.
    async fn harvest(&mut self, round: u64) -> Result<(), EngineError> {
        let dim = self.data.dim();
        let room = (STORE - self.noise) / CLIMBERS;
        let first = match self.params.switch(TABLE, "a_keep") {
            true => self.noise + (round as usize % room) * CLIMBERS,
            false => 0,
        };
        let count =
            if first > 0 { (self.noise + (round as usize + 1).min(room) * CLIMBERS).min(STORE) } else { CLIMBERS };
        self.training.write_part("store", first * dim, &self.left.x)?;
        self.training.write("count", &[count as f32])?;
        self.left.found = self.left.x.clone();
        self.left.count = count;
        self.left.found_d = Some(f64::from(self.left.newest));
        for (way, at) in self.left.ways.iter_mut().zip(self.left.x.chunks_exact(dim)) {
            way.extend_from_slice(&at[..2.min(dim)]);
        }
        Ok(())
    }

    /// At the end of a round's training.
    async fn exam(&mut self, round: u64) -> Result<(), EngineError> {
        self.see().await?;
        let (fooled, real) = self.fooled();
        for (curve, value) in self.left.exams.iter_mut().zip([fooled, real]) {
            curve.push(round as f32, value as f32);
        }
        self.left.first = self.left.first.or(Some(fooled));
        self.left.last = Some(fooled);
        Ok(())
    }

    async fn see(&mut self) -> Result<(), EngineError> {
        if !self.copied.1 {
            copy(&self.weights, &mut self.training, &mut self.look).await?;
            self.copied.1 = true;
        }
        self.look.run(1)?;
        self.seen = Some(self.look.read("d").await?);
        Ok(())
    }
}

/// Writes D's weights into another machine.
async fn copy(weights: &[Parameter], from: &mut Machine, to: &mut Machine) -> Result<(), EngineError> {
    for parameter in weights {
        let values = from.read(&parameter.name).await?;
        to.write(&parameter.name, &values)?;
    }
    Ok(())
}

impl Exhibit for Alone {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        self.params = params.clone();
        Ok(())
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move {
            let mut rest = steps;
            while rest > 0 && !self.left.diverged {
                rest -= self.go(rest).await.map_err(engine)?;
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

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let machine = self.training.snapshot().await.map_err(engine)?;
            let left = self.left.clone();
            let curves = [&left.losses, &left.climbs, &left.exams[0], &left.exams[1]];
            let rows = left.ways.iter().chain([&left.x, &left.found]);
            let own_bytes =
                curves.map(Curve::bytes).iter().sum::<usize>() + rows.map(|row| size_of_val(&**row)).sum::<usize>();
            Ok(Saved { machine, own: Rc::new(left), own_bytes })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let left = saved.own.downcast_ref::<Left>().ok_or_else(foreign)?;
        self.training.restore(&saved.machine).map_err(engine)?;
        self.left = left.clone();
        (self.copied, self.seen) = ((false, false), None);
        Ok(())
    }
}
