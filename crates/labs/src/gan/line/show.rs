//! What is told of the line: numbers and figures.

use super::look::{LOGITS, Rows, axis};
use super::recipe::real;
use super::scene::{GRID, REACH, Scene, places};
use super::{CURVES, Line, MEASURED, crowd, record};
use crate::exhibit::{Curve, panel, series};
use crate::gan::params::TABLE;
use labkit::frame::Series;
use labkit::{Content, Panel};

/// How far the window on the line reaches.
const WINDOW: f64 = 6.0;
/// Sizes of G's step on view: so many, and the least and the greatest.
const ETAS: usize = 41;
const STEPS: (f64, f64) = (0.001, 10.0);

/// Records that are metrics, and under which name.
const TOLD: &[(&str, &str)] = &[
    ("loss_d", "loss_d"),
    ("loss_g", "loss_g"),
    ("value", "value"),
    ("d_on_real", "real"),
    ("d_on_fake", "fake"),
    ("d_accuracy", "accuracy"),
    ("gradient_d", "gradient_d"),
    ("gradient_g", "gradient_g"),
    ("push", "push"),
];
/// Those that only a D with logits has.
const OF_LOGITS: &[(&str, &str)] = &[
    ("gradient_mm", "gradient_mm"),
    ("gradient_ns", "gradient_ns"),
    ("push_mm", "push_mm"),
    ("push_ns", "push_ns"),
    ("logit_most", "logit_most"),
];

impl Line {
    pub(super) fn metrics(&self) -> Vec<(&'static str, f64)> {
        let mut metrics = Vec::new();
        let mut tell = |names: &[(&'static str, &str)]| {
            let told =
                |(metric, name): &(&'static str, &str)| Some((*metric, f64::from(record(&self.left.newest, name)?)));
            metrics.extend(names.iter().filter_map(told));
        };
        tell(TOLD);
        if self.recipe.penalised {
            tell(&[("penalised_norm", "penalised")]);
        }
        if self.recipe.loss.is_logit() {
            tell(OF_LOGITS);
        }
        let scene = self.scene();
        metrics.extend([
            ("q_mean", self.maker.mean),
            ("q_width", self.maker.width),
            ("value_best", scene.best_value()),
            ("jsd", scene.jsd()),
            ("line_w1", scene.w1()),
        ]);
        if let Some([mean, most]) = self.off(&scene) {
            metrics.extend([("best_off", mean), ("best_off_most", most)]);
        }
        metrics.extend(self.of_best(&scene));
        metrics.extend(self.of_slopes());
        metrics.extend(self.of_stale());
        metrics.extend(self.of_pairs());
        metrics.extend(crowd::metrics(&self.left, self.params.number(TABLE, "l_eta")));
        metrics.retain(|(_, value)| value.is_finite());
        metrics
    }

    /// Of the logarithms' best D: its greatest output, and how hard −ln D would push a generated point, `∫ q |(ln D*)′|`.
    fn of_best(&self, scene: &Scene) -> Vec<(&'static str, f64)> {
        let Some(best) = self.best(scene).filter(|_| self.recipe.loss.is_logit()) else { return Vec::new() };
        let logs: Vec<f64> = best.iter().map(|d| d.max(f64::MIN_POSITIVE).ln()).collect();
        let step = 2.0 * REACH / (GRID - 1) as f64;
        let slope = |i: usize| match (i.checked_sub(1).and_then(|i| logs.get(i)), logs.get(i + 1)) {
            (Some(left), Some(right)) => (right - left).abs() / (2.0 * step),
            _ => 0.0,
        };
        let most = best.iter().fold(0.0, |most: f64, d| most.max(*d));
        vec![("best_most", most), ("best_push", scene.sum(|i| [0.0, slope(i)]))]
    }

    /// Slopes against the logit at the operating point.
    fn of_slopes(&self) -> Vec<(&'static str, f64)> {
        let [own, mm, ns] =
            self.sight.slopes.each_ref().map(|slopes| slopes.last().map_or(f64::NAN, |slope| f64::from(*slope)));
        vec![("slope_own", own), ("slope_mm", mm), ("slope_ns", ns), ("slope_ratio", ns / mm)]
    }

    fn of_stale(&self) -> Vec<(&'static str, f64)> {
        let stale = self.stale(&[self.params.number(TABLE, "l_eta")]);
        let (Some(held), Some(fresh)) = (stale.held.first(), stale.fresh.first()) else { return Vec::new() };
        let mut told = vec![("stale_value", *held), ("fresh_value", *fresh), ("stale_gap", fresh - held)];
        told.extend(stale.trained.first().map(|value| ("trained_value", *value)));
        told
    }

    /// Margins: how many pairs have theirs, what D(x) − D(x′) is on average, and how hard points near p and far from it are pushed.
    fn of_pairs(&self) -> Vec<(&'static str, f64)> {
        let pairs = self.margins();
        if pairs.is_empty() {
            return Vec::new();
        }
        let count = pairs.len() as f64;
        let held = pairs.iter().filter(|[margin, apart]| apart >= margin).count() as f64 / count;
        let mut told = vec![
            ("margin_held", held),
            ("margin_mean", pairs.iter().map(|[margin, _]| margin).sum::<f64>() / count),
            ("apart_mean", pairs.iter().map(|[_, apart]| apart).sum::<f64>() / count),
        ];
        let real = real(&self.params);
        let off = |x: f32| ((f64::from(x) - real.mean).abs() - real.gap).abs() / real.width;
        let points: Vec<(f64, f64)> = self
            .sight
            .x(Rows::Fake)
            .iter()
            .zip(self.sight.push(Rows::Fake))
            .map(|(x, push)| (off(*x), f64::from(push.abs())))
            .collect();
        let mean = |keep: &dyn Fn(f64) -> bool| {
            let kept: Vec<f64> = points.iter().filter(|(off, _)| keep(*off)).map(|(_, push)| *push).collect();
            kept.iter().sum::<f64>() / kept.len() as f64
        };
        told.extend([("push_near", mean(&|off| off <= 1.0)), ("push_far", mean(&|off| off > 3.0))]);
        told
    }

    /// Of each pair the distance Δ and D(x) − D(x′).
    fn margins(&self) -> Vec<[f64; 2]> {
        let (x, fake) = (self.sight.x(Rows::Real), self.sight.x(Rows::Fake));
        let (d, on_fake) = (self.sight.score(Rows::Real), self.sight.score(Rows::Fake));
        let pair = |(((x, y), d), e): (((&f32, &f32), &f32), &f32)| [f64::from((x - y).abs()), f64::from(d - e)];
        x.iter().zip(fake).zip(d).zip(on_fake).map(pair).collect()
    }

    pub(super) fn panels(&self) -> Vec<Panel> {
        let mut panels = vec![
            self.curves("pushes", &[("push", 1), ("push_mm", 2), ("push_ns", 3)]),
            self.curves("gradients_g", &[("gradient_g", 1), ("gradient_mm", 2), ("gradient_ns", 3)]),
            self.curves("means", &[("real", 1), ("fake", 2)]),
            self.curves("values", &[("value", 1), ("value_best", 2)]),
            self.curves("off", &[("best_off", 1)]),
            self.curves("ways", &[("line_w1", 1), ("jsd", 2)]),
        ];
        panels.extend(self.picture());
        panels.extend(self.over());
        panels.extend(crowd::panels(&self.left));
        panels
    }

    fn curves(&self, id: &str, names: &[(&str, u8)]) -> Panel {
        let all = || CURVES.iter().zip(&self.left.records).chain(MEASURED.iter().zip(&self.left.measured));
        let one = |(name, identity): &(&str, u8)| {
            let curve: Option<&Curve> = all().find(|(known, _)| *known == name).map(|(_, curve)| curve);
            curve.map(|curve| curve.series(name, *identity))
        };
        panel(id, Content::Lines(names.iter().filter_map(one).filter(|series| !series.x.0.is_empty()).collect()))
    }

    /// The line itself: densities, D and the best D, generated points and where they are pushed, margins of pairs.
    fn picture(&self) -> Vec<Panel> {
        let (scene, places) = (self.scene(), places());
        let near = |values: &[f64]| -> (Vec<f32>, Vec<f32>) {
            let seen = places.iter().zip(values).filter(|(x, y)| x.abs() <= WINDOW && y.is_finite());
            seen.map(|(x, y)| (*x as f32, *y as f32)).unzip()
        };
        let curve = |key: &str, identity: u8, values: &[f64]| {
            let (x, y) = near(values);
            series(key, identity, x, y)
        };
        let dense = |logs: &[f64]| logs.iter().map(|log| log.exp()).collect::<Vec<f64>>();
        let densities = vec![curve("p", 1, &dense(&scene.p)), curve("q", 2, &dense(&scene.q))];
        let output: Vec<f64> = self.sight.output(Rows::Grid).iter().map(|d| f64::from(*d)).collect();
        let mut outputs = vec![curve("d", 3, &output)];
        if let Some(best) = self.best(&scene) {
            // Some of f-GAN's grow without bound where q is next to nothing.
            let (most, least) =
                (output.iter().fold(1.0, |a: f64, b| a.max(*b)), output.iter().fold(0.0, |a: f64, b| a.min(*b)));
            let room = 0.5 * (most - least);
            outputs.push(curve(
                "best",
                4,
                &best.iter().map(|d| d.clamp(least - room, most + room)).collect::<Vec<f64>>(),
            ));
        }
        let finite = |x: &[f32]| x.iter().map(|x| if x.is_finite() { *x } else { 0.0 }).collect::<Vec<f32>>();
        let push: Vec<f32> = self.sight.push(Rows::Shown).iter().map(|push| -push).collect();
        let arrows = series("push", 2, finite(self.sight.x(Rows::Shown)), finite(&push));
        let (margin, apart) = self
            .margins()
            .iter()
            .map(|[margin, apart]| (*margin as f32, *apart as f32))
            .unzip::<f32, f32, Vec<f32>, Vec<f32>>();
        vec![
            panel("densities", Content::Lines(densities)),
            panel("output", Content::Lines(outputs)),
            panel("arrows", Content::Points(vec![arrows])),
            panel("pairs", Content::Points(vec![series("pair", 1, finite(&margin), finite(&apart))])),
        ]
    }

    /// What G minimises over the logit; and G after one step, over the size of the step.
    fn over(&self) -> Vec<Panel> {
        let own = !self.recipe.loss.is_logit();
        let axis: Vec<f32> = axis().iter().map(|a| *a as f32).collect();
        let curves = |all: &[Vec<f32>; 3]| {
            let names = [("own", 1_u8), ("mm", 2), ("ns", 3)];
            let one = |((key, identity), values): ((&str, u8), &Vec<f32>)| {
                let seen = axis.iter().zip(values).filter(|(_, y)| y.is_finite() && y.abs() <= MOST);
                let (x, y) = seen.map(|(x, y)| (*x, *y)).unzip();
                series(key, identity, x, y)
            };
            let all =
                names.into_iter().zip(all).filter(|((key, _), values)| values.len() > LOGITS && (own || *key != "own"));
            Content::Lines(all.map(one).collect::<Vec<Series>>())
        };
        let etas: Vec<f64> =
            (0..ETAS).map(|i| STEPS.0 * (STEPS.1 / STEPS.0).powf(i as f64 / (ETAS - 1) as f64)).collect();
        let stale = self.stale(&etas);
        let line = |key: &str, identity: u8, values: &[f64]| {
            let (x, y) = stale
                .etas
                .iter()
                .zip(values)
                .filter(|(_, y)| y.is_finite())
                .map(|(x, y)| (*x as f32, *y as f32))
                .unzip();
            series(key, identity, x, y)
        };
        let lines =
            vec![line("held", 1, &stale.held), line("fresh", 2, &stale.fresh), line("trained", 3, &stale.trained)];
        let lines = lines.into_iter().filter(|line| !line.x.0.is_empty()).collect();
        vec![
            panel("over", curves(&self.sight.over)),
            panel("slopes", curves(&self.sight.slopes)),
            panel("stale", Content::Lines(lines)),
        ]
    }
}

/// Largest number of the figure over the logit: some of f-GAN's losses are exponentials.
const MOST: f32 = 12.0;
