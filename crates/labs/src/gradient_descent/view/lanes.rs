//! The optimisers' curves as figures take them: those of the run, then the one in focus of each pinned run, with its letter.

use super::super::params::{OPTIMISERS, TABLE};
use crate::stage::{Bench, Pin, doubles};
use labkit::frame::Series;
use labkit::{Content, Lang};
use leptos::prelude::*;
use plot::field::Path;
use plot::lines::Emphasis;

/// One curve or path.
pub(super) struct Lane {
    pub(super) name: String,
    pub(super) identity: u8,
    pub(super) x: Vec<f64>,
    pub(super) y: Vec<f64>,
    pub(super) emphasis: Emphasis,
}

impl Lane {
    /// The same as a path over a surface.
    pub(super) fn path(&self) -> Path<'_> {
        Path {
            name: &self.name,
            identity: self.identity,
            x: &self.x,
            y: &self.y,
            now: self.x.len().saturating_sub(1),
            emphasis: self.emphasis,
        }
    }
}

/// The lanes of a panel; of the pinned runs only those that `beside` lets stand beside the present one.
pub(super) fn lanes(bench: Bench, panel: &str, lang: Lang, beside: impl Fn(&Pin) -> bool) -> Vec<Lane> {
    let focus = bench.params.with(|params| params.choice(TABLE, "optimiser"));
    let lane = |series: &Series, letter: Option<char>| {
        let name = OPTIMISERS.iter().find(|(key, _)| *key == series.key).map_or("", |(_, name)| name.get(lang));
        Lane {
            name: letter.map_or_else(|| name.to_owned(), |letter| format!("{name} {letter}")),
            identity: series.identity,
            x: doubles(&series.x.0),
            y: doubles(&series.y.0),
            emphasis: match letter {
                Some(_) => Emphasis::Pinned,
                None if series.key == focus => Emphasis::Focus,
                None => Emphasis::Normal,
            },
        }
    };
    let mut all = Vec::new();
    if let Some(Content::Lines(series)) = bench.panel(panel).get().as_deref() {
        all.extend(series.iter().map(|series| lane(series, None)));
    }
    bench.pins.with(|pins| {
        for pin in pins.iter().filter(|pin| beside(pin)) {
            if let Some(Content::Lines(series)) = pin.panel(panel) {
                let focused = series.iter().filter(|series| series.key == focus);
                all.extend(focused.map(|series| lane(series, Some(pin.letter))));
            }
        }
    });
    all
}
