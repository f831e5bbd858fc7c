//! A picture has the same bits natively and in a browser, whatever decoder and processor.
#![allow(clippy::unwrap_used, reason = "tests stop at the first surprise")]

use data::image::{Ground, Limits, read};

/// FNV-1a over the bits of the numbers.
fn sum(bytes: &[u8]) -> u64 {
    let picture = read(bytes, &Limits::default(), Ground::White).unwrap();
    let bits = picture.values.iter().flat_map(|value| value.to_le_bytes());
    bits.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg_attr(not(target_family = "wasm"), test)]
#[cfg_attr(target_family = "wasm", wasm_bindgen_test::wasm_bindgen_test)]
fn jpeg_has_the_same_bits_everywhere() {
    assert_eq!(sum(include_bytes!("readers/pictures/colour.jpg")), 0xc355_d273_d3f0_0293);
    assert_eq!(sum(include_bytes!("readers/pictures/colour-progressive.jpg")), 0xc355_d273_d3f0_0293);
}
