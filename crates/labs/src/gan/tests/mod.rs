//! Tests named after their entries of the syllabus, on real runs through the lab's model.

mod arena;
mod duel;
mod line;
mod many;
mod measures;
mod often;
mod slopes;
mod stages;

use super::LAB;
use super::game::{Game, record};
use super::recipe::{dials, recipe};
use super::target::Target;
use compute::Device;
use labkit::{Content, Frame, Model, Params};
use pollster::block_on;

/// A run that parameters are changed in, as a reader changes them.
struct Run {
    model: Box<dyn Model>,
    params: Params,
}

impl Run {
    fn open(seed: u64, sets: &[(&str, &str)]) -> Self {
        let params = put(sets);
        Self { model: (LAB.open)(&params, seed, &Device::cpu()).unwrap(), params }
    }

    fn set(&mut self, sets: &[(&str, &str)]) {
        let sets: Vec<_> = sets.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        self.params.set_all(LAB.table, &sets).unwrap();
        self.model.set(&self.params).unwrap();
    }

    fn after(&mut self, steps: u32) -> Frame {
        self.model.advance(steps).unwrap();
        block_on(self.model.frame(true)).unwrap()
    }
}

fn put(sets: &[(&str, &str)]) -> Params {
    let mut params = Params::defaults(LAB.table);
    let sets: Vec<_> = sets.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    params.set_all(LAB.table, &sets).unwrap();
    params
}

/// The frame of a run after so many steps.
fn ran(seed: u64, steps: u32, sets: &[(&str, &str)]) -> Frame {
    Run::open(seed, sets).after(steps)
}

fn metric(frame: &Frame, name: &str) -> f64 {
    frame.metric(name).unwrap_or_else(|| panic!("no {name} in {:?}", frame.metrics))
}

/// The values of a curve.
fn curve(frame: &Frame, panel: &str, key: &str) -> Vec<f32> {
    over(frame, panel, key).1
}

/// A run goes on from what was saved, in the same model and in another one.
fn goes_on(sets: &[(&str, &str)], begun: u32, more: u32) {
    let mut run = Run::open(3, sets);
    run.after(begun);
    let saved = block_on(run.model.save()).unwrap().unwrap();
    let straight = run.after(more);
    run.model.restore(&saved).unwrap();
    assert_eq!(run.after(more), straight, "after {begun}");
    let mut other = Run::open(3, sets);
    other.model.restore(&saved).unwrap();
    assert_eq!(other.after(more).metrics, straight.metrics, "elsewhere, after {begun}");
}

/// A curve: its steps and values.
fn over(frame: &Frame, panel: &str, key: &str) -> (Vec<f32>, Vec<f32>) {
    let Some(Content::Lines(lines)) = frame.panel(panel) else { panic!("no {panel}") };
    let line = lines.iter().find(|line| line.key == key).unwrap();
    (line.x.0.clone(), line.y.0.clone())
}

/// The game of some parameters, without the exhibit around it.
fn game(seed: u64, sets: &[(&str, &str)]) -> Game {
    let params = put(sets);
    let target = Target::of(&params, seed);
    let mut game = Game::new(&Device::cpu(), recipe(&params), &target.pool, &[seed]).unwrap();
    game.turn(&dials(&params)).unwrap();
    game
}

/// A record of the newest step of some more.
fn played(game: &mut Game, steps: u32, name: &str) -> f64 {
    f64::from(record(&block_on(game.play(steps)).unwrap(), name).unwrap())
}

/// Pearson's correlation.
fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
    let (ma, mb) = (mean(a), mean(b));
    let sum = |f: &dyn Fn(f64, f64) -> f64| a.iter().zip(b).map(|(a, b)| f(a - ma, b - mb)).sum::<f64>();
    sum(&|a, b| a * b) / (sum(&|a, _| a * a) * sum(&|_, b| b * b)).sqrt()
}
