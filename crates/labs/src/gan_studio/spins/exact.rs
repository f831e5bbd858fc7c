//! A small field exactly, by going through all its states, in f64.

use super::graph::Graph;
use data::random::Random;

/// What all states together say of a field θ: `p(s) = exp(θ · φ(s)) / Z`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Exact {
    /// ln Z.
    pub(super) log_z: f64,
    /// E φ.
    pub(super) means: Vec<f64>,
    /// Probability of each state; bit i of its number says whether spin i is up.
    pub(super) chances: Vec<f64>,
}

/// The spins of a state, −1 or 1.
fn spins(state: usize, count: usize) -> Vec<f32> {
    (0..count).map(|i| if state >> i & 1 == 1 { 1.0 } else { -1.0 }).collect()
}

impl Exact {
    pub(super) fn of(graph: &Graph, theta: &[f64]) -> Self {
        let n = graph.spins();
        let score = |state: usize| -> f64 {
            let s = spins(state, n);
            graph.statistics(&s).zip(theta).map(|(x, w)| f64::from(x) * w).sum()
        };
        let mut chances: Vec<f64> = (0..1 << n).map(score).collect();
        let most = chances.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        chances.iter_mut().for_each(|score| *score = (*score - most).exp());
        let z: f64 = chances.iter().sum();
        chances.iter_mut().for_each(|weight| *weight /= z);
        let mut means = vec![0.0; graph.numbers()];
        for (state, chance) in chances.iter().enumerate() {
            let s = spins(state, n);
            graph.statistics(&s).zip(&mut means).for_each(|(x, mean)| *mean += chance * f64::from(x));
        }
        Self { log_z: z.ln() + most, means, chances }
    }

    /// KL(p_θ ‖ p_φ) = (θ − φ) · E_θ − ln Z_θ + ln Z_φ, this being θ's.
    pub(super) fn kl(&self, theta: &[f64], other: &Self, phi: &[f64]) -> f64 {
        let apart: f64 = theta.iter().zip(phi).zip(&self.means).map(|((a, b), mean)| (a - b) * mean).sum();
        (apart - self.log_z + other.log_z).max(0.0)
    }

    /// `count` states, one behind the other.
    pub(super) fn drawn(&self, graph: &Graph, count: usize, random: &mut Random) -> Vec<f32> {
        let sums: Vec<f64> = self
            .chances
            .iter()
            .scan(0.0, |sum, chance| {
                *sum += chance;
                Some(*sum)
            })
            .collect();
        let draw = |_| {
            let u = f64::from(random.unit());
            sums.partition_point(|sum| *sum <= u).min(sums.len() - 1)
        };
        let states: Vec<usize> = (0..count).map(draw).collect();
        states.into_iter().flat_map(|state| spins(state, graph.spins())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Exact, Graph};

    /// Without biases: on a chain `E s_i s_{i+1} = tanh w_i`; on a ring of one coupling `Z = (2 cosh w)ⁿ + (2 sinh w)ⁿ`. The KL divergence is
    /// Σ p ln p/q over all states.
    #[test]
    fn known_fields() {
        let (chain, ring) = (Graph::of("chain", 7), Graph::of("ring", 7));
        let theta: Vec<f64> = (0..13).map(|k| if k < 6 { 0.3 * f64::from(k) - 0.8 } else { 0.0 }).collect();
        let exact = Exact::of(&chain, &theta);
        for (w, mean) in theta.iter().zip(&exact.means).take(6) {
            assert!((mean - w.tanh()).abs() < 1e-12, "{w}: {mean}");
        }
        let even: Vec<f64> = (0..14).map(|k| if k < 7 { 0.7 } else { 0.0 }).collect();
        let z = (2.0 * 0.7_f64.cosh()).powi(7) + (2.0 * 0.7_f64.sinh()).powi(7);
        assert!((Exact::of(&ring, &even).log_z - z.ln()).abs() < 1e-12);
        let other: Vec<f64> = theta.iter().map(|w| 0.5 - w).collect();
        let beside = Exact::of(&chain, &other);
        let sum: f64 = exact.chances.iter().zip(&beside.chances).map(|(p, q)| p * (p / q).ln()).sum();
        assert!((exact.kl(&theta, &beside, &other) - sum).abs() < 1e-12, "{sum}");
    }
}
