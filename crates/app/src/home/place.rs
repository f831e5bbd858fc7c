//! One lab on the map.

use super::LabLink;
use super::opened::was_opened;
use super::places::place;
use super::sieve::Sieve;
use labkit::text::Lang;
use labs::syllabus::LabEntry;
use leptos::prelude::*;
use ui::lang::{lang, other, t, tag, tf};

/// A lab: a link if it is built; else only its name, and that it is not built yet.
#[component]
pub(super) fn Place(
    /// The lab.
    lab: &'static LabEntry,
    /// What the reader looks for.
    sieve: Sieve,
    /// Whether the map is on view; a list leaves out what is not looked for.
    #[prop(into)]
    on_map: Signal<bool>,
) -> impl IntoView {
    let (_, x, y, _) = place(lab.id);
    let hit = move || sieve.hit(lab.id);
    let inside = move || view! { <Inside lab/> };
    let body = if lab.built {
        view! { <LabLink lab=lab.id class=if was_opened(lab.id) { "place place--open" } else { "place" }>{inside()}</LabLink> }.into_any()
    } else {
        view! { <div class="place place--none">{inside()}</div> }.into_any()
    };
    view! {
        <li
            class="spot"
            id=format!("lab-{}", lab.id)
            style=("--x", format!("{x:.2}%"))
            style=("--y", format!("{y:.0}px"))
            data-hit=move || hit().then_some("")
            hidden=move || sieve.on() && !hit() && !on_map.get()
        >
            {body}
        </li>
    }
    .into_any()
}

#[component]
fn Inside(lab: &'static LabEntry) -> impl IntoView {
    let opened = was_opened(lab.id);
    let count = lab.passages;
    let state = tf(move |lang| match (lang, lab.built, opened) {
        (Lang::Zh, false, _) => format!("讲义 {count} 处；尚未建成"),
        (Lang::Zh, _, true) => format!("讲义 {count} 处；打开过"),
        (Lang::Zh, _, false) => format!("讲义 {count} 处；未打开"),
        (Lang::En, false, _) => format!("{count} passages; not built yet"),
        (Lang::En, _, true) => format!("{count} passages; opened"),
        (Lang::En, _, false) => format!("{count} passages; not opened"),
    });
    let lang = lang();
    view! {
        <span class="place__disc">
            <svg class="place__ring" viewBox="0 0 50 50" aria-hidden="true">
                <circle class="ringmeter ringmeter__track" cx="25" cy="25" r="24" pathLength="100"></circle>
            </svg>
            <ui::Picture lab=lab.id/>
        </span>
        <span class="place__text">
            <span class="place__title" lang=move || tag(lang.get())>{move || title(lab, lang.get())}</span>
            <span class="place__alt" lang=move || tag(other(lang.get()))>{move || title(lab, other(lang.get()))}</span>
        </span>
        {(!lab.built).then(|| view! { <span class="place__state" aria-hidden="true">{t("尚未建成", "not built yet")}</span> })}
        <span class="sr">{state}</span>
    }
}

// Chinese titles break only at their joints.
fn title(lab: &LabEntry, lang: Lang) -> AnyView {
    let joints = place(lab.id).3;
    if lang == Lang::En || joints.is_empty() {
        return lab.title.get(lang).into_any();
    }
    let joint = |(index, piece): (usize, &'static str)| view! { {(index > 0).then(|| view! { <wbr/> })}{piece} };
    joints.split('|').enumerate().map(joint).collect_view().into_any()
}
