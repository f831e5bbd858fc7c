//! What a frame tells of the game: its numbers and figures.

use super::super::look::{ASKED, LINES, SHOWN, SIDE, Sight};
use super::super::measure;
use super::super::often::{self, Often};
use super::super::record::RECORDS;
use super::super::step::Limit;
use super::{Arena, CURVES, EXAMS, FLAT, mean, points};
use crate::exhibit::{panel, series};
use labkit::frame::Field;
use labkit::{Content, Panel, Sentence};

impl Arena {
    /// How D stands now: flat, high where data are, or in between (the two pictures of its end that the notes set against each other).
    fn ending(&self) -> Sentence {
        const FLAT: f64 = 0.03;
        let sight = &self.sight;
        let [on_data, all] = unevenness(sight);
        let mean = |values: &[f32]| values.iter().map(|x| f64::from(*x)).sum::<f64>() / values.len().max(1) as f64;
        let above = mean(&sight.on_real) - mean(&sight.field);
        if !self.game.recipe.loss.is_logit() || sight.field.is_empty() {
            return Sentence::new("", "");
        }
        if all < FLAT {
            return Sentence::new("D 哪里都是平的：分不出来了", "D is flat everywhere: it cannot tell");
        }
        if above > all {
            return Sentence::new(
                "D 在数据上高、别处低：像能量函数",
                "D is high on the data and low elsewhere: like an energy",
            );
        }
        if on_data < all / 2.0 {
            return Sentence::new(
                "D 在点上是平的，别处不平：两者之间",
                "D is flat on the points and not elsewhere: in between",
            );
        }
        Sentence::new("D 在点上还有起伏：还在追", "D still varies on the points: the chase goes on")
    }

    /// What is looked at all over the window.
    pub(super) fn field(&self, values: &[f32]) -> Content {
        let (side, reach) = (SIDE as u32, f64::from(self.target.reach));
        let values = values.to_vec().into();
        Content::Field(Field { nx: side, ny: side, x: (-reach, reach), y: (-reach, reach), values })
    }

    /// What the best discriminator would be, `p / (p + q)`, by the densities of real and generated points; ½ where hardly any are.
    fn best(&self) -> Field {
        const HARDLY: f64 = 1e-6;
        let q = measure::density(&self.left.made, self.target.reach);
        let inside = measure::BINS * measure::BINS;
        let values = self.known.density.iter().zip(&q).take(inside);
        let values: Vec<f32> = values.map(|(p, q)| ((p + HARDLY) / (p + q + 2.0 * HARDLY)) as f32).collect();
        // Values stand for the middles of their cells.
        let reach = f64::from(self.target.reach) * (1.0 - 1.0 / measure::BINS as f64);
        let side = measure::BINS as u32;
        Field { nx: side, ny: side, x: (-reach, reach), y: (-reach, reach), values: values.into() }
    }

    pub(super) fn metrics(&self) -> Vec<(&'static str, f64)> {
        let mut metrics = Vec::new();
        if !self.left.newest.is_empty() {
            for name in RECORDS {
                // What there is no discriminator for, or no penalty, is not a number of this game.
                let absent = *name == "penalised" && self.game.recipe.limit != Limit::Penalty;
                if !absent {
                    metrics.push((metric_of(name), f64::from(mean(&self.left.newest, name))));
                }
            }
        }
        if let Some(marks) = &self.left.marks {
            let norm = marks.norms.iter().map(|norm| f64::from(*norm)).sum::<f64>() / marks.norms.len().max(1) as f64;
            metrics.extend([
                ("grad_norm_mean", norm),
                ("w1", marks.w1),
                ("sliced_w", marks.sliced),
                ("mmd", marks.mmd),
                ("js", marks.js),
                ("js_zero", self.known.zero),
                ("diversity", marks.diversity),
            ]);
            if let Some(found) = &marks.found {
                metrics.extend([
                    ("modes_covered", found.modes as f64),
                    ("modes", self.known.centres.len() as f64),
                    ("good_share", found.good),
                    ("uneven", found.uneven),
                    ("leader_moved", self.left.moved as f64),
                ]);
            }
        }
        let [on_data, all] = unevenness(&self.sight);
        metrics.extend([("flat_on_data", on_data), ("flat_everywhere", all)]);
        metrics.extend(self.often.iter().flat_map(Often::metrics));
        metrics.retain(|(_, value)| value.is_finite());
        metrics
    }

    pub(super) fn panels(&self) -> Vec<Panel> {
        let mut panels = Vec::new();
        let mut curves = self.left.records.iter();
        for (id, names) in CURVES {
            let lines = names.iter().zip(&mut curves).map(|((name, identity), curve)| curve.series(name, *identity));
            panels.push(panel(id, Content::Lines(lines.collect())));
        }
        panels.push(panel("value", Content::Lines(vec![self.left.value.series("value", 1)])));
        let exams = EXAMS.iter().zip(&self.left.exams).map(|((name, identity), curve)| curve.series(name, *identity));
        panels.push(panel("exams", Content::Lines(exams.collect())));
        let flat = FLAT.iter().zip(&self.left.flat).map(|((name, identity), curve)| curve.series(name, *identity));
        panels.push(panel("flat", Content::Lines(flat.collect())));
        let shares = self.left.shares.iter().enumerate();
        let shares = shares.map(|(mode, curve)| curve.series(&(mode + 1).to_string(), mode as u8 + 1)).collect();
        panels.push(panel("shares", Content::Lines(shares)));
        panels.push(panel("covered", Content::Lines(vec![self.left.covered.series("modes", 1)])));
        let sight = &self.sight;
        if !sight.field.is_empty() {
            panels.push(panel("field", self.field(&sight.field)));
            panels.push(panel("slope", self.field(&sight.slope)));
            let real = self.target.pool.get(..2 * SHOWN).unwrap_or_default();
            let fake: Vec<f32> = match self.game.recipe.members {
                // Every generator gives its part.
                Some(_) => {
                    (0..SHOWN).filter_map(|i| self.left.made.get(i * ASKED / SHOWN)).flatten().copied().collect()
                }
                None => sight.fake.clone(),
            };
            panels.push(panel("points", Content::Points(vec![points("real", 1, real), points("fake", 2, &fake)])));
            let pushes = if self.game.recipe.members.is_some() { &[][..] } else { &sight.push };
            panels.push(panel("arrows", Content::Points(vec![points("push", 2, pushes)])));
            let rows = sight.grid.chunks_exact(2 * LINES).map(|row| points("row", 2, row));
            panels.push(panel("grid", Content::Lines(rows.collect())));
            panels.push(panel(
                "outputs",
                Content::Points(vec![
                    series("real", 1, sight.on_real.clone(), Vec::new()),
                    series("fake", 2, sight.on_fake.clone(), Vec::new()),
                ]),
            ));
        }
        panels.push(panel("ending", Content::Text(self.ending())));
        if !self.left.made.is_empty() {
            panels.push(panel("best", Content::Field(self.best())));
        }
        if let Some(marks) = &self.left.marks {
            let shares = marks.found.iter().flat_map(|found| &found.shares).enumerate();
            let shares = shares.map(|(mode, share)| ((mode + 1).to_string(), *share as f32));
            panels.push(panel("modes", Content::Bars(shares.collect())));
            panels.push(panel("norms", Content::Points(vec![series("norm", 1, marks.norms.clone(), Vec::new())])));
        }
        panels.extend(self.often.iter().flat_map(Often::panels));
        if let Some(why) = often::refused(&self.params, &self.target) {
            panels.extend([panel("often", Content::Lines(Vec::new())), panel("often_said", Content::Text(why))]);
        }
        panels
    }
}

/// The metric of a record.
fn metric_of(record: &'static str) -> &'static str {
    match record {
        "real" => "d_on_real",
        "fake" => "d_on_fake",
        "accuracy" => "d_accuracy",
        "penalised" => "penalised_norm",
        name => name,
    }
}

/// Deviations of D's outputs: on points of both kinds, and all over the window.
pub(super) fn unevenness(sight: &Sight) -> [f64; 2] {
    [deviation(sight.on_real.iter().chain(&sight.on_fake)), deviation(&sight.field)]
}

fn deviation<'a>(values: impl IntoIterator<Item = &'a f32> + Clone) -> f64 {
    let count = values.clone().into_iter().count().max(1) as f64;
    let mean = values.clone().into_iter().map(|x| f64::from(*x)).sum::<f64>() / count;
    (values.into_iter().map(|x| (f64::from(*x) - mean).powi(2)).sum::<f64>() / count).sqrt()
}
