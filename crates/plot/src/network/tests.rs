use super::*;
use crate::{svg, theme::test_theme, tokens::Scheme};

fn theme() -> Theme {
    test_theme(Scheme::Light)
}

fn draw(figure: &Network<'_>, size: (u32, u32)) -> Result<String, PlotError> {
    svg::document(figure, size, &theme(), ("network", ""))
}

fn layer(values: &[f32]) -> NodeLayer<'_> {
    NodeLayer { values, ..NodeLayer::default() }
}

fn network<'a>(layers: &'a [NodeLayer<'a>], weights: &'a [&'a [f32]]) -> Network<'a> {
    Network { layers, weights, palette: Palette::Sign { reach: 1.0 }, arrows: false, chosen: None, more: "more" }
}

#[test]
fn links_have_the_sign_and_the_width_of_their_weight() {
    let layers = [layer(&[0.0, 1.0]), layer(&[-1.0])];
    let svg = draw(&network(&layers, &[&[2.0, -1.0]]), (300, 200)).unwrap();
    let width = |color: crate::Rgb| {
        let line = svg.lines().find(|l| l.contains(&format!("stroke=\"{}\"", color.hex().to_uppercase()))).unwrap();
        line.split_once("stroke-width=\"").unwrap().1.split_once('"').unwrap().0.parse::<f64>().unwrap()
    };
    assert!(width(theme().pos) > 1.5 * width(theme().neg));
    for color in [theme().div[0], theme().div[5], theme().div[10]] {
        assert!(svg.lines().any(|l| l.starts_with("<circle") && l.contains(&color.hex().to_uppercase())));
    }
}

#[test]
fn wide_layers_are_cut_and_say_so() {
    let many = [0.5; 100];
    let weights = [0.1; 300];
    let layers = [layer(&many), layer(&many[..3])];
    let weights = [&weights[..]];
    let figure = network(&layers, &weights);
    let layout = figure.layout((500.0, 400.0), &theme()).unwrap();
    let shown: Vec<usize> = (0..100).filter(|i| layout.node(0, *i).is_some()).collect();
    assert_eq!((shown.len(), shown[0], shown[22]), (23, 0, 99));
    assert!(shown.iter().all(|i| layout.plot.grown(0.1).contains(layout.node(0, *i).unwrap())));
    assert!(draw(&figure, (500, 400)).unwrap().contains("\n⋯ 77 more\n"));
    assert!(!draw(&figure, (500, 400)).unwrap().contains("⋯ 3"));
}

#[test]
fn nodes_and_links_are_found() {
    let names = ["x₁", "x₂"];
    let layers =
        [NodeLayer { labels: &names, ..layer(&[0.25, 1.0]) }, NodeLayer { name: "hidden", ..layer(&[-1.0, 0.5, 0.0]) }];
    let figure = network(&layers, &[&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]]);
    let layout = figure.layout((400.0, 300.0), &theme()).unwrap();
    let (a, b) = (layout.node(0, 1).unwrap(), layout.node(1, 0).unwrap());
    assert_eq!(layout.hit(a), Some(Part::Node { layer: 0, node: 1 }));
    let read = figure.read(&layout, (a.0 + 1.0, a.1)).unwrap();
    assert_eq!((read.label.as_str(), read.value.as_str()), ("x₂", "1"));
    let third = (a.0 + (b.0 - a.0) * 0.3, a.1 + (b.1 - a.1) * 0.3);
    assert_eq!(layout.hit(third), Some(Part::Link { layer: 0, from: 1, to: 0 }));
    let read = figure.read(&layout, third).unwrap();
    assert_eq!((read.label.as_str(), read.value.as_str()), ("x₂ → hidden 1", "4"));
    assert_eq!(layout.hit((a.0 + 0.5 * (b.0 - a.0), -40.0)), None);
}

#[test]
fn what_is_not_finite_is_dashed_and_in_the_colour_of_errors() {
    let layers = [layer(&[f32::INFINITY, f32::NAN]), layer(&[0.0])];
    let svg = draw(&network(&layers, &[&[f32::NAN, 1.0]]), (300, 200)).unwrap();
    let bad = theme().bad.hex().to_uppercase();
    assert!(svg.lines().filter(|l| l.starts_with("<polyline") && l.contains(&bad)).count() > 5);
    assert_eq!(svg.lines().filter(|l| l.starts_with("<circle") && l.contains(&bad)).count(), 1, "NaN is not known yet");
}

#[test]
fn nothing_panics_and_lengths_are_checked() {
    let odd = [f32::NAN, f32::INFINITY, f32::MIN, f32::MAX, 0.0, 1e-45];
    let values: Vec<f32> = (0..200 * 200).map(|k| odd[k % 6]).collect();
    for sizes in [&[][..], &[0], &[1], &[0, 3], &[200, 200, 1], &[3, 0, 3], &[24, 25], &[1; 30]] {
        let layers: Vec<NodeLayer<'_>> =
            sizes.iter().map(|n| NodeLayer { name: "层", ..layer(&values[..*n]) }).collect();
        let weights: Vec<&[f32]> = sizes.windows(2).map(|p| &values[..p[0] * p[1]]).collect();
        for size in [(1, 1), (60, 50), (340, 260)] {
            let figure = Network { arrows: true, chosen: Some((0, 1)), ..network(&layers, &weights) };
            let drawn = draw(&figure, size);
            assert!(matches!(drawn, Ok(_) | Err(PlotError::NoRoom { .. })), "{sizes:?} {size:?}");
        }
    }
    let layers = [layer(&odd[..2]), layer(&odd[..2])];
    assert!(matches!(draw(&network(&layers, &[]), (300, 200)), Err(PlotError::Length { .. })));
    assert!(matches!(draw(&network(&layers, &[&odd[..3]]), (300, 200)), Err(PlotError::Length { .. })));
}
