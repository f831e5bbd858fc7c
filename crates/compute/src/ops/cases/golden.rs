//! Values and gradients that JAX gives (`tests/golden/make.py`), and the same computations here.

use super::compositions::{attention, gelu, logsumexp, normalised, softmax};
use super::loops::{lstm, rnn};
use crate::expr::Expr;
use crate::grad::{grad, hessian_vector, vjp};
use crate::ops::conv::Conv;
use crate::ops::gather::{Gather, Scatter};
use crate::ops::movement::Span;
use crate::ops::pool::{Pool, PoolIndex, PoolPut};
use crate::ops::scan::Scanned;
use crate::ops::{Binary, Primitive, Unary};
use crate::plan::Program;
use std::collections::BTreeMap;

const TEXT: &str = include_str!("../../../tests/golden/values.txt");

/// Axes and values.
#[derive(Debug, Clone, Default)]
pub struct Tensor {
    /// Lengths of the axes.
    pub axes: Vec<usize>,
    /// Values, row by row.
    pub values: Vec<f64>,
}

/// Inputs with what comes of them.
#[derive(Debug, Clone, Default)]
pub struct Golden {
    /// What is computed.
    pub name: String,
    /// From what.
    pub inputs: Vec<Tensor>,
    /// The vector that the gradient is taken against.
    pub u: Tensor,
    /// The result.
    pub y: Tensor,
    /// Gradient of `⟨u, y⟩` with respect to input `i`, where there is one.
    pub slopes: BTreeMap<usize, Tensor>,
}

/// All cases of the file. Lines that make no sense are left out.
pub fn all() -> Vec<Golden> {
    let mut all: Vec<Golden> = Vec::new();
    for line in TEXT.lines() {
        if let Some(name) = line.strip_prefix("case ") {
            all.push(Golden { name: name.to_owned(), ..Golden::default() });
            continue;
        }
        let (Some(golden), Some((head, values))) = (all.last_mut(), line.split_once(':')) else { continue };
        let mut words = head.split_whitespace();
        let word = words.next().unwrap_or_default();
        let axes = words.filter_map(|word| word.parse().ok()).collect();
        let tensor = Tensor { axes, values: values.split_whitespace().filter_map(|word| word.parse().ok()).collect() };
        match (word, word.strip_prefix('d').and_then(|index| index.parse().ok())) {
            ("in", _) => golden.inputs.push(tensor),
            ("u", _) => golden.u = tensor,
            ("y", _) => golden.y = tensor,
            (_, Some(index)) => drop(golden.slopes.insert(index, tensor)),
            _ => {}
        }
    }
    all
}

/// What a case compares: the program (it records all roots), the roots, and the values of its states.
pub struct Question {
    /// Records all roots; a state an input.
    pub program: Program,
    /// The result, then its gradients.
    pub roots: Vec<Expr>,
    /// States by name, in the order of their leaves.
    pub states: Vec<(String, Vec<f32>)>,
    /// What should come out, in the order of the roots.
    pub expected: Vec<Tensor>,
}

impl Golden {
    /// The computation of this name.
    pub fn question(&self) -> Option<Question> {
        let mut program = Program::new();
        let mut states = Vec::new();
        let mut state = |program: &mut Program, name: String, tensor: &Tensor| {
            states.push((name.clone(), tensor.values.iter().map(|&value| value as f32).collect()));
            program.state(&name, &tensor.axes)
        };
        let inputs: Vec<Expr> = self
            .inputs
            .iter()
            .enumerate()
            .map(|(index, input)| state(&mut program, format!("x{index}"), input))
            .collect();
        let u = state(&mut program, "u".to_owned(), &self.u);
        let y = build(&self.name, &inputs)?;
        let wrt: Vec<&Expr> = self.slopes.keys().filter_map(|&index| inputs.get(index)).collect();
        let mut roots = vec![y.clone()];
        roots.extend(vjp(&[(y, u)], &wrt));
        for root in &roots {
            program.record(root);
        }
        let expected = std::iter::once(&self.y).chain(self.slopes.values()).cloned().collect();
        Some(Question { program, roots, states, expected })
    }

    /// Compares what a backend answers with what should come; `answer` gives the values of each root.
    ///
    /// # Errors
    /// A sentence that says what differs.
    pub fn check<E: std::fmt::Display>(
        &self,
        answer: impl FnOnce(&Question) -> Result<Vec<Vec<f64>>, E>,
    ) -> Result<Vec<Expr>, String> {
        let name = &self.name;
        let question = self.question().ok_or_else(|| format!("{name}: there is no such computation"))?;
        let got = answer(&question).map_err(|error| format!("{name}: {error}"))?;
        let tolerance = if name.starts_with("long") { 1e-4 } else { 1e-5 };
        for (index, (root, expected)) in question.roots.iter().zip(&question.expected).enumerate() {
            let what = if index == 0 { "result".to_owned() } else { format!("gradient {index}") };
            if root.shape().axes() != expected.axes {
                return Err(format!("{name}: {what}: expected the shape {:?}, got {}", expected.axes, root.shape()));
            }
            let values = got.get(index).map(Vec::as_slice).unwrap_or_default();
            if values.len() != expected.values.len() {
                return Err(format!("{name}: {what}: expected {} values, got {}", expected.values.len(), values.len()));
            }
            for (at, (got, expected)) in values.iter().zip(&expected.values).enumerate() {
                let near = (got - expected).abs() <= tolerance * (1.0 + expected.abs());
                if !near {
                    return Err(format!("{name}: {what}, element {at}: expected {expected}, got {got}"));
                }
            }
        }
        Ok(question.roots)
    }
}

/// All results of a loop in one row.
fn row(results: &Scanned) -> Expr {
    let flat = |x: &Expr| x.reshape(&[x.shape().size()]);
    let all: Vec<Expr> = results.last.iter().chain(&results.stacked).map(flat).collect();
    Expr::concat(&all.iter().collect::<Vec<_>>(), 0)
}

fn build(name: &str, x: &[Expr]) -> Option<Expr> {
    let pool = Pool { size: [3, 2], stride: [2, 1], pad: [(1, 1), (0, 1)] };
    let conv = |spec: Conv| x[0].conv(&x[1], spec);
    let base = Conv::default();
    if let Some(&op) = Unary::ALL.iter().find(|op| op.rule().name == name) {
        return Some(x[0].unary(op));
    }
    if let Some(&op) = Binary::ALL.iter().find(|op| op.rule().name == name) {
        return Some(x[0].binary(op, &x[1]));
    }
    Some(match name {
        "select" => x[0].select(&x[1], &x[2]),
        "iota" => &x[0] * Expr::iota(&[4, 3], 0),
        "reshape" => x[0].reshape(&[4, 6]) * Expr::iota(&[6], 0),
        "permute" => x[0].permute(&[2, 0, 1]),
        "broadcast" => x[0].broadcast(&vec![4, 2, 3].into()),
        "slice" => x[0].stepped(0, Span { start: 1, step: 3, len: 2 }).stepped(1, Span { start: 5, step: -2, len: 3 }),
        "flip" => x[0].flip(&[0, 2]),
        "pad" => x[0].pad(0, 1, 0).pad(1, 2, 3),
        "concat" => Expr::concat(&[&x[0], &x[1], &x[2]], 1),
        "stack" => Expr::stack(&[&x[0], &x[1], &x[0]]),
        "sum" => x[0].sum_axes(&[0, 2]),
        "long sum" => x[0].sum(),
        "largest" => x[0].max_axes(&[1, 2]),
        "matmul" => x[0].matmul(&x[1]),
        "matmul turned" => x[0].transpose().matmul(&x[1].transpose()),
        "conv" => conv(Conv::new(1, 1)),
        "conv stride and uneven padding" => conv(Conv { stride: [2, 3], pad: [(2, 0), (0, 1)], ..base }),
        "conv cut edges" => conv(Conv { pad: [(-1, -2), (1, -1)], ..base }),
        "conv dilation" => conv(Conv { dilation: [2, 3], pad: [(1, 2), (2, 1)], ..base }),
        "conv expansion" => conv(Conv { expansion: [2, 3], pad: [(1, 2), (0, 1)], ..base }),
        "conv groups" => conv(Conv { groups: 2, stride: [2, 1], ..base }),
        "conv depthwise" => conv(Conv { groups: 3, ..Conv::new(1, 1) }),
        "conv everything" => {
            conv(Conv { stride: [2, 2], pad: [(2, 1), (0, 3)], dilation: [2, 1], expansion: [3, 2], groups: 2 })
        }
        "conv transposed" => x[0].conv_transposed(&x[1], Conv::new(2, 1)),
        "pool index" => Expr::primitive(Primitive::PoolIndex(PoolIndex(pool)), &[&x[0]]),
        "max pool" => x[0].max_pool(pool),
        "pool put" => Expr::primitive(Primitive::PoolPut(PoolPut(pool, [5, 6])), &[&x[0], &x[1]]),
        "gather" => Expr::primitive(Primitive::Gather(Gather), &[&x[0], &x[1]]),
        "scatter" => Expr::primitive(Primitive::Scatter(Scatter(4)), &[&x[0], &x[1]]),
        "rows" => x[0].rows(&x[1]),
        "take" => x[0].take(&x[1]),
        "argsort" => x[0].argsort(),
        "argmax" => x[0].argmax(),
        "sort" => x[0].sort(),
        "top 3" => x[0].top_k(3).0,
        "cumsum" => x[0].cumsum(),
        "grid sample" => x[0].grid_sample(&x[1]),
        "random" => Expr::random(&x[0], 2, &[11]),
        "stop gradient" => x[0].sin().stop_gradient() * &x[0],
        "straight through" => x[0].sign().straight_through(&x[0]).sin(),
        "reverse gradient" => x[0].reverse_gradient(&Expr::scalar(2.5)).sin(),
        "rnn" => row(&rnn(x)),
        "lstm" => row(&lstm(x)),
        "softmax" => softmax(&x[0]),
        "logsumexp" => logsumexp(&x[0]),
        "cross-entropy" => logsumexp(&x[0]) - x[0].take(&x[1]),
        "gelu" => gelu(&x[0]),
        "normalisation" => normalised(&x[0]),
        "attention" => attention(x),
        "gradient penalty" => {
            let slope = grad(&x[0].matmul(&x[1]).tanh(), &[&x[0]]).remove(0);
            let norm = slope.square().sum_axes(&[1]).sqrt() - 1.0;
            norm.square().reshape(&[4])
        }
        "hessian vector" => {
            let (first, next) = (x[0].slice(0, 0, 4), x[0].slice(0, 1, 4));
            let valley = (&next - first.square()).square() * 100.0 + (1.0 - &first).square();
            hessian_vector(&valley, &[&x[0]], &[&x[1]]).remove(0)
        }
        "third derivative" => {
            let y = x[0].sin().exp() * &x[0];
            (0..3).fold(y, |y, _| grad(&y, &[&x[0]]).remove(0))
        }
        "a small picture net" => {
            let pooled = x[0].conv(&x[1], base).tanh().max_pool(Pool::new(2));
            logsumexp(&pooled.reshape(&[2, 12]).matmul(&x[2])).reshape(&[2])
        }
        _ => return None,
    })
}
