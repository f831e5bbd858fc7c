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

#[test]
#[allow(clippy::print_stdout, reason = "it says how long it took")]
fn a_hundred_thousand_points_are_one_picture() {
    let theme = test_theme(Scheme::Light);
    let n = 100_000_u32;
    let x: Vec<f64> = (0..n).map(|i| f64::from(i * 7919 % 10_007)).collect();
    let y: Vec<f64> = (0..n).map(|i| f64::from(i * 4729 % 9973)).collect();
    let classes: Vec<u8> = (0..n).map(|i| (i % 8 + 1) as u8).collect();
    for shade in [Tint::One(1), Tint::Identity(&classes), Tint::Sign(&x)] {
        let figure = Scatter { shade, ..Scatter::new(&x, &y) };
        let start = std::time::Instant::now();
        let picture = figure.picture((560.0, 360.0), &theme, 2.0).unwrap().unwrap();
        println!("{} × {} px of {n} points in {:?}", picture.width, picture.height, start.elapsed());
        let svg = svg::document(&figure, (560, 360), &theme, ("t", "d")).unwrap();
        assert_eq!((svg.matches("<circle").count(), svg.matches("<image").count()), (0, 1));
        let covered = picture.rgba.chunks(4).filter(|p| p[3] > 0).count();
        assert!(covered * 3 > picture.width * picture.height, "{covered}");
    }
    let few = Scatter::new(&x[..50], &y[..50]);
    assert!(few.picture((560.0, 360.0), &theme, 2.0).unwrap().is_none());
    assert_eq!(svg::document(&few, (560, 360), &theme, ("t", "d")).unwrap().matches("<circle").count(), 50);
}

#[test]
fn a_picture_of_points_is_like_the_points() {
    // One point far from all others, in both ways.
    let mut x = vec![0.0; 4000];
    x[77] = 10.0;
    let y = x.clone();
    let theme = test_theme(Scheme::Light);
    let figure = Scatter::new(&x, &y);
    let layout = figure.layout((320.0, 240.0), &theme).unwrap();
    let p = figure.picture((320.0, 240.0), &theme, 1.0).unwrap().unwrap();
    let (px, py) = layout.to_px((10.0, 10.0));
    let at = ((py - p.at.top) as usize * p.width + (px - p.at.left) as usize) * 4;
    assert_eq!(p.rgba[at..at + 4], [theme.c[0].0[0], theme.c[0].0[1], theme.c[0].0[2], 217]);
    let read = figure.read(&layout, (px + 2.0, py), 6.0).unwrap();
    assert_eq!((figure.hit(&layout, (px, py), 4.0), read.label.as_str()), (Some(77), "(10, 10)"));
    assert!(figure.read(&layout, (px - 40.0, py), 6.0).is_none());
}

#[test]
fn nothing_panics() {
    let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -0.0, 5e-324, 1e308, -1e308, 1.0];
    let theme = test_theme(Scheme::Light);
    for n in [0, 1, 9, 3500] {
        let x: Vec<f64> = (0..n).map(|k| odd[(k * 7) % 9]).collect();
        let y: Vec<f64> = (0..n).map(|k| odd[(k * 5) % 8]).collect();
        let classes: Vec<u8> = (0..n).map(|k| k as u8).collect();
        for shade in [Tint::One(0), Tint::Identity(&classes), Tint::Magnitude(&y), Tint::Sign(&x)] {
            for (x_axis, y_axis) in [(Axis::default(), Axis::default()), (Axis::log(), Axis::default().over(-1.0, 1.0))]
            {
                for size in [(1, 1), (60, 60), (340, 260)] {
                    let figure = Scatter { shade, x_axis, y_axis, diagonal: true, ..Scatter::new(&x, &y) };
                    let drawn = svg::document(&figure, size, &theme, ("t", "d"));
                    assert!(
                        matches!(drawn, Ok(_) | Err(PlotError::NoRoom { .. } | PlotError::Range { .. })),
                        "{drawn:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_value_near_zero_is_seen_in_a_cloud() {
    let theme = test_theme(Scheme::Light);
    let mut x = vec![0.0; 4000];
    x[77] = 10.0;
    let mut values = vec![1.0; 4000];
    values[77] = 0.0;
    let figure = Scatter { shade: Tint::Sign(&values), ..Scatter::new(&x, &x) };
    let p = figure.picture((320.0, 240.0), &theme, 2.0).unwrap().unwrap();
    let layout = figure.layout((320.0, 240.0), &theme).unwrap();
    let (px, py) = layout.to_px((10.0, 10.0));
    let at = (((py - p.at.top) * 2.0) as usize * p.width + ((px - p.at.left) * 2.0) as usize) * 4;
    let away = |other: Rgb| p.rgba[at..at + 3].iter().zip(other.0).map(|(a, b)| a.abs_diff(b)).max().unwrap();
    assert!(away(theme.paper) > 40 && away(theme.sign(0.0)) > 20, "{:?}", &p.rgba[at..at + 4]);
}
