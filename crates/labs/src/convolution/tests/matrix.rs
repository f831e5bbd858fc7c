//! The convolution as a matrix.

use super::{after, metric, pictures};
use labkit::Content;

#[test]
fn cnn_as_sparse_fc() {
    for seed in [1, 5, 11] {
        let begin = after(&[("task", "matrix")], seed, 0);
        let (rows, columns, matrix) = pictures(&begin, "matrix");
        assert_eq!((rows, columns), (16, 36));
        assert_eq!(matrix.iter().filter(|entry| **entry != 0.0).count(), 144, "of 576");
        assert_eq!((metric(&begin, "connected"), metric(&begin, "distinct")), (144.0, 9.0));
        // The notes' two rows, counted from 1.
        let inputs = |row: usize| (0..36).filter(|at| matrix[row * 36 + at] != 0.0).map(|at| at + 1).collect::<Vec<_>>();
        assert_eq!(inputs(0), [1, 2, 3, 7, 8, 9, 13, 14, 15]);
        assert_eq!(inputs(1), [2, 3, 4, 8, 9, 10, 14, 15, 16]);
        let trained = after(&[("task", "matrix"), ("tying", "untied")], seed, 120);
        assert!(metric(&trained, "matrix_gap") < 1e-6 * 9.0, "{}", metric(&trained, "matrix_gap"));
        // Rows that are not tied go apart; the removed entries stay 0 in both.
        assert_eq!(metric(&trained, "spread_shared"), 0.0);
        assert!(metric(&trained, "spread_untied") > 0.05, "{}", metric(&trained, "spread_untied"));
        assert_eq!((metric(&trained, "connected"), metric(&trained, "distinct")), (144.0, 144.0));
        // Fewer free numbers, larger loss on what is learnt, smaller on what is not.
        let losses = ["shared", "untied", "dense"].map(|name| metric(&trained, &format!("{name}_loss")));
        assert!(losses[0] > losses[1] && losses[1] > losses[2], "{losses:?}");
        let unseen = ["shared", "untied", "dense"].map(|name| metric(&trained, &format!("{name}_unseen")));
        assert!(unseen[0] < unseen[1] && unseen[1] < unseen[2], "{unseen:?}");
    }
}

#[test]
fn cnn_tied_gradient() {
    for (seed, steps) in [(2, 0), (4, 9), (9, 40)] {
        for tap in ["1", "5", "9"] {
            let frame = after(&[("task", "matrix"), ("tap", tap)], seed, steps);
            let Some(Content::Bars(parts)) = frame.panel("places") else { panic!("no places") };
            let sum: f64 = parts.iter().map(|(_, part)| f64::from(*part)).sum();
            assert_eq!(parts.len(), 16);
            let quotient = metric(&frame, "gradient_difference");
            assert!((sum - quotient).abs() < 1e-3 * quotient.abs().max(1e-3), "{sum}, {quotient}");
            assert!((metric(&frame, "gradient_mean") * 16.0 - sum).abs() < 1e-6);
        }
    }
    // The mean at 16 times the rate is the sum; at the same rate it lags behind.
    for seed in [3, 8] {
        let frame = after(&[("task", "matrix")], seed, 200);
        let Some(Content::Lines(curves)) = frame.panel("losses") else { panic!("no losses") };
        let of = |key: &str| &curves.iter().find(|curve| curve.key == key).unwrap().y.0;
        let (sum, mean, scaled) = (of("sum"), of("mean"), of("scaled"));
        assert!(sum.iter().zip(scaled).all(|(a, b)| (a - b).abs() < 1e-4));
        assert!(mean[30] > sum[30] + 1e-3, "{}, {}", mean[30], sum[30]);
    }
}
