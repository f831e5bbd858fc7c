//! Operations with a kernel of their own: what each of them must say of itself.

use super::{conv, cumulate, gather, pool, sort};
use crate::error::ShapeError;
use crate::expr::build::{first_invalid, invalid};
use crate::expr::{Expr, Op, Shape};
use crate::gpu::wgsl::{Place, Task, Tuning};

/// An argument of a primitive on the CPU: values with one stride an axis.
#[derive(Debug, Clone, Copy)]
pub struct Operand<'a> {
    /// The memory that the values lie in.
    pub values: &'a [f32],
    /// Where the element at index 0 stands.
    pub start: usize,
    /// Lengths of the axes.
    pub axes: &'a [usize],
    /// Steps between neighbours along each axis, in elements; may be negative.
    pub strides: &'a [isize],
}

impl Operand<'_> {
    /// Where the element at `index` stands.
    pub fn place(&self, index: &[usize]) -> usize {
        let shift: isize = index.iter().zip(self.strides).map(|(&i, &stride)| i as isize * stride).sum();
        self.start.wrapping_add_signed(shift)
    }

    /// Where row number `row` along the last axis starts, and the step along it.
    pub fn row(&self, row: usize) -> (usize, isize) {
        let (mut rest, mut shift) = (row, 0);
        let last = self.axes.len().saturating_sub(1);
        for axis in (0..last).rev() {
            shift += (rest % self.axes[axis]) as isize * self.strides[axis];
            rest /= self.axes[axis];
        }
        (self.start.wrapping_add_signed(shift), self.strides.get(last).copied().unwrap_or(0))
    }
}

/// What an operation with a kernel of its own says of itself.
pub trait PrimitiveRule {
    /// Name in plans and errors.
    fn name(&self) -> &'static str;

    /// The formula, for the reader.
    fn formula(&self) -> &'static str;

    /// How many arguments it takes.
    fn arity(&self) -> usize;

    /// Shape of the result, from as many arguments as it takes.
    ///
    /// # Errors
    /// What it expected and what it got.
    fn shape(&self, args: &[&Shape]) -> Result<Shape, ShapeError>;

    /// Gradient with respect to argument `index`, from the gradient `dy` of the result; `None` where there is none.
    fn grad(&self, node: &Expr, index: usize, dy: &Expr) -> Option<Expr>;

    /// The result in f64, from arguments row by row.
    fn reference(&self, args: &[(&[f64], &Shape)], out: &Shape) -> Vec<f64>;

    /// CPU twin. `scratch` has the length that [`PrimitiveRule::scratch`] asked for.
    fn cpu(&self, args: &[Operand<'_>], out: &Shape, result: &mut [f32], scratch: &mut [f32]);

    /// How many f32 the CPU twin needs beside its arguments.
    fn scratch(&self, _args: &[&Shape], _out: &Shape) -> usize {
        0
    }

    /// WGSL.
    fn wgsl(&self, args: &[Place<'_>], out: &Place<'_>, tuning: &Tuning) -> Task;

    /// How many operations it takes, about.
    fn work(&self, args: &[&Shape], out: &Shape) -> usize {
        4 * (out.size() + args.iter().map(|arg| arg.size()).sum::<usize>())
    }
}

macro_rules! primitives {
    ($($(#[$doc:meta])* $variant:ident($rule:ty),)*) => {
        /// An operation with a kernel of its own.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum Primitive {
            $($(#[$doc])* $variant($rule),)*
        }

        impl Primitive {
            /// The name of every kind.
            pub const KINDS: &'static [&'static str] = &[$(stringify!($variant),)*];

            /// The name of its kind.
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => stringify!($variant),)*
                }
            }

            /// Its rule.
            pub fn rule(&self) -> &dyn PrimitiveRule {
                match self {
                    $(Self::$variant(rule) => rule,)*
                }
            }
        }
    };
}

primitives! {
    /// Convolution.
    Conv(conv::Conv),
    /// Where in each window the largest value stands.
    PoolIndex(pool::PoolIndex),
    /// The value at a place in each window.
    PoolTake(pool::PoolTake),
    /// Values put back at a place in each window, and added up.
    PoolPut(pool::PoolPut),
    /// Rows picked by their numbers.
    Gather(gather::Gather),
    /// Rows added up by their numbers.
    Scatter(gather::Scatter),
    /// The order that sorts.
    Argsort(sort::Argsort),
    /// Where the largest value stands.
    Argmax(sort::Argmax),
    /// Running sums.
    Cumsum(cumulate::Cumsum),
}

impl Expr {
    /// The result of a primitive.
    pub fn primitive(primitive: Primitive, args: &[&Self]) -> Self {
        if let Some(error) = first_invalid(args) {
            return error;
        }
        let shapes: Vec<&Shape> = args.iter().map(|arg| arg.shape()).collect();
        let rule = primitive.rule();
        if args.len() != rule.arity() {
            return invalid(ShapeError::new(rule.name(), format!("{} arguments", rule.arity()), &shapes));
        }
        match rule.shape(&shapes) {
            Ok(shape) => Self::raw(Op::Primitive(primitive), args.iter().map(|arg| (*arg).clone()).collect(), shape),
            Err(error) => invalid(error),
        }
    }
}
