//! FGSM, I-FGSM and DeepFool in a few lines of plain arithmetic, in double precision.

use super::{Field, stack};
use crate::adversarial::attack::Hand;
use crate::adversarial::victim::{Exam, PIXELS, Victim, likeliest};
use compute::rng::Stream;
use compute::{Device, Program};
use data::made::digits::CLASSES;
use nn::Layer;
use pollster::block_on;

/// A network in double precision: products, biases and `max(x, 0)` between them.
pub(super) struct Plain {
    /// Weights `[inputs, outputs]` and biases of each layer.
    layers: Vec<(Vec<f32>, Vec<f32>)>,
}

impl Plain {
    /// Layers of these widths with weights that a seed fixes.
    pub(super) fn fixed(widths: &[usize], seed: u64) -> Self {
        let mut random = Stream::new(seed, 77);
        let mut inputs = PIXELS;
        let mut layers = Vec::new();
        for width in widths {
            let scale = 1.5 / (inputs as f32).sqrt();
            let weights = (0..inputs * width).map(|_| random.normal() * scale).collect();
            layers.push((weights, (0..*width).map(|_| random.normal() * 0.1).collect()));
            inputs = *width;
        }
        Self { layers }
    }

    /// The same for the lab.
    pub(super) fn field(&self) -> Field {
        let widths: Vec<String> = self.layers.iter().map(|(_, biases)| format!("dense {}", biases.len())).collect();
        let stack = stack(&widths.join(", relu, "));
        let net = stack.build(&mut Program::new());
        let mut values = self.layers.iter().flat_map(|(weights, biases)| [weights.clone(), biases.clone()]);
        let mut weights = Vec::new();
        net.each(&mut |parameter| weights.push((parameter.name.clone(), values.next().unwrap())));
        Field { seed: 0, victim: Victim::plain(&stack, vec![weights]), exam: Exam::default() }
    }

    /// What each layer says.
    fn all(&self, x: &[f32]) -> Vec<Vec<f64>> {
        let mut all = vec![x.iter().map(|x| f64::from(*x)).collect::<Vec<f64>>()];
        for (number, (weights, biases)) in self.layers.iter().enumerate() {
            let before = &all[number];
            let width = biases.len();
            let mut h: Vec<f64> = biases.iter().map(|b| f64::from(*b)).collect();
            for (i, x) in before.iter().enumerate() {
                for (j, h) in h.iter_mut().enumerate() {
                    *h += x * f64::from(weights[i * width + j]);
                }
            }
            if number + 1 < self.layers.len() {
                h.iter_mut().for_each(|h| *h = h.max(0.0));
            }
            all.push(h);
        }
        all
    }

    pub(super) fn logits(&self, x: &[f32]) -> Vec<f64> {
        self.all(x).pop().unwrap()
    }

    /// Slope of `Σ dz · z`.
    pub(super) fn slope(&self, x: &[f32], dz: &[f64]) -> Vec<f64> {
        let all = self.all(x);
        let mut slope = dz.to_vec();
        for (number, (weights, biases)) in self.layers.iter().enumerate().rev() {
            let (before, width) = (&all[number], biases.len());
            let back = |i: usize| (0..width).map(|j| slope[j] * f64::from(weights[i * width + j])).sum::<f64>();
            let on = |i: usize| number == 0 || before[i] > 0.0;
            slope = (0..before.len()).map(|i| if on(i) { back(i) } else { 0.0 }).collect();
        }
        slope
    }

    /// `−∂C/∂z` of a class.
    fn against(&self, x: &[f32], class: usize) -> Vec<f64> {
        let z = self.logits(x);
        let sum: f64 = z.iter().map(|z| z.exp()).sum();
        z.iter().enumerate().map(|(k, z)| f64::from(u8::from(k == class)) - z.exp() / sum).collect()
    }

    /// `x ← clip(x − η sign ∇L)` within ε and the box, for L = −C.
    fn signs(&self, first: &[f32], class: usize, (radius, rate, steps): (f64, f64, usize)) -> Vec<f64> {
        let mut x: Vec<f64> = first.iter().map(|x| f64::from(*x)).collect();
        for _ in 0..steps {
            let now: Vec<f32> = x.iter().map(|x| *x as f32).collect();
            let slope = self.slope(&now, &self.against(&now, class));
            for ((x, slope), first) in x.iter_mut().zip(slope).zip(first) {
                let sign = if slope == 0.0 { 0.0 } else { slope.signum() };
                let first = f64::from(*first);
                *x = (*x - rate * sign).clamp(first - radius, first + radius).clamp(0.0, 1.0);
            }
        }
        x
    }

    /// DeepFool: hops to the nearest boundary of the linear model, within the box, `λ` by halving.
    fn hop(&self, first: &[f32], class: usize, beyond: f64) -> Vec<f64> {
        let z = self.logits(first);
        let x: Vec<f64> = first.iter().map(|x| f64::from(*x)).collect();
        if (0..CLASSES).any(|k| k != class && z[k] > z[class] + 1e-3) {
            return x;
        }
        let mut nearest = (f64::MAX, 0.0, Vec::new());
        for k in (0..CLASSES).filter(|k| *k != class) {
            let dz: Vec<f64> =
                (0..CLASSES).map(|i| f64::from(i8::from(i == k)) - f64::from(i8::from(i == class))).collect();
            let w = self.slope(first, &dz);
            let moves = |(x, w): &(&f64, &f64)| !((**x <= 0.0 && **w < 0.0) || (**x >= 1.0 && **w > 0.0));
            let length = x.iter().zip(&w).filter(moves).map(|(_, w)| w * w).sum::<f64>().sqrt();
            let gap = z[class] - z[k];
            if gap / length < nearest.0 {
                nearest = (gap / length, gap, w);
            }
        }
        let (_, gap, w) = nearest;
        let at =
            |length: f64| -> Vec<f64> { x.iter().zip(&w).map(|(x, w)| (x + length * w).clamp(0.0, 1.0)).collect() };
        let gained = |length: f64| at(length).iter().zip(&x).zip(&w).map(|((a, b), w)| (a - b) * w).sum::<f64>();
        let aim = gap * (1.0 + beyond) + 2e-3;
        let (mut low, mut high) = (0.0, 1.0);
        while gained(high) < aim && high < 1e6 {
            high *= 2.0;
        }
        for _ in 0..100 {
            let middle = 0.5 * (low + high);
            (low, high) = if gained(middle) < aim { (middle, high) } else { (low, middle) };
        }
        at(high)
    }
}

/// Pictures of grey, so that no pixel is at an end, and what the network says of them.
pub(super) fn grey_pictures(plain: &Plain, count: usize) -> (Vec<f32>, Vec<f32>) {
    let mut random = Stream::new(1, 2);
    let pictures: Vec<f32> = (0..count * PIXELS).map(|_| 0.35 + 0.3 * random.uniform()).collect();
    let classes = said(plain, &pictures);
    (pictures, classes)
}

fn said(plain: &Plain, pictures: &[f32]) -> Vec<f32> {
    let answer = |x: &[f32]| {
        let z: Vec<f32> = plain.logits(x).into_iter().map(|z| z as f32).collect();
        likeliest(&z) as f32
    };
    pictures.chunks_exact(PIXELS).map(answer).collect()
}

/// Pictures after so many steps of an attack.
fn stepped(field: &Field, (first, classes): (&[f32], &[f32]), steps: u32, sets: &[(&str, &str)]) -> Vec<f32> {
    let order = field.order(sets);
    let mut hand = Hand::new(&Device::cpu(), &field.victim, classes.len());
    let attack = hand.begin(&order, first, classes, 0).unwrap();
    block_on(attack.step(steps)).unwrap();
    block_on(attack.pictures()).unwrap()
}

pub(super) fn hops(field: &Field, first: &[f32], classes: &[f32], steps: u32, beyond: &str) -> Vec<f32> {
    stepped(field, (first, classes), steps, &[("attack", "deepfool"), ("beyond", beyond)])
}

/// A step of a huge rate down the slope itself, taken back to the nearest picture within ε and the box, ends where FGSM does wherever
/// there is a slope.
pub(in super::super) fn one_huge_step_is_fgsm() {
    let plain = Plain::fixed(&[12, 10], 11);
    let field = plain.field();
    let digits = Exam::drawn(4, 12, 1.0).pictures;
    let classes = said(&plain, &digits);
    for (first, classes) in [grey_pictures(&plain, 12), (digits, classes)] {
        let single = stepped(&field, (&first, &classes), 1, &[("attack", "fgsm"), ("eps", "0.1")]);
        let both = first.chunks_exact(PIXELS).zip(single.chunks_exact(PIXELS));
        for ((first, moved), class) in both.zip(&classes) {
            let slope = plain.slope(first, &plain.against(first, *class as usize));
            for ((first, moved), slope) in first.iter().zip(moved).zip(slope).filter(|(_, slope)| slope.abs() > 1e-12) {
                let first = f64::from(*first);
                let ends = (first - 1e15 * slope).clamp(first - 0.1, first + 0.1).clamp(0.0, 1.0);
                assert!((f64::from(*moved) - ends).abs() < 1e-5, "{moved} {ends} {slope}");
            }
        }
    }
}

/// FGSM, I-FGSM and DeepFool do what a few lines of plain arithmetic in double precision do, on a fixed linear model and a fixed small
/// network, on grey pictures and on digits, most of whose pixels are at an end.
#[test]
fn attacks_agree_with_plain_ones() {
    for widths in [&[10][..], &[12, 10]] {
        let plain = Plain::fixed(widths, 11);
        let field = plain.field();
        let digits = Exam::drawn(4, 12, 1.0).pictures;
        let classes = said(&plain, &digits);
        for (first, classes) in [grey_pictures(&plain, 12), (digits, classes)] {
            let single = stepped(&field, (&first, &classes), 1, &[("attack", "fgsm"), ("eps", "0.1")]);
            let sets = [("attack", "ifgsm"), ("eps", "0.1"), ("share", "0.25"), ("rounds", "10")];
            let iterated = stepped(&field, (&first, &classes), 10, &sets);
            let nearest = [1, 2, 3].map(|steps| hops(&field, &first, &classes, steps, "0.02"));
            for (row, picture) in first.chunks_exact(PIXELS).enumerate() {
                let class = classes[row] as usize;
                let check = |name: &str, found: &[f32], plain: &[f64]| {
                    let off = found[row * PIXELS..].iter().zip(plain).map(|(a, b)| (f64::from(*a) - b).abs());
                    let off = off.fold(0.0, f64::max);
                    assert!(off < 1e-5, "{name}, {widths:?}, picture {row}: {off}");
                };
                check("FGSM", &single, &plain.signs(picture, class, (0.1, 0.1, 1)));
                check("I-FGSM", &iterated, &plain.signs(picture, class, (0.1, 0.025, 10)));
                let mut x = picture.to_vec();
                for (steps, found) in nearest.iter().enumerate() {
                    let next = plain.hop(&x, class, 0.02);
                    check(&format!("DeepFool after {}", steps + 1), found, &next);
                    x = next.iter().map(|x| *x as f32).collect();
                }
            }
        }
    }
}
