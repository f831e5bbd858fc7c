use super::*;
use crate::{svg, theme::test_theme, tokens::Scheme};

fn theme() -> Theme {
    test_theme(Scheme::Light)
}

fn draw(figure: &TokenLine<'_>, size: (u32, u32)) -> Result<String, PlotError> {
    svg::document(figure, size, &theme(), ("tokens", ""))
}

fn line<'a>(tokens: &'a [&'a str], weights: &'a [f32]) -> TokenLine<'a> {
    TokenLine { tokens, weights, palette: Palette::Magnitude { most: 1.0 }, arcs: None, chosen: None, more: "more" }
}

#[test]
fn lines_wrap_and_tokens_never_overlap() {
    let tokens: Vec<&str> = (0..60).map(|k| ["the", " 注意力", "▁mechanism", "looks", "。"][k % 5]).collect();
    let figure = line(&tokens, &[]);
    let layout = figure.layout((340.0, 900.0), &theme()).unwrap();
    assert_eq!(layout.places.len(), 60);
    for (i, a) in layout.places.iter().enumerate() {
        assert!(a.left >= 0.0 && a.right <= 340.0);
        assert_eq!(layout.hit(a.center()), Some(i));
        for b in &layout.places[i + 1..] {
            assert!(a.right < b.left || a.bottom < b.top);
        }
    }
    assert!(layout.places[59].top > layout.places[0].top);
    // Chinese is as wide as it is high.
    assert!(layout.places[1].width() >= 3.0 * theme().text_px);
}

#[test]
fn what_has_no_room_is_counted() {
    let tokens = ["word"; 400];
    let figure = line(&tokens, &[]);
    let layout = figure.layout((340.0, 100.0), &theme()).unwrap();
    assert!(layout.height > 300.0 && layout.places.len() < 60);
    let words = format!("\n⋯ {} more\n", 400 - layout.places.len());
    assert!(draw(&figure, (340, 100)).unwrap().contains(&words));
    let all = figure.layout((340.0, layout.height), &theme()).unwrap();
    assert_eq!(all.places.len(), 400, "it says how high it would be");
}

#[test]
fn ink_on_every_ground_can_be_read() {
    let weights: Vec<f32> = (0..=20).map(|k| k as f32 / 10.0 - 1.0).collect();
    let tokens = ["tok"; 21];
    for scheme in [Scheme::Light, Scheme::Dark] {
        let theme = test_theme(scheme);
        for palette in [Palette::sign(&weights), Palette::magnitude(&weights)] {
            let figure = TokenLine { palette, ..line(&tokens, &weights) };
            let svg = svg::document(&figure, (400, 200), &theme, ("", "")).unwrap();
            let color =
                |l: &str| crate::Rgb::parse(l.split_once("fill=\"").unwrap().1.split_once('"').unwrap().0).unwrap();
            let mut lines = svg.lines().skip_while(|l| !l.starts_with("<desc")).skip(1).peekable();
            let mut seen = 0;
            while let Some(l) = lines.next() {
                if let Some(next) = lines.peek().filter(|n| l.starts_with("<rect") && n.starts_with("<text")) {
                    assert!(color(l).contrast(color(next)) >= 4.5);
                    seen += 1;
                }
            }
            assert_eq!(seen, 21);
        }
    }
}

#[test]
fn arcs_go_where_it_looks() {
    let tokens = ["a", "b", "c", "d"];
    let arcs = Some(Arcs { from: 3, weights: &[0.9, 0.1, 0.0, 0.5] });
    let figure = TokenLine { arcs, ..line(&tokens, &[0.1; 4]) };
    let layout = figure.layout((300.0, 120.0), &theme()).unwrap();
    let svg = draw(&figure, (300, 120)).unwrap();
    // Two arcs, and the frame of the one that looks with its halo; it does not point at itself, and zero is not drawn.
    assert_eq!(svg.matches("<polyline").count(), 4);
    let path = arc(&layout.places[3], &layout.places[0]);
    assert_eq!((path[0].0, path[24].0), (layout.places[3].center().0, layout.places[0].center().0));
    assert!(path.iter().all(|p| p.1 >= 0.0));
    let read = figure.read(&layout, layout.places[1].center()).unwrap();
    assert_eq!((read.label.as_str(), read.value.as_str()), ("2 b", "0.1, 0.1"));
}

#[test]
fn what_cannot_be_seen_has_a_sign() {
    let tokens = [" the", "\n", "", "x"];
    let layout = line(&tokens, &[]).layout((300.0, 120.0), &theme()).unwrap();
    assert!(layout.places[3].top > layout.places[1].top, "a line feed ends the line");
    let svg = draw(&line(&tokens, &[0.0, f32::NAN, 0.0, 1.0]), (300, 120)).unwrap();
    for sign in ["\n·the\n", "\n↵\n", "\n∅\n"] {
        assert!(svg.contains(sign), "{sign}");
    }
    assert!(svg.contains(&theme().bad.hex().to_uppercase()));
}

#[test]
fn nothing_panics_and_lengths_are_checked() {
    let odd = [f32::NAN, f32::INFINITY, f32::MIN, f32::MAX, 0.0, 1e-45];
    let words =
        ["", "\u{0}\u{1b}", "<&\">", "一段很长的中文词元，比一行还要长得多得多得多得多得多得多得多", "a", "\n\n"];
    for n in [0, 1, 6, 500] {
        let tokens: Vec<&str> = (0..n).map(|k| words[k % 6]).collect();
        let weights: Vec<f32> = (0..n).map(|k| odd[k % 6]).collect();
        for palette in [Palette::sign(&weights), Palette::magnitude(&weights), Palette::picture(&weights)] {
            for size in [(1, 1), (26, 26), (340, 260)] {
                let arcs = Some(Arcs { from: 2, weights: &weights });
                let drawn = draw(&TokenLine { palette, arcs, chosen: Some(9), ..line(&tokens, &weights) }, size);
                assert!(matches!(drawn, Ok(_) | Err(PlotError::NoRoom { .. })));
            }
        }
    }
    assert!(matches!(draw(&line(&["a"], &odd), (90, 90)), Err(PlotError::Length { .. })));
}
