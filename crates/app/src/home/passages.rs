//! From passage to lab, for the labs that can be opened.

use super::found::Passage;
use labkit::text::Lang;
use labs::headings::SERVED;
use labs::syllabus::{LabEntry, Weight, find, labs};
use leptos::prelude::*;
use ui::lang::{t, tf};

/// Lines of the index.
const MOST: usize = 20;

/// What the notes dwell on, and where it runs. Absent while no lab is built.
#[component]
pub(super) fn Passages() -> impl IntoView {
    let headlines = |lab: &'static LabEntry| {
        lab.entries().filter(|entry| entry.weight == Weight::Headline).map(move |entry| (lab, entry))
    };
    let list: Vec<_> = labs().filter(|lab| lab.built).flat_map(headlines).take(MOST).collect();
    (!list.is_empty()).then(|| {
        view! {
            <section class="notes notes--index" aria-labelledby="passages">
                <div>
                    <h2 id="passages">{t("从段落到实验", "From passage to lab")}</h2>
                    <p class="prose notes__lead">{t(
                        "讲义里着墨最多的地方，和它们现在能在哪里跑起来。其余的用上面的搜索来找。",
                        "Where the notes dwell longest, and where it runs today. Search finds the rest.",
                    )}</p>
                    {SERVED.iter().filter_map(served).collect_view()}
                </div>
                <ol class="index">
                    {list.into_iter().map(|(lab, entry)| view! { <Passage lab entry/> }).collect_view()}
                </ol>
            </section>
        }
        .into_any()
    })
}

/// The headings of the notes at which something begins that a lab shows, behind a fold.
fn served((id, titles): &'static (&'static str, &'static [&'static str])) -> Option<AnyView> {
    let (_, lab) = find(id)?;
    let count = titles.len();
    let words = tf(move |lang| match lang {
        Lang::Zh => format!("{}：讲义里的 {count} 个标题", lab.title.zh),
        Lang::En => format!("{}: {count} headings of the notes", lab.title.en),
    });
    Some(
        view! {
            <details class="served">
                <summary>{words}</summary>
                <ul lang="zh-Hans">{titles.iter().map(|title| view! { <li>{*title}</li> }).collect_view()}</ul>
            </details>
        }
        .into_any(),
    )
}
