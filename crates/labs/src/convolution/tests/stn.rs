//! The spatial transformer: its gradient by hand, and what it learns.

use super::after;
use crate::convolution::stn::gradients;
use labkit::Frame;

fn frame(sets: &[(&str, &str)], seed: u64, steps: u64) -> Frame {
    after(&[&[("task", "stn")], sets].concat(), seed, steps)
}

fn metric(frame: &Frame, name: &str) -> f64 {
    frame.metric(name).unwrap_or_else(|| panic!("no {name} in {:?}", frame.metrics))
}

/// The sampler's gradient with respect to the six numbers is that of finite differences where it is bilinear, and 0 where the nearest
/// pixel is taken.
fn gradient_is_right(seed: u64) {
    let theta = [0.83, -0.31, 0.11, 0.27, 0.79, -0.07];
    let (exact, differences) = gradients(seed, theta, false);
    let length = |values: &[f32]| values.iter().map(|v| v * v).sum::<f32>().sqrt();
    let off: Vec<f32> = exact.iter().zip(&differences).map(|(a, b)| a - b).collect();
    assert!(length(&off) < 1e-2 * length(&exact), "seed {seed}: {exact:?} and {differences:?}");
    assert!(length(&exact) > 0.1);
    let (exact, _) = gradients(seed, theta, true);
    assert_eq!(exact, [0.0; 6], "seed {seed}");
}

/// The gradient is right; with it six numbers straighten a digit and without it nothing moves; learnt, turned and shifted digits are read
/// at least 5 points better than without the layer, and their angles scatter less behind it.
#[test]
fn stn() {
    for seed in [1, 7, 20_261] {
        gradient_is_right(seed);
        let [still, moved] = ["nearest", "bilinear"].map(|sampling| {
            let sets = [("stn", "manual"), ("sampling", sampling)];
            let [before, after] = [0, 300].map(|steps| frame(&sets, seed, steps));
            metric(&after, "frame_loss") / metric(&before, "frame_loss")
        });
        assert_eq!(still, 1.0, "seed {seed}");
        assert!(moved < 0.5, "seed {seed}: {moved}");
    }
    let shown = frame(&[], 42, 200);
    assert!(metric(&shown, "stn_ahead") >= 0.05, "{:?}", shown.metrics);
    assert!(metric(&shown, "spread_after") < 0.9 * metric(&shown, "spread_before"), "{:?}", shown.metrics);
}

/// The reader behind the frame is ahead, and the frame comes to lie on the digit's box.
#[test]
fn cnn_stn() {
    gradient_is_right(5);
    for seed in [1, 20_261] {
        let [before, after] = [0, 200].map(|steps| frame(&[], seed, steps));
        assert!(metric(&before, "overlap") < 0.25 && metric(&after, "overlap") > 0.5, "seed {seed}: {:?}", after.metrics);
        assert!(metric(&after, "stn_ahead") >= 0.05, "seed {seed}: {:?}", after.metrics);
    }
}
