//! The reader's files, kept in this browser so that a reload finds them again. They go nowhere else.

use js_sys::Uint8Array;
use labkit::Sentence;
use labkit::message::MOST_FILE_BYTES;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Cache, File, Response};

const STORE: &str = "grasp-files";

/// The bytes of a file.
pub async fn read(file: &File) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// What is to be said of a file that is too large; asked before anything of it is read.
pub fn too_large(file: &File) -> Option<Sentence> {
    let (name, size) = (file.name(), file.size());
    (size > MOST_FILE_BYTES as f64).then(|| {
        let (limit, found) = (MOST_FILE_BYTES / 1_000_000, (size / 1e6).round());
        Sentence::new(
            format!("“{name}”有 {found} MB，最多读 {limit} MB。没有读它，原来的状态不变"),
            format!("“{name}” has {found} MB; files up to {limit} MB are read. It was not read, and everything stays as it was"),
        )
    })
}

/// What is to be said of a file that cannot be read.
pub fn unreadable(name: &str) -> Sentence {
    Sentence::new(
        format!("读不了“{name}”。它可能被移走了"),
        format!("“{name}” could not be read. It may have been moved"),
    )
}

/// How the address names a file: its name and a sum of its bytes.
pub fn mark(name: &str, bytes: &[u8]) -> String {
    // FNV-1a, 64 bits: enough to tell one reader's files apart.
    let sum = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3));
    format!("{sum:016x}-{name}")
}

/// The file's name in a mark.
pub fn name(mark: &str) -> &str {
    mark.split_once('-').map_or(mark, |(_, name)| name)
}

/// Keeps a file; where the browser refuses, the page goes on without.
pub async fn keep(mark: &str, bytes: &[u8]) {
    let Some(store) = store().await else { return };
    let array = Uint8Array::from(bytes);
    if let Ok(response) = Response::new_with_opt_buffer_source(Some(&array)) {
        let _refused = JsFuture::from(store.put_with_str(&address(mark), &response)).await;
    }
}

/// A file that was kept.
pub async fn find(mark: &str) -> Option<Vec<u8>> {
    let found = JsFuture::from(store().await?.match_with_str(&address(mark))).await.ok()?;
    let response: Response = found.dyn_into().ok()?;
    let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Forgets a file.
pub async fn forget(mark: &str) {
    if let Some(store) = store().await {
        let _refused = JsFuture::from(store.delete_with_str(&address(mark))).await;
    }
}

fn address(mark: &str) -> String {
    format!("./files/{}", labkit::url::escape(mark))
}

async fn store() -> Option<Cache> {
    let caches = web_sys::window()?.caches().ok()?;
    JsFuture::from(caches.open(STORE)).await.ok()?.dyn_into().ok()
}
