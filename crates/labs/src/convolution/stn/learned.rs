//! A frame that is learnt: a reader behind a spatial transformer, and the same reader without, on the same scenes.

use super::nets::{FRAME, Nets, asked, training};
use super::scenes::{Batch, GLYPH, Scenes};
use super::warp::{Affine, overlap};
use crate::convolution::params::TABLE;
use crate::convolution::why::pictures::{PIXELS, SIDE};
use crate::exhibit::{Curve, Exhibit, Shown, engine, foreign, panel, series};
use compute::rng::Stream;
use compute::{Device, EngineError, Machine, Plan};
use data::made::digits::CLASSES;
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params, Pictures};
use nn::Layer;
use std::rc::Rc;

/// Scenes of an update, upright digits beside them, scenes of an examination, and those that are shown.
const BATCH: usize = 32;
const UPRIGHT: usize = 16;
const UNSEEN: usize = 200;
const SHOWN: usize = 12;
/// Updates between two examinations.
const LOOK: u64 = 50;
/// What tells their seed from the training's.
const APART: u64 = 0x7e57_0000_0000_0000;

pub(in super::super) struct Learned {
    machine: Machine,
    asked: Machine,
    nets: Nets,
    scenes: Scenes,
    unseen: Batch,
    left: Left,
}

#[derive(Debug, Clone, Default)]
struct Left {
    step: u64,
    losses: [Curve; 2],
    /// Shares of right answers: with the transformer, without.
    rights: [Curve; 2],
    /// Deviation of the digits' angles, in degrees: in the frames, in the pictures.
    spreads: [Curve; 2],
    overlaps: Curve,
    now: Option<Now>,
    diverged: bool,
}

/// The newest examination.
#[derive(Debug, Clone)]
struct Now {
    rights: [f32; 2],
    spreads: [f32; 2],
    overlap: f32,
    theta: Vec<f32>,
    frames: Vec<f32>,
}

impl Learned {
    pub(in super::super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let turn = params.number(TABLE, "stn_turn").to_radians() as f32;
        let scenes = Scenes { seed, turn, clutter: params.switch(TABLE, "clutter") };
        let unseen = Scenes { seed: seed ^ APART, ..scenes }.draw(0, UNSEEN);
        let (program, nets, memory) = training(BATCH, UPRIGHT);
        let mut machine = device.machine(program.compile().map_err(engine)?).map_err(engine)?;
        let mut random = Stream::new(seed, 0);
        for (name, values) in nets.init(&mut random).into_iter().chain(memory.init(&mut random)) {
            machine.write(&name, &values).map_err(engine)?;
        }
        let mut asked = device.machine(asked(UNSEEN).compile().map_err(engine)?).map_err(engine)?;
        asked.write("x", &unseen.x).map_err(engine)?;
        let mut this = Self { machine, asked, nets, scenes, unseen, left: Left::default() };
        this.tune(params)?;
        Ok(this)
    }

    async fn look(&mut self) -> Result<(), EngineError> {
        for parameter in self.nets.parameters() {
            let values = self.machine.read(&parameter.name).await?;
            self.asked.write(&parameter.name, &values)?;
        }
        self.asked.run(1)?;
        let mut rights = [0.0; 2];
        for (right, name) in rights.iter_mut().zip(["stn", "plain"]) {
            let logits = self.asked.read(name).await?;
            let best = |row: &[f32]| (0..CLASSES).max_by(|a, b| row[*a].total_cmp(&row[*b])).unwrap_or(0);
            let hits = logits.chunks_exact(CLASSES).zip(&self.unseen.y).filter(|(row, class)| best(row) as f32 == **class);
            *right = hits.count() as f32 / UNSEEN as f32;
        }
        let (theta, frames) = (self.asked.read("theta").await?, self.asked.read("frame").await?);
        let laid: Vec<Affine> = theta.as_chunks::<6>().0.iter().map(|numbers| Affine(*numbers)).collect();
        // In the frame a digit lies as it does in the picture, seen from the frame.
        let left = laid.iter().zip(&self.unseen.ways).filter_map(|(frame, way)| Some(frame.inverse()?.after(way)));
        let [left, turned]: [Vec<f32>; 2] = [left.map(|way| way.angle()).collect(), self.unseen.ways.iter().map(Affine::angle).collect()];
        let spreads = [spread(&left), spread(&turned)];
        let overlaps = laid.iter().zip(&self.unseen.ways).map(|(frame, way)| overlap(frame, way, GLYPH));
        let overlap = overlaps.sum::<f32>() / UNSEEN as f32;
        let step = self.left.step as f32;
        for (curves, values) in [(&mut self.left.rights, rights), (&mut self.left.spreads, spreads)] {
            curves.iter_mut().zip(values).for_each(|(curve, value)| curve.push(step, value));
        }
        self.left.overlaps.push(step, overlap);
        let shown = SHOWN.min(UNSEEN);
        self.left.now =
            Some(Now { rights, spreads, overlap, theta: theta[..6 * shown].to_vec(), frames: frames[..shown * FRAME * FRAME].to_vec() });
        Ok(())
    }

    async fn work(&mut self, steps: u32) -> Result<(), EngineError> {
        if self.left.now.is_none() {
            self.look().await?;
        }
        for _ in 0..steps {
            let batch = self.scenes.draw(self.left.step * BATCH as u64, BATCH);
            let upright = self.scenes.upright(self.left.step * UPRIGHT as u64, UPRIGHT);
            self.machine.write("x", &batch.x)?;
            self.machine.write("upright", &upright.x)?;
            self.machine.write("y", &[batch.y, upright.y].concat())?;
            self.machine.run(1)?;
            for row in self.machine.drain().await?.chunks_exact(2) {
                self.left.losses.iter_mut().zip(row).for_each(|(curve, loss)| curve.push(self.left.step as f32, *loss));
                self.left.diverged |= row.iter().any(|loss| !loss.is_finite());
            }
            self.left.step += 1;
            if self.left.step.is_multiple_of(LOOK) {
                self.look().await?;
            }
        }
        Ok(())
    }
}

/// The deviation of angles, in degrees; those apart by a whole turn are one.
fn spread(angles: &[f32]) -> f32 {
    let count = angles.len().max(1) as f32;
    let (x, y) = angles.iter().fold((0.0, 0.0), |(x, y), angle| (x + data::maths::cos(*angle), y + data::maths::sin(*angle)));
    let mean = data::maths::atan2(y, x);
    let off = |angle: &f32| {
        let off = angle - mean;
        data::maths::atan2(data::maths::sin(off), data::maths::cos(off))
    };
    (angles.iter().map(off).map(|off| off * off).sum::<f32>() / count).sqrt().to_degrees()
}

impl Exhibit for Learned {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        self.machine.write("lr", &[params.number(TABLE, "stn_rate") as f32]).map_err(engine)
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move { self.work(steps).await.map_err(engine) })
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let left = &self.left;
        let Some(now) = &left.now else { return Shown::default() };
        let metrics = vec![
            ("right_stn", f64::from(now.rights[0])),
            ("right_plain", f64::from(now.rights[1])),
            ("stn_ahead", f64::from(now.rights[0] - now.rights[1])),
            ("spread_after", f64::from(now.spreads[0])),
            ("spread_before", f64::from(now.spreads[1])),
            ("overlap", f64::from(now.overlap)),
        ];
        let both = |curves: &[Curve; 2], names: [&str; 2]| {
            Content::Lines(vec![curves[0].series(names[0], 1), curves[1].series(names[1], 2)])
        };
        let pictures = |side: usize, values: &[f32]| {
            Content::Pictures(Pictures { height: side as u32, width: side as u32, values: values.to_vec().into(), names: Vec::new() })
        };
        let theta = now.theta.chunks_exact(6).enumerate();
        let boxes = theta.map(|(at, theta)| series(&at.to_string(), 1, theta.to_vec(), theta.to_vec())).collect();
        let panels = vec![
            panel("stn_rights", both(&left.rights, ["stn", "plain"])),
            panel("stn_losses", both(&left.losses, ["stn", "plain"])),
            panel("stn_spreads", both(&left.spreads, ["after", "before"])),
            panel("stn_overlap", Content::Lines(vec![left.overlaps.series("overlap", 1)])),
            panel("stn_before", pictures(SIDE, &self.unseen.x[..SHOWN * PIXELS])),
            panel("stn_after", pictures(FRAME, &now.frames)),
            panel("stn_theta", Content::Lines(boxes)),
        ];
        Shown { metrics, panels, diverged: left.diverged }
    }

    fn plan(&self) -> &Plan {
        self.machine.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let machine = self.machine.snapshot().await.map_err(engine)?;
            let left = &self.left;
            let curves = left.losses.iter().chain(&left.rights).chain(&left.spreads).chain([&left.overlaps]);
            let own_bytes = curves.map(Curve::bytes).sum::<usize>() + 4 * SHOWN * (6 + FRAME * FRAME);
            Ok(Saved { machine, own: Rc::new(left.clone()), own_bytes })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let Some(left) = saved.own.downcast_ref::<Left>() else { return Err(foreign()) };
        self.machine.restore(&saved.machine).map_err(engine)?;
        self.left = left.clone();
        Ok(())
    }
}
