//! Numbers as a table, for whoever cannot or will not read them off a picture.

use labkit::text::Text;
use leptos::prelude::*;

/// Rows that are put into the page; a table of ten thousand rows is a file, not something to read.
const MOST: usize = 500;

/// Whether a column holds words alone.
fn is_text(rows: &[Vec<String>], at: usize) -> bool {
    let mut cells = rows.iter().take(MOST).filter_map(|row| row.get(at)).peekable();
    let words = |cell: &String| cell.chars().any(char::is_alphabetic) && !cell.chars().any(char::is_numeric);
    cells.peek().is_some() && cells.all(words)
}

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
    // Words begin where their column does; numbers end there.
    let texts =
        Memo::new(move |_| (0..head.with(Vec::len)).map(|at| rows.with(|rows| is_text(rows, at))).collect::<Vec<_>>());
    let class = move |at: usize| texts.with(|texts| texts.get(at) == Some(&true)).then_some("is-text");
    let heads = move || {
        let cells = head.get().into_iter().enumerate();
        cells.map(|(at, cell)| view! { <th scope="col" class=class(at)>{cell}</th> }).collect_view()
    };
    let body = move || {
        let shown = rows.with(|rows| rows.iter().take(MOST).cloned().collect::<Vec<_>>());
        shown
            .into_iter()
            .map(|row| {
                let cells = row.into_iter().enumerate();
                view! { <tr>{cells.map(|(at, cell)| view! { <td class=class(at)>{cell}</td> }).collect_view()}</tr> }
            })
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

#[cfg(test)]
mod tests {
    use super::is_text;

    #[test]
    fn a_column_of_words_is_told_from_one_of_numbers() {
        let row = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
        let rows = [row(["a film", "the book was clever", "63 % → 21 %", "1.5"]), row(["b", "这本书很好", "7 %", "—"])];
        assert_eq!([0, 1, 2, 3, 4].map(|at| is_text(&rows, at)), [true, true, false, false, false]);
        assert!(!is_text(&[], 0));
    }
}
