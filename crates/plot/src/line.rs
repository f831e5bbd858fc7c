//! What happens to a line between data and pen: gaps, one pair of extremes per pixel column, clipping, dashes.
//!
//! All in CSS pixels; plotters neither clips nor dashes a path, and would draw every point.

mod clip;
mod dash;

pub use clip::{clip, clip_polygon, clip_segment};
pub use dash::dash;

use crate::Map;

/// A place in CSS pixels.
pub type Point = (f64, f64);

/// Where the points of a series stand on the x axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Xs<'a> {
    /// At `first`, `first + stride`, …: steps of a run.
    Steps {
        /// The first.
        first: f64,
        /// From one to the next.
        stride: f64,
    },
    /// One by one.
    Values(&'a [f64]),
}

impl Xs<'_> {
    /// Steps 0, 1, 2, …
    pub const STEPS: Self = Self::Steps { first: 0.0, stride: 1.0 };

    /// The i-th.
    pub fn at(&self, i: usize) -> f64 {
        match self {
            Self::Steps { first, stride } => first + stride * i as f64,
            Self::Values(v) => v.get(i).copied().unwrap_or(f64::NAN),
        }
    }
}

/// Of the points in one pixel column in a row, those that give the column its shape.
struct Column {
    at: i64,
    first: (usize, f64, f64),
    last: (usize, f64, f64),
    low: (usize, f64, f64),
    high: (usize, f64, f64),
}

impl Column {
    fn new(at: i64, p: (usize, f64, f64)) -> Self {
        Self { at, first: p, last: p, low: p, high: p }
    }

    fn push(&mut self, p: (usize, f64, f64)) {
        self.last = p;
        if p.2 < self.low.2 {
            self.low = p;
        }
        if p.2 > self.high.2 {
            self.high = p;
        }
    }

    fn flush(&self, y: &Map, out: &mut Vec<Point>) {
        let (a, b) = if self.low.0 < self.high.0 { (self.low, self.high) } else { (self.high, self.low) };
        let mut before = None;
        for p in [self.first, a, b, self.last] {
            if before != Some(p.0) {
                out.push((p.1, y.to_px(p.2)));
                before = Some(p.0);
            }
        }
    }
}

/// The unbroken runs of a series in pixels. A point that is not finite breaks the line. Points that follow each other in
/// one column of `column` pixels are thinned to first, least, greatest and last, so no spike is lost and a line costs what its
/// width costs. The y map runs only for what is kept.
pub fn runs(
    xs: Xs<'_>,
    ys: &[f64],
    span: std::ops::Range<usize>,
    (x, y): (&Map, &Map),
    column: f64,
) -> Vec<Vec<Point>> {
    let mut out = Vec::new();
    let mut run = Vec::new();
    let mut open: Option<Column> = None;
    let per_px = 1.0 / column;
    for (i, v) in ys.iter().copied().enumerate().take(span.end).skip(span.start) {
        let px = x.to_px(xs.at(i));
        if !px.is_finite() || !v.is_finite() {
            if let Some(c) = open.take() {
                c.flush(y, &mut run);
            }
            if !run.is_empty() {
                out.push(std::mem::take(&mut run));
            }
            continue;
        }
        // Truncated: floor is a call where the processor is old, and what lies left of the plot is cut off anyway.
        let at = (px * per_px) as i64;
        match &mut open {
            Some(c) if c.at == at => c.push((i, px, v)),
            _ => {
                if let Some(c) = open.replace(Column::new(at, (i, px, v))) {
                    c.flush(y, &mut run);
                }
            }
        }
    }
    if let Some(c) = open {
        c.flush(y, &mut run);
    }
    if !run.is_empty() {
        out.push(run);
    }
    out
}

/// The unbroken outlines of a band between two edges, thinned as [`runs`] are: a column of pixels keeps the least of the lower
/// and the greatest of the upper edge. A point where either is not finite breaks the band.
pub fn band(xs: Xs<'_>, (low, high): (&[f64], &[f64]), (x, y): (&Map, &Map), column: f64) -> Vec<Vec<Point>> {
    /// A column: which, from where to where, least, greatest.
    type Open = (i64, f64, f64, f64, f64);
    let mut out: Vec<Vec<Point>> = Vec::new();
    let mut open: Option<Open> = None;
    let (mut below, mut above) = (Vec::new(), Vec::new());
    let close = |open: &mut Option<Open>, below: &mut Vec<Point>, above: &mut Vec<Point>| {
        if let Some((_, from, to, lo, hi)) = open.take() {
            for px in [from, to].into_iter().take(if from < to { 2 } else { 1 }) {
                below.push((px, y.to_px(lo)));
                above.push((px, y.to_px(hi)));
            }
        }
    };
    let mut finish = |below: &mut Vec<Point>, above: &mut Vec<Point>| {
        above.extend(below.drain(..).rev());
        if above.len() > 2 {
            out.push(std::mem::take(above));
        }
        above.clear();
    };
    for (i, (lo, hi)) in low.iter().copied().zip(high.iter().copied()).enumerate() {
        let px = x.to_px(xs.at(i));
        if !(px.is_finite() && lo.is_finite() && hi.is_finite()) {
            close(&mut open, &mut below, &mut above);
            finish(&mut below, &mut above);
            continue;
        }
        let at = (px / column) as i64;
        match &mut open {
            Some(c) if c.0 == at => *c = (at, c.1, px, c.3.min(lo), c.4.max(hi)),
            _ => {
                close(&mut open, &mut below, &mut above);
                open = Some((at, px, px, lo, hi));
            }
        }
    }
    close(&mut open, &mut below, &mut above);
    finish(&mut below, &mut above);
    out
}

/// Drops points closer than `least` to the last one kept; the end stays.
pub fn thin(points: &[Point], least: f64) -> Vec<Point> {
    let mut out: Vec<Point> = Vec::new();
    for (i, p) in points.iter().enumerate() {
        let far = out.last().is_none_or(|q| (p.0 - q.0).abs().max((p.1 - q.1).abs()) >= least);
        if far || i + 1 == points.len() {
            out.push(*p);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    fn maps(n: f64) -> (Map, Map) {
        (
            Map::new(Kind::Linear, (0.0, n), (0.0, 600.0)).unwrap(),
            Map::new(Kind::Linear, (-10.0, 10.0), (200.0, 0.0)).unwrap(),
        )
    }

    #[test]
    fn thinning_keeps_extremes_and_ends() {
        let n = 100_000;
        let mut ys: Vec<f64> = (0..n).map(|i| (i as f64 * 0.01).sin()).collect();
        ys[43_210] = 9.5;
        ys[77_777] = -9.0;
        let (x, y) = maps(n as f64);
        let r = runs(Xs::STEPS, &ys, 0..n, (&x, &y), 0.5);
        assert_eq!(r.len(), 1);
        assert!(r[0].len() <= 4 * 1201, "{}", r[0].len());
        let has = |i: usize| {
            r[0].iter().any(|p| (p.0 - x.to_px(i as f64)).abs() < 1e-9 && (p.1 - y.to_px(ys[i])).abs() < 1e-9)
        };
        for i in [0, 43_210, 77_777, n - 1] {
            assert!(has(i), "{i}");
        }
        assert!(r[0].windows(2).all(|w| w[0].0 <= w[1].0), "order");
    }

    #[test]
    fn few_points_all_stay() {
        let ys = [1.0, 2.0, 3.0, 2.0];
        let (x, y) = maps(3.0);
        assert_eq!(runs(Xs::STEPS, &ys, 0..4, (&x, &y), 0.5)[0].len(), 4);
    }

    #[test]
    fn nan_and_infinity_break_the_line() {
        let ys = [1.0, 2.0, f64::NAN, 3.0, 4.0, f64::INFINITY, 5.0];
        let (x, y) = maps(7.0);
        let r = runs(Xs::STEPS, &ys, 0..7, (&x, &y), 0.5);
        assert_eq!(r.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 1]);
    }

    #[test]
    fn thinning_a_path_keeps_its_end() {
        let pts: Vec<Point> = (0..1001).map(|i| (f64::from(i) * 0.001, 0.0)).collect();
        let t = thin(&pts, 0.25);
        assert!(t.len() <= 6);
        assert_eq!(t.last(), pts.last());
    }
}
