//! The lab's parameters: from this table come controls, address, command line and defaults.

use labkit::param::Acts;
use labkit::{Kind, Param, Params, Text};

const VICTIM: Text = Text::new("分类器", "The classifier");
const ATTACK: Text = Text::new("攻击", "The attack");
const VIEW: Text = Text::new("看哪一张", "What is shown");

/// Classifiers, and their layers.
const NETS: &[(&str, Text)] = &[
    ("cnn", Text::new("卷积网络", "convolutional")),
    ("mlp", Text::new("全连接网络", "fully connected")),
    ("linear", Text::new("线性（logistic 回归）", "linear (logistic regression)")),
];

/// The line of layers of the chosen classifier.
pub(super) fn line(params: &Params) -> &'static str {
    match params.choice(TABLE, "net") {
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
];

/// Attacks.
pub(super) const ATTACKS: &[(&str, Text)] = &[
    ("random", Text::new("随机噪声（对照）", "random noise (control)")),
    ("fgsm", Text::same("FGSM")),
    ("ifgsm", Text::new("I-FGSM（BIM）", "I-FGSM (BIM)")),
    ("pgd", Text::new("PGD：随机起点", "PGD: random start")),
    ("mifgsm", Text::new("MI-FGSM：带动量", "MI-FGSM: with momentum")),
];

/// Norms.
pub(super) const NORMS: &[(&str, Text)] =
    &[("linf", Text::same("L∞")), ("l2", Text::same("L2")), ("l1", Text::same("L1")), ("l0", Text::same("L0"))];

/// What a digit is to be taken for.
pub(super) const GOALS: &[(&str, Text)] = &[
    ("any", Text::new("别的就行", "anything else")),
    ("given", Text::new("指定的数字", "a given digit")),
    ("each", Text::new("轮流每个数字", "each digit in turn")),
];

const FACTORS: &[(&str, Text)] = &[("1", Text::same("×1")), ("10", Text::same("×10")), ("50", Text::same("×50"))];

const fn number(min: f64, max: f64, default: f64) -> Kind {
    Kind::Number { min, max, default, log: false }
}

const fn one(key: &'static str, label: Text, symbol: &'static str, help: Text, kind: Kind) -> Param {
    Param { key, label, symbol, help, group: ATTACK, kind, acts: Acts::AtOnce, when: None }
}

const fn radius(key: &'static str, norm: &'static str, help: Text, most: f64, default: f64) -> Param {
    let kind = number(0.0, most, default);
    Param {
        key,
        label: Text::new("半径", "Radius"),
        symbol: "ε",
        help,
        group: ATTACK,
        kind,
        acts: Acts::AtOnce,
        when: Some(("norm", norm)),
    }
}

const fn about(param: Param, group: Text, acts: Acts) -> Param {
    Param { group, acts, ..param }
}

/// Batches to learn where the reader does not say how many.
pub(super) const PRACTICE: f64 = 800.0;
/// Steps of an attack, unless the reader says how many.
const ROUNDS: f64 = 20.0;
/// Batches that a step of the run learns from.
pub(super) const TOGETHER: u64 = 4;
/// Steps of a run where nobody says how many.
pub(super) const STEPS: u64 = SLOWER * PRACTICE as u64 / TOGETHER + ROUNDS as u64;
/// How many times as many steps adversarial training takes.
pub(super) const SLOWER: u64 = 2;

/// The table.
pub const TABLE: &[Param] = &[
    about(
        one(
            "net",
            Text::new("网络", "Network"),
            "",
            Text::new("换一种，从头训练", "another one learns from the start"),
            Kind::Choice { options: NETS, default: 0 },
        ),
        VICTIM,
        Acts::Restarts,
    ),
    about(
        one(
            "practice",
            Text::new("训练几批", "Batches to learn"),
            "",
            Text::new(
                "每批 64 个现画的数字；运行栏一步四批",
                "64 fresh digits each; a step of the run is four of them",
            ),
            number(100.0, 4000.0, PRACTICE),
        ),
        VICTIM,
        Acts::Restarts,
    ),
    about(
        one(
            "variety",
            Text::new("笔迹差异", "Variety"),
            "",
            Text::new("0 是字帖，1 像人一样", "0 is the copybook, 1 is as people write"),
            number(0.0, 1.5, 1.0),
        ),
        VICTIM,
        Acts::Restarts,
    ),
    about(
        one(
            "defence",
            Text::new("防御", "Defence"),
            "",
            Text::new("训练时的，或挡在网络前面的", "in training, or in front of the network"),
            Kind::Choice { options: DEFENCES, default: 0 },
        ),
        VICTIM,
        Acts::Restarts,
    ),
    about(
        one(
            "hard_eps",
            Text::new("训练时的 ε", "ε in training"),
            "ε",
            Text::new("每批先被攻击这么大，再学", "each batch is attacked by this much before it is learnt"),
            number(0.0, 0.4, 0.2),
        ),
        VICTIM,
        Acts::Restarts,
    ),
    one(
        "attack",
        Text::new("方法", "Method"),
        "",
        Text::new("怎样找到要加的噪声", "how the noise is found"),
        Kind::Choice { options: ATTACKS, default: 3 },
    ),
    one(
        "norm",
        Text::new("距离", "Distance"),
        "",
        Text::new("改了多少，怎么量", "how a change is measured"),
        Kind::Choice { options: NORMS, default: 0 },
    ),
    one(
        "eps",
        Text::new("半径", "Radius"),
        "ε",
        Text::new("所选距离的半径", "of the chosen distance"),
        Kind::Alias { of: "norm", prefix: "eps_" },
    ),
    radius(
        "eps_linf",
        "linf",
        Text::new("每个像素最多改多少，像素从 0 到 1", "largest change of a pixel, of 0 to 1"),
        0.5,
        0.1,
    ),
    radius("eps_l2", "l2", Text::new("改动的长度最多多少", "largest length of the change"), 8.0, 1.5),
    radius("eps_l1", "l1", Text::new("改动的绝对值之和最多多少", "largest sum of absolute changes"), 100.0, 15.0),
    radius("eps_l0", "l0", Text::new("最多改几个像素", "most pixels changed"), 200.0, 20.0),
    one(
        "share",
        Text::new("步长，半径的几分之几", "Step, as a share of ε"),
        "α/ε",
        Text::new("FGSM 总是一步走完", "FGSM takes all of it at once"),
        number(0.02, 1.0, 0.125),
    ),
    one(
        "rounds",
        Text::new("走几步", "Steps"),
        "T",
        Text::new("FGSM 只走一步", "FGSM takes one"),
        number(1.0, 100.0, ROUNDS),
    ),
    one(
        "kept",
        Text::new("动量", "Momentum"),
        "μ",
        Text::new("留下多少速度", "share of the velocity that is kept"),
        number(0.0, 1.0, 0.9),
    ),
    one(
        "goal",
        Text::new("目标", "Goal"),
        "",
        Text::new("要它认成什么", "what it is to be taken for"),
        Kind::Choice { options: GOALS, default: 0 },
    ),
    one(
        "target",
        Text::new("认成", "Taken for"),
        "",
        Text::new("本来就是它的，换成下一个数字", "where it is that digit, the next one"),
        number(0.0, 9.0, 3.0),
    ),
    about(
        one(
            "digit",
            Text::new("第几张", "Which digit"),
            "",
            Text::new("没练过的数字里的一张", "of the unseen digits"),
            number(0.0, 255.0, 0.0),
        ),
        VIEW,
        Acts::Shows,
    ),
    about(
        one(
            "apart",
            Text::new("同样的 L2", "Equal L2"),
            "",
            Text::new("每个像素改一点，或一个像素改很多", "every pixel a little, or one pixel a lot"),
            number(0.0, 1.0, 0.9),
        ),
        VIEW,
        Acts::Shows,
    ),
    about(
        one(
            "factor",
            Text::new("噪声放大", "Noise shown"),
            "",
            Text::new("中间那张图乘以几", "factor of the picture in the middle"),
            Kind::Choice { options: FACTORS, default: 1 },
        ),
        VIEW,
        Acts::Shows,
    ),
];

/// Whether a control is of use with the others as they are.
pub fn shown(param: &Param, params: &Params) -> bool {
    let attack = params.choice(TABLE, "attack");
    match param.key {
        "eps_linf" | "eps_l2" | "eps_l1" | "eps_l0" => {
            param.key.strip_prefix("eps_") == Some(params.choice(TABLE, "norm"))
        }
        "share" | "rounds" => !matches!(attack, "random" | "fgsm"),
        "kept" => attack == "mifgsm",
        "hard_eps" => params.choice(TABLE, "defence") == "adversarial-training",
        "goal" => attack != "random",
        "target" => attack != "random" && params.choice(TABLE, "goal") == "given",
        _ => true,
    }
}
