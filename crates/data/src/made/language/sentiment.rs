//! Opinions whose sign needs grammar: negation, degree, contrast.
//!
//! A clause scores value × degree: an adjective's value is ±1 or ±2; *truly* and *really* make 1.5 of it, *quite* 0.8,
//! *not* −0.5, *not very* −0.3, *not at all* −1 (*not bad* is mild praise). Of two clauses the one after *but* counts
//! twice; *X, not Y* has the sign of X and the words of its opposite *Y, not X*, so no bag of words tells them apart.

use super::Language;
use crate::random::Random;

/// What is said of the subject.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clause {
    /// The adjective's value: −2, −1, 1 or 2.
    pub value: f32,
    /// By which it is multiplied.
    pub degree: f32,
}

/// An opinion and what made it.
#[derive(Debug, Clone, PartialEq)]
pub struct Opinion {
    /// Words and punctuation.
    pub words: Vec<&'static str>,
    /// One or two.
    pub clauses: Vec<Clause>,
    /// Sum over clauses of value · degree, the second one's twice after *but*. Never 0.
    pub score: f32,
}

const SUBJECTS: [(&str, &str); 8] = [
    ("film", "这 部 电影"),
    ("book", "这 本 书"),
    ("song", "这 首 歌"),
    ("lecture", "这 堂 课"),
    ("play", "这 出 戏"),
    ("story", "这个 故事"),
    ("game", "这个 游戏"),
    ("concert", "这 场 音乐会"),
];

const ADJECTIVES: [(&str, &str, f32); 12] = [
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

const DEGREES: [(&str, &str, f32); 7] = [
    ("", "很", 1.0),
    ("truly", "非常", 1.5),
    ("really", "真的 很", 1.5),
    ("quite", "挺", 0.8),
    ("not", "不", -0.5),
    ("not very", "不 太", -0.3),
    ("not at all", "一点 也 不", -1.0),
];

impl Opinion {
    /// Opinion `index`. Both signs come about as often. More than 20 000 different ones a language.
    #[must_use]
    pub fn draw(language: Language, seed: u64, index: u64) -> Self {
        let mut random = Random::of(seed, index);
        let subject = SUBJECTS[random.below(SUBJECTS.len())];
        let said = |english: &'static str, chinese: &'static str| match language {
            Language::English => english,
            Language::Chinese => chinese,
        };
        let mut opinion = Self { words: Vec::new(), clauses: Vec::new(), score: 0.0 };
        opinion.say(said("the", ""));
        opinion.say(said(subject.0, subject.1));
        let is = if random.chance(0.5) { "was" } else { "is" };
        opinion.say(said(is, ""));
        match random.below(3) {
            0 => {
                let (adjective, degree) = drawn(&mut random, |_| true);
                opinion.clause(adjective, degree, 1.0, said);
            }
            1 => {
                let (adjective, degree) = drawn(&mut random, |_| true);
                let score = opinion.clause(adjective, degree, 1.0, said);
                let but = random.chance(0.5);
                opinion.say(said(",", "，"));
                opinion.say(said(if but { "but it" } else { "and it" }, if but { "但是" } else { "而且" }));
                opinion.say(said(is, ""));
                let other = |(a, d): &(usize, usize)| {
                    let second = ADJECTIVES[*a].2 * DEGREES[*d].2;
                    *a != adjective && (second * score < 0.0) == but && (score + 2.0 * second).abs() > 0.05
                };
                let (adjective, degree) = drawn(&mut random, other);
                opinion.clause(adjective, degree, if but { 2.0 } else { 1.0 }, said);
            }
            _ => {
                let (one, _) = drawn(&mut random, |_| true);
                let (two, _) = drawn(&mut random, |(a, _)| ADJECTIVES[*a].2 * ADJECTIVES[one].2 < 0.0);
                opinion.clause(one, 0, 1.0, said);
                opinion.say(said(",", "，"));
                opinion.clause(two, 4, 0.1, said);
            }
        }
        opinion.say(said(".", "。"));
        opinion
    }

    /// Whether it is praise.
    #[must_use]
    pub fn praises(&self) -> bool {
        self.score > 0.0
    }

    fn say(&mut self, words: &'static str) {
        self.words.extend(words.split_whitespace());
    }

    /// Adds a clause and answers with its score.
    fn clause(
        &mut self,
        adjective: usize,
        degree: usize,
        weight: f32,
        said: impl Fn(&'static str, &'static str) -> &'static str,
    ) -> f32 {
        let (adjective, degree) = (ADJECTIVES[adjective], DEGREES[degree]);
        let tail = degree.0 == "not at all";
        self.say(said(if tail { "not" } else { degree.0 }, degree.1));
        self.say(said(adjective.0, adjective.1));
        self.say(said(if tail { "at all" } else { "" }, ""));
        self.clauses.push(Clause { value: adjective.2, degree: degree.2 });
        let score = adjective.2 * degree.2;
        self.score += weight * score;
        score
    }
}

/// An adjective and a degree, drawn until they fit.
fn drawn(random: &mut Random, fits: impl Fn(&(usize, usize)) -> bool) -> (usize, usize) {
    loop {
        let pair = (random.below(ADJECTIVES.len()), random.below(DEGREES.len()));
        // Nobody calls anything not very brilliant.
        let strong = ADJECTIVES[pair.0].2.abs() > 1.0;
        if fits(&pair) && !(strong && matches!(DEGREES[pair.1].0, "quite" | "not very")) {
            return pair;
        }
    }
}
