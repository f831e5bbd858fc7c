use super::*;
use crate::{svg, theme::test_theme, tokens::Scheme};

const X: (f64, f64) = (-3.1, 3.0);

fn sampled(f: impl Fn(f64) -> f64) -> Vec<f64> {
    (0..161).map(|k| f(X.0 + (X.1 - X.0) * f64::from(k) / 160.0)).collect()
}

/// Two wells, the left one deeper.
fn wells(x: f64) -> f64 {
    (x * x - 1.0).powi(2) + 0.3 * x
}

fn ball(places: &[f64]) -> Ball<'_> {
    Ball { name: "", identity: 2, places, step: None, emphasis: Emphasis::Focus }
}

fn render(values: &[f64], balls: &[Ball<'_>]) -> (String, Layout) {
    let theme = test_theme(Scheme::Light);
    let figure = Profile { x: X, values, balls, titles: ["x", "f(x)"] };
    svg::render((560, 360), &theme, |area, scale| figure.draw(area, &theme, scale)).unwrap()
}

fn attribute(line: &str, key: &str) -> f64 {
    line.split(&format!(" {key}=\"")).nth(1).and_then(|rest| rest.split('"').next()?.parse().ok()).unwrap()
}

/// Ends of all lines of a colour, CSS pixels.
fn lines(svg: &str, color: crate::Rgb) -> Vec<Vec<Point>> {
    let color = format!("stroke=\"{}\"", color.hex().to_uppercase());
    let of = |line: &str| {
        let points = line.split(" points=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let numbers: Vec<f64> = points.split([' ', ',']).filter_map(|n| n.parse().ok()).collect();
        numbers.chunks(2).map(|p| (p[0] / f64::from(svg::UNITS), p[1] / f64::from(svg::UNITS))).collect()
    };
    svg.lines().filter(|l| l.starts_with("<polyline") && l.contains(&color)).map(of).collect()
}

#[test]
fn a_ball_lies_on_the_curve_and_its_tangent_touches_it_there() {
    let values = sampled(wells);
    for x in [-1.4, -0.731, 0.05, 0.9, 1.5] {
        let places = [x];
        let (svg, layout) = render(&values, &[ball(&places)]);
        let at = layout.to_px((x, wells(x)));
        // The triangle of c2 is around its place.
        let theme = test_theme(Scheme::Light);
        let color = theme.identity(2);
        let tangent = &lines(&svg, color)[0];
        let (a, b) = (layout.to_data(tangent[0]), layout.to_data(tangent[1]));
        let slope = (b.1 - a.1) / (b.0 - a.0);
        let truth = 4.0 * x * (x * x - 1.0) + 0.3;
        assert!((slope - truth).abs() < 0.05 * truth.abs().max(1.0), "{x}: {slope}, {truth}");
        let off = a.1 + slope * (x - a.0) - wells(x);
        assert!(off.abs() < 0.02, "{x}: the tangent passes {off} beside the ball");
        let marker = svg.lines().find(|l| l.starts_with("<polygon")).unwrap();
        let points = marker.split("points=\"").nth(1).unwrap().split('"').next().unwrap();
        let all: Vec<f64> = points.split([' ', ',']).filter_map(|n| n.parse().ok()).collect();
        let middle = all.chunks(2).fold((0.0, 0.0), |m, p| (m.0 + p[0] / 24.0, m.1 + p[1] / 24.0));
        assert!((middle.0 - at.0).abs() < 1.0 && (middle.1 - at.1).abs() < 2.0, "{x}: {middle:?}, {at:?}");
    }
}

#[test]
fn wells_stay_deep_where_the_ends_are_steep_and_balls_are_always_in_view() {
    let values = sampled(wells);
    let (_, layout) = render(&values, &[]);
    let (well, hill) = (layout.to_px((-1.04, wells(-1.04))).1, layout.to_px((0.0, 1.0)).1);
    assert!(well - hill > 0.18 * layout.plot.height(), "{}", well - hill);
    let places = [-2.9, -1.0];
    let (_, wide) = render(&values, &[ball(&places)]);
    assert!(wide.plot.contains(wide.to_px((-2.9, wells(-2.9)))));
    // A parabola has no steep ends: most of it is seen.
    let (_, layout) = render(&sampled(|x| x * x), &[]);
    assert!(layout.y.data().1 > 0.5 * 9.0);
    // The least value does not lie on the frame.
    assert!(layout.to_px((0.0, 0.0)).1 < layout.plot.bottom - 4.0);
}

#[test]
fn the_trail_fades_with_age() {
    let values = sampled(wells);
    let places: Vec<f64> = (0..30).map(|k| -1.7 + 0.02 * f64::from(k)).collect();
    let (svg, layout) = render(&values, &[ball(&places)]);
    let dots: Vec<(f64, f64)> = svg
        .lines()
        .filter(|l| l.starts_with("<circle"))
        .map(|l| (attribute(l, "cx"), attribute(l, "opacity")))
        .collect();
    assert!(dots.len() > 15, "{}", dots.len());
    assert!(
        dots.windows(2).all(|w| w[0].0 > w[1].0 && w[0].1 > w[1].1),
        "from the ball backwards, fainter and fainter"
    );
    let nearest = layout.x.to_px(places[28]) * f64::from(svg::UNITS);
    assert!((dots[0].0 - nearest).abs() < 30.0);
    // A ball that rests leaves one place, not a heap.
    let (svg, _) = render(&values, &[ball(&[0.3; 500])]);
    assert_eq!(svg.matches("<circle").count(), 0);
}

#[test]
fn a_step_goes_along_x_and_falls_onto_the_curve() {
    let values = sampled(wells);
    let places = [-1.5, -0.4];
    let step = Ball { step: Some((-1.5, -0.4)), emphasis: Emphasis::Normal, ..ball(&places) };
    let (svg, layout) = render(&values, &[step]);
    let drawn = lines(&svg, test_theme(Scheme::Light).identity(2));
    let (from, to) = (layout.to_px((-1.5, wells(-1.5))), layout.to_px((-0.4, wells(-0.4))));
    let near = |a: Point, b: Point| (a.0 - b.0).hypot(a.1 - b.1) < 1.0;
    assert!(near(drawn[0][0], from) && near(drawn[0][1], (to.0, from.1)), "{drawn:?}");
    assert!(near(drawn[1][1], (to.0, from.1)) && drawn[1][0].0 < to.0, "the head points to the right");
    let end = drawn.last().unwrap().last().unwrap();
    assert!(end.0 == drawn[0][1].0 && (end.1 - to.1).abs() < 4.0, "{end:?}, {to:?}");
    // One that can hardly be seen is not drawn.
    let (svg, _) = render(&values, &[Ball { step: Some((-0.4, -0.401)), ..step }]);
    assert!(lines(&svg, test_theme(Scheme::Light).identity(2)).is_empty());
}

#[test]
fn gaps_and_strange_curves_are_drawn_without_trouble() {
    let x = [0.5, f64::NAN, 9.0, -1.0, 1e300];
    for f in [f64::sqrt, f64::ln, |x: f64| 1.0 / x, |_| 2.0, |_| f64::NAN, |x: f64| x * 1e300] {
        let values = sampled(f);
        for k in 0..=x.len() {
            let step = x.first().copied().zip(x.get(k).copied());
            let (svg, _) = render(&values, &[Ball { step, ..ball(&x[..k]) }]);
            assert!(
                !svg.lines().any(|l| l.starts_with('<') && l.contains("NaN")) && !svg.contains(&i32::MAX.to_string())
            );
        }
    }
    let figure = Profile { x: X, values: &[], balls: &[], titles: ["", ""] };
    assert_eq!((figure.at(0.0), figure.slope(0.0)), (None, None));
    let values = sampled(f64::sqrt);
    let figure = Profile { x: X, values: &values, balls: &[], titles: ["", ""] };
    assert_eq!(figure.at(-1.0), None);
    assert!((figure.at(2.0).unwrap() - 2.0_f64.sqrt()).abs() < 1e-3);
    assert_eq!(figure.at(3.1), None);
}
