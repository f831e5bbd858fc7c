//! The canvas, in a browser: its resolution, its colours, and what a frame costs.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

use plot::{
    Axis, Lines, Palette, Scatter, Theme, Wall,
    canvas::{self, Sheet},
    contour::Grid,
    field::{FieldFigure, Window},
    lines::Series,
    raster::{Shade, raster},
    scatter::Tint,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

wasm_bindgen_test_configure!(run_in_browser);

const CSS: &str = include_str!("../../../www/css/tokens.css");

fn page(width: u32, height: u32) -> (HtmlCanvasElement, Theme) {
    let document = web_sys::window().unwrap().document().unwrap();
    let style = document.create_element("style").unwrap();
    style.set_text_content(Some(CSS));
    let canvas = document.create_element("canvas").unwrap();
    canvas.set_attribute("style", &format!("width:{width}px;height:{height}px")).unwrap();
    let root = document.document_element().unwrap();
    root.set_attribute("data-theme", "light").unwrap();
    root.append_child(&style).unwrap();
    root.append_child(&canvas).unwrap();
    let theme = canvas::theme(&canvas).unwrap();
    (canvas.unchecked_into(), theme)
}

fn pixel(canvas: &HtmlCanvasElement, (x, y): (f64, f64)) -> [u8; 4] {
    let context: CanvasRenderingContext2d = canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    let ratio = web_sys::window().unwrap().device_pixel_ratio();
    let data = context.get_image_data((x * ratio).floor(), (y * ratio).floor(), 1.0, 1.0).unwrap().data();
    [data[0], data[1], data[2], data[3]]
}

#[wasm_bindgen_test]
fn lines_are_where_the_layout_says_in_the_colour_of_the_page() {
    let (canvas, theme) = page(400, 300);
    let mut sheet = Sheet::new(canvas.clone()).unwrap();
    assert!(!sheet.fit(), "nothing changed since");
    let ratio = web_sys::window().unwrap().device_pixel_ratio();
    assert_eq!(f64::from(canvas.width()), 400.0 * ratio);
    let ys = [2.0, 2.0];
    let series = [Series { emphasis: plot::lines::Emphasis::Focus, ..Series::new("", 1, &ys) }];
    let figure = Lines { series: &series, y: Axis::default().over(0.0, 4.0), now: Some(0.25), ..Lines::default() };
    let layout = sheet.draw(|area, scale| figure.draw(area, &theme, scale)).unwrap();
    let [r, g, b] = theme.c[0].0;
    let (x, y) = layout.to_px((0.75, 2.0));
    assert_eq!(pixel(&canvas, (x, y - 0.5)), [r, g, b, 255]);
    let (x, y) = layout.to_px((0.25, 3.3));
    let [r, g, b] = theme.hand.0;
    assert_eq!(pixel(&canvas, (x.round(), y)), [r, g, b, 255], "the hairline is one sharp column");
    assert_eq!(pixel(&canvas, (x.round() + 2.0, y))[3], 0);
    sheet.clear().unwrap();
    assert_eq!(pixel(&canvas, (x.round(), y))[3], 0);
}

#[wasm_bindgen_test]
fn a_field_lies_under_its_lines_the_right_way_up() {
    let (canvas, theme) = page(200, 100);
    let sheet = Sheet::new(canvas.clone()).unwrap();
    let values = [-1.0, -1.0, 1.0, 1.0];
    let grid = Grid { nx: 2, ny: 2, x: (0.0, 1.0), y: (0.0, 1.0), values: &values };
    let window = Window { x: (0.0, 1.0), y: (0.0, 1.0) };
    let figure = FieldFigure { window, contours: &[], paths: &[], minima: &[], starts: &[] };
    let layout = figure.layout(sheet.size()).unwrap();
    let shade = Shade::Sign { zero: 0.0, reach: 1.0 };
    sheet.put(&raster(&grid, shade, &theme).unwrap(), &layout).unwrap();
    let near = |p: [u8; 4], c: plot::Rgb| p.iter().zip(c.0).all(|(a, b)| a.abs_diff(b) < 12);
    assert!(near(pixel(&canvas, (100.0, 1.0)), shade.color(1.0, &theme)), "blue above");
    assert!(near(pixel(&canvas, (100.0, 98.0)), shade.color(-1.0, &theme)), "orange below");
}

#[wasm_bindgen_test]
fn a_hundred_thousand_points_fit_in_a_frame() {
    let (canvas, theme) = page(800, 400);
    let sheet = Sheet::new(canvas.clone()).unwrap();
    let ys: Vec<f64> = (0..100_000).map(|i| 1.0 + (f64::from(i) * 0.37).sin() + (f64::from(i) * 1e-4).cos()).collect();
    let series = [Series::new("train", 2, &ys)];
    let figure = Lines { series: &series, y: Axis::log(), now: Some(5e4), ..Lines::default() };
    let clock = web_sys::window().unwrap().performance().unwrap();
    let start = clock.now();
    for _ in 0..20 {
        sheet.clear().unwrap();
        sheet.draw(|area, scale| figure.draw(area, &theme, scale)).unwrap();
    }
    // Reading a pixel back makes the browser finish what it only noted.
    let _ = pixel(&canvas, (1.0, 1.0));
    let each = (clock.now() - start) / 20.0;
    wasm_bindgen_test::console_log!("{each:.2} ms per frame of 100 000 points");
    // A frame is 16 ms; unoptimised code on a busy machine gets more.
    assert!(each < 60.0, "{each} ms");
}

#[wasm_bindgen_test]
fn a_new_cloud_of_a_hundred_thousand_points_fits_in_a_frame() {
    let (canvas, theme) = page(560, 360);
    let sheet = Sheet::new(canvas.clone()).unwrap();
    let x: Vec<f64> = (0..100_000).map(|i| f64::from(i * 7919 % 10_007)).collect();
    let y: Vec<f64> = (0..100_000).map(|i| f64::from(i * 4729 % 9973)).collect();
    let classes: Vec<u8> = (0..100_000).map(|i| (i % 8 + 1) as u8).collect();
    let clock = web_sys::window().unwrap().performance().unwrap();
    for shade in [Tint::One(1), Tint::Identity(&classes), Tint::Sign(&x)] {
        let figure = Scatter { shade, ..Scatter::new(&x, &y) };
        let start = clock.now();
        for _ in 0..10 {
            sheet.clear().unwrap();
            sheet.paint(&figure, &theme).unwrap();
        }
        let _ = pixel(&canvas, (1.0, 1.0));
        let each = (clock.now() - start) / 10.0;
        wasm_bindgen_test::console_log!("{each:.2} ms per new cloud of 100 000 points");
        assert!(each < 60.0, "{each} ms");
    }
}

#[wasm_bindgen_test]
fn a_wall_has_a_device_pixel_for_each_of_its_own() {
    let (canvas, theme) = page(120, 80);
    let sheet = Sheet::new(canvas.clone()).unwrap();
    let values = [0.0, 1.0, 1.0, 0.0];
    let palette = Palette::Sign { reach: 1.0 };
    let wall = Wall { chosen: Some(0), ..Wall::new((2, 2), &values, palette) };
    sheet.paint(&wall, &theme).unwrap();
    let layout = wall.layout(sheet.size(), &theme, sheet.ratio()).unwrap();
    let at = layout.image(0);
    for (row, column, value) in [(0.25, 0.25, 0.0), (0.25, 0.75, 1.0), (0.75, 0.25, 1.0), (0.75, 0.75, 0.0)] {
        let [r, g, b] = palette.color(value, &theme).0;
        let place = (at.left + column * at.width(), at.top + row * at.height());
        assert_eq!(pixel(&canvas, place), [r, g, b, 255]);
    }
    // Sharp: both sides of the line between two pixels are what they are.
    let [r, g, b] = palette.color(1.0, &theme).0;
    assert_eq!(pixel(&canvas, (at.center().0 + 0.5, at.top + 2.5)), [r, g, b, 255]);
}
