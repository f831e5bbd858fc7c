//! Two densities on a line, and what holds of them exactly: by sums over a fine grid, no network in it.

use crate::gan::loss::{Divergence, Loss};

/// Places of the grid, and how far it reaches to both sides.
pub(in crate::gan) const GRID: usize = 601;
pub(in crate::gan) const REACH: f64 = 12.0;
/// Distance between two of them: below every width there is, so that sums are integrals to many digits.
const STEP: f64 = 2.0 * REACH / (GRID - 1) as f64;
/// Bounds of what G may become in one step: beyond them its points leave the grid.
const FARTHEST: f64 = 8.0;
const WIDTHS: (f64, f64) = (0.1, 3.0);

/// A generator `x = μ + σ z` with normal z, which is all that can be said of its density.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::gan) struct Maker {
    pub(in crate::gan) mean: f64,
    pub(in crate::gan) width: f64,
}

/// Where real points lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::gan) struct Real {
    pub(in crate::gan) mean: f64,
    pub(in crate::gan) width: f64,
    /// How far two modes stand off the mean; 0 is one mode.
    pub(in crate::gan) gap: f64,
}

/// The places of the grid.
pub(in crate::gan) fn places() -> Vec<f64> {
    (0..GRID).map(|i| STEP * i as f64 - REACH).collect()
}

/// `ln N(x; mean, width²)`
fn normal(x: f64, mean: f64, width: f64) -> f64 {
    let apart = (x - mean) / width;
    -apart * apart / 2.0 - width.ln() - (2.0 * std::f64::consts::PI).ln() / 2.0
}

impl Maker {
    /// `ln q(x)`
    pub(in crate::gan) fn log(&self, x: f64) -> f64 {
        normal(x, self.mean, self.width)
    }

    /// After a step down the gradient of `∫ q h`; none where its points would leave the grid.
    /// With `q` a function of μ and ln σ: `∂q/∂μ = q (x − μ)/σ²`, `∂q/∂ln σ = q ((x − μ)²/σ² − 1)`.
    pub(in crate::gan) fn stepped(&self, h: &[f64], eta: f64) -> Option<Self> {
        let (mut mean, mut width) = (0.0, 0.0);
        for (x, h) in places().iter().zip(h) {
            let (mass, apart) = (self.log(*x).exp() * STEP, (x - self.mean) / self.width);
            mean += mass * apart / self.width * h;
            width += mass * (apart * apart - 1.0) * h;
        }
        let next = Self { mean: self.mean - eta * mean, width: self.width * (-eta * width).exp() };
        (next.mean.abs() <= FARTHEST && (WIDTHS.0..=WIDTHS.1).contains(&next.width)).then_some(next)
    }
}

impl Real {
    /// `ln p(x)`
    pub(in crate::gan) fn log(&self, x: f64) -> f64 {
        let [left, right] = [-1.0, 1.0].map(|side| normal(x, self.mean + side * self.gap, self.width));
        let most = left.max(right);
        most + ((left - most).exp() + (right - most).exp()).ln() - std::f64::consts::LN_2
    }
}

/// The logarithms of both densities at the places of the grid.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::gan) struct Scene {
    pub(in crate::gan) p: Vec<f64>,
    pub(in crate::gan) q: Vec<f64>,
}

/// `ln(1 + eˣ)`
pub(in crate::gan) fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

pub(in crate::gan) fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

impl Scene {
    pub(in crate::gan) fn of(real: &Real, maker: &Maker) -> Self {
        let places = places();
        Self { p: places.iter().map(|x| real.log(*x)).collect(), q: places.iter().map(|x| maker.log(*x)).collect() }
    }

    /// `∫ p f + q g`, of numbers at the places of the grid.
    pub(in crate::gan) fn sum(&self, f: impl Fn(usize) -> [f64; 2]) -> f64 {
        let each = self.p.iter().zip(&self.q).enumerate().map(|(i, (p, q))| {
            let [f, g] = f(i);
            p.exp() * f + q.exp() * g
        });
        each.sum::<f64>() * STEP
    }

    /// The logit of the best D of the logarithms' loss, `ln p − ln q`.
    pub(in crate::gan) fn logits(&self) -> Vec<f64> {
        self.p.iter().zip(&self.q).map(|(p, q)| p - q).collect()
    }

    /// `V(G, D) = ∫ p ln D + q ln(1 − D)` with `D = σ(a)`.
    pub(in crate::gan) fn value(&self, logits: &[f64]) -> f64 {
        self.sum(|i| [-softplus(-logits[i]), -softplus(logits[i])])
    }

    /// `max_D V(G, D) = −2 ln 2 + 2 JSD(p‖q)`.
    pub(in crate::gan) fn best_value(&self) -> f64 {
        self.value(&self.logits())
    }

    /// The Jensen–Shannon divergence, by its definition: `½ ∫ p ln(p/m) + q ln(q/m)` with `m = (p + q)/2`.
    pub(in crate::gan) fn jsd(&self) -> f64 {
        let log_mean = |i: usize| {
            let most = self.p[i].max(self.q[i]);
            most + (((self.p[i] - most).exp() + (self.q[i] - most).exp()) / 2.0).ln()
        };
        self.sum(|i| [self.p[i] - log_mean(i), self.q[i] - log_mean(i)]) / 2.0
    }

    /// `W₁(p, q) = ∫ |F_p − F_q|`.
    pub(in crate::gan) fn w1(&self) -> f64 {
        let mut apart = 0.0;
        let all = self.p.iter().zip(&self.q).map(|(p, q)| {
            apart += (p.exp() - q.exp()) * STEP;
            apart.abs()
        });
        all.sum::<f64>() * STEP
    }

    /// The best output of D at each place, as it is shown; none where a loss has no best one without a bound on D. Real points
    /// count `ratio` times; `targets` are those of real and of generated points.
    pub(in crate::gan) fn best(&self, loss: Loss, ratio: f64, [real, fake]: [f64; 2]) -> Option<Vec<f64>> {
        let at = |of: &dyn Fn(f64) -> f64| {
            let logits = self.logits().into_iter().map(|logit| of(logit + ratio.ln()));
            Some(logits.collect())
        };
        match loss {
            // (α r p + β q)/(r p + q): of cross-entropy and of squares alike.
            Loss::Minimax | Loss::NonSaturating | Loss::LeastSquares => at(&|a| real * sigmoid(a) + fake * sigmoid(-a)),
            Loss::Hinge => at(&f64::signum),
            Loss::Divergence(divergence) => at(&|a| variational(divergence, a.clamp(-MOST, MOST))),
            Loss::Wasserstein | Loss::Sensitive | Loss::Sinkhorn => None,
        }
    }
}

/// Beyond this logarithm of p/q exponentials leave every figure.
const MOST: f64 = 30.0;

/// `T* = f′(u)` with `u = p/q = eᵃ`, at which f-GAN's bound is the divergence (Nguyen, Wainwright and Jordan 2010).
fn variational(divergence: Divergence, a: f64) -> f64 {
    match divergence {
        Divergence::TotalVariation => a.signum() / 2.0,
        Divergence::Kl => 1.0 + a,
        Divergence::ReverseKl => -(-a).exp(),
        Divergence::Pearson => 2.0 * (a.exp() - 1.0),
        Divergence::Neyman => 1.0 - (-2.0 * a).exp(),
        Divergence::Hellinger => 1.0 - (-a / 2.0).exp(),
        Divergence::Jeffrey => 1.0 + a - (-a).exp(),
        // ln(2u/(1 + u)), and the same without ln 2.
        Divergence::JensenShannon => std::f64::consts::LN_2 - softplus(-a),
        Divergence::Gan => -softplus(-a),
    }
}

/// G after a step by the best D of before it, which is held: what V says then, and what it says with the D that is best then.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::gan) struct Stale {
    /// Sizes of the step.
    pub(in crate::gan) etas: Vec<f64>,
    /// `V(G₁, D₀*)`, `max_D V(G₁, D)`, and V with the D that has been trained.
    pub(in crate::gan) held: Vec<f64>,
    pub(in crate::gan) fresh: Vec<f64>,
    pub(in crate::gan) trained: Vec<f64>,
}

impl Stale {
    /// For each size of the step, as long as G's points stay on the grid. G goes down the gradient of `V(G, D₀*)`.
    pub(in crate::gan) fn of(real: &Real, maker: &Maker, trained: Option<&[f64]>, etas: &[f64]) -> Self {
        let held = Scene::of(real, maker).logits();
        let h: Vec<f64> = held.iter().map(|a| -softplus(*a)).collect();
        let mut all = Self { etas: Vec::new(), held: Vec::new(), fresh: Vec::new(), trained: Vec::new() };
        for eta in etas {
            let Some(next) = maker.stepped(&h, *eta) else { break };
            let scene = Scene::of(real, &next);
            all.etas.push(*eta);
            all.held.push(scene.value(&held));
            all.fresh.push(scene.best_value());
            if let Some(trained) = trained {
                all.trained.push(scene.value(trained));
            }
        }
        all
    }
}
