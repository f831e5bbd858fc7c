//! In how many seeds a remedy works, counted beside the reader's game.

use super::many::Whiskers;
use crate::stage::{Bench, Form, Group, Plate, Reads};
use labkit::{Content, Text};
use leptos::prelude::*;
use ui::lang::{t, tf};

/// Shares of seeds that succeed, as they are counted.
#[component]
pub(super) fn Often(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("share_seeds", Text::new("数完的种子", "seeds counted"), Form::Count),
        ("share_here", Text::new("照现在的设置", "with these settings"), Form::Percent),
        ("share_cured", Text::new("用药", "with the remedy"), Form::Percent),
    ];
    let said = bench.panel("often_said");
    let said = tf(move |lang| match said.get().as_deref() {
        Some(Content::Text(said)) => said.get(lang).to_owned(),
        _ => String::new(),
    });
    let quiet = t(
        "成功的种子；须：Wilson 95 % 区间，数得越多越窄",
        "seeds that succeed; whiskers: Wilson’s 95 % interval, narrower with each count",
    );
    view! {
        <Plate bench name="often" tag="k" title=Text::new("多少种子里管用", "In how many seeds?") quiet>
            <Whiskers panel=bench.panel("often") range=Some((0.0, 1.0)) label=t("用药和不用药成功的种子", "Seeds that succeed with the remedy and without")/>
            <p class="adv-said" role="status">{said}</p>
            <Reads bench reads=READS known=true/>
        </Plate>
    }
}
