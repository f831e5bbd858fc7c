//! What computes, and why.

use crate::badge::Tone;
use crate::control::Segmented;
use crate::icon::Icon;
use crate::lang::lang;
use crate::popover::Popover;
use labkit::text::{Sentence, Text};
use leptos::prelude::*;

/// What computes.
#[derive(Debug, Clone, PartialEq)]
pub struct Backend {
    /// On the GPU; else on the CPU.
    pub gpu: bool,
    /// Why this one, in a sentence.
    pub why: Sentence,
    /// What is wished for: 0 whatever takes less time, 1 the GPU, 2 the CPU.
    pub wish: usize,
    /// How that is meant: a fallback warns, a loss fails.
    pub tone: Tone,
}

/// What computes, and on a press why, with the choice of another.
#[component]
pub fn BackendBadge(
    /// What computes.
    #[prop(into)]
    backend: Signal<Backend>,
    /// Called with another wish.
    #[prop(into)]
    on_wish: Callback<usize>,
) -> impl IntoView {
    let lang = lang();
    let face = move || {
        view! {
            {move || {
                let (icon, word) = if backend.with(|b| b.gpu) { ("gpu", "GPU") } else { ("cpu", "CPU") };
                view! { <span class=backend.with(|b| b.tone.badge())><Icon name=icon/>{word}</span> }
            }}
        }
    };
    let why = move || backend.with(|backend| backend.why.get(lang.get()).to_owned());
    view! {
        <Popover label=Text::new("在哪里计算", "What computes") class="badgebtn" spoken=true face=face.into()>
            <p>{why}</p>
            <div class="popover__choice">
                <Segmented
                    label=Text::new("在哪里计算", "What computes")
                    options=vec![Text::new("自动", "Auto"), Text::same("GPU"), Text::same("CPU")]
                    value=Signal::derive(move || backend.with(|backend| backend.wish))
                    on_change=on_wish
                    medium=true
                    fill=true
                />
            </div>
        </Popover>
    }
}
