//! The root of the page.

use crate::route::{Place, Route};
use crate::{home, lab, notes};
use leptos::prelude::*;
use ui::{Sprite, ToastStack};

/// Puts the page into the document.
pub fn mount() {
    console_error_panic_hook::set_once();
    mount_to_body(App);
    // The words that stood there while the page loaded.
    if let Some(boot) = document().get_element_by_id("boot") {
        boot.remove();
    }
}

#[component]
fn App() -> impl IntoView {
    ui::provide_lang();
    ui::provide_theme();
    ui::provide_toasts();
    let route = Route::follow();
    view! {
        <Sprite/>
        {move || match route.place() {
            Place::Lab(id) => labs::find(id).map(|lab| view! { <lab::LabPage lab route/> }).into_any(),
            Place::Notes => view! { <notes::NotesPage route/> }.into_any(),
            Place::Map => view! { <home::Home navigate=move |to: String| route.go(&to)/> }.into_any(),
        }}
        <ToastStack/>
    }
}
