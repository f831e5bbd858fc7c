//! Sentences that are judged otherwise with one or two words swapped, for words that mean the same to the judgement.

mod reader;
mod swap;

use super::params::{TABLE, TOGETHER};
use crate::exhibit::{Exhibit, Shown, engine, foreign, panel, series};
use compute::{Device, EngineError, Plan};
use data::made::language::{Language, Opinion, Vocabulary, written};
use data::random::Random;
use labkit::frame::TableData;
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params, Sentence};
use reader::{Asked, BATCH, LENGTH, Left, Reader, WIDTH, row, vocabulary};
use std::collections::BTreeSet;
use std::rc::Rc;
use swap::{instead, keeps};

/// Batches that it learns from.
const STEPS: u64 = 240;
/// Sentences of the exam.
const COUNT: usize = 200;
/// Swaps that the slope proposes for a sentence, which are then tried.
const TRIED: usize = 8;
/// What tells their seed from the training's.
const APART: u64 = 0x776f_7264_7300_0000;
/// Sentences of the table.
const SHOWN: usize = 8;

pub(super) struct Words {
    device: Device,
    params: Params,
    seed: u64,
    language: Language,
    vocabulary: Vocabulary,
    reader: Reader,
    train: Vec<Opinion>,
    exam: Vec<Opinion>,
    ground: Option<Ground>,
    /// Where the attack goes on: most swaps, and rounds that are done.
    kept: Option<(u32, u32)>,
}

/// Who reads, once it has learnt.
struct Ground {
    asked: Asked,
    clean: Vec<f32>,
    now: Option<Now>,
}

/// An attack under way: in each round one word of each sentence may be swapped.
struct Now {
    most: u32,
    done: u32,
    words: Vec<Vec<&'static str>>,
    logits: Vec<f32>,
    swapped: Vec<Vec<usize>>,
    /// The share of those judged right that is fooled, by number of swaps.
    shares: Vec<f32>,
}

/// A swap: place, and the word that comes there.
type Swap = (usize, &'static str);

fn sure(logit: f32) -> f64 {
    f64::from(1.0 / (1.0 + data::maths::exp(-logit)))
}

impl Now {
    fn new(most: u32, exam: &[Opinion], clean: &[f32]) -> Self {
        let words = exam.iter().map(|opinion| opinion.words.clone()).collect();
        let (swapped, logits) = (vec![Vec::new(); exam.len()], clean.to_vec());
        Self { most, done: 0, words, logits, swapped, shares: vec![0.0] }
    }

    /// The share of those judged right as they were that is judged wrong now.
    fn share(&self, clean: &[f32], exam: &[Opinion]) -> f64 {
        let right = |logit: &f32, opinion: &Opinion| (*logit > 0.0) == opinion.praises();
        let all = clean.iter().zip(&self.logits).zip(exam).filter(|((clean, _), opinion)| right(clean, opinion));
        let (aimed, fooled) = all
            .fold((0, 0), |(aimed, fooled), ((_, now), opinion)| (aimed + 1, fooled + u32::from(!right(now, opinion))));
        f64::from(fooled) / f64::from(aimed.max(1))
    }
}

impl Ground {
    /// A round: of every sentence that is still judged rightly, the swap that takes its judgement furthest, of those that the slope
    /// proposes.
    async fn round(&mut self, language: Language, all: &Vocabulary, exam: &[Opinion]) -> Result<(), EngineError> {
        let Some(now) = &mut self.now else { return Ok(()) };
        let rows = |words: &[Vec<&'static str>]| words.iter().flat_map(|words| row(all, words)).collect::<Vec<f32>>();
        let logits = self.asked.logits(&rows(&now.words)).await?;
        let slopes = self.asked.slopes().await?;
        let sign = |opinion: &Opinion| if opinion.praises() { 1.0 } else { -1.0 };
        let mut proposed: Vec<Vec<Swap>> = Vec::new();
        for (at, opinion) in exam.iter().enumerate() {
            let words = &now.words[at];
            let mut swaps: Vec<(f32, Swap)> = Vec::new();
            // What is judged wrongly is left alone, from the start or now.
            if logits[at] * sign(opinion) > 0.0 {
                for place in (0..words.len()).filter(|place| !now.swapped[at].contains(place)) {
                    let slope = &slopes[(at * LENGTH + place) * WIDTH..][..WIDTH];
                    let from = all.number(words[place]);
                    let each = instead(language, words, place).into_iter().filter(|to| {
                        let mut words = words.clone();
                        words[place] = to;
                        keeps(language, opinion, &words)
                    });
                    swaps.extend(
                        each.map(|to| (self.asked.estimate(slope, from, all.number(to)) * sign(opinion), (place, to))),
                    );
                }
            }
            swaps.sort_by(|a, b| a.0.total_cmp(&b.0));
            proposed.push(swaps.into_iter().map(|(_, swap)| swap).take(TRIED).collect());
        }
        let mut best: Vec<(f32, Option<Swap>)> = logits.iter().map(|logit| (*logit, None)).collect();
        for tried in 0..TRIED {
            let mut words = now.words.clone();
            for (words, swaps) in words.iter_mut().zip(&proposed) {
                if let Some((place, to)) = swaps.get(tried) {
                    words[*place] = to;
                }
            }
            let logits = self.asked.logits(&rows(&words)).await?;
            for (((best, logit), swaps), opinion) in best.iter_mut().zip(logits).zip(&proposed).zip(exam) {
                if let Some(swap) = swaps.get(tried).filter(|_| logit * sign(opinion) < best.0 * sign(opinion)) {
                    *best = (logit, Some(*swap));
                }
            }
        }
        for (at, (logit, swap)) in best.into_iter().enumerate() {
            now.logits[at] = logit;
            if let Some((place, to)) = swap {
                now.words[at][place] = to;
                now.swapped[at].push(place);
            }
        }
        now.done += 1;
        now.shares.push(now.share(&self.clean, exam) as f32);
        Ok(())
    }

    fn show(&self, language: Language, exam: &[Opinion], which: usize, shown: &mut Shown) {
        let Some(now) = &self.now else { return };
        let right = |logit: f32, opinion: &Opinion| (logit > 0.0) == opinion.praises();
        let accuracy = self.clean.iter().zip(exam).filter(|(logit, opinion)| right(**logit, opinion)).count();
        shown.metrics.extend([
            ("words_accuracy", accuracy as f64 / exam.len().max(1) as f64),
            ("words_fooled", now.share(&self.clean, exam)),
            ("steps_done", f64::from(now.done)),
            ("words_before", sure(self.clean[which])),
            ("words_after", sure(now.logits[which])),
        ]);
        let fooled: Vec<usize> = (0..exam.len())
            .filter(|at| right(self.clean[*at], &exam[*at]) && !right(now.logits[*at], &exam[*at]))
            .collect();
        if !fooled.is_empty() {
            let swaps: usize = fooled.iter().map(|at| now.swapped[*at].len()).sum();
            shown.metrics.push(("words_swapped", swaps as f64 / fooled.len() as f64));
        }
        let swaps = (0..now.shares.len()).map(|at| at as f32).collect();
        shown.panels.push(panel("by_swaps", Content::Lines(vec![series("fooled", 2, swaps, now.shares.clone())])));
        let marked = |id: &str, words: &[&'static str]| {
            let swapped = |place| f32::from(u8::from(now.swapped[which].contains(&place)));
            let each = words.iter().enumerate().map(|(place, word)| ((*word).to_owned(), swapped(place)));
            panel(id, Content::Bars(each.collect()))
        };
        shown.panels.push(marked("said", &exam[which].words));
        shown.panels.push(marked("swapped", &now.words[which]));
        let head =
            [("本来的句子", "the sentence"), ("换词以后", "words swapped"), ("褒义的概率", "probability of praise")];
        let head = head.map(|(zh, en)| Sentence::new(zh, en)).to_vec();
        let rows = fooled.iter().take(SHOWN).map(|at| {
            let of = |words: &[&'static str]| written(language, words.iter().copied());
            let [before, after] = [self.clean[*at], now.logits[*at]].map(|logit| sure(logit) * 100.0);
            vec![of(&exam[*at].words), of(&now.words[*at]), format!("{before:.0} % → {after:.0} %")]
        });
        shown.panels.push(panel("fooled", Content::Table(TableData { head, rows: rows.collect() })));
    }
}

impl Words {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let language = if params.choice(TABLE, "words_in") == "zh" { Language::Chinese } else { Language::English };
        let vocabulary = vocabulary(language);
        let count = params.number(TABLE, "read").round() as usize;
        let mut read: BTreeSet<Vec<&'static str>> = BTreeSet::new();
        let mut fresh =
            |seed: u64, count: usize, known: bool| {
                let drawn = (0..).map(|index| Opinion::draw(language, seed, index));
                let new = drawn.filter(|opinion| {
                    if known { read.insert(opinion.words.clone()) } else { !read.contains(&opinion.words) }
                });
                new.take(count).collect::<Vec<_>>()
            };
        let (train, exam) = (fresh(seed, count, true), fresh(seed ^ APART, COUNT, false));
        let reader = Reader::new(device, vocabulary.len(), seed).map_err(engine)?;
        let (device, params) = (device.clone(), params.clone());
        Ok(Self { device, params, seed, language, vocabulary, reader, train, exam, ground: None, kept: None })
    }

    fn left(&self) -> u64 {
        STEPS - self.reader.left.step
    }

    async fn practise(&mut self, steps: u64) -> Result<(), EngineError> {
        for _ in 0..steps {
            let mut random = Random::of(self.seed ^ 1, self.reader.left.step);
            let picked: Vec<&Opinion> = (0..BATCH).filter_map(|_| random.pick(&self.train)).collect();
            let x: Vec<f32> = picked.iter().flat_map(|opinion| row(&self.vocabulary, &opinion.words)).collect();
            let y: Vec<f32> = picked.iter().map(|opinion| f32::from(u8::from(opinion.praises()))).collect();
            self.reader.learn(&x, &y).await?;
        }
        Ok(())
    }

    /// So many rounds on, from the start where another number of swaps was asked for before.
    async fn attack(&self, ground: &mut Ground, most: u32, rounds: u32) -> Result<(), EngineError> {
        let now = ground.now.take().filter(|now| now.most == most);
        ground.now = Some(now.unwrap_or_else(|| Now::new(most, &self.exam, &ground.clean)));
        for _ in 0..rounds {
            if ground.now.as_ref().is_some_and(|now| now.done < most) {
                ground.round(self.language, &self.vocabulary, &self.exam).await?;
            }
        }
        Ok(())
    }

    async fn work(&mut self, steps: u32) -> Result<(), EngineError> {
        let practice = self.left().div_ceil(TOGETHER).min(u64::from(steps));
        self.practise(practice * TOGETHER).await?;
        if self.left() > 0 {
            return Ok(());
        }
        let mut ground = match self.ground.take() {
            Some(ground) => ground,
            None => {
                let weights = self.reader.weights().await?;
                let mut asked = Asked::new(&self.device, self.vocabulary.len(), &weights, COUNT)?;
                let x: Vec<f32> = self.exam.iter().flat_map(|opinion| row(&self.vocabulary, &opinion.words)).collect();
                let clean = asked.logits(&x).await?;
                Ground { asked, clean, now: None }
            }
        };
        if let Some((most, done)) = self.kept.take() {
            ground.now = None;
            self.attack(&mut ground, most, done).await?;
        }
        let most = self.params.number(TABLE, "swaps").round() as u32;
        self.attack(&mut ground, most, steps - practice as u32).await?;
        self.ground = Some(ground);
        Ok(())
    }
}

impl Exhibit for Words {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        self.params = params.clone();
        Ok(())
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move { self.work(steps).await.map_err(engine) })
    }

    fn rests(&self) -> bool {
        self.ground.as_ref().and_then(|ground| ground.now.as_ref()).is_some_and(|now| now.done >= now.most)
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let mut shown = Shown::default();
        shown.metrics.push(("practice_left", self.left() as f64));
        if let Some(loss) = self.reader.left.loss {
            shown.metrics.push(("loss", f64::from(loss)));
            shown.diverged = !loss.is_finite();
        }
        shown.panels.push(panel("losses", Content::Lines(vec![self.reader.left.losses.series("loss", 1)])));
        match &self.ground {
            Some(ground) => {
                let which = (self.params.number(TABLE, "which").round() as usize).min(COUNT - 1);
                ground.show(self.language, &self.exam, which, &mut shown);
            }
            None => {
                shown.panels.push(panel("by_swaps", Content::Lines(Vec::new())));
                shown.panels.extend(["said", "swapped"].map(|id| panel(id, Content::Bars(Vec::new()))));
                shown.panels.push(panel("fooled", Content::Table(TableData::default())));
            }
        }
        shown
    }

    fn plan(&self) -> &Plan {
        self.reader.machine.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let machine = self.reader.machine.snapshot().await.map_err(engine)?;
            let left = self.reader.left.clone();
            let now = self.ground.as_ref().and_then(|ground| ground.now.as_ref());
            let kept = now.map(|now| (now.most, now.done));
            let own_bytes = left.losses.bytes();
            Ok(Saved { machine, own: Rc::new((left, kept)), own_bytes })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let Some((left, kept)) = saved.own.downcast_ref::<(Left, Option<(u32, u32)>)>() else {
            return Err(foreign());
        };
        self.reader.machine.restore(&saved.machine).map_err(engine)?;
        (self.reader.left, self.kept, self.ground) = (left.clone(), *kept, None);
        Ok(())
    }
}
