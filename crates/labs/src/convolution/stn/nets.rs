//! A network that reads a frame, and one that says where the frame lies.

use super::warp::{IDENTITY, grid};
use crate::convolution::why::pictures::SIDE;
use compute::{Conv, Expr, Pool, Program, Shape};
use data::made::digits::CLASSES;
use nn::loss::cross_entropy;
use nn::optimiser::schedule::{step_count, warm_up};
use nn::{Conv2d, Init, Layer, Linear, Minimiser, Parameter};

/// Pixels of a row of the frame: as many as the picture has, so that the whole picture as a frame loses nothing.
pub(super) const FRAME: usize = SIDE;

/// `1×28×28 → conv 5×5, stride 2 → 8×14×14 → pool → 8×7×7 → 10`: little that would bear turns.
#[derive(Clone)]
pub(super) struct Reader {
    conv: Conv2d,
    out: Linear,
}
nn::layer!(Reader { conv, out });

impl Reader {
    fn new(program: &mut Program, name: &str) -> Self {
        Self {
            conv: Conv2d::new(program, &format!("{name}.conv"), 1, 8, [5, 5], Conv::new(2, 2)),
            out: Linear::new(program, &format!("{name}.out"), 8 * 7 * 7, CLASSES),
        }
    }

    fn forward(&self, frame: &Expr) -> Expr {
        self.out.forward(&flat(&self.conv.forward(frame).relu().max_pool(Pool::new(2))))
    }
}

/// Where the frame lies, by four numbers: `28×28 → conv 5×5 → 8×24×24 → pool 3 → 8×8×8 → conv 3×3 → pool → 8×4×4 → 64 → 4`. At first the
/// last layer answers with the whole picture, whatever it sees.
#[derive(Clone)]
pub(super) struct Localiser {
    wide: Conv2d,
    near: Conv2d,
    hidden: Linear,
    out: Linear,
}
nn::layer!(Localiser { wide, near, hidden, out });

impl Localiser {
    fn new(program: &mut Program) -> Self {
        Self {
            wide: Conv2d::new(program, "where.wide", 1, 8, [5, 5], Conv::default()),
            near: Conv2d::new(program, "where.near", 8, 8, [3, 3], Conv::new(1, 1)),
            hidden: Linear::new(program, "where.hidden", 8 * 4 * 4, 64),
            out: Linear::unbiased(program, "where.out", 64, 4).with_init(Init::Zeros),
        }
    }

    /// `θ [N, 6]`: turn, size and shift without shear, `x′ = (1 + a) x − b y + u`, `y′ = b x + (1 + a) y + v`, all of them bounded, so that
    /// the frame does not leave the picture for good.
    fn forward(&self, x: &Expr) -> Expr {
        let seen = self.wide.forward(x).relu().max_pool(Pool::new(3));
        let seen = self.near.forward(&seen).relu().max_pool(Pool::new(2));
        let four = self.out.forward(&self.hidden.forward(&flat(&seen)).tanh()).tanh();
        let number = |k, most: f32| four.slice(1, k, 1) * most;
        let (a, b, u, v) = (number(0, 0.7), number(1, 0.9), number(2, 0.5), number(3, 0.5));
        Expr::concat(&[&a, &-b.clone(), &u, &b, &a, &v], 1) + whole()
    }
}

fn flat(h: &Expr) -> Expr {
    let rows = h.shape().axes()[0];
    h.reshape(&[rows, h.shape().size() / rows])
}

/// The whole picture, `[1, 6]`.
fn whole() -> Expr {
    let numbers = IDENTITY.map(|number| Expr::constant(number, &Shape::new(&[1, 1])));
    Expr::concat(&numbers.iter().collect::<Vec<_>>(), 1)
}

/// Both networks in a program: with the transformer, and the same reader without.
#[derive(Clone)]
pub(super) struct Nets {
    pub(super) localiser: Localiser,
    pub(super) reader: Reader,
    pub(super) plain: Reader,
}
nn::layer!(Nets { localiser, reader, plain });

/// What they make of `x [N, 1, 28, 28]`.
pub(super) struct Answers {
    pub(super) theta: Expr,
    pub(super) frame: Expr,
    pub(super) logits: [Expr; 2],
}

impl Nets {
    fn new(program: &mut Program) -> Self {
        Self { localiser: Localiser::new(program), reader: Reader::new(program, "stn"), plain: Reader::new(program, "plain") }
    }

    /// What they read of `x [N, 1, 28, 28]`, and behind it of `upright [M, 1, 28, 28]`, which fills the frame as it is: logits `[N + M, 10]`.
    fn forward(&self, x: &Expr, upright: Option<&Expr>) -> Answers {
        let theta = self.localiser.forward(x);
        let frame = x.grid_sample(&grid(&theta, FRAME));
        let with = |seen: &Expr| upright.map_or_else(|| seen.clone(), |upright| Expr::concat(&[seen, upright], 0));
        Answers { logits: [self.reader.forward(&with(&frame)), self.plain.forward(&with(x))], theta, frame }
    }
}

/// An update of both with Adam on the scenes `x` and the upright digits `upright`, with the classes `y` of all of them; where the frame lies
/// is learnt at a share of the rate, which it comes to slowly. Records both losses.
///
/// A reader reads what it has learnt to: by the scenes alone the frame could as well come to lie twice as large as the digit, or beside it,
/// always in the same way. The upright digits say how a digit is to lie in the frame, and none where it lies in a picture.
pub(super) fn training(scenes: usize, upright: usize) -> (Program, Nets, Vec<Parameter>) {
    /// A frame that jumps leaves the reader behind; one that moves before the reader knows anything is led astray.
    const SLOW: f32 = 0.3;
    const WAIT: f32 = 100.0;
    let mut program = Program::new();
    let (x, clear) = (program.state("x", &[scenes, 1, SIDE, SIDE]), program.state("upright", &[upright, 1, SIDE, SIDE]));
    let (y, rate) = (program.state("y", &[scenes + upright]), program.state("lr", &[]));
    let nets = Nets::new(&mut program);
    let [loss, plain] = nets.forward(&x, Some(&clear)).logits.map(|logits| cross_entropy(&logits, &y));
    let t = step_count(&mut program, "t");
    let slow = &rate * SLOW * warm_up(&t.value, WAIT);
    let mut memory = Minimiser::adam(&rate).minimise(&mut program, "adam.stn", &loss, &nets.reader).memory;
    memory.extend(Minimiser::adam(&slow).minimise(&mut program, "adam.where", &loss, &nets.localiser).memory);
    memory.extend(Minimiser::adam(&rate).minimise(&mut program, "adam.plain", &plain, &nets.plain).memory);
    memory.push(t);
    program.record(&loss);
    program.record(&plain);
    (program, nets, memory)
}

/// The same on `rows` pictures: outputs `theta`, `frame`, `stn`, `plain`.
pub(super) fn asked(rows: usize) -> Program {
    let mut program = Program::new();
    let x = program.state("x", &[rows, 1, SIDE, SIDE]);
    let Answers { theta, frame, logits: [stn, plain] } = Nets::new(&mut program).forward(&x, None);
    for (name, value) in [("theta", &theta), ("frame", &frame), ("stn", &stn), ("plain", &plain)] {
        program.output(name, value);
    }
    program
}
