//! Which of a lab's exhibits is open.

use super::Bench;
use labkit::{Text, Value};
use leptos::prelude::*;
use ui::Segmented;

/// The choice above the stage: sets the parameter `task`, whose options are `tasks`.
#[component]
pub fn Exhibits(bench: Bench, tasks: &'static [(&'static str, Text)]) -> impl IntoView {
    let task = Memo::new(move |_| bench.params.with(|params| params.choice(bench.lab.table, "task")));
    let at = Signal::derive(move || tasks.iter().position(|(key, _)| *key == task.get()).unwrap_or(0));
    let choose = move |index: usize| bench.set("task", Value::Choice(u32::try_from(index).unwrap_or(0)));
    let options = tasks.iter().map(|(_, name)| *name).collect::<Vec<_>>();
    view! {
        <div class="gd-head">
            <Segmented label=Text::new("展项", "Exhibit") options value=at on_change=choose medium=true/>
        </div>
    }
}
