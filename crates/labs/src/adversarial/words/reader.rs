//! A network that reads opinions: embeddings, filters over three words, the greatest answer of each, one number (Kim, EMNLP 2014).

use crate::exhibit::Curve;
use compute::rng::Stream;
use compute::{Conv, Device, EngineError, Expr, Machine, Program, grad};
use data::made::language::{Language, Opinion, PAD, Vocabulary};
use nn::loss::bce_with_logits;
use nn::{Conv2d, Embedding, Layer as _, Linear, Minimiser};

/// Words of a sentence at most, with its punctuation; shorter ones are filled up.
pub(super) const LENGTH: usize = 18;
/// Numbers of an embedding, filters, and words under one.
pub(super) const WIDTH: usize = 16;
const FILTERS: usize = 24;
const GRAM: usize = 3;
/// Sentences of a step.
pub(super) const BATCH: usize = 32;
const RATE: f32 = 5e-3;
/// Sentences that the vocabulary is made of: all words come up in them.
const HEARD: u64 = 2000;

/// All words of the set in a language.
pub(super) fn vocabulary(language: Language) -> Vocabulary {
    let opinions = (0..HEARD).flat_map(|index| Opinion::draw(language, 0, index).words);
    Vocabulary::of(opinions.map(str::to_owned), usize::MAX)
}

/// A row of numbers, filled up.
pub(super) fn row(vocabulary: &Vocabulary, words: &[&str]) -> Vec<f32> {
    let numbers = words.iter().map(|word| vocabulary.number(word) as f32);
    numbers.chain(std::iter::repeat(PAD as f32)).take(LENGTH).collect()
}

#[derive(Clone)]
struct Net {
    table: Embedding,
    filters: Conv2d,
    out: Linear,
}
nn::layer!(Net { table, filters, out });

impl Net {
    fn new(program: &mut Program, words: usize) -> Self {
        Self {
            table: Embedding::new(program, "table", words, WIDTH),
            filters: Conv2d::new(program, "filters", WIDTH, FILTERS, [1, GRAM], Conv::default()),
            out: Linear::new(program, "out", FILTERS, 1),
        }
    }

    /// Embeddings `[N, LENGTH, WIDTH]` of the sentences `x [N, LENGTH]` to logits `[N, 1]`, above 0 for praise. Behind the sentence are
    /// zeros.
    fn logits(&self, x: &Expr, embedded: &Expr) -> Expr {
        let rows = x.shape().axes()[0];
        let there = Expr::scalar(0.5).less(x).reshape(&[rows, LENGTH, 1]);
        let columns = (embedded * there).permute(&[0, 2, 1]).reshape(&[rows, WIDTH, 1, LENGTH]);
        let most = self.filters.forward(&columns).relu().max_axes(&[2, 3]);
        self.out.forward(&most.reshape(&[rows, FILTERS]))
    }
}

/// What it has learnt, by name.
pub(super) type Weights = Vec<(String, Vec<f32>)>;

pub(super) struct Reader {
    pub(super) machine: Machine,
    names: Vec<String>,
    pub(super) left: Left,
}

/// What is kept of the way so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Left {
    pub(super) step: u64,
    pub(super) losses: Curve,
    pub(super) loss: Option<f32>,
}

impl Reader {
    pub(super) fn new(device: &Device, words: usize, seed: u64) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let (x, y) = (program.state("x", &[BATCH, LENGTH]), program.state("y", &[BATCH, 1]));
        let net = Net::new(&mut program, words);
        let loss = bce_with_logits(&net.logits(&x, &net.table.forward(&x)), &y);
        let memory = Minimiser::adam(RATE).minimise(&mut program, "adam", &loss, &net).memory;
        program.record(&loss);
        let mut machine = device.machine(program.compile()?)?;
        let mut random = Stream::new(seed, 0);
        let first = net.init(&mut random);
        let names = first.iter().map(|(name, _)| name.clone()).collect();
        for (name, values) in first.into_iter().chain(memory.init(&mut random)) {
            machine.write(&name, &values)?;
        }
        Ok(Self { machine, names, left: Left::default() })
    }

    /// A step on sentences and whether each praises, 1 or 0.
    pub(super) async fn learn(&mut self, x: &[f32], y: &[f32]) -> Result<(), EngineError> {
        self.machine.write("x", x)?;
        self.machine.write("y", y)?;
        self.machine.run(1)?;
        for loss in self.machine.drain().await? {
            self.left.losses.push(self.left.step as f32, loss);
            self.left.loss = Some(loss);
        }
        self.left.step += 1;
        Ok(())
    }

    pub(super) async fn weights(&mut self) -> Result<Weights, EngineError> {
        let mut all = Vec::new();
        for name in &self.names {
            all.push((name.clone(), self.machine.read(name).await?));
        }
        Ok(all)
    }
}

/// What it says of sentences, and how that would change with the embedding of each word.
pub(super) struct Asked {
    machine: Machine,
    /// Embeddings of all words.
    table: Vec<f32>,
}

impl Asked {
    pub(super) fn new(device: &Device, words: usize, weights: &Weights, rows: usize) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let x = program.state("x", &[rows, LENGTH]);
        let net = Net::new(&mut program, words);
        let embedded = net.table.forward(&x);
        let logits = net.logits(&x, &embedded);
        program.output("logits", &logits);
        program.output("slopes", &grad(&logits.sum(), &[&embedded]).remove(0));
        let mut machine = device.machine(program.compile()?)?;
        let mut table = Vec::new();
        for (name, values) in weights {
            machine.write(name, values)?;
            if *name == net.table.weight.name {
                table.clone_from(values);
            }
        }
        Ok(Self { machine, table })
    }

    /// Logits `[N]`.
    pub(super) async fn logits(&mut self, x: &[f32]) -> Result<Vec<f32>, EngineError> {
        self.machine.write("x", x)?;
        self.machine.run(1)?;
        self.machine.read("logits").await
    }

    /// The logits' slopes `[N, LENGTH, WIDTH]` where they were last asked for.
    pub(super) async fn slopes(&mut self) -> Result<Vec<f32>, EngineError> {
        self.machine.read("slopes").await
    }

    /// By how much a logit changes, to first order, where a word gives way to another one: `(e' − e)·∂z/∂e` (Ebrahimi et al., "HotFlip",
    /// ACL 2018).
    pub(super) fn estimate(&self, slope: &[f32], from: usize, to: usize) -> f32 {
        let row = |word: usize| &self.table[word * WIDTH..(word + 1) * WIDTH];
        row(to).iter().zip(row(from)).zip(slope).map(|((to, from), slope)| (to - from) * slope).sum()
    }
}
