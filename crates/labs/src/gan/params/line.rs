//! Parameters of the exhibit on a line.

use super::{TABLE, arena};
use labkit::param::Acts;
use labkit::{Kind, Param, Params, Text};

const SCENE: Text = Text::new("两个密度", "The two densities");
const LOSSES: Text = Text::new("损失", "The loss");
const TURNS: Text = Text::new("轮流", "Turns");
const NET: Text = Text::new("判别器", "The discriminator");
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
    Param { key, label, symbol, help, group, kind, acts, when: Some(("task", "line")) }
}

const fn number(min: f64, max: f64, default: f64) -> Kind {
    Kind::Number { min, max, default, log: false }
}

const fn log(min: f64, max: f64, default: f64) -> Kind {
    Kind::Number { min, max, default, log: true }
}

pub(super) const P: Param = one(
    "l_p",
    Text::new("真的在哪里", "Where real points lie"),
    "μ_p",
    Text::new("p 的中心", "the middle of p"),
    SCENE,
    number(-4.0, 4.0, 1.0),
    Acts::AtOnce,
);
pub(super) const WIDTH_P: Param = one(
    "l_wp",
    Text::new("真的多宽", "How wide they lie"),
    "σ_p",
    Text::new("标准差；两个峰时是每个峰的", "standard deviation; of each mode where there are two"),
    SCENE,
    log(0.2, 2.0, 0.7),
    Acts::AtOnce,
);
pub(super) const GAP: Param = one(
    "l_gap",
    Text::new("p 的两个峰", "Two modes of p"),
    "±",
    Text::new("各离中心多远；0 是一个峰", "how far each stands off the middle; 0 is one mode"),
    SCENE,
    number(0.0, 3.0, 0.0),
    Acts::AtOnce,
);
pub(super) const Q: Param = one(
    "l_q",
    Text::new("假的在哪里", "Where generated points lie"),
    "μ_q",
    Text::new("G 从这里起；拖动时放回这里", "where G begins, and is put back to when this is moved"),
    SCENE,
    number(-4.0, 4.0, -1.0),
    Acts::AtOnce,
);
pub(super) const WIDTH_Q: Param = one(
    "l_wq",
    Text::new("假的多宽", "How wide they lie"),
    "σ_q",
    Text::new("标准差", "standard deviation"),
    SCENE,
    log(0.2, 2.0, 0.7),
    Acts::AtOnce,
);
pub(super) const LOSS: Param = one(
    "l_loss",
    Text::new("损失", "Loss"),
    "",
    Text::new("D 和 G 各求什么", "what D and G ask for"),
    LOSSES,
    Kind::Choice {
        options: &[
            ("minimax", Text::new("极小极大（饱和）", "minimax (saturating)")),
            ("non-saturating", Text::new("非饱和", "non-saturating")),
            ("lsgan", Text::new("最小二乘（LSGAN）", "least squares (LSGAN)")),
            ("wgan-gp", Text::new("WGAN-GP", "WGAN-GP")),
            ("sensitive", Text::new("损失敏感（LS-GAN）", "loss-sensitive (LS-GAN)")),
            ("hinge", Text::new("hinge", "hinge")),
            ("f-gan", Text::new("f-GAN", "f-GAN")),
        ],
        default: 0,
    },
    Acts::Restarts,
);
pub(super) const DIVERGENCE: Param = one(
    "l_div",
    Text::new("散度", "Divergence"),
    "f",
    Text::new("f-GAN 表里的哪一行", "which row of f-GAN's table"),
    LOSSES,
    arena::losses::DIVERGENCE.kind,
    Acts::Restarts,
);
pub(super) const REAL: Param = one(
    "l_real",
    Text::new("真的标成", "Target of real"),
    "α",
    Text::new("0.9 是单侧平滑；最小二乘里是 b", "0.9 is one-sided smoothing; with least squares it is b"),
    LOSSES,
    number(0.5, 1.0, 1.0),
    Acts::AtOnce,
);
pub(super) const FAKE: Param = one(
    "l_fake",
    Text::new("假的标成", "Target of generated"),
    "β",
    Text::new("对数损失里不低于 0；最小二乘里是 a", "not below 0 with logs; with least squares it is a"),
    LOSSES,
    number(-1.0, 0.5, 0.0),
    Acts::AtOnce,
);
pub(super) const AIM: Param = one(
    "l_aim",
    Text::new("G 要的分数", "What G aims at"),
    "c",
    Text::new("最小二乘里 G 想让 D 给的分数", "the score that least squares' G wants of D"),
    LOSSES,
    number(0.0, 1.0, 1.0),
    Acts::AtOnce,
);
pub(super) const RATIO: Param = one(
    "l_ratio",
    Text::new("真比假", "Real to generated"),
    "r",
    Text::new("真的那一半算几倍", "how many times the real half counts"),
    LOSSES,
    log(0.1, 10.0, 1.0),
    Acts::AtOnce,
);
pub(super) const LAMBDA: Param = one(
    "l_lambda",
    Text::new("惩罚的权重", "Weight of the penalty"),
    "λ",
    Text::new("λ (|D′| − 1)²，在真假点之间", "λ (|D′| − 1)², between real and generated points"),
    LOSSES,
    log(0.01, 100.0, 10.0),
    Acts::AtOnce,
);
pub(super) const MOVES: Param = one(
    "l_moves",
    Text::new("G 也走", "G moves, too"),
    "",
    Text::new("不走时 q 是冻住的", "else q is frozen"),
    TURNS,
    Kind::Switch { default: false },
    Acts::AtOnce,
);
pub(super) const AFTER: Param = one(
    "l_after",
    Text::new("G 走以前，D 先走几步", "D's steps before G moves at all"),
    "n",
    Text::new("先把 D 练到这么好", "how long D is trained first"),
    TURNS,
    number(0.0, 5000.0, 0.0),
    Acts::AtOnce,
);
pub(super) const K: Param = one(
    "l_k",
    Text::new("D 几步，G 一步", "D's steps to one of G"),
    "k",
    Text::new("从那以后", "from then on"),
    TURNS,
    log(1.0, 500.0, 5.0),
    Acts::AtOnce,
);
pub(super) const RATE: Param = one(
    "l_rate",
    Text::new("D 的学习率", "Learning rate of D"),
    "η_D",
    Text::new("Adam，β₁ = 0.5", "Adam with β₁ = 0.5"),
    TURNS,
    log(1e-4, 0.1, 3e-3),
    Acts::AtOnce,
);
pub(super) const ETA: Param = one(
    "l_eta",
    Text::new("G 一步多大", "Size of a step of G"),
    "η_G",
    Text::new("梯度下降，没有 Adam 把小梯度放大", "plain gradient descent: no Adam to enlarge a small gradient"),
    TURNS,
    log(0.001, 10.0, 0.1),
    Acts::AtOnce,
);
pub(super) const CROWD: Param = one(
    "l_crowd",
    Text::new("换 k 和 η_G 一起跑", "Others beside, by k and η_G"),
    "",
    Text::new("每对各三个种子，G 都走", "three seeds of each pair, in all of which G moves"),
    TURNS,
    Kind::Switch { default: false },
    Acts::Restarts,
);
pub(super) const BEND: Param = one(
    "l_bend",
    arena::nets::BEND.label,
    "",
    Text::new("两个隐藏层", "two hidden layers"),
    NET,
    arena::nets::BEND.kind,
    Acts::Restarts,
);
pub(super) const WIDTH: Param = one(
    "l_width",
    Text::new("每层几个单元", "Units of a layer"),
    "",
    Text::new("G 只有位置和宽度两个参数", "G has two parameters, place and width"),
    NET,
    log(4.0, 64.0, 32.0),
    Acts::Restarts,
);
pub(super) const BATCH: Param = one(
    "l_batch",
    Text::new("一批几个", "Points of a batch"),
    "m",
    Text::new("真的、假的各这么多", "so many real, as many generated"),
    NET,
    log(16.0, 512.0, 128.0),
    Acts::Restarts,
);
pub(super) const LOGIT: Param = one(
    "l_logit",
    Text::new("工作点", "Operating point"),
    "a",
    Text::new("D 给一个假点的 logit；−4.595 时 D = 0.01", "D's logit on a generated point; at −4.595 D is 0.01"),
    VIEW,
    number(-8.0, 8.0, -4.595),
    Acts::Shows,
);

/// Which of them have a control, given the others.
pub(super) fn shown(key: &str, params: &Params) -> bool {
    let loss = params.choice(TABLE, "l_loss");
    match key {
        "l_div" => loss == "f-gan",
        "l_real" | "l_fake" => matches!(loss, "minimax" | "non-saturating" | "lsgan"),
        "l_aim" => loss == "lsgan",
        "l_ratio" => loss != "sensitive",
        "l_lambda" => loss == "wgan-gp",
        _ => true,
    }
}
