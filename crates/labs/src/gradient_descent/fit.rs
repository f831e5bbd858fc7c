//! The task of a table: a linear model `ŷ = X·w + b`, mean squared error, beside its closed-form solution.

use super::batch::Batch;
use super::hyper::Shared;
use super::race::{Course, Lane, Race};
use classic::least_squares::{Fit, least_squares};
use classic::quadratic::Gram;
use compute::{Device, Expr, Program, grad};
use data::table::{Design, Scaling, Table, design, standardise};
use labkit::{LabError, Params};
use nn::{Optimiser, loss};

/// Most features: a row of records holds them all.
const MOST_FEATURES: usize = 32;

/// What is fitted, and the answer.
pub(super) struct Problem {
    /// As in the file.
    pub(super) raw: Design,
    /// As the model sees it.
    pub(super) seen: Design,
    pub(super) scaling: Option<Scaling>,
    /// Closed form on what the model sees.
    pub(super) answer: Fit,
    pub(super) gram: Gram,
}

impl Problem {
    pub(super) fn new(table: &Table, target: &str, features: &[String], scale: bool) -> Result<Self, LabError> {
        if features.len() > MOST_FEATURES {
            let (zh, en) = (
                format!("最多选 {MOST_FEATURES} 个特征，选了 {} 个", features.len()),
                format!("expected at most {MOST_FEATURES} features, got {}", features.len()),
            );
            return Err(LabError::field("features", zh, en));
        }
        let names: Vec<&str> = features.iter().map(String::as_str).collect();
        let raw = design(table, target, &names).map_err(|error| refused(&error))?;
        let (seen, scaling) = if scale {
            let (seen, scaling) = standardise(&raw);
            (seen, Some(scaling))
        } else {
            (raw.clone(), None)
        };
        let wrong = |error: classic::ClassicError| LabError::field("features", error.zh(), error.en());
        let answer = least_squares(&seen.x, &seen.y, seen.d()).map_err(wrong)?;
        let gram = Gram::new(&seen.x, &seen.y, seen.d()).map_err(wrong)?;
        Ok(Self { raw, seen, scaling, answer, gram })
    }

    /// Weights and intercept of the model in the units of the file.
    pub(super) fn in_units(&self, weights: &[f64], intercept: f64) -> (Vec<f64>, f64) {
        match &self.scaling {
            Some(scaling) => scaling.undo(weights, intercept),
            None => (weights.to_vec(), intercept),
        }
    }

    /// The closed form as one vector: weights, then intercept.
    pub(super) fn optimum(&self) -> Vec<f64> {
        let mut all = self.answer.w.clone();
        all.push(self.answer.b);
        all
    }

    /// The race of the optimisers on this problem, its data already in place.
    pub(super) fn race(&self, device: &Device, params: &Params) -> Result<Race, LabError> {
        let (n, d) = (self.seen.n(), self.seen.d());
        let mut program = Program::new();
        let (x, t) = (program.state("data.x", &[n, d]), program.state("data.y", &[n, 1]));
        let mut shared = Shared::new(&mut program, params);
        let factor = program.record(&shared.factor).start;
        let batch = Batch::new(params, n, &mut shared, &x, &t);
        let mut lanes = Vec::new();
        for (optimiser, hyper) in shared.hypers.clone() {
            let names = [format!("{}.w", optimiser.key()), format!("{}.b", optimiser.key())];
            let (w, b) = (program.state(&names[0], &[d, 1]), program.state(&names[1], &[1]));
            let error = |x: &Expr, t: &Expr| loss::mse(&(x.matmul(&w) + &b), t);
            let (rows, targets) = batch.of(optimiser, &x, &t);
            let slopes = grad(&error(rows, targets), &[&w, &b]);
            let norm = slopes.iter().fold(Expr::scalar(0.0), |sum, slope| sum + slope.square().sum()).sqrt();
            let slopes = shared.clipped(&slopes, &norm);
            let both = Expr::concat(&[&slopes[0].reshape(&[d]), &slopes[1]], 0);
            let slope = program.record(&both.slice(0, 0, 2)).start;
            let loss = program.record(&error(&x, &t));
            // Weights and intercept stand next to each other in the row: the plane of the picture is the first two.
            let [first, second] = [(&names[0], &w, &slopes[0]), (&names[1], &b, &slopes[1])].map(|(name, value, slope)| {
                program.watch(&format!("∇ {name}"), slope);
                let next = optimiser.step(&mut program, name, value, slope, &hyper);
                program.update(name, &next);
                program.record(&next).start
            });
            let at = |axis: usize| first + axis..first + axis + 1;
            let [weights, intercept] = names;
            let states = vec![(weights, first), (intercept, second)];
            lanes.push(Lane { x: at(0), y: at(1), loss, slope, theta: 0..0, states });
        }
        let mut race = Race::new(device, Course { program, lanes, factor })?;
        let single = |values: &[f64]| values.iter().map(|value| *value as f32).collect::<Vec<_>>();
        race.write("data.x", &single(&self.seen.x))?;
        race.write("data.y", &single(&self.seen.y))?;
        Ok(race)
    }

    /// All weights 0 and nothing remembered.
    pub(super) fn start(&self, race: &mut Race, seed: u64) -> Result<(), LabError> {
        for optimiser in Optimiser::ALL {
            for (name, size) in [("w", self.seen.d()), ("b", 1)] {
                let name = format!("{}.{name}", optimiser.key());
                race.write(&name, &vec![0.0; size])?;
                race.forget(optimiser, &name, (0, size))?;
            }
        }
        race.begin(seed, 1, |_, _| {})
    }

    /// Weights and intercept of a lane, in a row.
    pub(super) fn theta(&self, lane: &Lane, row: &[f32]) -> Vec<f64> {
        row.iter().skip(lane.x.start).take(self.seen.d() + 1).map(|value| f64::from(*value)).collect()
    }

    /// The mean squared error at the parameters of a lane, from the problem's Gram matrix.
    pub(super) fn loss(&self, lane: &Lane, row: &[f32]) -> f64 {
        self.gram.loss(&self.theta(lane, row)).unwrap_or(f64::NAN)
    }
}

/// A refusal of the table, beside the control that can mend it.
pub(super) fn refused(error: &data::DataError) -> LabError {
    use data::DataError as E;
    match error {
        E::UnknownColumn { .. } | E::TargetAmongFeatures { .. } => LabError::field("target", error.zh(), error.en()),
        error if error.is_choice() => LabError::field("features", error.zh(), error.en()),
        error => LabError::general(error.zh(), error.en()),
    }
}
