//! Numbers that say how good generated points are, on a perfect generator and on one that makes a single point.

use super::super::measure::{apart, density, found, js, mmd, sliced};
use super::super::target::Target;
use super::put;
use classic::transport;

const COUNT: usize = 12_000;

/// Real points, as many others, and one point over and over.
fn three(data: &str) -> (Target, [Vec<[f32; 2]>; 3]) {
    let target = Target::of(&put(&[("data", data)]), 5);
    let cut = |from: u64| target.points(5, from, COUNT).as_chunks::<2>().0.to_vec();
    let (real, perfect) = (cut(1 << 20), cut(1 << 22));
    let point = vec![[2.0, 0.0]; COUNT];
    (target, [real, perfect, point])
}

#[test]
fn every_measure_knows_the_perfect_generator_and_the_one_that_makes_a_point() {
    let (target, [real, perfect, point]) = three("ring-8");
    let best = found(&perfect, &target.centres, target.spread);
    assert_eq!(best.modes, 8);
    // Of a Gaussian's own points 1 − e^(−9/2) are within three deviations.
    assert!((best.good - 0.98889).abs() < 0.004 && best.uneven < 0.02, "{best:?}");
    let worst = found(&point, &target.centres, target.spread);
    assert_eq!((worst.modes, worst.good), (1, 1.0));
    assert!((worst.uneven - 7.0 / 8.0).abs() < 1e-9);

    // Projections of the ring on a line: the mean distance of a uniform circle of radius 2 to (2, 0).
    assert!(sliced(&perfect, &real) < 0.04, "{}", sliced(&perfect, &real));
    let far = sliced(&point, &real);
    assert!((1.0..2.5).contains(&far), "{far}");

    let (one, other) = (&perfect[..1000], &real[..1000]);
    assert!(mmd(one, other).abs() < 2e-3, "{}", mmd(one, other));
    assert!(mmd(&point[..1000], other) > 0.2, "{}", mmd(&point[..1000], other));

    let p = density(&real, target.reach);
    assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    let zero = js(&p, &density(&perfect, target.reach));
    assert!((0.0..2e-3).contains(&zero), "{zero}");
    // Seven eighths of the data are where the point is not; ln 2 is the most that there is.
    let most = js(&p, &density(&point, target.reach));
    assert!(most > 0.5 && most <= std::f64::consts::LN_2 + 1e-9, "{most}");
    // Points outside the window are not lost.
    let outside = js(&p, &density(&vec![[9.0, 9.0]; COUNT], target.reach));
    assert!((outside - std::f64::consts::LN_2).abs() < 1e-9, "{outside}");

    assert!((apart(&perfect, 1) / apart(&real, 1) - 1.0).abs() < 0.05);
    assert_eq!(apart(&point, 1), 0.0);
}

#[test]
fn exact_distance_lies_between_the_sliced_one_and_what_chance_leaves() {
    const SOME: usize = 256;
    let (_, [real, perfect, point]) = three("ring-8");
    let flat = |points: &[[f32; 2]]| points[..SOME].iter().flatten().map(|x| f64::from(*x)).collect::<Vec<_>>();
    let w1 = |a: &[[f32; 2]], b: &[[f32; 2]]| {
        let cost = transport::distances(&flat(a), &flat(b), 2);
        transport::assignment(&cost, SOME).unwrap().cost / SOME as f64
    };
    let mean = real[..SOME].iter().map(|[x, y]| f64::from((x - 2.0).hypot(*y))).sum::<f64>() / SOME as f64;
    // To a single point every plan costs the same.
    assert!((w1(&point, &real) - mean).abs() < 1e-6);
    // Projections are never farther apart than what is projected.
    assert!(w1(&perfect, &real) > sliced(&perfect[..SOME], &real[..SOME]));
    assert!(w1(&perfect, &real) < 0.6);
}
