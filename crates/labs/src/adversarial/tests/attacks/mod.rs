//! The attacks that look for the nearest picture that fools, on classifiers that have just learnt; and those that can be written down in a
//! few lines beside such lines, in double precision.

mod least;
mod lot;
mod moved;
pub(super) mod plain;
mod sparse;

use crate::adversarial::LAB;
use crate::adversarial::attack::Hand;
use crate::adversarial::attack::order::Order;
use crate::adversarial::victim::{Asked, Course, Exam, PIXELS, SIDE, School, Together, Victim, likeliest, shares};
use compute::Device;
use data::made::digits::CLASSES;
use labkit::Params;
use nn::Stack;
use pollster::block_on;
use std::sync::OnceLock;

/// A classifier and digits that it has not seen.
struct Field {
    seed: u64,
    victim: Victim,
    exam: Exam,
}

/// What became of pictures that were answered rightly.
struct Fought {
    pictures: Vec<f32>,
    logits: Vec<f32>,
    /// Of each: nothing where it was answered wrongly before, else whether the attack got where it was to get.
    fooled: Vec<Option<bool>>,
    /// L2, L1, L0 of its change.
    far: Vec<[f64; 3]>,
    /// From where its pixels were fetched, if that was it.
    drift: Vec<f32>,
}

const CNN: &str = "conv 16 5 s2 p2, relu, conv 32 5 s2 p2, relu, dense 64, relu, dense 10";
const MLP: &str = "dense 128, relu, dense 64, relu, dense 10";

fn stack(line: &str) -> Stack {
    Stack::parse(line, [1, SIDE, SIDE]).unwrap()
}

impl Field {
    fn trained(seed: u64, line: &str, steps: u64) -> Self {
        Self::taught(seed, &School::plain(&stack(line), 1.0, steps), Together::One)
    }

    /// The pupil of a network, both at a temperature of 20.
    fn distilled(seed: u64, line: &str, steps: u64) -> Self {
        let school = School { temperature: 20.0, ..School::plain(&stack(line), 1.0, steps) };
        Self::taught(seed, &school, Together::Distilled)
    }

    fn taught(seed: u64, school: &School, together: Together) -> Self {
        let mut course = Course::new(&Device::cpu(), school, together, 3e-3, seed).unwrap();
        block_on(course.learn(course.left())).unwrap();
        Self { seed, victim: block_on(course.victim()).unwrap(), exam: Exam::drawn(seed, 256, 1.0) }
    }

    fn order(&self, sets: &[(&str, &str)]) -> Order {
        let mut params = Params::defaults(LAB.table);
        let sets: Vec<_> = sets.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        params.set_all(LAB.table, &sets).unwrap();
        Order::of(&params, self.seed)
    }

    fn logits(&self, pictures: &[f32]) -> Vec<f32> {
        block_on(Asked::new(&Device::cpu(), &self.victim, 64).unwrap().logits(pictures)).unwrap()
    }

    /// The attack on its first digits, so many.
    fn attacked(&self, count: usize, sets: &[(&str, &str)]) -> Fought {
        self.attacked_from(&self.exam.pictures[..count * PIXELS], sets)
    }

    fn attacked_from(&self, first: &[f32], sets: &[(&str, &str)]) -> Fought {
        let order = self.order(sets);
        let classes = &self.exam.classes[..first.len() / PIXELS];
        let mut hand = Hand::new(&Device::cpu(), &self.victim, classes.len());
        let attack = hand.begin(&order, first, classes, 0).unwrap();
        block_on(attack.step(order.rounds())).unwrap();
        let pictures = block_on(attack.pictures()).unwrap();
        let drift = block_on(attack.drift()).unwrap();
        let (before, logits) = (self.logits(first), self.logits(&pictures));
        let targets = order.targets(classes, 0);
        let mut fooled = Vec::new();
        for (at, class) in classes.iter().enumerate() {
            let answer = |logits: &[f32]| likeliest(&logits[at * CLASSES..][..CLASSES]) as f32;
            let there = targets.as_ref().map_or(answer(&logits) != *class, |targets| answer(&logits) == targets[at]);
            fooled.push((answer(&before) == *class).then_some(there));
        }
        let far = pictures.chunks_exact(PIXELS).zip(first.chunks_exact(PIXELS)).map(|(x, first)| lengths(x, first));
        let fought = Fought { far: far.collect(), pictures, logits, fooled, drift };
        assert!(fought.pictures.iter().all(|x| (0.0..=1.0).contains(x)), "{sets:?}: pixels from 0 to 1");
        fought
    }
}

fn lengths(x: &[f32], first: &[f32]) -> [f64; 3] {
    let off: Vec<f64> = x.iter().zip(first).map(|(x, first)| f64::from(x - first)).collect();
    let sum = |of: &dyn Fn(f64) -> f64| off.iter().map(|x| of(*x)).sum::<f64>();
    [sum(&|x| x * x).sqrt(), sum(&f64::abs), sum(&|x| f64::from(u8::from(x != 0.0)))]
}

impl Fought {
    /// Numbers of the pictures that got there.
    fn hits(&self) -> Vec<usize> {
        (0..self.fooled.len()).filter(|at| self.fooled[*at] == Some(true)).collect()
    }

    fn success(&self) -> f64 {
        self.hits().len() as f64 / self.fooled.iter().flatten().count() as f64
    }

    /// Mean L2, L1 or L0 over those.
    fn mean(&self, norm: usize) -> f64 {
        self.hits().iter().map(|at| self.far[*at][norm]).sum::<f64>() / self.hits().len() as f64
    }

    /// Mean L2 of two attacks on the pictures where both got there.
    fn both(&self, other: &Self) -> (f64, f64) {
        let both: Vec<usize> = self.hits().into_iter().filter(|at| other.fooled[*at] == Some(true)).collect();
        let mean = |of: &Self| both.iter().map(|at| of.far[*at][0]).sum::<f64>() / both.len() as f64;
        (mean(self), mean(other))
    }

    /// How likely what the pictures are taken for is, where they got there.
    fn confidence(&self) -> f64 {
        let sure = |at: &usize| {
            let chances = shares(&self.logits[at * CLASSES..][..CLASSES]);
            f64::from(chances[likeliest(&chances)])
        };
        self.hits().iter().map(sure).sum::<f64>() / self.hits().len() as f64
    }
}

/// A convolutional and a fully connected classifier, of two seeds.
fn fields() -> &'static [Field; 2] {
    static FIELDS: OnceLock<[Field; 2]> = OnceLock::new();
    FIELDS.get_or_init(|| [Field::trained(7, CNN, 300), Field::trained(20_261, MLP, 300)])
}

/// I-FGSM where it gets everywhere: what the nearest pictures are held beside.
const ITERATED: &[(&str, &str)] = &[("attack", "ifgsm"), ("eps", "0.15")];
/// The same at each other digit.
const AIMED: &[(&str, &str)] = &[("attack", "ifgsm"), ("eps", "0.3"), ("rounds", "30"), ("goal", "each")];
