//! A word in a small frame: the state of something.

use crate::icon::Icon;
use leptos::prelude::*;

/// How a state is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// A fact.
    #[default]
    Plain,
    /// As it should be.
    Good,
    /// Worth a look.
    Warn,
    /// Failed.
    Bad,
}

impl Tone {
    pub(crate) const fn badge(self) -> &'static str {
        match self {
            Self::Plain => "badge",
            Self::Good => "badge badge--ok",
            Self::Warn => "badge badge--warn",
            Self::Bad => "badge badge--bad",
        }
    }
}

/// A badge.
#[component]
pub fn Badge(
    /// How it is meant.
    #[prop(optional, into)]
    tone: Signal<Tone>,
    /// Icon before the word.
    #[prop(optional, into)]
    icon: MaybeProp<&'static str>,
    /// The word.
    children: Children,
) -> impl IntoView {
    view! {
        <span class=move || tone.get().badge()>
            {move || icon.get().map(|name| view! { <Icon name=name/> })}
            {children()}
        </span>
    }
}
