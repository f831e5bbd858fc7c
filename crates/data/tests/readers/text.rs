use data::text::decode;
use data::{DataError, Looks};

use super::damage::holds;
use super::shared;

const NOTES: &str = "# 线性回归\n\n$y = wx + b$，*least squares*，表情 🙂。\r\n";
/// `# 梯度` in GB18030, with 🙂 as its four bytes.
const GB18030: &[u8] = b"# \xCC\xDD\xB6\xC8\x95\x30\x85\x32\n";

fn utf16(unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(NOTES.encode_utf16()).flat_map(unit).collect()
}

#[test]
fn notes_are_read_in_every_encoding() {
    let bom = format!("\u{feff}{NOTES}").into_bytes();
    for bytes in [NOTES.as_bytes().to_vec(), bom, utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)] {
        assert_eq!(decode(&bytes).unwrap(), NOTES);
    }
    assert_eq!(decode(GB18030).unwrap(), "# 梯度🙂\n");
    assert_eq!(decode(b"").unwrap(), "");
    let Some(bytes) = shared("tinyshakespeare.txt") else { return };
    assert_eq!(decode(&bytes).unwrap().len(), 1_115_394);
}

#[test]
fn each_damage_is_named() {
    assert_eq!(decode(&utf16(u16::to_le_bytes)[..9]), Err(DataError::Encoding { line: 1 }), "half a unit");
    assert_eq!(decode(b"one\ntwo\xFF\n"), Err(DataError::Encoding { line: 2 }));
    assert_eq!(decode(b"one\0two"), Err(DataError::NotText(Looks::Unknown)));
    let error = DataError::Encoding { line: 2 };
    assert!(error.en().starts_with("Line 2: text in UTF-8, UTF-16 or GB18030 was expected"), "{error}");
    assert!(error.zh().starts_with("第 2 行：文字应是 UTF-8、UTF-16 或 GB18030 编码"), "{}", error.zh());
}

#[test]
fn any_bytes_are_read_or_refused() {
    let files = [NOTES.as_bytes().to_vec(), utf16(u16::to_le_bytes), utf16(u16::to_be_bytes), GB18030.to_vec()];
    holds("text", 5000, &files, |_| {}, |bytes| decode(bytes).map(|text| assert!(!text.contains('\0'))));
}
