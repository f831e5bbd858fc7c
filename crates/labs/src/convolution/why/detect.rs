//! Two filters that nobody trained, an arc and a line, and which digits answer to them.

use super::pictures::{Items, PIXELS, SIDE};
use crate::convolution::params::TABLE;
use crate::exhibit::{Exhibit, Shown, engine, foreign, panel, series};
use compute::{Conv, Device, Machine, Plan, Program};
use data::made::digits::CLASSES;
use data::maths::exp;
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params, Pictures};
use std::rc::Rc;

/// Side of the filters, and pictures of a step.
const WINDOW: usize = 11;
const BATCH: usize = 50;

pub(in super::super) struct Detect {
    machine: Machine,
    seed: u64,
    left: Left,
}

#[derive(Debug, Clone, Default)]
struct Left {
    /// For each digit: how many, and the sums of their answers to both filters.
    sums: [(f64, [f64; 2]); CLASSES],
    /// The newest picture with its two maps.
    newest: Vec<f32>,
}

/// `exp(−(d/w)²)` of the distance `d` of each cell from a curve, less its mean, of length `length`.
fn filter(length: f32, distance: impl Fn(f32, f32) -> f32) -> Vec<f32> {
    let middle = (WINDOW as f32 - 1.0) / 2.0;
    let at = |i: usize| (distance((i % WINDOW) as f32 - middle, (i / WINDOW) as f32 - middle) / 1.2).powi(2);
    let mut cells: Vec<f32> = (0..WINDOW * WINDOW).map(|i| exp(-at(i))).collect();
    let mean = cells.iter().sum::<f32>() / cells.len() as f32;
    cells.iter_mut().for_each(|cell| *cell -= mean);
    let by = length / cells.iter().map(|cell| cell * cell).sum::<f32>().sqrt();
    cells.iter_mut().for_each(|cell| *cell *= by);
    cells
}

/// A closed bow, which no hand draws as round as that and which is longer therefore, and a straight stroke that leans a little.
fn filters() -> [Vec<f32>; 2] {
    let arc = filter(1.3, |x, y| (data::maths::hypot(x, y) - 3.6).abs());
    let line = filter(1.0, |x, y| (x + 0.2 * y) / (1.0 + 0.04_f32).sqrt());
    [arc, line]
}

impl Detect {
    pub(in super::super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let mut program = Program::new();
        let x = program.state("x", &[BATCH, 1, SIDE, SIDE]);
        let (w, bias) = (program.state("w", &[2, 1, WINDOW, WINDOW]), program.state("bias", &[]));
        let y = (x.conv(&w, Conv::new(1, WINDOW / 2)) - bias).relu();
        program.output("map", &y);
        program.output("most", &y.max_axes(&[2, 3]));
        let mut machine = device.machine(program.compile().map_err(engine)?).map_err(engine)?;
        machine.write("w", &filters().concat()).map_err(engine)?;
        let mut this = Self { machine, seed, left: Left::default() };
        this.tune(params)?;
        Ok(this)
    }

    async fn work(&mut self, from: u64, steps: u32) -> Result<(), compute::EngineError> {
        for step in from..from + u64::from(steps) {
            let items = Items::draw(self.seed.wrapping_add(step), BATCH);
            self.machine.write("x", &items.x)?;
            self.machine.run(1)?;
            let most = self.machine.read("most").await?;
            for (class, most) in items.y.iter().zip(most.chunks_exact(2)) {
                let (count, sums) = &mut self.left.sums[*class as usize];
                *count += 1.0;
                sums.iter_mut().zip(most).for_each(|(sum, most)| *sum += f64::from(*most));
            }
            let maps = self.machine.read("map").await?;
            self.left.newest = [&items.x[..PIXELS], &maps[..2 * PIXELS]].concat();
        }
        Ok(())
    }
}

impl Exhibit for Detect {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        self.machine.write("bias", &[params.number(TABLE, "detect_bias") as f32]).map_err(engine)
    }

    fn run(&mut self, from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move { self.work(from, steps).await.map_err(engine) })
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let mean = |filter: usize, digit: usize| {
            let (count, sums) = &self.left.sums[digit];
            sums[filter] / count.max(1.0)
        };
        let over = |filter: usize, digits: [usize; 2]| digits.map(|digit| mean(filter, digit)).iter().sum::<f64>();
        let mut metrics = Vec::new();
        for (name, filter, theirs, others) in [("arc_ratio", 0, [8, 9], [1, 7]), ("line_ratio", 1, [1, 7], [8, 9])] {
            let (theirs, others) = (over(filter, theirs), over(filter, others));
            if others > 0.0 {
                metrics.push((name, theirs / others));
            }
        }
        let digits = || (0..CLASSES).map(|digit| digit as f32).collect::<Vec<_>>();
        let curve = |key, identity, filter| series(key, identity, digits(), (0..CLASSES).map(|digit| mean(filter, digit) as f32).collect());
        let (window, side) = (WINDOW as u32, SIDE as u32);
        let filters = Pictures { height: window, width: window, values: filters().concat().into(), names: Vec::new() };
        let newest = Pictures { height: side, width: side, values: self.left.newest.clone().into(), names: Vec::new() };
        let panels = vec![
            panel("detect_answers", Content::Lines(vec![curve("arc", 1, 0), curve("line", 2, 1)])),
            panel("detect_filters", Content::Pictures(filters)),
            panel("detect_maps", Content::Pictures(newest)),
        ];
        Shown { metrics, panels, diverged: false }
    }

    fn plan(&self) -> &Plan {
        self.machine.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let machine = self.machine.snapshot().await.map_err(engine)?;
            let own_bytes = size_of::<Left>() + size_of_val(&*self.left.newest);
            Ok(Saved { machine, own: Rc::new(self.left.clone()), own_bytes })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let Some(left) = saved.own.downcast_ref::<Left>() else { return Err(foreign()) };
        self.machine.restore(&saved.machine).map_err(engine)?;
        self.left = left.clone();
        Ok(())
    }
}
