//! Movement, reductions and products.

use super::{Case, Draw, Family, Values};
use crate::expr::Expr;
use crate::ops::movement::Span;

/// Some of the elements of an axis.
fn span(draw: &mut Draw, len: usize) -> Span {
    if len == 0 {
        return Span::all(0);
    }
    let step: isize = draw.one(&[1, 1, 2, 3, -1, -1, -2, -3]);
    let start = draw.below(len);
    let room = if step > 0 { len - 1 - start } else { start } / step.unsigned_abs();
    Span { start, step, len: if draw.below(9) == 0 { 0 } else { 1 + draw.below(room + 1) } }
}

pub(super) fn families() -> Vec<Family> {
    vec![
        Family::new("reshape", 3, |draw| {
            let axes = draw.axes(1, 4);
            let size: usize = axes.iter().product();
            let flat = match draw.below(3) {
                0 => vec![size],
                1 => vec![1, size, 1],
                _ => axes.iter().rev().copied().collect(),
            };
            Case::new(format!("reshape to {flat:?}"), &[(&axes, Values::Normal)], move |x| {
                (x[0].reshape(&flat) * Expr::iota(&flat, 0)).sin()
            })
        }),
        Family::new("permute", 3, |draw| {
            let axes = draw.axes(2, 4);
            let order = draw.order(axes.len());
            Case::new(format!("permute by {order:?}"), &[(&axes, Values::Normal)], move |x| x[0].permute(&order).sin())
        }),
        Family::new("broadcast", 3, |draw| {
            let all = draw.axes(1, 3);
            let skip = draw.below(all.len());
            let from: Vec<usize> = all[skip..].iter().map(|&len| if draw.coin() { 1 } else { len }).collect();
            let other = all.clone();
            Case::new(format!("broadcast to {all:?}"), &[(&from, Values::Normal), (&all, Values::Normal)], move |x| {
                (x[0].broadcast(&other.clone().into()) * &x[1]).tanh()
            })
        }),
        Family::new("slice", 6, |draw| {
            let axes: Vec<usize> = draw.axes(1, 3).iter().map(|len| len * 2).collect();
            let spans: Vec<Span> = axes.iter().map(|&len| span(draw, len)).collect();
            let name: Vec<String> = spans.iter().map(|s| format!("{}+{}·{}", s.start, s.len, s.step)).collect();
            Case::new(format!("slice {}", name.join(", ")), &[(&axes, Values::Normal)], move |x| {
                x[0].spans(spans.clone()).sin()
            })
        }),
        Family::new("flip", 2, |draw| {
            let axes = draw.axes(1, 3);
            let which: Vec<usize> = (0..axes.len()).filter(|_| draw.coin()).collect();
            Case::new(format!("flip {which:?}"), &[(&axes, Values::Normal)], move |x| {
                x[0].flip(&which) * Expr::iota(x[0].shape().axes(), 0) + x[0].sin()
            })
        }),
        Family::new("pad", 4, |draw| {
            let axes = draw.axes(1, 3);
            let (axis, before, after) = (draw.below(axes.len()), draw.below(3), draw.below(3));
            Case::new(format!("pad axis {axis} by {before} and {after}"), &[(&axes, Values::Normal)], move |x| {
                (x[0].pad(axis, before, after) + 0.5).sin()
            })
        }),
        Family::new("concat", 4, |draw| {
            let axes = draw.axes(1, 3);
            let axis = draw.below(axes.len());
            let parts: Vec<Vec<usize>> = (0..1 + draw.below(3))
                .map(|_| {
                    let mut part = axes.clone();
                    part[axis] = draw.below(4);
                    part
                })
                .collect();
            let inputs: Vec<(&[usize], Values)> = parts.iter().map(|part| (part.as_slice(), Values::Normal)).collect();
            Case::new(format!("concat along {axis}"), &inputs, move |x| {
                let all: Vec<&Expr> = x.iter().chain(&x[..1]).collect();
                Expr::concat(&all, axis).sin()
            })
        }),
        Family::new("stack", 1, |draw| {
            let axes = draw.axes(0, 2);
            Case::new("stack", &[(&axes, Values::Normal), (&axes, Values::Normal)], |x| {
                Expr::stack(&[&x[0], &x[1], &x[0].sin()]).cos()
            })
        }),
        Family::new("sum of axes", 4, |draw| {
            let axes = draw.axes(1, 4);
            let over: Vec<usize> = (0..axes.len()).filter(|_| draw.coin()).collect();
            Case::new(format!("sum over {over:?}"), &[(&axes, Values::Normal)], move |x| {
                x[0].sin().sum_axes(&over).sin()
            })
        }),
        Family::new("max of axes", 4, |draw| {
            let mut axes = draw.axes(1, 3);
            axes[0] = axes[0].max(1);
            let over: Vec<usize> = (0..axes.len()).filter(|_| draw.coin()).collect();
            Case::new(format!("max over {over:?}"), &[(&axes, Values::Apart)], move |x| {
                x[0].max_axes(&over).sin() * &x[0]
            })
        }),
        Family::new("matmul", 5, |draw| {
            let (m, k, n) = (draw.length(), draw.one(&[0, 1, 2, 3, 5]), draw.length());
            let batch = draw.axes(0, 2);
            let narrow = |draw: &mut Draw| {
                let skip = draw.below(batch.len() + 1);
                batch[skip..].iter().map(|&len| if draw.below(3) == 0 { 1 } else { len }).collect::<Vec<_>>()
            };
            let (left, right) = (draw.coin(), draw.coin());
            let a = [narrow(draw).as_slice(), &if left { [k, m] } else { [m, k] }].concat();
            let b = [narrow(draw).as_slice(), &if right { [n, k] } else { [k, n] }].concat();
            let turned = |x: &Expr, turn: bool| if turn { x.transpose() } else { x.clone() };
            let name = format!(
                "matmul{}{}",
                if left { ", left turned" } else { "" },
                if right { ", right turned" } else { "" }
            );
            Case::new(name, &[(&a, Values::Normal), (&b, Values::Normal)], move |x| {
                turned(&x[0], left).matmul(&turned(&x[1], right))
            })
        }),
    ]
}

pub(super) fn edges() -> Vec<Case> {
    let (normal, ties) = (Values::Normal, Values::Ties);
    let mut all = vec![
        Case::new("max of equals", &[(&[3, 7], ties)], |x| x[0].max_axes(&[1])),
        Case::new("max of everything", &[(&[2, 3, 5], Values::Apart)], |x| x[0].max_axes(&[0, 1, 2])),
        Case::new("max of nothing", &[(&[0, 3], normal)], |x| x[0].max_axes(&[0])),
        Case::new("sum of nothing", &[(&[0, 3], normal)], |x| x[0].sum_axes(&[0])),
        Case::new("a product through slices", &[(&[5, 8], normal), (&[8, 3], normal)], |x| {
            x[0].stepped(1, Span { start: 7, step: -2, len: 4 }).matmul(&x[1].slice(0, 2, 4).flip(&[1]))
        }),
        Case::new("a product of padded matrices", &[(&[2, 3], normal), (&[5, 2], normal)], |x| {
            x[0].pad(1, 1, 1).matmul(&x[1]).pad(0, 1, 0)
        }),
        Case::new("a product with itself", &[(&[3, 4], normal)], |x| x[0].matmul(&x[0].transpose())),
        Case::new("slices of slices", &[(&[9, 7], normal)], |x| {
            let once = x[0].stepped(0, Span { start: 8, step: -2, len: 5 });
            once.stepped(0, Span { start: 3, step: -1, len: 3 }).stepped(1, Span { start: 1, step: 3, len: 2 }).sin()
        }),
        Case::new("movements on movements", &[(&[2, 3, 4], normal)], |x| {
            x[0].permute(&[2, 0, 1]).flip(&[0]).reshape(&[4, 6]).pad(1, 1, 0).slice(0, 1, 3).transpose().sin()
        }),
    ];
    for (m, k, n) in [(33, 65, 17), (1, 300, 1), (64, 64, 64), (129, 3, 5)] {
        all.push(
            Case::new("matmul", &[(&[m, k], normal), (&[k, n], normal)], |x| x[0].matmul(&x[1])).within(5e-5).large(),
        );
    }
    all.push(
        Case::new("batched matmul", &[(&[3, 1, 19, 35], normal), (&[2, 35, 23], normal)], |x| x[0].matmul(&x[1]))
            .within(5e-5)
            .large(),
    );
    for axes in [vec![0], vec![1], vec![0, 1]] {
        let again = axes.clone();
        all.push(
            Case::new(format!("long sum over {axes:?}"), &[(&[70, 513], normal)], move |x| x[0].sum_axes(&axes))
                .within(1e-4)
                .large(),
        );
        all.push(
            Case::new(format!("long max over {again:?}"), &[(&[70, 513], normal)], move |x| x[0].max_axes(&again))
                .large(),
        );
    }
    all
}
