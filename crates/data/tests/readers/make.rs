//! Files built for the tests.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

/// Packed by gzip.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// IDX of this type, with these sides and elements.
pub(crate) fn idx(kind: u8, sides: &[u32], elements: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0, 0, kind, sides.len() as u8];
    bytes.extend(sides.iter().flat_map(|side| side.to_be_bytes()));
    bytes.extend_from_slice(elements);
    bytes
}

/// NPY of this version with this header, padded as NumPy pads it, and these elements.
pub(crate) fn npy(version: u8, header: &str, elements: &[u8]) -> Vec<u8> {
    let before = if version == 1 { 10 } else { 12 };
    let length = (before + header.len() + 1).next_multiple_of(64) - before;
    let mut bytes = b"\x93NUMPY".to_vec();
    bytes.extend([version, 0]);
    if version == 1 {
        bytes.extend((length as u16).to_le_bytes());
    } else {
        bytes.extend((length as u32).to_le_bytes());
    }
    bytes.extend(header.bytes());
    bytes.resize(before + length - 1, b' ');
    bytes.push(b'\n');
    bytes.extend_from_slice(elements);
    bytes
}

/// The header that NumPy writes.
pub(crate) fn npy_header(kind: &str, fortran: bool, shape: &str) -> String {
    let order = if fortran { "True" } else { "False" };
    format!("{{'descr': '{kind}', 'fortran_order': {order}, 'shape': {shape}, }}")
}

/// PNG of these sides, with raw rows, filtered not at all.
pub(crate) fn png(width: u32, height: u32, colour: png::ColorType, depth: png::BitDepth, raw: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(colour);
    encoder.set_depth(depth);
    if colour == png::ColorType::Indexed {
        encoder.set_palette(vec![0, 0, 0, 255, 0, 0, 0, 255, 0, 255, 255, 255]);
        encoder.set_trns(vec![255, 255, 51]);
    }
    encoder.write_header().unwrap().write_image_data(raw).unwrap();
    bytes
}

/// A chunk of PNG: length, type, data, checksum.
pub(crate) fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(kind);
    crc.update(data);
    [&(data.len() as u32).to_be_bytes()[..], kind, data, &crc.sum().to_be_bytes()].concat()
}

/// PNG of chunks by hand: what no encoder writes.
pub(crate) fn png_of(width: u32, height: u32, depth_colour_interlaced: [u8; 3], raw: &[u8]) -> Vec<u8> {
    let [depth, colour, interlaced] = depth_colour_interlaced;
    let sides = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let header = [&sides[..], &[depth, colour, 0, 0, interlaced]].concat();
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), Compression::best());
    packed.write_all(raw).unwrap();
    let data = packed.finish().unwrap();
    [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &header), &chunk(b"IDAT", &data), &chunk(b"IEND", &[])].concat()
}

/// Gives every chunk that still has a length its checksum, so that damage gets past it.
pub(crate) fn mend_png(bytes: &mut [u8]) {
    let mut at = 8;
    while let Some(length) = bytes.get(at..at + 4) {
        let length = u32::from_be_bytes(length.try_into().unwrap()) as usize;
        let end = at + 8 + length;
        let Some(data) = bytes.get(at + 4..end) else { return };
        let mut crc = flate2::Crc::new();
        crc.update(data);
        let Some(slot) = bytes.get_mut(end..end + 4) else { return };
        slot.copy_from_slice(&crc.sum().to_be_bytes());
        at = end + 4;
    }
}

/// A smooth picture as JPEG of quality 95, whose red grows to the right from 0, green downwards, and blue is 1 − red; grey: red
/// alone. The encoder that made them has a licence of its own, so they are kept as they came out of it.
pub(crate) fn jpeg(name: Jpeg, progressive: bool) -> Vec<u8> {
    let bytes: &[u8] = match (name, progressive) {
        (Jpeg::Colour, false) => include_bytes!("pictures/colour.jpg"),
        (Jpeg::Colour, true) => include_bytes!("pictures/colour-progressive.jpg"),
        (Jpeg::Grey, false) => include_bytes!("pictures/grey.jpg"),
        (Jpeg::Grey, true) => include_bytes!("pictures/grey-progressive.jpg"),
        (Jpeg::Tiny, false) => include_bytes!("pictures/tiny.jpg"),
        (Jpeg::Tiny, true) => include_bytes!("pictures/tiny-progressive.jpg"),
        (Jpeg::Large, false) => include_bytes!("pictures/large.jpg"),
        (Jpeg::Large, true) => include_bytes!("pictures/large-progressive.jpg"),
    };
    bytes.to_vec()
}

/// The JPEGs, each of one scan and progressive.
#[derive(Clone, Copy)]
pub(crate) enum Jpeg {
    /// 37 × 21 points.
    Colour,
    /// 37 × 21 points.
    Grey,
    /// 9 × 7 coloured points.
    Tiny,
    /// 600 × 400 coloured points.
    Large,
}

/// A JPEG with an orientation in its EXIF, behind the first two bytes.
pub(crate) fn oriented(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let tiff = [&b"MM\0\x2A\0\0\0\x08\0\x01"[..], &[1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0], &[0; 4]].concat();
    let exif = [&b"Exif\0\0"[..], &tiff].concat();
    let length = (exif.len() as u16 + 2).to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xE1], &length, &exif, &jpeg[2..]].concat()
}
