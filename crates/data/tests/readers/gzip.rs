use data::gzip::unpack;

use super::damage::holds;
use super::{make, refused};

#[test]
fn archives_are_unpacked() {
    assert_eq!(unpack(&make::gzip(b"text"), 4).unwrap(), b"text");
    assert_eq!(unpack(&make::gzip(b""), 0).unwrap(), b"");
    let two = [make::gzip(b"two "), make::gzip(b"members")].concat();
    assert_eq!(unpack(&two, 100).unwrap(), b"two members");
}

#[test]
fn each_damage_has_its_sentence() {
    let good = make::gzip(b"a text that is long enough to be cut");
    let mut sum = good.clone();
    let at = sum.len() - 8;
    sum[at] ^= 1;
    refused(
        unpack(&good[..20], 100),
        "The gzip archive ends too early, after 20 bytes.",
        "gzip 压缩文件不完整：到第 20 字节就断了。",
    );
    refused(
        unpack(&sum, 100),
        "The gzip archive is damaged: corrupt gzip stream does not have a matching checksum.",
        "gzip 压缩文件已损坏：corrupt gzip stream does not have a matching checksum。",
    );
    refused(
        unpack(&[&good[..], b"more than ten bytes"].concat(), 100),
        "The gzip archive is damaged: invalid gzip header.",
        "gzip 压缩文件已损坏：invalid gzip header。",
    );
    refused(
        unpack(b"a,b\n1,2\n", 100),
        "The file was expected to be: gzip archive. It is: a table of text (CSV).",
        "这里应是 gzip 压缩文件，这个文件是文本表格（CSV）。",
    );
}

#[test]
fn a_bomb_is_refused_at_its_first_byte_too_many() {
    let bomb = make::gzip(&vec![0; 50_000_000]);
    assert!(bomb.len() < 50_000, "{}", bomb.len());
    let start = std::time::Instant::now();
    refused(
        unpack(&bomb, 1_000_000),
        "The gzip archive unpacks to more than the 1.0 MB that it may.",
        "gzip 压缩文件解压后超过了允许的 1.0 MB。",
    );
    assert!(start.elapsed().as_secs_f32() < 0.5);
    assert_eq!(unpack(&bomb, 50_000_000).unwrap().len(), 50_000_000);
}

#[test]
fn any_bytes_are_unpacked_or_refused() {
    let files = [make::gzip(b""), make::gzip(b"some text, some text, and some more"), make::gzip(&[7; 5000])];
    holds("gzip", 5000, &files, |_| {}, |bytes| unpack(bytes, 10_000).map(|found| assert!(found.len() <= 10_000)));
}
