//! A lab's code is a file of its own in the production site; here it is fetched, or the reader told why not.

use super::LabPage;
use crate::route::Route;
use labs::{Lab, NotFetched};
use leptos::prelude::*;
use ui::lang::t;
use ui::{Button, Look};

/// The page of the built lab `id`, once its code is here.
#[component]
pub fn Fetched(id: &'static str, route: Route) -> impl IntoView {
    let found = RwSignal::new(None::<Result<&'static Lab, NotFetched>>);
    let fetch = move || {
        found.set(None);
        leptos::task::spawn_local(async move {
            let lab = labs::load(id).await.and_then(|lab| lab.ok_or(NotFetched));
            let _gone = found.try_set(Some(lab));
        });
    };
    fetch();
    move || {
        match found.get() {
        Some(Ok(lab)) => view! { <LabPage lab route/> }.into_any(),
        Some(Err(NotFetched)) => view! {
            <main class="boot" role="alert">
                <div class="boot__say">
                    <p>{t(
                        "没有取到这个实验的代码：也许你离线了，而它还没有打开过。",
                        "The code of this lab did not arrive: perhaps you are offline, and it has not been opened before.",
                    )}</p>
                    <Button label=labkit::Text::new("再试一次", "Try again") look=Look::Primary on_click=move |()| fetch()/>
                    " "<a class="btn" href="./">{t("课程地图", "Course map")}</a>
                </div>
            </main>
        }
        .into_any(),
        None => view! { <main class="boot" aria-busy="true"></main> }.into_any(),
    }
    }
}
