//! Figures of the kit that are not walls or curves: what draws them is given.

use super::plate::Drawn;
use super::{Canvas, Hover, Panel, keep};
use labkit::{Content, Lang};
use leptos::html;
use leptos::prelude::*;
use plot::bars::{Bar, Bars};
use plot::canvas::Sheet;
use plot::palette::Coat;
use plot::{PlotError, Reading, Theme};
use ui::lang::{lang, tf};

/// A figure over its sheet.
#[component]
pub fn Sketch<F>(
    /// What it is.
    #[prop(into)]
    label: TextProp,
    /// Its name among several of one figure; the label where there is none.
    #[prop(optional, into)]
    name: Option<TextProp>,
    /// More classes.
    #[prop(optional)]
    class: &'static str,
    /// Calls back with the figure, in a language; not while there is nothing to show.
    show: F,
    /// What stands at a place of the sheet, whose size and theme are given.
    #[prop(optional)]
    read: Option<Read>,
) -> impl IntoView
where
    F: Fn(Lang, &mut dyn FnMut(&dyn Drawn)) + Clone + 'static,
{
    let (words, node) = (lang(), NodeRef::<html::Div>::new());
    keep(name.unwrap_or_else(|| label.clone()), node, show.clone());
    let paint = move |sheet: &Sheet, theme: &Theme| -> Result<(), PlotError> {
        let mut painted = Ok(());
        show(words.get(), &mut |figure| painted = sheet.paint(figure, theme));
        painted
    };
    let hover = read.map(|read| {
        let read = move |at: (f64, f64)| {
            let Some(node) = node.get_untracked() else { return Vec::new() };
            let Ok(theme) = plot::canvas::theme(&node) else { return Vec::new() };
            let size = (f64::from(node.client_width()), f64::from(node.client_height()));
            read.run((size, theme, at)).into_iter().collect()
        };
        view! { <Hover read/> }
    });
    view! { <div class=format!("sheet {class}") node_ref=node><Canvas label=label draw=paint/>{hover}</div> }
}

/// Answers for a place of a sheet of a size.
pub type Read = Callback<((f64, f64), Theme, (f64, f64)), Option<Reading>>;

/// A panel of numbers with their names, as bars.
#[component]
pub fn Barred(
    panel: Panel,
    /// What they are; their greatest is said with it.
    #[prop(into)]
    label: TextProp,
    /// From where to where bars go; by default as far as they do.
    #[prop(optional)]
    range: Option<(f64, f64)>,
    /// Whether numbers stand at the bars.
    #[prop(optional)]
    values: bool,
    /// How a bar is called, by its place, its name and its number.
    #[prop(optional)]
    named: Option<fn(usize, &str, f32) -> String>,
) -> impl IntoView {
    let numbers = move || match panel.get().as_deref() {
        Some(Content::Bars(bars)) => bars.clone(),
        _ => Vec::new(),
    };
    let with = move |done: &mut dyn FnMut(&Bars<'_>)| {
        let numbers = numbers();
        let name = |(at, (name, number)): (usize, &(String, f32))| {
            named.map_or_else(|| name.clone(), |say| say(at, name, *number))
        };
        let names: Vec<String> = numbers.iter().enumerate().map(name).collect();
        let bars: Vec<Bar<'_>> =
            names.iter().zip(&numbers).map(|(name, (_, number))| Bar::new(name, f64::from(*number))).collect();
        if !bars.is_empty() {
            done(&Bars { bars: &bars, coat: Coat::Sign, range, values, ..Bars::default() });
        }
    };
    let read = Callback::new(move |(size, theme, at): ((f64, f64), Theme, (f64, f64))| {
        let mut reading = None;
        with(&mut |bars| reading = bars.layout(size, &theme).ok().and_then(|layout| bars.read(&layout, at)));
        reading
    });
    let name = label.clone();
    let said = tf(move |lang| {
        let most = numbers().into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
        let colon = if lang == Lang::Zh { "：" } else { ": " };
        most.map_or_else(
            || label.get().to_string(),
            |(name, number)| format!("{}{colon}{name} {}", label.get(), labkit::short(f64::from(number))),
        )
    });
    view! { <Sketch label=said name read show=move |_, done: &mut dyn FnMut(&dyn Drawn)| with(&mut |bars| done(bars))/> }
}
