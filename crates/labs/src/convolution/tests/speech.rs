//! Low voices and high ones.

use super::{look, metric, trained};

const STEPS: u32 = 300;

/// Learnt on low voices, filters that slide along frequency lose at most 5 points on high ones, a fully connected network at least 20;
/// and the place where a filter answers most moves as far as the pitch.
#[test]
fn cnn_speech() {
    for seed in [2, 11] {
        let (mut model, params) = trained(&[("task", "speech")], seed, STEPS);
        let frame = look(&mut *model, &params, &[]);
        let [low, high, dense, dense_high] =
            ["speech_low", "speech_high", "speech_low_dense", "speech_high_dense"].map(|name| metric(&frame, name));
        assert!(low > 0.95 && low - high <= 0.05, "seed {seed}: {low} and {high}");
        assert!(dense > 0.95 && dense - dense_high >= 0.2, "seed {seed}: fully connected {dense} and {dense_high}");
        let (mut near, mut tried) = (0, 0);
        for syllable in ["ia", "ai", "ua", "au", "iu", "ui"] {
            for height in ["0.89089872", "1.12246205", "1.25992105", "1.41421356", "1.58740105"] {
                let frame = look(&mut *model, &params, &[("syllable", syllable), ("height", height)]);
                let (moved, expected) = (metric(&frame, "speech_moved"), metric(&frame, "speech_expected"));
                near += usize::from((moved - expected).abs() < 1.5);
                tried += 1;
            }
        }
        assert!(near * 10 >= tried * 8, "seed {seed}: {near} of {tried} responses moved with the pitch");
    }
}
