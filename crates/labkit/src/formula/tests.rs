//! What the formulas promise. Reading first, then errors, then the properties that hold for any text.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests stop at the first surprise")]

mod errors;
mod properties;
mod repeat;
mod typeset;

use super::*;

const VARS: [&str; 3] = ["x", "y", "k"];

/// The canonical text of `src`.
fn canon(src: &str) -> String {
    match parse(src, &VARS) {
        Ok(ast) => ast.display(&VARS).to_string(),
        Err(e) => panic!("{src}: {e}"),
    }
}

fn value(src: &str, x: f64, y: f64) -> f64 {
    match parse(src, &VARS) {
        Ok(ast) => ast.eval(&[x, y, 10.0]),
        Err(e) => panic!("{src}: {e}"),
    }
}

#[test]
fn operators_bind_as_in_mathematics() {
    for (src, want) in [
        ("1 + 2*3", 7.0),
        ("2 - 3 - 4", -5.0),
        ("24/4/2", 3.0),
        ("-x^2", -9.0),
        ("2^3^2", 512.0),
        ("x^-2", 1.0 / 9.0),
        ("2^-x*y", 0.25),
        ("(-x)^2", 9.0),
        ("x*-y", -6.0),
        ("x - -y", 5.0),
        ("+x", 3.0),
        ("--x", 3.0),
    ] {
        assert_eq!(value(src, 3.0, 2.0), want, "{src}");
    }
}

#[test]
fn numbers_in_every_spelling() {
    for (src, want) in [
        ("1e-3", 1e-3),
        (".5", 0.5),
        ("5.", 5.0),
        ("2E+2", 200.0),
        ("2e", 2.0 * std::f64::consts::E),
        ("2e-x", 2.0 * std::f64::consts::E - 3.0),
        ("2e-1", 0.2),
        ("1e-400", 0.0),
        ("１２．５", 12.5),
        ("0。5", 0.5),
    ] {
        assert_eq!(value(src, 3.0, 2.0), want, "{src}");
    }
}

#[test]
fn products_need_no_sign() {
    for (src, want) in [
        ("2x", "2*x"),
        ("2(x+1)", "2*(x + 1)"),
        ("(x+1)(y-1)", "(x + 1)*(y - 1)"),
        ("x y", "x*y"),
        ("2 sin(x)", "2*sin(x)"),
        ("2x^2", "2*x^2"),
        ("x(y)", "x*y"),
        ("1/2x", "1/2*x"),
        ("2πx", "2*pi*x"),
        ("k x y", "k*x*y"),
        ("(x)y^2", "x*y^2"),
    ] {
        assert_eq!(canon(src), want, "{src}");
    }
}

#[test]
fn what_input_methods_type_is_understood() {
    for (src, want) in [
        ("ｘ＾２＋（ｙ－１）", "x^2 + (y - 1)"),
        ("x²+y³", "x^2 + y^3"),
        ("x⁻²", "x^-2"),
        ("x¹²", "x^12"),
        ("-x²", "-x^2"),
        ("x²³ y", "x^23*y"),
        ("x²^3", "(x^2)^3"),
        ("2²x", "2^2*x"),
        ("x×y·2÷k−1", "x*y*2/k - 1"),
        ("x**2", "x^2"),
        ("x＊＊2", "x^2"),
        ("√(x)", "sqrt(x)"),
        ("3\u{3000}x\t+\u{a0}1", "3*x + 1"),
        ("ln(x)", "log(x)"),
    ] {
        assert_eq!(canon(src), want, "{src}");
    }
}

#[test]
fn functions_and_constants_have_their_values() {
    for (src, want) in [
        ("exp(x)", 0.5_f64.exp()),
        ("log(x)", 0.5_f64.ln()),
        ("sqrt(x)", 0.5_f64.sqrt()),
        ("sin(x)", 0.5_f64.sin()),
        ("cos(x)", 0.5_f64.cos()),
        ("tan(x)", 0.5_f64.tan()),
        ("tanh(x)", 0.5_f64.tanh()),
        ("abs(-x)", 0.5),
        ("e^0 + pi", 1.0 + std::f64::consts::PI),
    ] {
        assert_eq!(value(src, 0.5, 0.0), want, "{src}");
    }
    let rosenbrock = "(1-x)^2+100*(y-x^2)^2";
    assert_eq!(value(rosenbrock, 1.0, 1.0), 0.0);
    assert!((value(rosenbrock, -1.2, 1.0) - 24.2).abs() < 1e-12);
}

#[test]
fn a_variable_hides_a_constant_of_its_name() {
    let ast = parse("e + exp(1)", &["e"]).unwrap();
    assert_eq!(ast.eval(&[5.0]), 5.0 + 1.0_f64.exp());
    assert!(parse("x_1 + θ", &["x_1", "θ"]).is_ok());
    assert!(ast.eval(&[]).is_nan(), "a variable without a value");
}

#[test]
fn folding_keeps_the_function() {
    let ast = parse("2*3*x - (1 - 4) + 1/0", &VARS).unwrap();
    assert_eq!(ast.fold().display(&VARS).to_string(), "6*x - -3 + 1/0");
    let ast = parse("sin(0) + y*0", &VARS).unwrap();
    assert_eq!(ast.fold().display(&VARS).to_string(), "0 + y*0");
    assert_eq!(parse("2^10 - 1", &VARS).unwrap().constant(), Some(1023.0));
    assert_eq!(ast.constant(), None);
    assert!(ast.uses(1) && !ast.uses(0));
    assert_eq!(ast.nodes(), 6);
}

/// An algebra that writes down what it is asked to do.
struct Log;

impl Algebra for Log {
    type Value = String;
    fn number(&mut self, value: f64) -> String {
        format!("{value}")
    }
    fn variable(&mut self, index: usize) -> String {
        format!("v{index}")
    }
    fn neg(&mut self, a: String) -> String {
        format!("neg({a})")
    }
    fn binary(&mut self, op: Op, a: String, b: String) -> String {
        format!("{op:?}({a},{b})")
    }
    fn call(&mut self, func: Func, a: String) -> String {
        format!("{func:?}({a})")
    }
    fn power(&mut self, a: String, n: i32) -> String {
        format!("power({a},{n})")
    }
}

#[test]
fn lowering_keeps_whole_powers_apart() {
    let lower = |src| parse(src, &VARS).unwrap().lower(&mut Log);
    assert_eq!(lower("x^2"), "power(v0,2)");
    assert_eq!(lower("x^-(1+1)"), "power(v0,-2)");
    assert_eq!(lower("x^0.5"), "Pow(v0,0.5)");
    assert_eq!(lower("x^1e9"), "Pow(v0,1000000000)");
    assert_eq!(lower("2^y"), "Pow(2,v1)");
    assert_eq!(lower("-sin(k)/3"), "Div(neg(Sin(v2)),3)");
}
