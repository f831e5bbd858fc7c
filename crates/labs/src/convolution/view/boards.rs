//! Panels of pictures as boards.

use crate::stage::{Bench, Cells};
use labkit::{Content, Pictures, Value};
use leptos::prelude::*;
use plot::Palette;

/// Ink on paper.
pub(super) const INK: fn(&[f32]) -> Palette = |values| {
    if values.iter().all(|value| (0.0..=1.0).contains(value)) { Palette::Picture { lo: 0.0, hi: 1.0 } } else { Palette::sign(values) }
};

/// The pictures of a panel; nothing while there are none.
pub(super) fn pictures(bench: Bench, panel: &'static str) -> Option<Pictures> {
    match bench.panel(panel).get().as_deref() {
        Some(Content::Pictures(pictures)) if pictures.height * pictures.width > 0 => Some(pictures.clone()),
        _ => None,
    }
}

/// How many pictures a panel has.
pub(super) fn count(bench: Bench, panel: &'static str) -> usize {
    pictures(bench, panel).map_or(0, |all| all.values.0.len() / (all.height * all.width) as usize)
}

/// One of them as cells.
pub(super) fn cells(bench: Bench, panel: &'static str, index: usize) -> Option<Cells> {
    let all = pictures(bench, panel)?;
    let size = (all.height as usize, all.width as usize);
    let plane = size.0 * size.1;
    let index = index.min((all.values.0.len() / plane).saturating_sub(1));
    Some(Cells::new(size, all.values.0.get(index * plane..(index + 1) * plane)?.to_vec()))
}

/// The cells that a panel of points names by `key`: row and column of each.
pub(super) fn marks(bench: Bench, panel: &'static str, key: &str) -> Vec<(usize, usize)> {
    let held = bench.panel(panel).get();
    let Some(Content::Points(all)) = held.as_deref() else { return Vec::new() };
    let found = all.iter().find(|series| series.key == key);
    found.map_or_else(Vec::new, |series| series.y.0.iter().zip(&series.x.0).map(|(y, x)| (*y as usize, *x as usize)).collect())
}

/// Rows and columns as a reader types them: `1 0 / 0 1`, planes apart by `|`.
pub(super) fn typed(size: (usize, usize), values: &[f32]) -> String {
    let row = |row: &[f32]| row.iter().map(|value| format!("{}", (value * 100.0).round() / 100.0)).collect::<Vec<_>>().join(" ");
    let plane = |plane: &[f32]| plane.chunks(size.1.max(1)).map(row).collect::<Vec<_>>().join(" / ");
    values.chunks((size.0 * size.1).max(1)).map(plane).collect::<Vec<_>>().join(" | ")
}

/// Sets a parameter of text.
pub(super) fn write(bench: Bench, key: &'static str, text: String) {
    bench.set(key, Value::Text(text));
}

/// What a cell becomes when it is pressed: 1, −1, 0 and round again.
pub(super) fn turned(value: f32) -> f32 {
    if value == 1.0 {
        -1.0
    } else if value == 0.0 {
        1.0
    } else {
        0.0
    }
}

/// What a cell becomes when a sign is typed into it.
pub(super) fn signed(value: f32, sign: char) -> f32 {
    match sign.to_digit(10) {
        Some(digit) => digit as f32,
        None if sign == '-' => -value,
        None => value,
    }
}
