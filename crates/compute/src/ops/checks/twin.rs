//! Node by node in f32 with the CPU twins. Operands of primitives lie in memory in a random way: axes stored in any order,
//! forwards or backwards, with gaps, from any start.

use crate::expr::{Expr, Op, Shape};
use crate::ops::cases::Draw;
use crate::ops::reduce::Reduction;
use crate::ops::scan::{Pick, ScanResult};
use crate::ops::{Operand, gemm, matmul, random};
use std::collections::BTreeMap;

type Values = BTreeMap<u64, Vec<f32>>;

pub(super) fn evaluate(roots: &[Expr], leaves: &[Vec<f32>], seed: u64) -> Result<Vec<Vec<f32>>, String> {
    let mut values = Values::new();
    eval(roots, leaves, &mut values, &mut Draw::new(seed))?;
    Ok(roots.iter().map(|root| values[&root.id()].clone()).collect())
}

fn eval(roots: &[Expr], leaves: &[Vec<f32>], values: &mut Values, draw: &mut Draw) -> Result<(), String> {
    for node in Expr::graph_above(roots, &|id| values.contains_key(&id)) {
        let value = one(&node, leaves, values, draw)?;
        if value.len() != node.shape().size() {
            return Err(format!("{node:?}: {} values", value.len()));
        }
        values.insert(node.id(), value);
    }
    Ok(())
}

fn indices(axes: &[usize]) -> impl Iterator<Item = Vec<usize>> + use<> {
    let (axes, strides) = (axes.to_vec(), Shape::new(axes).strides());
    let count = axes.iter().product::<usize>();
    (0..count).map(move |i| axes.iter().zip(&strides).map(|(len, stride)| i / stride % len).collect())
}

/// Memory with the values somewhere in it.
struct Laid {
    memory: Vec<f32>,
    start: usize,
    strides: Vec<isize>,
}

fn lay(values: &[f32], axes: &[usize], draw: &mut Draw) -> Laid {
    if draw.below(4) == 0 {
        let strides = Shape::new(axes).strides().iter().map(|&stride| stride as isize).collect();
        return Laid { memory: values.to_vec(), start: 0, strides };
    }
    let mut strides = vec![0_isize; axes.len()];
    let (mut step, mut start) = (1 + draw.below(2), draw.below(5));
    for axis in draw.order(axes.len()) {
        let backwards = draw.coin() && axes[axis] > 0;
        strides[axis] = if backwards { -(step as isize) } else { step as isize };
        start += if backwards { (axes[axis] - 1) * step } else { 0 };
        step = step * axes[axis].max(1) + draw.below(3);
    }
    let mut memory = vec![f32::NAN; step + start + 5];
    for (index, &value) in indices(axes).zip(values) {
        let shift: isize = index.iter().zip(&strides).map(|(&i, &stride)| i as isize * stride).sum();
        memory[start.wrapping_add_signed(shift)] = value;
    }
    Laid { memory, start, strides }
}

fn one(node: &Expr, leaves: &[Vec<f32>], values: &Values, draw: &mut Draw) -> Result<Vec<f32>, String> {
    let arg = |index: usize| values[&node.args()[index].id()].as_slice();
    let from = |index: usize| node.args()[index].shape().axes();
    let axes = node.shape().axes();
    let size = node.shape().size();
    // A movement: where the element comes from, or none.
    let moved = |place: &dyn Fn(&[usize]) -> Option<Vec<usize>>| {
        let strides = Shape::new(from(0)).strides();
        let value = |at: Vec<usize>| {
            place(&at)
                .map_or(0.0, |inner| arg(0)[inner.iter().zip(&strides).map(|(i, stride)| i * stride).sum::<usize>()])
        };
        indices(axes).map(value).collect::<Vec<f32>>()
    };
    Ok(match node.op() {
        Op::Invalid(error) => return Err(error.to_string()),
        Op::Hole(_) => return Err("a hole without a value".to_owned()),
        Op::Leaf(index) => leaves[*index].clone(),
        Op::Const(bits) => vec![f32::from_bits(*bits); size],
        Op::Iota(axis) => indices(axes).map(|at| at[*axis] as f32).collect(),
        Op::Unary(op) => {
            let mut out = vec![f32::NAN; size];
            (op.rule().cpu)(arg(0), &mut out);
            out
        }
        Op::Binary(op) => {
            let mut out = vec![f32::NAN; size];
            (op.rule().cpu)(arg(0), arg(1), &mut out);
            out
        }
        Op::Select => (0..size).map(|i| if arg(0)[i] == 0.0 { arg(2)[i] } else { arg(1)[i] }).collect(),
        Op::Reshape | Op::Custom(_) => arg(0).to_vec(),
        Op::Permute(order) => moved(&|at| {
            let mut inner = vec![0; order.len()];
            order.iter().zip(at).for_each(|(&axis, &i)| inner[axis] = i);
            Some(inner)
        }),
        Op::Broadcast => {
            moved(&|at| Some(at.iter().zip(from(0)).map(|(&i, &len)| if len == 1 { 0 } else { i }).collect()))
        }
        Op::Slice(spans) => moved(&|at| Some(at.iter().zip(spans).map(|(&i, span)| span.at(i)).collect())),
        Op::Pad(sides) => moved(&|at| {
            let inner =
                |((&i, &(low, _)), &len): ((&usize, &(usize, usize)), &usize)| i.checked_sub(low).filter(|&i| i < len);
            at.iter().zip(sides).zip(from(0)).map(inner).collect()
        }),
        Op::Concat(axis) => {
            let value = |mut at: Vec<usize>| {
                let mut part = 0;
                while at[*axis] >= from(part)[*axis] {
                    at[*axis] -= from(part)[*axis];
                    part += 1;
                }
                let strides = Shape::new(from(part)).strides();
                arg(part)[at.iter().zip(&strides).map(|(i, stride)| i * stride).sum::<usize>()]
            };
            indices(axes).map(value).collect()
        }
        Op::Sum(_) | Op::Max(_) => {
            let reduction = if matches!(node.op(), Op::Sum(_)) { Reduction::Sum } else { Reduction::Max };
            let strides = Shape::new(axes).strides();
            let mut groups = vec![Vec::new(); size];
            for (at, &value) in indices(from(0)).zip(arg(0)) {
                let place: usize =
                    at.iter().zip(axes).zip(&strides).map(|((&i, &len), s)| if len == 1 { 0 } else { i * s }).sum();
                groups[place].push(value);
            }
            groups.iter().map(|group| reduction.of(group)).collect()
        }
        Op::Matmul => {
            let ([.., m, k], [.., n]) = (from(0), axes) else { return Err("matmul".to_owned()) };
            let laid = [lay(arg(0), from(0), draw), lay(arg(1), from(1), draw)];
            let operand = |index: usize| Operand {
                values: &laid[index].memory,
                start: laid[index].start,
                axes: from(index),
                strides: &laid[index].strides,
            };
            let (mut out, mut scratch) = (vec![f32::NAN; size], vec![f32::NAN; gemm::scratch(*k, *m, *n)]);
            matmul::cpu(operand(0), operand(1), &mut out, &mut scratch);
            out
        }
        Op::Primitive(primitive) => {
            let rule = primitive.rule();
            let laid: Vec<Laid> = (0..node.args().len()).map(|index| lay(arg(index), from(index), draw)).collect();
            let operands: Vec<Operand<'_>> = laid
                .iter()
                .enumerate()
                .map(|(index, laid)| Operand {
                    values: &laid.memory,
                    start: laid.start,
                    axes: from(index),
                    strides: &laid.strides,
                })
                .collect();
            let shapes: Vec<&Shape> = node.args().iter().map(Expr::shape).collect();
            let mut scratch = vec![f32::NAN; rule.scratch(&shapes, node.shape())];
            let mut out = vec![f32::NAN; size];
            rule.cpu(&operands, node.shape(), &mut out, &mut scratch);
            out
        }
        Op::Random(stream) => {
            let key = std::array::from_fn(|i| arg(0)[i]);
            (0..size as u32).map(|i| random::draw(&key, *stream, i)).collect()
        }
        Op::Scan(ScanResult { turn, pick }) => {
            let (carried, given) = (turn.carries.len(), turn.inputs.len());
            let mut carries: Vec<Vec<f32>> = (0..carried).map(|index| arg(index).to_vec()).collect();
            let mut stacked = Vec::new();
            for t in 0..turn.count {
                let mut inner: Values = (carried + given..node.args().len())
                    .map(|index| (node.args()[index].id(), arg(index).to_vec()))
                    .collect();
                inner.extend(turn.carries.iter().zip(&carries).map(|(hole, carry)| (hole.id(), carry.clone())));
                for (index, hole) in turn.inputs.iter().enumerate() {
                    let size = hole.shape().size();
                    inner.insert(hole.id(), arg(carried + index)[t * size..(t + 1) * size].to_vec());
                }
                let mut roots = turn.next.clone();
                if let Pick::Stack(result) = pick {
                    roots.push(result.clone());
                }
                eval(&roots, leaves, &mut inner, draw)?;
                carries = turn.next.iter().map(|next| inner[&next.id()].clone()).collect();
                if let Pick::Stack(result) = pick {
                    stacked.extend(&inner[&result.id()]);
                }
            }
            match pick {
                Pick::Last(index) => carries.swap_remove(*index),
                Pick::Stack(_) => stacked,
            }
        }
    })
}
