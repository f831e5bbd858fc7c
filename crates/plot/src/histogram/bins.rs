//! Bins with round edges, zero among them.

/// Edges at whole multiples of a round width (1, 2 or 5 times a power of ten), so that zero, if it is inside, is one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edges {
    /// The first edge as a multiple of the width.
    first: i64,
    /// 1, 2 or 5.
    factor: f64,
    /// Of ten.
    power: i32,
    /// How many bins: one edge less.
    pub count: usize,
}

/// Fewest and most bins.
const BINS: (f64, f64) = (8.0, 64.0);
/// At most so many values decide about the width.
const SAMPLE: usize = 4096;

impl Edges {
    /// Edges for all the finite values of some sets together.
    ///
    /// The width is that of Freedman and Diaconis, 2 · IQR · n^(−1/3); where half of the values are equal, that of Scott,
    /// 3.49 · σ · n^(−1/3). It is then rounded and kept within 8 to 64 bins.
    pub fn of(sets: &[&[f32]]) -> Self {
        let all = || sets.iter().flat_map(|s| s.iter().copied()).filter(|v| v.is_finite());
        let (mut lo, mut hi, mut n) = (f64::INFINITY, f64::NEG_INFINITY, 0_usize);
        for v in all() {
            (lo, hi, n) = (lo.min(v.into()), hi.max(v.into()), n + 1);
        }
        if n == 0 {
            (lo, hi) = (-1.0, 1.0);
        } else if lo == hi {
            let pad = if lo == 0.0 { 1.0 } else { lo.abs() / 2.0 };
            (lo, hi) = (lo - pad, hi + pad);
        }
        let span = hi - lo;
        let mut some: Vec<f32> = all().step_by((n / SAMPLE).max(1)).collect();
        some.sort_unstable_by(f32::total_cmp);
        let quartile = |q: usize| some.get(some.len() * q / 4).copied().map_or(0.0, f64::from);
        let mut wide = 2.0 * (quartile(3) - quartile(1));
        if wide <= 0.0 {
            let count = some.len().max(1) as f64;
            let mean = some.iter().map(|v| f64::from(*v)).sum::<f64>() / count;
            wide = 3.49 * (some.iter().map(|v| (f64::from(*v) - mean).powi(2)).sum::<f64>() / count).sqrt();
        }
        let wide = (wide / (n.max(1) as f64).cbrt()).clamp(span / BINS.1, span / BINS.0);
        let mut edges = Self::near(wide);
        edges.cover(lo, hi);
        while edges.count > BINS.1 as usize {
            edges.coarser();
            edges.cover(lo, hi);
        }
        while edges.count < BINS.0 as usize {
            edges.finer();
            edges.cover(lo, hi);
        }
        edges
    }

    /// The k-th edge, from 0 to `count`.
    pub fn at(&self, k: usize) -> f64 {
        let k = (self.first.saturating_add_unsigned(k as u64)) as f64 * self.factor;
        // Division by a whole power keeps 0.1, 0.2, 0.3 exact where multiplication by 0.1 does not.
        if self.power < 0 { k / 10_f64.powi(-self.power) } else { k * 10_f64.powi(self.power) }
    }

    /// The bin of a value: its lower edge belongs to it, and to the last one its upper edge as well.
    pub fn find(&self, value: f64) -> Option<usize> {
        if !(value >= self.at(0) && value <= self.at(self.count)) {
            return None;
        }
        // The quotient may be off by a hair; the edges decide.
        let k = (value / self.width() - self.first as f64).floor().max(0.0) as usize;
        let k = if value >= self.at(k + 1) { k + 1 } else { k };
        let k = if k > 0 && value < self.at(k) { k - 1 } else { k };
        Some(k.min(self.count.saturating_sub(1)))
    }

    fn width(&self) -> f64 {
        self.factor * 10_f64.powi(self.power)
    }

    /// The round width that is nearest in ratio.
    fn near(wide: f64) -> Self {
        let power = wide.log10().floor();
        let head = wide / 10_f64.powf(power);
        let (factor, more) = match head {
            h if h < 1.5 => (1.0, 0),
            h if h < 3.2 => (2.0, 0),
            h if h < 7.1 => (5.0, 0),
            _ => (1.0, 1),
        };
        Self { first: 0, factor, power: power as i32 + more, count: 0 }
    }

    fn cover(&mut self, lo: f64, hi: f64) {
        self.first = (lo / self.width()).floor() as i64;
        let last = (hi / self.width()).ceil() as i64;
        self.count = usize::try_from(last - self.first).unwrap_or(0).max(1);
    }

    fn coarser(&mut self) {
        let (factor, more) = if self.factor == 1.0 {
            (2.0, 0)
        } else if self.factor == 2.0 {
            (5.0, 0)
        } else {
            (1.0, 1)
        };
        (self.factor, self.power) = (factor, self.power + more);
    }

    fn finer(&mut self) {
        let (factor, less) = if self.factor == 5.0 {
            (2.0, 0)
        } else if self.factor == 2.0 {
            (1.0, 0)
        } else {
            (5.0, 1)
        };
        (self.factor, self.power) = (factor, self.power - less);
    }
}

/// How many values are in each bin.
#[derive(Debug, Clone, PartialEq)]
pub struct Bins {
    /// Where the bins are.
    pub edges: Edges,
    /// How many values each has.
    pub counts: Vec<u64>,
    /// How many finite values are in none of them.
    pub outside: u64,
    /// How many are not finite.
    pub not_finite: u64,
}

impl Bins {
    /// Counts values between edges.
    pub fn new(values: &[f32], edges: Edges) -> Self {
        let mut bins = Self { edges, counts: vec![0; edges.count], outside: 0, not_finite: 0 };
        for v in values {
            if !v.is_finite() {
                bins.not_finite += 1;
            } else if let Some(n) = edges.find(f64::from(*v)).and_then(|k| bins.counts.get_mut(k)) {
                *n += 1;
            } else {
                bins.outside += 1;
            }
        }
        bins
    }

    /// Counts values between edges of their own.
    pub fn of(values: &[f32]) -> Self {
        Self::new(values, Edges::of(&[values]))
    }
}
