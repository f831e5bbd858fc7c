//! What a teacher needs of the page: a lab in a frame of another page, controls out of sight, one section a screen.

use super::desk::Desk;
use labkit::{Param, Text};
use labs::stage::has_control;
use leptos::prelude::*;
use ui::lang::{say, t};
use wasm_bindgen::JsValue;

/// How the page is shown; the address holds it.
#[derive(Clone, Copy)]
pub(super) struct Teach {
    /// Stage and run bar only.
    pub(super) embed: bool,
    /// Lesson beside the stage, large; no controls.
    pub(super) slides: RwSignal<bool>,
}

impl Teach {
    /// As the address says.
    pub(super) fn of_address() -> Self {
        let on = |key: &str| ui::web::query(key).is_some_and(|value| value != "0");
        Self { embed: on("embed"), slides: RwSignal::new(on("slides")) }
    }

    /// Its part of the query.
    pub(super) fn query(&self, hidden: &[&str]) -> String {
        let mut query = String::new();
        if self.embed {
            query.push_str("&embed=1");
        }
        if self.slides.get() {
            query.push_str("&slides=1");
        }
        if !hidden.is_empty() {
            query.push_str(&format!("&hide={}", hidden.join(",")));
        }
        query
    }

    /// Tells the page around a frame how high this one is, whenever that changes.
    pub(super) fn tell_height<E>(&self, node: NodeRef<E>)
    where
        E: leptos::html::ElementType + 'static,
        E::Output: wasm_bindgen::JsCast + AsRef<web_sys::Element> + Clone + 'static,
    {
        if !self.embed {
            return;
        }
        let extent = ui::use_resize(node);
        Effect::new(move |_| {
            let height = extent.get().height;
            let Ok(Some(parent)) = window().parent() else { return };
            if height > 0.0 {
                let message = js_sys::Object::new();
                let set = |key: &str, value: JsValue| {
                    let _set = js_sys::Reflect::set(&message, &key.into(), &value);
                };
                set("grasp", "height".into());
                set("height", height.into());
                // A height is no secret, and who embeds is not known.
                let _sent = parent.post_message(&message, "*");
            }
        });
    }
}

/// The keys of controls that the address hides; those that the lab does not have are passed over.
pub(super) fn hidden(table: &'static [Param]) -> Vec<&'static str> {
    let named = ui::web::query("hide").unwrap_or_default();
    table.iter().map(|param| param.key).filter(|key| named.split(',').any(|name| name == *key)).collect()
}

/// Chooses what is hidden.
#[component]
pub(super) fn Hide(desk: Desk) -> impl IntoView {
    let bench = desk.bench;
    let shown = move |param: &&'static Param| {
        has_control(param) && bench.params.with(|params| (bench.lab.shown)(param, params))
    };
    let one = move |param: &'static Param| {
        let gone = move || bench.hidden.with(|hidden| hidden.contains(&param.key));
        let flip = move |_| {
            bench.hidden.update(|hidden| match hidden.iter().position(|key| *key == param.key) {
                Some(at) => {
                    hidden.remove(at);
                }
                None => hidden.push(param.key),
            });
        };
        view! { <button type="button" class="key" aria-pressed=move || gone().to_string() on:click=flip>{say(param.label)}</button> }
    };
    let list = move || bench.lab.table.iter().filter(shown).map(one).collect_view();
    view! {
        <div class="takeaway__hide" role="group" aria-label=t("藏起的参数", "Controls that are hidden")>
            {list}
        </div>
    }
}

/// The button that begins or ends the slides.
pub(super) const SLIDES: Text = Text::new("幻灯片", "Slides");
