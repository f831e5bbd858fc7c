//! The network as a line that can be changed, and as a table.

use super::super::params::line;
use crate::stage::{Bench, Kept, Plate, keep_table};
use labkit::{Content, Text};
use leptos::prelude::*;
use plot::table::Table;
use ui::lang::{lang, t};
use ui::{DataTable, Field};

/// The line. What cannot be is explained below it, and the last good network goes on.
#[component]
pub(super) fn Line(bench: Bench) -> impl IntoView {
    let value = Signal::derive(move || bench.params.with(line));
    let commit = move |text: String| bench.set_texts(&[("net".to_owned(), "own".to_owned()), ("layers".to_owned(), text)]);
    let words = lang();
    let problem = move || {
        let error = bench.trouble.get().filter(|error| error.field.as_deref() == Some("layers"));
        error.map(|error| error.text.get(words.get()).to_owned())
    };
    view! {
        <div class="cnn-line">
            <Field label=Text::new("各层", "Layers") value on_commit=commit
                help=Text::new("从左到右：conv 8 5 是 8 个 5×5 的核；还有 s 步幅、p 补零、d 空洞、g 分组", "from left to right: conv 8 5 is 8 filters of 5×5; also s stride, p padding, d dilation, g groups")/>
            <p aria-live="polite">{move || problem().map(|problem| view! { <span class="ctl__error">{problem}</span> })}</p>
        </div>
    }
}

#[component]
pub(super) fn Ledger(bench: Bench) -> impl IntoView {
    const TITLE: Text = Text::new("逐层的账", "Layer by layer");
    let panel = bench.panel("ledger");
    let words = lang();
    let table = Memo::new(move |_| match panel.get().as_deref() {
        Some(Content::Table(table)) => (table.head.iter().map(|head| head.get(words.get()).to_owned()).collect(), table.rows.clone()),
        _ => (Vec::new(), Vec::new()),
    });
    let head = Signal::derive(move || table.with(|(head, _): &(Vec<String>, Vec<Vec<String>>)| head.clone()));
    let rows = Signal::derive(move || table.with(|(_, rows)| rows.clone()));
    view! {
        <Plate bench name="ledger" kept=Kept::Rows tag="j" class="fig--fit" title=TITLE quiet=t("感受野以像素计", "fields in pixels")>
            {keep_table(TextProp::from(""), move |_| Table { header: head.get(), rows: rows.get() })}
            <DataTable caption=TITLE head rows/>
        </Plate>
    }
}
