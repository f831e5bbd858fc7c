//! Small black and white drawings of lines, corners and dots; whether a pattern is among them.

use data::random::Random;

/// Side of a drawing.
pub(super) const SIDE: usize = 10;
/// Its cells.
pub(super) const CELLS: usize = SIDE * SIDE;
/// Side of the map of a filter 3 × 3.
pub(super) const MAP: usize = SIDE - 2;

/// Patterns of 3 × 3 that can be looked for.
pub(super) const PATTERNS: [(&str, [u8; 9]); 4] = [
    ("vertical", [0, 1, 0, 0, 1, 0, 0, 1, 0]),
    ("horizontal", [0, 0, 0, 1, 1, 1, 0, 0, 0]),
    ("diagonal", [1, 0, 0, 0, 1, 0, 0, 0, 1]),
    ("corner", [0, 1, 0, 0, 1, 1, 0, 0, 0]),
];

/// The filter made by hand for a pattern: 1 where there is ink, −1 where there is none. On cells from 0 to 1 it answers with the count of
/// ink at the pattern itself and with less everywhere else: a cell that differs takes away what it differs by.
pub(super) fn by_hand(pattern: &[u8; 9]) -> [f32; 9] {
    pattern.map(|cell| 2.0 * f32::from(cell) - 1.0)
}

/// The cells of the window at a place of the map.
pub(super) fn window(drawing: &[f32], place: usize) -> [f32; 9] {
    std::array::from_fn(|tap| drawing.get((place / MAP + tap / 3) * SIDE + place % MAP + tap % 3).copied().unwrap_or(0.0))
}

/// Whether the pattern stands anywhere, cell for cell.
pub(super) fn holds(drawing: &[f32], pattern: &[u8; 9]) -> bool {
    (0..MAP * MAP).any(|place| window(drawing, place).iter().zip(pattern).all(|(cell, ink)| *cell == f32::from(*ink)))
}

/// The answers of a filter at all places.
pub(super) fn answers(drawing: &[f32], filter: &[f32]) -> Vec<f32> {
    (0..MAP * MAP).map(|place| window(drawing, place).iter().zip(filter).map(|(x, w)| x * w).sum()).collect()
}

/// Drawing `index` of the seed: a few patterns and dots, then the pattern that is looked for or, in every second one, nearly that.
pub(super) fn drawing(seed: u64, index: u64, pattern: &[u8; 9]) -> Vec<f32> {
    let mut random = Random::of(seed, index);
    let mut drawing = vec![0.0; CELLS];
    let lay = |drawing: &mut [f32], cells: &[u8; 9], whole: bool, random: &mut Random| {
        let (top, left) = (random.below(MAP), random.below(MAP));
        for (tap, cell) in cells.iter().enumerate() {
            let at = (top + tap / 3) * SIDE + left + tap % 3;
            if whole || *cell == 1 {
                drawing[at] = f32::from(*cell);
            }
        }
    };
    for _ in 0..2 + random.below(3) {
        let other = PATTERNS[random.below(PATTERNS.len())].1;
        if other != *pattern {
            lay(&mut drawing, &other, false, &mut random);
        }
    }
    for _ in 0..random.below(4) {
        drawing[random.below(CELLS)] = 1.0;
    }
    // In the others stands what differs from it by a cell: who cannot tell the two apart has not found the pattern.
    let mut last = *pattern;
    if !index.is_multiple_of(2) {
        last[random.below(9)] ^= 1;
    }
    lay(&mut drawing, &last, true, &mut random);
    drawing
}
