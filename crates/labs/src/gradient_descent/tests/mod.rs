mod curvature;
mod descent;
mod forms;
mod optimisers;
mod rates;

use super::LAB;
use super::params::TABLE;
use super::presets::PRESETS;
use crate::headless::{Order, Outcome, run};
use labkit::message::{MOST_FILE_BYTES, Prefer};
use labkit::{Content, Frame, LabError, Model, Params, Value};

fn pairs(sets: &[(&str, &str)]) -> Vec<(String, String)> {
    sets.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn order(sets: &[(&str, &str)], steps: u64, prefer: Prefer) -> Order {
    Order { sets: pairs(sets), seed: 7, steps, prefer, ..Order::default() }
}

fn cpu(sets: &[(&str, &str)], steps: u64) -> Frame {
    pollster::block_on(run(&LAB, &order(sets, steps, Prefer::Cpu))).unwrap().frame
}

fn fit(csv: &str, sets: &[(&str, &str)], steps: u64) -> Result<Outcome, LabError> {
    let files = vec![("data.csv".to_owned(), csv.as_bytes().to_vec())];
    pollster::block_on(run(&LAB, &Order { files, ..order(sets, steps, Prefer::Cpu) }))
}

fn model(sets: &[(&str, &str)]) -> (Box<dyn Model>, Params) {
    let mut params = Params::defaults(TABLE);
    params.set_all(TABLE, &pairs(sets)).unwrap();
    ((LAB.open)(&params, 7, &compute::Device::cpu()).unwrap(), params)
}

fn frame(model: &mut dyn Model) -> Frame {
    pollster::block_on(model.frame(true)).unwrap()
}

fn metric(frame: &Frame, name: &str) -> f64 {
    frame.metric(name).unwrap()
}

/// Path of the first ball of an optimiser.
fn path(frame: &Frame, key: &str, ball: u32) -> (Vec<f32>, Vec<f32>) {
    let Some(Content::Lines(series)) = frame.panel("paths") else { panic!("no paths") };
    let series = series.iter().find(|series| series.key == key && series.index == ball).unwrap();
    (series.x.0.clone(), series.y.0.clone())
}

/// The lines of a panel of the newest frame.
fn lines(frame: &Frame, panel: &str) -> Vec<labkit::frame::Series> {
    match frame.panel(panel) {
        Some(Content::Lines(lines) | Content::Points(lines)) => lines.clone(),
        other => panic!("{panel}: {other:?}"),
    }
}

/// One line of a panel, by its key.
fn line(frame: &Frame, panel: &str, key: &str) -> (Vec<f32>, Vec<f32>) {
    let all = lines(frame, panel);
    let line = all.iter().find(|line| line.key == key && line.index == 0).unwrap_or_else(|| panic!("no {key} in {panel}"));
    (line.x.0.clone(), line.y.0.clone())
}

fn word(frame: &Frame, panel: &str) -> String {
    match frame.panel(panel) {
        Some(Content::Text(word)) => word.en.clone(),
        other => panic!("{panel}: {other:?}"),
    }
}

/// A formula at a place, in f64, by itself.
fn height(f: &str, x: f64, y: f64) -> f64 {
    labkit::formula::parse(f, super::params::VARIABLES).unwrap().eval(&[x, y, 1.0])
}

/// Its gradient, by central differences.
fn slope(f: &str, x: f64, y: f64) -> [f64; 2] {
    let d = 1e-5;
    [(height(f, x + d, y) - height(f, x - d, y)) / (2.0 * d), (height(f, x, y + d) - height(f, x, y - d)) / (2.0 * d)]
}

#[test]
fn adam_finds_the_minimum_of_rosenbrock_on_both_backends() {
    let sets = [("f", "(1-x)^2+100*(y-x^2)^2"), ("optimiser", "adam"), ("lr", "0.02"), ("x0", "-1.2"), ("y0", "1")];
    let frames = [Prefer::Cpu, Prefer::Gpu].map(|prefer| pollster::block_on(run(&LAB, &order(&sets, 5000, prefer))).unwrap());
    for outcome in &frames {
        let frame = &outcome.frame;
        assert!(metric(frame, "loss") < 1e-4 && (metric(frame, "x") - 1.0).abs() < 0.02 && (metric(frame, "y") - 1.0).abs() < 0.02);
        assert_eq!(frame.step, 5000);
    }
    for name in ["x", "y", "loss_gd", "loss_adagrad", "loss_rmsprop"] {
        let (cpu, gpu) = (metric(&frames[0].frame, name), metric(&frames[1].frame, name));
        assert!((cpu - gpu).abs() < 1e-3, "{name}: CPU {cpu}, GPU {gpu}");
    }
}

#[test]
fn the_frame_after_n_steps_is_the_state_after_n_steps() {
    // x ← 0.8 x on x², by hand.
    for steps in [0, 1, 5] {
        let frame = cpu(&[("f", "x^2"), ("optimiser", "gd"), ("lr", "0.1"), ("x0", "1"), ("y0", "3")], steps);
        assert!((metric(&frame, "x") - 0.8_f64.powi(steps as i32)).abs() < 1e-6, "after {steps}: {}", metric(&frame, "x"));
        assert_eq!(metric(&frame, "y"), 3.0, "no slope, no step");
        assert_eq!(frame.step, steps);
    }
}

#[test]
fn gradient_and_hessian_are_exact() {
    let frame = cpu(&[("f", "sin(x)*exp(y)"), ("x0", "0.5"), ("y0", "-0.3")], 0);
    let (s, c, e) = (0.5_f64.sin(), 0.5_f64.cos(), (-0.3_f64).exp());
    assert!((metric(&frame, "grad_norm") - (c * e).hypot(s * e)).abs() < 1e-6);
    // Hessian e·[[−s, c], [c, s]]: eigenvalues ±e.
    assert!((metric(&frame, "lambda_max") - e).abs() < 1e-6 && (metric(&frame, "lambda_min") + e).abs() < 1e-6);
}

#[test]
fn every_preset_runs_and_its_focus_gets_lower() {
    for preset in PRESETS {
        let (before, after) = (cpu(preset.sets, 0), cpu(preset.sets, 300));
        let (before, after) = (metric(&before, "loss"), metric(&after, "loss"));
        assert!(after < before, "{}: {before} → {after}", preset.label.en);
    }
}

#[test]
fn a_bad_formula_says_where_and_the_old_one_runs_on() {
    let (mut model, params) = model(&[("f", "x^2+y^2")]);
    model.advance(10).unwrap();
    let before = frame(&mut *model);
    let mut bad = params.clone();
    bad.set(TABLE, "f", "x^^2").unwrap();
    let error = model.set(&bad).unwrap_err();
    assert_eq!((error.field.as_deref(), error.place), (Some("f"), Some((2, 1))));
    assert!(error.text.zh.contains('^') && error.text.en.contains('^'));
    assert_eq!(frame(&mut *model), before);
    model.advance(1).unwrap();
    assert_eq!(frame(&mut *model).step, 11);
}

#[test]
fn the_same_seed_is_the_same_run_bit_for_bit() {
    let sets = [("scatter", "9"), ("f", "(x^2+y-11)^2+(x+y^2-7)^2"), ("view", "-6,-6;6,6")];
    assert_eq!(cpu(&sets, 700), cpu(&sets, 700));
    let other = Order { seed: 8, ..order(&sets, 700, Prefer::Cpu) };
    let other = pollster::block_on(run(&LAB, &other)).unwrap().frame;
    assert_ne!(path(&cpu(&sets, 700), "gd", 5), path(&other, "gd", 5));
    // A model that is reset runs the same again.
    let (mut model, _) = model(&sets);
    model.advance(700).unwrap();
    let first = frame(&mut *model);
    model.reset(7).unwrap();
    model.advance(700).unwrap();
    let again = frame(&mut *model);
    assert_eq!((first.metrics, first.panels), (again.metrics, again.panels));
}

#[test]
fn a_ball_dropped_on_the_way_goes_the_way_it_would_have_gone_from_the_start() {
    let (mut late, mut params) = model(&[]);
    late.advance(50).unwrap();
    frame(&mut *late);
    params.put(TABLE, "balls", Value::Points(vec![(0.5, 2.0)]));
    late.set(&params).unwrap();
    late.advance(40).unwrap();
    let late = frame(&mut *late);
    assert_eq!(late.step, 90, "the others ran on");
    let early = cpu(&[("balls", "0.5,2")], 40);
    for key in ["gd", "momentum", "adagrad", "rmsprop", "adam"] {
        assert_eq!(path(&late, key, 1), path(&early, key, 1), "{key}");
    }
}

#[test]
fn rates_act_at_once_and_formulas_restart() {
    let (mut model, mut params) = model(&[("optimiser", "gd")]);
    model.advance(20).unwrap();
    frame(&mut *model);
    params.set(TABLE, "lr", "0.00001").unwrap();
    model.set(&params).unwrap();
    model.advance(20).unwrap();
    let slow = frame(&mut *model);
    assert_eq!(slow.step, 40);
    let (x, _) = path(&slow, "gd", 0);
    assert!((x[40] - x[25]).abs() < 1e-2 * (x[20] - x[5]).abs(), "the slider slowed it down");
    params.set(TABLE, "f", "x^2").unwrap();
    model.set(&params).unwrap();
    assert_eq!(frame(&mut *model).step, 0);
}

#[test]
fn a_slider_moved_between_two_steps_acts_on_the_next() {
    let (mut model, mut params) = model(&[("f", "x^2+y^2"), ("optimiser", "gd"), ("lr", "0.1"), ("x0", "1"), ("y0", "0")]);
    assert_eq!(frame(&mut *model).step, 0);
    params.set(TABLE, "lr", "0.4").unwrap();
    model.set(&params).unwrap();
    model.advance(1).unwrap();
    let x = metric(&frame(&mut *model), "x");
    assert!((x - 0.2).abs() < 1e-6, "1 − 0.4 · 2 = 0.2, not {x}");
}

/// Runs `steps` steps and shows them.
fn run_on(model: &mut dyn Model, steps: u32) -> Frame {
    model.advance(steps).unwrap();
    frame(model)
}

fn saved(model: &mut dyn Model) -> labkit::model::Saved {
    pollster::block_on(model.save()).unwrap().unwrap()
}

#[test]
fn a_saved_run_goes_on_elsewhere_as_if_nothing_had_been() {
    let sets = [("f", "(1-x)^2+10*(y-x^2)^2"), ("scatter", "3"), ("optimiser", "adam")];
    let (mut here, mut params) = model(&sets);
    run_on(&mut *here, 1500);
    // Steps that no frame has shown yet belong to it too.
    here.advance(30).unwrap();
    let kept = saved(&mut *here);
    let (mut there, _) = model(&sets);
    there.restore(&kept).unwrap();
    assert_eq!(frame(&mut *there), frame(&mut *here), "with its curves");
    assert_eq!(frame(&mut *there).step, 1530);
    assert_eq!(run_on(&mut *there, 40), run_on(&mut *here, 40), "bit for bit");

    // What the reader has changed since it was saved comes on top, as it did there.
    let (mut other, _) = model(&sets);
    other.restore(&kept).unwrap();
    params.set_all(TABLE, &pairs(&[("lr_adam", "0.001")])).unwrap();
    other.set(&params).unwrap();
    let before = metric(&frame(&mut *other), "x");
    assert!((metric(&run_on(&mut *other, 1), "x") - before).abs() < 0.0011);
    assert_eq!(frame(&mut *other).step, 1531);

    // Another run takes nothing of it.
    let (mut another, _) = model(&[("f", "x^2+y^4")]);
    let first = frame(&mut *another);
    assert!(another.restore(&kept).is_err());
    assert_eq!(frame(&mut *another), first);
}

#[test]
fn a_saved_run_crosses_to_the_gpu_and_back() {
    let sets = [("f", "x^2+3*y^2"), ("scatter", "2")];
    let (mut here, params) = model(&sets);
    let gpu = pollster::block_on(compute::Device::gpu()).unwrap();
    let mut there = (LAB.open)(&params, 7, &gpu).unwrap();
    run_on(&mut *here, 50);
    there.restore(&saved(&mut *here)).unwrap();
    // The surface is drawn by each device itself, and may differ in its last digit.
    let without_field = |model: &mut dyn Model| {
        let frame = frame(model);
        (frame.step, frame.run, frame.metrics, frame.panels.into_iter().filter(|panel| panel.id != "field").collect::<Vec<_>>())
    };
    assert_eq!(without_field(&mut *there), without_field(&mut *here));
    let (expected, got) = (run_on(&mut *here, 25), run_on(&mut *there, 25));
    assert_eq!(got.step, 75);
    for name in ["x", "y", "loss_gd", "loss_adam"] {
        let (expected, got) = (metric(&expected, name), metric(&got, name));
        assert!((expected - got).abs() <= 1e-5 + 1e-3 * expected.abs(), "{name}: CPU {expected}, GPU {got}");
    }
    let (mut back, _) = model(&sets);
    back.restore(&saved(&mut *there)).unwrap();
    assert_eq!(without_field(&mut *back), without_field(&mut *there));
}

#[test]
fn a_saved_run_of_a_table_goes_on() {
    let csv = table(30);
    let open = || {
        let (mut model, mut params) = model(&[]);
        for (key, value) in model.drop_file("t.csv", csv.as_bytes()).unwrap().sets {
            params.put(TABLE, key, value);
        }
        model.set(&params).unwrap();
        model
    };
    let (mut here, mut there) = (open(), open());
    run_on(&mut *here, 20);
    there.restore(&saved(&mut *here)).unwrap();
    assert_eq!(run_on(&mut *there, 5), run_on(&mut *here, 5));
    // Without the table there is nothing to go on with.
    let (mut bare, _) = model(&[("task", "table")]);
    assert!(bare.plan().is_none() && pollster::block_on(bare.save()).unwrap().is_none());
}

#[test]
fn scattered_balls_run_on_when_a_slider_moves() {
    let (mut model, mut params) = model(&[("scatter", "3")]);
    model.advance(50).unwrap();
    frame(&mut *model);
    params.set(TABLE, "lr_gd", "0.001").unwrap();
    model.set(&params).unwrap();
    assert_eq!(frame(&mut *model).step, 50);
}

#[test]
fn a_table_that_does_not_fit_the_choice_leaves_the_old_one_running() {
    let (mut model, mut params) = model(&[]);
    let good = "a,b\n1,2\n2,4\n3,6\n4,9\n";
    for (key, value) in model.drop_file("good.csv", good.as_bytes()).unwrap().sets {
        params.put(TABLE, key, value);
    }
    model.set(&params).unwrap();
    model.advance(20).unwrap();
    let before = frame(&mut *model);
    assert_eq!(before.step, 20);
    // Opened from a link: the columns that it names are not in this file.
    model.drop_file("other.csv", b"u,v\n1,2\n2,4\n3,6\n4,9\n").unwrap();
    assert!(model.set(&params).is_err());
    assert_eq!(frame(&mut *model), before);
}

#[test]
fn divergence_stops_the_run_and_names_step_and_optimiser() {
    let sets = [("f", "x^2"), ("show", "gd"), ("optimiser", "gd"), ("lr", "3"), ("x0", "1")];
    let outcome = pollster::block_on(run(&LAB, &order(&sets, 5000, Prefer::Cpu))).unwrap();
    let halted = outcome.frame.halted.expect("it must stop");
    assert!(outcome.steps < 5000);
    assert!(halted.en.contains("GD") && halted.zh.contains("梯度下降"), "{halted:?}");
    // |x| grows fivefold a step: x² passes 10³⁰ at step 22.
    assert!(halted.en.contains("22"), "{}", halted.en);
    // One that diverges among others that do not is no reason to stop.
    let frame = cpu(&[("f", "x^2+y^2"), ("optimiser", "gd"), ("lr", "3"), ("show", "gd,adam")], 200);
    assert!(frame.halted.is_none());
}

#[test]
fn k_is_a_live_condition_number() {
    for k in ["4", "400"] {
        let frame = cpu(&[("f", "0.5*(x^2+k*y^2)"), ("k", k)], 0);
        let condition = metric(&frame, "lambda_max") / metric(&frame, "lambda_min");
        assert!((condition - k.parse::<f64>().unwrap()).abs() < 1e-3 * condition);
    }
    let (mut model, mut params) = model(&[("f", "k*x^2+y^2"), ("k", "1")]);
    let Some(Content::Field(before)) = frame(&mut *model).panel("field").cloned() else { panic!("no field") };
    params.set(TABLE, "k", "2").unwrap();
    model.set(&params).unwrap();
    let Some(Content::Field(after)) = pollster::block_on(model.frame(false)).unwrap().panel("field").cloned() else { panic!("no field") };
    assert_ne!(before.values, after.values, "the field follows the slider");
}

/// `y = 3a − 2b + 5 + noise`, with `b` on a scale a hundred times that of `a`.
fn table(rows: usize) -> String {
    let mut random = compute::rng::Stream::new(11, 0);
    let mut csv = "a,b,word,y\n".to_owned();
    for _ in 0..rows {
        let (a, b) = (random.normal(), 100.0 * random.normal());
        csv.push_str(&format!("{a},{b},w,{}\n", 3.0 * a - 2.0 * b + 5.0 + 0.1 * random.normal()));
    }
    csv
}

#[test]
fn a_table_is_fitted_to_its_closed_form_by_every_optimiser() {
    let sets = [("target", "y"), ("features", "a,b"), ("scale", "true")];
    let frame = fit(&table(200), &sets, 8000).unwrap().frame;
    let best = metric(&frame, "loss_closed_form");
    for key in ["gd", "momentum", "adam"] {
        let loss = metric(&frame, &format!("loss_{key}"));
        assert!(loss <= best * 1.05 && loss >= best * 0.999, "{key}: {loss} of {best}");
    }
    let Some(Content::Table(weights)) = frame.panel("weights") else { panic!("no weights") };
    let cell = |row: usize, column: usize| weights.rows[row][column].parse::<f64>().unwrap();
    for (row, truth) in [(0, 3.0), (1, -2.0), (2, 5.0)] {
        assert!((cell(row, 1) - truth).abs() < 0.05, "in the file’s units: {:?}", weights.rows[row]);
        assert!((cell(row, 1) - cell(row, 2)).abs() < 1e-2, "beside the closed form: {:?}", weights.rows[row]);
    }
}

#[test]
fn rows_with_gaps_are_told_and_not_guessed() {
    let csv = "x,y\n1,1\n2,\n3,3\n4,4\n,5\n6,6\n7,7\n";
    let frame = fit(csv, &[("target", "y"), ("features", "x")], 3000).unwrap().frame;
    let Some(Content::Text(note)) = frame.panel("note") else { panic!("no note") };
    assert!(note.en.contains("2 rows") && note.en.contains("3, 6"), "{}", note.en);
    assert!(note.zh.contains("2 行"), "{}", note.zh);
    assert!(metric(&frame, "loss") < 1e-3);
}

#[test]
fn bad_files_and_choices_are_sentences_and_lose_nothing() {
    let refused = |csv: &str, sets: &[(&str, &str)]| fit(csv, sets, 1).unwrap_err();
    let good = "a,b,word\n1,2,p\n2,4,q\n3,6,r\n4,9,s\n";
    for (csv, sets, says) in [
        ("", &[][..], "empty"),
        ("a,b\n1,2\n", &[][..], "two columns"),
        ("a,b\nx,y\nz,w\np,q\n", &[][..], "two columns"),
        (good, &[("target", "word"), ("features", "a")][..], "word"),
        (good, &[("target", "a"), ("features", "c")][..], "c"),
        (good, &[("target", "a"), ("features", "a")][..], "a"),
        ("a,b\n1,2\n3\n4,5\n", &[][..], "line 3"),
    ] {
        let error = refused(csv, sets);
        assert!(error.text.en.to_lowercase().contains(says), "{csv:?}: {}", error.text.en);
        assert!(error.text.zh.chars().any(|c| c > '\u{4e00}'), "{csv:?}: {}", error.text.zh);
    }
    // A model that refuses a file goes on with what it had.
    let (mut model, _) = model(&[]);
    model.advance(5).unwrap();
    let before = frame(&mut *model);
    assert!(model.drop_file("x.csv", b"PK\x03\x04 not a table").is_err());
    assert_eq!(frame(&mut *model), before);
}

#[test]
fn a_word_in_a_column_of_numbers_is_told_with_its_line() {
    let (mut model, _) = model(&[]);
    let csv = "a,b,c\n1,2,3\n2,4,1\n3,cheap,4\n4,9,1\n5,3,5\n6,1,9\n7,2,2\n";
    let summary = model.drop_file("x.csv", csv.as_bytes()).unwrap().summary;
    let note = summary.notes.first().expect("a note");
    assert!(note.en.contains("Line 4") && note.en.contains("cheap") && note.zh.contains("第 4 行"), "{note:?}");
}

#[test]
fn the_first_frame_shows_where_every_ball_starts() {
    let frame = cpu(&[("balls", "1,2")], 0);
    assert_eq!(path(&frame, "adam", 1), (vec![1.0], vec![2.0]));
}

#[test]
fn a_table_that_is_asked_for_and_not_there_is_asked_for() {
    let error = pollster::block_on(run(&LAB, &order(&[("task", "table")], 1, Prefer::Cpu))).unwrap_err();
    assert!(error.text.en.contains("CSV"), "{}", error.text.en);
}

#[test]
fn the_page_and_the_reader_of_tables_agree_on_the_largest_file() {
    assert_eq!(data::table::Limits::default().bytes, MOST_FILE_BYTES);
}

#[test]
fn the_real_table_of_cars() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/mpg.csv");
    let Ok(csv) = std::fs::read_to_string(path) else {
        println!("skipped: no ../shared");
        return;
    };
    let frame = fit(&csv, &[("target", "mpg"), ("features", "weight,horsepower"), ("scale", "true")], 2000).unwrap().frame;
    let (loss, best) = (metric(&frame, "loss"), metric(&frame, "loss_closed_form"));
    assert!((loss / best - 1.0).abs() < 0.01, "{loss}, {best}");
    let Some(Content::Text(note)) = frame.panel("note") else { panic!("no note") };
    assert!(note.en.contains("6 rows"), "{}", note.en);
}

#[test]
fn the_picture_of_a_table_follows_a_path_that_swings_out() {
    // Two columns that go together, one of them of no use: every path first takes it for half of the answer.
    let mut random = compute::rng::Stream::new(5, 0);
    let mut csv = "a,b,y\n".to_owned();
    for _ in 0..100 {
        let a = random.normal();
        let b = a + 0.1 * random.normal();
        csv.push_str(&format!("{a},{b},{}\n", 4.0 * a + 0.02 * b));
    }
    let sets = [("target", "y"), ("features", "a,b")];
    let frame = fit(&csv, &sets, 300).unwrap().frame;
    let Some(Content::Field(field)) = frame.panel("field") else { panic!("no field") };
    for key in ["gd", "momentum", "adam"] {
        let (x, y) = path(&frame, key, 0);
        let inside = x.iter().zip(&y).filter(|(x, y)| {
            (field.x.0..=field.x.1).contains(&f64::from(**x)) && (field.y.0..=field.y.1).contains(&f64::from(**y))
        });
        assert!(inside.count() as f64 > 0.95 * x.len() as f64, "{key} leaves {:?} × {:?}", field.x, field.y);
    }
}
