//! The canonical text of a formula.

use std::fmt;

use super::names::{REPEAT, STATE};
use super::{Ast, Op};

/// How tightly a part binds; a part that binds less than its place asks for gets parentheses.
const SUM: u8 = 1;
const PRODUCT: u8 = 2;
const SIGNED: u8 = 3;
const POWER: u8 = 4;
const ATOM: u8 = 5;

/// A formula with the names of its variables: what [`Ast::display`] gives.
#[derive(Debug, Clone, Copy)]
pub struct Printed<'a> {
    ast: &'a Ast,
    vars: &'a [&'a str],
}

impl Ast {
    /// The formula as text in the variables `vars`: `x^2 + 3*sin(y)`, with as few parentheses as can be.
    ///
    /// The text of a tree that came from [`parse`](super::parse) or [`Ast::fold`] parses back to an equal tree (where
    /// the longer spelling, `x^2` for `x²`, still fits the limit on characters). A variable without a name prints as `?`.
    #[must_use]
    pub fn display<'a>(&'a self, vars: &'a [&'a str]) -> Printed<'a> {
        Printed { ast: self, vars }
    }
}

impl fmt::Display for Printed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.at(self.ast, SUM, f)
    }
}

impl Printed<'_> {
    /// Writes `ast` in a place that asks for at least the binding `place`.
    fn at(&self, ast: &Ast, place: u8, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let open = binding(ast) < place;
        if open {
            f.write_str("(")?;
        }
        match ast {
            Ast::Num(v) => f.write_str(&number(*v))?,
            Ast::Const(c) => f.write_str(c.name())?,
            Ast::Var(i) => f.write_str(self.vars.get(*i).copied().unwrap_or("?"))?,
            Ast::Neg(a) => {
                f.write_str("-")?;
                self.at(a, SIGNED, f)?;
            }
            Ast::Bin(op, a, b) => {
                let (left, sign, right) = match op {
                    Op::Add => (SUM, " + ", PRODUCT),
                    Op::Sub => (SUM, " - ", PRODUCT),
                    Op::Mul => (PRODUCT, "*", SIGNED),
                    Op::Div => (PRODUCT, "/", SIGNED),
                    Op::Pow => (ATOM, "^", SIGNED),
                };
                self.at(a, left, f)?;
                f.write_str(sign)?;
                self.at(b, right, f)?;
            }
            Ast::Call(func, a) => {
                f.write_str(func.name())?;
                f.write_str("(")?;
                self.at(a, SUM, f)?;
                f.write_str(")")?;
            }
            Ast::Repeat(r) => {
                write!(f, "{REPEAT}({}, ", r.rounds)?;
                self.at(&r.start, SUM, f)?;
                f.write_str(", ")?;
                self.at(&r.body, SUM, f)?;
                f.write_str(")")?;
            }
            Ast::State => f.write_str(STATE)?,
        }
        if open {
            f.write_str(")")?;
        }
        Ok(())
    }
}

fn binding(ast: &Ast) -> u8 {
    match ast {
        Ast::Num(v) if v.is_sign_negative() => SIGNED,
        Ast::Num(_) | Ast::Const(_) | Ast::Var(_) | Ast::Call(..) | Ast::Repeat(_) | Ast::State => ATOM,
        Ast::Neg(_) => SIGNED,
        Ast::Bin(Op::Add | Op::Sub, ..) => SUM,
        Ast::Bin(Op::Mul | Op::Div, ..) => PRODUCT,
        Ast::Bin(Op::Pow, ..) => POWER,
    }
}

/// The shortest text that reads back to the same number, with an exponent where zeros would fill the line.
pub(super) fn number(v: f64) -> String {
    if v == 0.0 || (1e-5..1e16).contains(&v.abs()) { format!("{v}") } else { format!("{v:e}") }
}
