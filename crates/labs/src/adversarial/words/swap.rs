//! Which word may stand for which: only one of the same kind, and only where the grammar still gives the same verdict.

use data::made::language::{Language, Opinion};

/// Adjectives with their values.
const ADJECTIVES: &[(&str, &str, f32)] = &[
    ("good", "好", 1.0),
    ("funny", "有趣", 1.0),
    ("moving", "感人", 1.0),
    ("clever", "巧妙", 1.0),
    ("brilliant", "出色", 2.0),
    ("exciting", "精彩", 2.0),
    ("bad", "差", -1.0),
    ("boring", "无聊", -1.0),
    ("dull", "沉闷", -1.0),
    ("silly", "幼稚", -1.0),
    ("awful", "糟糕", -2.0),
    ("annoying", "讨厌", -2.0),
];

/// Words that multiply what follows by a number above 0. Words of denial stay, and what joins two clauses.
const DEGREES: &[(&str, f32)] = &[("truly", 1.5), ("really", 1.5), ("quite", 0.8)];
const CHINESE_DEGREES: &[(&str, f32)] = &[("很", 1.0), ("非常", 1.5), ("挺", 0.8)];

/// What it is about, and when it was.
const SUBJECTS: &[&str] = &["film", "book", "song", "lecture", "play", "story", "game", "concert"];
const TENSES: &[&str] = &["is", "was"];

/// Measure words with what they count; a swap of either leaves such a pair.
const COUNTED: &[(&str, &[&str])] = &[
    ("部", &["电影", "书", "戏"]),
    ("场", &["音乐会", "电影", "戏", "游戏"]),
    ("出", &["戏"]),
    ("本", &["书"]),
    ("首", &["歌"]),
    ("堂", &["课"]),
    ("这个", &["故事", "游戏"]),
];

fn value(word: &str) -> Option<f32> {
    ADJECTIVES.iter().find(|(english, chinese, _)| *english == word || *chinese == word).map(|(.., value)| *value)
}

fn degrees(language: Language) -> &'static [(&'static str, f32)] {
    if language == Language::English { DEGREES } else { CHINESE_DEGREES }
}

/// What the word at `place` multiplies its clause by; 真的 很 is one degree of two words, and stays.
fn degree(language: Language, words: &[&str], place: usize) -> Option<f32> {
    let word = words.get(place)?;
    let whole = place.checked_sub(1).and_then(|before| words.get(before)) != Some(&"真的");
    degrees(language).iter().find(|(degree, _)| degree == word && whole).map(|(_, times)| *times)
}

/// Whether the grammar gives `words`, which `opinion` has become, the verdict of `opinion`: the score is a sum over clauses of weight ×
/// value × degree, and a swap changes values and degrees.
pub(super) fn keeps(language: Language, opinion: &Opinion, words: &[&str]) -> bool {
    let places = || (0..words.len()).filter(|place| value(opinion.words[*place]).is_some());
    let scores = opinion.clauses.iter().zip(places()).map(|(clause, place)| {
        let times = |words: &[&str]| place.checked_sub(1).and_then(|before| degree(language, words, before));
        let stronger = times(words).unwrap_or(1.0) / times(&opinion.words).unwrap_or(1.0);
        let adjective = value(words[place]).unwrap_or(clause.value);
        (clause.value * clause.degree, adjective * clause.degree * stronger)
    });
    let scores: Vec<(f32, f32)> = scores.collect();
    // Of two clauses the first counts once; what the second counts follows from the score.
    let score = match scores[..] {
        [(_, now)] => now,
        [(first, now), (second, then)] => now + (opinion.score - first) / second * then,
        _ => opinion.score,
    };
    score * opinion.score > 0.0
}

/// The words that may stand at `place` instead of what is there.
pub(super) fn instead(language: Language, words: &[&str], place: usize) -> Vec<&'static str> {
    let Some(word) = words.get(place).copied() else { return Vec::new() };
    let other = |words: &[&'static str]| words.iter().copied().filter(|other| *other != word).collect::<Vec<_>>();
    let english = language == Language::English;
    if let Some(now) = value(word) {
        // Praise for praise, blame for blame.
        let like = ADJECTIVES.iter().filter(|(.., value)| value * now > 0.0);
        return other(&like.map(|(en, zh, _)| if english { *en } else { *zh }).collect::<Vec<_>>());
    }
    if degree(language, words, place).is_some() {
        return other(&degrees(language).iter().map(|(degree, _)| *degree).collect::<Vec<_>>());
    }
    if english {
        return [SUBJECTS, TENSES].into_iter().find(|kind| kind.contains(&word)).map_or_else(Vec::new, other);
    }
    let before = place.checked_sub(1).and_then(|before| words.get(before)).copied();
    let pair = |(measure, counted): &&(&str, &[&str])| before == Some(*measure) && counted.contains(&word);
    if let Some((_, counted)) = COUNTED.iter().find(pair) {
        return other(counted);
    }
    let (Some(next), false) = (words.get(place + 1), word == "这个") else { return Vec::new() };
    if !COUNTED.iter().any(|(measure, _)| *measure == word) {
        return Vec::new();
    }
    let fits = COUNTED.iter().filter(|(measure, counted)| *measure != "这个" && counted.contains(next));
    other(&fits.map(|(measure, _)| *measure).collect::<Vec<_>>())
}
