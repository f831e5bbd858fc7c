//! The detector of patterns.

use super::{after, metric, pictures, refused};

const PATTERNS: [(&str, [f32; 9]); 4] = [
    ("vertical", [0., 1., 0., 0., 1., 0., 0., 1., 0.]),
    ("horizontal", [0., 0., 0., 1., 1., 1., 0., 0., 0.]),
    ("diagonal", [1., 0., 0., 0., 1., 0., 0., 0., 1.]),
    ("corner", [0., 1., 0., 0., 1., 1., 0., 0., 0.]),
];

#[test]
fn dl_016() {
    for (name, pattern) in PATTERNS {
        let frame = after(&[("task", "detector"), ("pattern", name)], 6, 0);
        // Of all 512 patches that one alone is answered with 3; the worst is all the ink that should not be: −6.
        assert_eq!(["patch_most", "patch_least", "patch_times"].map(|key| metric(&frame, key)), [3.0, -6.0, 1.0], "{name}");
        assert_eq!(pictures(&frame, "own").2, pattern.map(|cell| 2.0 * cell - 1.0));
    }
    // What is learnt from the answer alone is the filter made by hand.
    for (seed, name) in [(1, "vertical"), (2, "horizontal"), (3, "corner"), (7, "vertical")] {
        let frame = after(&[("task", "detector"), ("pattern", name)], seed, 300);
        assert!(metric(&frame, "correlation") > 0.8, "{seed} {name}: {}", metric(&frame, "correlation"));
        assert!(metric(&frame, "learnt_right") >= 0.98, "{seed} {name}: {}", metric(&frame, "learnt_right"));
    }
    // A filter that is not made for it is told so; one of another size is refused.
    let other = after(&[("task", "detector"), ("own", "0 0 0 / 1 1 1 / 0 0 0")], 1, 0);
    assert!(metric(&other, "own_right") < 0.9 && metric(&other, "patch_times") > 1.0);
    assert!(refused(&[("task", "detector"), ("own", "1 2")]).text.en.contains("3×3, got 1×2"));
}

#[test]
fn dl_017() {
    // The largest answer is 3 where there is a line, and only there: on all 1000 drawings of any seed.
    for seed in [4, 12] {
        assert_eq!(metric(&after(&[("task", "detector")], seed, 0), "own_right"), 1.0);
        for number in ["1", "2", "77", "500"] {
            let frame = after(&[("task", "detector"), ("drawing", number)], seed, 0);
            assert_eq!(metric(&frame, "found") == 3.0, metric(&frame, "there") == 1.0);
            let (_, _, answers) = pictures(&frame, "answers");
            let (side, _, pooled) = pictures(&frame, "pooled");
            for (at, value) in pooled.iter().enumerate() {
                let cells = (0..4).map(|i| answers[(at / side * 2 + i / 2) * 8 + at % side * 2 + i % 2]);
                assert_eq!(*value, cells.fold(f32::MIN, f32::max));
            }
        }
    }
    // The larger the blocks, the more of them a move by a cell leaves as they are; the whole map's largest nearly always stays.
    let stays = |block: &str| metric(&after(&[("task", "detector"), ("block", block)], 3, 0), "unchanged");
    let shares = ["1", "2", "4", "8"].map(stays);
    assert!(shares.windows(2).all(|pair| pair[0] < pair[1]), "{shares:?}");
    assert!(shares[0] < 0.55 && shares[3] > 0.8, "{shares:?}");
}
