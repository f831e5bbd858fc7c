//! What holds of a discriminator that generates by itself.

use super::{Run, metric};
use labkit::Content;
use pollster::block_on;

const SEEDS: [u64; 3] = [1, 7, 20_261];
/// Of round 0, and of a whole round.
const TRAINED: u32 = 100;
const ROUND: u32 = 140;

/// With noise as its only negatives D takes a good part of the empty plane for real; ten rounds of climbing to its false peaks and learning
/// what is found there take at least four fifths of that away, and those who climb end with the data. A sample costs twice as many passes
/// as steps of the ascent, where a generator takes one. Learning the newest negatives alone does not get there.
#[test]
fn gan_disc_alone() {
    for (data, langevin) in [("ring", "false"), ("ring", "true"), ("moons", "false")] {
        for seed in SEEDS {
            let sets = [("task", "alone"), ("a_data", data), ("a_langevin", langevin)];
            let mut run = Run::open(seed, &sets);
            let noise = metric(&run.after(TRAINED), "false_area");
            let frame = run.after(10 * ROUND);
            let (rounds, area) = (metric(&frame, "round"), metric(&frame, "false_area"));
            assert!(rounds >= 10.0 && metric(&frame, "false_first") == noise, "{:?}", frame.metrics);
            assert!(area <= 0.2 * noise && metric(&frame, "false_drop") >= 0.8, "{data} {seed}: {noise} → {area}");
            assert!(metric(&frame, "real_passed") > 0.5, "{data} {seed}: {:?}", frame.metrics);
            assert!(metric(&frame, "found_on_data") > 0.8, "{data} {seed}: {:?}", frame.metrics);
            assert_eq!([metric(&frame, "passes_per_sample"), metric(&frame, "gan_passes")], [80.0, 1.0]);
            if data == "ring" {
                assert!(noise > 0.3, "{data} {seed}: {noise}");
            }
        }
    }
    for seed in SEEDS {
        let mut run = Run::open(seed, &[("task", "alone"), ("a_keep", "false")]);
        let mut worst = 0.0_f64;
        run.after(TRAINED + 5 * ROUND);
        for _ in 0..5 {
            worst = worst.max(metric(&run.after(ROUND), "false_area"));
        }
        assert!(worst > 0.2, "seed {seed}: {worst}");
    }
}

/// Noise is too easy: D passes every digit that is put together from two, however much noise it has learnt. What the ascent finds is harder; after twenty rounds most of them are
/// refused and real ones are not. What D likes best is still far from any digit.
#[test]
fn digits_put_together() {
    for seed in [1, 20_261] {
        let sets = [("task", "alone"), ("a_data", "digits"), ("a_langevin", "true")];
        let noise = Run::open(seed, &[&sets[..], &[("a_find", "noise")]].concat()).after(TRAINED + 20 * ROUND);
        assert!(metric(&noise, "spoilt_passed") > 0.95, "{:?}", noise.metrics);
        assert!(noise.metric("passes_per_sample").is_none());
        let mut run = Run::open(seed, &sets);
        let frame = run.after(TRAINED);
        assert!(metric(&frame, "spoilt_passed") > 0.95, "{:?}", frame.metrics);
        let frame = run.after(20 * ROUND);
        assert!(metric(&frame, "spoilt_passed") < 0.4 && metric(&frame, "real_passed") > 0.9, "{:?}", frame.metrics);
        assert!(metric(&frame, "found_apart") > 1.5 * metric(&frame, "real_apart"), "{:?}", frame.metrics);
    }
}

/// A way that is drawn is one of the ascent's: each step no longer than the step length, and the last place is a negative now.
#[test]
fn ways_end_where_negatives_are() {
    let mut run = Run::open(2, &[("task", "alone")]);
    let frame = run.after(ROUND);
    let (Some(Content::Lines(ways)), Some(Content::Points(crowds))) = (frame.panel("a_ways"), frame.panel("a_crowds"))
    else {
        panic!()
    };
    for (k, way) in ways.iter().enumerate() {
        let at: Vec<(f32, f32)> = way.x.0.iter().copied().zip(way.y.0.iter().copied()).collect();
        assert_eq!(at.len(), 41);
        assert!(at.windows(2).all(|two| (two[0].0 - two[1].0).hypot(two[0].1 - two[1].1) < 0.1001), "{at:?}");
        assert_eq!(at[40], (crowds[1].x.0[k], crowds[1].y.0[k]));
    }
    assert_eq!((ways.len(), metric(&frame, "negatives")), (24, 144.0));
}

/// A run goes on from what was saved, bit for bit: from the middle of training, and of an ascent; and however it is cut into slices.
#[test]
fn a_run_goes_on_from_what_was_saved() {
    for data in ["ring", "digits"] {
        for first in [37, 127, 140] {
            let mut run = Run::open(3, &[("task", "alone"), ("a_data", data), ("a_langevin", "true")]);
            run.after(first);
            let saved = block_on(run.model.save()).unwrap().unwrap();
            let straight = run.after(150);
            run.model.restore(&saved).unwrap();
            run.after(60);
            assert_eq!(run.after(90), straight, "{data} from {first}");
        }
    }
}
