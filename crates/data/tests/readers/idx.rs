use data::idx::{Idx, read};

use super::damage::holds;
use super::{make, refused, shared};

#[test]
fn arrays_are_read_packed_or_not() {
    let file = make::idx(8, &[2, 2, 3], &[0, 51, 102, 153, 204, 255, 1, 2, 3, 4, 5, 6]);
    let want = Idx { shape: vec![2, 2, 3], bytes: vec![0, 51, 102, 153, 204, 255, 1, 2, 3, 4, 5, 6] };
    assert_eq!(read(&file), Ok(want.clone()));
    assert_eq!(read(&make::gzip(&file)), Ok(want.clone()));
    let picture = want.picture(0).unwrap();
    assert_eq!((picture.channels, picture.height, picture.width), (1, 2, 3));
    assert_eq!(picture.values, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]);
    assert!(want.picture(1).is_some() && want.picture(2).is_none());
    let labels = read(&make::idx(8, &[3], &[7, 1, 9])).unwrap();
    assert_eq!((labels.shape.as_slice(), labels.bytes.as_slice()), (&[3][..], &[7, 1, 9][..]));
    assert!(labels.picture(0).is_none());
}

#[test]
fn each_damage_has_its_sentence() {
    let file = make::idx(8, &[2, 3], &[1, 2, 3, 4, 5, 6]);
    for packed in [false, true] {
        let read = |bytes: &[u8]| if packed { read(&make::gzip(bytes)) } else { read(bytes) };
        refused(
            read(&file[..15]),
            "The IDX file ends too early: at least 18 bytes were expected, but 15 came.",
            "IDX 文件不完整：至少应有 18 字节，实际只有 15 字节。",
        );
        refused(
            read(&file[..7]),
            "The IDX file ends too early: at least 12 bytes were expected, but 7 came.",
            "IDX 文件不完整：至少应有 12 字节，实际只有 7 字节。",
        );
        refused(
            read(&make::idx(8, &[65536, 65536], &[])),
            "The IDX file declares 65536 × 65536 elements; at most 64000000 are read.",
            "IDX 文件声明有 65536 × 65536 个元素，最多读 64000000 个。",
        );
        refused(
            read(&make::idx(8, &[u32::MAX; 8], &[])),
            "The IDX file declares 4294967295 × 4294967295 × 4294967295 × 4294967295 × 4294967295 × 4294967295 × … \
             elements; at most 64000000 are read.",
            "IDX 文件声明有 4294967295 × 4294967295 × 4294967295 × 4294967295 × 4294967295 × 4294967295 × … 个元素，\
             最多读 64000000 个。",
        );
        refused(
            read(&make::idx(8, &[0, 28, 28], &[])),
            "The IDX file declares 0 × 28 × 28 elements, which is none; at least one was expected.",
            "IDX 文件声明有 0 × 28 × 28 个元素，也就是没有；至少应有一个。",
        );
        refused(
            read(&make::idx(0x0D, &[1], &[0; 4])),
            "The IDX file holds elements of type float32 (0x0D); uint8 (0x08) were expected.",
            "IDX 文件的元素类型是 float32 (0x0D)，应是 uint8 (0x08)。",
        );
    }
    refused(
        read(&[&file[..], &[9]].concat()),
        "The IDX file declares 18 bytes, but more come. Perhaps its header is damaged.",
        "IDX 文件声明有 18 字节，后面却还有内容。可能是文件头坏了。",
    );
    refused(
        read(&make::gzip(&[&file[..], &[9]].concat())),
        "The gzip archive unpacks to more than the 18 B that it may.",
        "gzip 压缩文件解压后超过了允许的 18 B。",
    );
    refused(
        read(b"\x89PNG\r\n\x1a\n"),
        "The file was expected to be: IDX file. It is: a PNG picture.",
        "这里应是 IDX 文件，这个文件是 PNG 图片。",
    );
    refused(
        read(b""),
        "The file was expected to be: IDX file. It is: an empty file.",
        "这里应是 IDX 文件，这个文件是空的。",
    );
    refused(
        read(&vec![0; data::idx::MOST_BYTES + 1]),
        "Files up to 67 MB are read; this one has 67 MB.",
        "文件最大 67 MB，这个有 67 MB。",
    );
}

#[test]
fn mnist_is_read() {
    let Some(pictures) = shared("mnist-2k-images-idx3-ubyte.gz") else { return };
    let labels = shared("mnist-2k-labels-idx1-ubyte.gz").unwrap();
    let (pictures, labels) = (read(&pictures).unwrap(), read(&labels).unwrap());
    assert_eq!((pictures.shape.as_slice(), labels.shape.as_slice()), (&[2000, 28, 28][..], &[2000][..]));
    assert!(labels.bytes.iter().all(|label| *label < 10));
    let mean = pictures.bytes.iter().map(|byte| f64::from(*byte)).sum::<f64>() / (255.0 * 1_568_000.0);
    assert!((0.12..0.14).contains(&mean), "{mean}");
}

#[test]
fn any_bytes_are_read_or_refused() {
    let file = make::idx(8, &[3, 4, 5], &[200; 60]);
    let files = [file.clone(), make::idx(8, &[7], &[1; 7]), make::gzip(&file)];
    holds(
        "idx",
        5000,
        &files,
        |_| {},
        |bytes| {
            read(bytes).map(|idx| {
                assert_eq!(idx.shape.iter().product::<usize>(), idx.bytes.len());
                assert!(!idx.bytes.is_empty());
            })
        },
    );
}
