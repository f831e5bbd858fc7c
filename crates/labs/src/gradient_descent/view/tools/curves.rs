//! Curves of a panel as a figure.

use super::super::super::params::OPTIMISERS;
use crate::stage::{Bench, Canvas, Hover, doubles};
use labkit::{Content, Lang, Text};
use leptos::prelude::*;
use plot::line::Xs;
use plot::lines::{Emphasis, Lines, Series};
use plot::{Axis, PlotError};
use ui::lang::lang;

/// A curve by its key.
#[derive(Clone, Copy)]
pub(in super::super) struct Curve {
    pub(in super::super) key: &'static str,
    pub(in super::super) name: Text,
    pub(in super::super) identity: u8,
}

/// A curve with its numbers.
struct Drawn {
    name: &'static str,
    /// What theory tells, dashed.
    told: bool,
    identity: u8,
    x: Vec<f64>,
    y: Vec<f64>,
}

impl Drawn {
    fn series(&self) -> Series<'_> {
        let emphasis = if self.told { Emphasis::Pinned } else { Emphasis::Normal };
        Series { xs: Xs::Values(&self.x), emphasis, ..Series::new(self.name, self.identity, &self.y) }
    }
}

/// The curves of the panel that are named, with their names; optimisers have theirs.
fn drawn(bench: Bench, panel: &str, curves: &'static [Curve], lang: Lang) -> Vec<Drawn> {
    let Some(Content::Lines(lines)) = bench.panel(panel).get().as_deref().cloned() else { return Vec::new() };
    let one = |line: labkit::frame::Series| {
        let known = curves.iter().find(|curve| curve.key == line.key).map(|curve| (curve.name, curve.identity));
        let optimiser = || OPTIMISERS.iter().find(|(key, _)| *key == line.key).map(|(_, name)| (*name, line.identity));
        let (name, identity) = known.or_else(optimiser)?;
        let told = line.key.ends_with("-told");
        Some(Drawn { name: name.get(lang), told, identity, x: doubles(&line.x.0), y: doubles(&line.y.0) })
    };
    lines.into_iter().filter_map(one).collect()
}

fn with<T>(drawn: &[Drawn], log: (bool, bool), title: &str, done: impl FnOnce(&Lines<'_>) -> T) -> T {
    let series: Vec<Series<'_>> = drawn.iter().map(Drawn::series).collect();
    let axis = |log: bool| if log { Axis::log() } else { Axis::default() };
    done(&Lines { series: &series, x: axis(log.0).titled(title), y: axis(log.1), references: &[], now: None })
}

/// The curves of a panel; axes logarithmic where `log` says so, first across, then up.
#[component]
pub(in super::super) fn Curves(
    bench: Bench,
    panel: &'static str,
    curves: &'static [Curve],
    #[prop(optional)] log: (bool, bool),
    x: Text,
    label: Text,
) -> impl IntoView {
    let words = lang();
    let laid = RwSignal::new_local(None::<plot::Layout>);
    let paint = move |sheet: &plot::canvas::Sheet, theme: &plot::Theme| -> Result<(), PlotError> {
        let lang = words.get();
        let all = drawn(bench, panel, curves, lang);
        laid.set(Some(with(&all, log, x.get(lang), |lines| sheet.draw(|area, scale| lines.draw(area, theme, scale)))?));
        Ok(())
    };
    let read = move |(px, _): (f64, f64)| {
        let Some(layout) = laid.get() else { return Vec::new() };
        let all = drawn(bench, panel, curves, words.get());
        with(&all, log, "", |lines| plot::hover::read(lines.series, &layout, px))
    };
    let last = move || {
        let all = drawn(bench, panel, curves, words.get());
        let ends = all
            .iter()
            .map(|one| format!("{} {}", one.name, one.y.last().map_or_else(|| "—".to_owned(), |v| labkit::short(*v))));
        format!("{}: {}", label.get(words.get()), ends.collect::<Vec<_>>().join("; "))
    };
    view! { <div class="sheet"><Canvas label=last draw=paint/><Hover read line=true/></div> }
}
