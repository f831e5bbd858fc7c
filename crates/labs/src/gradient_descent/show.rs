//! What a frame of the lab shows.

use super::batch::reads;
use super::fit::Problem;
use super::model::GradientDescent;
use super::params::{OPTIMISERS, TABLE};
use super::running::{Ground, Running, Seen, negative};
use labkit::frame::{Field, Series, TableData};
use labkit::{Content, Frame, Panel, Sentence};

/// Most points of the scatter of a fit.
const MOST_POINTS: usize = 2000;

pub(super) fn frame(lab: &GradientDescent, field: Option<Field>, seen: &Seen) -> Frame {
    let Some(running) = &lab.running else { return Frame::default() };
    let shown = lab.shown();
    let mut panels: Vec<Panel> = Vec::new();
    let mut add = |id: &str, content: Content| panels.push(Panel { id: id.to_owned(), content });
    if let Some(field) = field {
        add("field", Content::Field(field));
    }
    let (paths, losses) = curves(running, &shown);
    add("paths", Content::Lines(paths));
    add("losses", Content::Lines(losses));
    if let Some(problem) = running.ground.problem() {
        let (weights, intercept) = current(lab.focus(), running, problem);
        add("fit", Content::Points(scatter(problem, &weights, intercept, lab.focus())));
        add("weights", Content::Table(table(problem, &weights, intercept, lab.focus())));
        add("note", Content::Text(left_out(problem)));
    }
    let metrics = metrics(lab, running, seen);
    panels.push(Panel { id: "verdict".to_owned(), content: Content::Text(verdict(seen)) });
    Frame { step: running.race.step, run: lab.run, metrics, panels, halted: halted(running, &shown), rests: false }
}

/// Paths of all balls, and the losses of the first.
fn curves(running: &Running, shown: &[usize]) -> (Vec<Series>, Vec<Series>) {
    let (mut paths, mut losses) = (Vec::new(), Vec::new());
    for &which in shown {
        let series = |index: usize, x: Vec<f32>, y: Vec<f32>| Series {
            key: OPTIMISERS[which].0.to_owned(),
            index: u32::try_from(index).unwrap_or(u32::MAX),
            identity: u8::try_from(which + 1).unwrap_or(1),
            x: x.into(),
            y: y.into(),
        };
        for (ball, trace) in running.race.traces[which].iter().enumerate() {
            let [steps, x, y, loss] = trace.columns();
            let (x, y) = match &running.ground {
                Ground::Net(land) => land.way(&running.race, which),
                _ => (x, y),
            };
            paths.push(series(ball, x, y));
            if ball == 0 {
                losses.push(series(0, steps, loss));
            }
        }
    }
    (paths, losses)
}

fn metrics(lab: &GradientDescent, running: &Running, seen: &Seen) -> Vec<(String, f64)> {
    let focus = lab.focus();
    let last = |which: usize| running.race.traces[which].first().map_or([f32::NAN; 3], super::trace::Trace::last);
    let [x, y, loss] = last(focus).map(f64::from);
    let high = seen.values.first().copied().unwrap_or(f64::NAN);
    let optimiser = nn::Optimiser::ALL.get(focus).copied().unwrap_or(nn::Optimiser::Gd);
    let rate = lab.params.number(TABLE, &format!("lr_{}", optimiser.key()));
    let mut metrics = vec![
        ("loss".to_owned(), loss),
        ("x".to_owned(), x),
        ("y".to_owned(), y),
        ("grad_norm".to_owned(), seen.slope),
        ("lambda_max".to_owned(), high),
        ("lambda_min".to_owned(), seen.values.last().copied().unwrap_or(f64::NAN)),
        ("negative".to_owned(), negative(&seen.values)),
        ("edge".to_owned(), if high > 0.0 { 2.0 / high } else { f64::INFINITY }),
        ("edge_momentum".to_owned(), if high > 0.0 { 2.0 * (1.0 + lab.params.number(TABLE, "momentum")) / high } else { f64::INFINITY }),
        ("rate".to_owned(), rate * f64::from(running.race.latest_factor())),
    ];
    if let Some(angle) = running.race.angle(focus) {
        metrics.push(("angle".to_owned(), angle));
    }
    let rows = match &running.ground {
        Ground::Formula(_) => None,
        Ground::Table(_, problem) => Some(problem.seen.n()),
        Ground::Net(land) => Some(land.rows()),
    };
    if let Some(rows) = rows {
        metrics.push(("samples".to_owned(), running.race.step as f64 * reads(&lab.params, optimiser, rows) as f64));
    }
    if let Some(problem) = running.ground.problem() {
        metrics.push(("loss_closed_form".to_owned(), problem.answer.mse));
    }
    for (which, (key, _)) in OPTIMISERS.iter().enumerate() {
        metrics.push((format!("loss_{key}"), f64::from(last(which)[2])));
    }
    metrics
}

/// What the eigenvalues say of the place. Where the gradient is not small beside them it is no critical point, and the word
/// says how the surface bends there.
fn verdict(seen: &Seen) -> Sentence {
    let (Some(high), Some(low)) = (seen.values.first(), seen.values.last()) else { return Sentence::new("—", "—") };
    let largest = high.abs().max(low.abs());
    let flat = 1e-5 * largest;
    let critical = seen.slope < 1e-3;
    let word = match () {
        () if !largest.is_finite() => ("—", "—"),
        () if critical && largest < 1e-2 => ("高原", "plateau"),
        () if *low < -flat && *high > flat => ("鞍点", "saddle"),
        () if critical && *low > flat => ("极小点", "minimum"),
        () if critical && *high < -flat => ("极大点", "maximum"),
        () if critical => ("无法判定：有特征值是 0", "undecided: an eigenvalue is 0"),
        () if largest < 1e-2 => ("高原", "plateau"),
        () if *low >= -flat && *high > 10.0 * low => ("山谷", "valley"),
        () if *low >= -flat => ("碗", "bowl"),
        () => ("丘", "hill"),
    };
    let (zh, en) = match word {
        ("鞍点", _) if !critical => ("鞍形", "saddle-shaped"),
        word => word,
    };
    Sentence::new(zh, en)
}

/// Why the run cannot go on: every optimiser in view has left the numbers.
fn halted(running: &Running, shown: &[usize]) -> Option<Sentence> {
    let ends: Vec<(usize, u64)> = shown
        .iter()
        .filter_map(|&which| running.race.traces[which].first().and_then(|trace| trace.diverged).map(|step| (which, step)))
        .collect();
    if ends.is_empty() || ends.len() < shown.len() {
        return None;
    }
    let list = |pick: fn(labkit::Text) -> &'static str, join: &str| {
        ends.iter().map(|(which, step)| format!("{} {step}", pick(OPTIMISERS[*which].1))).collect::<Vec<_>>().join(join)
    };
    Some(Sentence::new(
        format!("发散了，数值超出 10³⁰（步数：{}）。调小学习率，再重置", list(|text| text.zh, "、")),
        format!("diverged beyond 10³⁰ (at step: {}). Lower the learning rate and reset", list(|text| text.en, ", ")),
    ))
}

/// Weights and intercept of the optimiser in focus now, in the units of the file.
fn current(focus: usize, running: &Running, problem: &Problem) -> (Vec<f64>, f64) {
    let d = problem.seen.d();
    let all = problem.theta(&running.race.lanes[focus], &running.race.newest);
    match all.split_last() {
        Some((intercept, weights)) if weights.len() == d => problem.in_units(weights, *intercept),
        _ => (vec![f64::NAN; d], f64::NAN),
    }
}

/// With one feature: the rows and the line through them. With more: the prediction over the target.
fn scatter(problem: &Problem, weights: &[f64], intercept: f64, focus: usize) -> Vec<Series> {
    let (raw, d) = (&problem.raw, problem.raw.d().max(1));
    let every = raw.n().div_ceil(MOST_POINTS).max(1);
    let predict = |row: &[f64]| row.iter().zip(weights).map(|(x, w)| x * w).sum::<f64>() + intercept;
    let rows = || raw.x.chunks(d).zip(&raw.y).step_by(every);
    let identity = u8::try_from(focus + 1).unwrap_or(1);
    let series = |key: &str, x: Vec<f32>, y: Vec<f32>| Series { key: key.to_owned(), index: 0, identity, x: x.into(), y: y.into() };
    if d == 1 {
        let points = rows().map(|(row, y)| (row[0] as f32, *y as f32)).unzip();
        let bounds = raw.x.iter().fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(*x), high.max(*x)));
        let ends = [bounds.0, bounds.1];
        let line = ends.iter().map(|x| (*x as f32, predict(&[*x]) as f32)).unzip();
        return vec![series("rows", points.0, points.1), series("line", line.0, line.1)];
    }
    let points = rows().map(|(row, y)| (*y as f32, predict(row) as f32)).unzip();
    vec![series("predicted", points.0, points.1)]
}

fn table(problem: &Problem, weights: &[f64], intercept: f64, focus: usize) -> TableData {
    let optimum = problem.in_units(&problem.answer.w, problem.answer.b);
    let name = OPTIMISERS[focus].1;
    let number = |value: f64| format!("{value:.5e}").parse::<f64>().map_or_else(|_| "—".to_owned(), |v| format!("{v}"));
    let row = |name: &str, now: f64, best: f64| vec![name.to_owned(), number(now), number(best)];
    let mut rows: Vec<Vec<String>> =
        problem.raw.names.iter().zip(weights.iter().zip(&optimum.0)).map(|(name, (now, best))| row(name, *now, *best)).collect();
    rows.push(row("1", intercept, optimum.1));
    let head = vec![Sentence::new("列", "column"), Sentence::from(name), Sentence::new("闭式解", "closed form")];
    TableData { head, rows }
}

/// Rows that were left out, and columns that say nothing; empty where there is nothing to tell.
fn left_out(problem: &Problem) -> Sentence {
    const FEW: usize = 6;
    let (mut zh, mut en) = (String::new(), String::new());
    let dropped = &problem.raw.dropped;
    if !dropped.is_empty() {
        let mut lines = dropped.iter().take(FEW).map(ToString::to_string).collect::<Vec<_>>().join(", ");
        if dropped.len() > FEW {
            lines.push_str(", …");
        }
        zh.push_str(&format!("有 {} 行缺值，没有用：第 {lines} 行。", dropped.len()));
        en.push_str(&format!("{} rows lack a value and were left out: lines {lines}. ", dropped.len()));
    }
    for name in problem.raw.constant.iter().filter_map(|&at| problem.raw.names.get(at)) {
        zh.push_str(&format!("“{name}”每一行都一样，什么也说明不了。"));
        en.push_str(&format!("“{name}” is the same in every row and says nothing. "));
    }
    Sentence::new(zh, en.trim_end())
}
