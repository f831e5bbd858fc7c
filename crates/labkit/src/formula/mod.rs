//! Formulas that a reader types: `f(x, y) = (1 - x)^2 + 10 (y - x²)²`.
//!
//! [`parse`] turns text into a small tree, [`Ast`]. The tree evaluates in `f64` ([`Ast::eval`]), prints itself in a
//! canonical form ([`Ast::display`]), typesets itself ([`Ast::to_mathml`]) and lowers itself to whatever can add and
//! multiply ([`Algebra`]: the engine's expressions, for one).
//!
//! ```text
//! sum      = product { ("+" | "-") product }
//! product  = signed { ("*" | "/") signed | power }      a power that starts with a name or "(" may follow at once: 2x
//! signed   = ("-" | "+") signed | power
//! power    = atom [superscript] [ "^" signed ]           so -x^2 = -(x^2), 2^3^2 = 2^(3^2), x^-2 = x^(-2)
//! atom     = number | variable | pi | e | function "(" sum ")" | "(" sum ")"
//!          | "repeat" "(" number "," sum "," sum ")"     the last may hold h; no repeat within a repeat
//! ```
//!
//! Multiplication that is not written binds exactly like `*`: `1/2x` is `(1/2)*x`. Functions: `exp`, `log` (natural,
//! also `ln`), `sqrt`, `sin`, `cos`, `tan` (radians), `tanh`, `abs`. `repeat(n, start, body)` is h
//! after n times h ← body, from h = start on. A variable named like a constant or a function hides it. What Chinese input methods type is understood: full-width letters, digits, operators and parentheses,
//! `×`, `·`, `÷`, `−`, `π`, `√`, superscripts, and `**` for `^`.

mod ast;
mod error;
mod lex;
mod lower;
mod mathml;
mod names;
mod parse;
mod print;
mod say;
#[cfg(test)]
mod tests;

pub use ast::{Ast, Const, Func, Op, Repeat};
pub use error::{FormulaError, FormulaErrorKind};
pub use lower::Algebra;
pub use print::Printed;

/// The most characters that a formula may have.
pub const MOST_CHARACTERS: usize = 500;
/// The most parentheses, exponents and signs that may lie inside one another.
pub const MOST_DEPTH: usize = 64;
/// The most nodes that the tree of a formula may have, the body of a [`Repeat`] counted each round.
pub const MOST_NODES: usize = 2000;
/// The most rounds of a [`Repeat`].
pub const MOST_ROUNDS: u32 = 100;

/// What bounds a formula. The bounds keep the recursive functions on the tree within any stack.
#[derive(Debug, Clone, Copy)]
struct Limits {
    characters: usize,
    depth: usize,
    nodes: usize,
}

const LIMITS: Limits = Limits { characters: MOST_CHARACTERS, depth: MOST_DEPTH, nodes: MOST_NODES };

/// Reads `src` as a formula in the variables `vars`; `Ast::Var(i)` stands for `vars[i]`.
///
/// # Errors
/// A [`FormulaError`] with the place in characters, what was expected there and what came.
///
/// ```
/// let f = labkit::formula::parse("x^2 + 3 sin(y)", &["x", "y"])?;
/// assert_eq!(f.eval(&[2.0, 0.0]), 4.0);
/// # Ok::<(), labkit::formula::FormulaError>(())
/// ```
pub fn parse(src: &str, vars: &[&str]) -> Result<Ast, FormulaError> {
    parse::Parser::new(src, vars, LIMITS)?.formula()
}
