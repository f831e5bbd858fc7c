//! The painter that the sets of pictures share.

use data::made::paint::{Frame, Path, Shape, cover, smooth_ring};
use data::maths::{cos, sin};
use data::random::Random;

/// Shapes of every kind, alone and joined.
fn zoo(random: &mut Random) -> Vec<Shape> {
    let mut point = || [random.between(0.05, 0.95), random.between(0.05, 0.95)];
    let blob = Shape::polygon(smooth_ring(&[point(), point(), point(), point(), point()]));
    let path = Path::from(point()).curve(point(), point()).to(point());
    let round = Shape::rounded(point(), [0.2, 0.1], 0.05);
    let oval = Shape::ellipse(point(), 0.3, 0.2);
    vec![
        blob.clone(),
        path.clone().line(0.07),
        path.closed().outline(0.05),
        round.clone().moved([0.1, -0.2]).and(blob.clone()),
        blob.clone().grown(0.03).without(oval.clone()),
        blob.moved([-0.3, 0.1]).outline(0.04).grown(-0.01),
        round,
        oval,
    ]
}

/// What is painted is clamp(½ − d) at every pixel, d as [`Shape::distance`] says it, wherever the drawing lies.
#[test]
fn pixels_are_covered_as_far_as_the_distance_says() {
    let mut random = Random::of(9, 0);
    for round in 0..40 {
        let scale = random.between(0.7, 1.4);
        let shift = [random.between(-0.3, 0.3), random.between(-0.3, 0.3)];
        let angle = random.between(-3.0, 3.0);
        let frame = Frame { shift, scale, angle };
        let size = 8 + random.below(40);
        for shape in zoo(&mut random) {
            let mut found = vec![0.0; size * size];
            cover(size, &frame, &shape, |pixel, coverage, _| found[pixel] = coverage);
            for (pixel, coverage) in found.into_iter().enumerate() {
                let centre = |i: usize, axis: usize| (i as f32 + 0.5) / size as f32 - 0.5 - shift[axis];
                let (x, y) = (centre(pixel % size, 0) / scale, centre(pixel / size, 1) / scale);
                let (c, s) = (cos(angle), sin(angle));
                let distance = shape.distance([0.5 + c * x + s * y, 0.5 - s * x + c * y]) * scale * size as f32;
                let told = (0.5 - distance).clamp(0.0, 1.0);
                assert!((coverage - told).abs() < 2e-3, "{round} {shape:?} at {pixel} of {size}: {coverage} {told}");
            }
        }
    }
}
