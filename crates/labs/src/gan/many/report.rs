//! What came of the recipes, in numbers.

use super::count::{bootstrap, occupied, quantile, sorted, spread, wilson};
use super::gallery::Score;
use super::trial::{LOSSES, NETS, Trial, VAE};
use super::{MODES, Many};
use crate::exhibit::series;
use labkit::frame::{Series, TableData};
use labkit::{Content, Pictures, Sentence};

impl Many {
    /// Of each recipe that was played to its end: the recipe, what came of it, how many succeeded.
    fn results(&self) -> impl Iterator<Item = (&Trial, &[Score], usize)> {
        self.trials
            .iter()
            .zip(&self.left.done)
            .map(|(trial, scores)| (trial, scores.as_slice(), scores.iter().filter(|score| score.succeeds()).count()))
    }

    pub(super) fn metrics(&self) -> Vec<(&'static str, f64)> {
        let (now, count) = (&self.left.now, self.seeds.len() as f64);
        let mut metrics = vec![
            ("m_tried", self.left.done.len() as f64),
            ("m_recipes", self.trials.len() as f64),
            ("m_modes", now.iter().map(|score| score.modes as f64).sum::<f64>() / count),
            ("m_good", now.iter().map(|score| score.good).sum::<f64>() / count),
            ("m_share", now.iter().filter(|score| score.succeeds()).count() as f64 / count),
            ("m_collapsed", now.iter().filter(|score| score.modes <= 2).count() as f64 / count),
        ];
        match self.what {
            "ensemble" => self.about_ensemble(&mut metrics),
            "draws" => self.about_draws(&mut metrics),
            "nets" => self.about_nets(&mut metrics),
            _ => self.about_cures(&mut metrics),
        }
        metrics.retain(|(_, value)| value.is_finite());
        metrics
    }

    fn about_cures(&self, metrics: &mut Vec<(&'static str, f64)>) {
        let results: Vec<_> = self.results().collect();
        for (trial, scores, hits) in &results {
            let share = *hits as f64 / scores.len().max(1) as f64;
            metrics.push((share_of(trial.key), share));
            if trial.key == "bare" {
                let collapsed = scores.iter().filter(|score| score.modes <= 2).count();
                metrics.push(("m_bare_collapsed", collapsed as f64 / scores.len().max(1) as f64));
            }
        }
        if let Some((_, scores, hits)) = results.first() {
            let (_, most) = wilson(*hits, scores.len());
            let work = results.iter().skip(1).filter(|(_, scores, hits)| wilson(*hits, scores.len()).0 > most);
            metrics.push(("m_work", work.count() as f64));
        }
    }

    /// How many generators each mode has.
    pub(super) fn leaders(&self) -> Vec<usize> {
        let scores = self.left.done.first().unwrap_or(&self.left.now);
        let mut counts = vec![0; MODES];
        for mode in scores.iter().filter_map(|score| score.leader) {
            if let Some(count) = counts.get_mut(mode) {
                *count += 1;
            }
        }
        counts
    }

    fn about_ensemble(&self, metrics: &mut Vec<(&'static str, f64)>) {
        let counts = self.leaders();
        let (expected, error) = occupied(MODES, self.seeds.len());
        let union = counts.iter().filter(|count| **count > 0).count();
        metrics.extend([("m_union", union as f64), ("m_expected", expected), ("m_error", error)]);
        let scores = self.left.done.first().unwrap_or(&self.left.now);
        metrics.push(("m_lead", scores.iter().map(|score| score.lead).sum::<f64>() / scores.len().max(1) as f64));
    }

    fn about_draws(&self, metrics: &mut Vec<(&'static str, f64)>) {
        let of = |vae: bool| {
            sorted(
                self.results()
                    .filter(|(trial, ..)| (trial.key == VAE) == vae)
                    .flat_map(|(_, scores, _)| scores.iter().map(|score| score.sliced).collect::<Vec<_>>()),
            )
        };
        let (games, vae) = (of(false), of(true));
        if !games.is_empty() {
            metrics.extend([
                ("m_iqr_gan", spread(&games)),
                ("m_best_gan", games[0]),
                ("m_median_gan", quantile(&games, 0.5)),
            ]);
        }
        if !vae.is_empty() {
            metrics.extend([
                ("m_iqr_vae", spread(&vae)),
                ("m_best_vae", vae[0]),
                ("m_median_vae", quantile(&vae, 0.5)),
            ]);
            metrics.push(("m_iqr_ratio", spread(&games) / spread(&vae).max(1e-9)));
        }
        // Pairs of games whose medians cannot be told apart.
        let ranges: Vec<(f64, f64)> = self
            .results()
            .filter(|(trial, ..)| trial.key != VAE)
            .map(|(_, scores, _)| self.median_range(scores))
            .collect();
        let pairs =
            ranges.iter().enumerate().flat_map(|(at, a)| ranges[..at].iter().map(move |b| a.0 <= b.1 && b.0 <= a.1));
        metrics.push(("m_overlaps", pairs.clone().filter(|overlap| *overlap).count() as f64));
        metrics.push(("m_pairs", pairs.count() as f64));
    }

    fn median_range(&self, scores: &[Score]) -> (f64, f64) {
        bootstrap(&scores.iter().map(|score| score.sliced).collect::<Vec<_>>(), self.seed)
    }

    fn about_nets(&self, metrics: &mut Vec<(&'static str, f64)>) {
        for (key, name) in
            LOSSES.iter().map(|(key, _)| *key).zip(["m_cells_gan", "m_cells_gan5", "m_cells_clip", "m_cells_gp"])
        {
            let cells = self.results().filter(|(trial, scores, hits)| trial.key == key && 2 * hits > scores.len());
            metrics.push((name, cells.count() as f64));
        }
    }

    pub(super) fn table(&self) -> TableData {
        let said = |zh: &str, en: &str| Sentence::new(zh, en);
        let number = |value: f64| format!("{value:.3}");
        if self.what == "draws" {
            let head = vec![
                said("损失", "loss"),
                said("最好", "best"),
                said("四分之一", "lower quartile"),
                said("中位数", "median"),
                said("中位数 95%", "median, 95 %"),
                said("四分之三", "upper quartile"),
            ];
            let row = |(trial, scores, _): (&Trial, &[Score], usize)| {
                let all = sorted(scores.iter().map(|score| score.sliced));
                let (low, high) = self.median_range(scores);
                let at = |part: f64| number(quantile(&all, part));
                vec![trial.key.to_owned(), at(0.0), at(0.25), at(0.5), format!("{low:.3} – {high:.3}"), at(0.75)]
            };
            let mut rows: Vec<_> = self.results().collect();
            let median = |scores: &[Score]| quantile(&sorted(scores.iter().map(|score| score.sliced)), 0.5);
            rows.sort_by(|a, b| median(a.1).total_cmp(&median(b.1)));
            return TableData { head, rows: rows.into_iter().map(row).collect() };
        }
        let head = vec![
            said("配方", "recipe"),
            said("网络", "networks"),
            said("成功", "succeed"),
            said("95% 区间", "95 % interval"),
            said("平均几个峰", "modes, mean"),
            said("至多两个峰", "two modes at most"),
        ];
        let row = |(trial, scores, hits): (&Trial, &[Score], usize)| {
            let (low, high) = wilson(hits, scores.len());
            let mean = scores.iter().map(|score| score.modes as f64).sum::<f64>() / scores.len().max(1) as f64;
            let collapsed = scores.iter().filter(|score| score.modes <= 2).count();
            let cells = [trial.key, trial.net].map(str::to_owned);
            let numbers = [
                format!("{hits} / {}", scores.len()),
                format!("{:.0} – {:.0} %", 100.0 * low, 100.0 * high),
                format!("{mean:.1}"),
                format!("{collapsed} / {}", scores.len()),
            ];
            cells.into_iter().chain(numbers).collect()
        };
        TableData { head, rows: self.results().map(row).collect() }
    }

    /// Each recipe as a curve of three: least, middle and most, of a share or of quartiles.
    pub(super) fn ranges(&self) -> Vec<Series> {
        let range = |(at, (trial, scores, hits)): (usize, (&Trial, &[Score], usize))| {
            let values = if self.what == "draws" {
                let all = sorted(scores.iter().map(|score| score.sliced));
                [0.25, 0.5, 0.75].map(|part| quantile(&all, part) as f32)
            } else {
                let (low, high) = wilson(hits, scores.len());
                [low as f32, hits as f32 / scores.len().max(1) as f32, high as f32]
            };
            series(trial.key, (at % 8) as u8 + 1, vec![0.0, 1.0, 2.0], values.to_vec())
        };
        self.results().enumerate().map(range).collect()
    }

    pub(super) fn matrix(&self) -> Content {
        let share = |(_, scores, hits): (&Trial, &[Score], usize)| hits as f32 / scores.len().max(1) as f32;
        let mut values: Vec<f32> = self.results().map(share).collect();
        values.resize(NETS.len() * LOSSES.len(), f32::NAN);
        let (height, width) = (NETS.len() as u32, LOSSES.len() as u32);
        Content::Pictures(Pictures { height, width, values: values.into(), names: Vec::new() })
    }
}

/// The name of a recipe's share.
fn share_of(key: &str) -> &'static str {
    match key {
        "replay" => "m_replay",
        "penalty" => "m_penalty",
        "alike" => "m_alike",
        "unrolled" => "m_unrolled",
        "matching" => "m_matching",
        "momentum" => "m_momentum",
        "alternating" => "m_alternating",
        "simultaneous" => "m_simultaneous",
        _ => "m_bare",
    }
}
