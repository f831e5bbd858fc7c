//! One noise for all digits: found on digits of training, tried on digits that nobody has seen, on the reader's own, and on another network.

mod noise;

use super::params::TABLE;
use super::victim::pupils::{Course, Pupils, bytes};
use super::victim::{Asked, Exam, PIXELS, SIDE, Victim, answers, likeliest, share};
use crate::exhibit::{Exhibit, Shown, engine, foreign, panel, series};
use compute::rng::Stream;
use compute::{Device, EngineError, Plan};
use data::digit_box::boxed;
use data::made::digits::{CLASSES, Digits, Size};
use data::picture::Picture;
use labkit::message::Drawing;
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params, Pictures};
use noise::{Noise, ROWS};
use std::rc::Rc;

/// Digits that the noise is tried on.
const COUNT: usize = 256;
/// Digits that are shown.
const WALL: usize = 24;
/// Steps of the noise between two trials of it.
const EVERY: u32 = 5;
/// Random noises that it is compared with.
const RANDOM: u32 = 4;
const STREAM: u32 = 0x0a11;

/// Whom else the noise is shown to.
fn other(net: &str) -> &'static str {
    if net == "mlp" { "cnn" } else { "mlp" }
}

pub(super) struct Universal {
    device: Device,
    params: Params,
    seed: u64,
    pupils: Pupils,
    exam: Exam,
    /// What the reader drew, as digits lie in their box.
    hand: Option<Vec<f32>>,
    way: Way,
    ground: Option<Ground>,
    /// A control moves: the noise waits until it rests.
    hurry: bool,
}

/// Whom the noise is made for, and what else is asked.
struct Ground {
    noise: Noise,
    /// The network that the noise is made for, and the other.
    asked: [Asked; 2],
    /// Their answers to the digits as they are, and the shares of right ones.
    clean: [Vec<usize>; 2],
    right: [f64; 2],
    tried: Option<Tried>,
    seen: Option<Seen>,
}

/// How far the noise is.
#[derive(Debug, Clone, PartialEq, Default)]
struct Way {
    radius: f32,
    rounds: u32,
    done: u32,
    delta: Vec<f32>,
    /// Steps, and of both networks the shares of answers that became others.
    at: Vec<f32>,
    fooled: [Vec<f32>; 2],
}

/// What the noise does to the digits of the exam.
struct Tried {
    radius: f32,
    delta: Vec<f32>,
    answers: Vec<usize>,
    fooled: [f64; 2],
    /// The same of random noise of the same size.
    random: [f64; 2],
}

/// The digit on view: as it is, and with the noise; and how likely each class then is.
struct Seen {
    pictures: [Vec<f32>; 2],
    chances: [Vec<f32>; 2],
}

/// `x + δ` for each picture, cut to 0…1.
fn with(pictures: &[f32], delta: &[f32]) -> Vec<f32> {
    let each = |first: &[f32]| first.iter().zip(delta).map(|(x, d)| (x + d).clamp(0.0, 1.0)).collect::<Vec<_>>();
    pictures.chunks_exact(PIXELS).flat_map(each).collect()
}

/// The share of answers that became others.
fn fooled(logits: &[f32], clean: &[usize]) -> f64 {
    let other = answers(logits).zip(clean).filter(|(answer, before)| answer != *before).count();
    other as f64 / clean.len().max(1) as f64
}

fn softmax(logits: &[f32]) -> Vec<f32> {
    let most = logits.iter().copied().fold(f32::MIN, f32::max);
    let grown: Vec<f32> = logits.iter().map(|z| data::maths::exp(z - most)).collect();
    let sum: f32 = grown.iter().sum();
    grown.into_iter().map(|share| share / sum).collect()
}

impl Ground {
    async fn new(device: &Device, victims: &[Victim], exam: &Exam) -> Result<Self, EngineError> {
        let asked = |k: usize| Asked::new(device, &victims[k], COUNT);
        let mut asked = [asked(0)?, asked(1)?];
        let mut clean = [Vec::new(), Vec::new()];
        let mut right = [0.0; 2];
        for (k, asked) in asked.iter_mut().enumerate() {
            let logits = asked.logits(&exam.pictures).await?;
            clean[k] = answers(&logits).collect();
            right[k] = share(&logits, &exam.classes);
        }
        Ok(Self { noise: Noise::new(device, &victims[0])?, asked, clean, right, tried: None, seen: None })
    }

    /// What random noise of the size does: the mean of several.
    async fn random(&mut self, exam: &Exam, radius: f32, seed: u64) -> Result<[f64; 2], EngineError> {
        let mut shares = [0.0; 2];
        for k in 0..RANDOM {
            let mut random = Stream::new(seed, STREAM + k);
            let delta: Vec<f32> = (0..PIXELS).map(|_| if random.uniform() < 0.5 { -radius } else { radius }).collect();
            let pictures = with(&exam.pictures, &delta);
            for (share, (asked, clean)) in shares.iter_mut().zip(self.asked.iter_mut().zip(&self.clean)) {
                *share += fooled(&asked.logits(&pictures).await?, clean) / f64::from(RANDOM);
            }
        }
        Ok(shares)
    }

    /// Tries the noise, where that is yet to be done.
    async fn try_it(&mut self, exam: &Exam, way: &Way, seed: u64) -> Result<[f64; 2], EngineError> {
        if let Some(tried) = self.tried.as_ref().filter(|tried| tried.delta == way.delta && tried.radius == way.radius)
        {
            return Ok(tried.fooled);
        }
        let random = match self.tried.as_ref().filter(|tried| tried.radius == way.radius) {
            Some(tried) => tried.random,
            None => self.random(exam, way.radius, seed).await?,
        };
        let pictures = with(&exam.pictures, &way.delta);
        let mut shares = [0.0; 2];
        let mut said = Vec::new();
        for (k, (asked, clean)) in self.asked.iter_mut().zip(&self.clean).enumerate() {
            let logits = asked.logits(&pictures).await?;
            shares[k] = fooled(&logits, clean);
            if k == 0 {
                said = answers(&logits).collect();
            }
        }
        let (radius, delta) = (way.radius, way.delta.clone());
        self.tried = Some(Tried { radius, delta, answers: said, fooled: shares, random });
        Ok(shares)
    }

    /// Puts the noise on a digit.
    async fn look(&mut self, picture: &[f32], delta: &[f32]) -> Result<(), EngineError> {
        let pictures = [picture.to_vec(), with(picture, delta)];
        if self.seen.as_ref().is_none_or(|seen| seen.pictures != pictures) {
            let logits = self.asked[0].logits(&pictures.concat()).await?;
            let chances = [softmax(&logits[..CLASSES]), softmax(&logits[CLASSES..])];
            self.seen = Some(Seen { pictures, chances });
        }
        Ok(())
    }
}

impl Universal {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let net = params.choice(TABLE, "net");
        let pupils = Pupils::new(device, &[net, other(net)], params, seed)?;
        let exam = Exam::drawn(seed, COUNT, params.number(TABLE, "variety") as f32);
        let (device, params) = (device.clone(), params.clone());
        Ok(Self { device, params, seed, pupils, exam, hand: None, way: Way::default(), ground: None, hurry: false })
    }

    /// Goes on with the noise by so many steps, first from nothing where another one is asked for.
    async fn go_on(&mut self, steps: u32) -> Result<(), EngineError> {
        let Some(ground) = &mut self.ground else { return Ok(()) };
        let radius = self.params.number(TABLE, "uni_eps") as f32;
        let rounds = self.params.number(TABLE, "uni_rounds").round() as u32;
        let way = &mut self.way;
        if way.delta.is_empty() || way.radius != radius || way.rounds != rounds {
            *way = Way { radius, rounds, delta: vec![0.0; PIXELS], ..Way::default() };
        }
        let digits = Digits { seed: self.seed, size: Size::Full, variety: self.params.number(TABLE, "variety") as f32 };
        let mut x = vec![0.0; ROWS * PIXELS];
        for _ in 0..steps.min(rounds - way.done) {
            let known = digits.fill(u64::from(way.done) * ROWS as u64, &mut x);
            let y: Vec<f32> = known.iter().map(|one| f32::from(one.class)).collect();
            // Ever shorter steps, so that it settles.
            let rate = radius * 0.25 * (1.0 - way.done as f32 / rounds as f32);
            way.delta = ground.noise.step(&way.delta, [radius, rate], (&x, &y)).await?;
            way.done += 1;
            if way.done.is_multiple_of(EVERY) || way.done == rounds {
                let shares = ground.try_it(&self.exam, way, self.seed).await?;
                way.at.push(way.done as f32);
                way.fooled.iter_mut().zip(shares).for_each(|(curve, share)| curve.push(share as f32));
            }
        }
        ground.try_it(&self.exam, way, self.seed).await?;
        Ok(())
    }

    async fn work(&mut self, steps: u32) -> Result<(), EngineError> {
        let rest = self.pupils.learn(steps).await?;
        if self.pupils.left() > 0 {
            return Ok(());
        }
        if self.ground.is_none() {
            let victims = self.pupils.victims().await?;
            self.ground = Some(Ground::new(&self.device, &victims, &self.exam).await?);
        }
        if !self.hurry || self.way.delta.is_empty() {
            self.go_on(rest).await?;
        }
        let at = (self.params.number(TABLE, "digit").round() as usize).min(COUNT - 1);
        let picture = self.hand.as_deref().unwrap_or_else(|| self.exam.picture(at));
        if let Some(ground) = &mut self.ground {
            ground.look(picture, &self.way.delta).await?;
        }
        Ok(())
    }
}

fn pictures(id: &str, values: Vec<f32>, names: Vec<String>) -> labkit::Panel {
    panel(id, Content::Pictures(Pictures { height: SIDE as u32, width: SIDE as u32, values: values.into(), names }))
}

impl Exhibit for Universal {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        // Another digit was chosen: it is looked at, not the reader's.
        if params.number(TABLE, "digit") != self.params.number(TABLE, "digit") {
            self.hand = None;
        }
        self.params = params.clone();
        Ok(())
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move { self.work(steps).await.map_err(engine) })
    }

    fn rests(&self) -> bool {
        !self.hurry && self.ground.is_some() && self.way.done > 0 && self.way.done >= self.way.rounds
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let mut shown = Shown::default();
        self.pupils.show(&mut shown);
        let ground = self.ground.as_ref();
        let Some((ground, tried)) = ground.and_then(|ground| Some((ground, ground.tried.as_ref()?))) else {
            for id in ["uni_before", "uni_noise", "uni_after", "uni_wall"] {
                shown.panels.push(panel(id, Content::Pictures(Pictures::default())));
            }
            for id in ["uni_steps", "uni_taken"] {
                shown.panels.push(panel(id, Content::Lines(Vec::new())));
            }
            return shown;
        };
        let way = &self.way;
        shown.metrics.extend([
            ("uni_fooled", tried.fooled[0]),
            ("uni_random", tried.random[0]),
            ("uni_other", tried.fooled[1]),
            ("uni_other_random", tried.random[1]),
            ("uni_clean", ground.right[0]),
            ("uni_other_clean", ground.right[1]),
            ("uni_linf", way.delta.iter().fold(0.0, |most, d| f64::from(d.abs()).max(most))),
            ("uni_done", f64::from(way.done)),
        ]);
        let curve = |key: &str, identity, y: &Vec<f32>| series(key, identity, way.at.clone(), y.clone());
        let flat = |key: &str, share: f64| {
            let x = vec![0.0, way.at.last().copied().unwrap_or(1.0)];
            series(key, 3, x, vec![share as f32; 2])
        };
        let curves =
            vec![flat("random", tried.random[0]), curve("other", 1, &way.fooled[1]), curve("own", 2, &way.fooled[0])];
        shown.panels.push(panel("uni_steps", Content::Lines(curves)));
        let before_after = ground.clean[0].iter().zip(&tried.answers);
        let names = before_after.take(WALL).map(|(before, after)| format!("{before}→{after}")).collect();
        shown.panels.push(pictures("uni_wall", with(&self.exam.pictures[..WALL * PIXELS], &way.delta), names));
        let count = |all: &[usize], class: usize| all.iter().filter(|answer| **answer == class).count() as f32;
        let taken = |key: &str, identity, all: &[usize]| {
            let x = (0..CLASSES).map(|class| class as f32).collect();
            series(key, identity, x, (0..CLASSES).map(|class| count(all, class)).collect())
        };
        let taken = vec![taken("before", 3, &ground.clean[0]), taken("after", 2, &tried.answers)];
        let most = taken[1].y.0.iter().copied().fold(0.0, f32::max);
        shown.metrics.push(("uni_commonest", f64::from(most) / COUNT as f64));
        shown.panels.push(panel("uni_taken", Content::Lines(taken)));
        if let Some(Seen { pictures: [before, after], chances }) = &ground.seen {
            let [first, last] = chances.each_ref().map(|row| likeliest(row));
            let said = |k: usize, class: usize| format!("{class} · {:.0} %", chances[k][class] * 100.0);
            let factor: f32 = self.params.choice(TABLE, "factor").parse().unwrap_or(1.0);
            let noise = way.delta.iter().map(|d| d * factor).collect();
            shown.panels.push(pictures("uni_before", before.clone(), vec![said(0, first)]));
            shown.panels.push(pictures("uni_noise", noise, vec![format!("×{factor:.0}")]));
            shown.panels.push(pictures("uni_after", after.clone(), vec![said(1, last)]));
            shown.metrics.extend([("uni_before", first as f64), ("uni_after", last as f64)]);
        }
        shown
    }

    fn drawn(&mut self, drawing: Option<&Drawing>) -> Result<(), LabError> {
        self.hand = drawing.and_then(|drawing| {
            let (side, values) = (drawing.side as usize, &drawing.values.0);
            let whole = side.checked_mul(side) == Some(values.len());
            let picture = Picture { channels: 1, height: side, width: side, values: values.clone() };
            Some(whole.then(|| boxed(&picture))??.placed.values)
        });
        Ok(())
    }

    fn plan(&self) -> &Plan {
        self.pupils.plan()
    }

    fn hurry(&mut self, on: bool) {
        self.hurry = on;
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let course = self.pupils.course().await?;
            let own_bytes = bytes(&course) + size_of_val(&*self.way.delta) + size_of_val(&*self.way.at) * 3;
            Ok(Saved { machine: course[0].0.clone(), own: Rc::new((course, self.way.clone())), own_bytes })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let Some((course, way)) = saved.own.downcast_ref::<(Course, Way)>() else { return Err(foreign()) };
        self.pupils.go_back(course)?;
        self.way = way.clone();
        if self.pupils.left() > 0 {
            self.ground = None;
        }
        Ok(())
    }
}
