//! Files of the site that are loaded when they are needed.

use js_sys::Uint8Array;
use leptos::prelude::window;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// The bytes of a file; `None` where it cannot be had.
pub async fn bytes(path: &str) -> Option<Vec<u8>> {
    let response: Response =
        JsFuture::from(window().fetch_with_str(&format!("./{path}"))).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Its text.
pub async fn text(path: &str) -> Option<String> {
    String::from_utf8(bytes(path).await?).ok()
}
