//! Numbers as a table, for whoever cannot or will not read them off a picture.

use labkit::text::Text;
use leptos::prelude::*;

/// Rows that are put into the page; a table of ten thousand rows is a file, not something to read.
const MOST: usize = 500;

/// A table. The first column names the row.
#[component]
pub fn DataTable(
    /// What it holds.
    caption: Text,
    /// Which part of it, where there are several.
    #[prop(optional_no_strip)]
    part: Option<TextProp>,
    /// Heads of the columns.
    #[prop(into)]
    head: Signal<Vec<String>>,
    /// Rows, each as long as `head`.
    #[prop(into)]
    rows: Signal<Vec<Vec<String>>>,
) -> impl IntoView {
    let words = crate::lang::lang();
    let name = move || {
        let caption = caption.get(words.get());
        part.as_ref().map_or_else(|| caption.to_owned(), |part| format!("{caption} · {}", part.get()))
    };
    let said = name.clone();
    let heads = move || head.get().into_iter().map(|cell| view! { <th scope="col">{cell}</th> }).collect_view();
    let body = move || {
        let shown = rows.with(|rows| rows.iter().take(MOST).cloned().collect::<Vec<_>>());
        shown
            .into_iter()
            .map(|row| view! { <tr>{row.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view()}</tr> })
            .collect_view()
    };
    let left = move || rows.with(Vec::len).saturating_sub(MOST);
    let note = crate::lang::tf(move |lang| match (left(), lang) {
        (0, _) => String::new(),
        (n, labkit::Lang::Zh) => format!("另有 {n} 行，存为 CSV 可看全部。"),
        (n, labkit::Lang::En) => format!("{n} more rows: save as CSV to see all of them."),
    });
    view! {
        <div class="tablewrap" tabindex="0" role="region" aria-label=said>
            <table class="table">
                <caption>{name}</caption>
                <thead><tr>{heads}</tr></thead>
                <tbody>{body}</tbody>
            </table>
            <p class="quiet">{note}</p>
        </div>
    }
}
