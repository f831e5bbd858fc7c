//! What both minimise, and what keeps D in bounds.

use super::{OWN, choice, log, number, one};
use labkit::param::Acts;
use labkit::{Kind, Param, Text};

const LOSSES: Text = Text::new("损失", "The loss");

pub(in super::super) const LOSS: Param = one(
    "loss",
    Text::new("损失", "Loss"),
    "",
    Text::new("可以边跑边换", "may be changed while it runs"),
    LOSSES,
    Kind::Choice {
        options: &[
            ("minimax", Text::new("极小极大（饱和）", "minimax (saturating)")),
            ("non-saturating", Text::new("非饱和", "non-saturating")),
            ("lsgan", Text::new("最小二乘（LSGAN）", "least squares (LSGAN)")),
            ("hinge", Text::new("hinge", "hinge")),
            ("wgan", Text::new("Wasserstein（WGAN）", "Wasserstein (WGAN)")),
            ("wgan-gp", Text::new("WGAN-GP", "WGAN-GP")),
            ("sensitive", Text::new("损失敏感（LS-GAN）", "loss-sensitive (LS-GAN)")),
            ("f-gan", Text::new("f-GAN", "f-GAN")),
            ("sinkhorn", Text::new("Sinkhorn（不要判别器）", "Sinkhorn (no discriminator)")),
        ],
        default: 1,
    },
    Acts::AtOnce,
);
pub(in super::super) const DIVERGENCE: Param = one(
    "divergence",
    Text::new("散度", "Divergence"),
    "f",
    Text::new("f-GAN 表里的哪一行", "which row of f-GAN's table"),
    LOSSES,
    choice(&[
        ("js", Text::new("JS", "Jensen–Shannon")),
        ("gan", Text::new("GAN", "GAN")),
        ("kl", Text::new("KL", "Kullback–Leibler")),
        ("reverse-kl", Text::new("反向 KL", "reverse KL")),
        ("pearson", Text::new("Pearson χ²", "Pearson χ²")),
        ("neyman", Text::new("Neyman χ²", "Neyman χ²")),
        ("hellinger", Text::new("Hellinger²", "squared Hellinger")),
        ("jeffrey", Text::new("Jeffrey", "Jeffrey")),
        ("tv", Text::new("全变差", "total variation")),
    ]),
    Acts::AtOnce,
);
pub(in super::super) const LIMIT: Param = one(
    "limit",
    Text::new("约束 D", "Limit on D"),
    "",
    Text::new("不让判别器变得太陡", "what keeps the discriminator from growing steep"),
    LOSSES,
    choice(&[
        OWN,
        ("none", Text::new("不约束", "none")),
        ("clip", Text::new("权重裁剪", "weights clipped")),
        ("penalty", Text::new("梯度惩罚", "gradient penalty")),
        ("spectral", Text::new("谱归一化", "spectral normalisation")),
    ]),
    Acts::AtOnce,
);
pub(in super::super) const CLIP: Param = one(
    "clip",
    Text::new("裁剪到", "Clipped to"),
    "c",
    Text::new("每步以后，权重留在 −c 到 c", "after each step weights stay from −c to c"),
    LOSSES,
    log(0.001, 1.0, 0.1),
    Acts::AtOnce,
);
pub(in super::super) const LAMBDA: Param = one(
    "lambda",
    Text::new("惩罚的权重", "Weight of the penalty"),
    "λ",
    Text::new("λ (‖∇D‖ − 1)²，在真假点的连线上", "λ (‖∇D‖ − 1)², on segments from generated to real points"),
    LOSSES,
    log(0.01, 100.0, 1.0),
    Acts::AtOnce,
);
pub(in super::super) const REAL: Param = one(
    "real",
    Text::new("真的标成", "Target of real"),
    "",
    Text::new("0.9 是单侧标签平滑", "0.9 is one-sided label smoothing"),
    LOSSES,
    number(0.5, 1.0, 1.0),
    Acts::AtOnce,
);
pub(in super::super) const FAKE: Param = one(
    "fake",
    Text::new("假的标成", "Target of generated"),
    "",
    Text::new("平滑时仍该是 0；最小二乘里是 a", "0 even with smoothing; with least squares it is a"),
    LOSSES,
    number(-1.0, 0.5, 0.0),
    Acts::AtOnce,
);
pub(in super::super) const AIM: Param = one(
    "aim",
    Text::new("G 要的分数", "What G aims at"),
    "c",
    Text::new("最小二乘里 G 想让 D 给的分数", "the score that least squares' G wants of D"),
    LOSSES,
    number(0.0, 1.0, 1.0),
    Acts::AtOnce,
);
