//! The lab's parameters: from this table come controls, address, command line and defaults.

use labkit::param::Acts;
use labkit::{Kind, Param, Params, Text};

/// The exhibits.
pub const TASKS: &[(&str, Text)] = &[
    ("train", Text::new("训练", "training")),
    ("noise", Text::new("梯度噪声", "gradient noise")),
    ("speed", Text::new("计时", "timing")),
    ("trap", Text::new("陷阱", "the trap")),
    ("sizes", Text::new("批大小比赛", "sizes compared")),
];

const DATASETS: &[(&str, Text)] = &[
    ("digits", Text::new("手写数字", "digits")),
    ("spiral", Text::new("螺旋", "spiral")),
    ("creatures", Text::new("二十只精灵", "twenty creatures")),
];

const BATCH: Text = Text::new("批", "Batches");
const STEP: Text = Text::new("步子", "The step");
const DATA: Text = Text::new("数据", "Data");

const fn switch(key: &'static str, label: Text, help: Text, default: bool) -> Param {
    let kind = Kind::Switch { default };
    Param { key, label, symbol: "", help, group: BATCH, kind, acts: Acts::Restarts, when: None }
}

/// The table.
pub const TABLE: &[Param] = &[
    Param {
        key: "task",
        label: Text::new("展项", "Exhibit"),
        symbol: "",
        help: Text::new("运行栏驱动哪一个", "which one the run bar drives"),
        group: BATCH,
        kind: Kind::Choice { options: TASKS, default: 0 },
        acts: Acts::Restarts,
        // It stands above the stage.
        when: Some(("task", "never")),
    },
    Param {
        key: "batch",
        label: Text::new("批大小", "Batch size"),
        symbol: "B",
        help: Text::new(
            "一次更新看几个样本；比样本数还大，就是整批",
            "how many examples an update looks at; all of them where it is more than there are",
        ),
        group: BATCH,
        kind: Kind::Number { min: 1.0, max: 1000.0, default: 10.0, log: true },
        acts: Acts::Restarts,
        when: None,
    },
    switch(
        "shuffle",
        Text::new("每轮重新洗牌", "Shuffle each epoch"),
        Text::new("每一轮换一个次序", "every epoch has an order of its own"),
        true,
    ),
    switch(
        "sorted",
        Text::new("按标签排好", "Sorted by label"),
        Text::new("数据里先全是 0，再全是 1……洗牌就看不出来", "first all zeros, then all ones, …; shuffling undoes it"),
        false,
    ),
    switch(
        "replace",
        Text::new("有放回地抽", "Draw with replacement"),
        Text::new("一个样本可以在一批里出现两次", "an example may be in a batch twice"),
        true,
    ),
    Param {
        key: "lr",
        label: Text::new("学习率", "Learning rate"),
        symbol: "η",
        help: Text::new("每次更新走梯度的多少倍", "how much of the gradient an update takes"),
        group: STEP,
        kind: Kind::Number { min: 1e-3, max: 1.0, default: 0.05, log: true },
        acts: Acts::AtOnce,
        when: None,
    },
    Param {
        key: "scaled",
        label: Text::new("学习率随 √B 变大", "Rate grows as √B"),
        symbol: "",
        help: Text::new("批每大 4 倍，学习率大 2 倍", "twice the rate for four times the batch"),
        group: STEP,
        kind: Kind::Switch { default: false },
        acts: Acts::AtOnce,
        when: None,
    },
    Param {
        key: "warm",
        label: Text::new("先训练几步", "Updates before"),
        symbol: "",
        help: Text::new("先更新这么多次，再停下来量噪声", "trains so many updates, then stands still and measures"),
        group: STEP,
        kind: Kind::Number { min: 0.0, max: 1000.0, default: 0.0, log: false },
        acts: Acts::Restarts,
        when: None,
    },
    Param {
        key: "depth",
        label: Text::new("浅坑有多深", "Depth of the trap"),
        symbol: "Δ",
        help: Text::new("从坑底到坎顶，损失差多少", "from the bottom of the shallow well up to the crest"),
        group: DATA,
        kind: Kind::Number { min: 0.01, max: 0.5, default: 0.15, log: true },
        acts: Acts::AtOnce,
        when: None,
    },
    Param {
        key: "data",
        label: Text::new("数据", "Data"),
        symbol: "",
        help: Text::new("数字和螺旋训练小网络，精灵拟合一条直线；比赛里没有精灵，用数字", "digits and spiral train a small network, creatures fit a line; sizes are compared on digits instead"),
        group: DATA,
        kind: Kind::Choice { options: DATASETS, default: 0 },
        acts: Acts::Restarts,
        when: None,
    },
    Param {
        key: "n",
        label: Text::new("样本数", "Examples"),
        symbol: "N",
        help: Text::new("训练集有多大；量噪声时至多 256", "how many there are to train on; at most 256 where noise is measured"),
        group: DATA,
        kind: Kind::Number { min: 50.0, max: 4000.0, default: 1000.0, log: true },
        acts: Acts::Restarts,
        when: None,
    },
];

/// Which exhibits a parameter is of.
fn tasks(key: &str) -> &'static [&'static str] {
    match key {
        "batch" => &["train", "noise", "trap"],
        "shuffle" | "sorted" => &["train"],
        "replace" | "warm" => &["noise"],
        "lr" => &["train", "noise", "trap", "sizes"],
        "scaled" => &["sizes"],
        "depth" => &["trap"],
        "data" => &["train", "noise", "speed", "sizes"],
        "n" => &["train", "noise", "sizes"],
        _ => &[],
    }
}

/// Which parameters have a control, given the others.
pub fn shown(param: &Param, params: &Params) -> bool {
    let fixed = param.key == "n" && params.choice(TABLE, "data") == "creatures";
    tasks(param.key).contains(&params.choice(TABLE, "task")) && !fixed
}

/// B, before there are fewer examples than that.
pub fn batch(params: &Params) -> usize {
    params.number(TABLE, "batch").round().max(1.0) as usize
}

/// N, where the data does not say.
pub fn count(params: &Params) -> usize {
    params.number(TABLE, "n").round().max(1.0) as usize
}
