//! What is shown.

use super::{choice, one};
use labkit::param::Acts;
use labkit::{Kind, Param, Text};

const VIEW: Text = Text::new("看什么", "What is shown");

pub(in super::super) const MAP: Param = one(
    "map",
    Text::new("底色", "Background"),
    "",
    Text::new("平面上每一处的什么", "what of each place of the plane"),
    VIEW,
    choice(&[
        ("d", Text::new("D 的输出", "output of D")),
        ("best", Text::new("最好的 D 会是什么", "what the best D would be")),
        ("slope", Text::new("D 的梯度有多大", "size of D's gradient")),
    ]),
    Acts::Shows,
);
pub(in super::super) const ARROWS: Param = one(
    "arrows",
    Text::new("箭头", "Arrows"),
    "",
    Text::new("G 的损失要每个假点往哪走", "where G's loss wants each generated point to go"),
    VIEW,
    Kind::Switch { default: true },
    Acts::Shows,
);
pub(in super::super) const GRID: Param = one(
    "grid",
    Text::new("G 的网格", "Grid of G"),
    "",
    Text::new("z 平面上的方格变成什么样", "what becomes of squares of the plane of z"),
    VIEW,
    Kind::Switch { default: false },
    Acts::Shows,
);
