//! Elementwise operations, `select` and `iota`.

use super::{Case, Draw, Family, Values};
use crate::expr::Expr;
use crate::ops::{Binary, Unary};

/// Values where the operation is defined and nothing jumps.
fn domain(name: &str) -> Values {
    match name {
        "log" | "sqrt" => Values::Between(0.3, 3.0),
        _ => Values::Apart,
    }
}

/// Two shapes that broadcast.
fn pair(draw: &mut Draw) -> [Vec<usize>; 2] {
    let all = draw.axes(0, 3);
    let narrow = |draw: &mut Draw| {
        let skip = draw.below(all.len() + 1);
        all[skip..].iter().map(|&len| if draw.below(3) == 0 { 1 } else { len }).collect::<Vec<_>>()
    };
    if draw.coin() { [all.clone(), narrow(draw)] } else { [narrow(draw), all.clone()] }
}

pub(super) fn families() -> Vec<Family> {
    let mut all = Vec::new();
    for &op in Unary::ALL {
        let name = op.rule().name;
        all.push(Family::new(name, 2, move |draw| {
            Case::new(name, &[(&draw.axes(0, 3), domain(name))], move |x| x[0].unary(op))
        }));
    }
    for &op in Binary::ALL {
        let name = op.rule().name;
        all.push(Family::new(name, 3, move |draw| {
            let [a, b] = pair(draw);
            let (left, right) = match name {
                "pow" => (Values::Between(0.3, 2.0), Values::Between(-2.0, 2.0)),
                "div" => (Values::Normal, Values::Between(0.4, 2.0)),
                _ => (Values::Apart, Values::Apart),
            };
            Case::new(name, &[(&a, left), (&b, right)], move |x| x[0].binary(op, &x[1])).within(2e-5)
        }));
    }
    all.push(Family::new("select", 3, |draw| {
        let ([a, b], [c, _]) = (pair(draw), pair(&mut Draw::new(1)));
        let condition: Vec<usize> = c.iter().map(|_| 1).collect();
        let inputs: [(&[usize], Values); 3] =
            [(if draw.coin() { &condition } else { &a }, Values::Apart), (&a, Values::Normal), (&b, Values::Normal)];
        Case::new("select", &inputs, |x| Expr::scalar(0.0).less(&x[0]).select(&x[1].sin(), &(&x[2] * &x[2])))
    }));
    all.push(Family::new("iota", 2, |draw| {
        let axes = draw.axes(1, 3);
        let along = draw.below(axes.len());
        let shape = axes.clone();
        Case::new("iota", &[(&axes, Values::Normal)], move |x| (&x[0] * Expr::iota(&shape, along)).sin())
    }));
    all.push(Family::new("whole power", 2, |draw| {
        let power = draw.one(&[-3.0, -2.0, -1.0, 0.0, 2.0, 3.0, 5.0, 0.5, 1.5]);
        let values = if power == 0.5 || power == 1.5 { Values::Between(0.3, 2.0) } else { Values::Between(-2.0, -0.4) };
        Case::new(format!("power {power}"), &[(&draw.axes(1, 2), values)], move |x| x[0].powf(power)).within(2e-5)
    }));
    all
}

pub(super) fn edges() -> Vec<Case> {
    let mut all = Vec::new();
    for &op in Unary::ALL.iter().filter(|op| !matches!(op, Unary::Log | Unary::Sqrt)) {
        all.push(Case::new(format!("{} on jumps", op.rule().name), &[(&[23], Values::Ties)], move |x| x[0].unary(op)));
    }
    for op in [Binary::Max, Binary::Min, Binary::Less] {
        let name = format!("{} of equals", op.rule().name);
        all.push(Case::new(name, &[(&[23], Values::Ties), (&[23], Values::Ties)], move |x| x[0].binary(op, &x[1])));
    }
    all.push(
        Case::new("a long chain", &[(&[1037], Values::Normal)], |x| (x[0].sin() * 2.0 + x[0].tanh()).sigmoid() - 0.5)
            .large(),
    );
    all
}
