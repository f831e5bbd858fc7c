//! Parameters of the exhibit on one noise for all.

use super::{ATTACK, TASK_UNIVERSAL, number};
use labkit::param::Acts;
use labkit::{Kind, Param, Text};

const fn own(key: &'static str, label: Text, symbol: &'static str, help: Text, kind: Kind) -> Param {
    Param { key, label, symbol, help, group: ATTACK, kind, acts: Acts::AtOnce, when: TASK_UNIVERSAL }
}

pub(super) const EPS: Param = own(
    "uni_eps",
    Text::new("半径", "Radius"),
    "ε",
    Text::new("噪声的每个像素最多多大，像素从 0 到 1", "largest pixel of the noise, of 0 to 1"),
    number(0.0, 0.5, 0.2),
);
pub(super) const ROUNDS: Param = own(
    "uni_rounds",
    Text::new("走几步", "Steps"),
    "T",
    Text::new("每步把 128 个训练用的数字的梯度加起来", "each adds the gradients of 128 digits of training"),
    number(5.0, 400.0, 80.0),
);
