//! The marker that belongs to each identity c1 … c11. Its colour and dash are tokens, see [`crate::Theme`].

use crate::theme::IDENTITIES;
use std::fmt::Write as _;

/// A shape, about 9 px across at size 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// ● of c1.
    Disc,
    /// ▲ of c2.
    Up,
    /// ■ of c3.
    Square,
    /// ◆ of c4.
    Diamond,
    /// ▼ of c5.
    Down,
    /// ✚ of c6.
    Plus,
    /// ✖ of c7.
    Cross,
    /// ○ of c8.
    Ring,
    /// ★ of c9.
    Star,
    /// ◀ of c10.
    Left,
    /// ▶ of c11.
    Right,
}

/// Markers in the order of the tokens.
const ORDER: [Marker; IDENTITIES] = [
    Marker::Disc,
    Marker::Up,
    Marker::Square,
    Marker::Diamond,
    Marker::Down,
    Marker::Plus,
    Marker::Cross,
    Marker::Ring,
    Marker::Star,
    Marker::Left,
    Marker::Right,
];

/// Radius of the round ones.
const RADIUS: f64 = 4.4;

impl Marker {
    /// The marker of an identity; identities start again after 11.
    pub fn of(identity: u8) -> Self {
        ORDER[usize::from(identity.saturating_sub(1)) % IDENTITIES]
    }

    /// The radius of a round marker.
    pub fn radius(self) -> Option<f64> {
        match self {
            Self::Disc => Some(RADIUS),
            Self::Ring => Some(RADIUS - 0.9),
            _ => None,
        }
    }

    /// The corners of a marker that has corners, around the origin, y down.
    pub fn corners(self) -> &'static [(f64, f64)] {
        match self {
            Self::Disc | Self::Ring => &[],
            Self::Up => &[(0.0, -5.4), (5.2, 3.6), (-5.2, 3.6)],
            Self::Down => &[(0.0, 5.4), (5.2, -3.6), (-5.2, -3.6)],
            Self::Left => &[(-5.4, 0.0), (3.6, 5.2), (3.6, -5.2)],
            Self::Right => &[(5.4, 0.0), (-3.6, 5.2), (-3.6, -5.2)],
            Self::Square => &[(-4.0, -4.0), (4.0, -4.0), (4.0, 4.0), (-4.0, 4.0)],
            Self::Diamond => &[(0.0, -5.4), (5.4, 0.0), (0.0, 5.4), (-5.4, 0.0)],
            Self::Star => &[
                (0.0, -5.5),
                (1.4, -1.9),
                (5.5, -1.8),
                (2.3, 0.7),
                (3.4, 4.7),
                (0.0, 2.4),
                (-3.4, 4.7),
                (-2.3, 0.7),
                (-5.5, -1.8),
                (-1.4, -1.9),
            ],
            Self::Plus => &[
                (-1.5, -4.8),
                (1.5, -4.8),
                (1.5, -1.5),
                (4.8, -1.5),
                (4.8, 1.5),
                (1.5, 1.5),
                (1.5, 4.8),
                (-1.5, 4.8),
                (-1.5, 1.5),
                (-4.8, 1.5),
                (-4.8, -1.5),
                (-1.5, -1.5),
            ],
            Self::Cross => &[
                (-4.4, -2.4),
                (-2.4, -4.4),
                (0.0, -2.0),
                (2.4, -4.4),
                (4.4, -2.4),
                (2.0, 0.0),
                (4.4, 2.4),
                (2.4, 4.4),
                (0.0, 2.0),
                (-2.4, 4.4),
                (-4.4, 2.4),
                (-2.0, 0.0),
            ],
        }
    }

    /// The marker as SVG path data, for keys and buttons outside figures; a ring is to be stroked, the others filled.
    pub fn path_data(self, x: f64, y: f64) -> String {
        if let Some(r) = self.radius() {
            return format!("M{} {y}a{r} {r} 0 1 0 {} 0a{r} {r} 0 1 0 {} 0z", x - r, 2.0 * r, -2.0 * r);
        }
        let mut d = String::new();
        for (i, (dx, dy)) in self.corners().iter().enumerate() {
            // Writing to a String cannot fail.
            let _ = write!(d, "{}{} {}", if i == 0 { 'M' } else { 'L' }, x + dx, y + dy);
        }
        d.push('z');
        d
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eleven_markers_then_again() {
        for a in 1..=11 {
            for b in a + 1..=11 {
                assert_ne!(Marker::of(a), Marker::of(b));
            }
            assert_eq!(Marker::of(a), Marker::of(a + 11));
        }
        assert_eq!(Marker::of(0), Marker::Disc);
    }

    #[test]
    fn shapes_are_centred_and_of_one_size() {
        for k in 1..=11 {
            let m = Marker::of(k);
            let reach = m
                .radius()
                .unwrap_or_else(|| m.corners().iter().fold(0.0, |r: f64, (x, y)| r.max(x.abs()).max(y.abs())));
            assert!((3.4..=5.5).contains(&reach), "{m:?} {reach}");
            assert!(m.path_data(0.0, 0.0).ends_with('z'));
        }
    }
}
