//! The course map: first screen, landscape, search.

#![allow(unreachable_pub, reason = "the component macro writes a public function into each private module")]

mod contour;
mod descent;
mod found;
mod hero;
mod key;
mod land;
mod live;
mod map;
mod minimap;
mod opened;
mod passages;
mod place;
mod places;
mod sieve;
mod tools;

#[cfg(target_arch = "wasm32")]
pub use opened::mark_opened;

use crate::topbar::TopBar;
use leptos::prelude::*;
use sieve::Sieve;
use ui::lang::t;

/// Symbols of the pictures of all labs; only the map shows them.
#[cfg(target_arch = "wasm32")]
const PICTURES: &str = "icons/lab-pictures.svg";

/// The first page. `navigate` is called with the address of a lab, `?lab=gradient-descent`.
#[component]
pub fn Home(
    /// Goes to an address without loading the page anew.
    #[prop(into)]
    navigate: Callback<String>,
) -> impl IntoView {
    provide_context(Navigate(navigate));
    let sieve = Sieve::new();
    let view = RwSignal::new(tools::MapView::remembered());
    let wide = ui::use_media("(min-width: 1120px)");
    // Loaded with the map only; until they are there the hills stand without.
    let pictures = RwSignal::new(String::new());
    #[cfg(target_arch = "wasm32")]
    leptos::task::spawn_local(async move {
        if let Some(text) = crate::site::text(PICTURES).await {
            let _gone = pictures.try_set(text);
        }
    });
    view! {
        <a class="skip" href="#map">{t("跳到地图", "Skip to the map")}</a>
        <div hidden inner_html=pictures></div>
        <TopBar navigate/>
        <main class="page">
            <hero::Hero/>
            <tools::Tools sieve view/>
            <found::Found sieve/>
            <minimap::Minimap/>
            <map::Map sieve view wide/>
            <key::Key/>
            <passages::Passages/>
            <Foot/>
        </main>
    }
    .into_any()
}

/// How this page goes elsewhere.
#[derive(Clone, Copy)]
struct Navigate(Callback<String>);

/// The address of a lab, relative, so that the site works under any path.
fn address(lab: &str) -> String {
    format!("?lab={lab}")
}

/// A link to a lab: an ordinary one, so that it opens in a tab and can be copied, but followed without loading anew.
#[component]
fn LabLink(
    /// Key of the lab.
    lab: &'static str,
    /// Classes.
    #[prop(optional)]
    class: &'static str,
    /// What it shows.
    children: Children,
) -> impl IntoView {
    let navigate = use_context::<Navigate>();
    let follow = move |event: leptos::ev::MouseEvent| {
        if let Some(Navigate(navigate)) = navigate
            && ui::web::is_plain_click(&event)
        {
            event.prevent_default();
            navigate.run(address(lab));
        }
    };
    view! { <a class=class href=address(lab) on:click=follow>{children()}</a> }
}

#[component]
fn Foot() -> impl IntoView {
    view! {
        <footer class="foot">
            <span>{t(
                "没有账号，没有跟踪，不向别的主机发请求。首次打开后可离线使用。",
                "No account, no tracking, no request to any other host. Works offline after the first visit.",
            )}</span>
        </footer>
    }
}
