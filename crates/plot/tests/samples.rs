//! Pictures to look at: `PLOT_SAMPLES=artifacts/plot cargo test -p plot --test samples` writes them there.
//! Without that they are drawn all the same, as a lab would through the public interface, and thrown away.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

use std::{fs, path::PathBuf};

use plot::{
    Area, Axis, Bars, FieldFigure, Figure, Histogram, Kind, Lines, Matrix, Network, Palette, PlotError, Profile,
    Relief, Scatter, Theme, TokenLine, Wall,
    bars::Bar,
    contour::{self, Grid},
    field::{Path, Spot, Window},
    histogram::{Bins, Edges, Part},
    lines::{Band, Emphasis, Reference, Series},
    network::NodeLayer,
    palette::Coat,
    profile::Ball,
    raster::{Shade, raster},
    relief::{Camera, Height},
    scatter::{Fit, Tint},
    svg,
    token_line::Arcs,
    tokens::{Scheme, parse},
    wall::Tone,
};

const CSS: &str = include_str!("../../../www/css/tokens.css");
const NOW: usize = 58;

fn each_theme(name: &str, draw: impl Fn(&Theme) -> Result<String, PlotError>) {
    for (scheme, suffix) in [(Scheme::Light, "light"), (Scheme::Dark, "dark")] {
        let tokens = parse(CSS, scheme);
        let theme = Theme::from_lookup(|n| tokens.get(n).cloned()).unwrap();
        let svg = draw(&theme).unwrap();
        assert!(
            svg.ends_with("</svg>\n") && !svg.lines().any(|l| l.starts_with('<') && l.contains("=\"NaN")),
            "{name}"
        );
        well_formed(&svg);
        if let Some(folder) = std::env::var_os("PLOT_SAMPLES") {
            let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join(format!("{name}-{suffix}.svg")), svg).unwrap();
        }
    }
}

/// Stops where a document is not XML: tags that do not match, attributes without quotes, bare `&` and `<`, control characters.
fn well_formed(xml: &str) {
    assert!(!xml.chars().any(|c| c.is_control() && !"\n\t\r".contains(c)), "control character");
    for (i, _) in xml.match_indices('&') {
        let entity = xml[i + 1..].split(';').next().unwrap();
        assert!(["lt", "gt", "amp", "quot", "apos"].contains(&entity), "&{entity:.12}");
    }
    let mut open: Vec<&str> = Vec::new();
    let mut rest = xml;
    while let Some(start) = rest.find('<') {
        let end = start + rest[start..].find('>').unwrap();
        let tag = &rest[start + 1..end];
        assert!(!tag.contains('<'), "{tag:.40}");
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
            continue;
        }
        let (body, closed) = tag.strip_suffix('/').map_or((tag, false), |b| (b, true));
        let (name, attributes) = body.split_once(' ').unwrap_or((body, ""));
        let mut attributes = attributes.trim();
        while !attributes.is_empty() {
            let (key, after) = attributes.split_once("=\"").unwrap();
            assert!(key.chars().all(|c| c.is_ascii_alphanumeric() || "-:".contains(c)), "{key}");
            attributes = after.split_once('"').unwrap().1.trim_start();
        }
        if !closed {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

fn loss(x: f64, y: f64) -> f64 {
    (1.0 - x).powi(2) + 10.0 * (y - x * x).powi(2)
}

fn gradient(x: f64, y: f64) -> [f64; 2] {
    [-2.0 * (1.0 - x) - 40.0 * x * (y - x * x), 20.0 * (y - x * x)]
}

/// Name, identity, and the way over 400 steps, of the six optimisers of the design.
fn runs() -> Vec<(&'static str, u8, Vec<f64>, Vec<f64>)> {
    let names = [("GD", 1), ("momentum", 2), ("Nesterov", 3), ("Adam", 4), ("RMSProp", 5), ("Adagrad", 7)];
    names.into_iter().map(|(n, c)| (n, c, way(n))).map(|(n, c, (x, y))| (n, c, x, y)).collect()
}

fn way(name: &str) -> (Vec<f64>, Vec<f64>) {
    let (mut at, mut v, mut s) = ([-1.45, 2.35], [0.0; 2], [0.0; 2]);
    let (mut xs, mut ys) = (vec![at[0]], vec![at[1]]);
    for t in 1..=400 {
        let ahead = if name == "Nesterov" { 0.9 } else { 0.0 };
        let g = gradient(at[0] + ahead * v[0], at[1] + ahead * v[1]);
        for k in 0..2 {
            at[k] += match name {
                "GD" => -0.006 * g[k],
                "momentum" | "Nesterov" => {
                    v[k] = 0.9 * v[k] - 0.004 * g[k];
                    v[k]
                }
                "Adam" => {
                    v[k] = 0.9 * v[k] + 0.1 * g[k];
                    s[k] = 0.999 * s[k] + 0.001 * g[k] * g[k];
                    let (a, b) = (1.0 - 0.9_f64.powi(t), 1.0 - 0.999_f64.powi(t));
                    -0.05 * v[k] / a / ((s[k] / b).sqrt() + 1e-8)
                }
                "RMSProp" => {
                    s[k] = 0.95 * s[k] + 0.05 * g[k] * g[k];
                    -0.02 * g[k] / (s[k] + 1e-8_f64).sqrt()
                }
                _ => {
                    s[k] += g[k] * g[k];
                    -0.3 * g[k] / (s[k] + 1e-8_f64).sqrt()
                }
            };
        }
        xs.push(at[0]);
        ys.push(at[1]);
    }
    (xs, ys)
}

#[test]
fn losses() {
    let runs = runs();
    let losses: Vec<Vec<f64>> =
        runs.iter().map(|(_, _, x, y)| x.iter().zip(y).map(|(x, y)| loss(*x, *y)).collect()).collect();
    let series: Vec<Series<'_>> = runs.iter().zip(&losses).map(|(r, l)| Series::new(r.0, r.1, l)).collect();
    let figure = Lines { series: &series, y: Axis::log().over(1e-9, 60.0), now: Some(NOW as f64), ..Lines::default() };
    each_theme("losses", |t| svg::render((324, 370), t, |a: &Area<_>, s| figure.draw(a, t, s)).map(|d| d.0));
}

#[test]
fn surface() {
    let size = (430, 316);
    let (w, h) = (f64::from(size.0), f64::from(size.1));
    let window = Window::around((-0.05, 1.03), (3.9, 3.3), (w, h));
    let (nx, ny) = (120, 88);
    let node = |(lo, hi): (f64, f64), k: usize, n: usize| lo + (hi - lo) * k as f64 / (n - 1) as f64;
    let values: Vec<f64> = (0..ny * nx).map(|k| loss(node(window.x, k % nx, nx), node(window.y, k / nx, ny))).collect();
    let grid = Grid { nx, ny, x: window.x, y: window.y, values: &values };
    let contours = contour::trace(&grid, &contour::levels(&values)).unwrap();
    let runs = runs();
    let emphasis = |name| if name == "momentum" { Emphasis::Focus } else { Emphasis::Normal };
    let paths: Vec<Path<'_>> = runs
        .iter()
        .map(|(name, identity, x, y)| Path { name, identity: *identity, x, y, now: NOW, emphasis: emphasis(*name) })
        .collect();
    let minima = [Spot { at: (1.0, 1.0), label: "minimum" }];
    let starts = [Spot { at: (-1.45, 2.35), label: "start" }];
    let figure = FieldFigure { window, contours: &contours, paths: &paths, minima: &minima, starts: &starts };
    each_theme("surface", |t| {
        let (svg, layout) = svg::render(size, t, |a, s| figure.draw(a, t, s))?;
        Ok(svg::underlay(&svg, &raster(&grid, Shade::of(&values), t)?, &layout))
    });
}

/// A function over a window, with the ways of five optimisers where it is the valley.
fn relief(name: &str, f: fn(f64, f64) -> f64, x: (f64, f64), y: (f64, f64), kind: Kind, camera: Camera) {
    let (nx, ny) = (161, 121);
    let node = |(lo, hi): (f64, f64), k: usize, n: usize| lo + (hi - lo) * k as f64 / (n - 1) as f64;
    let values: Vec<f64> = (0..ny * nx).map(|k| f(node(x, k % nx, nx), node(y, k / nx, ny))).collect();
    let grid = Grid { nx, ny, x, y, values: &values };
    let contours = contour::trace(&grid, &contour::levels(&values)).unwrap();
    let runs = if name.starts_with("relief-valley") { runs() } else { Vec::new() };
    let emphasis = |name| if name == "momentum" { Emphasis::Focus } else { Emphasis::Normal };
    let paths: Vec<Path<'_>> = runs
        .iter()
        .map(|(name, identity, x, y)| Path { name, identity: *identity, x, y, now: NOW, emphasis: emphasis(*name) })
        .collect();
    let figure = Relief {
        grid,
        shade: Shade::of(&values),
        height: Height::of(&values, kind),
        camera,
        contours: &contours,
        paths: &paths,
        names: ["x", "y"],
    };
    both(name, &figure);
}

#[test]
fn reliefs() {
    let (x, y) = ((-2.7, 2.6), (-1.0, 3.1));
    let front = Camera::default();
    relief("relief-valley", loss, x, y, Kind::Linear, front);
    relief("relief-valley-log", loss, x, y, Kind::Log, front);
    relief("relief-valley-low", loss, x, y, Kind::Linear, Camera::new(2.6, 0.45));
    relief("relief-saddle", |x, y| x * x - y * y + 0.25 * y.powi(4), (-3.2, 3.2), (-2.4, 2.4), Kind::Linear, front);
    let himmelblau = |x: f64, y: f64| (x * x + y - 11.0).powi(2) + (x + y * y - 7.0).powi(2);
    relief("relief-himmelblau", himmelblau, (-8.0, 8.0), (-6.0, 6.0), Kind::Linear, front);
    let plateau = |x: f64, y: f64| 1.0 - (-(x * x + y * y) / 2.0).exp() + 0.002 * (x * x + y * y);
    relief("relief-plateau", plateau, (-5.3, 5.3), (-4.0, 4.0), Kind::Linear, front);
    relief("relief-holes", |x, y| (x * y).sqrt(), (-1.0, 3.0), (-1.0, 2.0), Kind::Linear, front);
}

#[test]
fn profiles() {
    let x = (-3.1, 3.0);
    let wells = |x: f64| (x * x - 1.0).powi(2) + 0.3 * x;
    let values: Vec<f64> = (0..161).map(|k| wells(x.0 + (x.1 - x.0) * f64::from(k) / 160.0)).collect();
    // Gradient descent from the left, with momentum from the right.
    let walk = |start: f64, rate: f64, keep: f64| {
        let (mut x, mut v, mut all) = (start, 0.0, vec![start]);
        for _ in 0..22 {
            v = keep * v - rate * (4.0 * x * (x * x - 1.0) + 0.3);
            x += v;
            all.push(x);
        }
        all
    };
    let (plain, rolling) = (walk(-1.7, 0.015, 0.0), walk(1.75, 0.02, 0.8));
    let last = |places: &[f64]| Some((places[places.len() - 2], places[places.len() - 1]));
    let balls = [
        Ball { name: "GD", identity: 1, places: &plain, step: last(&plain), emphasis: Emphasis::Normal },
        Ball { name: "momentum", identity: 2, places: &rolling, step: last(&rolling), emphasis: Emphasis::Focus },
    ];
    both("profile-wells", &Profile { x, values: &values, balls: &balls, titles: ["x", "f(x)"] });
}

#[test]
fn training() {
    let mut seed = 3_u64;
    let mut noise = move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as f64 / f64::from(1_u32 << 31) - 0.5
    };
    let n = 100_000;
    let curve = |floor: f64, noise: &mut dyn FnMut() -> f64| -> Vec<f64> {
        (0..n).map(|i| floor + 1.6 * (-f64::from(i) / 9000.0).exp() + 0.5 * noise()).collect()
    };
    let mut train = curve(0.5, &mut noise);
    train[60_000..63_000].fill(f64::NAN);
    let (test, pinned) = (curve(0.9, &mut noise), curve(1.3, &mut noise));
    let series = [
        Series { faint_after: Some(72_000), emphasis: Emphasis::Focus, ..Series::new("train", 1, &train) },
        Series::new("test 测试", 2, &test),
        Series { emphasis: Emphasis::Pinned, ..Series::new("η 0.1 → 0.01", 4, &pinned) },
    ];
    let figure = Lines {
        series: &series,
        references: &[Reference { value: 0.5, label: "least possible" }],
        now: Some(72_000.0),
        x: Axis::default().titled("step"),
        y: Axis::default().titled("loss"),
    };
    each_theme("training", |t| svg::render((520, 260), t, |a, s| figure.draw(a, t, s)).map(|d| d.0));
}

#[test]
fn bands() {
    let steps: Vec<f64> = (0..200).map(f64::from).collect();
    let curve = |floor: f64, rate: f64, seed| -> Vec<f64> {
        let noise = bell(200, 0.0, 0.02, seed);
        steps.iter().zip(noise).map(|(t, e)| floor + 2.0 * (-t / rate).exp() + f64::from(e)).collect()
    };
    let (a, b) = (curve(0.12, 30.0, 1), curve(0.35, 60.0, 2));
    let off = |list: &[f64], share: f64| list.iter().map(|v| v * (1.0 + share)).collect::<Vec<f64>>();
    let (al, ah, bl, bh) = (off(&a, -0.3), off(&a, 0.45), off(&b, -0.15), off(&b, 0.2));
    let series = [
        Series { band: Some(Band { low: &al, high: &ah }), ..Series::new("Adam", 4, &a) },
        Series { band: Some(Band { low: &bl, high: &bh }), ..Series::new("动量", 2, &b) },
    ];
    both("bands", &Lines { series: &series, y: Axis::log(), now: Some(80.0), ..Lines::default() });
}

#[test]
fn points() {
    let x: Vec<f64> = (0..160).map(|i| f64::from(i % 40) * 0.1 + 0.07 * f64::from(i % 7)).collect();
    let y: Vec<f64> =
        x.iter().enumerate().map(|(i, x)| 0.8 * x + 0.4 + 0.9 * ((i * 37 % 17) as f64 / 17.0 - 0.5)).collect();
    let axis = |t| Axis::default().titled(t);
    let many = [bell(60_000, 0.0, 1.0, 20), bell(40_000, 2.5, 0.6, 21)].concat();
    let (mx, my): (Vec<f64>, Vec<f64>) =
        many.iter().zip(bell(100_000, 0.0, 1.0, 22)).map(|(x, e)| (f64::from(*x), f64::from(0.5 * x + e))).unzip();
    let kinds: Vec<u8> = (0..100_000).map(|i| if i < 60_000 { 1 } else { 2 }).collect();
    both("points-many", &Scatter { shade: Tint::Identity(&kinds), x_axis: axis("x"), ..Scatter::new(&mx, &my) });
    let classes: Vec<u8> = (0..160).map(|i| i % 8 + 1).collect();
    let signs: Vec<f64> = x.iter().zip(&y).map(|(x, y)| y - 0.8 * x - 0.4).collect();
    let fit = Some(Fit { slope: 0.8, intercept: 0.4, label: "y = 0.8 x + 0.4" });
    let base = Scatter { x_axis: axis("predicted"), y_axis: axis("true"), ..Scatter::new(&x, &y) };
    let one = Scatter { fit, diagonal: true, ..base };
    each_theme("points", |t| svg::render((360, 280), t, |a, s| one.draw(a, t, s)).map(|d| d.0));
    let classes = Scatter { shade: Tint::Identity(&classes), radius: 3.2, ..base };
    each_theme("classes", |t| svg::render((360, 280), t, |a, s| classes.draw(a, t, s)).map(|d| d.0));
    let signs = Scatter { shade: Tint::Sign(&signs), radius: 3.2, ..base };
    each_theme("signs", |t| svg::render((360, 280), t, |a, s| signs.draw(a, t, s)).map(|d| d.0));
}

/// The same figure at the size of the stage and at that of a narrow one.
fn both(name: &str, figure: &dyn Figure) {
    for size in [(560, 360), (340, 260)] {
        each_theme(&format!("{name}-{}", size.0), |t| svg::document(figure, size, t, (name, "a sample")));
    }
}

/// Even numbers from 0 to 1, always the same.
fn evenly(mut seed: u64) -> impl FnMut() -> f32 {
    move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 40) as f32 / (1_u32 << 24) as f32
    }
}

/// Nearly normal numbers.
fn bell(n: usize, mean: f32, deviation: f32, seed: u64) -> Vec<f32> {
    let mut even = evenly(seed);
    (0..n).map(|_| mean + deviation * ((0..12).map(|_| even()).sum::<f32>() - 6.0)).collect()
}

#[test]
fn histograms() {
    let mut weights = bell(20_000, 0.002, 0.06, 5);
    weights[7] = f32::NAN;
    let bins = Bins::of(&weights);
    let parts = [Part { name: "", bins: &bins, coat: Coat::Sign }];
    both("histogram-sign", &Histogram { parts: &parts, x_title: Some("conv 1, w"), ..Histogram::default() });
    let answers: Vec<f32> = bell(20_000, -0.3, 1.0, 6).iter().map(|v| v.max(0.0)).collect();
    let bins = Bins::of(&answers);
    let parts = [Part { name: "", bins: &bins, coat: Coat::Magnitude }];
    both("histogram-log", &Histogram { parts: &parts, log: true, x_title: Some("ReLU 之后"), y_title: Some("个数") });
    let (real, made) = (bell(4000, 4.0, 1.2, 7), bell(4000, 3.1, 0.7, 8));
    let edges = Edges::of(&[&real, &made]);
    let (a, b) = (Bins::new(&real, edges), Bins::new(&made, edges));
    let parts =
        [Part { name: "real", bins: &a, coat: Coat::One(1) }, Part { name: "generated", bins: &b, coat: Coat::One(2) }];
    both("histogram-two", &Histogram { parts: &parts, x_title: Some("x"), ..Histogram::default() });
}

#[test]
fn bars() {
    let classes = [0.001, 0.0, 0.004, 0.962, 0.0, 0.009, 0.0, 0.001, 0.021, 0.002];
    let names: Vec<String> = (0..10).map(|k| k.to_string()).collect();
    let list: Vec<Bar<'_>> = names.iter().zip(classes).map(|(n, v)| Bar::new(n, v)).collect();
    both(
        "bars-classes",
        &Bars { bars: &list, coat: Coat::Magnitude, values: true, chosen: Some(3), ..Bars::default() },
    );
    let terms = [
        "平均房间数 (RM)",
        "低收入人口比例 (LSTAT)",
        "到就业中心的距离 (DIS)",
        "犯罪率 (CRIM)",
        "氮氧化物浓度 (NOX)",
        "师生比 (PTRATIO)",
    ];
    let sizes = [(2.67, 0.31), (-3.74, 0.4), (-3.1, 0.28), (-0.92, 0.21), (-2.06, 0.3), (-2.05, 0.2)];
    let list: Vec<Bar<'_>> =
        terms.iter().zip(sizes).map(|(name, (value, spread))| Bar { spread, ..Bar::new(name, value) }).collect();
    both("bars-terms", &Bars { bars: &list, values: true, title: Some("β̂ ± 标准误"), ..Bars::default() });
    let optimisers = ["GD", "momentum", "Adam", "RMSProp"];
    let losses = [(0.42, 0.05), (0.11, 0.02), (0.08, 0.03), (f64::NAN, 0.0)];
    let list: Vec<Bar<'_>> =
        optimisers.iter().zip(losses).map(|(name, (value, spread))| Bar { spread, ..Bar::new(name, value) }).collect();
    both("bars-few", &Bars { bars: &list, coat: Coat::Each, title: Some("test loss"), ..Bars::default() });
    let names: Vec<String> = (0..256).map(|k| format!("unit {k}")).collect();
    let list: Vec<Bar<'_>> = names.iter().zip(bell(256, 0.0, 1.0, 4)).map(|(n, v)| Bar::new(n, f64::from(v))).collect();
    both("bars-many", &Bars { bars: &list, ..Bars::default() });
}

#[test]
fn matrices() {
    let kernel = [-0.37, -0.46, -0.59, 0.13, 0.04, -0.21, 0.46, 0.55, 0.21];
    both("matrix-kernel", &Matrix { chosen: Some((1, 2)), ..Matrix::new(3, 3, &kernel) });
    let window = [(0, 0), (0, 2), (2, 0), (2, 2)];
    both("matrix-window", &Matrix { marked: &window, bar: false, ..Matrix::new(3, 3, &kernel) });
    let digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    let mut even = evenly(9);
    let confusion: Vec<f32> = (0..100)
        .map(|k| if k % 11 == 0 { (90.0 + 10.0 * even()).round() } else { (3.0 * even() * even()).round() })
        .collect();
    let figure = Matrix {
        palette: Palette::magnitude(&confusion),
        row_names: &digits,
        column_names: &digits,
        row_title: Some("真实"),
        column_title: Some("预测"),
        ..Matrix::new(10, 10, &confusion)
    };
    both("matrix-confusion", &figure);
    let mut large = bell(64 * 128, 0.0, 0.1, 10);
    large[5 * 128 + 60..5 * 128 + 70].fill(f32::NAN);
    both("matrix-large", &Matrix::new(64, 128, &large));
    let words = ["The", "animal", "did", "not", "cross", "the", "street", "because", "it", "was", "tired"];
    let attention: Vec<f32> = (0..121).map(|k| if k % 11 <= k / 11 { even().powi(3) } else { 0.0 }).collect();
    let attention: Vec<f32> =
        attention.chunks(11).flat_map(|r| r.iter().map(|v| v / r.iter().sum::<f32>().max(1e-6))).collect();
    let mut broken = attention;
    broken[30] = f32::NAN;
    let figure = Matrix {
        palette: Palette::magnitude(&broken),
        row_names: &words,
        column_names: &words,
        ..Matrix::new(11, 11, &broken)
    };
    both("matrix-attention", &figure);
}

/// Something like a drawn digit: a ring or a stroke that differs from one to the next.
fn drawn(n: usize, side: usize) -> Vec<f32> {
    let mut even = evenly(11);
    let mut out = Vec::new();
    for k in 0..n {
        let (cx, cy, r, flat) =
            (0.5 + 0.1 * (even() - 0.5), 0.5 + 0.1 * (even() - 0.5), 0.18 + 0.14 * even(), 0.6 + 0.8 * even());
        for i in 0..side * side {
            let (x, y) = ((i % side) as f32 / side as f32 - cx, (i / side) as f32 / side as f32 - cy);
            let away =
                if k % 3 == 2 { (x + 0.3 * y).abs() + (y.abs() - r).max(0.0) } else { (x.hypot(y * flat) - r).abs() };
            out.push((1.0 - away * 14.0).clamp(0.0, 1.0));
        }
    }
    out
}

#[test]
fn walls() {
    let digits = drawn(24, 28);
    let names: Vec<String> = (0..24).map(|k| format!("{}", k % 10)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let ink = Palette::Picture { lo: 0.0, hi: 1.0 };
    both("wall-digits", &Wall { captions: &names, chosen: Some(8), ..Wall::new((28, 28), &digits, ink) });
    let filters = bell(32 * 25, 0.0, 0.2, 12);
    both("wall-filters", &Wall::new((5, 5), &filters, Palette::sign(&filters)));
    let many = drawn(700, 28);
    both("wall-many", &Wall { more: "more", ..Wall::new((28, 28), &many, ink) });
    let plane = drawn(12 * 3, 32);
    let tone = Tone::Rgb { lo: 0.0, hi: 1.0 };
    both("wall-rgb", &Wall { tone, planes: true, ..Wall::new((32, 32), &plane, ink) });
}

#[test]
fn networks() {
    let (input, hidden) = ([0.8, -0.3], [0.1, 0.9, 0.0, 0.4, 0.7]);
    let layers = [
        NodeLayer { name: "输入", values: &input, labels: &["x₁", "x₂"] },
        NodeLayer { name: "隐藏层 1", values: &hidden, labels: &[] },
        NodeLayer { name: "隐藏层 2", values: &hidden[1..4], labels: &[] },
        NodeLayer { name: "输出", values: &[0.73], labels: &["P(y = 1)"] },
    ];
    let weights = bell(28, 0.0, 0.8, 13);
    let lists = [&weights[..10], &weights[10..25], &weights[25..]];
    let palette = Palette::Sign { reach: 1.0 };
    let figure = Network { layers: &layers, weights: &lists, palette, arrows: true, chosen: None, more: "个未画" };
    both("network-small", &figure);
    both("network-chosen", &Network { chosen: Some((1, 1)), arrows: false, ..figure });
    let (image, units) = (drawn(1, 28), bell(128, 0.3, 0.4, 14).iter().map(|v| v.max(0.0)).collect::<Vec<f32>>());
    let classes = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    let scores = [0.0, 0.0, 0.1, 0.95, 0.0, 0.1, 0.0, 0.0, 0.05, 0.0];
    let layers = [
        NodeLayer { name: "pixels", values: &image, labels: &[] },
        NodeLayer { name: "ReLU", values: &units, labels: &[] },
        NodeLayer { name: "softmax", values: &scores, labels: &classes },
    ];
    let (first, second) = (bell(784 * 128, 0.0, 0.05, 15), bell(1280, 0.0, 0.1, 16));
    let lists = [&first[..], &second[..]];
    let figure = Network {
        layers: &layers,
        weights: &lists,
        palette: Palette::Magnitude { most: 1.0 },
        arrows: false,
        chosen: None,
        more: "more",
    };
    both("network-large", &figure);
}

#[test]
fn token_lines() {
    let words = [
        "The", " animal", " did", " not", " cross", " the", " street", " because", " it", " was", " too", " tired", ".",
    ];
    let looks = [0.05, 0.52, 0.02, 0.01, 0.03, 0.02, 0.16, 0.04, 0.08, 0.03, 0.01, 0.02, 0.01];
    let palette = Palette::magnitude(&looks);
    let figure = TokenLine {
        tokens: &words,
        weights: &looks,
        palette,
        arcs: Some(Arcs { from: 8, weights: &looks }),
        chosen: None,
        more: "more",
    };
    both("tokens-arcs", &figure);
    let line = [
        "注意力",
        "机制",
        "让",
        "模型",
        "在",
        "生成",
        "每个",
        "词",
        "时",
        "看",
        "向",
        "输入",
        "的",
        "不同",
        "位置",
        "，",
        "权重",
        "由",
        "查询",
        "与",
        "键",
        "的",
        "点积",
        "决定",
        "。",
    ];
    let text: Vec<&str> = line.iter().copied().cycle().take(line.len() * 3).collect();
    let weights = bell(text.len(), 0.0, 0.5, 17);
    let figure = TokenLine {
        tokens: &text,
        weights: &weights,
        palette: Palette::sign(&weights),
        arcs: None,
        chosen: Some(4),
        more: "个未画",
    };
    both("tokens-sign", &figure);
}
