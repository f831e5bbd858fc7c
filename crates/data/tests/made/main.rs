//! What every made data set promises: the same bytes natively and in a browser, factors that can be found again in the item,
//! a sheet that shows it. One file a set.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests stop at the first surprise")]

mod digits;
mod same;
#[cfg(not(target_family = "wasm"))]
mod sheet;
