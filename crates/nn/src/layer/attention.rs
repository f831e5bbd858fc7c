//! Attention.

use super::linear::product;
use super::{axes, refuse};
use crate::activation::softmax;
use crate::{Init, Linear, Parameter};
use compute::{Expr, Program};

/// Stands for −∞ in a masked score: its exponential is 0, and every sum of it is finite.
const MASKED: f32 = -1e30;

/// What a query may look at.
#[derive(Debug, Clone, Copy)]
pub enum Mask<'a> {
    /// Everything.
    None,
    /// Only what does not come later: place `t` of the queries sees the places `s ≤ t` of the memory.
    Causal,
    /// Where the expression, which broadcasts to `[B, heads, T, S]`, is not 0.
    Only(&'a Expr),
}

/// What attention gives.
#[derive(Debug, Clone)]
pub struct Attended {
    /// `[B, T, width]`.
    pub out: Expr,
    /// How much place `t` looks at place `s`: `[B, heads, T, S]`; each row sums to 1.
    pub weights: Expr,
}

/// Attention with several heads (Vaswani et al., NeurIPS 2017). PyTorch's `MultiheadAttention(batch_first=True)`:
/// `[q k v] = x·W + b`, split into heads of `d = width / heads`; `a = softmax(q·kᵀ / √d)`; `y = (a·v)·O + o`.
#[derive(Debug, Clone)]
pub struct MultiHeadAttention {
    /// `W [width, 3·width]`: queries, keys, values. State `name.w`; Glorot's uniform draws.
    pub weight: Parameter,
    /// `b [3·width]`, state `name.b`, from 0.
    pub bias: Parameter,
    /// `O` and `o`, states `name.out.w` and `name.out.b`.
    pub out: Linear,
    /// How many heads.
    pub heads: usize,
}
crate::layer!(MultiHeadAttention { weight, bias, out });

impl MultiHeadAttention {
    /// Declares its states. Heads that do not divide the width are a shape error.
    pub fn new(program: &mut Program, name: &str, width: usize, heads: usize) -> Self {
        Self {
            weight: Parameter::new(program, &format!("{name}.w"), &[width, 3 * width], Init::GlorotUniform),
            bias: Parameter::new(program, &format!("{name}.b"), &[3 * width], Init::Zeros),
            out: Linear::new(program, &format!("{name}.out"), width, width),
            heads,
        }
    }

    /// `x [B, T, width]` looks at itself.
    pub fn forward(&self, x: &Expr, mask: Mask<'_>) -> Attended {
        let all = self.project(x, 0, 3);
        let [q, k, v] = [0, 1, 2].map(|part: usize| self.split(&all, part));
        self.attend(&q, &k, &v, mask)
    }

    /// `query [B, T, width]` looks at `memory [B, S, width]`.
    pub fn cross(&self, query: &Expr, memory: &Expr, mask: Mask<'_>) -> Attended {
        let (q, kv) = (self.project(query, 0, 1), self.project(memory, 1, 2));
        self.attend(&self.split(&q, 0), &self.split(&kv, 0), &self.split(&kv, 1), mask)
    }

    fn width(&self) -> usize {
        self.weight.value.shape().axes().first().copied().unwrap_or(0)
    }

    /// `parts` of queries, keys and values, from number `first` on: `[B, T, parts·width]`.
    fn project(&self, x: &Expr, first: usize, parts: usize) -> Expr {
        let width = self.width();
        let columns = |of: &Expr, axis: usize| of.slice(axis, first * width, parts * width);
        product(x, &columns(&self.weight.value, 1)) + columns(&self.bias.value, 0)
    }

    /// One part, by heads: `[B, T, parts·width] → [B, heads, T, d]`.
    fn split(&self, x: &Expr, part: usize) -> Expr {
        let Some([b, t, _]) = axes(x) else { return refuse(x, 3) };
        let width = self.width();
        let head = width / self.heads.max(1);
        x.slice(2, part * width, width).reshape(&[b, t, self.heads, head]).permute(&[0, 2, 1, 3])
    }

    fn attend(&self, q: &Expr, k: &Expr, v: &Expr, mask: Mask<'_>) -> Attended {
        let refused = |x: Expr| Attended { out: x.clone(), weights: x };
        let Some([b, heads, t, head]) = axes(q) else { return refused(refuse(q, 4)) };
        let scores = q.matmul(&k.transpose()) * (1.0 / (head.max(1) as f32).sqrt());
        let Some([_, _, _, s]) = axes(&scores) else { return refused(scores) };
        let masked = Expr::scalar(MASKED);
        let scores = match mask {
            Mask::None => scores,
            Mask::Causal => Expr::iota(&[t, s], 0).less(&Expr::iota(&[t, s], 1)).select(&masked, &scores),
            Mask::Only(seen) => seen.select(&scores, &masked),
        };
        let weights = softmax(&scores, 3);
        let mixed = weights.matmul(v).permute(&[0, 2, 1, 3]).reshape(&[b, t, heads * head]);
        Attended { out: self.out.forward(&mixed), weights }
    }
}
