//! What is measured of D, and what there is to see.

use super::data::{EXAM, GRID, HUNG, REACH, SIDE, Source};
use super::{Alone, Left};
use crate::exhibit::{Shown, panel, series};
use labkit::frame::{Field, Series};
use labkit::{Content, Panel, Pictures, Sentence};

/// Points of a kind that are drawn.
const DRAWN: usize = 256;

fn passed(values: &[f32]) -> f64 {
    values.iter().filter(|d| **d > 0.5).count() as f64 / values.len().max(1) as f64
}

impl Alone {
    /// How far D is fooled: the share of the plane that it takes for real although there are no data, or of spoilt digits. Then the share of
    /// what is real that it takes for real.
    pub(super) fn fooled(&self) -> (f64, f64) {
        let Some(seen) = &self.seen else { return (f64::NAN, f64::NAN) };
        match self.data.source {
            Source::Plane(..) => {
                let (plane, real) = seen.split_at(GRID * GRID);
                let wrong = plane.iter().zip(&self.data.near).filter(|(d, near)| **d > 0.5 && !**near).count();
                (wrong as f64 / plane.len().max(1) as f64, passed(real))
            }
            Source::Digits => (passed(&seen[EXAM..]), passed(&seen[..EXAM])),
        }
    }

    pub(super) fn shown(&self) -> Shown {
        let mut panels = vec![
            panel("a_losses", Content::Lines(vec![self.left.losses.series("loss", 1)])),
            panel("a_climb", Content::Lines(vec![self.left.climbs.series("climb", 4)])),
            panel(
                "a_exams",
                Content::Lines(vec![self.left.exams[0].series("fooled", 2), self.left.exams[1].series("real", 1)]),
            ),
            panel("a_said", Content::Text(self.said())),
        ];
        match self.data.source {
            Source::Plane(..) => panels.extend(self.plane()),
            Source::Digits => panels.extend(self.wall()),
        }
        Shown { metrics: self.metrics(), panels, diverged: self.left.diverged }
    }

    fn metrics(&self) -> Vec<(&'static str, f64)> {
        let Left { first, last, found_d, passes, count, .. } = self.left;
        let (fooled, real) = self.fooled();
        let plane = self.data.dim() == 2;
        let [now, begun, ended, less] = if plane {
            ["false_area", "false_first", "false_last", "false_drop"]
        } else {
            ["spoilt_passed", "spoilt_first", "spoilt_last", "spoilt_drop"]
        };
        let (round, at) = self.at();
        let mut all = vec![(now, fooled), ("real_passed", real), ("round", round as f64), ("negatives", count as f64)];
        all.extend([("climbing", f64::from(u8::from(at >= self.round.0))), ("gan_passes", 1.0)]);
        all.extend(first.map(|first| (begun, first)));
        all.extend(last.map(|last| (ended, last)));
        all.extend(first.zip(last).filter(|(first, _)| *first > 0.0).map(|(first, last)| (less, 1.0 - last / first)));
        if passes.0 > 0 {
            all.push(("passes_per_sample", (passes.0 + passes.1) as f64));
        }
        all.extend(found_d.map(|d| ("found_score", d)));
        if round > 0 {
            if plane {
                let near = self.left.found.chunks_exact(2).filter(|at| self.data.is_near(at)).count();
                all.push(("found_on_data", near as f64 / (self.left.found.len() / 2).max(1) as f64));
            } else {
                let apart = self.data.apart(&self.left.found[..HUNG * SIDE * SIDE]);
                all.extend([("found_apart", apart), ("real_apart", self.data.usual)]);
            }
        }
        all.retain(|(_, value)| value.is_finite());
        all
    }

    /// What happens at this step.
    fn said(&self) -> Sentence {
        let (round, at) = self.at();
        let (trained, climbed) = self.round;
        if at < trained {
            return Sentence::new(
                format!("第 {round} 轮：训练 D，{at} / {trained} 步"),
                format!("Round {round}: D is trained, step {at} of {trained}"),
            );
        }
        if !self.climbs() {
            return Sentence::new(
                format!("第 {round} 轮：再抽一批噪声"),
                format!("Round {round}: more noise is drawn"),
            );
        }
        Sentence::new(
            format!("第 {round} 轮：沿 D 往上爬，{} / {climbed} 步", at - trained),
            format!("Round {round}: ascent on D, step {} of {climbed}", at - trained),
        )
    }

    fn climbing(&self) -> bool {
        self.at().1 >= self.round.0
    }

    fn plane(&self) -> Vec<Panel> {
        let spots = |key: &str, identity: u8, all: &[f32]| {
            let (x, y) = all.chunks_exact(2).take(DRAWN).map(|at| (at[0], at[1])).unzip();
            series(key, identity, x, y)
        };
        let mut crowds = vec![spots("data", 1, &self.data.pool), spots("negative", 2, &self.left.found)];
        // While they climb, and until the next ones do.
        let mut ways = Vec::new();
        if self.left.passes.0 > 0 {
            let way = |way: &Vec<f32>| spots("way", 4, way);
            ways = self.left.ways.iter().map(way).collect();
            if self.climbing() {
                crowds.push(spots("climber", 4, &self.left.x));
            }
        }
        let side = (-f64::from(REACH), f64::from(REACH));
        let mut values = self.seen.clone().unwrap_or_default();
        values.truncate(GRID * GRID);
        let field = Field { nx: GRID as u32, ny: GRID as u32, x: side, y: side, values: values.into() };
        vec![
            panel("a_field", Content::Field(field)),
            panel("a_crowds", Content::Points(crowds)),
            panel("a_ways", Content::Lines(ways)),
        ]
    }

    fn wall(&self) -> Vec<Panel> {
        let size = SIDE * SIDE;
        let hung = |all: &[f32]| {
            let values = all[..all.len().min(HUNG * size)].to_vec();
            Content::Pictures(Pictures {
                height: SIDE as u32,
                width: SIDE as u32,
                values: values.into(),
                names: Vec::new(),
            })
        };
        let now = if self.climbing() { &self.left.x } else { &self.left.found };
        let seen = self.seen.as_deref().unwrap_or_default();
        let by = |key: &str, identity: u8, d: &[f32]| -> Series {
            let mut all = d.to_vec();
            all.sort_by(f32::total_cmp);
            let x = (0..all.len()).map(|k| (k as f32 + 0.5) / all.len().max(1) as f32).collect();
            series(key, identity, x, all)
        };
        let scores = if seen.len() == 2 * EXAM {
            vec![by("real", 1, &seen[..EXAM]), by("spoilt", 2, &seen[EXAM..])]
        } else {
            Vec::new()
        };
        vec![
            panel("a_wall", hung(now)),
            panel("a_real", hung(&self.data.looked[..EXAM * size])),
            panel("a_spoilt", hung(&self.data.looked[EXAM * size..])),
            panel("a_scores", Content::Lines(scores)),
        ]
    }
}
