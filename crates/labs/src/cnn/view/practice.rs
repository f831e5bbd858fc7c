//! What is said while the network still trains.

use crate::stage::Bench;
use labkit::{Lang, Text};
use leptos::prelude::*;
use ui::lang::lang;

/// While it trains: how much is left; else what was asked for.
pub(super) fn practising(bench: Bench, else_: Text) -> impl Fn() -> String + Copy + Send + Sync + 'static {
    let words = lang();
    move || {
        let left = bench.metric("practice_left");
        match words.get() {
            Lang::Zh if left > 0.0 => format!("先训练，还差 {left:.0} 步"),
            Lang::En if left > 0.0 => format!("first it trains: {left:.0} steps to go"),
            lang => else_.get(lang).to_owned(),
        }
    }
}
