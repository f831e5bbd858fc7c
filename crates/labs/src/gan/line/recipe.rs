//! From the parameters to what is trained, and the dials.

use super::scene::{Maker, Real};
use crate::gan::loss::Loss;
use crate::gan::mlp::{Bend, Mlp};
use crate::gan::params::TABLE;
use crate::gan::recipe::named;
use labkit::Params;

/// Steps of D to one of G, and sizes of G's step, of those that run beside; and seeds of each pair.
pub(super) const KS: [u32; 5] = [1, 3, 10, 30, 100];
pub(super) const ETAS: [f32; 5] = [0.03, 0.1, 0.3, 1.0, 3.0];
pub(super) const SEEDS: usize = 3;
/// Hidden layers of D.
const DEPTH: usize = 2;

/// All that a plan depends on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Recipe {
    pub(super) loss: Loss,
    pub(super) penalised: bool,
    pub(super) net: Mlp,
    pub(super) batch: usize,
    /// Games side by side, the reader's first.
    pub(super) members: usize,
}

impl Recipe {
    pub(super) fn of(params: &Params) -> Self {
        let whole = |key: &str| params.number(TABLE, key).round().max(1.0) as usize;
        let name = params.choice(TABLE, "l_loss");
        let bend = match params.choice(TABLE, "l_bend") {
            "relu" => Bend::Relu,
            "tanh" => Bend::Tanh,
            _ => Bend::Leaky,
        };
        let crowd = params.switch(TABLE, "l_crowd");
        Self {
            loss: named(name, params.choice(TABLE, "l_div")),
            penalised: name == "wgan-gp",
            net: Mlp::new(1, whole("l_width"), DEPTH, 1, bend),
            batch: whole("l_batch"),
            members: if crowd { 1 + KS.len() * ETAS.len() * SEEDS } else { 1 },
        }
    }
}

pub(super) fn real(params: &Params) -> Real {
    let number = |key: &str| params.number(TABLE, key);
    Real { mean: number("l_p"), width: number("l_wp"), gap: number("l_gap") }
}

/// G as it begins.
pub(super) fn maker(params: &Params) -> Maker {
    Maker { mean: params.number(TABLE, "l_q"), width: params.number(TABLE, "l_wq") }
}

/// What D is taught of real points and of generated ones, and how many times the former count.
pub(super) fn taught(params: &Params, loss: Loss) -> ([f64; 2], f64) {
    let number = |key: &str| params.number(TABLE, key);
    // Of a probability none is below 0.
    let fake = if loss.is_logit() { number("l_fake").max(0.0) } else { number("l_fake") };
    ([number("l_real"), fake], if loss == Loss::Sensitive { 1.0 } else { number("l_ratio") })
}

/// Numbers that act at once, each a state: of every member, in the order of [`super::step::DIALS`].
pub(super) fn dials(params: &Params, recipe: &Recipe) -> Vec<(&'static str, Vec<f32>)> {
    let number = |key: &str| params.number(TABLE, key) as f32;
    let ([real, fake], ratio) = taught(params, recipe.loss);
    let all = |value: f32| vec![value; recipe.members];
    // The reader's own, and those of the pairs.
    let own = |value: f32, of: &dyn Fn(usize) -> f32| {
        let others = (0..recipe.members - 1).map(|member| of(member / SEEDS));
        std::iter::once(value).chain(others).collect::<Vec<f32>>()
    };
    let k = |pair: usize| KS.get(pair / ETAS.len()).map_or(1.0, |k| *k as f32);
    let eta = |pair: usize| ETAS.get(pair % ETAS.len()).copied().unwrap_or_default();
    vec![
        ("p", all(number("l_p"))),
        ("wp", all(number("l_wp"))),
        ("gap", all(number("l_gap"))),
        ("real", all(real as f32)),
        ("fake", all(fake as f32)),
        ("aim", all(number("l_aim"))),
        ("ratio", all(ratio as f32)),
        ("lambda", all(number("l_lambda"))),
        ("rate", all(number("l_rate"))),
        ("moves", own(if params.switch(TABLE, "l_moves") { 1.0 } else { 0.0 }, &|_| 1.0)),
        ("after", all(number("l_after").round())),
        ("k", own(number("l_k").round(), &k)),
        ("eta", own(number("l_eta"), &eta)),
    ]
}
