//! Stacks of layers.

use super::{after, metric, pictures, refused};
use compute::{Conv, Expr};
use labkit::{Content, Frame};
use nn::stack::Stack;

fn table(frame: &Frame) -> Vec<Vec<String>> {
    let Some(Content::Table(table)) = frame.panel("ledger") else { panic!("no ledger") };
    table.rows.clone()
}

/// The column of the ledger, without the picture's own row.
fn column(frame: &Frame, index: usize) -> Vec<String> {
    table(frame).into_iter().skip(1).map(|row| row[index].clone()).collect()
}

#[test]
fn dl_018() {
    // ⌊(n + 2p − k)/s⌋ + 1, against the engine's own shapes, for all of them.
    for (n, k, s, p) in (1..=32).flat_map(|n| (1..=7).flat_map(move |k| (1..=4).flat_map(move |s| (0..=3).map(move |p| (n, k, s, p))))) {
        let line = format!("conv 1 {k} s{s} p{p}");
        let stack = Stack::parse(&line, [1, n, n]);
        if k > n + 2 * p {
            assert!(stack.is_err(), "{line} on {n}");
            continue;
        }
        let side = (n + 2 * p - k) / s + 1;
        let engine = Expr::constant(0.0, &vec![1, 1, n, n].into()).conv(&Expr::constant(0.0, &vec![1, 1, k, k].into()), Conv::new(s, p));
        assert_eq!(engine.shape().axes(), [1, 1, side, side], "{line} on {n}");
        assert_eq!(stack.unwrap().output().axes(), [1, side, side], "{line} on {n}");
    }
    // What a number sees, measured by gradients: 1 + Σ (kᵢ − 1) Πⱼ﹤ᵢ sⱼ.
    for (seed, line, windows) in [
        (1, "conv 3 3, relu, conv 4 5, relu", &[(3, 1), (5, 1)][..]),
        (2, "conv 3 3 s2, conv 4 3 s2, conv 2 3", &[(3, 2), (3, 2), (3, 1)]),
        (5, "conv 4 5, relu, mean 2, conv 4 3, relu, mean 2", &[(5, 1), (2, 2), (3, 1), (2, 2)]),
        (9, "conv 2 7 s3, tanh, conv 2 2", &[(7, 3), (2, 1)]),
    ] {
        let (mut side, mut jump) = (1, 1);
        for (k, s) in windows {
            side += (k - 1) * jump;
            jump *= s;
        }
        let frame = after(&[("task", "stack"), ("side", "32"), ("layers", line)], seed, 40);
        assert_eq!((metric(&frame, "sees"), metric(&frame, "jump")), (side as f64, jump as f64), "{line}");
        assert_eq!(metric(&frame, "measured"), side as f64, "{line}");
        assert_eq!(metric(&frame, "outside"), 0.0, "{line}");
    }
}

#[test]
fn cnn_receptive() {
    // The set of pixels with a gradient is the field, cell for cell: in the middle and where the edge cuts it off.
    for (seed, unit) in [(3, "0"), (3, "1"), (6, "12")] {
        let sets = [("task", "stack"), ("side", "20"), ("planes", "3"), ("layers", "conv 4 3 p1, relu, conv 5 3 s2 p1, relu, conv 6 3 d2"), ("unit", unit)];
        let frame = after(&sets, seed, 40);
        assert_eq!(metric(&frame, "sees"), 1.0 + 2.0 + 2.0 + 4.0 * 2.0);
        assert_eq!((metric(&frame, "measured_inside"), metric(&frame, "outside")), (metric(&frame, "sees_inside"), 0.0), "unit {unit}");
        let (side, _, strength) = pictures(&frame, "reached");
        assert_eq!(strength.iter().filter(|value| **value != 0.0).count(), metric(&frame, "sees_inside") as usize);
        assert_eq!(side, 20);
    }
    // 64 filters of 3 × 3 × 3 against what a layer without sharing, and one without fields, would have.
    let frame = after(&[("task", "stack"), ("side", "100"), ("planes", "3"), ("layers", "conv 64 3")], 1, 0);
    assert_eq!((metric(&frame, "weights"), metric(&frame, "biases")), (1728.0, 64.0));
    assert_eq!(table(&frame)[1][6..], [(98_u64 * 98 * 1728).to_string(), (30_000_u64 * 98 * 98 * 64).to_string()]);
    let full = after(&[("task", "stack"), ("side", "100"), ("planes", "3"), ("layers", "dense 1000")], 1, 0);
    assert_eq!(metric(&full, "weights"), 30_000_000.0);
}

#[test]
fn cnn_multichannel() {
    // 25 filters and 25 filters are 25 maps and 50 are 50, never 625; odd rows are dropped.
    let line = "conv 25 3, pool 2, conv 50 3, pool 2, flatten, dense 10";
    let frame = after(&[("task", "stack"), ("layers", line)], 2, 1);
    assert_eq!(column(&frame, 1), ["25×26×26", "25×13×13", "50×11×11", "50×5×5", "1250", "10"]);
    assert_eq!(column(&frame, 2)[..3], ["225", "0", "11250"], "9 weights a filter, then 25 · 9");
    let twice = after(&[("task", "stack"), ("layers", "conv 25 3, conv 25 3")], 2, 0);
    assert_eq!(column(&twice, 1)[1], "25×24×24");
    // The parts of the channels are the output.
    for seed in [3, 10] {
        let window = after(&[("source", "maps")], seed, 17);
        assert!(metric(&window, "parts_gap") < 1e-5, "{}", metric(&window, "parts_gap"));
    }
}

/// The notes' listing, its fault told and mended.
#[test]
fn the_broken_listing_is_explained() {
    let listing = |flat: &str| format!("conv 32 3, relu, pool 2, conv 64 3, relu, pool 2, {flat}dense 128, relu, dense 10");
    let error = refused(&[("task", "stack"), ("layers", &listing("view 9216, "))]);
    assert_eq!(error.field.as_deref(), Some("layers"));
    assert!(error.text.en.contains("1600") && error.text.en.contains("9216"), "{}", error.text.en);
    assert!(error.place.is_some());
    let mended = after(&[("task", "stack"), ("layers", &listing(""))], 1, 1);
    assert_eq!(metric(&mended, "parameters"), 225_034.0);
    let sides: Vec<String> = column(&mended, 1).into_iter().map(|shape| shape.rsplit('×').next().unwrap().to_owned()).collect();
    assert_eq!([0, 2, 3, 5].map(|at: usize| sides[at].clone()), ["26", "13", "11", "5"]);
    let one = after(&[("task", "stack"), ("layers", "conv 32 3, relu, conv 64 3, relu, pool 2, view 9216, dense 128, relu, dense 10")], 1, 0);
    assert_eq!(metric(&one, "parameters"), 1_199_882.0);
}
