//! What there is to see of an examination.

use super::exam::{Examined, KEEPS, RADII, SHIFTS, ZOOMS};
use super::identity;
use super::layer::{Shape, Ties};
use super::nets::{Net, key};
use super::question::Question;
use crate::exhibit::{Shown, panel, series};
use labkit::{Content, Pictures};

/// The metrics of a network: right on unseen digits, on changed ones, on those of the training, weights, multiply-adds.
const NAMES: [[&str; 5]; 4] = [
    ["right_full", "changed_full", "trained_full", "weights_full", "products_full"],
    ["right_local", "changed_local", "trained_local", "weights_local", "products_local"],
    ["right_shared", "changed_shared", "trained_shared", "weights_shared", "products_shared"],
    ["right_separable", "changed_separable", "trained_separable", "weights_separable", "products_separable"],
];

impl Examined {
    pub(super) fn show(&self, question: Question, nets: &[Net]) -> Shown {
        let mut metrics = Vec::new();
        for (at, net) in nets.iter().enumerate() {
            let names = NAMES[net.ties as usize];
            let shares = [&self.plain, &self.changed, &self.trained].map(|shares| shares.get(at).copied());
            for (name, share) in names.into_iter().zip(shares) {
                metrics.extend(share.map(|share| (name, f64::from(share))));
            }
            metrics.push((names[3], net.weights() as f64));
            metrics.push((names[4], net.products() as f64));
        }
        let of = |shares: &[f32], ties: Ties| {
            nets.iter().position(|net| net.ties == ties).and_then(|at| shares.get(at)).map(|share| f64::from(*share))
        };
        let mut add = |name, value: Option<f64>| metrics.extend(value.map(|value| (name, value)));
        let ahead = |shares: &[f32]| Some(of(shares, Ties::Shared)? - of(shares, Ties::Full)?);
        add("ahead", ahead(&self.plain));
        add("two_pixels", self.two_pixels.map(f64::from));
        add("two_chances", of(&self.two_chances, Ties::Shared));
        add("map_error", self.map_error.map(f64::from));
        let at = |index: usize, ties| self.curve.get(index).and_then(|shares| of(shares, ties));
        match question {
            Question::Shift => {
                add("shift3_full", at(3, Ties::Full));
                add("shift3_shared", at(3, Ties::Shared));
            }
            Question::Scale => {
                add("zoom06_shared", at(2, Ties::Shared));
                add("zoom1_shared", at(6, Ties::Shared));
            }
            Question::Subsample => {
                add("keep1_shared", at(0, Ties::Shared));
                add("keep2_shared", at(1, Ties::Shared));
                add("keep8_shared", at(5, Ties::Shared));
            }
            Question::Separable => {
                let conv = |ties: Ties| {
                    let net = nets.iter().find(|net| net.ties == ties)?;
                    Some(net.shapes.iter().filter(|shape| shape.ties != Ties::Full).map(Shape::weights).sum::<usize>() as f64)
                };
                add("kept_weights", conv(Ties::Separable).zip(conv(Ties::Shared)).map(|(few, all)| few / all));
            }
            Question::Permute | Question::Few => {}
        }
        let mut panels = vec![
            panel("why_bars", Content::Bars(nets.iter().map(|net| (key(net.ties).to_owned(), net.weights() as f32)).collect())),
            panel("why_products", Content::Bars(nets.iter().map(|net| (key(net.ties).to_owned(), net.products() as f32)).collect())),
            panel("why_wall", Content::Pictures(self.wall.clone())),
            panel("why_curve", Content::Lines(self.curves(question, nets))),
            panel("why_map", Content::Pictures(self.maps_over_shifts(nets))),
            panel("why_first", Content::Pictures(self.first_maps())),
        ];
        if question == Question::Subsample {
            panels.push(panel("why_routes", Content::Pictures(self.routes.clone())));
        }
        Shown { metrics, panels, diverged: false }
    }

    fn curves(&self, question: Question, nets: &[Net]) -> Vec<labkit::frame::Series> {
        let x: Vec<f32> = match question {
            Question::Shift => RADII.map(f32::from).to_vec(),
            Question::Scale => ZOOMS.to_vec(),
            Question::Subsample => KEEPS.map(f32::from).to_vec(),
            Question::Permute | Question::Few | Question::Separable => Vec::new(),
        };
        let one = |(at, net): (usize, &Net)| {
            let y: Vec<f32> = self.curve.iter().map(|shares| shares[at]).collect();
            series(key(net.ties), identity(net.ties), x[..y.len().min(x.len())].to_vec(), y)
        };
        nets.iter().enumerate().map(one).collect()
    }

    /// A picture a network: a row for each dy from above, a column for each dx.
    fn maps_over_shifts(&self, nets: &[Net]) -> Pictures {
        if self.map.is_empty() {
            return Pictures::default();
        }
        let values: Vec<f32> = (0..nets.len()).flat_map(|at| self.map.iter().map(move |shares| shares[at])).collect();
        let side = SHIFTS.len() as u32;
        Pictures { height: side, width: side, values: values.into(), names: nets.iter().map(|net| key(net.ties).to_owned()).collect() }
    }

    /// The first maps of the first picture, and below them those of the picture as it is changed.
    fn first_maps(&self) -> Pictures {
        let Some([before, after]) = &self.maps else { return Pictures::default() };
        let side = (before.len() / super::nets::MAPS).isqrt() as u32;
        let values = [&before[..], &after[..]].concat();
        Pictures { height: side, width: side, values: values.into(), names: Vec::new() }
    }
}
