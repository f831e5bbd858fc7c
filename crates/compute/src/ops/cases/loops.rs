//! Loops over time and rules of differentiation.

use super::{Case, Draw, Family, Values};
use crate::expr::Expr;
use crate::ops::scan::{Scanned, scan};

/// `h ← tanh(x W + h U + b)`, with each turn's `h V` as its result.
pub(super) fn rnn(x: &[Expr]) -> Scanned {
    let [inputs, h, w, u, b, v] = x else { return scan(&[], &[], |_, _| (Vec::new(), Vec::new())) };
    scan(&[h], &[inputs], |h, x| {
        let next = (x[0].matmul(w) + h[0].matmul(u) + b).tanh();
        let out = next.matmul(v);
        (vec![next], vec![out])
    })
}

/// Inputs of [`rnn`]: `T` turns, batch `n`, `i` inputs, `h` units, `o` results.
pub(super) fn rnn_inputs([t, n, i, h, o]: [usize; 5]) -> Vec<(Vec<usize>, Values)> {
    [vec![t, n, i], vec![n, h], vec![i, h], vec![h, h], vec![h], vec![h, o]].map(|axes| (axes, Values::Normal)).to_vec()
}

/// Hochreiter and Schmidhuber's long short-term memory: carries `h`, `c`, weights `[i + h, 4h]`, biases `[4h]`.
pub(super) fn lstm(x: &[Expr]) -> Scanned {
    let [inputs, h, c, w, b] = x else { return scan(&[], &[], |_, _| (Vec::new(), Vec::new())) };
    let units = h.shape().axes().last().copied().unwrap_or(0);
    scan(&[h, c], &[inputs], |carries, x| {
        let all = Expr::concat(&[&x[0], &carries[0]], 1).matmul(w) + b;
        let gate = |n: usize| all.slice(1, n * units, units);
        let cell = gate(0).sigmoid() * &carries[1] + gate(1).sigmoid() * gate(2).tanh();
        let hidden = gate(3).sigmoid() * cell.tanh();
        (vec![hidden.clone(), cell], vec![hidden])
    })
}

/// Inputs of [`lstm`]: `T` turns, batch `n`, `i` inputs, `h` units.
pub(super) fn lstm_inputs([t, n, i, h]: [usize; 4]) -> Vec<(Vec<usize>, Values)> {
    [vec![t, n, i], vec![n, h], vec![n, h], vec![i + h, 4 * h], vec![4 * h]].map(|axes| (axes, Values::Normal)).to_vec()
}

fn case(name: &str, inputs: &[(Vec<usize>, Values)], build: impl Fn(&[Expr]) -> Expr + 'static) -> Case {
    let inputs: Vec<(&[usize], Values)> = inputs.iter().map(|(axes, values)| (axes.as_slice(), *values)).collect();
    Case::new(name, &inputs, build).within(2e-5)
}

/// All results of a loop in one row.
fn row(results: &Scanned) -> Expr {
    let flat = |x: &Expr| x.reshape(&[x.shape().size()]);
    let all: Vec<Expr> = results.last.iter().chain(&results.stacked).map(flat).collect();
    Expr::concat(&all.iter().collect::<Vec<_>>(), 0)
}

fn few(draw: &mut Draw) -> usize {
    1 + draw.below(3)
}

pub(super) fn families() -> Vec<Family> {
    vec![
        Family::new("rnn", 3, |draw| {
            let sizes = [draw.one(&[1, 2, 3, 5]), draw.batch(), few(draw), few(draw), few(draw)];
            case("rnn", &rnn_inputs(sizes), |x| row(&rnn(x)))
        }),
        Family::new("lstm", 3, |draw| {
            let sizes = [draw.one(&[1, 2, 3]), draw.batch(), few(draw), few(draw)];
            case("lstm", &lstm_inputs(sizes), |x| row(&lstm(x)))
        }),
        Family::new("loop without products", 2, |draw| {
            let (t, n) = (draw.one(&[1, 2, 3, 5]), draw.length());
            // A carry that only counts, a result that is an input, a weight that is used twice.
            let inputs =
                [(vec![t, n], Values::Normal), (vec![n], Values::Normal), (vec![n], Values::Between(0.4, 1.5))];
            case("loop without products", &inputs, |x| {
                row(&scan(&[&x[1], &Expr::scalar(0.5)], &[&x[0]], |c, now| {
                    let product = (&now[0] * &x[2]).with_gradient("product", &[&now[0], &x[2]], |x, _, dy| match x {
                        [now, w] => vec![dy * w, dy * now * 2.0 - dy * now],
                        _ => Vec::new(),
                    });
                    let next = &c[0] * &x[2] + now[0].sin() / &x[2] - &c[1] + product;
                    let told = vec![next.square(), now[0].clone(), x[2].clone()];
                    (vec![next, &c[1] + 1.0], told)
                }))
            })
        }),
        Family::new("rnn in columns", 2, |draw| {
            let (t, i, h, n) = (draw.one(&[1, 2, 4]), few(draw), few(draw), few(draw));
            let inputs = [vec![t, i, n], vec![h, n], vec![h, i], vec![h, h]].map(|axes| (axes, Values::Normal));
            case("rnn in columns", &inputs, |x| {
                row(&scan(&[&x[1]], &[&x[0]], |h, now| {
                    // With a rule that gives a difference of products: the gradient as it is, in a roundabout way.
                    let seen = x[2].matmul(&now[0]).with_gradient("product", &[&x[2], &now[0]], |x, _, dy| match x {
                        [w, now] => {
                            let product = || dy.matmul(&now.transpose());
                            vec![product() * 2.0 - product(), w.transpose().matmul(dy)]
                        }
                        _ => Vec::new(),
                    });
                    let next = (seen + x[3].matmul(&h[0])).tanh();
                    (vec![next.clone()], vec![next.transpose()])
                }))
            })
        }),
        Family::new("attention in a loop", 2, |draw| {
            let (t, n, s, d) = (draw.one(&[1, 2, 3]), few(draw), few(draw), few(draw));
            let inputs = [
                (vec![t, n, d], Values::Normal),
                (vec![n, d], Values::Normal),
                (vec![n, s, d], Values::Normal),
                (vec![d, d], Values::Normal),
            ];
            case("attention in a loop", &inputs, |x| {
                row(&scan(&[&x[1]], &[&x[0]], |h, now| {
                    let (n, d) = (h[0].shape().axes()[0], h[0].shape().axes()[1]);
                    let asked = (&h[0] + &now[0]).matmul(&x[3]).reshape(&[n, d, 1]);
                    let scores = x[2].matmul(&asked);
                    let shares = (&scores - scores.max_axes(&[1]).stop_gradient()).exp();
                    let shares = &shares / shares.sum_axes(&[1]);
                    let next = (shares * &x[2]).sum_axes(&[1]).reshape(&[n, d]);
                    (vec![next.tanh()], vec![scores])
                }))
            })
        }),
        Family::new("rule that is true", 2, |draw| {
            // x³ with the gradient written by hand.
            Case::new("rule that is true", &[(&draw.axes(0, 2), Values::Normal)], |x| {
                let cube = x[0].powf(3.0);
                cube.with_gradient("cube", &[&x[0]], |x, _, dy| vec![dy * (x[0].square() * 3.0)]).sin()
            })
        }),
    ]
}

pub(super) fn edges() -> Vec<Case> {
    let normal = Values::Normal;
    vec![
        Case::new("stop gradient", &[(&[2, 3], normal)], |x| x[0].sin().stop_gradient() * &x[0]).with_rule(),
        Case::new("reverse gradient", &[(&[2, 3], normal), (&[], Values::Between(0.5, 2.0))], |x| {
            x[0].reverse_gradient(&x[1]).sin()
        })
        .with_rule(),
        Case::new("straight through", &[(&[2, 3], Values::Apart)], |x| x[0].sign().straight_through(&x[0]).sin())
            .with_rule(),
        case("rnn", &rnn_inputs([7, 5, 9, 17, 3]), |x| row(&rnn(&scaled(x)))).within(1e-4).large(),
        case("lstm", &lstm_inputs([8, 3, 9, 11]), |x| row(&lstm(&scaled(x)))).within(1e-4).large(),
    ]
}

fn scaled(x: &[Expr]) -> Vec<Expr> {
    x.iter().map(|x| x * 0.3).collect()
}
