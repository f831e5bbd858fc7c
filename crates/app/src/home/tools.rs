//! The row above the map: search, filter, map or list.

use super::sieve::{Mode, Sieve};
use labkit::text::{Lang, Text};
use labs::syllabus::labs;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use ui::lang::{t, tf};
use ui::{Icon, Segmented};

/// Key under which the view is remembered.
const KEY: &str = "grasp.view";

/// Map or list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MapView {
    /// Each lab in its place.
    Map,
    /// Columns.
    List,
}

impl MapView {
    /// The one that this reader used last.
    pub(super) fn remembered() -> Self {
        if ui::web::remembered(KEY).as_deref() == Some(Self::List.code()) { Self::List } else { Self::Map }
    }

    /// The word in storage and in `data-view`.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Map => "map",
            Self::List => "list",
        }
    }
}

/// Search, filter and view.
#[component]
pub(super) fn Tools(
    /// What the reader looks for.
    sieve: Sieve,
    /// Map or list.
    view: RwSignal<MapView>,
) -> impl IntoView {
    let modes = vec![Text::new("全部", "all"), Text::new("已建成", "built"), Text::new("未打开", "not opened")];
    let mode = Signal::derive(move || Mode::ALL.iter().position(|mode| *mode == sieve.mode.get()).unwrap_or(0));
    let choose = move |index: usize| sieve.mode.set(Mode::ALL.get(index).copied().unwrap_or(Mode::All));
    let built = labs().filter(|lab| lab.built).count();
    let sum = tf(move |lang| match lang {
        Lang::Zh => view! { "已建成 "<b>{built}</b>"，尚未建成 "{65 - built} }.into_any(),
        Lang::En => view! { <b>{built}</b>" built, "{65 - built}" not yet" }.into_any(),
    });
    view! {
        <div class="maptools" id="map" tabindex="-1">
            <Search sieve/>
            <Segmented label=Text::new("筛选", "Filter") options=modes value=mode on_change=choose medium=true/>
            <span class="maptools__sum">{sum}</span>
            <div class="maptools__end"><Views view/></div>
        </div>
    }
    .into_any()
}

#[component]
fn Search(sieve: Sieve) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    let keys = ui::use_keys();
    let listener = window_event_listener(ev::keydown, move |event| {
        let typing = event.target().is_some_and(|target| ui::web::takes_text(&target));
        if event.key() == "/"
            && keys.on()
            && !typing
            && let Some(field) = field.get_untracked()
        {
            event.prevent_default();
            let _ = field.focus();
        }
    });
    on_cleanup(move || listener.remove());
    view! {
        <label class="search">
            <Icon name="search"/>
            <input
                type="search"
                node_ref=field
                placeholder=t("搜索 65 个实验、750 处讲义", "Search 65 labs, 750 passages")
                aria-label=t("搜索实验与讲义", "Search labs and passages")
                prop:value=sieve.words
                on:input:target=move |event| sieve.words.set(event.target().value())
            />
            <span class="kbd" aria-hidden="true">"/"</span>
        </label>
    }
}

#[component]
fn Views(view: RwSignal<MapView>) -> impl IntoView {
    let button = move |which: MapView, icon: &'static str, words: Text| {
        let choose = move |_| {
            ui::web::remember(KEY, which.code());
            view.set(which);
        };
        view! {
            <button type="button" aria-pressed=move || (view.get() == which).to_string() on:click=choose>
                <Icon name=icon/>
                {ui::say(words)}
            </button>
        }
    };
    view! {
        <div class="seg seg--m seg--view" role="group" aria-label=t("视图", "View")>
            {button(MapView::Map, "map", Text::new("地图", "map"))}
            {button(MapView::List, "list", Text::new("列表", "list"))}
        </div>
    }
}
