//! Entries about the learning rate: lr-regimes, lr-decay, adaptive-burst, warmup.

use super::*;

/// With curvature h: monotone below 1/h, swinging and shrinking from there to 2/h, bouncing for ever at 2/h, growing above.
#[test]
fn lr_regimes() {
    for h in [0.5_f64, 4.0, 30.0] {
        let f = format!("0.5*{h}*x^2 + 0*y");
        let walk = |rate: f64| {
            let rate = rate.to_string();
            let frame = cpu(&[("f", &f), ("optimiser", "gd"), ("lr", &rate), ("x0", "1"), ("y0", "0"), ("show", "gd")], 60);
            path(&frame, "gd", 0).0
        };
        let shrinks = |x: &[f32]| x.windows(2).all(|pair| pair[1].abs() < pair[0].abs() || pair[1].abs() < 1e-6);
        let swings = |x: &[f32]| x.windows(2).take(10).all(|pair| pair[0] * pair[1] < 0.0);
        let small = walk(0.7 / h);
        assert!(shrinks(&small) && !swings(&small), "h = {h}: monotone below 1/h");
        let swinging = walk(1.7 / h);
        assert!(shrinks(&swinging) && swings(&swinging), "h = {h}: swings between 1/h and 2/h");
        let edge = walk(2.0 / h);
        assert!((edge[60].abs() - 1.0).abs() < 0.01, "h = {h}: bounces at 2/h");
        // The edge is where it is predicted, within 2 %.
        assert!(walk(1.98 / h)[60].abs() < 0.5 && walk(2.02 / h)[60].abs() > 2.0, "h = {h}: the edge is at 2/h");
    }
}

/// The plotted rate is the schedule's formula; with noisy gradients a constant rate stalls at a floor, a falling one goes on.
#[test]
fn lr_decay() {
    let horizon = 200.0_f64;
    type Formula = fn(f64) -> f64;
    let schedules: [(&str, Formula); 5] = [
        ("constant", |_| 1.0),
        ("sqrt", |t| 1.0 / (t + 1.0).sqrt()),
        ("linear", |t| (1.0 - t / 200.0).max(0.0)),
        ("step", |t| 0.5_f64.powf((t / 200.0).floor())),
        ("cosine", |t| (1.0 + (std::f64::consts::PI * (t / 200.0).min(1.0)).cos()) / 2.0),
    ];
    for (schedule, formula) in schedules {
        for warmup in [0.0, 25.0] {
            let (wide, warm) = (horizon.to_string(), f64::to_string(&warmup));
            let sets = [("schedule", schedule), ("horizon", &*wide), ("warmup", &*warm), ("tool", "rates"), ("optimiser", "gd"), ("lr", "0.01")];
            let (steps, rates) = line(&cpu(&sets, 420), "rates", "schedule");
            assert_eq!(steps.len(), 420);
            for (t, rate) in steps.iter().zip(&rates) {
                let t = f64::from(*t);
                let expected = 0.01 * formula(t) * if warmup > 0.0 { ((t + 1.0) / warmup).min(1.0) } else { 1.0 };
                assert!((f64::from(*rate) - expected).abs() < 1e-6 * 0.01_f64.max(expected).max(1.0), "{schedule} at {t}: {rate}, {expected}");
            }
        }
    }
    // Drawn by hand: straight from point to point, then as the last; one that is moved on the way acts from there on.
    let points = [0.25, 1.0, 2.0, 0.5, 0.0, 1.5, 1.0, 0.75, 0.1];
    let text = points.map(|point: f64| point.to_string()).join(", ");
    let by_hand = |t: f64, points: &[f64; 9]| {
        let (place, part) = ((t / 25.0).floor().min(7.0), (t / 25.0).min(8.0));
        let (from, to) = (points[place as usize], points[place as usize + 1]);
        from + (to - from) * (part - place)
    };
    let sets = [("schedule", "drawn"), ("horizon", "200"), ("drawn", &*text), ("tool", "rates"), ("optimiser", "gd"), ("lr", "0.01")];
    let (mut drawn, mut params) = model(&sets);
    drawn.advance(90).unwrap();
    frame(&mut *drawn);
    let mut moved = points;
    moved[5] = 0.3;
    params.set(TABLE, "drawn", &moved.map(|point| point.to_string()).join("，")).unwrap();
    drawn.set(&params).unwrap();
    drawn.advance(210).unwrap();
    let (steps, rates) = line(&frame(&mut *drawn), "rates", "schedule");
    assert_eq!(steps.len(), 300);
    for (t, rate) in steps.iter().zip(&rates) {
        let expected = 0.01 * by_hand(f64::from(*t), if *t < 90.0 { &points } else { &moved });
        assert!((f64::from(*rate) - expected).abs() < 1e-7, "drawn at {t}: {rate}, {expected}");
    }
    for (bad, says) in [("1, two", "two"), ("1, 2.5", "2.5"), ("-1", "-1"), (" ", "got 0"), ("1,1,1,1,1,1,1,1,1,1", "got 10"), ("NaN", "NaN")] {
        let mut wrong = params.clone();
        wrong.set(TABLE, "drawn", bad).unwrap();
        let error = drawn.set(&wrong).unwrap_err();
        assert!(error.field.as_deref() == Some("drawn") && error.text.en.contains(says), "{bad}: {}", error.text.en);
        assert!((LAB.open)(&wrong, 7, &compute::Device::cpu()).is_err(), "{bad}");
    }
    let floor = |schedule: &str, seed: u64| {
        let sets = [("f", "0.5*(x^2+y^2)"), ("optimiser", "sgd"), ("lr", "0.3"), ("noise", "1"), ("schedule", schedule), ("x0", "2"), ("y0", "2"), ("show", "sgd")];
        let order = Order { seed, ..order(&sets, 2000, Prefer::Cpu) };
        let frame = pollster::block_on(run(&LAB, &order)).unwrap().frame;
        let (steps, losses) = line(&frame, "losses", "sgd");
        let late: Vec<f32> = steps.iter().zip(&losses).filter(|(step, _)| **step > 1500.0).map(|(_, loss)| *loss).collect();
        late.iter().sum::<f32>() / late.len() as f32
    };
    for seed in [1, 2, 3] {
        let (constant, falling) = (floor("constant", seed), floor("sqrt", seed));
        // The variance of a coordinate settles at ησ²/(2 − η): a loss of 0.176.
        assert!((constant / 0.176 - 1.0).abs() < 0.3, "seed {seed}: {constant}");
        assert!(falling * 3.0 < constant, "seed {seed}: {falling} and {constant}");
    }
}

/// Adam in a ravine that lies askew, late: while the gradients are tiny, the second moment forgets what they were, until a step is
/// too long for the ravine. A rate that falls with the steps keeps it from that.
#[test]
fn adaptive_burst() {
    for (k, rate) in [("20", "0.01"), ("30", "0.01"), ("20", "0.03")] {
        // The size of each step along y after step 1000, and the √v before it.
        let late = |schedule: &str| {
            let f = "0.25*(k*(x+y)^2 + (x-y)^2)";
            let sets = [("f", f), ("k", k), ("x0", "-3"), ("y0", "0.8"), ("optimiser", "adam"), ("lr", rate), ("beta2", "0.99"), ("schedule", schedule)];
            let (mut model, _) = model(&sets);
            model.advance(1000).unwrap();
            let mut rows = Vec::new();
            let mut y = metric(&frame(&mut *model), "y");
            for _ in 0..2000 {
                let kept = saved(&mut *model);
                let v = model.plan().unwrap().tensor(&kept.machine, "adam.y.v").unwrap().values[0];
                model.advance(1).unwrap();
                let next = metric(&pollster::block_on(model.frame(false)).unwrap(), "y");
                rows.push(((next - y).abs(), f64::from(v).sqrt()));
                y = next;
            }
            rows
        };
        let quotient = |rows: &[(f64, f64)]| {
            let mut steps: Vec<f64> = rows.iter().map(|row| row.0).collect();
            steps.sort_by(f64::total_cmp);
            steps[steps.len() - 1] / steps[steps.len() / 2]
        };
        let (wild, tame) = (late("constant"), late("sqrt"));
        assert!(quotient(&wild) > 10.0, "k = {k}, η = {rate}: {}", quotient(&wild));
        assert!(quotient(&tame) < 2.0, "k = {k}, η = {rate}: {}", quotient(&tame));
        // At the largest step the root has not come back yet: it stands lower than fifty steps later, when the burst is in it.
        let at = (0..wild.len() - 50).max_by(|a, b| wild[*a].0.total_cmp(&wild[*b].0)).unwrap();
        let before = (0..=at).rev().take(100).map(|i| wild[i].1).fold(f64::MAX, f64::min);
        let after = (at..at + 50).map(|i| wild[i].1).fold(0.0, f64::max);
        assert!(before < 0.5 * after, "k = {k}, η = {rate}: √v {before} before the burst, {after} after it");
    }
}

/// `1/√v̂` of every parameter, after so many steps of Adam on mini-batches.
fn scales(seed: u64, steps: u32) -> Vec<f64> {
    let (mut model, _) = model(&[("task", "net"), ("set", "moons"), ("optimiser", "adam"), ("lr", "0.001"), ("batch", "4"), ("noisy", "on")]);
    model.reset(7).unwrap();
    // The same network and data, other batches.
    model.reset(seed).unwrap();
    model.advance(steps).unwrap();
    let kept = saved(&mut *model);
    let read = |name: &str| model.plan().unwrap().tensor(&kept.machine, name).unwrap().values;
    let (v, q) = (read("adam.theta.v"), read("adam.theta.q"));
    v.iter().zip(&q).map(|(v, q)| 1.0 / (f64::from(*v) / f64::from(*q)).sqrt().max(1e-12)).collect()
}

/// At the start the second moment is a guess from a few gradients: how much `1/√v̂` varies from seed to seed falls with the steps.
/// With a rate that is too bold for that, more runs fail without warm-up than with it.
#[test]
fn warmup() {
    let spread = |steps: u32| {
        let all: Vec<Vec<f64>> = (0..16).map(|seed| scales(seed, steps)).collect();
        let parameters = all[0].len();
        let relative = |i: usize| {
            let logs: Vec<f64> = all.iter().map(|scales| scales[i].ln()).collect();
            let mean = logs.iter().sum::<f64>() / logs.len() as f64;
            logs.iter().map(|log| (log - mean).powi(2)).sum::<f64>() / (logs.len() - 1) as f64
        };
        (0..parameters).map(relative).sum::<f64>() / parameters as f64
    };
    let found = [1, 4, 16, 64].map(spread);
    assert!(found.windows(2).all(|pair| pair[1] < pair[0]), "{found:?}");
    let failures = |warmup: &str| {
        let fails = |(set, seed): (&str, u64)| {
            let sets = [
                ("task", "net"),
                ("set", set),
                ("optimiser", "adam"),
                ("lr", "1.5"),
                ("batch", "8"),
                ("noisy", "on"),
                ("schedule", "cosine"),
                ("warmup", warmup),
                ("show", "adam"),
            ];
            let order = Order { seed, ..order(&sets, 400, Prefer::Cpu) };
            let loss = metric(&pollster::block_on(run(&LAB, &order)).unwrap().frame, "loss");
            loss.is_nan() || loss > 0.25
        };
        ["moons", "xor"].into_iter().flat_map(|set| (1..=20).map(move |seed| (set, seed))).filter(|run| fails(*run)).count()
    };
    let (cold, warm) = (failures("0"), failures("100"));
    assert!(cold >= warm + 3, "{cold} of 40 fail without warm-up, {warm} with it");
}
