//! What is tried, one after the other: recipes of the game in the plane, by its own parameters.

use super::super::game::Turned;
use super::super::mlp::{Bend, Mlp};
use super::super::params::TABLE;
use super::super::recipe::{dials, recipe};
use super::super::step::Recipe;
use compute::rng::Stream;
use data::maths;
use labkit::{LabError, Params};

type Sets = &'static [(&'static str, &'static str)];

/// A game that collapses: heavy momentum, and a generator twice as fast as its judge.
pub(super) const COLLAPSE: Sets = &[
    ("data", "ring-8"),
    ("spread", "0.1"),
    ("loss", "minimax"),
    ("width", "32"),
    ("rate_d", "0.003"),
    ("rate_g", "0.006"),
    ("beta1", "0.95"),
];
/// What is changed of it.
const CURES: &[(&str, Sets)] = &[
    ("bare", &[]),
    ("momentum", &[("beta1", "0")]),
    ("replay", &[("replay", "0.5")]),
    ("penalty", &[("loss", "wgan-gp"), ("lambda", "0.1"), ("times", "1")]),
    ("unrolled", &[("unrolled", "5")]),
    ("matching", &[("matching", "alone")]),
    ("alike", &[("alike", "on"), ("batch", "32")]),
];
/// A game that works, in two orders.
const ORDERS: &[(&str, Sets)] = &[("alternating", &[]), ("simultaneous", &[("order", "simultaneous")])];
const HEALTHY: Sets = &[
    ("data", "ring-8"),
    ("spread", "0.15"),
    ("width", "32"),
    ("rate_d", "0.003"),
    ("rate_g", "0.003"),
    ("beta1", "0"),
];
/// Losses whose rates and momentum are drawn.
const DRAWN: &[(&str, Sets)] = &[
    ("minimax", &[("loss", "minimax")]),
    ("non-saturating", &[("loss", "non-saturating")]),
    ("lsgan", &[("loss", "lsgan")]),
    ("wgan", &[("loss", "wgan")]),
    ("wgan-gp", &[("loss", "wgan-gp")]),
    ("spectral", &[("loss", "hinge"), ("limit", "spectral")]),
    (VAE, &[]),
];
const PLAIN: Sets = &[("data", "ring-8"), ("spread", "0.15"), ("width", "32")];
/// The rival that is no game.
pub(super) const VAE: &str = "vae";
/// What networks are asked to learn with.
/// All have as many steps of G; GAN has one of D before each, as it is usual, or five as the others do.
pub(super) const LOSSES: [(&str, Sets); 4] = [
    ("gan", &[("loss", "minimax"), ("beta1", "0.5"), ("rate_d", "0.002"), ("rate_g", "0.002")]),
    ("gan-5", &[("loss", "minimax"), ("k", "5"), ("beta1", "0.5"), ("rate_d", "0.002"), ("rate_g", "0.002")]),
    ("clip", &[("loss", "wgan"), ("rate_d", "0.002"), ("rate_g", "0.002")]),
    ("gp", &[("loss", "wgan-gp"), ("beta1", "0"), ("times", "1"), ("rate_d", "0.002"), ("rate_g", "0.002")]),
];
/// Networks, good and bad.
pub(super) const NETS: [&str; 6] = ["recipe", "narrow", "deep", "tanh", "shallow-d", "linear-g"];

/// Rates are drawn between these powers of ten; momentum up to this; a VAE's deviation between these powers.
const RATES: (f32, f32) = (-4.0, -1.5);
const MOST_MOMENTUM: f32 = 0.9;
const DEVIATIONS: (f32, f32) = (-1.5, -0.3);
const STREAM: u32 = 0x3d1;

/// One recipe with all its seeds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Trial {
    pub(super) key: &'static str,
    /// Of a matrix: its row.
    pub(super) net: &'static str,
    sets: Vec<(&'static str, &'static str)>,
    pub(super) drawn: bool,
}

impl Trial {
    /// Those that the parameters ask for.
    pub(super) fn all(what: &str) -> Vec<Self> {
        let plain =
            |key: &'static str, parts: [Sets; 2], drawn: bool| Self { key, net: "recipe", sets: parts.concat(), drawn };
        match what {
            "ensemble" => vec![plain("bare", [COLLAPSE, &[]], false)],
            "order" => ORDERS.iter().map(|(key, more)| plain(key, [HEALTHY, more], false)).collect(),
            "draws" => DRAWN.iter().map(|(key, more)| plain(key, [PLAIN, more], true)).collect(),
            "nets" => {
                let row =
                    |net: &'static str| LOSSES.map(|(key, more)| Self { net, ..plain(key, [PLAIN, more], false) });
                NETS.into_iter().flat_map(row).collect()
            }
            _ => CURES.iter().map(|(key, more)| plain(key, [COLLAPSE, more], false)).collect(),
        }
    }

    /// The parameters of the game in the plane that play the same.
    pub(super) fn params(&self) -> Result<Params, LabError> {
        let mut params = Params::defaults(TABLE);
        let owned: Vec<_> = self.sets.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        params.set_all(TABLE, &owned)?;
        Ok(params)
    }

    /// Its recipe, for so many seeds.
    pub(super) fn recipe(&self, params: &Params, seeds: usize) -> Recipe {
        let mut recipe = Recipe { members: Some(seeds), ..recipe(params) };
        let inputs = recipe.generator.widths[0];
        let (g, d) = match self.net {
            "narrow" => (Mlp::new(inputs, 8, 2, 2, Bend::Relu), Mlp::new(2, 8, 2, 1, Bend::Leaky)),
            "deep" => (Mlp::new(inputs, 16, 4, 2, Bend::Relu), Mlp::new(2, 16, 4, 1, Bend::Leaky)),
            "tanh" => (Mlp::new(inputs, 32, 2, 2, Bend::Tanh), Mlp::new(2, 32, 2, 1, Bend::Tanh)),
            "shallow-d" => (Mlp::new(inputs, 32, 2, 2, Bend::Relu), Mlp::new(2, 16, 1, 1, Bend::Leaky)),
            "linear-g" => (Mlp::new(inputs, 32, 1, 2, Bend::Relu), Mlp::new(2, 32, 2, 1, Bend::Leaky)),
            _ => return recipe,
        };
        (recipe.generator, recipe.discriminator) = (g, Mlp { batch: recipe.discriminator.batch, ..d });
        recipe
    }

    /// What all seeds have alike.
    pub(super) fn dials(params: &Params) -> Turned {
        dials(params)
    }
}

/// A reader's settings with one remedy.
pub(in super::super) fn cured(params: &Params, remedy: &str) -> Result<Params, LabError> {
    let mut params = params.clone();
    let sets = CURES.iter().filter(|(key, _)| *key == remedy).flat_map(|(_, sets)| *sets);
    let owned: Vec<_> = sets.map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    params.set_all(TABLE, &owned)?;
    Ok(params)
}

/// Hyper-parameters by chance, of each seed its own: names of dials and their values.
pub(super) fn drawn(seeds: &[u64]) -> [(&'static str, Vec<f32>); 4] {
    let one = |seed: &u64| {
        let mut random = Stream::new(*seed, STREAM);
        let mut between = |(low, high): (f32, f32)| low + (high - low) * random.uniform();
        let power = |x: f32| maths::pow(10.0, x);
        [power(between(RATES)), power(between(RATES)), between((0.0, MOST_MOMENTUM)), power(between(DEVIATIONS))]
    };
    let all: Vec<[f32; 4]> = seeds.iter().map(one).collect();
    let column = |at: usize| all.iter().map(|row| row[at]).collect::<Vec<f32>>();
    [("rate_d", column(0)), ("rate_g", column(1)), ("beta1", column(2)), ("deviation", column(3))]
}
