//! A panel of curves as a figure: the run's, and those of pinned runs.

use super::{Bench, Canvas, Hover, Plate, doubles, keep};
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
    name: String,
    identity: u8,
    x: Vec<f64>,
    y: Vec<f64>,
    emphasis: Emphasis,
}

impl Curves {
    fn lines(&self, bench: Bench, lang: Lang) -> Vec<Line> {
        let line = |series: &labkit::frame::Series, letter: Option<char>| {
            let name =
                self.names.iter().find(|(key, _)| *key == series.key).map_or(&*series.key, |(_, name)| name.get(lang));
            Line {
                name: letter.map_or_else(|| name.to_owned(), |letter| format!("{name} {letter}")),
                identity: series.identity,
                x: doubles(&series.x.0),
                y: doubles(&series.y.0),
                emphasis: match letter {
                    Some(_) => Emphasis::Pinned,
                    None if series.key == self.focus => Emphasis::Focus,
                    None => Emphasis::Normal,
                },
            }
        };
        let mut all = Vec::new();
        if let Some(Content::Lines(series)) = bench.panel(self.panel).get().as_deref() {
            all.extend(series.iter().map(|series| line(series, None)));
        }
        bench.pins.with(|pins| {
            for pin in pins {
                if let Some(Content::Lines(series)) = pin.panel(self.panel) {
                    let kept = series.iter().filter(|series| self.focus.is_empty() || series.key == self.focus);
                    all.extend(kept.map(|series| line(series, Some(pin.letter))));
                }
            }
        });
        all.extend(self.beside.iter().map(|(name, x, y)| Line {
            name: name.get(lang).to_owned(),
            identity: 8,
            x: x.to_vec(),
            y: y.to_vec(),
            emphasis: Emphasis::Pinned,
        }));
        all
    }

    /// Draws with the figure of the newest frame.
    fn with<T>(&self, bench: Bench, lang: Lang, draw: impl FnOnce(&Lines<'_>) -> T) -> T {
        let lines = self.lines(bench, lang);
        let series: Vec<Series<'_>> = lines
            .iter()
            .map(|line| Series {
                xs: Xs::Values(&line.x),
                emphasis: line.emphasis,
                ..Series::new(&line.name, line.identity, &line.y)
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
    view! {
        <Plate bench name=curves.panel tag title=curves.title quiet=tf(move |lang| curves.quiet.get(lang))>
            <Sheet bench curves/>
            {children.map(|children| children())}
        </Plate>
    }
}

#[component]
fn Sheet(bench: Bench, curves: Curves) -> impl IntoView {
    let words = lang();
    let laid = RwSignal::new_local(None::<plot::Layout>);
    let paint = move |sheet: &plot::canvas::Sheet, theme: &plot::Theme| -> Result<(), PlotError> {
        let drawn =
            curves.with(bench, words.get(), |lines| sheet.draw(|area, scale| lines.draw(area, theme, scale)))?;
        laid.set(Some(drawn));
        Ok(())
    };
    let read = move |(x, _): (f64, f64)| {
        let Some(layout) = laid.get() else { return Vec::new() };
        let readings = curves.with(bench, words.get(), |lines| plot::hover::read(lines.series, &layout, x));
        let across = plot::Reading {
            label: curves.x.get(words.get()).to_owned(),
            value: short(layout.to_data((x, 0.0)).0),
            at: plot::Rect { left: x, right: x, top: 0.0, bottom: 0.0 },
        };
        if readings.is_empty() { readings } else { std::iter::once(across).chain(readings).collect() }
    };
    let label = tf(move |lang| {
        let lines = curves.lines(bench, lang);
        let now = lines
            .iter()
            .map(|line| format!("{} {}", line.name, line.y.last().map_or_else(|| "—".to_owned(), |y| short(*y))));
        let colon = if lang == Lang::Zh { "：" } else { ": " };
        format!("{}{colon}{}", curves.title.get(lang), now.collect::<Vec<_>>().join("; "))
    });
    let node = NodeRef::<html::Div>::new();
    keep(tf(move |lang| curves.title.get(lang)).into(), node, move |lang, done| {
        curves.with(bench, lang, |lines| done(lines));
    });
    view! { <div class="sheet" node_ref=node><Canvas label=label draw=paint/><Hover read line=true/></div> }
}
