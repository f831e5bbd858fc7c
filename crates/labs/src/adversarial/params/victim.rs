//! Parameters of the classifier that is attacked, and how it learns.

#[cfg(feature = "model")]
use super::TABLE;
use super::{PRACTICE, VICTIM, about, number, one};
#[cfg(feature = "model")]
use labkit::Params;
use labkit::param::Acts;
use labkit::{Kind, Param, Text};

/// Classifiers, and their layers.
const NETS: &[(&str, Text)] = &[
    ("cnn", Text::new("卷积网络", "convolutional")),
    ("mlp", Text::new("全连接网络", "fully connected")),
    ("linear", Text::new("线性（logistic 回归）", "linear (logistic regression)")),
];

/// The line of layers of the chosen classifier.
#[cfg(feature = "model")]
pub(in super::super) fn line(params: &Params) -> &'static str {
    let drops = params.choice(TABLE, "defence") == "dropout";
    match params.choice(TABLE, "net") {
        "mlp" if drops => "dense 128, relu, dropout 0.5, dense 64, relu, dropout 0.5, dense 10",
        "linear" if drops => "dropout 0.5, dense 10",
        "cnn" if drops => "conv 16 5 s2 p2, relu, conv 32 5 s2 p2, relu, dense 64, relu, dropout 0.5, dense 10",
        net => layers(net),
    }
}

/// The line of layers of a classifier.
#[cfg(feature = "model")]
pub(in super::super) fn layers(net: &str) -> &'static str {
    match net {
        "deep" => {
            "conv 8 3 s2 p1, relu, conv 16 3 p1, relu, conv 16 3 s2 p1, relu, conv 32 3 p1, relu, dense 32, relu, dense 10"
        }
        "mlp" => "dense 128, relu, dense 64, relu, dense 10",
        "linear" => "dense 10",
        _ => "conv 16 5 s2 p2, relu, conv 32 5 s2 p2, relu, dense 64, relu, dense 10",
    }
}

/// Defences.
const DEFENCES: &[(&str, Text)] = &[
    ("none", Text::new("无", "none")),
    ("adversarial-training", Text::new("对抗训练", "adversarial training")),
    ("weight-decay", Text::new("权重衰减", "weight decay")),
    ("dropout", Text::same("dropout")),
    ("ensemble", Text::new("五个网络一起答", "five networks together")),
    ("distillation", Text::new("防御蒸馏", "defensive distillation")),
];

pub(super) const NET: Param = about(
    one(
        "net",
        Text::new("网络", "Network"),
        "",
        Text::new("换一种，从头训练", "another one learns from the start"),
        Kind::Choice { options: NETS, default: 0 },
    ),
    VICTIM,
    Acts::Restarts,
);
pub(super) const MINE: Param = about(
    one(
        "mine",
        Text::new("我训练的网络", "The network I trained"),
        "",
        Text::new(
            "在“CNN 看见了什么”里训练一个，按“拿去攻击”",
            "train one in “What does a CNN see?” and press “Attack it”",
        ),
        Kind::Switch { default: false },
    ),
    VICTIM,
    Acts::Restarts,
);
pub(super) const BATCHES: Param = about(
    one(
        "practice",
        Text::new("训练几批", "Batches to learn"),
        "",
        Text::new("每批 64 个现画的数字；运行栏一步四批", "64 fresh digits each; a step of the run is four of them"),
        number(100.0, 4000.0, PRACTICE),
    ),
    VICTIM,
    Acts::Restarts,
);
pub(super) const VARIETY: Param = about(
    one(
        "variety",
        Text::new("笔迹差异", "Variety"),
        "",
        Text::new("0 是字帖，1 像人一样", "0 is the copybook, 1 is as people write"),
        number(0.0, 1.5, 1.0),
    ),
    VICTIM,
    Acts::Restarts,
);
pub(super) const DEFENCE: Param = about(
    one(
        "defence",
        Text::new("防御", "Defence"),
        "",
        Text::new("训练时做的", "what is done in training"),
        Kind::Choice { options: DEFENCES, default: 0 },
    ),
    VICTIM,
    Acts::Restarts,
);
pub(super) const TEMPERATURE: Param = about(
    one(
        "temperature",
        Text::new("训练时的温度", "Temperature in training"),
        "T",
        Text::new("学的时候 logits 除以它，答的时候不除", "divides the logits while it learns, not when it answers"),
        number(1.0, 100.0, 20.0),
    ),
    VICTIM,
    Acts::Restarts,
);
pub(super) const HARD_EPS: Param = about(
    one(
        "hard_eps",
        Text::new("训练时的 ε", "ε in training"),
        "ε",
        Text::new("每批先被攻击这么大，再学", "each batch is attacked by this much before it is learnt"),
        number(0.0, 0.4, 0.2),
    ),
    VICTIM,
    Acts::Restarts,
);
