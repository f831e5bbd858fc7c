//! Weights as other tools write and read them: [safetensors](https://huggingface.co/docs/safetensors). Written as `F32`; read as
//! `F32`, `F64`, `F16` or `BF16`.

use std::collections::HashMap;
use tinyjson::JsonValue;

use crate::error::{DataError, quote};
use crate::fault::{Fault, Format};
use crate::kind::kind;

/// Largest file that is read, in bytes.
pub const MOST_BYTES: usize = 256 << 20;

/// Longest header, in bytes.
const MOST_HEADER: usize = 4 << 20;
/// What an entry of the header takes in memory at the most, in bytes, for each sign `, : [ {` in it.
const ENTRY: usize = 128;
/// A file below this size may have a header of any kind.
const SMALL: usize = 1 << 20;
/// The entry of the header that is no tensor.
const ABOUT: &str = "__metadata__";

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

/// The bytes of a file with these tensors and this description of them.
///
/// # Errors
/// A shape that does not fit its values.
pub fn write(tensors: &[Tensor], about: &[(&str, String)]) -> Result<Vec<u8>, DataError> {
    let text = |text: &str| JsonValue::String(text.to_owned());
    let count = |count: usize| JsonValue::Number(count as f64);
    let mut header = HashMap::new();
    let about = about.iter().map(|(key, value)| ((*key).to_owned(), text(value))).collect();
    header.insert(ABOUT.to_owned(), JsonValue::Object(about));
    let mut data: Vec<u8> = Vec::new();
    for tensor in tensors {
        if size(&tensor.shape) != Some(tensor.values.len()) {
            return Err(malformed(format!(
                "“{}” has {} values for the shape {:?}",
                tensor.name,
                tensor.values.len(),
                tensor.shape
            )));
        }
        let begin = data.len();
        data.extend(tensor.values.iter().flat_map(|value| value.to_le_bytes()));
        let entry = HashMap::from([
            ("dtype".to_owned(), text("F32")),
            ("shape".to_owned(), JsonValue::Array(tensor.shape.iter().map(|side| count(*side)).collect())),
            ("data_offsets".to_owned(), JsonValue::Array(vec![count(begin), count(data.len())])),
        ]);
        header.insert(tensor.name.clone(), JsonValue::Object(entry));
    }
    let mut header = JsonValue::Object(header).stringify().map_err(|error| malformed(error.to_string()))?;
    // So that the numbers stand at places that are multiples of eight.
    header.extend(std::iter::repeat_n(' ', header.len().next_multiple_of(8) - header.len()));
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend_from_slice(header.as_bytes());
    bytes.extend(data);
    Ok(bytes)
}

/// The tensors in a file, by name.
///
/// Memory while it runs: at most 4 × max(file, 1 MiB) bytes and 256 KiB, the tensors included.
///
/// # Errors
/// A file that is too large, cut, damaged, of another kind of numbers, whose shapes do not fit or whose tensors overlap; sizes that it declares are
/// checked before anything is read by them.
pub fn read(bytes: &[u8]) -> Result<Vec<Tensor>, DataError> {
    let (entries, data) = header(bytes)?;
    let mut left = data.len();
    let mut tensors = Vec::new();
    for (name, entry) in entries.iter().filter(|(name, _)| *name != ABOUT) {
        tensors.push(tensor(name, entry, data, &mut left)?);
    }
    tensors.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(tensors)
}

/// The description in a file, by key.
///
/// # Errors
/// As [`read`], but for what concerns the tensors.
pub fn about(bytes: &[u8]) -> Result<Vec<(String, String)>, DataError> {
    let (mut entries, _) = header(bytes)?;
    let Some(JsonValue::Object(about)) = entries.remove(ABOUT) else { return Ok(Vec::new()) };
    let text = |(key, value)| if let JsonValue::String(value) = value { Some((key, value)) } else { None };
    let mut about: Vec<(String, String)> = about.into_iter().filter_map(text).collect();
    about.sort();
    Ok(about)
}

/// The entries of the header, and the numbers behind it.
fn header(bytes: &[u8]) -> Result<(HashMap<String, JsonValue>, &[u8]), DataError> {
    Format::Safetensors.check_size(bytes.len(), MOST_BYTES)?;
    let cut = |needed: usize| {
        Format::Safetensors.fault(Fault::Cut { needed: Some(needed as u64), found: bytes.len() as u64 })
    };
    let (length, rest) = bytes.split_first_chunk().ok_or_else(|| cut(8))?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok().filter(|length| *length <= MOST_HEADER);
    // What begins as no file of weights does is named; the length of its header would make no sense.
    let length = length.filter(|_| rest.first().is_none_or(|first| *first == b'{'));
    let length = length.ok_or_else(|| Format::Safetensors.fault(Fault::Other(kind(bytes))))?;
    let (header, data) = rest.split_at_checked(length).ok_or_else(|| cut(8 + length))?;
    let header = std::str::from_utf8(header).map_err(|error| malformed(error.to_string()))?;
    // The parser calls itself for each bracket; a header of tensors is three deep.
    if depth(header) > 8 {
        return Err(malformed("the header is nested too deep"));
    }
    let signs = header.bytes().filter(|byte| matches!(byte, b',' | b':' | b'[' | b'{')).count();
    if signs.saturating_mul(ENTRY) > 2 * bytes.len().max(SMALL) {
        return Err(malformed("the header has too many entries for its tensors"));
    }
    let header: JsonValue = header.parse().map_err(|error: tinyjson::JsonParseError| malformed(error.to_string()))?;
    let JsonValue::Object(entries) = header else { return Err(malformed("the header is no object")) };
    Ok((entries, data))
}

/// How deep brackets stand within each other, those in texts included.
fn depth(json: &str) -> usize {
    let (mut now, mut most) = (0_usize, 0);
    for byte in json.bytes() {
        match byte {
            b'{' | b'[' => now += 1,
            b'}' | b']' => now = now.saturating_sub(1),
            _ => {}
        }
        most = most.max(now);
    }
    most
}

/// The tensor of an entry; `left` is what of the data no other tensor has.
fn tensor(name: &str, entry: &JsonValue, data: &[u8], left: &mut usize) -> Result<Tensor, DataError> {
    let bad = |what: &str| malformed(format!("tensor “{}”: {what}", quote(name)));
    let JsonValue::Object(entry) = entry else { return Err(bad("expected an object")) };
    let counts = |key: &str| {
        let Some(JsonValue::Array(all)) = entry.get(key) else { return Err(bad(&format!("expected a list {key}"))) };
        all.iter()
            .map(whole)
            .collect::<Option<Vec<usize>>>()
            .ok_or_else(|| bad(&format!("expected whole numbers in {key}")))
    };
    let (shape, offsets) = (counts("shape")?, counts("data_offsets")?);
    let [begin, end] = *offsets else { return Err(bad("expected two data_offsets")) };
    let data = data.get(begin..end).ok_or_else(|| bad("its numbers lie outside of the file"))?;
    // Tensors that share their numbers would make much of a small file.
    *left = left.checked_sub(data.len()).ok_or_else(|| bad("its numbers are those of other tensors as well"))?;
    let Some(JsonValue::String(kind)) = entry.get("dtype") else { return Err(bad("expected a dtype")) };
    let (width, values): (usize, Vec<f32>) = match kind.as_str() {
        "F32" => (4, data.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect()),
        "F64" => (8, data.as_chunks::<8>().0.iter().map(|eight| f64::from_le_bytes(*eight) as f32).collect()),
        "F16" => (2, data.as_chunks::<2>().0.iter().map(|two| half(u16::from_le_bytes(*two))).collect()),
        "BF16" => {
            let wide = |two: &[u8; 2]| f32::from_bits(u32::from(u16::from_le_bytes(*two)) << 16);
            (2, data.as_chunks::<2>().0.iter().map(wide).collect())
        }
        other => {
            let found = format!("{} (“{}”)", quote(other), quote(name));
            return Err(Format::Safetensors.fault(Fault::Type { found, expected: "F32, F64, F16, BF16" }));
        }
    };
    let fits = size(&shape).and_then(|size| size.checked_mul(width)) == Some(data.len());
    if fits {
        Ok(Tensor { name: name.to_owned(), shape, values })
    } else {
        Err(bad("its shape does not fit its numbers"))
    }
}

/// A count in JSON.
fn whole(value: &JsonValue) -> Option<usize> {
    /// Up to here a 64-bit float holds every whole number.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value {
        JsonValue::Number(number) if number.fract() == 0.0 && (0.0..=EXACT).contains(number) => Some(*number as usize),
        _ => None,
    }
}

/// How many numbers a shape has.
fn size(shape: &[usize]) -> Option<usize> {
    shape.iter().try_fold(1_usize, |size, side| size.checked_mul(*side))
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

fn malformed(reason: impl Into<String>) -> DataError {
    Format::Safetensors.damaged(reason)
}

#[cfg(test)]
mod tests {
    use super::{Tensor, half, read, write};
    use crate::{DataError, Fault};

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
        let wrong = Tensor { name: "w".into(), shape: vec![3], values: vec![1.0] };
        assert!(write(&[wrong], &[]).is_err());
    }

    #[cfg(not(target_family = "wasm"))]
    #[test]
    fn the_format_s_own_library_reads_and_writes_the_same() {
        use safetensors::tensor::TensorView;
        use safetensors::{Dtype, SafeTensors};
        let bytes = write(&tensors(), &[("lab", "x".to_owned())]).unwrap();
        let file = SafeTensors::deserialize(&bytes).unwrap();
        for tensor in tensors() {
            let view = file.tensor(&tensor.name).unwrap();
            assert_eq!((view.dtype(), view.shape()), (Dtype::F32, &*tensor.shape));
            let own: Vec<u8> = tensor.values.iter().flat_map(|value| value.to_le_bytes()).collect();
            assert_eq!(view.data(), own);
        }
        let data: Vec<u8> = [1.5_f64, -2.0].iter().flat_map(|value| value.to_le_bytes()).collect();
        let view = TensorView::new(Dtype::F64, vec![2, 1], &data).unwrap();
        let theirs = safetensors::serialize([("d", view)], None).unwrap();
        assert_eq!(read(&theirs).unwrap(), [Tensor { name: "d".into(), shape: vec![2, 1], values: vec![1.5, -2.0] }]);
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
        assert!(matches!(read(&bytes), Err(DataError::File { fault: Fault::Type { .. }, .. })));
        assert!(matches!(read(b""), Err(DataError::File { fault: Fault::Cut { .. }, .. })));
        let lie = br#"{"n":{"dtype":"F32","shape":[1000000000000],"data_offsets":[0,4000000000000]}}"#;
        let mut bytes = (lie.len() as u64).to_le_bytes().to_vec();
        bytes.extend_from_slice(lie);
        let deep = "{".to_owned() + &"[".repeat(100_000);
        let mut nested = (deep.len() as u64).to_le_bytes().to_vec();
        nested.extend_from_slice(deep.as_bytes());
        assert!(matches!(read(&nested), Err(DataError::File { fault: Fault::Damaged { .. }, .. })));
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
