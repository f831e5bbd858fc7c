//! Short news at the edge of the page.

use crate::badge::Tone;
use crate::button::{IconButton, Size};
use crate::icon::Icon;
use crate::lang::{lang, say, t};
use crate::web::use_timer;
use labkit::text::{Sentence, Text};
use leptos::prelude::*;
use std::time::Duration;

/// How long good news stays. What asks for something stays until it is closed.
const STAY: Duration = Duration::from_secs(6);
/// More than this at once is a wall.
const MOST: usize = 3;

/// One piece of news.
#[derive(Debug, Clone)]
pub struct Toast {
    /// How it is meant.
    pub tone: Tone,
    /// What is to be said.
    pub text: Sentence,
    /// What can be done about it.
    pub act: Option<(Text, Callback<()>)>,
}

impl Toast {
    /// Plain news.
    pub fn new(tone: Tone, text: impl Into<Sentence>) -> Self {
        Self { tone, text: text.into(), act: None }
    }

    /// The same with a button.
    pub fn with(mut self, label: Text, act: impl Into<Callback<()>>) -> Self {
        self.act = Some((label, act.into()));
        self
    }
}

/// Where news is put.
#[derive(Debug, Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<(u32, Toast)>>,
    next: StoredValue<u32>,
}

impl Toasts {
    /// Shows it; the oldest goes where there are too many.
    pub fn push(self, toast: Toast) {
        let id = self
            .next
            .try_update_value(|next| {
                *next = next.wrapping_add(1);
                *next
            })
            .unwrap_or_default();
        self.list.update(|list| {
            if list.len() >= MOST {
                list.remove(0);
            }
            list.push((id, toast));
        });
    }

    fn close(self, id: u32) {
        let _ = self.list.try_update(|list| list.retain(|(other, _)| *other != id));
    }
}

/// Puts the place for news into the context. Call once, at the root, and show it with [`ToastStack`].
pub fn provide_toasts() -> Toasts {
    let toasts = Toasts { list: RwSignal::new(Vec::new()), next: StoredValue::new(0) };
    provide_context(toasts);
    toasts
}

/// The place for news; one that nobody sees where no root provided it.
pub fn use_toasts() -> Toasts {
    use_context().unwrap_or_else(|| Toasts { list: RwSignal::new(Vec::new()), next: StoredValue::new(0) })
}

/// All news now, read out as it comes.
#[component]
pub fn ToastStack() -> impl IntoView {
    let toasts = use_toasts();
    view! {
        <section class="toasts" role="log" aria-live="polite" aria-label=t("消息", "News")>
            <For each=move || toasts.list.get() key=|(id, _)| *id let((id, toast))>
                <One id=id toast=toast/>
            </For>
        </section>
    }
}

#[component]
fn One(id: u32, toast: Toast) -> impl IntoView {
    let toasts = use_toasts();
    let (class, icon) = match toast.tone {
        Tone::Plain => ("toast", "info"),
        Tone::Good => ("toast toast--ok", "check"),
        Tone::Warn => ("toast toast--warn", "warn"),
        Tone::Bad => ("toast toast--bad", "error"),
    };
    if matches!(toast.tone, Tone::Plain | Tone::Good) && toast.act.is_none() {
        use_timer().set(STAY, move || toasts.close(id));
    }
    let lang = lang();
    let text = toast.text;
    let act = toast.act.map(|(label, act)| {
        let run = move |_| {
            act.run(());
            toasts.close(id);
        };
        view! { <button type="button" class="toast__act" on:click=run>{say(label)}</button> }
    });
    view! {
        <div class=class>
            <Icon name=icon/>
            <p class="toast__body">{move || text.get(lang.get()).to_owned()}</p>
            {act}
            <IconButton
                icon="close"
                size=Size::Small
                label=Text::new("关闭", "Close")
                on_click=move || toasts.close(id)
            />
        </div>
    }
}
