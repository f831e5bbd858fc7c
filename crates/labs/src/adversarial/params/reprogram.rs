//! Parameters of the exhibit in which a frame makes the classifier count.

use super::number;
use labkit::param::Acts;
use labkit::{Kind, Param, Text};

const GROUP: Text = Text::new("改编", "Reprogramming");

const fn one(key: &'static str, label: Text, help: Text, kind: Kind, acts: Acts) -> Param {
    Param { key, label, symbol: "", help, group: GROUP, kind, acts, when: Some(("task", "reprogram")) }
}

/// What the classifier's digits are to mean.
const MEANINGS: &[(&str, Text)] = &[
    ("order", Text::new("按它自己的次序", "in its own order")),
    ("same", Text::new("1 是 1，2 是 2，……", "1 for 1, 2 for 2, …")),
];

/// Where the programme may be.
const PLACES: &[(&str, Text)] = &[
    ("around", Text::new("棋盘四周", "around the board")),
    ("under", Text::new("四周和方块下面", "around and under the squares")),
];

/// Batches that the frame learns from, unless the reader says how many.
const FRAME: f64 = 600.0;

pub(super) const PLACE: Param = one(
    "frame_place",
    Text::new("程序在哪", "Where the programme is"),
    Text::new("只有这些像素可学，方块不变", "only these pixels are learnt; squares stay as they are"),
    Kind::Choice { options: PLACES, default: 0 },
    Acts::Restarts,
);
pub(super) const MEANING: Param = one(
    "meaning",
    Text::new("哪个数字是几个方块", "Which digit means how many"),
    Text::new(
        "它自己的次序：方块多一个，哪个数字的分数长得快，就排在后面",
        "its own order: the faster a digit's score grows with each square, the more squares it means",
    ),
    Kind::Choice { options: MEANINGS, default: 0 },
    Acts::Restarts,
);
pub(super) const MOST: Param = one(
    "count_to",
    Text::new("数到几", "Counts to"),
    Text::new("棋盘上最多几个方块", "most squares on a board"),
    number(2.0, 8.0, 4.0),
    Acts::Restarts,
);
pub(super) const STEPS: Param = one(
    "frame_steps",
    Text::new("程序学几批", "Batches for the programme"),
    Text::new("每批 64 个新棋盘；运行栏一步四批", "64 fresh boards each; a step of the run is four of them"),
    number(0.0, 4000.0, FRAME),
    Acts::Restarts,
);
/// Which of the nine places hold a square, as bits; clicked, not slid.
pub(super) const SQUARES: Param = one(
    "squares",
    Text::new("你的棋盘", "Your board"),
    Text::new("按格子放上或拿走方块", "press a cell to put a square there or take it away"),
    number(0.0, 511.0, 273.0),
    Acts::Shows,
);
