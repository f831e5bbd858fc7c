use super::*;
use crate::{svg, theme::test_theme, tokens::Scheme};

fn draw(figure: &Matrix<'_>, size: (u32, u32)) -> Result<String, PlotError> {
    svg::document(figure, size, &test_theme(Scheme::Light), ("matrix", ""))
}

#[test]
fn cells_tile_the_plot_in_whole_pixels() {
    let values = [0.5; 12];
    let figure = Matrix::new(3, 4, &values);
    let l = figure.layout((340.0, 260.0), &test_theme(Scheme::Light)).unwrap();
    for row in 0..3 {
        for column in 0..4 {
            let cell = l.cell(row, column);
            assert_eq!(l.hit(cell.center()), Some((row, column)));
            assert!(cell.left.fract() == 0.0 && cell.width().fract() == 0.0 && cell.height().fract() == 0.0);
        }
    }
    assert_eq!(l.cell(2, 3).right, l.plot.right);
    assert_eq!(l.hit((l.plot.right + 1.0, 50.0)), None);
}

#[test]
fn zero_is_paper_and_numbers_can_be_read() {
    for scheme in [Scheme::Light, Scheme::Dark] {
        let theme = test_theme(scheme);
        let values: Vec<f32> = (-8..=8).map(|k| k as f32 / 8.0).collect();
        for palette in [Palette::sign(&values), Palette::magnitude(&values)] {
            let figure = Matrix { palette, ..Matrix::new(1, 17, &values) };
            let picture = figure.picture((900.0, 200.0), &theme, 1.0).unwrap().unwrap();
            let zero = &picture.rgba[32..35];
            assert!(zero == theme.div[5].0 || zero == theme.seq[0].0);
            for (value, pixel) in values.iter().zip(picture.rgba.chunks(4)) {
                let ground = crate::Rgb([pixel[0], pixel[1], pixel[2]]);
                let ink = palette.color(f64::from(*value), &theme).ink();
                assert!(ground.contrast(ink) >= 4.5, "{value}: {}", ground.contrast(ink));
            }
        }
    }
}

#[test]
fn numbers_stand_only_where_they_fit() {
    let values = [-0.375_f32; 100];
    let many = draw(&Matrix::new(10, 10, &values), (340, 260)).unwrap();
    assert_eq!(many.matches("\n−0.38\n").count(), 0, "cells of 25 px");
    let few = draw(&Matrix::new(2, 2, &values[..4]), (340, 260)).unwrap();
    assert_eq!(few.matches("\n−0.38\n").count(), 4);
    assert!(few.contains("\n0.375\n") && few.contains("\n−0.375\n"), "the bar says its ends");
}

#[test]
fn what_is_not_finite_is_hatched() {
    let theme = test_theme(Scheme::Light);
    let values = [1.0, f32::NAN, f32::INFINITY, -1.0];
    let figure = Matrix::new(2, 2, &values);
    let bad = format!("stroke=\"{}\"", theme.bad.hex().to_uppercase());
    assert_eq!(draw(&figure, (200, 160)).unwrap().matches(&bad).count(), 6);
    let picture = figure.picture((200.0, 160.0), &theme, 1.0).unwrap().unwrap();
    assert_eq!(picture.rgba[4..7], theme.paper.0);
    let small = vec![f32::NAN; 10_000];
    let picture = Matrix::new(100, 100, &small).picture((200.0, 160.0), &theme, 1.0).unwrap().unwrap();
    assert_eq!(picture.rgba[..3], theme.bad.0);
}

#[test]
fn the_cell_under_the_pointer_says_its_names() {
    let values = [0.0, 1.0, 2.0, 3.0];
    let figure = Matrix { row_names: &["猫", "dog"], ..Matrix::new(2, 2, &values) };
    let l = figure.layout((300.0, 200.0), &test_theme(Scheme::Light)).unwrap();
    let read = figure.read(&l, l.cell(0, 1).center()).unwrap();
    assert_eq!((read.label.as_str(), read.value.as_str()), ("猫, 2", "1"));
    assert!(figure.read(&l, (0.0, 0.0)).is_none());
}

#[test]
fn nothing_panics_and_lengths_are_checked() {
    let theme = test_theme(Scheme::Dark);
    let odd = [f32::NAN, f32::INFINITY, f32::MAX, f32::MIN, 0.0, 1e-45];
    for (rows, columns) in [(0, 0), (0, 5), (5, 0), (1, 1), (3, 2), (1, 500), (500, 1), (200, 300)] {
        let values: Vec<f32> = (0..rows * columns).map(|k| odd[k % 6]).collect();
        let names = vec!["名"; rows];
        for palette in [Palette::sign(&values), Palette::magnitude(&values), Palette::picture(&values)] {
            let figure = Matrix {
                palette,
                row_names: &names,
                chosen: Some((0, 0)),
                row_title: Some("r"),
                ..Matrix::new(rows, columns, &values)
            };
            for size in [(1, 1), (90, 60), (340, 260)] {
                let drawn = draw(&figure, size);
                assert!(matches!(drawn, Ok(_) | Err(PlotError::NoRoom { .. })), "{rows} {columns} {size:?}");
            }
        }
    }
    assert!(matches!(Matrix::new(2, 2, &odd).layout((200.0, 200.0), &theme), Err(PlotError::Length { .. })));
    let wrong = Matrix { column_names: &["a"], ..Matrix::new(3, 2, &odd) };
    assert!(matches!(wrong.layout((200.0, 200.0), &theme), Err(PlotError::Length { .. })));
}
