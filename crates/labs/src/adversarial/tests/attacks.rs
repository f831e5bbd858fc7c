//! The attacks that look for the nearest picture that fools, on classifiers that have just learnt; and those that can be written down in a
//! few lines beside such lines, in double precision.

use super::arena::{Run, curve, metric};
use crate::adversarial::LAB;
use crate::adversarial::attack::Hand;
use crate::adversarial::attack::order::Order;
use crate::adversarial::params::ATTACKS;
use crate::adversarial::victim::{
    Asked, Course, Exam, PIXELS, SIDE, School, Shield, Together, Victim, likeliest, shares,
};
use compute::rng::Stream;
use compute::{Device, Program};
use data::made::digits::CLASSES;
use labkit::Params;
use nn::{Layer, Stack};
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
        let school = School::plain(&stack(line), 1.0, steps);
        let mut course = Course::new(&Device::cpu(), &school, Together::One, 3e-3, seed).unwrap();
        block_on(course.learn(steps)).unwrap();
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

    /// By how much neighbours were fetched from elsewhere than each other, in pixels: the mean over all pairs of them, and over the pictures that
    /// got there.
    fn roughness(&self) -> f64 {
        let at = |picture: usize, row: usize, column: usize, axis: usize| {
            f64::from(self.drift[((picture * SIDE + row) * SIDE + column) * 2 + axis])
        };
        let of = |picture: usize| {
            let mut sum = 0.0;
            for i in 0..SIDE {
                for j in 0..SIDE - 1 {
                    let across = [0, 1].map(|axis| at(picture, i, j + 1, axis) - at(picture, i, j, axis));
                    let down = [0, 1].map(|axis| at(picture, j + 1, i, axis) - at(picture, j, i, axis));
                    sum += across[0].hypot(across[1]) + down[0].hypot(down[1]);
                }
            }
            sum / (2 * SIDE * (SIDE - 1)) as f64
        };
        let hits = self.hits();
        hits.iter().map(|picture| of(*picture)).sum::<f64>() / hits.len() as f64
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

/// Every method makes the same pictures again when it begins again, bit for bit, also against a shield that draws by lot.
#[test]
fn an_attack_that_begins_again_draws_the_same() {
    const COUNT: usize = 4;
    let field = Plain::fixed(&[10], 5).field();
    let victim = field.victim.along(vec![Some(Shield::Resize(0.2))], 9);
    let exam = Exam::drawn(3, COUNT, 1.0);
    for (method, _) in ATTACKS {
        let order = field.order(&[("attack", method), ("rounds", "3")]);
        let mut hand = Hand::new(&Device::cpu(), &victim, COUNT);
        let [first, again] = [(); 2].map(|()| {
            let attack = hand.begin(&order, &exam.pictures, &exam.classes, 0).unwrap();
            let told = block_on(attack.step(order.rounds())).unwrap();
            let losses: Vec<f32> = told.iter().map(|told| told.loss).collect();
            (losses, block_on(attack.pictures()).unwrap())
        });
        assert_eq!(first, again, "{method}");
    }
}

/// With the starts of fewer restarts among those of more, what fooled once fools: more restarts never leave more digits right, and a few of
/// them leave fewer. What is told is of every step from every start.
#[test]
fn restarts_never_leave_more() {
    for field in fields() {
        const COUNT: usize = 96;
        let tried = ["1", "2", "4"].map(|starts| {
            let sets = [("attack", "pgd"), ("eps", "0.07"), ("rounds", "5"), ("share", "0.4"), ("restarts", starts)];
            field.attacked(COUNT, &sets)
        });
        for pair in tried.windows(2) {
            let lost = pair[0]
                .fooled
                .iter()
                .zip(&pair[1].fooled)
                .filter(|(few, more)| few == &&Some(true) && more != &&Some(true));
            assert_eq!(lost.count(), 0, "what one start has found stays found");
        }
        let hits = tried.each_ref().map(|tried| tried.hits().len());
        assert!(hits[2] > hits[0] && hits[0] > 0, "{hits:?}");
        let far = |tried: &Fought| {
            tried
                .pictures
                .iter()
                .zip(&field.exam.pictures)
                .fold(0.0, |most: f32, (x, first)| most.max((x - first).abs()))
        };
        assert!(tried.iter().all(|tried| far(tried) <= 0.07 + 1e-6));
    }
    let mut run = Run::open(3, &[("net", "linear"), ("practice", "100"), ("rounds", "3"), ("restarts", "3")]);
    run.after(25 + 7);
    let saved = block_on(run.model.save()).unwrap().unwrap();
    let frame = run.after(6);
    assert_eq!(curve(&frame, "steps", "attack").len(), 10, "nine steps, and what is left");
    run.model.restore(&saved).unwrap();
    assert_eq!(run.after(6), frame);
}

/// A linear classifier is left in one hop of exactly `|f| / ‖w‖`, that of the nearest class (η = 0, and a thousandth of a logit beyond).
/// On networks that have learnt, all digits fool after a few hops, nearer on average than the first of thirty radii at which FGSM fools each.
#[test]
fn adv_deepfool() {
    let linear = Plain::fixed(&[10], 5);
    let field = linear.field();
    let (first, classes) = grey_pictures(&linear, 16);
    let after = hops(&field, &first, &classes, 1, "0");
    for (row, (x, moved)) in first.chunks_exact(PIXELS).zip(after.chunks_exact(PIXELS)).enumerate() {
        let (z, own) = (linear.logits(x), classes[row] as usize);
        let far = (0..CLASSES).filter(|k| *k != own).map(|k| {
            let w: Vec<f64> =
                (0..CLASSES).map(|i| f64::from(i8::from(i == k)) - f64::from(i8::from(i == own))).collect();
            let slope = linear.slope(x, &w);
            (z[own] - z[k] + 2e-3) / slope.iter().map(|w| w * w).sum::<f64>().sqrt()
        });
        let nearest = far.fold(f64::MAX, f64::min);
        assert!((lengths(moved, x)[0] - nearest).abs() < 1e-4 * nearest, "{row}: {} {nearest}", lengths(moved, x)[0]);
        let z = linear.logits(moved);
        assert!(z.iter().enumerate().any(|(k, z_k)| k != own && *z_k > z[own]), "{row} is left");
    }
    for field in fields() {
        const COUNT: usize = 128;
        let found = field.attacked(COUNT, &[("attack", "deepfool")]);
        assert!(found.success() >= 0.99, "{}", found.success());
        let mut single = vec![f64::MAX; COUNT];
        for radius in 1..=30 {
            let tried =
                field.attacked(COUNT, &[("attack", "fgsm"), ("eps", &format!("{:.2}", f64::from(radius) * 0.01))]);
            for at in tried.hits() {
                single[at] = single[at].min(tried.far[at][0]);
            }
        }
        let both: Vec<usize> = found.hits().into_iter().filter(|at| single[*at] < f64::MAX).collect();
        assert!(both.len() > 90, "{}", both.len());
        let mean = |of: &dyn Fn(usize) -> f64| both.iter().map(|at| of(*at)).sum::<f64>() / both.len() as f64;
        let (near, fgsm) = (mean(&|at| found.far[at][0]), mean(&|at| single[at]));
        assert!(near < 0.7 * fgsm, "{near} {fgsm}");
    }
}

/// Nearly every digit fools, nearer than by I-FGSM; also where every pixel is exactly 0 or 1; κ raises the confidence of the wrong answer; and
/// a classifier whose logits are a hundred times as large, as distillation leaves them, has no slopes for FGSM and no defence against this.
#[test]
fn adv_cw() {
    for (field, count) in fields().iter().zip([128, 256]) {
        let (found, iterated) = (field.attacked(count, &[("attack", "cw")]), field.attacked(count, ITERATED));
        assert!(found.success() >= 0.99 && iterated.success() >= 0.9, "{} {}", found.success(), iterated.success());
        assert!(found.mean(0) < 0.8 * iterated.mean(0), "{} {}", found.mean(0), iterated.mean(0));
        let (near, far) = found.both(&iterated);
        assert!(near < far, "{near} {far}");
    }
    let [_, field] = fields();
    let hard: Vec<f32> = field.exam.pictures.iter().map(|x| f32::from(u8::from(*x > 0.5))).collect();
    let (found, iterated) = (field.attacked_from(&hard, &[("attack", "cw")]), field.attacked_from(&hard, ITERATED));
    assert!(found.fooled.iter().flatten().count() > 200 && found.success() >= 0.99, "{}", found.success());
    assert!(found.both(&iterated).0 < found.both(&iterated).1, "{:?}", found.both(&iterated));
    let [none, some] = ["0", "5"].map(|kappa| field.attacked(64, &[("attack", "cw"), ("kappa", kappa)]));
    assert!(none.confidence() < 0.6 && some.confidence() > 0.9 && some.success() >= 0.99, "κ buys confidence");
    assert!(some.mean(0) > none.mean(0), "which takes a longer way");

    let mut victim = field.victim.clone();
    let last = victim.members[0].iter_mut().filter(|(name, _)| name.starts_with("dense3"));
    last.for_each(|(_, values)| values.iter_mut().for_each(|x| *x *= 100.0));
    let distilled = Field { victim, exam: field.exam.clone(), ..*field };
    let single = [field, &distilled].map(|field| field.attacked(64, &[("attack", "fgsm"), ("eps", "0.15")]).success());
    let found = distilled.attacked(64, &[("attack", "cw")]);
    assert!(single[1] < single[0] - 0.3, "{single:?}");
    assert!(found.success() >= 0.99, "{}", found.success());
}

/// The more L1 weighs, the fewer pixels change, at equal success.
#[test]
fn adv_ead() {
    for (field, count) in fields().iter().zip([32, 128]) {
        let found = ["0", "0.03", "0.1", "0.3"].map(|beta| field.attacked(count, &[("attack", "ead"), ("beta", beta)]));
        assert!(found.iter().all(|found| found.success() >= 0.99), "equal success");
        assert!(found.windows(2).all(|pair| pair[1].mean(2) < pair[0].mean(2)), "fewer pixels with each β");
        assert!(found[3].mean(2) < 0.5 * found[0].mean(2), "{} {}", found[3].mean(2), found[0].mean(2));
        assert!(
            found[3].mean(1) < found[0].mean(1) && found[3].mean(0) > found[0].mean(0),
            "nearer in L1, farther in L2"
        );
    }
}

/// Pixels go to black or white two at a time and the rest stays bit for bit; most get to the digit that they are aimed at with at most 15 % of
/// their pixels changed, and so do most pairs of digits.
#[test]
fn adv_jsma() {
    for (field, count) in fields().iter().zip([90, 256]) {
        let found = field.attacked(count, &[("attack", "jsma"), ("goal", "each"), ("rounds", "19")]);
        let pixels = field.exam.pictures.iter().zip(&found.pictures);
        for (first, x) in pixels {
            assert!(first.to_bits() == x.to_bits() || *x == 0.0 || *x == 1.0, "{first} {x}");
        }
        assert!(found.far.iter().all(|far| far[2] % 2.0 == 0.0 && far[2] <= 0.15 * PIXELS as f64));
        assert!(found.success() > 0.6, "{}", found.success());
        let any = field.attacked(count, &[("attack", "jsma")]);
        assert!(any.success() > 0.9 && any.mean(2) < found.mean(2), "without a target it takes fewer");
    }
}

/// Aimed at each other digit, where both this and I-FGSM get there, it stays nearer.
#[test]
fn adv_lbfgs() {
    for (field, count) in fields().iter().zip([48, 256]) {
        let goal = ("goal", "each");
        let (found, iterated) = (field.attacked(count, &[("attack", "lbfgs"), goal]), field.attacked(count, AIMED));
        assert!(found.success() > 0.9, "{}", found.success());
        let (near, far) = found.both(&iterated);
        assert!(near < 0.8 * far && found.mean(0) < iterated.mean(0), "{near} {far}");
    }
}

/// Shares of pixels by value, in tenths.
fn histogram(x: &[f32]) -> [f64; 10] {
    let mut shares = [0.0; 10];
    x.iter().for_each(|value| shares[((value * 10.0) as usize).min(9)] += 1.0 / x.len() as f64);
    shares
}

/// Pictures fool whose pixels are fetched from beside them and are otherwise the same: of their values under 5 % are others on average, and the
/// flow is smooth: the more its roughness costs, the less of it there is.
#[test]
fn adv_spatial() {
    for (field, count) in fields().iter().zip([48, 64]) {
        let found = field.attacked(count, &[("attack", "flow")]);
        assert!(found.success() > 0.8, "{}", found.success());
        let change = |at: &usize| {
            let of = |all: &[f32]| histogram(&all[at * PIXELS..][..PIXELS]);
            let both = of(&field.exam.pictures).into_iter().zip(of(&found.pictures));
            both.map(|(a, b)| (a - b).abs()).sum::<f64>() / 2.0
        };
        let hits = found.hits();
        let mean = hits.iter().map(change).sum::<f64>() / hits.len() as f64;
        let [loose, tight] =
            ["0.005", "0.1"].map(|tau| field.attacked(32, &[("attack", "flow"), ("tau", tau)]).roughness());
        assert!(mean < 0.05, "{mean}");
        assert!(found.roughness() < 0.1 && loose > found.roughness() && found.roughness() > tight);
    }
}

/// One pixel differs and no other, and it fools more often than one at random; also a network without slopes, on which FGSM finds no pixel to
/// move: what it asks for are answers.
#[test]
fn adv_one_pixel() {
    let [cnn, mlp] = fields();
    for (field, count) in [(cnn, 64), (mlp, 256)] {
        let found = field.attacked(count, &[("attack", "pixel")]);
        assert!(found.far.iter().all(|far| far[2] <= 1.0));
        assert!(found.hits().iter().all(|at| found.far[*at][2] == 1.0));
        let mut random = Stream::new(field.seed, 9);
        let mut noisy = field.exam.pictures[..count * PIXELS].to_vec();
        for picture in noisy.chunks_exact_mut(PIXELS) {
            picture[(random.uniform() * PIXELS as f32) as usize] = random.uniform();
        }
        let logits = field.logits(&noisy);
        let held = found.fooled.iter().enumerate().filter(|(_, fooled)| fooled.is_some()).map(|(at, _)| at);
        let lost =
            held.filter(|at| likeliest(&logits[at * CLASSES..][..CLASSES]) as f32 != field.exam.classes[*at]).count();
        assert!(found.hits().len() > lost, "{} {lost}", found.hits().len());
    }
    let mut steps = Field::trained(3, "dense 64, sigmoid, dense 10", 150);
    let first = steps.victim.members[0].iter_mut().filter(|(name, _)| name.starts_with("dense1"));
    first.for_each(|(_, values)| values.iter_mut().for_each(|x| *x *= 1e6));
    let (gradient, found) = (steps.attacked(256, &[("attack", "fgsm")]), steps.attacked(256, &[("attack", "pixel")]));
    let still = gradient.far.iter().filter(|far| far[2] == 0.0).count();
    assert!(still > 230 && found.success() > gradient.success(), "{still} {} {}", found.success(), gradient.success());
}

/// In the lab: what is shown of an attack that looks for the nearest, and that a run goes on from what was saved in the middle of one.
#[test]
fn the_nearest_is_told_and_goes_on_from_what_was_saved() {
    for (attack, norm) in [("deepfool", "l2_max"), ("ead", "l1_max"), ("jsma", "l0_max")] {
        let mut run = Run::open(3, &[("net", "linear"), ("practice", "100"), ("attack", attack), ("rounds", "4")]);
        run.after(27);
        let saved = block_on(run.model.save()).unwrap().unwrap();
        let frame = run.after(18);
        run.model.restore(&saved).unwrap();
        assert_eq!(run.after(18), frame, "{attack}");
        let (found, left) = (metric(&frame, "success"), metric(&frame, "attacked_accuracy"));
        let clean = metric(&frame, "clean_accuracy");
        assert!((clean * (1.0 - found) - left).abs() < 1e-9, "{attack}: {clean} {found} {left}");
        let mean = metric(&frame, &norm.replace("max", "mean"));
        assert!(mean > 0.0 && mean <= metric(&frame, norm), "{attack} {mean}");
        let nearest = curve(&frame, "radii", "attack");
        assert!(nearest.windows(2).all(|pair| pair[1] <= pair[0]), "{nearest:?}");
        assert!(nearest.iter().all(|right| f64::from(*right) <= clean + 1e-6 && f64::from(*right) >= left - 1e-6));
    }
}

/// A network in double precision: products, biases and `max(x, 0)` between them.
struct Plain {
    /// Weights `[inputs, outputs]` and biases of each layer.
    layers: Vec<(Vec<f32>, Vec<f32>)>,
}

impl Plain {
    /// Layers of these widths with weights that a seed fixes.
    fn fixed(widths: &[usize], seed: u64) -> Self {
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
    fn field(&self) -> Field {
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

    fn logits(&self, x: &[f32]) -> Vec<f64> {
        self.all(x).pop().unwrap()
    }

    /// Slope of `Σ dz · z`.
    fn slope(&self, x: &[f32], dz: &[f64]) -> Vec<f64> {
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
fn grey_pictures(plain: &Plain, count: usize) -> (Vec<f32>, Vec<f32>) {
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

fn hops(field: &Field, first: &[f32], classes: &[f32], steps: u32, beyond: &str) -> Vec<f32> {
    stepped(field, (first, classes), steps, &[("attack", "deepfool"), ("beyond", beyond)])
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
