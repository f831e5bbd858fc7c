//! Points on the plane [−1, 1]²: added up to a limit, and taken away.

/// A point of a class: x to the right, y upwards, both in −1…1, and the class from 0.
pub type Spot = (f32, f32, u8);

/// How near to the eraser a point must be.
const REACH: f32 = 0.09;

/// A place of the unit square (from the top left corner) on the plane; a place outside stands at the edge.
pub(crate) fn to_plane(x: f32, y: f32) -> (f32, f32) {
    (2.0 * x.clamp(0.0, 1.0) - 1.0, 1.0 - 2.0 * y.clamp(0.0, 1.0))
}

/// The points with more of one class, as many as there is room for.
pub(crate) fn with(mut points: Vec<Spot>, more: &[(f32, f32)], class: u8, capacity: usize) -> Vec<Spot> {
    let room = capacity.saturating_sub(points.len());
    points.extend(more.iter().take(room).map(|&(x, y)| (x, y, class)));
    points
}

/// The points without those that the eraser reaches at a place.
pub(crate) fn without(mut points: Vec<Spot>, (x, y): (f32, f32)) -> Vec<Spot> {
    points.retain(|spot| (spot.0 - x).powi(2) + (spot.1 - y).powi(2) > REACH * REACH);
    points
}

/// How many there are of each class.
pub(crate) fn counts(points: &[Spot], classes: usize) -> Vec<usize> {
    (0..classes).map(|class| points.iter().filter(|spot| usize::from(spot.2) == class).count()).collect()
}

#[cfg(test)]
mod tests {
    use super::{counts, to_plane, with, without};

    #[test]
    fn up_is_up() {
        assert_eq!(to_plane(0.0, 0.0), (-1.0, 1.0));
        assert_eq!(to_plane(0.75, 0.5), (0.5, 0.0));
        assert_eq!(to_plane(7.0, 1.5), (1.0, -1.0));
    }

    #[test]
    fn only_what_there_is_room_for_is_added() {
        let points = with(vec![(0.0, 0.0, 0)], &[(0.1, 0.1), (0.2, 0.2), (0.3, 0.3)], 2, 3);
        assert_eq!(points, [(0.0, 0.0, 0), (0.1, 0.1, 2), (0.2, 0.2, 2)]);
        assert_eq!(with(points.clone(), &[(0.9, 0.9)], 1, 3), points);
        assert_eq!(with(points.clone(), &[(0.9, 0.9)], 1, 2), points);
        assert_eq!(counts(&points, 4), [1, 0, 2, 0]);
    }

    #[test]
    fn the_eraser_takes_what_it_reaches() {
        let points = vec![(0.0, 0.0, 0), (0.06, 0.06, 1), (0.07, 0.07, 2)];
        assert_eq!(without(points.clone(), (0.0, 0.0)), [(0.07, 0.07, 2)]);
        assert_eq!(without(points.clone(), (0.5, 0.5)), points);
    }
}
