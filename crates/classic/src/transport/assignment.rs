//! Between n points and n points of equal mass: whom to send where.

use super::{MOST, priced};
use crate::error::ClassicError;

/// A cheapest assignment, and what proves it to be one.
#[derive(Debug, Clone, PartialEq)]
pub struct Matching {
    /// Of each row: its column; no column comes twice.
    pub columns: Vec<usize>,
    /// Σᵢ c of row i and its column. Over n it is W₁ between points of mass 1/n, where c are distances.
    pub cost: f64,
    /// The dual u: uᵢ + vⱼ ≤ cᵢⱼ, with equality on the assignment.
    pub u: Vec<f64>,
    /// The dual v.
    pub v: Vec<f64>,
}

/// The permutation that costs least, `cost` cᵢⱼ n×n, row after row.
///
/// Shortest augmenting ways: rows come one after the other; each looks, by Dijkstra's search over the columns with lengths
/// cᵢⱼ − uᵢ − vⱼ ≥ 0, for the nearest free column, and the rows on the way move over by one. O(n³) at worst; where a
/// row's best column is free it takes it at once.
///
/// Source: R. Jonker, A. Volgenant, *A shortest augmenting path algorithm for dense and sparse linear assignment problems*,
/// Computing 38 (1987).
///
/// # Errors
/// `cost` is not n×n, n is 0 or above [`MOST`], NaN or infinity.
pub fn assignment(cost: &[f64], n: usize) -> Result<Matching, ClassicError> {
    if n == 0 {
        return Err(ClassicError::Empty);
    }
    if n > MOST {
        return Err(ClassicError::TooLarge { what: "c", most: MOST, found: n });
    }
    priced(cost, n, n)?;
    let mut matching = Matching { columns: vec![n; n], cost: 0.0, u: vec![0.0; n], v: least_of_columns(cost, n) };
    // Of each column: its row; n where it is free.
    let mut rows = vec![n; n];
    let mut later = Vec::new();
    for (i, row) in cost.chunks_exact(n).enumerate() {
        let reduced = |j: usize| row[j] - matching.v[j];
        let best = (0..n).min_by(|a, b| reduced(*a).total_cmp(&reduced(*b))).unwrap_or(0);
        matching.u[i] = reduced(best);
        if rows[best] == n {
            (rows[best], matching.columns[i]) = (i, best);
        } else {
            later.push(i);
        }
    }
    for i in later {
        augment(i, cost, &mut matching, &mut rows);
    }
    matching.cost = matching.columns.iter().enumerate().map(|(i, j)| cost[i * n + j]).sum();
    Ok(matching)
}

fn least_of_columns(cost: &[f64], n: usize) -> Vec<f64> {
    cost.chunks_exact(n).fold(vec![f64::INFINITY; n], |mut least, row| {
        least.iter_mut().zip(row).for_each(|(least, c)| *least = least.min(*c));
        least
    })
}

/// Finds row `start` a column.
fn augment(start: usize, cost: &[f64], matching: &mut Matching, rows: &mut [usize]) {
    let n = rows.len();
    let Matching { columns, u, v, .. } = matching;
    let (mut far, mut from) = (vec![f64::INFINITY; n], vec![start; n]);
    // Columns in two parts: settled ones in their order, the others as they come.
    let mut order: Vec<usize> = (0..n).collect();
    let mut settled = 0;
    let (mut i, mut so_far) = (start, 0.0);
    let end = loop {
        let row = &cost[i * n..(i + 1) * n];
        let shift = so_far - u[i];
        let (mut next, mut least) = (settled, f64::INFINITY);
        for (place, &j) in order.iter().enumerate().skip(settled) {
            let through = row[j] - v[j] + shift;
            if through < far[j] {
                (far[j], from[j]) = (through, i);
            }
            if far[j] < least {
                (next, least) = (place, far[j]);
            }
        }
        order.swap(settled, next);
        let column = order[settled];
        settled += 1;
        (so_far, i) = (far[column], rows[column]);
        if i == n || settled == n {
            break column;
        }
    };
    u[start] += so_far;
    for &j in order[..settled].iter().filter(|j| **j != end) {
        u[rows[j]] += so_far - far[j];
        v[j] -= so_far - far[j];
    }
    let mut column = end;
    loop {
        let row = from[column];
        rows[column] = row;
        std::mem::swap(&mut columns[row], &mut column);
        if row == start {
            break;
        }
    }
}
