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
    let zeros = make::gzip(&vec![0; 20_000_000]);
    for most in [0, 1, 1000, 65_537, 1_000_000, 19_999_999, 20_000_000, 64_000_000] {
        worst.holds("zeros", [zeros.len(), most, 256 * KIB], || data::gzip::unpack(&zeros, most));
    }
    // A header whose name and comment fill the file.
    let named = [&[0x1F, 0x8B, 8, 0x18, 0, 0, 0, 0, 0, 3][..], &[b'a'; 60_000], &[0], &[b'b'; 60_000], &[0]].concat();
    worst.holds("long name", [named.len(), 0, 256 * KIB], || data::gzip::unpack(&named, 0));
    for bytes in damaged(&zeros, 200) {
        worst.holds("damaged", [bytes.len(), 100_000, 256 * KIB], || data::gzip::unpack(&bytes, 100_000));
    }
    worst.say();

    let mut worst = Worst::of("idx");
    let plain = make::idx(8, &[100, 28, 28], &vec![7; 78_400]);
    let packed = make::gzip(&plain);
    // Declares nearly all that is allowed and holds nothing, or declares little and holds much.
    let lie = make::idx(8, &[63_999, 1000], &[]);
    let bomb = make::gzip(&[make::idx(8, &[10], &[]), vec![0; 20_000_000]].concat());
    worst.holds("plain", [plain.len(), 0, 256 * KIB], || data::idx::read(&plain));
    worst.holds("packed", [packed.len(), 78_400, 256 * KIB], || data::idx::read(&packed));
    worst.holds("lie", [lie.len(), 0, 256 * KIB], || data::idx::read(&lie));
    let lie = make::gzip(&lie);
    worst.holds("packed lie", [lie.len(), 0, 256 * KIB], || data::idx::read(&lie));
    worst.holds("bomb", [bomb.len(), 10, 256 * KIB], || data::idx::read(&bomb));
    let full = make::gzip(&[make::idx(8, &[20_000_000], &[]), vec![0; 20_000_000]].concat());
    worst.holds("full", [full.len(), 20_000_000, 256 * KIB], || data::idx::read(&full));
    for bytes in damaged(&plain, 200).chain(damaged(&packed, 200)) {
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
        for bytes in damaged(&file, 200) {
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
    holds("png that lies", &make::png_of(4000, 4000, [8, 2, 0], &[0]), 0);
    holds("png interlaced that lies", &make::png_of(300, 300, [8, 6, 1], &[0]), 90_000);
    // Text, profiles and unknown chunks that unpack to much or are long.
    let zeros = {
        use std::io::Write as _;
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(&vec![0; 50_000_000]).unwrap();
        packed.finish().unwrap()
    };
    for (kind, head) in [(b"iCCP", &b"p\0\0"[..]), (b"zTXt", b"k\0\0"), (b"iTXt", b"k\0\x01\0\0\0"), (b"abCd", b"")] {
        let chunk = make::chunk(kind, &[head, &zeros].concat());
        let bytes = [&png[..33], &chunk, &png[33..]].concat();
        holds("png with a bomb of a chunk", &bytes, 1_000_000);
    }
    for bytes in damaged(&png, 200) {
        holds("damaged png", &bytes, 1_000_000);
        let mut mended = bytes.clone();
        make::mend_png(&mut mended);
        holds("damaged png with sums", &mended, 4_000_000);
    }
    for progressive in [false, true] {
        let jpeg = make::jpeg(800, 600, false, progressive);
        holds("jpeg", &jpeg, 480_000);
        holds("turned jpeg", &make::oriented(&jpeg, 6), 480_000);
        for bytes in damaged(&jpeg, 100) {
            // Sides that are damaged to larger ones are declared as well.
            holds("damaged jpeg", &bytes, limits.points.min(bytes.len() * 8192));
        }
    }
    let grey = make::jpeg(2000, 2000, true, true);
    worst.holds("grey jpeg", [grey.len(), 4 * 4_000_000, 1024 * KIB], || {
        data::image::read(&grey, &limits, Ground::White)
    });
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

/// Text takes at most 4 × file. A table takes more than its file: see `data::table`.
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

    let tables = [
        ("numbers", "1\n".repeat(100_000)),
        ("missing", format!("{}\n{}", "a,b,c,d,e,f,g,h", ",,,,,,,\n".repeat(50_000))),
        ("words", (0..60_000).map(|i| format!("w{i:x}\n")).collect::<String>()),
        (
            "wide words",
            (0..4000)
                .map(|i| format!("{}\n", (0..16).map(|j| format!("{:x}", i * 16 + j)).collect::<Vec<_>>().join(",")))
                .collect(),
        ),
        ("few words", "usa\njapan\n".repeat(30_000)),
        ("one long line", format!("a\n\"{}\"\n", "x".repeat(9000))),
        ("unclosed", format!("a\n\"{}", "1,2\n".repeat(50_000))),
    ];
    for (what, text) in tables {
        let (peak, found) = peak(|| data::table::read(text.as_bytes(), &data::table::Limits::default()));
        let (rows, columns) = found.as_ref().map_or((0, 0), |t| (t.rows(), t.columns().len()));
        let per = peak as f64 / text.len() as f64;
        let cell = peak as f64 / (rows * (columns + 1)).max(1) as f64;
        eprintln!("table of {what}: {} bytes in, {peak} live: {per:.1} a byte, {cell:.1} a cell and row", text.len());
    }
    for (what, header) in [
        ("numbers", format!("{{\"a\":[{}]}}", vec!["0"; 100_000].join(","))),
        ("tensors", {
            let one = |i: usize| format!("\"{i}\":{{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}");
            format!("{{{}}}", (0..2000).map(one).collect::<Vec<_>>().join(","))
        }),
    ] {
        let bytes = [&(header.len() as u64).to_le_bytes()[..], header.as_bytes()].concat();
        let (peak, _) = peak(|| data::weights::read(&bytes).is_ok());
        eprintln!(
            "weights with a header of {what}: {} bytes in, {peak} live: {:.1} a byte",
            bytes.len(),
            peak as f64 / bytes.len() as f64
        );
    }
}
