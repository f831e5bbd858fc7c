//! Lookahead (Zhang, Lucas, Hinton and Ba, NeurIPS 2019) around any rule: every `k` steps the parameter is put on the way from where
//! it stood `k` steps before, `φ`, to where the rule has led it: `φ ← φ + α (θ − φ)`, `θ ← φ`. What the rule remembers stays.

use compute::Expr;

/// Its numbers; single, may be live.
#[derive(Debug, Clone)]
pub struct Lookahead {
    /// Steps from look to look, `k ≥ 1`.
    pub k: Expr,
    /// The share of the way that is kept, `α`.
    pub alpha: Expr,
}

impl Lookahead {
    /// The paper's: `k = 5`, `α = 0.5`.
    pub fn standard() -> Self {
        Self { k: Expr::scalar(5.0), alpha: Expr::scalar(0.5) }
    }

    /// Where the parameter `theta` goes at step `t = 1, 2, …`, whose rule leads to `next`, and the way `d = θ − φ` after it: kept in
    /// the place of `φ`, since it starts at 0 as all memory does.
    pub(super) fn step(&self, theta: &Expr, next: &Expr, d: &Expr, t: &Expr) -> (Expr, Expr) {
        let way = d + (next - theta);
        // Half a step is added: a quotient just below a whole number would lose one.
        let looks = (t - ((t + 0.5) / &self.k).floor() * &self.k).less(&Expr::scalar(0.5));
        let back = next - (1.0 - &self.alpha) * &way;
        (looks.select(&back, next), looks.select(&Expr::scalar(0.0), &way))
    }
}
