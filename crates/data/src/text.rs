//! From bytes to text: UTF-8, UTF-16 with a byte order mark, else GB18030.

use std::borrow::Cow;

use crate::error::{DataError, Looks};

/// The text of a file, without byte order mark.
///
/// # Errors
/// [`DataError::NotText`] for what is known to be something else, [`DataError::Encoding`] where no encoding fits.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, DataError> {
    if let Some(looks) = signed(bytes) {
        return Err(DataError::NotText(looks));
    }
    let text = match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes).map(Cow::Owned),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes).map(Cow::Owned),
        [0xEF, 0xBB, 0xBF, rest @ ..] => std::str::from_utf8(rest).ok().map(Cow::Borrowed),
        all => std::str::from_utf8(all).ok().map(Cow::Borrowed).or_else(|| gb18030(all)),
    };
    // Binary files seldom have a sign in their first bytes, but nearly always a zero; text never has one.
    let zero = || bytes.contains(&0) && !matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
    match text {
        Some(text) if text.contains('\0') => Err(DataError::NotText(Looks::Unknown)),
        Some(text) => Ok(text),
        None if zero() => Err(DataError::NotText(Looks::Unknown)),
        None => {
            let valid = std::str::from_utf8(bytes).map_or_else(|e| e.valid_up_to(), str::len);
            Err(DataError::Encoding { line: 1 + crate::table::lines::ends(bytes.get(..valid).unwrap_or_default()) })
        }
    }
}

/// UTF-16 in the given order of bytes; `None` where it is broken, half a character at the end included.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let mut text: String = rest.is_empty().then(|| char::decode_utf16(units).collect::<Result<_, _>>().ok())??;
    text.shrink_to_fit();
    Some(text)
}

/// GB18030; `None` where it is broken.
#[cfg(not(target_family = "wasm"))]
fn gb18030(bytes: &[u8]) -> Option<Cow<'_, str>> {
    encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes)
}

/// GB18030, by the decoder of the browser; `None` where it is broken.
#[cfg(target_family = "wasm")]
fn gb18030(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let options = web_sys::TextDecoderOptions::new();
    options.set_fatal(true);
    let decoder = web_sys::TextDecoder::new_with_label_and_options("gb18030", &options).ok()?;
    decoder.decode_with_u8_array(bytes).ok().map(Cow::Owned)
}

/// What a sign in the first bytes gives away.
pub(crate) fn signed(bytes: &[u8]) -> Option<Looks> {
    const SIGNS: [(&[u8], Looks); 13] = [
        (b"\x89PNG", Looks::Picture),
        (b"\xFF\xD8\xFF", Looks::Picture),
        (b"GIF8", Looks::Picture),
        (b"%PDF", Looks::Pdf),
        (b"\x1F\x8B", Looks::Gzip),
        (b"\xD0\xCF\x11\xE0", Looks::OldExcel),
        (b"\x93NUMPY", Looks::Numpy),
        (b"\0\0\x08\x01", Looks::Idx),
        (b"\0\0\x08\x03", Looks::Idx),
        (b"PAR1", Looks::Parquet),
        (b"SQLite format 3\0", Looks::Sqlite),
        (b"BM\0", Looks::Picture),
        (b"7z\xBC\xAF", Looks::Zip),
    ];
    if let Some((_, looks)) = SIGNS.iter().find(|(sign, _)| bytes.starts_with(sign)) {
        return Some(*looks);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let has = |part: &[u8]| bytes.windows(part.len()).any(|w| w == part);
        return Some(if has(b"xl/workbook") {
            Looks::Excel
        } else if has(b"opendocument.spreadsheet") {
            Looks::OpenDocument
        } else if has(b"word/document") {
            Looks::Word
        } else {
            Looks::Zip
        });
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some(Looks::Picture);
    }
    None
}

/// What the first words give away: text, but no plain one.
pub(crate) fn marked_up(bytes: &[u8]) -> Option<Looks> {
    let start: Vec<u8> = bytes
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(bytes)
        .iter()
        .filter(|b| !b.is_ascii_whitespace())
        .take(9)
        .map(u8::to_ascii_lowercase)
        .collect();
    let starts = |signs: &[&[u8]]| signs.iter().any(|s| start.starts_with(s));
    if starts(&[b"<!doctype", b"<html"]) {
        Some(Looks::Html)
    } else if starts(&[b"{\"", b"[{\"", b"[["]) {
        Some(Looks::Json)
    } else {
        None
    }
}
