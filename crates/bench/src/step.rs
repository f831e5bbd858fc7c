//! A training step under construction.

use crate::inputs::Spec;
use compute::{Expr, Program, grad};
use std::collections::BTreeMap;

/// Adam's numbers, for us and for every peer: rate, β₁, β₂, ε.
pub(crate) const ADAM: [f32; 4] = [1e-3, 0.9, 0.999, 1e-8];

/// A program whose states are the workload's inputs.
#[derive(Debug)]
pub struct Step {
    pub(crate) program: Program,
    states: BTreeMap<String, Expr>,
    trained: Vec<String>,
    missing: Option<String>,
    adam: Option<[Expr; 3]>,
}

impl Step {
    /// Declares every input of the table as a state.
    pub(crate) fn new(spec: &Spec) -> Self {
        let mut program = Program::new();
        let declare = |input: &crate::Input| (input.name.clone(), program.state(&input.name, &input.shape));
        let states = spec.inputs.iter().map(declare).collect();
        let trained = spec.inputs.iter().filter(|input| input.train).map(|input| input.name.clone()).collect();
        Self { program, states, trained, missing: None, adam: None }
    }

    /// The state of that name. A name that the table does not have is remembered and reported when the step is opened.
    pub fn input(&mut self, name: &str) -> Expr {
        match self.states.get(name) {
            Some(state) => state.clone(),
            None => {
                self.missing.get_or_insert_with(|| name.to_owned());
                Expr::scalar(0.0)
            }
        }
    }

    /// `x·W + b` of the layer `name.w`, `name.b`.
    pub fn linear(&mut self, name: &str, x: &Expr) -> Expr {
        let (w, b) = (self.input(&format!("{name}.w")), self.input(&format!("{name}.b")));
        x.matmul(&w) + b
    }

    /// Convolution with `name.w` and bias `name.b`.
    pub fn conv(&mut self, name: &str, x: &Expr, spec: compute::Conv) -> Expr {
        let (w, b) = (self.input(&format!("{name}.w")), self.input(&format!("{name}.b")));
        let channels = b.shape().size();
        x.conv(&w, spec) + b.reshape(&[channels, 1, 1])
    }

    /// Transposed convolution with `name.w` and bias `name.b`.
    pub fn conv_transposed(&mut self, name: &str, x: &Expr, spec: compute::Conv) -> Expr {
        let (w, b) = (self.input(&format!("{name}.w")), self.input(&format!("{name}.b")));
        let channels = b.shape().size();
        x.conv_transposed(&w, spec) + b.reshape(&[channels, 1, 1])
    }

    /// Moves every trained input whose name begins with one of `prefixes` down the gradient of `loss`.
    pub fn minimise(&mut self, loss: &Expr, prefixes: &[&str]) {
        let wanted = |name: &&String| prefixes.iter().any(|prefix| name.starts_with(prefix));
        let names: Vec<String> = self.trained.iter().filter(wanted).cloned().collect();
        let parameters: Vec<Expr> = names.iter().map(|name| self.input(name)).collect();
        let gradients = grad(loss, &parameters.iter().collect::<Vec<_>>());
        for ((name, parameter), gradient) in names.iter().zip(&parameters).zip(&gradients) {
            self.adam(name, parameter, gradient);
        }
    }

    /// Adam (Kingma and Ba 2015). The rate is a state, as a slider needs it; the corrections `1 − βᵗ` are two numbers
    /// that every parameter of the step shares.
    fn adam(&mut self, name: &str, parameter: &Expr, gradient: &Expr) {
        let [_, beta1, beta2, epsilon] = ADAM;
        let [rate, p, q] = self.corrections();
        let axes = parameter.shape().axes();
        let (m_name, v_name) = (format!("{name}.m"), format!("{name}.v"));
        let (m, v) = (self.program.state(&m_name, axes), self.program.state(&v_name, axes));
        let m = m * beta1 + gradient * (1.0 - beta1);
        let v = v * beta2 + gradient.square() * (1.0 - beta2);
        let (m_hat, v_hat) = (&m / p, &v / q);
        self.program.update(&m_name, &m);
        self.program.update(&v_name, &v);
        self.program.update(name, &(parameter - rate * m_hat / (v_hat.sqrt() + epsilon)));
    }

    /// The rate, and `1 − β₁ᵗ`, `1 − β₂ᵗ` of this step.
    fn corrections(&mut self) -> [Expr; 3] {
        if let Some(known) = &self.adam {
            return known.clone();
        }
        let [_, beta1, beta2, _] = ADAM;
        let [rate, p, q] = ["adam.rate", "adam.p", "adam.q"].map(|name| self.program.state(name, &[]));
        let (p, q) = (p * beta1 + (1.0 - beta1), q * beta2 + (1.0 - beta2));
        self.program.update("adam.p", &p);
        self.program.update("adam.q", &q);
        self.adam.insert([rate, p, q]).clone()
    }

    /// Whether the step has an optimiser, whose rate must be written.
    pub(crate) fn learns(&self) -> bool {
        self.adam.is_some()
    }

    /// The first name that was asked for and is not in the table.
    pub(crate) fn missing(&self) -> Option<&str> {
        self.missing.as_deref()
    }
}
