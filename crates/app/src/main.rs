//! The page: course map and labs.

#![allow(unreachable_pub, reason = "the component macro writes a public function into each private module")]

mod files;
mod home;
mod lab;
mod link;
mod route;
mod topbar;

use leptos::prelude::*;
use route::Route;
use ui::{Sprite, ToastStack};

fn main() {
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
        {move || match route.lab() {
            Some(lab) => view! { <lab::LabPage lab route/> }.into_any(),
            None => view! { <home::Home navigate=move |to: String| route.go(&to)/> }.into_any(),
        }}
        <ToastStack/>
    }
}
