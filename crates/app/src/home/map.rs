//! The map and the list: the same labs, placed or in columns.

use super::land::{Hill, LEVELS, land};
use super::opened::was_opened;
use super::place::Place;
use super::places::{MAP_HEIGHT, place};
use super::sieve::Sieve;
use super::tools::MapView;
use labs::syllabus::{CHAPTERS, Chapter, labs};
use leptos::html;
use leptos::prelude::*;
use ui::lang::{lang, other, say, tag};

/// From the anchor of a place to the middle of its hill, in CSS pixels: a little below the disc.
const HILL_DROP: f64 = 58.0;

/// All labs, by chapter.
#[component]
pub(super) fn Map(
    /// What the reader looks for.
    sieve: Sieve,
    /// Map or list.
    view: RwSignal<MapView>,
    /// Whether there is room for a map.
    wide: Signal<bool>,
) -> impl IntoView {
    let on_map = Signal::derive(move || wide.get() && view.get() == MapView::Map);
    let regions =
        CHAPTERS.iter().enumerate().map(|(index, chapter)| view! { <Region number=index + 1 chapter sieve on_map/> });
    let (outer, inner) = (NodeRef::<html::Div>::new(), NodeRef::<html::Div>::new());
    view! {
        <div class="map" node_ref=outer data-view=move || view.get().code() data-filtering=move || sieve.on().then_some("")>
            <Ground outer inner on_map/>
            <div class="map__inner" node_ref=inner>{regions.collect_view()}</div>
        </div>
    }
    .into_any()
}

#[component]
fn Region(number: usize, chapter: &'static Chapter, sieve: Sieve, on_map: Signal<bool>) -> impl IntoView {
    let (_, x, y, _) = place(chapter.id);
    let heading = format!("r-{}", chapter.id);
    let built = chapter.labs.iter().filter(|lab| lab.built).count();
    let lang = lang();
    view! {
        <section class="region" id=chapter.id aria-labelledby=heading.clone()>
            <h2 class="region__name" id=heading.clone() style=("--x", format!("{x:.2}%")) style=("--y", format!("{y:.0}px"))>
                <span class="region__no num">{number}</span>
                <span class="region__title">{say(chapter.title)}</span>
                <small class="region__sub">
                    <span class="region__alt" lang=move || tag(other(lang.get()))>{move || chapter.title.get(other(lang.get()))}</span>
                    <span class="num">{format!("{built}/{}", chapter.labs.len())}<span class="sr">{ui::t(" 已建成", " built")}</span></span>
                </small>
            </h2>
            <ol class="region__labs">
                {chapter.labs.iter().map(|lab| view! { <Place lab sieve on_map/> }).collect_view()}
            </ol>
        </section>
    }
    .into_any()
}

/// The land under the labs, drawn for the width there is.
#[component]
fn Ground(outer: NodeRef<html::Div>, inner: NodeRef<html::Div>, on_map: Signal<bool>) -> impl IntoView {
    let (whole, column) = (ui::use_resize(outer), ui::use_resize(inner));
    let width = Memo::new(move |_| on_map.get().then(|| (whole.get().width, column.get().width)));
    let drawn = Memo::new(move |_| {
        let (whole, column) = width.get().filter(|(whole, column)| *whole > 1.0 && *column > 1.0)?;
        let hills: Vec<Hill> = labs()
            .map(|lab| {
                let (_, x, y, _) = place(lab.id);
                let at = ((whole - column) / 2.0 + x / 100.0 * column, y + HILL_DROP);
                Hill { at, passages: lab.passages, opened: was_opened(lab.id) }
            })
            .collect();
        Some((whole, land((whole, MAP_HEIGHT), &hills, (whole / 21.0, HILL_DROP), 8.0, LEVELS)))
    });
    move || {
        drawn.get().map(|(width, land)| {
            let iso = |(index, path): (usize, String)| {
                view! { <path class=if index % 3 == 0 { "iso iso--major" } else { "iso" } d=path></path> }
            };
            view! {
                <svg class="map__land land" aria-hidden="true" viewBox=format!("0 0 {width} {MAP_HEIGHT}") preserveAspectRatio="none">
                    <path class="held" d=land.held></path>
                    <path class="shore" d=land.shore></path>
                    {land.contours.into_iter().enumerate().map(iso).collect_view()}
                </svg>
            }
        })
    }
}
