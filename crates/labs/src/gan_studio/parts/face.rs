//! Small faces, drawn from the seed: two eyes whose grey must agree, and a mouth that has its own.

use compute::rng::Stream;

/// Pixels of a row.
pub(super) const SIDE: usize = 8;
pub(super) const PIXELS: usize = SIDE * SIDE;
/// What is drawn of a face, each as `[top, left, height, width]`: two eyes and a mouth.
const PARTS: [[usize; 4]; 3] = [[2, 1, 2, 2], [2, 5, 2, 2], [6, 2, 1, 4]];
const SKIN: f32 = 0.12;
/// Lightest grey of a part; the darkest is 1.
const LIGHTEST: f32 = 0.2;

fn cells([top, left, height, width]: [usize; 4]) -> impl Iterator<Item = usize> {
    (top..top + height).flat_map(move |y| (left..left + width).map(move |x| y * SIDE + x))
}

/// A face with parts of these greys.
fn drawn(greys: [f32; 3]) -> Vec<f32> {
    let mut face = vec![SKIN; PIXELS];
    for corner in [0, SIDE - 1, PIXELS - SIDE, PIXELS - 1] {
        face[corner] = 0.0;
    }
    for (part, grey) in PARTS.into_iter().zip(greys) {
        cells(part).for_each(|at| face[at] = grey);
    }
    face
}

/// `count` faces, `[count, PIXELS]`; their eyes are of one grey, or each of its own.
pub(super) fn faces(random: &mut Stream, count: usize, agree: bool) -> Vec<f32> {
    let mut grey = || LIGHTEST + (1.0 - LIGHTEST) * random.uniform();
    let mut one = || {
        let [left, other, mouth] = [grey(), grey(), grey()];
        drawn([left, if agree { left } else { other }, mouth])
    };
    (0..count).flat_map(|_| one()).collect()
}

/// Each part copied from a face of its own: right part by part, with nobody who looks at all of it.
pub(super) fn apart(random: &mut Stream, faces: &[f32], count: usize) -> Vec<f32> {
    let known = faces.len() / PIXELS;
    let mut one = || {
        let mut face = drawn([0.0; 3]);
        for part in PARTS {
            let from = ((random.uniform() * known as f32) as usize).min(known.saturating_sub(1)) * PIXELS;
            cells(part).for_each(|at| face[at] = faces[from + at]);
        }
        face
    };
    (0..count).flat_map(|_| one()).collect()
}

/// Mean greys of the left and the right eye of each face.
pub(super) fn eyes(faces: &[f32]) -> [Vec<f32>; 2] {
    [0, 1].map(|eye| {
        let mean = |face: &[f32]| cells(PARTS[eye]).map(|at| face[at]).sum::<f32>() / cells(PARTS[eye]).count() as f32;
        faces.chunks_exact(PIXELS).map(mean).collect()
    })
}

/// How two columns go together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tie {
    /// Pearson's r.
    pub(super) r: f64,
    /// Mean of |left − right|.
    pub(super) gap: f64,
    /// Deviation of the left one.
    pub(super) spread: f64,
}

impl Tie {
    pub(super) fn of([left, right]: &[Vec<f32>; 2]) -> Self {
        let n = left.len().max(1) as f64;
        let mean = |all: &[f32]| all.iter().map(|x| f64::from(*x)).sum::<f64>() / n;
        let means = [mean(left), mean(right)];
        let (mut products, mut gap) = ([0.0; 3], 0.0);
        for (a, b) in left.iter().zip(right) {
            let (x, y) = (f64::from(*a) - means[0], f64::from(*b) - means[1]);
            products = [products[0] + x * x, products[1] + y * y, products[2] + x * y];
            gap += f64::from((a - b).abs());
        }
        let spread = (products[0] / n).sqrt();
        Self { r: products[2] / (products[0] * products[1]).sqrt(), gap: gap / n, spread }
    }
}
