use data::DataError;
use data::image::{Ground, Limits, read};
use data::picture::Picture;
use png::{BitDepth, ColorType};

use super::damage::holds;
use super::{make, refused};

fn picture(bytes: &[u8]) -> Result<Picture, DataError> {
    read(bytes, &Limits::default(), Ground::White)
}

#[test]
fn every_kind_of_point_is_read() {
    let grey = picture(&make::png(2, 2, ColorType::Grayscale, BitDepth::Eight, &[0, 51, 102, 255])).unwrap();
    assert_eq!(grey, Picture { channels: 1, height: 2, width: 2, values: vec![0.0, 0.2, 0.4, 1.0] });
    let rgb = picture(&make::png(2, 1, ColorType::Rgb, BitDepth::Eight, &[255, 0, 51, 0, 102, 255])).unwrap();
    assert_eq!(rgb, Picture { channels: 3, height: 1, width: 2, values: vec![1.0, 0.0, 0.0, 0.4, 0.2, 1.0] });
    let bits = picture(&make::png(3, 1, ColorType::Grayscale, BitDepth::One, &[0b1010_0000])).unwrap();
    assert_eq!(bits.values, [1.0, 0.0, 1.0]);
    let wide = picture(&make::png(1, 1, ColorType::Grayscale, BitDepth::Sixteen, &[0x12, 0x34])).unwrap();
    assert_eq!(wide.values, [f32::from(0x1234_u16) / 65535.0]);
    let alpha = make::png(2, 1, ColorType::GrayscaleAlpha, BitDepth::Eight, &[255, 51, 255, 255]);
    assert_eq!(read(&alpha, &Limits::default(), Ground::Black).unwrap().values, [0.2, 1.0]);
    assert_eq!(picture(&alpha).unwrap().values, [1.0, 1.0]);
    let black = make::png(1, 1, ColorType::Rgba, BitDepth::Eight, &[0, 0, 0, 51]);
    assert_eq!(picture(&black).unwrap().values, [0.8; 3]);
    // Black, red, and green of which a fifth is there.
    let palette = make::png(3, 1, ColorType::Indexed, BitDepth::Two, &[0b0001_1000]);
    let found = read(&palette, &Limits::default(), Ground::Black).unwrap();
    assert_eq!((found.channels, &found.values[..]), (3, &[0.0, 1.0, 0.0, 0.0, 0.0, 0.2, 0.0, 0.0, 0.0][..]));
}

#[test]
fn interlaced_pictures_are_put_together() {
    /// Adam7 as the standard draws it: the pass of each point of a square of eight.
    const PASSES: [[u8; 8]; 8] = [
        [1, 6, 4, 6, 2, 6, 4, 6],
        [7, 7, 7, 7, 7, 7, 7, 7],
        [5, 6, 5, 6, 5, 6, 5, 6],
        [7, 7, 7, 7, 7, 7, 7, 7],
        [3, 6, 4, 6, 3, 6, 4, 6],
        [7, 7, 7, 7, 7, 7, 7, 7],
        [5, 6, 5, 6, 5, 6, 5, 6],
        [7, 7, 7, 7, 7, 7, 7, 7],
    ];
    for (width, height) in [(11, 9), (1, 1), (3, 2), (8, 8), (5, 1)] {
        let mut raw = Vec::new();
        for pass in 1..=7 {
            for y in 0..height {
                let row: Vec<u8> =
                    (0..width).filter(|x| PASSES[y % 8][x % 8] == pass).map(|x| (y * width + x) as u8).collect();
                if !row.is_empty() {
                    raw.push(0);
                    raw.extend(row);
                }
            }
        }
        let found = picture(&make::png_of(width as u32, height as u32, [8, 0, 1], &raw)).unwrap();
        let want: Vec<f32> = (0..width * height).map(|point| point as f32 / 255.0).collect();
        assert_eq!(found.values, want, "{width} × {height}");
    }
}

#[test]
fn each_damage_has_its_sentence() {
    let good = make::png(20, 20, ColorType::Grayscale, BitDepth::Eight, &[7; 400]);
    refused(
        picture(&good[..good.len() - 20]),
        &format!("The PNG picture ends too early, after {} bytes.", good.len() - 20),
        &format!("PNG 图片不完整：到第 {} 字节就断了。", good.len() - 20),
    );
    let mut sum = good.clone();
    sum[30] ^= 1;
    let Err(error) = picture(&sum) else { panic!() };
    assert!(error.en().starts_with("The PNG picture is damaged: CRC error"), "{error}");
    assert!(error.zh().starts_with("PNG 图片已损坏：CRC error"), "{}", error.zh());
    refused(
        picture(&make::png_of(100_000, 100_000, [8, 2, 0], &[0])),
        "The PNG picture declares 100000 × 100000 elements; at most 16000000 are read.",
        "PNG 图片声明有 100000 × 100000 个元素，最多读 16000000 个。",
    );
    refused(
        picture(&make::png_of(4000, 4000, [8, 2, 0], &[0])),
        "The PNG picture ends too early: at least 1938 bytes were expected, but 66 came.",
        "PNG 图片不完整：至少应有 1938 字节，实际只有 66 字节。",
    );
    refused(
        picture(b"GIF89a\x01\0\x01\0"),
        "The file was expected to be: PNG or JPEG picture. It is: a picture in another format.",
        "这里应是 PNG 或 JPEG 图片，这个文件是其他格式的图片。",
    );
    let small = Limits { bytes: 10, ..Limits::default() };
    refused(
        read(&[0; 11], &small, Ground::White),
        "Files up to 10 B are read; this one has 11 B.",
        "文件最大 10 B，这个有 11 B。",
    );
}

#[test]
fn any_bytes_are_read_or_refused() {
    let noise: Vec<u8> = (0..192_u32).map(|i| (i * i * 7) as u8).collect();
    let files = [
        make::png(8, 8, ColorType::Rgb, BitDepth::Eight, &noise),
        make::png(8, 4, ColorType::GrayscaleAlpha, BitDepth::Sixteen, &noise[..128]),
        make::png(12, 4, ColorType::Indexed, BitDepth::Two, &[0x1b & 0x15; 12]),
        make::png_of(3, 2, [8, 0, 1], &[0, 1, 0, 2, 0, 3, 0, 4, 5, 6]),
    ];
    let limits = Limits { bytes: 10_000, points: 4000 };
    for (name, mend) in [("png", false), ("png, sums mended", true)] {
        let mend = |bytes: &mut Vec<u8>| {
            if mend {
                make::mend_png(bytes);
            }
        };
        holds(name, 1500, &files, mend, |bytes| {
            read(bytes, &limits, Ground::Black).map(|found| {
                assert_eq!(found.values.len(), found.channels * found.height * found.width);
                assert!(found.values.iter().all(|value| (0.0..=1.0).contains(value)));
            })
        });
    }
}
