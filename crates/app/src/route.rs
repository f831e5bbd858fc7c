//! Which page the address means. Everything stands in the query, so that the site works on any static server, under any
//! path, without a rule for unknown addresses.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// A page of the site.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The course map.
    Map,
    /// A lab, by its id.
    Lab(&'static str),
    /// The reader's own notes.
    Notes,
}

/// The address, followed.
#[derive(Clone, Copy)]
pub struct Route {
    /// The query, with its `?`.
    query: RwSignal<String>,
    /// The page that is open. Changes only when another is opened, not with a lab's parameters.
    place: Memo<Place>,
}

impl Route {
    /// Follows the address of this window.
    pub fn follow() -> Self {
        let query = RwSignal::new(search());
        let back = window_event_listener(ev::popstate, move |_| query.set(search()));
        on_cleanup(move || back.remove());
        let place = Memo::new(move |_| {
            let pairs = query.with(|query| labkit::url::pairs(query));
            let lab = pairs
                .iter()
                .find(|(key, _)| key == "lab")
                .and_then(|(_, id)| labs::IDS.iter().find(|built| *built == id));
            match lab {
                Some(id) => Place::Lab(id),
                None if pairs.iter().any(|(key, _)| key == "notes") => Place::Notes,
                None => Place::Map,
            }
        });
        Self { query, place }
    }

    /// The page that is open.
    pub fn place(&self) -> Place {
        self.place.get()
    }

    /// The query, followed: it changes when the reader goes back or takes a link, not when the page writes it.
    pub fn query(&self) -> String {
        self.query.get()
    }

    /// Goes to an address of this site; the way back leads here.
    pub fn go(&self, to: &str) {
        if let Ok(history) = window().history()
            && history.push_state_with_url(&JsValue::NULL, "", Some(to)).is_ok()
        {
            self.query.set(search());
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    }

    /// Writes the present state into the address; no step in the way back.
    pub fn write(&self, query: &str) {
        if let Ok(history) = window().history() {
            let _refused = history.replace_state_with_url(&JsValue::NULL, "", Some(&format!("?{query}")));
        }
    }
}

fn search() -> String {
    window().location().search().unwrap_or_default()
}
