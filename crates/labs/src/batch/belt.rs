//! The conveyor belt: the batch of an update and those that follow it, a picture each.

use super::runner::Runner;
use super::sets::{Data, Items, SIDE};
use labkit::Pictures;

/// Batches in view.
const BATCHES: u64 = 8;
/// Digits of a batch across and down.
const ACROSS: usize = 4;
/// Pixels of a row of a picture.
const WIDTH: usize = ACROSS * SIDE;
/// How bright the points are that are not in the batch.
const FAINT: f32 = 0.25;

/// The belt from update `step` on: of digits the first sixteen of each batch, of points all, those of the batch bright.
pub(super) fn of(data: Data, items: &Items, runner: &Runner, step: u64) -> Pictures {
    let mut pictures = Pictures { height: WIDTH as u32, width: WIDTH as u32, ..Pictures::default() };
    for at in step..step + BATCHES {
        let numbers = runner.numbers(at);
        let picture = if data == Data::Digits { digits(items, &numbers) } else { points(data, items, &numbers) };
        pictures.values.0.extend(picture);
        pictures.names.push(format!("{}/{}", at % runner.per_epoch() + 1, runner.per_epoch()));
    }
    pictures
}

fn digits(items: &Items, numbers: &[usize]) -> Vec<f32> {
    let mut picture = vec![0.0; WIDTH * WIDTH];
    for (place, number) in numbers.iter().take(ACROSS * ACROSS).enumerate() {
        let digit = &items.x[number * SIDE * SIDE..(number + 1) * SIDE * SIDE];
        let corner = place / ACROSS * SIDE * WIDTH + place % ACROSS * SIDE;
        for (row, pixels) in digit.chunks_exact(SIDE).enumerate() {
            picture[corner + row * WIDTH..][..SIDE].copy_from_slice(pixels);
        }
    }
    picture
}

fn points(data: Data, items: &Items, numbers: &[usize]) -> Vec<f32> {
    let mut picture = vec![0.0; WIDTH * WIDTH];
    // Standardised creatures lie within three deviations, the spiral within the unit circle.
    let reach = if data == Data::Creatures { 3.0 } else { 1.15 };
    let mut dot = |number: usize, light: f32| {
        let [x, y] = match data {
            Data::Creatures => [items.x[number], items.y[number]],
            _ => [items.x[2 * number], items.x[2 * number + 1]],
        };
        let place = |v: f32| ((v / reach + 1.0) / 2.0 * WIDTH as f32).clamp(1.0, (WIDTH - 2) as f32) as usize;
        let (column, row) = (place(x), WIDTH - 1 - place(y));
        for pixel in [row * WIDTH + column, row * WIDTH + column + 1, (row - 1) * WIDTH + column, (row - 1) * WIDTH + column + 1] {
            picture[pixel] = light;
        }
    };
    (0..items.len()).for_each(|number| dot(number, FAINT));
    numbers.iter().for_each(|number| dot(*number, 1.0));
    picture
}
