//! Augmentation of a batch on the device: every picture of `[N, C, H, W]` is changed by draws of its own, afresh each step.
//!
//! Lengths are in pixels, angles in radians. `data::augment` does the same to single pictures on the host.

use compute::{Expr, Random};

/// Nodes of the elastic field, across and down.
const NODES: usize = 5;

/// How far pictures are moved, turned, scaled and bent; at 0 nothing happens.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Warp {
    /// Most that a picture moves, across and down, pixels.
    pub shift: f32,
    /// Most that it turns, radians.
    pub turn: f32,
    /// Most that it grows or shrinks: by the factor `e^s`, `s` uniform in `±scale`.
    pub scale: f32,
    /// Deviation of an elastic field of 5 × 5 nodes, pixels (after Simard, Steinkraus, Platt, ICDAR 2003, whose field is a
    /// smoothed one; here it is bilinear between nodes).
    pub bend: f32,
}

impl Warp {
    /// The batch, warped about each picture's centre: the pixel at `p` is taken from `R(−θ)·p / e^s + t + d(p)`, bilinearly, and is 0
    /// outside.
    pub fn apply(&self, random: &mut Random, x: &Expr) -> Expr {
        let [n, _, h, w] = *x.shape().axes() else { return x.clone() };
        let (across, down) = (half(w), half(h));
        let spread = |random: &mut Random, most: f32| (random.uniform(&[n, 1, 1]) - 0.5) * (2.0 * most);
        let column = Expr::iota(&[1, 1, w], 2) - across;
        let row = Expr::iota(&[1, h, 1], 1) - down;
        let (turn, size) = (spread(random, self.turn), (spread(random, self.scale) * -1.0).exp());
        let (cos, sin) = (turn.cos() * &size, turn.sin() * &size);
        let mut u = &cos * &column + &sin * &row + spread(random, self.shift);
        let mut v = &cos * &row - &sin * &column + spread(random, self.shift);
        if self.bend > 0.0 {
            let nodes = random.normal(&[n, 2, NODES, NODES]) * self.bend;
            let field = nodes.grid_sample(&grid(&(&column / across), &(&row / down), [n, h, w]));
            u = u + field.slice(1, 0, 1).reshape(&[n, h, w]);
            v = v + field.slice(1, 1, 1).reshape(&[n, h, w]);
        }
        x.grid_sample(&grid(&(u / across), &(v / down), [n, h, w]))
    }
}

/// From the middle to the edge, pixels; never 0.
fn half(side: usize) -> f32 {
    ((side.max(2) - 1) as f32) / 2.0
}

/// `(x, y)` for each pixel, as `Expr::grid_sample` takes them.
fn grid(x: &Expr, y: &Expr, [n, h, w]: [usize; 3]) -> Expr {
    let shape = compute::Shape::new(&[n, h, w]);
    let plane = |coordinate: &Expr| coordinate.broadcast(&shape).reshape(&[n, h, w, 1]);
    Expr::concat(&[&plane(x), &plane(y)], 3)
}

/// `x + σ·z` with `z` normal: noise of deviation `sigma` on every number.
pub fn noise(random: &mut Random, x: &Expr, sigma: f32) -> Expr {
    x + random.normal(x.shape().axes()) * sigma
}

/// A square of `side` pixels about a uniform centre is 0 in every picture and channel; what reaches over the edge is cut off
/// (DeVries and Taylor 2017).
pub fn cutout(random: &mut Random, x: &Expr, side: usize) -> Expr {
    let [n, _, h, w] = *x.shape().axes() else { return x.clone() };
    let reach = side as f32 / 2.0;
    let inside = |random: &mut Random, length: usize, axes: &[usize], axis: usize| {
        let centre = random.uniform(&[n, 1, 1, 1]) * length as f32;
        let from = Expr::iota(axes, axis) + 0.5 - centre;
        from.less(&Expr::scalar(reach)) * (from * -1.0).less(&Expr::scalar(reach))
    };
    let across = inside(random, w, &[1, 1, 1, w], 3);
    let down = inside(random, h, &[1, 1, h, 1], 2);
    x * (1.0 - across * down)
}

/// Pairs of the batch mixed: `λ·x_i + (1 − λ)·x_(N−1−i)`, and the same of their classes `y [N, K]` (one-hot), `λ` uniform in `[0, 1)`
/// and drawn for each (Zhang et al., ICLR 2018, with α = 1).
pub fn mixup(random: &mut Random, x: &Expr, y: &Expr) -> (Expr, Expr) {
    let n = x.shape().axes().first().copied().unwrap_or(1);
    let share = random.uniform(&[n]);
    let mix = |values: &Expr| {
        let axes: Vec<usize> = std::iter::once(n).chain(values.shape().axes().iter().skip(1).map(|_| 1)).collect();
        let share = share.reshape(&axes);
        &share * values + (1.0 - &share) * values.flip(&[0])
    };
    (mix(x), mix(y))
}

#[cfg(test)]
mod tests {
    use super::*;
    use compute::ops::random::key;
    use compute::{Device, Program};

    const N: usize = 8;
    const SIDE: usize = 16;

    /// A disc of radius 3 in the middle, N times.
    fn discs() -> Vec<f32> {
        let at = |i: usize| (i as f32 - 7.5) * (i as f32 - 7.5);
        (0..N * SIDE * SIDE).map(|i| f32::from(u8::from(at(i % SIDE) + at(i / SIDE % SIDE) < 9.0))).collect()
    }

    fn run(device: &Device, seed: u64, x: &[f32], build: impl Fn(&mut Random, &Expr) -> Expr) -> Vec<f32> {
        let mut program = Program::new();
        let state = program.state("x", &[N, 1, SIDE, SIDE]);
        let mut random = Random::new(&mut program, "random");
        program.output("out", &build(&mut random, &state));
        let mut machine = device.machine(program.compile().unwrap()).unwrap();
        machine.write("x", x).unwrap();
        machine.write("random", &key(seed)).unwrap();
        machine.run(1).unwrap();
        pollster::block_on(machine.read("out")).unwrap()
    }

    fn cpu(seed: u64, x: &[f32], build: impl Fn(&mut Random, &Expr) -> Expr) -> Vec<f32> {
        run(&Device::cpu(), seed, x, build)
    }

    /// Mass, mean column and mean row of each picture, from the middle.
    fn moments(x: &[f32]) -> Vec<[f32; 3]> {
        let of = |picture: &[f32]| {
            let mass: f32 = picture.iter().sum();
            let mean = |at: fn(usize) -> usize| {
                picture.iter().enumerate().map(|(i, v)| v * at(i) as f32).sum::<f32>() / mass - 7.5
            };
            [mass, mean(|i| i % SIDE), mean(|i| i / SIDE)]
        };
        x.chunks_exact(SIDE * SIDE).map(of).collect()
    }

    #[test]
    fn nothing_happens_at_zero() {
        let x: Vec<f32> = (0..N * SIDE * SIDE).map(|i| (i as f32 * 0.37).sin()).collect();
        for (i, (out, x)) in cpu(1, &x, |random, x| Warp::default().apply(random, x)).iter().zip(&x).enumerate() {
            assert!((out - x).abs() < 1e-4, "{i}: {out}, {x}");
        }
        assert_eq!(cpu(1, &x, |random, x| noise(random, x, 0.0)), x);
        assert_eq!(cpu(1, &x, |random, x| cutout(random, x, 0)), x);
    }

    #[test]
    fn a_shift_moves_each_picture_by_its_own_and_keeps_its_mass() {
        let out = cpu(3, &discs(), |random, x| Warp { shift: 4.0, ..Warp::default() }.apply(random, x));
        let mass = moments(&discs())[0][0];
        let moved = moments(&out);
        for [found, x, y] in &moved {
            assert!((found / mass - 1.0).abs() < 0.02 && x.abs() <= 4.0 && y.abs() <= 4.0, "{found} {x} {y}");
        }
        let far = moved.iter().map(|[_, x, y]| x.abs().max(y.abs())).fold(0.0, f32::max);
        assert!(far > 2.0, "{far}");
        assert!(moved.windows(2).all(|pair| (pair[0][1] - pair[1][1]).abs() > 1e-3), "each its own: {moved:?}");
    }

    #[test]
    fn scale_changes_areas_turn_does_not_and_bending_bends() {
        let mass = moments(&discs())[0][0];
        let grown = cpu(4, &discs(), |random, x| Warp { scale: 0.5, ..Warp::default() }.apply(random, x));
        let logs: Vec<f32> = moments(&grown).iter().map(|[found, ..]| (found / mass).ln() / 2.0).collect();
        assert!(logs.iter().all(|s| s.abs() < 0.53) && logs.iter().any(|s| s.abs() > 0.2), "{logs:?}");
        let turned = cpu(4, &discs(), |random, x| Warp { turn: 3.0, ..Warp::default() }.apply(random, x));
        for [found, x, y] in moments(&turned) {
            assert!((found / mass - 1.0).abs() < 0.03 && x.abs() < 0.05 && y.abs() < 0.05, "{found} {x} {y}");
        }
        let bent = cpu(4, &discs(), |random, x| Warp { bend: 1.0, ..Warp::default() }.apply(random, x));
        assert!(bent.iter().zip(&discs()).filter(|(a, b)| (*a - *b).abs() > 0.05).count() > 50);
    }

    #[test]
    fn a_square_is_cut_out_of_each() {
        let ones = vec![1.0; N * SIDE * SIDE];
        let out = cpu(5, &ones, |random, x| cutout(random, x, 6));
        let gone = |picture: &[f32]| picture.iter().filter(|v| **v == 0.0).count();
        let gone: Vec<usize> = out.chunks_exact(SIDE * SIDE).map(gone).collect();
        assert!(gone.iter().all(|count| (9..=36).contains(count)) && gone.contains(&36), "{gone:?}");
    }

    #[test]
    fn noise_has_its_deviation() {
        let out = cpu(6, &vec![0.5; N * SIDE * SIDE], |random, x| noise(random, x, 0.2));
        let variance = out.iter().map(|v| (v - 0.5) * (v - 0.5)).sum::<f32>() / out.len() as f32;
        assert!((variance.sqrt() / 0.2 - 1.0).abs() < 0.05, "{variance}");
    }

    #[test]
    fn pairs_are_mixed_with_their_classes() {
        let x: Vec<f32> = (0..N * SIDE * SIDE).map(|i| (i / (SIDE * SIDE)) as f32).collect();
        let out = cpu(7, &x, |random, x| {
            let classes = Expr::iota(&[N, 1], 0);
            let (x, y) = mixup(random, x, &classes);
            x - y.reshape(&[N, 1, 1, 1])
        });
        assert!(out.iter().all(|v| v.abs() < 1e-5), "pictures and classes share their λ");
        let mixed = cpu(7, &x, |random, x| mixup(random, x, &Expr::iota(&[N, 1], 0)).0);
        let own = mixed.chunks_exact(SIDE * SIDE).zip(0..N).filter(|(row, i)| (row[0] - *i as f32).abs() > 0.1).count();
        assert!(own >= 6, "{own}");
    }

    #[test]
    fn both_backends_warp_alike() {
        let Ok(gpu) = pollster::block_on(Device::gpu()) else {
            eprintln!("skipped: no GPU");
            return;
        };
        let all = Warp { shift: 2.0, turn: 0.4, scale: 0.2, bend: 0.7 };
        let build = move |random: &mut Random, x: &Expr| {
            let warped = all.apply(random, x);
            cutout(random, &warped, 4)
        };
        let (a, b) = (cpu(8, &discs(), build), run(&gpu, 8, &discs(), build));
        let apart = a.iter().zip(&b).filter(|(a, b)| (*a - *b).abs() > 1e-3).count();
        // A pixel whose centre lies on the edge of the square may fall on either side.
        assert!(apart <= 2, "{apart} pixels differ");
    }
}
