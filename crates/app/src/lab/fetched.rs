//! A lab's code is a file of its own in the production site.

use super::LabPage;
use crate::route::Route;
use labs::NotFetched;
use labs::stage::fetched;
use leptos::prelude::*;

/// The page of the built lab `id`, once its code is here.
pub fn lab(id: &'static str, route: Route) -> AnyView {
    let fetch = move || async move { labs::load(id).await.and_then(|lab| lab.ok_or(NotFetched)) };
    fetched(fetch, move |lab| Some(view! { <LabPage lab route/> }.into_any()))
}
