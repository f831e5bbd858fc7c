//! Parameters of the discriminator that generates alone.

use super::{TABLE, decades, number};
use labkit::param::Acts;
use labkit::{Kind, Param, Params, Text};

const DATA_OF: Text = Text::new("数据", "The data");
const ROUND: Text = Text::new("一轮", "A round");
const CLIMB: Text = Text::new("往上爬", "The ascent");

const fn one(key: &'static str, label: Text, help: Text, group: Text, kind: Kind, acts: Acts) -> Param {
    Param { key, label, symbol: "", help, group, kind, acts, when: Some(("task", "alone")) }
}

pub(super) const DATA: Param = one(
    "a_data",
    Text::new("正例", "Positives"),
    Text::new("由种子产生", "made from the seed"),
    DATA_OF,
    Kind::Choice {
        options: &[
            ("ring", Text::new("一圈八堆", "eight heaps on a ring")),
            ("moons", Text::new("两弯月牙", "two moons")),
            ("digits", Text::new("数字，8 × 8", "digits, 8 × 8")),
        ],
        default: 0,
    },
    Acts::Restarts,
);
pub(super) const NOISE: Param = one(
    "a_noise",
    Text::new("第 0 轮的噪声", "Noise of round 0"),
    Text::new("均匀分布的负例有多少个", "how many negatives, uniformly drawn"),
    DATA_OF,
    decades(4.0, 2048.0, 16.0),
    Acts::Restarts,
);
pub(super) const STEPS: Param = one(
    "a_steps",
    Text::new("每轮训练 D 几步", "Training steps of a round"),
    Text::new("每步 64 个正例、64 个负例", "on 64 positives and 64 negatives each"),
    ROUND,
    number(10.0, 300.0, 100.0),
    Acts::Restarts,
);
pub(super) const KEEP: Param = one(
    "a_keep",
    Text::new("旧负例留着", "Old negatives stay"),
    Text::new("关掉就只学最新一批", "off: D sees the newest only"),
    ROUND,
    Kind::Switch { default: true },
    Acts::Restarts,
);
pub(super) const RATE: Param = Param {
    symbol: "η_D",
    ..one(
        "a_rate",
        Text::new("D 的学习率", "D's learning rate"),
        Text::new("Adam", "Adam"),
        ROUND,
        decades(1e-4, 3e-2, 3e-3),
        Acts::AtOnce,
    )
};
pub(super) const FIND: Param = one(
    "a_find",
    Text::new("新负例从哪里来", "Where new negatives come from"),
    Text::new("噪声不管 D 怎么想", "noise does not ask what D thinks"),
    CLIMB,
    Kind::Choice {
        options: &[
            ("ascent", Text::new("爬到 D 的高处", "ascent to where D is high")),
            ("noise", Text::new("还是噪声", "noise again")),
        ],
        default: 0,
    },
    Acts::AtOnce,
);
pub(super) const CLIMBS: Param = one(
    "a_climbs",
    Text::new("每轮爬几步", "Ascent steps of a round"),
    Text::new("解 argmax 的步数", "spent on the argmax"),
    CLIMB,
    number(5.0, 200.0, 40.0),
    Acts::Restarts,
);
pub(super) const STRIDE: Param = Param {
    symbol: "η",
    ..one(
        "a_stride",
        Text::new("步长", "Step"),
        Text::new("一步最多走这么远；图片里是它的三倍", "no step is longer; three times as much among pictures"),
        CLIMB,
        decades(0.01, 0.5, 0.1),
        Acts::AtOnce,
    )
};
pub(super) const LANGEVIN: Param = one(
    "a_langevin",
    Text::new("加噪声（Langevin）", "With noise (Langevin)"),
    Text::new("每步再随机走一点，落点散开", "each step also goes astray a little, so ends spread"),
    CLIMB,
    Kind::Switch { default: false },
    Acts::AtOnce,
);
pub(super) const HEAT: Param = Param {
    symbol: "τ",
    ..one(
        "a_heat",
        Text::new("噪声多大", "Size of the noise"),
        Text::new("它的长度，以步长为单位", "its length in units of the step"),
        CLIMB,
        number(0.0, 2.0, 0.8),
        Acts::AtOnce,
    )
};

/// Whether a control is of use with the others as they are.
pub(super) fn shown(key: &str, params: &Params) -> bool {
    let climbs = params.choice(TABLE, "a_find") == "ascent";
    match key {
        "a_stride" | "a_langevin" => climbs,
        "a_heat" => climbs && params.switch(TABLE, "a_langevin"),
        _ => true,
    }
}
