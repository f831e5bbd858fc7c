use super::*;
use crate::{svg, theme::test_theme, tokens::Scheme};

fn draw(scatter: &Scatter<'_>) -> (String, Layout) {
    let theme = test_theme(Scheme::Light);
    svg::render((320, 240), &theme, |area, scale| scatter.draw(area, &theme, scale)).unwrap()
}

#[test]
fn every_point_is_drawn_once() {
    let x = [0.0, 1.0, 2.0, f64::NAN];
    let (svg, _) = draw(&Scatter::new(&x, &[3.0, 1.0, 2.0, 1.0]));
    assert_eq!(svg.matches("<circle").count(), 3);
}

#[test]
fn classes_differ_by_shape_as_well_as_colour() {
    let x = [0.0, 1.0, 2.0];
    let (svg, _) = draw(&Scatter { shade: Tint::Identity(&[1, 2, 3]), ..Scatter::new(&x, &x) });
    assert_eq!(svg.matches("<circle").count(), 1);
    assert_eq!(svg.matches("<polygon").count(), 2);
}

#[test]
fn a_cloud_costs_its_area_only() {
    let n = 100_000_u32;
    let x: Vec<f64> = (0..n).map(|i| f64::from(i * 7919 % 1000)).collect();
    let y: Vec<f64> = (0..n).map(|i| f64::from(i * 4729 % 997)).collect();
    let (svg, layout) = draw(&Scatter::new(&x, &y));
    let drawn = svg.matches("<circle").count();
    assert!(drawn as f64 <= layout.plot.width() * layout.plot.height() && drawn < n as usize, "{drawn}");
}

#[test]
fn the_line_through_them_is_where_it_says() {
    let x = [0.0, 10.0];
    let fit = Fit { slope: -0.5, intercept: 6.0, label: "least squares" };
    let figure = Scatter { fit: Some(fit), diagonal: true, ..Scatter::new(&x, &[6.0, 1.0]) };
    let (svg, layout) = draw(&figure);
    let ink = test_theme(Scheme::Light).ink.hex().to_uppercase();
    let line = svg.lines().find(|l| l.starts_with("<polyline") && l.contains(&ink)).unwrap();
    let points: Vec<f64> = line
        .split_once("points=\"")
        .unwrap()
        .1
        .trim_end_matches(['"', '/', '>', ' '])
        .split([',', ' '])
        .filter_map(|v| v.parse().ok())
        .map(|v: f64| v / f64::from(svg::UNITS))
        .collect();
    for p in points.chunks_exact(2) {
        let (x, y) = layout.to_data((p[0], p[1]));
        assert!((y - (6.0 - 0.5 * x)).abs() < 0.02, "{x} {y}");
    }
    assert!(svg.contains("\nleast squares\n"));
}

#[test]
fn lengths_must_agree() {
    let theme = test_theme(Scheme::Light);
    let x = [1.0, 2.0];
    for bad in [Scatter::new(&x, &x[..1]), Scatter { shade: Tint::Sign(&x[..1]), ..Scatter::new(&x, &x) }] {
        assert!(svg::render((320, 240), &theme, |area, scale| bad.draw(area, &theme, scale)).is_err());
    }
}
