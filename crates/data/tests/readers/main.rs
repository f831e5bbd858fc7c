//! What every reader of files promises: valid files are read, each class of damage gets its sentence in both languages, and any
//! bytes at all are read or refused. One file a reader.
#![cfg(not(target_family = "wasm"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "tests stop at the first surprise and say what they skipped"
)]

mod augment;
mod damage;
mod digit_box;
mod gzip;
mod idx;
mod jpeg;
mod kind;
mod make;
mod npy;
mod png;
mod shape;
mod table;
mod text;
mod weights;

use data::DataError;

/// The error's sentences without what all of them end on.
fn sentences(error: &DataError) -> [String; 2] {
    let (en, zh) = (error.en(), error.zh());
    let en = en.strip_suffix(" The file was not loaded; the data before it stays.");
    let zh = zh.strip_suffix("文件没有读入，原来的数据保留。");
    [en.unwrap().to_owned(), zh.unwrap().to_owned()]
}

/// Asserts that `found` is refused in these words.
#[track_caller]
fn refused<T>(found: Result<T, DataError>, en: &str, zh: &str) {
    let Err(error) = found else { panic!("read, but should be refused: {en}") };
    assert_eq!(sentences(&error), [en, zh]);
}

/// The bytes of `../shared/data/NAME`, beside the repository; `None` where there is no such folder.
fn shared(name: &str) -> Option<Vec<u8>> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
    let bytes = std::fs::read(path).ok();
    if bytes.is_none() {
        eprintln!("skipped: no ../shared");
    }
    bytes
}
