use super::*;
use crate::{contour, contour::Grid, svg, theme::test_theme, tokens::Scheme};

const SIZE: (u32, u32) = (400, 300);

fn valley(nx: usize, ny: usize, w: &Window) -> Vec<f64> {
    let at = |(lo, hi): (f64, f64), k: usize, n: usize| lo + (hi - lo) * k as f64 / (n - 1) as f64;
    (0..ny)
        .flat_map(|j| (0..nx).map(move |i| (i, j)))
        .map(|(i, j)| (at(w.x, i, nx), at(w.y, j, ny)))
        .map(|(x, y)| (1.0 - x).powi(2) + 10.0 * (y - x * x).powi(2))
        .collect()
}

fn figure<'a>(contours: &'a [Contour], paths: &'a [Path<'a>]) -> FieldFigure<'a> {
    FieldFigure { window: window(), contours, paths, minima: &[], starts: &[] }
}

fn window() -> Window {
    Window::around((0.0, 1.0), (3.9, 3.3), (400.0, 300.0))
}

fn render(figure: &FieldFigure<'_>) -> (String, Layout) {
    let theme = test_theme(Scheme::Light);
    svg::render(SIZE, &theme, |area, scale| figure.draw(area, &theme, scale)).unwrap()
}

#[test]
fn windows_measure_both_axes_alike_and_hold_what_they_must() {
    let w = window();
    let (dx, dy) = (w.x.1 - w.x.0, w.y.1 - w.y.0);
    assert!((dx / 400.0 - dy / 300.0).abs() < 1e-12);
    assert!(dx >= 3.9 - 1e-12 && dy >= 3.3 - 1e-12);
}

#[test]
fn contours_become_few_long_lines() {
    let values = valley(110, 82, &window());
    let grid = Grid { nx: 110, ny: 82, x: window().x, y: window().y, values: &values };
    let contours = contour::trace(&grid, &contour::levels(&values)).unwrap();
    let (svg, layout) = render(&figure(&contours, &[]));
    let count = svg.matches("<polyline").count();
    assert!((8..40).contains(&count), "{count}");
    assert_eq!(layout.plot, Rect { left: 0.0, top: 0.0, right: 400.0, bottom: 300.0 });
}

#[test]
fn ticks_stand_inside() {
    let (svg, layout) = render(&figure(&[], &[]));
    for word in ["\n−1\n", "\n0\n", "\n1\n", "\n2\n"] {
        assert!(svg.contains(word), "{word:?}");
    }
    let back = layout.to_data(layout.to_px((0.3, 1.7)));
    assert!((back.0 - 0.3).abs() < 1e-9 && (back.1 - 1.7).abs() < 1e-9);
}

#[test]
fn paths_have_a_past_a_future_and_a_marker() {
    let x: Vec<f64> = (0..50).map(|i| -1.0 + f64::from(i) * 0.03).collect();
    let path = Path { name: "GD", identity: 1, x: &x, y: &x, now: 20, emphasis: Emphasis::Normal };
    let (svg, _) = render(&figure(&[], &[path]));
    let lines: Vec<&str> = svg.lines().filter(|l| l.starts_with("<polyline")).collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].contains("opacity=\"0.22\"") && lines[1].contains("opacity=\"1\""));
    // The marker of c1 is a disc with a rim.
    assert_eq!(svg.matches("<circle").count(), 2);
}

#[test]
fn a_run_that_diverged_ends_where_it_left_the_numbers() {
    let x = [0.0, 0.5, -3.0, 80.0, f64::INFINITY, f64::NAN, 0.1];
    let y = [0.0, 0.5, 2.0, -900.0, 0.0, 0.0, 0.1];
    let path = Path { name: "GD", identity: 1, x: &x, y: &y, now: 6, emphasis: Emphasis::Focus };
    let (svg, _) = render(&figure(&[], &[path]));
    assert!(!svg.contains("NaN") && !svg.contains(&i32::MAX.to_string()));
    // Now far beyond the data: taken for the last point.
    render(&figure(&[], &[Path { now: usize::MAX, ..path }]));
    render(&figure(&[], &[Path { x: &[], y: &[], ..path }]));
}

#[test]
fn focus_lies_on_top() {
    let x = [0.0, 1.0];
    let path = |identity, emphasis| Path { name: "", identity, x: &x, y: &x, now: 1, emphasis };
    let paths = [path(1, Emphasis::Focus), path(8, Emphasis::Pinned)];
    let (svg, _) = render(&figure(&[], &paths));
    let theme = test_theme(Scheme::Light);
    let last = |c: Rgb| svg.rfind(&format!("stroke=\"{}\"", c.hex().to_uppercase())).unwrap();
    assert!(last(theme.c[7]) < svg.rfind(&format!("fill=\"{}\"", theme.c[0].hex().to_uppercase())).unwrap());
}

#[test]
fn spots_are_named() {
    let minima = [Spot { at: (1.0, 1.0), label: "minimum" }];
    let starts = [Spot { at: (1.9, 2.0), label: "start" }];
    let (svg, _) = render(&FieldFigure { minima: &minima, starts: &starts, ..figure(&[], &[]) });
    assert!(svg.contains("\nminimum\n") && svg.contains("\nstart\n"));
    // Near the right edge the label goes to the left of its spot.
    let before = svg.split("\nstart\n").next().unwrap();
    assert!(before[before.rfind("<text").unwrap()..].contains("text-anchor=\"end\""));
}
