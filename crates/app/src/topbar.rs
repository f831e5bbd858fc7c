//! The bar at the top of every page: the mark, where one is, language and theme.

#![allow(unreachable_pub, reason = "the component macro writes a public function into each private module")]

use labkit::text::{Lang, Text};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use ui::lang::{code, say, t, tag};
use ui::{Icon, IconButton, Theme, use_theme};

/// One step of the way here.
#[derive(Debug, Clone)]
pub struct Crumb {
    /// What it is called.
    pub label: Text,
    /// Its address; `None` for where one is.
    pub href: Option<String>,
}

/// The bar. `children` are the page's own tools, left of language and theme.
#[component]
pub fn TopBar(
    /// Goes to an address without loading the page anew.
    #[prop(into)]
    navigate: Callback<String>,
    /// The way here; none on the map itself.
    #[prop(optional)]
    crumbs: Vec<Crumb>,
    /// Tools of the page.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let keys = ui::use_keys();
    view! {
        <header class="topbar">
            <a class="brand" href="./" aria-label="Grasp 掌握" on:click=move |event| follow(&event, "./", navigate)>
                <svg class="brand__mark" aria-hidden="true"><use href="#brand"></use></svg>
                <span class="brand__name">"Grasp "<span lang="zh-Hans">"掌握"</span></span>
            </a>
            {(!crumbs.is_empty()).then(|| view! { <Crumbs crumbs navigate/> })}
            <div class="topbar__tools">
                {children.map(|children| view! { {children()}<span class="topbar__rule hide-s"></span> })}
                <span class="hide-s">
                    <IconButton icon="keyboard" label=Text::new("快捷键", "Keyboard shortcuts") on_click=move || keys.listed.set(true)/>
                </span>
                <Languages/>
                <Themes/>
            </div>
        </header>
    }
    .into_any()
}

#[component]
fn Crumbs(crumbs: Vec<Crumb>, navigate: Callback<String>) -> impl IntoView {
    let one = move |(index, crumb): (usize, Crumb)| {
        let step = match crumb.href {
            Some(href) => {
                let to = href.clone();
                view! { <a href=href on:click=move |event| follow(&event, &to, navigate)>{say(crumb.label)}</a> }
                    .into_any()
            }
            None => view! { <span aria-current="page">{say(crumb.label)}</span> }.into_any(),
        };
        view! { {(index > 0).then(|| view! { <span class="sep" aria-hidden="true">"/"</span> })}{step} }
    };
    view! {
        <nav class="crumbs hide-s" aria-label=t("位置", "Place")>
            {crumbs.into_iter().enumerate().map(one).collect_view()}
        </nav>
    }
}

#[component]
fn Languages() -> impl IntoView {
    let now = ui::lang();
    let button = move |lang: Lang, word: &'static str| {
        view! {
            <button
                type="button"
                lang=tag(lang)
                data-set-lang=code(lang)
                aria-pressed=move || (now.get() == lang).to_string()
                on:click=move |_| now.set(lang)
            >
                {word}
            </button>
        }
    };
    view! {
        <div class="seg" role="group" aria-label=t("语言", "Language")>{button(Lang::En, "EN")}{button(Lang::Zh, "中文")}</div>
    }
}

const THEMES: [(Theme, &str, Text); 3] = [
    (Theme::Auto, "auto", Text::new("跟随系统", "System theme")),
    (Theme::Light, "sun", Text::new("浅色", "Light")),
    (Theme::Dark, "moon", Text::new("深色", "Dark")),
];

#[component]
fn Themes() -> impl IntoView {
    let theme = use_theme();
    let button = move |(which, icon, label): (Theme, &'static str, Text)| {
        view! {
            <button
                type="button"
                aria-label=say(label)
                title=say(label)
                aria-pressed=move || (theme.choice() == which).to_string()
                on:click=move |_| theme.choose(which)
            >
                <Icon name=icon/>
            </button>
        }
    };
    // Where there is no room for three, one button goes around.
    let index = move || THEMES.iter().position(|(which, ..)| *which == theme.choice()).unwrap_or(0);
    let now = Signal::derive(move || THEMES.get(index()).map_or("auto", |(_, icon, _)| icon));
    let name = Signal::derive(move || THEMES.get(index()).map_or(Text::same(""), |(_, _, label)| *label));
    let next =
        move || THEMES.get((index() + 1) % THEMES.len()).into_iter().for_each(|(which, ..)| theme.choose(*which));
    view! {
        <div class="seg hide-s" role="group" aria-label=t("主题", "Theme")>{THEMES.map(button).collect_view()}</div>
        <span class="only-s"><IconButton icon=now label=name on_click=move || untrack(next)/></span>
    }
}

fn follow(event: &MouseEvent, href: &str, navigate: Callback<String>) {
    if ui::web::is_plain_click(event) {
        event.prevent_default();
        navigate.run(href.to_owned());
    }
}
