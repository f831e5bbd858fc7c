use data::DataError;
use data::image::{Ground, Limits, read};
use data::picture::Picture;

use super::damage::holds;
use super::make::Jpeg;
use super::{make, refused};

fn picture(bytes: &[u8]) -> Result<Picture, DataError> {
    read(bytes, &Limits::default(), Ground::White)
}

#[test]
fn pictures_are_read_to_within_what_jpeg_loses() {
    for progressive in [false, true] {
        let large = picture(&make::jpeg(Jpeg::Large, progressive)).unwrap();
        assert_eq!((large.channels, large.height, large.width), (3, 400, 600));
        let found = picture(&make::jpeg(Jpeg::Colour, progressive)).unwrap();
        assert_eq!((found.channels, found.height, found.width), (3, 21, 37));
        let grey = picture(&make::jpeg(Jpeg::Grey, progressive)).unwrap();
        assert_eq!((grey.channels, grey.height, grey.width), (1, 21, 37));
        for (at, value) in found.values.iter().enumerate() {
            let (channel, y, x) = (at / 777, at % 777 / 37, at % 37);
            let want = [x as f32 / 37.0, y as f32 / 21.0, 1.0 - x as f32 / 37.0][channel];
            assert!((value - want).abs() < 0.05, "{channel} {y} {x}: {value}, {want} expected");
            if channel == 0 {
                assert!((grey.values[at] - want).abs() < 0.03, "grey {y} {x}: {}", grey.values[at]);
            }
        }
    }
}

#[test]
fn pictures_stand_as_the_camera_was_held() {
    let flat = make::jpeg(Jpeg::Colour, false);
    let upright = picture(&flat).unwrap();
    // Where the upper left corner and its right neighbour come to lie.
    for (orientation, sides, corner) in [
        (1, (21, 37), (0, 0)),
        (2, (21, 37), (0, 36)),
        (3, (21, 37), (20, 36)),
        (4, (21, 37), (20, 0)),
        (5, (37, 21), (0, 0)),
        (6, (37, 21), (0, 20)),
        (7, (37, 21), (36, 20)),
        (8, (37, 21), (36, 0)),
        (9, (21, 37), (0, 0)),
    ] {
        let found = picture(&make::oriented(&flat, orientation)).unwrap();
        assert_eq!((found.height, found.width), sides, "{orientation}");
        assert_eq!(found.values[corner.0 * found.width + corner.1], upright.values[0], "{orientation}");
        let mut sorted = [found.values.clone(), upright.values.clone()];
        sorted.iter_mut().for_each(|values| values.sort_by(f32::total_cmp));
        assert_eq!(sorted[0], sorted[1], "{orientation}: no point is lost");
    }
}

#[test]
fn each_damage_has_its_sentence() {
    for progressive in [false, true] {
        let good = make::jpeg(Jpeg::Colour, progressive);
        for part in [3, 30, good.len() / 2, good.len() - 30, good.len() - 1] {
            refused(
                picture(&good[..part]),
                &format!("The JPEG picture ends too early, after {part} bytes."),
                &format!("JPEG 图片不完整：到第 {part} 字节就断了。"),
            );
        }
        let at = good.windows(2).position(|two| two[0] == 0xFF && matches!(two[1], 0xC0 | 0xC2)).unwrap();
        let sides = |height: [u8; 2], width: [u8; 2]| {
            let mut bytes = good.clone();
            bytes[at + 5..at + 7].copy_from_slice(&height);
            bytes[at + 7..at + 9].copy_from_slice(&width);
            bytes
        };
        refused(
            picture(&sides([255, 255], [255, 255])),
            "The JPEG picture declares 65535 × 65535 elements; at most 16000000 are read.",
            "JPEG 图片声明有 65535 × 65535 个元素，最多读 16000000 个。",
        );
        refused(
            picture(&sides([0, 8], [0, 0])),
            "The JPEG picture declares 0 × 0 elements, which is none; at least one was expected.",
            "JPEG 图片声明有 0 × 0 个元素，也就是没有；至少应有一个。",
        );
    }
}

#[test]
fn any_bytes_are_read_or_refused() {
    let files = [
        make::jpeg(Jpeg::Tiny, false),
        make::jpeg(Jpeg::Tiny, true),
        make::jpeg(Jpeg::Grey, false),
        make::oriented(&make::jpeg(Jpeg::Grey, true), 6),
    ];
    let limits = Limits { bytes: 10_000, points: 4000 };
    holds(
        "jpeg",
        1500,
        &files,
        |_| {},
        |bytes| {
            read(bytes, &limits, Ground::Black).map(|found| {
                assert_eq!(found.values.len(), found.channels * found.height * found.width);
                assert!(found.values.iter().all(|value| (0.0..=1.0).contains(value)));
            })
        },
    );
}
