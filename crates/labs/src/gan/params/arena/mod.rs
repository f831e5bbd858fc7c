//! Parameters of the game in the plane.

pub(super) mod cures;
pub(super) mod losses;
pub(super) mod nets;
pub(super) mod seen;
pub(super) mod target;
pub(super) mod turns;

use super::TABLE;
use labkit::param::Acts;
use labkit::{Kind, Param, Params, Text};

pub(super) const TARGET: Text = Text::new("目标", "The target");

const fn one(
    key: &'static str,
    label: Text,
    symbol: &'static str,
    help: Text,
    group: Text,
    kind: Kind,
    acts: Acts,
) -> Param {
    Param { key, label, symbol, help, group, kind, acts, when: Some(("task", "arena")) }
}

const fn number(min: f64, max: f64, default: f64) -> Kind {
    Kind::Number { min, max, default, log: false }
}

const fn log(min: f64, max: f64, default: f64) -> Kind {
    Kind::Number { min, max, default, log: true }
}

const fn choice(options: &'static [(&'static str, Text)]) -> Kind {
    Kind::Choice { options, default: 0 }
}

/// The option that leaves a choice to the loss.
const OWN: (&str, Text) = ("own", Text::new("照损失的习惯", "as the loss has it"));

/// An option that is a number.
const fn plain(number: &'static str) -> (&'static str, Text) {
    (number, Text::same(number))
}

/// Which of them have a control, given the others.
pub(super) fn shown(key: &str, params: &Params) -> bool {
    let (data, loss) = (params.choice(TABLE, "data"), params.choice(TABLE, "loss"));
    let plays = loss != "sinkhorn";
    let limit = limit(params);
    match key {
        "spread" => !matches!(data, "blob" | "yours"),
        "cells" => false,
        "divergence" => loss == "f-gan",
        "clip" => limit == "clip",
        "lambda" => limit == "penalty",
        "real" => matches!(loss, "minimax" | "non-saturating" | "lsgan"),
        "fake" => matches!(loss, "minimax" | "non-saturating" | "lsgan"),
        "aim" => loss == "lsgan",
        "weight" => params.choice(TABLE, "matching") == "added",
        "beta1" => rule(params) == "adam",
        "limit" | "k" | "order" | "moves" | "rate_d" | "bend" | "unrolled" | "alike" | "matching" | "replay"
        | "noise" => plays,
        "grid" => params.number(TABLE, "latent").round() == 2.0,
        _ => true,
    }
}

/// What keeps D in bounds.
pub(in super::super) fn limit(params: &Params) -> &'static str {
    match (params.choice(TABLE, "limit"), params.choice(TABLE, "loss")) {
        (_, "sinkhorn") | ("own", "minimax" | "non-saturating" | "lsgan" | "hinge" | "sensitive" | "f-gan") => "none",
        ("own", "wgan") => "clip",
        ("own", _) => "penalty",
        (chosen, _) => chosen,
    }
}

/// How both learn.
pub(in super::super) fn rule(params: &Params) -> &'static str {
    match (params.choice(TABLE, "rule"), limit(params)) {
        ("own", "clip") => "rmsprop",
        ("own", _) => "adam",
        (chosen, _) => chosen,
    }
}

/// Steps of D before one of G.
#[cfg(feature = "model")]
pub(in super::super) fn turns(params: &Params) -> usize {
    match params.choice(TABLE, "k") {
        "own" if params.choice(TABLE, "loss").starts_with("wgan") => 5,
        "own" => 1,
        k => k.parse().unwrap_or(1),
    }
}

/// Adam's momentum; the authors of the gradient penalty do without (Gulrajani et al., NeurIPS 2017, section 5).
#[cfg(feature = "model")]
pub(in super::super) fn momentum(params: &Params) -> f32 {
    match params.choice(TABLE, "beta1") {
        "own" if params.choice(TABLE, "loss") == "wgan-gp" => 0.0,
        "own" => 0.5,
        beta => beta.parse().unwrap_or(0.5),
    }
}

/// Whether twenty-five modes are to be learnt: a square of z is bent into a grid with fewer folds, and by one layer more.
#[cfg(feature = "model")]
fn grid(params: &Params) -> bool {
    params.choice(TABLE, "data") == "grid-25"
}

/// Hidden layers of both networks.
#[cfg(feature = "model")]
pub(in super::super) fn depth(params: &Params) -> usize {
    match params.choice(TABLE, "depth") {
        "own" if grid(params) => 3,
        "own" => 2,
        depth => depth.parse().unwrap_or(2),
    }
}

/// Whether z is uniform in a square.
#[cfg(feature = "model")]
pub(in super::super) fn uniform(params: &Params) -> bool {
    match params.choice(TABLE, "prior") {
        "own" => grid(params),
        prior => prior == "uniform",
    }
}

/// What both rates are multiplied by.
#[cfg(feature = "model")]
pub(in super::super) fn times(params: &Params) -> f32 {
    match params.choice(TABLE, "times") {
        "own" if params.choice(TABLE, "loss") != "wgan-gp" => 1.0,
        "own" if grid(params) => 2.0,
        "own" => 3.0,
        times => times.parse().unwrap_or(1.0),
    }
}

/// Cells along each side of the sheet that the reader paints.
#[cfg(any(feature = "model", all(feature = "view", target_arch = "wasm32")))]
pub(in super::super) const CELLS_ACROSS: usize = 16;

/// The painted cells, by their numbers from the top left, row by row.
#[cfg(any(feature = "model", all(feature = "view", target_arch = "wasm32")))]
pub(in super::super) fn painted(cells: &str) -> Vec<usize> {
    let numbers = cells.split(',').filter_map(|cell| cell.trim().parse::<usize>().ok());
    numbers.filter(|number| *number < CELLS_ACROSS * CELLS_ACROSS).collect()
}
