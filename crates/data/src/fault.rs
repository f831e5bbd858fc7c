//! What can be wrong with a file of bytes, and the sentences that say so.

use crate::error::DataError;
use crate::kind::Kind;
use crate::say::size;

/// What a file of bytes should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A gzip archive (RFC 1952).
    Gzip,
    /// An IDX array, as MNIST comes in.
    Idx,
    /// A NumPy array (`.npy`).
    Npy,
    /// A picture: PNG or JPEG.
    Picture,
    /// A PNG picture.
    Png,
    /// A JPEG picture.
    Jpeg,
    /// Weights (safetensors).
    Safetensors,
}

/// What is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is something else.
    Other(Kind),
    /// It ends before what it declares does.
    Cut {
        /// The fewest bytes that it must have, where that is known.
        needed: Option<u64>,
        /// How many it has.
        found: u64,
    },
    /// It goes on behind what it declares.
    Extra {
        /// How many bytes it declares.
        declared: u64,
    },
    /// It declares more than what is read.
    Huge {
        /// The sides that it declares, as `60000 × 28 × 28`.
        declared: String,
        /// How many numbers, or points of a picture, may be.
        most: u64,
    },
    /// It declares no number at all.
    Nothing {
        /// The sides that it declares.
        declared: String,
    },
    /// It unpacks to more bytes than it may.
    Swells {
        /// How many bytes it may unpack to.
        most: u64,
    },
    /// Its elements are of a type that is not read.
    Type {
        /// The type, as the file says it.
        found: String,
        /// The types that are read.
        expected: &'static str,
    },
    /// A number that is not finite, or not in the range of 32-bit floats.
    NotFinite {
        /// The place of the number, one index an axis, from 0.
        at: Vec<usize>,
        /// The number.
        found: String,
    },
    /// Its header does not give what it should.
    Header {
        /// What that is, in English.
        en: &'static str,
        /// What that is, in Chinese.
        zh: &'static str,
    },
    /// Its structure is broken.
    Damaged {
        /// What the reader of the format says.
        reason: String,
    },
}

impl Format {
    /// The error that a file in this format has this fault.
    pub(crate) fn fault(self, fault: Fault) -> DataError {
        DataError::File { format: self, fault }
    }

    pub(crate) fn damaged(self, reason: impl Into<String>) -> DataError {
        self.fault(Fault::Damaged { reason: reason.into() })
    }

    /// Whether a file of `len` bytes is read at all.
    pub(crate) fn check_size(self, len: usize, most: usize) -> Result<(), DataError> {
        let (bytes, most) = (len as u64, most as u64);
        if bytes > most { Err(DataError::TooLarge { bytes, most }) } else { Ok(()) }
    }

    /// The number of elements of an array with these sides: at least 1, at most `most`.
    pub(crate) fn count(self, sides: &[u64], most: usize) -> Result<usize, DataError> {
        // A side of 0 makes an array empty however long the others are, so it is asked first.
        if sides.contains(&0) {
            return Err(self.fault(Fault::Nothing { declared: product(sides) }));
        }
        sides
            .iter()
            .try_fold(1_u64, |count, side| count.checked_mul(*side))
            .and_then(|count| usize::try_from(count).ok())
            .filter(|count| *count <= most)
            .ok_or_else(|| self.fault(Fault::Huge { declared: product(sides), most: most as u64 }))
    }

    fn en(self) -> &'static str {
        match self {
            Self::Gzip => "gzip archive",
            Self::Idx => "IDX file",
            Self::Npy => "NumPy array (.npy)",
            Self::Picture => "PNG or JPEG picture",
            Self::Png => "PNG picture",
            Self::Jpeg => "JPEG picture",
            Self::Safetensors => "file of weights (safetensors)",
        }
    }

    fn zh(self) -> &'static str {
        match self {
            Self::Gzip => "gzip 压缩文件",
            Self::Idx => "IDX 文件",
            Self::Npy => "NumPy 数组（.npy）",
            Self::Picture => "PNG 或 JPEG 图片",
            Self::Png => "PNG 图片",
            Self::Jpeg => "JPEG 图片",
            Self::Safetensors => "权重文件（safetensors）",
        }
    }
}

/// Sides as people write them: `28 × 28`, at most six.
pub(crate) fn product(sides: &[u64]) -> String {
    let mut shown: Vec<String> = sides.iter().take(6).map(u64::to_string).collect();
    if sides.len() > 6 {
        shown.push("…".to_owned());
    }
    shown.join(" × ")
}

fn place(at: &[usize]) -> String {
    at.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")
}

impl Fault {
    /// A sentence in English about a file that should be in `format`.
    pub(crate) fn en(&self, format: Format) -> String {
        let name = format.en();
        match self {
            Self::Other(kind) => format!("The file was expected to be: {name}. It is: {}.", kind.en()),
            Self::Cut { needed: Some(needed), found } => {
                format!("The {name} ends too early: at least {needed} bytes were expected, but {found} came.")
            }
            Self::Cut { needed: None, found } => format!("The {name} ends too early, after {found} bytes."),
            Self::Extra { declared } => {
                format!("The {name} declares {declared} bytes, but more come. Perhaps its header is damaged.")
            }
            Self::Huge { declared, most } => {
                format!("The {name} declares {declared} elements; at most {most} are read.")
            }
            Self::Nothing { declared } => {
                format!("The {name} declares {declared} elements, which is none; at least one was expected.")
            }
            Self::Swells { most } => format!("The {name} unpacks to more than the {} that it may.", size(*most)),
            Self::Type { found, expected } => {
                format!("The {name} holds elements of type {found}; {expected} were expected.")
            }
            Self::NotFinite { at, found } => format!(
                "The {name} holds {found} at [{}]; finite numbers between -3.4e38 and 3.4e38 were expected.",
                place(at)
            ),
            Self::Header { en, .. } => format!("The {name} is damaged: its header should give {en}."),
            Self::Damaged { reason } => format!("The {name} is damaged: {reason}."),
        }
    }

    /// A sentence in Chinese about a file that should be in `format`.
    pub(crate) fn zh(&self, format: Format) -> String {
        let name = format.zh();
        match self {
            Self::Other(kind) => format!("这里应是 {name}，这个文件是{}。", kind.zh()),
            Self::Cut { needed: Some(needed), found } => {
                format!("{name}不完整：至少应有 {needed} 字节，实际只有 {found} 字节。")
            }
            Self::Cut { needed: None, found } => format!("{name}不完整：到第 {found} 字节就断了。"),
            Self::Extra { declared } => format!("{name}声明有 {declared} 字节，后面却还有内容。可能是文件头坏了。"),
            Self::Huge { declared, most } => format!("{name}声明有 {declared} 个元素，最多读 {most} 个。"),
            Self::Nothing { declared } => format!("{name}声明有 {declared} 个元素，也就是没有；至少应有一个。"),
            Self::Swells { most } => format!("{name}解压后超过了允许的 {}。", size(*most)),
            Self::Type { found, expected } => format!("{name}的元素类型是 {found}，应是 {expected}。"),
            Self::NotFinite { at, found } => {
                format!("{name}在 [{}] 处是 {found}，应是 ±3.4e38 之内的有限数。", place(at))
            }
            Self::Header { zh, .. } => format!("{name}已损坏：文件头里应有{zh}。"),
            Self::Damaged { reason } => format!("{name}已损坏：{reason}。"),
        }
    }
}
