//! What holds of attacks that are made elsewhere, and of those that only ask.

use super::arena::{Run, curve, goes_on, metric};

/// Steps: the networks learn, 4 rows of the matrix, the proxy learns, its row, questions.
const STEPS: u32 = 50 + 4 * 8 + 60 + 8 + 30;

/// With one ε: each network suffers most from what was made on itself; what was made on any other leaves 20 points less than random noise;
/// so does what was made on a proxy that saw answers only; and questions alone find their way, too.
#[test]
fn adv_blackbox() {
    let sets = [("task", "transfer"), ("practice", "200"), ("variety", "0.7"), ("budget", "150")];
    for seed in [7, 20_261] {
        let frame = Run::open(seed, &sets).after(STEPS);
        assert!(metric(&frame, "diagonal_lowest") >= 3.0, "{:?}", frame.metrics);
        assert!(metric(&frame, "gap_least") >= 0.2, "{:?}", frame.metrics);
        assert_eq!(metric(&frame, "proxy_queries"), 512.0);
        assert!(metric(&frame, "proxy_gap") >= 0.2, "{:?}", frame.metrics);
        let (random, proxy) = (metric(&frame, "asked_random"), metric(&frame, "asked_answers"));
        assert!(proxy <= random - 0.2, "{random} {proxy}");
        let left = curve(&frame, "queries", "left");
        assert_eq!(left.len(), 151);
        assert!(left.windows(2).all(|pair| pair[1] <= pair[0]), "{left:?}");
        assert!(f64::from(left[150]) <= random - 0.4 && metric(&frame, "query_mean") < 150.0, "{left:?}");
    }
}

/// Within a row of the matrix, while the proxy learns, and amid questions.
#[test]
fn a_matrix_goes_on_from_what_was_saved() {
    let sets = [("task", "transfer"), ("practice", "100"), ("variety", "0.3"), ("budget", "40"), ("queries", "64")];
    goes_on(&sets, &[13, 28, 60, 126], 6);
}
