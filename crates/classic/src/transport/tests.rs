#![allow(clippy::unwrap_used, reason = "tests stop at the first surprise")]

use super::*;
use proptest::prelude::*;

/// Numbers from 0 to 1 by a small congruential generator.
fn numbers(seed: u64, count: usize) -> Vec<f64> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    (0..count).map(|_| next()).collect()
}

fn masses(seed: u64, count: usize) -> Vec<f64> {
    let raw: Vec<f64> = numbers(seed, count).iter().map(|v| if *v < 0.2 { 0.0 } else { *v }).collect();
    let whole: f64 = raw.iter().sum::<f64>() + 0.1;
    raw.iter().enumerate().map(|(k, v)| (v + if k == 0 { 0.1 } else { 0.0 }) / whole).collect()
}

/// Marginals, signs, feasible duals, and equal values of both.
fn prove(cost: &[f64], p: &[f64], q: &[f64], plan: &Plan) {
    let m = q.len();
    assert!(plan.mass.iter().all(|mass| *mass >= 0.0));
    for (row, p) in plan.mass.chunks(m).zip(p) {
        assert!((row.iter().sum::<f64>() - p).abs() < 1e-9);
    }
    for (j, q) in q.iter().enumerate() {
        assert!((plan.mass.iter().skip(j).step_by(m).sum::<f64>() - q).abs() < 1e-9);
    }
    for (k, c) in cost.iter().enumerate() {
        assert!(plan.u[k / m] + plan.v[k % m] <= c + 1e-9, "{k}");
    }
    let dual: f64 = p.iter().zip(&plan.u).chain(q.iter().zip(&plan.v)).map(|(mass, price)| mass * price).sum();
    assert!((dual - plan.cost).abs() < 1e-9, "{dual} against {}", plan.cost);
}

/// The least over all permutations.
fn brute(cost: &[f64], n: usize, row: usize, used: &mut Vec<bool>) -> f64 {
    if row == n {
        return 0.0;
    }
    let mut least = f64::INFINITY;
    for j in 0..n {
        if !used[j] {
            used[j] = true;
            least = least.min(cost[row * n + j] + brute(cost, n, row + 1, used));
            used[j] = false;
        }
    }
    least
}

#[test]
fn two_heaps_at_a_distance() {
    assert_eq!(line(&[0.0], &[1.0], &[3.5], &[1.0]), Ok(3.5));
    let found = plan(&[3.5], &[1.0], &[1.0]).unwrap();
    assert_eq!((found.cost, found.mass), (3.5, vec![1.0]));
    // Half of the heap stays, half moves by 2.
    assert_eq!(line(&[0.0, 0.0], &[0.5, 0.5], &[0.0, 2.0], &[0.5, 0.5]), Ok(1.0));
}

#[test]
fn what_is_refused() {
    assert_eq!(plan(&[1.0], &[], &[1.0]), Err(ClassicError::Empty));
    assert_eq!(plan(&[1.0], &[1.0], &[2.0]), Err(ClassicError::Totals { from: 1.0, to: 2.0 }));
    assert_eq!(plan(&[1.0], &[0.0], &[0.0]), Err(ClassicError::Totals { from: 0.0, to: 0.0 }));
    assert_eq!(line(&[0.0, 1.0], &[2.0, -1.0], &[0.0], &[1.0]), Err(ClassicError::Negative { what: "x", at: 1 }));
    assert_eq!(plan(&[1.0], &[1.0], &[0.5, 0.5]), Err(ClassicError::Shape { what: "c", expected: 2, found: 1 }));
    assert!(matches!(assignment(&[f64::NAN], 1), Err(ClassicError::NotFinite { .. })));
    assert_eq!(assignment(&[], 0), Err(ClassicError::Empty));
    assert_eq!(sinkhorn(&[1.0], &[1.0], &[1.0], 0.0, 3), Err(ClassicError::NotPositive { what: "ε" }));
    for error in [ClassicError::Totals { from: 1.0, to: 2.0 }, ClassicError::Negative { what: "p", at: 0 }] {
        assert!(!error.en().is_empty() && !error.zh().is_empty());
    }
}

#[test]
fn five_hundred_points() {
    let n = 512;
    let cost = distances(&numbers(1, 2 * n), &numbers(2, 2 * n), 2);
    let began = std::time::Instant::now();
    let found = assignment(&cost, n).unwrap();
    let took = began.elapsed().as_secs_f64();
    let dual: f64 = found.u.iter().chain(&found.v).sum();
    assert!((dual - found.cost).abs() < 1e-9 * found.cost, "{dual} against {}", found.cost);
    assert!(cost.iter().enumerate().all(|(k, c)| found.u[k / n] + found.v[k % n] <= c + 1e-9));
    assert!(took < 1.0, "{took} s");
}

#[test]
fn sinkhorn_becomes_exact() {
    let (n, m) = (64, 64);
    let cost = distances(&numbers(3, 2 * n), &numbers(4, 2 * m), 2);
    let (p, q) = (masses(5, n), masses(6, m));
    let exact = plan(&cost, &p, &q).unwrap();
    let mut off = f64::INFINITY;
    for epsilon in [0.3, 0.1, 0.03, 0.003] {
        let found = sinkhorn(&cost, &p, &q, epsilon, 3000).unwrap();
        let now = found.cost / exact.cost - 1.0;
        assert!(now > -1e-6 && now < off, "ε {epsilon}: {now} after {off}");
        assert!(found.gap < 1e-4, "ε {epsilon}: rows lack {}", found.gap);
        off = now;
    }
    assert!(off < 0.01, "{off}");
}

proptest! {
    #[test]
    fn a_plan_proves_itself(seed in any::<u64>(), n in 1_usize..24, m in 1_usize..24) {
        let (p, q) = (masses(seed, n), masses(seed ^ 1, m));
        let cost = distances(&numbers(seed ^ 2, 2 * n), &numbers(seed ^ 3, 2 * m), 2);
        prove(&cost, &p, &q, &plan(&cost, &p, &q).unwrap());
        // Costs need be no distances, nor positive.
        let cost: Vec<f64> = numbers(seed ^ 4, n * m).iter().map(|v| (v * 7.0).floor() - 3.0).collect();
        prove(&cost, &p, &q, &plan(&cost, &p, &q).unwrap());
    }

    #[test]
    fn an_assignment_is_the_least_of_all(seed in any::<u64>(), n in 1_usize..7, coarse in any::<bool>()) {
        let cost = numbers(seed, n * n);
        let cost: Vec<f64> = cost.iter().map(|v| if coarse { (v * 4.0).floor() } else { *v }).collect();
        let least = brute(&cost, n, 0, &mut vec![false; n]);
        let found = assignment(&cost, n).unwrap();
        let mut columns = found.columns.clone();
        columns.sort_unstable();
        prop_assert_eq!(columns, (0..n).collect::<Vec<_>>());
        prop_assert!((found.cost - least).abs() < 1e-12);
        let dual: f64 = found.u.iter().chain(&found.v).sum();
        prop_assert!((dual - least).abs() < 1e-9);
        // The same as masses of 1.
        let planned = plan(&cost, &vec![1.0; n], &vec![1.0; n]).unwrap();
        prop_assert!((planned.cost - least).abs() < 1e-9);
    }

    #[test]
    fn a_line_is_a_plan(seed in any::<u64>(), n in 1_usize..16, m in 1_usize..16) {
        let (x, y) = (numbers(seed, n), numbers(seed ^ 1, m));
        let (p, q) = (masses(seed ^ 2, n), masses(seed ^ 3, m));
        let planned = plan(&distances(&x, &y, 1), &p, &q).unwrap();
        prop_assert!((line(&x, &p, &y, &q).unwrap() - planned.cost).abs() < 1e-9);
    }
}
