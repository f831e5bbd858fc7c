//! The lab's parameters: from this table come controls, address, command line and defaults.

pub(super) mod critic;
pub(super) mod earth;
mod kernels;

use labkit::param::Acts;
use labkit::{Kind, Param, Params, Preset, Text};

/// The exhibits.
pub const TASKS: &[(&str, Text)] = &[
    ("critic", Text::new("评论家", "critic")),
    ("earth", Text::new("搬土", "moving earth")),
    ("kernels", Text::new("卷积核的范数", "norms of kernels")),
];

/// Steps of a run where nobody says how many.
pub(super) const STEPS: u64 = 1500;

const fn number(min: f64, max: f64, default: f64) -> Kind {
    Kind::Number { min, max, default, log: false }
}

const fn decades(min: f64, max: f64, default: f64) -> Kind {
    Kind::Number { min, max, default, log: true }
}

/// The table.
pub const TABLE: &[Param] = &[
    Param {
        key: "task",
        label: Text::new("展项", "Exhibit"),
        symbol: "",
        help: Text::new("看哪一个", "which of them is open"),
        group: critic::HEAPS,
        kind: Kind::Choice { options: TASKS, default: 0 },
        acts: Acts::Restarts,
        when: None,
    },
    critic::PAIR,
    critic::APART,
    critic::RULE,
    critic::LIMIT,
    critic::LAMBDA,
    critic::FORM,
    critic::SIGN,
    critic::PLACE,
    critic::AROUND,
    critic::ROUNDS,
    critic::DEPTH,
    critic::WIDTH,
    critic::ACTIVATION,
    critic::OPTIMISER,
    critic::RATE,
    critic::FIELD,
    critic::DRAWN,
    earth::HEAP,
    earth::WANTED,
    earth::MOVES,
    earth::SOLUTION,
    earth::EPSILON,
    kernels::FILTER,
    kernels::CHANNELS,
    kernels::WINDOW,
    kernels::SIDE,
    kernels::STRIDE,
];

/// Whether a control is of use with the others as they are.
pub fn shown(param: &Param, params: &Params) -> bool {
    let task = params.choice(TABLE, "task");
    if param.when.is_some_and(|(_, of)| of != task) {
        return false;
    }
    let rule = params.choice(TABLE, "rule");
    match param.key {
        // What is chosen above the stage, and what is painted on it.
        "task" | "heap" | "wanted" | "moves" => false,
        "apart" => matches!(params.choice(TABLE, "pair"), "points" | "shifted"),
        "c" => rule == "clip",
        "lambda" | "form" | "sign" => rule == "penalty",
        "around" => matches!(params.choice(TABLE, "place"), "data" | "fakes"),
        "iterations" => rule == "spectral",
        _ => true,
    }
}

/// Make it happen, and cure it.
pub const PRESETS: &[Preset] = &[
    Preset {
        label: Text::new("没有约束：评分爆炸", "no constraint: scores explode"), sets: &[("rule", "none")]
    },
    Preset {
        label: Text::new("治好它：梯度惩罚", "the cure: a gradient penalty"),
        sets: &[("rule", "penalty"), ("sign", "right")],
    },
    Preset {
        label: Text::new("c 太小：十二层里梯度消失", "c too small: gradients vanish over twelve layers"),
        sets: &[("pair", "roll"), ("rule", "clip"), ("c", "0.01"), ("depth", "11")],
    },
    Preset {
        label: Text::new("c 太大：梯度爆炸", "c too large: gradients explode"),
        sets: &[("pair", "roll"), ("rule", "clip"), ("c", "0.5"), ("depth", "11")],
    },
    Preset {
        label: Text::new("笔记印的符号", "the sign as the notes print it"),
        sets: &[("rule", "penalty"), ("sign", "printed")],
    },
    Preset { label: Text::new("谱归一化", "spectral normalisation"), sets: &[("rule", "spectral")] },
];
