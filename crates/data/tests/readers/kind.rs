use data::{Kind, Looks, kind};

use super::{make, shared};

#[test]
fn files_are_known_by_their_first_bytes() {
    let long = format!("{}🙂", "词".repeat(2000));
    // The sample ends within a pair.
    let pairs: Vec<u8> =
        "\u{feff}".encode_utf16().chain("🙂".repeat(2000).encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for (bytes, want) in [
        (pairs, Kind::Text),
        (b"".to_vec(), Kind::Empty),
        (b"a,b\n1,2\n3,4\n".to_vec(), Kind::Table),
        (b"x\n1\n2\n".to_vec(), Kind::Table),
        (b"# Notes\n\nSome text, with a comma.\nAnd more.\n".to_vec(), Kind::Text),
        (b"one line".to_vec(), Kind::Text),
        (long.into_bytes(), Kind::Text),
        (b"# \xCC\xDD\xB6\xC8\n".to_vec(), Kind::Text),
        (b"\xFF\xFEa\0".to_vec(), Kind::Text),
        (make::png(1, 1, png::ColorType::Grayscale, png::BitDepth::Eight, &[0]), Kind::Png),
        (make::jpeg(make::Jpeg::Grey, false), Kind::Jpeg),
        (make::idx(8, &[1], &[0]), Kind::Idx),
        (make::idx(0x0D, &[1, 1], &[0; 4]), Kind::Idx),
        (make::gzip(&make::idx(8, &[1], &[0])), Kind::Idx),
        (make::gzip(b"a,b\n1,2\n"), Kind::Other(Looks::Gzip)),
        (make::npy(1, &make::npy_header("<f4", false, "(1,)"), &[0; 4]), Kind::Npy),
        (data::weights::write(&[], &[]).unwrap(), Kind::Safetensors),
        (b"GIF89a".to_vec(), Kind::Other(Looks::Picture)),
        (b"%PDF-1.4".to_vec(), Kind::Other(Looks::Pdf)),
        (b"<!doctype html>".to_vec(), Kind::Other(Looks::Html)),
        (b"\x7FELF\x02\x01\x01\0\xFF\xFF".to_vec(), Kind::Other(Looks::Unknown)),
    ] {
        assert_eq!(kind(&bytes), want, "{:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(20)]));
    }
    for (name, want) in [
        ("iris.csv", Kind::Table),
        ("penguins.csv", Kind::Table),
        ("tinyshakespeare.txt", Kind::Text),
        ("mnist-2k-images-idx3-ubyte.gz", Kind::Idx),
    ] {
        let Some(bytes) = shared(name) else { return };
        assert_eq!(kind(&bytes), want, "{name}");
    }
}
