//! Weights as other tools write and read them: [safetensors](https://huggingface.co/docs/safetensors). Written as `F32`; read as
//! `F32`, `F64`, `F16` or `BF16`.

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use std::collections::HashMap;

/// Largest file that is read, in bytes.
pub const MOST_BYTES: usize = 256 << 20;

/// A named tensor.
#[derive(Debug, Clone, PartialEq)]
pub struct Tensor {
    /// Its name.
    pub name: String,
    /// Its shape.
    pub shape: Vec<usize>,
    /// Row by row.
    pub values: Vec<f32>,
}

/// What is wrong with a file of weights.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.en())]
pub enum WeightsError {
    /// The file is larger than what is read.
    TooLarge {
        /// Its size in bytes.
        bytes: usize,
    },
    /// It is no safetensors file, or a damaged one.
    Malformed {
        /// What the reader of the format says.
        reason: String,
    },
    /// A tensor of numbers that are not read here.
    Kind {
        /// Its name.
        name: String,
        /// Its type.
        kind: String,
    },
}

impl WeightsError {
    /// For the reader, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::TooLarge { bytes } => format!("权重文件有 {bytes} 字节，最多读 {MOST_BYTES} 字节"),
            Self::Malformed { reason } => format!("应是 safetensors 文件，读不出来：{reason}"),
            Self::Kind { name, kind } => format!("张量“{name}”应是 F32、F64、F16 或 BF16，得到 {kind}"),
        }
    }

    /// For the reader, in English.
    pub fn en(&self) -> String {
        match self {
            Self::TooLarge { bytes } => format!("expected at most {MOST_BYTES} bytes of weights, got {bytes}"),
            Self::Malformed { reason } => format!("expected a safetensors file, which this is not: {reason}"),
            Self::Kind { name, kind } => format!("tensor “{name}”: expected F32, F64, F16 or BF16, got {kind}"),
        }
    }
}

/// The bytes of a file with these tensors and this description of them.
///
/// # Errors
/// A shape that does not fit its values.
pub fn write(tensors: &[Tensor], about: &[(&str, String)]) -> Result<Vec<u8>, WeightsError> {
    let bytes: Vec<Vec<u8>> =
        tensors.iter().map(|tensor| tensor.values.iter().flat_map(|value| value.to_le_bytes()).collect()).collect();
    let views = tensors.iter().zip(&bytes).map(|(tensor, bytes)| {
        TensorView::new(Dtype::F32, tensor.shape.clone(), bytes).map(|view| (tensor.name.as_str(), view))
    });
    let views = views.collect::<Result<Vec<_>, _>>().map_err(malformed)?;
    let about: HashMap<String, String> = about.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
    safetensors::serialize(views, Some(about)).map_err(malformed)
}

/// The tensors in a file, by name.
///
/// # Errors
/// [`WeightsError`]; sizes that the file declares are checked before anything is read by them.
pub fn read(bytes: &[u8]) -> Result<Vec<Tensor>, WeightsError> {
    if bytes.len() > MOST_BYTES {
        return Err(WeightsError::TooLarge { bytes: bytes.len() });
    }
    let file = SafeTensors::deserialize(bytes).map_err(malformed)?;
    let tensor = |(name, view): (String, TensorView<'_>)| {
        let data = view.data();
        let values = match view.dtype() {
            Dtype::F32 => data.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect(),
            Dtype::F64 => data.as_chunks::<8>().0.iter().map(|eight| f64::from_le_bytes(*eight) as f32).collect(),
            Dtype::F16 => data.as_chunks::<2>().0.iter().map(|two| half(u16::from_le_bytes(*two))).collect(),
            Dtype::BF16 => data
                .as_chunks::<2>()
                .0
                .iter()
                .map(|two| f32::from_bits(u32::from(u16::from_le_bytes(*two)) << 16))
                .collect(),
            other => return Err(WeightsError::Kind { name, kind: format!("{other:?}") }),
        };
        Ok(Tensor { name, shape: view.shape().to_vec(), values })
    };
    let mut tensors = file.tensors().into_iter().map(tensor).collect::<Result<Vec<_>, _>>()?;
    tensors.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(tensors)
}

/// A number of 16 bits (IEEE 754 binary16) as one of 32; exact.
fn half(bits: u16) -> f32 {
    let sign = u32::from(bits >> 15) << 31;
    let (exponent, fraction) = (u32::from(bits >> 10) & 0x1f, u32::from(bits) & 0x3ff);
    match (exponent, fraction) {
        // Zero, and numbers below the smallest normal one: fractions of 2⁻²⁴.
        (0, fraction) => f32::from_bits(sign | (fraction as f32 / 16_777_216.0).to_bits()),
        (31, fraction) => f32::from_bits(sign | 0x7f80_0000 | (fraction << 13)),
        (exponent, fraction) => f32::from_bits(sign | ((exponent + 112) << 23) | (fraction << 13)),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "as map_err hands it over")]
fn malformed(error: safetensors::SafeTensorError) -> WeightsError {
    WeightsError::Malformed { reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::{Tensor, WeightsError, half, read, write};

    fn tensors() -> Vec<Tensor> {
        vec![
            Tensor { name: "a.w".into(), shape: vec![2, 3], values: vec![1.0, -2.5, 1e-30, f32::MAX, 0.0, -0.0] },
            Tensor { name: "scalar".into(), shape: vec![], values: vec![f32::NAN] },
            Tensor { name: "空".into(), shape: vec![0, 4], values: vec![] },
        ]
    }

    #[test]
    fn what_is_written_is_read_bit_for_bit() {
        let bytes = write(&tensors(), &[("lab", "x".to_owned())]).unwrap();
        let back = read(&bytes).unwrap();
        assert_eq!(back.len(), 3);
        for (a, b) in tensors().iter().zip(&back) {
            assert_eq!((&a.name, &a.shape), (&b.name, &b.shape));
            assert!(a.values.iter().zip(&b.values).all(|(a, b)| a.to_bits() == b.to_bits()));
        }
        let header = String::from_utf8_lossy(&bytes[8..]).into_owned();
        assert!(header.contains("\"__metadata__\":{\"lab\":\"x\"}"), "{header}");
    }

    #[test]
    fn halves_are_exact() {
        for (bits, value) in [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x7bff, 65504.0),
            (0x0001, 5.960_464_5e-8),
            (0x0400, 6.103_515_6e-5),
            (0x8000, -0.0),
        ] {
            assert_eq!(half(bits).to_bits(), f32::to_bits(value), "{bits:#x}");
        }
        assert!(half(0x7c00).is_infinite() && half(0x7e00).is_nan());
        let header = br#"{"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"b":{"dtype":"BF16","shape":[1],"data_offsets":[4,6]}}"#;
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend_from_slice(header);
        bytes.extend_from_slice(&[0x00, 0x3c, 0x00, 0xc0, 0x80, 0x3f]);
        let found = read(&bytes).unwrap();
        assert_eq!((&*found[0].values, &*found[1].values), (&[1.0][..], &[1.0, -2.0][..]));
    }

    #[test]
    fn other_numbers_and_damaged_files_are_refused_in_words() {
        let header = br#"{"n":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}"#;
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend_from_slice(header);
        bytes.extend_from_slice(&[0; 8]);
        assert!(matches!(read(&bytes), Err(WeightsError::Kind { .. })));
        assert!(matches!(read(b""), Err(WeightsError::Malformed { .. })));
        let lie = br#"{"n":{"dtype":"F32","shape":[1000000000000],"data_offsets":[0,4000000000000]}}"#;
        let mut bytes = (lie.len() as u64).to_le_bytes().to_vec();
        bytes.extend_from_slice(lie);
        let error = read(&bytes).unwrap_err();
        assert!(error.zh().contains("safetensors") && error.en().contains("safetensors"));
    }

    #[cfg(not(target_family = "wasm"))]
    mod random {
        use super::super::{read, write};
        use proptest::prelude::*;

        proptest! {
            #[test]
            fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
                let _ = read(&bytes);
            }

            #[test]
            fn never_panics_on_damaged_files(at in 0_usize..400, to in any::<u8>()) {
                let mut bytes = write(&super::tensors(), &[]).unwrap();
                let at = at % bytes.len();
                bytes[at] = to;
                let _ = read(&bytes);
            }
        }
    }
}
