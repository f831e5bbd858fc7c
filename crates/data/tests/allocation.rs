//! How much memory readers take, whatever the bytes are: a counting allocator measures the most that is live at once.
//!
//! The bound: 4 × max(file, what it declares and is allowed) and a fixed allowance, written at each reader.
#![cfg(not(target_family = "wasm"))]
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests stop at the first surprise and say what they measured"
)]

#[path = "readers/make.rs"]
#[allow(dead_code, reason = "the readers' own tests use the rest")]
mod make;

use data::image::{Ground, Limits};
use data::random::Random;
use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const KIB: usize = 1 << 10;

/// The most bytes live during `read` beyond those live before.
fn peak<T>(read: impl FnOnce() -> T) -> (usize, T) {
    HEAP.reset_peak_usage();
    let before = HEAP.current_usage();
    let found = read();
    (HEAP.peak_usage() - before, found)
}

/// The worst file of a reader so far: how much of its bound it took.
struct Worst {
    name: &'static str,
    files: usize,
    share: f64,
    what: String,
}

impl Worst {
    fn of(name: &'static str) -> Self {
        Self { name, files: 0, share: 0.0, what: String::new() }
    }

    /// Asserts peak ≤ 4 × max(file, allowed) + allowance.
    fn holds<T, E>(&mut self, what: &str, sizes: [usize; 3], read: impl FnOnce() -> Result<T, E>) {
        let [file, allowed, allowance] = sizes;
        let (peak, found) = peak(|| read().is_ok());
        let bound = 4 * file.max(allowed) + allowance;
        let took = format!("{what}: {file} bytes in, {peak} live of {bound}, read: {found}");
        assert!(peak <= bound, "{}: {took}", self.name);
        self.files += 1;
        let share = peak as f64 / bound as f64;
        if share > self.share {
            (self.share, self.what) = (share, took);
        }
    }

    fn say(&self) {
        eprintln!(
            "{}: {} files; the worst took {:.0} % of its bound: {}",
            self.name,
            self.files,
            self.share * 100.0,
            self.what
        );
    }
}

/// Damaged copies of a file: cut, turned over, with numbers that lie.
fn damaged(file: &[u8], count: u64) -> impl Iterator<Item = Vec<u8>> {
    (0..count).map(|index| {
        let mut random = Random::of(5, index);
        let mut bytes = file.to_vec();
        let at = random.below(bytes.len().min(200));
        match index % 4 {
            0 => bytes.truncate(random.below(file.len())),
            1 => bytes[at] ^= 1 << random.below(8),
            2 => bytes.iter_mut().skip(at).take(4).for_each(|byte| *byte = 0xFF),
            _ => bytes.iter_mut().skip(at).take(2).for_each(|byte| *byte = 0x10),
        }
        bytes
    })
}

fn gzip_and_idx() {
    let mut worst = Worst::of("gzip");
    let zeros = make::gzip(&vec![0; 4_000_000]);
    for most in [0, 1, 1000, 65_537, 1_000_000, 3_999_999, 4_000_000, 64_000_000] {
        worst.holds("zeros", [zeros.len(), most, 256 * KIB], || data::gzip::unpack(&zeros, most));
    }
    // A header whose name and comment fill the file.
    let named = [&[0x1F, 0x8B, 8, 0x18, 0, 0, 0, 0, 0, 3][..], &[b'a'; 60_000], &[0], &[b'b'; 60_000], &[0]].concat();
    worst.holds("long name", [named.len(), 0, 256 * KIB], || data::gzip::unpack(&named, 0));
    for bytes in damaged(&zeros, 60) {
        worst.holds("damaged", [bytes.len(), 100_000, 256 * KIB], || data::gzip::unpack(&bytes, 100_000));
    }
    worst.say();

    let mut worst = Worst::of("idx");
    let plain = make::idx(8, &[100, 28, 28], &vec![7; 78_400]);
    let packed = make::gzip(&plain);
    // Declares nearly all that is allowed and holds nothing, or declares little and holds much.
    let lie = make::idx(8, &[63_999, 1000], &[]);
    let bomb = make::gzip(&[make::idx(8, &[10], &[]), vec![0; 4_000_000]].concat());
    worst.holds("plain", [plain.len(), 0, 256 * KIB], || data::idx::read(&plain));
    worst.holds("packed", [packed.len(), 78_400, 256 * KIB], || data::idx::read(&packed));
    worst.holds("lie", [lie.len(), 0, 256 * KIB], || data::idx::read(&lie));
    let lie = make::gzip(&lie);
    worst.holds("packed lie", [lie.len(), 0, 256 * KIB], || data::idx::read(&lie));
    worst.holds("bomb", [bomb.len(), 10, 256 * KIB], || data::idx::read(&bomb));
    let full = make::gzip(&[make::idx(8, &[4_000_000], &[]), vec![0; 4_000_000]].concat());
    worst.holds("full", [full.len(), 4_000_000, 256 * KIB], || data::idx::read(&full));
    for bytes in damaged(&plain, 60).chain(damaged(&packed, 60)) {
        worst.holds("damaged", [bytes.len(), 78_400, 256 * KIB], || data::idx::read(&bytes));
    }
    worst.say();
}

fn npy() {
    let mut worst = Worst::of("npy");
    for (kind, width) in [("|u1", 1), ("<f4", 4), (">f8", 8)] {
        let header = make::npy_header(kind, true, "(1000, 30)");
        let file = make::npy(1, &header, &vec![0; 30_000 * width]);
        worst.holds(kind, [file.len(), 0, 256 * KIB], || data::npy::read(&file));
        for bytes in damaged(&file, 60) {
            worst.holds("damaged", [bytes.len(), 0, 256 * KIB], || data::npy::read(&bytes));
        }
        let lie = make::npy(1, &make::npy_header(kind, false, "(4000, 4000)"), &[0; 8]);
        worst.holds("lie", [lie.len(), 0, 256 * KIB], || data::npy::read(&lie));
    }
    let long = make::npy(2, &format!("{{'descr': '{}", "<".repeat(60_000)), &[]);
    worst.holds("long name", [long.len(), 0, 256 * KIB], || data::npy::read(&long));
    let many = make::npy(2, &make::npy_header("<f4", false, &format!("({})", "1,".repeat(30_000))), &[0; 4]);
    worst.holds("many axes", [many.len(), 0, 256 * KIB], || data::npy::read(&many));
    worst.say();
}

fn pictures() {
    let mut worst = Worst::of("image");
    let limits = Limits::default();
    let mut holds = |what: &str, bytes: &[u8], points: usize| {
        // Damaged sides declare more points, up to the limit.
        let limits = Limits { points: points.max(1), ..limits };
        let sizes = [bytes.len(), points * 12, 1024 * KIB];
        worst.holds(what, sizes, || data::image::read(bytes, &limits, Ground::White));
    };
    let black = vec![0; 3_000_000];
    let png = make::png(1000, 1000, png::ColorType::Rgb, png::BitDepth::Eight, &black);
    let wide = make::png(500, 500, png::ColorType::Rgba, png::BitDepth::Sixteen, &black[..2_000_000]);
    let line = make::png(1_000_000, 1, png::ColorType::Grayscale, png::BitDepth::Eight, &black[..1_000_000]);
    holds("png", &png, 1_000_000);
    holds("png of 16 bits", &wide, 250_000);
    holds("png of one row", &line, 1_000_000);
    holds("png that lies", &make::png_of(1000, 1000, [8, 2, 0], &[0]), 1_000_000);
    holds("png interlaced that lies", &make::png_of(300, 300, [8, 6, 1], &[0]), 90_000);
    // Text, profiles and unknown chunks that unpack to much or are long.
    let zeros = {
        use std::io::Write as _;
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(&vec![0; 10_000_000]).unwrap();
        packed.finish().unwrap()
    };
    for (kind, head) in [(b"iCCP", &b"p\0\0"[..]), (b"zTXt", b"k\0\0"), (b"iTXt", b"k\0\x01\0\0\0"), (b"abCd", b"")] {
        let chunk = make::chunk(kind, &[head, &zeros].concat());
        let bytes = [&png[..33], &chunk, &png[33..]].concat();
        holds("png with a bomb of a chunk", &bytes, 1_000_000);
    }
    for bytes in damaged(&png, 60) {
        holds("damaged png", &bytes, 1_000_000);
        let mut mended = bytes.clone();
        make::mend_png(&mut mended);
        holds("damaged png with sums", &mended, 1_000_000);
    }
    for progressive in [false, true] {
        let jpeg = make::jpeg(make::Jpeg::Large, progressive);
        holds("jpeg", &jpeg, 240_000);
        holds("turned jpeg", &make::oriented(&jpeg, 6), 240_000);
        for bytes in damaged(&jpeg, 30) {
            holds("damaged jpeg", &bytes, 1_000_000);
        }
    }
    let grey = make::jpeg(make::Jpeg::Grey, true);
    worst.holds("grey jpeg", [grey.len(), 4 * 777, 1024 * KIB], || data::image::read(&grey, &limits, Ground::White));
    worst.say();
}

/// One test, so that no other thread allocates meanwhile.
#[test]
fn no_reader_takes_more_than_it_says() {
    gzip_and_idx();
    npy();
    pictures();
    text_and_tables();
}

fn text_and_tables() {
    let mut worst = Worst::of("text");
    let words = "word 词 ".repeat(20_000);
    let utf16: Vec<u8> = "\u{feff}".encode_utf16().chain(words.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let gb = b"\xB3\xC7\xCA\xD0 ".repeat(20_000);
    for file in [words.as_bytes(), &utf16, &gb] {
        worst.holds("whole", [file.len(), 0, 64 * KIB], || data::text::decode(file));
        for bytes in damaged(file, 50) {
            worst.holds("damaged", [bytes.len(), 0, 64 * KIB], || data::text::decode(&bytes));
        }
    }
    worst.say();

    let mut worst = Worst::of("weights");
    let entry = |name: usize| {
        format!("\"{name}\":{{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[{},{}]}}", 2 * name, 2 * name + 2)
    };
    let tensors = (0..1000).map(entry).collect::<Vec<_>>().join(",");
    let numbers = format!("\"a\":[{}]", vec!["0"; 16_000].join(","));
    let one = "\"a\":{\"dtype\":\"F16\",\"shape\":[600000],\"data_offsets\":[0,1200000]}".to_owned();
    let shared = (0..1000).map(|name| one.replace("\"a\"", &format!("\"{name}\""))).collect::<Vec<_>>().join(",");
    for (what, header) in [("tensors", tensors), ("numbers", numbers), ("one", one), ("shared", shared)] {
        let length = (header.len() as u64 + 2).to_le_bytes();
        let file = [&length[..], b"{", header.as_bytes(), b"}", &[0; 1_200_000]].concat();
        let small = &file[..file.len() - 1_198_000];
        for bytes in [&file[..], small] {
            worst.holds(what, [bytes.len(), 1024 * KIB, 256 * KIB], || data::weights::read(bytes));
            for bytes in damaged(bytes, 20) {
                worst.holds("damaged", [bytes.len(), 1024 * KIB, 256 * KIB], || data::weights::read(&bytes));
            }
        }
    }
    worst.say();
    tables();
}

/// 4 × (text + 8 × (cells + rows)) bytes and 3 MiB; what is refused counts no cell.
fn tables() {
    let mut worst = Worst::of("table");
    let rows = |count: usize, row: &dyn Fn(usize) -> String| (0..count).map(|i| row(i) + "\n").collect::<String>();
    let wide = |count: usize, cell: &dyn Fn(usize) -> String| (0..count).map(cell).collect::<Vec<_>>().join(",");
    let tables = [
        ("numbers", rows(60_000, &|_| "1".into())),
        ("missing", "a,b,c,d,e,f,g,h\n".to_owned() + &rows(20_000, &|_| ",,,,,,,".into())),
        ("words", rows(60_000, &|i| format!("w{i:x}"))),
        ("short words", rows(1500, &|i| wide(64, &|j| format!("{:x}", i * 64 + j)))),
        ("wide words", rows(100, &|i| wide(1000, &|j| format!("{:x}", i * 1000 + j)))),
        ("words of three bytes", rows(60_000, &|i| char::from_u32(0x4e00 + i as u32 % 20_000).unwrap().to_string())),
        ("few words", rows(60_000, &|i| if i % 2 == 0 { "usa".into() } else { "japan".into() })),
        ("long words", rows(1000, &|i| format!("{}{i}", "x".repeat(900)))),
        ("a long cell", format!("a\n\"{}\"\n", "x".repeat(1_000_000))),
        ("a long name of many words", format!("{}\n1\n", "a ".repeat(500_000))),
        ("unclosed", format!("a\n\"{}", "1,2\n".repeat(1_000_000))),
        ("commas", ",".repeat(1_000_000)),
        ("commas below", format!("a,b\n1,2\n{}", ",".repeat(1_000_000))),
        ("marks", "\"".repeat(1_000_000)),
    ];
    for (what, text) in tables {
        let utf16: Vec<u8> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for bytes in [text.as_bytes().to_vec(), utf16] {
            let found = data::table::read(&bytes, &data::table::Limits::default());
            let counted = found.map_or(0, |table| table.rows() * (table.columns().len() + 1));
            worst.holds(what, [0, text.len().max(bytes.len()) + 8 * counted, 3072 * KIB], || {
                data::table::read(&bytes, &data::table::Limits::default())
            });
        }
    }
    worst.say();
}
