//! From the parameters to what a studio is made of.

use super::super::feed::{Feed, Kind};
use super::super::net::{Design, Norm, Rise};
use super::super::params::TABLE;
use super::super::step::{Loss, Recipe};
use labkit::Params;

fn whole(params: &Params, key: &str) -> usize {
    params.number(TABLE, key).round().max(1.0) as usize
}

pub(in super::super) fn feed(params: &Params, seed: u64) -> Feed {
    let kind = if params.choice(TABLE, "data") == "faces" { Kind::Faces } else { Kind::Digits };
    let side = params.choice(TABLE, "side").parse().unwrap_or(16);
    Feed { kind, seed, side, variety: params.number(TABLE, "variety") as f32 }
}

pub(in super::super) fn recipe(params: &Params, feed: &Feed) -> Recipe {
    let loss = match params.choice(TABLE, "loss") {
        "lsgan" => Loss::LeastSquares,
        "hinge" => Loss::Hinge,
        "wgan-gp" => Loss::Wasserstein,
        "ebgan" => Loss::Energy { bounded: params.switch(TABLE, "bounded") },
        _ => Loss::NonSaturating,
    };
    let norm = match params.choice(TABLE, "norm") {
        "none" => Norm::None,
        "virtual" => Norm::Virtual,
        _ => Norm::Batch,
    };
    let energy = matches!(loss, Loss::Energy { .. });
    let design = Design {
        side: feed.side,
        channels: feed.channels(),
        latent: whole(params, "latent"),
        width: whole(params, "width"),
        norm,
        everywhere: params.switch(TABLE, "everywhere"),
        rise: if params.choice(TABLE, "rise") == "repeated" { Rise::Repeated } else { Rise::Transposed },
        pooled: params.switch(TABLE, "pooled"),
        leaky: params.switch(TABLE, "leaky"),
        tanh: params.switch(TABLE, "tanh"),
        attention: params.switch(TABLE, "attention"),
        energy,
        // A penalty is of each picture by itself.
        norm_d: !energy && loss != Loss::Wasserstein,
    };
    Recipe {
        design,
        loss,
        batch: whole(params, "batch"),
        pool: whole(params, "pool"),
        every: whole(params, "k"),
        mixed: params.switch(TABLE, "mixed"),
    }
}

/// The dials as the parameters have them.
pub(super) fn dials(params: &Params) -> Vec<(&'static str, f32)> {
    let number = |key: &str| params.number(TABLE, key) as f32;
    vec![
        ("rate_d", number("rate_d")),
        ("rate_g", number("rate_g")),
        ("beta1", number("beta1")),
        ("beta2", 0.999),
        ("lambda", number("lambda")),
        ("margin", number("margin")),
        ("smooth", number("smooth")),
        ("pretrain", number("pretrain").round()),
        ("apart", number("apart")),
        ("moves_d", 1.0),
        ("moves_g", 1.0),
    ]
}
