//! From the tree to anything that can compute.

use super::{Ast, Func, Op};

/// Something that a formula can be built in: numbers, the engine's expressions, a program for a kernel.
pub trait Algebra {
    /// What a part of the formula becomes. A clone stands for the same value, to be used once more.
    type Value: Clone;

    /// A constant.
    fn number(&mut self, value: f64) -> Self::Value;
    /// The variable with this index in the list given to [`parse`](super::parse).
    fn variable(&mut self, index: usize) -> Self::Value;
    /// −a
    fn neg(&mut self, a: Self::Value) -> Self::Value;
    /// a ∘ b
    fn binary(&mut self, op: Op, a: Self::Value, b: Self::Value) -> Self::Value;
    /// f(a)
    fn call(&mut self, func: Func, a: Self::Value) -> Self::Value;

    /// aⁿ where the exponent is written as a whole number, |n| ≤ 1024.
    ///
    /// Kept apart because `exp(n log a)`, which is what shaders do for `pow`, is NaN for a < 0, where x² is not. The
    /// default goes through [`Op::Pow`]; whoever lowers to such a `pow` overrides it.
    fn power(&mut self, a: Self::Value, n: i32) -> Self::Value {
        let n = self.number(f64::from(n));
        self.binary(Op::Pow, a, n)
    }
}

/// The largest exponent that is lowered through [`Algebra::power`].
const MOST_EXPONENT: f64 = 1024.0;

impl Ast {
    /// Builds the formula in `algebra`, leaves first, left operands before right ones. The body of a
    /// [`Repeat`](super::Repeat) is built once a round, with the value of the round before.
    pub fn lower<A: Algebra>(&self, algebra: &mut A) -> A::Value {
        self.lower_with(algebra, None)
    }

    fn lower_with<A: Algebra>(&self, algebra: &mut A, h: Option<&A::Value>) -> A::Value {
        match self {
            Self::Num(v) => algebra.number(*v),
            Self::Const(c) => algebra.number(c.value()),
            Self::Var(i) => algebra.variable(*i),
            Self::Neg(a) => {
                let a = a.lower_with(algebra, h);
                algebra.neg(a)
            }
            Self::Bin(Op::Pow, a, b) if whole(b).is_some() => {
                let a = a.lower_with(algebra, h);
                algebra.power(a, whole(b).unwrap_or(0))
            }
            Self::Bin(op, a, b) => {
                let a = a.lower_with(algebra, h);
                let b = b.lower_with(algebra, h);
                algebra.binary(*op, a, b)
            }
            Self::Call(f, a) => {
                let a = a.lower_with(algebra, h);
                algebra.call(*f, a)
            }
            Self::Repeat(r) => {
                let start = r.start.lower_with(algebra, h);
                r.run(start, |body, h| body.lower_with(algebra, Some(&h)))
            }
            Self::State => h.cloned().unwrap_or_else(|| algebra.number(f64::NAN)),
        }
    }

    /// The value at `vars`, in the order of the list given to [`parse`](super::parse). A variable without a value is NaN;
    /// outside a function's domain the value is NaN, and a division by zero gives ±∞ or NaN as in IEEE 754.
    #[must_use]
    pub fn eval(&self, vars: &[f64]) -> f64 {
        self.lower(&mut Numbers(vars))
    }
}

/// The exponent as a whole number that an `i32` holds.
fn whole(exponent: &Ast) -> Option<i32> {
    let v = exponent.constant()?;
    #[expect(clippy::cast_possible_truncation, reason = "whole, and far inside i32")]
    (v.fract() == 0.0 && v.abs() <= MOST_EXPONENT).then_some(v as i32)
}

/// The algebra of `f64`, with the values of the variables.
struct Numbers<'a>(&'a [f64]);

impl Algebra for Numbers<'_> {
    type Value = f64;

    fn number(&mut self, value: f64) -> f64 {
        value
    }
    fn variable(&mut self, index: usize) -> f64 {
        self.0.get(index).copied().unwrap_or(f64::NAN)
    }
    fn neg(&mut self, a: f64) -> f64 {
        -a
    }
    fn binary(&mut self, op: Op, a: f64, b: f64) -> f64 {
        op.eval(a, b)
    }
    fn call(&mut self, func: Func, a: f64) -> f64 {
        func.eval(a)
    }
}
