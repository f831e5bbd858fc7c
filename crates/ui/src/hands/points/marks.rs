//! The points as they are shown: one path a class, with the marker of its identity.

use super::plane::Spot;
use std::fmt::Write;

/// Side of the picture, in its own units; one is about a pixel.
pub(crate) const SIDE: f32 = 280.0;

/// Markers of the first four identities (disc, triangle, square, diamond) around where the path stands, of like area.
const MARKERS: [&str; 4] = [
    "m-3.6 0a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0-7.2 0z",
    "m0-4.6l4.2 7.2h-8.4z",
    "m-3.2-3.2h6.4v6.4h-6.4z",
    "m0-4.4l4.4 4.4-4.4 4.4-4.4-4.4z",
];

/// The path of all points of a class; empty where there are none.
pub(crate) fn path(points: &[Spot], class: u8) -> String {
    let marker = MARKERS.get(usize::from(class)).copied().unwrap_or_default();
    let mut path = String::new();
    for (x, y, _) in points.iter().filter(|spot| spot.2 == class) {
        let (x, y) = ((x + 1.0) / 2.0 * SIDE, (1.0 - y) / 2.0 * SIDE);
        // Writing to a string cannot fail.
        let _ = write!(path, "M{x:.1} {y:.1}{marker}");
    }
    path
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn a_class_has_its_own_points() {
        let points = [(0.0, 0.0, 0), (-1.0, 1.0, 2), (0.5, -0.5, 2)];
        assert_eq!(path(&points, 2), "M0.0 0.0m-3.2-3.2h6.4v6.4h-6.4zM210.0 210.0m-3.2-3.2h6.4v6.4h-6.4z");
        assert!(path(&points, 0).starts_with("M140.0 140.0m"));
        assert_eq!(path(&points, 1), "");
    }
}
