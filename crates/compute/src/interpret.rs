//! The plain interpreter, in f64, node by node, with no plan and no fusion: what everything else is tested against.

use crate::error::EngineError;
use crate::expr::{Expr, Op, Shape};
use crate::ops::random;
use crate::ops::scan::{Pick, ScanResult, Turn};
use std::collections::BTreeMap;

/// Values of `roots`, row by row, with `leaf(i)` the values of leaf `i`.
///
/// # Errors
/// The shape error of an expression that does not fit, or a leaf of the wrong length.
pub fn interpret(roots: &[Expr], leaf: &dyn Fn(usize) -> Vec<f64>) -> Result<Vec<Vec<f64>>, EngineError> {
    let mut values = BTreeMap::new();
    eval(roots, leaf, &mut values)?;
    Ok(roots.iter().map(|root| values[&root.id()].clone()).collect())
}

/// Values by node.
type Values = BTreeMap<u64, Vec<f64>>;

/// Adds the values of `roots` and of everything they need to `values`.
fn eval(roots: &[Expr], leaf: &dyn Fn(usize) -> Vec<f64>, values: &mut Values) -> Result<(), EngineError> {
    let graph = Expr::graph_above(roots, &|id| values.contains_key(&id));
    for node in graph {
        let value = one(&node, leaf, values)?;
        values.insert(node.id(), value);
    }
    Ok(())
}

fn one(node: &Expr, leaf: &dyn Fn(usize) -> Vec<f64>, values: &Values) -> Result<Vec<f64>, EngineError> {
    let args: Vec<(&[f64], &Shape)> =
        node.args().iter().map(|arg| (values[&arg.id()].as_slice(), arg.shape())).collect();
    Ok(match (node.op(), args.as_slice()) {
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
        (Op::Binary(op), [(a, _), (b, _)]) => a.iter().zip(*b).map(|(&a, &b)| (op.rule().reference)(a, b)).collect(),
        (Op::Select, [(c, _), (a, _), (b, _)]) => {
            c.iter().zip(a.iter().zip(*b)).map(|(&c, (&a, &b))| if c != 0.0 { a } else { b }).collect()
        }
        (Op::Reshape | Op::Custom(_), [(x, _), ..]) => x.to_vec(),
        (Op::Permute(order), [(x, shape)]) => {
            let strides = shape.strides();
            every(node.shape())
                .map(|at| x[at.iter().zip(order).map(|(i, &axis)| i * strides[axis]).sum::<usize>()])
                .collect()
        }
        (Op::Broadcast, [(x, shape)]) => every(node.shape()).map(|at| x[folded(&at, shape)]).collect(),
        (Op::Slice(spans), [(x, shape)]) => {
            let strides = shape.strides();
            let place =
                |at: Vec<usize>| at.iter().zip(spans).zip(&strides).map(|((&i, s), n)| s.at(i) * n).sum::<usize>();
            every(node.shape()).map(|at| x[place(at)]).collect()
        }
        (Op::Pad(sides), [(x, shape)]) => {
            let strides = shape.strides();
            let place = |at: &[usize]| {
                let mut place = 0;
                for (axis, &i) in at.iter().enumerate() {
                    let inner = i.checked_sub(sides[axis].0).filter(|&inner| inner < shape.axes()[axis])?;
                    place += inner * strides[axis];
                }
                Some(place)
            };
            every(node.shape()).map(|at| place(&at).map_or(0.0, |place| x[place])).collect()
        }
        (Op::Concat(axis), parts) => {
            let inner = |shape: &Shape| shape.axes()[*axis..].iter().product::<usize>();
            let outer: usize = node.shape().axes()[..*axis].iter().product();
            let mut out = Vec::with_capacity(node.shape().size());
            for row in 0..outer {
                for (x, shape) in parts {
                    out.extend(&x[row * inner(shape)..(row + 1) * inner(shape)]);
                }
            }
            out
        }
        (Op::Sum(_), [(x, shape)]) => reduced(x, shape, node.shape(), 0.0, |a, b| a + b),
        (Op::Max(_), [(x, shape)]) => reduced(x, shape, node.shape(), f64::from(f32::MIN), f64::max),
        (Op::Matmul, [(a, shape), (b, _)]) => matmul(a, b, shape, node.shape()),
        (Op::Primitive(primitive), args) => primitive.rule().reference(args, node.shape()),
        (Op::Random(stream), [(key, _)]) => {
            let words = std::array::from_fn(|i| key.get(i).map_or(0.0, |word| *word as f32));
            (0..node.shape().size() as u32).map(|i| f64::from(random::draw(&words, *stream, i))).collect()
        }
        (Op::Scan(ScanResult { turn, pick }), args) => turns(turn, pick, node.args(), args, leaf)?,
        _ => Vec::new(),
    })
}

/// A loop, turn by turn.
fn turns(
    turn: &Turn,
    pick: &Pick,
    nodes: &[Expr],
    args: &[(&[f64], &Shape)],
    leaf: &dyn Fn(usize) -> Vec<f64>,
) -> Result<Vec<f64>, EngineError> {
    let (carried, given) = (turn.carries.len(), turn.inputs.len());
    let fixed: Values =
        nodes.iter().zip(args).skip(carried + given).map(|(node, (value, _))| (node.id(), value.to_vec())).collect();
    let mut carries: Vec<Vec<f64>> = args[..carried].iter().map(|(value, _)| value.to_vec()).collect();
    let mut stacked = Vec::new();
    for t in 0..turn.count {
        let mut values = fixed.clone();
        for (hole, carry) in turn.carries.iter().zip(&carries) {
            values.insert(hole.id(), carry.clone());
        }
        for (hole, (all, _)) in turn.inputs.iter().zip(&args[carried..]) {
            let size = hole.shape().size();
            values.insert(hole.id(), all[t * size..(t + 1) * size].to_vec());
        }
        let mut roots = turn.next.clone();
        if let Pick::Stack(inner) = pick {
            roots.push(inner.clone());
        }
        eval(&roots, leaf, &mut values)?;
        carries = turn.next.iter().map(|next| values[&next.id()].clone()).collect();
        if let Pick::Stack(inner) = pick {
            stacked.extend(&values[&inner.id()]);
        }
    }
    Ok(match pick {
        Pick::Last(index) => carries.swap_remove(*index),
        Pick::Stack(_) => stacked,
    })
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
