//! What is measured of the field, and what there is to see.

use super::Spins;
use crate::exhibit::{Shown, panel, series};
use labkit::frame::Series;
use labkit::{Content, Panel, Pictures};

/// States of a kind that are hung.
const HUNG: usize = 24;

impl Spins {
    pub(super) fn shown(&self) -> Shown {
        let left = &self.left;
        let known = [
            ("kl", left.kl),
            ("kl_first", left.kl_first),
            ("kl_least", left.kl_least),
            ("cosine", left.cosine),
            ("cosine_first", left.cosine_first),
        ];
        let mut metrics: Vec<(&'static str, f64)> =
            known.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        let edges = self.graph.edges.len();
        let pairs = self.hidden[..edges].iter().zip(&left.theta);
        let apart: f64 = pairs.map(|(truth, learnt)| (truth - learnt).powi(2)).sum();
        let length = |all: &[f64]| all.iter().map(|x| x * x).sum::<f64>().sqrt();
        metrics.push(("coupling_error", (apart / edges.max(1) as f64).sqrt()));
        metrics.push(("states", f64::powi(2.0, self.graph.spins() as i32)));
        if !left.gradient.is_empty() {
            metrics.push(("gradient_length", length(&left.gradient)));
        }
        metrics.retain(|(_, value)| value.is_finite());
        Shown { metrics, panels: self.panels(), diverged: left.diverged }
    }

    fn panels(&self) -> Vec<Panel> {
        let (left, edges) = (&self.left, self.graph.edges.len());
        let kinds = |x: &[f64], y: &[f64]| -> Vec<Series> {
            let of = |key: &str, identity: u8, from: usize, to: usize| {
                let cut = |all: &[f64]| all.get(from..to).unwrap_or_default().iter().map(|x| *x as f32).collect();
                series(key, identity, cut(x), cut(y))
            };
            vec![of("coupling", 1, 0, edges), of("bias", 2, edges, x.len())]
        };
        vec![
            panel("s_kls", Content::Lines(vec![left.kls.series("kl", 1)])),
            panel("s_cosines", Content::Lines(vec![left.cosines.series("cosine", 4)])),
            panel("s_errors", Content::Lines(vec![left.errors.series("error", 2)])),
            panel("s_fields", Content::Points(kinds(&self.hidden, &left.theta))),
            panel("s_gradients", Content::Points(kinds(&left.exact, &left.gradient))),
            panel("s_matrices", Content::Pictures(self.matrices())),
            panel("s_data", Content::Pictures(self.hung(&self.data))),
            panel("s_chains", Content::Pictures(self.hung(self.chains.as_deref().unwrap_or_default()))),
        ]
    }

    /// The true couplings and the learnt ones, each as a symmetric matrix with the biases on its diagonal.
    fn matrices(&self) -> Pictures {
        let (n, edges) = (self.graph.spins(), self.graph.edges.len());
        let mut values = vec![0.0; 2 * n * n];
        for (matrix, theta) in values.chunks_exact_mut(n * n).zip([&self.hidden, &self.left.theta]) {
            for ((i, j), w) in self.graph.edges.iter().zip(theta) {
                (matrix[i * n + j], matrix[j * n + i]) = (*w as f32, *w as f32);
            }
            theta[edges..].iter().enumerate().for_each(|(i, b)| matrix[i * n + i] = *b as f32);
        }
        let names = ["true", "learnt"].map(str::to_owned).to_vec();
        Pictures { height: n as u32, width: n as u32, values: values.into(), names }
    }

    /// The first states, up in ink.
    fn hung(&self, states: &[f32]) -> Pictures {
        let (rows, columns) = self.graph.size;
        let values: Vec<f32> = states.iter().take(HUNG * rows * columns).map(|s| (s + 1.0) * 0.5).collect();
        Pictures { height: rows as u32, width: columns as u32, values: values.into(), names: Vec::new() }
    }
}
