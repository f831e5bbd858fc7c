//! How both networks are made, and what they are fed.

use super::{choice, log, number, one};
use labkit::param::Acts;
use labkit::{Param, Text};

const NETS: Text = Text::new("两个网络", "The two networks");

pub(in super::super) const BATCH: Param = one(
    "batch",
    Text::new("一批几个", "Points of a batch"),
    "m",
    Text::new("真的、假的各这么多", "so many real, as many generated"),
    NETS,
    log(16.0, 256.0, 64.0),
    Acts::Restarts,
);
pub(in super::super) const WIDTH: Param = one(
    "width",
    Text::new("每层几个单元", "Units of a layer"),
    "",
    Text::new("两个网络一样", "the same in both networks"),
    NETS,
    log(4.0, 128.0, 64.0),
    Acts::Restarts,
);
pub(in super::super) const DEPTH: Param = one(
    "depth",
    Text::new("几个隐藏层", "Hidden layers"),
    "",
    Text::new("两个网络一样；方阵习惯 3，别的 2", "the same in both networks; the grid has 3, others 2"),
    NETS,
    choice(&[
        ("own", Text::new("照数据的习惯", "as the data have it")),
        ("1", Text::same("1")),
        ("2", Text::same("2")),
        ("3", Text::same("3")),
        ("4", Text::same("4")),
    ]),
    Acts::Restarts,
);
pub(in super::super) const BEND: Param = one(
    "bend",
    Text::new("D 的激活函数", "Activation of D"),
    "",
    Text::new("G 用 ReLU", "G has ReLU"),
    NETS,
    choice(&[("leaky", Text::same("leaky ReLU 0.2")), ("relu", Text::same("ReLU")), ("tanh", Text::same("tanh"))]),
    Acts::Restarts,
);
pub(in super::super) const LATENT: Param = one(
    "latent",
    Text::new("z 有几维", "Dimensions of z"),
    "",
    Text::new("生成器的输入", "what the generator is given"),
    NETS,
    number(1.0, 8.0, 2.0),
    Acts::Restarts,
);
pub(in super::super) const PRIOR: Param = one(
    "prior",
    Text::new("z 的分布", "Distribution of z"),
    "",
    Text::new(
        "生成器的输入从哪里抽；方阵习惯均匀，别的正态",
        "where the generator's input is drawn from; the grid has uniform, others normal",
    ),
    NETS,
    choice(&[
        ("own", Text::new("照数据的习惯", "as the data have it")),
        ("normal", Text::new("正态", "normal")),
        ("uniform", Text::new("均匀，−1 到 1", "uniform, −1 to 1")),
    ]),
    Acts::Restarts,
);
