//! Light, dark, or as the system has it.

use crate::web;
use leptos::prelude::*;

const KEY: &str = "grasp.theme";

/// What the reader chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    Auto,
    /// Ink on paper.
    Light,
    /// The dark set of tokens.
    Dark,
}

impl Theme {
    /// The word in the address, in storage and in `data-theme`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn parse(code: &str) -> Option<Self> {
        [Self::Auto, Self::Light, Self::Dark].into_iter().find(|theme| theme.code() == code)
    }
}

/// The theme of the page.
#[derive(Debug, Clone, Copy)]
pub struct ThemeContext {
    choice: RwSignal<Theme>,
    system_dark: Signal<bool>,
}

impl ThemeContext {
    /// What the reader chose.
    pub fn choice(self) -> Theme {
        self.choice.get()
    }

    /// Whether the page is dark now. A canvas reads this where it paints: it changes after the tokens have.
    pub fn dark(self) -> bool {
        match self.choice.get() {
            Theme::Auto => self.system_dark.get(),
            Theme::Light => false,
            Theme::Dark => true,
        }
    }

    /// Chooses a theme and remembers it.
    pub fn choose(self, theme: Theme) {
        web::remember(KEY, theme.code());
        write(theme);
        self.choice.set(theme);
    }
}

/// Puts the theme into the context and onto `<html data-theme>`. Call once, at the root. `?theme=` wins over memory.
pub fn provide_theme() -> ThemeContext {
    let first = web::query("theme")
        .or_else(|| web::remembered(KEY))
        .and_then(|code| Theme::parse(&code))
        .unwrap_or(Theme::Auto);
    write(first);
    let context =
        ThemeContext { choice: RwSignal::new(first), system_dark: web::use_media("(prefers-color-scheme: dark)") };
    provide_context(context);
    context
}

/// The theme of the page; the system's where no root provided one.
pub fn use_theme() -> ThemeContext {
    use_context().unwrap_or_else(|| ThemeContext {
        choice: RwSignal::new(Theme::Auto),
        system_dark: web::use_media("(prefers-color-scheme: dark)"),
    })
}

// Written before the signal changes, so that whoever reacts to the signal reads the new tokens.
fn write(theme: Theme) {
    let Some(root) = web::root() else { return };
    let _ = match theme {
        Theme::Auto => root.remove_attribute("data-theme"),
        _ => root.set_attribute("data-theme", theme.code()),
    };
}
