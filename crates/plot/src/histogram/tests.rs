use super::*;
use crate::{svg, theme::test_theme, tokens::Scheme};

/// Values around `mean`, by the sum of twelve even ones.
pub(crate) fn bell(n: usize, mean: f32, deviation: f32, mut seed: u64) -> Vec<f32> {
    let mut even = move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 40) as f32 / (1_u32 << 24) as f32
    };
    (0..n).map(|_| mean + deviation * ((0..12).map(|_| even()).sum::<f32>() - 6.0)).collect()
}

fn hostile() -> Vec<Vec<f32>> {
    vec![
        vec![],
        vec![0.0],
        vec![0.0; 1000],
        vec![3.25; 7],
        vec![-1e-45, 1e-45],
        vec![f32::MAX, f32::MIN, 0.0],
        vec![f32::NAN, f32::INFINITY, f32::NEG_INFINITY],
        vec![16_777_215.0, 16_777_216.0],
        vec![1e-30, 1e30, f32::NAN],
        bell(5000, 0.0, 1.0, 3),
        bell(5000, -7.0, 0.001, 4),
    ]
}

#[test]
fn every_value_is_in_exactly_one_bin() {
    for values in hostile() {
        let bins = Bins::of(&values);
        let finite = values.iter().filter(|v| v.is_finite()).count() as u64;
        assert_eq!(bins.counts.iter().sum::<u64>(), finite, "{:?}", &values[..values.len().min(4)]);
        assert_eq!((bins.outside, bins.not_finite), (0, values.len() as u64 - finite));
        assert!((8..=64).contains(&bins.counts.len()), "{}", bins.counts.len());
        for (k, pair) in (0..bins.edges.count).map(|k| (k, (bins.edges.at(k), bins.edges.at(k + 1)))) {
            assert!(pair.0 < pair.1);
            assert_eq!(bins.edges.find(pair.0), Some(k), "a bin has its lower edge");
        }
    }
}

#[test]
fn zero_is_an_edge_and_edges_are_round() {
    for (spread, seed) in [(1.0, 1), (0.037, 2), (812.0, 3)] {
        let edges = Edges::of(&[&bell(4000, 0.3 * spread, spread, seed)]);
        assert!((0..=edges.count).any(|k| edges.at(k) == 0.0), "{edges:?}");
        let width = edges.at(1) - edges.at(0);
        let head = width / 10_f64.powf(width.log10().floor() + 1e-9);
        assert!([1.0, 2.0, 5.0, 10.0].iter().any(|f| (head - f).abs() < 1e-6), "{width}");
    }
    // Freedman and Diaconis say 2 · 1.35 / 4000^⅓ = 0.17 for a standard normal; 0.2 is the nearest round width.
    let edges = Edges::of(&[&bell(4000, 0.0, 1.0, 9)]);
    assert!((edges.at(1) - edges.at(0) - 0.2).abs() < 1e-9);
}

#[test]
fn sets_share_edges() {
    let (a, b) = (bell(1000, -2.0, 1.0, 5), bell(1000, 3.0, 0.5, 6));
    let edges = Edges::of(&[&a, &b]);
    let (one, two) = (Bins::new(&a, edges), Bins::new(&b, edges));
    assert_eq!(one.edges, two.edges);
    assert_eq!((one.outside, two.outside), (0, 0));
    assert!(Bins::new(&a, Edges::of(&[&b])).outside > 900);
}

#[test]
fn summaries_are_those_of_the_textbook() {
    let s = Summary::of(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0, f32::NAN]);
    assert_eq!((s.count, s.not_finite), (9, 1));
    assert_eq!((s.mean, s.deviation, s.median), (5.0, 2.0, 4.5));
    assert_eq!((s.min, s.max, s.zeros), (2.0, 9.0, 0.0));
    assert!((s.norm - 232_f64.sqrt()).abs() < 1e-12);
    let s = Summary::of(&[0.0, -0.0, 3.0]);
    assert_eq!((s.median, s.zeros), (0.0, 2.0 / 3.0));
    let s = Summary::of(&[-3.0, 1.0]);
    assert_eq!((s.mean, s.deviation, s.min, s.median), (-1.0, 2.0, -3.0, -1.0));
    let none = Summary::of(&[f32::INFINITY]);
    assert!(none.mean.is_nan() && none.median.is_nan() && none.min.is_nan() && none.norm == 0.0);
    // In f32 the squares of these would be infinite.
    assert!((Summary::of(&[1e30, -1e30]).norm / 2_f64.sqrt() / 1e30 - 1.0).abs() < 1e-6);
}

fn draw(figure: &Histogram<'_>, size: (u32, u32)) -> Result<String, PlotError> {
    svg::document(figure, size, &test_theme(Scheme::Light), ("weights", ""))
}

#[test]
fn bars_are_as_high_as_counts_and_coloured_by_sign() {
    let bins = Bins::of(&[-1.0, -0.9, 0.5, 1.0, 2.0, 3.0, f32::NAN]);
    let parts = [Part { name: "", bins: &bins, coat: Coat::Sign }];
    let figure = Histogram { parts: &parts, ..Histogram::default() };
    let theme = test_theme(Scheme::Light);
    let layout = figure.layout((400.0, 300.0), &theme).unwrap();
    let svg = draw(&figure, (400, 300)).unwrap();
    let color = |t: f64| format!("fill=\"{}\"", theme.sign(t).hex().to_uppercase());
    let bars = |t| svg.lines().filter(|l| l.starts_with("<rect") && l.contains(&color(t))).count();
    assert_eq!((bars(-0.6), bars(0.6)), (1, 4));
    assert!(svg.contains("NaN, ∞: 1"));
    let read = figure.read(&layout, layout.to_px((-0.99, 0.0)));
    assert_eq!((read[0].label.as_str(), read[0].value.as_str()), ("−1 … −0.5", "2"));
    assert!((read[0].at.top - layout.y.to_px(2.0)).abs() < 1e-9);
    assert!(figure.read(&layout, (-9e9, 0.0)).is_empty());
}

#[test]
fn on_a_log_axis_one_is_seen_beside_a_million() {
    let bins = Bins { counts: vec![1, 1_000_000, 0, 10, 10, 10, 10, 10], ..Bins::of(&[0.0, 4.0]) };
    let parts = [Part { name: "w", bins: &bins, coat: Coat::One(2) }];
    let figure = Histogram { parts: &parts, log: true, ..Histogram::default() };
    let layout = figure.layout((400.0, 300.0), &test_theme(Scheme::Light)).unwrap();
    assert!(layout.plot.bottom - layout.y.to_px(1.0) > 10.0);
    assert!(draw(&figure, (400, 300)).unwrap().contains("10⁶"));
}

#[test]
fn nothing_panics() {
    for values in hostile() {
        let bins = Bins::of(&values);
        for log in [false, true] {
            for coat in [Coat::Sign, Coat::Each] {
                let parts = [Part { name: "测试\u{7}", bins: &bins, coat }; 2];
                for parts in [&parts[..], &parts[..1], &[]] {
                    let figure = Histogram { parts, log, x_title: Some("x"), y_title: Some("n") };
                    for size in [(1, 1), (30, 30), (400, 300)] {
                        let drawn = draw(&figure, size);
                        assert!(drawn.is_ok() || size.0 < 400, "{drawn:?}");
                        assert!(matches!(drawn, Ok(_) | Err(PlotError::NoRoom { .. })));
                    }
                }
            }
        }
    }
}
