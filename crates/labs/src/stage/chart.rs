//! A panel of curves as a figure: the run's, and those of pinned runs.

use super::{Bench, Canvas, Entry, Hidden, Hover, Legend, Plate, doubles, keep};
use labkit::{Content, Lang, Text, short};
use leptos::html;
use leptos::prelude::*;
use plot::line::Xs;
use plot::lines::{Emphasis, Lines, Series};
use plot::{Axis, PlotError};
use ui::lang::{lang, tf};

/// What a figure of curves shows.
#[derive(Debug, Clone, Copy)]
pub struct Curves {
    /// The panel that holds them.
    pub panel: &'static str,
    /// Heading of the figure.
    pub title: Text,
    /// What stands beside it.
    pub quiet: Text,
    /// What the horizontal axis counts.
    pub x: Text,
    /// What the keys of the curves are called; a key that is not there is its own name.
    pub names: &'static [(&'static str, Text)],
    /// The key of the curve that stays of pinned runs; all where it is empty.
    pub focus: &'static str,
    /// Which axes are logarithmic.
    pub log: (bool, bool),
    /// Of the vertical axis, where it is fixed.
    pub range: Option<(f64, f64)>,
    /// The metric at which the horizontal axis is marked; none where it is empty.
    pub mark: &'static str,
    /// Curves known beforehand.
    pub beside: &'static [(Text, &'static [f64], &'static [f64])],
}

struct Line {
    entry: Entry,
    x: Vec<f64>,
    y: Vec<f64>,
    emphasis: Emphasis,
}

impl Curves {
    /// Of each curve what `make` makes of it; the numbers are fetched only where it asks for them.
    fn each<T>(
        &self,
        bench: Bench,
        lang: Lang,
        make: impl Fn(Entry, Emphasis, &dyn Fn() -> [Vec<f64>; 2]) -> T,
    ) -> Vec<T> {
        let one = |series: &labkit::frame::Series, letter: Option<char>| {
            let name =
                self.names.iter().find(|(key, _)| *key == series.key).map_or(&*series.key, |(_, name)| name.get(lang));
            let lettered = |text: &str| letter.map_or_else(|| text.to_owned(), |letter| format!("{text} {letter}"));
            let entry = Entry { key: lettered(&series.key), name: lettered(name), identity: series.identity };
            let emphasis = match letter {
                Some(_) => Emphasis::Pinned,
                None if series.key == self.focus => Emphasis::Focus,
                None => Emphasis::Normal,
            };
            make(entry, emphasis, &|| [doubles(&series.x.0), doubles(&series.y.0)])
        };
        let mut all = Vec::new();
        if let Some(Content::Lines(series)) = bench.panel(self.panel).get().as_deref() {
            all.extend(series.iter().map(|series| one(series, None)));
        }
        bench.pins.with(|pins| {
            for pin in pins {
                if let Some(Content::Lines(series)) = pin.panel(self.panel) {
                    let kept = series.iter().filter(|series| self.focus.is_empty() || series.key == self.focus);
                    all.extend(kept.map(|series| one(series, Some(pin.letter))));
                }
            }
        });
        all.extend(self.beside.iter().map(|(name, x, y)| {
            let entry = Entry { key: name.en.to_owned(), name: name.get(lang).to_owned(), identity: 8 };
            make(entry, Emphasis::Pinned, &|| [x.to_vec(), y.to_vec()])
        }));
        all
    }

    /// Those that are not hidden.
    fn shown(&self, bench: Bench, lang: Lang, hidden: Hidden) -> Vec<Line> {
        let line = |entry: Entry, emphasis, numbers: &dyn Fn() -> [Vec<f64>; 2]| {
            (!hidden.has(&entry.key)).then(|| {
                let [x, y] = numbers();
                Line { entry, x, y, emphasis }
            })
        };
        self.each(bench, lang, line).into_iter().flatten().collect()
    }

    /// Draws with the figure of the newest frame.
    fn with<T>(&self, bench: Bench, lang: Lang, hidden: Hidden, draw: impl FnOnce(&Lines<'_>) -> T) -> T {
        let lines = self.shown(bench, lang, hidden);
        let series: Vec<Series<'_>> = lines
            .iter()
            .map(|line| Series {
                xs: Xs::Values(&line.x),
                emphasis: line.emphasis,
                ..Series::new(&line.entry.name, line.entry.identity, &line.y)
            })
            .collect();
        let axis = |log: bool| if log { Axis::log() } else { Axis::default() };
        let mut x = axis(self.log.0).titled(self.x.get(lang));
        if !self.log.0 {
            let last = lines.iter().filter_map(|line| line.x.last()).fold(0.0, |most: f64, x| most.max(*x));
            x = x.over(0.0, if last > 0.0 { last } else { 1.0 });
        }
        let y = Axis { range: self.range, ..axis(self.log.1) };
        let now = Some(bench.metric(self.mark)).filter(|at| at.is_finite());
        draw(&Lines { series: &series, x, y, references: &[], now })
    }
}

/// The figure, with what stands under its picture.
#[component]
pub fn Chart(
    bench: Bench,
    tag: &'static str,
    curves: Curves,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let (words, hidden) = (lang(), Hidden::none());
    let entries = Memo::new(move |_| curves.each(bench, words.get(), |entry, _, _| entry));
    let legend = move || view! { <Legend entries hidden/> };
    view! {
        <Plate bench name=curves.panel tag title=curves.title quiet=tf(move |lang| curves.quiet.get(lang)) controls=legend>
            <Sheet bench curves hidden/>
            {children.map(|children| children())}
        </Plate>
    }
}

#[component]
fn Sheet(bench: Bench, curves: Curves, hidden: Hidden) -> impl IntoView {
    let words = lang();
    let laid = RwSignal::new_local(None::<plot::Layout>);
    let paint = move |sheet: &plot::canvas::Sheet, theme: &plot::Theme| -> Result<(), PlotError> {
        let drawn = curves
            .with(bench, words.get(), hidden, |lines| sheet.draw(|area, scale| lines.draw(area, theme, scale)))?;
        laid.set(Some(drawn));
        Ok(())
    };
    let read = move |(x, _): (f64, f64)| {
        let Some(layout) = laid.get() else { return Vec::new() };
        let readings = curves.with(bench, words.get(), hidden, |lines| plot::hover::read(lines.series, &layout, x));
        let across = plot::Reading {
            label: curves.x.get(words.get()).to_owned(),
            value: short(layout.to_data((x, 0.0)).0),
            at: plot::Rect { left: x, right: x, top: 0.0, bottom: 0.0 },
        };
        if readings.is_empty() { readings } else { std::iter::once(across).chain(readings).collect() }
    };
    let label = tf(move |lang| {
        let lines = curves.shown(bench, lang, hidden);
        let now = lines
            .iter()
            .map(|line| format!("{} {}", line.entry.name, line.y.last().map_or_else(|| "—".to_owned(), |y| short(*y))));
        let colon = if lang == Lang::Zh { "：" } else { ": " };
        format!("{}{colon}{}", curves.title.get(lang), now.collect::<Vec<_>>().join("; "))
    });
    let node = NodeRef::<html::Div>::new();
    keep(tf(move |lang| curves.title.get(lang)).into(), node, move |lang, done| {
        curves.with(bench, lang, hidden, |lines| done(lines));
    });
    view! { <div class="sheet" node_ref=node><Canvas label=label draw=paint/><Hover read line=true/></div> }
}
