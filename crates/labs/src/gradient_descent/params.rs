//! The parameters of the lab.

use labkit::{Acts, Kind, Param, Params, Text};

/// Most balls besides the first.
pub const MORE_BALLS: usize = 15;

const SURFACE: Text = Text::new("曲面", "Surface");
const BALLS: Text = Text::new("起点", "Start");
const RUNNERS: Text = Text::new("优化器", "Optimisers");
const RATE: Text = Text::new("步子", "The step");
const DATA: Text = Text::new("数据", "Data");
const CHANGE: Text = Text::new("学习率怎么变", "Schedule");
const NOISE: Text = Text::new("梯度", "The gradient");
const FORM: Text = Text::new("写法", "Forms");

/// Keys and names of the optimisers, in the order of their identity colours.
pub const OPTIMISERS: &[(&str, Text)] = &[
    ("gd", Text::new("梯度下降", "GD")),
    ("momentum", Text::new("动量", "momentum")),
    ("adagrad", Text::same("Adagrad")),
    ("rmsprop", Text::same("RMSProp")),
    ("adam", Text::same("Adam")),
    ("sgd", Text::same("SGD")),
    ("nesterov", Text::same("Nesterov")),
    ("adamw", Text::same("AdamW")),
    ("amsgrad", Text::same("AMSGrad")),
    ("radam", Text::same("RAdam")),
    ("lookahead", Text::same("Lookahead")),
];

/// How the learning rate changes with the step; see [`super::hyper`].
pub const SCHEDULES: &[(&str, Text)] = &[
    ("constant", Text::new("不变", "constant")),
    ("sqrt", Text::same("1/√(t+1)")),
    ("linear", Text::new("直线降到 0", "linear to 0")),
    ("step", Text::new("每 T 步减半", "halved every T")),
    ("cosine", Text::new("余弦降到 0", "cosine to 0")),
    ("range", Text::new("一路升高，找学习率", "rising: a range test")),
    ("drawn", Text::new("自己画", "drawn by hand")),
];

const CLIPS: &[(&str, Text)] = &[
    ("none", Text::new("不裁剪", "none")),
    ("norm", Text::new("按长度", "by norm")),
    ("value", Text::new("按分量", "by value")),
];

const ROOTS: &[(&str, Text)] = &[("outside", Text::new("根号外", "outside the root")), ("inside", Text::new("根号里", "under the root"))];

/// What is looked at beside the run.
pub const TOOLS: &[(&str, Text)] = &[
    ("places", Text::new("各自走到哪里", "where each is")),
    ("hessian", Text::new("海森矩阵", "the Hessian")),
    ("circle", Text::new("信赖圆", "the trust circle")),
    ("phase", Text::new("(α, β) 相图", "the (α, β) diagram")),
    ("basins", Text::new("吸引域", "basins")),
    ("rates", Text::new("有效学习率", "effective rates")),
    ("range", Text::new("找学习率", "finding a rate")),
    ("surprise", Text::new("反差", "surprise")),
    ("challenge", Text::new("挑战", "challenges")),
    ("modes", Text::new("误差按方向", "error by direction")),
];

/// Data sets of the small network.
pub const SETS: &[(&str, Text)] = &[
    ("moons", Text::new("两弯月", "two moons")),
    ("rings", Text::new("两个环", "two rings")),
    ("xor", Text::same("XOR")),
    ("spirals", Text::new("双螺旋", "two spirals")),
];

const PLANES: &[(&str, Text)] = &[
    ("random", Text::new("两个随机方向", "two random directions")),
    ("path", Text::new("走过的路的主平面", "the plane of the path (PCA)")),
];

/// Scales of the surface's colours, contours and heights.
pub const TONES: &[(&str, Text)] =
    &[("auto", Text::new("自动", "auto")), ("linear", Text::new("线性", "linear")), ("log", Text::new("对数", "log"))];

/// Where the loss comes from.
pub const TASKS: &[(&str, Text)] = &[
    ("formula", Text::new("公式", "a formula")),
    ("table", Text::new("你的表格", "your table")),
    ("net", Text::new("小网络", "a small network")),
    ("chance", Text::new("随机海森", "random Hessians")),
];

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
        help: Text::new("公式、线性模型在表格上的均方误差、小网络的损失，或随机矩阵", "a formula, a linear model on a table, a small network, or random matrices"),
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
            "x 和 y 的函数：+ − * / ^ exp log sin cos tan tanh sqrt abs；k 由滑块给出；repeat(n, 初值, 式子) 把 h ← 式子 重复 n 次",
            "a function of x and y: + − * / ^ exp log sin cos tan tanh sqrt abs; the slider gives k; repeat(n, start, body) is h after n times h ← body",
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
        kind: Kind::Set { options: OPTIMISERS, default: 0b0_0001_1111 },
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
        key: "tone",
        label: Text::new("颜色的刻度", "Scale of the colours"),
        symbol: "",
        help: Text::new("颜色、等高线与立体图的高度：自动是颜色取对数、高度取线性", "of colours, contours and heights in 3-D; automatic is logarithmic for colours, linear for heights"),
        group: RUNNERS,
        kind: Kind::Choice { options: TONES, default: 0 },
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
    rate("lr_sgd", "sgd", 0.006),
    rate("lr_nesterov", "nesterov", 0.004),
    rate("lr_adamw", "adamw", 0.05),
    rate("lr_amsgrad", "amsgrad", 0.05),
    rate("lr_radam", "radam", 0.002),
    rate("lr_lookahead", "lookahead", 0.05),
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
    number("ratio", Text::new("y 的学习率，是 x 的几倍", "Rate of y over that of x"), "", Text::new("不是 1，步子就离开最陡的方向", "unless it is 1, steps leave the steepest direction"), RATE, (0.01, 100.0, 1.0), true),
    number("weight_decay", Text::new("权重衰减", "Weight decay"), "λ", Text::new("每步把参数往 0 缩多少，乘以学习率", "how much of the parameter is taken off each step, times the learning rate"), RATE, (0.0, 1.0, 0.01), false),
    Param {
        key: "schedule",
        label: Text::new("计划", "Schedule"),
        symbol: "",
        help: Text::new("学习率乘以一个随步数变的因子", "the learning rate times a factor that depends on the step"),
        group: CHANGE,
        kind: Kind::Choice { options: SCHEDULES, default: 0 },
        acts: Acts::Restarts,
        when: None,
    },
    whole("horizon", Text::new("期限", "Horizon"), "T", Text::new("计划走完要多少步", "steps until the schedule has run out"), CHANGE, (10.0, 10_000.0, 400.0), true),
    Param {
        key: "drawn",
        label: Text::new("因子", "Factors"),
        symbol: "",
        help: Text::new(
            "从第 0 步到期限均匀隔开的九处，学习率乘以几；之间是直线。也可以在图上拖",
            "what the rate is multiplied with at nine even places from step 0 to the horizon, straight between them; or drag them in the figure",
        ),
        group: CHANGE,
        kind: Kind::Text { default: "0.2, 1, 1, 1, 0.8, 0.5, 0.3, 0.15, 0.05", max_len: 120 },
        acts: Acts::AtOnce,
        when: Some(("schedule", "drawn")),
    },
    whole("warmup", Text::new("预热", "Warm-up"), "", Text::new("学习率在头几步里从小升到满", "steps over which the rate rises to its full size"), CHANGE, (0.0, 1000.0, 0.0), false),
    Param {
        key: "clip",
        label: Text::new("梯度裁剪", "Clip the gradient"),
        symbol: "",
        help: Text::new("过长的梯度剪短：按长度保持方向，按分量不保持", "shorten long gradients: by norm keeps the direction, by value does not"),
        group: NOISE,
        kind: Kind::Choice { options: CLIPS, default: 0 },
        acts: Acts::AtOnce,
        when: None,
    },
    number("clip_at", Text::new("裁剪到", "Clip at"), "c", Text::new("最长，或最大的分量", "the longest, or the largest component"), NOISE, (1e-3, 1e3, 1.0), true),
    number("noise", Text::new("梯度噪声", "Gradient noise"), "σ", Text::new("SGD 的梯度每个分量加上这么大的正态噪声", "normal noise of this size in each component of SGD’s gradient"), NOISE, (0.0, 10.0, 1.0), false),
    whole("batch", Text::new("批量", "Batch size"), "B", Text::new("SGD 每步随机取几行（可重复）", "rows that SGD draws for each step, with replacement"), NOISE, (1.0, 256.0, 8.0), true),
    Param {
        key: "noisy",
        label: Text::new("所有优化器都用", "For all optimisers"),
        symbol: "",
        help: Text::new("噪声或小批量不只给 SGD", "noise or small batches not for SGD alone"),
        group: NOISE,
        kind: Kind::Switch { default: false },
        acts: Acts::Restarts,
        when: None,
    },
    number("epsilon", Text::new("防止除以 0", "Keeps from dividing by 0"), "ε", Text::new("加在分母上的小数", "the small number in the denominator"), FORM, (1e-10, 1.0, 1e-8), true),
    Param {
        key: "root",
        label: Text::new("ε 的位置", "Place of ε"),
        symbol: "",
        help: Text::new("标准写法在根号外；讲义把它写在根号里", "outside the root is the standard; the notes put it under the root"),
        group: FORM,
        kind: Kind::Choice { options: ROOTS, default: 0 },
        acts: Acts::AtOnce,
        when: None,
    },
    Param {
        key: "corrected",
        label: Text::new("偏差校正", "Bias correction"),
        symbol: "",
        help: Text::new("除以 1 − βᵗ", "divide by 1 − βᵗ"),
        group: FORM,
        kind: Kind::Switch { default: true },
        acts: Acts::AtOnce,
        when: None,
    },
    Param {
        key: "first_square",
        label: Text::new("σ⁰ = |g⁰|", "σ⁰ = |g⁰|"),
        symbol: "",
        help: Text::new("均方从第一个梯度的平方开始（讲义的写法），不从 0 开始", "the mean square begins with the first square, as in the notes, not at 0"),
        group: FORM,
        kind: Kind::Switch { default: false },
        acts: Acts::AtOnce,
        when: None,
    },
    Param {
        key: "lookahead",
        label: Text::new("都套上 Lookahead", "Lookahead for all"),
        symbol: "",
        help: Text::new("每 k 步回到 k 步前到这里的路上：φ ← φ + α(θ − φ)，θ ← φ；套在每个优化器外面，不只是 Adam", "every k steps back on the way from where it was k steps ago: φ ← φ + α(θ − φ), θ ← φ; around every optimiser, not Adam alone"),
        group: FORM,
        kind: Kind::Switch { default: false },
        acts: Acts::Restarts,
        when: None,
    },
    number("look_every", Text::new("每几步看一次", "Steps from look to look"), "k", Text::new("快的权重走几步，慢的走一步", "steps of the fast weights for one of the slow"), FORM, (1.0, 50.0, 5.0), true),
    number("look_share", Text::new("走多少", "Share of the way"), "α", Text::new("慢的权重往快的走这段路的几成", "how much of the way to the fast weights the slow ones go"), FORM, (0.05, 1.0, 0.5), false),
    whole("training", Text::new("最多先训练", "Trained for at most"), "", Text::new("找临界点之前，网络先训练 1 到这么多步，对数均匀地抽", "before a search the network is trained for 1 to so many steps, evenly on a log scale"), DATA, (1.0, 5000.0, 2000.0), true),
    Param {
        key: "set",
        label: Text::new("数据", "Data"),
        symbol: "",
        help: Text::new("网络要分开的两类点", "the two kinds of points that the network tells apart"),
        group: DATA,
        kind: Kind::Choice { options: SETS, default: 0 },
        acts: Acts::Restarts,
        when: Some(("task", "net")),
    },
    Param {
        key: "plane",
        label: Text::new("切面", "Slice"),
        symbol: "",
        help: Text::new("在参数空间里取哪个平面来画", "the plane of parameter space that is drawn"),
        group: SURFACE,
        kind: Kind::Choice { options: PLANES, default: 1 },
        acts: Acts::Shows,
        when: Some(("task", "net")),
    },
    Param {
        key: "tool",
        label: Text::new("细看", "Look closer"),
        symbol: "",
        help: Text::new("曲面旁边看什么", "what is looked at beside the surface"),
        group: SURFACE,
        kind: Kind::Choice { options: TOOLS, default: 0 },
        acts: Acts::Shows,
        // It stands on the stage.
        when: Some(("task", "never")),
    },
    number("radius", Text::new("圆的半径", "Radius of the circle"), "d", Text::new("在多小的圆里，梯度说的就是真的", "how small a circle must be for the gradient to be right in it"), SURFACE, (1e-3, 2.0, 0.5), true),
    Param {
        key: "gradients",
        label: Text::new("一串梯度", "A row of gradients"),
        symbol: "g",
        help: Text::new("用逗号隔开", "separated by commas"),
        group: SURFACE,
        kind: Kind::Text { default: "0.001, 0.001, 0.003, 0.002, 0.1", max_len: 200 },
        acts: Acts::Shows,
        when: Some(("task", "never")),
    },
    Param {
        key: "relief",
        label: Text::new("立体", "In 3-D"),
        symbol: "",
        help: Text::new("把曲面画成可以转动的立体图", "the surface as a landscape that can be turned"),
        group: SURFACE,
        kind: Kind::Switch { default: false },
        acts: Acts::Shows,
        // It stands in the head of the figure.
        when: Some(("task", "never")),
    },
    Param {
        key: "turn",
        label: Text::new("视角", "Seen from"),
        symbol: "",
        help: Text::new("立体图的方位角与仰角，单位是度", "azimuth and elevation of the landscape, in degrees"),
        group: SURFACE,
        kind: Kind::Points { max: 1 },
        acts: Acts::Shows,
        when: Some(("task", "never")),
    },
];

/// A number on a slider; where it is shown, [`shown`] says.
const fn number(key: &'static str, label: Text, symbol: &'static str, help: Text, group: Text, (min, max, default): (f64, f64, f64), log: bool) -> Param {
    Param { key, label, symbol, help, group, kind: Kind::Number { min, max, default, log }, acts: Acts::AtOnce, when: None }
}

/// A whole number; a change starts the run again.
const fn whole(key: &'static str, label: Text, symbol: &'static str, help: Text, group: Text, range: (f64, f64, f64), log: bool) -> Param {
    let mut param = number(key, label, symbol, help, group, range, log);
    param.acts = Acts::Restarts;
    param
}

/// Which parameters have a control, given the others.
pub fn shown(param: &Param, params: &Params) -> bool {
    let is = |key: &str, options: &[&str]| options.contains(&params.choice(TABLE, key));
    let (task, focus) = (params.choice(TABLE, "task"), params.choice(TABLE, "optimiser"));
    if task == "chance" {
        return ["set", "training"].contains(&param.key);
    }
    let adams = ["adam", "adamw", "amsgrad", "radam", "lookahead"].contains(&focus);
    let adaptive = adams || ["adagrad", "rmsprop"].contains(&focus);
    match param.key {
        // k only where the formula has it.
        "k" => task == "formula" && mentions_k(&params.text(TABLE, "f")),
        "momentum" => ["momentum", "nesterov"].contains(&focus),
        "beta1" | "beta2" => adams,
        // RAdam always corrects.
        "corrected" => adams && focus != "radam",
        "look_every" | "look_share" => focus == "lookahead" || params.switch(TABLE, "lookahead"),
        "training" => false,
        "weight_decay" => focus == "adamw",
        "epsilon" | "root" => adaptive,
        "first_square" => focus == "rmsprop",
        "horizon" => !is("schedule", &["constant", "sqrt"]),
        "clip_at" => !is("clip", &["none"]),
        "noise" => task == "formula" && (focus == "sgd" || params.switch(TABLE, "noisy")),
        "batch" => task != "formula" && (focus == "sgd" || params.switch(TABLE, "noisy")),
        "ratio" => task == "formula",
        "radius" => task == "formula" && is("tool", &["circle"]),
        _ => param.when.is_none_or(|(key, option)| params.choice(TABLE, key) == option),
    }
}

/// Whether a formula uses `k`.
pub fn mentions_k(f: &str) -> bool {
    labkit::formula::parse(f, VARIABLES).is_ok_and(|ast| ast.uses(2))
}

/// Variables of the formula, in the order of the engine's leaves.
pub const VARIABLES: &[&str] = &["x", "y", "k"];
