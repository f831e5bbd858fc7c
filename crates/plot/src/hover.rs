//! What lies under the pointer.

use crate::{Layout, Reading, Rect, format, line::Xs, lines::Series};

/// A point of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Which series.
    pub series: usize,
    /// Which of its points.
    pub index: usize,
    /// Its x.
    pub x: f64,
    /// Its y.
    pub y: f64,
    /// Its place in CSS pixels.
    pub at: (f64, f64),
}

/// For each series its point nearest to a column of pixels: what a read-out along the hairline says.
pub fn column(series: &[Series<'_>], layout: &Layout, px: f64) -> Vec<Hit> {
    series.iter().enumerate().filter_map(|(k, s)| hit(k, s, layout, nearest_index(s, layout.x.to_data(px))?)).collect()
}

/// The point nearest to a place, at most `reach` pixels away, of the points near its column.
pub fn nearest(series: &[Series<'_>], layout: &Layout, (px, py): (f64, f64), reach: f64) -> Option<Hit> {
    let distance = |h: &Hit| (h.at.0 - px).hypot(h.at.1 - py);
    column(series, layout, px)
        .into_iter()
        .filter(|h| distance(h) <= reach)
        .min_by(|a, b| distance(a).total_cmp(&distance(b)))
}

/// What a read-out along the hairline says: each series by its name, with its value and, if it has a band, that.
pub fn read(series: &[Series<'_>], layout: &Layout, px: f64) -> Vec<Reading> {
    let say = |hit: Hit| {
        let s = series.get(hit.series)?;
        let edge = |list: &[f64]| list.get(hit.index).copied().map(format::value);
        let band = s.band.and_then(|b| Some(format!(" ({} … {})", edge(b.low)?, edge(b.high)?)));
        let at = Rect { left: hit.at.0, right: hit.at.0, top: hit.at.1, bottom: hit.at.1 };
        Some(Reading { label: s.name.to_owned(), value: format::value(hit.y) + &band.unwrap_or_default(), at })
    };
    column(series, layout, px).into_iter().filter_map(say).collect()
}

fn nearest_index(series: &Series<'_>, x: f64) -> Option<usize> {
    let last = series.ys.len().checked_sub(1)?;
    match series.xs {
        Xs::Steps { first, stride } if stride > 0.0 => {
            Some((((x - first) / stride).round().max(0.0) as usize).min(last))
        }
        xs => (0..=last).min_by(|a, b| (xs.at(*a) - x).abs().total_cmp(&(xs.at(*b) - x).abs())),
    }
}

fn hit(series: usize, s: &Series<'_>, layout: &Layout, index: usize) -> Option<Hit> {
    let (x, y) = (s.xs.at(index), *s.ys.get(index)?);
    y.is_finite().then(|| Hit { series, index, x, y, at: layout.to_px((x, y)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, Rect};

    fn layout() -> Layout {
        let plot = Rect { left: 0.0, top: 0.0, right: 100.0, bottom: 100.0 };
        Layout::new(plot, (Kind::Linear, (0.0, 10.0)), (Kind::Linear, (0.0, 10.0))).unwrap()
    }

    #[test]
    fn finds_the_step_under_the_pointer() {
        let ys: Vec<f64> = (0..11).map(f64::from).collect();
        let xs = [0.0, 9.0];
        let series =
            [Series::new("a", 1, &ys), Series { xs: Xs::Values(&xs), ..Series::new("b", 2, &[2.0, f64::NAN]) }];
        let hits = column(&series, &layout(), 34.0);
        assert_eq!(hits.iter().map(|h| (h.series, h.index)).collect::<Vec<_>>(), [(0, 3), (1, 0)]);
        assert_eq!(hits[0].at, (30.0, 70.0));
        // Past the end it is the last point; where that is not a number, none.
        assert_eq!(column(&series, &layout(), 400.0).len(), 1);
        assert_eq!(column(&series, &layout(), 400.0)[0].index, 10);
    }

    #[test]
    fn a_read_out_names_series_and_says_their_bands() {
        let (ys, low, high) = ([1.0, 2.0], [0.5, 1.5], [1.5, 2.25]);
        let band = Some(crate::lines::Band { low: &low, high: &high });
        let series = [Series::new("a", 1, &ys), Series { band, ..Series::new("b", 2, &ys) }];
        let said = read(&series, &layout(), 9.0);
        assert_eq!(said.iter().map(|r| r.label.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!((said[0].value.as_str(), said[1].value.as_str()), ("2", "2 (1.5 … 2.25)"));
        assert_eq!((said[0].at.left, said[0].at.top), (10.0, 80.0));
    }

    #[test]
    fn nearest_has_a_reach() {
        let ys = [5.0, 5.0];
        let series = [Series::new("a", 1, &ys)];
        assert!(nearest(&series, &layout(), (1.0, 53.0), 5.0).is_some());
        assert!(nearest(&series, &layout(), (1.0, 80.0), 5.0).is_none());
        assert!(nearest(&[Series::new("e", 1, &[])], &layout(), (1.0, 80.0), 500.0).is_none());
    }
}
