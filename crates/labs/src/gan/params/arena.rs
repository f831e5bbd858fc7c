//! Parameters of the game in the plane.

use super::TABLE;
use labkit::param::Acts;
use labkit::{Kind, Param, Params, Text};

pub(super) const TARGET: Text = Text::new("目标", "The target");
const LOSSES: Text = Text::new("损失", "The loss");
const TURNS: Text = Text::new("轮流", "Turns");
const NETS: Text = Text::new("两个网络", "The two networks");
const CURES: Text = Text::new("药方", "Remedies");
const VIEW: Text = Text::new("看什么", "What is shown");

const fn one(
    key: &'static str,
    label: Text,
    symbol: &'static str,
    help: Text,
    group: Text,
    kind: Kind,
    acts: Acts,
) -> Param {
    Param { key, label, symbol, help, group, kind, acts, when: Some(("task", "arena")) }
}

const fn number(min: f64, max: f64, default: f64) -> Kind {
    Kind::Number { min, max, default, log: false }
}

const fn log(min: f64, max: f64, default: f64) -> Kind {
    Kind::Number { min, max, default, log: true }
}

const fn choice(options: &'static [(&'static str, Text)]) -> Kind {
    Kind::Choice { options, default: 0 }
}

pub(super) const DATA: Param = one(
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
pub(super) const SPREAD: Param = one(
    "spread",
    Text::new("每个峰多宽", "Width of a mode"),
    "σ",
    Text::new("标准差；曲线上是点离曲线多远", "standard deviation; of curves, how far points lie off them"),
    TARGET,
    log(0.02, 0.3, 0.08),
    Acts::Restarts,
);
pub(super) const CELLS: Param = one(
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
pub(super) const LOSS: Param = one(
    "loss",
    Text::new("损失", "Loss"),
    "",
    Text::new("可以边跑边换", "may be changed while it runs"),
    LOSSES,
    Kind::Choice {
        options: &[
            ("minimax", Text::new("极小极大（饱和）", "minimax (saturating)")),
            ("non-saturating", Text::new("非饱和", "non-saturating")),
            ("lsgan", Text::new("最小二乘（LSGAN）", "least squares (LSGAN)")),
            ("hinge", Text::new("hinge", "hinge")),
            ("wgan", Text::new("Wasserstein（WGAN）", "Wasserstein (WGAN)")),
            ("wgan-gp", Text::new("WGAN-GP", "WGAN-GP")),
            ("sensitive", Text::new("损失敏感（LS-GAN）", "loss-sensitive (LS-GAN)")),
            ("f-gan", Text::new("f-GAN", "f-GAN")),
            ("sinkhorn", Text::new("Sinkhorn（不要判别器）", "Sinkhorn (no discriminator)")),
        ],
        default: 1,
    },
    Acts::AtOnce,
);
pub(super) const DIVERGENCE: Param = one(
    "divergence",
    Text::new("散度", "Divergence"),
    "f",
    Text::new("f-GAN 表里的哪一行", "which row of f-GAN's table"),
    LOSSES,
    choice(&[
        ("js", Text::new("JS", "Jensen–Shannon")),
        ("gan", Text::new("GAN", "GAN")),
        ("kl", Text::new("KL", "Kullback–Leibler")),
        ("reverse-kl", Text::new("反向 KL", "reverse KL")),
        ("pearson", Text::new("Pearson χ²", "Pearson χ²")),
        ("neyman", Text::new("Neyman χ²", "Neyman χ²")),
        ("hellinger", Text::new("Hellinger²", "squared Hellinger")),
        ("jeffrey", Text::new("Jeffrey", "Jeffrey")),
        ("tv", Text::new("全变差", "total variation")),
    ]),
    Acts::AtOnce,
);
pub(super) const LIMIT: Param = one(
    "limit",
    Text::new("约束 D", "Limit on D"),
    "",
    Text::new("不让判别器变得太陡", "what keeps the discriminator from growing steep"),
    LOSSES,
    choice(&[
        ("own", Text::new("照损失的习惯", "as the loss has it")),
        ("none", Text::new("不约束", "none")),
        ("clip", Text::new("权重裁剪", "weights clipped")),
        ("penalty", Text::new("梯度惩罚", "gradient penalty")),
        ("spectral", Text::new("谱归一化", "spectral normalisation")),
    ]),
    Acts::AtOnce,
);
pub(super) const CLIP: Param = one(
    "clip",
    Text::new("裁剪到", "Clipped to"),
    "c",
    Text::new("每步以后，权重留在 −c 到 c", "after each step weights stay from −c to c"),
    LOSSES,
    log(0.001, 1.0, 0.1),
    Acts::AtOnce,
);
pub(super) const LAMBDA: Param = one(
    "lambda",
    Text::new("惩罚的权重", "Weight of the penalty"),
    "λ",
    Text::new("λ (‖∇D‖ − 1)²，在真假点的连线上", "λ (‖∇D‖ − 1)², on segments from generated to real points"),
    LOSSES,
    log(0.01, 100.0, 1.0),
    Acts::AtOnce,
);
pub(super) const REAL: Param = one(
    "real",
    Text::new("真的标成", "Target of real"),
    "",
    Text::new("0.9 是单侧标签平滑", "0.9 is one-sided label smoothing"),
    LOSSES,
    number(0.5, 1.0, 1.0),
    Acts::AtOnce,
);
pub(super) const FAKE: Param = one(
    "fake",
    Text::new("假的标成", "Target of generated"),
    "",
    Text::new("平滑时仍该是 0；最小二乘里是 a", "0 even with smoothing; with least squares it is a"),
    LOSSES,
    number(-1.0, 0.5, 0.0),
    Acts::AtOnce,
);
pub(super) const AIM: Param = one(
    "aim",
    Text::new("G 要的分数", "What G aims at"),
    "c",
    Text::new("最小二乘里 G 想让 D 给的分数", "the score that least squares' G wants of D"),
    LOSSES,
    number(0.0, 1.0, 1.0),
    Acts::AtOnce,
);
pub(super) const K: Param = one(
    "k",
    Text::new("D 先走几步", "Steps of D"),
    "k",
    Text::new("G 每走一步以前；WGAN 习惯 5，别的 1", "before each one of G; WGAN has 5, others 1"),
    TURNS,
    choice(&[
        ("own", Text::new("照损失的习惯", "as the loss has it")),
        ("1", Text::same("1")),
        ("2", Text::same("2")),
        ("3", Text::same("3")),
        ("5", Text::same("5")),
        ("10", Text::same("10")),
    ]),
    Acts::AtOnce,
);
pub(super) const K_G: Param = one(
    "k_g",
    Text::new("G 走几步", "Steps of G"),
    "",
    Text::new("在 D 走完以后；走得太勤会坍缩", "after those of D; too many and it collapses"),
    TURNS,
    number(1.0, 20.0, 1.0),
    Acts::AtOnce,
);
pub(super) const ORDER: Param = one(
    "order",
    Text::new("先后", "Order"),
    "",
    Text::new("同时走：G 看的是 D 走以前的样子", "both at once: G goes by D as it was before"),
    TURNS,
    choice(&[("alternating", Text::new("轮流", "in turns")), ("simultaneous", Text::new("同时", "both at once"))]),
    Acts::AtOnce,
);
pub(super) const MOVES: Param = one(
    "moves",
    Text::new("谁走", "Who moves"),
    "",
    Text::new("另一个一个数都不变", "not one number of the other changes"),
    TURNS,
    choice(&[
        ("both", Text::new("两个都走", "both")),
        ("d", Text::new("只有 D", "D alone")),
        ("g", Text::new("只有 G", "G alone")),
    ]),
    Acts::AtOnce,
);
pub(super) const RATE_D: Param = one(
    "rate_d",
    Text::new("D 的学习率", "Learning rate of D"),
    "",
    Text::new("判别器一步走多远", "how far the discriminator goes in a step"),
    TURNS,
    log(1e-5, 0.1, 1e-3),
    Acts::AtOnce,
);
pub(super) const RATE_G: Param = one(
    "rate_g",
    Text::new("G 的学习率", "Learning rate of G"),
    "",
    Text::new("生成器一步走多远", "how far the generator goes in a step"),
    TURNS,
    log(1e-5, 0.1, 1e-3),
    Acts::AtOnce,
);
pub(super) const TIMES: Param = one(
    "times",
    Text::new("两个学习率都乘以", "Factor of both rates"),
    "",
    Text::new(
        "WGAN-GP 习惯 3：惩罚让 D 平缓，步子可以大些；别的 1",
        "WGAN-GP has 3, since the penalty keeps D smooth and steps may be longer; others 1",
    ),
    TURNS,
    choice(&[
        ("own", Text::new("照损失的习惯", "as the loss has it")),
        ("1", Text::same("1")),
        ("2", Text::same("2")),
        ("3", Text::same("3")),
        ("5", Text::same("5")),
    ]),
    Acts::AtOnce,
);
pub(super) const RULE: Param = one(
    "rule",
    Text::new("优化器", "Optimiser"),
    "",
    Text::new("裁剪时习惯 RMSProp，其余 Adam", "RMSProp where weights are clipped, else Adam"),
    TURNS,
    choice(&[
        ("own", Text::new("照损失的习惯", "as the loss has it")),
        ("adam", Text::same("Adam")),
        ("rmsprop", Text::same("RMSProp")),
        ("sgd", Text::new("梯度下降", "gradient descent")),
    ]),
    Acts::AtOnce,
);
pub(super) const BETA: Param = one(
    "beta1",
    Text::new("Adam 的动量", "Adam's momentum"),
    "β₁",
    Text::new("WGAN-GP 习惯 0，别的照 DCGAN 用 0.5", "WGAN-GP has 0, others 0.5 as DCGAN does"),
    TURNS,
    choice(&[
        ("own", Text::new("照损失的习惯", "as the loss has it")),
        ("0", Text::same("0")),
        ("0.5", Text::same("0.5")),
        ("0.7", Text::same("0.7")),
        ("0.9", Text::same("0.9")),
        ("0.95", Text::same("0.95")),
    ]),
    Acts::AtOnce,
);
pub(super) const BATCH: Param = one(
    "batch",
    Text::new("一批几个", "Points of a batch"),
    "m",
    Text::new("真的、假的各这么多", "so many real, as many generated"),
    NETS,
    log(16.0, 256.0, 64.0),
    Acts::Restarts,
);
pub(super) const WIDTH: Param = one(
    "width",
    Text::new("每层几个单元", "Units of a layer"),
    "",
    Text::new("两个网络一样", "the same in both networks"),
    NETS,
    log(4.0, 128.0, 64.0),
    Acts::Restarts,
);
pub(super) const DEPTH: Param = one(
    "depth",
    Text::new("几个隐藏层", "Hidden layers"),
    "",
    Text::new("两个网络一样", "the same in both networks"),
    NETS,
    number(1.0, 4.0, 2.0),
    Acts::Restarts,
);
pub(super) const BEND: Param = one(
    "bend",
    Text::new("D 的激活函数", "Activation of D"),
    "",
    Text::new("G 用 ReLU", "G has ReLU"),
    NETS,
    choice(&[("leaky", Text::same("leaky ReLU 0.2")), ("relu", Text::same("ReLU")), ("tanh", Text::same("tanh"))]),
    Acts::Restarts,
);
pub(super) const LATENT: Param = one(
    "latent",
    Text::new("z 有几维", "Dimensions of z"),
    "",
    Text::new("生成器的输入", "what the generator is given"),
    NETS,
    number(1.0, 8.0, 2.0),
    Acts::Restarts,
);
pub(super) const PRIOR: Param = one(
    "prior",
    Text::new("z 的分布", "Distribution of z"),
    "",
    Text::new("生成器的输入从哪里抽", "where the generator's input is drawn from"),
    NETS,
    choice(&[("normal", Text::new("正态", "normal")), ("uniform", Text::new("均匀，−1 到 1", "uniform, −1 to 1"))]),
    Acts::Restarts,
);
pub(super) const MEMBERS: Param = one(
    "members",
    Text::new("几个生成器", "Generators"),
    "N",
    Text::new(
        "各有各的 D，各从各的种子起；画里每个出几个点",
        "each with a D of its own, from a seed of its own; each gives its part of the points",
    ),
    CURES,
    number(1.0, 25.0, 1.0),
    Acts::Restarts,
);
pub(super) const UNROLLED: Param = one(
    "unrolled",
    Text::new("G 往前看几步", "Steps that G looks ahead"),
    "K",
    Text::new(
        "unrolled GAN：D 再走 K 步以后的样子，梯度穿过这些步",
        "unrolled GAN: D after K more steps, the gradient goes through them",
    ),
    CURES,
    number(0.0, 10.0, 0.0),
    Acts::AtOnce,
);
pub(super) const ALIKE: Param = one(
    "alike",
    Text::new("小批判别", "Batch discrimination"),
    "",
    Text::new("让 D 看到一批里的点有多像", "lets D see how alike the points of a batch are"),
    CURES,
    Kind::Switch { default: false },
    Acts::Restarts,
);
pub(super) const MATCHING: Param = one(
    "matching",
    Text::new("特征匹配", "Feature matching"),
    "",
    Text::new(
        "D 最后一个隐藏层上，真假两批的平均要一样",
        "the means of both batches on D's last hidden layer are to agree",
    ),
    CURES,
    choice(&[
        ("none", Text::new("不用", "off")),
        ("added", Text::new("加上", "added")),
        ("alone", Text::new("代替 G 的损失", "instead of G's loss")),
    ]),
    Acts::AtOnce,
);
pub(super) const WEIGHT: Param = one(
    "weight",
    Text::new("它的权重", "Its weight"),
    "",
    Text::new("加上多少", "how much of it is added"),
    CURES,
    log(0.01, 10.0, 1.0),
    Acts::AtOnce,
);
pub(super) const SHARE: Param = one(
    "replay",
    Text::new("重放旧样本", "Old samples again"),
    "",
    Text::new("D 的假样本里有多少来自以前的 G", "share of D's generated points that come from earlier generators"),
    CURES,
    number(0.0, 0.5, 0.0),
    Acts::AtOnce,
);
pub(super) const PULL: Param = one(
    "pull",
    Text::new("历史平均", "Historical averaging"),
    "",
    Text::new("加上 w‖θ − θ 的历史平均‖²", "adds w‖θ − mean of all θ so far‖²"),
    CURES,
    number(0.0, 1.0, 0.0),
    Acts::AtOnce,
);
pub(super) const NOISE: Param = one(
    "noise",
    Text::new("给 D 看的点加噪声", "Noise on what D sees"),
    "",
    Text::new("真假都加，标准差", "on both kinds of points, standard deviation"),
    CURES,
    number(0.0, 1.0, 0.0),
    Acts::AtOnce,
);
pub(super) const OFTEN: Param = one(
    "often",
    Text::new("多少种子里管用", "In how many seeds?"),
    "",
    Text::new(
        "边跑边数：同样的设置，别的种子，用和不用这味药",
        "counted while the game runs: these settings on other seeds, with this remedy and without",
    ),
    CURES,
    choice(&[
        ("off", Text::new("不数", "not counted")),
        ("momentum", Text::new("去掉动量", "no momentum")),
        ("replay", Text::new("重放旧样本", "old samples again")),
        ("penalty", Text::new("梯度惩罚", "gradient penalty")),
        ("unrolled", Text::new("往前看五步", "unrolled, 5 steps")),
        ("matching", Text::new("特征匹配", "feature matching")),
        ("alike", Text::new("小批判别", "batch discrimination")),
    ]),
    Acts::AtOnce,
);
pub(super) const MAP: Param = one(
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
pub(super) const ARROWS: Param = one(
    "arrows",
    Text::new("箭头", "Arrows"),
    "",
    Text::new("G 的损失要每个假点往哪走", "where G's loss wants each generated point to go"),
    VIEW,
    Kind::Switch { default: true },
    Acts::Shows,
);
pub(super) const GRID: Param = one(
    "grid",
    Text::new("G 的网格", "Grid of G"),
    "",
    Text::new("z 平面上的方格变成什么样", "what becomes of squares of the plane of z"),
    VIEW,
    Kind::Switch { default: false },
    Acts::Shows,
);

/// Which of them have a control, given the others.
pub(super) fn shown(key: &str, params: &Params) -> bool {
    let (data, loss) = (params.choice(TABLE, "data"), params.choice(TABLE, "loss"));
    let plays = loss != "sinkhorn";
    let limit = limit(params);
    match key {
        "spread" => !matches!(data, "blob" | "yours"),
        "cells" => false,
        "divergence" => loss == "f-gan",
        "clip" => limit == "clip",
        "lambda" => limit == "penalty",
        "real" => matches!(loss, "minimax" | "non-saturating" | "lsgan"),
        "fake" => matches!(loss, "minimax" | "non-saturating" | "lsgan"),
        "aim" => loss == "lsgan",
        "weight" => params.choice(TABLE, "matching") == "added",
        "beta1" => rule(params) == "adam",
        "limit" | "k" | "order" | "moves" | "rate_d" | "bend" | "unrolled" | "alike" | "matching" | "replay"
        | "noise" => plays,
        "grid" => params.number(TABLE, "latent").round() == 2.0,
        _ => true,
    }
}

/// What keeps D in bounds.
pub(in super::super) fn limit(params: &Params) -> &'static str {
    match (params.choice(TABLE, "limit"), params.choice(TABLE, "loss")) {
        (_, "sinkhorn") | ("own", "minimax" | "non-saturating" | "lsgan" | "hinge" | "sensitive" | "f-gan") => "none",
        ("own", "wgan") => "clip",
        ("own", _) => "penalty",
        (chosen, _) => chosen,
    }
}

/// How both learn.
pub(in super::super) fn rule(params: &Params) -> &'static str {
    match (params.choice(TABLE, "rule"), limit(params)) {
        ("own", "clip") => "rmsprop",
        ("own", _) => "adam",
        (chosen, _) => chosen,
    }
}

/// Steps of D before one of G.
#[cfg(feature = "model")]
pub(in super::super) fn turns(params: &Params) -> usize {
    match params.choice(TABLE, "k") {
        "own" if params.choice(TABLE, "loss").starts_with("wgan") => 5,
        "own" => 1,
        k => k.parse().unwrap_or(1),
    }
}

/// Adam's momentum; the authors of the gradient penalty do without (Gulrajani et al., NeurIPS 2017, section 5).
#[cfg(feature = "model")]
pub(in super::super) fn momentum(params: &Params) -> f32 {
    match params.choice(TABLE, "beta1") {
        "own" if params.choice(TABLE, "loss") == "wgan-gp" => 0.0,
        "own" => 0.5,
        beta => beta.parse().unwrap_or(0.5),
    }
}

/// What both rates are multiplied by.
#[cfg(feature = "model")]
pub(in super::super) fn times(params: &Params) -> f32 {
    match params.choice(TABLE, "times") {
        "own" if params.choice(TABLE, "loss") == "wgan-gp" => 3.0,
        "own" => 1.0,
        times => times.parse().unwrap_or(1.0),
    }
}

/// Cells along each side of the sheet that the reader paints.
pub(in super::super) const CELLS_ACROSS: usize = 16;

/// The painted cells, by their numbers from the top left, row by row.
pub(in super::super) fn painted(cells: &str) -> Vec<usize> {
    let numbers = cells.split(',').filter_map(|cell| cell.trim().parse::<usize>().ok());
    numbers.filter(|number| *number < CELLS_ACROSS * CELLS_ACROSS).collect()
}
