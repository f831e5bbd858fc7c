//! The projection, held beside a search through a grid.

use crate::adversarial::attack::project::{Norm, project};
use compute::rng::Stream;
use compute::{Device, Program};
use pollster::block_on;

fn length(norm: Norm, off: &[f64]) -> f64 {
    match norm {
        Norm::Max => off.iter().fold(0.0, |most, x| x.abs().max(most)),
        Norm::Two => off.iter().map(|x| x * x).sum::<f64>().sqrt(),
        Norm::One => off.iter().map(|x| x.abs()).sum(),
        Norm::Count => off.iter().filter(|x| x.abs() > 0.0).count() as f64,
    }
}

fn projected(norm: Norm, rows: usize, x: &[f32], first: &[f32], radius: &[f32]) -> Vec<f32> {
    let mut program = Program::new();
    let width = x.len() / rows;
    let [a, b] = ["x", "first"].map(|name| program.state(name, &[rows, width]));
    let r = program.state("radius", &[rows, 1]);
    program.output("nearest", &project(norm, &a, &b, &r));
    let mut machine = Device::cpu().machine(program.compile().unwrap()).unwrap();
    for (name, values) in [("x", x), ("first", first), ("radius", radius)] {
        machine.write(name, values).unwrap();
    }
    machine.run(1).unwrap();
    block_on(machine.read("nearest")).unwrap()
}

/// No point of a fine grid that is allowed lies nearer, and the answer is allowed itself: ball and box together.
#[test]
fn the_nearest_allowed_point_of_the_plane() {
    const ROWS: usize = 24;
    const GRID: usize = 200;
    for (stream, norm) in [Norm::Max, Norm::Two, Norm::One, Norm::Count].into_iter().enumerate() {
        let mut random = Stream::new(20_261, stream as u32);
        let mut draw = |low: f32, high: f32, count: usize| -> Vec<f32> {
            (0..count).map(|_| low + (high - low) * random.uniform()).collect()
        };
        let (first, x) = (draw(0.0, 1.0, 2 * ROWS), draw(-1.0, 2.0, 2 * ROWS));
        let radius = if norm == Norm::Count {
            [vec![0.0; 4], vec![1.0; 16], vec![2.0; 4]].concat()
        } else {
            draw(0.05, 0.6, ROWS)
        };
        let found = projected(norm, ROWS, &x, &first, &radius);
        for row in 0..ROWS {
            let of = |values: &[f32]| [f64::from(values[2 * row]), f64::from(values[2 * row + 1])];
            let (first, x, found, radius) = (of(&first), of(&x), of(&found), f64::from(radius[row]));
            let off = |p: [f64; 2]| [p[0] - first[0], p[1] - first[1]];
            let away = |p: [f64; 2]| (p[0] - x[0]).hypot(p[1] - x[1]);
            assert!(
                length(norm, &off(found)) <= radius + 1e-6 && found.iter().all(|p| (0.0..=1.0).contains(p)),
                "{norm:?} {row}"
            );
            let mut best = f64::MAX;
            for i in 0..=GRID {
                for j in 0..=GRID {
                    let grid = [i as f64 / GRID as f64, j as f64 / GRID as f64];
                    // For counts the grid has to hold the first picture's own lines.
                    for p in [grid, [first[0], grid[1]], [grid[0], first[1]], first] {
                        if length(norm, &off(p)) <= radius {
                            best = best.min(away(p));
                        }
                    }
                }
            }
            assert!(away(found) <= best + 1e-6, "{norm:?} {row}: {} but {best}", away(found));
            assert!(best <= away(found) + 0.008, "{norm:?} {row}: nearer than any allowed point");
        }
    }
}

/// Of whole pictures the bound is kept to 1e-6.
#[test]
fn whole_pictures_stay_within_their_radius() {
    const WIDTH: usize = 784;
    let mut random = Stream::new(3, 0);
    let first: Vec<f32> = (0..WIDTH).map(|_| if random.uniform() < 0.7 { 0.0 } else { random.uniform() }).collect();
    let x: Vec<f32> = first.iter().map(|x| x + random.normal()).collect();
    for (norm, radius) in [(Norm::Max, 0.1), (Norm::Two, 1.5), (Norm::One, 15.0), (Norm::Count, 20.0)] {
        let found = projected(norm, 1, &x, &first, &[radius]);
        let off: Vec<f64> = found.iter().zip(&first).map(|(x, first)| f64::from(x - first)).collect();
        let long = length(norm, &off);
        assert!(long <= f64::from(radius) + 1e-6 && long > f64::from(radius) * 0.999, "{norm:?} {long}");
        assert!(found.iter().all(|x| (0.0..=1.0).contains(x)));
    }
}
