//! Optimisers of whole networks: gradients of all parameters, clipped if asked for, then one rule for all.

mod adagrad;
mod adam;
mod rmsprop;
mod sgd;

use super::clip;
use crate::{Init, Layer, Number, Parameter};
use compute::{Expr, Program, grad};

/// How parameters follow their gradients, in PyTorch's forms and with its defaults. Every number may be live.
#[derive(Debug, Clone)]
pub struct Minimiser {
    rule: Rule,
    rate: Expr,
    decay: Option<Expr>,
    clip: Option<Clip>,
    within: Option<Expr>,
    when: Option<Expr>,
}

#[derive(Debug, Clone)]
enum Rule {
    Sgd,
    Momentum { mu: Expr, nesterov: bool },
    Adagrad { epsilon: Expr },
    RmsProp { alpha: Expr, epsilon: Expr },
    Adam { beta1: Expr, beta2: Expr, epsilon: Expr, decoupled: bool },
}

#[derive(Debug, Clone)]
enum Clip {
    Value(Expr),
    Norm(Expr),
}

/// What [`Minimiser::minimise`] made.
#[derive(Debug, Clone)]
pub struct Training {
    /// Gradients of the parameters, in the order of [`Layer::parameters`], after clipping.
    pub gradients: Vec<Expr>,
    /// Length of all gradients together before clipping; only where they are clipped by it.
    pub norm: Option<Expr>,
    /// What the optimiser remembers: states that start at 0. As a [`Layer`], their first values are for a restart.
    pub memory: Vec<Parameter>,
    /// Every state that the step changes, the parameters first, with its next value.
    pub updates: Vec<(Expr, Expr)>,
}

impl Minimiser {
    fn new(rule: Rule, rate: impl Number) -> Self {
        Self { rule, rate: rate.expr(), decay: None, clip: None, within: None, when: None }
    }

    /// Stochastic gradient descent, `θ ← θ − η g` (Robbins and Monro 1951).
    pub fn sgd(rate: impl Number) -> Self {
        Self::new(Rule::Sgd, rate)
    }

    /// `v ← μ v + g`, `θ ← θ − η v` (Polyak 1964; PyTorch's `SGD(momentum=μ)`).
    pub fn momentum(rate: impl Number, mu: impl Number) -> Self {
        Self::new(Rule::Momentum { mu: mu.expr(), nesterov: false }, rate)
    }

    /// `v ← μ v + g`, `θ ← θ − η (g + μ v)` (Nesterov 1983; Sutskever et al., ICML 2013; PyTorch's `nesterov=True`).
    pub fn nesterov(rate: impl Number, mu: impl Number) -> Self {
        Self::new(Rule::Momentum { mu: mu.expr(), nesterov: true }, rate)
    }

    /// `s ← s + g²`, `θ ← θ − η g / (√s + ε)`, `ε = 1e-10` (Duchi, Hazan and Singer, JMLR 2011).
    pub fn adagrad(rate: impl Number) -> Self {
        Self::new(Rule::Adagrad { epsilon: Expr::scalar(1e-10) }, rate)
    }

    /// `s ← α s + (1 − α) g²`, `θ ← θ − η g / (√s + ε)`, `α = 0.99`, `ε = 1e-8` (Hinton 2012).
    pub fn rmsprop(rate: impl Number) -> Self {
        Self::new(Rule::RmsProp { alpha: Expr::scalar(0.99), epsilon: Expr::scalar(1e-8) }, rate)
    }

    /// `m ← β₁ m + (1 − β₁) g`, `v ← β₂ v + (1 − β₂) g²`, `θ ← θ − η m̂ / (√v̂ + ε)` with `m̂ = m / (1 − β₁ᵗ)`,
    /// `v̂ = v / (1 − β₂ᵗ)`; `β₁ = 0.9`, `β₂ = 0.999`, `ε = 1e-8` (Kingma and Ba, ICLR 2015).
    pub fn adam(rate: impl Number) -> Self {
        let (beta1, beta2, epsilon) = (Expr::scalar(0.9), Expr::scalar(0.999), Expr::scalar(1e-8));
        Self::new(Rule::Adam { beta1, beta2, epsilon, decoupled: false }, rate)
    }

    /// Adam with the decay apart from the gradient, `θ ← θ − η λ θ − η m̂ / (√v̂ + ε)` (Loshchilov and Hutter, ICLR 2019).
    pub fn adamw(rate: impl Number, decay: impl Number) -> Self {
        let mut this = Self::adam(rate).weight_decay(decay);
        if let Rule::Adam { decoupled, .. } = &mut this.rule {
            *decoupled = true;
        }
        this
    }

    /// Adam's `β₁` and `β₂`; of no meaning to the others.
    pub fn betas(mut self, first: impl Number, second: impl Number) -> Self {
        if let Rule::Adam { beta1, beta2, .. } = &mut self.rule {
            (*beta1, *beta2) = (first.expr(), second.expr());
        }
        self
    }

    /// RMSProp's `α`; of no meaning to the others.
    pub fn alpha(mut self, value: impl Number) -> Self {
        if let Rule::RmsProp { alpha, .. } = &mut self.rule {
            *alpha = value.expr();
        }
        self
    }

    /// `ε`, added outside the root.
    pub fn epsilon(mut self, value: impl Number) -> Self {
        if let Rule::Adagrad { epsilon } | Rule::RmsProp { epsilon, .. } | Rule::Adam { epsilon, .. } = &mut self.rule {
            *epsilon = value.expr();
        }
        self
    }

    /// Weight decay `λ`: `g + λ θ` in place of `g` (but see [`Minimiser::adamw`]), after clipping, as in PyTorch.
    pub fn weight_decay(self, decay: impl Number) -> Self {
        Self { decay: Some(decay.expr()), ..self }
    }

    /// Every element of every gradient held between `−limit` and `limit`.
    pub fn clip_value(self, limit: impl Number) -> Self {
        Self { clip: Some(Clip::Value(limit.expr())), ..self }
    }

    /// All gradients scaled so that together they are no longer than `limit` (Pascanu, Mikolov and Bengio, ICML 2013).
    pub fn clip_norm(self, limit: impl Number) -> Self {
        Self { clip: Some(Clip::Norm(limit.expr())), ..self }
    }

    /// Every number held between `−limit` and `limit` after its step: the weight clipping of Wasserstein GANs (Arjovsky, Chintala
    /// and Bottou, ICML 2017).
    pub fn within(self, limit: impl Number) -> Self {
        Self { within: Some(limit.expr()), ..self }
    }

    /// Only in steps where `condition` (a single number) is not 0; in others everything stays, also what is remembered.
    pub fn only_when(self, condition: &Expr) -> Self {
        Self { when: Some(condition.clone()), ..self }
    }

    /// Declares what is remembered (states `name.parameter.symbol`) and the updates of all parameters of `model` down the
    /// gradient of `loss`, which is summed if it is not a single number.
    pub fn minimise(&self, program: &mut Program, name: &str, loss: &Expr, model: &dyn Layer) -> Training {
        let parameters = model.parameters();
        let values: Vec<&Expr> = parameters.iter().map(|parameter| &parameter.value).collect();
        self.apply(program, name, &parameters, &grad(loss, &values))
    }

    /// [`Minimiser::minimise`] with gradients that are at hand.
    pub fn apply(&self, program: &mut Program, name: &str, parameters: &[Parameter], gradients: &[Expr]) -> Training {
        let (gradients, norm) = match &self.clip {
            None => (gradients.to_vec(), None),
            Some(Clip::Value(limit)) => (clip::by_value(gradients, limit), None),
            Some(Clip::Norm(limit)) => {
                let (clipped, norm) = clip::by_norm(gradients, limit);
                (clipped, Some(norm))
            }
        };
        let mut step = Step { program, name, when: self.when.as_ref(), memory: Vec::new(), updates: Vec::new() };
        let shared = self.rule.shared(&self.rate, &mut step);
        let mut nexts = Vec::new();
        for (parameter, g) in parameters.iter().zip(&gradients) {
            let theta = &parameter.value;
            let (theta, g) = match (&self.decay, &self.rule) {
                (None, _) => (theta.clone(), g.clone()),
                (Some(decay), Rule::Adam { decoupled: true, .. }) => (theta * (1.0 - &self.rate * decay), g.clone()),
                (Some(decay), _) => (theta.clone(), g + theta * decay),
            };
            let place = (parameter.name.as_str(), theta.shape().axes());
            let minus = match (&self.rule, &shared) {
                (Rule::Momentum { mu, nesterov }, _) => sgd::momentum(&g, mu, *nesterov, &self.rate, place, &mut step),
                (Rule::Adagrad { epsilon }, _) => adagrad::step(&g, epsilon, &self.rate, place, &mut step),
                (Rule::RmsProp { alpha, epsilon }, _) => {
                    rmsprop::step(&g, alpha, epsilon, &self.rate, place, &mut step)
                }
                (Rule::Adam { beta1, beta2, epsilon, .. }, Some(shared)) => {
                    adam::step(&g, [beta1, beta2, epsilon], shared, place, &mut step)
                }
                _ => sgd::step(&g, &self.rate),
            };
            let next = theta - minus;
            let next = self.within.as_ref().map_or_else(|| next.clone(), |most| next.min(most).max(&-most));
            let next = step.held(&parameter.value, &next);
            step.program.update(&parameter.name, &next);
            nexts.push((parameter.value.clone(), next));
        }
        nexts.append(&mut step.updates);
        Training { gradients, norm, memory: step.memory, updates: nexts }
    }
}

impl Rule {
    /// What all parameters share, computed once a step.
    fn shared(&self, rate: &Expr, step: &mut Step<'_>) -> Option<adam::Shared> {
        match self {
            Self::Adam { beta1, beta2, .. } => Some(adam::Shared::new(beta1, beta2, rate, step)),
            _ => None,
        }
    }
}

/// A parameter's name and axes.
type Place<'a> = (&'a str, &'a [usize]);

/// A step in the making.
struct Step<'a> {
    program: &'a mut Program,
    name: &'a str,
    when: Option<&'a Expr>,
    memory: Vec<Parameter>,
    updates: Vec<(Expr, Expr)>,
}

impl Step<'_> {
    /// `next`, or `now` in a step that changes nothing.
    fn held(&self, now: &Expr, next: &Expr) -> Expr {
        self.when.map_or_else(|| next.clone(), |when| when.select(next, now))
    }

    /// Declares something remembered and its update; answers with the value of this step.
    fn remember(&mut self, path: &str, axes: &[usize], next: impl Fn(&Expr) -> Expr) -> Expr {
        let state = Parameter::buffer(self.program, &format!("{}.{path}", self.name), axes, Init::Zeros);
        let fresh = next(&state.value);
        let kept = self.held(&state.value, &fresh);
        self.program.update(&state.name, &kept);
        self.updates.push((state.value.clone(), kept));
        self.memory.push(state);
        fresh
    }
}
