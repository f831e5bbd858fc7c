//! The page: course map, labs, the reader's own notes.

#![allow(unreachable_pub, reason = "the component macro writes a public function into each private module")]
#![cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "natively only the parts are tested, and nothing mounts them")
)]

#[cfg(target_arch = "wasm32")]
mod files;
mod home;
#[cfg(target_arch = "wasm32")]
mod lab;
#[cfg(target_arch = "wasm32")]
mod link;
#[cfg(target_arch = "wasm32")]
mod notes;
#[cfg(target_arch = "wasm32")]
mod page;
#[cfg(target_arch = "wasm32")]
mod parts;
#[cfg(target_arch = "wasm32")]
mod route;
#[cfg(target_arch = "wasm32")]
mod site;
mod topbar;

#[cfg(target_arch = "wasm32")]
fn main() {
    page::mount();
}

/// The page lives in a browser; natively only its parts are tested.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
