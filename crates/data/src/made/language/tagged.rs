//! Sentences with a tag at each word. Some words are two parts of speech (can, saw, book, watch, duck, light), so that
//! tagging needs the words around; cities of a journey are origin or destination by the words before them alone.

use super::Language;
use super::template::{Slots, Template, Word};
use crate::random::Random;

macro_rules! templates {
    ($($english:literal $chinese:literal)+) => {
        /// All sentences. With the [lexicon](super::lexicon) they make 380 904 in each language.
        pub const TEMPLATES: &[Template] = &[$(Template { english: $english, chinese: $chinese }),+];
    };
}

templates! {
    "PERSON MET the/DET/the ADJ ANIMAL at/ADP/at the/DET PLACE ./PUNCT/stop"
    "PERSON 在/ADP/at PLACE MET 了/PART 那/DET/the 只/NOUN ADJ 的/PART ANIMAL 。/PUNCT/stop"

    "on/ADP DAY PERSON1 gave/VERB/gave PERSON2 a/DET/one FOOD ./PUNCT/stop"
    "DAY PERSON1 给/VERB/gave 了/PART PERSON2 一/NUM/one 个/NOUN FOOD 。/PUNCT/stop"

    "PERSON is/AUX/now reading/VERB/read a/DET/one BOOK at/ADP/at the/DET PLACE ./PUNCT/stop"
    "PERSON 正/ADV/now 在/ADP/at PLACE 读/VERB/read 一/NUM/one 本/NOUN BOOK 。/PUNCT/stop"

    "PERSON1 and/CCONJ/and PERSON2 live/VERB/live in/ADP/in CITY ./PUNCT/stop"
    "PERSON1 和/CCONJ/and PERSON2 住/VERB/live 在/ADP/in CITY 。/PUNCT/stop"

    "where/ADV/where do/AUX PERSON1 and/CCONJ/and PERSON2 live/VERB/live ?/PUNCT/stop"
    "PERSON1 和/CCONJ/and PERSON2 住/VERB/live 在/ADP 哪里/PRON/where ？/PUNCT/stop"

    "what/PRON/what did/AUX/did PERSON eat/VERB/eat on/ADP DAY ?/PUNCT/stop"
    "PERSON DAY 吃/VERB/eat 了/PART/did 什么/PRON/what ？/PUNCT/stop"

    "PERSON does/AUX not/PART/not like/VERB/like STUFF ./PUNCT/stop"
    "PERSON 不/ADV/not 喜欢/VERB/like STUFF 。/PUNCT/stop"

    "the/DET ANIMAL1 is/AUX COMPARED than/ADP/than the/DET ANIMAL2 ./PUNCT/stop"
    "ANIMAL1 比/ADP/than ANIMAL2 COMPARED 。/PUNCT/stop"

    "PERSON saw/VERB/saw NUMBER ANIMALS at/ADP/at the/DET PLACE ./PUNCT/stop"
    "PERSON 在/ADP/at PLACE 看见/VERB/saw 了/PART NUMBER 只/NOUN ANIMALS 。/PUNCT/stop"

    "if/SCONJ/if it/PRON rains/VERB/rain on/ADP DAY ,/PUNCT/comma PERSON will/AUX/will stay/VERB/stay at/ADP/at \
     home/NOUN/home ./PUNCT/stop"
    "如果/SCONJ/if DAY 下雨/VERB/rain ，/PUNCT/comma PERSON 就/ADV/will 待/VERB/stay 在/ADP/at 家里/NOUN/home 。/PUNCT/stop"

    "the/DET/the THING that/PRON/that PERSON bought/VERB/buy in/ADP/in CITY is/AUX broken/ADJ/broken ./PUNCT/stop"
    "PERSON 在/ADP/in CITY 买/VERB/buy 的/PART/that 那/DET/the 把/NOUN THING 坏/ADJ/broken 了/PART 。/PUNCT/stop"

    "PERSON1 told/VERB/told PERSON2 that/SCONJ the/DET/the ANIMAL was/AUX ADJ ./PUNCT/stop"
    "PERSON1 告诉/VERB/told PERSON2 那/DET/the 只/NOUN ANIMAL 很/ADV ADJ 。/PUNCT/stop"

    "PERSON has/AUX/has never/ADV/never been/VERB/been to/ADP CITY ./PUNCT/stop"
    "PERSON 从来/ADV/never 没/ADV/never 去/VERB/been 过/PART/has CITY 。/PUNCT/stop"

    "the/DET/the ANIMAL ate/VERB/ate the/DET/that FOOD because/SCONJ/because it/PRON/it was/AUX hungry/ADJ/how \
     ./PUNCT/stop"
    "那/DET/the 只/NOUN ANIMAL 吃/VERB/ate 了/PART 那/DET/that 个/NOUN FOOD ，/PUNCT 因为/SCONJ/because 它/PRON/it 很/ADV \
     饿/ADJ/how 。/PUNCT/stop"

    "the/DET/the ANIMAL ate/VERB/ate the/DET/that FOOD because/SCONJ/because it/PRON/it was/AUX sweet/ADJ/how \
     ./PUNCT/stop"
    "那/DET/the 只/NOUN ANIMAL 吃/VERB/ate 了/PART 那/DET/that 个/NOUN FOOD ，/PUNCT 因为/SCONJ/because 它/PRON/it 很/ADV \
     甜/ADJ/how 。/PUNCT/stop"

    "PERSON1 can/AUX/can open/VERB/open the/DET/the can/NOUN/tin for/ADP/for PERSON2 ./PUNCT/stop"
    "PERSON1 能/AUX/can 帮/ADP/for PERSON2 打开/VERB/open 这/DET/the 个/NOUN 罐头/NOUN/tin 。/PUNCT/stop"

    "PERSON saw/VERB/see a/DET/one saw/NOUN/tool at/ADP/at the/DET PLACE ./PUNCT/stop"
    "PERSON 在/ADP/at PLACE 看见/VERB/see 了/PART 一/NUM/one 把/NOUN 锯子/NOUN/tool 。/PUNCT/stop"

    "PERSON likes/VERB/like to/PART watch/VERB/look the/DET/the ADJ ANIMAL ./PUNCT/stop"
    "PERSON 喜欢/VERB/like 看/VERB/look 那/DET/the 只/NOUN ADJ 的/PART ANIMAL 。/PUNCT/stop"

    "PERSON lost/VERB/lose a/DET/one watch/NOUN/clock at/ADP/at the/DET PLACE ./PUNCT/stop"
    "PERSON 在/ADP/at PLACE 丢/VERB/lose 了/PART 一/NUM/one 块/NOUN 手表/NOUN/clock 。/PUNCT/stop"

    "PERSON wants/VERB/want to/PART book/VERB/order a/DET/one room/NOUN/room in/ADP/in CITY ./PUNCT/stop"
    "PERSON 想/AUX/want 在/ADP/in CITY 订/VERB/order 一/NUM/one 间/NOUN 房间/NOUN/room 。/PUNCT/stop"

    "PERSON will/AUX/will light/VERB/kindle the/DET/the lamp/NOUN/lamp on/ADP DAY ./PUNCT/stop"
    "PERSON DAY 会/AUX/will 点亮/VERB/kindle 那/DET/the 盏/NOUN 灯/NOUN/lamp 。/PUNCT/stop"

    "the/DET light/NOUN/lamp at/ADP/at the/DET PLACE in/ADP CITY is/AUX on/ADV/on ./PUNCT/stop"
    "CITY PLACE 的/PART/at 灯/NOUN/lamp 亮/VERB/on 着/PART 。/PUNCT/stop"

    "I/PRON/I would/AUX/would like/VERB/would to/PART arrive/VERB/arrive in/ADP DESTINATION on/ADP DAY ./PUNCT/stop"
    "我/PRON/I 想/AUX/would DAY 到达/VERB/arrive DESTINATION 。/PUNCT/stop"

    "I/PRON/I would/AUX/would like/VERB/would to/PART leave/VERB/leave ORIGIN on/ADP DAY ./PUNCT/stop"
    "我/PRON/I 想/AUX/would DAY 离开/VERB/leave ORIGIN 。/PUNCT/stop"

    "please/INTJ/please book/VERB/order a/DET/one ticket/NOUN/ticket from/ADP/from ORIGIN to/ADP/to DESTINATION \
     for/ADP DAY ./PUNCT/stop"
    "请/VERB/please 订/VERB/order 一/NUM/one 张/NOUN DAY 从/ADP/from ORIGIN 到/ADP/to DESTINATION 的/PART 票/NOUN/ticket \
     。/PUNCT/stop"

    "PERSON will/AUX/will go/VERB/go to/ADP DESTINATION from/ADP/from ORIGIN on/ADP DAY ./PUNCT/stop"
    "PERSON DAY 要/AUX/will 从/ADP/from ORIGIN 去/VERB/go DESTINATION 。/PUNCT/stop"
}

/// Sentence `index`, its words with part of speech and entity. All templates come as often.
#[must_use]
pub fn tagged(language: Language, seed: u64, index: u64) -> Vec<Word> {
    let (template, slots) = draw(seed, index);
    let pieces = if language == Language::English { template.english } else { template.chinese };
    slots.fill(language, pieces)
}

/// The template of sentence `index` and the entries of its slots.
pub(super) fn draw(seed: u64, index: u64) -> (Template, Slots) {
    let mut random = Random::of(seed, index);
    let template = TEMPLATES[random.below(TEMPLATES.len())];
    let mut slots = Slots::default();
    slots.draw(template.english, &mut random);
    (template, slots)
}
