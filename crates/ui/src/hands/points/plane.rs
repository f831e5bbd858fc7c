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

/// The points without those that the eraser reaches on its straight way from one place to the next.
pub(crate) fn without(mut points: Vec<Spot>, from: (f32, f32), to: (f32, f32)) -> Vec<Spot> {
    let way = (to.0 - from.0, to.1 - from.1);
    let length = way.0 * way.0 + way.1 * way.1;
    points.retain(|spot| {
        let off = (spot.0 - from.0, spot.1 - from.1);
        let t = if length > 0.0 { ((off.0 * way.0 + off.1 * way.1) / length).clamp(0.0, 1.0) } else { 0.0 };
        (off.0 - t * way.0).powi(2) + (off.1 - t * way.1).powi(2) > REACH * REACH
    });
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
        assert_eq!(without(points.clone(), (0.0, 0.0), (0.0, 0.0)), [(0.07, 0.07, 2)]);
        assert_eq!(without(points.clone(), (0.5, 0.5), (0.5, 0.5)), points);
    }

    #[test]
    fn the_eraser_leaves_nothing_on_its_way() {
        let points = vec![(-0.5, 0.05, 0), (0.0, -0.08, 0), (0.0, 0.1, 1), (0.65, 0.0, 2)];
        assert_eq!(without(points, (-0.9, 0.0), (0.5, 0.0)), [(0.0, 0.1, 1), (0.65, 0.0, 2)]);
    }
}
