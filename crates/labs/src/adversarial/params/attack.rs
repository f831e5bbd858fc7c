//! Parameters of an attack, and what those that look for the nearest picture ask for besides.

use super::{ATTACK, ROUNDS, number, one};
use labkit::param::Acts;
use labkit::{Kind, Param, Text};

/// Attacks.
pub(in super::super) const ATTACKS: &[(&str, Text)] = &[
    ("random", Text::new("随机噪声（对照）", "random noise (control)")),
    ("fgsm", Text::same("FGSM")),
    ("ifgsm", Text::new("I-FGSM（BIM）", "I-FGSM (BIM)")),
    ("pgd", Text::new("PGD：随机起点", "PGD: random start")),
    ("mifgsm", Text::new("MI-FGSM：带动量", "MI-FGSM: with momentum")),
    ("deepfool", Text::new("DeepFool：最近的边界", "DeepFool: nearest boundary")),
    ("cw", Text::new("C&W：L2 最小", "C&W: least L2")),
    ("ead", Text::new("EAD：弹性网", "EAD: elastic net")),
    ("lbfgs", Text::same("L-BFGS")),
    ("jsma", Text::new("JSMA：成对改像素", "JSMA: pixels in pairs")),
    ("flow", Text::new("空间变换：流场", "spatial: a flow")),
    ("pixel", Text::new("一个像素", "one pixel")),
];

/// Norms.
pub(in super::super) const NORMS: &[(&str, Text)] =
    &[("linf", Text::same("L∞")), ("l2", Text::same("L2")), ("l1", Text::same("L1")), ("l0", Text::same("L0"))];

/// What a digit is to be taken for.
pub(in super::super) const GOALS: &[(&str, Text)] = &[
    ("any", Text::new("别的就行", "anything else")),
    ("given", Text::new("指定的数字", "a given digit")),
    ("each", Text::new("轮流每个数字", "each digit in turn")),
];

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

pub(super) const METHOD: Param = one(
    "attack",
    Text::new("方法", "Method"),
    "",
    Text::new("怎样找到要加的噪声", "how the noise is found"),
    Kind::Choice { options: ATTACKS, default: 3 },
);
pub(super) const NORM: Param = one(
    "norm",
    Text::new("距离", "Distance"),
    "",
    Text::new("改了多少，怎么量", "how a change is measured"),
    Kind::Choice { options: NORMS, default: 0 },
);
pub(super) const RADIUS: Param = one(
    "eps",
    Text::new("半径", "Radius"),
    "ε",
    Text::new("所选距离的半径", "of the chosen distance"),
    Kind::Alias { of: "norm", prefix: "eps_" },
);
pub(super) const LINF: Param = radius(
    "eps_linf",
    "linf",
    Text::new("每个像素最多改多少，像素从 0 到 1", "largest change of a pixel, of 0 to 1"),
    0.5,
    0.1,
);
pub(super) const L2: Param =
    radius("eps_l2", "l2", Text::new("改动的长度最多多少", "largest length of the change"), 8.0, 1.5);
pub(super) const L1: Param =
    radius("eps_l1", "l1", Text::new("改动的绝对值之和最多多少", "largest sum of absolute changes"), 100.0, 15.0);
pub(super) const L0: Param = radius("eps_l0", "l0", Text::new("最多改几个像素", "most pixels changed"), 200.0, 20.0);
pub(super) const SHARE: Param = one(
    "share",
    Text::new("步长，半径的几分之几", "Step, as a share of ε"),
    "α/ε",
    Text::new("FGSM 总是一步走完", "FGSM takes all of it at once"),
    number(0.02, 1.0, 0.125),
);
pub(super) const STEPS: Param = one(
    "rounds",
    Text::new("走几步", "Steps"),
    "T",
    Text::new(
        "FGSM 走一步；C&W、EAD、L-BFGS 走这么多的五倍，JSMA 和流场三倍",
        "FGSM takes one; C&W, EAD and L-BFGS five times as many, JSMA and the flow three times",
    ),
    number(1.0, 100.0, ROUNDS),
);
pub(super) const KEPT: Param = one(
    "kept",
    Text::new("动量", "Momentum"),
    "μ",
    Text::new("留下多少速度", "share of the velocity that is kept"),
    number(0.0, 1.0, 0.9),
);
pub(super) const GOAL: Param = one(
    "goal",
    Text::new("目标", "Goal"),
    "",
    Text::new("要它认成什么", "what it is to be taken for"),
    Kind::Choice { options: GOALS, default: 0 },
);
pub(super) const TARGET: Param = one(
    "target",
    Text::new("认成", "Taken for"),
    "",
    Text::new("本来就是它的，换成下一个数字", "where it is that digit, the next one"),
    number(0.0, 9.0, 3.0),
);

/// Of PGD.
pub(super) const RESTARTS: Param = one(
    "restarts",
    Text::new("起点", "Starts"),
    "K",
    Text::new(
        "每个起点走完所有的步；每张图留下最坏的一次",
        "all steps from each; of every picture the worst end is kept",
    ),
    number(1.0, 10.0, 1.0),
);
/// By how much the logit of the wrong answer is to lead.
pub(super) const SURETY: Param = one(
    "kappa",
    Text::new("把握", "Confidence"),
    "κ",
    Text::new("错的那个 logit 要领先多少", "by how much the wrong logit has to lead"),
    number(0.0, 10.0, 0.0),
);
/// What the search begins with.
pub(super) const WEIGHT: Param = one(
    "weight",
    Text::new("权重，从这里找起", "Weight, to begin with"),
    "c",
    Text::new("骗过去与改得少之间；逐张再找", "between fooling and changing little; then searched picture by picture"),
    Kind::Number { min: 0.01, max: 100.0, default: 1.0, log: true },
);
/// Of L1.
pub(super) const SPARSE: Param = one(
    "beta",
    Text::new("L1 的权重", "Weight of L1"),
    "β",
    Text::new("越大，改的像素越少；0 只看 L2", "more of it, fewer pixels; 0 leaves L2 alone"),
    number(0.0, 1.0, 0.1),
);
/// Of the flow.
pub(super) const SMOOTH: Param = one(
    "tau",
    Text::new("流场要多平滑", "Smoothness of the flow"),
    "τ",
    Text::new("相邻像素的位移差要付多少", "what it costs where neighbours move differently"),
    Kind::Number { min: 0.001, max: 1.0, default: 0.05, log: true },
);
/// Of DeepFool.
pub(super) const BEYOND: Param = one(
    "beyond",
    Text::new("越过边界", "Beyond the boundary"),
    "η",
    Text::new("每一跳多走几分之几", "share of each hop that is added to it"),
    number(0.0, 0.5, 0.02),
);

/// Whether an attack keeps a distance of its own small, so that it is asked for none.
pub(in super::super) fn searches(attack: &str) -> bool {
    matches!(attack, "deepfool" | "cw" | "ead" | "lbfgs" | "jsma" | "flow" | "pixel")
}
