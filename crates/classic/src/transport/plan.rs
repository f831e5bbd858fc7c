//! Between any heaps: the transport problem, exactly.

use super::{balanced, priced};
use crate::error::ClassicError;

/// A cheapest plan, and what proves it to be one.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// γ: n×m, what goes from each i (row) to each j (column).
    pub mass: Vec<f64>,
    /// Σ cᵢⱼ γᵢⱼ.
    pub cost: f64,
    /// The dual u, n numbers: uᵢ + vⱼ ≤ cᵢⱼ, with equality where something moves.
    pub u: Vec<f64>,
    /// The dual v, m numbers.
    pub v: Vec<f64>,
}

/// What is reached from a row on, while a shortest way is looked for.
struct Search {
    /// Of each column: how far.
    far: Vec<f64>,
    /// The row that it was reached from.
    from: Vec<usize>,
    settled: Vec<bool>,
    /// Of each row that was passed: how far, and the column that it was reached from.
    rows: Vec<(usize, f64, usize)>,
    passed: Vec<bool>,
}

/// The cheapest way to move the masses `p` (n) onto `q` (m), at `cost` cᵢⱼ (n×m, row after row) for a unit from i to j.
///
/// Successive shortest ways: from a row with mass left, the shortest way over rows and columns to a column that still
/// wants some; ways back cost −cᵢⱼ and carry no more than γᵢⱼ. Lengths are reduced by the potentials,
/// cᵢⱼ − uᵢ − vⱼ ≥ 0, so Dijkstra's search finds them, and afterwards the potentials move on by what the search has found:
/// they are the dual at every moment. Each search is O(nm); there are about n + m, more where ways back run dry.
///
/// The sums of the plan's rows and columns are p and q but for rounding (q is scaled to p's total first, by at most 1e-9).
///
/// Source: R. Ahuja, T. Magnanti, J. Orlin, *Network Flows*, 9.7; Peyré & Cuturi, *Computational Optimal Transport*, 3.5.
///
/// # Errors
/// `cost` is not n×m, nothing at all, too many places, a mass below zero, NaN or infinity, unequal totals.
pub fn plan(cost: &[f64], p: &[f64], q: &[f64]) -> Result<Plan, ClassicError> {
    let scale = balanced(p, q)?;
    let (n, m) = (p.len(), q.len());
    priced(cost, n, m)?;
    let mut wanted: Vec<f64> = q.iter().map(|q| q * scale).collect();
    // What rounding may leave over in the end.
    let nothing = f64::EPSILON * p.iter().sum::<f64>();
    let mut mass = vec![0.0; n * m];
    let mut u: Vec<f64> = cost.chunks_exact(m).map(|row| row.iter().copied().fold(f64::INFINITY, f64::min)).collect();
    let mut v = vec![0.0; m];
    for (i, mass_there) in p.iter().enumerate() {
        let mut left = *mass_there;
        while left > nothing {
            let mut search = Search::new(n, m);
            let Some(end) = search.run(i, cost, &mass, (&u, &v), |j| wanted[j] > nothing) else { break };
            search.move_potentials(end, &mut u, &mut v);
            let moved = search.carry(i, end, left.min(wanted[end]), &mut mass);
            left -= moved;
            wanted[end] -= moved;
        }
    }
    let value = cost.iter().zip(&mass).map(|(c, moved)| c * moved).sum();
    Ok(Plan { mass, cost: value, u, v })
}

impl Search {
    fn new(n: usize, m: usize) -> Self {
        Self {
            far: vec![f64::INFINITY; m],
            from: vec![0; m],
            settled: vec![false; m],
            rows: Vec::new(),
            passed: vec![false; n],
        }
    }

    /// The nearest column that wants mass.
    fn run(
        &mut self,
        start: usize,
        cost: &[f64],
        mass: &[f64],
        (u, v): (&[f64], &[f64]),
        wants: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let m = self.far.len();
        // `m` stands for the start: no column leads there.
        self.rows.push((start, 0.0, m));
        self.passed[start] = true;
        let mut read = 0;
        loop {
            while let Some(&(i, so_far, _)) = self.rows.get(read) {
                read += 1;
                for (j, c) in cost[i * m..(i + 1) * m].iter().enumerate() {
                    let far = so_far + (c - u[i] - v[j]).max(0.0);
                    if !self.settled[j] && far < self.far[j] {
                        (self.far[j], self.from[j]) = (far, i);
                    }
                }
            }
            let open = (0..m).filter(|j| !self.settled[*j] && self.far[*j].is_finite());
            let next = open.min_by(|a, b| self.far[*a].total_cmp(&self.far[*b]))?;
            self.settled[next] = true;
            if wants(next) {
                return Some(next);
            }
            for i in 0..self.passed.len() {
                if !self.passed[i] && mass[i * m + next] > 0.0 {
                    self.passed[i] = true;
                    self.rows.push((i, self.far[next], next));
                }
            }
        }
    }

    /// Lengths along the way become 0, none becomes negative.
    fn move_potentials(&self, end: usize, u: &mut [f64], v: &mut [f64]) {
        let whole = self.far[end];
        for &(i, far, _) in &self.rows {
            u[i] += whole - far;
        }
        for (j, far) in self.far.iter().enumerate().filter(|(j, _)| self.settled[*j]) {
            v[j] -= whole - far;
        }
    }

    /// Carries as much of `most` to `end` as the ways back on the way allow, and says how much.
    fn carry(&self, start: usize, end: usize, most: f64, mass: &mut [f64]) -> f64 {
        let m = self.far.len();
        let before = |i: usize| self.rows.iter().find(|(row, ..)| *row == i).map_or(m, |(_, _, column)| *column);
        // (row, column it goes to, column it takes back from)
        let mut way = Vec::new();
        let mut column = end;
        loop {
            let row = self.from[column];
            let back = before(row);
            way.push((row, column, back));
            if row == start || back == m {
                break;
            }
            column = back;
        }
        let taken = |(row, _, back): &(usize, usize, usize)| if *back == m { most } else { mass[row * m + back] };
        let moved = way.iter().map(taken).fold(most, f64::min);
        for (row, to, back) in way {
            mass[row * m + to] += moved;
            if back < m {
                mass[row * m + back] -= moved;
            }
        }
        moved
    }
}
