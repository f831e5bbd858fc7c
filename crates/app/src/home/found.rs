//! Passages of the notes that the words occur in.

use super::LabLink;
use super::sieve::Sieve;
use labkit::text::Lang;
use labs::syllabus::{Entry, LabEntry};
use leptos::prelude::*;
use ui::lang::{say, t, tf};

/// Shown at once; more is a reason to add a word.
const MOST: usize = 24;

/// The passages found, each with its lab. Nothing while nothing is looked for.
#[component]
pub(super) fn Found(
    /// What the reader looks for.
    sieve: Sieve,
) -> impl IntoView {
    let found = Memo::new(move |_| sieve.passages());
    let searching = move || sieve.words.with(|words| words.trim().len() >= 2);
    let count = tf(move |lang| {
        if !searching() {
            return String::new();
        }
        match (lang, found.with(Vec::len)) {
            (Lang::Zh, 0) => "讲义里没有找到。换一个词，或看地图。".to_owned(),
            (Lang::En, 0) => "Nothing in the notes. Try another word, or the map.".to_owned(),
            (Lang::Zh, n) if n > MOST => format!("讲义 {n} 处，列出前 {MOST} 处"),
            (Lang::En, n) if n > MOST => format!("{n} passages, the first {MOST} of them"),
            (Lang::Zh, n) => format!("讲义 {n} 处"),
            (Lang::En, 1) => "1 passage".to_owned(),
            (Lang::En, n) => format!("{n} passages"),
        }
    });
    let list =
        move || found.get().into_iter().take(MOST).map(|(lab, entry)| view! { <Passage lab entry/> }).collect_view();
    view! {
        <section class="found" aria-label=t("讲义中的位置", "Passages found") hidden=move || !searching()>
            <p class="found__count" role="status">{count}</p>
            <ol>{list}</ol>
        </section>
    }
    .into_any()
}

/// A passage and the lab it leads to, or that the lab is not built yet.
#[component]
pub(super) fn Passage(lab: &'static LabEntry, entry: Entry) -> impl IntoView {
    let end = if lab.built {
        view! { <LabLink lab=lab.id>{say(lab.title)}</LabLink> }.into_any()
    } else {
        view! { <span>{say(lab.title)}{t("，尚未建成", ", not built yet")}</span> }.into_any()
    };
    view! { <li><span class="passage">{entry.title}</span>{end}</li> }
}
