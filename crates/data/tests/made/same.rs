//! A sum over bytes, to compare what two machines make.

use std::fmt::Write as _;

/// FNV-1a over the bits of the numbers, little endian, as 16 hexadecimal digits.
pub(crate) fn sum(values: impl IntoIterator<Item = f32>) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in values.into_iter().flat_map(f32::to_le_bytes) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    let mut text = String::new();
    write!(text, "{hash:016x}").unwrap();
    text
}
