//! Optimisers: how a parameter becomes its next value from its gradient. One file each. Every hyper-parameter is an
//! expression: a slider, not a constant.
//!
//! - [`Minimiser`] moves all parameters of a network, in PyTorch's forms.
//! - [`Optimiser`] moves one tensor, in the forms of the notes. Everything it remembers is a state that starts at 0, of the
//!   parameter's shape, so that one tensor can hold many independent parameters that start at different times.

mod adagrad;
mod adam;
pub mod average;
pub mod clip;
mod gd;
mod lookahead;
mod minimise;
mod momentum;
mod nesterov;
mod rmsprop;
pub mod schedule;
#[cfg(test)]
mod tests;

pub use lookahead::Lookahead;
pub use minimise::{Minimiser, Training};

use crate::Number;
use compute::{Expr, Program};

/// An optimiser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Optimiser {
    /// Gradient descent.
    Gd,
    /// Gradient descent with momentum.
    Momentum,
    /// Adagrad.
    Adagrad,
    /// RMSProp.
    RmsProp,
    /// Adam.
    Adam,
    /// Gradient descent down a gradient with noise in it: the rule is that of gradient descent.
    Sgd,
    /// Momentum, Nesterov's form.
    Nesterov,
    /// Adam with weight decay apart from the gradient.
    AdamW,
    /// Adam that divides by the largest second moment so far.
    AmsGrad,
    /// Adam that divides by the second moment as far as it is known.
    RAdam,
    /// Lookahead around Adam.
    Lookahead,
}

/// Hyper-parameters of all optimisers; each reads its own. Single numbers.
#[derive(Debug, Clone)]
pub struct Hyper {
    /// Learning rate `η`.
    pub rate: Expr,
    /// Momentum's `λ`: the part of the velocity that is kept.
    pub momentum: Expr,
    /// RMSProp's `α`: the part of the mean square that is kept.
    pub decay: Expr,
    /// Adam's `β₁`.
    pub beta1: Expr,
    /// Adam's `β₂`.
    pub beta2: Expr,
    /// AdamW's decay `λ`.
    pub weight_decay: Expr,
    /// `ε` added outside the root.
    pub epsilon: Expr,
    /// `ε` added under the root; of the two only one is not 0.
    pub epsilon_inside: Expr,
    /// 1 where Adam corrects the bias of its averages, 0 where it does not.
    pub corrected: Expr,
    /// 1 where RMSProp's mean square begins with the first square, 0 where it begins at 0.
    pub first_square: Expr,
    /// Lookahead around every rule; [`Optimiser::Lookahead`] has its own where this is none, with the paper's numbers.
    pub lookahead: Option<Lookahead>,
    /// Whether all elements of a parameter start at the same step: what only counts steps (`p`, `q`, `t`) is then one number.
    pub together: bool,
}

impl Hyper {
    /// The usual numbers: momentum 0.9, RMSProp 0.9, Adam 0.9 and 0.999, ε 10⁻⁸ outside the root, weight decay 0.01.
    pub fn standard(rate: impl Number) -> Self {
        Self {
            rate: rate.expr(),
            momentum: Expr::scalar(0.9),
            decay: Expr::scalar(0.9),
            beta1: Expr::scalar(0.9),
            beta2: Expr::scalar(0.999),
            weight_decay: Expr::scalar(0.01),
            epsilon: Expr::scalar(1e-8),
            epsilon_inside: Expr::scalar(0.0),
            corrected: Expr::scalar(1.0),
            first_square: Expr::scalar(0.0),
            lookahead: None,
            together: false,
        }
    }

    /// `√s + ε`, or `√(s + ε)`.
    fn root(&self, s: &Expr) -> Expr {
        (s + &self.epsilon_inside).sqrt() + &self.epsilon
    }
}

impl Optimiser {
    /// All of them: those of the notes in their order, then the others.
    pub const ALL: [Self; 11] = [
        Self::Gd,
        Self::Momentum,
        Self::Adagrad,
        Self::RmsProp,
        Self::Adam,
        Self::Sgd,
        Self::Nesterov,
        Self::AdamW,
        Self::AmsGrad,
        Self::RAdam,
        Self::Lookahead,
    ];

    /// Key in addresses, command lines and names of states.
    pub fn key(self) -> &'static str {
        match self {
            Self::Gd => "gd",
            Self::Momentum => "momentum",
            Self::Adagrad => "adagrad",
            Self::RmsProp => "rmsprop",
            Self::Adam => "adam",
            Self::Sgd => "sgd",
            Self::Nesterov => "nesterov",
            Self::AdamW => "adamw",
            Self::AmsGrad => "amsgrad",
            Self::RAdam => "radam",
            Self::Lookahead => "lookahead",
        }
    }

    /// What some forms of the rules remember besides [`Self::memory`]: the steps `t` (RAdam, lookahead), the way `d` since the
    /// last look (lookahead).
    pub const MORE_MEMORY: [&str; 2] = ["t", "d"];

    /// What it remembers of a parameter, each named by its symbol.
    pub fn memory(self) -> &'static [&'static str] {
        match self {
            Self::Gd | Self::Sgd => &[],
            Self::Momentum | Self::Nesterov => &["v"],
            Self::Adagrad | Self::RmsProp => &["s"],
            Self::Adam | Self::AdamW | Self::RAdam | Self::Lookahead => &["m", "v", "p", "q"],
            Self::AmsGrad => &["m", "v", "p", "q", "u"],
        }
    }

    /// The step of `parameter` (state `name`) down its `gradient`: declares the memory as states `name.symbol`, updates it,
    /// and answers with the parameter's next value. The caller updates the parameter.
    pub fn step(self, program: &mut Program, name: &str, parameter: &Expr, gradient: &Expr, hyper: &Hyper) -> Expr {
        let axes = parameter.shape().axes().to_vec();
        let own = (self == Self::Lookahead).then(Lookahead::standard);
        let lookahead = hyper.lookahead.clone().or(own);
        let more = if lookahead.is_some() { 2 } else { usize::from(self == Self::RAdam) };
        let symbols = || self.memory().iter().chain(&Self::MORE_MEMORY[..more]);
        let names: Vec<String> = symbols().map(|symbol| format!("{name}.{symbol}")).collect();
        let counts = |symbol: &str| hyper.together && ["p", "q", "t"].contains(&symbol);
        let shapes = symbols().map(|symbol| if counts(symbol) { &[][..] } else { &axes[..] });
        let memory: Vec<Expr> = names.iter().zip(shapes).map(|(name, axes)| program.state(name, axes)).collect();
        let (own, more) = memory.split_at(self.memory().len());
        let count = more.first().map(|t| t + 1.0);
        let (mut next, mut memory) = match (self, own, &count) {
            (Self::Momentum, [v], _) => momentum::step(parameter, gradient, v, hyper),
            (Self::Nesterov, [v], _) => nesterov::step(parameter, gradient, v, hyper),
            (Self::Adagrad, [s], _) => adagrad::step(parameter, gradient, s, hyper),
            (Self::RmsProp, [s], _) => rmsprop::step(parameter, gradient, s, hyper),
            (Self::RAdam, [m, v, p, q], Some(t)) => adam::rectified(parameter, gradient, [m, v, p, q], t, hyper),
            (Self::Adam | Self::Lookahead, [m, v, p, q], _) => adam::step(parameter, gradient, [m, v, p, q], hyper),
            (Self::AdamW, [m, v, p, q], _) => adam::decoupled(parameter, gradient, [m, v, p, q], hyper),
            (Self::AmsGrad, [m, v, p, q, u], _) => adam::largest(parameter, gradient, [m, v, p, q, u], hyper),
            _ => gd::step(parameter, gradient, hyper),
        };
        memory.extend(count.clone());
        if let (Some(lookahead), [_, d], Some(t)) = (&lookahead, more, &count) {
            let (slow, d) = lookahead.step(parameter, &next, d, t);
            next = slow;
            memory.push(d);
        }
        for (name, value) in names.iter().zip(&memory) {
            program.update(name, value);
        }
        next
    }
}
