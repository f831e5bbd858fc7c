//! Files for the reader to keep.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Offers bytes as a download called `name`.
pub fn save_bytes(name: &str, mime: &str, bytes: &[u8]) {
    let parts = Array::of1(&Uint8Array::from(bytes));
    offer(name, mime, &parts);
}

/// Offers text as a download called `name`.
pub fn save_text(name: &str, mime: &str, text: &str) {
    let parts = Array::of1(&JsValue::from_str(text));
    offer(name, mime, &parts);
}

// A click on a link that is in no document: the only way to name a download that works in every browser.
fn offer(name: &str, mime: &str, parts: &Array) {
    let Some(url) = url(mime, parts) else { return };
    save_url(name, &url);
    forget_url(&url);
}

fn url(mime: &str, parts: &Array) -> Option<String> {
    let bag = BlobPropertyBag::new();
    bag.set_type(mime);
    let blob = Blob::new_with_u8_array_sequence_and_options(parts, &bag).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

/// An address of this page for bytes, until [`forget_url`].
pub fn bytes_url(mime: &str, bytes: &[u8]) -> Option<String> {
    url(mime, &Array::of1(&Uint8Array::from(bytes)))
}

/// Lets go of what an address of [`bytes_url`] holds.
pub fn forget_url(url: &str) {
    let _ = Url::revoke_object_url(url);
}

/// Offers what an address of this page (`blob:`, `data:`) holds as a download called `name`.
pub fn save_url(name: &str, url: &str) {
    let link = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.create_element("a").ok())
        .and_then(|element| element.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(url);
        link.set_download(name);
        link.click();
    }
}
