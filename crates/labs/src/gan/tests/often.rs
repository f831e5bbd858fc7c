//! What holds of the count beside the reader's game.

use super::{Run, goes_on, metric, over, ran};

/// A game that collapses, by its momentum.
const HASTY: &[(&str, &str)] = &[
    ("loss", "minimax"),
    ("rate_d", "0.003"),
    ("rate_g", "0.006"),
    ("beta1", "0.95"),
    ("spread", "0.1"),
    ("width", "32"),
];
/// As small as a game may be.
const TINY: &[(&str, &str)] = &[("width", "4"), ("depth", "1"), ("batch", "16")];

/// On further seeds the game fails as well, and without its momentum half of them succeed; nothing of the reader's own game changes.
#[test]
fn a_remedy_is_counted_on_further_seeds() {
    for seed in [7, 20_261] {
        let counted = ran(seed, 2000, &[HASTY, &[("often", "momentum")]].concat());
        let share = |name: &str| metric(&counted, name);
        assert_eq!([share("share_seeds"), share("share_here")], [4.0, 0.0], "{:?}", counted.metrics);
        assert!(share("share_cured") >= 0.5, "{:?}", counted.metrics);
        // Wilson's interval of none in four ends at 0.490, that of two begins at 0.150.
        assert!((share("share_here_high") - 0.4899).abs() < 1e-3 && share("share_here_low") == 0.0);
        assert!(share("share_cured_low") > 0.149, "{:?}", counted.metrics);
        for (key, name) in [("bare", "share_here"), ("momentum", "share_cured")] {
            let (_, range) = over(&counted, "often", key);
            let told = ["_low", "", "_high"].map(|end| share(&format!("{name}{end}")) as f32);
            assert_eq!(range, told);
        }
        let alone = ran(seed, 60, HASTY);
        let beside = ran(seed, 60, &[HASTY, &[("often", "momentum")]].concat());
        for (name, value) in &alone.metrics {
            assert_eq!(metric(&beside, name), *value, "{name}");
        }
    }
}

/// Other settings are counted from none; who moves in the reader's own game is no setting. Where there is nothing to count it is said.
#[test]
fn a_count_is_of_one_setting() {
    let mut run = Run::open(7, &[TINY, &[("often", "replay")]].concat());
    let seeds = |run: &mut Run, steps| run.after(steps).metric("share_seeds");
    assert_eq!(seeds(&mut run, 2100), Some(4.0));
    run.set(&[("moves", "d")]);
    assert_eq!(seeds(&mut run, 900), Some(6.0));
    run.set(&[("beta1", "0.7")]);
    assert_eq!(seeds(&mut run, 999), Some(0.0));
    assert_eq!(seeds(&mut run, 1), Some(2.0));
    run.set(&[("often", "unrolled")]);
    assert_eq!(seeds(&mut run, 10), Some(0.0));
    for sets in [[("data", "moons")], [("loss", "sinkhorn")], [("members", "3")]] {
        let frame = ran(7, 5, &[TINY, &[("often", "replay")], &sets].concat());
        assert_eq!(frame.metric("share_seeds"), None, "{sets:?}");
        let Some(labkit::Content::Text(why)) = frame.panel("often_said") else { panic!("{sets:?}") };
        assert!(!why.zh.is_empty() && !why.en.is_empty());
    }
}

/// Within a game and across its end, with everything that a game may remember.
#[test]
fn a_count_goes_on_from_what_was_saved() {
    goes_on(&[TINY, &[("often", "replay"), ("pull", "0.1")]].concat(), 990, 20);
    goes_on(&[TINY, &[("often", "alike"), ("limit", "spectral")]].concat(), 1010, 15);
}
