//! Every primitive in small examples, with random shapes: what the tests of all backends run over. No part of the engine.
//!
//! [`every_primitive`] is the fixed list. [`families`] draw as many more as wanted. [`golden`] has values from elsewhere.
//! [`primitives_of`] says what an expression is made of, and [`missing`] what a test did not cover.

mod compositions;
mod draw;
mod elementwise;
pub mod golden;
mod kernels;
mod loops;
mod movement;

pub use draw::{Draw, Values};
pub use golden::Golden;

use super::{Binary, Primitive, Unary};
use crate::expr::{Expr, Op};
use crate::plan::Program;
use std::collections::BTreeSet;

/// An input of a case.
#[derive(Debug, Clone)]
pub struct Input {
    /// Lengths of its axes.
    pub axes: Vec<usize>,
    /// What values it takes.
    pub values: Values,
}

/// What a case computes.
pub type Build = Box<dyn Fn(&[Expr]) -> Expr>;

/// A small computation with its inputs.
pub struct Case {
    /// Which primitive, how, and on which shapes.
    pub name: String,
    /// Its inputs.
    pub inputs: Vec<Input>,
    /// The result, from expressions of the inputs' shapes.
    pub build: Build,
    /// How far a result in f32 may lie from the exact one: `|got − exact| ≤ absolute + relative · |exact|`.
    pub relative: f32,
    /// See [`Case::relative`].
    pub absolute: f32,
    /// Too large for differences element by element.
    pub large: bool,
    /// Whether its gradients are those of its formula (not so behind a rule of one's own).
    pub plain: bool,
}

impl Case {
    /// A case whose results keep five digits.
    pub fn new(
        name: impl Into<String>,
        inputs: &[(&[usize], Values)],
        build: impl Fn(&[Expr]) -> Expr + 'static,
    ) -> Self {
        let inputs: Vec<Input> =
            inputs.iter().map(|(axes, values)| Input { axes: axes.to_vec(), values: *values }).collect();
        let shapes: Vec<String> = inputs.iter().map(|input| format!("{:?}", input.axes)).collect();
        let name = format!("{} on {}", name.into(), shapes.join(", "));
        Self { name, inputs, build: Box::new(build), relative: 1e-5, absolute: 1e-5, large: false, plain: true }
    }

    /// The same with both tolerances set.
    #[must_use]
    pub fn within(self, tolerance: f32) -> Self {
        Self { relative: tolerance, absolute: tolerance, ..self }
    }

    /// The same, marked as large.
    #[must_use]
    pub fn large(self) -> Self {
        Self { large: true, ..self }
    }

    /// The same, marked as having a rule of its own.
    #[must_use]
    pub fn with_rule(self) -> Self {
        Self { plain: false, ..self }
    }

    /// Values of all inputs.
    pub fn values(&self, seed: u64) -> Vec<Vec<f32>> {
        let mut draw = Draw::new(seed);
        self.inputs.iter().enumerate().map(|(index, input)| draw.values(input, index)).collect()
    }

    /// A program that records the result, then the gradient of `⟨u, result⟩` with respect to each smooth input, with the
    /// states it starts from: the inputs `x0`, `x1`, … and `u`.
    pub fn program(&self, seed: u64) -> (Program, Vec<(String, Vec<f32>)>) {
        let mut program = Program::new();
        let mut states = Vec::new();
        let mut leaves = Vec::new();
        for (index, (input, values)) in self.inputs.iter().zip(self.values(seed)).enumerate() {
            leaves.push(program.state(&format!("x{index}"), &input.axes));
            states.push((format!("x{index}"), values));
        }
        let y = (self.build)(&leaves);
        let u = program.state("u", y.shape().axes());
        states.push(("u".to_owned(), Draw::new(seed + 1).normals(u.shape().size())));
        program.record(&y);
        let smooth: Vec<&Expr> =
            leaves.iter().zip(&self.inputs).filter(|(_, input)| input.values.smooth()).map(|(x, _)| x).collect();
        for slope in crate::grad::vjp(&[(y, u)], &smooth) {
            program.record(&slope);
        }
        (program, states)
    }
}

/// A kind of case: each seed gives one.
pub struct Family {
    /// Its name.
    pub name: String,
    /// How many of the fixed list it gives.
    pub fixed: u64,
    draw: Box<dyn Fn(&mut Draw) -> Case>,
}

impl Family {
    fn new(name: impl Into<String>, fixed: u64, draw: impl Fn(&mut Draw) -> Case + 'static) -> Self {
        Self { name: name.into(), fixed, draw: Box::new(draw) }
    }

    /// The case of this seed.
    pub fn case(&self, seed: u64) -> Case {
        (self.draw)(&mut Draw::new(seed))
    }
}

/// All families.
pub fn families() -> Vec<Family> {
    let mut all = elementwise::families();
    all.extend(movement::families());
    all.extend(kernels::families());
    all.extend(loops::families());
    all.extend(compositions::families());
    all
}

/// The fixed list: every primitive with several shapes, then the edges and the large ones.
pub fn every_primitive() -> Vec<Case> {
    let mut all: Vec<Case> = families()
        .iter()
        .flat_map(|family| (0..family.fixed).map(|seed| family.case(seed)).collect::<Vec<_>>())
        .collect();
    all.extend(elementwise::edges());
    all.extend(movement::edges());
    all.extend(kernels::edges());
    all.extend(loops::edges());
    all.extend(compositions::edges());
    all
}

const STRUCTURE: [&str; 14] = [
    "select",
    "iota",
    "reshape",
    "permute",
    "broadcast",
    "slice",
    "pad",
    "concat",
    "sum of axes",
    "max of axes",
    "matmul",
    "random",
    "custom",
    "scan",
];

/// The name of a primitive; none for what only stands for a value.
pub fn name(op: &Op) -> Option<&'static str> {
    Some(match op {
        Op::Invalid(_) | Op::Leaf(_) | Op::Const(_) | Op::Hole(_) => return None,
        Op::Iota(_) => "iota",
        Op::Unary(op) => op.rule().name,
        Op::Binary(op) => op.rule().name,
        Op::Select => "select",
        Op::Reshape => "reshape",
        Op::Permute(_) => "permute",
        Op::Broadcast => "broadcast",
        Op::Slice(_) => "slice",
        Op::Pad(_) => "pad",
        Op::Concat(_) => "concat",
        Op::Sum(_) => "sum of axes",
        Op::Max(_) => "max of axes",
        Op::Matmul => "matmul",
        Op::Primitive(primitive) => primitive.kind(),
        Op::Random(_) => "random",
        Op::Custom(_) => "custom",
        Op::Scan(_) => "scan",
    })
}

/// The names of all primitives.
pub fn every_name() -> Vec<&'static str> {
    let unary = Unary::ALL.iter().map(|op| op.rule().name);
    let binary = Binary::ALL.iter().map(|op| op.rule().name);
    unary.chain(binary).chain(STRUCTURE).chain(Primitive::KINDS.iter().copied()).collect()
}

/// What there is and a test did not cover.
pub fn missing(covered: &BTreeSet<&'static str>) -> Vec<&'static str> {
    every_name().into_iter().filter(|name| !covered.contains(name)).collect()
}

/// The primitives that an expression is made of.
pub fn primitives_of(expr: &Expr) -> BTreeSet<&'static str> {
    Expr::graph(std::slice::from_ref(expr)).iter().filter_map(|node| name(node.op())).collect()
}
