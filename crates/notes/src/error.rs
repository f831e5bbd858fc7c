//! What can be wrong with a file of notes.

use data::{DataError, Looks};
use labkit::Sentence;

/// Why a file cannot be read as notes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.sentence().en)]
pub enum NotesError {
    /// The file is larger than what is read.
    TooLarge {
        /// Its size in bytes.
        bytes: u64,
    },
    /// There is nothing in it.
    Empty,
    /// It is no text.
    NotText(Looks),
    /// It is neither UTF-8, nor UTF-16 with a byte order mark, nor GB18030.
    Encoding {
        /// The line where UTF-8 ends.
        line: usize,
    },
}

impl From<DataError> for NotesError {
    fn from(error: DataError) -> Self {
        match error {
            DataError::TooLarge { bytes, .. } => Self::TooLarge { bytes },
            DataError::Encoding { line } => Self::Encoding { line },
            DataError::NotText(looks) => Self::NotText(looks),
            // Decoding knows no other.
            _ => Self::NotText(Looks::Unknown),
        }
    }
}

impl NotesError {
    /// The sentence for the reader.
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::TooLarge { bytes } => {
                let (found, most) = (bytes / 1_000_000, crate::message::MOST_BYTES / 1_000_000);
                Sentence::new(
                    format!("这个文件有 {found} MB，最多读 {most} MB"),
                    format!("this file has {found} MB; files up to {most} MB are read"),
                )
            }
            Self::Empty => {
                Sentence::new("这个文件是空的，里面没有讲义", "this file is empty; there are no notes in it")
            }
            Self::NotText(looks) => {
                let (zh, en) = words(*looks);
                Sentence::new(
                    format!("讲义要是 Markdown 文本（.md、.txt），而这是{zh}"),
                    format!("notes are Markdown text (.md, .txt), and this is {en}"),
                )
            }
            Self::Encoding { line } => Sentence::new(
                format!("第 {line} 行起既不是 UTF-8 也不是 GB18030。请另存为 UTF-8 再打开"),
                format!("from line {line} on this is neither UTF-8 nor GB18030. Save it as UTF-8 and open that"),
            ),
        }
    }
}

/// What a file is, and what to do.
fn words(looks: Looks) -> (&'static str, &'static str) {
    match looks {
        Looks::Pdf => ("一份 PDF。请用它的 Markdown 原稿", "a PDF. Use the Markdown that it was made from"),
        Looks::Word => (" Word 文档。请另存为纯文本或 Markdown", "a Word document. Save it as plain text or Markdown"),
        Looks::Picture => ("一张图片", "a picture"),
        Looks::Zip | Looks::Gzip => ("压缩文件。请先解压", "an archive. Unpack it first"),
        Looks::Excel | Looks::OldExcel | Looks::OpenDocument => ("一份表格", "a spreadsheet"),
        _ => ("别的字节，不是文本", "other bytes, no text"),
    }
}
