//! Why convolution: the claims, on networks that are trained here.

use super::after;
use crate::convolution::LAB;
use crate::convolution::why::pictures::{Items, PIXELS, SIDE};
use compute::{Device, Pool, Program, grad};
use labkit::{Content, Frame, Params};
use nn::layer::pool::{avg_pool, max_pool};
use pollster::block_on;

fn why(test: &str, sets: &[(&str, &str)], seed: u64, steps: u64) -> Frame {
    after(&[&[("task", "why"), ("test", test)], sets].concat(), seed, steps)
}

fn metric(frame: &Frame, name: &str) -> f64 {
    frame.metric(name).unwrap_or_else(|| panic!("no {name} in {:?}", frame.metrics))
}

/// The layout of the parameters: of each kind the counts by formula are the lengths of the buffers of real layers. With 200 labelled
/// digits and about as many weights each, convolution is at least 5 points ahead of full connection.
#[test]
fn cnn_param_budget() {
    use crate::convolution::why::Layout;
    let layouts: [&[(&str, &str)]; 4] = [
        &[],
        &[("count_side", "100"), ("count_channels", "3"), ("count_units", "1000")],
        &[("count_side", "6"), ("count_channels", "2"), ("count_filters", "4"), ("count_filters2", "0")],
        &[("count_side", "31"), ("count_window", "5"), ("count_stride", "3"), ("count_filters", "7"), ("count_filters2", "3")],
    ];
    for sets in layouts {
        let mut params = Params::defaults(LAB.table);
        let sets: Vec<(String, String)> = sets.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        params.set_all(LAB.table, &sets).unwrap();
        let layout = Layout::of(&params);
        for kind in 0..4 {
            assert_eq!(layout.counted(kind), layout.buffers(kind), "{sets:?}, network {kind}");
        }
    }
    let notes = why("count", &[], 1, 1);
    let counts = ["count_first", "count_second", "count_biases", "count_biases2", "count_flat"].map(|name| metric(&notes, name));
    assert_eq!(counts, [225.0, 11_250.0, 25.0, 50.0, 1250.0]);
    assert_eq!(metric(&why("count", layouts[1], 1, 1), "count_full"), 3e7);

    let mut ahead = Vec::new();
    for seed in [1, 7, 42, 99, 20_261] {
        let frame = why("few", &[], seed, 90);
        let weights = ["weights_full", "weights_local", "weights_shared"].map(|name| metric(&frame, name));
        assert!(weights.iter().all(|count| (count / weights[2] - 1.0).abs() < 0.05), "{weights:?}");
        ahead.push(metric(&frame, "ahead"));
    }
    assert!(ahead.iter().sum::<f64>() / 5.0 >= 0.05, "{ahead:?}");
}

/// The map of a shifted picture is the shifted map; digits of another size are not recognised; over shifts convolution stays above.
#[test]
fn cnn_shift_scale() {
    for seed in [3, 11] {
        let frame = why("shift", &[("dx", "4"), ("dy", "-2")], seed, 150);
        assert!(metric(&frame, "map_error") < 1e-5, "seed {seed}");
        let Some(Content::Lines(curves)) = frame.panel("why_curve") else { panic!("no curves") };
        let [full, _, shared] = &curves[..] else { panic!("three networks") };
        for (pixels, (full, shared)) in full.x.0.iter().zip(full.y.0.iter().zip(&shared.y.0)).take(5) {
            assert!(shared > full, "seed {seed}, {pixels} pixels: {shared} and {full}");
        }
        let frame = why("scale", &[], seed, 150);
        let (small, same) = (metric(&frame, "zoom06_shared"), metric(&frame, "zoom1_shared"));
        assert!(small <= same - 0.2, "seed {seed}: {small} and {same}");
    }
}

/// Three pixels cost the full network at least 15 points more than convolution; a thin 2 that moves by one pixel is another vector, and
/// the same digit to the convolutional network.
#[test]
fn dl_019() {
    let mut more = Vec::new();
    for seed in [1, 7] {
        let frame = why("shift", &[("n", "1000")], seed, 300);
        let Some(Content::Lines(curves)) = frame.panel("why_curve") else { panic!("no curves") };
        let fall = |at: usize| curves[at].y.0[0] - curves[at].y.0[3];
        more.push(fall(0) - fall(2));
        assert!(metric(&frame, "two_pixels") > 0.5 && metric(&frame, "two_chances") < 0.1, "seed {seed}: {:?}", frame.metrics);
    }
    assert!(more.iter().sum::<f32>() / 2.0 >= 0.15, "{more:?}");
}

/// The gradient goes to one pixel of each window, or a quarter to each; half the rows and columns are enough to read a digit, an eighth
/// is not.
#[test]
fn cnn_maxpool() {
    for seed in [5, 6] {
        let picture = Items::draw(seed, 1).x;
        let mut program = Program::new();
        let x = program.state("x", &[1, 1, SIDE, SIDE]);
        program.output("max", &grad(&max_pool(&x, Pool::new(2)).sum(), &[&x]).remove(0));
        program.output("mean", &grad(&avg_pool(&x, Pool::new(2)).sum(), &[&x]).remove(0));
        let mut machine = Device::cpu().machine(program.compile().unwrap()).unwrap();
        machine.write("x", &picture).unwrap();
        machine.run(1).unwrap();
        let (max, mean) = (block_on(machine.read("max")).unwrap(), block_on(machine.read("mean")).unwrap());
        assert!(mean.iter().all(|slope| *slope == 0.25));
        for window in 0..SIDE * SIDE / 4 {
            let corner = window / (SIDE / 2) * 2 * SIDE + window % (SIDE / 2) * 2;
            let cells = [0, 1, SIDE, SIDE + 1].map(|at| corner + at);
            let winners: Vec<usize> = cells.into_iter().filter(|at| max[*at] != 0.0).collect();
            let [winner] = winners[..] else { panic!("{winners:?} in window {window}") };
            assert!(max[winner] == 1.0 && cells.iter().all(|at| picture[*at] <= picture[winner]));
        }
        let frame = why("subsample", &[("thin", "max")], seed, 0);
        let Some(Content::Pictures(routes)) = frame.panel("why_routes") else { panic!("no routes") };
        assert_eq!(routes.values.0.len(), 3 * PIXELS);
        assert!(routes.values.0[PIXELS..2 * PIXELS].iter().sum::<f32>() == 196.0 && routes.values.0[2 * PIXELS..].iter().all(|v| *v == 0.25));
    }
    for thin in ["pick", "mean"] {
        let mut falls = Vec::new();
        for seed in [5, 6, 7] {
            let frame = why("subsample", &[("thin", thin), ("n", "400")], seed, 150);
            let [all, half, eighth] = ["keep1_shared", "keep2_shared", "keep8_shared"].map(|name| metric(&frame, name));
            falls.push(all - half);
            assert!(eighth < 0.5 * all, "seed {seed}, {thin}: {eighth} of {all}");
        }
        assert!(falls.iter().sum::<f64>() / 3.0 < 0.03, "{thin}: {falls:?}");
    }
}

/// With 500 examples and layers of one shape, sharing is ahead; the map follows shifts by the stride exactly; an arc answers to 8 and 9,
/// a line to 1 and 7.
#[test]
fn cnn_sharing() {
    let mut ahead = Vec::new();
    for seed in [1, 7, 20_261] {
        let sets = [("equal", "shapes"), ("n", "500")];
        let frame = why("few", &sets, seed, 90);
        ahead.push(metric(&frame, "right_shared") - metric(&frame, "right_local"));
        for shift in ["2", "-4", "6"] {
            let frame = why("shift", &[("dx", shift), ("dy", "2")], seed, 0);
            assert!(metric(&frame, "map_error") < 1e-6, "seed {seed}, {shift}");
        }
        assert_eq!(why("shift", &[("dx", "3")], seed, 0).metric("map_error"), None, "stride 2 does not divide 3");
        let frame = why("detect", &[], seed, 10);
        assert!(metric(&frame, "arc_ratio") > 2.0 && metric(&frame, "line_ratio") > 2.0, "seed {seed}: {:?}", frame.metrics);
    }
    assert!(ahead.iter().sum::<f64>() > 0.0, "{ahead:?}");
}

/// 72 against 26 weights, a quarter and a ninth; in the digit network a fifth of the convolutions' weights reads within 1.5 points as well.
#[test]
fn cmp_depthwise_separable() {
    let sets = [("count_side", "6"), ("count_channels", "2"), ("count_filters", "4"), ("count_filters2", "0")];
    let frame = why("count", &sets, 1, 1);
    let (few, all) = (metric(&frame, "count_first_separable"), metric(&frame, "count_first"));
    assert_eq!((few, all), (26.0, 72.0));
    assert!((few / all - (1.0 / 4.0 + 1.0 / 9.0)).abs() < 1e-12);
    let mut behind = Vec::new();
    for seed in [1, 7, 20_261] {
        let frame = why("separable", &[("equal", "shapes"), ("n", "5000"), ("why_rate", "0.003")], seed, 1800);
        assert!(metric(&frame, "kept_weights") <= 0.25);
        behind.push(metric(&frame, "right_shared") - metric(&frame, "right_separable"));
    }
    assert!(behind.iter().sum::<f64>() / 3.0 < 0.015, "{behind:?}");
}

/// With another order of pixels, fully connected networks learn as well as before, and convolution loses what it was ahead.
#[test]
fn shuffled_pixels_are_all_the_same_to_full_connection() {
    for seed in [1, 7] {
        let [plain, shuffled] = ["few", "permute"].map(|test| why(test, &[("equal", "shapes")], seed, 120));
        let [full, shared] = ["right_full", "right_shared"].map(|name| metric(&plain, name) - metric(&shuffled, name));
        assert!(full.abs() < 0.05 && shared > 0.08, "seed {seed}: {full}, {shared}");
    }
}
