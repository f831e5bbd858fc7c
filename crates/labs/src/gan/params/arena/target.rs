//! What is to be learnt.

use super::{TARGET, choice, log, one};
use labkit::param::Acts;
use labkit::{Kind, Param, Text};

pub(in super::super) const DATA: Param = one(
    "data",
    Text::new("真实数据", "Real data"),
    "",
    Text::new("生成器要学的点", "the points that the generator is to learn"),
    TARGET,
    choice(&[
        ("ring-8", Text::new("八个峰，围一圈", "eight modes on a ring")),
        ("grid-25", Text::new("二十五个峰，方阵", "twenty-five modes on a grid")),
        ("pair", Text::new("两个峰", "two modes")),
        ("blob", Text::new("一个高斯", "one Gaussian")),
        ("moons", Text::new("两个月牙", "two moons")),
        ("lines", Text::new("两条线", "two lines")),
        ("roll", Text::new("瑞士卷", "Swiss roll")),
        ("yours", Text::new("自己画", "your own")),
    ]),
    Acts::Restarts,
);
pub(in super::super) const SPREAD: Param = one(
    "spread",
    Text::new("每个峰多宽", "Width of a mode"),
    "σ",
    Text::new("标准差；曲线上是点离曲线多远", "standard deviation; of curves, how far points lie off them"),
    TARGET,
    log(0.02, 0.3, 0.08),
    Acts::Restarts,
);
pub(in super::super) const CELLS: Param = one(
    "cells",
    Text::new("画的格子", "Painted cells"),
    "",
    Text::new("16 × 16 格里涂了的，从左上数起", "those of 16 × 16 that are painted, counted from the top left"),
    TARGET,
    Kind::Text {
        default: "66,67,68,75,76,77,82,85,90,93,98,101,106,109,114,117,122,125,131,132,139,140",
        max_len: 1200,
    },
    Acts::Restarts,
);
