use super::*;
use crate::{svg, theme::test_theme, tokens::Scheme};

fn theme() -> Theme {
    test_theme(Scheme::Light)
}

fn draw(figure: &Wall<'_>, size: (u32, u32)) -> Result<String, PlotError> {
    svg::document(figure, size, &theme(), ("images", ""))
}

const INK: Palette = Palette::Picture { lo: 0.0, hi: 1.0 };

#[test]
fn every_device_pixel_shows_the_value_under_it() {
    let values: Vec<f32> = (0..5 * 6).map(|k| (k % 7) as f32 / 6.0).collect();
    let shades = INK.shades(&theme());
    for ratio in [1.0, 1.25, 2.0] {
        let wall = Wall::new((2, 3), &values, INK);
        let layout = wall.layout((200.0, 90.0), &theme(), ratio).unwrap();
        let picture = wall.picture((200.0, 90.0), &theme(), ratio).unwrap().unwrap();
        assert!((picture.at.width() * ratio - picture.width as f64).abs() < 1e-9, "a pixel is a device pixel");
        assert!(
            (picture.at.left * ratio).fract().abs() < 1e-9
                && layout.tile.0.is_multiple_of(3)
                && layout.tile.1.is_multiple_of(2)
        );
        let mut seen = 0;
        for y in 0..picture.height {
            for x in 0..picture.width {
                let place = (picture.at.left + (x as f64 + 0.5) / ratio, picture.at.top + (y as f64 + 0.5) / ratio);
                let pixel = &picture.rgba[4 * (y * picture.width + x)..][..4];
                match layout.hit(place) {
                    Some(hit) => {
                        let value = wall.at(hit).unwrap()[0];
                        assert_eq!(value, values[hit.image * 6 + hit.row * 3 + hit.column]);
                        assert_eq!(pixel[..3], shades.of(value));
                        assert_eq!(pixel[3], 255);
                        seen += 1;
                    }
                    None => assert_eq!(pixel[3], 0, "gaps are transparent"),
                }
            }
        }
        assert_eq!(seen, 5 * layout.tile.0 * layout.tile.1);
    }
}

#[test]
fn images_are_as_large_as_fits() {
    let values = vec![0.0; 16 * 784];
    let wall = Wall::new((28, 28), &values, INK);
    let layout = wall.layout((560.0, 360.0), &theme(), 1.0).unwrap();
    assert_eq!((layout.columns, layout.shown, layout.tile), (4, 16, (84, 84)));
    assert!(layout.plot.right <= 560.0 && layout.plot.bottom <= 360.0);
    let many = vec![0.0; 2000 * 784];
    let wall = Wall { more: "more", ..Wall::new((28, 28), &many, INK) };
    let layout = wall.layout((560.0, 360.0), &theme(), 1.0).unwrap();
    assert!(layout.tile == (28, 28) && layout.shown < 2000 && layout.plot.bottom < 350.0);
    assert!(draw(&wall, (560, 360)).unwrap().contains("more\n"));
    let large = vec![0.0; 1000 * 1000];
    let layout = Wall::new((1000, 1000), &large, INK).layout((560.0, 360.0), &theme(), 1.0).unwrap();
    assert!(layout.shown == 1 && layout.plot.right <= 560.0 && layout.plot.bottom <= 360.0);
}

#[test]
fn colours_come_from_planes_and_from_pixels() {
    let pixels = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0];
    let planes = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    let tone = Tone::Rgb { lo: 0.0, hi: 1.0 };
    let first = |wall: Wall<'_>| {
        let picture = wall.picture((60.0, 60.0), &theme(), 1.0).unwrap().unwrap();
        let right = 4 * (picture.width - 1);
        (picture.rgba[..3].to_vec(), picture.rgba[right..right + 3].to_vec())
    };
    let expected = (vec![255, 0, 0], vec![0, 255, 0]);
    assert_eq!(first(Wall { tone, ..Wall::new((1, 2), &pixels, INK) }), expected);
    assert_eq!(first(Wall { tone, planes: true, ..Wall::new((1, 2), &planes, INK) }), expected);
    let wall = Wall { tone, planes: true, ..Wall::new((1, 2), &planes, INK) };
    assert_eq!(wall.at(Pixel { image: 0, row: 0, column: 1 }), Some([0.0, 1.0, 0.0]));
}

#[test]
fn the_pixel_under_the_pointer_says_its_value() {
    let values = [0.0, 0.25, 0.5, 0.75];
    let wall = Wall { captions: &["seven", "二"], ..Wall::new((1, 2), &values, INK) };
    let layout = wall.layout((120.0, 60.0), &theme(), 2.0).unwrap();
    let at = layout.image(1);
    let read = wall.read(&layout, (at.right - 1.0, at.center().1)).unwrap();
    assert_eq!((read.label.as_str(), read.value.as_str()), ("二 (1, 2)", "0.75"));
    assert!(wall.read(&layout, (at.right + 1.0, at.center().1)).is_none());
    assert!(layout.hit((-4.0, -4.0)).is_none() && layout.hit((f64::NAN, 1e300)).is_none());
}

#[test]
fn nothing_panics() {
    let odd = [f32::NAN, f32::INFINITY, f32::MIN, f32::MAX, 0.0, 1.0];
    for (n, h, w) in [(0, 28, 28), (1, 1, 1), (7, 3, 5), (300, 8, 8), (2, 400, 3), (3, 2, 900), (1, 0, 4)] {
        for channels in [1, 3] {
            let values: Vec<f32> = (0..n * h * w * channels).map(|k| odd[k % 6]).collect();
            let tone = if channels == 1 { Tone::Of(Palette::sign(&values)) } else { Tone::Rgb { lo: 0.0, hi: 0.0 } };
            let captions = vec!["数字 7"; if h == 0 { 0 } else { n }];
            for size in [(1, 1), (20, 20), (340, 260)] {
                for columns in [None, Some(0), Some(40)] {
                    let wall =
                        Wall { tone, columns, captions: &captions, chosen: Some(0), ..Wall::new((h, w), &values, INK) };
                    let drawn = draw(&wall, size);
                    assert!(matches!(drawn, Ok(_) | Err(PlotError::NoRoom { .. })), "{n} {h} {w} {size:?}");
                }
            }
        }
    }
    assert!(matches!(draw(&Wall::new((2, 2), &odd, INK), (90, 90)), Err(PlotError::Length { .. })));
}

#[test]
fn a_wall_is_as_high_as_its_images() {
    for (count, side, captions) in [(24, 28, true), (10, 28, false), (1, 64, false), (3, 7, true), (40, 5, true)] {
        let values = vec![0.0; count * side * side];
        let names = vec!["4→9"; if captions { count } else { 0 }];
        let wall = Wall { captions: &names, ..Wall::new((side, side), &values, INK) };
        for (width, ratio) in [(383.0, 1.0), (358.0, 1.25), (696.0, 2.0)] {
            let high = wall.height(width, 330.0, &theme(), ratio).unwrap();
            let (free, fitted) = (
                wall.layout((width, 330.0), &theme(), ratio).unwrap(),
                wall.layout((width, high), &theme(), ratio).unwrap(),
            );
            assert!(high <= 331.0, "{high}");
            assert_eq!(free, fitted, "{count} of {side} in {width}");
            assert!(high - fitted.plot.bottom < 4.0, "nothing is left blank below");
        }
    }
    let many = vec![0.0; 4000 * 784];
    assert_eq!(Wall::new((28, 28), &many, INK).height(300.0, 200.0, &theme(), 1.0).unwrap(), 200.0);
}

#[test]
fn the_chosen_pixel_and_frames_are_marked() {
    let values = vec![0.0; 2 * 16];
    let plain = Wall::new((4, 4), &values, INK);
    let lines = |wall: &Wall<'_>| draw(wall, (200, 100)).unwrap().matches("<polyline").count();
    let pixel = Pixel { image: 1, row: 2, column: 3 };
    assert_eq!(lines(&Wall { pixel: Some(pixel), ..plain }), lines(&plain) + 2);
    assert_eq!(
        lines(&Wall { pixel: Some(Pixel { row: 4, ..pixel }), ..plain }),
        lines(&plain),
        "what is not there has no mark"
    );
    let layout = plain.layout((200.0, 100.0), &theme(), 1.0).unwrap();
    assert_eq!(layout.hit(layout.pixel(pixel).center()), Some(pixel));
    let quad = Quad { image: 0, corners: [(-0.5, 0.2), (0.8, 0.2), (0.8, 0.9), (-0.5, 0.9)] };
    assert!(lines(&Wall { frames: &[quad], ..plain }) > lines(&plain));
    assert_eq!(lines(&Wall { frames: &[Quad { image: 2, ..quad }], ..plain }), lines(&plain));
}
