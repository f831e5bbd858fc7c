//! What of a critic is shown.

use super::pairs::Spot;
use super::train::{Form, POINTS, Rule, WINDOW};
use super::{GRID, Seen, Workshop};
use crate::exhibit::{Shown, panel, series};
use crate::gan_critic::params::TABLE;
use labkit::frame::{Field, Series, TableData};
use labkit::{Content, Panel, Sentence, short};

/// Bins of the histograms.
const BINS: usize = 41;
/// Slopes from here on are in the last bin.
const STEEPEST: f64 = 2.05;
/// Penalty points, and pairs, that are drawn.
const DRAWN: usize = 96;
/// How near to a limit counts as at it.
const AT_LIMIT: f32 = 0.99;

impl Workshop {
    pub(super) fn shown(&self) -> Shown {
        let diverged = self.left.diverged;
        let Some(seen) = self.seen.as_ref().filter(|_| !diverged) else {
            return Shown {
                diverged,
                panels: vec![panel("losses", Content::Lines(self.curves()))],
                ..Shown::default()
            };
        };
        let mut metrics = self.distances(seen);
        metrics.extend(self.slopes_of(seen));
        metrics.extend(self.weights_of(seen));
        let known = |value: &f64| value.is_finite();
        metrics.retain(|(_, value)| known(value));
        Shown { metrics, panels: self.panels(seen), diverged }
    }

    fn distances(&self, seen: &Seen) -> Vec<(&'static str, f64)> {
        let estimate = mean(&seen.scores[0]) - mean(&seen.scores[1]);
        vec![("w1", self.heaps.w1), ("estimate", estimate), ("estimate_share", estimate / self.heaps.w1)]
    }

    fn slopes_of(&self, seen: &Seen) -> Vec<(&'static str, f64)> {
        let average = mean(&seen.fresh);
        let square = seen.fresh.iter().map(|n| (f64::from(*n) - average).powi(2)).sum::<f64>();
        let mut all = vec![
            ("grad_norm_mean", average),
            ("grad_norm_spread", (square / seen.fresh.len() as f64).sqrt()),
            ("grad_norm_max", most(&seen.slope)),
            ("max_data", most(&seen.slopes[0])),
            ("max_fake", most(&seen.slopes[1])),
            ("max_between", most(&seen.fresh)),
        ];
        let two_sided = Rule::Penalty { form: Form::TwoSided, printed_sign: false };
        if self.design.rule == two_sided && self.params.choice(TABLE, "pair") == "points" {
            all.push(("grad_norm_best", 1.0 + self.heaps.w1 / (2.0 * self.params.number(TABLE, "lambda"))));
        }
        let ways: Vec<(Spot, Spot)> = seen.probes.iter().filter_map(|probe| Some((probe.ends?[0], probe.at))).collect();
        if !ways.is_empty() {
            let beyond = ways.iter().filter(|(from, at)| self.heaps.beyond(*from, *at)).count();
            all.push(("share_beyond", beyond as f64 / ways.len() as f64));
        }
        all
    }

    fn weights_of(&self, seen: &Seen) -> Vec<(&'static str, f64)> {
        let count = seen.weights.len().max(1) as f64;
        let fullest = self.bins(seen).iter().map(|(_, count)| f64::from(*count)).fold(0.0, f64::max);
        let mut all = vec![
            ("weight_max", most(&seen.weights)),
            ("weight_peak", fullest / count),
            ("bound", seen.spectra.iter().filter_map(|layer| layer.values.first()).product()),
        ];
        if self.design.rule == Rule::Clip {
            let limit = self.params.number(TABLE, "c") as f32;
            let at = seen.weights.iter().filter(|w| w.abs() >= AT_LIMIT * limit).count();
            all.push(("share_at_limit", at as f64 / count));
        }
        let errors = seen.spectra.iter().filter_map(super::Spectrum::error);
        all.extend(errors.reduce(f64::max).map(|error| ("sigma_error", error)));
        if let Some((factor, fit)) = geometric(&self.left.layers) {
            all.extend([("layer_factor", factor), ("layer_fit", fit)]);
        }
        all
    }

    fn panels(&self, seen: &Seen) -> Vec<Panel> {
        let field = |values: &[f32]| {
            let side = (-f64::from(WINDOW), f64::from(WINDOW));
            Content::Field(Field { nx: GRID as u32, ny: GRID as u32, x: side, y: side, values: values.to_vec().into() })
        };
        let spots = |key: &str, identity: u8, spots: &[Spot]| {
            let (x, y) = spots.iter().map(|at| (at[0], at[1])).unzip();
            series(key, identity, x, y)
        };
        let probes: Vec<Spot> = seen.probes.iter().take(DRAWN).map(|probe| probe.at).collect();
        let ends: Vec<[Spot; 2]> = seen.probes.iter().take(DRAWN / 4).filter_map(|probe| probe.ends).collect();
        let pairs = self.heaps.partner.iter().enumerate().step_by((POINTS / DRAWN).max(1));
        let pairs: Vec<[Spot; 2]> = pairs.map(|(k, j)| [self.heaps.fake[*j], self.heaps.real[k]]).collect();
        let ways = |key: &str, identity: u8, all: &[[Spot; 2]]| -> Vec<Series> {
            all.iter().map(|ends| spots(key, identity, ends)).collect()
        };
        vec![
            panel("height", field(&seen.height)),
            panel("slope", field(&seen.slope)),
            panel(
                "heaps",
                Content::Points(vec![spots("real", 1, &self.heaps.real), spots("fake", 2, &self.heaps.fake)]),
            ),
            panel("penalised", Content::Points(vec![spots("penalised", 4, &probes)])),
            panel("segments", Content::Lines(ways("segment", 4, &ends))),
            panel("matching", Content::Lines(ways("pair", 3, &pairs))),
            panel("losses", Content::Lines(self.curves())),
            panel("slopes", Content::Lines(vec![self.left.slopes.series("slope", 4), self.one("one", 1.0)])),
            panel("slope_bins", Content::Bars(slope_bins(&seen.fresh))),
            panel("weight_bins", Content::Bars(self.bins(seen))),
            panel("layers", Content::Lines(vec![self.layer_norms()])),
            panel("sigmas", Content::Lines(sigmas(seen))),
            panel("sigma_table", Content::Table(sigma_table(seen))),
            panel("regions", Content::Table(regions(seen))),
        ]
    }

    fn curves(&self) -> Vec<Series> {
        vec![self.left.estimates.series("estimate", 1), self.one("w1", self.heaps.w1 as f32)]
    }

    /// A level line as long as the run.
    fn one(&self, key: &str, value: f32) -> Series {
        series(key, 8, vec![0.0, self.left.step.max(1) as f32], vec![value; 2])
    }

    fn layer_norms(&self) -> Series {
        let x = (1..=self.left.layers.len()).map(|k| k as f32).collect();
        series("gradient", 1, x, self.left.layers.clone())
    }

    /// How many weights are where, from −c to c under clipping, else as far as they go.
    fn bins(&self, seen: &Seen) -> Vec<(String, f32)> {
        let limit = if self.design.rule == Rule::Clip { self.params.number(TABLE, "c") } else { most(&seen.weights) };
        let limit = if limit > 0.0 { limit } else { 1.0 };
        binned(&seen.weights, -limit, limit)
    }
}

fn mean(values: &[f32]) -> f64 {
    values.iter().map(|x| f64::from(*x)).sum::<f64>() / values.len().max(1) as f64
}

fn most(values: &[f32]) -> f64 {
    values.iter().fold(0.0, |most: f64, value| most.max(f64::from(value.abs())))
}

/// Counts in [`BINS`] bins of equal width, what lies outside in the first and the last; each is called by its middle.
fn binned(values: &[f32], low: f64, high: f64) -> Vec<(String, f32)> {
    let width = (high - low) / BINS as f64;
    let mut bins: Vec<(String, f32)> = (0..BINS).map(|k| (short(low + (k as f64 + 0.5) * width), 0.0)).collect();
    for value in values {
        let at = ((f64::from(*value) - low) / width).floor().clamp(0.0, (BINS - 1) as f64) as usize;
        bins[at].1 += 1.0;
    }
    bins
}

/// Slopes around 1, which stands in the middle of a bin.
fn slope_bins(slopes: &[f32]) -> Vec<(String, f32)> {
    binned(slopes, 0.0, STEEPEST)
}

/// The factor from a layer to the one before it, and R², of a straight line through the logarithms; not through zeros.
fn geometric(norms: &[f32]) -> Option<(f64, f64)> {
    if norms.len() < 3 || norms.iter().any(|norm| norm.is_nan() || *norm <= 0.0) {
        return None;
    }
    let logs: Vec<f64> = norms.iter().map(|norm| f64::from(data::maths::ln(*norm))).collect();
    let n = logs.len() as f64;
    let (x_mean, y_mean) = ((n - 1.0) / 2.0, logs.iter().sum::<f64>() / n);
    let sum = |f: &dyn Fn(f64, f64) -> f64| -> f64 {
        logs.iter().enumerate().map(|(k, y)| f(k as f64 - x_mean, y - y_mean)).sum()
    };
    let (xy, xx, yy) = (sum(&|x, y| x * y), sum(&|x, _| x * x), sum(&|_, y| y * y));
    let factor = f64::from(data::maths::exp((-xy / xx) as f32));
    Some((factor, if yy > 0.0 { xy * xy / (xx * yy) } else { 1.0 }))
}

/// Of each layer its singular values as they act.
fn sigmas(seen: &Seen) -> Vec<Series> {
    let one = |(k, layer): (usize, &super::Spectrum)| {
        let x = (1..=layer.values.len()).map(|k| k as f32).collect();
        let y = layer.values.iter().map(|value| *value as f32).collect();
        series(&format!("{}", k + 1), (k % 7) as u8 + 1, x, y)
    };
    seen.spectra.iter().enumerate().map(one).collect()
}

fn sigma_table(seen: &Seen) -> TableData {
    let head = vec![
        Sentence::new("层", "layer"),
        Sentence::new("σ₁，精确", "σ₁, exact"),
        Sentence::new("σ₁，幂迭代", "σ₁, power method"),
        Sentence::new("差", "off by"),
        Sentence::new("除过以后", "once divided"),
    ];
    let dash = || "—".to_owned();
    let row = |(k, layer): (usize, &super::Spectrum)| {
        vec![
            format!("{}", k + 1),
            short(layer.largest()),
            layer.divided.map_or_else(dash, short),
            layer.error().map_or_else(dash, |error| format!("{:.2} %", error * 100.0)),
            layer.divided.and(layer.values.first().copied()).map_or_else(dash, short),
        ]
    };
    TableData { head, rows: seen.spectra.iter().enumerate().map(row).collect() }
}

/// Slopes, region by region; regions are told apart by the symbols of the formulas.
fn regions(seen: &Seen) -> TableData {
    let head = vec![
        Sentence::new("在哪里", "where"),
        Sentence::new("‖∇f‖ 平均", "mean ‖∇f‖"),
        Sentence::new("‖∇f‖ 最大", "largest ‖∇f‖"),
    ];
    let row = |name: &str, slopes: &[f32]| vec![name.to_owned(), short(mean(slopes)), short(most(slopes))];
    let rows = vec![
        row("x ∼ P", &seen.slopes[0]),
        row("x̃ ∼ Q", &seen.slopes[1]),
        row("x̂ ∼ P̂", &seen.fresh),
        row("[−3, 3]²", &seen.slope),
    ];
    TableData { head, rows }
}
