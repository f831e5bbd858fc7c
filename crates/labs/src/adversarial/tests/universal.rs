//! What holds of one noise for all.

use super::arena::{Run, curve, goes_on, metric};

/// One noise within the preset ε changes half of the answers to digits that it was not made from; random noise of the same size hardly
/// any; and another network falls for it, too, whose gradients nobody asked.
#[test]
fn adv_universal() {
    let sets = [("task", "universal"), ("practice", "300"), ("variety", "0.9"), ("uni_rounds", "60")];
    for seed in [7, 20_261] {
        let frame = Run::open(seed, &sets).after(75 + 60);
        assert!(metric(&frame, "uni_fooled") >= 0.5, "{:?}", frame.metrics);
        assert!(metric(&frame, "uni_random") <= 0.05, "{:?}", frame.metrics);
        assert!(metric(&frame, "uni_linf") <= 0.2 + 1e-6, "{:?}", frame.metrics);
        let (other, random) = (metric(&frame, "uni_other"), metric(&frame, "uni_other_random"));
        assert!(other > random + 0.2, "{other} {random}");
        let own = curve(&frame, "uni_steps", "own");
        assert_eq!(f64::from(own[own.len() - 1]), metric(&frame, "uni_fooled"));
    }
}

#[test]
fn a_noise_goes_on_from_what_was_saved() {
    let sets = [("task", "universal"), ("net", "mlp"), ("practice", "100"), ("uni_rounds", "12")];
    goes_on(&sets, &[10, 32], 20);
}
