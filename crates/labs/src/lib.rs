//! The labs. One folder each: its parameters, its model, its view, its lesson, its tests; found when the crate is built.
//!
//! The `model` half runs in the worker and headless; the `view` half runs on the page.

#[cfg(feature = "model")]
mod exhibit;
pub mod headings;
#[cfg(feature = "model")]
pub mod headless;
mod lab;
pub mod lesson;
#[cfg(all(feature = "view", target_arch = "wasm32"))]
pub mod stage;
pub mod syllabus;

#[cfg(feature = "model")]
pub use lab::Open;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub use lab::find;
pub use lab::{Lab, Mark, NotFetched, load};

/// What answers with one lab. All that only it reaches is a file of its own in the production site.
macro_rules! chunk {
    ($name:ident) => {
        #[cfg(split)]
        #[wasm_split_helpers::wasm_split($name, fallible)]
        #[allow(unsafe_code, reason = "the border between two files of wasm is an extern function")]
        pub(super) fn $name() -> Result<&'static super::Lab, super::NotFetched> {
            Ok(&super::$name::LAB)
        }
        #[cfg(not(split))]
        pub(super) async fn $name() -> Result<&'static super::Lab, super::NotFetched> {
            Ok(&super::$name::LAB)
        }
    };
}

include!(concat!(env!("OUT_DIR"), "/registry.rs"));
