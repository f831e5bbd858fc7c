//! Parameters of the attack on sentences.

use super::number;
use labkit::param::Acts;
use labkit::{Kind, Param, Text};

const GROUP: Text = Text::new("文字", "Words");

const fn one(key: &'static str, label: Text, help: Text, kind: Kind, acts: Acts) -> Param {
    Param { key, label, symbol: "", help, group: GROUP, kind, acts, when: Some(("task", "words")) }
}

const TONGUES: &[(&str, Text)] = &[("en", Text::new("英语", "English")), ("zh", Text::new("汉语", "Chinese"))];

pub(super) const TONGUE: Param = one(
    "words_in",
    Text::new("句子的语言", "Sentences in"),
    Text::new("换一种，从头训练", "another one learns from the start"),
    Kind::Choice { options: TONGUES, default: 0 },
    Acts::Restarts,
);
/// Sentences that are learnt from.
pub(super) const READ: Param = one(
    "read",
    Text::new("读过几句", "Sentences read"),
    Text::new("训练用的不同句子；一共两万多种", "different ones in training; there are over 20 000"),
    number(50.0, 4000.0, 100.0),
    Acts::Restarts,
);
pub(super) const SWAPS: Param = one(
    "swaps",
    Text::new("最多换几个词", "Words swapped, at most"),
    Text::new("每次换一个最有用的", "the most useful one at a time"),
    number(0.0, 4.0, 2.0),
    Acts::AtOnce,
);
pub(super) const SENTENCE: Param = one(
    "which",
    Text::new("第几句", "Which sentence"),
    Text::new("没读过的里面的一句", "of the unread ones"),
    number(0.0, 199.0, 0.0),
    Acts::Shows,
);
