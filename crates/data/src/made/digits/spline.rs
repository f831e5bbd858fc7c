//! Smooth curves through control points.

/// A point: x to the right, y down.
pub(super) type Point = [f32; 2];

/// Longest piece of a polyline, in heights of the glyph.
const PIECE: f32 = 0.08;

/// Most pieces between two control points.
const MOST: usize = 8;

/// A polyline along the uniform Catmull–Rom spline through `points` (Catmull and Rom 1974): between `p₁` and `p₂` the cubic
/// with tangents `(p₂ − p₀)/2` and `(p₃ − p₁)/2`. A point that is there twice is a corner.
pub(super) fn trace(points: &[Point], out: &mut Vec<Point>) {
    out.extend(points.first());
    for i in 1..points.len() {
        let (b, c) = (points[i - 1], points[i]);
        if b == c {
            continue;
        }
        let (a, d) = (if i > 1 { points[i - 2] } else { b }, *points.get(i + 1).unwrap_or(&c));
        let length = (c[0] - b[0]).abs().max((c[1] - b[1]).abs());
        let pieces = ((length / PIECE) as usize + 1).min(MOST);
        for k in 1..=pieces {
            let t = k as f32 / pieces as f32;
            out.push([0, 1].map(|axis| cubic([a[axis], b[axis], c[axis], d[axis]], t)));
        }
    }
}

fn cubic([a, b, c, d]: [f32; 4], t: f32) -> f32 {
    b + 0.5 * t * (c - a + t * (2.0 * a - 5.0 * b + 4.0 * c - d + t * (3.0 * (b - c) + d - a)))
}
