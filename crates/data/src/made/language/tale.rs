//! Short tales of one plot in many dresses, for language models (the role of Eldan and Li 2023, TinyStories): an animal
//! loses a thing and finds it with a friend. Everything that is named twice stays the same, and questions ask for it.

use super::Language;
use super::template::{Slots, Template, Word};
use crate::random::Random;

/// A tale, its facts, and questions about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tale {
    /// Six, one of each act.
    pub sentences: Vec<Vec<Word>>,
    /// What was drawn: hero (`PERSON1`, `ANIMAL1`, `ADJ`), friend (`PERSON2`, `ANIMAL2`), `THING`, `COUNTRYSIDE`,
    /// `SPOT`, `FOOD`, `WEATHER`, `MOOD`.
    pub facts: Slots,
    /// Question and answer, as words.
    pub questions: Vec<(Vec<Word>, Vec<Word>)>,
}

macro_rules! template {
    ($english:literal $chinese:literal) => {
        Template { english: $english, chinese: $chinese }
    };
}

const ACTS: [&[Template]; 6] = [
    &[
        template!(
            "once upon a time there was a ADJ ANIMAL1 called PERSON1 ."
            "从前 有 一 只 ADJ 的 ANIMAL1 ， 名叫 PERSON1 。"
        ),
        template!(
            "there once lived a ADJ ANIMAL1 , and its name was PERSON1 ."
            "很久 以前 ， 有 一 只 ADJ 的 ANIMAL1 ， 它 的 名字 是 PERSON1 。"
        ),
        template!(
            "this is the story of PERSON1 , a ADJ ANIMAL1 ."
            "这 是 ANIMAL1 PERSON1 的 故事 ， 它 是 一 只 ADJ 的 小 动物 。"
        ),
    ],
    &[
        template!(
            "one WEATHER morning PERSON1 took the THING and went to the COUNTRYSIDE ."
            "一个 WEATHER 的 早晨 ， PERSON1 带着 THING 去 了 COUNTRYSIDE 。"
        ),
        template!(
            "on a WEATHER day PERSON1 carried a THING to the COUNTRYSIDE ."
            "在 一个 WEATHER 的 日子 ， PERSON1 把 THING 带到 了 COUNTRYSIDE 。"
        ),
    ],
    &[
        template!("but when PERSON1 looked around , the THING was gone !" "可是 PERSON1 一 回头 ， THING 不见 了 ！"),
        template!(
            "there PERSON1 fell asleep , and in the meantime the THING disappeared ."
            "PERSON1 在 那里 睡着 了 ， 醒来 时 THING 不见 了 。"
        ),
        template!("suddenly PERSON1 could not find the THING any more ." "忽然 ， PERSON1 找不到 THING 了 。"),
    ],
    &[
        template!(
            "PERSON2 the ANIMAL2 came by and said : let us look together ."
            "ANIMAL2 PERSON2 走 过来 说 ： 我们 一起 找 吧 。"
        ),
        template!("PERSON1 asked PERSON2 the ANIMAL2 for help ." "PERSON1 请 ANIMAL2 PERSON2 帮忙 。"),
    ],
    &[
        template!("they looked SPOT , and there was the THING ." "它们 到 SPOT 一 找 ， THING 就 在 那里 。"),
        template!("at last they found the THING SPOT ." "最后 ， 它们 在 SPOT 找到 了 THING 。"),
    ],
    &[
        template!("PERSON1 was MOOD and gave PERSON2 a FOOD ." "PERSON1 很 MOOD ， 送 给 PERSON2 一 个 FOOD 。"),
        template!(
            "PERSON1 was so MOOD that they shared a FOOD , and since then they have been friends ."
            "PERSON1 很 MOOD ， 它们 分 吃 了 一 个 FOOD ， 从此 成 了 好 朋友 。"
        ),
    ],
];

const QUESTIONS: [(Template, Template); 6] = [
    (template!("what did PERSON1 lose ?" "PERSON1 丢 了 什么 ？"), template!("the THING" "THING")),
    (template!("where was the THING ?" "THING 在 哪里 ？"), template!("SPOT" "SPOT")),
    (template!("who helped PERSON1 ?" "谁 帮 了 PERSON1 ？"), template!("PERSON2" "PERSON2")),
    (template!("what is PERSON1 ?" "PERSON1 是 什么 ？"), template!("a ANIMAL1" "ANIMAL1")),
    (template!("where did PERSON1 go ?" "PERSON1 去 了 哪里 ？"), template!("the COUNTRYSIDE" "COUNTRYSIDE")),
    (template!("what did they eat ?" "它们 吃 了 什么 ？"), template!("a FOOD" "FOOD")),
];

impl Tale {
    /// Tale `index`. Facts and wordings make more than 10¹² of them a language; facts are the same in both.
    #[must_use]
    pub fn draw(language: Language, seed: u64, index: u64) -> Self {
        let mut random = Random::of(seed, index);
        let acts = ACTS.map(|wordings| wordings[random.below(wordings.len())]);
        let mut facts = Slots::default();
        for act in acts {
            facts.draw(act.english, &mut random);
        }
        let said = |template: Template| {
            facts.fill(language, if language == Language::English { template.english } else { template.chinese })
        };
        let sentences = acts.map(said).into();
        // Who is given a thing does not have to eat it.
        let shared = acts[5].english.contains("shared");
        let asked = if shared { &QUESTIONS[..] } else { &QUESTIONS[..5] };
        let questions = asked.iter().map(|&(question, answer)| (said(question), said(answer))).collect();
        Self { sentences, facts, questions }
    }
}
