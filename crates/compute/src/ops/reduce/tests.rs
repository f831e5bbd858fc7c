use super::Reduction;
use crate::ops::checks::family;

#[test]
fn gradients_of_both_orders_and_twins() {
    family("sum of axes", 20);
    family("max of axes", 20);
}

#[test]
fn long_sums_keep_their_digits() {
    // In one running f32 sum a million tenths come to 100958.3.
    let sum = Reduction::Sum.of(&vec![0.1; 1_000_000]);
    assert!((sum - 100_000.0).abs() < 300.0, "{sum}");
}

#[test]
fn odd_lengths_and_nothing() {
    for len in [0, 1, 7, 8, 9, 23] {
        let values: Vec<f32> = (0..len).map(|i| i as f32 - 5.0).collect();
        assert_eq!(Reduction::Sum.of(&values), values.iter().sum::<f32>(), "sum of {len}");
        let largest = values.iter().copied().fold(f32::MIN, f32::max);
        assert_eq!(Reduction::Max.of(&values), largest, "max of {len}");
    }
}
