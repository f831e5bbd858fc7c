use data::augment::{cutout, elastic, mixup, noise, scale, shift, turn};
use data::maths::{atan2, hypot};
use data::picture::Picture;
use data::random::Random;

fn picture(channels: usize, height: usize, width: usize) -> Picture {
    let mut random = Random::of(9, 0);
    let values = (0..channels * height * width).map(|_| random.unit()).collect();
    Picture { channels, height, width, values }
}

/// A change of a picture by a strength, for an item.
type Change = (&'static str, fn(&Picture, f32, u64, u64) -> Picture);

const ALL: [Change; 7] = [
    ("shift", |p, s, seed, i| shift(p, (4.0 * s) as usize, seed, i)),
    ("turn", |p, s, seed, i| turn(p, s, seed, i)),
    ("scale", |p, s, seed, i| scale(p, s, seed, i)),
    ("elastic", |p, s, seed, i| elastic(p, 34.0 * s, 4.0, seed, i)),
    ("noise", |p, s, seed, i| noise(p, s, seed, i)),
    ("cutout", |p, s, seed, i| cutout(p, (8.0 * s) as usize, seed, i)),
    ("mixup", |p, s, seed, i| mixup(p, &Picture::black(p.channels, p.height, p.width), s, seed, i).unwrap().0),
];

#[test]
fn strength_zero_leaves_every_bit() {
    for (name, change) in ALL {
        for (channels, height, width) in [(1, 28, 28), (3, 15, 20), (1, 1, 1), (1, 0, 0)] {
            let picture = picture(channels, height, width);
            for index in 0..20 {
                assert_eq!(change(&picture, 0.0, 5, index), picture, "{name} {height}");
            }
        }
    }
}

#[test]
fn seed_and_index_alone_decide() {
    let picture = picture(3, 28, 28);
    for (name, change) in ALL {
        assert_eq!(change(&picture, 0.5, 1, 7), change(&picture, 0.5, 1, 7), "{name}");
        let others =
            (0..10).filter(|index| change(&picture, 0.5, 1, *index) != change(&picture, 0.5, 2, *index)).count();
        assert!(others >= 8, "{name}: {others} of 10 differ with the seed");
        let found = (0..10).map(|index| change(&picture, 0.5, 1, index)).collect::<Vec<_>>();
        assert!(found.iter().all(|p| p.values.iter().all(|v| (0.0..=1.0).contains(v))), "{name}");
        assert!(found.windows(2).filter(|two| two[0] != two[1]).count() >= 7, "{name}: items differ");
    }
}

#[test]
fn points_go_where_the_formula_says() {
    let mut dot = Picture::black(1, 21, 21);
    dot.values[10 * 21 + 16] = 1.0;
    let place = |p: &Picture| {
        let sum: f32 = p.values.iter().sum();
        let mean =
            |of: fn(usize) -> usize| p.values.iter().enumerate().map(|(at, v)| v * of(at) as f32).sum::<f32>() / sum;
        (mean(|at| at % 21) - 10.0, mean(|at| at / 21) - 10.0)
    };
    let mut moves = std::collections::BTreeSet::new();
    for index in 0..200 {
        let (x, y) = place(&shift(&dot, 2, 3, index));
        moves.insert(((x - 6.0) as i32, y as i32));
        let (x, y) = place(&turn(&dot, 1.5, 3, index));
        assert!((hypot(x, y) - 6.0).abs() < 0.4 && atan2(y, x).abs() < 1.6, "{x} {y}");
        let (x, y) = place(&scale(&dot, 0.4, 3, index));
        assert!(y.abs() < 1e-4 && (6.0 * 0.64..6.0 * 1.55).contains(&x), "{x} {y}");
    }
    assert_eq!(moves.len(), 25, "all moves of up to two points");
    // Both ways of turning, and of scaling, come.
    let turned: Vec<f32> = (0..100).map(|index| place(&turn(&dot, 1.0, 3, index)).1).collect();
    assert!(turned.iter().filter(|y| **y > 0.0).count().abs_diff(50) < 20);
    let scaled: Vec<f32> = (0..100).map(|index| place(&scale(&dot, 0.4, 3, index)).0).collect();
    assert!(scaled.iter().filter(|x| **x > 6.0).count().abs_diff(50) < 20);
}

#[test]
fn values_change_as_the_formula_says() {
    let grey = Picture { values: vec![0.5; 10_000], ..Picture::black(1, 100, 100) };
    let noisy = noise(&grey, 0.1, 1, 0).values;
    let mean = noisy.iter().sum::<f32>() / 1e4;
    let deviation = (noisy.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / 1e4).sqrt();
    assert!((mean - 0.5).abs() < 0.005 && (deviation - 0.1).abs() < 0.003, "{mean} {deviation}");

    let black = |index| cutout(&grey, 10, 1, index).values.iter().filter(|v| **v == 0.0).count();
    assert!((0..50).all(|index| (25..=100).contains(&black(index))));
    assert!((0..50).filter(|index| black(*index) == 100).count() > 30);

    let white = Picture { values: vec![1.0; 4], ..Picture::black(1, 2, 2) };
    let none = Picture::black(1, 2, 2);
    let (mixed, share) = mixup(&white, &none, 0.4, 1, 3).unwrap();
    assert!(share > 0.0 && mixed.values.iter().all(|v| *v == share));
    assert!(mixup(&white, &grey, 0.4, 1, 3).is_none());
    let mean = (0..2000).map(|index| mixup(&white, &none, 0.4, 1, index).unwrap().1).sum::<f32>() / 2000.0;
    assert!((mean - 0.5).abs() < 0.03, "{mean}");
}

/// Neighbouring points move together, and the further, the larger alpha is.
#[test]
fn elastic_bends_smoothly() {
    let ramp = Picture {
        values: (0..28 * 28).map(|at| (at % 28) as f32 / 56.0 + 0.25).collect(),
        ..Picture::black(1, 28, 28)
    };
    let moved = |alpha: f32| -> Vec<f32> {
        let bent = elastic(&ramp, alpha, 4.0, 1, 0);
        let inside = (8..20).flat_map(|y| (8..20).map(move |x| y * 28 + x));
        inside.map(|at| (bent.values[at] - ramp.values[at]) * 56.0).collect()
    };
    let (small, large) = (moved(10.0), moved(20.0));
    let most = |v: &[f32]| v.iter().fold(0.0_f32, |m, v| m.max(v.abs()));
    assert!((most(&large) / most(&small) - 2.0).abs() < 0.05, "{} {}", most(&small), most(&large));
    let jumps: Vec<f32> = large.chunks(12).flat_map(|row| row.windows(2).map(|w| w[1] - w[0])).collect();
    assert!(most(&jumps) < 0.5 * most(&large), "{} {}", most(&jumps), most(&large));
    assert!(most(&large) > 0.3, "{}", most(&large));
}
