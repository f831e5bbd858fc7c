//! The attack on many digits together, a step of the run a step of the attack; then the same for other radii.

use super::COUNT;
use crate::adversarial::attack::order::{Method, Order};
use crate::adversarial::attack::project::Norm;
use crate::adversarial::attack::slope::Slope;
use crate::adversarial::victim::{Asked, Exam, PIXELS, SIDE, Victim, likeliest};
use crate::exhibit::{Shown, panel, series};
use compute::{Device, EngineError};
use data::made::digits::CLASSES;
use labkit::{Content, Pictures};

/// Digits that are shown.
const WALL: usize = 24;
/// Radii of a curve.
const RADII: usize = 10;

pub(super) struct Crowd {
    device: Device,
    victim: Victim,
    asked: Asked,
    slope: Slope,
    /// What `slope` was made for.
    norm: Norm,
    clean: Vec<f32>,
    marks: Option<Marks>,
    now: Option<Now>,
}

/// What is known of a radius and a norm before any attack of several steps.
struct Marks {
    order: Order,
    random: f64,
    fgsm: f64,
    /// Shares of right answers at the radii of [`radii`]: with random noise, and under FGSM.
    curves: [Vec<f32>; 2],
}

/// An attack under way.
struct Now {
    order: Order,
    done: u32,
    /// The share of right answers and the mean of L before each step, and after the last.
    shares: Vec<f32>,
    losses: Vec<f32>,
    pictures: Vec<f32>,
    logits: Vec<f32>,
    /// The radius that comes next, its steps that are done, and the shares of those before it.
    radius: usize,
    at: u32,
    curve: Vec<f32>,
    told: bool,
}

/// From where an attack goes on: it is run again up to there, which takes less than keeping its pictures.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Kept {
    order: Order,
    done: u32,
    radius: usize,
    at: u32,
    curve: Vec<f32>,
}

/// The radii of the curve.
fn radii(norm: Norm) -> [f32; RADII] {
    let most = match norm {
        Norm::Max => 0.3,
        Norm::Two => 4.0,
        Norm::One => 50.0,
        Norm::Count => 100.0,
    };
    std::array::from_fn(|at| most * (at + 1) as f32 / RADII as f32)
}

/// `C(x, k) = ln Σ exp z − z_k`.
fn surprise(logits: &[f32], class: f32) -> f32 {
    let most = logits.iter().copied().fold(f32::MIN, f32::max);
    logits.iter().map(|z| (z - most).exp()).sum::<f32>().ln() + most - logits[class as usize]
}

fn share(logits: &[f32], classes: &[f32]) -> f64 {
    let right =
        logits.chunks_exact(CLASSES).zip(classes).filter(|(row, class)| likeliest(row) as f32 == **class).count();
    right as f64 / classes.len().max(1) as f64
}

impl Crowd {
    pub(super) async fn new(device: &Device, victim: Victim, exam: &Exam, order: &Order) -> Result<Self, EngineError> {
        let mut asked = Asked::new(device, &victim, COUNT)?;
        let slope = Slope::new(device, &victim, order.norm, COUNT)?;
        let clean = asked.logits(&exam.pictures).await?;
        Ok(Self { device: device.clone(), victim, asked, slope, norm: order.norm, clean, marks: None, now: None })
    }

    /// The share that is answered rightly after `order`, all at once.
    async fn tried(&mut self, exam: &Exam, order: &Order) -> Result<f64, EngineError> {
        order.begin(&mut self.slope, &exam.pictures, &exam.classes, 0)?;
        self.slope.step(order.rounds()).await?;
        let logits = self.asked.logits(&self.slope.pictures().await?).await?;
        Ok(share(&logits, &exam.classes))
    }

    async fn mark(&mut self, exam: &Exam, order: &Order) -> Result<(), EngineError> {
        let key = order.by(Method::Random);
        if self.marks.as_ref().is_some_and(|marks| marks.order == key) {
            return Ok(());
        }
        // Other radii leave the curves as they are.
        let same = |marks: &Marks| marks.order.within(0.0) == key.within(0.0);
        let curves = match self.marks.take().filter(same) {
            Some(marks) => marks.curves,
            None => {
                let mut curves = [Vec::new(), Vec::new()];
                for radius in radii(order.norm) {
                    for (curve, method) in curves.iter_mut().zip([Method::Random, Method::Fgsm]) {
                        curve.push(self.tried(exam, &order.by(method).within(radius)).await? as f32);
                    }
                }
                curves
            }
        };
        let random = self.tried(exam, &key).await?;
        let fgsm = self.tried(exam, &order.by(Method::Fgsm)).await?;
        self.marks = Some(Marks { order: key, random, fgsm, curves });
        Ok(())
    }

    /// Goes on with `order` by so many steps, first from the start where it is another one than before.
    pub(super) async fn attack(&mut self, exam: &Exam, order: &Order, steps: u32) -> Result<(), EngineError> {
        if self.norm != order.norm {
            (self.slope, self.norm) = (Slope::new(&self.device, &self.victim, order.norm, COUNT)?, order.norm);
        }
        self.mark(exam, order).await?;
        if self.now.as_ref().is_none_or(|now| now.order != *order) {
            self.begin(exam, order).await?;
        }
        self.go_on(exam, steps).await
    }

    async fn begin(&mut self, exam: &Exam, order: &Order) -> Result<(), EngineError> {
        order.begin(&mut self.slope, &exam.pictures, &exam.classes, 0)?;
        let [shares, losses, curve] = [const { Vec::new() }; 3];
        let pictures = self.slope.pictures().await?;
        let logits = self.asked.logits(&pictures).await?;
        self.now = Some(Now {
            order: order.clone(),
            done: 0,
            shares,
            losses,
            pictures,
            logits,
            radius: 0,
            at: 0,
            curve,
            told: false,
        });
        Ok(())
    }

    async fn go_on(&mut self, exam: &Exam, mut steps: u32) -> Result<(), EngineError> {
        let Some(now) = &mut self.now else { return Ok(()) };
        let rounds = now.order.rounds();
        let attack = steps.min(rounds - now.done);
        if attack > 0 {
            for row in self.slope.step(attack).await? {
                now.shares.push(row[0]);
                now.losses.push(row[1]);
            }
            now.done += attack;
            steps -= attack;
            now.pictures = self.slope.pictures().await?;
            now.logits = self.asked.logits(&now.pictures).await?;
            now.told = false;
        }
        // FGSM has its curve already, and random noise.
        while steps > 0 && rounds > 1 && now.radius < RADII {
            if now.at == 0 {
                let order = now.order.within(radii(now.order.norm)[now.radius]);
                order.begin(&mut self.slope, &exam.pictures, &exam.classes, 0)?;
            }
            let few = steps.min(rounds - now.at);
            self.slope.step(few).await?;
            now.at += few;
            steps -= few;
            if now.at == rounds {
                let logits = self.asked.logits(&self.slope.pictures().await?).await?;
                now.curve.push(share(&logits, &exam.classes) as f32);
                (now.radius, now.at, now.told) = (now.radius + 1, 0, false);
            }
        }
        Ok(())
    }

    pub(super) fn kept(&self) -> Option<Kept> {
        let now = self.now.as_ref()?;
        Some(Kept {
            order: now.order.clone(),
            done: now.done,
            radius: now.radius,
            at: now.at,
            curve: now.curve.clone(),
        })
    }

    /// Goes back, or forth, to what was kept.
    pub(super) async fn back_to(&mut self, exam: &Exam, kept: &Kept) -> Result<(), EngineError> {
        if self.kept().as_ref() == Some(kept) {
            return Ok(());
        }
        self.now = None;
        self.attack(exam, &kept.order, kept.done).await?;
        let Some(now) = &mut self.now else { return Ok(()) };
        (now.radius, now.at, now.curve) = (kept.radius, kept.at, kept.curve.clone());
        if kept.at > 0 {
            let order = now.order.within(radii(now.order.norm)[now.radius]);
            order.begin(&mut self.slope, &exam.pictures, &exam.classes, 0)?;
            self.slope.step(kept.at).await?;
        }
        Ok(())
    }

    pub(super) fn show(&mut self, exam: &Exam, whole: bool, shown: &mut Shown) {
        let (Some(now), Some(marks)) = (&mut self.now, &self.marks) else { return };
        let metrics = &mut shown.metrics;
        let attacked = share(&now.logits, &exam.classes);
        metrics.extend([("clean_accuracy", share(&self.clean, &exam.classes)), ("attacked_accuracy", attacked)]);
        metrics.extend([
            ("random_noise_accuracy", marks.random),
            ("fgsm_accuracy", marks.fgsm),
            ("fgsm_more", marks.fgsm - attacked),
        ]);
        metrics.push(("steps_done", f64::from(now.done)));
        let off: Vec<f64> = now.pictures.iter().zip(&exam.pictures).map(|(x, first)| f64::from(x - first)).collect();
        let rows = || off.chunks_exact(PIXELS);
        let most = |of: &dyn Fn(&[f64]) -> f64| rows().map(of).fold(0.0, f64::max);
        metrics.push(("linf_max", most(&|row| row.iter().fold(0.0, |most, x| x.abs().max(most)))));
        metrics.push(("l2_max", most(&|row| row.iter().map(|x| x * x).sum::<f64>().sqrt())));
        metrics.push(("l1_max", most(&|row| row.iter().map(|x| x.abs()).sum())));
        metrics.push(("l0_max", most(&|row| row.iter().filter(|x| **x != 0.0).count() as f64)));
        let outside = now.pictures.iter().filter(|x| !(0.0..=1.0).contains(*x)).count();
        metrics.push(("box_violations", outside as f64));
        let targets = now.order.targets(&exam.classes, 0);
        if let Some(targets) = &targets {
            metrics.push(("target_reached", share(&now.logits, targets)));
        }
        let l = |logits: &[f32], at: usize| {
            let towards = targets.as_ref().map_or(0.0, |targets| surprise(logits, targets[at]));
            towards - surprise(logits, exam.classes[at])
        };
        let both = self.clean.chunks_exact(CLASSES).zip(now.logits.chunks_exact(CLASSES)).enumerate();
        let fell = both.filter(|(at, (before, after))| l(after, *at) < l(before, *at)).count();
        metrics.push(("loss_fell", fell as f64 / COUNT as f64));
        if now.told && !whole {
            return;
        }
        now.told = true;
        let mut after = now.shares.clone();
        after.push(attacked as f32);
        let steps = (0..after.len()).map(|at| at as f32).collect();
        shown.panels.push(panel("steps", Content::Lines(vec![series("attack", 2, steps, after)])));
        let x = radii(now.order.norm).to_vec();
        let curve = |key: &str, identity, y: &Vec<f32>| series(key, identity, x[..y.len()].to_vec(), y.clone());
        let mut curves = vec![curve("random", 3, &marks.curves[0]), curve("fgsm", 1, &marks.curves[1])];
        if !now.curve.is_empty() {
            curves.push(curve("attack", 2, &now.curve));
        }
        shown.panels.push(panel("radii", Content::Lines(curves)));
        let answers = || now.logits.chunks_exact(CLASSES).map(likeliest);
        shown.panels.push(panel("pairs", Content::Pictures(pairs(&exam.classes, targets.as_deref(), answers()))));
        let names =
            exam.classes.iter().zip(answers()).take(WALL).map(|(class, answer)| format!("{class}→{answer}")).collect();
        let values = now.pictures[..WALL * PIXELS].to_vec().into();
        let wall = Pictures { height: SIDE as u32, width: SIDE as u32, values, names };
        shown.panels.push(panel("wall", Content::Pictures(wall)));
    }
}

/// What classes (rows) are taken for (columns), in counts; of a targeted attack in shares of what was aimed there.
fn pairs(classes: &[f32], targets: Option<&[f32]>, answers: impl Iterator<Item = usize>) -> Pictures {
    let (mut counts, mut aimed) = (vec![0.0_f32; CLASSES * CLASSES], vec![0.0_f32; CLASSES * CLASSES]);
    for (at, (class, answer)) in classes.iter().zip(answers).enumerate() {
        let row = *class as usize * CLASSES;
        match targets {
            Some(targets) => {
                let target = targets[at] as usize;
                aimed[row + target] += 1.0;
                counts[row + target] += f32::from(u8::from(answer == target));
            }
            None => counts[row + answer] += 1.0,
        }
    }
    if targets.is_some() {
        counts.iter_mut().zip(aimed).for_each(|(count, aimed)| *count /= aimed.max(1.0));
    }
    Pictures { height: CLASSES as u32, width: CLASSES as u32, values: counts.into(), names: Vec::new() }
}

/// While it learns there is nothing to see: what was seen of another classifier goes.
pub(super) fn nothing(shown: &mut Shown) {
    for id in ["steps", "radii", "path", "walks"] {
        shown.panels.push(panel(id, Content::Lines(Vec::new())));
    }
    for id in ["wall", "pairs", "before", "noise", "after", "equal"] {
        shown.panels.push(panel(id, Content::Pictures(Pictures::default())));
    }
}
