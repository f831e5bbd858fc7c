//! Parameters of what stands in front of the classifier.

use super::{SHIELD, about, number, one};
use labkit::param::Acts;
use labkit::{Kind, Param, Text};

/// Shields.
const SHIELDS: &[(&str, Text)] = &[
    ("none", Text::new("无", "none")),
    ("blur", Text::new("模糊", "blurred")),
    ("bits", Text::new("减少灰阶", "fewer shades")),
    ("resize", Text::new("随机缩放、挪动", "scaled and moved at random")),
    ("blocks", Text::new("JPEG 那样压缩", "compressed as JPEG")),
    ("squeeze", Text::new("挤压检测器", "squeezing detector")),
];

const fn shielded(key: &'static str, label: Text, symbol: &'static str, help: Text, kind: Kind) -> Param {
    about(one(key, label, symbol, help, kind), SHIELD, Acts::AtOnce)
}

pub(super) const KIND: Param = about(
    one(
        "shield",
        Text::new("盾", "Shield"),
        "",
        Text::new("每张图先经过它", "every picture passes it first"),
        Kind::Choice { options: SHIELDS, default: 0 },
    ),
    SHIELD,
    Acts::AtOnce,
);
pub(super) const SIGMA: Param = shielded(
    "sigma",
    Text::new("模糊的宽度", "Width of the blur"),
    "σ",
    Text::new("高斯的标准差，像素", "standard deviation of a Gaussian, pixels"),
    number(0.3, 3.0, 1.0),
);
pub(super) const BITS: Param = shielded(
    "bits",
    Text::new("灰阶的位数", "Bits of grey"),
    "",
    Text::new("b 位有 2 的 b 次方个灰阶", "b bits are 2 to the b shades"),
    number(1.0, 8.0, 1.0),
);
pub(super) const SPARE: Param = shielded(
    "spare",
    Text::new("最多缩小多少", "Shrunk by at most"),
    "",
    Text::new("缩小后放到画面里随便一处", "then put anywhere in the frame"),
    number(0.05, 0.5, 0.2),
);
pub(super) const QUALITY: Param = shielded(
    "quality",
    Text::new("压缩质量", "Quality"),
    "",
    Text::new("和 JPEG 的一样，1 到 100", "as JPEG's, 1 to 100"),
    number(1.0, 95.0, 10.0),
);
pub(super) const KNOWS: Param = shielded(
    "knows",
    Text::new("攻击者知道它", "The attacker knows it"),
    "",
    Text::new("把盾当成网络的第一层来求梯度", "takes it for the first layer when it follows slopes"),
    Kind::Switch { default: false },
);
pub(super) const THRESHOLD: Param = about(
    one(
        "threshold",
        Text::new("报警的门槛", "Alarm above"),
        "",
        Text::new("挤压前后概率之差，L1，最大是 2", "gap between the probabilities, L1, at most 2"),
        number(0.0, 2.0, 0.5),
    ),
    SHIELD,
    Acts::Shows,
);
