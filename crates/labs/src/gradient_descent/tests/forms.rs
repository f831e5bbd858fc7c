//! RAdam and lookahead in the race; the drawing of one step; what is drawn coarsely while a control moves; the controls of chance.

use super::optimisers::{BOWL, apart, walk};
use super::*;
use crate::gradient_descent::params::shown;
use nn::Optimiser;

#[test]
fn radam_begins_as_gradient_descent() {
    for (start, rate) in [((1.3, -0.7), 0.05), ((-2.1, 2.4), 0.02)] {
        // Its first step is that of gradient descent; Adam's is η in every coordinate.
        let descent = walk("gd", BOWL, rate, start, 1, &[]);
        assert!(apart(&walk("radam", BOWL, rate, start, 1, &[]), &descent) < 1e-5);
        assert!(apart(&walk("adam", BOWL, rate, start, 1, &[]), &descent) > 1e-3);
    }
}

/// Lookahead by itself is Adam with lookahead around it; where all have it, it is not around twice; its sliders act.
#[test]
fn lookahead_looks_by_itself() {
    let run = |key: &str, more: &[(&str, &str)]| walk(key, BOWL, 0.03, (1.3, -0.7), 31, more);
    let numbers = [("look_every", "3"), ("look_share", "0.8")];
    for numbers in [&[][..], &numbers[..]] {
        let all = [&[("lookahead", "on")], numbers].concat();
        let own = run("lookahead", numbers);
        assert_eq!(own, run("adam", &all));
        assert_eq!(own, run("lookahead", &all));
        assert!(apart(&own, &run("adam", numbers)) > 1e-2);
    }
    assert!(apart(&run("lookahead", &[]), &run("lookahead", &numbers)) > 1e-2);
}

#[test]
fn lookahead_stands_around_every_optimiser() {
    for one in Optimiser::ALL.into_iter().filter(|one| *one != Optimiser::Sgd) {
        let run = |more: &[(&str, &str)], steps: u64| walk(one.key(), BOWL, 0.03, (1.3, -0.7), steps, more);
        let (plain, looked) = (run(&[("look_every", "9")], 4), run(&[("lookahead", "on"), ("look_every", "4"), ("look_share", "0.5")], 4));
        assert!(apart(&plain[..4], &looked[..4]) < 1e-6, "{one:?}: alone until the fourth step");
        for axis in 0..2 {
            let half = (plain[0][axis] + plain[4][axis]) / 2.0;
            assert!((looked[4][axis] - half).abs() < 1e-5, "{one:?}: {looked:?}, half of the way is {half}");
        }
    }
}

#[test]
fn a_ball_dropped_late_looks_and_is_rectified_from_its_own_beginning() {
    // Up to its fifth step RAdam is momentum, for which Adam's rate is too bold.
    let sets = [("lookahead", "on"), ("optimiser", "radam"), ("show", "gd,momentum,adagrad,rmsprop,adam,radam"), ("lr", "0.002")];
    let (mut late, mut params) = model(&sets);
    run_on(&mut *late, 53);
    params.put(TABLE, "balls", Value::Points(vec![(0.5, 2.0)]));
    late.set(&params).unwrap();
    let late = run_on(&mut *late, 23);
    let early = cpu(&[&sets[..], &[("balls", "0.5,2")]].concat(), 23);
    for key in ["gd", "momentum", "adagrad", "rmsprop", "adam", "radam"] {
        assert_eq!(path(&late, key, 1), path(&early, key, 1), "{key}");
    }
    // A run that begins again remembers nothing.
    let (mut again, _) = model(&sets);
    let first = run_on(&mut *again, 23);
    again.reset(7).unwrap();
    for key in ["adam", "radam"] {
        assert_eq!(path(&run_on(&mut *again, 0), key, 0).0.len(), 1);
    }
    let second = run_on(&mut *again, 23);
    for key in ["adam", "radam"] {
        assert_eq!(path(&second, key, 0), path(&first, key, 0), "{key}");
    }
}

/// The lines that a stage of the next step draws, by key.
fn drawn(model: &mut dyn Model, stage: u32) -> Vec<(String, Vec<[f64; 2]>)> {
    let staged = pollster::block_on(model.stage(stage)).unwrap();
    let Content::Lines(lines) = &staged.panels[0].content else { panic!("no arrows") };
    let places = |line: &labkit::frame::Series| line.x.0.iter().zip(&line.y.0).map(|(x, y)| [f64::from(*x), f64::from(*y)]).collect();
    lines.iter().map(|line| (line.key.clone(), places(line))).collect()
}

/// From where to where an arrow goes.
fn arrow(drawn: &[(String, Vec<[f64; 2]>)], key: &str) -> [f64; 2] {
    let places = &drawn.iter().find(|(name, _)| name == key).unwrap_or_else(|| panic!("no {key}")).1;
    [places[1][0] - places[0][0], places[1][1] - places[0][1]]
}

fn state(model: &mut dyn Model, name: &str) -> f64 {
    let saved = saved(model);
    f64::from(model.plan().unwrap().tensor(&saved.machine, name).unwrap().values[0])
}

/// What an optimiser remembers is drawn as it acts: the parts of a velocity add up to the step; the mean of the gradients is on the
/// scale of the gradient; the ellipse is as wide as the mean's step is long, in each direction.
#[test]
fn a_step_is_drawn_with_what_the_optimiser_remembers() {
    let rosenbrock = "(1-x)^2+10*(y-x^2)^2";
    for (key, more, expected) in [
        ("gd", "none", "gradient step"),
        ("momentum", "none", "gradient kept pull step"),
        ("nesterov", "none", "gradient kept pull step"),
        ("adagrad", "none", "gradient s reach step"),
        ("rmsprop", "none", "gradient s reach step"),
        ("adam", "none", "gradient m m_hat v v_hat reach step"),
        ("adam", "corrected", "gradient m v reach step"),
        ("radam", "none", "gradient m m_hat step"),
        ("adamw", "none", "gradient m m_hat v v_hat reach step"),
        ("amsgrad", "none", "gradient m m_hat u u_hat reach step"),
        ("lookahead", "none", "gradient m m_hat v v_hat reach step"),
    ] {
        let more = match more {
            "corrected" => ("corrected", "off"),
            _ => ("clip", "none"),
        };
        let (mut model, _) = model(&[("f", rosenbrock), ("optimiser", key), ("lr_adam", "0.002"), ("lr_lookahead", "0.002"), more]);
        model.advance(3).unwrap();
        frame(&mut *model);
        let lines = drawn(&mut *model, 2);
        let keys: Vec<&str> = lines.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys.join(" "), expected, "{key} {more:?}");
        assert_eq!(drawn(&mut *model, 3).len(), 1);
        let before = [state(&mut *model, &format!("{key}.x")), state(&mut *model, &format!("{key}.y"))];
        model.advance(1).unwrap();
        frame(&mut *model);
        let step = arrow(&lines, "step");
        for (axis, name) in ["x", "y"].into_iter().enumerate() {
            let now = state(&mut *model, &format!("{key}.{name}"));
            assert!((now - before[axis] - step[axis]).abs() < 1e-6, "{key}");
            let memory = |model: &mut dyn Model, symbol: &str| state(model, &format!("{key}.{name}.{symbol}"));
            if key == "momentum" {
                let (kept, pull) = (arrow(&lines, "kept")[axis], arrow(&lines, "pull")[axis]);
                assert!((kept + pull - step[axis]).abs() < 1e-5 && kept.abs() > 1e-3, "{kept}, {pull} and {}", step[axis]);
                let down = -0.004 * slope(rosenbrock, before[0], before[1])[axis];
                assert!((pull - down).abs() < 1e-4, "{pull} and {down}");
            }
            if keys.contains(&"m") {
                let scale = arrow(&lines, "gradient")[axis] / -slope(rosenbrock, before[0], before[1])[axis];
                let m = memory(&mut *model, "m");
                assert!((arrow(&lines, "m")[axis] / (-scale * m) - 1.0).abs() < 1e-2, "{key}: {m}");
                if keys.contains(&"m_hat") {
                    let hat = m / memory(&mut *model, "p");
                    assert!((arrow(&lines, "m_hat")[axis] / (-scale * hat) - 1.0).abs() < 1e-2, "{key}: {hat}");
                }
            }
            // The root of the squares, on the same scale, on the side of what it divides.
            let scale = arrow(&lines, "gradient")[axis] / -slope(rosenbrock, before[0], before[1])[axis];
            for symbol in ["s", "v", "u"].into_iter().filter(|symbol| keys.contains(symbol)) {
                let square = memory(&mut *model, symbol);
                let over = if symbol == "s" { arrow(&lines, "gradient")[axis] } else { arrow(&lines, "m")[axis] };
                let root = (scale * square.sqrt()).copysign(over);
                assert!((arrow(&lines, symbol)[axis] / root - 1.0).abs() < 1e-2, "{key}: {symbol} = {square}");
                if symbol != "s" && keys.contains(&"m_hat") {
                    let hat = root / memory(&mut *model, "q").sqrt();
                    assert!((arrow(&lines, &format!("{symbol}_hat"))[axis] / hat - 1.0).abs() < 1e-2, "{key}: {symbol} = {square}");
                }
            }
        }
        if keys.contains(&"reach") && key != "adamw" {
            let places = &lines.iter().find(|(key, _)| key == "reach").unwrap().1;
            let [width, height] = [0, 1].map(|axis| {
                let ends = places.iter().map(|place| place[axis]).fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)));
                ends.1 - ends.0
            });
            // A unit of what is divided goes as far as the step shows.
            let over = ["m_hat", "m", "gradient"].into_iter().find(|key| keys.contains(key)).unwrap();
            let unit = [0, 1].map(|axis| (step[axis] / arrow(&lines, over)[axis]).abs());
            assert!((width / height / (unit[0] / unit[1]) - 1.0).abs() < 0.02, "{key}: {} and {}", width / height, unit[0] / unit[1]);
        }
    }
}

#[test]
fn a_step_of_radam_and_one_with_lookahead_are_said_as_they_are() {
    let (mut model, _) = model(&[("optimiser", "radam"), ("lookahead", "on"), ("look_every", "4"), ("lr", "0.002")]);
    let names = |model: &mut dyn Model| -> Vec<String> {
        pollster::block_on(model.equations()).unwrap().into_iter().map(|one| one.name.en).collect()
    };
    model.advance(3).unwrap();
    assert!(names(&mut *model).iter().any(|name| name == "lookahead: back on the way"), "the fourth step looks");
    model.advance(1).unwrap();
    let said = names(&mut *model);
    assert!(said.iter().any(|name| name == "lookahead: not the k-th step yet") && said.iter().any(|name| name == "rectification"), "{said:?}");
    let happened = |model: &mut dyn Model| pollster::block_on(model.stage(2)).unwrap().happened.en;
    assert!(happened(&mut *model).contains("does not trust"), "the fifth step: {}", happened(&mut *model));
    model.advance(1).unwrap();
    assert!(happened(&mut *model).contains("divides m̂"), "the sixth: {}", happened(&mut *model));
}

#[test]
fn basins_are_coarse_while_a_control_moves_and_fine_when_it_rests() {
    let himmelblau = [("f", "(x^2+y-11)^2+(x+y^2-7)^2"), ("view", "-6,-6;6,6"), ("tool", "basins"), ("optimiser", "momentum"), ("lr", "0.003")];
    let (mut model, mut params) = model(&himmelblau);
    let cells = |frame: &Frame| match frame.panel("basins") {
        Some(Content::Field(field)) => (field.nx, field.ny),
        other => panic!("{other:?}"),
    };
    let fine = frame(&mut *model);
    model.hurry(true);
    params.set(TABLE, "lr", "0.0031").unwrap();
    model.set(&params).unwrap();
    let coarse = frame(&mut *model);
    model.hurry(false);
    // Also where not everything is asked for.
    let rested = pollster::block_on(model.frame(false)).unwrap();
    assert_eq!([&fine, &coarse, &rested].map(cells), [(128, 80), (64, 40), (128, 80)]);
    assert_eq!(metric(&coarse, "basins"), metric(&rested, "basins"));
    assert!((metric(&coarse, "lost") - metric(&rested, "lost")).abs() < 0.05);
}

#[test]
fn noise_is_in_the_gradients_that_it_is_asked_for() {
    for seed in [7, 8] {
        let run = |sets: &[(&str, &str)], key: &str| {
            let order = Order { seed, ..order(sets, 30, Prefer::Cpu) };
            path(&pollster::block_on(run(&LAB, &order)).unwrap().frame, key, 0)
        };
        let all = [("show", "gd,adam,sgd"), ("noise", "0.5"), ("noisy", "on")];
        let one = [("show", "gd,adam,sgd"), ("noise", "0.5")];
        let none = [("show", "gd,adam,sgd"), ("noise", "0")];
        for key in ["gd", "adam"] {
            assert_eq!(run(&one, key), run(&none, key), "{key}: only SGD is noisy");
            assert_ne!(run(&all, key), run(&none, key), "{key}");
        }
        assert_eq!(run(&one, "sgd"), run(&all, "sgd"), "the same noise");
        assert_ne!(run(&one, "sgd"), run(&none, "sgd"));
    }
}

#[test]
fn random_hessians_have_the_controls_that_act_on_them() {
    let (_, params) = model(&[("task", "chance")]);
    let keys: Vec<&str> = TABLE.iter().filter(|param| shown(param, &params)).map(|param| param.key).collect();
    assert_eq!(keys, ["training", "set"]);
    // A network that has hardly begun has a higher loss where it is level than one that has learnt.
    let mean = |training: &str| {
        let frame = cpu(&[("task", "chance"), ("set", "xor"), ("training", training)], 16);
        let (loss, _) = line(&frame, "critical", "critical");
        assert!(loss.len() >= 3, "{loss:?}");
        loss.iter().sum::<f32>() / loss.len() as f32
    };
    assert!(mean("1") > mean("5000") + 0.02, "{} and {}", mean("1"), mean("5000"));
}

/// Without noise the CPU draws nothing, and it makes no difference: the run goes on with the numbers that it would have had, back
/// and forth, from saved states of either kind, and elsewhere.
#[test]
fn normals_that_nobody_needs_are_not_drawn() {
    // So little noise that it is lost in every sum: drawn, and without effect.
    let (none, little) = ("0", "1e-30");
    for seed in [1, 7, 20261] {
        let walk = |quiet: &str| {
            let (mut model, mut params) = model(&[("scatter", "2"), ("noise", "0.8"), ("lr_sgd", "0.004")]);
            model.reset(seed).unwrap();
            let mut states = Vec::new();
            let mut kernels = Vec::new();
            for (noise, steps) in [("0.8", 30), (quiet, 25), ("0.3", 30), (quiet, 20), ("0.5", 0)] {
                params.set(TABLE, "noise", noise).unwrap();
                model.set(&params).unwrap();
                // No frame between: what was recorded before the change is not lost.
                model.advance(steps).unwrap();
                states.push((saved(&mut *model), params.clone()));
                kernels.push(format!("{}", model.plan().unwrap()).matches("random").count());
            }
            (run_on(&mut *model, 40), states, kernels, model)
        };
        let ((lean, states, plans, mut model), (full, ..)) = (walk(none), walk(little));
        assert!(plans[0] > plans[1] && plans[2] == plans[0] && plans[3] == plans[1], "{plans:?}");
        assert_eq!(lean, full, "seed {seed}");
        // Back to each state, with the parameters of its time, and on: with the states of the others between.
        for at in [1, 4, 0, 3, 2, 1] {
            let (state, params) = &states[at];
            model.restore(state).unwrap();
            model.set(params).unwrap();
            let again = run_on(&mut *model, 10);
            let (mut fresh, _) = self::model(&[("scatter", "2"), ("noise", "0.8"), ("lr_sgd", "0.004")]);
            fresh.reset(seed).unwrap();
            fresh.restore(state).unwrap();
            fresh.set(params).unwrap();
            assert_eq!(again, run_on(&mut *fresh, 10), "seed {seed}, state {at}");
        }
    }
    // A run without noise moves to a GPU, which draws in any case, and gets noise there.
    let (mut here, mut params) = model(&[("noise", "0")]);
    run_on(&mut *here, 20);
    let gpu = pollster::block_on(compute::Device::gpu()).unwrap();
    let mut there = (LAB.open)(&params, 7, &gpu).unwrap();
    there.restore(&saved(&mut *here)).unwrap();
    params.set(TABLE, "noise", "0.4").unwrap();
    for model in [&mut here, &mut there] {
        model.set(&params).unwrap();
    }
    let (here, there) = (run_on(&mut *here, 15), run_on(&mut *there, 15));
    assert_eq!(there.step, 35);
    for name in ["loss_gd", "loss_sgd"] {
        assert!((metric(&here, name) - metric(&there, name)).abs() < 1e-3 * metric(&here, name).abs() + 1e-5, "{name}");
    }
}

/// Prints how many steps a second the race of all optimisers makes on the CPU, from the page's first surface.
#[test]
fn the_speed_of_the_race() {
    for sets in [&[][..], &[("lookahead", "on")], &[("noise", "0")], &[("noisy", "on")]] {
        let (mut model, _) = model(sets);
        let once = |_| {
            let began = std::time::Instant::now();
            for _ in 0..10 {
                model.advance(2000).unwrap();
                pollster::block_on(model.frame(false)).unwrap();
            }
            20_000.0 / began.elapsed().as_secs_f64()
        };
        println!("{sets:?}: {:.0} k steps/s", (0..3).map(once).fold(0.0, f64::max) / 1e3);
    }
}
