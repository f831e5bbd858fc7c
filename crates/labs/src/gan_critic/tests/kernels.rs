//! What holds of the norms of kernels.

use super::{Run, SEEDS, metric};

/// The norm of the kernel laid out as a matrix is not that of the convolution: a random kernel's and an averaging one's are smaller, by up to
/// the side of the kernel; where nothing is mixed both are 1. The power method finds both.
pub(super) fn norms_differ() {
    for seed in SEEDS {
        for filter in ["random", "mean", "edges", "identity"] {
            let frame = Run::open(seed, &[("task", "kernels"), ("filter", filter)]).after(400);
            let [flat, whole, ratio] = ["flat_sigma", "true_sigma", "norm_ratio"].map(|name| metric(&frame, name));
            for (estimate, exact) in [("flat_estimate", flat), ("true_estimate", whole)] {
                assert!((metric(&frame, estimate) / exact - 1.0).abs() < 0.01, "{filter}: {:?}", frame.metrics);
            }
            assert!(ratio <= 3.0 + 1e-9, "{filter}: {ratio}");
            match filter {
                "identity" => assert!((flat - 1.0).abs() < 1e-9 && (whole - 1.0).abs() < 1e-9),
                "mean" => assert!(ratio > 2.0 && (flat - 1.0 / 3.0).abs() < 1e-6, "{ratio}"),
                _ => assert!(ratio > 1.05, "{filter}: {ratio}"),
            }
        }
    }
}

/// At every stride and with every number of channels the matrix that is written out and the convolution of the engine agree.
#[test]
fn both_norms_are_of_one_convolution() {
    for (channels, window, side, stride) in
        [("1", "1", "4", "1"), ("3", "3", "6", "2"), ("2", "5", "5", "1"), ("4", "4", "8", "2")]
    {
        let sets =
            [("task", "kernels"), ("channels", channels), ("window", window), ("side", side), ("stride", stride)];
        let frame = Run::open(3, &sets).after(600);
        let [exact, estimate] = ["true_sigma", "true_estimate"].map(|name| metric(&frame, name));
        assert!((estimate / exact - 1.0).abs() < 0.01, "{sets:?}: {estimate} and {exact}");
    }
}
