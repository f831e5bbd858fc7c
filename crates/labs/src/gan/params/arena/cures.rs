//! Remedies, and in how many seeds one works.

use super::{choice, log, number, one};
use labkit::param::Acts;
use labkit::{Kind, Param, Text};

const CURES: Text = Text::new("药方", "Remedies");

pub(in super::super) const MEMBERS: Param = one(
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
pub(in super::super) const UNROLLED: Param = one(
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
pub(in super::super) const ALIKE: Param = one(
    "alike",
    Text::new("小批判别", "Batch discrimination"),
    "",
    Text::new("让 D 看到一批里的点有多像", "lets D see how alike the points of a batch are"),
    CURES,
    Kind::Switch { default: false },
    Acts::Restarts,
);
pub(in super::super) const MATCHING: Param = one(
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
pub(in super::super) const WEIGHT: Param = one(
    "weight",
    Text::new("它的权重", "Its weight"),
    "",
    Text::new("加上多少", "how much of it is added"),
    CURES,
    log(0.01, 10.0, 1.0),
    Acts::AtOnce,
);
pub(in super::super) const SHARE: Param = one(
    "replay",
    Text::new("重放旧样本", "Old samples again"),
    "",
    Text::new("D 的假样本里有多少来自以前的 G", "share of D's generated points that come from earlier generators"),
    CURES,
    number(0.0, 0.5, 0.0),
    Acts::AtOnce,
);
pub(in super::super) const PULL: Param = one(
    "pull",
    Text::new("历史平均", "Historical averaging"),
    "",
    Text::new("加上 w‖θ − θ 的历史平均‖²", "adds w‖θ − mean of all θ so far‖²"),
    CURES,
    number(0.0, 1.0, 0.0),
    Acts::AtOnce,
);
pub(in super::super) const NOISE: Param = one(
    "noise",
    Text::new("给 D 看的点加噪声", "Noise on what D sees"),
    "",
    Text::new("真假都加，标准差", "on both kinds of points, standard deviation"),
    CURES,
    number(0.0, 1.0, 0.0),
    Acts::AtOnce,
);
pub(in super::super) const OFTEN: Param = one(
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
