//! Random expressions of all primitives.

use compute::expr::Op;
use compute::ops::movement::Span;
use compute::ops::random::KEY_WORDS;
use compute::ops::{Binary, Unary};
use compute::rng::Stream;
use compute::{Conv, Expr, Pool, Program, grad, scan};

/// A random expression over two leaves, `[3, 4]` and `[4]`.
pub(crate) fn random(x: &Expr, y: &Expr, random: &mut Stream) -> Expr {
    let mut pool = vec![x.clone(), y.clone(), x.transpose(), Expr::iota(&[3, 4], 1)];
    for _ in 0..8 {
        let mut pick = |n: usize| (random.uniform() * n as f32) as usize;
        let (a, b) = (pool[pick(pool.len())].clone(), pool[pick(pool.len())].clone());
        let (size, last) = (a.shape().size(), a.shape().rank() - 1);
        let len = a.shape().axes()[last];
        let made = match pick(28) {
            0 => a.tanh(),
            1 => a.sin() * 0.5,
            2 => &a + &b,
            3 => &a * &b,
            4 => a.max(&b),
            5 => a.sum_axes(&[0]),
            6 => a.max_axes(&[last]),
            7 => a.matmul(&b),
            8 => a.reshape(&[size]),
            9 => a.reshape(&[size, 1]).transpose().sigmoid(),
            10 => a.slice(last, pick(len), 1),
            11 => a.stepped(last, Span { start: len - 1, step: -2, len: len.div_ceil(2) }),
            12 => a.pad(last, pick(3), pick(3)),
            13 => (a.pad(0, 1, 0) + 1.0).exp().pad(last, 1, 1) * 0.1,
            14 => Expr::concat(&[&a, &b.tanh()], pick(2)),
            15 => a.flip(&[0]).cos(),
            16 => {
                let pixels = a.reshape(&[1, 1, size, 1]);
                let kernel = b.reshape(&[b.shape().size(), 1, 1, 1]).slice(0, 0, 1).broadcast(&vec![2, 1, 2, 1].into());
                let made = pixels.conv(&kernel, Conv::new(1 + pick(2), 1)).tanh();
                let tall = made.shape().axes()[2];
                made.slice(3, 0, 1).reshape(&[2, tall])
            }
            17 => a.reshape(&[1, size, 1]).max_pool(Pool { size: [2, 1], stride: [1 + pick(2), 1], pad: [(0, 0); 2] }),
            18 => a.rows(&(Expr::iota(&[3], 0) * 0.6)),
            19 => a.cumsum() * 0.3,
            20 => a.sort(),
            21 => (&a * &b.stop_gradient()).straight_through(&a),
            22 => recurrent(&a),
            23 => {
                let op = Unary::ALL[pick(Unary::ALL.len())];
                let safe = match op {
                    Unary::Log | Unary::Sqrt => a.abs() + 0.5,
                    // Not near a whole number, where f32 and f64 may fall on two sides.
                    Unary::Floor | Unary::Sign => &a * 0.37 + 0.213,
                    _ => a.tanh(),
                };
                safe.unary(op)
            }
            24 => {
                let op = Binary::ALL[pick(Binary::ALL.len())];
                match op {
                    Binary::Pow => (a.abs() + 0.5).binary(op, &b.tanh()),
                    Binary::Div => a.binary(op, &(b.square() + 1.0)),
                    Binary::Less => (&a * 0.37 + 0.213).binary(op, &b),
                    _ => a.binary(op, &b),
                }
            }
            25 => (&a * 0.37 + 0.213).less(&b).select(&a, &b),
            26 => Expr::random(&Expr::constant(3.0, &vec![KEY_WORDS].into()), 1, a.shape().axes()) * 1e-7 + &a,
            _ => a.argmax() * 0.1 + &a,
        };
        if !matches!(made.op(), Op::Invalid(_))
            && (1..4).contains(&made.shape().rank())
            && (1..200).contains(&made.shape().size())
        {
            pool.push(made);
        }
    }
    pool.into_iter().skip(4).fold(Expr::scalar(0.0), |all, expr| all + expr.tanh().sum())
}

/// A little recurrent network over the rows of `a`, with weights made of `a` too.
fn recurrent(a: &Expr) -> Expr {
    let width = a.shape().size() / a.shape().axes()[0].max(1);
    let rows = a.reshape(&[a.shape().axes()[0], 1, width]);
    let weights = rows.slice(0, 0, 1).reshape(&[width, 1]).broadcast(&vec![width, 2].into()).tanh();
    let first = Expr::constant(0.1, &vec![1, 2].into());
    let scanned = scan(&[&first], &[&rows], |carry, x| {
        let h = (x[0].matmul(&weights) + &carry[0]).tanh();
        (vec![h.clone()], vec![&h * &h])
    });
    scanned.stacked[0].reshape(&[a.shape().axes()[0], 2]) + scanned.last[0].reshape(&[2])
}

/// A program of a random expression: one step down its gradient, with everything recorded that can be.
pub(crate) fn program(seed: u64) -> (Program, Vec<Expr>, Stream) {
    let mut source = Stream::new(seed, 0);
    let mut program = Program::new();
    let (x, y) = (program.state("x", &[3, 4]), program.state("y", &[4]));
    let loss = random(&x, &y, &mut source);
    let slopes = grad(&loss, &[&x, &y]);
    let next = [&x - &slopes[0] * 0.1, &y - &slopes[1] * 0.1];
    program.update("x", &next[0]);
    program.update("y", &next[1]);
    program.output("loss", &loss);
    program.record(&loss);
    program.record(&x);
    let [x, y] = next;
    (program, vec![x, y, loss], source)
}
