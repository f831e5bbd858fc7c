//! What an adapter calls itself. Browsers hide the name that drivers give and tell a vendor and an architecture instead,
//! which wgpu does not pass on.

/// The adapter's name, as far as the platform tells it.
#[cfg(not(target_arch = "wasm32"))]
pub(super) async fn name(adapter: &wgpu::Adapter) -> String {
    let info = adapter.get_info();
    if info.name.is_empty() { format!("{} {}", info.driver, info.driver_info).trim().to_owned() } else { info.name }
}

/// The adapter's name, as far as the browser tells it.
#[cfg(target_arch = "wasm32")]
pub(super) async fn name(adapter: &wgpu::Adapter) -> String {
    let known = adapter.get_info().name;
    if !known.is_empty() {
        return known;
    }
    asked().await.unwrap_or_else(|| "GPU".to_owned())
}

/// `vendor architecture` from `GPUAdapter.info`.
#[cfg(target_arch = "wasm32")]
async fn asked() -> Option<String> {
    use js_sys::{Function, Promise, Reflect};
    use wasm_bindgen::{JsCast as _, JsValue};
    let get = |from: &JsValue, key: &str| Reflect::get(from, &key.into()).ok();
    let gpu = get(&get(&js_sys::global(), "navigator")?, "gpu")?;
    let request: Function = get(&gpu, "requestAdapter")?.dyn_into().ok()?;
    let promise: Promise = request.call0(&gpu).ok()?.dyn_into().ok()?;
    let adapter = wasm_bindgen_futures::JsFuture::from(promise).await.ok()?;
    let info = get(&adapter, "info")?;
    let word = |key: &str| get(&info, key).and_then(|word| word.as_string()).unwrap_or_default();
    let words: Vec<String> =
        ["vendor", "architecture", "device"].map(word).into_iter().filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}
