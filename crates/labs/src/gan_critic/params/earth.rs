//! Parameters of the exhibit on moving earth. What is painted on the boards is text.

use super::decades;
use labkit::param::Acts;
use labkit::{Kind, Param, Text};

const GROUP: Text = Text::new("土", "Earth");

const fn own(key: &'static str, label: Text, symbol: &'static str, help: Text, kind: Kind, acts: Acts) -> Param {
    Param { key, label, symbol, help, group: GROUP, kind, acts, when: Some(("task", "earth")) }
}

/// Most places of a heap.
pub(in super::super) const MOST: usize = 12;
/// A digit for each cell of the largest plan, and a stroke between rows.
const LONGEST: usize = MOST * (MOST + 1);

pub(super) const HEAP: Param = own(
    "heap",
    Text::new("现有的土", "Earth as it is"),
    "P",
    Text::new("每个位置一个数字，0 到 9 格高", "a digit a place, 0 to 9 units high"),
    Kind::Text { default: "05003200", max_len: MOST },
    Acts::Restarts,
);
pub(super) const WANTED: Param = own(
    "wanted",
    Text::new("要的土", "Earth as it should be"),
    "Q",
    Text::new("每个位置一个数字，0 到 9 格高", "a digit a place, 0 to 9 units high"),
    Kind::Text { default: "20010340", max_len: MOST },
    Acts::Restarts,
);
pub(super) const MOVES: Param = own(
    "moves",
    Text::new("你的计划", "Your plan"),
    "γ",
    Text::new(
        "一行一个出发地，一列一个目的地，行之间用 / 隔开",
        "a row from each place, a column to each, rows apart by /",
    ),
    Kind::Text { default: "", max_len: LONGEST },
    Acts::Shows,
);
pub(super) const SOLUTION: Param = own(
    "solution",
    Text::new("显示最优计划", "Show the best plan"),
    "",
    Text::new("可能不止一个，代价都一样", "there may be several, all of one cost"),
    Kind::Switch { default: false },
    Acts::Shows,
);
pub(super) const EPSILON: Param = own(
    "epsilon",
    Text::new("Sinkhorn 的 ε", "Sinkhorn's ε"),
    "ε",
    Text::new(
        "越小越接近最优，也越慢；运行栏一步一轮",
        "the smaller, the nearer to the best and the slower; a step of the run is a round",
    ),
    decades(0.02, 5.0, 0.5),
    Acts::AtOnce,
);
