//! Ranges of data, for axes that were given none.

use crate::Kind;

/// The range that shows all of `values`: finite ones, on a log axis positive ones; at most 16 decades of them, since
/// what vanished must not press the rest into a line.
pub fn range_of(kind: Kind, values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    let (mut lo, mut hi) = (f64::INFINITY, f64::NEG_INFINITY);
    for v in values {
        if v.is_finite() && (kind == Kind::Linear || v > 0.0) {
            lo = lo.min(v);
            hi = hi.max(v);
        }
    }
    if kind == Kind::Log {
        lo = lo.max(hi * 1e-16);
    }
    (lo <= hi).then_some((lo, hi))
}

/// A range widened by a share of itself on both sides, so that lines do not touch the frame; never across zero.
pub fn padded(kind: Kind, (lo, hi): (f64, f64), share: f64) -> (f64, f64) {
    match kind {
        Kind::Linear if hi > lo => {
            let pad = (hi - lo) * share;
            let keep = |end: f64, moved: f64| if end == 0.0 || end * moved < 0.0 { 0.0 } else { moved };
            (keep(lo, lo - pad), keep(hi, hi + pad))
        }
        // One value only: half its size around it, or one around zero.
        Kind::Linear => {
            let pad = if lo == 0.0 { 1.0 } else { lo.abs() * 0.5 };
            (lo - pad, hi + pad)
        }
        Kind::Log if hi > lo => {
            let pad = (hi / lo).powf(share);
            (lo / pad, hi * pad)
        }
        Kind::Log => (lo / 3.0, hi * 3.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_ignore_what_cannot_be_shown() {
        let v = [f64::NAN, 3.0, f64::INFINITY, -2.0, 0.0];
        assert_eq!(range_of(Kind::Linear, v), Some((-2.0, 3.0)));
        assert_eq!(range_of(Kind::Log, v), Some((3.0, 3.0)));
        assert_eq!(range_of(Kind::Linear, [f64::NAN]), None);
        assert_eq!(range_of(Kind::Log, [1e-300, 1.0]), Some((1e-16, 1.0)));
    }

    #[test]
    fn padding_stops_at_zero() {
        assert_eq!(padded(Kind::Linear, (0.0, 10.0), 0.1), (0.0, 11.0));
        assert_eq!(padded(Kind::Linear, (0.5, 10.0), 0.1), (0.0, 10.95));
        assert_eq!(padded(Kind::Linear, (-1.0, 1.0), 0.5), (-2.0, 2.0));
        assert_eq!(padded(Kind::Linear, (4.0, 4.0), 0.1), (2.0, 6.0));
    }
}
