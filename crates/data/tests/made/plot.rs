//! Rasters for contact sheets of sets that are no pictures.

use data::picture::Picture;

/// Ten colours that are told apart (Tableau 10).
pub(crate) const COLOURS: [[f32; 3]; 10] = [
    [0.31, 0.47, 0.65],
    [0.95, 0.56, 0.17],
    [0.88, 0.34, 0.35],
    [0.46, 0.72, 0.70],
    [0.35, 0.63, 0.31],
    [0.93, 0.79, 0.28],
    [0.69, 0.48, 0.63],
    [1.00, 0.62, 0.65],
    [0.61, 0.46, 0.37],
    [0.73, 0.69, 0.67],
];

/// White paper.
pub(crate) fn paper(height: usize, width: usize) -> Picture {
    Picture { channels: 3, height, width, values: vec![1.0; 3 * height * width] }
}

/// A dot of `colour` at (x, y), each from 0 to 1 with y upwards; what lies outside is left out.
pub(crate) fn dot(picture: &mut Picture, [x, y]: [f32; 2], colour: [f32; 3]) {
    let (h, w) = (picture.height, picture.width);
    let (column, row) = ((x * w as f32).floor(), ((1.0 - y) * h as f32).floor());
    if (0.0..w as f32).contains(&column) && (0.0..h as f32).contains(&row) {
        for (plane, value) in colour.into_iter().enumerate() {
            picture.values[plane * h * w + row as usize * w + column as usize] = value;
        }
    }
}

/// A line through `values`, left to right, from `low` at the bottom to `high` at the top.
pub(crate) fn line(picture: &mut Picture, values: &[f32], low: f32, high: f32, colour: [f32; 3]) {
    let steps = picture.width * 24;
    for step in 0..steps {
        let x = step as f32 / steps as f32;
        let place = x * (values.len() - 1) as f32;
        let (left, part) = (place as usize, place.fract());
        let value = values[left] + part * (values[(left + 1).min(values.len() - 1)] - values[left]);
        dot(picture, [x, ((value - low) / (high - low)).clamp(0.0, 0.999)], colour);
    }
}
