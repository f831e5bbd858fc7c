//! Elementwise operations: a table of rules. A rule is the whole of an operation: its name, its CPU twin on slices, its
//! f64 reference, its WGSL and its gradient, in one file.

mod abs;
mod add;
mod cos;
mod div;
mod erf;
mod exp;
mod floor;
mod less;
mod log;
mod max;
mod min;
mod mul;
mod neg;
mod pow;
mod sigmoid;
mod sign;
mod sin;
mod sqrt;
mod sub;
mod tanh;
#[cfg(test)]
mod tests;

use crate::expr::Expr;

/// How an operation of one argument is computed and differentiated.
pub struct UnaryRule {
    /// Name in plans and errors.
    pub name: &'static str,
    /// The formula, for the reader.
    pub formula: &'static str,
    /// CPU twin: `out[i] = f(x[i])`.
    pub cpu: fn(x: &[f32], out: &mut [f32]),
    /// The same in f64.
    pub reference: fn(f64) -> f64,
    /// WGSL with `$x` for the argument.
    pub wgsl: &'static str,
    /// Gradient with respect to `x`, from `x`, `y = f(x)` and the gradient `dy`.
    pub grad: fn(x: &Expr, y: &Expr, dy: &Expr) -> Expr,
}

/// How an operation of two arguments is computed and differentiated.
pub struct BinaryRule {
    /// Name in plans and errors.
    pub name: &'static str,
    /// The formula, for the reader.
    pub formula: &'static str,
    /// CPU twin: `out[i] = f(a[i], b[i])`.
    pub cpu: fn(a: &[f32], b: &[f32], out: &mut [f32]),
    /// The same in f64.
    pub reference: fn(f64, f64) -> f64,
    /// WGSL with `$a` and `$b` for the arguments.
    pub wgsl: &'static str,
    /// Gradient with respect to `a`.
    pub grad_a: fn(a: &Expr, b: &Expr, y: &Expr, dy: &Expr) -> Expr,
    /// Gradient with respect to `b`.
    pub grad_b: fn(a: &Expr, b: &Expr, y: &Expr, dy: &Expr) -> Expr,
}

/// A rule of one argument, written as closures; the loop over the slice is made here, once, so that it vectorises.
macro_rules! unary {
    ($name:literal, $formula:literal, cpu: |$x:ident| $cpu:expr, reference: $reference:expr, wgsl: $wgsl:literal, grad: $grad:expr $(,)?) => {
        pub(super) static RULE: super::UnaryRule = super::UnaryRule {
            name: $name,
            formula: $formula,
            cpu: |xs, out| {
                for (out, &$x) in out.iter_mut().zip(xs) {
                    *out = $cpu;
                }
            },
            reference: $reference,
            wgsl: $wgsl,
            grad: $grad,
        };
    };
}

/// A rule of two arguments; see [`unary`].
macro_rules! binary {
    ($name:literal, $formula:literal, cpu: |$a:ident, $b:ident| $cpu:expr, reference: $reference:expr, wgsl: $wgsl:literal, grad_a: $grad_a:expr, grad_b: $grad_b:expr $(,)?) => {
        pub(super) static RULE: super::BinaryRule = super::BinaryRule {
            name: $name,
            formula: $formula,
            cpu: |left, right, out| {
                for ((out, &$a), &$b) in out.iter_mut().zip(left).zip(right) {
                    *out = $cpu;
                }
            },
            reference: $reference,
            wgsl: $wgsl,
            grad_a: $grad_a,
            grad_b: $grad_b,
        };
    };
}
use {binary, unary};

macro_rules! table {
    ($(#[$doc:meta])* $name:ident -> $rule:ident { $($variant:ident = $module:ident,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $(#[doc = concat!("See `", stringify!($module), ".rs`.")] $variant,)*
        }

        impl $name {
            /// Every operation of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its rule.
            pub fn rule(self) -> &'static $rule {
                match self {
                    $(Self::$variant => &$module::RULE,)*
                }
            }
        }
    };
}

table! {
    /// Elementwise operations of one argument.
    Unary -> UnaryRule {
        Neg = neg,
        Exp = exp,
        Log = log,
        Sqrt = sqrt,
        Sin = sin,
        Cos = cos,
        Tanh = tanh,
        Sigmoid = sigmoid,
        Abs = abs,
        Sign = sign,
        Floor = floor,
        Erf = erf,
    }
}

table! {
    /// Elementwise operations of two arguments.
    Binary -> BinaryRule {
        Add = add,
        Sub = sub,
        Mul = mul,
        Div = div,
        Pow = pow,
        Max = max,
        Min = min,
        Less = less,
    }
}
