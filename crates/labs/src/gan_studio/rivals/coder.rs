//! Generators that learn by themselves: codes to pictures, compared pixel by pixel; and who gives each picture its code.

use super::super::net::{By, Design, Generator, Traces};
use compute::{Conv, Expr, Program, Random};
use nn::activation::leaky_relu;
use nn::loss::{bce_with_logits, kl_div_normal};
use nn::{Conv2d, Linear, Minimiser, Parameter};

/// Pictures of a step.
pub(super) const BATCH: usize = 32;
const RATE: f32 = 5e-3;
/// Pictures that are learnt from.
pub(super) const POOL: usize = 1024;
/// Pictures of an exam.
pub(super) const ASKED: usize = 256;

/// Where the code of a picture comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// It is drawn beforehand and stays.
    Fixed,
    /// An encoder says it.
    Plain,
    /// An encoder says a normal law that it is drawn from (Kingma and Welling, ICLR 2014).
    Variational,
}

/// A generator that learns by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rival {
    pub(super) way: Way,
    /// Numbers of a code.
    pub(super) code: usize,
}

/// Pictures `[B, 1, H, W]` to vectors: the generator mirrored.
#[derive(Debug, Clone)]
struct Encoder {
    convs: Vec<Conv2d>,
    head: Linear,
}
nn::layer!(Encoder { convs, head });

impl Encoder {
    fn new(program: &mut Program, name: &str, design: &Design, outputs: usize) -> Self {
        let maps = [design.channels, design.width, 2 * design.width];
        let conv = |(at, pair): (usize, &[usize])| {
            Conv2d::new(program, &format!("{name}{}", at + 1), pair[0], pair[1], [4, 4], Conv::new(2, 1))
        };
        let convs = maps.windows(2).enumerate().map(conv).collect();
        let places = (design.side / 4).pow(2);
        Self { convs, head: Linear::new(program, &format!("{name}.head"), maps[2] * places, outputs) }
    }

    fn forward(&self, x: &Expr) -> Expr {
        let h = self.convs.iter().fold(x.clone(), |h, conv| leaky_relu(&conv.forward(&h), 0.2));
        let rows = h.shape().axes()[0];
        self.head.forward(&h.reshape(&[rows, h.shape().size() / rows.max(1)]))
    }
}

/// The networks of a rival.
#[derive(Debug, Clone)]
pub(super) struct Coder {
    encoder: Option<Encoder>,
    decoder: Generator,
}
nn::layer!(Coder { encoder, decoder });

impl Coder {
    fn new(program: &mut Program, at: usize, design: &Design, rival: &Rival) -> Self {
        let outputs = match rival.way {
            Way::Fixed => None,
            Way::Plain => Some(rival.code),
            Way::Variational => Some(2 * rival.code),
        };
        let encoder = outputs.map(|outputs| Encoder::new(program, &format!("r{at}.e"), design, outputs));
        Self { encoder, decoder: Generator::new(program, &format!("r{at}.g"), design, rival.code) }
    }
}

/// The state of the codes that were drawn beforehand.
pub(super) fn codes(at: usize) -> String {
    format!("r{at}.codes")
}

/// A step of all. States: `pool [POOL, H·W]`, `random`, `dial.beta`, the networks and what Adam remembers, and where codes are drawn
/// beforehand `r….codes [POOL, Z]`. Records of each the mean squared error of its batch.
///
/// Loss: Σ over pixels of −x ln x̂ − (1 − x) ln(1 − x̂), and β KL(q(z|x) ‖ N(0, I)) of a VAE (β: Higgins et al., ICLR 2017).
pub(super) fn program(design: &Design, rivals: &[Rival]) -> (Program, Vec<Coder>, Vec<Parameter>) {
    let mut program = Program::new();
    let pool = program.shared("pool", &[POOL, design.pixels()]);
    let mut random = Random::new(&mut program, "random");
    let beta = program.state("dial.beta", &[]);
    let places = random.uniform(&[BATCH]) * POOL as f32 - 0.5;
    let x = pool.rows(&places).reshape(&[BATCH, design.channels, design.side, design.side]);
    let (mut nets, mut memory) = (Vec::new(), Vec::new());
    for (at, rival) in rivals.iter().enumerate() {
        let net = Coder::new(&mut program, at, design, rival);
        let mut price = Expr::scalar(0.0);
        let z = match &net.encoder {
            None => program.shared(&codes(at), &[POOL, rival.code]).rows(&places),
            Some(encoder) => {
                let said = encoder.forward(&x);
                let mean = said.slice(1, 0, rival.code);
                match rival.way {
                    Way::Variational => {
                        let log = said.slice(1, rival.code, rival.code);
                        price = kl_div_normal(&mean, &log) * &beta;
                        mean + (log * 0.5).exp() * random.normal(&[BATCH, rival.code])
                    }
                    _ => mean,
                }
            }
        };
        let mut traces = Traces::default();
        let made = net.decoder.forward(design, &z, By::Batch, &mut traces);
        let logits = traces.before.unwrap_or_else(|| made.clone());
        let loss = bce_with_logits(&logits, &x) * design.pixels() as f32 + price;
        memory.extend(Minimiser::adam(RATE).minimise(&mut program, &format!("adam.r{at}"), &loss, &net).memory);
        program.record(&(made - &x).square().mean());
        nets.push(net);
    }
    (program, nets, memory)
}

/// What an exam gives of a rival: `made` from codes of N(0, I), `plane` from codes on a grid, `copied` from real pictures; and of an
/// auto-encoder `fitted`.
pub(super) fn output(what: &str, at: usize) -> String {
    format!("{what}{at}")
}

/// An exam of all. States: `pool [ASKED, H·W]`, of each `r….z [ASKED, Z]` normal and `r….grid [ASKED, Z]`, the networks, and
/// `r….codes [ASKED, Z]` where they were drawn beforehand.
///
/// Nothing says where the codes of an auto-encoder lie. So `fitted`, and its plane, are from codes as its own of real pictures,
/// coordinate by coordinate: normal, of their means and deviations.
pub(super) fn exam(design: &Design, rivals: &[Rival]) -> Program {
    let mut program = Program::new();
    let pool = program.state("pool", &[ASKED, design.pixels()]);
    let x = pool.reshape(&[ASKED, design.channels, design.side, design.side]);
    for (at, rival) in rivals.iter().enumerate() {
        let net = Coder::new(&mut program, at, design, rival);
        let [z, mut grid] = ["z", "grid"].map(|name| program.state(&format!("r{at}.{name}"), &[ASKED, rival.code]));
        let own = match &net.encoder {
            None => program.state(&codes(at), &[ASKED, rival.code]),
            Some(encoder) => encoder.forward(&x).slice(1, 0, rival.code),
        };
        let mut asked = vec![("copied", own.clone()), ("made", z.clone())];
        if rival.way == Way::Plain {
            let mean = own.sum_axes(&[0]) * (1.0 / ASKED as f32);
            let spread = ((&own - &mean).square().sum_axes(&[0]) * (1.0 / ASKED as f32)).sqrt();
            asked.push(("fitted", z * &spread + &mean));
            grid = grid * spread + mean;
        }
        asked.push(("plane", grid));
        for (what, z) in asked {
            let made = net.decoder.forward(design, &z, By::Running, &mut Traces::default());
            program.output(&output(what, at), &made);
        }
    }
    program
}
