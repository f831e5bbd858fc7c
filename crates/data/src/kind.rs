//! What a file is, from its first bytes.

use crate::error::Looks;
use crate::{gzip, table, text};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A table of text: [`crate::table`].
    Table,
    /// Other text, Markdown included: [`crate::text`].
    Text,
    /// A PNG picture: [`crate::image`].
    Png,
    /// A JPEG picture: [`crate::image`].
    Jpeg,
    /// An IDX array, in a gzip archive or not: [`crate::idx`].
    Idx,
    /// A NumPy array: [`crate::npy`].
    Npy,
    /// Weights: [`crate::weights`].
    Safetensors,
    /// No byte at all.
    Empty,
    /// What is not read here.
    Other(Looks),
}

/// How many bytes are looked at.
const SAMPLE: usize = 4096;

/// What the file that begins with these bytes is. Up to 4096 are looked at; of a ZIP archive, all that are given.
///
/// A table is text of which at least nine in ten of the first lines are cut into the same number of cells, two or more, or
/// hold one number each.
#[must_use]
pub fn kind(bytes: &[u8]) -> Kind {
    if bytes.is_empty() {
        return Kind::Empty;
    }
    let first = bytes.get(..SAMPLE).unwrap_or(bytes);
    match text::signed(bytes) {
        Some(Looks::Picture) if bytes.starts_with(b"\x89PNG") => return Kind::Png,
        Some(Looks::Picture) if bytes.starts_with(b"\xFF\xD8\xFF") => return Kind::Jpeg,
        Some(Looks::Idx) => return Kind::Idx,
        Some(Looks::Numpy) => return Kind::Npy,
        Some(Looks::Gzip) if is_idx(&gzip::peek::<4>(first)) => return Kind::Idx,
        Some(looks) => return Kind::Other(looks),
        None => {}
    }
    // Nine bytes: the length of a header of less than 16 MB, and the brace that it begins with.
    if matches!(first, [_, _, _, 0, 0, 0, 0, 0, b'{', ..]) {
        return Kind::Safetensors;
    }
    if is_idx(first) {
        return Kind::Idx;
    }
    if let Some(looks) = text::marked_up(first) {
        return Kind::Other(looks);
    }
    // The sample may end inside a character, which has four bytes at most: of UTF-8, which says so, or of another encoding.
    let cut = std::str::from_utf8(first).err().filter(|error| error.error_len().is_none());
    let first = cut.and_then(|error| first.get(..error.valid_up_to())).unwrap_or(first);
    let cuts = if bytes.len() > first.len() { 0..4 } else { 0..1 };
    let mut parts = cuts.filter_map(|cut| first.get(..first.len().checked_sub(cut)?));
    match parts.find_map(|part| text::decode(part).ok()) {
        Some(text) if table::looks_like_one(&text) => Kind::Table,
        Some(_) => Kind::Text,
        None => Kind::Other(Looks::Unknown),
    }
}

/// Two zeros, one of the six types, one to eight axes.
fn is_idx(bytes: &[u8]) -> bool {
    matches!(bytes, [0, 0, 0x08 | 0x09 | 0x0B..=0x0E, 1..=8, ..])
}

impl Kind {
    /// Its name in English.
    #[must_use]
    pub fn en(self) -> &'static str {
        match self {
            Self::Table => "a table of text (CSV)",
            Self::Text => "text",
            Self::Png => "a PNG picture",
            Self::Jpeg => "a JPEG picture",
            Self::Idx => "an IDX file",
            Self::Npy => "a NumPy array",
            Self::Safetensors => "a file of weights (safetensors)",
            Self::Empty => "an empty file",
            Self::Other(looks) => looks.name().0,
        }
    }

    /// Its name in Chinese.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Self::Table => "文本表格（CSV）",
            Self::Text => "文本",
            Self::Png => " PNG 图片",
            Self::Jpeg => " JPEG 图片",
            Self::Idx => " IDX 文件",
            Self::Npy => " NumPy 数组",
            Self::Safetensors => "权重文件（safetensors）",
            Self::Empty => "空的",
            Self::Other(looks) => looks.name().1,
        }
    }
}

impl Looks {
    /// Its name in English and Chinese.
    fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::Excel => ("an Excel workbook", " Excel 工作簿"),
            Self::OldExcel => ("an old Office file", "旧版 Office 文件"),
            Self::OpenDocument => ("an OpenDocument spreadsheet", " OpenDocument 电子表格"),
            Self::Word => ("a Word document", " Word 文档"),
            Self::Zip => ("a ZIP archive", " ZIP 压缩包"),
            Self::Gzip => ("a gzip archive", " gzip 压缩文件"),
            Self::Picture => ("a picture in another format", "其他格式的图片"),
            Self::Pdf => ("a PDF", " PDF"),
            Self::Numpy => ("a NumPy array", " NumPy 数组"),
            Self::Idx => ("an IDX file", " IDX 文件"),
            Self::Parquet => ("a Parquet file", " Parquet 文件"),
            Self::Sqlite => ("a SQLite database", " SQLite 数据库"),
            Self::Html => ("a web page", "网页"),
            Self::Json => ("JSON", " JSON"),
            Self::Unknown => ("of no kind that is known here", "不认识的格式"),
        }
    }
}
