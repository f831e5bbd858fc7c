//! Buttons: with words, or with an icon and a name.

use crate::icon::Icon;
use crate::lang::say;
use labkit::text::Text;
use leptos::prelude::*;

/// What a button is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// One of several.
    #[default]
    Plain,
    /// The one that starts something; at most one in view.
    Primary,
    /// Adds something that can be held.
    Hand,
    /// Beside text, without an edge.
    Quiet,
    /// Takes something away for good.
    Danger,
}

/// How large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Size {
    /// In rows of controls.
    Small,
    /// Elsewhere.
    #[default]
    Medium,
    /// On the first screen.
    Large,
}

/// A button with words.
#[component]
pub fn Button(
    /// A verb: "pin this run".
    label: Text,
    /// Called on click, Enter, Space.
    #[prop(into)]
    on_click: Callback<()>,
    /// Icon before the words.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// What it is for.
    #[prop(optional)]
    look: Look,
    /// How large.
    #[prop(optional)]
    size: Size,
    /// Whether it is off.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// For a button that stays pressed.
    #[prop(optional, into)]
    pressed: MaybeProp<bool>,
) -> impl IntoView {
    let look = match look {
        Look::Plain => "",
        Look::Primary => " btn--primary",
        Look::Hand => " btn--hand",
        Look::Quiet => " btn--quiet",
        Look::Danger => " btn--danger",
    };
    let size = match size {
        Size::Small => " btn--s",
        Size::Medium => "",
        Size::Large => " btn--l",
    };
    view! {
        <button
            type="button"
            class=format!("btn{look}{size}")
            disabled=disabled
            aria-pressed=move || pressed.get().map(|on| on.to_string())
            on:click=move |_| on_click.run(())
        >
            {icon.map(|name| view! { <Icon name=name solid={name == "play"}/> })}
            <span>{say(label)}</span>
        </button>
    }
}

/// A button that is an icon. Its name is read out, and shown on hover.
#[component]
pub fn IconButton(
    /// Icon.
    #[prop(into)]
    icon: Signal<&'static str>,
    /// A verb.
    #[prop(into)]
    label: Signal<Text>,
    /// Called on click, Enter, Space.
    #[prop(into)]
    on_click: Callback<()>,
    /// How large.
    #[prop(optional)]
    size: Size,
    /// Whether it is off.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// For a button that stays pressed.
    #[prop(optional, into)]
    pressed: MaybeProp<bool>,
    /// More classes.
    #[prop(optional)]
    class: &'static str,
    /// Icon size: 12, 16, 20.
    #[prop(default = 16)]
    icon_size: u8,
    /// Icon filled.
    #[prop(optional)]
    solid: bool,
) -> impl IntoView {
    let size = match size {
        Size::Small => " iconbtn--s",
        Size::Medium => "",
        Size::Large => " iconbtn--l",
    };
    let name = crate::lang::tf(move |lang| label.get().get(lang));
    let title = crate::lang::tf(move |lang| label.get().get(lang));
    view! {
        <button
            type="button"
            class=format!("iconbtn{size} {class}")
            aria-label=name
            title=title
            disabled=disabled
            aria-pressed=move || pressed.get().map(|on| on.to_string())
            on:click=move |_| on_click.run(())
        >
            <Icon name=icon size=icon_size solid=solid/>
        </button>
    }
}
