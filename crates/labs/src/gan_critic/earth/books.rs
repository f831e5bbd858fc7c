//! The books of earth: what there is, what is wanted, what the reader moves, and what the cheapest plan would.

use crate::gan_critic::params::earth::MOST;
use classic::transport::{Plan, distances, line, plan};
use labkit::{LabError, Sentence, short};

/// Two heaps, in units, a place after the other.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Heaps {
    pub(super) from: Vec<u32>,
    pub(super) to: Vec<u32>,
}

impl Heaps {
    /// Reads the texts of both parameters.
    pub(super) fn read(from: &str, to: &str) -> Result<Self, LabError> {
        Ok(Self { from: heap("heap", from)?, to: heap("wanted", to)? })
    }

    /// |i − j|.
    pub(super) fn cost(&self) -> Vec<f64> {
        distances(&places(self.from.len()), &places(self.to.len()), 1)
    }
}

fn places(count: usize) -> Vec<f64> {
    (0..count).map(|k| k as f64).collect()
}

/// Shares of the whole; nothing of nothing.
pub(super) fn shares(heap: &[u32]) -> Vec<f64> {
    let whole = heap.iter().sum::<u32>().max(1);
    heap.iter().map(|units| f64::from(*units) / f64::from(whole)).collect()
}

fn heap(field: &str, text: &str) -> Result<Vec<u32>, LabError> {
    let units: Option<Vec<u32>> = text.trim().chars().map(|sign| sign.to_digit(10)).collect();
    let wrong = || {
        LabError::field(
            field,
            format!("应是 2 到 {MOST} 个数字，至少一个不是 0，得到“{text}”"),
            format!("expected 2 to {MOST} digits, not all 0, got “{text}”"),
        )
    };
    units.filter(|all| (2..=MOST).contains(&all.len()) && all.iter().any(|units| *units > 0)).ok_or_else(wrong)
}

/// The plan in the text of the parameter: rows of digits, apart by `/`; what is not there is 0.
fn moves(text: &str, rows: usize, columns: usize) -> Result<Vec<u32>, LabError> {
    let mut all = vec![0; rows * columns];
    for (i, row) in text.trim().split('/').enumerate() {
        for (j, sign) in row.trim().chars().enumerate() {
            let units = sign.to_digit(10).filter(|units| *units == 0 || (i < rows && j < columns));
            let Some(units) = units else {
                return Err(LabError::field(
                    "moves",
                    format!("应是至多 {rows} 行、每行至多 {columns} 个数字，第 {} 行第 {} 个不是", i + 1, j + 1),
                    format!(
                        "expected at most {rows} rows of {columns} digits, but row {}, sign {} is none",
                        i + 1,
                        j + 1
                    ),
                ));
            };
            if let Some(cell) = all.get_mut(i * columns + j).filter(|_| j < columns) {
                *cell = units;
            }
        }
    }
    Ok(all)
}

/// What comes of a plan.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Books {
    columns: usize,
    /// The reader's γ, in units.
    pub(super) moves: Vec<u32>,
    /// Of each place what still stands there, and of each what is still wanted; below 0 where it is too much.
    pub(super) left: Vec<i64>,
    pub(super) lack: Vec<i64>,
    /// B(γ), for heaps of weight 1.
    pub(super) cost: f64,
    /// The cheapest plan in units, its cost for heaps of weight 1; none while the heaps weigh differently.
    pub(super) best: Option<Best>,
    /// How many units more are wanted than there are.
    short_by: i64,
}

/// The cheapest plan.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Best {
    /// γ in units.
    pub(super) mass: Vec<f64>,
    pub(super) cost: f64,
    /// ∫|F_P − F_Q|.
    area: f64,
    /// Plan less dual.
    dual_gap: f64,
    /// By how much its sums are off, at most.
    marginal_gap: f64,
}

impl Books {
    /// Of the plan in the text `moves`.
    pub(super) fn of(heaps: &Heaps, text: &str) -> Result<Self, LabError> {
        let (n, m) = (heaps.from.len(), heaps.to.len());
        let moves = moves(text, n, m)?;
        let sum = |cells: &mut dyn Iterator<Item = &u32>| cells.map(|units| i64::from(*units)).sum::<i64>();
        let left = moves.chunks_exact(m).zip(&heaps.from).map(|(row, heap)| i64::from(*heap) - sum(&mut row.iter()));
        let lack = heaps.to.iter().enumerate();
        let lack = lack.map(|(j, heap)| i64::from(*heap) - sum(&mut moves.iter().skip(j).step_by(m)));
        let (left, lack) = (left.collect(), lack.collect());
        let whole = f64::from(heaps.from.iter().sum::<u32>());
        let cost = moves.iter().zip(heaps.cost()).map(|(units, way)| f64::from(*units) * way).sum::<f64>() / whole;
        let short_by = sum(&mut heaps.to.iter()) - sum(&mut heaps.from.iter());
        let best = if short_by == 0 { Some(best(heaps)?) } else { None };
        Ok(Self { columns: m, moves, left, lack, cost, best, short_by })
    }

    /// Whether its sums are both heaps.
    fn fits(&self) -> bool {
        self.left.iter().chain(&self.lack).all(|units| *units == 0)
    }

    /// Units and ways of what is moved.
    pub(super) fn terms(&self) -> Vec<(u32, usize)> {
        let moved = self.moves.iter().enumerate().filter(|(_, units)| **units > 0);
        moved.map(|(k, units)| (*units, (k / self.columns).abs_diff(k % self.columns))).collect()
    }

    pub(super) fn metrics(&self) -> Vec<(&'static str, f64)> {
        let above = |all: &[i64]| all.iter().filter(|units| **units > 0).sum::<i64>() as f64;
        let under = |all: &[i64]| -all.iter().filter(|units| **units < 0).sum::<i64>() as f64;
        let mut all = vec![
            ("units_left", above(&self.left)),
            ("units_missing", above(&self.lack)),
            ("units_over", under(&self.left) + under(&self.lack)),
            ("your_cost", self.cost),
        ];
        if let Some(best) = &self.best {
            all.extend([
                ("best_cost", best.cost),
                ("area", best.area),
                ("area_gap", (best.cost - best.area).abs()),
                ("dual_gap", best.dual_gap),
                ("marginal_gap", best.marginal_gap),
            ]);
            if self.fits() {
                all.push(("your_excess", self.cost - best.cost));
            }
        }
        all
    }

    /// What is missing, or how good it is.
    pub(super) fn said(&self) -> Sentence {
        let list = |all: &[i64], wanted: &dyn Fn(i64) -> bool, comma: &str| {
            let places = all.iter().enumerate().filter(|(_, units)| wanted(**units));
            places.map(|(k, units)| format!("{} × {}", k + 1, units.abs())).collect::<Vec<_>>().join(comma)
        };
        let some = |all: &[i64]| (list(all, &|units| units > 0, "、"), list(all, &|units| units > 0, ", "));
        let over = |all: &[i64]| (list(all, &|units| units < 0, "、"), list(all, &|units| units < 0, ", "));
        if self.short_by != 0 {
            let by = self.short_by.abs();
            return if self.short_by > 0 {
                Sentence::new(
                    format!("两堆不一样重：还差 {by} 格土"),
                    format!("The heaps weigh differently; units lacking: {by}"),
                )
            } else {
                Sentence::new(
                    format!("两堆不一样重：土多了 {by} 格"),
                    format!("The heaps weigh differently; units too many: {by}"),
                )
            };
        }
        let (from, to) = (over(&self.left), over(&self.lack));
        if !(from.0.is_empty() && to.0.is_empty()) {
            return Sentence::new(
                format!("搬多了。超过出发地的：{}；超过目的地的：{}", dash(&from.0), dash(&to.0)),
                format!(
                    "Too much. Beyond what stands at: {}; beyond what is wanted at: {}",
                    dash(&from.1),
                    dash(&to.1)
                ),
            );
        }
        let (from, to) = (some(&self.left), some(&self.lack));
        match &self.best {
            Some(best) if self.fits() => {
                let excess = self.cost - best.cost;
                if excess.abs() < 1e-9 {
                    Sentence::new("搬完了，不可能更省", "All is moved, and nothing is cheaper")
                } else {
                    Sentence::new(
                        format!("搬完了，比最省的多花 {}", short(excess)),
                        format!("All is moved, at {} more than need be", short(excess)),
                    )
                }
            }
            _ => Sentence::new(
                format!("还有土的位置 × 格数：{}；还缺的：{}", dash(&from.0), dash(&to.0)),
                format!("Place × units still there: {}; still wanted: {}", dash(&from.1), dash(&to.1)),
            ),
        }
    }
}

fn dash(list: &str) -> &str {
    if list.is_empty() { "—" } else { list }
}

fn best(heaps: &Heaps) -> Result<Best, LabError> {
    let wrong = |error: classic::ClassicError| LabError::general(error.zh(), error.en());
    let units = |heap: &[u32]| -> Vec<f64> { heap.iter().map(|units| f64::from(*units)).collect() };
    let (p, q, cost) = (units(&heaps.from), units(&heaps.to), heaps.cost());
    let Plan { mass, cost: found, u, v } = plan(&cost, &p, &q).map_err(wrong)?;
    let area = line(&places(p.len()), &p, &places(q.len()), &q).map_err(wrong)?;
    let dual: f64 = p.iter().zip(&u).chain(q.iter().zip(&v)).map(|(mass, price)| mass * price).sum();
    let m = q.len();
    let rows = mass.chunks_exact(m).zip(&p).map(|(row, p)| (row.iter().sum::<f64>() - p).abs());
    let columns = q.iter().enumerate().map(|(j, q)| (mass.iter().skip(j).step_by(m).sum::<f64>() - q).abs());
    let marginal_gap = rows.chain(columns).fold(0.0, f64::max);
    let whole: f64 = p.iter().sum();
    Ok(Best { mass, cost: found / whole, area: area / whole, dual_gap: (found - dual).abs() / whole, marginal_gap })
}
