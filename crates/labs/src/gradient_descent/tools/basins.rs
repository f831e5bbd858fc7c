//! Basins of attraction: ten thousand balls, one for each cell of the view, all moved by the optimiser in focus; each cell is coloured
//! by the place where its ball comes to rest.

use super::super::field::View;
use super::super::formula::lower;
use super::super::hyper::{Shared, beginning, values};
use super::super::params::TABLE;
use super::super::race::engine;
use super::{Made, Scene};
use compute::{Device, Expr, Machine, Program, grad};
use labkit::formula::Ast;
use labkit::frame::{Field, Series};
use labkit::{Content, LabError, Params, Value};
use nn::{Hyper, Optimiser};

/// Cells across and up.
pub(in crate::gradient_descent) const GRID: (usize, usize) = (128, 80);
/// The same while a control is being moved.
pub(in crate::gradient_descent) const COARSE: (usize, usize) = (64, 40);
/// Balls that go all their steps before the next: with all that they remember they stay in a near cache. Both grids are so many times
/// as many.
const PORTION: usize = 1280;
/// The same on a GPU: so many are the work of one workgroup, without a dispatch for each step.
const WORKGROUP: usize = 256;
/// Steps of each ball.
pub(in crate::gradient_descent) const STEPS: u32 = 200;
/// Places that lie nearer to each other than this share of the view are one.
const SAME: f64 = 0.03;
/// Places that are told apart; the rest counts as not at rest.
const MOST: usize = 8;
/// Places that are followed at all, before the small ones are left out.
const CANDIDATES: usize = 64;
/// A basin smaller than this share of the cells is no basin.
const LEAST: f64 = 0.002;

pub(in crate::gradient_descent) struct Basins {
    machine: Machine,
    pub(super) grid: (usize, usize),
    optimiser: Optimiser,
    /// What of the parameters is built in.
    built: [Value; 4],
    f: Ast,
}

fn built(params: &Params) -> [Value; 4] {
    ["schedule", "lookahead", "clip", "root"].map(|key| params.get(TABLE, key))
}

impl Basins {
    /// Whether it is made for this surface and this optimiser.
    pub(super) fn fits(&self, f: &Ast, optimiser: Optimiser, params: &Params) -> bool {
        self.f == *f && self.optimiser == optimiser && self.built == built(params)
    }

    pub(in crate::gradient_descent) fn new(
        device: &Device,
        f: &Ast,
        optimiser: Optimiser,
        params: &Params,
        grid: (usize, usize),
    ) -> Result<Self, LabError> {
        let mut program = Program::new();
        let portion = if device.is_gpu() { WORKGROUP } else { PORTION };
        program.replicas(grid.0 * grid.1 / portion);
        let k = program.state("k", &[]);
        let shared = Shared::new(&mut program, params);
        let [x, y] = ["x", "y"].map(|name| program.state(name, &[portion]));
        let slopes = grad(&lower(f, [&x, &y, &k]), &[&x, &y]);
        let slopes = if params.choice(TABLE, "clip") == "none" {
            slopes
        } else {
            let norm = (slopes[0].square() + slopes[1].square()).sqrt();
            shared.clipped(&slopes, &norm)
        };
        let Some((_, hyper)) = shared.hypers.iter().find(|(one, _)| *one == optimiser) else {
            return Err(LabError::general("没有这个优化器", "no such optimiser"));
        };
        // All start together, and of the two ε one is 0.
        let mut hyper = Hyper { together: true, ..hyper.clone() };
        let inside = params.choice(TABLE, "root") == "inside";
        *(if inside { &mut hyper.epsilon } else { &mut hyper.epsilon_inside }) = Expr::scalar(0.0);
        let across = shared.across(&hyper);
        for (name, value, slope, hyper) in [("x", &x, &slopes[0], &hyper), ("y", &y, &slopes[1], &across)] {
            let next = optimiser.step(&mut program, name, value, slope, hyper);
            program.update(name, &next);
        }
        let machine = device.machine(program.compile().map_err(engine)?).map_err(engine)?;
        Ok(Self { machine, grid, optimiser, built: built(params), f: f.clone() })
    }

    /// Nothing is remembered by this name.
    fn forget(&mut self, name: &str) -> Result<(), LabError> {
        let size = self.machine.plan().named(name).map_or(0, |(_, buffer)| buffer.shape.size());
        self.write(name, &vec![0.0; size])
    }

    fn write(&mut self, name: &str, values: &[f32]) -> Result<(), LabError> {
        // What this optimiser does not read is not in its program.
        match self.machine.plan().named(name) {
            Some(_) => self.machine.write(name, values).map_err(engine),
            None => Ok(()),
        }
    }

    /// Where every ball ends, from the cells of the view.
    pub(in crate::gradient_descent) async fn run(&mut self, view: View, params: &Params, k: f64, seed: u64) -> Result<Vec<[f32; 2]>, LabError> {
        for (name, numbers) in values(params, true).into_iter().chain([("k".to_owned(), vec![k as f32])]) {
            self.write(&name, &numbers)?;
        }
        for (name, numbers) in beginning(seed) {
            self.write(name, &numbers)?;
        }
        let starts = cells(self.grid, view);
        for (axis, name) in ["x", "y"].into_iter().enumerate() {
            let numbers: Vec<f32> = starts.iter().map(|start| start[axis] as f32).collect();
            self.write(name, &numbers)?;
            for symbol in self.optimiser.memory().iter().chain(&Optimiser::MORE_MEMORY) {
                self.forget(&format!("{name}.{symbol}"))?;
            }
        }
        self.machine.run(STEPS).map_err(engine)?;
        let x = self.machine.read("x").await.map_err(engine)?;
        let y = self.machine.read("y").await.map_err(engine)?;
        Ok(x.into_iter().zip(y).map(|(x, y)| [x, y]).collect())
    }
}

/// The middle of each cell, row by row from below.
fn cells((nx, ny): (usize, usize), [(x0, y0), (x1, y1)]: View) -> Vec<[f64; 2]> {
    let (width, height) = (x1 - x0, y1 - y0);
    let cell = |at: usize| {
        let (i, j) = (at % nx, at / nx);
        [x0 + width * (i as f64 + 0.5) / nx as f64, y0 + height * (j as f64 + 0.5) / ny as f64]
    };
    (0..nx * ny).map(cell).collect()
}

/// The places where balls come to rest, the most visited first, and for each ball the number of its place from 1; 0 where it
/// has left all numbers or has come to no such place.
pub(in crate::gradient_descent) fn sort(ends: &[[f32; 2]], [(x0, y0), (x1, y1)]: View) -> (Vec<[f64; 2]>, Vec<u8>) {
    let (width, height) = (x1 - x0, y1 - y0);
    let near = |a: [f64; 2], b: [f32; 2]| {
        let (dx, dy) = ((a[0] - f64::from(b[0])) / width, (a[1] - f64::from(b[1])) / height);
        dx * dx + dy * dy < SAME * SAME
    };
    // A ball far outside of the view is on its way to nowhere.
    let lost = |end: &[f32; 2]| {
        let [x, y] = end.map(f64::from);
        !x.is_finite() || !y.is_finite() || (x - x0).abs().max((x - x1).abs()) > 3.0 * width || (y - y0).abs().max((y - y1).abs()) > 3.0 * height
    };
    // Sums and counts of the places so far: a place is the mean of its balls.
    let mut places: Vec<([f64; 2], f64)> = Vec::new();
    for end in ends.iter().filter(|end| !lost(end)) {
        let known = places.iter().position(|(sum, count)| near([sum[0] / count, sum[1] / count], *end));
        if let Some((sum, count)) = known.and_then(|at| places.get_mut(at)) {
            *sum = [sum[0] + f64::from(end[0]), sum[1] + f64::from(end[1])];
            *count += 1.0;
        } else if known.is_none() && places.len() < CANDIDATES {
            places.push((end.map(f64::from), 1.0));
        }
    }
    places.retain(|(_, count)| *count >= LEAST * ends.len() as f64);
    places.sort_by(|a, b| b.1.total_cmp(&a.1));
    places.truncate(MOST);
    let means: Vec<[f64; 2]> = places.iter().map(|(sum, count)| [sum[0] / count, sum[1] / count]).collect();
    let number = |end: &[f32; 2]| match means.iter().position(|mean| near(*mean, *end)) {
        Some(at) if !lost(end) => at as u8 + 1,
        _ => 0,
    };
    let numbers = ends.iter().map(number).collect();
    (means, numbers)
}

/// The picture and its places.
pub(super) fn show(scene: &Scene<'_>, grid: (usize, usize), ends: &[[f32; 2]], made: &mut Made) {
    let (places, numbers) = sort(ends, scene.view);
    let [(x0, y0), (x1, y1)] = scene.view;
    let (nx, ny) = (grid.0 as u32, grid.1 as u32);
    let values: Vec<f32> = numbers.iter().map(|number| f32::from(*number)).collect();
    made.metric("basins", places.len() as f64);
    made.metric("lost", numbers.iter().filter(|number| **number == 0).count() as f64 / numbers.len() as f64);
    made.panel("basins", Content::Field(Field { nx, ny, x: (x0, x1), y: (y0, y1), values: values.into() }));
    let place = |(i, [x, y]): (usize, &[f64; 2])| Series {
        key: labkit::short(scene.running.ground.hill().map_or(f64::NAN, |hill| hill.height(*x, *y))),
        index: i as u32,
        identity: i as u8 + 1,
        x: vec![*x as f32].into(),
        y: vec![*y as f32].into(),
    };
    made.panel("rests", Content::Points(places.iter().enumerate().map(place).collect()));
}
