//! How to read the map.

use leptos::prelude::*;
use ui::lang::t;

/// The legend under the map.
#[component]
pub(super) fn Key() -> impl IntoView {
    view! {
        <p class="mapkey">
            <span><i class="mapkey__disc mapkey__disc--none"></i>{t("尚未建成", "not built yet")}</span>
            <span><i class="mapkey__disc"></i>{t("可以打开", "can be opened")}</span>
            <span><i class="mapkey__disc mapkey__disc--open"></i>{t("打开过", "opened")}</span>
            <span>
                <svg width="22" height="18" viewBox="0 0 22 18" class="land" aria-hidden="true">
                    <path class="held" d="M1 9C1 3 7 1 11 1s10 2 10 8-5 8-10 8S1 15 1 9z"></path>
                    <path class="shore" d="M1 9C1 3 7 1 11 1s10 2 10 8-5 8-10 8S1 15 1 9z"></path>
                </svg>
                {t("你到过的地带", "ground you have been on")}
            </span>
            <span>
                <svg width="22" height="18" viewBox="0 0 22 18" class="land" aria-hidden="true">
                    <ellipse class="iso iso--major" cx="11" cy="9" rx="10" ry="7.5"></ellipse>
                    <ellipse class="iso iso--major" cx="11" cy="9" rx="6" ry="4.2"></ellipse>
                    <ellipse class="iso iso--major" cx="11" cy="9" rx="2.4" ry="1.6"></ellipse>
                </svg>
                {t("越高，讲义着墨越多", "higher = more of the notes")}
            </span>
        </p>
    }
}
