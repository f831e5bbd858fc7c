//! Parts of the page that not everyone sees. In the production site each is a file of its own, fetched when it is first shown; what
//! only it reaches goes with it.

use crate::NotFetched;
use leptos::prelude::*;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use ui::lang::t;
use ui::{Button, Look};

/// A part of the page: a module with `part`, whose `fetch` brings its code and whose `build` makes its view once that is here.
#[macro_export]
macro_rules! part {
    ($name:ident, $argument:ident: $type:ty, $view:expr) => {
        pub mod $name {
            use super::*;

            #[cfg(split)]
            #[wasm_split_helpers::wasm_split($name, fallible, preload(fetch))]
            #[allow(unsafe_code, reason = "the border between two files of wasm is an extern function")]
            pub fn build($argument: $type) -> Result<AnyView, $crate::NotFetched> {
                Ok($view.into_any())
            }
            #[cfg(not(split))]
            pub async fn fetch() -> Result<(), $crate::NotFetched> {
                Ok(())
            }
            #[cfg(not(split))]
            pub async fn build($argument: $type) -> Result<AnyView, $crate::NotFetched> {
                Ok($view.into_any())
            }

            /// The part, fetched first where it must be.
            pub fn part($argument: $type) -> AnyView {
                let fetch = || async { fetch().await.map_err($crate::NotFetched::from) };
                $crate::stage::fetched(fetch, move |()| $crate::stage::at_once(build($argument)).and_then(Result::ok))
            }
        }
    };
}

/// What `build` makes of what `fetch` brings; a way to try again where it does not come.
pub fn fetched<T, F>(
    fetch: impl Fn() -> F + Copy + Send + Sync + 'static,
    build: impl Fn(T) -> Option<AnyView> + Send + 'static,
) -> AnyView
where
    T: Clone + Send + Sync + 'static,
    F: Future<Output = Result<T, NotFetched>> + 'static,
{
    let found = RwSignal::new(None::<Result<T, NotFetched>>);
    let ask = move || {
        found.set(None);
        leptos::task::spawn_local(async move {
            let came = fetch().await;
            let _gone = found.try_set(Some(came));
        });
    };
    ask();
    let failed = move || {
        view! {
            <div class="boot" role="alert">
                <div class="boot__say">
                    <p>{t(
                        "这一部分的代码没有取到：也许你离线了，而它还没有打开过。",
                        "The code of this part did not arrive: perhaps you are offline, and it has not been opened before.",
                    )}</p>
                    <Button label=labkit::Text::new("再试一次", "Try again") look=Look::Primary on_click=move |()| ask()/>
                    " "<a class="btn" href="./">{t("课程地图", "Course map")}</a>
                </div>
            </div>
        }
        .into_any()
    };
    let shown = move || match found.get() {
        Some(Ok(came)) => build(came).unwrap_or_else(failed),
        Some(Err(NotFetched)) => failed(),
        None => view! { <div class="boot" aria-busy="true"></div> }.into_any(),
    };
    shown.into_any()
}

/// What a future that waits for nothing answers. A view must be made where it stands, or its signals belong to nobody.
pub fn at_once<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => Some(done),
        Poll::Pending => None,
    }
}
