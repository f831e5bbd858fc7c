//! Vowels that are heard as other ones, by noise in their samples: `L = −C(x, y)`, or `C(x, target)` where one is named.

mod ear;
mod listener;
mod noise;

use super::params::sounds::AIMS;
use super::params::{TABLE, TOGETHER};
use super::victim::likeliest;
use crate::exhibit::{Exhibit, Shown, engine, foreign, panel, series};
use compute::rng::Stream;
use compute::{Device, EngineError, Plan};
use data::made::tones;
use data::maths::exp;
use ear::{BANDS, FRAMES, RATE, SAMPLES};
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params, Pictures};
use listener::{Asked, Left, Listener, VOWELS, sound};
use noise::{Noise, norm, snr};
use std::rc::Rc;

/// Sounds of the exam, which are attacked together.
const COUNT: usize = 40;
/// What tells their seed from the training's.
const APART: u64 = 0x766f_7765_6c00_0000;
/// Stream of the noise without an aim.
const HISS: u32 = 0x4155;

pub(super) struct Sounds {
    device: Device,
    params: Params,
    seed: u64,
    listener: Listener,
    /// Samples of the exam, and vowels.
    exam: Vec<f32>,
    vowels: Vec<f32>,
    ground: Option<Ground>,
    /// Where the attack goes on.
    kept: Option<(Order, u32)>,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Order {
    target: Option<usize>,
    /// Least signal-to-noise ratio, dB.
    least: f32,
    rounds: u32,
}

/// Who listens and who attacks, once it has learnt.
struct Ground {
    asked: Asked,
    noise: Noise,
    /// Of the exam as it is.
    clean: Vec<f32>,
    heard: Vec<f32>,
    now: Option<Now>,
}

struct Now {
    order: Order,
    done: u32,
    /// Which are to be attacked: those that are heard right, and are not the target already.
    aimed: Vec<bool>,
    /// Share of them that is fooled, before each step and after the last.
    shares: Vec<f32>,
    /// The share heard right with random noise of the largest size.
    random: f64,
    noises: Vec<f32>,
    /// With the noises: logits and spectrograms.
    logits: Vec<f32>,
    heard: Vec<f32>,
}

fn right(logits: &[f32], vowels: &[f32]) -> Vec<bool> {
    logits.chunks_exact(VOWELS).zip(vowels).map(|(row, vowel)| likeliest(row) as f32 == *vowel).collect()
}

/// The share of `of` that is true as well.
fn share(all: &[bool], of: &[bool]) -> f64 {
    let both = all.iter().zip(of).filter(|(one, of)| **one && **of).count();
    both as f64 / of.iter().filter(|of| **of).count().max(1) as f64
}

/// The greatest of `softmax z`, and where it is.
fn surest(logits: &[f32]) -> (usize, f32) {
    let at = likeliest(logits);
    (at, 1.0 / logits.iter().map(|z| exp(z - logits[at])).sum::<f32>())
}

impl Now {
    /// Which are heard as they are meant to be.
    fn fooled(&self, vowels: &[f32]) -> Vec<bool> {
        let heard = self.logits.chunks_exact(VOWELS).map(likeliest);
        let meant = |(heard, vowel): (usize, &f32)| match self.order.target {
            Some(target) => heard == target,
            None => heard as f32 != *vowel,
        };
        heard.zip(vowels).map(meant).collect()
    }
}

impl Ground {
    async fn new(device: &Device, listener: &mut Listener, exam: &[f32]) -> Result<Self, EngineError> {
        let weights = listener.weights().await?;
        let mut asked = Asked::new(device, &listener.stack, &weights, COUNT)?;
        let (clean, heard) = asked.hear(exam).await?;
        let noise = Noise::new(device, &listener.stack, &weights, COUNT)?;
        Ok(Self { asked, noise, clean, heard, now: None })
    }

    async fn begin(&mut self, order: Order, exam: &[f32], vowels: &[f32], seed: u64) -> Result<(), EngineError> {
        self.noise.begin(exam, vowels, order.target, order.least)?;
        let mut random = Stream::new(seed, HISS);
        let mut hissed = exam.to_vec();
        for sound in hissed.chunks_exact_mut(SAMPLES) {
            let hiss: Vec<f32> = sound.iter().map(|_| random.normal()).collect();
            let loud = norm(sound) * data::maths::pow(10.0, -order.least / 20.0) / norm(&hiss);
            sound.iter_mut().zip(hiss).for_each(|(x, hiss)| *x += loud * hiss);
        }
        let random = share(&right(&self.asked.hear(&hissed).await?.0, vowels), &[true; COUNT]);
        let heard = right(&self.clean, vowels).into_iter().zip(vowels);
        let aimed = heard.map(|(right, vowel)| right && order.target.is_none_or(|target| target as f32 != *vowel));
        let (noises, logits, heard) = (vec![0.0; exam.len()], self.clean.clone(), self.heard.clone());
        let (done, aimed, shares) = (0, aimed.collect(), vec![0.0]);
        self.now = Some(Now { order, done, aimed, shares, random, noises, logits, heard });
        Ok(())
    }

    async fn attack(
        &mut self,
        order: Order,
        exam: &[f32],
        vowels: &[f32],
        (seed, steps): (u64, u32),
    ) -> Result<(), EngineError> {
        if self.now.as_ref().is_none_or(|now| now.order != order) {
            self.begin(order, exam, vowels, seed).await?;
        }
        let Some(now) = &mut self.now else { return Ok(()) };
        let steps = steps.min(order.rounds - now.done);
        if steps == 0 {
            return Ok(());
        }
        let mut found = (Vec::new(), Vec::new());
        for _ in 0..steps {
            self.noise.step(now.done, order.rounds)?;
            now.done += 1;
            found = self.noise.found().await?;
            now.shares.push(share(&found.1, &now.aimed) as f32);
        }
        now.noises = found.0;
        let attacked: Vec<f32> = exam.iter().zip(&now.noises).map(|(x, noise)| x + noise).collect();
        (now.logits, now.heard) = self.asked.hear(&attacked).await?;
        Ok(())
    }

    fn show(&self, exam: &[f32], vowels: &[f32], said: usize, shown: &mut Shown) {
        let Some(now) = &self.now else { return };
        let fooled = now.fooled(vowels);
        shown.metrics.extend([
            ("sound_accuracy", share(&right(&self.clean, vowels), &[true; COUNT])),
            ("sound_random", now.random),
            ("sound_fooled", share(&fooled, &now.aimed)),
            ("steps_done", f64::from(now.done)),
        ]);
        let rows = exam.chunks_exact(SAMPLES).zip(now.noises.chunks_exact(SAMPLES));
        let successes = rows.zip(fooled.iter().zip(&now.aimed)).filter(|(_, (fooled, aimed))| **fooled && **aimed);
        let mut ratios: Vec<f64> = successes.map(|((sound, noise), _)| snr(sound, noise)).collect();
        ratios.sort_by(f64::total_cmp);
        if let (Some(least), Some(middle)) = (ratios.first(), ratios.get(ratios.len() / 2)) {
            shown.metrics.extend([("sound_snr_least", *least), ("sound_snr_median", *middle)]);
        }
        let steps = (0..now.shares.len()).map(|at| at as f32).collect();
        shown.panels.push(panel("misheard", Content::Lines(vec![series("fooled", 2, steps, now.shares.clone())])));
        let of = |values: &[f32], width: usize| values[said * width..(said + 1) * width].to_vec();
        let (sound, noise) = (of(exam, SAMPLES), of(&now.noises, SAMPLES));
        let most = |x: &[f32]| x.iter().fold(0.0, |most: f32, x| most.max(x.abs()));
        let mut factor = 1.0;
        if most(&noise) > 0.0 {
            factor = (0.3 / most(&noise)).round().max(1.0);
            shown.metrics.extend([("sound_snr", snr(&sound, &noise)), ("sound_factor", f64::from(factor))]);
        }
        let time = || (0..SAMPLES).map(|at| at as f32 / RATE * 1000.0).collect::<Vec<_>>();
        let attacked: Vec<f32> = sound.iter().zip(&noise).map(|(x, noise)| x + noise).collect();
        let enlarged = noise.iter().map(|x| x * factor).collect();
        let lines = vec![series("sound", 1, time(), sound.clone()), series("noise", 2, time(), enlarged)];
        shown.panels.push(panel("wave", Content::Lines(lines)));
        let played = vec![series("before", 1, time(), sound), series("after", 2, time(), attacked)];
        shown.panels.push(panel("played", Content::Lines(played)));
        let name = |logits: &[f32]| {
            let (vowel, sure) = surest(&of(logits, VOWELS));
            format!("{} · {:.0} %", tones::VOWELS[vowel].0, sure * 100.0)
        };
        let spectrogram = |heard: &[f32]| ear::picture(&of(heard, FRAMES * BANDS));
        let values = [spectrogram(&self.heard), spectrogram(&now.heard)].concat().into();
        let names = vec![name(&self.clean), name(&now.logits)];
        let pictures = Pictures { height: BANDS as u32, width: FRAMES as u32, values, names };
        shown.panels.push(panel("spectra", Content::Pictures(pictures)));
    }
}

impl Sounds {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let stack = listener::stack().map_err(|error| LabError::general(error.zh(), error.en()))?;
        let listener = Listener::new(device, stack, seed).map_err(engine)?;
        let (mut exam, mut vowels) = (Vec::with_capacity(COUNT * SAMPLES), Vec::with_capacity(COUNT));
        for index in 0..COUNT as u64 {
            let (samples, vowel) = sound(seed ^ APART, index);
            exam.extend(samples);
            vowels.push(vowel as f32);
        }
        let (device, params) = (device.clone(), params.clone());
        Ok(Self { device, params, seed, listener, exam, vowels, ground: None, kept: None })
    }

    fn order(&self) -> Order {
        let aim = self.params.choice(TABLE, "heard_as");
        Order {
            target: AIMS.iter().skip(1).position(|(key, _)| *key == aim),
            least: self.params.number(TABLE, "snr") as f32,
            rounds: self.params.number(TABLE, "sound_rounds").round() as u32,
        }
    }

    fn left(&self) -> u64 {
        listener::STEPS - self.listener.left.step
    }

    async fn work(&mut self, steps: u32) -> Result<(), EngineError> {
        let practice = self.left().div_ceil(TOGETHER).min(u64::from(steps));
        self.listener.learn(practice * TOGETHER).await?;
        if self.left() > 0 {
            return Ok(());
        }
        let mut ground = match self.ground.take() {
            Some(ground) => ground,
            None => Ground::new(&self.device, &mut self.listener, &self.exam).await?,
        };
        if let Some((order, done)) = self.kept.take() {
            ground.now = None;
            ground.attack(order, &self.exam, &self.vowels, (self.seed, done)).await?;
        }
        let steps = (self.seed, steps - practice as u32);
        ground.attack(self.order(), &self.exam, &self.vowels, steps).await?;
        self.ground = Some(ground);
        Ok(())
    }
}

impl Exhibit for Sounds {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        self.params = params.clone();
        Ok(())
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move { self.work(steps).await.map_err(engine) })
    }

    fn rests(&self) -> bool {
        let now = self.ground.as_ref().and_then(|ground| ground.now.as_ref());
        now.is_some_and(|now| now.order == self.order() && now.done >= now.order.rounds)
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let mut shown = Shown::default();
        shown.metrics.push(("practice_left", self.left() as f64));
        if let Some(loss) = self.listener.left.loss {
            shown.metrics.push(("loss", f64::from(loss)));
            shown.diverged = !loss.is_finite();
        }
        shown.panels.push(panel("losses", Content::Lines(vec![self.listener.left.losses.series("loss", 1)])));
        match &self.ground {
            Some(ground) => {
                let said = (self.params.number(TABLE, "said").round() as usize).min(COUNT - 1);
                ground.show(&self.exam, &self.vowels, said, &mut shown);
            }
            None => {
                let nothing = |id| panel(id, Content::Lines(Vec::new()));
                shown.panels.extend(["misheard", "wave", "played"].map(nothing));
                shown.panels.push(panel("spectra", Content::Pictures(Pictures::default())));
            }
        }
        shown
    }

    fn plan(&self) -> &Plan {
        self.listener.machine.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let machine = self.listener.machine.snapshot().await.map_err(engine)?;
            let left = self.listener.left.clone();
            let now = self.ground.as_ref().and_then(|ground| ground.now.as_ref());
            // Run again up to there, which takes less than keeping the sounds.
            let kept = now.map(|now| (now.order, now.done));
            let own_bytes = left.losses.bytes();
            Ok(Saved { machine, own: Rc::new((left, kept)), own_bytes })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let Some((left, kept)) = saved.own.downcast_ref::<(Left, Option<(Order, u32)>)>() else {
            return Err(foreign());
        };
        self.listener.machine.restore(&saved.machine).map_err(engine)?;
        (self.listener.left, self.kept, self.ground) = (left.clone(), *kept, None);
        Ok(())
    }
}
