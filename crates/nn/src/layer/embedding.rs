//! Embeddings.

use crate::{Init, Parameter};
use compute::{Expr, Program};

/// A table of vectors, `W [words, width]`: number `n` becomes row `n` of `W`. PyTorch's `Embedding`; Bengio et al., JMLR
/// 2003. Numbers are rounded and held between 0 and `words − 1`; they have no gradient.
#[derive(Debug, Clone)]
pub struct Embedding {
    /// `W`, state `name.w`; normal draws of variance 1.
    pub weight: Parameter,
}
crate::layer!(Embedding { weight });

impl Embedding {
    /// Declares the state `name.w`.
    pub fn new(program: &mut Program, name: &str, words: usize, width: usize) -> Self {
        let init = Init::Normal { mean: 0.0, std: 1.0 };
        Self { weight: Parameter::new(program, &format!("{name}.w"), &[words, width], init) }
    }

    /// Rows by their numbers, `[…] → […, width]`.
    pub fn forward(&self, numbers: &Expr) -> Expr {
        self.weight.value.rows(numbers)
    }
}
