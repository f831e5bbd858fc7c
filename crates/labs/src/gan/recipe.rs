//! From the parameters to what a game is made of.

use super::game::Turned;
use super::loss::{Divergence, Loss};
use super::mlp::{Bend, Mlp};
use super::params::{TABLE, arena};
use super::rule::Rule;
use super::step::{Limit, Match, Recipe};
use super::target::POOL;
use labkit::Params;

/// Kernels of batch discrimination, and numbers of each.
const KERNELS: [usize; 2] = [4, 4];
/// Points of earlier generators.
const HISTORY: usize = 1024;

fn whole(params: &Params, key: &str) -> usize {
    params.number(TABLE, key).round().max(0.0) as usize
}

pub(super) fn loss(params: &Params) -> Loss {
    named(params.choice(TABLE, "loss"), params.choice(TABLE, "divergence"))
}

/// The loss of that name, of f-GAN's table that row.
pub(super) fn named(loss: &str, divergence: &str) -> Loss {
    match loss {
        "minimax" => Loss::Minimax,
        "lsgan" => Loss::LeastSquares,
        "hinge" => Loss::Hinge,
        "wgan" | "wgan-gp" => Loss::Wasserstein,
        "sensitive" => Loss::Sensitive,
        "sinkhorn" => Loss::Sinkhorn,
        "f-gan" => Loss::Divergence(match divergence {
            "gan" => Divergence::Gan,
            "kl" => Divergence::Kl,
            "reverse-kl" => Divergence::ReverseKl,
            "pearson" => Divergence::Pearson,
            "neyman" => Divergence::Neyman,
            "hellinger" => Divergence::Hellinger,
            "jeffrey" => Divergence::Jeffrey,
            "tv" => Divergence::TotalVariation,
            _ => Divergence::JensenShannon,
        }),
        _ => Loss::NonSaturating,
    }
}

/// What the parameters ask for.
pub(super) fn recipe(params: &Params) -> Recipe {
    let (width, depth) = (whole(params, "width").max(1), arena::depth(params));
    let bend = match params.choice(TABLE, "bend") {
        "relu" => Bend::Relu,
        "tanh" => Bend::Tanh,
        _ => Bend::Leaky,
    };
    let mut discriminator = Mlp::new(2, width, depth, 1, bend);
    discriminator.batch = params.switch(TABLE, "alike").then_some(KERNELS);
    let members = whole(params, "members");
    Recipe {
        members: (members > 1).then_some(members),
        batch: whole(params, "batch").max(1),
        pool: POOL,
        uniform: arena::uniform(params),
        generator: Mlp::new(whole(params, "latent").max(1), width, depth, 2, Bend::Relu),
        discriminator,
        loss: loss(params),
        limit: match arena::limit(params) {
            "clip" => Limit::Clip,
            "penalty" => Limit::Penalty,
            "spectral" => Limit::Spectral,
            _ => Limit::None,
        },
        rule: match arena::rule(params) {
            "rmsprop" => Rule::RmsProp,
            "sgd" => Rule::Sgd,
            _ => Rule::Adam,
        },
        turns: [arena::turns(params), whole(params, "k_g").max(1)],
        simultaneous: params.choice(TABLE, "order") == "simultaneous",
        unrolled: whole(params, "unrolled"),
        matching: match params.choice(TABLE, "matching") {
            "added" => Match::Added,
            "alone" => Match::Alone,
            _ => Match::None,
        },
        history: if params.number(TABLE, "replay") > 0.0 { HISTORY } else { 0 },
        averaged: params.number(TABLE, "pull") > 0.0,
        blurred: params.number(TABLE, "noise") > 0.0,
    }
}

/// What the parameters turn the dials to.
pub(super) fn dials(params: &Params) -> Turned {
    let number = |key: &str| params.number(TABLE, key) as f32;
    let logs = matches!(params.choice(TABLE, "loss"), "minimax" | "non-saturating");
    let moves = params.choice(TABLE, "moves");
    let penalised = arena::limit(params) == "penalty";
    vec![
        ("rate_d", arena::times(params) * number("rate_d")),
        ("rate_g", arena::times(params) * number("rate_g")),
        ("beta1", arena::momentum(params)),
        // As the authors of the gradient penalty have it.
        ("beta2", if penalised { 0.9 } else { 0.999 }),
        ("clip", number("clip")),
        ("lambda", number("lambda")),
        ("real", number("real")),
        // Of a probability none is below 0.
        ("fake", if logs { number("fake").max(0.0) } else { number("fake") }),
        ("aim", number("aim")),
        ("noise", number("noise")),
        ("share", number("replay")),
        ("pull", number("pull")),
        ("weight", number("weight")),
        ("moves_d", if moves == "g" { 0.0 } else { 1.0 }),
        ("moves_g", if moves == "d" { 0.0 } else { 1.0 }),
    ]
}
