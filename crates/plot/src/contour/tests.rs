use super::*;

fn sample(n: usize, reach: f64, f: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    let at = |k: usize| -reach + 2.0 * reach * k as f64 / (n - 1) as f64;
    (0..n).flat_map(|j| (0..n).map(move |i| (i, j))).map(|(i, j)| f(at(i), at(j))).collect()
}

fn grid(n: usize, reach: f64, values: &[f64]) -> Grid<'_> {
    Grid { nx: n, ny: n, x: (-reach, reach), y: (-reach, reach), values }
}

#[test]
fn the_unit_circle_is_one_closed_line_of_radius_one() {
    let values = sample(81, 2.0, |x, y| x * x + y * y);
    let contours = trace(&grid(81, 2.0, &values), &[(1.0, true)]).unwrap();
    assert_eq!(contours[0].lines.len(), 1);
    let line = &contours[0].lines[0];
    assert_eq!(line.first(), line.last());
    assert!(line.len() > 100);
    for (x, y) in line {
        assert!((x.hypot(*y) - 1.0).abs() < 0.01, "{x} {y}");
    }
    // Neighbours are neighbours: no step is longer than a cell's diagonal.
    assert!(line.windows(2).all(|w| (w[1].0 - w[0].0).hypot(w[1].1 - w[0].1) < 0.05 * 1.5));
}

#[test]
fn asymmetric_grids_keep_x_and_y_apart() {
    let values: Vec<f64> = (0..3).flat_map(|j| (0..5).map(move |i| f64::from(i) + 100.0 * f64::from(j))).collect();
    let g = Grid { nx: 5, ny: 3, x: (0.0, 4.0), y: (10.0, 30.0), values: &values };
    let c = trace(&g, &[(150.0, false)]).unwrap();
    assert_eq!(c[0].lines.len(), 1);
    let line = &c[0].lines[0];
    assert_eq!(line.len(), 5);
    // 100 j + i = 150 between rows 1 and 2: y = 10 + 10·(1.5 − i/100).
    assert!(line.iter().all(|(x, y)| (y - (25.0 - x / 10.0)).abs() < 1e-9), "{line:?}");
}

#[test]
fn lines_that_leave_the_grid_are_open_and_unbroken() {
    let values = sample(41, 1.0, |x, y| y - x * x);
    let c = trace(&grid(41, 1.0, &values), &[(-0.3, false)]).unwrap();
    assert_eq!(c[0].lines.len(), 1);
    let line = &c[0].lines[0];
    assert_ne!(line.first(), line.last());
    for (x, y) in [line[0], line[line.len() - 1]] {
        assert!((x.abs() - 1.0).abs() < 1e-9 || (y.abs() - 1.0).abs() < 1e-9);
    }
}

#[test]
fn saddles_are_joined_as_their_middle_says() {
    // One cell with high corners at lower left and upper right; the two levels lie on either side of the mean.
    let values = [1.0, 0.0, 0.0, 1.0];
    let g = Grid { nx: 2, ny: 2, x: (0.0, 1.0), y: (0.0, 1.0), values: &values };
    for level in [0.4, 0.6] {
        let c = trace(&g, &[(level, false)]).unwrap();
        assert_eq!(c[0].lines.len(), 2);
        for line in &c[0].lines {
            let mean = line.iter().map(|(x, y)| x + y).sum::<f64>() / 2.0;
            let crosses_the_diagonal_of_the_low = (mean - 1.0).abs() < 1e-9;
            // Under the mean the high ground is joined: lines cut off the low corners (1,0) and (0,1), where x + y = 1.
            assert_eq!(crosses_the_diagonal_of_the_low, level < 0.5, "{level}: {line:?}");
        }
    }
}

#[test]
fn a_field_of_saddles_stitches_without_loose_ends_inside() {
    let values = sample(61, 6.0, |x, y| (2.0 * x).sin() * (2.0 * y).cos());
    let c = trace(&grid(61, 6.0, &values), &[(0.0, true), (0.5, false)]).unwrap();
    for contour in &c {
        assert!(!contour.lines.is_empty());
        for line in &contour.lines {
            let inside = |(x, y): (f64, f64)| x.abs() < 6.0 - 1e-9 && y.abs() < 6.0 - 1e-9;
            let closed = line.first() == line.last();
            assert!(closed || !(inside(line[0]) || inside(line[line.len() - 1])), "{}", contour.level);
        }
    }
}

#[test]
fn holes_in_the_field_end_lines_and_hurt_nothing() {
    let mut values = sample(41, 2.0, |x, y| x * x + y * y);
    values[20 * 41 + 30] = f64::NAN;
    let c = trace(&grid(41, 2.0, &values), &[(1.0, false)]).unwrap();
    assert!(c[0].lines.iter().flatten().all(|(x, y)| x.is_finite() && y.is_finite()));
    assert!(!c[0].lines.is_empty());
}

#[test]
fn levels_of_a_loss_are_one_and_three() {
    let values = sample(51, 2.0, |x, y| (1.0 - x).powi(2) + 10.0 * (y - x * x).powi(2));
    let l = levels(&values);
    assert_eq!(l.len(), 8);
    assert!(l.windows(2).all(|w| w[1].0 / w[0].0 > 2.9 && w[0].1 != w[1].1), "{l:?}");
    assert!(l.contains(&(1.0, true)) && l.iter().any(|(v, m)| (v - 0.3).abs() < 1e-12 && !m), "{l:?}");
}

#[test]
fn levels_of_a_signed_field_are_even_and_hold_zero() {
    let l = levels(&[-3.0, 0.5, 4.0]);
    assert_eq!(l.iter().find(|(v, _)| *v == 0.0), Some(&(0.0, true)));
    assert!((5..=10).contains(&l.len()), "{l:?}");
    assert!(levels(&[2.0, 2.0]).is_empty() && levels(&[f64::NAN]).is_empty());
}

#[test]
fn a_grid_of_the_wrong_size_is_refused() {
    assert!(trace(&grid(4, 1.0, &[0.0; 15]), &[]).is_err());
    assert!(trace(&Grid { nx: 1, ny: 4, x: (0.0, 1.0), y: (0.0, 1.0), values: &[0.0; 4] }, &[]).is_err());
}

#[test]
fn levels_follow_the_scale_that_is_chosen() {
    let values: Vec<f64> = (0..=1000).map(|i| 5.0 + f64::from(i) * 0.4).collect();
    let even: Vec<f64> = levels_on(Kind::Linear, &values).iter().map(|level| level.0).collect();
    assert!(
        even.len() >= 6 && even.windows(3).all(|three| (three[2] - 2.0 * three[1] + three[0]).abs() < 1e-9),
        "{even:?}"
    );
    let log = levels_on(Kind::Log, &values);
    for (level, expected) in log.iter().zip([1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0]) {
        assert!((level.0 - 5.0 - expected).abs() < 1e-9, "{log:?}");
    }
    assert_eq!(log.len(), 12);
    // Below zero, too.
    assert!(levels_on(Kind::Log, &[-7.0, 13.0]).iter().all(|(v, _)| *v > -7.0 && *v < 13.0));
}
