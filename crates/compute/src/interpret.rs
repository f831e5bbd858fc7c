//! The plain interpreter, in f64, node by node, with no plan and no fusion: what everything else is tested against.

use crate::error::EngineError;
use crate::expr::{Expr, Op, Shape};
use std::collections::BTreeMap;

/// Values of `roots`, row by row, with `leaf(i)` the values of leaf `i`.
///
/// # Errors
/// The shape error of an expression that does not fit, or a leaf of the wrong length.
pub fn interpret(roots: &[Expr], leaf: &dyn Fn(usize) -> Vec<f64>) -> Result<Vec<Vec<f64>>, EngineError> {
    let mut values: BTreeMap<u64, Vec<f64>> = BTreeMap::new();
    for node in Expr::graph(roots) {
        let args: Vec<(&[f64], &Shape)> =
            node.args().iter().map(|arg| (values[&arg.id()].as_slice(), arg.shape())).collect();
        let value = match (node.op(), args.as_slice()) {
            (Op::Invalid(error), _) => return Err(error.clone().into()),
            (Op::Leaf(index), _) => {
                let given = leaf(*index);
                if given.len() != node.shape().size() {
                    let (name, expected, got) = (format!("leaf {index}"), node.shape().size(), given.len());
                    return Err(EngineError::Length { name, expected, got });
                }
                given
            }
            (Op::Const(bits), _) => vec![f64::from(f32::from_bits(*bits)); node.shape().size()],
            (Op::Iota(axis), _) => every(node.shape()).map(|at| at[*axis] as f64).collect(),
            (Op::Unary(op), [(x, _)]) => x.iter().map(|&x| (op.rule().reference)(x)).collect(),
            (Op::Binary(op), [(a, _), (b, _)]) => {
                a.iter().zip(*b).map(|(&a, &b)| (op.rule().reference)(a, b)).collect()
            }
            (Op::Select, [(c, _), (a, _), (b, _)]) => {
                c.iter().zip(a.iter().zip(*b)).map(|(&c, (&a, &b))| if c != 0.0 { a } else { b }).collect()
            }
            (Op::Reshape, [(x, _)]) => x.to_vec(),
            (Op::Permute(order), [(x, shape)]) => {
                let strides = shape.strides();
                every(node.shape())
                    .map(|at| x[at.iter().zip(order).map(|(i, &axis)| i * strides[axis]).sum::<usize>()])
                    .collect()
            }
            (Op::Broadcast, [(x, shape)]) => every(node.shape()).map(|at| x[folded(&at, shape)]).collect(),
            (Op::Sum(_), [(x, shape)]) => reduced(x, shape, node.shape(), 0.0, |a, b| a + b),
            (Op::Max(_), [(x, shape)]) => reduced(x, shape, node.shape(), f64::MIN, f64::max),
            (Op::Matmul, [(a, shape), (b, _)]) => matmul(a, b, shape, node.shape()),
            _ => Vec::new(),
        };
        values.insert(node.id(), value);
    }
    Ok(roots.iter().map(|root| values[&root.id()].clone()).collect())
}

/// Every index of a shape, row by row.
fn every(shape: &Shape) -> impl Iterator<Item = Vec<usize>> {
    let (axes, strides) = (shape.axes().to_vec(), shape.strides());
    (0..shape.size()).map(move |i| axes.iter().zip(&strides).map(|(len, stride)| i / stride % len).collect())
}

/// Place of the index `at` in a tensor whose axes of length 1 stand for all.
fn folded(at: &[usize], shape: &Shape) -> usize {
    let strides = shape.strides();
    at.iter().zip(shape.axes()).zip(&strides).map(|((&i, &len), stride)| if len == 1 { 0 } else { i * stride }).sum()
}

fn reduced(x: &[f64], from: &Shape, to: &Shape, empty: f64, join: fn(f64, f64) -> f64) -> Vec<f64> {
    let mut out = vec![empty; to.size()];
    for (at, &value) in every(from).zip(x) {
        let place = folded(&at, to);
        out[place] = join(out[place], value);
    }
    out
}

fn matmul(a: &[f64], b: &[f64], left: &Shape, out: &Shape) -> Vec<f64> {
    let ([.., m, k], [.., n]) = (left.axes(), out.axes()) else { return Vec::new() };
    let cell = |i: usize| {
        let (batch, row, column) = (i / (m * n), i / n % m, i % n);
        (0..*k).map(|l| a[(batch * m + row) * k + l] * b[(batch * k + l) * n + column]).sum()
    };
    (0..out.size()).map(cell).collect()
}
