//! The landscape: one hill per lab, as high as the notes dwell on it.

use super::contour::Grid;

/// Heights at which a contour is drawn on the map.
pub(super) const LEVELS: &[f64] = &[0.2, 0.36, 0.52, 0.7, 0.88, 1.06, 1.26, 1.46, 1.66, 1.88, 2.1, 2.34];
/// Fewer on the small one.
pub(super) const FEW_LEVELS: &[f64] = &[0.34, 0.62, 0.95, 1.3, 1.7];

/// Where the ground counts as trodden.
const SHORE: f64 = 0.42;

/// One hill.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hill {
    /// Centre.
    pub(super) at: (f64, f64),
    /// Passages of the notes.
    pub(super) passages: usize,
    /// Whether the reader has been there.
    pub(super) opened: bool,
}

/// What is drawn, as path data.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Land {
    /// Trodden ground.
    pub(super) held: String,
    /// Its border.
    pub(super) shore: String,
    /// Contours, from the lowest.
    pub(super) contours: Vec<String>,
}

/// Draws the land in a box of `size`. `spread` is how far a hill reaches.
pub(super) fn land(size: (f64, f64), hills: &[Hill], spread: (f64, f64), cell: f64, levels: &[f64]) -> Land {
    let reach = |hill: &Hill, x: f64, y: f64| {
        let d = ((x - hill.at.0) / spread.0).powi(2) + ((y - hill.at.1) / spread.1).powi(2);
        if d < 12.0 { (-d / 2.0).exp() } else { 0.0 }
    };
    let height = |hill: &Hill| 0.75 + (hill.passages as f64 / 22.0).min(1.1);
    let ground = Grid::sample(size.0, size.1, cell, |x, y| {
        ragged(x, y) + hills.iter().map(|hill| height(hill) * reach(hill, x, y)).sum::<f64>()
    });
    let mut drawn = Land { contours: levels.iter().map(|&level| ground.line(level)).collect(), ..Land::default() };
    if hills.iter().any(|hill| hill.opened) {
        // Unopened neighbours push the border back, so that ground is held around a lab and not far beyond it.
        let share = |hill: &Hill| if hill.opened { 1.0 } else { -0.35 };
        let held = Grid::sample(size.0, size.1, cell, |x, y| {
            ragged(x, y) + hills.iter().map(|hill| share(hill) * reach(hill, x, y)).sum::<f64>()
        });
        drawn.held = held.area(SHORE);
        drawn.shore = held.line(SHORE);
    }
    drawn
}

// A little unevenness, so that a lonely hill is no ellipse.
fn ragged(x: f64, y: f64) -> f64 {
    0.07 * (x / 37.0 + 2.0 * (y / 53.0).sin()).sin() + 0.07 * (y / 29.0 + 1.7 * (x / 61.0).sin()).sin()
}

#[cfg(test)]
mod tests {
    use super::{Hill, LEVELS, land};

    fn drawn(opened: bool) -> super::Land {
        let hill = |x, passages, opened| Hill { at: (x, 100.0), passages, opened };
        land((400.0, 200.0), &[hill(100.0, 24, opened), hill(300.0, 2, false)], (50.0, 50.0), 8.0, LEVELS)
    }

    #[test]
    fn high_contours_only_where_the_notes_dwell() {
        let land = drawn(false);
        assert!(!land.contours[0].is_empty());
        assert!(
            land.contours[6]
                .split('M')
                .skip(1)
                .all(|line| { line.split(' ').next().and_then(|x| x.parse::<f64>().ok()).is_some_and(|x| x < 200.0) })
        );
    }

    #[test]
    fn no_ground_is_held_before_a_lab_was_opened() {
        assert!(drawn(false).held.is_empty() && drawn(false).shore.is_empty());
        assert!(!drawn(true).held.is_empty() && !drawn(true).shore.is_empty());
    }
}
