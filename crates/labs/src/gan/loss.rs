//! What the discriminator and the generator minimise, from the outputs `a` of the discriminator: logits, or a critic's scores.

use compute::Expr;
use nn::activation::softplus;

/// A pair of losses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loss {
    /// Goodfellow et al., NeurIPS 2014: G minimises `mean ln(1 − D)`.
    Minimax,
    /// The same with what their code had from the start: G minimises `−mean ln D`.
    NonSaturating,
    /// Mao et al., ICCV 2017: squares to the targets of the dials.
    LeastSquares,
    /// Lim and Ye 2017; Miyato et al., ICLR 2018.
    Hinge,
    /// Arjovsky, Chintala and Bottou, ICML 2017.
    Wasserstein,
    /// Qi 2017 (loss-sensitive GAN): a margin as large as two points are apart.
    Sensitive,
    /// Nowozin, Cseke and Tomioka, NeurIPS 2016.
    Divergence(Divergence),
    /// Genevay, Peyré and Cuturi, AISTATS 2018: no discriminator, the cost of moving one batch onto the other.
    Sinkhorn,
}

impl Loss {
    /// Whether D's output is a logit of “real”; else it is a score.
    pub(super) fn is_logit(self) -> bool {
        matches!(self, Self::Minimax | Self::NonSaturating)
    }
}

/// Numbers in the losses that can be turned, each a single number.
#[derive(Debug, Clone)]
pub(super) struct Targets {
    /// What D is taught of real points and of generated ones: 1 and 0 without smoothing; `b` and `a` of least squares.
    pub(super) real: Expr,
    pub(super) fake: Expr,
    /// What least squares' G aims at, `c`.
    pub(super) aim: Expr,
}

/// What D minimises: from its outputs on real and on generated points, `[B, 1]` each, and the points `[B, X]`.
pub(super) fn discriminator(loss: Loss, scores: [&Expr; 2], points: [&Expr; 2], targets: &Targets) -> Expr {
    match (parts(loss, scores, targets), loss) {
        (Some([real, fake]), _) => real + fake,
        // Pair by pair, as the batches come.
        (None, Loss::Sensitive) => mean(&(margin(points) - scores[0] + scores[1]).relu()),
        (None, _) => Expr::scalar(0.0),
    }
}

/// The part of D's loss on real points and that on generated ones; none where a loss does not fall into two.
pub(super) fn parts(loss: Loss, [real, fake]: [&Expr; 2], targets: &Targets) -> Option<[Expr; 2]> {
    Some(match loss {
        Loss::Minimax | Loss::NonSaturating => {
            [(softplus(real) - &targets.real * real).mean(), (softplus(fake) - &targets.fake * fake).mean()]
        }
        Loss::LeastSquares => [mean(&(real - &targets.real).square()), mean(&(fake - &targets.fake).square())],
        Loss::Hinge => [mean(&(1.0 - real).relu()), mean(&(1.0 + fake).relu())],
        Loss::Wasserstein => [-real.mean(), fake.mean()],
        Loss::Divergence(divergence) => [-mean(&divergence.output(real)), mean(&divergence.conjugate(fake))],
        Loss::Sensitive | Loss::Sinkhorn => return None,
    })
}

/// What G minimises, from D's outputs on what it makes.
pub(super) fn generator(loss: Loss, fake: &Expr, targets: &Targets) -> Expr {
    each(loss, fake, targets).mean()
}

/// What G minimises of each point.
pub(super) fn each(loss: Loss, fake: &Expr, targets: &Targets) -> Expr {
    match loss {
        // ln(1 − σ(a)) = −softplus(a)
        Loss::Minimax => -softplus(fake),
        // −ln σ(a) = softplus(−a)
        Loss::NonSaturating => softplus(&-fake),
        Loss::LeastSquares => (fake - &targets.aim).square(),
        Loss::Hinge | Loss::Wasserstein | Loss::Sensitive => -fake,
        Loss::Divergence(divergence) => -divergence.conjugate(fake),
        Loss::Sinkhorn => Expr::constant(0.0, fake.shape()),
    }
}

fn mean(values: &Expr) -> Expr {
    values.mean()
}

/// How far apart the points of each pair are, `[B, 1]`.
pub(super) fn margin([real, fake]: [&Expr; 2]) -> Expr {
    ((real - fake).square().sum_axes(&[1]) + 1e-12).sqrt()
}

/// An f-divergence `D_f(P‖Q) = ∫ q f(p/q)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Divergence {
    TotalVariation,
    Kl,
    ReverseKl,
    Pearson,
    Neyman,
    Hellinger,
    Jeffrey,
    JensenShannon,
    Gan,
}

/// Newton's steps for Lambert's W.
const NEWTON: usize = 6;

impl Divergence {
    /// `g_f(a)`: the unbounded output, taken to where the conjugate is finite.
    pub(super) fn output(self, a: &Expr) -> Expr {
        match self {
            Self::TotalVariation => a.tanh() * 0.5,
            Self::Kl | Self::Pearson | Self::Jeffrey => a.clone(),
            Self::ReverseKl => -(-a).exp(),
            Self::Neyman | Self::Hellinger => 1.0 - (-a).exp(),
            // ln 2 − ln(1 + e^−a), and the same without ln 2.
            Self::JensenShannon => std::f32::consts::LN_2 - softplus(&-a),
            Self::Gan => -softplus(&-a),
        }
    }

    /// `f*(g_f(a))`, written so that nothing overflows where the two would undo each other.
    pub(super) fn conjugate(self, a: &Expr) -> Expr {
        match self {
            Self::TotalVariation => self.output(a),
            Self::Kl => (a - 1.0).exp(),
            // −1 − ln(e^−a)
            Self::ReverseKl => a - 1.0,
            // t²/4 + t, and −1 below t = −2
            Self::Pearson => {
                let t = a.max(&Expr::scalar(-2.0));
                t.square() * 0.25 + t
            }
            // 2 − 2 √(e^−a)
            Self::Neyman => 2.0 - (a * -0.5).exp() * 2.0,
            // (1 − e^−a) / e^−a
            Self::Hellinger => a.exp() - 1.0,
            Self::Jeffrey => {
                let w = lambert(&(1.0 - a));
                &w + 1.0 / &w + a - 2.0
            }
            // −ln(2 − e^t) with e^t = 2 σ(a): −ln 2 − ln σ(−a)
            Self::JensenShannon => softplus(a) - std::f32::consts::LN_2,
            // −ln(1 − σ(a))
            Self::Gan => softplus(a),
        }
    }

    /// `f′(1)`: an output above it says “real”.
    pub(super) fn middle(self) -> f32 {
        match self {
            Self::Kl => 1.0,
            Self::ReverseKl => -1.0,
            Self::Gan => -std::f32::consts::LN_2,
            _ => 0.0,
        }
    }
}

/// `W(e^y)`: the `w > 0` with `w + ln w = y`, by Newton's method in `ln w`, which converges from any side.
fn lambert(y: &Expr) -> Expr {
    // ln w ≈ y where y < 1, ≈ ln y beyond.
    let one = Expr::scalar(1.0);
    let mut s = y.less(&one).select(&y.min(&one), &y.max(&one).log());
    for _ in 0..NEWTON {
        let w = s.exp();
        s = &s - (&w + &s - y) / (w + 1.0);
    }
    s.exp()
}
