//! Formulas that read like formulas: operators and functions on expressions.

use super::Expr;
use crate::ops::{Binary, Unary};
use std::ops::{Add, Div, Mul, Neg, Sub};

macro_rules! operator {
    ($trait:ident, $method:ident, $op:expr) => {
        impl $trait<&Expr> for &Expr {
            type Output = Expr;
            fn $method(self, other: &Expr) -> Expr {
                self.binary($op, other)
            }
        }
        impl $trait<Expr> for Expr {
            type Output = Expr;
            fn $method(self, other: Expr) -> Expr {
                self.binary($op, &other)
            }
        }
        impl $trait<&Expr> for Expr {
            type Output = Expr;
            fn $method(self, other: &Expr) -> Expr {
                self.binary($op, other)
            }
        }
        impl $trait<Expr> for &Expr {
            type Output = Expr;
            fn $method(self, other: Expr) -> Expr {
                self.binary($op, &other)
            }
        }
        impl $trait<f32> for &Expr {
            type Output = Expr;
            fn $method(self, other: f32) -> Expr {
                self.binary($op, &Expr::scalar(other))
            }
        }
        impl $trait<f32> for Expr {
            type Output = Expr;
            fn $method(self, other: f32) -> Expr {
                self.binary($op, &Expr::scalar(other))
            }
        }
        impl $trait<&Expr> for f32 {
            type Output = Expr;
            fn $method(self, other: &Expr) -> Expr {
                Expr::scalar(self).binary($op, other)
            }
        }
        impl $trait<Expr> for f32 {
            type Output = Expr;
            fn $method(self, other: Expr) -> Expr {
                Expr::scalar(self).binary($op, &other)
            }
        }
    };
}

operator!(Add, add, Binary::Add);
operator!(Sub, sub, Binary::Sub);
operator!(Mul, mul, Binary::Mul);
operator!(Div, div, Binary::Div);

impl Neg for &Expr {
    type Output = Expr;
    fn neg(self) -> Expr {
        self.unary(Unary::Neg)
    }
}

impl Neg for Expr {
    type Output = Expr;
    fn neg(self) -> Expr {
        self.unary(Unary::Neg)
    }
}

macro_rules! function {
    ($($(#[$doc:meta])* $name:ident = $op:expr;)*) => {
        impl Expr {
            $($(#[$doc])*
            pub fn $name(&self) -> Self {
                self.unary($op)
            })*
        }
    };
}

function! {
    /// `eˣ`.
    exp = Unary::Exp;
    /// `ln x`.
    log = Unary::Log;
    /// `√x`.
    sqrt = Unary::Sqrt;
    /// `sin x`, in radians.
    sin = Unary::Sin;
    /// `cos x`, in radians.
    cos = Unary::Cos;
    /// `tanh x`.
    tanh = Unary::Tanh;
    /// `1 / (1 + e⁻ˣ)`.
    sigmoid = Unary::Sigmoid;
    /// `|x|`.
    abs = Unary::Abs;
    /// −1, 0 or 1.
    sign = Unary::Sign;
    /// The largest whole number not above `x`.
    floor = Unary::Floor;
    /// The error function.
    erf = Unary::Erf;
}

impl Expr {
    /// `self^power` for any power that is an expression.
    pub fn pow(&self, power: &Self) -> Self {
        match power.as_const() {
            Some(constant) => self.powf(constant),
            None => self.binary(Binary::Pow, power),
        }
    }

    /// `self^power` for a constant power. Whole powers become products, so that negative bases and derivatives are exact.
    pub fn powf(&self, power: f32) -> Self {
        const LARGEST_PRODUCT: f32 = 64.0;
        if power == 0.5 {
            return self.sqrt();
        }
        if power.fract() != 0.0 || power.abs() > LARGEST_PRODUCT {
            return self.binary(Binary::Pow, &Self::scalar(power));
        }
        if power < 0.0 {
            return 1.0 / self.powf(-power);
        }
        let mut rest = power as u32;
        let (mut square, mut product) = (self.clone(), Self::constant(1.0, self.shape()));
        while rest > 0 {
            if rest & 1 == 1 {
                product = product * &square;
            }
            rest >>= 1;
            if rest > 0 {
                square = &square * &square;
            }
        }
        product
    }

    /// `self²`.
    pub fn square(&self) -> Self {
        self * self
    }

    /// The larger of the two.
    pub fn max(&self, other: &Self) -> Self {
        self.binary(Binary::Max, other)
    }

    /// The smaller of the two.
    pub fn min(&self, other: &Self) -> Self {
        self.binary(Binary::Min, other)
    }

    /// 1 where `self < other`, else 0.
    pub fn less(&self, other: &Self) -> Self {
        self.binary(Binary::Less, other)
    }

    /// `max(x, 0)`, with gradient 0 at 0.
    pub fn relu(&self) -> Self {
        // The gradient of equals goes to the first, here the constant.
        Self::scalar(0.0).max(self)
    }
}
