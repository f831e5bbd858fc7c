//! Strokes to a picture: the distance of each pixel to the line, and nothing else.

/// Pixels in a side of the picture: four times the 28 of the common sets of digits, so that these are whole means of it.
pub const SIDE: usize = 112;

/// What was drawn, as a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// Rows, and columns.
    pub side: usize,
    /// Values, row by row from the top: 0 paper … 1 ink. Shape [side, side].
    pub values: Vec<f32>,
}

/// A place of the pen. In pixels of the picture, whose centres are at ½, 3⁄2, …
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Dot {
    /// From the left.
    pub(crate) x: f32,
    /// From the top.
    pub(crate) y: f32,
    /// Half the width of the line.
    pub(crate) radius: f32,
}

impl Drawing {
    /// Empty paper.
    pub(crate) fn blank() -> Self {
        Self { side: SIDE, values: vec![0.0; SIDE * SIDE] }
    }

    /// Draws the line from one place to the next. Where lines cross, the stronger ink counts: so it does not matter in which
    /// order they are drawn, and a stroke can be drawn piece by piece.
    pub(crate) fn ink(&mut self, from: Dot, to: Dot) {
        let side = self.side;
        let reach = from.radius.max(to.radius) + 1.0;
        let span = |a: f32, b: f32| {
            let end = (a.max(b) + reach).ceil().max(0.0) as usize;
            (a.min(b) - reach).floor().max(0.0) as usize..end.min(side)
        };
        for row in span(from.y, to.y) {
            for column in span(from.x, to.x) {
                let value = coverage((column as f32 + 0.5, row as f32 + 0.5), from, to);
                let cell = &mut self.values[row * side + column];
                *cell = cell.max(value);
            }
        }
    }
}

/// How much of the pixel at `p` the line covers: clamp(r(t) + ½ − |p − c(t)|, 0, 1), where c(t) = a + t (b − a) is the place
/// nearest to p and r goes linearly from one end's radius to the other's.
fn coverage(p: (f32, f32), a: Dot, b: Dot) -> f32 {
    let (along, to) = ((b.x - a.x, b.y - a.y), (p.0 - a.x, p.1 - a.y));
    let length = along.0 * along.0 + along.1 * along.1;
    let t = if length > 0.0 { ((to.0 * along.0 + to.1 * along.1) / length).clamp(0.0, 1.0) } else { 0.0 };
    let (dx, dy) = (to.0 - t * along.0, to.1 - t * along.1);
    let radius = a.radius + t * (b.radius - a.radius);
    (radius + 0.5 - (dx * dx + dy * dy).sqrt()).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::{Dot, Drawing, SIDE};

    const fn dot(x: f32, y: f32, radius: f32) -> Dot {
        Dot { x, y, radius }
    }

    fn of(lines: &[(Dot, Dot)]) -> Drawing {
        let mut drawing = Drawing::blank();
        lines.iter().for_each(|&(from, to)| drawing.ink(from, to));
        drawing
    }

    fn area(drawing: &Drawing) -> f32 {
        drawing.values.iter().sum()
    }

    #[test]
    fn a_dot_has_the_area_of_a_disc() {
        for (x, y, radius) in [(56.0, 56.0, 4.0), (30.3, 71.8, 6.0), (80.5, 20.5, 2.5)] {
            let place = dot(x, y, radius);
            let disc = std::f32::consts::PI * radius * radius;
            let drawn = area(&of(&[(place, place)]));
            assert!((drawn / disc - 1.0).abs() < 0.03, "{drawn} for {disc}");
        }
    }

    #[test]
    fn a_line_is_as_long_and_as_wide_as_it_should_be_whatever_its_angle() {
        let stadium = 50.0 * 8.0 + std::f32::consts::PI * 16.0;
        for (dx, dy) in [(50.0, 0.0), (0.0, 50.0), (30.0, 40.0), (-40.0, 30.0)] {
            let drawn = area(&of(&[(dot(56.2, 40.7, 4.0), dot(56.2 + dx, 40.7 + dy, 4.0))]));
            assert!((drawn / stadium - 1.0).abs() < 0.02, "{drawn} for {stadium}");
        }
    }

    #[test]
    fn edges_are_soft_and_the_core_is_full() {
        let drawing = of(&[(dot(20.0, 50.25, 3.0), dot(90.0, 50.25, 3.0))]);
        let column = |row: usize| drawing.values[row * SIDE + 56];
        assert_eq!((column(45), column(46), column(47), column(50), column(53)), (0.0, 0.0, 0.75, 1.0, 0.25));
    }

    #[test]
    fn a_line_gets_wider_with_pressure() {
        let drawing = of(&[(dot(20.0, 56.0, 2.0), dot(90.0, 56.0, 8.0))]);
        let width = |column: usize| (0..SIDE).map(|row| drawing.values[row * SIDE + column]).sum::<f32>();
        assert!((width(20) - 4.0).abs() < 0.4 && (width(89) - 16.0).abs() < 0.4, "{} {}", width(20), width(89));
    }

    #[test]
    fn order_and_repetition_do_not_matter() {
        let (a, b, c) = (dot(20.0, 20.0, 4.0), dot(60.0, 90.0, 2.0), dot(95.0, 30.0, 5.0));
        assert!(of(&[(a, b), (b, c), (a, a)]) == of(&[(b, c), (a, b), (a, b)]));
        // Backwards it is the same line, but for the rounding.
        let (there, back) = (of(&[(a, b)]), of(&[(b, a)]));
        assert!(there.values.iter().zip(&back.values).all(|(x, y)| (x - y).abs() < 1e-4));
    }

    #[test]
    fn what_leaves_the_paper_is_cut() {
        let drawing =
            of(&[(dot(-40.0, 56.0, 4.0), dot(300.0, 56.0, 4.0)), (dot(-90.0, -90.0, 4.0), dot(-80.0, -90.0, 4.0))]);
        assert!((area(&drawing) - 112.0 * 8.0).abs() < 1.0);
    }
}
