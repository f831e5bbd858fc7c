//! Lines cut to a rectangle; plotters draws past the edges of a figure.

use super::Point;
use crate::Rect;

/// A polyline cut to a rectangle (Liang and Barsky), in as many pieces as come in again.
pub fn clip(points: &[Point], rect: &Rect) -> Vec<Vec<Point>> {
    let mut out: Vec<Vec<Point>> = Vec::new();
    let mut joined = false;
    for w in points.windows(2) {
        let Some((a, b)) = clip_segment(w[0], w[1], rect) else {
            joined = false;
            continue;
        };
        match out.last_mut() {
            Some(piece) if joined => piece.push(b),
            _ => out.push(vec![a, b]),
        }
        // Only a segment that kept its end goes on into the next.
        joined = b == w[1];
    }
    out
}

/// The part of a segment inside a rectangle.
pub fn clip_segment(a: Point, b: Point, r: &Rect) -> Option<(Point, Point)> {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let (mut t0, mut t1) = (0.0_f64, 1.0_f64);
    for (p, q) in [(-dx, a.0 - r.left), (dx, r.right - a.0), (-dy, a.1 - r.top), (dy, r.bottom - a.1)] {
        if p == 0.0 {
            if q < 0.0 {
                return None;
            }
        } else if p < 0.0 {
            t0 = t0.max(q / p);
        } else {
            t1 = t1.min(q / p);
        }
    }
    let at = |t: f64| (a.0 + dx * t, a.1 + dy * t);
    (t0 <= t1).then(|| (if t0 > 0.0 { at(t0) } else { a }, if t1 < 1.0 { at(t1) } else { b }))
}

/// The part of a polygon inside a rectangle: cut at each of its sides in turn (Sutherland and Hodgman).
pub fn clip_polygon(points: &[Point], rect: &Rect) -> Vec<Point> {
    // How far inside a side a point is.
    let sides: [fn(&Rect, Point) -> f64; 4] =
        [|r, p| p.0 - r.left, |r, p| r.right - p.0, |r, p| p.1 - r.top, |r, p| r.bottom - p.1];
    let mut inside = points.to_vec();
    for side in sides {
        let whole = std::mem::take(&mut inside);
        let Some(mut before) = whole.last().copied() else { return inside };
        for p in whole {
            let (a, b) = (side(rect, before), side(rect, p));
            if (a < 0.0) != (b < 0.0) {
                let t = a / (a - b);
                inside.push((before.0 + (p.0 - before.0) * t, before.1 + (p.1 - before.1) * t));
            }
            if b >= 0.0 {
                inside.push(p);
            }
            before = p;
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clipping_cuts_and_comes_back() {
        let rect = Rect { left: 0.0, top: 0.0, right: 10.0, bottom: 10.0 };
        let c = clip(&[(1.0, 5.0), (5.0, 5.0), (5.0, 25.0), (8.0, 25.0), (8.0, 5.0)], &rect);
        assert_eq!(c, [vec![(1.0, 5.0), (5.0, 5.0), (5.0, 10.0)], vec![(8.0, 10.0), (8.0, 5.0)]]);
        assert!(clip(&[(-5.0, -1.0), (50.0, -1.0)], &rect).is_empty());
        let through = clip(&[(-5.0, 5.0), (50.0, 5.0)], &rect);
        assert!(through[0][0].0.abs() < 1e-9 && (through[0][1].0 - 10.0).abs() < 1e-9, "{through:?}");
    }

    #[test]
    fn polygons_are_cut_at_every_side() {
        let rect = Rect { left: 0.0, top: 0.0, right: 10.0, bottom: 10.0 };
        let area = |p: &[Point]| {
            let sum: f64 = p.iter().zip(p.iter().cycle().skip(1)).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum();
            sum.abs() / 2.0
        };
        // A diamond around the square loses its four corners: each a triangle of side 2√2.
        let diamond = [(5.0, -2.0), (12.0, 5.0), (5.0, 12.0), (-2.0, 5.0)];
        let cut = clip_polygon(&diamond, &rect);
        assert!((area(&cut) - (98.0 - 4.0 * 4.0)).abs() < 1e-9, "{}", area(&cut));
        assert!(cut.iter().all(|p| rect.grown(1e-9).contains(*p)));
        assert_eq!(clip_polygon(&[(1.0, 1.0), (2.0, 1.0), (2.0, 2.0)], &rect).len(), 3);
        assert!(clip_polygon(&[(20.0, 20.0), (30.0, 20.0), (30.0, 30.0)], &rect).is_empty());
        assert!(clip_polygon(&[], &rect).is_empty());
    }
}
