//! What holds of two parts that must agree.

use super::{Run, metric};
use pollster::block_on;

/// Part by part there is no correlation, of real faces it is 1, and a GAN's faces have more than 0.9 of it, with greys as varied as real
/// ones; a discriminator alone gets stuck far below. An auto-encoder's decoder ties the parts, too: by its code, which both are made from.
#[test]
fn gan_structured() {
    for seed in [1, 7, 20261] {
        let mut run = Run::open(seed, &[("task", "parts")]);
        let before = metric(&run.after(0), "p_r_gan");
        let frame = run.after(1000);
        let [real, apart, ae, d, gan] =
            ["p_r_real", "p_r_apart", "p_r_ae", "p_r_d", "p_r_gan"].map(|name| metric(&frame, name));
        assert!((real - 1.0).abs() < 1e-6 && apart.abs() < 0.1, "{seed}: {real}, {apart}");
        assert!(
            before < 0.7 && gan > 0.9 && metric(&frame, "p_spread_gan") > 0.5,
            "{seed}: {before}, {:?}",
            frame.metrics
        );
        assert!(ae > 0.9 && d.abs() < 0.6, "{seed}: {ae}, {d}");
    }
}

/// Where the eyes do not agree, nothing says that they do.
#[test]
fn eyes_of_their_own_do_not_agree() {
    let frame = Run::open(7, &[("task", "parts"), ("p_agree", "false")]).after(0);
    assert!(metric(&frame, "p_r_real").abs() < 0.15 && metric(&frame, "p_r_apart").abs() < 0.1);
}

/// A run goes on from what was saved, bit for bit.
#[test]
fn parts_go_on_from_what_was_saved() {
    let mut run = Run::open(3, &[("task", "parts"), ("p_code", "2")]);
    run.after(45);
    let saved = block_on(run.model.save()).unwrap().unwrap();
    let straight = run.after(10);
    run.model.restore(&saved).unwrap();
    assert_eq!(run.after(10), straight);
    let mut other = Run::open(3, &[("task", "parts"), ("p_code", "2")]);
    assert_eq!(other.after(55).metrics, straight.metrics);
}
