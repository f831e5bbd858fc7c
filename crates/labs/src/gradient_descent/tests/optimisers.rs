//! Entries about the optimisers: adagrad, adagrad-surprise, rmsprop, momentum, adam, opt-race, DL-009, DL-010, DL-092.

use super::*;

/// The first steps of an optimiser by hand, in f64, in the standard forms and with the lab's default numbers.
fn by_hand(optimiser: &str, f: &str, rate: f64, start: (f64, f64), steps: usize) -> Vec<[f64; 2]> {
    let (mut w, mut m, mut v, mut u) = ([start.0, start.1], [0.0; 2], [0.0_f64; 2], [0.0_f64; 2]);
    let (mut slow, mut places) = (w, vec![w]);
    for t in 1..=steps as i32 {
        let g = slope(f, w[0], w[1]);
        for i in 0..2 {
            let bias = (1.0 - 0.9_f64.powi(t), 1.0 - 0.999_f64.powi(t));
            match optimiser {
                "gd" => w[i] -= rate * g[i],
                "momentum" => {
                    m[i] = 0.9 * m[i] - rate * g[i];
                    w[i] += m[i];
                }
                "nesterov" => {
                    m[i] = 0.9 * m[i] - rate * g[i];
                    w[i] += 0.9 * m[i] - rate * g[i];
                }
                "adagrad" => {
                    v[i] += g[i] * g[i];
                    w[i] -= rate * g[i] / (v[i].sqrt() + 1e-8);
                }
                "rmsprop" => {
                    v[i] = 0.9 * v[i] + 0.1 * g[i] * g[i];
                    w[i] -= rate * g[i] / (v[i].sqrt() + 1e-8);
                }
                _ => {
                    m[i] = 0.9 * m[i] + 0.1 * g[i];
                    v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                    u[i] = u[i].max(v[i]);
                    let square = if optimiser == "amsgrad" { u[i] } else { v[i] };
                    if optimiser == "adamw" {
                        w[i] *= 1.0 - rate * 0.01;
                    }
                    // RAdam, Liu et al., ICLR 2020: how many gradients the second moment is worth, of 1999.
                    let rho = 1999.0 - 2.0 * f64::from(t) * (1.0 - bias.1) / bias.1;
                    let trust = match (optimiser, rho > 5.0) {
                        ("radam", false) => (square / bias.1).sqrt() + 1e-8,
                        ("radam", true) => ((rho - 4.0) * (rho - 2.0) * 1999.0 / (1995.0 * 1997.0 * rho)).sqrt(),
                        _ => 1.0,
                    };
                    w[i] -= rate * trust * (m[i] / bias.0) / ((square / bias.1).sqrt() + 1e-8);
                }
            }
        }
        // Lookahead, Zhang et al., NeurIPS 2019: k = 5, α = 0.5.
        if optimiser == "lookahead" && t % 5 == 0 {
            slow = std::array::from_fn(|i| slow[i] + 0.5 * (w[i] - slow[i]));
            w = slow;
        }
        places.push(w);
    }
    places
}

/// Path of an optimiser on `f` from a start, with a rate and more settings.
pub(super) fn walk(
    optimiser: &str,
    f: &str,
    rate: f64,
    start: (f64, f64),
    steps: u64,
    more: &[(&str, &str)],
) -> Vec<[f64; 2]> {
    let (rate, x0, y0) = (rate.to_string(), start.0.to_string(), start.1.to_string());
    let mut sets =
        vec![("f", f), ("optimiser", optimiser), ("show", optimiser), ("lr", &*rate), ("x0", &*x0), ("y0", &*y0)];
    sets.extend(more);
    let (x, y) = path(&cpu(&sets, steps), optimiser, 0);
    x.into_iter().zip(y).map(|(x, y)| [f64::from(x), f64::from(y)]).collect()
}

pub(super) fn apart(a: &[[f64; 2]], b: &[[f64; 2]]) -> f64 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| (a[0] - b[0]).abs().max((a[1] - b[1]).abs())).fold(0.0, f64::max)
}

pub(super) const BOWL: &str = "0.7*x^2 + 0.4*y^2 + sin(0.8*x)*cos(0.5*y)";

#[test]
fn opt_race() {
    for optimiser in
        ["gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw", "amsgrad", "radam", "lookahead"]
    {
        // RMSProp ends up jumping to and fro by its rate, where any rounding grows: it is compared on its way.
        let rate = if optimiser == "rmsprop" { 0.01 } else { 0.03 };
        for (f, start) in [(BOWL, (2.3, -2.7)), ("exp(0.6*x)+log(1+y^2)", (1.8, 2.9))] {
            let (got, expected) = (walk(optimiser, f, rate, start, 100, &[]), by_hand(optimiser, f, rate, start, 100));
            assert!(
                apart(&got[..4], &expected[..4]) < 1e-6,
                "{optimiser} on {f}: {:?} {:?}",
                &got[..4],
                &expected[..4]
            );
            assert!(apart(&got, &expected) < 1e-4, "{optimiser} on {f}: {}", apart(&got, &expected));
        }
    }
    // SGD without noise is gradient descent; with noise it is about right on average.
    assert_eq!(
        walk("sgd", BOWL, 0.03, (1.3, -0.7), 50, &[("noise", "0")]),
        walk("gd", BOWL, 0.03, (1.3, -0.7), 50, &[])
    );
    // Steps to a loss of 0.001, each optimiser with the rate that is best for it: plain gradient descent wins on a round bowl and loses in
    // a ravine.
    let steps = |optimiser: &str, f: &str| {
        let one = |rate: f64| {
            let path = walk(optimiser, f, rate, (-3.0, 0.8), 600, &[]);
            // For good: not on its way through.
            let above = path.iter().rposition(|[x, y]| height(f, *x, *y) >= 1e-3);
            above.filter(|at| at + 1 < path.len()).map_or(usize::MAX, |at| at + 1)
        };
        [0.001, 0.003, 0.01, 0.0198, 0.03, 0.1, 0.3, 0.5, 1.0, 3.0].into_iter().map(one).min().unwrap()
    };
    let (round, ravine) = ("x^2 + y^2", "0.5*(x^2 + 100*y^2)");
    let others = ["momentum", "nesterov", "adagrad", "rmsprop", "adam"];
    let gd = (steps("gd", round), steps("gd", ravine));
    assert_eq!(gd.0, 1, "with η = 0.5 one step arrives");
    for other in others {
        assert!(steps(other, round) > gd.0, "{other} on the bowl");
        // RMSProp jumps to and fro by half its rate for ever.
        let quick = other == "rmsprop" || steps(other, ravine) < gd.1;
        assert!(quick, "{other} in the ravine: {} against {}", steps(other, ravine), gd.1);
    }
}

#[test]
fn adagrad() {
    let (f, rate) = ("0.5*(x^2 + 20*y^2)", 0.4);
    let got = walk("adagrad", f, rate, (-3.0, 0.8), 80, &[]);
    // The notes' first form: η/√(t+1) over the root of the mean square.
    let (mut w, mut squares, mut first) = ([-3.0, 0.8], [0.0; 2], vec![[-3.0, 0.8]]);
    for t in 0..80 {
        let g = slope(f, w[0], w[1]);
        let count = f64::from(t + 1);
        for i in 0..2 {
            squares[i] += g[i] * g[i];
            let sigma: f64 = f64::sqrt(squares[i] / count);
            w[i] -= rate / count.sqrt() / sigma * g[i];
        }
        first.push(w);
    }
    assert!(apart(&got, &first) < 1e-5, "{}", apart(&got, &first));
    for start in [(-3.0, 0.8), (0.4, -1.9)] {
        let path = walk("adagrad", f, rate, start, 1, &[]);
        for (before, after) in path[0].iter().zip(path[1]) {
            assert!(((after - before).abs() - rate).abs() < 1e-6, "the first step is η in every coordinate");
        }
    }
    let larger = "500*(x^2 + 20*y^2)";
    assert!(apart(&got, &walk("adagrad", larger, rate, (-3.0, 0.8), 80, &[])) < 1e-4);
    let frame = cpu(&[("f", larger), ("optimiser", "gd"), ("lr", "0.09"), ("show", "gd")], 100);
    assert!(frame.halted.is_some(), "gradient descent is lost on it");
}

#[test]
fn adagrad_surprise() {
    // The best step on a parabola is |y′|/|y″|, and it lands.
    for (a, b, c, x0) in [(0.5, -1.0, 2.0, "2.5"), (3.0, 4.0, 0.0, "-1.25"), (0.1, 0.7, 1.0, "0.5")] {
        let f = format!("{a}*x^2 + {b}*x + {c}");
        let frame = cpu(&[("f", &f), ("x0", x0), ("tool", "hessian")], 0);
        let minimum = -b / (2.0 * a);
        assert!(
            (metric(&frame, "newton_x") - minimum).abs() < 1e-6 * minimum.abs().max(1.0),
            "{f}: {}",
            metric(&frame, "newton_x")
        );
        let size: f64 = metric(&frame, "grad_norm") / metric(&frame, "lambda_max");
        assert!((size - (x0.parse::<f64>().unwrap() - minimum).abs()).abs() < 1e-5, "{size}");
    }
    // The root mean square of slopes is a measure of the curvature: their quotient is the same for all parabolas.
    for seed in [1, 2, 3] {
        let order = Order { seed, ..order(&[("tool", "surprise")], 0, Prefer::Cpu) };
        let frame = pollster::block_on(run(&LAB, &order)).unwrap().frame;
        let (bend, mean) = line(&frame, "proxy", "proxy");
        let quotients: Vec<f32> = bend.iter().zip(&mean).map(|(bend, mean)| mean / bend).collect();
        assert!(quotients.iter().all(|q| (q / quotients[0] - 1.0).abs() < 0.02), "{quotients:?}");
        // Over [−1, 1] it is 1/√3.
        assert!((quotients[0] * 3.0_f32.sqrt() - 1.0).abs() < 0.02);
    }
    // What is large beside all before is the greatest surprise, large or small as it may be.
    for (gradients, spike) in
        [("0.001, 0.001, 0.003, 0.002, 0.1", 4), ("10.8, 20.9, 31.7, 12.1, 0.1, 10", 2), ("5, 5, 5, 25, 5, 5, 5", 3)]
    {
        let frame = cpu(&[("tool", "surprise"), ("gradients", gradients)], 0);
        let Some(Content::Bars(bars)) = frame.panel("surprises") else { panic!("no bars") };
        let largest = (0..bars.len()).max_by(|a, b| bars[*a].1.total_cmp(&bars[*b].1)).unwrap();
        assert_eq!(largest, spike, "{bars:?}");
        assert_eq!(bars[0].1, 1.0, "the first is beside nothing but itself");
    }
    let (mut model, params) = model(&[]);
    let mut bad = params.clone();
    bad.set(TABLE, "gradients", "1, two").unwrap();
    let error = model.set(&bad).unwrap_err();
    assert!(error.field.as_deref() == Some("gradients") && error.text.en.contains("two"));
}

/// Steep, then flat: a wall of slope 8 behind which the surface is nearly level.
const WALL: &str = "-2*tanh(4*x) - 0.001*x";

#[test]
fn rmsprop() {
    let rates = |optimiser: &str, keep: f64, steps: u64| {
        let keep = keep.to_string();
        let sets = [
            ("f", WALL),
            ("x0", "-0.4"),
            ("optimiser", optimiser),
            ("lr", "0.1"),
            ("decay", keep.as_str()),
            ("tool", "rates"),
            ("show", optimiser),
        ];
        let frame = cpu(&sets, steps);
        (line(&frame, "rates", "x").1, path(&frame, optimiser, 0).0)
    };
    for keep in [0.9, 0.95] {
        let memory = 1.0 / (1.0 - keep);
        let (found, x) = rates("rmsprop", keep, 200);
        // Past the wall the slope is below a hundredth of what it was. From there the mean square shrinks by α a step, so the rate grows
        // by α^(−1/2): 4.5 times in 3/(1 − α) steps, 5 times in 2 ln 5/(1 − α) = 3.2/(1 − α).
        let flat = x.iter().position(|x| *x > 0.9).unwrap();
        let after = |count: f64| found[flat + (count * memory).round() as usize] / found[flat];
        assert!(after(3.0) > 4.0 && after(3.4) > 5.0, "α = {keep}: {} and {}", after(3.0), after(3.4));
    }
    let (found, _) = rates("adagrad", 0.9, 200);
    assert!(found.windows(2).all(|pair| pair[1] <= pair[0] * 1.0001), "Adagrad’s never rises");
    // α = 0 looks at the newest gradient only: its sign.
    let path = walk("rmsprop", BOWL, 0.05, (1.3, -0.7), 10, &[("decay", "0")]);
    for pair in path.windows(2) {
        assert!((0..2).all(|i| ((pair[1][i] - pair[0][i]).abs() - 0.05).abs() < 1e-5), "{pair:?}");
    }
    // The notes' beginning σ⁰ = |g⁰| makes the first step η; beginning at 0 makes it η/√(1 − α).
    for (first, expected) in [("on", 0.05), ("off", 0.05 / 0.1_f64.sqrt())] {
        let path = walk("rmsprop", BOWL, 0.05, (1.3, -0.7), 1, &[("first_square", first)]);
        assert!(((path[1][0] - path[0][0]).abs() - expected).abs() < 1e-5, "{first}: {path:?}");
    }
}

#[test]
fn momentum() {
    // The velocity is the sum of all gradients, each worn down once a step.
    for keep in [0.5_f64, 0.9] {
        let f = "(1-x)^2+10*(y-x^2)^2";
        let path = walk("momentum", f, 0.004, (-1.45, 2.35), 60, &[("momentum", &keep.to_string())]);
        let slopes: Vec<[f64; 2]> = path.iter().map(|[x, y]| slope(f, *x, *y)).collect();
        for t in 1..=60 {
            for axis in 0..2 {
                let sum: f64 = (0..t).map(|i| keep.powi((t - 1 - i) as i32) * slopes[i][axis]).sum();
                let velocity = path[t][axis] - path[t - 1][axis];
                assert!((velocity + 0.004 * sum).abs() < 1e-5, "t = {t}: {velocity}, {}", -0.004 * sum);
            }
        }
    }
    // On an even slope it ends at η|g|/(1 − λ).
    for keep in [0.5, 0.9, 0.95] {
        let path = walk("momentum", "-2*x", 0.01, (0.0, 0.0), 200, &[("momentum", &keep.to_string())]);
        let speed = path[200][0] - path[199][0];
        assert!((speed / (0.02 / (1.0 - keep)) - 1.0).abs() < 0.01, "λ = {keep}: {speed}");
    }
    // A slope with a bump on it: the bump that is still crossed grows with λ.
    let crosses = |keep: f64, bump: f64| {
        let f = format!("-0.3*x + {bump}*exp(-4*(x-3)^2)");
        walk("momentum", &f, 0.1, (0.0, 0.0), 400, &[("momentum", &keep.to_string())])
            .iter()
            .any(|place| place[0] > 4.0)
    };
    assert!(!crosses(0.0, 0.3) && crosses(0.9, 0.3));
    let highest = |keep: f64| {
        let (mut low, mut high) = (0.0, 4.0);
        for _ in 0..12 {
            let middle = (low + high) / 2.0;
            if crosses(keep, middle) { low = middle } else { high = middle }
        }
        low
    };
    let found = [0.0, 0.8, 0.9, 0.95].map(highest);
    assert!(found.windows(2).all(|pair| pair[1] > pair[0] + 0.001), "{found:?}");
}

#[test]
fn adam() {
    for start in [(1.3, -0.7), (-2.1, 0.2)] {
        for (corrected, expected) in [("on", 0.05), ("off", 0.05 * 0.1 / 0.001_f64.sqrt())] {
            let path = walk("adam", BOWL, 0.05, start, 1, &[("corrected", corrected)]);
            for (before, after) in path[0].iter().zip(path[1]) {
                let step = (after - before).abs();
                assert!((step / expected - 1.0).abs() < 1e-3, "correction {corrected}: {step}, expected {expected}");
            }
        }
        let (got, expected) = (walk("adam", BOWL, 0.05, start, 100, &[]), by_hand("adam", BOWL, 0.05, start, 100));
        assert!(apart(&got, &expected) < 1e-4, "{}", apart(&got, &expected));
    }
}

/// The late slope of a loss's logarithm, as a factor of the distance by step.
fn contraction(path: &[[f64; 2]], from: usize, to: usize) -> f64 {
    let size = |at: usize| path[at][0].hypot(path[at][1]);
    (size(to) / size(from)).powf(1.0 / (to - from) as f64)
}

#[test]
fn dl_009() {
    let path = walk("momentum", "3*x", 0.01, (0.0, 0.0), 300, &[]);
    let step = path[299][0] - path[300][0];
    assert!((step - 0.3).abs() < 1e-4, "ten times 0.03: {step}");
    // κ = 100: the best of each against theory. The contraction of heavy ball swings, so it is measured over whole swings.
    let (l, mu) = (100.0_f64, 1.0_f64);
    let f = "0.5*(x^2 + 100*y^2)";
    let gd = walk("gd", f, 2.0 / (l + mu), (1.0, 0.01), 400, &[]);
    assert!((contraction(&gd, 150, 400) / 0.980 - 1.0).abs() < 0.05, "{}", contraction(&gd, 150, 400));
    let (rate, keep) = (4.0 / (l.sqrt() + mu.sqrt()).powi(2), ((l.sqrt() - 1.0) / (l.sqrt() + 1.0)).powi(2));
    assert!((keep - 0.669).abs() < 1e-3);
    // From far off, since single precision ends the descent at 10⁻³⁸ of nothing but shows 0.818¹⁷⁰.
    let ball = walk("momentum", f, rate, (1000.0, 10.0), 320, &[("momentum", &keep.to_string())]);
    let found = contraction(&ball, 150, 320);
    assert!((found / 0.818 - 1.0).abs() < 0.05, "{found}");
    // The diagram says the same of both, and names the best point.
    let sets = [("f", f), ("tool", "phase"), ("lr_momentum", &*rate.to_string()), ("momentum", &*keep.to_string())];
    let frame = cpu(&sets, 0);
    assert!(
        (metric(&frame, "phase_rate") - 0.818).abs() < 0.002
            && (metric(&frame, "best_phase_rate") - 0.818).abs() < 0.001
    );
    assert!((metric(&frame, "best_rate") - rate).abs() < 1e-5 && (metric(&frame, "best_keep") - keep).abs() < 1e-4);
    // Anywhere in the diagram a run does as it says: convergent below 1, divergent above.
    for (rate, keep) in [(0.001, 0.5), (0.01, 0.9), (0.03, 0.8), (0.035, 0.9), (0.045, 0.9), (0.021, 0.0), (0.019, 0.0)]
    {
        let (rate_text, keep_text) = (f64::to_string(&rate), f64::to_string(&keep));
        let frame = cpu(&[("f", f), ("tool", "phase"), ("lr_momentum", &rate_text), ("momentum", &keep_text)], 0);
        let path = walk("momentum", f, rate, (1.0, 1.0), 250, &[("momentum", &keep_text)]);
        let (said, found) = (metric(&frame, "phase_rate"), contraction(&path, path.len() / 2, path.len() - 1));
        assert_eq!(said < 1.0, found < 1.0, "η = {rate}, λ = {keep}: {said} is said, {found} found");
        assert!((found / said - 1.0).abs() < 0.03, "η = {rate}, λ = {keep}: {said} is said, {found} found");
    }
    // Without any velocity kept it is gradient descent.
    assert_eq!(
        walk("momentum", BOWL, 0.03, (1.3, -0.7), 80, &[("momentum", "0")]),
        walk("gd", BOWL, 0.03, (1.3, -0.7), 80, &[])
    );
}

#[test]
fn each_direction_of_a_quadratic_shrinks_as_its_recurrence_says() {
    let f = "1.3*x^2 + 0.8*x*y + 0.5*y^2 - x";
    let axes = classic::sym2::eigen(2.6, 0.8, 1.0);
    for (optimiser, rate, more) in
        [("gd", "0.3", ""), ("gd", "0.65", ""), ("momentum", "0.1", "0.8"), ("momentum", "0.6", "0.4")]
    {
        let key = format!("lr_{optimiser}");
        let mut sets = vec![
            ("f", f),
            ("tool", "modes"),
            ("optimiser", optimiser),
            ("show", optimiser),
            (&*key, rate),
            ("x0", "1.7"),
            ("y0", "-1.1"),
        ];
        sets.extend((!more.is_empty()).then_some(("momentum", more)));
        let frame = cpu(&sets, 40);
        let all = lines(&frame, "modes");
        for name in ["high", "low"] {
            let line = |key: String| all.iter().find(|line| line.key == key).unwrap();
            let (seen, told) = (line(name.to_owned()), line(format!("{name}-told")));
            for (step, (a, b)) in seen.x.0.iter().zip(seen.y.0.iter().zip(&told.y.0)) {
                assert!((a - b).abs() < 2e-3 * b + 2e-6, "{optimiser} {rate} {name} step {step}: {a} {b}");
            }
        }
        if optimiser == "gd" {
            let rate: f64 = rate.parse().unwrap();
            for (name, value) in ["mode_high", "mode_low"].iter().zip(axes.values) {
                let found = metric(&frame, name);
                // Where an error is below what single precision holds beside the minimum, it no longer shrinks.
                let least = (1e-7_f64).powf(1.0 / 40.0);
                assert!((found - (1.0 - rate * value).abs()).abs() < 2e-3 || found < 1.1 * least, "{name} {found}");
            }
        }
    }
    // Others have no such recurrence; above a saddle there is no minimum.
    let adam = cpu(&[("f", f), ("tool", "modes"), ("optimiser", "adam"), ("show", "adam")], 20);
    assert_eq!(lines(&adam, "modes").len(), 2);
    let saddle = cpu(&[("f", "x^2 - y^2"), ("tool", "modes"), ("x0", "0.4"), ("y0", "0.3")], 5);
    assert!(lines(&saddle, "modes").is_empty());
    // A curved valley: near its minimum it does as the quadratic there.
    let valley = cpu(
        &[
            ("tool", "modes"),
            ("f", "exp(x) + exp(-x) + 3*y^2 + y^4 + x*y"),
            ("x0", "0.05"),
            ("y0", "0.03"),
            ("lr_gd", "0.1"),
            ("optimiser", "gd"),
        ],
        30,
    );
    let near = lines(&valley, "modes");
    let [a, b] = ["low", "low-told"].map(|key| near.iter().find(|line| line.key == key).unwrap().y.0[20]);
    assert!((a / b - 1.0).abs() < 0.01, "{a} {b}");
}

#[test]
fn dl_010() {
    // With |g| = 10⁻⁴ it shows where ε = 10⁻⁸ stands.
    for (root, share) in [("outside", 0.9999), ("inside", std::f64::consts::FRAC_1_SQRT_2)] {
        let path = walk("adam", "0.0001*x + 0.0001*y", 0.1, (0.0, 0.0), 1, &[("root", root)]);
        let step = path[1][0].abs() / 0.1;
        assert!((step - share).abs() < 1e-3, "ε {root}: {step}");
    }
    let path = walk("adam", "x + y", 0.1, (0.0, 0.0), 1, &[("corrected", "off")]);
    assert!((path[1][0].abs() / 0.316 - 1.0).abs() < 1e-3);
    for f in ["0.7*x^2 + 0.4*y^2", "(1-x)^2+10*(y-x^2)^2"] {
        let larger = format!("1000*({f})");
        let paths = [f, &larger].map(|f| walk("adam", f, 0.05, (1.3, -0.7), 100, &[]));
        assert!(apart(&paths[0], &paths[1]) < 1e-3, "{}", apart(&paths[0], &paths[1]));
    }
}

#[test]
fn dl_092() {
    // The length is cut, the direction kept; by value the direction turns.
    let f = "3*x^2 + y^2";
    for (start, limit) in [((2.0, 1.5), 1.0), ((0.1, -0.05), 1.0), ((-5.0, 2.0), 4.0)] {
        let [gx, gy] = slope(f, start.0, start.1);
        let step = |clip: &str| {
            let path = walk("gd", f, 0.01, start, 1, &[("clip", clip), ("clip_at", &f64::to_string(&limit))]);
            [(path[0][0] - path[1][0]) / 0.01, (path[0][1] - path[1][1]) / 0.01]
        };
        let [cx, cy] = step("norm");
        let length = gx.hypot(gy).min(limit);
        assert!((cx.hypot(cy) - length).abs() < 1e-3, "{} for {length}", cx.hypot(cy));
        assert!(((cx * gx + cy * gy) / (cx.hypot(cy) * gx.hypot(gy)) - 1.0).abs() < 1e-5);
        let [vx, vy] = step("value");
        for (got, g) in [(vx, gx), (vy, gy)] {
            assert!((got - g.clamp(-limit, limit)).abs() < 1e-3);
        }
        let cosine = (vx * gx + vy * gy) / (vx.hypot(vy) * gx.hypot(gy));
        assert_eq!(cosine < 0.9999, gx.abs().max(gy.abs()) > limit, "{cosine}");
    }
    // The wall of a recurrent unit: without clipping a step leaves the picture, with it the same start comes down.
    let cliff = "(1/(1+exp(-repeat(50,0.5,x/(1+exp(-h))+y)))-0.7)^2";
    for (start, rate) in [((4.5, -2.0), 0.3), ((5.0, -2.0), 1.0)] {
        let out = |place: &[f64; 2]| !(3.0..=7.0).contains(&place[0]) || !(-4.0..=0.0).contains(&place[1]);
        let plain = walk("gd", cliff, rate, start, 300, &[]);
        let clipped = walk("gd", cliff, rate, start, 300, &[("clip", "norm"), ("clip_at", "0.1")]);
        assert!(plain.iter().any(out), "{start:?}: {:?}", plain.last());
        let end = clipped[clipped.len() - 1];
        assert!(!clipped.iter().any(out) && height(cliff, end[0], end[1]) < 0.02, "{start:?}: {end:?}");
    }
}
