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
mod minimise;
mod momentum;
mod rmsprop;
pub mod schedule;
#[cfg(test)]
mod tests;

pub use minimise::{Minimiser, Training};

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
    /// `ε`, added outside the root.
    pub epsilon: Expr,
}

impl Optimiser {
    /// All of them, in the order of the notes.
    pub const ALL: [Self; 5] = [Self::Gd, Self::Momentum, Self::Adagrad, Self::RmsProp, Self::Adam];

    /// Key in addresses, command lines and names of states.
    pub fn key(self) -> &'static str {
        match self {
            Self::Gd => "gd",
            Self::Momentum => "momentum",
            Self::Adagrad => "adagrad",
            Self::RmsProp => "rmsprop",
            Self::Adam => "adam",
        }
    }

    /// What it remembers of a parameter, each named by its symbol.
    pub fn memory(self) -> &'static [&'static str] {
        match self {
            Self::Gd => &[],
            Self::Momentum => &["v"],
            Self::Adagrad | Self::RmsProp => &["s"],
            Self::Adam => &["m", "v", "p", "q"],
        }
    }

    /// The step of `parameter` (state `name`) down its `gradient`: declares the memory as states `name.symbol`, updates it,
    /// and answers with the parameter's next value. The caller updates the parameter.
    pub fn step(self, program: &mut Program, name: &str, parameter: &Expr, gradient: &Expr, hyper: &Hyper) -> Expr {
        let axes = parameter.shape().axes().to_vec();
        let names: Vec<String> = self.memory().iter().map(|symbol| format!("{name}.{symbol}")).collect();
        let memory: Vec<Expr> = names.iter().map(|name| program.state(name, &axes)).collect();
        let (next, memory) = match (self, memory.as_slice()) {
            (Self::Momentum, [v]) => momentum::step(parameter, gradient, v, hyper),
            (Self::Adagrad, [s]) => adagrad::step(parameter, gradient, s, hyper),
            (Self::RmsProp, [s]) => rmsprop::step(parameter, gradient, s, hyper),
            (Self::Adam, [m, v, p, q]) => adam::step(parameter, gradient, [m, v, p, q], hyper),
            _ => gd::step(parameter, gradient, hyper),
        };
        for (name, value) in names.iter().zip(&memory) {
            program.update(name, value);
        }
        next
    }
}
