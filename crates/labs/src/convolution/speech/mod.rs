//! Low voices are learnt, high voices are asked: what the axis along which a filter slides has to do with it.

mod net;
mod voice;

use super::learner::{Learner, Names, largest, write};
use super::params::TABLE;
use crate::exhibit::{Exhibit, Shown, engine, panel, series};
use compute::{Device, EngineError, Machine, Plan};
use data::random::Random;
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params, Pictures};
use net::{asked, training};
use voice::{BANDS, Ear, FRAMES, OCTAVE, PITCH, SYLLABLES, Voices, height, syllable};

const NAMES: Names = &[("frequency", 1), ("time", 2), ("dense", 3)];
/// Syllables of a batch, in the training set, and in the exam at each height.
const BATCH: usize = 48;
const TRAIN: usize = 288;
const EACH: usize = 30;
/// Heights of the exam: an octave, `0.85 · 2^(k/8)`; the first four are those of training, the last four high voices.
const HEIGHTS: usize = 9;
const LOW: (f32, f32) = (0.85, 1.1);
const KNOWN: usize = 4;
const EVERY: u64 = 20;
const RATE: f32 = 5e-3;
/// What tells the exam's voices from those of training.
const APART: u64 = 0x7370_6565_6368_0000;

pub(super) struct Speech {
    learner: Learner,
    ear: Ear,
    seed: u64,
    voices: Voices,
    /// Spectrograms of training, with their syllables.
    heard: Vec<f32>,
    classes: Vec<usize>,
    examined: Machine,
    /// Of the exam, by height.
    answers: Vec<usize>,
    asked: Machine,
    /// What is on view: the syllable at height 1 and at the reader's.
    shown: Vec<f32>,
    class: usize,
    height: f32,
    along_time: bool,
    /// Of both: what the filter answers at each place.
    responses: [Vec<f32>; 2],
    said: Vec<usize>,
    fresh: bool,
}

/// Height `k` of the exam.
fn asked_height(k: usize) -> f32 {
    LOW.0 * data::maths::pow(2.0, k as f32 / (HEIGHTS - 1) as f32)
}

impl Speech {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let (ear, voices) = (Ear::new(), if params.choice(TABLE, "voices") == "people" { Voices::People } else { Voices::Scaled });
        let made = || -> Result<_, EngineError> {
            let (program, nets) = training(BATCH);
            let mut learner = Learner::new(device, &program, &nets, NAMES, seed)?;
            learner.machine.write("lr", &[RATE])?;
            let mut examined = device.machine(asked(HEIGHTS * EACH).compile()?)?;
            let mut random = Random::of(seed, u64::MAX);
            let classes: Vec<usize> = (0..TRAIN).map(|index| index % SYLLABLES.len()).collect();
            let heard = classes.iter().zip(0..);
            let heard = heard.flat_map(|(class, index)| ear.hear(&syllable(*class, height(LOW.0, LOW.1, &mut random), voices, seed, index)));
            let heard = heard.collect();
            let answers: Vec<usize> = (0..HEIGHTS * EACH).map(|index| index % SYLLABLES.len()).collect();
            let exam = answers.iter().enumerate();
            let exam = exam.flat_map(|(at, class)| ear.hear(&syllable(*class, asked_height(at / EACH), voices, seed ^ APART, at as u64)));
            write(&mut examined, &[("x", exam.collect())])?;
            Ok((learner, heard, classes, examined, answers, device.machine(asked(2).compile()?)?))
        };
        let (learner, heard, classes, examined, answers, asked) = made().map_err(engine)?;
        let (shown, responses, said) = (Vec::new(), Default::default(), Vec::new());
        let (class, height, along_time, fresh) = (0, 1.0, false, false);
        let mut this = Self {
            learner, ear, seed, voices, heard, classes, examined, answers, asked, shown, class, height, along_time, responses, said, fresh,
        };
        this.tune(params)?;
        Ok(this)
    }

    fn batch(&self, step: u64) -> Vec<(&'static str, Vec<f32>)> {
        let mut random = Random::of(self.seed ^ 1, step);
        let picked: Vec<usize> = (0..BATCH).map(|_| random.below(TRAIN)).collect();
        let size = BANDS * FRAMES;
        let x = picked.iter().flat_map(|at| &self.heard[at * size..(at + 1) * size]).copied().collect();
        vec![("x", x), ("y", picked.iter().map(|at| self.classes[*at] as f32).collect())]
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

    /// Asks about what is on view. The filter is the one that says most for the syllable at height 1.
    async fn look(&mut self) -> Result<(), EngineError> {
        let learnt = self.learner.parameters().await?;
        write(&mut self.asked, &learnt)?;
        self.asked.write("x", &self.shown)?;
        self.asked.run(1)?;
        self.said.clear();
        for at in 0..NAMES.len() {
            let logits = self.asked.read(&format!("logits{at}")).await?;
            self.said.push(largest(&logits[SYLLABLES.len()..]));
        }
        let name = if self.along_time { "time" } else { "frequency" };
        let responses = self.asked.read(name).await?;
        let weights = self.asked.read(&format!("{name}.out.w")).await?;
        let filters = weights.len() / SYLLABLES.len();
        let places = responses.len() / (2 * filters);
        let most = |places: &[f32]| places.iter().copied().fold(0.0, f32::max);
        let says: Vec<f32> = responses[..filters * places]
            .chunks_exact(places)
            .zip(weights.chunks_exact(SYLLABLES.len()))
            .map(|(places, weights)| most(places) * weights[self.class])
            .collect();
        let filter = largest(&says);
        let of = |voice: usize| responses[(voice * filters + filter) * places..][..places].to_vec();
        self.responses = [of(0), of(1)];
        Ok(())
    }

    async fn examine(&mut self) -> Result<(), EngineError> {
        let learnt = self.learner.parameters().await?;
        write(&mut self.examined, &learnt)?;
        self.examined.run(1)?;
        let (mut right, mut by_height) = (Vec::new(), Vec::new());
        for at in 0..NAMES.len() {
            let logits = self.examined.read(&format!("logits{at}")).await?;
            let hits = logits.chunks_exact(SYLLABLES.len()).zip(&self.answers).map(|(logits, class)| largest(logits) == *class);
            let hits: Vec<bool> = hits.collect();
            let shares = hits.chunks(EACH).map(|hits| hits.iter().filter(|hit| **hit).count() as f64 / EACH as f64);
            let shares: Vec<f64> = shares.collect();
            right.push(mean(&shares[HEIGHTS - KNOWN..]));
            by_height.extend(shares);
        }
        self.learner.examined(right);
        self.learner.left.more = by_height;
        Ok(())
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

impl Exhibit for Speech {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        self.height = params.number(TABLE, "height") as f32;
        self.class = SYLLABLES.iter().position(|(key, _)| *key == params.choice(TABLE, "syllable")).unwrap_or(0);
        self.along_time = params.choice(TABLE, "axis") == "time";
        let voice = |height| self.ear.hear(&syllable(self.class, height, self.voices, self.seed ^ APART, 0));
        self.shown = [voice(1.0), voice(self.height)].concat();
        self.fresh = false;
        Ok(())
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move { self.work(steps).await.map_err(engine) })
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let left = &self.learner.left;
        let mut metrics = Vec::new();
        metrics.extend(["speech_high", "speech_high_time", "speech_high_dense"].into_iter().zip(left.right.iter().copied()));
        metrics.extend(["speech_loss", "speech_loss_time", "speech_loss_dense"].into_iter().zip(left.loss.iter().copied()));
        let low = left.more.chunks_exact(HEIGHTS).map(|shares| mean(&shares[..KNOWN]));
        metrics.extend(["speech_low", "speech_low_time", "speech_low_dense"].into_iter().zip(low));
        let right = self.said.iter().map(|said| f64::from(u8::from(*said == self.class)));
        metrics.extend(["speech_right", "speech_right_time", "speech_right_dense"].into_iter().zip(right));
        let [one, other] = self.responses.each_ref().map(|places| largest(places) as f64);
        metrics.push(("speech_moved", other - one));
        metrics.push(("speech_expected", OCTAVE as f64 * f64::from(self.height).log2()));
        let most = |places: &[f32]| f64::from(places.iter().copied().fold(0.0, f32::max));
        metrics.push(("speech_response", most(&self.responses[0])));
        metrics.push(("speech_response_high", most(&self.responses[1])));

        let pitches: Vec<f32> = (0..HEIGHTS).map(|k| PITCH * asked_height(k)).collect();
        let by_pitch = left.more.chunks_exact(HEIGHTS).zip(NAMES).map(|(shares, (key, identity))| {
            series(key, *identity, pitches.clone(), shares.iter().map(|share| *share as f32).collect())
        });
        let place = |at: usize| if self.along_time { at as f32 } else { at as f32 / OCTAVE as f32 };
        let response = |key: &str, identity, places: &[f32]| {
            series(key, identity, (0..places.len()).map(place).collect(), places.to_vec())
        };
        let responses = vec![response("one", 4, &self.responses[0]), response("other", 5, &self.responses[1])];
        // Pictures have their first row above, spectrograms the low bands below.
        let upright = self.shown.chunks_exact(BANDS * FRAMES).flat_map(|heard| heard.chunks_exact(FRAMES).rev().flatten().copied());
        let names = [1.0, self.height].map(|height| format!("{:.0} Hz", PITCH * height)).to_vec();
        let pictures = Pictures { height: BANDS as u32, width: FRAMES as u32, values: upright.collect::<Vec<_>>().into(), names };
        let mut panels = self.learner.panels();
        panels.push(panel("pitches", Content::Lines(by_pitch.collect())));
        panels.push(panel("responses", Content::Lines(responses)));
        panels.push(panel("spectrograms", Content::Pictures(pictures)));
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
