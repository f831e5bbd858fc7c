//! Matrix products on the CPU, `C = A · B`, in the order of Goto and van de Geijn (2008, "Anatomy of high-performance matrix
//! multiplication"): blocks of both operands are copied into panels, and a small kernel keeps a tile of `C` in registers.
//!
//! No fused multiply-add and one fixed order of additions, so that a browser and a native build give the same bits.

/// Rows of a register tile.
const ROWS: usize = 4;
/// Columns of a register tile: two vectors of four.
const COLUMNS: usize = 8;
/// Length of the sums done at a time: a panel of `B` this deep stays in the nearest cache.
const DEPTH: usize = 256;
/// Columns of `B` packed at a time.
const WIDTH: usize = 256;

/// f32 that a product of these sizes needs for its panels.
pub fn scratch(k: usize, m: usize, n: usize) -> usize {
    let widest = m.max(n).next_multiple_of(COLUMNS).min(WIDTH);
    k.min(DEPTH) * (ROWS + widest)
}

/// A matrix inside a slice: element `(i, j)` stands at `start + i · rows + j · columns`.
#[derive(Debug, Clone, Copy)]
pub struct Matrix<'a> {
    /// The memory it lies in.
    pub values: &'a [f32],
    /// Where element `(0, 0)` stands.
    pub start: usize,
    /// Step from row to row.
    pub rows: isize,
    /// Step from column to column.
    pub columns: isize,
}

impl Matrix<'_> {
    fn turned(self) -> Self {
        Self { rows: self.columns, columns: self.rows, ..self }
    }

    fn place(&self, i: usize, j: usize) -> usize {
        self.start.wrapping_add_signed(i as isize * self.rows + j as isize * self.columns)
    }
}

/// `out[m, n] = a[m, k] · b[k, n]`, `out` row by row; `scratch` as long as [`scratch`] says.
pub fn gemm(m: usize, k: usize, n: usize, a: Matrix<'_>, b: Matrix<'_>, out: &mut [f32], scratch: &mut [f32]) {
    if k == 0 {
        out.fill(0.0);
    } else if n < COLUMNS && m > n {
        // Few columns would leave most of a tile empty: Cᵀ = Bᵀ · Aᵀ.
        blocks((n, k, m), b.turned(), a.turned(), (1, n), out, scratch);
    } else {
        blocks((m, k, n), a, b, (n, 1), out, scratch);
    }
}

fn blocks(
    (m, k, n): (usize, usize, usize),
    a: Matrix<'_>,
    b: Matrix<'_>,
    (row, column): (usize, usize),
    out: &mut [f32],
    scratch: &mut [f32],
) {
    let (left, right) = scratch.split_at_mut(k.min(DEPTH) * ROWS);
    for first in (0..n).step_by(WIDTH) {
        let width = WIDTH.min(n - first);
        for from in (0..k).step_by(DEPTH) {
            let depth = DEPTH.min(k - from);
            for (panel, j) in right.chunks_exact_mut(depth * COLUMNS).zip((0..width).step_by(COLUMNS)) {
                pack::<COLUMNS>(panel, b.turned(), (first + j, n), from);
            }
            for i in (0..m).step_by(ROWS) {
                let strip = &mut left[..depth * ROWS];
                pack::<ROWS>(strip, a, (i, m), from);
                let height = ROWS.min(m - i);
                for (panel, j) in right.chunks_exact(depth * COLUMNS).zip((0..width).step_by(COLUMNS)) {
                    let tile = tile(strip.as_chunks().0, panel.as_chunks().0);
                    let across = COLUMNS.min(width - j);
                    for (r, line) in tile.iter().take(height).enumerate() {
                        let to = (i + r) * row + (first + j) * column;
                        store(&mut out[to..], column, &line[..across], from > 0);
                    }
                }
            }
        }
    }
}

fn store(out: &mut [f32], step: usize, line: &[f32], add: bool) {
    for (place, value) in out.iter_mut().step_by(step).zip(line) {
        *place = if add { *place + value } else { *value };
    }
}

/// A tile of `C`, kept in registers: `Σ_k a[k][i] · b[k][j]`.
#[inline(always)]
fn tile(a: &[[f32; ROWS]], b: &[[f32; COLUMNS]]) -> [[f32; COLUMNS]; ROWS] {
    let mut c = [[0.0; COLUMNS]; ROWS];
    for (a, b) in a.iter().zip(b) {
        for (line, a) in c.iter_mut().zip(a) {
            for (c, b) in line.iter_mut().zip(b) {
                *c += a * b;
            }
        }
    }
    c
}

/// Rows `first..first + LINES` of a matrix of `rows` rows, column by column from `from` on; zeros past the last row.
fn pack<const LINES: usize>(panel: &mut [f32], matrix: Matrix<'_>, (first, rows): (usize, usize), from: usize) {
    let lines = LINES.min(rows - first);
    let (cells, _) = panel.as_chunks_mut::<LINES>();
    let start = matrix.place(first, from);
    if lines == LINES && matrix.rows == 1 {
        for (cell, p) in cells.iter_mut().zip(0..) {
            let at = start.wrapping_add_signed(p * matrix.columns);
            if let Some(values) = matrix.values[at..].first_chunk() {
                *cell = *values;
            }
        }
        return;
    }
    for line in 0..LINES {
        if line >= lines {
            cells.iter_mut().for_each(|cell| cell[line] = 0.0);
            continue;
        }
        let start = start.wrapping_add_signed(line as isize * matrix.rows);
        if matrix.columns == 1 {
            let row = &matrix.values[start..start + cells.len()];
            cells.iter_mut().zip(row).for_each(|(cell, value)| cell[line] = *value);
        } else {
            for (cell, p) in cells.iter_mut().zip(0..) {
                cell[line] = matrix.values[start.wrapping_add_signed(p * matrix.columns)];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Matrix, gemm, scratch};

    #[test]
    fn every_edge_and_every_order() {
        for (m, k, n) in
            [(1, 1, 1), (4, 8, 8), (5, 3, 9), (64, 2, 8), (33, 300, 7), (3, 0, 2), (9, 5, 1), (1, 600, 300)]
        {
            let a: Vec<f32> = (0..m * k).map(|i| ((i * 7919) % 101) as f32 / 50.0 - 1.0).collect();
            let b: Vec<f32> = (0..k * n).map(|i| ((i * 104_729) % 97) as f32 / 48.0 - 1.0).collect();
            for (turned_a, turned_b) in [(false, false), (true, false), (false, true), (true, true)] {
                let view = |values, turned, height: usize, width: usize| {
                    let (rows, columns) = if turned { (1, height as isize) } else { (width as isize, 1) };
                    Matrix { values, start: 0, rows, columns }
                };
                let (left, right) = (view(&a, turned_a, m, k), view(&b, turned_b, k, n));
                let mut out = vec![f32::NAN; m * n];
                gemm(m, k, n, left, right, &mut out, &mut vec![f32::NAN; scratch(k, m, n)]);
                for (at, got) in out.iter().enumerate() {
                    let term = |p| {
                        f64::from(left.values[left.place(at / n, p)]) * f64::from(right.values[right.place(p, at % n)])
                    };
                    let expected: f64 = (0..k).map(term).sum();
                    assert!((f64::from(*got) - expected).abs() < 1e-4, "{m}×{k}×{n} at {at}: {got} and {expected}");
                }
            }
        }
    }
}
