//! Names that nobody bears.

use super::Kind;
use crate::random::Random;

/// A name in Chinese and in English, each of syllables of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Two or three characters, the first of the type.
    pub zh: String,
    /// Two or three syllables, the first of the type.
    pub en: String,
}

impl Name {
    /// A name for a creature of this type.
    #[must_use]
    pub fn draw(kind: Kind, random: &mut Random) -> Self {
        let (first, stems) = stems(kind);
        let part = |random: &mut Random, parts: &[&str]| parts[random.below(parts.len())].to_owned();
        let mut zh = part(random, first);
        let mut en = part(random, stems);
        for _ in 0..1 + random.below(2) {
            zh += &part(random, &["咕", "噜", "咪", "嘟", "菲", "诺", "朵", "啾", "莫", "洛", "贝", "吉"]);
        }
        en += &part(random, &["a", "o", "i", "u", "e"]);
        en += &part(random, &["mo", "lu", "pip", "bun", "wick", "dle", "gus", "nook", "fin", "tuk", "ral", "zel"]);
        Self { zh, en }
    }
}

fn stems(kind: Kind) -> (&'static [&'static str], &'static [&'static str]) {
    match kind {
        Kind::Normal => (&["团", "毛", "软"], &["Fuzz", "Nubb", "Mopp"]),
        Kind::Fire => (&["焰", "烬", "烛"], &["Cind", "Blaz", "Scorp"]),
        Kind::Water => (&["泡", "涟", "汐"], &["Ripp", "Plash", "Brin"]),
        Kind::Grass => (&["芽", "苔", "藤"], &["Sprig", "Moss", "Fern"]),
        Kind::Electric => (&["闪", "雷", "滋"], &["Zapp", "Volt", "Crack"]),
        Kind::Rock => (&["砾", "岩", "磐"], &["Grav", "Pebb", "Crag"]),
        Kind::Ice => (&["霜", "雪", "凛"], &["Frost", "Glac", "Sleet"]),
        Kind::Ghost => (&["幽", "影", "魅"], &["Wisp", "Gloam", "Shad"]),
    }
}
