//! Parameters of the exhibit on attacks that know nothing of the network.

use super::{ATTACK, TASK_TRANSFER, VICTIM, number};
use labkit::param::Acts;
use labkit::{Kind, Param, Text};

/// How attacks on what is at hand are made.
const CRAFTS: &[(&str, Text)] = &[
    ("fgsm", Text::same("FGSM")),
    ("ifgsm", Text::new("I-FGSM（BIM）", "I-FGSM (BIM)")),
    ("pgd", Text::same("PGD")),
    ("mifgsm", Text::same("MI-FGSM")),
];

/// The networks.
const NETS: &[(&str, Text)] = &[
    ("linear", Text::new("线性", "linear")),
    ("mlp", Text::new("全连接", "fully connected")),
    ("cnn", Text::new("卷积", "convolutional")),
    ("deep", Text::new("更深的卷积", "deeper convolutional")),
];

const fn own(key: &'static str, label: Text, symbol: &'static str, help: Text, group: Text, kind: Kind) -> Param {
    Param { key, label, symbol, help, group, kind, acts: Acts::AtOnce, when: TASK_TRANSFER }
}

pub(super) const CRAFT: Param = own(
    "craft",
    Text::new("方法", "Method"),
    "",
    Text::new(
        "在手里的网络上怎样找噪声；走十步，每步五分之一个 ε",
        "how noise is found on the network at hand: ten steps of a fifth of ε",
    ),
    ATTACK,
    Kind::Choice { options: CRAFTS, default: 1 },
);
pub(super) const REACH: Param = own(
    "reach",
    Text::new("半径", "Radius"),
    "ε",
    Text::new("每个像素最多改多少，像素从 0 到 1", "largest change of a pixel, of 0 to 1"),
    ATTACK,
    number(0.0, 0.5, 0.2),
);
pub(super) const ASKED: Param = own(
    "asked",
    Text::new("问谁", "Who is asked"),
    "",
    Text::new("只回答问题、不给看内部的网络", "the network that answers and shows nothing of itself"),
    VICTIM,
    Kind::Choice { options: NETS, default: 2 },
);
pub(super) const QUERIES: Param = own(
    "queries",
    Text::new("拿几张图去问", "Pictures asked about"),
    "",
    Text::new(
        "攻击者自己写的数字；替身只学问来的答案",
        "the attacker’s own digits; the proxy learns from the answers alone",
    ),
    ATTACK,
    number(64.0, 4096.0, 512.0),
);
pub(super) const BUDGET: Param = own(
    "budget",
    Text::new("每张最多问几次", "Questions a digit at most"),
    "",
    Text::new("方块攻击：只看得分，不要梯度", "Square Attack: scores alone, no gradient"),
    ATTACK,
    number(20.0, 2000.0, 300.0),
);
