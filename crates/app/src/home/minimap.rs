//! The land in small, over the list of a narrow screen: a way to each chapter.

use super::land::{FEW_LEVELS, Hill, land};
use super::opened::was_opened;
use super::places::{MAP_HEIGHT, place};
use labs::syllabus::{CHAPTERS, LabEntry, labs};
use leptos::html;
use leptos::prelude::*;
use ui::lang::{say, t};

// A margin, so that no hill is cut by the edge.
fn spot(lab: &LabEntry, (width, height): (f64, f64)) -> (f64, f64) {
    let (_, x, y, _) = place(lab.id);
    (8.0 + x / 100.0 * (width - 16.0), 12.0 + y / MAP_HEIGHT * (height - 4.0))
}

/// The chapters on the land. Takes no room on a wide screen, and is not drawn there.
#[component]
pub(super) fn Minimap() -> impl IntoView {
    let node = NodeRef::<html::Nav>::new();
    let extent = ui::use_resize(node);
    let body = move || {
        let extent = extent.get();
        if extent.is_empty() {
            return None;
        }
        let size = (extent.width, extent.height);
        let hills: Vec<Hill> = labs()
            .map(|lab| Hill { at: spot(lab, size), passages: lab.passages, opened: was_opened(lab.id) })
            .collect();
        let land = land(size, &hills, (size.0 / 21.0, size.1 / 18.0), 4.0, FEW_LEVELS);
        let iso = |(index, path): (usize, String)| {
            view! { <path class=if index % 3 == 0 { "iso iso--major" } else { "iso" } d=path></path> }
        };
        let chapters = CHAPTERS.iter().enumerate().map(|(index, chapter)| {
            let spots = chapter.labs.iter().map(|lab| spot(lab, size));
            let (x, y) = spots.fold((0.0, 0.0), |sum, at| (sum.0 + at.0, sum.1 + at.1));
            let count = chapter.labs.len().max(1) as f64;
            view! {
                <a
                    href=format!("#{}", chapter.id)
                    style=("--x", format!("{:.0}px", x / count))
                    style=("--y", format!("{:.0}px", y / count))
                >
                    {index + 1}
                    <span class="sr">" "{say(chapter.title)}</span>
                </a>
            }
        });
        Some(view! {
            <svg class="land" aria-hidden="true" viewBox=format!("0 0 {} {}", size.0, size.1)>
                <path class="held" d=land.held></path>
                <path class="shore" d=land.shore></path>
                {land.contours.into_iter().enumerate().map(iso).collect_view()}
            </svg>
            {chapters.collect_view()}
        })
    };
    view! { <nav class="minimap" node_ref=node aria-label=t("章节", "Chapters")>{body}</nav> }.into_any()
}
