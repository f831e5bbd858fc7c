//! Praise or not: filters that read n-grams, and filters along an axis that means nothing.

mod net;
mod words;

use super::learner::{Learner, Names, largest, write};
use super::params::TABLE;
use crate::exhibit::{Exhibit, Shown, engine, panel};
use compute::{Device, EngineError, Machine, Plan};
use data::made::language::{Language, Opinion, Vocabulary};
use data::random::Random;
use labkit::frame::TableData;
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params, Sentence};
use net::{FILTERS, WIDTH, asked, shuffled, training};
use std::collections::BTreeSet;
use words::{LENGTH, cut, feels, known, row, vocabulary};

const NAMES: Names = &[("words", 1), ("numbers", 2)];
const BATCH: usize = 64;
const TRAIN: u64 = 3000;
const EXAM: usize = 400;
const EVERY: u64 = 20;
const RATE: f32 = 5e-3;
/// What tells the exam's sentences from those of training.
const APART: u64 = 0x7465_7874_0000_0000;
/// N-grams of the sentence on view that are shown.
const SHOWN: usize = 6;

pub(super) struct Text {
    learner: Learner,
    seed: u64,
    language: Language,
    vocabulary: Vocabulary,
    gram: usize,
    train: Vec<Opinion>,
    exam: Vec<Opinion>,
    examined: Machine,
    asked: Machine,
    /// What the reader typed, in words.
    sentence: Vec<String>,
    /// The order of the embedding's dimensions on view.
    order: Vec<usize>,
    seen: Seen,
    fresh: bool,
}

/// What came of the exam and of the sentence on view.
#[derive(Default)]
struct Seen {
    /// Share of right answers with the dimensions in their order, and in the one on view.
    straight: [f64; 2],
    other: [f64; 2],
    /// By how much a logit changed at most.
    moved: [f64; 2],
    /// Share of right answers where there is a negation.
    negated: f64,
    /// Share of sentences whose decisive n-gram holds the word that carries the opinion, and share of all n-grams that do.
    caught: f64,
    by_chance: f64,
    /// Of the sentence.
    logits: [f32; 2],
    grams: Vec<Gram>,
}

/// Where a filter answers most, and what that adds to the logit.
#[derive(Debug, Clone, Copy)]
struct Gram {
    filter: usize,
    first: usize,
    adds: f32,
}

/// For each filter, where in a sentence it answers most; behind the sentence only where nothing in it answers more.
fn grams(responses: &[f32], out: &[f32]) -> Vec<Gram> {
    let places = responses.len() / FILTERS;
    let each = responses.chunks_exact(places).zip(out).enumerate();
    each.map(|(filter, (places, weight))| {
        let first = largest(places);
        Gram { filter, first, adds: places[first] * weight }
    })
    .collect()
}

impl Text {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let language = if params.choice(TABLE, "tongue") == "zh" { Language::Chinese } else { Language::English };
        let (vocabulary, gram) = (vocabulary(language), params.number(TABLE, "gram").round().max(1.0) as usize);
        let train: Vec<Opinion> = (0..TRAIN).map(|index| Opinion::draw(language, seed, index)).collect();
        let read: BTreeSet<&[&str]> = train.iter().map(|opinion| &*opinion.words).collect();
        let fresh = (0..).map(|index| Opinion::draw(language, seed ^ APART, index)).filter(|opinion| !read.contains(&*opinion.words));
        let exam: Vec<Opinion> = fresh.take(EXAM).collect();
        let made = || -> Result<_, EngineError> {
            let (program, nets) = training(vocabulary.len(), gram, BATCH);
            let mut learner = Learner::new(device, &program, &nets, NAMES, seed)?;
            learner.machine.write("lr", &[RATE])?;
            let mut examined = device.machine(asked(vocabulary.len(), gram, EXAM).compile()?)?;
            let x = exam.iter().flat_map(|opinion| row(&vocabulary, opinion.words.iter().copied())).collect();
            write(&mut examined, &[("x", x)])?;
            Ok((learner, examined, device.machine(asked(vocabulary.len(), gram, 1).compile()?)?))
        };
        let (learner, examined, asked) = made().map_err(engine)?;
        let (sentence, order, seen, fresh) = (Vec::new(), Vec::new(), Seen::default(), false);
        let mut this =
            Self { learner, seed, language, vocabulary, gram, train, exam, examined, asked, sentence, order, seen, fresh };
        this.tune(params)?;
        Ok(this)
    }

    fn batch(&self, step: u64) -> Vec<(&'static str, Vec<f32>)> {
        let mut random = Random::of(self.seed ^ 1, step);
        let picked: Vec<&Opinion> = (0..BATCH).filter_map(|_| random.pick(&self.train)).collect();
        let x = picked.iter().flat_map(|opinion| row(&self.vocabulary, opinion.words.iter().copied())).collect();
        vec![("x", x), ("y", picked.iter().map(|opinion| f32::from(u8::from(opinion.praises()))).collect())]
    }

    async fn work(&mut self, steps: u32) -> Result<(), EngineError> {
        if self.learner.left.right.is_empty() {
            self.examine().await?;
        }
        for _ in 0..steps {
            let batch = self.batch(self.learner.left.step);
            self.learner.learn(&batch).await?;
            if self.learner.left.step.is_multiple_of(EVERY) {
                self.examine().await?;
            }
            self.fresh = false;
        }
        if !self.fresh {
            self.look().await?;
            self.fresh = true;
        }
        Ok(())
    }

    /// The logits of both networks for the exam, with these parameters.
    async fn logits(&mut self, learnt: &[(String, Vec<f32>)]) -> Result<[Vec<f32>; 2], EngineError> {
        write(&mut self.examined, learnt)?;
        self.examined.run(1)?;
        Ok([self.examined.read("logit0").await?, self.examined.read("logit1").await?])
    }

    /// The share of opinions that logits get right, of those with a word if one is given.
    fn share(&self, logits: &[f32], with: Option<&str>) -> f64 {
        let asked = self.exam.iter().zip(logits).filter(|(opinion, _)| with.is_none_or(|word| opinion.words.contains(&word)));
        let right: Vec<bool> = asked.map(|(opinion, logit)| (*logit > 0.0) == opinion.praises()).collect();
        right.iter().filter(|right| **right).count() as f64 / right.len().max(1) as f64
    }

    async fn examine(&mut self) -> Result<(), EngineError> {
        let learnt = self.learner.parameters().await?;
        let logits = self.logits(&learnt).await?;
        let right = logits.iter().map(|logits| self.share(logits, None)).collect();
        self.learner.examined(right);
        Ok(())
    }

    /// Looks at the sentence, and at the exam with the dimensions in both orders.
    async fn look(&mut self) -> Result<(), EngineError> {
        let mut learnt = self.learner.parameters().await?;
        let straight = self.logits(&learnt).await?;
        let responses = self.examined.read("responses").await?;
        shuffled(&mut learnt, self.gram, &self.order);
        let other = self.logits(&learnt).await?;
        let mut seen = Seen::default();
        for at in 0..NAMES.len() {
            seen.straight[at] = self.share(&straight[at], None);
            seen.other[at] = self.share(&other[at], None);
            let moved = straight[at].iter().zip(&other[at]).map(|(a, b)| f64::from((a - b).abs()));
            seen.moved[at] = moved.fold(0.0, f64::max);
        }
        seen.negated = self.share(&straight[0], Some(if self.language == Language::English { "not" } else { "不" }));

        write(&mut self.asked, &learnt)?;
        self.asked.write("x", &row(&self.vocabulary, self.sentence.iter().map(String::as_str)))?;
        self.asked.run(1)?;
        seen.logits = [self.asked.read("logit0").await?[0], self.asked.read("logit1").await?[0]];
        let out = self.asked.read("words.out.w").await?;
        seen.grams = grams(&self.asked.read("responses").await?, &out);
        seen.grams.sort_by(|a, b| b.adds.abs().total_cmp(&a.adds.abs()));
        (seen.caught, seen.by_chance) = self.caught(&responses, &out, &straight[0]);
        self.seen = seen;
        Ok(())
    }

    /// How often the n-gram that says most for the answer holds the word that carries the opinion, and how many n-grams do.
    fn caught(&self, responses: &[f32], out: &[f32], logits: &[f32]) -> (f64, f64) {
        let (mut caught, mut all, mut hold) = (0, 0, 0);
        for ((opinion, responses), logit) in self.exam.iter().zip(responses.chunks_exact(responses.len() / EXAM)).zip(logits) {
            let holds = |first: usize| opinion.words.iter().skip(first).take(self.gram).any(|word| feels(word));
            let sign = logit.signum();
            let most = grams(responses, out).into_iter().max_by(|a, b| (a.adds * sign).total_cmp(&(b.adds * sign)));
            caught += usize::from(most.is_some_and(|gram| holds(gram.first)));
            let places = (opinion.words.len() + 1).saturating_sub(self.gram).max(1);
            all += places;
            hold += (0..places).filter(|first| holds(*first)).count();
        }
        (f64::from(caught as u32) / EXAM as f64, hold as f64 / all.max(1) as f64)
    }

    /// The words of the sentence that the set does not have.
    fn unknown(&self) -> Vec<&str> {
        self.sentence.iter().map(String::as_str).filter(|word| !known(&self.vocabulary, word)).collect()
    }
}

impl Exhibit for Text {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        let text = params.text(TABLE, "sentence");
        let typed = if text.is_empty() && self.language == Language::Chinese { "这部电影不好。".to_owned() } else { text };
        let typed = if typed.is_empty() { "The film was not good.".to_owned() } else { typed };
        let sentence = cut(self.language, &typed, &self.vocabulary);
        if sentence.len() > LENGTH {
            let (zh, en) = (
                format!("句子至多 {LENGTH} 个词（标点也算），这里有 {} 个", sentence.len()),
                format!("a sentence has at most {LENGTH} words, punctuation counted; this one has {}", sentence.len()),
            );
            return Err(LabError::field("sentence", zh, en));
        }
        self.sentence = sentence;
        self.order = (0..WIDTH).collect();
        let shuffle = params.number(TABLE, "shuffle").round() as u64;
        if shuffle > 0 {
            Random::of(self.seed ^ APART, shuffle).shuffle(&mut self.order);
        }
        self.fresh = false;
        Ok(())
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move { self.work(steps).await.map_err(engine) })
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let seen = &self.seen;
        let mut metrics = vec![
            ("text_right", seen.straight[0]),
            ("text_right_axis", seen.straight[1]),
            ("text_negated", seen.negated),
            ("text_shuffled", seen.other[0]),
            ("text_shuffled_axis", seen.other[1]),
            ("text_change", seen.moved[0]),
            ("text_change_axis", seen.moved[1]),
            ("text_caught", seen.caught),
            ("text_by_chance", seen.by_chance),
            ("text_logit", f64::from(seen.logits[0])),
            ("text_logit_axis", f64::from(seen.logits[1])),
            ("text_unknown", self.unknown().len() as f64),
        ];
        metrics.extend(["text_loss", "text_loss_axis"].into_iter().zip(self.learner.left.loss.iter().copied()));
        // What each filter adds is shared out among the words that it answers.
        let mut weights = vec![0.0; self.sentence.len()];
        let covered = |gram: &Gram| gram.first..(gram.first + self.gram).min(self.sentence.len());
        for gram in &seen.grams {
            let covered = covered(gram);
            let share = gram.adds / covered.len().max(1) as f32;
            covered.for_each(|word| weights[word] += share);
        }
        let between = if self.language == Language::English { " " } else { "" };
        let inside = seen.grams.iter().filter(|gram| gram.first < self.sentence.len() && gram.adds != 0.0);
        let rows = inside.take(SHOWN).map(|gram| {
            vec![(gram.filter + 1).to_string(), self.sentence[covered(gram)].join(between), format!("{:+.2}", gram.adds)]
        });
        let head = [("滤波器", "filter"), ("最大响应处", "where it answers most"), ("加到分数上", "adds to the score")];
        let head = head.map(|(zh, en)| Sentence::new(zh, en)).to_vec();
        let unknown = self.unknown();
        let said = if unknown.is_empty() {
            Sentence::default()
        } else {
            Sentence::new(format!("数据里没有的词：{}", unknown.join("、")), format!("Not in the set: {}", unknown.join(", ")))
        };
        let mut panels = self.learner.panels();
        panels.push(panel("tokens", Content::Bars(self.sentence.iter().cloned().zip(weights).collect())));
        panels.push(panel("grams", Content::Table(TableData { head, rows: rows.collect() })));
        panels.push(panel("unknown", Content::Text(said)));
        Shown { metrics, panels, diverged: self.learner.diverged() }
    }

    fn plan(&self) -> &Plan {
        self.learner.machine.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(self.learner.save())
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        self.fresh = false;
        self.learner.restore(saved)
    }
}
