//! Parameters of the parts that must agree.

use super::number;
use labkit::param::Acts;
use labkit::{Kind, Param, Text};

const FACES: Text = Text::new("小脸", "The faces");
const NETWORKS: Text = Text::new("网络", "The networks");

pub(super) const AGREE: Param = Param {
    key: "p_agree",
    label: Text::new("两只眼睛一样灰", "Both eyes are of one grey"),
    symbol: "",
    help: Text::new("关掉后每只眼睛各抽各的", "off: each eye draws its own"),
    group: FACES,
    kind: Kind::Switch { default: true },
    acts: Acts::Restarts,
    when: Some(("task", "parts")),
};
pub(super) const CODE: Param = Param {
    key: "p_code",
    label: Text::new("隐向量的维数", "Numbers of a code"),
    symbol: "z",
    help: Text::new("GAN 与自编码器相同", "of the GAN and the auto-encoder alike"),
    group: NETWORKS,
    kind: number(1.0, 32.0, 8.0),
    ..AGREE
};
