//! Numerical methods that need no gradient tape, in f64.
//!
//! They give the exact answers that a lab holds its descent against: [`least_squares`] is where gradient descent on a
//! linear model must arrive, [`quadratic`] the bowl it descends in, [`sym2`] the axes of that bowl,
//! [`symmetric`] those of any bowl, and whether it is one. [`transport`] is what moving one heap onto another costs, which
//! a critic estimates; [`frechet`] what tells how far heaps of pictures are apart.

mod error;
pub mod frechet;
pub mod least_squares;
pub mod quadratic;
pub mod sym2;
pub mod symmetric;
pub mod transport;

pub use error::ClassicError;
