//! Builders with whatever arguments: an expression or a sentence, never a panic.

use crate::expr::{Expr, Op, Shape};
use crate::interpret::interpret;
use crate::ops::cases::{self, Draw};
use crate::ops::conv::Conv;
use crate::ops::gather::{Gather, Scatter};
use crate::ops::movement::Span;
use crate::ops::pool::{Pool, PoolIndex, PoolPut, PoolTake};
use crate::ops::{Binary, Primitive, Unary};
use crate::{Program, grad, scan, vjp};
use proptest::prelude::*;

/// A number for an argument: mostly small, sometimes absurd.
fn number(draw: &mut Draw) -> usize {
    if draw.below(12) == 0 { draw.one(&[7, 1 << 20, usize::MAX, usize::MAX / 2 + 1]) } else { draw.below(4) }
}

fn signed(draw: &mut Draw) -> isize {
    if draw.below(12) == 0 { draw.one(&[isize::MIN, isize::MAX, -9]) } else { draw.below(5) as isize - 2 }
}

fn some(draw: &mut Draw) -> Vec<usize> {
    (0..draw.below(5)).map(|_| number(draw)).collect()
}

/// One more expression from those that there are.
fn next(draw: &mut Draw, pool: &[Expr]) -> Expr {
    let mut arg = || pool[draw.below(pool.len())].clone();
    let (a, b, c) = (arg(), arg(), arg());
    let windows = |draw: &mut Draw| Pool {
        size: [number(draw), number(draw)],
        stride: [number(draw), number(draw)],
        pad: [(number(draw), number(draw)), (number(draw), number(draw))],
    };
    match draw.below(37) {
        0 | 1 => a.unary(draw.one(Unary::ALL)),
        2..=4 => a.binary(draw.one(Binary::ALL), &b),
        5 => a.select(&b, &c),
        6 => Expr::iota(&some(draw), number(draw)),
        7 => a.reshape(&some(draw)),
        8 => {
            let mut axes = a.shape().axes().to_vec();
            axes.insert(draw.below(axes.len() + 1), 1);
            a.reshape(&axes)
        }
        9 => a.permute(&some(draw)),
        10 => a.permute(&draw.order(a.shape().rank())),
        11 => a.broadcast(&some(draw).into()),
        12 => a.spans(
            (0..draw.below(4)).map(|_| Span { start: number(draw), step: signed(draw), len: number(draw) }).collect(),
        ),
        13 => a.stepped(number(draw), Span { start: number(draw), step: signed(draw), len: number(draw) }),
        14 => a.slice(number(draw), number(draw), number(draw)),
        15 => a.flip(&some(draw)),
        16 => a.pad(number(draw), number(draw), number(draw)),
        17 => Expr::concat(&[&a, &b, &c][..draw.below(4)], number(draw)),
        18 => Expr::stack(&[&a, &b, &c][..draw.below(4)]),
        19 => a.sum_axes(&some(draw)),
        20 => a.max_axes(&some(draw)),
        21 => a.matmul(&b),
        22 => a.transpose(),
        23 | 24 => {
            let spec = Conv {
                stride: [number(draw), number(draw)],
                pad: [(signed(draw), signed(draw)), (signed(draw), signed(draw))],
                dilation: [number(draw), number(draw)],
                expansion: [number(draw), number(draw)],
                groups: number(draw),
            };
            a.conv(&b, if draw.coin() { spec } else { Conv::new(1, draw.below(3)) })
        }
        25 => a.conv_transposed(&b, Conv { groups: number(draw), ..Conv::new(number(draw), draw.below(3)) }),
        26 => a.max_pool(windows(draw)),
        27 => {
            let [take, put] = [windows(draw), windows(draw)];
            match draw.below(3) {
                0 => Expr::primitive(Primitive::PoolIndex(PoolIndex(take)), &[&a, &b][..draw.below(3)]),
                1 => Expr::primitive(Primitive::PoolTake(PoolTake(take)), &[&a, &b][..draw.below(3)]),
                _ => Expr::primitive(Primitive::PoolPut(PoolPut(put, [number(draw), number(draw)])), &[&a, &b]),
            }
        }
        28 => Expr::primitive(Primitive::Gather(Gather), &[&a, &b, &c][..draw.below(4)]),
        29 => {
            let numbers = match a.shape().axes() {
                [batch, items, _] if draw.coin() => Expr::iota(&[*batch, *items], 1),
                _ => b,
            };
            Expr::primitive(Primitive::Scatter(Scatter(number(draw))), &[&a, &numbers])
        }
        30 => {
            if draw.coin() {
                a.rows(&b)
            } else {
                a.take(&b)
            }
        }
        31 => a.top_k(number(draw)).0,
        32 => {
            if draw.coin() {
                a.argmax()
            } else {
                a.sort().cumsum()
            }
        }
        33 => a.grid_sample(&b),
        34 => Expr::random(&if draw.coin() { Expr::iota(&[6], 0) } else { a }, 1, &some(draw)),
        35 => {
            let pool = Pool::new(1 + draw.below(2));
            let places = Expr::primitive(Primitive::PoolIndex(PoolIndex(pool)), &[&a]);
            let [.., h, w] = a.shape().axes() else { return places };
            Expr::primitive(Primitive::PoolPut(PoolPut(pool, [*h, *w])), &[&places.sin(), &places])
        }
        _ => {
            let matrices = draw.coin();
            let out = scan(&[&a], &[&b], |h, x| {
                let next = if matrices { h[0].matmul(&c) + &x[0] } else { &h[0] * &c + &x[0] };
                (vec![next.tanh()], vec![next])
            });
            if draw.coin() { out.last[0].clone() } else { out.stacked[0].clone() }
        }
    }
}

/// Leaves, then they and ten tries of what can be made of them, less what is refused or large.
fn made(seed: u64) -> Result<(Vec<Expr>, Vec<Expr>), String> {
    let mut draw = Draw::new(seed);
    let mut program = Program::new();
    let mut pool: Vec<Expr> = [0, 1, 1, 2, 2, 3, 3, 4, 4]
        .map(|rank| program.state("x", &(0..rank).map(|_| draw.below(4)).collect::<Vec<_>>()))
        .to_vec();
    let leaves = pool.clone();
    for _ in 0..10 {
        let made = next(&mut draw, &pool);
        match made.op() {
            Op::Invalid(error) if !error.to_string().contains(": expected ") => return Err(error.to_string()),
            Op::Invalid(_) => {}
            _ if made.shape().size() <= 3000 && made.shape().rank() <= 6 => pool.push(made),
            _ => {}
        }
    }
    Ok((leaves, pool))
}

#[test]
fn the_fuzz_reaches_every_primitive() {
    let mut covered = std::collections::BTreeSet::from(["custom"]);
    let mut refused = 0;
    for seed in 0..3000 {
        let (leaves, pool) = made(seed).unwrap();
        refused += 10 - (pool.len() - leaves.len());
        pool.iter().for_each(|expr| covered.extend(cases::primitives_of(expr)));
    }
    assert_eq!(cases::missing(&covered), Vec::<&str>::new());
    assert!((3000..27_000).contains(&refused), "{refused} of 30000 refused");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]

    #[test]
    fn builders_never_panic(seed in any::<u64>()) {
        hold(seed)?;
    }
}

/// Seeds that did not hold once.
#[test]
fn what_was_found_stays_mended() {
    // An empty axis beside a step that is longer than an axis may be.
    hold(15_655_145_770_170_321_578).unwrap();
    // No channels in more groups than there are numbers.
    for seed in [8_061_188_652_131_917_112, 4_505_111_629_998_373_215, 8_549_910_573_329_017_606] {
        hold(seed).unwrap();
    }
    // A million turns over a million empty rows.
    hold(10_718_214_217_704_211_618).unwrap();
    // No pictures and no features, in two groups of channels.
    for seed in [9_328_395_656_324_772_166, 11_720_814_085_650_250_516] {
        hold(seed).unwrap();
    }
}

/// What is made by a seed, its gradients and their values come without a panic and have the right shapes.
fn hold(seed: u64) -> Result<(), TestCaseError> {
    let (leaves, pool) = made(seed).map_err(TestCaseError::fail)?;
    for root in &pool[leaves.len()..] {
        let wrt: Vec<&Expr> = leaves.iter().collect();
        let mut roots = grad(root, &wrt);
        for (x, slope) in wrt.iter().zip(&roots) {
            prop_assert!(!matches!(slope.op(), Op::Invalid(_)), "the gradient of {:?}: {:?}", root, slope);
            prop_assert_eq!(x.shape(), slope.shape());
        }
        roots.push(root.clone());
        // Only what is quickly computed.
        let work: usize = Expr::graph(&roots).iter().map(|node| node.shape().size()).max().unwrap_or(0);
        if work <= 3000 {
            let values = interpret(&roots, &|leaf| vec![0.5; leaves[leaf].shape().size()]);
            for (value, root) in values.map_err(|error| TestCaseError::fail(error.to_string()))?.iter().zip(&roots) {
                prop_assert_eq!(value.len(), root.shape().size(), "{:?}", root);
            }
        }
    }
    Ok(())
}

#[test]
fn long_chains_are_built_differentiated_computed_and_dropped() {
    const LONG: usize = 100_000;
    let mut program = Program::new();
    let x = program.state("x", &[2]);
    let mut y = x.clone();
    for i in 0..LONG {
        y = if i % 2 == 0 { &y * 0.5 + &x } else { y.sin() };
    }
    let slope = grad(&y, &[&x]).remove(0);
    let got = interpret(&[y.clone(), slope.clone()], &|_| vec![0.3, 0.6]).unwrap();
    assert!(got.iter().flatten().all(|value| value.is_finite()));
    drop((y, slope));
    // Movements too: a constant below them is looked for.
    let mut y = x.clone();
    for i in 0..LONG {
        y = if i % 2 == 0 { y.reshape(&[1, 2]) } else { y.transpose().reshape(&[2]) };
    }
    assert_eq!(y.as_const(), None);
    let mut wide = x.reshape(&[1, 2]);
    for _ in 0..LONG {
        wide = wide.broadcast(&Shape::new(&[3, 2])).slice(0, 1, 1);
    }
    let slope = vjp(&[(wide.clone(), Expr::constant(1.0, wide.shape()))], &[&x]).remove(0);
    assert_eq!(interpret(&[slope], &|_| vec![0.3, 0.6]).unwrap()[0], [1.0, 1.0]);
}
