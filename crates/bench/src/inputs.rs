//! What goes into a workload: names, shapes and first values, the same for us and for every peer.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `workloads.json`, read when the program is built.
const TABLE: &str = include_str!("../workloads.json");

/// A workload as every engine sees it.
#[derive(Debug, Clone, Deserialize)]
pub struct Spec {
    /// In one line.
    pub about: String,
    /// Floating-point operations of a step that are worth counting; 0 where nothing is made of them.
    pub flop: f64,
    /// In the order of the table.
    pub inputs: Vec<Input>,
}

/// A tensor with values before the first step.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Input {
    /// Its name, which is also the state's.
    pub name: String,
    /// Row by row.
    pub shape: Vec<usize>,
    /// How its values are made.
    pub init: Init,
    /// Whether the optimiser moves it.
    #[serde(default)]
    pub train: bool,
}

/// How first values are made.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(from = "Wire", into = "Wire")]
pub enum Init {
    /// 0.
    Zeros,
    /// 1.
    Ones,
    /// 0 or 1, each with probability ½.
    Bits,
    /// Along the last axis a single 1, at a random place.
    OneHot,
    /// Uniform between these.
    Range(f32, f32),
}

/// In the table: a word and its numbers, such as `["uniform", 0.5]`.
#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum Wire {
    Word((String,)),
    Bound((String, f32)),
    Range((String, f32, f32)),
}

impl From<Wire> for Init {
    fn from(wire: Wire) -> Self {
        match wire {
            Wire::Word((word,)) => match word.as_str() {
                "ones" => Self::Ones,
                "bits" => Self::Bits,
                "onehot" => Self::OneHot,
                _ => Self::Zeros,
            },
            Wire::Bound((_, bound)) => Self::Range(-bound, bound),
            Wire::Range((_, from, to)) => Self::Range(from, to),
        }
    }
}

impl From<Init> for Wire {
    fn from(init: Init) -> Self {
        let word = |word: &str| Self::Word((word.to_owned(),));
        match init {
            Init::Zeros => word("zeros"),
            Init::Ones => word("ones"),
            Init::Bits => word("bits"),
            Init::OneHot => word("onehot"),
            Init::Range(from, to) => Self::Range(("range".to_owned(), from, to)),
        }
    }
}

/// All workloads of the table.
///
/// # Errors
/// What is wrong with the table.
pub fn table() -> Result<BTreeMap<String, Spec>, serde_json::Error> {
    serde_json::from_str(TABLE)
}

impl Input {
    /// How many values it holds.
    pub fn size(&self) -> usize {
        self.shape.iter().product()
    }

    /// Its values before the first step. They depend on workload, name and shape only, and are the same on every machine:
    /// whole numbers until the last multiplication.
    pub fn values(&self, workload: &str) -> Vec<f32> {
        let mut random = Mulberry32::named(&format!("{workload}/{}", self.name));
        match self.init {
            Init::Zeros => vec![0.0; self.size()],
            Init::Ones => vec![1.0; self.size()],
            Init::Bits => (0..self.size()).map(|_| (random.next() >> 31) as f32).collect(),
            Init::Range(from, to) => (0..self.size()).map(|_| from + (to - from) * random.unit()).collect(),
            Init::OneHot => {
                let classes = self.shape.last().copied().unwrap_or(1).max(1);
                let mut values = vec![0.0; self.size()];
                for row in values.chunks_mut(classes) {
                    row[random.next() as usize % classes] = 1.0;
                }
                values
            }
        }
    }
}

/// Mulberry32 (T. Ettinger, public domain): 32 bits of state, enough for data that nobody learns from.
struct Mulberry32(u32);

impl Mulberry32 {
    /// Seeded by a name, through FNV-1a.
    fn named(name: &str) -> Self {
        Self(name.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)))
    }

    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_add(0x6d2b_79f5);
        let mut x = self.0;
        x = (x ^ (x >> 15)).wrapping_mul(x | 1);
        x ^= x.wrapping_add((x ^ (x >> 7)).wrapping_mul(x | 61));
        x ^ (x >> 14)
    }

    /// In `[0, 1)`, with 24 bits: each is an f32 exactly.
    fn unit(&mut self) -> f32 {
        (self.next() >> 8) as f32 / 16_777_216.0
    }
}

#[cfg(test)]
mod tests {
    use super::{Init, Mulberry32, table};

    /// First numbers of the reference implementation in JavaScript, seed 1.
    #[test]
    fn the_generator_is_mulberry32() {
        let mut random = Mulberry32(1);
        assert_eq!([random.next(), random.next()], [2_693_262_067, 11_749_833]);
    }

    #[test]
    fn every_input_has_values_of_its_shape_and_kind() {
        for (name, spec) in table().unwrap() {
            assert!(!spec.inputs.is_empty(), "{name}");
            for input in spec.inputs {
                let values = input.values(&name);
                assert_eq!(values.len(), input.size(), "{name} {}", input.name);
                match input.init {
                    Init::Range(from, to) => assert!(values.iter().all(|v| (from..=to).contains(v))),
                    Init::OneHot => {
                        let rows = input.size() / input.shape.last().unwrap();
                        assert_eq!(values.iter().sum::<f32>(), rows as f32);
                    }
                    _ => assert!(values.iter().all(|v| *v == 0.0 || *v == 1.0)),
                }
            }
        }
    }
}
