use data::npy::{Npy, read};

use super::damage::holds;
use super::make::{npy, npy_header};
use super::refused;

fn array(kind: &str, fortran: bool, shape: &str, elements: &[u8]) -> Vec<u8> {
    npy(1, &npy_header(kind, fortran, shape), elements)
}

#[test]
fn every_type_is_read_in_both_orders_of_bytes() {
    /// −3, 2 and 100 (or 1, where there are no more values) in so many bytes, little endian.
    fn little(kind: &str) -> Vec<Vec<u8>> {
        let signed = |width: usize| [-3_i64, 2, 100].map(|v| v.to_le_bytes()[..width].to_vec()).to_vec();
        match kind {
            "f4" => [-3.0_f32, 2.0, 100.0].map(|v| v.to_le_bytes().to_vec()).to_vec(),
            "f8" => [-3.0_f64, 2.0, 100.0].map(|v| v.to_le_bytes().to_vec()).to_vec(),
            "b1" => vec![vec![0], vec![1], vec![1]],
            _ if kind.starts_with('u') => {
                let width = kind[1..].parse().unwrap();
                [3_u64, 2, 100].map(|v| v.to_le_bytes()[..width].to_vec()).to_vec()
            }
            _ => signed(kind[1..].parse().unwrap()),
        }
    }
    for kind in ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f4", "f8"] {
        let want = match &kind[..1] {
            "b" => [0.0, 1.0, 1.0],
            "u" => [3.0, 2.0, 100.0],
            _ => [-3.0, 2.0, 100.0],
        };
        let parts = little(kind);
        let reversed: Vec<u8> = parts.iter().flat_map(|part| part.iter().rev().copied()).collect();
        let marks = if parts[0].len() == 1 { ["|", "|"] } else { ["<", ">"] };
        for (mark, data) in marks.into_iter().zip([parts.concat(), reversed]) {
            let found = read(&array(&format!("{mark}{kind}"), false, "(3,)", &data)).unwrap();
            assert_eq!((found.shape.as_slice(), found.values.as_slice()), (&[3][..], &want[..]), "{mark}{kind}");
            assert_eq!(found.kind, format!("{mark}{kind}"));
        }
    }
    let largest = read(&array("<u8", false, "()", &[255; 8])).unwrap();
    assert_eq!(largest, Npy { shape: vec![], values: vec![18_446_744_073_709_551_615.0], kind: "<u8".into() });
}

#[test]
fn orders_of_axes_and_versions_are_read() {
    let c: Vec<u8> = (0..6).collect();
    let want = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0];
    // The same array with the first axis fastest.
    for (fortran, data) in [(false, &c[..]), (true, &[0, 3, 1, 4, 2, 5])] {
        let found = read(&array("|u1", fortran, "(2, 3)", data)).unwrap();
        assert_eq!((found.shape.as_slice(), found.values.as_slice()), (&[2, 3][..], &want[..]));
    }
    let cube: Vec<u8> = (0..24).collect();
    let found = read(&array("|u1", true, "(2, 3, 4)", &cube)).unwrap();
    assert_eq!(found.values[..5], [0.0, 6.0, 12.0, 18.0, 2.0], "[i, j, k] lies at i + 2j + 6k");
    for version in 1..=3 {
        let found = read(&npy(version, &npy_header("|u1", false, "(6,)"), &c)).unwrap();
        assert_eq!(found.values, want);
    }
    let other = "{\"shape\": (6L,), \"descr\": \"|u1\", \"fortran_order\": False}";
    assert_eq!(read(&npy(1, other, &c)).unwrap().values, want, "another order, as NumPy for Python 2 wrote it");
}

#[test]
fn each_damage_has_its_sentence() {
    let good = array("<f4", false, "(2,)", &[0; 8]);
    refused(
        read(&good[..good.len() - 1]),
        "The NumPy array (.npy) ends too early: at least 136 bytes were expected, but 135 came.",
        "NumPy 数组（.npy）不完整：至少应有 136 字节，实际只有 135 字节。",
    );
    refused(
        read(&good[..40]),
        "The NumPy array (.npy) ends too early: at least 128 bytes were expected, but 40 came.",
        "NumPy 数组（.npy）不完整：至少应有 128 字节，实际只有 40 字节。",
    );
    refused(
        read(&[&good[..], &[0]].concat()),
        "The NumPy array (.npy) declares 136 bytes, but more come. Perhaps its header is damaged.",
        "NumPy 数组（.npy）声明有 136 字节，后面却还有内容。可能是文件头坏了。",
    );
    refused(
        read(b"# Notes\n\nText.\n"),
        "The file was expected to be: NumPy array (.npy). It is: text.",
        "这里应是 NumPy 数组（.npy），这个文件是文本。",
    );
    refused(
        read(&array("<f8", false, "(4294967296, 4294967296)", &[])),
        "The NumPy array (.npy) declares 4294967296 × 4294967296 elements; at most 16000000 are read.",
        "NumPy 数组（.npy）声明有 4294967296 × 4294967296 个元素，最多读 16000000 个。",
    );
    refused(
        read(&array("<f8", false, "(0,)", &[])),
        "The NumPy array (.npy) declares 0 elements, which is none; at least one was expected.",
        "NumPy 数组（.npy）声明有 0 个元素，也就是没有；至少应有一个。",
    );
    refused(
        read(&array("<c8", false, "(1,)", &[0; 8])),
        "The NumPy array (.npy) holds elements of type <c8; b1, i1, i2, i4, i8, u1, u2, u4, u8, f4, f8 were expected.",
        "NumPy 数组（.npy）的元素类型是 <c8，应是 b1, i1, i2, i4, i8, u1, u2, u4, u8, f4, f8。",
    );
    refused(
        read(&npy(4, &npy_header("<f4", false, "(2,)"), &[0; 8])),
        "The NumPy array (.npy) is damaged: its header should give version 1.0, 2.0 or 3.0.",
        "NumPy 数组（.npy）已损坏：文件头里应有版本 1.0、2.0 或 3.0。",
    );
    refused(
        read(&npy(1, "{'descr': '<f4', 'fortran_order': Yes, 'shape': (2,), }", &[0; 8])),
        "The NumPy array (.npy) is damaged: its header should give fortran_order as True or False.",
        "NumPy 数组（.npy）已损坏：文件头里应有值为 True 或 False 的 fortran_order。",
    );
    for (value, name) in [(f32::NAN, "NaN"), (f32::INFINITY, "inf")] {
        let data = [0.0, 0.0, 0.0, 0.0, value, 0.0].map(f32::to_le_bytes).concat();
        refused(
            read(&array("<f4", false, "(2, 3)", &data)),
            &format!(
                "The NumPy array (.npy) holds {name} at [1, 1]; finite numbers between -3.4e38 and 3.4e38 were expected."
            ),
            &format!("NumPy 数组（.npy）在 [1, 1] 处是 {name}，应是 ±3.4e38 之内的有限数。"),
        );
    }
    refused(
        read(&array("<f8", false, "()", &1e300_f64.to_le_bytes())),
        "The NumPy array (.npy) holds 1e300 at []; finite numbers between -3.4e38 and 3.4e38 were expected.",
        "NumPy 数组（.npy）在 [] 处是 1e300，应是 ±3.4e38 之内的有限数。",
    );
}

#[test]
fn any_bytes_are_read_or_refused() {
    let files = [
        array("<f4", false, "(2, 3)", &[0; 24]),
        array(">i2", true, "(3, 2)", &[1; 12]),
        npy(2, &npy_header("|b1", false, "(5,)"), &[1; 5]),
        npy(3, "{'shape': (), 'descr': '<f8', 'fortran_order': False}", &[0; 8]),
    ];
    holds(
        "npy",
        5000,
        &files,
        |_| {},
        |bytes| {
            read(bytes).map(|npy| {
                assert_eq!(npy.shape.iter().product::<usize>(), npy.values.len());
                assert!(npy.values.iter().all(|value| value.is_finite()));
            })
        },
    );
}
