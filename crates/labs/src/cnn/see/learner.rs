//! Networks that learn beside the lab's own one: the judge, and the eye for coloured pictures.

use super::ascent::PIXELS;
use super::noise::noise;
use compute::rng::Stream;
use compute::{Device, EngineError, Expr, Machine, Program, Snapshot};
use data::made::choice::Choice as _;
use data::made::digits::{Digits, Size};
use data::made::figures::{Figure, Texture};
use data::made::textures::Textured;
use data::random::Random;
use nn::loss::cross_entropy;
use nn::{Layer, Minimiser, Net, Parameter, Stack, StackError};

/// States by name.
pub(super) type Weights = Vec<(String, Vec<f32>)>;

/// What is learnt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum School {
    /// The ten digits, of hands that differ so much.
    Digits(f32),
    /// The same, but of ten pictures one is noise, whose class is [`NO_DIGIT`].
    DigitsOrNone(f32),
    /// Figures with textures in colour: which figure, and which texture.
    Textured,
}

/// The class of a picture that is no digit.
pub(super) const NO_DIGIT: usize = 10;
/// Which share of the judge's pictures is none.
const NONE: f32 = 0.1;

/// Pixels of a row of a coloured picture that is learnt from.
pub(super) const SMALL: usize = 32;

impl School {
    /// Numbers that name what is on a picture.
    fn answers(self) -> usize {
        match self {
            Self::Digits(_) | Self::DigitsOrNone(_) => 1,
            Self::Textured => 2,
        }
    }

    /// The mean cross-entropy of the answers `y [N, answers]`.
    fn loss(self, logits: &Expr, y: &Expr) -> Expr {
        let n = y.shape().axes()[0];
        let of = |column: usize| y.slice(1, column, 1).reshape(&[n]);
        match self {
            Self::Digits(_) | Self::DigitsOrNone(_) => cross_entropy(logits, &of(0)),
            Self::Textured => {
                let (figures, textures) = (Figure::ALL.len(), Texture::ALL.len());
                cross_entropy(&logits.slice(1, 0, figures), &of(0)) + cross_entropy(&logits.slice(1, figures, textures), &of(1))
            }
        }
    }

    /// Draws items `first`, `first + 1`, …: pictures into `x`; answers with their answers.
    pub(super) fn draw(self, seed: u64, first: u64, x: &mut [f32]) -> Vec<f32> {
        match self {
            Self::Digits(variety) => {
                let factors = Digits { seed, size: Size::Full, variety }.fill(first, x);
                factors.iter().map(|one| f32::from(one.class)).collect()
            }
            Self::DigitsOrNone(variety) => {
                let mut classes = Self::Digits(variety).draw(seed, first, x);
                for ((index, picture), class) in (first..).zip(x.chunks_exact_mut(PIXELS)).zip(&mut classes) {
                    let mut random = Random::of(seed ^ 0x6e6f_6973_6500, index);
                    if random.chance(NONE) {
                        noise(&mut random, picture);
                        *class = NO_DIGIT as f32;
                    }
                }
                classes
            }
            Self::Textured => {
                let one = |(index, slot): (u64, &mut [f32])| {
                    let (factors, picture) = Textured::draw(seed, index, SMALL);
                    // Grey is 0: as a picture that is not there.
                    slot.iter_mut().zip(&picture.values).for_each(|(slot, value)| *slot = value * 2.0 - 1.0);
                    [factors.figure.index() as f32, factors.texture.index() as f32]
                };
                (first..).zip(x.chunks_exact_mut(3 * SMALL * SMALL)).flat_map(one).collect()
            }
        }
    }
}

/// A network in training: Adam on the cross-entropy, a batch a step, no item twice.
pub(super) struct Learner {
    machine: Machine,
    net: Net,
    school: School,
    batch: usize,
    seed: u64,
    /// Steps that it has made.
    pub(super) step: u64,
    /// What was saved last: clones share their values.
    kept: Option<(Snapshot, u64)>,
}

/// Adam's rate.
const RATE: f32 = 3e-3;

impl Learner {
    pub(super) fn new(device: &Device, stack: &Stack, school: School, batch: usize, seed: u64) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let [c, h, w] = stack.input;
        let (x, y) = (program.state("x", &[batch, c, h, w]), program.state("y", &[batch, school.answers()]));
        let net = stack.build(&mut program);
        let loss = school.loss(&net.train(&mut program, &x), &y);
        let memory: Vec<Parameter> = Minimiser::adam(RATE).minimise(&mut program, "adam", &loss, &net).memory;
        let mut machine = device.machine(program.compile()?)?;
        let mut random = Stream::new(seed, 1);
        for (name, values) in net.init(&mut random).into_iter().chain(memory.init(&mut random)) {
            machine.write(&name, &values)?;
        }
        Ok(Self { machine, net, school, batch, seed, step: 0, kept: None })
    }

    pub(super) fn advance(&mut self, steps: u64) -> Result<(), EngineError> {
        let mut x = vec![0.0; self.batch * self.net.stack().input.iter().product::<usize>()];
        for _ in 0..steps {
            let y = self.school.draw(self.seed, self.step * self.batch as u64, &mut x);
            self.machine.write("x", &x)?;
            self.machine.write("y", &y)?;
            self.machine.run(1)?;
            self.step += 1;
        }
        Ok(())
    }

    pub(super) async fn weights(&mut self) -> Result<Weights, EngineError> {
        read_all(&mut self.machine, &self.net).await
    }

    /// What it goes on from, taken anew only after a step.
    pub(super) async fn save(&mut self) -> Result<(Snapshot, u64), EngineError> {
        if let Some(kept) = self.kept.as_ref().filter(|(_, step)| *step == self.step) {
            return Ok(kept.clone());
        }
        let kept = (self.machine.snapshot().await?, self.step);
        self.kept = Some(kept.clone());
        Ok(kept)
    }

    pub(super) fn restore(&mut self, (snapshot, step): &(Snapshot, u64)) -> Result<(), EngineError> {
        self.machine.restore(snapshot)?;
        self.step = *step;
        Ok(())
    }
}

/// All states of a network, learnt or not.
pub(super) async fn read_all(machine: &mut Machine, net: &dyn Layer) -> Result<Weights, EngineError> {
    let mut names = Vec::new();
    net.each(&mut |parameter| names.push(parameter.name.clone()));
    let mut all = Vec::new();
    for name in names {
        let values = machine.read(&name).await?;
        all.push((name, values));
    }
    Ok(all)
}

pub(super) fn write_all(machine: &mut Machine, weights: &Weights) -> Result<(), EngineError> {
    weights.iter().try_for_each(|(name, values)| machine.write(name, values))
}

/// A network that is written here works.
#[expect(clippy::needless_pass_by_value, reason = "as map_err hands it over")]
pub(super) fn wrong(error: StackError) -> labkit::LabError {
    labkit::LabError::general(error.zh(), error.en())
}
