//! What a model shows at one moment: named metrics, and panels of plain arrays.

use crate::text::Sentence;
use serde::de::{Error as _, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An array of 32-bit floats that crosses the thread border as raw bytes: one copy, no element-wise coding.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Floats(pub Vec<f32>);

impl Serialize for Floats {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes: Vec<u8> = self.0.iter().flat_map(|v| v.to_le_bytes()).collect();
        serializer.serialize_bytes(&bytes)
    }
}

impl<'de> Deserialize<'de> for Floats {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = Floats;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes of 32-bit floats")
            }
            fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Floats, E> {
                let (chunks, rest) = bytes.as_chunks::<4>();
                if !rest.is_empty() {
                    return Err(E::invalid_length(bytes.len(), &"a multiple of 4 bytes"));
                }
                Ok(Floats(chunks.iter().map(|&chunk| f32::from_le_bytes(chunk)).collect()))
            }
        }
        deserializer.deserialize_bytes(Bytes).map_err(D::Error::custom)
    }
}

impl From<Vec<f32>> for Floats {
    fn from(values: Vec<f32>) -> Self {
        Self(values)
    }
}

/// A scalar field on a regular grid. `values[j·nx + i]` is the value at `x0 + i·(x1−x0)/(nx−1)`, `y0 + j·(y1−y0)/(ny−1)`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Field {
    /// Columns.
    pub nx: u32,
    /// Rows.
    pub ny: u32,
    /// Range of the horizontal axis.
    pub x: (f64, f64),
    /// Range of the vertical axis.
    pub y: (f64, f64),
    /// Row by row from the smallest y. Not-a-number where the function has no value.
    pub values: Floats,
}

/// A curve: `y` over `x`, or a path in the plane.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Series {
    /// Which parameter option it belongs to (for example the key of an optimiser).
    pub key: String,
    /// Which of several with the same key (for example the number of the ball).
    pub index: u32,
    /// Identity colour 1…8, kept for the whole lab.
    pub identity: u8,
    /// Horizontal values.
    pub x: Floats,
    /// Vertical values.
    pub y: Floats,
}

/// A table of text and numbers.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TableData {
    /// Column heads.
    pub head: Vec<Sentence>,
    /// Rows, each as long as `head`.
    pub rows: Vec<Vec<String>>,
}

/// Pictures of one size.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Pictures {
    /// Rows of each.
    pub height: u32,
    /// Columns of each.
    pub width: u32,
    /// Picture by picture, row by row from above.
    pub values: Floats,
    /// What stands below each; none where nothing does.
    pub names: Vec<String>,
}

/// What a panel holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Content {
    /// Curves or paths.
    Lines(Vec<Series>),
    /// A scalar field.
    Field(Field),
    /// Points with a line through them or not.
    Points(Vec<Series>),
    /// A table.
    Table(TableData),
    /// A sentence.
    Text(Sentence),
    /// Pictures.
    Pictures(Pictures),
    /// Numbers with their names.
    Bars(Vec<(String, f32)>),
}

/// One named panel. A panel that has not changed since the last frame is left out; the page keeps its old one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Panel {
    /// Name that the view looks for.
    pub id: String,
    /// What it shows.
    pub content: Content,
}

/// The state of a run at one step.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Frame {
    /// Steps since the last reset.
    pub step: u64,
    /// Number of the run: grows with each reset, so that the page can tell old frames from new ones.
    pub run: u32,
    /// Named numbers.
    pub metrics: Vec<(String, f64)>,
    /// Panels that changed.
    pub panels: Vec<Panel>,
    /// Why the run cannot go on (diverged), where it cannot.
    pub halted: Option<Sentence>,
    /// Nothing would change with further steps: the run rests until it is given something else to do.
    pub rests: bool,
}

impl Frame {
    /// The metric of that name.
    pub fn metric(&self, name: &str) -> Option<f64> {
        self.metrics.iter().find(|(key, _)| key == name).map(|(_, value)| *value)
    }

    /// The content of the panel of that name.
    pub fn panel(&self, id: &str) -> Option<&Content> {
        self.panels.iter().find(|panel| panel.id == id).map(|panel| &panel.content)
    }
}
