//! Parameters of the graphical model.

use super::{TABLE, decades, number};
use labkit::param::Acts;
use labkit::{Kind, Param, Params, Text};

const FIELD: Text = Text::new("隐藏的场", "The hidden field");
const NEGATIVES: Text = Text::new("负例", "Negatives");

const fn one(key: &'static str, label: Text, help: Text, group: Text, kind: Kind, acts: Acts) -> Param {
    Param { key, label, symbol: "", help, group, kind, acts, when: Some(("task", "spins")) }
}

pub(super) const GRAPH: Param = one(
    "s_graph",
    Text::new("图", "Graph"),
    Text::new("边连着有耦合的自旋", "edges join spins that are coupled"),
    FIELD,
    Kind::Choice {
        options: &[
            ("grid", Text::new("3 × 4 网格", "3 × 4 grid")),
            ("chain", Text::new("链", "chain")),
            ("ring", Text::new("环", "ring")),
            ("large", Text::new("6 × 6 网格", "6 × 6 grid")),
        ],
        default: 0,
    },
    Acts::Restarts,
);
pub(super) const SPINS: Param = one(
    "s_spins",
    Text::new("自旋个数", "Spins"),
    Text::new("n 个自旋有 2ⁿ 种状态", "n spins have 2ⁿ states"),
    FIELD,
    number(3.0, 12.0, 12.0),
    Acts::Restarts,
);
pub(super) const STRENGTH: Param = one(
    "s_strength",
    Text::new("真实耦合的标准差", "Deviation of the true couplings"),
    Text::new("越大，吉布斯采样越慢", "the larger, the slower Gibbs sampling mixes"),
    FIELD,
    number(0.0, 2.0, 0.5),
    Acts::Restarts,
);
pub(super) const DATA: Param = one(
    "s_data",
    Text::new("正例个数", "Positives"),
    Text::new("从隐藏的场里抽", "drawn from the hidden field"),
    FIELD,
    decades(100.0, 20_000.0, 10_000.0),
    Acts::Restarts,
);
pub(super) const FROM: Param = one(
    "s_from",
    Text::new("负例从哪里来", "Where negatives come from"),
    Text::new("每步的负例", "of each step"),
    NEGATIVES,
    Kind::Choice {
        options: &[
            ("model", Text::new("模型的吉布斯链，接着走", "Gibbs chains of the model, carried on")),
            ("data", Text::new("每步从数据出发（CD）", "chains anew from the data (CD)")),
            ("noise", Text::new("均匀噪声", "uniform noise")),
        ],
        default: 0,
    },
    Acts::Restarts,
);
pub(super) const SAMPLES: Param = one(
    "s_samples",
    Text::new("负例个数", "Negatives"),
    Text::new("这么多条链同时走", "so many chains at once"),
    NEGATIVES,
    decades(10.0, 10_000.0, 10_000.0),
    Acts::Restarts,
);
pub(super) const SWEEPS: Param = Param {
    symbol: "k",
    ..one(
        "s_sweeps",
        Text::new("每步扫几遍", "Sweeps of a step"),
        Text::new("一遍更新每个自旋一次", "a sweep updates each spin once"),
        NEGATIVES,
        number(1.0, 10.0, 1.0),
        Acts::Restarts,
    )
};
pub(super) const RATE: Param = Param {
    symbol: "η",
    ..one(
        "s_rate",
        Text::new("学习率", "Learning rate"),
        Text::new("梯度上升", "gradient ascent"),
        NEGATIVES,
        decades(1e-3, 1.0, 0.1),
        Acts::AtOnce,
    )
};

/// Whether a control is of use with the others as they are.
pub(super) fn shown(key: &str, params: &Params) -> bool {
    match key {
        "s_spins" => matches!(params.choice(TABLE, "s_graph"), "chain" | "ring"),
        "s_sweeps" => params.choice(TABLE, "s_from") != "noise",
        _ => true,
    }
}
