//! Entries about the second derivative: taylor-circle, hessian-check, minima-rare, feat-scale.

use super::*;
use crate::gradient_descent::net::{Net, SIZE, Spectrum};
use classic::symmetric::eigen;

/// Standardising makes the bowl round: condition from (scale ratio)² to below 2, and far fewer steps to the floor.
#[test]
fn feat_scale() {
    let csv = table(300);
    let condition = |scale: &str| {
        let frame = fit(&csv, &[("target", "y"), ("features", "a,b"), ("scale", scale)], 0).unwrap().frame;
        metric(&frame, "lambda_max") / metric(&frame, "lambda_min")
    };
    let (before, after) = (condition("false"), condition("true"));
    assert!((before / 1e4 - 1.0).abs() < 0.3, "ratio of scales 100: {before}");
    assert!(after < 2.0, "{after}");

    // Steps until the loss is within 1 % of its start above the floor, each at nine tenths of its own stability edge.
    let steps = |scale: &str, most: u64| {
        let sharpest = metric(&fit(&csv, &[("target", "y"), ("features", "a,b"), ("scale", scale)], 0).unwrap().frame, "lambda_max");
        let rate = (1.8 / sharpest).to_string();
        let sets = [("target", "y"), ("features", "a,b"), ("scale", scale), ("optimiser", "gd"), ("lr", rate.as_str())];
        let frame = fit(&csv, &sets, most).unwrap().frame;
        let floor = metric(&frame, "loss_closed_form") as f32;
        let Some(Content::Lines(losses)) = frame.panel("losses") else { panic!("no losses") };
        let losses = losses.iter().find(|series| series.key == "gd").unwrap();
        let goal = floor * 1.01;
        losses.x.0.iter().zip(&losses.y.0).find(|(_, loss)| **loss <= goal).map(|(step, _)| *step)
    };
    let quick = steps("true", 400).expect("a round bowl is quick");
    let slow = steps("false", 60_000).unwrap_or(60_000.0);
    assert!(slow >= 50.0 * quick, "{quick} steps scaled, {slow} as it came");

    // After scaling the way down points at the minimum.
    let frame = fit(&csv, &[("target", "y"), ("features", "a,b"), ("optimiser", "gd"), ("lr", "0.0001")], 1).unwrap().frame;
    let (x, y) = path(&frame, "gd", 0);
    let far = fit(&csv, &[("target", "y"), ("features", "a,b"), ("optimiser", "gd")], 2000).unwrap().frame;
    let step = (f64::from(x[1] - x[0]), f64::from(y[1] - y[0]));
    let way = (metric(&far, "x") - f64::from(x[0]), metric(&far, "y") - f64::from(y[0]));
    let cosine = (step.0 * way.0 + step.1 * way.1) / (step.0.hypot(step.1) * way.0.hypot(way.1));
    assert!(cosine > 10_f64.to_radians().cos(), "{} degrees", cosine.acos().to_degrees());
}

/// The lowest place on a small circle lies against the gradient, the better the smaller the circle; Newton's step lands in the
/// middle of a quadratic; and gradient descent need not lower the loss.
#[test]
fn taylor_circle() {
    let surfaces = [("(1-x)^2+10*(y-x^2)^2", "-0.7", "1.6"), ("x^2+0.3*y^2+sin(2*x+y)", "1.1", "-0.4"), ("exp(0.5*x)+y^2+0.3*x*y", "0.3", "0.9")];
    for (f, x0, y0) in surfaces {
        let angle = |radius: f64| {
            let radius = radius.to_string();
            let frame = cpu(&[("f", f), ("x0", x0), ("y0", y0), ("tool", "circle"), ("radius", &radius)], 0);
            let (promised, got, best) = (metric(&frame, "circle_promised"), metric(&frame, "circle_got"), metric(&frame, "circle_best"));
            assert!(best >= got - 1e-9, "nothing on the rim is lower than the lowest");
            (metric(&frame, "circle_angle"), (got / promised - 1.0).abs())
        };
        let found = [0.04, 0.02, 0.01].map(angle);
        for pair in found.windows(2) {
            let ratio = pair[1].0 / pair[0].0;
            assert!((ratio - 0.5).abs() < 0.1, "{f}: {} then {} degrees", pair[0].0, pair[1].0);
            assert!(pair[1].1 < pair[0].1, "{f}: what is promised is got, the nearer the smaller the circle");
        }
        // A circle as large as the surface's features is not to be trusted.
        assert!(angle(1.0).0 > 2.0 * found[0].0);
    }
    for (a, b, c) in [(2.0, 0.5, 0.3), (30.0, 1.0, -2.0)] {
        let f = format!("{a}*x^2 + {b}*y^2 + {c}*x*y + x - 2*y");
        let frame = cpu(&[("f", &f), ("tool", "circle")], 0);
        let (x, y) = (metric(&frame, "newton_x"), metric(&frame, "newton_y"));
        let [gx, gy] = slope(&f, x, y);
        assert!(gx.hypot(gy) < 1e-4 * a, "one step is enough: gradient ({gx}, {gy}) at ({x}, {y})");
        let edge = metric(&frame, "edge");
        for (share, falls) in [(0.98, true), (1.02, false)] {
            let rate = (edge * share).to_string();
            let [before, after] = [60, 61].map(|steps| {
                metric(&cpu(&[("f", &f), ("optimiser", "gd"), ("lr", &rate), ("show", "gd")], steps), "loss")
            });
            assert_eq!(after < before, falls, "η = {share} · 2/λ: {before} → {after}");
        }
    }
}

/// Eigenvalues against Jacobi's of a Hessian that differences have made; symmetry; the escape from a saddle; and of a small network
/// that has been trained.
#[test]
fn hessian_check() {
    let f = "(1-x*y)^2 + 0.1*x^3";
    for (x, y) in [(0.0_f64, 0.0_f64), (0.7, -0.4), (-1.2, 0.9)] {
        let frame = cpu(&[("f", f), ("x0", &x.to_string()), ("y0", &y.to_string())], 0);
        let d = 1e-4;
        let bend = |i: usize, j: usize| {
            let step = |k: usize, sign: f64| if k == 0 { (sign * d, 0.0) } else { (0.0, sign * d) };
            let at = |a: f64, b: f64| {
                let ((ax, ay), (bx, by)) = (step(i, a), step(j, b));
                height(f, x + ax + bx, y + ay + by)
            };
            (at(1.0, 1.0) - at(1.0, -1.0) - at(-1.0, 1.0) + at(-1.0, -1.0)) / (4.0 * d * d)
        };
        let values = eigen(&[bend(0, 0), bend(0, 1), bend(1, 0), bend(1, 1)], 2).unwrap().values;
        let scale = values[0].abs().max(1.0);
        assert!((metric(&frame, "lambda_max") - values[0]).abs() < 1e-4 * scale && (metric(&frame, "lambda_min") - values[1]).abs() < 1e-4 * scale);
    }
    // (1 − xy)² at the origin: eigenvalues ±2, a saddle. The escape goes down by ½|λ|s².
    for f in ["(1-x*y)^2", "x^2 - y^2 + 0.25*y^4", "x^3 - 3*x*y^2 + 2*x^2 - y^2"] {
        let frame = cpu(&[("f", f), ("x0", "0"), ("y0", "0"), ("tool", "hessian"), ("view", "-1,-1;1,1")], 0);
        assert_eq!(word(&frame, "verdict"), "saddle", "{f}");
        let to = (metric(&frame, "escape_x"), metric(&frame, "escape_y"));
        let (size, drop) = (to.0.hypot(to.1), height(f, 0.0, 0.0) - height(f, to.0, to.1));
        let expected = 0.5 * metric(&frame, "lambda_min").abs() * size * size;
        assert!((drop / expected - 1.0).abs() < 0.1, "{f}: {drop}, expected {expected}");
    }
    let minimum = cpu(&[("f", "x^2+3*y^2"), ("x0", "0"), ("y0", "0"), ("tool", "hessian")], 0);
    assert!(word(&minimum, "verdict") == "minimum" && minimum.metric("escape_x").is_none());
    assert_eq!(word(&cpu(&[("f", "-x^2-3*y^2"), ("x0", "0"), ("y0", "0")], 0), "verdict"), "maximum");

    // XOR, 33 parameters, trained until the gradient is small.
    for seed in [1, 5] {
        let sets = [("task", "net"), ("set", "xor"), ("optimiser", "adam"), ("lr", "0.02"), ("tool", "hessian"), ("show", "adam")];
        let outcome = pollster::block_on(run(&LAB, &Order { seed, ..order(&sets, 3000, Prefer::Cpu) })).unwrap();
        let frame = outcome.frame;
        assert!(metric(&frame, "grad_norm") < 0.02, "{}", metric(&frame, "grad_norm"));
        assert!(metric(&frame, "asymmetry") < 1e-4, "{}", metric(&frame, "asymmetry"));
        let Some(Content::Bars(bars)) = frame.panel("spectrum") else { panic!("no spectrum") };
        assert_eq!(bars.len(), SIZE);
        assert!(bars.windows(2).all(|pair| pair[0].1 >= pair[1].1));
    }
    // The Hessian of the network against differences of its loss in f64.
    let mut params = Params::defaults(TABLE);
    params.set(TABLE, "set", "xor").unwrap();
    let net = Net::new(&params, 3);
    let theta = net.beginning();
    let curved = pollster::block_on(Spectrum::new(&net).unwrap().at(&theta)).unwrap();
    let d = 1e-3_f32;
    let moved = |i: usize, a: f32, j: usize, b: f32| {
        let mut there = theta.clone();
        there[i] += a * d;
        there[j] += b * d;
        net.loss(&there)
    };
    let mut truth = vec![0.0; SIZE * SIZE];
    for i in 0..SIZE {
        for j in 0..SIZE {
            let corners = moved(i, 1.0, j, 1.0) - moved(i, 1.0, j, -1.0) - moved(i, -1.0, j, 1.0) + moved(i, -1.0, j, -1.0);
            truth[i * SIZE + j] = corners / (4.0 * f64::from(d) * f64::from(d));
        }
    }
    for i in 0..SIZE {
        for j in 0..i {
            let mean = (truth[i * SIZE + j] + truth[j * SIZE + i]) / 2.0;
            (truth[i * SIZE + j], truth[j * SIZE + i]) = (mean, mean);
        }
    }
    let (expected, found) = (eigen(&truth, SIZE).unwrap().values, curved.values());
    for (expected, found) in expected.iter().zip(&found) {
        // The places are single precision, so the differences know three or four digits of the largest.
        assert!((expected - found).abs() < 1e-3 * expected.abs().max(1.0), "{expected}, {found}");
    }
}

/// Random symmetric matrices are positive definite far less often than coins fall heads, and the critical points of a small network
/// that lie lower have fewer ways down.
#[test]
fn minima_rare() {
    for seed in [1, 2, 9] {
        let sets = [("task", "chance"), ("set", "xor")];
        let outcome = pollster::block_on(run(&LAB, &Order { seed, ..order(&sets, 40, Prefer::Cpu) })).unwrap();
        let frame = outcome.frame;
        let share = |n: usize| metric(&frame, &format!("share_{n}"));
        assert!((share(2) - 0.146).abs() < 0.006 && (share(3) - 0.025).abs() < 0.003, "{} {}", share(2), share(3));
        let (sizes, measured) = line(&frame, "chance", "measured");
        for (n, share) in sizes.iter().zip(&measured).skip(1).filter(|(_, share)| !share.is_nan()) {
            assert!(*share < 0.5_f32.powi(*n as i32), "{share} for {n}");
        }
        // The share falls faster than by half from each size to the next, and ever faster.
        let falls: Vec<f32> = measured.windows(2).take(3).map(|pair| pair[1] / pair[0]).collect();
        assert!(falls.windows(2).all(|pair| pair[1] < pair[0]) && falls[0] < 0.5, "{falls:?}");
        assert!(metric(&frame, "critical") >= 20.0, "{}", metric(&frame, "critical"));
        assert!(metric(&frame, "correlation") > 0.5, "seed {seed}: {}", metric(&frame, "correlation"));
    }
}

/// A run of chance can be gone back to, and goes on from there as it did.
#[test]
fn a_run_of_chance_is_saved_and_goes_on() {
    let (mut here, _) = model(&[("task", "chance"), ("set", "xor")]);
    here.advance(3).unwrap();
    let kept = saved(&mut *here);
    let first = run_on(&mut *here, 2);
    // A share of none is no number, and not equal to itself.
    let told = |frame: &Frame| (frame.step, frame.run, frame.metrics.clone(), frame.panel("critical").cloned());
    let (mut there, _) = model(&[("task", "chance"), ("set", "xor")]);
    there.restore(&kept).unwrap();
    assert_eq!(frame(&mut *there).step, 3);
    assert_eq!(told(&run_on(&mut *there, 2)), told(&first));
    assert!(there.plan().is_some(), "or nothing would run on the page");
    let (mut other, _) = model(&[]);
    assert!(other.restore(&kept).is_err());
}
