use data::weights::{Tensor, about, read, write};

use super::damage::holds;
use super::refused;

/// A file with this header and these numbers.
fn file(header: &str, data: &[u8]) -> Vec<u8> {
    [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), data].concat()
}

#[test]
fn the_description_comes_back() {
    let told = [("layers", "dense 10".to_owned()), ("a", "“b”, \\".to_owned())];
    let bytes = write(&[Tensor { name: "w".into(), shape: vec![1], values: vec![1.0] }], &told).unwrap();
    assert_eq!(about(&bytes).unwrap(), [("a".into(), "“b”, \\".into()), ("layers".into(), "dense 10".into())]);
    assert_eq!(about(&file("{}", &[])).unwrap(), []);
    assert_eq!(about(&file(r#"{"__metadata__":{"n":1}}"#, &[])).unwrap(), [], "a text was expected");
    // What cannot be read has no description either.
    assert_eq!(about(&bytes[..20]).unwrap_err().en(), read(&bytes[..20]).unwrap_err().en());
}

#[test]
fn each_damage_has_its_sentence() {
    let good = write(&[Tensor { name: "w".into(), shape: vec![2], values: vec![1.0, 2.0] }], &[]).unwrap();
    refused(
        read(&good[..20]),
        &format!(
            "The file of weights (safetensors) ends too early: at least {} bytes were expected, but 20 came.",
            good.len() - 8
        ),
        &format!("权重文件（safetensors）不完整：至少应有 {} 字节，实际只有 20 字节。", good.len() - 8),
    );
    refused(
        read(&good[..good.len() - 1]),
        "The file of weights (safetensors) is damaged: tensor “w”: its numbers lie outside of the file.",
        "权重文件（safetensors）已损坏：tensor “w”: its numbers lie outside of the file。",
    );
    refused(
        read(b"a,b\n1,2\n3,4\n"),
        "The file was expected to be: file of weights (safetensors). It is: a table of text (CSV).",
        "这里应是 权重文件（safetensors），这个文件是文本表格（CSV）。",
    );
    refused(
        read(&file(r#"{"n":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}"#, &[0; 8])),
        "The file of weights (safetensors) holds elements of type I64 (“n”); F32, F64, F16, BF16 were expected.",
        "权重文件（safetensors）的元素类型是 I64 (“n”)，应是 F32, F64, F16, BF16。",
    );
    refused(
        read(&file(r#"{"n":{"dtype":"F32","shape":[4294967296,4294967296,4],"data_offsets":[0,8]}}"#, &[0; 8])),
        "The file of weights (safetensors) is damaged: tensor “n”: its shape does not fit its numbers.",
        "权重文件（safetensors）已损坏：tensor “n”: its shape does not fit its numbers。",
    );
    let twice = r#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#;
    let error = read(&file(twice, &[0; 8])).unwrap_err();
    assert!(error.en().contains("its numbers are those of other tensors as well"), "{error}");
    let many = format!("{{\"a\":[{}]}}", vec!["0"; 20_000].join(","));
    refused(
        read(&file(&many, &[])),
        "The file of weights (safetensors) is damaged: the header has too many entries for its tensors.",
        "权重文件（safetensors）已损坏：the header has too many entries for its tensors。",
    );
}

#[test]
fn any_bytes_are_read_or_refused() {
    let tensors = [
        Tensor { name: "layer.weight".into(), shape: vec![2, 3], values: vec![1.5; 6] },
        Tensor { name: "b".into(), shape: vec![], values: vec![-1.0] },
    ];
    let half = file(r#"{"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}"#, &[0, 0x3c, 0, 0xc0]);
    let files = [write(&tensors, &[("lab", "x".to_owned())]).unwrap(), half];
    holds(
        "weights",
        3000,
        &files,
        |_| {},
        |bytes| {
            let _told = about(bytes);
            read(bytes).map(|found| {
                for tensor in found {
                    assert_eq!(tensor.shape.iter().product::<usize>(), tensor.values.len());
                }
            })
        },
    );
}
