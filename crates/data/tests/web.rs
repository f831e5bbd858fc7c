//! In a browser the decoder of GB18030 is another one; it must read the same.
#![cfg(target_family = "wasm")]
#![allow(clippy::unwrap_used, reason = "tests stop at the first surprise")]

use data::DataError;
use data::table::{Limits, read};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn gb18030_is_read_and_refused() {
    let bytes = b"\xB3\xC7\xCA\xD0,n\n\xB1\xB1\xBE\xA9,21.5\n";
    let table = read(bytes, &Limits::default()).unwrap();
    assert_eq!(table.column("城市").unwrap().text(0), Some("北京"));
    let latin = read(b"name,n\nann,1\nren\xE9,2\n", &Limits::default());
    assert_eq!(latin, Err(DataError::Encoding { line: 3 }));
}
