//! Parameters of the generators that learn by themselves.

use super::{decades, number};
use labkit::param::Acts;
use labkit::{Kind, Param, Text};

const WAYS: Text = Text::new("怎样训练", "How they are trained");
const SHOWN: Text = Text::new("看谁的", "Whose is shown");

pub(super) const WHAT: Param = Param {
    key: "r_what",
    label: Text::new("比什么", "What is compared"),
    symbol: "",
    help: Text::new("同一个生成器几种训练法，或几种隐向量", "ways to train one generator, or sizes of its code"),
    group: WAYS,
    kind: Kind::Choice {
        options: &[
            ("ways", Text::new("训练的办法", "ways to train it")),
            ("sizes", Text::new("隐向量的维数", "sizes of the code")),
        ],
        default: 0,
    },
    acts: Acts::Restarts,
    when: Some(("task", "rivals")),
};
pub(super) const CODE: Param = Param {
    key: "r_code",
    label: Text::new("隐向量的维数", "Numbers of a code"),
    symbol: "z",
    help: Text::new("四种办法相同", "the same for all four"),
    kind: decades(2.0, 64.0, 8.0),
    ..WHAT
};
pub(super) const BETA: Param = Param {
    key: "r_beta",
    label: Text::new("KL 的权重", "Weight of the KL divergence"),
    symbol: "β",
    help: Text::new("VAE 的损失里，KL(q(z|x) ‖ N(0, I)) 乘以它", "of KL(q(z|x) ‖ N(0, I)) in the VAE's loss"),
    kind: decades(0.01, 10.0, 0.5),
    acts: Acts::AtOnce,
    ..WHAT
};
pub(super) const WIDTH: Param = Param {
    key: "r_width",
    label: Text::new("网络宽度", "Width of the networks"),
    symbol: "",
    help: Text::new("8 × 8 那层有多少张特征图；4 × 4 那层翻一倍", "maps of 8 × 8; twice as many of 4 × 4"),
    kind: number(4.0, 32.0, 8.0),
    ..WHAT
};
pub(super) const WHOSE: Param = Param {
    key: "r_whose",
    label: Text::new("谁的隐平面", "Whose plane of codes"),
    symbol: "",
    help: Text::new(
        "头两维从 −2 到 2 个标准差，其余在正中",
        "first two numbers within 2 deviations, all others in the middle",
    ),
    group: SHOWN,
    kind: Kind::Choice {
        options: &[
            ("ae", Text::new("自编码器", "auto-encoder")),
            ("vae", Text::same("VAE")),
            ("fixed", Text::new("随便给的码", "codes drawn beforehand")),
            ("gan", Text::same("GAN")),
        ],
        default: 0,
    },
    acts: Acts::AtOnce,
    ..WHAT
};
