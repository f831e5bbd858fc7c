//! Dashed lines; plotters' own take neither CSS patterns nor parts of pixels.

use super::Point;

/// A polyline cut into the strokes of a dash pattern (on, off, on, …).
///
/// The pattern runs along the line. Where the line is so noisy that its length is many times its width, it runs along x
/// instead: dashes along a thicket could not be seen, and there would be tens of thousands.
pub fn dash(points: &[Point], pattern: &[f64]) -> Vec<Vec<Point>> {
    let period: f64 = pattern.iter().sum();
    if pattern.iter().any(|l| *l <= 0.0) || period <= 0.0 {
        return vec![points.to_vec()];
    }
    let along: f64 = points.windows(2).map(|w| (w[1].0 - w[0].0).hypot(w[1].1 - w[0].1)).sum();
    let across: f64 = points.windows(2).map(|w| (w[1].0 - w[0].0).abs()).sum();
    let rise = points.first().zip(points.last()).map_or(0.0, |(a, b)| (b.1 - a.1).abs());
    // A thicket goes up and down, and has points for every pixel; a steep line only goes up.
    let noisy = along > 4.0 * (across + rise) && points.len() > 16 && points.len() as f64 > 2.0 * across;
    let mut out = Vec::new();
    let (mut k, mut left, mut on) = (0, pattern[0], true);
    let mut stroke: Vec<Point> = points.first().copied().into_iter().collect();
    for w in points.windows(2) {
        let (a, b) = (w[0], w[1]);
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let length = if noisy { dx.abs() } else { dx.hypot(dy) };
        let mut done = 0.0;
        while length - done > left {
            done += left;
            let cut = (a.0 + dx * done / length, a.1 + dy * done / length);
            if on {
                stroke.push(cut);
                out.push(std::mem::take(&mut stroke));
            } else {
                stroke = vec![cut];
            }
            on = !on;
            k = (k + 1) % pattern.len();
            left = pattern[k];
        }
        left -= length - done;
        if on {
            stroke.push(b);
        }
    }
    if on && stroke.len() > 1 {
        out.push(stroke);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_have_their_lengths_and_go_round_corners() {
        let d = dash(&[(0.0, 0.0), (8.0, 0.0), (8.0, 12.0)], &[7.0, 3.0]);
        assert_eq!(d, [vec![(0.0, 0.0), (7.0, 0.0)], vec![(8.0, 2.0), (8.0, 9.0)]]);
        assert_eq!(dash(&[(0.0, 0.0), (8.0, 0.0)], &[]).len(), 1);
        // The pattern goes on where it was after a corner within a stroke.
        let d = dash(&[(0.0, 0.0), (3.0, 0.0), (3.0, 10.0)], &[5.0, 5.0]);
        assert_eq!(d, [vec![(0.0, 0.0), (3.0, 0.0), (3.0, 2.0)], vec![(3.0, 7.0), (3.0, 10.0)]]);
    }

    #[test]
    fn a_thicket_is_dashed_along_x() {
        let noisy: Vec<Point> =
            (0..2400).map(|i| (f64::from(i) * 0.25, if i % 2 == 0 { 0.0 } else { 200.0 })).collect();
        let d = dash(&noisy, &[2.0, 2.5]);
        assert!(d.len() < 140, "{}", d.len());
    }
}
