//! Transformer blocks.

use crate::activation::gelu;
use crate::{Attended, Dropout, LayerNorm, Linear, Mask, MultiHeadAttention};
use compute::{Expr, Program, Random};

/// A block of a transformer with the norm in front (Vaswani et al. 2017; Xiong et al., ICML 2020), `x [B, T, width]`:
/// `y = x + attention(norm₁(x))`, `z = y + W₂ gelu(W₁ norm₂(y))`. PyTorch's `TransformerEncoderLayer` with
/// `norm_first=True, activation="gelu", batch_first=True`; with [`Mask::Causal`] a block of GPT.
#[derive(Debug, Clone)]
pub struct TransformerBlock {
    /// `norm₁`, states `name.norm1.…`.
    pub norm1: LayerNorm,
    /// The attention, states `name.attention.…`.
    pub attention: MultiHeadAttention,
    /// `norm₂`, states `name.norm2.…`.
    pub norm2: LayerNorm,
    /// `W₁ [width, hidden]`, states `name.up.…`.
    pub up: Linear,
    /// `W₂ [hidden, width]`, states `name.down.…`.
    pub down: Linear,
}
crate::layer!(TransformerBlock { norm1, attention, norm2, up, down });

impl TransformerBlock {
    /// Declares its states; `hidden` is usually `4·width`.
    pub fn new(program: &mut Program, name: &str, width: usize, heads: usize, hidden: usize) -> Self {
        Self {
            norm1: LayerNorm::new(program, &format!("{name}.norm1"), width),
            attention: MultiHeadAttention::new(program, &format!("{name}.attention"), width, heads),
            norm2: LayerNorm::new(program, &format!("{name}.norm2"), width),
            up: Linear::new(program, &format!("{name}.up"), width, hidden),
            down: Linear::new(program, &format!("{name}.down"), hidden, width),
        }
    }

    /// The block, and what it looked at.
    pub fn forward(&self, x: &Expr, mask: Mask<'_>) -> Attended {
        self.run(x, mask, &mut Expr::clone)
    }

    /// While training with dropout on what is added to `x` and to `y`.
    pub fn train(&self, x: &Expr, mask: Mask<'_>, dropout: &Dropout, random: &mut Random) -> Attended {
        self.run(x, mask, &mut |branch| dropout.train(random, branch))
    }

    fn run(&self, x: &Expr, mask: Mask<'_>, drop: &mut dyn FnMut(&Expr) -> Expr) -> Attended {
        let Attended { out, weights } = self.attention.forward(&self.norm1.forward(x), mask);
        let y = x + drop(&out);
        let branch = self.down.forward(&gelu(&self.up.forward(&self.norm2.forward(&y))));
        Attended { out: &y + drop(&branch), weights }
    }
}
