//! The language of the page: one signal, and words that follow it.

use crate::web;
use labkit::text::{Lang, Text};
use leptos::prelude::*;

/// Key under which the choice is remembered.
const KEY: &str = "grasp.lang";

/// Puts the page's language into the context and keeps `<html lang data-lang>` in step. Call once, at the root.
///
/// The first language is, in this order: `?lang=` of the address, the remembered choice, the browser's.
pub fn provide_lang() -> RwSignal<Lang> {
    let first = web::query("lang")
        .or_else(|| web::remembered(KEY))
        .and_then(|code| parse(&code))
        .unwrap_or_else(|| if web::browser_language().starts_with("zh") { Lang::Zh } else { Lang::En });
    let signal = RwSignal::new(first);
    provide_context(signal);
    // The document is outside of the component tree, so an effect is the place that writes to it.
    Effect::new(move |before: Option<Lang>| {
        let now = signal.get();
        if let Some(root) = web::root() {
            let _ = root.set_attribute("lang", tag(now));
            let _ = root.set_attribute("data-lang", code(now));
        }
        // Only a change is a choice; what the browser prefers is not remembered.
        if before.is_some_and(|before| before != now) {
            web::remember(KEY, code(now));
        }
        now
    });
    signal
}

/// The page's language; English where no root provided one.
pub fn lang() -> RwSignal<Lang> {
    use_context().unwrap_or_else(|| RwSignal::new(Lang::En))
}

/// Words that follow the language: `view! { <p>{t("步", "steps")}</p> }`.
pub fn t(zh: &'static str, en: &'static str) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    say(Text::new(zh, en))
}

/// A fixed text that follows the language.
pub fn say(text: Text) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    let lang = lang();
    move || text.get(lang.get())
}

/// Words put together anew whenever the language or a signal inside changes: `tf(move |lang| …)`.
pub fn tf<T: 'static>(f: impl Fn(Lang) -> T + Send + Sync + 'static) -> impl Fn() -> T + Send + Sync + 'static {
    let lang = lang();
    move || f(lang.get())
}

/// The BCP 47 tag of a language, for `lang` attributes.
pub const fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh-Hans",
        Lang::En => "en",
    }
}

/// The short code of a language, as in `?lang=`.
pub const fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    }
}

/// The other language.
pub const fn other(lang: Lang) -> Lang {
    match lang {
        Lang::Zh => Lang::En,
        Lang::En => Lang::Zh,
    }
}

fn parse(code: &str) -> Option<Lang> {
    match code {
        "zh" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    }
}
