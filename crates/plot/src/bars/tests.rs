use super::*;
use crate::{svg, theme::test_theme, tokens::Scheme};

fn draw(figure: &Bars<'_>, size: (u32, u32)) -> Result<String, PlotError> {
    svg::document(figure, size, &test_theme(Scheme::Light), ("bars", ""))
}

fn layout(figure: &Bars<'_>, size: (f64, f64)) -> BarsLayout {
    figure.layout(size, &test_theme(Scheme::Light)).unwrap()
}

#[test]
fn bars_start_at_zero_and_end_at_their_value() {
    let bars = [Bar::new("a", 2.0), Bar { spread: 0.5, ..Bar::new("b", -1.0) }, Bar::new("c", 0.0)];
    let figure = Bars { bars: &bars, ..Bars::default() };
    let l = layout(&figure, (400.0, 300.0));
    assert!(!l.lying);
    let (up, down, none) = (l.body(0, 2.0), l.body(1, -1.0), l.body(2, 0.0));
    let zero = l.value.to_px(0.0);
    assert!((up.bottom - zero).abs() < 1e-9 && (up.top - l.value.to_px(2.0)).abs() < 1e-9);
    assert!((down.top - zero).abs() < 1e-9 && (down.bottom - l.value.to_px(-1.0)).abs() < 1e-9);
    assert!((none.height() - 1.0).abs() < 1e-9, "zero is seen");
    assert!(l.value.data().0 < -1.5, "the whisker is inside");
    let theme = test_theme(Scheme::Light);
    let svg = draw(&figure, (400, 300)).unwrap();
    for color in [theme.sign(0.6), theme.sign(-0.6)] {
        assert!(svg.lines().any(|l| l.starts_with("<rect") && l.contains(&color.hex().to_uppercase())));
    }
}

#[test]
fn long_names_make_bars_lie() {
    let names = ["训练误差", "a rather long name of a layer", "验证误差", "test", "batch norm", "dropout"];
    let bars: Vec<Bar<'_>> = names.iter().map(|n| Bar::new(n, 1.0)).collect();
    assert!(layout(&Bars { bars: &bars, ..Bars::default() }, (400.0, 300.0)).lying);
    let bars: Vec<Bar<'_>> = (0..6).map(|_| Bar::new("a", 1.0)).collect();
    assert!(!layout(&Bars { bars: &bars, ..Bars::default() }, (400.0, 300.0)).lying);
}

#[test]
fn hundreds_stay_inside_and_some_keep_their_name() {
    let names: Vec<String> = (0..400).map(|k| format!("unit {k}")).collect();
    let bars: Vec<Bar<'_>> = names.iter().enumerate().map(|(k, n)| Bar::new(n, (k as f64).sin())).collect();
    let figure = Bars { bars: &bars, values: true, ..Bars::default() };
    let l = layout(&figure, (560.0, 360.0));
    let svg = draw(&figure, (560, 360)).unwrap();
    assert!(svg.contains("\nunit 0\n"));
    let named = svg.matches("\nunit ").count();
    assert!((4..=14).contains(&named), "{named}");
    assert!((0..400).all(|i| l.plot.grown(1.0).contains(l.slot(i).center())));
}

#[test]
fn the_bar_under_the_pointer_says_its_value() {
    let bars = [Bar::new("cat", 0.25), Bar { spread: 0.125, ..Bar::new("dog", 0.75) }, Bar::new("none", f64::NAN)];
    let figure = Bars { bars: &bars, ..Bars::default() };
    let l = layout(&figure, (400.0, 300.0));
    for (i, value) in [(0, "0.25"), (1, "0.75 ± 0.125"), (2, "NaN")] {
        let read = figure.read(&l, l.slot(i).center()).unwrap();
        assert_eq!((read.label.as_str(), read.value.as_str()), (bars[i].name, value));
    }
    assert!(figure.read(&l, (-5.0, 10.0)).is_none());
    assert!(draw(&figure, (400, 300)).unwrap().contains("\nNaN\n"), "what is no number is said");
}

#[test]
fn nothing_panics() {
    let values = [0.0, -0.0, f64::NAN, f64::INFINITY, 1e308, -1e308, 5e-324, 1.0];
    for n in [0, 1, 3, 8, 300] {
        let bars: Vec<Bar<'_>> = (0..n)
            .map(|k| Bar {
                name: ["", "一二三四五六七八九十", "b\u{0}"][k % 3],
                value: values[k % 8],
                spread: values[(k + 3) % 8],
                range: (k % 2 == 1).then(|| (values[(k + 5) % 8], values[(k + 6) % 8])),
            })
            .collect();
        for size in [(1, 1), (60, 50), (340, 260)] {
            for values in [false, true] {
                for range in [None, Some((f64::NAN, 1.0)), Some((2.0, 3.0))] {
                    let figure =
                        Bars { bars: &bars, values, range, title: Some("t"), chosen: Some(1), coat: Coat::Each };
                    let drawn = draw(&figure, size);
                    assert!(matches!(drawn, Ok(_) | Err(PlotError::NoRoom { .. } | PlotError::Range { .. })));
                }
            }
        }
    }
}
