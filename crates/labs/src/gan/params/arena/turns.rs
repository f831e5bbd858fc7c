//! Who moves when, and how far.

use super::{OWN, choice, log, number, one, plain};
use labkit::param::Acts;
use labkit::{Param, Text};

const TURNS: Text = Text::new("轮流", "Turns");

pub(in super::super) const K: Param = one(
    "k",
    Text::new("D 先走几步", "Steps of D"),
    "k",
    Text::new("G 每走一步以前；WGAN 习惯 5，别的 1", "before each one of G; WGAN has 5, others 1"),
    TURNS,
    choice(&[OWN, plain("1"), plain("2"), plain("3"), plain("5"), plain("10")]),
    Acts::AtOnce,
);
pub(in super::super) const K_G: Param = one(
    "k_g",
    Text::new("G 走几步", "Steps of G"),
    "",
    Text::new("在 D 走完以后；走得太勤会坍缩", "after those of D; too many and it collapses"),
    TURNS,
    number(1.0, 20.0, 1.0),
    Acts::AtOnce,
);
pub(in super::super) const ORDER: Param = one(
    "order",
    Text::new("先后", "Order"),
    "",
    Text::new("同时走：G 看的是 D 走以前的样子", "both at once: G goes by D as it was before"),
    TURNS,
    choice(&[("alternating", Text::new("轮流", "in turns")), ("simultaneous", Text::new("同时", "both at once"))]),
    Acts::AtOnce,
);
pub(in super::super) const MOVES: Param = one(
    "moves",
    Text::new("谁走", "Who moves"),
    "",
    Text::new("另一个一个数都不变", "not one number of the other changes"),
    TURNS,
    choice(&[
        ("both", Text::new("两个都走", "both")),
        ("d", Text::new("只有 D", "D alone")),
        ("g", Text::new("只有 G", "G alone")),
    ]),
    Acts::AtOnce,
);
pub(in super::super) const RATE_D: Param = one(
    "rate_d",
    Text::new("D 的学习率", "Learning rate of D"),
    "",
    Text::new("判别器一步走多远", "how far the discriminator goes in a step"),
    TURNS,
    log(1e-5, 0.1, 1e-3),
    Acts::AtOnce,
);
pub(in super::super) const RATE_G: Param = one(
    "rate_g",
    Text::new("G 的学习率", "Learning rate of G"),
    "",
    Text::new("生成器一步走多远", "how far the generator goes in a step"),
    TURNS,
    log(1e-5, 0.1, 1e-3),
    Acts::AtOnce,
);
pub(in super::super) const TIMES: Param = one(
    "times",
    Text::new("两个学习率都乘以", "Factor of both rates"),
    "",
    Text::new(
        "WGAN-GP 习惯 3，方阵上 2：惩罚让 D 平缓，步子可以大些；别的 1",
        "WGAN-GP has 3, on the grid 2, since the penalty keeps D smooth and steps may be longer; others 1",
    ),
    TURNS,
    choice(&[OWN, plain("1"), plain("2"), plain("3"), plain("5")]),
    Acts::AtOnce,
);
pub(in super::super) const RULE: Param = one(
    "rule",
    Text::new("优化器", "Optimiser"),
    "",
    Text::new("裁剪时习惯 RMSProp，其余 Adam", "RMSProp where weights are clipped, else Adam"),
    TURNS,
    choice(&[
        OWN,
        ("adam", Text::same("Adam")),
        ("rmsprop", Text::same("RMSProp")),
        ("sgd", Text::new("梯度下降", "gradient descent")),
    ]),
    Acts::AtOnce,
);
pub(in super::super) const BETA: Param = one(
    "beta1",
    Text::new("Adam 的动量", "Adam's momentum"),
    "β₁",
    Text::new("WGAN-GP 习惯 0，别的照 DCGAN 用 0.5", "WGAN-GP has 0, others 0.5 as DCGAN does"),
    TURNS,
    choice(&[OWN, plain("0"), plain("0.5"), plain("0.7"), plain("0.9"), plain("0.95")]),
    Acts::AtOnce,
);
