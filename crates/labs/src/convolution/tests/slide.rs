//! The sliding window.

use super::{LAB, after, metric, order, pictures, refused};
use crate::headless::run;
use data::random::Random;
use labkit::Content;
use labkit::message::Prefer;

/// A picture or filter of the seed's, as the reader types it.
fn typed(seed: u64, channels: usize, rows: usize, columns: usize) -> (String, Vec<f64>) {
    let mut random = Random::of(seed, 0);
    let values: Vec<f32> = (0..channels * rows * columns).map(|_| (random.between(-3.0, 3.0) * 10.0).round() / 10.0).collect();
    let plane = |plane: &[f32]| {
        let row = |row: &[f32]| row.iter().map(f32::to_string).collect::<Vec<_>>().join(" ");
        plane.chunks(columns).map(row).collect::<Vec<_>>().join(" / ")
    };
    let text = values.chunks(rows * columns).map(plane).collect::<Vec<_>>().join(" | ");
    (text, values.into_iter().map(f64::from).collect())
}

/// `y[i, j] = Σ_{c,k,l} w[c, k, l] x[c, s i + d k − p, s j + d l − p]`, by the book; the side of the result.
fn direct(x: &[f64], w: &[f64], [c, n, k, s, p, d]: [usize; 6]) -> (usize, Vec<f64>) {
    let side = (n + 2 * p - d * (k - 1) - 1) / s + 1;
    let at = |channel: usize, y: usize, x_at: usize| {
        let (y, x_at) = (y.wrapping_sub(p), x_at.wrapping_sub(p));
        if y < n && x_at < n { x[(channel * n + y) * n + x_at] } else { 0.0 }
    };
    let mut map = vec![0.0; side * side];
    for (place, y) in map.iter_mut().enumerate() {
        let (i, j) = (place / side, place % side);
        for (tap, weight) in w.iter().enumerate().take(c * k * k) {
            let (channel, a, b) = (tap / (k * k), tap / k % k, tap % k);
            *y += weight * at(channel, s * i + d * a, s * j + d * b);
        }
    }
    (side, map)
}

fn close(got: &[f32], expected: &[f64], within: f64) {
    assert_eq!(got.len(), expected.len());
    for (got, expected) in got.iter().zip(expected) {
        assert!((f64::from(*got) - expected).abs() < within, "{got}, {expected}");
    }
}

#[test]
fn cnn_conv_op() {
    // The lecture's example: 3 and −1 first, and the greatest answers where the diagonal is.
    let frame = after(&[], 1, 0);
    let (rows, columns, map) = pictures(&frame, "map");
    assert_eq!((rows, columns, &map[..2]), (4, 4, &[3.0, -1.0][..]));
    let greatest: Vec<usize> = (0..16).filter(|at| map[*at] == metric(&frame, "largest") as f32).collect();
    assert_eq!(greatest, [0, 12], "top left and bottom left");
    // Step by step the window comes by every place, and then begins anew.
    for step in [0_u64, 1, 7, 15, 16, 21] {
        assert_eq!(metric(&after(&[], 1, step), "value") as f32, map[step as usize % 16]);
    }
    // ⌊(n + 2p − k)/s⌋ + 1 for every setting, and the numbers by the book.
    for (case, (s, p)) in (1..=4).flat_map(|s| (0..=3).map(move |p| (s, p))).enumerate() {
        let (n, k) = (5 + case % 7, 1 + case % 5);
        let (picture, x) = typed(case as u64, 1, n, n);
        let (kernel, w) = typed(100 + case as u64, 1, k, k);
        let (s_text, p_text) = (s.to_string(), p.to_string());
        let sets = [("picture", &*picture), ("kernel", &*kernel), ("stride", &*s_text), ("pad", &*p_text)];
        let (side, expected) = direct(&x, &w, [1, n, k, s, p, 1]);
        assert_eq!(side, (n + 2 * p - k) / s + 1);
        let cpu = after(&sets, 1, 0);
        assert_eq!((metric(&cpu, "rows"), metric(&cpu, "side")), (side as f64, side as f64));
        close(&pictures(&cpu, "map").2, &expected, 1e-5 * 60.0);
        if case % 5 == 0 {
            let gpu = pollster::block_on(run(&LAB, &crate::headless::Order { prefer: Prefer::Gpu, ..order(&sets, 1, 0) })).unwrap().frame;
            for (gpu, cpu) in pictures(&gpu, "map").2.iter().zip(pictures(&cpu, "map").2) {
                assert!((gpu - cpu).abs() < 1e-5 * (1.0 + cpu.abs()), "{gpu}, {cpu}");
            }
        }
    }
}

#[test]
fn dl_015() {
    // Random channels, filters, strides, paddings and dilations.
    for (case, [c, n, k, s, p, d]) in [[3, 8, 3, 2, 1, 1], [2, 11, 2, 3, 0, 3], [4, 7, 5, 1, 3, 1], [3, 12, 3, 1, 2, 2]].into_iter().enumerate() {
        let (picture, x) = typed(7 + case as u64, c, n, n);
        let (kernel, w) = typed(70 + case as u64, c, k, k);
        let numbers = [s, p, d].map(|number| number.to_string());
        let sets = [("picture", &*picture), ("kernel", &*kernel), ("stride", &*numbers[0]), ("pad", &*numbers[1]), ("dilation", &*numbers[2])];
        let frame = after(&sets, 3, 0);
        let (_, expected) = direct(&x, &w, [c, n, k, s, p, d]);
        close(&pictures(&frame, "map").2, &expected, 1e-3);
        // Channels add up: the parts of each alone are the map.
        assert!(metric(&frame, "parts_gap") < 1e-4, "{}", metric(&frame, "parts_gap"));
        let alone: Vec<(usize, Vec<f64>)> =
            (0..c).map(|at| direct(&x[at * n * n..][..n * n], &w[at * k * k..][..k * k], [1, n, k, s, p, d])).collect();
        let sums: Vec<f64> = (0..expected.len()).map(|place| alone.iter().map(|(_, part)| part[place]).sum()).collect();
        close(&pictures(&frame, "map").2, &sums, 1e-3);
    }
    // A picture moved by the stride moves the map by one, exactly.
    let stride = 2;
    let (_, x) = typed(21, 1, 12, 12);
    let text = |shift: usize| {
        let row = |y: usize| (0..12).map(|at| if at < shift { 0.0 } else { x[y * 12 + at - shift] }.to_string()).collect::<Vec<_>>().join(" ");
        (0..12).map(row).collect::<Vec<_>>().join(" / ")
    };
    let map = |shift| pictures(&after(&[("picture", &text(shift)), ("stride", "2")], 1, 0), "map");
    let ((rows, columns, still), (_, _, moved)) = (map(0), map(stride));
    for (row, column) in (0..rows).flat_map(|row| (1..columns).map(move |column| (row, column))) {
        assert_eq!(moved[row * columns + column], still[row * columns + column - 1]);
    }
}

#[test]
fn ae_unpooling() {
    for seed in [2, 9] {
        let (text, x) = typed(seed, 1, 8, 8);
        // The picture is pooled after a rectifier, as in the notes: no number below 0.
        let picture = text.replace('-', "");
        let x: Vec<f64> = x.iter().map(|x| x.abs()).collect();
        for op in ["unpool", "repeat"] {
            let frame = after(&[("op", op), ("picture", &picture)], seed, 0);
            assert_eq!(metric(&frame, "again_gap"), 0.0, "{op}: pooled again it is the same");
            let (_, _, back) = pictures(&frame, "second");
            let map = pictures(&frame, "map").2;
            for (at, value) in back.iter().enumerate() {
                let pooled = map[(at / 8 / 2) * 4 + at % 8 / 2];
                // The first of equals.
                let cells = (0..4).map(|i| (at / 16 * 2 + i / 2) * 8 + at % 8 / 2 * 2 + i % 2);
                let winner = cells.into_iter().find(|cell| x[*cell] as f32 == pooled) == Some(at);
                assert_eq!(*value, if op == "repeat" || winner { pooled } else { 0.0 }, "{op} at {at}");
            }
        }
    }
    let frame = after(&[("op", "unpool"), ("source", "digit")], 4, 0);
    assert_eq!((pictures(&frame, "map").0, pictures(&frame, "second").0), (14, 28));
}

#[test]
fn ae_deconvolution() {
    // One row of three points spreads over five with a filter of three: the lecture's case.
    let one = [("op", "spread"), ("picture", "1 2 3"), ("kernel", "4 5 6")];
    let frame = after(&one, 1, 2);
    assert_eq!(pictures(&frame, "map"), (1, 5, vec![4.0, 13.0, 28.0, 27.0, 18.0]));
    assert_eq!(pictures(&frame, "second").2, pictures(&frame, "map").2, "after the last point both ways have come to the same");
    assert_eq!(pictures(&after(&one, 1, 0), "second").2, [4.0, 5.0, 6.0, 0.0, 0.0], "after the first");
    for (case, [n, k, s, p, d]) in [[3, 3, 1, 0, 1], [5, 3, 2, 1, 1], [4, 2, 3, 0, 1], [6, 3, 2, 0, 2]].into_iter().enumerate() {
        let ((picture, _), (kernel, _)) = (typed(case as u64, 1, n, n), typed(50 + case as u64, 1, k, k));
        let numbers = [s, p, d].map(|number: usize| number.to_string());
        let sets = [("op", "spread"), ("picture", &*picture), ("kernel", &*kernel), ("stride", &*numbers[0]), ("pad", &*numbers[1]), ("dilation", &*numbers[2])];
        for seed in [1, 8] {
            let frame = after(&sets, seed, 0);
            assert_eq!(metric(&frame, "side"), ((n - 1) * s + d * (k - 1) + 1 - 2 * p) as f64);
            assert!(metric(&frame, "ways_gap") < 1e-5 * 9.0, "{}", metric(&frame, "ways_gap"));
            assert!(metric(&frame, "adjoint_gap") < 1e-5, "{}", metric(&frame, "adjoint_gap"));
        }
    }
    // Stride 2 with a filter of 3 lays one window on some cells and four on others; with a filter of 4 all inner cells get four.
    let big = typed(3, 1, 10, 10).0;
    let uneven = |kernel: &str| metric(&after(&[("op", "spread"), ("picture", &big), ("stride", "2"), ("kernel", kernel)], 1, 0), "uneven");
    assert_eq!(uneven(&typed(1, 1, 3, 3).0), 4.0);
    assert_eq!(uneven(&typed(1, 1, 4, 4).0), 1.0);
}

/// Pooling answers for its window: with the largest one cell gets the gradient, with the mean all do.
#[test]
fn pooling_sends_its_gradient() {
    for (seed, k) in [(3, 2), (5, 4)] {
        let (picture, _) = typed(seed, 1, 8, 8);
        let size = k.to_string();
        let of = |op: &str| after(&[("op", op), ("picture", &picture), ("window", &size)], seed, 0);
        let (largest, mean) = (of("max"), of("mean"));
        assert_eq!(metric(&largest, "reached"), 1.0);
        assert_eq!(metric(&mean, "reached"), (k * k) as f64);
        let share = 1.0 / (k * k) as f32;
        assert!(pictures(&mean, "second").2.iter().all(|gradient| *gradient == share));
    }
}

#[test]
fn what_does_not_fit_is_said() {
    type Case<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str);
    let cases: &[Case<'_>] = &[
        (&[("kernel", "1 2 / 3")], "kernel", "row 2 has 1 numbers, the first has 2"),
        (&[("kernel", "1 a")], "kernel", "got “a”"),
        (&[("kernel", "1 2 /")], "kernel", "empty row"),
        (&[("picture", "1 2 / 3 4")], "kernel", "covers 3×3 cells, the padded picture has 2×2"),
        (&[("kernel", "1 | 2"), ("source", "colours")], "kernel", "has 2 channels, the picture 3"),
        (&[("op", "max"), ("picture", "1")], "window", "larger than the picture of 1×1"),
        (&[("op", "spread"), ("picture", "1"), ("pad", "2")], "pad", "nothing is left"),
        (&[("source", "colours"), ("groups", "2")], "groups", "3 channels do not fall into 2"),
    ];
    for (sets, field, said) in cases {
        let error = refused(sets);
        assert_eq!(error.field.as_deref(), Some(*field), "{}", error.text.en);
        assert!(error.text.en.contains(said), "{}", error.text.en);
    }
}

/// With groups each map is the convolution of its own channels, by the book; of as many groups as channels nothing is summed.
#[test]
fn groups_have_maps_of_their_own() {
    for (seed, [c, n, k, s, p, d, groups]) in [[4, 7, 3, 1, 1, 1, 2], [4, 8, 2, 2, 0, 1, 4], [3, 6, 3, 1, 0, 2, 3], [4, 5, 1, 1, 0, 1, 1]].into_iter().enumerate() {
        let ((picture, x), (kernel, w)) = (typed(seed as u64, c, n, n), typed(30 + seed as u64, c, k, k));
        let numbers = [s, p, d, groups].map(|number: usize| number.to_string());
        let each = c / groups;
        let maps: Vec<f64> = (0..groups).flat_map(|g| direct(&x[g * each * n * n..], &w[g * each * k * k..], [each, n, k, s, p, d]).1).collect();
        for channel in 1..=c {
            let at = channel.to_string();
            let sets = [("picture", &*picture), ("kernel", &*kernel), ("stride", &*numbers[0]), ("pad", &*numbers[1]), ("dilation", &*numbers[2]), ("groups", &*numbers[3]), ("channel", &*at)];
            let frame = after(&sets, seed as u64, 4);
            let (rows, columns, map) = pictures(&frame, "map");
            close(&map, &maps, 1e-3);
            assert_eq!(metric(&frame, "maps"), groups as f64);
            assert!(metric(&frame, "parts_gap") < 1e-4);
            // The number, and what it is made of, are of the group that has the channel.
            let (group, cells) = ((channel - 1) / each, rows * columns);
            let value = metric(&frame, "value");
            assert!((value - maps[group * cells + 4 % cells]).abs() < 1e-3, "{value}");
            let Some(Content::Bars(parts)) = frame.panel("parts") else { panic!("no parts") };
            let names: Vec<String> = (group * each..(group + 1) * each).map(|c| (c + 1).to_string()).collect();
            assert_eq!(parts.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>(), names);
            assert!((parts.iter().map(|(_, part)| f64::from(*part)).sum::<f64>() - value).abs() < 1e-4);
        }
    }
}

/// On the maps of a first layer the filter is 25 deep, and the 25 parts are one number.
#[test]
fn depth_is_summed() {
    for seed in [1, 6] {
        let frame = after(&[("source", "maps"), ("at", "40")], seed, 3);
        assert_eq!((metric(&frame, "channels"), metric(&frame, "maps"), metric(&frame, "side")), (25.0, 1.0, 11.0));
        let Some(Content::Bars(parts)) = frame.panel("parts") else { panic!("no parts") };
        let sum: f32 = parts.iter().map(|(_, part)| part).sum();
        assert_eq!(parts.len(), 25);
        assert!((f64::from(sum) - metric(&frame, "value")).abs() < 1e-5, "{sum}");
        assert!(metric(&frame, "parts_gap") < 1e-5);
    }
}
