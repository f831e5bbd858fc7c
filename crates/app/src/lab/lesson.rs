//! The lesson beside the stage.

use crate::route::Route;
use labs::Lab;
use leptos::prelude::*;

#[component]
pub(super) fn Lesson(lab: &'static Lab, route: Route) -> impl IntoView {
    let _ = (lab, route);
}
