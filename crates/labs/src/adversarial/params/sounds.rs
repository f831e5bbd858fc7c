//! Parameters of the attack on vowels.

use super::number;
use labkit::param::Acts;
use labkit::{Kind, Param, Text};

const GROUP: Text = Text::new("声音", "Sounds");

const fn one(key: &'static str, label: Text, symbol: &'static str, help: Text, kind: Kind, acts: Acts) -> Param {
    Param { key, label, symbol, help, group: GROUP, kind, acts, when: Some(("task", "sounds")) }
}

/// What a vowel is to be heard as.
pub(in super::super) const AIMS: &[(&str, Text)] = &[
    ("other", Text::new("别的就行", "anything else")),
    ("i", Text::same("i")),
    ("e", Text::same("ɛ")),
    ("a", Text::same("ɑ")),
    ("o", Text::same("ɔ")),
    ("u", Text::same("u")),
];

/// Least signal-to-noise ratio, dB.
pub(super) const NOISE: Param = one(
    "snr",
    Text::new("信噪比至少", "SNR, at least"),
    "dB",
    Text::new(
        "原声的能量与噪声的能量之比；30 dB 是 1000 倍",
        "energy of the sound over that of the noise; 30 dB is 1000 times",
    ),
    number(10.0, 60.0, 30.0),
    Acts::AtOnce,
);
pub(super) const AIM: Param = one(
    "heard_as",
    Text::new("听成", "Heard as"),
    "",
    Text::new("要它听成什么；本来就是它的不算", "what it is to be heard as; those that are that vowel do not count"),
    Kind::Choice { options: AIMS, default: 0 },
    Acts::AtOnce,
);
pub(super) const ROUNDS: Param = one(
    "sound_rounds",
    Text::new("走几步", "Steps"),
    "T",
    Text::new("成功了就缩小噪声，没成功就放大", "the noise shrinks where it succeeds and grows where it does not"),
    number(1.0, 100.0, 40.0),
    Acts::AtOnce,
);
pub(super) const SAID: Param = one(
    "said",
    Text::new("第几个元音", "Which vowel"),
    "",
    Text::new("没听过的里面的一个", "of the unheard ones"),
    number(0.0, 39.0, 0.0),
    Acts::Shows,
);
