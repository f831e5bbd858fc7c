//! Two parts that must agree: who makes them apart, who judges the whole, and who does both.

mod face;
mod net;

use super::params::TABLE;
use crate::exhibit::{Curve, Exhibit, Shown, engine, foreign, panel, series};
use compute::ops::random::key;
use compute::rng::Stream;
use compute::{Device, EngineError, Machine, Plan};
use face::{SIDE, Tie, apart, eyes, faces};
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params, Pictures};
use net::{ASKED, MAKERS, Nets, POOL, exam, program};
use nn::Layer as _;
use std::rc::Rc;

/// Steps between exams.
const EVERY: u64 = 50;
/// Faces on a wall, and points of a figure.
const WALL: usize = 24;
const POINTS: usize = 256;
/// Faces that are made part by part: more, so that their r is near to 0 by more than chance.
const APART: usize = 4096;
/// Streams: faces, first weights, what the exam's faces are made from, faces made part by part.
const STREAMS: [u32; 4] = [0xb1, 0xb2, 0xb3, 0xb4];
/// What a step records.
const RECORDS: [&str; 3] = ["loss_d", "loss_g", "error"];

/// Whose faces, as panels and metrics call them.
const KINDS: [&str; 5] = ["real", "apart", MAKERS[0], MAKERS[1], MAKERS[2]];
const NAMES: [[&str; 2]; 5] = [
    ["p_r_real", "p_gap_real"],
    ["p_r_apart", "p_gap_apart"],
    ["p_r_ae", "p_gap_ae"],
    ["p_r_d", "p_gap_d"],
    ["p_r_gan", "p_gap_gan"],
];

/// Faces of one kind: the first of them, and what is known of their eyes.
#[derive(Clone)]
struct Hung {
    faces: Vec<f32>,
    eyes: [Vec<f32>; 2],
    tie: Tie,
}

impl Hung {
    fn of(faces: &[f32]) -> Self {
        let all = eyes(faces);
        let tie = Tie::of(&all);
        let faces = faces[..faces.len().min(WALL * face::PIXELS)].to_vec();
        Self { faces, eyes: all.map(|eye| eye[..eye.len().min(POINTS)].to_vec()), tie }
    }
}

/// What is kept of the way so far.
#[derive(Clone, Default)]
struct Left {
    step: u64,
    losses: Vec<Curve>,
    ties: Vec<Curve>,
    newest: Vec<f32>,
    /// Of each of [`MAKERS`].
    hung: Rc<Vec<Hung>>,
}

pub(super) struct Parts {
    machine: Machine,
    exam: Machine,
    nets: Nets,
    /// Real faces, and such as are made part by part.
    known: [Hung; 2],
    left: Left,
}

impl Parts {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        Self::made(params, seed, device).map_err(engine)
    }

    fn made(params: &Params, seed: u64, device: &Device) -> Result<Self, EngineError> {
        let code = params.number(TABLE, "p_code").round().max(1.0) as usize;
        let pool = faces(&mut Stream::new(seed, STREAMS[0]), POOL, params.switch(TABLE, "p_agree"));
        let (program, nets, memory) = program(code);
        let mut machine = device.machine(program.compile()?)?;
        let mut random = Stream::new(seed, STREAMS[1]);
        for (name, values) in nets.init(&mut random).into_iter().chain(memory.init(&mut random)) {
            machine.write(&name, &values)?;
        }
        machine.write("random", &key(seed))?;
        machine.write("pool", &pool)?;
        let mut exam = device.machine(exam(code).compile()?)?;
        let mut random = Stream::new(seed, STREAMS[2]);
        exam.write("pool", &pool[..ASKED * face::PIXELS])?;
        exam.write("z", &(0..ASKED * code).map(|_| random.normal()).collect::<Vec<f32>>())?;
        exam.write("noise", &(0..ASKED * face::PIXELS).map(|_| random.uniform()).collect::<Vec<f32>>())?;
        let known = [Hung::of(&pool), Hung::of(&apart(&mut Stream::new(seed, STREAMS[3]), &pool, APART))];
        let curves = |count: usize| vec![Curve::default(); count];
        let left = Left { losses: curves(RECORDS.len()), ties: curves(MAKERS.len()), ..Left::default() };
        Ok(Self { machine, exam, nets, known, left })
    }

    async fn work(&mut self, steps: u32) -> Result<(), EngineError> {
        if self.left.hung.is_empty() {
            self.look().await?;
        }
        let mut left = u64::from(steps);
        while left > 0 {
            let now = left.min(EVERY - self.left.step % EVERY).min(u64::from(self.machine.room().max(1)));
            self.machine.run(now as u32)?;
            let rows = self.machine.drain().await?;
            for row in rows.chunks_exact(RECORDS.len()) {
                self.left.step += 1;
                let step = self.left.step as f32;
                self.left.losses.iter_mut().zip(row).for_each(|(curve, value)| curve.push(step, *value));
                self.left.newest = row.to_vec();
            }
            left -= now;
            if self.left.step.is_multiple_of(EVERY) {
                self.look().await?;
            }
        }
        Ok(())
    }

    /// Has each of them make faces.
    async fn look(&mut self) -> Result<(), EngineError> {
        for parameter in self.nets.parameters() {
            let values = self.machine.read(&parameter.name).await?;
            self.exam.write(&parameter.name, &values)?;
        }
        self.exam.run(1)?;
        let mut hung = Vec::with_capacity(MAKERS.len());
        for (maker, curve) in MAKERS.into_iter().zip(&mut self.left.ties) {
            let one = Hung::of(&self.exam.read(maker).await?);
            curve.push(self.left.step as f32, one.tie.r as f32);
            hung.push(one);
        }
        self.left.hung = Rc::new(hung);
        Ok(())
    }

    fn metrics(&self) -> Vec<(&'static str, f64)> {
        let all = self.known.iter().chain(self.left.hung.iter());
        let mut metrics: Vec<_> =
            all.zip(NAMES).flat_map(|(one, [r, gap])| [(r, one.tie.r), (gap, one.tie.gap)]).collect();
        if let Some(gan) = self.left.hung.last() {
            metrics.push(("p_spread_gan", gan.tie.spread / self.known[0].tie.spread));
        }
        metrics.retain(|(_, value)| value.is_finite());
        metrics
    }
}

impl Exhibit for Parts {
    fn tune(&mut self, _params: &Params) -> Result<(), LabError> {
        Ok(())
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move { self.work(steps).await.map_err(engine) })
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let side = SIDE as u32;
        let mut panels = Vec::new();
        for (one, kind) in self.known.iter().chain(self.left.hung.iter()).zip(KINDS) {
            let wall = Pictures { height: side, width: side, values: one.faces.clone().into(), names: Vec::new() };
            panels.push(panel(&format!("p_wall_{kind}"), Content::Pictures(wall)));
            let [left, right] = one.eyes.clone();
            panels.push(panel(&format!("p_eyes_{kind}"), Content::Points(vec![series(kind, 1, left, right)])));
        }
        let lines = |names: &[&str], curves: &[Curve]| {
            let each = names.iter().zip(curves).enumerate();
            Content::Lines(each.map(|(at, (name, curve))| curve.series(name, at as u8 + 1)).collect())
        };
        panels.push(panel("p_losses", lines(&RECORDS, &self.left.losses)));
        panels.push(panel("p_ties", lines(&MAKERS, &self.left.ties)));
        let lost = self.left.newest.iter().any(|value| !value.is_finite());
        Shown { metrics: self.metrics(), panels, diverged: lost }
    }

    fn plan(&self) -> &Plan {
        self.machine.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let machine = self.machine.snapshot().await.map_err(engine)?;
            let left = self.left.clone();
            let curves = left.losses.iter().chain(&left.ties).map(Curve::bytes).sum::<usize>();
            let own_bytes = curves + left.hung.iter().map(|one| size_of_val(&*one.faces) + 8 * POINTS).sum::<usize>();
            Ok(Saved { machine, own: Rc::new(left), own_bytes })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let left = saved.own.downcast_ref::<Left>().ok_or_else(foreign)?;
        self.machine.restore(&saved.machine).map_err(engine)?;
        self.left = left.clone();
        Ok(())
    }
}
