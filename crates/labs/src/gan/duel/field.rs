//! Where each of two players wants to go: x, who wants J large, and y, who wants it small.
//!
//! Of the Dirac-GAN (Mescheder, Geiger and Nowozin, ICML 2018) x is the slope ψ of the discriminator `D(p) = ψ p` and y the one
//! point θ that the generator makes; the data are a point at 0.

use compute::Expr;

/// What they play for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Play {
    /// J = −xy; what the Dirac-GAN with a Wasserstein loss is, too.
    Product,
    /// J = ln σ(0) + ln(1 − σ(xy)).
    Minimax,
    /// The same for x; y maximises ln σ(xy).
    NonSaturating,
}

/// Nodes and weights of a mean over a standard normal number (Gauss and Hermite, five nodes).
const NODES: [(f32, f32); 5] = [
    (-2.856_97, 0.011_257_411),
    (-1.355_626_2, 0.222_075_92),
    (0.0, 0.533_333_34),
    (1.355_626_2, 0.222_075_92),
    (2.856_97, 0.011_257_411),
];

/// A game, and what x is held back by.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) play: Play,
    /// Weight γ of `γ/2 · x²`: the squared gradient of D on real points (R₁).
    pub(super) gamma: Expr,
    /// Deviation of the noise on real and generated points before D sees them (Sønderby et al., ICLR 2017).
    pub(super) noise: Expr,
}

impl Field {
    /// `∂J/∂x`, or what stands for it.
    pub(super) fn one(&self, [x, y]: &[Expr; 2]) -> Expr {
        let way = match self.play {
            Play::Product => -y,
            Play::Minimax | Play::NonSaturating => self.mean(|noise| {
                let made = y + noise;
                noise * (-(x * noise)).sigmoid() - &made * (x * &made).sigmoid()
            }),
        };
        way - &self.gamma * x
    }

    /// `−∂J/∂y`, or what stands for it.
    pub(super) fn two(&self, [x, y]: &[Expr; 2]) -> Expr {
        match self.play {
            Play::Product => x.clone(),
            Play::Minimax => x * self.mean(|noise| (x * (y + noise)).sigmoid()),
            Play::NonSaturating => x * self.mean(|noise| (-(x * (y + noise))).sigmoid()),
        }
    }

    fn mean(&self, of: impl Fn(&Expr) -> Expr) -> Expr {
        let part = |(node, weight): &(f32, f32)| of(&(&self.noise * *node)) * *weight;
        NODES.iter().skip(1).fold(part(&NODES[0]), |sum, node| sum + part(node))
    }
}
