//! A contact sheet: many items beside each other, in the docs as they come out of the code of today.

use std::fs;
use std::path::Path;

use data::picture::Picture;

/// Writes `pictures`, all of one size, `columns` a row with a gap of two pixels, each pixel `scale` pixels wide, to
/// `artifacts/data/NAME.png`, and compares the sheet with `crates/data/sheets/NAME.png`, which the docs show. Where that is
/// meant to change, `GRASP_BLESS=1` writes it anew.
pub(crate) fn check(name: &str, columns: usize, scale: usize, pictures: &[Picture]) {
    let first = &pictures[0];
    let rows = pictures.len().div_ceil(columns);
    let (cell_w, cell_h) = (first.width * scale + 2, first.height * scale + 2);
    let (width, height) = (columns * cell_w + 2, rows * cell_h + 2);
    let mut rgb = vec![0x80_u8; width * height * 3];
    for (index, picture) in pictures.iter().enumerate() {
        assert_eq!((picture.width, picture.height, picture.channels), (first.width, first.height, first.channels));
        let (left, top) = (2 + index % columns * cell_w, 2 + index / columns * cell_h);
        for y in 0..picture.height * scale {
            for x in 0..picture.width * scale {
                for c in 0..3 {
                    let plane = c.min(picture.channels - 1) * picture.height * picture.width;
                    let value = picture.values[plane + y / scale * picture.width + x / scale];
                    assert!((0.0..=1.0).contains(&value), "{name} {index}: {value} at ({x}, {y})");
                    rgb[((top + y) * width + left + x) * 3 + c] = (value * 255.0).round() as u8;
                }
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let artifacts = root.join("../../artifacts/data");
    fs::create_dir_all(&artifacts).unwrap();
    let made = artifacts.join(format!("{name}.png"));
    write(&made, width, height, &rgb);
    let kept = root.join("sheets").join(format!("{name}.png"));
    if std::env::var_os("GRASP_BLESS").is_some() {
        fs::copy(&made, &kept).unwrap();
    }
    assert!(
        kept.is_file() && fs::read(&made).unwrap() == fs::read(&kept).unwrap(),
        "{} is not what the docs show: look at it, then GRASP_BLESS=1",
        made.display()
    );
}

fn write(path: &Path, width: usize, height: usize, rgb: &[u8]) {
    let mut encoder = png::Encoder::new(fs::File::create(path).unwrap(), width as u32, height as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::High);
    encoder.write_header().unwrap().write_image_data(rgb).unwrap();
}
