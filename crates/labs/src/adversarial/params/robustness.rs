//! Parameters of the exhibit on training × attack.

use super::{ATTACK, TASK_ROBUSTNESS, VICTIM, number};
use labkit::param::Acts;
use labkit::{Param, Text};

const fn radius(key: &'static str, label: Text, help: Text, group: Text, acts: Acts) -> Param {
    Param { key, label, symbol: "ε", help, group, kind: number(0.0, 0.3, 0.1), acts, when: TASK_ROBUSTNESS }
}

pub(super) const ROWS: Param = radius(
    "row_eps",
    Text::new("对抗训练的 ε", "ε of adversarial training"),
    Text::new(
        "最后一行：每批先被攻击这么大，再学",
        "of the last row: each batch is attacked by this much before it is learnt",
    ),
    VICTIM,
    Acts::Restarts,
);
pub(super) const COLUMNS: Param = radius(
    "col_eps",
    Text::new("攻击的 ε", "ε of the attacks"),
    Text::new("每一列：每个像素最多改多少，像素从 0 到 1", "of every column: largest change of a pixel, of 0 to 1"),
    ATTACK,
    Acts::AtOnce,
);
