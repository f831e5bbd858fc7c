//! The two networks of pictures, with every rule of the recipe as a choice (Radford, Metz and Chintala, ICLR 2016).

use compute::{Conv, Expr, Program};
use nn::activation::leaky_relu;
use nn::layer::norm::BatchNorm;
use nn::layer::pool::avg_pool;
use nn::{Conv2d, ConvTranspose2d, Init, Layer, Linear, Parameter};

/// Slope of a leaky rectifier.
const SLOPE: f32 = 0.2;
/// Rows and columns where the generator begins and the discriminator ends.
const SEED: usize = 4;
/// Deviation of first weights.
const SPREAD: f32 = 0.02;

/// What is normalised by a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Norm {
    /// Nothing.
    None,
    /// By the batch itself.
    Batch,
    /// By a batch that stays the same.
    Virtual,
}

/// How the generator's pictures grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rise {
    /// Transposed convolutions of stride 2.
    Transposed,
    /// Each pixel four times, then a convolution.
    Repeated,
}

/// How the networks are made.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Design {
    /// Pixels of a row: 16 or 32.
    pub(super) side: usize,
    pub(super) channels: usize,
    pub(super) latent: usize,
    /// Maps of the widest pictures; each halving doubles them.
    pub(super) width: usize,
    pub(super) norm: Norm,
    /// Also the generator's output and what the discriminator's first layer gives.
    pub(super) everywhere: bool,
    pub(super) rise: Rise,
    /// The discriminator takes means of 2×2 instead of steps of 2.
    pub(super) pooled: bool,
    /// Leaky rectifiers in the discriminator; else plain ones.
    pub(super) leaky: bool,
    /// Pictures from −1 to 1 by tanh; else from 0 to 1 by a sigmoid.
    pub(super) tanh: bool,
    pub(super) attention: bool,
    /// The discriminator's score is how badly it copies a picture.
    pub(super) energy: bool,
    /// Batch norms in the discriminator, too.
    pub(super) norm_d: bool,
}

impl Design {
    /// How often sides are halved.
    fn halvings(&self) -> usize {
        (self.side / SEED).ilog2() as usize
    }

    /// Maps after so many halvings.
    fn maps(&self, halved: usize) -> usize {
        self.width << halved.saturating_sub(1)
    }

    pub(super) fn pixels(&self) -> usize {
        self.channels * self.side * self.side
    }
}

/// By what a pass is normalised.
#[derive(Debug, Clone, Copy)]
pub(super) enum By {
    /// The pictures of the pass together.
    Batch,
    /// What was seen on average.
    Running,
    /// Its first pictures, so many.
    First(usize),
}

/// What a pass leaves besides its result.
#[derive(Debug, Default)]
pub(super) struct Traces {
    /// What each norm took in.
    taken: Vec<Expr>,
    /// Who looks where, `[B, 1, T, T]`.
    pub(super) looks: Option<Expr>,
    /// The generator's output before its bend, `[B, C, H, W]`.
    pub(super) before: Option<Expr>,
}

fn normal(norm: Option<&BatchNorm>, x: Expr, by: By, traces: &mut Traces) -> Expr {
    let Some(norm) = norm else { return x };
    let out = match by {
        By::Batch => norm.batch(&x),
        By::Running => norm.eval(&x),
        By::First(rows) => norm.by(&x, &x.slice(0, 0, rows)),
    };
    traces.taken.push(x);
    out
}

/// Self-attention over the pixels of maps (Zhang et al., ICML 2019): queries and keys of an eighth of the maps, a residual whose gain
/// begins at 0.
#[derive(Debug, Clone)]
struct Attention {
    query: Conv2d,
    key: Conv2d,
    value: Conv2d,
    gain: Parameter,
}
nn::layer!(Attention { query, key, value, gain });

impl Attention {
    fn new(program: &mut Program, name: &str, maps: usize) -> Self {
        let mut point = |part: &str, outputs| {
            Conv2d::unbiased(program, &format!("{name}.{part}"), maps, outputs, [1, 1], Conv::new(1, 0))
        };
        let narrow = (maps / 4).max(4);
        let (query, key, value) = (point("query", narrow), point("key", narrow), point("value", maps));
        Self { query, key, value, gain: Parameter::new(program, &format!("{name}.gain"), &[], Init::Zeros) }
    }

    fn forward(&self, x: &Expr, traces: &mut Traces) -> Expr {
        let axes = x.shape().axes().to_vec();
        let places = axes[2] * axes[3];
        let flat = |conv: &Conv2d| {
            let y = conv.forward(x);
            let maps = y.shape().axes()[1];
            y.reshape(&[axes[0], maps, places])
        };
        let (q, k, v) = (flat(&self.query), flat(&self.key), flat(&self.value));
        let looks = nn::activation::softmax(&q.permute(&[0, 2, 1]).matmul(&k), 2);
        let seen = v.matmul(&looks.permute(&[0, 2, 1])).reshape(&axes);
        traces.looks = Some(looks.reshape(&[axes[0], 1, places, places]));
        x + seen * &self.gain.value
    }
}

/// Vectors `[B, Z]` to pictures.
#[derive(Debug, Clone)]
pub(super) struct Generator {
    first: Linear,
    rises: Vec<ConvTranspose2d>,
    convs: Vec<Conv2d>,
    norms: Vec<BatchNorm>,
    last_norm: Option<BatchNorm>,
    attention: Option<Attention>,
}
nn::layer!(Generator { first, rises, convs, norms, last_norm, attention });

impl Generator {
    pub(super) fn new(program: &mut Program, name: &str, design: &Design, latent: usize) -> Self {
        let depth = design.halvings();
        let first = Linear::new(program, &format!("{name}0"), latent, design.maps(depth) * SEED * SEED);
        let (mut rises, mut convs, mut norms) = (Vec::new(), Vec::new(), Vec::new());
        let normed = design.norm != Norm::None;
        if normed {
            norms.push(BatchNorm::new(program, &format!("{name}0.norm"), design.maps(depth)));
        }
        for level in (0..depth).rev() {
            let name = format!("{name}{}", depth - level);
            let (inputs, outputs) =
                (design.maps(level + 1), if level == 0 { design.channels } else { design.maps(level) });
            match design.rise {
                Rise::Transposed => {
                    rises.push(ConvTranspose2d::new(program, &name, inputs, outputs, [4, 4], Conv::new(2, 1)));
                }
                Rise::Repeated => convs.push(Conv2d::new(program, &name, inputs, outputs, [3, 3], Conv::new(1, 1))),
            }
            if normed && level > 0 {
                norms.push(BatchNorm::new(program, &format!("{name}.norm"), outputs));
            }
        }
        let last_norm = (normed && design.everywhere)
            .then(|| BatchNorm::new(program, &format!("{name}.last.norm"), design.channels));
        let attention = (design.attention && depth > 1)
            .then(|| Attention::new(program, &format!("{name}.attention"), design.maps(depth - 1)));
        Self { first, rises, convs, norms, last_norm, attention }
    }

    /// Pictures `[B, C, H, W]`.
    pub(super) fn forward(&self, design: &Design, z: &Expr, by: By, traces: &mut Traces) -> Expr {
        let depth = design.halvings();
        let rows = z.shape().axes()[0];
        let mut h = self.first.forward(z).reshape(&[rows, design.maps(depth), SEED, SEED]);
        h = normal(self.norms.first(), h, by, traces).relu();
        for level in (0..depth).rev() {
            let at = depth - 1 - level;
            h = match design.rise {
                Rise::Transposed => self.rises[at].forward(&h),
                Rise::Repeated => self.convs[at].forward(&repeated(&h)),
            };
            if level > 0 {
                h = normal(self.norms.get(at + 1), h, by, traces).relu();
            }
            if let (Some(attention), true) = (&self.attention, level == depth - 1) {
                h = attention.forward(&h, traces);
            }
        }
        h = normal(self.last_norm.as_ref(), h, by, traces);
        traces.before = Some(h.clone());
        if design.tanh { h.tanh() } else { h.sigmoid() }
    }
}

fn remember(norm: &BatchNorm, program: &mut Program, batches: &[&Expr]) {
    let [mean, variance] = norm.running(batches);
    program.update(&norm.mean.name, &mean);
    program.update(&norm.variance.name, &variance);
}

/// Each pixel as a square of four.
fn repeated(x: &Expr) -> Expr {
    let [n, c, h, w] = [0, 1, 2, 3].map(|axis| x.shape().axes()[axis]);
    let wide = x.reshape(&[n, c, h, 1, w, 1]).broadcast(&vec![n, c, h, 2, w, 2].into());
    wide.reshape(&[n, c, 2 * h, 2 * w])
}

/// Pictures to features, `[B, F]`.
#[derive(Debug, Clone)]
struct Trunk {
    convs: Vec<Conv2d>,
    norms: Vec<Option<BatchNorm>>,
}
nn::layer!(Trunk { convs, norms });

impl Trunk {
    fn new(program: &mut Program, name: &str, design: &Design) -> Self {
        let (mut convs, mut norms) = (Vec::new(), Vec::new());
        for level in 0..design.halvings() {
            let name = format!("{name}{}", level + 1);
            let inputs = if level == 0 { design.channels } else { design.maps(level) };
            let (window, spec) = if design.pooled { ([3, 3], Conv::new(1, 1)) } else { ([4, 4], Conv::new(2, 1)) };
            convs.push(Conv2d::new(program, &name, inputs, design.maps(level + 1), window, spec));
            let normed = design.norm_d && design.norm != Norm::None && (level > 0 || design.everywhere);
            norms.push(normed.then(|| BatchNorm::new(program, &format!("{name}.norm"), design.maps(level + 1))));
        }
        Self { convs, norms }
    }

    fn forward(&self, design: &Design, x: &Expr, by: By, traces: &mut Traces) -> Expr {
        let mut h = x.clone();
        for (conv, norm) in self.convs.iter().zip(&self.norms) {
            h = normal(norm.as_ref(), conv.forward(&h), by, traces);
            h = if design.leaky { leaky_relu(&h, SLOPE) } else { h.relu() };
            if design.pooled {
                h = avg_pool(&h, compute::Pool::new(2));
            }
        }
        let rows = h.shape().axes()[0];
        h.reshape(&[rows, h.shape().size() / rows.max(1)])
    }
}

/// Pictures to scores `[B, 1]`: a logit, or minus the mean squared error of its own copy.
#[derive(Debug, Clone)]
pub(super) struct Discriminator {
    trunk: Trunk,
    head: Linear,
    copy: Option<Generator>,
}
nn::layer!(Discriminator { trunk, head, copy });

/// Numbers of a code, where the discriminator copies.
const CODE: usize = 32;

impl Discriminator {
    pub(super) fn new(program: &mut Program, name: &str, design: &Design) -> Self {
        let trunk = Trunk::new(program, name, design);
        let features = design.maps(design.halvings()) * SEED * SEED;
        let head = Linear::new(program, &format!("{name}.head"), features, if design.energy { CODE } else { 1 });
        let plain = Design { norm: Norm::None, attention: false, ..design.clone() };
        let copy = design.energy.then(|| Generator::new(program, &format!("{name}.copy"), &plain, CODE));
        Self { trunk, head, copy }
    }

    pub(super) fn features(&self, design: &Design, x: &Expr, by: By) -> Expr {
        self.trunk.forward(design, x, by, &mut Traces::default())
    }

    /// What its last layer gives, `[B, 1]`: a score, or of what copies a code, `[B, CODE]`.
    pub(super) fn code(&self, design: &Design, x: &Expr, by: By) -> Expr {
        self.head.forward(&self.features(design, x, by))
    }

    pub(super) fn forward(&self, design: &Design, x: &Expr, by: By, traces: &mut Traces) -> Expr {
        let out = self.head.forward(&self.trunk.forward(design, x, by, traces));
        match &self.copy {
            None => out,
            Some(copy) => {
                let made = copy.forward(design, &out, By::Batch, &mut Traces::default());
                -errors(&made, x)
            }
        }
    }

    /// Tells the running statistics of batches, each as a pass by [`By::Batch`] has left it.
    pub(super) fn remember(&self, program: &mut Program, batches: &[&Traces]) {
        for (at, norm) in self.trunk.norms.iter().flatten().enumerate() {
            let taken: Vec<&Expr> = batches.iter().filter_map(|traces| traces.taken.get(at)).collect();
            remember(norm, program, &taken);
        }
    }
}

/// Mean squared differences of pictures, `[B, 1]`.
fn errors(a: &Expr, b: &Expr) -> Expr {
    let pixels = a.shape().size() / a.shape().axes()[0].max(1);
    (a - b).square().sum_axes(&[1, 2, 3]).reshape(&[a.shape().axes()[0], 1]) * (1.0 / pixels as f32)
}

/// First weights as DCGAN has them, N(0, 0.02²): norms make up for how small they are.
pub(super) fn small<L: Layer>(net: L) -> L {
    net.with_init(Init::Normal { mean: 0.0, std: SPREAD })
}
