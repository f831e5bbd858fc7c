//! Pictures to look at: `PLOT_SAMPLES=artifacts/plot cargo test -p plot --test samples` writes them there.
//! Without that they are drawn all the same, as a lab would through the public interface, and thrown away.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

use std::{fs, path::PathBuf};

use plot::{
    Area, Axis, FieldFigure, Lines, PlotError, Scatter, Theme,
    contour::{self, Grid},
    field::{Path, Spot, Window},
    lines::{Emphasis, Reference, Series},
    raster::{Shade, raster},
    scatter::{Fit, Tint},
    svg,
    tokens::{Scheme, parse},
};

const CSS: &str = include_str!("../../../www/css/tokens.css");
const NOW: usize = 58;

fn each_theme(name: &str, draw: impl Fn(&Theme) -> Result<String, PlotError>) {
    for (scheme, suffix) in [(Scheme::Light, "light"), (Scheme::Dark, "dark")] {
        let tokens = parse(CSS, scheme);
        let theme = Theme::from_lookup(|n| tokens.get(n).cloned()).unwrap();
        let svg = draw(&theme).unwrap();
        assert!(svg.ends_with("</svg>\n") && !svg.lines().any(|l| !l.starts_with("<image") && l.contains("NaN")));
        if let Some(folder) = std::env::var_os("PLOT_SAMPLES") {
            let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join(format!("{name}-{suffix}.svg")), svg).unwrap();
        }
    }
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
fn points() {
    let x: Vec<f64> = (0..160).map(|i| f64::from(i % 40) * 0.1 + 0.07 * f64::from(i % 7)).collect();
    let y: Vec<f64> =
        x.iter().enumerate().map(|(i, x)| 0.8 * x + 0.4 + 0.9 * ((i * 37 % 17) as f64 / 17.0 - 0.5)).collect();
    let classes: Vec<u8> = (0..160).map(|i| i % 8 + 1).collect();
    let signs: Vec<f64> = x.iter().zip(&y).map(|(x, y)| y - 0.8 * x - 0.4).collect();
    let fit = Some(Fit { slope: 0.8, intercept: 0.4, label: "y = 0.8 x + 0.4" });
    let axis = |t| Axis::default().titled(t);
    let base = Scatter { x_axis: axis("predicted"), y_axis: axis("true"), ..Scatter::new(&x, &y) };
    let one = Scatter { fit, diagonal: true, ..base };
    each_theme("points", |t| svg::render((360, 280), t, |a, s| one.draw(a, t, s)).map(|d| d.0));
    let classes = Scatter { shade: Tint::Identity(&classes), radius: 3.2, ..base };
    each_theme("classes", |t| svg::render((360, 280), t, |a, s| classes.draw(a, t, s)).map(|d| d.0));
    let signs = Scatter { shade: Tint::Sign(&signs), radius: 3.2, ..base };
    each_theme("signs", |t| svg::render((360, 280), t, |a, s| signs.draw(a, t, s)).map(|d| d.0));
}
