//! Parameters of the critic.

use super::{decades, number};
use labkit::param::Acts;
use labkit::{Kind, Param, Text};

type When = Option<(&'static str, &'static str)>;
const TASK: When = Some(("task", "critic"));

pub(super) const HEAPS: Text = Text::new("两堆点", "The two heaps");
const RULES: Text = Text::new("怎样管住斜率", "What holds the slope");
const NET: Text = Text::new("评论家", "The critic");
const VIEW: Text = Text::new("画什么", "What is drawn");

const PAIRS: &[(&str, Text)] = &[
    ("ring", Text::new("八个一圈，对中间一团", "eight on a ring against a blob")),
    ("points", Text::new("一点对一点", "one point against one point")),
    ("shifted", Text::new("一圈，对挪开的一圈", "a ring against the ring moved away")),
    ("arc", Text::new("弧线，对外面的弧线", "an arc against an arc outside it")),
    ("roll", Text::new("瑞士卷，对一团", "Swiss roll against a blob")),
    ("blobs", Text::new("一团对一团", "blob against blob")),
];
const CONSTRAINTS: &[(&str, Text)] = &[
    ("none", Text::new("不管", "nothing")),
    ("clip", Text::new("权重裁剪", "weight clipping")),
    ("penalty", Text::new("梯度惩罚", "gradient penalty")),
    ("spectral", Text::new("谱归一化", "spectral normalisation")),
];
const FORMS: &[(&str, Text)] = &[
    ("two-sided", Text::same("(‖∇f‖ − 1)²")),
    ("one-sided", Text::same("max(0, ‖∇f‖ − 1)²")),
    ("plain", Text::same("max(0, ‖∇f‖ − 1)")),
    ("squared", Text::new("(‖∇f‖² − 1)²（笔记印的）", "(‖∇f‖² − 1)², as printed")),
];
const SIGNS: &[(&str, Text)] = &[
    ("right", Text::new("减去惩罚", "penalty subtracted")),
    ("printed", Text::new("加上惩罚（笔记印的）", "penalty added, as printed")),
];
const PLACES: &[(&str, Text)] = &[
    ("segments", Text::new("随机一对之间", "between random pairs")),
    ("nearest", Text::new("最近的一对之间", "between nearest pairs")),
    ("data", Text::new("数据周围", "around the data")),
    ("fakes", Text::new("生成点周围", "around the generated points")),
    ("window", Text::new("整个窗口", "over the window")),
];
const WIDTHS: &[(&str, Text)] =
    &[("8", Text::same("8")), ("16", Text::same("16")), ("32", Text::same("32")), ("64", Text::same("64"))];
const ACTIVATIONS: &[(&str, Text)] =
    &[("leaky-relu", Text::same("LeakyReLU 0.2")), ("relu", Text::same("ReLU")), ("tanh", Text::same("tanh"))];
const OPTIMISERS: &[(&str, Text)] = &[("adam", Text::same("Adam (0, 0.9)")), ("rmsprop", Text::same("RMSProp"))];
const FIELDS: &[(&str, Text)] = &[("height", Text::same("f")), ("slope", Text::same("‖∇f‖"))];
const OVERLAYS: &[(&str, Text)] = &[
    ("heaps", Text::new("两堆点", "the heaps")),
    ("penalised", Text::new("加上惩罚点", "and where it is penalised")),
    ("matching", Text::new("加上最优配对", "and the best assignment")),
];

const fn own(key: &'static str, label: Text, symbol: &'static str, help: Text, group: Text, kind: Kind) -> Param {
    Param { key, label, symbol, help, group, kind, acts: Acts::Restarts, when: TASK }
}

const fn at_once(param: Param) -> Param {
    Param { acts: Acts::AtOnce, ..param }
}

pub(super) const PAIR: Param = own(
    "pair",
    Text::new("数据和生成点", "Data and generated points"),
    "",
    Text::new("各 256 个点，不再动", "256 points each, which stay as they are"),
    HEAPS,
    Kind::Choice { options: PAIRS, default: 0 },
);
pub(super) const APART: Param = own(
    "apart",
    Text::new("相距", "Distance"),
    "d",
    Text::new("两点之间，或挪开多远", "between both points, or how far it is moved"),
    HEAPS,
    number(0.1, 4.0, 1.0),
);
pub(super) const RULE: Param = own(
    "rule",
    Text::new("约束", "Constraint"),
    "",
    Text::new("没有约束时，评分可以无限拉大", "without one the scores run away"),
    RULES,
    Kind::Choice { options: CONSTRAINTS, default: 2 },
);
pub(super) const LIMIT: Param = at_once(own(
    "c",
    Text::new("裁剪到", "Clipped to"),
    "c",
    Text::new("每次更新后，权重和偏置都限制在 ±c 之内", "weights and biases are held within ±c after each update"),
    RULES,
    decades(0.001, 1.0, 0.01),
));
pub(super) const LAMBDA: Param = at_once(own(
    "lambda",
    Text::new("惩罚的分量", "Weight of the penalty"),
    "λ",
    Text::new("论文用 10", "the paper takes 10"),
    RULES,
    decades(0.1, 100.0, 10.0),
));
pub(super) const FORM: Param = own(
    "form",
    Text::new("惩罚的形式", "Form of the penalty"),
    "",
    Text::new("单边的只罚大于 1 的，双边的连小于 1 的也罚", "one-sided forms leave slopes below 1 alone"),
    RULES,
    Kind::Choice { options: FORMS, default: 0 },
);
pub(super) const SIGN: Param = own(
    "sign",
    Text::new("符号", "Sign"),
    "",
    Text::new("评论家在做最大化，惩罚应当减去", "the critic maximises, so the penalty has to be subtracted"),
    RULES,
    Kind::Choice { options: SIGNS, default: 0 },
);
pub(super) const PLACE: Param = own(
    "place",
    Text::new("在哪里量、在哪里罚", "Where slopes are measured and penalised"),
    "P",
    Text::new("不用惩罚时，只是在这里量", "without a penalty it is only where they are measured"),
    RULES,
    Kind::Choice { options: PLACES, default: 0 },
);
pub(super) const AROUND: Param = at_once(own(
    "around",
    Text::new("离点多远", "How far around"),
    "σ",
    Text::new("高斯噪声的标准差", "standard deviation of Gaussian noise"),
    RULES,
    number(0.01, 1.0, 0.2),
));
pub(super) const ROUNDS: Param = own(
    "iterations",
    Text::new("每步迭代几次", "Iterations a step"),
    "",
    Text::new("幂迭代；0 是一直用开头的随机方向", "of the power method; 0 keeps the random start"),
    RULES,
    number(0.0, 5.0, 1.0),
);
pub(super) const DEPTH: Param = own(
    "depth",
    Text::new("隐藏层", "Hidden layers"),
    "",
    Text::new("权重层比它多一", "there is one layer of weights more"),
    NET,
    number(1.0, 11.0, 2.0),
);
pub(super) const WIDTH: Param = own(
    "width",
    Text::new("每层宽", "Width"),
    "",
    Text::new("隐藏层的单元数", "units of a hidden layer"),
    NET,
    Kind::Choice { options: WIDTHS, default: 2 },
);
pub(super) const ACTIVATION: Param = own(
    "activation",
    Text::new("激活函数", "Activation"),
    "",
    Text::new("输出层没有", "none on the output"),
    NET,
    Kind::Choice { options: ACTIVATIONS, default: 0 },
);
pub(super) const OPTIMISER: Param = own(
    "optimiser",
    Text::new("优化器", "Optimiser"),
    "",
    Text::new(
        "梯度惩罚的论文用 Adam，权重裁剪的论文用 RMSProp",
        "the penalty's paper takes Adam, that of clipping RMSProp",
    ),
    NET,
    Kind::Choice { options: OPTIMISERS, default: 0 },
);
pub(super) const RATE: Param = at_once(own(
    "lr",
    Text::new("学习率", "Learning rate"),
    "η",
    Text::new("每步 64 对点", "64 pairs of points a step"),
    NET,
    decades(1e-5, 0.1, 1e-3),
));
pub(super) const FIELD: Param = Param {
    acts: Acts::Shows,
    ..own(
        "field",
        Text::new("底色", "Ground"),
        "",
        Text::new("评论家的高度，或它的斜率", "the critic's height, or its slope"),
        VIEW,
        Kind::Choice { options: FIELDS, default: 0 },
    )
};
pub(super) const DRAWN: Param = Param {
    acts: Acts::Shows,
    ..own(
        "drawn",
        Text::new("上面", "On it"),
        "",
        Text::new("点、线段、配对", "points, segments, pairs"),
        VIEW,
        Kind::Choice { options: OVERLAYS, default: 1 },
    )
};
