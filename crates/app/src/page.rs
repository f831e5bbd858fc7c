//! The root of the page.

use crate::route::{Place, Route};
use crate::{lab, parts};
use leptos::prelude::*;
use ui::{Sprite, ToastStack};

/// Puts the page into the document.
pub fn mount() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        broken();
    }));
    mount_to_body(App);
    // The words that stood there while the page loaded.
    if let Some(boot) = document().get_element_by_id("boot") {
        boot.remove();
    }
}

/// Says that the page itself has failed. Nothing of it can be used for that any longer.
fn broken() {
    const ID: &str = "broken";
    let Some(body) = document().body() else { return };
    let zh = ui::web::root().is_some_and(|root| root.get_attribute("data-lang").as_deref() == Some("zh"));
    let (words, again) = if zh {
        ("页面出错了。你的设置都在地址里，重新加载就回到这个状态。", "重新加载")
    } else {
        ("The page has failed. Your settings are kept in the address: reload, and they are back.", "Reload")
    };
    if document().get_element_by_id(ID).is_some() {
        return;
    }
    let (Ok(sheet), Ok(text), Ok(link)) =
        (document().create_element("div"), document().create_element("p"), document().create_element("a"))
    else {
        return;
    };
    sheet.set_id(ID);
    sheet.set_class_name("broken");
    let _set = sheet.set_attribute("role", "alertdialog").and_then(|()| sheet.set_attribute("aria-label", words));
    text.set_text_content(Some(words));
    link.set_text_content(Some(again));
    link.set_class_name("btn btn--primary");
    let href = window().location().href().unwrap_or_else(|_| "./".to_owned());
    let _set = link.set_attribute("href", &href);
    let _put =
        sheet.append_child(&text).and_then(|_| sheet.append_child(&link)).and_then(|_| body.append_child(&sheet));
}

#[component]
fn App() -> impl IntoView {
    ui::provide_lang();
    ui::provide_theme();
    ui::provide_toasts();
    ui::provide_keys();
    let route = Route::follow();
    view! {
        <Sprite/>
        {move || match route.place() {
            Place::Lab(id) => lab::lab(id, route),
            Place::Notes => parts::reader::part(route),
            Place::Map => parts::map::part(route),
        }}
        <ui::KeyList/>
        <ToastStack/>
    }
}
