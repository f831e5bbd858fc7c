//! Challenges: a shield in front of the classifier, a radius in L∞, and how many digits may be left.

use super::params::TABLE;
use labkit::{Params, Text};

/// A shield to break.
pub(super) struct Challenge {
    pub(super) name: Text,
    /// What has to stay as it is: the shield and its strength, and how a change is measured.
    pub(super) sets: &'static [(&'static str, &'static str)],
    /// The largest change of a pixel, and the share of right answers that may be left of 256 digits.
    pub(super) radius: f64,
    pub(super) left: f64,
}

/// The share of right answers that a classifier worth attacking has without an attack.
const WORTH: f64 = 0.9;
/// What a metric may be off by rounding.
const ROUNDING: f64 = 1e-6;

pub(super) const CHALLENGES: [Challenge; 2] = [
    Challenge {
        name: Text::new("模糊，σ = 1", "blurred, σ = 1"),
        sets: &[("shield", "blur"), ("sigma", "1"), ("norm", "linf")],
        radius: 0.13,
        left: 0.2,
    },
    Challenge {
        name: Text::new("随机挪动，最多 0.1", "moved at random, at most 0.1"),
        sets: &[("shield", "resize"), ("spare", "0.1"), ("norm", "linf")],
        radius: 0.13,
        left: 0.25,
    },
];

impl Challenge {
    /// Whether it is what the parameters ask for.
    pub(super) fn stands(&self, params: &Params) -> bool {
        let mut own = params.clone();
        let sets: Vec<_> = self.sets.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        params.choice(TABLE, "task") == "arena" && own.set_all(TABLE, &sets).is_ok() && own == *params
    }

    /// Whether it is broken, by the metrics of a run; nothing as long as that cannot be said.
    pub(super) fn said(&self, metric: impl Fn(&str) -> f64) -> Option<bool> {
        let [clean, left, far, outside] =
            ["clean_accuracy", "attacked_accuracy", "linf_max", "box_violations"].map(metric);
        let known = clean >= WORTH && left.is_finite();
        known.then_some(left <= self.left && far <= self.radius + ROUNDING && outside == 0.0)
    }
}

/// The challenge that a seed draws: its number.
pub(super) fn drawn(seed: u64) -> usize {
    // The high bits of a product with an odd constant near 2⁶⁴ / φ (Knuth's multiplicative hashing).
    (seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 60) as usize % CHALLENGES.len()
}
