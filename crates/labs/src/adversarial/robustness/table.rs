//! The table of right answers, as far as it is filled.

use crate::adversarial::attack::order::Order;
use crate::adversarial::victim::{answers, share};

/// How each row is taught, as the Arena calls it and as the table does.
pub(super) const DEFENCES: [&str; 5] = ["none", "weight-decay", "dropout", "distillation", "adversarial-training"];
pub(super) const ROWS: [&str; 5] = ["plain", "decay", "dropout", "distilled", "hardened"];
/// As they are, random noise, FGSM, PGD, and the PGD of the first row.
pub(super) const COLUMNS: usize = 5;
/// Each cell by name.
pub(super) const NAMES: [[&str; COLUMNS]; ROWS.len()] = [
    ["plain_clean", "plain_random", "plain_fgsm", "plain_pgd", "plain_passed"],
    ["decay_clean", "decay_random", "decay_fgsm", "decay_pgd", "decay_passed"],
    ["dropout_clean", "dropout_random", "dropout_fgsm", "dropout_pgd", "dropout_passed"],
    ["distilled_clean", "distilled_random", "distilled_fgsm", "distilled_pgd", "distilled_passed"],
    ["hardened_clean", "hardened_random", "hardened_fgsm", "hardened_pgd", "hardened_passed"],
];

#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Table {
    /// For which PGD, and how many batches were left to learn.
    of: Option<(Order, u64)>,
    /// Digits tried so far, and how many of them each cell answers rightly.
    pub(super) digits: usize,
    right: Vec<f64>,
    /// The first digit, then as each row's own PGD leaves it; and what that row takes it for.
    first: Vec<f32>,
    taken: Vec<usize>,
}

impl Table {
    /// Begins anew.
    pub(super) fn anew(&mut self, order: &Order, left: u64) {
        let right = vec![0.0; ROWS.len() * COLUMNS];
        *self = Self { of: Some((order.clone(), left)), right, ..Self::default() };
    }

    pub(super) fn is_of(&self, order: &Order, left: u64) -> bool {
        self.of.as_ref().is_some_and(|(of, then)| of == order && *then == left)
    }

    pub(super) fn order(&self) -> Option<Order> {
        self.of.as_ref().map(|(order, _)| order.clone())
    }

    /// Counts answers in a cell.
    pub(super) fn put(&mut self, (row, column): (usize, usize), logits: &[f32], classes: &[f32]) {
        self.right[row * COLUMNS + column] += share(logits, classes) * classes.len() as f64;
    }

    /// Keeps the first digit under a row's own attack, and its answer.
    pub(super) fn keep(&mut self, clean: &[f32], attacked: &[f32], logits: &[f32], row: usize) {
        if row == 0 {
            self.first = clean.to_vec();
        }
        self.first.extend_from_slice(attacked);
        self.taken.extend(answers(logits).take(1));
    }

    /// Shares of right answers, row by row; none before anything was tried.
    pub(super) fn shares(&self) -> Vec<f64> {
        if self.digits == 0 { Vec::new() } else { self.right.iter().map(|right| right / self.digits as f64).collect() }
    }

    /// The pictures of the first digit, with names.
    pub(super) fn shots(&self) -> (Vec<f32>, Vec<String>) {
        let own = ROWS.iter().zip(&self.taken).map(|(row, taken)| format!("{row}|{taken}"));
        (self.first.clone(), ["clean".to_owned()].into_iter().filter(|_| !self.taken.is_empty()).chain(own).collect())
    }

    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.first) + size_of_val(&*self.right)
    }
}
