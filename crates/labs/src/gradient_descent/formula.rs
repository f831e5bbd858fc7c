//! A typed formula becomes an expression of the engine, so that its derivatives are exact.

use super::params::VARIABLES;
use compute::Expr;
use labkit::LabError;
use labkit::formula::{Algebra, Ast, Func, Op, parse};

/// The formula `source` in `x`, `y` and `k`.
///
/// # Errors
/// Where the formula cannot be read, and why.
pub(super) fn read(source: &str) -> Result<Ast, LabError> {
    parse(source, VARIABLES).map_err(|error| LabError::field("f", error.zh(), error.en()).at(error.at, error.len))
}

/// The expression of `ast` with these variables.
pub(super) fn lower(ast: &Ast, variables: [&Expr; 3]) -> Expr {
    let shape = variables[0].shape().clone();
    // A formula without x and y is still a value at every place.
    ast.fold().lower(&mut Engine { variables }).broadcast(&shape)
}

struct Engine<'a> {
    variables: [&'a Expr; 3],
}

impl Algebra for Engine<'_> {
    type Value = Expr;

    fn number(&mut self, value: f64) -> Expr {
        Expr::scalar(value as f32)
    }

    fn variable(&mut self, index: usize) -> Expr {
        self.variables[index.min(2)].clone()
    }

    fn neg(&mut self, a: Expr) -> Expr {
        -a
    }

    fn binary(&mut self, op: Op, a: Expr, b: Expr) -> Expr {
        match op {
            Op::Add => a + b,
            Op::Sub => a - b,
            Op::Mul => a * b,
            Op::Div => a / b,
            Op::Pow => a.pow(&b),
        }
    }

    fn call(&mut self, func: Func, a: Expr) -> Expr {
        match func {
            Func::Exp => a.exp(),
            Func::Log => a.log(),
            Func::Sqrt => a.sqrt(),
            Func::Sin => a.sin(),
            Func::Cos => a.cos(),
            Func::Tan => a.sin() / a.cos(),
            Func::Tanh => a.tanh(),
            Func::Abs => a.abs(),
        }
    }

    fn power(&mut self, a: Expr, n: i32) -> Expr {
        a.powf(n as f32)
    }
}
