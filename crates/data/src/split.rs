//! Which items are learned from, which are looked at meanwhile, which are kept for the end; and in what order.
//!
//! Everything here is indices, 0 … n − 1, and follows from a seed.

use crate::random::Random;

/// The indices of a data set, divided.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Split {
    /// What is learned from, ascending.
    pub train: Vec<usize>,
    /// What decides between models, ascending.
    pub validation: Vec<usize>,
    /// What is looked at once, at the end, ascending.
    pub test: Vec<usize>,
}

/// One turn of cross-validation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// What is learned from, ascending.
    pub train: Vec<usize>,
    /// What is held out, ascending.
    pub held: Vec<usize>,
}

/// What becomes of the last batch where it is short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Last {
    /// It comes as it is.
    Keep,
    /// It does not come.
    Drop,
}

/// Streams of their own for what is drawn from one seed.
const SPLIT: u64 = 0x5350_4c49_5400_0000;
const FOLDS: u64 = 0x464f_4c44_5300_0000;

/// 0 … `n` − 1 in the order of `epoch`, every order alike: epoch e of seed s is always the same one.
#[must_use]
pub fn order(n: usize, seed: u64, epoch: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    Random::of(seed, epoch).shuffle(&mut order);
    order
}

/// Divides 0 … `n` − 1 by chance: `validation` and `test` are shares of n, from 0 to 1, the rest is for training. The numbers
/// of items are n · share, rounded; what is not a share counts as 0, and both together as 1 at the most.
#[must_use]
pub fn split(n: usize, validation: f64, test: f64, seed: u64) -> Split {
    divide(order(n, seed ^ SPLIT, 0), validation, test).sorted()
}

/// As [`split`], within each class, so that each part has the classes in the shares of the whole: `labels` has the class of
/// each item. A class of few items may be missing in a part, by rounding.
#[must_use]
pub fn stratified(labels: &[usize], validation: f64, test: f64, seed: u64) -> Split {
    let mut all = Split::default();
    for members in classes(labels, seed ^ SPLIT) {
        let part = divide(members, validation, test);
        all.train.extend(part.train);
        all.validation.extend(part.validation);
        all.test.extend(part.test);
    }
    all.sorted()
}

/// The members of each class in an order by chance.
fn classes(labels: &[usize], seed: u64) -> Vec<Vec<usize>> {
    // Sorted by class, which keeps the order by chance within each: as many classes as there are, however they are numbered.
    let mut shuffled = order(labels.len(), seed, 0);
    let class = |item: &usize| labels.get(*item);
    shuffled.sort_by_key(class);
    shuffled.chunk_by(|a, b| class(a) == class(b)).map(<[usize]>::to_vec).collect()
}

fn divide(mut items: Vec<usize>, validation: f64, test: f64) -> Split {
    let share = |share: f64| if share > 0.0 { share.min(1.0) } else { 0.0 };
    let count = |share: f64| (items.len() as f64 * share).round() as usize;
    let held = share(share(validation) + share(test));
    // Cut at sums of shares, so that no item is in two parts.
    let (first, second) = (count(share(test)), count(held));
    let train = items.split_off(second);
    let validation = items.split_off(first);
    Split { train, validation, test: items }
}

impl Split {
    fn sorted(mut self) -> Self {
        self.train.sort_unstable();
        self.validation.sort_unstable();
        self.test.sort_unstable();
        self
    }
}

/// k-fold cross-validation of 0 … `n` − 1 in an order by chance: each item is held out once, the sizes of the folds differ by
/// one at most. `k` is taken as at least 1 and at most `n`; 1 holds everything out.
#[must_use]
pub fn folds(n: usize, k: usize, seed: u64) -> Vec<Fold> {
    let order = order(n, seed ^ FOLDS, 0);
    let k = k.clamp(1, n.max(1));
    let fold = |turn: usize| {
        let (mut train, mut held) = (Vec::new(), Vec::new());
        for (place, item) in order.iter().enumerate() {
            if place % k == turn { held.push(*item) } else { train.push(*item) }
        }
        train.sort_unstable();
        held.sort_unstable();
        Fold { train, held }
    };
    (0..k).map(fold).collect()
}

/// `order` in batches of `size` (at least 1).
pub fn batches(order: &[usize], size: usize, last: Last) -> impl Iterator<Item = &[usize]> {
    let size = size.max(1);
    order.chunks(size).filter(move |batch| last == Last::Keep || batch.len() == size)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(parts: &[&Vec<usize>]) -> Vec<usize> {
        let mut all: Vec<usize> = parts.iter().flat_map(|part| part.iter().copied()).collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn every_item_is_in_one_part_of_the_size_asked_for() {
        for (n, validation, test, sizes) in [
            (100, 0.1, 0.2, [70, 10, 20]),
            (7, 0.25, 0.25, [3, 2, 2]),
            (3, 0.0, 0.0, [3, 0, 0]),
            (3, 1.0, 1.0, [0, 0, 3]),
            (5, f64::NAN, -1.0, [5, 0, 0]),
            (0, 0.5, 0.5, [0, 0, 0]),
        ] {
            let s = split(n, validation, test, 1);
            assert_eq!([s.train.len(), s.validation.len(), s.test.len()], sizes, "{n} {validation} {test}");
            assert_eq!(all(&[&s.train, &s.validation, &s.test]), (0..n).collect::<Vec<_>>());
            assert!(s.train.is_sorted() && s.test.is_sorted());
        }
        assert_eq!(split(50, 0.2, 0.2, 4), split(50, 0.2, 0.2, 4));
        assert_ne!(split(50, 0.2, 0.2, 4), split(50, 0.2, 0.2, 5));
    }

    #[test]
    fn classes_keep_their_shares() {
        let labels: Vec<usize> = (0..200).map(|i| if i % 4 == 0 { 9 } else { 2 }).collect();
        let s = stratified(&labels, 0.1, 0.2, 3);
        assert_eq!(all(&[&s.train, &s.validation, &s.test]), (0..200).collect::<Vec<_>>());
        let nines = |part: &[usize]| part.iter().filter(|i| labels[**i] == 9).count();
        assert_eq!((nines(&s.train), nines(&s.validation), nines(&s.test)), (35, 5, 10));
        assert_eq!((s.validation.len(), s.test.len()), (20, 40));
    }

    #[test]
    fn epochs_have_orders_of_their_own() {
        assert_eq!(order(100, 1, 0), order(100, 1, 0));
        assert_ne!(order(100, 1, 0), order(100, 1, 1));
        assert_ne!(order(100, 1, 0), order(100, 2, 0));
        let mut sorted = order(100, 1, 5);
        sorted.sort_unstable();
        assert_eq!(sorted, (0..100).collect::<Vec<_>>());
        // Each item is first alike often: 1000 of 10,000 epochs of ten items, within five deviations of 30.
        let mut first = [0_usize; 10];
        (0..10_000).for_each(|epoch| first[order(10, 7, epoch)[0]] += 1);
        assert!(first.iter().all(|count| count.abs_diff(1000) < 150), "{first:?}");
    }

    #[test]
    fn batches_cover_the_order() {
        let order: Vec<usize> = (0..10).rev().collect();
        let sizes = |last| batches(&order, 4, last).map(<[usize]>::len).collect::<Vec<_>>();
        assert_eq!(sizes(Last::Keep), [4, 4, 2]);
        assert_eq!(sizes(Last::Drop), [4, 4]);
        assert_eq!(batches(&order, 4, Last::Keep).flatten().copied().collect::<Vec<_>>(), order);
        assert_eq!(batches(&order, 0, Last::Keep).count(), 10);
        assert_eq!(batches(&[], 3, Last::Keep).count(), 0);
    }

    #[test]
    fn each_item_is_held_out_once() {
        let found = folds(10, 3, 2);
        assert_eq!(found.iter().map(|fold| fold.held.len()).collect::<Vec<_>>(), [4, 3, 3]);
        let held: Vec<&Vec<usize>> = found.iter().map(|fold| &fold.held).collect();
        assert_eq!(all(&held), (0..10).collect::<Vec<_>>());
        assert!(found.iter().all(|fold| all(&[&fold.train, &fold.held]) == (0..10).collect::<Vec<_>>()));
        assert_eq!((folds(3, 9, 0).len(), folds(3, 0, 0).len(), folds(0, 5, 0).len()), (3, 1, 1));
    }
}
