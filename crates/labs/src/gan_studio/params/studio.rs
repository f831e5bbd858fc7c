//! Parameters of the studio.

use super::{TABLE, decades, number};
use labkit::param::Acts;
use labkit::{Kind, Param, Params, Text};

pub(super) const PICTURES: Text = Text::new("图片", "The pictures");
const LOSSES: Text = Text::new("损失", "The loss");
const PACE: Text = Text::new("步调", "Pace");
const RECIPE: Text = Text::new("DCGAN 的配方", "DCGAN's recipe");
const VIEW: Text = Text::new("看什么", "What is shown");

const fn one(key: &'static str, label: Text, help: Text, group: Text, kind: Kind, acts: Acts) -> Param {
    Param { key, label, symbol: "", help, group, kind, acts, when: Some(("task", "studio")) }
}

const fn choice(options: &'static [(&'static str, Text)]) -> Kind {
    Kind::Choice { options, default: 0 }
}

/// What is examined under the wall.
pub(in super::super) const EXAMS: &[(&str, Text)] = &[
    ("neighbours", Text::new("抄来的吗", "is it a copy?")),
    ("slice", Text::new("隐空间的一片", "a slice of latent space")),
    ("features", Text::new("D 学到的特征", "what D has learnt")),
    ("arithmetic", Text::new("向量加减", "sums of vectors")),
    ("batch", Text::new("一批里的牵连", "ties within a batch")),
    ("mistakes", Text::new("D 与像素误差", "D and errors of pixels")),
    ("looks", Text::new("注意力看哪里", "where attention looks")),
];

pub(super) const DATA: Param = one(
    "data",
    Text::new("真实图片", "Real pictures"),
    Text::new("由种子画出来", "drawn from the seed"),
    PICTURES,
    choice(&[("digits", Text::new("手写数字", "digits")), ("faces", Text::new("卡通头像", "cartoon faces"))]),
    Acts::Restarts,
);
pub(super) const SIDE: Param = one(
    "side",
    Text::new("边长", "Side"),
    Text::new("像素", "pixels"),
    PICTURES,
    choice(&[("16", Text::same("16")), ("32", Text::same("32"))]),
    Acts::Restarts,
);
pub(super) const VARIETY: Param = one(
    "variety",
    Text::new("字迹多不一样", "Variety of hands"),
    Text::new("0 时每个数字只有一种写法", "at 0 each digit is written in one way"),
    PICTURES,
    number(0.0, 1.0, 0.5),
    Acts::Restarts,
);
pub(super) const POOL: Param = one(
    "pool",
    Text::new("训练图片", "Training pictures"),
    Text::new("批次从这么多张里抽", "batches are drawn from so many"),
    PICTURES,
    decades(16.0, 8192.0, 2048.0),
    Acts::Restarts,
);
pub(super) const LOSS: Param = one(
    "loss",
    Text::new("损失", "Loss"),
    Text::new("换一种就从头训练", "another one begins anew"),
    LOSSES,
    choice(&[
        ("non-saturating", Text::new("非饱和", "non-saturating")),
        ("lsgan", Text::new("最小二乘（LSGAN）", "least squares (LSGAN)")),
        ("hinge", Text::new("hinge", "hinge")),
        ("wgan-gp", Text::same("WGAN-GP")),
        ("ebgan", Text::new("能量（EBGAN）", "energy (EBGAN)")),
    ]),
    Acts::Restarts,
);
pub(super) const EVERY: Param = Param {
    symbol: "k",
    ..one(
        "k",
        Text::new("D 走几步，G 走一步", "Steps of D to one of G"),
        Text::new("G 每 k 步走一步", "G moves every k steps"),
        LOSSES,
        number(1.0, 5.0, 1.0),
        Acts::Restarts,
    )
};
pub(super) const LAMBDA: Param = Param {
    symbol: "λ",
    ..one(
        "lambda",
        Text::new("梯度惩罚的权重", "Weight of the gradient penalty"),
        Text::new("(‖∇D‖ − 1)² 乘以它", "of (‖∇D‖ − 1)²"),
        LOSSES,
        decades(0.1, 100.0, 10.0),
        Acts::AtOnce,
    )
};
pub(super) const BOUNDED: Param = one(
    "bounded",
    Text::new("能量有上限", "The energy is bounded"),
    Text::new("关掉就是 m = ∞", "off means m = ∞"),
    LOSSES,
    Kind::Switch { default: true },
    Acts::Restarts,
);
pub(super) const MARGIN: Param = Param {
    symbol: "m",
    ..one(
        "margin",
        Text::new("上限", "Margin"),
        Text::new("假图的重建误差大过它，D 就不再管", "D leaves a fake alone whose error exceeds it"),
        LOSSES,
        decades(0.005, 1.0, 0.2),
        Acts::AtOnce,
    )
};
pub(super) const PRETRAIN: Param = one(
    "pretrain",
    Text::new("先单独训练 D", "D first trains alone"),
    Text::new("这么多步里只有真图，G 不动", "for so many steps on real pictures only, while G rests"),
    LOSSES,
    number(0.0, 500.0, 0.0),
    Acts::AtOnce,
);
pub(super) const APART: Param = one(
    "apart",
    Text::new("互相推开", "Pulling away"),
    Text::new("一批图的编码越像，G 越受罚", "G pays for codes of a batch that are alike"),
    LOSSES,
    number(0.0, 1.0, 0.1),
    Acts::AtOnce,
);
pub(super) const SMOOTH: Param = one(
    "smooth",
    Text::new("真图的目标", "Target of real pictures"),
    Text::new("0.9 就是单边标签平滑", "0.9 is one-sided label smoothing"),
    LOSSES,
    number(0.5, 1.0, 1.0),
    Acts::AtOnce,
);
pub(super) const RATE_D: Param = Param {
    symbol: "η_D",
    ..one(
        "rate_d",
        Text::new("D 的学习率", "D's learning rate"),
        Text::new("Adam", "Adam"),
        PACE,
        decades(1e-5, 1e-2, 5e-4),
        Acts::AtOnce,
    )
};
pub(super) const RATE_G: Param = Param {
    symbol: "η_G",
    ..one(
        "rate_g",
        Text::new("G 的学习率", "G's learning rate"),
        Text::new("Adam", "Adam"),
        PACE,
        decades(1e-5, 1e-2, 5e-4),
        Acts::AtOnce,
    )
};
pub(super) const BETA: Param = Param {
    symbol: "β₁",
    ..one(
        "beta1",
        Text::new("Adam 的动量", "Adam's momentum"),
        Text::new("DCGAN 用 0.5，平常是 0.9", "DCGAN has 0.5, otherwise 0.9 is usual"),
        PACE,
        number(0.0, 0.95, 0.5),
        Acts::AtOnce,
    )
};
pub(super) const BATCH: Param = one(
    "batch",
    Text::new("批大小", "Batch size"),
    Text::new("真图假图各这么多", "so many of either kind"),
    PACE,
    decades(8.0, 128.0, 32.0),
    Acts::Restarts,
);
pub(super) const WIDTH: Param = one(
    "width",
    Text::new("网络宽度", "Width of the networks"),
    Text::new("最大那层有多少张特征图；每减半一次翻一倍", "maps of the largest layer; each halving doubles them"),
    PACE,
    number(4.0, 32.0, 16.0),
    Acts::Restarts,
);
pub(super) const LATENT: Param = Param {
    symbol: "z",
    ..one(
        "latent",
        Text::new("隐向量的维数", "Numbers of a latent vector"),
        Text::new("每个都从标准正态里抽", "each drawn from a standard normal"),
        PACE,
        number(2.0, 100.0, 32.0),
        Acts::Restarts,
    )
};
pub(super) const AVERAGE: Param = one(
    "average",
    Text::new("用 G 的平均来画", "Drawn by G's mean"),
    Text::new(
        "权重在最近五分之二的步里的平均；关掉就是此刻的 G。训练照旧",
        "of its weights over the last two fifths of its steps; off is G of the moment. Training stays the same",
    ),
    RECIPE,
    Kind::Switch { default: true },
    Acts::AtOnce,
);
pub(super) const NORM: Param = one(
    "norm",
    Text::new("归一化", "Normalisation"),
    Text::new(
        "DCGAN 用批归一化；虚拟的用一批不变的参照",
        "DCGAN has batch; the virtual one goes by a batch that stays the same",
    ),
    RECIPE,
    Kind::Choice {
        options: &[
            ("none", Text::new("不要", "none")),
            ("batch", Text::new("批归一化", "batch")),
            ("virtual", Text::new("虚拟批归一化", "virtual batch")),
        ],
        default: 2,
    },
    Acts::Restarts,
);
pub(super) const EVERYWHERE: Param = one(
    "everywhere",
    Text::new("首尾两层也归一化", "First and last layers too"),
    Text::new("DCGAN 不归一化 G 的输出和 D 的第一层", "DCGAN leaves out G's output and D's first layer"),
    RECIPE,
    Kind::Switch { default: false },
    Acts::Restarts,
);
pub(super) const MIXED: Param = one(
    "mixed",
    Text::new("真假混在一批", "Real and fake in one batch"),
    Text::new("DCGAN 把两种分开", "DCGAN keeps them apart"),
    RECIPE,
    Kind::Switch { default: false },
    Acts::Restarts,
);
pub(super) const RISE: Param = one(
    "rise",
    Text::new("G 怎样放大", "How G's pictures grow"),
    Text::new("转置卷积可能留下棋盘格", "transposed convolutions may leave a chequerboard"),
    RECIPE,
    choice(&[
        ("transposed", Text::new("转置卷积", "transposed convolution")),
        ("repeated", Text::new("放大再卷积", "enlarged, then a convolution")),
    ]),
    Acts::Restarts,
);
pub(super) const POOLED: Param = one(
    "pooled",
    Text::new("D 用池化", "Pooling in D"),
    Text::new("DCGAN 改用步幅 2", "DCGAN has strides of 2 instead"),
    RECIPE,
    Kind::Switch { default: false },
    Acts::Restarts,
);
pub(super) const LEAKY: Param = one(
    "leaky",
    Text::new("D 用 leaky ReLU", "Leaky ReLU in D"),
    Text::new("负的那边斜率 0.2", "slope 0.2 below zero"),
    RECIPE,
    Kind::Switch { default: true },
    Acts::Restarts,
);
pub(super) const TANH: Param = one(
    "tanh",
    Text::new("G 以 tanh 结尾", "G ends in tanh"),
    Text::new("像素从 −1 到 1；关掉就是 sigmoid，从 0 到 1", "pixels from −1 to 1; off is a sigmoid, from 0 to 1"),
    RECIPE,
    Kind::Switch { default: true },
    Acts::Restarts,
);
pub(super) const ATTENTION: Param = one(
    "attention",
    Text::new("自注意力层", "A layer of self-attention"),
    Text::new("在 G 的 8 × 8 那层", "in G, where maps are 8 × 8"),
    RECIPE,
    Kind::Switch { default: false },
    Acts::Restarts,
);
pub(super) const EXAM: Param = one(
    "exam",
    Text::new("查什么", "Examined"),
    Text::new("图墙下面查哪一样", "what is looked into under the wall"),
    VIEW,
    choice(EXAMS),
    Acts::AtOnce,
);
pub(super) const TILE: Param = one(
    "tile",
    Text::new("选中的一张", "The chosen one"),
    Text::new("图墙上第几张", "its number on the wall"),
    VIEW,
    number(1.0, 64.0, 1.0),
    Acts::AtOnce,
);
pub(super) const OTHER: Param = one(
    "other",
    Text::new("走到哪一张", "Walk to"),
    Text::new("插值的另一头", "the other end of the walk"),
    VIEW,
    number(1.0, 64.0, 2.0),
    Acts::AtOnce,
);
pub(super) const AXES: Param = one(
    "axes",
    Text::new("哪两维", "Which two dimensions"),
    Text::new("1 是第 1、2 维，2 是第 3、4 维，……", "1 for the first and second, 2 for the third and fourth, …"),
    VIEW,
    number(1.0, 50.0, 1.0),
    Acts::AtOnce,
);

pub(super) const PLACE: Param = one(
    "place",
    Text::new("图上哪一处", "Which place"),
    Text::new("8 × 8 的特征图上，从左上数起", "of 8 × 8 places, counted from the top left"),
    VIEW,
    number(1.0, 64.0, 19.0),
    Acts::AtOnce,
);

/// Whether a control of the studio is of use with the others as they are.
pub(super) fn shown(key: &str, params: &Params) -> bool {
    let (loss, exam) = (params.choice(TABLE, "loss"), params.choice(TABLE, "exam"));
    let energy = loss == "ebgan";
    match key {
        "variety" => params.choice(TABLE, "data") == "digits",
        "lambda" => loss == "wgan-gp",
        "bounded" | "pretrain" | "apart" => energy,
        "margin" => energy && params.switch(TABLE, "bounded"),
        "smooth" => loss == "non-saturating",
        "everywhere" => params.choice(TABLE, "norm") != "none",
        "mixed" => params.choice(TABLE, "norm") != "none" && loss != "wgan-gp",
        // What is chosen at the figures.
        "exam" | "tile" | "other" | "place" => false,
        "axes" => exam == "slice",
        _ => true,
    }
}
