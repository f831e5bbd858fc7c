//! A plane through the space of a network's parameters, and the loss over it.
//!
//! Two random directions whose parts have, unit by unit, the size of the weights (Li, Xu, Taylor, Studer and Goldstein, NeurIPS
//! 2018: filter normalisation), or the two main directions of a path (PCA of its places relative to the last, ibid.).

use super::{HIDDEN, Net, POINTS, SIZE, losses};
use crate::gradient_descent::field::View;
use crate::gradient_descent::race::engine;
use classic::symmetric::eigen;
use compute::rng::Stream;
use compute::{Device, Expr, Machine, Program};
use labkit::LabError;
use labkit::frame::Field;

/// Grid points across and up.
const GRID: (usize, usize) = (57, 43);

/// `origin + a·first + b·second`.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::gradient_descent) struct Plane {
    origin: Vec<f64>,
    directions: [Vec<f64>; 2],
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn doubles(values: &[f32]) -> Vec<f64> {
    values.iter().map(|value| f64::from(*value)).collect()
}

impl Plane {
    /// Through `at`, along two random directions of the seed.
    pub(in crate::gradient_descent) fn random(at: &[f32], seed: u64) -> Self {
        let origin = doubles(at);
        let mut random = Stream::new(seed, 2);
        let mut direction = || -> Vec<f64> { (0..SIZE).map(|_| f64::from(random.normal())).collect() };
        let (mut first, mut second) = (direction(), direction());
        scale(&mut first, &origin);
        // At a right angle, so that a place has one pair of coordinates; scaled again afterwards.
        let share = dot(&first, &second) / dot(&first, &first);
        second.iter_mut().zip(&first).for_each(|(b, a)| *b -= share * a);
        let length = (dot(&first, &first) / dot(&second, &second)).sqrt();
        second.iter_mut().for_each(|b| *b *= length);
        Self { origin, directions: [first, second] }
    }

    /// Through the last of the places, along the main directions of the way to it; `None` for a path that is no plane yet.
    pub(in crate::gradient_descent) fn of_path(places: &[&[f32]]) -> Option<Self> {
        let (last, before) = places.split_last()?;
        let origin = doubles(last);
        let rows: Vec<Vec<f64>> =
            before.iter().map(|place| doubles(place).iter().zip(&origin).map(|(a, b)| a - b).collect()).collect();
        // The scatter matrix of few rows: its eigenvectors through the Gram matrix of the parameters.
        let mut scatter = vec![0.0; SIZE * SIZE];
        for row in &rows {
            for i in 0..SIZE {
                for j in 0..SIZE {
                    scatter[i * SIZE + j] += row[i] * row[j];
                }
            }
        }
        let found = eigen(&scatter, SIZE).ok()?;
        let direction = |i: usize| found.vectors.get(i).cloned();
        (found.values[1] > 1e-9 * found.values[0].max(1e-12)).then_some(())?;
        // An eigenvector has no sign of its own: the path begins at the left, and below.
        let signed = |mut direction: Vec<f64>| {
            if rows.first().is_some_and(|row| dot(row, &direction) > 0.0) {
                direction.iter_mut().for_each(|d| *d = -*d);
            }
            direction
        };
        Some(Self { origin, directions: [signed(direction(0)?), signed(direction(1)?)] })
    }

    /// Coordinates of the place on the plane that is nearest.
    pub(in crate::gradient_descent) fn project(&self, theta: &[f32]) -> [f64; 2] {
        let away: Vec<f64> = theta.iter().zip(&self.origin).map(|(a, b)| f64::from(*a) - b).collect();
        self.directions.each_ref().map(|direction| dot(&away, direction) / dot(direction, direction))
    }
}

/// Gives the direction, unit by unit, the length that the weights have there. Biases stay where they are, as in the source.
fn scale(direction: &mut [f64], weights: &[f64]) {
    let unit = |j: usize| vec![j, HIDDEN + j];
    let out = (3 * HIDDEN..4 * HIDDEN).collect();
    for filter in (0..HIDDEN).map(unit).chain([out]) {
        let length = |of: &[f64]| filter.iter().map(|&i| of[i] * of[i]).sum::<f64>().sqrt();
        let factor = length(weights) / length(direction).max(1e-12);
        filter.iter().for_each(|&i| direction[i] *= factor);
    }
    (2 * HIDDEN..3 * HIDDEN).chain([4 * HIDDEN]).for_each(|i| direction[i] = 0.0);
}

/// Draws the loss over a plane.
pub(in crate::gradient_descent) struct Slice {
    machine: Machine,
}

impl Slice {
    pub(in crate::gradient_descent) fn new(device: &Device, net: &Net) -> Result<Self, LabError> {
        let (nx, ny) = GRID;
        let mut program = Program::new();
        let (x, t) = (program.state("x", &[POINTS, 2]), program.state("t", &[POINTS, 1]));
        let origin = program.state("origin", &[1, SIZE]);
        let [first, second] = ["first", "second"].map(|name| program.state(name, &[1, SIZE]));
        let [x0, y0, width, height] = ["x0", "y0", "width", "height"].map(|name| program.state(name, &[]));
        let a = x0 + width * (Expr::iota(&[ny, nx], 1) * (1.0 / (nx - 1) as f32));
        let b = y0 + height * (Expr::iota(&[ny, nx], 0) * (1.0 / (ny - 1) as f32));
        let theta = origin + a.reshape(&[nx * ny, 1]) * first + b.reshape(&[nx * ny, 1]) * second;
        program.output("z", &losses(&theta, &x, &t));
        let mut machine = device.machine(program.compile().map_err(engine)?).map_err(engine)?;
        machine.write("x", &net.points).map_err(engine)?;
        machine.write("t", &net.labels).map_err(engine)?;
        Ok(Self { machine })
    }

    pub(in crate::gradient_descent) async fn draw(&mut self, plane: &Plane, view: View) -> Result<Field, LabError> {
        let [(x0, y0), (x1, y1)] = view;
        let single = |values: &[f64]| values.iter().map(|value| *value as f32).collect::<Vec<_>>();
        let [first, second] = &plane.directions;
        for (name, values) in [("origin", &plane.origin), ("first", first), ("second", second)] {
            self.machine.write(name, &single(values)).map_err(engine)?;
        }
        for (name, value) in [("x0", x0), ("y0", y0), ("width", x1 - x0), ("height", y1 - y0)] {
            self.machine.write(name, &[value as f32]).map_err(engine)?;
        }
        self.machine.run(1).map_err(engine)?;
        let values = self.machine.read("z").await.map_err(engine)?;
        Ok(Field { nx: GRID.0 as u32, ny: GRID.1 as u32, x: (x0, x1), y: (y0, y1), values: values.into() })
    }
}
