//! `repeat(n, start, body)` is the loop that it stands for, and no more work than that loop.

use super::super::*;
use super::{VARS, canon, value};

/// A number and its derivative by x: forward differentiation as an algebra.
struct Dual {
    x: f64,
    y: f64,
    /// How many operations were asked for.
    operations: usize,
}

impl Algebra for Dual {
    type Value = (f64, f64);

    fn number(&mut self, value: f64) -> (f64, f64) {
        (value, 0.0)
    }
    fn variable(&mut self, index: usize) -> (f64, f64) {
        if index == 0 { (self.x, 1.0) } else { (self.y, 0.0) }
    }
    fn neg(&mut self, a: (f64, f64)) -> (f64, f64) {
        self.operations += 1;
        (-a.0, -a.1)
    }
    fn binary(&mut self, op: Op, a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
        self.operations += 1;
        let slope = match op {
            Op::Add => a.1 + b.1,
            Op::Sub => a.1 - b.1,
            Op::Mul => a.1 * b.0 + a.0 * b.1,
            Op::Div => (a.1 * b.0 - a.0 * b.1) / (b.0 * b.0),
            Op::Pow => b.0 * a.0.powf(b.0 - 1.0) * a.1,
        };
        (op.eval(a.0, b.0), slope)
    }
    fn call(&mut self, func: Func, a: (f64, f64)) -> (f64, f64) {
        self.operations += 1;
        let v = func.eval(a.0);
        let slope = match func {
            Func::Exp => v,
            Func::Tanh => 1.0 - v * v,
            _ => f64::NAN,
        };
        (v, slope * a.1)
    }
}

#[test]
fn it_is_the_loop() {
    for (rounds, x, y) in [(1, 0.3, 0.2), (2, -1.5, 0.4), (7, 3.5, -2.0), (50, 4.9, -2.5), (100, 0.9, 0.1)] {
        let ast = parse(&format!("repeat({rounds}, y/2, x*tanh(h) + y)"), &VARS).unwrap();
        let (mut h, mut slope) = (y / 2.0, 0.0);
        for _ in 0..rounds {
            let t: f64 = f64::tanh(h);
            slope = t + x * (1.0 - t * t) * slope;
            h = x * t + y;
        }
        assert_eq!(ast.eval(&[x, y]), h);
        assert_eq!(ast.fold().eval(&[x, y]), h);
        let (v, d) = ast.lower(&mut Dual { x, y, operations: 0 });
        assert!(v == h && (d - slope).abs() <= 1e-12 * slope.abs(), "{rounds}: {d} {slope}");
    }
    assert_eq!(value("repeat(3, x, 2h)", 5.0, 0.0), 40.0);
    assert_eq!(value("repeat(3,x,h²)", 2.0, 0.0), 256.0);
    assert_eq!(value("repeat（4，1，h*y）*x", 3.0, 2.0), 48.0);
    assert_eq!(value("repeat(3, 1, x)", 7.0, 0.0), 7.0, "h need not occur");
    assert_eq!(value("repeat(2, 1, h+x) - repeat(3, x, h*h)", 2.0, 0.0), 5.0 - 256.0, "one after the other");
    assert!(Ast::State.eval(&[1.0]).is_nan(), "outside there is none");
}

#[test]
fn each_round_is_built_once() {
    // h stands in it four times: as a tree, the last round would hold 4^100 starts
    let ast = parse("repeat(100, x, (h + h)*(h - h) + y)", &VARS).unwrap();
    let mut dual = Dual { x: 0.5, y: 0.25, operations: 0 };
    ast.lower(&mut dual);
    assert_eq!(dual.operations, 400);
    assert_eq!(ast.fold(), ast);
    assert_eq!(ast.nodes(), 11);
    assert!(ast.uses(0) && ast.uses(1) && !ast.uses(2));
    assert_eq!(parse("repeat(100, 1, (h + h)*(h - h) + 2)", &VARS).unwrap().constant(), Some(2.0));
}

#[test]
fn folding_goes_into_it() {
    let fold = |src| parse(src, &VARS).unwrap().fold().display(&VARS).to_string();
    assert_eq!(fold("repeat(10, 1, 2h)"), "1024");
    assert_eq!(fold("repeat(3, 1+1, (2*3)*h + x)"), "repeat(3, 2, 6*h + x)");
    assert_eq!(fold("repeat(3, x, 2*3)"), "repeat(3, x, 6)");
    assert_eq!(fold("repeat(1, 1, 1/(h-1)) + 2*3"), "repeat(1, 1, 1/(h - 1)) + 6", "1/0 cannot be written");
    assert_eq!(fold("repeat(3, 1, 1/(h-1)) + 2*3"), "5", "only on the way");
}

#[test]
fn it_prints_as_it_reads() {
    for (src, want) in [
        ("repeat( 50,.5,x tanh(h)+y )", "repeat(50, 0.5, x*tanh(h) + y)"),
        ("-repeat(3,-x,-h)^2", "-repeat(3, -x, -h)^2"),
        ("2 repeat(3，x、h)", "2*repeat(3, x, h)"),
        ("repeat(1e1,x,h)/repeat(2,y,h h)", "repeat(10, x, h)/repeat(2, y, h*h)"),
    ] {
        assert_eq!(canon(src), want, "{src}");
        assert_eq!(parse(want, &VARS), parse(src, &VARS), "{src}");
    }
}

#[test]
fn a_variable_of_its_names_hides_it() {
    let ast = parse("repeat + h", &["repeat", "h"]).unwrap();
    assert_eq!(ast.eval(&[1.0, 2.0]), 3.0);
    let ast = parse("h + repeat(3, h, h + 1)", &["h"]).unwrap();
    assert_eq!(ast.eval(&[5.0]), 5.0 + 8.0, "inside, h is what the rounds have reached");
}

#[test]
fn rounds_count_towards_the_limit() {
    // 20 nodes a round are 2000 in a hundred, and two more are for start and repeat
    let body = |terms: usize| "h".to_owned() + &"+1".repeat(terms);
    let read = |rounds, terms| parse(&format!("x+repeat({rounds}, 1, {})", body(terms)), &VARS);
    assert!(read(100, 9).is_ok());
    let e = read(100, 10).unwrap_err();
    assert_eq!((e.at, e.len, e.kind), (2, 6, FormulaErrorKind::TooManyNodes { most: 2000 }));
    assert!(read(90, 10).is_ok());
}

#[test]
fn its_sentences() {
    let wrong = |src| parse(src, &VARS).unwrap_err();
    let e = wrong("repeat(2.5, 0, h)");
    assert_eq!(
        e.en(),
        "At character 8: how often to repeat was expected, a whole number from 1 to 100, but \"2.5\" came. The formula before it stays in use."
    );
    assert_eq!(e.zh(), "第 8 个字符处：重复次数应是 1 到 100 的整数，出现的却是“2.5”。原来的公式仍然有效。");
    assert_eq!(e.caret("repeat(2.5, 0, h)"), "repeat(2.5, 0, h)\n       ^^^");
    assert!(wrong("repeat 3").en().contains("as in repeat(50, 0.5, x*tanh(h)+y), but \"3\" came"));
    assert!(wrong("repeat(3, x, q)").en().contains("Variables: x, y, k, h;"));
    assert!(wrong("q").zh().contains("可用的变量：x、y、k；") && wrong("q").zh().contains("abs、repeat"));
}
