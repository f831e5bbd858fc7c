//! Points in the plane and sheets in space.

use data::made::toys::{Drawn, Sheet, Toy, coverage};

use crate::same;

const ALL: [Toy; 11] = [
    Toy::RING_8,
    Toy::GRID_25,
    Toy::Blobs { classes: 4, noise: 0.5 },
    Toy::Moons { noise: 0.1 },
    Toy::Rings { inner: 0.5, noise: 0.05 },
    Toy::Spirals { arms: 3, turns: 1.25, noise: 0.02 },
    Toy::Xor { gap: 0.05, noise: 0.0 },
    Toy::Checkerboard { cells: 4, both: true, noise: 0.0 },
    Toy::Checkerboard { cells: 4, both: false, noise: 0.05 },
    Toy::Lines { distance: 1.0, noise: 0.0 },
    Toy::Roll { noise: 0.033 },
];

#[cfg_attr(target_family = "wasm", wasm_bindgen_test::wasm_bindgen_test)]
#[test]
fn the_bytes_are_the_same_everywhere() {
    let plane = ALL.iter().flat_map(|toy| toy.points(5, 100)).flat_map(|p| [p.at[0], p.at[1], p.label as f32]);
    let space = [Sheet::SwissRoll, Sheet::SCurve].into_iter().flat_map(|sheet| {
        (0..100).flat_map(move |index| {
            let p = sheet.point(0.1, 5, index);
            [p.at[0], p.at[1], p.at[2], p.along, p.across]
        })
    });
    assert_eq!(same::sum(plane.chain(space)), "64fd149808d90063");
}

/// The label of the nearest of 1000 points tells that of an unseen one. Noise and borders cost a few percent; chance is
/// 50 at best.
#[test]
fn the_label_lies_in_the_place() {
    for toy in ALL.iter().filter(|toy| toy.labels() > 1) {
        let points = toy.points(1, 1200);
        let (seen, unseen) = points.split_at(1000);
        let right = unseen.iter().filter(|p| {
            let distance = |q: &[f32; 2]| (q[0] - p.at[0]) * (q[0] - p.at[0]) + (q[1] - p.at[1]) * (q[1] - p.at[1]);
            let nearest = seen.iter().min_by(|a, b| distance(&a.at).total_cmp(&distance(&b.at))).unwrap();
            nearest.label == p.label
        });
        let share = right.count() as f32 / 200.0;
        assert!(share >= 0.9, "{toy:?}: {share}");
        for label in 0..toy.labels() {
            let (count, mean) = (points.iter().filter(|p| p.label == label).count(), 1200.0 / toy.labels() as f32);
            let even = (count as f32 - mean).abs() < 4.0 * mean.sqrt();
            assert!(even || matches!(toy, Toy::Checkerboard { both: false, .. }), "{toy:?} {count}");
        }
    }
}

/// Of a Gaussian's own points 98.9 % lie within 3 deviations, and every mode of the source's sets is there.
#[test]
fn modes_are_where_they_are_said_to_be() {
    for (toy, modes) in [(Toy::RING_8, 8), (Toy::GRID_25, 25), (Toy::Blobs { classes: 5, noise: 0.2 }, 5)] {
        let samples: Vec<_> = toy.points(9, 4000).iter().map(|p| p.at).collect();
        let found = coverage(&samples, &toy.centres(9), toy.noise());
        assert_eq!(found.modes, modes, "{toy:?}");
        assert!((found.near - 0.989).abs() < 0.006, "{toy:?}: {}", found.near);
        assert!(found.hits.iter().all(|&hits| hits > 2000 / modes), "{:?}", found.hits);
    }
    let one = coverage(&[[2.0, 0.0], [0.0, 0.0]], &Toy::RING_8.centres(0), 0.02);
    assert_eq!((one.modes, one.near), (1, 0.5));
}

/// Without noise the coordinates on the sheet follow from those in space: radius is t, and y is h.
#[test]
fn a_sheet_can_be_unrolled() {
    for index in 0..200 {
        let p = Sheet::SwissRoll.point(0.0, 3, index);
        assert!((data::maths::hypot(p.at[0], p.at[2]) - p.along).abs() < 1e-4);
        assert_eq!(p.at[1].to_bits(), p.across.to_bits());
        let s = Sheet::SCurve.point(0.0, 3, index);
        let angle = data::maths::atan2(s.at[0], 1.0 - s.at[2].abs());
        let turn = (s.along - angle) / std::f32::consts::TAU;
        assert!((turn - turn.round()).abs() < 1e-4, "{s:?}");
    }
}

#[test]
fn drawn_points_are_drawn_again() {
    assert_eq!(Drawn::of(vec![]), None);
    assert_eq!(Drawn::of(vec![([f32::NAN, 0.0], 0)]), None);
    let drawn = Drawn::of(vec![([0.0, 0.0], 0), ([5.0, 1.0], 1), ([0.0, 5.0], 2)]).unwrap();
    let mut seen = [0; 3];
    for index in 0..300 {
        let p = drawn.point(0.1, 1, index);
        seen[p.label] += 1;
        assert_eq!(p.clean.map(f32::to_bits), drawn.points()[p.label].0.map(f32::to_bits));
        assert!((p.at[0] - p.clean[0]).abs() < 0.6 && p.at != p.clean);
    }
    assert!(seen.iter().all(|&count| count > 70), "{seen:?}");
}

#[cfg(not(target_family = "wasm"))]
#[test]
fn the_sheet() {
    use crate::plot::{COLOURS, dot, paper};
    let mut pictures = Vec::new();
    for toy in ALL {
        let mut picture = paper(120, 120);
        let points = toy.points(2, 900);
        let fold = |axis: usize, f: fn(f32, f32) -> f32, start| points.iter().fold(start, |m: f32, p| f(m, p.at[axis]));
        let (low, high) = ([0, 1].map(|a| fold(a, f32::min, 9.0)), [0, 1].map(|a| fold(a, f32::max, -9.0)));
        let size = (high[0] - low[0]).max(high[1] - low[1]) * 1.08;
        for p in &points {
            let place = [0, 1].map(|a| (p.at[a] - f32::midpoint(low[a], high[a])) / size + 0.5);
            dot(&mut picture, place, COLOURS[p.label % 10]);
        }
        pictures.push(picture);
    }
    let mut roll = paper(120, 120);
    let mut points: Vec<_> = (0..1500).map(|index| Sheet::SwissRoll.point(0.1, 2, index)).collect();
    points.sort_by(|a, b| b.at[1].total_cmp(&a.at[1]));
    for p in points {
        let t = (p.along - 4.7) / 9.5;
        let shade = [t, 0.35 + 0.3 * (1.0 - t), 1.0 - t].map(|c| c.clamp(0.0, 1.0));
        dot(&mut roll, [0.45 + p.at[0] / 36.0 + p.at[1] / 90.0, 0.4 + p.at[2] / 36.0 + p.at[1] / 120.0], shade);
    }
    pictures.push(roll);
    crate::sheet::check("toys", 4, 1, &pictures);
}
