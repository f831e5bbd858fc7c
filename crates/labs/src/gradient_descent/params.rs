//! The parameters of the lab.

use labkit::{Acts, Kind, Param, Params, Preset, Text};

/// Most balls besides the first.
pub const MORE_BALLS: usize = 15;

const SURFACE: Text = Text::new("曲面", "Surface");
const BALLS: Text = Text::new("起点", "Start");
const RUNNERS: Text = Text::new("优化器", "Optimisers");
const RATE: Text = Text::new("步子", "The step");
const DATA: Text = Text::new("数据", "Data");

/// Keys and names of the optimisers, in the order of their identity colours.
pub const OPTIMISERS: &[(&str, Text)] = &[
    ("gd", Text::new("梯度下降", "GD")),
    ("momentum", Text::new("动量", "momentum")),
    ("adagrad", Text::same("Adagrad")),
    ("rmsprop", Text::same("RMSProp")),
    ("adam", Text::same("Adam")),
];

const TASKS: &[(&str, Text)] = &[("formula", Text::new("公式", "formula")), ("table", Text::new("表格", "table"))];

const fn rate(key: &'static str, option: &'static str, default: f64) -> Param {
    Param {
        key,
        label: Text::new("学习率", "Learning rate"),
        symbol: "η",
        help: Text::new("每一步走多远", "how far each step goes"),
        group: RATE,
        kind: Kind::Number { min: 1e-5, max: 10.0, default, log: true },
        acts: Acts::AtOnce,
        when: Some(("optimiser", option)),
    }
}

const fn share(key: &'static str, label: Text, symbol: &'static str, help: Text, default: f64, option: &'static str) -> Param {
    let kind = Kind::Number { min: 0.0, max: 0.9999, default, log: false };
    Param { key, label, symbol, help, group: RATE, kind, acts: Acts::AtOnce, when: Some(("optimiser", option)) }
}

const fn place(key: &'static str, label: Text, default: f64) -> Param {
    Param {
        key,
        label,
        symbol: "",
        help: Text::new("第一个球从这里出发", "where the first ball starts"),
        group: BALLS,
        kind: Kind::Typed { min: -1e6, max: 1e6, default },
        acts: Acts::Restarts,
        when: Some(("task", "formula")),
    }
}

/// The table.
pub const TABLE: &[Param] = &[
    Param {
        key: "task",
        label: Text::new("损失来自", "The loss is"),
        symbol: "",
        help: Text::new("一个公式，或线性模型在表格上的均方误差", "a formula, or the squared error of a linear model on a table"),
        group: SURFACE,
        kind: Kind::Choice { options: TASKS, default: 0 },
        acts: Acts::Restarts,
        // It stands above the stage.
        when: Some(("task", "never")),
    },
    Param {
        key: "f",
        label: Text::new("函数", "Function"),
        symbol: "f",
        help: Text::new(
            "x 和 y 的函数：+ − * / ^ exp log sin cos tanh sqrt abs；k 由滑块给出",
            "a function of x and y: + − * / ^ exp log sin cos tanh sqrt abs; the slider gives k",
        ),
        group: SURFACE,
        kind: Kind::Text { default: "(1-x)^2 + 10*(y-x^2)^2", max_len: 500 },
        acts: Acts::Restarts,
        when: Some(("task", "formula")),
    },
    Param {
        key: "k",
        label: Text::new("公式里的 k", "k in the formula"),
        symbol: "k",
        help: Text::new("在山谷里是条件数：横着比顺着陡多少倍", "in the ravine: the condition number, how much steeper across than along"),
        group: SURFACE,
        kind: Kind::Number { min: 1.0, max: 1000.0, default: 20.0, log: true },
        acts: Acts::AtOnce,
        when: Some(("task", "formula")),
    },
    Param {
        key: "view",
        label: Text::new("视野", "View"),
        symbol: "",
        help: Text::new("图的左下角与右上角", "lower left and upper right corner of the picture"),
        group: SURFACE,
        kind: Kind::Points { max: 2 },
        acts: Acts::Shows,
        when: Some(("task", "never")),
    },
    Param {
        key: "target",
        label: Text::new("目标列", "Target"),
        symbol: "y",
        help: Text::new("要预测的一列", "the column to predict"),
        group: DATA,
        kind: Kind::Column,
        acts: Acts::Restarts,
        when: Some(("task", "table")),
    },
    Param {
        key: "features",
        label: Text::new("特征列", "Features"),
        symbol: "x",
        help: Text::new("用来预测的列", "the columns to predict from"),
        group: DATA,
        kind: Kind::Columns,
        acts: Acts::Restarts,
        when: Some(("task", "table")),
    },
    Param {
        key: "scale",
        label: Text::new("特征缩放", "Scale the features"),
        symbol: "",
        help: Text::new("每一列减去均值，除以标准差", "subtract each column’s mean, divide by its standard deviation"),
        group: DATA,
        kind: Kind::Switch { default: true },
        acts: Acts::Restarts,
        when: Some(("task", "table")),
    },
    place("x0", Text::same("x"), -1.45),
    place("y0", Text::same("y"), 2.35),
    Param {
        key: "balls",
        label: Text::new("其他小球", "More balls"),
        symbol: "",
        help: Text::new("在图上点一下就放下一个", "click the picture to drop one"),
        group: BALLS,
        kind: Kind::Points { max: MORE_BALLS },
        acts: Acts::AtOnce,
        when: Some(("task", "never")),
    },
    Param {
        key: "scatter",
        label: Text::new("随机撒球", "Scattered balls"),
        symbol: "n",
        help: Text::new("由种子决定位置", "at places that the seed decides"),
        group: BALLS,
        kind: Kind::Number { min: 0.0, max: MORE_BALLS as f64, default: 0.0, log: false },
        acts: Acts::Restarts,
        when: Some(("task", "formula")),
    },
    Param {
        key: "show",
        label: Text::new("画出", "In view"),
        symbol: "",
        help: Text::new("画出哪些优化器；全部都在跑", "which optimisers are drawn; all of them run"),
        group: RUNNERS,
        kind: Kind::Set { options: OPTIMISERS, default: 0b1_1111 },
        acts: Acts::Shows,
        when: None,
    },
    Param {
        key: "optimiser",
        label: Text::new("焦点", "In focus"),
        symbol: "",
        help: Text::new("读数和滑块属于哪个优化器", "whose numbers and sliders are shown"),
        group: RUNNERS,
        kind: Kind::Choice { options: OPTIMISERS, default: 1 },
        acts: Acts::Shows,
        when: None,
    },
    Param {
        key: "lr",
        label: Text::new("焦点的学习率", "Learning rate in focus"),
        symbol: "η",
        help: Text::new("当前焦点优化器的学习率", "learning rate of the optimiser in focus"),
        group: RATE,
        kind: Kind::Alias { of: "optimiser", prefix: "lr_" },
        acts: Acts::AtOnce,
        when: Some(("task", "never")),
    },
    rate("lr_gd", "gd", 0.006),
    rate("lr_momentum", "momentum", 0.004),
    rate("lr_adagrad", "adagrad", 0.3),
    rate("lr_rmsprop", "rmsprop", 0.02),
    rate("lr_adam", "adam", 0.05),
    share(
        "momentum",
        Text::new("保留的速度", "Kept velocity"),
        "λ",
        Text::new("旧速度每步留下多少", "how much of the old velocity stays each step"),
        0.9,
        "momentum",
    ),
    share(
        "decay",
        Text::new("保留的均方", "Kept mean square"),
        "α",
        Text::new("旧的梯度平方每步留下多少", "how much of the old mean square stays each step"),
        0.9,
        "rmsprop",
    ),
    share(
        "beta1",
        Text::new("一阶矩衰减", "Decay of the mean"),
        "β₁",
        Text::new("梯度的滑动平均留下多少", "how much of the mean gradient stays each step"),
        0.9,
        "adam",
    ),
    share(
        "beta2",
        Text::new("二阶矩衰减", "Decay of the mean square"),
        "β₂",
        Text::new("梯度平方的滑动平均留下多少", "how much of the mean square stays each step"),
        0.999,
        "adam",
    ),
];

/// Classic surfaces.
pub const PRESETS: &[Preset] = &[
    Preset {
        label: Text::new("弯谷", "a bent valley"),
        sets: &[("f", "(1-x)^2 + 10*(y-x^2)^2"), ("lr_gd", "0.006"), ("lr_momentum", "0.004"), ("x0", "-1.45"), ("y0", "2.35"), ("view", "")],
    },
    Preset {
        label: Text::new("碗", "a bowl"),
        sets: &[("f", "x^2 + y^2"), ("lr_gd", "0.1"), ("lr_momentum", "0.03"), ("x0", "-1.6"), ("y0", "1.2"), ("view", "-2,-2;2,2")],
    },
    Preset {
        label: Text::new("山谷，陡 k 倍", "a ravine, k times steeper across"),
        sets: &[("f", "0.5*(x^2 + k*y^2)"), ("lr_gd", "0.08"), ("lr_momentum", "0.02"), ("x0", "-3"), ("y0", "0.8"), ("view", "-4,-2;4,2")],
    },
    Preset {
        label: Text::same("Rosenbrock"),
        sets: &[("f", "(1-x)^2 + 100*(y-x^2)^2"), ("lr_gd", "0.0008"), ("lr_momentum", "0.0003"), ("x0", "-1.2"), ("y0", "1"), ("view", "-2,-1;2,3")],
    },
    Preset {
        label: Text::same("Himmelblau"),
        sets: &[("f", "(x^2+y-11)^2 + (x+y^2-7)^2"), ("lr_gd", "0.01"), ("lr_momentum", "0.003"), ("x0", "0.2"), ("y0", "-0.8"), ("view", "-6,-6;6,6")],
    },
    Preset {
        label: Text::new("鞍点", "a saddle"),
        sets: &[("f", "x^2 - y^2 + 0.25*y^4"), ("lr_gd", "0.05"), ("lr_momentum", "0.02"), ("x0", "-1.6"), ("y0", "0.001"), ("view", "-2.4,-2.4;2.4,2.4")],
    },
    Preset {
        label: Text::new("高原", "a plateau"),
        sets: &[("f", "1 - exp(-(x^2+y^2)/2) + 0.002*(x^2+y^2)"), ("lr_gd", "0.5"), ("lr_momentum", "0.2"), ("x0", "-3.4"), ("y0", "2"), ("view", "-5,-4;5,4")],
    },
];

/// Which parameters have a control, given the others.
pub fn shown(param: &Param, params: &Params) -> bool {
    let fits = param.when.is_none_or(|(key, option)| params.choice(TABLE, key) == option);
    // k only where the formula has it.
    fits && (param.key != "k" || mentions_k(&params.text(TABLE, "f")))
}

/// Whether a formula uses `k`.
pub fn mentions_k(f: &str) -> bool {
    labkit::formula::parse(f, VARIABLES).is_ok_and(|ast| ast.uses(2))
}

/// Variables of the formula, in the order of the engine's leaves.
pub const VARIABLES: &[&str] = &["x", "y", "k"];
