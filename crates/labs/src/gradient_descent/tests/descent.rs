//! Entries of the syllabus about descent itself: gd-1d, gd-2d, local-minima, sgd's data, DL-006 to DL-008.

use super::*;
use crate::gradient_descent::tools::basins::{Basins, COARSE, GRID, STEPS, sort};
use compute::Device;
use nn::Optimiser;

const TWO_VALLEYS: &str = "(x^2-1)^2 + 0.3*x";

/// A curve with two valleys: the start decides; the slope is nearly zero at the end; and a grid of 1000 values of w needs twenty
/// times as many evaluations to come as near.
#[test]
fn gd_1d() {
    for (start, end) in [("1.5", 0.960), ("0.4", 0.960), ("-1.5", -1.036), ("-0.2", -1.036)] {
        let sets = [("f", TWO_VALLEYS), ("x0", start), ("y0", "0"), ("optimiser", "gd"), ("lr", "0.05"), ("show", "gd")];
        let frame = cpu(&sets, 400);
        assert!((metric(&frame, "x") - end).abs() < 1e-3, "from {start}: {}", metric(&frame, "x"));
        assert!(metric(&frame, "grad_norm") < 1e-4 && word(&frame, "verdict") == "minimum");
        // A grid of 1000 places over [−2, 2] is at most half a cell off.
        let (x, _) = path(&frame, "gd", 0);
        let evaluations = x.iter().position(|x| (f64::from(*x) - metric(&frame, "x")).abs() <= 2.0 / 1000.0).unwrap();
        assert!(evaluations < 50, "{evaluations} evaluations from {start}");
        // Each step goes against the sign of the slope, η times as far as the slope is long.
        for pair in x.windows(2).take(20) {
            let expected = f64::from(pair[0]) - 0.05 * slope(TWO_VALLEYS, f64::from(pair[0]), 0.0)[0];
            assert!((f64::from(pair[1]) - expected).abs() < 1e-5);
        }
    }
    assert!(height(TWO_VALLEYS, 0.960, 0.0) > height(TWO_VALLEYS, -1.036, 0.0) + 0.5, "one valley is lower");
}

/// Where ten thousand balls end, one for each cell of a view.
fn ends(f: &str, view: [(f64, f64); 2], sets: &[(&str, &str)]) -> Vec<[f32; 2]> {
    let mut params = Params::defaults(TABLE);
    params.set_all(TABLE, &pairs(sets)).unwrap();
    let ast = crate::gradient_descent::formula::read(f).unwrap();
    let mut basins = Basins::new(&Device::cpu(), &ast, Optimiser::Gd, &params, GRID).unwrap();
    pollster::block_on(basins.run(view, &params, 1.0, 7)).unwrap()
}

/// The mean squared error of `w₁·x₁ + w₂·x₂` on four rows.
const REGRESSION: &str = "((x+2*y-5)^2 + (2*x+y-4)^2 + (x-y+1)^2 + (3*x+y-5)^2)/4";

#[test]
fn gd_2d() {
    // Every step stands upright on the contour through its place.
    for (f, lr) in [("(1-x)^2+10*(y-x^2)^2", "0.004"), ("0.5*(x^2+7*y^2)", "0.05"), (REGRESSION, "0.05"), ("sin(x)*cos(y)+0.1*x^2", "0.1")] {
        let frame = cpu(&[("f", f), ("x0", "-1.3"), ("y0", "1.7"), ("optimiser", "gd"), ("lr", lr), ("show", "gd")], 30);
        let (x, y) = path(&frame, "gd", 0);
        for i in 0..30 {
            let (px, py) = (f64::from(x[i]), f64::from(y[i]));
            let (dx, dy) = (f64::from(x[i + 1]) - px, f64::from(y[i + 1]) - py);
            let [gx, gy] = slope(f, px, py);
            // Below this the steps are lost in single precision.
            if dx.hypot(dy) > 1e-4 {
                let cosine = (dx * -gy + dy * gx) / (dx.hypot(dy) * gx.hypot(gy));
                assert!(cosine.abs() < 1e-2, "{f} step {i}: {cosine}");
            }
        }
        assert!(metric(&frame, "angle") < 1.0, "{f}: {}", metric(&frame, "angle"));
    }
    // Linear regression: every start comes to the same place; eigenvalues say that it is convex.
    let all = ends(REGRESSION, [(-4.0, -4.0), (6.0, 6.0)], &[("lr_gd", "0.1")]);
    let (first, apart) = (all[0], 1e-3);
    assert!(all.iter().all(|end| (end[0] - first[0]).hypot(end[1] - first[1]) < apart), "{first:?}");
    let frame = cpu(&[("f", REGRESSION)], 0);
    assert!(metric(&frame, "lambda_min") > 0.0);
    // A surface of several wells does not.
    let himmelblau = "(x^2+y-11)^2+(x+y^2-7)^2";
    let view = [(-6.0, -6.0), (6.0, 6.0)];
    let (places, numbers) = sort(&ends(himmelblau, view, &[("lr_gd", "0.01")]), view);
    assert_eq!(places.len(), 4, "{places:?}");
    for (place, expected) in places.iter().map(|place| (place, [(3.0, 2.0), (-2.805, 3.131), (-3.779, -3.283), (3.584, -1.848)])) {
        assert!(expected.iter().any(|(x, y)| (place[0] - x).hypot(place[1] - y) < 0.05), "{place:?}");
    }
    assert!(numbers.iter().filter(|number| **number > 0).count() > numbers.len() / 2);
    // With rates of their own the steps leave the steepest way, and the lab says by how much.
    let unlinked = [("f", "0.5*(x^2+7*y^2)"), ("optimiser", "gd"), ("lr", "0.05"), ("ratio", "0.2"), ("show", "gd")];
    let frame = cpu(&unlinked, 1);
    let (x, y) = path(&frame, "gd", 0);
    let [gx, gy] = slope("0.5*(x^2+7*y^2)", f64::from(x[0]), f64::from(y[0]));
    let expected = ((gx * 0.2 * gy - gy * gx).atan2(gx * gx + 0.2 * gy * gy)).abs().to_degrees();
    assert!(expected > 5.0 && (metric(&frame, "angle") - expected).abs() < 0.1, "{expected}: {}", metric(&frame, "angle"));
}

/// A minimum that is not the lowest, a saddle, a plateau: at each the gradient is as good as zero and the loss is not.
#[test]
fn local_minima() {
    let cases = [
        ("(x^2-1)^2 + 0.3*x + y^2", "1.5", "0.5", "0.05", "minimum"),
        ("x^2 - y^2 + 0.25*y^4", "-1.6", "0", "0.05", "saddle"),
        ("1 - exp(-(x^2+y^2)/2)", "5.5", "1", "0.5", "plateau"),
    ];
    let mut losses = Vec::new();
    for (f, x0, y0, lr, verdict) in cases {
        let sets = [("f", f), ("x0", x0), ("y0", y0), ("optimiser", "gd"), ("lr", lr), ("show", "gd")];
        let frame = cpu(&sets, 300);
        assert!(metric(&frame, "grad_norm") < 1e-3, "{verdict}: {}", metric(&frame, "grad_norm"));
        assert_eq!(word(&frame, "verdict"), verdict);
        losses.push(metric(&frame, "loss"));
    }
    // Their loss is above the lowest of the same surface, visibly.
    for (loss, lowest) in losses.iter().zip([-0.305, -1.0, 0.0]) {
        assert!(loss - lowest > 0.3, "{loss} beside {lowest}");
    }
    // The picture of the basins is the same each time, and another for another optimiser.
    let picture = |optimiser: &str| {
        let frame = cpu(&[("f", cases[0].0), ("view", "-2,-2;2,2"), ("tool", "basins"), ("optimiser", optimiser), ("lr", "0.02")], 0);
        let Some(Content::Field(field)) = frame.panel("basins").cloned() else { panic!("no basins") };
        (field, metric(&frame, "basins"))
    };
    assert_eq!(picture("gd"), picture("gd"));
    assert_eq!(picture("gd").1, 2.0);
    assert_ne!(picture("gd").0, picture("momentum").0);
}

/// A basin picture of any optimiser agrees with the runs of single balls from the same places.
#[test]
fn basins_are_the_ends_of_single_runs() {
    let (f, view) = ("(x^2+y-11)^2+(x+y^2-7)^2", [(-5.0, -5.0), (5.0, 5.0)]);
    for optimiser in Optimiser::ALL.into_iter().filter(|one| *one != Optimiser::Sgd) {
        let (key, ast) = (optimiser.key(), crate::gradient_descent::formula::read(f).unwrap());
        let rate = format!("lr_{key}");
        let mut params = Params::defaults(TABLE);
        params.set(TABLE, &rate, "0.01").unwrap();
        let mut basins = Basins::new(&Device::cpu(), &ast, optimiser, &params, GRID).unwrap();
        let ends = pollster::block_on(basins.run(view, &params, 1.0, 7)).unwrap();
        for cell in [37, 5000, 9000] {
            let (i, j) = (cell % 128, cell / 128);
            let start = [-5.0 + 10.0 * (i as f64 + 0.5) / 128.0, -5.0 + 10.0 * (j as f64 + 0.5) / 80.0].map(|v| v.to_string());
            let sets = [("f", f), ("x0", start[0].as_str()), ("y0", start[1].as_str()), ("optimiser", key), ("lr", "0.01")];
            let frame = cpu(&sets, u64::from(STEPS));
            let apart = (metric(&frame, "x") - f64::from(ends[cell][0])).hypot(metric(&frame, "y") - f64::from(ends[cell][1]));
            assert!(apart < 1e-3, "{key} from {start:?}: {apart}");
        }
    }
}

/// Structure, loss, optimiser, run: the same seed is the same run on the CPU bit for bit and on the GPU nearly; a single step is the
/// optimiser's formula.
#[test]
fn dl_006() {
    for seed in [3, 11] {
        let sets = [("task", "net"), ("optimiser", "adam"), ("batch", "16"), ("noisy", "on")];
        let run = |prefer: Prefer| {
            let order = Order { seed, ..order(&sets, 20, prefer) };
            line(&pollster::block_on(run(&LAB, &order)).unwrap().frame, "losses", "adam").1
        };
        let (first, again, gpu) = (run(Prefer::Cpu), run(Prefer::Cpu), run(Prefer::Gpu));
        assert_eq!(first.len(), 21);
        assert!(first.iter().zip(&again).all(|(a, b)| a.to_bits() == b.to_bits()));
        for (cpu, gpu) in first.iter().zip(&gpu) {
            assert!((cpu - gpu).abs() <= 1e-4 * cpu.abs(), "seed {seed}: CPU {cpu}, GPU {gpu}");
        }
    }
    // One step of Adam moves every parameter of the network as its formula says.
    let (mut model, _) = model(&[("task", "net"), ("optimiser", "adam"), ("lr", "0.05")]);
    model.advance(7).unwrap();
    let read = |model: &mut dyn Model, name: &str| {
        let saved = saved(model);
        let plan = model.plan().unwrap();
        plan.tensor(&saved.machine, name).unwrap().values
    };
    let before = ["adam.theta", "adam.theta.m", "adam.theta.v"].map(|name| read(&mut *model, name));
    let kept = saved(&mut *model);
    let slopes = model.plan().unwrap().watch(model.watched().unwrap(), &kept.machine).unwrap();
    let slope = slopes.iter().find(|tensor| tensor.name == "∇ adam.theta").unwrap().values.clone();
    model.advance(1).unwrap();
    let after = read(&mut *model, "adam.theta");
    for i in 0..after.len() {
        let (w, m, v, g) = (f64::from(before[0][i]), f64::from(before[1][i]), f64::from(before[2][i]), f64::from(slope[i]));
        let (m, v) = (0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g);
        let expected = w - 0.05 * (m / (1.0 - 0.9_f64.powi(8))) / ((v / (1.0 - 0.999_f64.powi(8))).sqrt() + 1e-8);
        assert!((f64::from(after[i]) - expected).abs() < 1e-5, "parameter {i}: {} and {expected}", after[i]);
    }
}

/// Full batch on a quadratic: every coordinate by itself, divergence exactly beyond 2/λ, and every step reads all rows.
#[test]
fn dl_007() {
    for (l1, l2, rate) in [(0.5, 8.0, 0.1), (1.0, 3.0, 0.6), (2.0, 20.0, 0.09)] {
        let f = format!("0.5*({l1}*x^2+{l2}*y^2)");
        let rate_text = rate.to_string();
        let sets = [("f", f.as_str()), ("x0", "-1.5"), ("y0", "0.8"), ("optimiser", "gd"), ("lr", rate_text.as_str()), ("show", "gd")];
        let frame = cpu(&sets, 40);
        let (x, y) = path(&frame, "gd", 0);
        for t in 0..=40_i32 {
            let expected = [-1.5 * (1.0_f64 - rate * l1).powi(t), 0.8 * (1.0_f64 - rate * l2).powi(t)];
            for (got, expected) in [x[t as usize], y[t as usize]].into_iter().zip(expected) {
                assert!((f64::from(got) - expected).abs() <= 1e-5 * expected.abs().max(1.0), "t = {t}: {got}, {expected}");
            }
        }
        assert!((metric(&frame, "edge") - 2.0 / l2).abs() < 1e-5);
        let grows = |rate: f64| {
            let rate = rate.to_string();
            let frame = cpu(&[("f", f.as_str()), ("x0", "0"), ("y0", "1"), ("optimiser", "gd"), ("lr", rate.as_str())], 200);
            metric(&frame, "loss") > 0.5 * l2
        };
        assert!(grows(2.02 / l2) && !grows(1.98 / l2), "the edge is at 2/λ");
    }
    let csv = table(150);
    let frame = fit(&csv, &[("target", "y"), ("features", "a,b"), ("optimiser", "gd")], 9).unwrap().frame;
    assert_eq!(metric(&frame, "samples"), 9.0 * 150.0);
    let frame = fit(&csv, &[("target", "y"), ("features", "a,b"), ("optimiser", "sgd"), ("batch", "10")], 9).unwrap().frame;
    assert_eq!(metric(&frame, "samples"), 9.0 * 10.0);
}

/// Gradients of `count` random batches at the same place, as the first step of SGD takes them: one seed each.
fn batch_gradients(csv: &str, batch: usize, count: u64) -> Vec<[f64; 2]> {
    let (mut model, mut params) = model(&[]);
    for (key, value) in model.drop_file("t.csv", csv.as_bytes()).unwrap().sets {
        params.put(TABLE, key, value);
    }
    let batch = batch.to_string();
    let sets = [("target", "y"), ("features", "a,b"), ("optimiser", "sgd"), ("lr", "0.5"), ("batch", batch.as_str())];
    params.set_all(TABLE, &pairs(&sets)).unwrap();
    model.set(&params).unwrap();
    let one = |seed: u64| {
        model.reset(seed).unwrap();
        model.advance(1).unwrap();
        let frame = pollster::block_on(model.frame(false)).unwrap();
        // From 0: the step is −η g.
        ["x", "y"].map(|name| -metric(&frame, name) / 0.5)
    };
    (0..count).map(one).collect()
}

/// The gradient of a batch is right on average, its variance falls as one over its size, and the whole set as a batch is gradient
/// descent itself.
#[test]
fn dl_008() {
    // Far out at both ends, so that a row which is never drawn is missed.
    let rows = table(118);
    let (head, rows) = rows.split_once('\n').unwrap();
    let csv = format!("{head}\n1,-300,w,-900\n{rows}-1,300,w,900\n");
    let full = batch_gradients(&csv, 120, 1)[0];
    let moments = |gradients: &[[f64; 2]], axis: usize| {
        let n = gradients.len() as f64;
        let mean = gradients.iter().map(|g| g[axis]).sum::<f64>() / n;
        (mean, gradients.iter().map(|g| (g[axis] - mean).powi(2)).sum::<f64>() / (n - 1.0))
    };
    let mut points = Vec::new();
    for batch in [1, 4, 16, 64] {
        let gradients = batch_gradients(&csv, batch, 1000);
        let mut variance = 0.0;
        for (axis, full) in full.iter().enumerate() {
            let (mean, spread) = moments(&gradients, axis);
            let error = (spread / 1000.0).sqrt();
            assert!((mean - full).abs() < 3.0 * error, "B = {batch}: {mean} ± {error}, full {full}");
            variance += spread;
        }
        points.push(((batch as f64).ln(), variance.ln()));
    }
    let n = points.len() as f64;
    let (mx, my) = (points.iter().map(|p| p.0).sum::<f64>() / n, points.iter().map(|p| p.1).sum::<f64>() / n);
    let slope = points.iter().map(|p| (p.0 - mx) * (p.1 - my)).sum::<f64>() / points.iter().map(|p| (p.0 - mx).powi(2)).sum::<f64>();
    assert!((slope + 1.0).abs() < 0.1, "{slope}");
    for seed in [7, 8] {
        let order = Order {
            seed,
            files: vec![("t.csv".to_owned(), csv.as_bytes().to_vec())],
            ..order(&[("target", "y"), ("features", "a,b"), ("batch", "120"), ("lr_sgd", "0.1"), ("show", "gd,sgd")], 50, Prefer::Cpu)
        };
        let frame = pollster::block_on(run(&LAB, &order)).unwrap().frame;
        assert_eq!(path(&frame, "gd", 0), path(&frame, "sgd", 0), "bit for bit");
    }
}

/// Prints how long the basins take, each optimiser in turn; `GRASP_ROUNDS=9` for medians that mean something.
#[test]
fn the_time_of_a_basin_picture() {
    let rounds = std::env::var("GRASP_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    let (view, params) = ([(-5.0, -5.0), (5.0, 5.0)], Params::defaults(TABLE));
    for f in ["(x^2+y-11)^2+(x+y^2-7)^2", "sin(3*x)*cos(3*y)+0.1*(x^2+y^2)", "(1-x)^2+10*(y-x^2)^2"] {
        let ast = crate::gradient_descent::formula::read(f).unwrap();
        let make = |grid| Optimiser::ALL.map(|one| Basins::new(&Device::cpu(), &ast, one, &params, grid).unwrap());
        let mut grids = [GRID, COARSE].map(make);
        let mut times = vec![[Vec::new(), Vec::new()]; Optimiser::ALL.len()];
        for _ in 0..rounds {
            for (grid, all) in grids.iter_mut().enumerate() {
                for (basins, times) in all.iter_mut().zip(&mut times) {
                    let began = std::time::Instant::now();
                    sort(&pollster::block_on(basins.run(view, &params, 1.0, 7)).unwrap(), view);
                    times[grid].push(began.elapsed().as_secs_f64() * 1e3);
                }
            }
        }
        for (one, times) in Optimiser::ALL.iter().zip(&mut times) {
            let [fine, coarse] = times.each_mut().map(|times| {
                times.sort_by(f64::total_cmp);
                format!("{:.0} ms (from {:.0})", times[times.len() / 2], times[0])
            });
            println!("{f} {}: {fine}, coarse {coarse}", one.key());
        }
    }
}
