//! A stack as layers of a program.

use super::{Kind, Stack};
use crate::layer::pool::avg_pool;
use crate::{BatchNorm, Conv2d, Dropout, Layer, Linear, Local, Parameter};
use compute::ops::random::key;
use compute::rng::Stream;
use compute::{Expr, Program, Random};

/// State of the generator that drops numbers, in networks that do.
const DROPPED: &str = "dropout";

/// A built [`Stack`].
#[derive(Debug, Clone)]
pub struct Net {
    stack: Stack,
    /// One for each layer.
    parts: Vec<Part>,
    random: Option<Random>,
}

/// What a layer keeps.
#[derive(Debug, Clone)]
enum Part {
    None,
    Conv(Conv2d),
    Local(Local),
    Dense(Linear),
    Norm(BatchNorm),
}

/// What a layer says.
#[derive(Debug, Clone)]
pub struct Tap {
    /// The layer's name, as `conv1`.
    pub name: String,
    /// Its index in [`Stack::layers`].
    pub layer: usize,
    /// `[N, C, H, W]`, or `[N, width]` once it is flat.
    pub value: Expr,
}

impl Stack {
    /// Declares the states of all layers: `conv1.w`, `conv1.b`, `norm1.mean`, …
    pub fn build(&self, program: &mut Program) -> Net {
        let parts = self.layers.iter().enumerate().map(|(index, layer)| {
            let (before, name) = (self.before(index), layer.name.as_str());
            let channels = before.axes()[0];
            match &layer.kind {
                Kind::Conv { outputs, kernel, spec } => {
                    Part::Conv(Conv2d::new(program, name, channels, *outputs, *kernel, *spec))
                }
                Kind::Local { kernel, spec, .. } => {
                    let made = layer.shape.axes().try_into().unwrap_or_default();
                    let pad = spec.pad.map(|(zeros, _)| zeros.unsigned_abs());
                    Part::Local(Local::new(program, name, channels, made, *kernel).walking(spec.stride, pad))
                }
                Kind::Dense(outputs) => Part::Dense(Linear::new(program, name, before.size(), *outputs)),
                Kind::Norm => Part::Norm(BatchNorm::new(program, name, channels)),
                _ => Part::None,
            }
        });
        let parts = parts.collect();
        let drops = self.layers.iter().any(|layer| matches!(layer.kind, Kind::Dropout(_)));
        let random = drops.then(|| Random::new(program, DROPPED));
        Net { stack: self.clone(), parts, random }
    }
}

impl Net {
    /// What it was built from.
    pub fn stack(&self) -> &Stack {
        &self.stack
    }

    /// What the last layer says of pictures `x [N, C, H, W]`, with running statistics and nothing dropped.
    pub fn forward(&self, x: &Expr) -> Expr {
        self.run(x, None).pop().unwrap_or_else(|| x.clone())
    }

    /// The same while training: norms by the batch, whose statistics the program keeps, and numbers dropped. Once a program.
    pub fn train(&self, program: &mut Program, x: &Expr) -> Expr {
        self.run(x, Some(program)).pop().unwrap_or_else(|| x.clone())
    }

    /// What each layer says, as [`Net::forward`] does.
    pub fn taps(&self, x: &Expr) -> Vec<Tap> {
        let named = self.stack.layers.iter().map(|layer| layer.name.clone()).enumerate();
        named.zip(self.run(x, None)).map(|((layer, name), value)| Tap { name, layer, value }).collect()
    }

    fn run(&self, x: &Expr, mut training: Option<&mut Program>) -> Vec<Expr> {
        let mut random = self.random.clone();
        let mut values: Vec<Expr> = Vec::with_capacity(self.parts.len());
        for (layer, part) in self.stack.layers.iter().zip(&self.parts) {
            let h = values.last().unwrap_or(x);
            let value = match (&layer.kind, part) {
                (_, Part::Conv(conv)) => conv.forward(h),
                (_, Part::Local(local)) => local.forward(h),
                (_, Part::Dense(dense)) => dense.forward(&flat(h)),
                (_, Part::Norm(norm)) => match &mut training {
                    Some(program) => norm.train(program, h),
                    None => norm.eval(h),
                },
                (Kind::Max(pool), _) => h.max_pool(*pool),
                (Kind::Mean(pool), _) => avg_pool(h, *pool),
                (Kind::Relu, _) => h.relu(),
                (Kind::Sigmoid, _) => h.sigmoid(),
                (Kind::Tanh, _) => h.tanh(),
                (Kind::Dropout(p), _) => match (&training, &mut random) {
                    (Some(_), Some(random)) => Dropout::new(*p).train(random, h),
                    _ => h.clone(),
                },
                (Kind::Residual { from }, _) => h + from.and_then(|from| values.get(from)).unwrap_or(x),
                (Kind::Flatten(_), _) => flat(h),
                // Each of these has its part.
                (Kind::Conv { .. } | Kind::Local { .. } | Kind::Dense(_) | Kind::Norm, Part::None) => h.clone(),
            };
            values.push(value);
        }
        values
    }
}

/// `[N, …] → [N, width]`.
fn flat(x: &Expr) -> Expr {
    match x.shape().axes() {
        [n, rest @ ..] => x.reshape(&[*n, rest.iter().product()]),
        [] => x.clone(),
    }
}

impl Layer for Part {
    fn each(&self, visit: &mut dyn FnMut(&Parameter)) {
        match self {
            Self::None => {}
            Self::Conv(layer) => layer.each(visit),
            Self::Local(layer) => layer.each(visit),
            Self::Dense(layer) => layer.each(visit),
            Self::Norm(layer) => layer.each(visit),
        }
    }

    fn each_mut(&mut self, visit: &mut dyn FnMut(&mut Parameter)) {
        match self {
            Self::None => {}
            Self::Conv(layer) => layer.each_mut(visit),
            Self::Local(layer) => layer.each_mut(visit),
            Self::Dense(layer) => layer.each_mut(visit),
            Self::Norm(layer) => layer.each_mut(visit),
        }
    }
}

impl Layer for Net {
    fn each(&self, visit: &mut dyn FnMut(&Parameter)) {
        self.parts.each(visit);
    }

    fn each_mut(&mut self, visit: &mut dyn FnMut(&mut Parameter)) {
        self.parts.each_mut(visit);
    }

    /// With the key of the generator that drops numbers, where there is one.
    fn init(&self, random: &mut Stream) -> Vec<(String, Vec<f32>)> {
        let mut list = self.parts.init(random);
        if self.random.is_some() {
            let seed = (0..4).fold(0, |seed, _| seed << 16 | (random.uniform() * 65_536.0) as u64);
            list.push((DROPPED.to_owned(), key(seed).to_vec()));
        }
        list
    }
}
