//! What every optimiser of a race shares: hyper-parameters, the schedule of the learning rate, noise and clipping of the
//! gradient. All of it lives in states of the program, so that a slider acts on the next step.

use super::drawing::{POINTS, factors};
use super::params::TABLE;
use compute::ops::random::{Random, key};
use compute::{Expr, Program};
use labkit::Params;
use nn::optimiser::schedule;
use nn::{Hyper, Lookahead, Optimiser};

/// Names of the states that hold a parameter of the same name as it is.
const PLAIN: [&str; 12] = [
    "momentum", "decay", "beta1", "beta2", "weight_decay", "corrected", "first_square", "horizon", "warmup", "ratio", "look_every", "look_share",
];

/// A limit that nothing reaches: no clipping.
const NONE: f32 = 1e30;

/// The schedule falls to a thousandth of the rate and rises to a hundred times as much in a range test.
const RANGE: [f32; 2] = [1e-3, 1e2];

/// What the optimisers share, as expressions.
pub(super) struct Shared {
    pub(super) hypers: Vec<(Optimiser, Hyper)>,
    /// What the schedule multiplies each rate with at this step.
    pub(super) factor: Expr,
    /// Limits of the gradient's length and of its components.
    clip: [Expr; 2],
    /// Size of the noise in the gradient.
    noise: Expr,
    /// Whether it is in the gradients of all optimisers, not of SGD alone.
    all_noisy: bool,
    pub(super) random: Random,
    /// Learning rate of the second coordinate over that of the first.
    ratio: Expr,
}

impl Shared {
    /// Declares everything, with the schedule and the forms that the parameters choose.
    pub(super) fn new(program: &mut Program, params: &Params) -> Self {
        let [momentum, decay, beta1, beta2, weight_decay, corrected, first_square, horizon, warmup, ratio, k, alpha] =
            PLAIN.map(|name| program.state(name, &[]));
        let [epsilon, epsilon_inside] = ["epsilon", "epsilon_inside"].map(|name| program.state(name, &[]));
        let t = program.state("t", &[]);
        program.update("t", &(&t + 1.0));
        let curve = program.state("drawn", &[POINTS]);
        let factor = factor(params.choice(TABLE, "schedule"), [&t, &horizon, &curve]) * schedule::warm_up(&t, warmup.max(&Expr::scalar(1.0)));
        let slow = Lookahead { k, alpha };
        let lookahead = params.switch(TABLE, "lookahead").then(|| slow.clone());
        let hyper = |rate: Expr| Hyper {
            rate: rate * &factor,
            momentum: momentum.clone(),
            decay: decay.clone(),
            beta1: beta1.clone(),
            beta2: beta2.clone(),
            weight_decay: weight_decay.clone(),
            epsilon: epsilon.clone(),
            epsilon_inside: epsilon_inside.clone(),
            corrected: corrected.clone(),
            first_square: first_square.clone(),
            lookahead: lookahead.clone(),
            together: false,
        };
        let hypers = Optimiser::ALL.map(|one| {
            let hyper = hyper(program.state(&format!("lr_{}", one.key()), &[]));
            // It looks in any case, with the numbers of the sliders.
            let own = (one == Optimiser::Lookahead).then(|| slow.clone());
            (one, Hyper { lookahead: hyper.lookahead.clone().or(own), ..hyper })
        });
        let clip = ["clip_norm", "clip_value"].map(|name| program.state(name, &[]));
        let noise = program.state("noise", &[]);
        let random = Random::new(program, "random");
        let all_noisy = params.switch(TABLE, "noisy");
        Self { hypers: hypers.to_vec(), factor, clip, noise, all_noisy, random, ratio }
    }

    /// The hyper-parameters of the second coordinate.
    pub(super) fn across(&self, hyper: &Hyper) -> Hyper {
        Hyper { rate: &hyper.rate * &self.ratio, ..hyper.clone() }
    }

    /// The gradient with the noise of its optimiser: `g + σ n`.
    pub(super) fn noisy(&self, optimiser: Optimiser, gradient: &Expr, normal: Option<&Expr>) -> Expr {
        match normal {
            Some(normal) if self.all_noisy || optimiser == Optimiser::Sgd => gradient + normal * &self.noise,
            _ => gradient.clone(),
        }
    }

    /// The gradients clipped, given the length of all of them together: scaled by `min(1, c / ‖g‖)`, or each component held
    /// between `−c` and `c`.
    pub(super) fn clipped(&self, gradients: &[Expr], norm: &Expr) -> Vec<Expr> {
        let [longest, largest] = &self.clip;
        let scale = (longest / norm.max(&Expr::scalar(f32::MIN_POSITIVE))).min(&Expr::scalar(1.0));
        gradients.iter().map(|g| (g * &scale).min(largest).max(&-largest)).collect()
    }
}

/// The schedule, `t = 0, 1, …`.
fn factor(schedule: &str, [t, horizon, curve]: [&Expr; 3]) -> Expr {
    let one = Expr::scalar(1.0);
    let part = (t / horizon).min(&one);
    match schedule {
        "sqrt" => 1.0 / (t + 1.0).sqrt(),
        "linear" => 1.0 - part,
        "step" => schedule::step_decay(t, 1.0, 0.5, horizon),
        "cosine" => schedule::cosine(t, 1.0, 0.0, horizon),
        "range" => (part * (RANGE[1] / RANGE[0]).ln() + RANGE[0].ln()).exp(),
        // Straight from point to point: each counts as near as it is, up to one place off.
        "drawn" => {
            let off = (part * (POINTS - 1) as f32 - Expr::iota(&[POINTS], 0)).abs();
            (curve * (1.0 - off).max(&Expr::scalar(0.0))).sum()
        }
        _ => one,
    }
}

/// What the parameters mean for the states.
pub(super) fn values(params: &Params, formula: bool) -> Vec<(String, Vec<f32>)> {
    let number = |key: &str| params.number(TABLE, key) as f32;
    let switch = |key: &str| f32::from(u8::from(params.switch(TABLE, key)));
    let plain = PLAIN.map(|name| match name {
        "corrected" | "first_square" => (name, switch(name)),
        "horizon" | "warmup" | "look_every" => (name, number(name).round()),
        _ => (name, number(name)),
    });
    let inside = params.choice(TABLE, "root") == "inside";
    let (clip, at) = (params.choice(TABLE, "clip"), number("clip_at"));
    let noise = if formula { number("noise") } else { 0.0 };
    let single = [
        ("epsilon", if inside { 0.0 } else { number("epsilon") }),
        ("epsilon_inside", if inside { number("epsilon") } else { 0.0 }),
        ("clip_norm", if clip == "norm" { at } else { NONE }),
        ("clip_value", if clip == "value" { at } else { NONE }),
        ("noise", noise),
    ];
    let rates = Optimiser::ALL.map(|one| format!("lr_{}", one.key()));
    let rates = rates.into_iter().map(|name| (number(&name), name)).map(|(rate, name)| (name, vec![rate]));
    let singles = plain.into_iter().chain(single).map(|(name, value)| (name.to_owned(), vec![value]));
    singles.chain(rates).chain([("drawn".to_owned(), factors(params))]).collect()
}

/// Step 0 of schedule and noise.
pub(super) fn beginning(seed: u64) -> [(&'static str, Vec<f32>); 2] {
    [("t", vec![0.0]), ("random", key(seed).to_vec())]
}
