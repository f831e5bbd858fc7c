//! Convolution, pooling, gather and scatter, orders, running sums, sampling.

use super::{Case, Draw, Family, Values};
use crate::expr::Expr;
use crate::ops::conv::Conv;
use crate::ops::gather::{Gather, Scatter};
use crate::ops::pool::{Pool, PoolIndex, PoolPut, PoolTake};
use crate::ops::{Primitive, random};

fn conv(draw: &mut Draw) -> Case {
    let groups = draw.one(&[1, 1, 2, 3]);
    let (inner, outer) = (1 + draw.below(2), 1 + draw.below(2));
    let kernel = [1 + draw.below(3), 1 + draw.below(3)];
    let (mut spec, mut axes) = (Conv { groups, ..Conv::default() }, [0; 2]);
    for (axis, len) in axes.iter_mut().enumerate() {
        spec.stride[axis] = draw.one(&[1, 1, 2, 3]);
        spec.dilation[axis] = draw.one(&[1, 1, 2]);
        spec.expansion[axis] = draw.one(&[1, 1, 1, 2, 3]);
        spec.pad[axis] = (draw.below(4) as isize - 1, draw.below(4) as isize - 1);
        *len = draw.one(&[1, 3, 4, 5]);
    }
    let x = [draw.batch(), groups * inner, axes[0], axes[1]];
    let w = [groups * outer, inner, kernel[0], kernel[1]];
    Case::new(format!("conv {spec:?}"), &[(&x, Values::Normal), (&w, Values::Normal)], move |x| x[0].conv(&x[1], spec))
}

fn windows(draw: &mut Draw) -> (Pool, [usize; 3]) {
    let mut pool = Pool::new(1);
    let mut axes = [draw.batch(), 1, 1];
    for axis in 0..2 {
        let size = 1 + draw.below(3);
        pool.size[axis] = size;
        pool.stride[axis] = 1 + draw.below(3);
        pool.pad[axis] = (draw.below(size), draw.below(size));
        axes[axis + 1] = draw.one(&[1, 3, 4, 5]);
    }
    (pool, axes)
}

/// Length of the windows' row.
fn pooled(pool: &Pool, axis: usize, len: usize) -> usize {
    let (low, high) = pool.pad[axis];
    (len + low + high).checked_sub(pool.size[axis]).map_or(0, |room| room / pool.stride[axis] + 1)
}

pub(super) fn families() -> Vec<Family> {
    vec![
        Family::new("conv", 12, conv),
        Family::new("conv moved", 4, |draw| {
            let base = conv(draw);
            let (x, w) = (base.inputs[0].axes.clone(), base.inputs[1].axes.clone());
            // The same through operands that are turned around and stored the other way.
            let last_first = |axes: &[usize]| [axes[2], axes[3], axes[0], axes[1]];
            let (xs, ws) = (last_first(&x), last_first(&w));
            Case::new(format!("moved {}", base.name), &[(&xs, Values::Normal), (&ws, Values::Normal)], move |x| {
                let moved = |x: &Expr| x.flip(&[1]).permute(&[2, 3, 0, 1]).flip(&[2]);
                (base.build)(&[moved(&x[0]), moved(&x[1])])
            })
        }),
        Family::new("conv transposed", 3, |draw| {
            let (stride, kernel) = (1 + draw.below(3), 1 + draw.below(4));
            let pad = draw.below(kernel);
            let (c, o) = (1 + draw.below(3), 1 + draw.below(2));
            let x = [draw.batch(), c, draw.length(), draw.length()];
            let name = format!("conv transposed, stride {stride}, pad {pad}");
            Case::new(name, &[(&x, Values::Normal), (&[c, o, kernel, kernel], Values::Normal)], move |x| {
                x[0].conv_transposed(&x[1], Conv::new(stride, pad))
            })
        }),
        Family::new("max pool", 5, |draw| {
            let (pool, axes) = windows(draw);
            Case::new(format!("max pool {pool:?}"), &[(&axes, Values::Apart)], move |x| x[0].max_pool(pool).sin())
        }),
        Family::new("pool index", 2, |draw| {
            let (pool, axes) = windows(draw);
            Case::new(format!("pool index {pool:?}"), &[(&axes, Values::Apart)], move |x| {
                Expr::primitive(Primitive::PoolIndex(PoolIndex(pool)), &[&x[0]])
            })
        }),
        Family::new("pool put", 3, |draw| {
            let (pool, axes) = windows(draw);
            let out = [axes[0], pooled(&pool, 0, axes[1]), pooled(&pool, 1, axes[2])];
            let taps = pool.size[0] * pool.size[1];
            let inputs: [(&[usize], Values); 2] = [(&out, Values::Normal), (&out, Values::Whole(taps))];
            Case::new(format!("pool put {pool:?}"), &inputs, move |x| {
                let put = Expr::primitive(Primitive::PoolPut(PoolPut(pool, [axes[1], axes[2]])), &[&x[0], &x[1]]);
                let take = Expr::primitive(Primitive::PoolTake(PoolTake(pool)), &[&put.sin(), &x[1]]);
                take.cos()
            })
        }),
        Family::new("gather", 4, |draw| {
            let (b, r, d, i) = (draw.batch(), draw.length(), draw.length(), draw.below(6));
            Case::new("gather", &[(&[b, r, d], Values::Normal), (&[b, i], Values::Whole(r))], |x| {
                Expr::primitive(Primitive::Gather(Gather), &[&x[0], &x[1]]).sin()
            })
        }),
        Family::new("scatter", 4, |draw| {
            let (b, r, d, i) = (draw.batch(), draw.length(), draw.length(), draw.below(6));
            Case::new("scatter", &[(&[b, i, d], Values::Normal), (&[b, i], Values::Whole(r))], move |x| {
                Expr::primitive(Primitive::Scatter(Scatter(r)), &[&x[0], &x[1]]).sin()
            })
        }),
        Family::new("rows", 2, |draw| {
            let (r, rest, numbers) = (draw.length(), draw.axes(0, 2), draw.axes(0, 2));
            let table = [&[r], rest.as_slice()].concat();
            Case::new("rows", &[(&table, Values::Normal), (&numbers, Values::Whole(r))], |x| x[0].rows(&x[1]).sin())
        }),
        Family::new("take", 2, |draw| {
            let (batch, r, i) = (draw.axes(0, 2), draw.length(), draw.length());
            let (x, n) = ([batch.as_slice(), &[r]].concat(), [batch.as_slice(), &[i]].concat());
            Case::new("take", &[(&x, Values::Normal), (&n, Values::Whole(r))], |x| x[0].take(&x[1]).sin())
        }),
        Family::new("argsort", 2, |draw| {
            Case::new("argsort", &[(&draw.axes(1, 3), Values::Apart)], |x| x[0].argsort())
        }),
        Family::new("sort", 3, |draw| {
            Case::new("sort", &[(&draw.axes(1, 3), Values::Apart)], |x| {
                let sorted = x[0].sort();
                let last = sorted.shape().rank() - 1;
                (Expr::iota(sorted.shape().axes(), last) * sorted).sin()
            })
        }),
        Family::new("top k", 2, |draw| {
            let axes = [draw.batch(), draw.length() + 2];
            let k = draw.below(axes[1] + 1);
            Case::new(format!("top {k}"), &[(&axes, Values::Apart)], move |x| {
                let (values, numbers) = x[0].top_k(k);
                values.sin() * (numbers + 1.0)
            })
        }),
        Family::new("argmax", 2, |draw| {
            let axes = [draw.batch(), draw.length(), draw.length()];
            Case::new("argmax", &[(&axes, Values::Apart)], |x| x[0].argmax() + x[0].take(&x[0].argmax()).sin())
        }),
        Family::new("cumsum", 3, |draw| {
            Case::new("cumsum", &[(&draw.axes(1, 3), Values::Normal)], |x| x[0].cumsum().sin())
        }),
        Family::new("grid sample", 4, |draw| {
            let (n, c) = (draw.batch(), 1 + draw.below(2));
            let pixels = [n, c, draw.length(), draw.length()];
            let grid = [n, draw.length(), draw.length(), 2];
            let inputs: [(&[usize], Values); 2] = [(&pixels, Values::Normal), (&grid, Values::Between(-1.3, 1.3))];
            Case::new("grid sample", &inputs, |x| x[0].grid_sample(&x[1])).within(5e-5)
        }),
        Family::new("random", 3, |draw| {
            let (axes, stream) = (draw.axes(1, 2), draw.below(5) as u32);
            let inputs: [(&[usize], Values); 2] = [(&[random::KEY_WORDS], Values::Key), (&axes, Values::Normal)];
            let shape = axes.clone();
            Case::new("random", &inputs, move |x| {
                x[1].sin() * (Expr::random(&x[0], stream, &shape) * (1.0 / 16_777_216.0))
            })
        }),
    ]
}

pub(super) fn edges() -> Vec<Case> {
    let (normal, ties) = (Values::Normal, Values::Ties);
    let conv = |name: &str, x: [usize; 4], w: [usize; 4], spec: Conv| {
        Case::new(format!("conv, {name}"), &[(&x, normal), (&w, normal)], move |x| x[0].conv(&x[1], spec)).within(5e-5)
    };
    let pool = Pool { size: [3, 2], stride: [2, 1], pad: [(1, 1), (0, 1)] };
    let mut all = vec![
        conv("as small as can be", [1, 1, 1, 1], [1, 1, 1, 1], Conv::default()),
        conv("no picture", [0, 2, 4, 4], [3, 2, 3, 3], Conv::new(1, 1)),
        conv("no room", [2, 1, 2, 2], [1, 1, 3, 3], Conv::new(1, 0)),
        conv("cut edges", [2, 1, 6, 5], [2, 1, 2, 2], Conv { pad: [(-1, -2), (-1, 0)], ..Conv::default() }),
        conv("only edges", [1, 1, 2, 2], [1, 1, 2, 2], Conv::new(1, 3)),
        conv("each channel alone", [2, 3, 5, 5], [3, 1, 3, 3], Conv { groups: 3, ..Conv::new(2, 1) }),
        conv("each channel twice", [1, 3, 4, 5], [6, 1, 2, 3], Conv { groups: 3, ..Conv::new(1, 0) }),
        conv("steps that leave a rest", [1, 2, 6, 7], [2, 2, 3, 2], Conv { stride: [2, 3], ..Conv::default() }),
        conv("LeNet's first", [2, 1, 28, 28], [6, 1, 5, 5], Conv::new(1, 2)).large(),
        conv("LeNet's second", [2, 6, 14, 14], [16, 6, 5, 5], Conv::new(1, 0)).large(),
        conv("rows of 17 by 19", [3, 5, 17, 19], [7, 5, 3, 3], Conv::new(2, 1)).large(),
        conv(
            "transposed, 4 to 8",
            [2, 8, 4, 4],
            [6, 8, 4, 4],
            Conv { expansion: [2; 2], pad: [(2, 2); 2], ..Conv::default() },
        )
        .large(),
        Case::new("max pool of equals", &[(&[2, 5, 6], ties)], move |x| x[0].max_pool(pool)),
        Case::new("max pool", &[(&[2, 3, 23, 21], normal)], move |x| x[0].max_pool(pool)).large(),
        Case::new("max pool through a turned picture", &[(&[2, 5, 6], Values::Apart)], move |x| {
            x[0].flip(&[1]).permute(&[0, 2, 1]).max_pool(pool)
        }),
        Case::new("argsort of equals", &[(&[3, 9], ties)], |x| x[0].argsort()),
        Case::new("argmax of equals", &[(&[5, 6], ties)], |x| x[0].argmax()),
        Case::new("argsort", &[(&[3, 259], normal)], |x| x[0].argsort()).large(),
        Case::new("argmax", &[(&[3, 700], normal)], |x| x[0].argmax()).large(),
        Case::new("sort of a turned matrix", &[(&[6, 4], Values::Apart)], |x| x[0].transpose().flip(&[1]).sort()),
        Case::new("running sums from the other end", &[(&[4, 3], normal)], |x| {
            x[0].transpose().flip(&[1]).cumsum().sin()
        }),
        Case::new("cumsum", &[(&[3, 1025], normal)], |x| x[0].cumsum()).within(2e-4).large(),
        Case::new("an embedding", &[(&[50, 33], normal), (&[7, 11], Values::Whole(50))], |x| x[0].rows(&x[1])).large(),
        Case::new("scatter", &[(&[2, 300, 5], normal), (&[2, 300], Values::Whole(7))], |x| {
            Expr::primitive(Primitive::Scatter(Scatter(7)), &[&x[0], &x[1]])
        })
        .within(5e-5)
        .large(),
        Case::new("numbers past the end", &[(&[1, 3, 2], normal), (&[1, 5], Values::Whole(9))], |x| {
            Expr::primitive(Primitive::Gather(Gather), &[&x[0], &(&x[1] - 3.0)])
        }),
        Case::new("gather through movements", &[(&[3, 2, 4], normal), (&[5, 3], Values::Whole(4))], |x| {
            let rows = x[0].permute(&[0, 2, 1]).flip(&[2]);
            Expr::primitive(Primitive::Gather(Gather), &[&rows, &x[1].transpose().flip(&[0])])
        }),
        Case::new("a picture at its own pixels", &[(&[1, 2, 3, 4], normal)], |x| {
            let along = |axis: usize, len: usize| Expr::iota(&[1, 3, 4, 1], axis) * (2.0 / (len as f32 - 1.0)) - 1.0;
            x[0].grid_sample(&Expr::concat(&[&along(2, 4), &along(1, 3)], 3))
        }),
        Case::new("uniform draws", &[(&[random::KEY_WORDS], Values::Key)], |x| Expr::random(&x[0], 3, &[9, 31]))
            .large(),
    ];
    all.push(
        Case::new("grid sample", &[(&[2, 3, 13, 11], normal), (&[2, 9, 17, 2], Values::Between(-1.2, 1.2))], |x| {
            x[0].grid_sample(&x[1])
        })
        .within(1e-4)
        .large(),
    );
    all
}
