//! The referee: a classifier of its own pictures, who never plays. It says what a picture shows and whether it shows anything.

use super::feed::{Feed, Truth};
use compute::rng::Stream;
use compute::{Conv, Device, EngineError, Expr, Machine, Pool, Program};
use nn::activation::softmax;
use nn::layer::pool::max_pool;
use nn::loss::cross_entropy;
use nn::optimiser::schedule::{cosine, step_count};
use nn::{Conv2d, Layer as _, Linear, Minimiser, Parameter};

/// Pictures of a step, and of an exam's pass.
const BATCH: usize = 64;
pub(super) const PASS: usize = 128;
/// Steps that it learns.
pub(super) const LESSONS: u64 = 400;
/// Numbers that a picture is described by: what distances are measured between.
pub(super) const FEATURES: usize = 48;
const RATE: f32 = 3e-3;
/// From where its own pictures are counted: nobody else sees them.
const OWN: u64 = 1 << 40;
/// Stream of first weights and of spoilt pictures.
const STREAM: u32 = 0x91;

/// What is asked of a picture, and how many answers there are. The first question has one more: nothing of the kind.
pub(super) fn questions(feed: &Feed) -> Vec<(&'static str, usize)> {
    match feed.kind {
        super::feed::Kind::Digits => vec![("class", 11)],
        super::feed::Kind::Faces => {
            vec![("face", 2), ("hair", 8), ("glasses", 2), ("hat", 2), ("skin", 5), ("background", 6)]
        }
    }
}

/// The right answers; of a spoilt picture only the first question has one.
fn answers(truth: &Truth, spoilt: bool, count: usize) -> Vec<f32> {
    let mut all = match truth {
        Truth::Digit(class) => vec![if spoilt { 10.0 } else { f32::from(*class) }],
        Truth::Face(factors) => {
            let codes = factors.codes();
            let code = |name: &str| codes.iter().find(|code| code.0[1] == name).map_or(0, |code| code.1) as f32;
            let some = |name: &str| code(name).min(1.0);
            vec![
                f32::from(u8::from(spoilt)),
                code("hair"),
                some("glasses"),
                some("hat"),
                code("skin"),
                code("background"),
            ]
        }
    };
    all.resize(count, 0.0);
    all
}

#[derive(Debug, Clone)]
struct Net {
    convs: Vec<Conv2d>,
    hidden: Linear,
    heads: Vec<Linear>,
}
nn::layer!(Net { convs, hidden, heads });

impl Net {
    fn new(program: &mut Program, feed: &Feed) -> Self {
        let widths = [feed.channels(), 12, 24, 32];
        let depth = if feed.side > 16 { 3 } else { 2 };
        let convs = (0..depth).map(|at| {
            let name = format!("conv{}", at + 1);
            Conv2d::new(program, &name, widths[at], widths[at + 1], [3, 3], Conv::new(1, 1))
        });
        let convs: Vec<Conv2d> = convs.collect();
        let hidden = Linear::new(program, "hidden", widths[depth] * 16, FEATURES);
        let heads = questions(feed).iter().map(|(name, count)| Linear::new(program, name, FEATURES, *count)).collect();
        Self { convs, hidden, heads }
    }

    /// Features `[B, F]`, and the logits of each question.
    fn forward(&self, x: &Expr) -> (Expr, Vec<Expr>) {
        let mut h = x.clone();
        for conv in &self.convs {
            h = max_pool(&conv.forward(&h).relu(), Pool::new(2));
        }
        let rows = h.shape().axes()[0];
        let features = self.hidden.forward(&h.reshape(&[rows, h.shape().size() / rows.max(1)])).relu();
        let answers = self.heads.iter().map(|head| head.forward(&features)).collect();
        (features, answers)
    }
}

/// What it says of pictures.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    /// `[N, F]`.
    pub(super) features: Vec<f32>,
    /// Of each question the probabilities, `[N, K]`.
    pub(super) chances: Vec<Vec<f32>>,
}

pub(super) struct Referee {
    feed: Feed,
    net: Net,
    lesson: Machine,
    exam: Machine,
    pub(super) learnt: u64,
    stale: bool,
}

impl Referee {
    pub(super) fn new(device: &Device, feed: &Feed, seed: u64) -> Result<Self, EngineError> {
        let asked = questions(feed);
        let axes = |rows| [rows, feed.channels(), feed.side, feed.side];
        let mut program = Program::new();
        let x = program.state("x", &axes(BATCH));
        let net = Net::new(&mut program, feed);
        let (_, logits) = net.forward(&x);
        let mut loss = Expr::scalar(0.0);
        for ((name, _), logits) in asked.iter().zip(&logits) {
            let y = program.state(&format!("y.{name}"), &[BATCH]);
            loss = loss + cross_entropy(logits, &y);
        }
        let t = step_count(&mut program, "t");
        let rate = cosine(&t.value, RATE, RATE * 0.02, LESSONS as f32);
        let mut memory = Minimiser::adam(&rate).minimise(&mut program, "adam", &loss, &net).memory;
        memory.push(t);
        program.record(&loss);
        let mut lesson = device.machine(program.compile()?)?;
        let mut random = Stream::new(seed, STREAM);
        for (name, values) in net.init(&mut random).into_iter().chain(memory.init(&mut random)) {
            lesson.write(&name, &values)?;
        }
        let mut program = Program::new();
        let x = program.state("x", &axes(PASS));
        let (features, logits) = Net::new(&mut program, feed).forward(&x);
        program.output("features", &features);
        for ((name, _), logits) in asked.iter().zip(&logits) {
            program.output(&format!("chances.{name}"), &softmax(logits, 1));
        }
        let exam = device.machine(program.compile()?)?;
        Ok(Self { feed: feed.clone(), net, lesson, exam, learnt: 0, stale: true })
    }

    pub(super) fn is_ready(&self) -> bool {
        self.learnt >= LESSONS
    }

    /// Learns on from pictures of its own; a third of them are spoilt.
    pub(super) async fn learn(&mut self, steps: u64) -> Result<(), EngineError> {
        let asked = questions(&self.feed);
        for _ in 0..steps {
            let (mut x, truths) = self.feed.draw(OWN + self.learnt * BATCH as u64, BATCH);
            let mut random = Stream::new(self.feed.seed ^ self.learnt, STREAM);
            let spoilt = BATCH / 3;
            spoil(&self.feed, &mut x, spoilt, &mut random);
            let given: Vec<Vec<f32>> =
                truths.iter().enumerate().map(|(at, truth)| answers(truth, at < spoilt, asked.len())).collect();
            self.lesson.write("x", &x)?;
            for (at, (name, _)) in asked.iter().enumerate() {
                let y: Vec<f32> = given.iter().map(|answers| answers[at]).collect();
                self.lesson.write(&format!("y.{name}"), &y)?;
            }
            self.lesson.run(1)?;
            self.lesson.drain().await?;
            self.learnt += 1;
        }
        self.stale |= steps > 0;
        Ok(())
    }

    /// Looks at pictures from 0 to 1.
    pub(super) async fn says(&mut self, pictures: &[f32]) -> Result<Said, EngineError> {
        if std::mem::take(&mut self.stale) {
            let parameters: Vec<Parameter> = self.net.parameters();
            for parameter in parameters {
                let values = self.lesson.read(&parameter.name).await?;
                self.exam.write(&parameter.name, &values)?;
            }
        }
        let (size, asked) = (self.feed.pixels(), questions(&self.feed));
        let mut said = Said { features: Vec::new(), chances: vec![Vec::new(); asked.len()] };
        for some in pictures.chunks(PASS * size) {
            let mut x = some.to_vec();
            x.resize(PASS * size, 0.0);
            let rows = some.len() / size;
            self.exam.write("x", &x)?;
            self.exam.run(1)?;
            said.features.extend_from_slice(&self.exam.read("features").await?[..rows * FEATURES]);
            for (chances, (name, count)) in said.chances.iter_mut().zip(&asked) {
                chances.extend_from_slice(&self.exam.read(&format!("chances.{name}")).await?[..rows * count]);
            }
        }
        Ok(said)
    }
}

/// Makes nothing of the first `count` pictures: two laid over each other, quarters shuffled, strokes rubbed out, noise, blots.
fn spoil(feed: &Feed, x: &mut [f32], count: usize, random: &mut Stream) {
    let (size, side) = (feed.pixels(), feed.side);
    let (bad, good) = x.split_at_mut(count * size);
    for (at, picture) in bad.chunks_exact_mut(size).enumerate() {
        let other = &good[at % (good.len() / size) * size..][..size];
        match at % 5 {
            0 => picture.iter_mut().zip(other).for_each(|(a, b)| *a = 0.5 * (*a + *b) + 0.2 * (*a - *b).abs()),
            1 => {
                let before = picture.to_vec();
                let half = side / 2;
                let turn = 1 + (random.uniform() * 3.0) as usize;
                for (place, value) in picture.iter_mut().enumerate() {
                    let (plane, y, x) = (place / (side * side), place / side % side, place % side);
                    let quarter = (y / half * 2 + x / half + turn) % 4;
                    let from = [quarter / 2 * half + y % half, quarter % 2 * half + x % half];
                    *value = before[(plane * side + from[0]) * side + from[1]];
                }
            }
            2 => {
                let (top, left) =
                    ((random.uniform() * 0.5 * side as f32) as usize, (random.uniform() * 0.5 * side as f32) as usize);
                for (place, value) in picture.iter_mut().enumerate() {
                    let (y, x) = (place / side % side, place % side);
                    if (top..top + side / 2).contains(&y) && (left..left + side / 2).contains(&x) {
                        *value = if feed.channels() > 1 { random.uniform() } else { 0.0 };
                    }
                }
            }
            3 => {
                let strength = 0.3 + 0.7 * random.uniform();
                picture.iter_mut().for_each(|value| *value += strength * (random.uniform() - *value));
            }
            _ => blots(picture, side, random),
        }
    }
}

/// Soft spots at random places, the planes alike or not.
fn blots(picture: &mut [f32], side: usize, random: &mut Stream) {
    picture.fill(0.0);
    for plane in picture.chunks_exact_mut(side * side) {
        for _ in 0..2 + (random.uniform() * 4.0) as usize {
            let [x0, y0] = [0, 1].map(|_| random.uniform() * side as f32);
            let wide = side as f32 * (0.06 + 0.12 * random.uniform());
            for (place, value) in plane.iter_mut().enumerate() {
                let (x, y) = ((place % side) as f32 - x0, (place / side) as f32 - y0);
                *value = (*value + data::maths::exp(-(x * x + y * y) / (2.0 * wide * wide))).min(1.0);
            }
        }
    }
}
