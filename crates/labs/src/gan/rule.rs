//! How parameters move, as functions of what they remember: a step may so be taken several times in one plan, and differentiated.

use compute::{Expr, Program};

/// A rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// Kingma and Ba, ICLR 2015.
    Adam,
    /// Tieleman and Hinton 2012, as WGAN's authors take it: no momentum.
    RmsProp,
    /// Gradient descent.
    Sgd,
}

/// Part of the mean square that RMSProp keeps.
const KEPT: f32 = 0.9;
/// Keeps divisions finite.
const EPSILON: f32 = 1e-8;

/// What a rule remembers of the parameters `[S]`: averages of the gradient and of its square, `[S]`, and what part of them is
/// there yet, single numbers.
#[derive(Debug, Clone)]
pub(super) struct Memory {
    pub(super) mean: Expr,
    pub(super) square: Expr,
    pub(super) part: [Expr; 2],
}

/// The names of its states and their axes, and how they begin.
pub(super) fn states(name: &str, size: usize) -> [(String, Vec<usize>, f32); 4] {
    [
        (format!("{name}.mean"), vec![size], 0.0),
        (format!("{name}.square"), vec![size], 0.0),
        (format!("{name}.first"), Vec::new(), 1.0),
        (format!("{name}.second"), Vec::new(), 1.0),
    ]
}

impl Memory {
    pub(super) fn of(program: &mut Program, name: &str, size: usize) -> Self {
        let [mean, square, first, second] = states(name, size).map(|(name, axes, _)| program.state(&name, &axes));
        Self { mean, square, part: [first, second] }
    }

    /// Writes what is remembered from here on, where `moves` is 1; else all stays.
    pub(super) fn keep(&self, program: &mut Program, name: &str, next: &Self, moves: &Expr) {
        let all = |memory: &Self| [&memory.mean, &memory.square, &memory.part[0], &memory.part[1]].map(Expr::clone);
        for ((name, _, _), (old, new)) in states(name, 0).iter().zip(all(self).iter().zip(all(next).iter())) {
            program.update(name, &moves.select(new, old));
        }
    }
}

/// What a rule is told.
#[derive(Debug, Clone)]
pub(super) struct Pace {
    pub(super) rule: Rule,
    /// The learning rate.
    pub(super) rate: Expr,
    /// Adam's β₁ and β₂, single numbers.
    pub(super) betas: [Expr; 2],
}

impl Pace {
    /// The parameters `[S]` and the memory after a step down `gradient`.
    pub(super) fn step(&self, theta: &Expr, gradient: &Expr, memory: &Memory) -> (Expr, Memory) {
        let mut next = memory.clone();
        let way = match self.rule {
            Rule::Sgd => gradient.clone(),
            Rule::RmsProp => {
                next.square = &memory.square * KEPT + gradient.square() * (1.0 - KEPT);
                gradient / (root(&next.square) + EPSILON)
            }
            Rule::Adam => {
                let [first, second] = &self.betas;
                next.mean = &memory.mean * first + gradient * (1.0 - first);
                next.square = &memory.square * second + gradient.square() * (1.0 - second);
                next.part = [&memory.part[0] * first, &memory.part[1] * second];
                let [mean, square] = [&next.mean / (1.0 - &next.part[0]), &next.square / (1.0 - &next.part[1])];
                mean / (root(&square) + EPSILON)
            }
        };
        (theta - &self.rate * way, next)
    }
}

/// The root of a mean square; where that is 0 it has the slope 0, since who looks ahead goes through it. Beside [`EPSILON`] the least
/// one is nothing.
fn root(square: &Expr) -> Expr {
    square.max(&Expr::scalar(1e-30)).sqrt()
}
