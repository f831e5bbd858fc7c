use super::*;
use crate::{svg, theme::test_theme, tokens::Scheme};

fn theme() -> Theme {
    test_theme(Scheme::Light)
}

fn draw(lines: &Lines<'_>) -> (String, Layout) {
    let theme = theme();
    svg::render((480, 320), &theme, |area, scale| lines.draw(area, &theme, scale)).unwrap()
}

/// The point lists of all polylines of a colour.
fn paths(svg: &str, color: crate::Rgb) -> Vec<Vec<(f64, f64)>> {
    let wanted = format!("stroke=\"{}\"", color.hex().to_uppercase());
    let unit = f64::from(svg::UNITS);
    svg.lines()
        .filter(|l| l.starts_with("<polyline") && l.contains(&wanted))
        .filter_map(|l| l.split_once("points=\"")?.1.split_once('"'))
        .map(|(points, _)| {
            let pair = |p: &str| {
                p.split_once(',').map(|(x, y)| (x.parse::<f64>().unwrap() / unit, y.parse::<f64>().unwrap() / unit))
            };
            points.split_whitespace().filter_map(pair).collect()
        })
        .collect()
}

/// Place and words of all texts of a colour.
fn texts(svg: &str, color: crate::Rgb) -> Vec<(f64, f64, String)> {
    let wanted = format!("fill=\"{}\"", color.hex().to_uppercase());
    let number =
        |line: &str, key: &str| -> f64 { line.split_once(key).unwrap().1.split_once('"').unwrap().0.parse().unwrap() };
    let unit = f64::from(svg::UNITS);
    let all: Vec<&str> = svg.lines().collect();
    all.windows(2)
        .filter(|w| w[0].starts_with("<text") && w[0].contains(&wanted))
        .map(|w| (number(w[0], " x=\"") / unit, number(w[0], " y=\"") / unit, w[1].to_owned()))
        .collect()
}

#[test]
fn a_line_goes_through_its_points() {
    let ys = [1.0, 3.0, 2.0, 5.0];
    let (svg, layout) = draw(&Lines { series: &[Series::new("a", 1, &ys)], ..Lines::default() });
    let found = paths(&svg, theme().c[0]);
    assert_eq!(found.len(), 1);
    for (i, (x, y)) in found[0].iter().enumerate() {
        let (px, py) = layout.to_px((i as f64, ys[i]));
        assert!((x - px).abs() < 0.1 && (y - py).abs() < 0.1);
        assert!(*x >= layout.plot.left - 0.1 && *x <= layout.plot.right + 0.1);
    }
}

#[test]
fn nan_leaves_a_gap_and_a_lonely_point_a_dot() {
    let ys = [1.0, 2.0, f64::NAN, 2.0, f64::INFINITY, 1.0, 2.0];
    let (svg, _) = draw(&Lines { series: &[Series::new("", 1, &ys)], ..Lines::default() });
    assert_eq!(paths(&svg, theme().c[0]).len(), 2);
    assert_eq!(svg.matches("<circle").count(), 1);
}

#[test]
fn zero_on_a_log_axis_stands_at_its_lower_end() {
    let ys = [1.0, 1e-3, 0.0, -2.0];
    let (svg, layout) =
        draw(&Lines { series: &[Series::new("", 1, &ys)], y: Axis::log().over(1e-6, 1.0), ..Lines::default() });
    let line = &paths(&svg, theme().c[0])[0];
    let middle = f64::midpoint(layout.plot.top, layout.plot.bottom);
    assert!((line[1].1 - middle).abs() < 0.1);
    assert!(line[2..].iter().all(|p| (p.1 - layout.plot.bottom).abs() < 0.1), "{line:?}");
    assert!(svg.contains("10⁻⁴") && svg.contains("10⁻²"));
}

#[test]
fn labels_at_line_ends_never_overlap_and_stay_inside() {
    let data: Vec<Vec<f64>> = (0..8).map(|k| vec![0.0, 1.0, 2.0 + 0.001 * f64::from(k)]).collect();
    let names = ["GD", "momentum", "Nesterov", "Adam", "RMSProp", "Adagrad", "AdaDelta", "AMSGrad"];
    let series: Vec<Series<'_>> = data.iter().zip(names).zip(1..).map(|((d, n), k)| Series::new(n, k, d)).collect();
    let (svg, layout) = draw(&Lines { series: &series, ..Lines::default() });
    let mut ys: Vec<f64> = Vec::new();
    for (k, name) in (1..).zip(names) {
        let (x, y, text) =
            texts(&svg, theme().label(k)).into_iter().next().unwrap_or_else(|| panic!("no label {name}"));
        assert_eq!(text, name);
        assert!(x > layout.plot.right && x + text::width(&text, 11.0) <= 480.5, "{name} leaves the picture");
        ys.push(y);
    }
    ys.sort_by(f64::total_cmp);
    assert!(ys.windows(2).all(|w| w[1] - w[0] >= 12.0), "{ys:?}");
    assert!(ys[0] >= layout.plot.top && ys[7] <= layout.plot.bottom + 2.0, "{ys:?}");
}

#[test]
fn the_future_is_faint_and_solid() {
    let ys: Vec<f64> = (0..100).map(f64::from).collect();
    let now = Series { faint_after: Some(40), ..Series::new("", 2, &ys) };
    let (svg, layout) = draw(&Lines { series: &[now], now: Some(40.0), ..Lines::default() });
    let split = layout.x.to_px(40.0);
    let faint: Vec<&str> =
        svg.lines().filter(|l| l.starts_with("<polyline") && l.contains("opacity=\"0.22\"")).collect();
    assert_eq!(faint.len(), 1);
    let strokes = paths(&svg, theme().c[1]);
    let (after, before): (Vec<_>, Vec<_>) = strokes.iter().partition(|s| s[0].0 >= split - 0.1);
    assert_eq!(after.len(), 1);
    assert!(before.len() > 5, "c2 is dashed");
    assert!(before.iter().flat_map(|s| s.iter()).all(|p| p.0 <= split + 0.1));
    // The hairline of the step, in jade, with its number.
    assert_eq!(paths(&svg, theme().hand).len(), 1);
    assert_eq!(texts(&svg, theme().hand)[0].2, "40");
}

#[test]
fn what_leaves_a_given_range_is_cut_off() {
    let ys = [0.5, 40.0, 0.5];
    let (svg, layout) =
        draw(&Lines { series: &[Series::new("", 1, &ys)], y: Axis::default().over(0.0, 1.0), ..Lines::default() });
    let found = paths(&svg, theme().c[0]);
    assert_eq!(found.len(), 2);
    assert!(found.iter().flatten().all(|p| p.1 >= layout.plot.top - 0.1));
}

#[test]
fn references_and_titles_are_written() {
    let ys = [0.5, 1.0];
    let references = [Reference { value: 0.693, label: "log 2" }, Reference { value: 7.0, label: "outside" }];
    let figure = Lines {
        series: &[Series::new("D", 1, &ys)],
        references: &references,
        x: Axis::default().titled("step"),
        y: Axis::default().over(0.0, 2.0).titled("loss"),
        ..Lines::default()
    };
    let (svg, _) = draw(&figure);
    let grey: Vec<String> = texts(&svg, theme().ink3).into_iter().map(|t| t.2).collect();
    for word in ["log 2", "step", "loss", "0.0", "2.0"] {
        assert!(grey.iter().any(|t| t == word), "{word} of {grey:?}");
    }
    assert!(!grey.iter().any(|t| t == "outside"));
}

#[test]
fn an_empty_figure_still_has_axes() {
    let (svg, _) =
        draw(&Lines { series: &[Series::new("a", 1, &[]), Series::new("b", 2, &[f64::NAN])], ..Lines::default() });
    assert!(texts(&svg, theme().ink3).len() >= 4);
    draw(&Lines { series: &[Series::new("a", 1, &[1.0])], y: Axis::log(), ..Lines::default() });
    draw(&Lines { y: Axis::log(), x: Axis::log(), ..Lines::default() });
}

#[test]
fn x_and_y_of_different_length_are_refused() {
    let theme = theme();
    let series = [Series { xs: Xs::Values(&[1.0]), ..Series::new("a", 1, &[1.0, 2.0]) }];
    let lines = Lines { series: &series, ..Lines::default() };
    let error = svg::render((300, 200), &theme, |area, scale| lines.draw(area, &theme, scale)).unwrap_err();
    assert!(matches!(error, PlotError::Length { expected: 2, got: 1, .. }), "{error}");
    let error = svg::render((30, 20), &theme, |area, scale| Lines::default().draw(area, &theme, scale)).unwrap_err();
    assert!(matches!(error, PlotError::NoRoom { .. }), "{error}");
}

#[test]
fn a_hundred_thousand_points_cost_a_picture_not_a_hundred_thousand() {
    let mut ys: Vec<f64> = (0..100_000).map(|i| (f64::from(i) * 0.37).sin() + (f64::from(i) * 0.000_1).cos()).collect();
    ys[31_415] = 9.0;
    let (svg, layout) = draw(&Lines { series: &[Series::new("", 1, &ys)], ..Lines::default() });
    let found = paths(&svg, theme().c[0]);
    let count: usize = found.iter().map(Vec::len).sum();
    assert!(count < 5000, "{count}");
    let top = layout.y.to_px(9.0);
    assert!(found.iter().flatten().any(|p| (p.1 - top).abs() < 0.1), "the spike is lost");
}

/// Noise with spikes and gaps, always the same.
fn rough(n: usize, mut seed: u64) -> Vec<f64> {
    let mut noise = move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as f64 / f64::from(1_u32 << 31)
    };
    (0..n)
        .map(|i| match noise() {
            r if r < 0.0005 => f64::NAN,
            r if r < 0.001 => f64::INFINITY,
            r if r < 0.002 => 1e-3,
            r if r < 0.003 => 9.0 + noise(),
            _ => 0.5 + noise() + 2.0 * (-(i as f64) / 2e4).exp(),
        })
        .collect()
}

#[test]
fn a_reduced_line_has_the_extremes_and_the_gaps_of_the_whole() {
    use std::collections::BTreeMap;
    for (kind, seed) in [(crate::Kind::Linear, 1), (crate::Kind::Log, 2)] {
        let ys = rough(100_000, seed);
        let x = crate::Map::new(crate::Kind::Linear, (0.0, 99_999.0), (40.0, 540.0)).unwrap();
        let y = crate::Map::new(kind, (1e-4, 12.0), (300.0, 10.0)).unwrap();
        let all = |points: &mut dyn Iterator<Item = (f64, f64)>| {
            let mut columns: BTreeMap<i64, (f64, f64)> = BTreeMap::new();
            for (px, py) in points {
                let c = columns.entry((px / COLUMN) as i64).or_insert((py, py));
                *c = (c.0.min(py), c.1.max(py));
            }
            columns
        };
        let runs = line::runs(Xs::STEPS, &ys, 0..ys.len(), (&x, &y), COLUMN);
        let whole = all(&mut (0..ys.len()).filter(|i| ys[*i].is_finite()).map(|i| (x.to_px(i as f64), y.to_px(ys[i]))));
        assert_eq!(all(&mut runs.iter().flatten().copied()), whole, "{kind:?}");
        assert!(runs.iter().map(Vec::len).sum::<usize>() <= 4 * whole.len() + 4 * runs.len());
        let gaps = ys.windows(2).filter(|w| w[0].is_finite() && !w[1].is_finite()).count();
        assert!((runs.len() as i64 - gaps as i64).abs() <= 1, "{} runs, {gaps} gaps", runs.len());
        // The band of a line with itself has the same extremes.
        let bands = line::band(Xs::STEPS, (&ys, &ys), (&x, &y), COLUMN);
        let columns = all(&mut bands.iter().flatten().copied());
        for (k, (low, high)) in &columns {
            assert!(whole[k].0 <= *low && whole[k].1 >= *high);
        }
        // Without gaps they are exactly the same.
        let full: Vec<f64> = ys.iter().map(|v| if v.is_finite() { *v } else { 1.0 }).collect();
        let whole_band = all(&mut (0..full.len()).map(|i| (x.to_px(i as f64), y.to_px(full[i]))));
        let one = line::band(Xs::STEPS, (&full, &full), (&x, &y), COLUMN);
        assert_eq!(all(&mut one.iter().flatten().copied()), whole_band);
        // Bands of one point only are nothing to see.
        assert!(columns.len() + 5 >= whole.len());
    }
}

#[test]
#[allow(clippy::print_stdout, reason = "it says how long it took")]
fn five_times_a_hundred_thousand_points_are_few_to_draw() {
    let data: Vec<Vec<f64>> = (0..5).map(|k| rough(100_000, k)).collect();
    let series: Vec<Series<'_>> = data.iter().zip(1..).map(|(d, k)| Series::new("", k, d)).collect();
    for y in [Axis::default(), Axis::log()] {
        let figure = Lines { series: &series, y, ..Lines::default() };
        let start = std::time::Instant::now();
        let theme = theme();
        let (svg, layout) = svg::render((560, 360), &theme, |area, scale| figure.draw(area, &theme, scale)).unwrap();
        let (all, strokes) = (start.elapsed(), svg.matches("<polyline").count());
        let start = std::time::Instant::now();
        let points: usize = (series.iter())
            .flat_map(|s| line::runs(s.xs, s.ys, 0..s.ys.len(), (&layout.x, &layout.y), COLUMN))
            .map(|r| r.len())
            .sum();
        println!(
            "{:?}: {points} of 500000 points; reduced in {:?}, with range and SVG {all:?}",
            y.kind,
            start.elapsed()
        );
        assert!(points <= 5 * 4 * (560 * 2 + 500), "{points}");
        // A dash along every spike would be tens of thousands of them.
        assert!(strokes < 8000, "{strokes}");
    }
}

#[test]
fn a_band_lies_under_its_line_within_the_plot() {
    let ys: Vec<f64> = (0..50).map(|i| f64::from(i).sin()).collect();
    let low: Vec<f64> = ys.iter().map(|v| v - 3.0).collect();
    let mut high: Vec<f64> = ys.iter().map(|v| v + 0.5).collect();
    high[20] = f64::NAN;
    let band = Some(Band { low: &low, high: &high });
    let series = [Series { band, ..Series::new("", 3, &ys) }];
    let (svg, layout) = draw(&Lines { series: &series, y: Axis::default().over(-2.0, 1.0), ..Lines::default() });
    let bands: Vec<&str> = svg.lines().filter(|l| l.starts_with("<polygon")).collect();
    assert_eq!(bands.len(), 2, "the gap is a gap");
    assert!(bands.iter().all(|l| l.contains("opacity=\"0.16\"") && l.contains(&theme().c[2].hex().to_uppercase())));
    for points in bands.iter().map(|l| l.split_once("points=\"").unwrap().1.split_once('"').unwrap().0) {
        for p in points.split_whitespace().filter_map(|p| p.split_once(',')) {
            let (x, y) = (p.0.parse::<f64>().unwrap() / 8.0, p.1.parse::<f64>().unwrap() / 8.0);
            assert!(layout.plot.grown(0.1).contains((x, y)));
        }
    }
    let free = draw(&Lines { series: &series, ..Lines::default() }).1;
    assert!(free.y.data().0 < -3.5 && free.y.data().1 > 1.4, "the axis has room for it");
    let table = crate::table::rows(&Lines { series: &series, ..Lines::default() });
    assert_eq!(table.rows[0], ["0", "0", "-3", "0.5"]);
    let wrong = [Series { band: Some(Band { low: &low[1..], high: &high }), ..Series::new("", 3, &ys) }];
    let theme = theme();
    let wrong = Lines { series: &wrong, ..Lines::default() };
    assert!(svg::render((300, 200), &theme, |area, scale| wrong.draw(area, &theme, scale)).is_err());
}

#[test]
fn nothing_panics() {
    let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -0.0, 5e-324, 1e308, -1e308, 1.0];
    let theme = theme();
    for n in [0, 1, 2, 9, 500] {
        let ys: Vec<f64> = (0..n).map(|k| odd[(k * 7) % 9]).collect();
        let xs: Vec<f64> = (0..n).map(|k| odd[(k * 5) % 9]).collect();
        for (x, y) in
            [(Axis::default(), Axis::log()), (Axis::log(), Axis::default()), (Axis::default(), Axis::default())]
        {
            for size in [(1, 1), (60, 60), (340, 260)] {
                let series = [Series {
                    xs: Xs::Values(&xs),
                    band: Some(Band { low: &ys, high: &xs }),
                    ..Series::new("名", 2, &ys)
                }];
                let figure = Lines { series: &series, x, y, now: Some(1.0), ..Lines::default() };
                let drawn = svg::document(&figure, size, &theme, ("t", "d"));
                assert!(matches!(drawn, Ok(_) | Err(PlotError::NoRoom { .. } | PlotError::Range { .. })), "{drawn:?}");
                let series = [Series { band: Some(Band { low: &ys, high: &ys }), ..Series::new("", 2, &ys) }];
                let drawn =
                    svg::document(&Lines { series: &series, x, y, ..Lines::default() }, size, &theme, ("t", "d"));
                assert!(matches!(drawn, Ok(_) | Err(PlotError::NoRoom { .. } | PlotError::Range { .. })), "{drawn:?}");
            }
        }
    }
}
