//! Files damaged by chance.

use std::cell::Cell;
use std::time::Instant;

use data::DataError;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

/// One damage.
#[derive(Debug, Clone)]
enum Damage {
    /// A bit turns over.
    Flip(Index, u8),
    /// A byte is another one.
    Set(Index, u8),
    /// The end is lost.
    Cut(Index),
    /// A part comes again elsewhere.
    Splice(Index, Index, usize),
    /// Four bytes in a row become a large number: sides and lengths that lie.
    Grow(Index, u32),
    /// Bytes of no meaning come in between.
    Insert(Index, Vec<u8>),
}

impl Damage {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let len = bytes.len();
        if len == 0 {
            return;
        }
        match self {
            Self::Flip(at, bit) => bytes[at.index(len)] ^= 1 << (bit % 8),
            Self::Set(at, to) => bytes[at.index(len)] = *to,
            Self::Cut(at) => bytes.truncate(at.index(len)),
            Self::Splice(from, to, count) => {
                let from = from.index(len);
                let part = bytes[from..(from + count).min(len)].to_vec();
                let to = to.index(len);
                bytes.splice(to..to, part);
            }
            Self::Grow(at, number) => {
                let at = at.index(len);
                let end = (at + 4).min(len);
                bytes[at..end].copy_from_slice(&number.to_be_bytes()[..end - at]);
            }
            Self::Insert(at, part) => {
                let at = at.index(len);
                bytes.splice(at..at, part.iter().copied());
            }
        }
    }
}

fn damage() -> impl Strategy<Value = Damage> {
    let large = prop_oneof![Just(u32::MAX), Just(0x7fff_ffff), Just(0x8000_0000), Just(0x0001_0000), any::<u32>()];
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        (any::<Index>(), any::<u8>()).prop_map(|(at, to)| Damage::Set(at, to)),
        any::<Index>().prop_map(Damage::Cut),
        (any::<Index>(), any::<Index>(), 1_usize..40).prop_map(|(from, to, n)| Damage::Splice(from, to, n)),
        (any::<Index>(), large).prop_map(|(at, number)| Damage::Grow(at, number)),
        (any::<Index>(), prop::collection::vec(any::<u8>(), 1..9)).prop_map(|(at, part)| Damage::Insert(at, part)),
    ]
}

/// `few` cases in the suite; as many as `GRASP_CASES` says where that is set.
pub(crate) fn cases(few: u32) -> u32 {
    std::env::var("GRASP_CASES").map_or(few, |cases| cases.parse().expect("GRASP_CASES is a number of cases"))
}

/// Runs `read` on arbitrary bytes (a quarter of the cases, every second of them behind the first bytes of a valid file) and on
/// `valid` files with one to three damages, which `mend` may give fitting checksums. What is refused has both sentences.
pub(crate) fn holds(
    name: &str,
    few: u32,
    valid: &[Vec<u8>],
    mend: impl Fn(&mut Vec<u8>),
    read: impl Fn(&[u8]) -> Result<(), DataError>,
) {
    for file in valid {
        assert_eq!(read(file), Ok(()), "{name}: a valid file");
    }
    let start = Instant::now();
    let (count, good) = (Cell::new(0_u32), Cell::new(0_u32));
    let check = |bytes: &[u8]| {
        count.set(count.get() + 1);
        match read(bytes) {
            Ok(()) => good.set(good.get() + 1),
            Err(error) => {
                let (en, zh) = (error.en(), error.zh());
                prop_assert!(en.len() > 60 && en.len() < 600 && zh.len() > 40 && zh.len() < 600, "{} {}", en, zh);
            }
        }
        Ok(())
    };
    let all = cases(few);
    let runner = |cases| {
        // The same cases each time: a failure comes again.
        let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
    };
    let head = (any::<bool>(), any::<Index>(), 0_usize..12);
    let arbitrary = (head, prop::collection::vec(any::<u8>(), 0..200)).prop_map(|((with, which, count), rest)| {
        let file = &valid[which.index(valid.len())];
        let head = if with { &file[..count.min(file.len())] } else { &[] };
        [head, &rest].concat()
    });
    runner(all / 4).run(&arbitrary, |bytes| check(&bytes)).unwrap();
    let damaged = (any::<Index>(), prop::collection::vec(damage(), 1..4)).prop_map(|(which, damages)| {
        let mut bytes = valid[which.index(valid.len())].clone();
        damages.iter().for_each(|damage| damage.apply(&mut bytes));
        bytes
    });
    let mended = |mut bytes: Vec<u8>| {
        mend(&mut bytes);
        check(&bytes)
    };
    runner(all - all / 4).run(&damaged, mended).unwrap();
    let seconds = start.elapsed().as_secs_f32();
    eprintln!("{name}: {} cases, {} read, the others refused; {seconds:.1} s", count.get(), good.get());
}
