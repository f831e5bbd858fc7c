//! What the attacks that look for the nearest picture ask for.

use super::{number, one};
use labkit::{Kind, Param, Text};

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
