//! The attack on many digits together, a step of the run a step of the attack; then the same for other radii.

use super::COUNT;
use super::defence::Front;
use super::detector::Detector;
use crate::adversarial::attack::Hand;
use crate::adversarial::attack::order::{Method, Order};
use crate::adversarial::attack::project::Norm;
use crate::adversarial::victim::{Asked, Exam, PIXELS, SIDE, Victim, likeliest, share};
use crate::exhibit::{Shown, panel, series};
use compute::{Device, EngineError};
use data::made::digits::CLASSES;
use labkit::{Content, Pictures};

/// Digits that are shown.
const WALL: usize = 24;
/// Radii of a curve.
const RADII: usize = 10;
/// Draws of random noise whose mean stands beside an attack: one draw more or less is a digit or two of 256.
const DRAWS: u64 = 8;

pub(super) struct Crowd {
    asked: Asked,
    /// What carries out the attack, and what random noise and FGSM beside it.
    hand: Hand,
    beside: Hand,
    clean: Vec<f32>,
    /// The victim without its shield.
    bare: Option<Bare>,
    detector: Option<Detector>,
    marks: Option<Marks>,
    now: Option<Now>,
}

/// A victim without its shield, and the share that it answers rightly.
struct Bare {
    asked: Asked,
    clean: f64,
    attacked: f64,
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
    /// What a detector measures on them.
    gaps: Vec<f32>,
    /// The radius that comes next, its steps that are done, and the shares of those before it.
    radius: usize,
    at: u32,
    curve: Vec<f32>,
    /// Radii whose random noise and FGSM are shown.
    beside: usize,
    told: bool,
}

/// From where an attack goes on: it is run again up to there, which takes less than keeping its pictures.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Kept {
    order: Order,
    done: u32,
    radius: usize,
    at: u32,
    beside: usize,
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

impl Crowd {
    /// Against `victim`, which stands behind `front` and which the attacker takes for `taken`.
    pub(super) async fn new(
        device: &Device,
        victim: &Victim,
        taken: &Victim,
        front: &Front,
        exam: &Exam,
    ) -> Result<Self, EngineError> {
        let mut asked = Asked::new(device, victim, COUNT)?;
        let clean = asked.logits(&exam.pictures).await?;
        let hand = || Hand::new(device, taken, COUNT);
        let bare = match front.any() {
            true => {
                let mut asked = Asked::new(device, &victim.along(vec![None], victim.seed), COUNT)?;
                let clean = share(&asked.logits(&exam.pictures).await?, &exam.classes);
                Some(Bare { asked, clean, attacked: clean })
            }
            false => None,
        };
        let detector = match &front.squeezers[..] {
            [] => None,
            squeezers => Some(Detector::new(device, victim, squeezers, &exam.pictures).await?),
        };
        Ok(Self { asked, hand: hand(), beside: hand(), clean, bare, detector, marks: None, now: None })
    }

    /// The share that is answered rightly after `order`, all at once.
    async fn tried(&mut self, exam: &Exam, order: &Order) -> Result<f64, EngineError> {
        let attack = self.beside.begin(order, &exam.pictures, &exam.classes, 0)?;
        attack.step(order.rounds()).await?;
        let logits = self.asked.logits(&attack.pictures().await?).await?;
        Ok(share(&logits, &exam.classes))
    }

    async fn mark(&mut self, exam: &Exam, order: &Order) -> Result<(), EngineError> {
        let key = order.by(Method::Random);
        if self.marks.as_ref().is_some_and(|marks| marks.order == key) {
            return Ok(());
        }
        // Other radii leave the curves as they are.
        let same = |marks: &Marks| marks.order.within(0.0) == key.within(0.0);
        let curves = self.marks.take().filter(same).map(|marks| marks.curves).unwrap_or_default();
        let mut random = 0.0;
        for draw in 0..DRAWS {
            random += self.tried(exam, &key.drawn(draw)).await? / DRAWS as f64;
        }
        let fgsm = self.tried(exam, &order.by(Method::Fgsm)).await?;
        self.marks = Some(Marks { order: key, random, fgsm, curves });
        Ok(())
    }

    /// Makes sure that the curves of random noise and FGSM have so many points.
    async fn mark_radii(&mut self, exam: &Exam, count: usize) -> Result<(), EngineError> {
        let Some(mut marks) = self.marks.take() else { return Ok(()) };
        for radius in radii(marks.order.norm).into_iter().take(count).skip(marks.curves[0].len()) {
            for (at, method) in [Method::Random, Method::Fgsm].into_iter().enumerate() {
                let share = self.tried(exam, &marks.order.by(method).within(radius)).await?;
                marks.curves[at].push(share as f32);
            }
        }
        self.marks = Some(marks);
        Ok(())
    }

    /// Goes on with `order` by so many steps, first from the start where it is another one than before.
    pub(super) async fn attack(&mut self, exam: &Exam, order: &Order, steps: u32) -> Result<(), EngineError> {
        self.mark(exam, order).await?;
        if self.now.as_ref().is_none_or(|now| now.order != *order) {
            self.begin(exam, order).await?;
        }
        self.go_on(exam, steps).await
    }

    async fn begin(&mut self, exam: &Exam, order: &Order) -> Result<(), EngineError> {
        let attack = self.hand.begin(order, &exam.pictures, &exam.classes, 0)?;
        let [shares, losses, curve] = [const { Vec::new() }; 3];
        let pictures = attack.pictures().await?;
        self.now = Some(Now {
            order: order.clone(),
            done: 0,
            shares,
            losses,
            pictures,
            logits: Vec::new(),
            gaps: Vec::new(),
            radius: 0,
            at: 0,
            curve,
            beside: 0,
            told: false,
        });
        self.look(exam).await
    }

    /// Asks what the pictures as they stand are taken for.
    async fn look(&mut self, exam: &Exam) -> Result<(), EngineError> {
        let Some(now) = &mut self.now else { return Ok(()) };
        now.logits = self.asked.logits(&now.pictures).await?;
        if let Some(bare) = &mut self.bare {
            bare.attacked = share(&bare.asked.logits(&now.pictures).await?, &exam.classes);
        }
        if let Some(detector) = &mut self.detector {
            now.gaps = detector.gaps(&now.pictures).await?;
        }
        now.told = false;
        Ok(())
    }

    async fn go_on(&mut self, exam: &Exam, mut steps: u32) -> Result<(), EngineError> {
        let Some(now) = &mut self.now else { return Ok(()) };
        let rounds = now.order.rounds();
        let few = steps.min(rounds - now.done);
        if few > 0 {
            let attack = self.hand.take(&now.order)?;
            for told in attack.step(few).await? {
                now.shares.push(told.right);
                now.losses.push(told.loss);
            }
            now.done += few;
            steps -= few;
            now.pictures = attack.pictures().await?;
            self.look(exam).await?;
        }
        self.bend(exam, steps).await
    }

    /// Goes on with the curves over radii: for each one step for random noise and FGSM, which take none, then all of the attack.
    async fn bend(&mut self, exam: &Exam, mut steps: u32) -> Result<(), EngineError> {
        while steps > 0 {
            let Some(now) = self.now.as_mut().filter(|now| now.radius < RADII) else { return Ok(()) };
            now.told = false;
            if now.beside == now.radius {
                now.beside += 1;
                // FGSM has its curve with that, and random noise; what looks for the nearest has it from the distances.
                let once = now.order.rounds() <= 1 || now.order.method.own().is_some();
                now.radius += usize::from(once);
                let count = now.beside;
                self.mark_radii(exam, count).await?;
                steps -= 1;
                continue;
            }
            let (rounds, order) = (now.order.rounds(), now.order.within(radii(now.order.norm)[now.radius]));
            let attack = match now.at {
                0 => self.hand.begin(&order, &exam.pictures, &exam.classes, 0)?,
                _ => self.hand.take(&order)?,
            };
            let few = steps.min(rounds - now.at);
            attack.step(few).await?;
            now.at += few;
            steps -= few;
            if now.at == rounds {
                let logits = self.asked.logits(&attack.pictures().await?).await?;
                now.curve.push(share(&logits, &exam.classes) as f32);
                (now.radius, now.at) = (now.radius + 1, 0);
            }
        }
        Ok(())
    }

    /// Whether all of `order` is done, and at all radii.
    pub(super) fn rests(&self, order: &Order) -> bool {
        self.now.as_ref().is_some_and(|now| now.order == *order && now.done >= order.rounds() && now.radius >= RADII)
    }

    pub(super) fn kept(&self) -> Option<Kept> {
        let now = self.now.as_ref()?;
        Some(Kept {
            order: now.order.clone(),
            done: now.done,
            radius: now.radius,
            at: now.at,
            beside: now.beside,
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
        self.mark_radii(exam, kept.beside).await?;
        let Some(now) = &mut self.now else { return Ok(()) };
        (now.radius, now.at, now.beside, now.curve) = (kept.radius, kept.at, kept.beside, kept.curve.clone());
        if kept.at > 0 {
            let order = now.order.within(radii(now.order.norm)[now.radius]);
            self.hand.begin(&order, &exam.pictures, &exam.classes, 0)?.step(kept.at).await?;
        }
        Ok(())
    }

    /// Of each picture that is answered rightly as it is: whether that is over, and, where it was aimed at a class, whether it got there.
    fn fooled(clean: &[f32], now: &Now, classes: &[f32], targets: Option<&[f32]>) -> Vec<Option<bool>> {
        let answers =
            |logits: &[f32]| -> Vec<f32> { logits.chunks_exact(CLASSES).map(|row| likeliest(row) as f32).collect() };
        let (before, after) = (answers(clean), answers(&now.logits));
        let one = |(at, class): (usize, &f32)| {
            let there = targets.map_or(after[at] != *class, |targets| after[at] == targets[at]);
            (before[at] == *class).then_some(there)
        };
        classes.iter().enumerate().map(one).collect()
    }

    /// `threshold` is a detector's.
    pub(super) fn show(&mut self, exam: &Exam, threshold: f32, whole: bool, shown: &mut Shown) {
        let (Some(now), Some(marks)) = (&mut self.now, &self.marks) else { return };
        if let Some(detector) = &self.detector {
            let fooled: Vec<bool> = now
                .logits
                .chunks_exact(CLASSES)
                .zip(&exam.classes)
                .map(|(row, class)| likeliest(row) as f32 != *class)
                .collect();
            detector.show(&now.gaps, &fooled, threshold, shown);
        }
        let metrics = &mut shown.metrics;
        let attacked = share(&now.logits, &exam.classes);
        metrics.extend([("clean_accuracy", share(&self.clean, &exam.classes)), ("attacked_accuracy", attacked)]);
        let searches = now.order.method.own().is_some();
        if !searches {
            metrics.extend([
                ("random_noise_accuracy", marks.random),
                ("fgsm_accuracy", marks.fgsm),
                ("fgsm_more", marks.fgsm - attacked),
            ]);
        }
        if let Some(bare) = &self.bare {
            let clean = share(&self.clean, &exam.classes);
            metrics.extend([("bare_accuracy", bare.attacked), ("recovered", attacked - bare.attacked)]);
            metrics.push(("shield_costs", bare.clean - clean));
        }
        metrics.push(("steps_done", f64::from(now.done)));
        let off: Vec<f64> = now.pictures.iter().zip(&exam.pictures).map(|(x, first)| f64::from(x - first)).collect();
        let far: Vec<[f64; 4]> = off.chunks_exact(PIXELS).map(lengths).collect();
        for (at, name) in ["linf_max", "l2_max", "l1_max", "l0_max"].into_iter().enumerate() {
            metrics.push((name, far.iter().fold(0.0, |most, far| far[at].max(most))));
        }
        let outside = now.pictures.iter().filter(|x| !(0.0..=1.0).contains(*x)).count();
        metrics.push(("box_violations", outside as f64));
        let targets = now.order.targets(&exam.classes, 0);
        if let Some(targets) = &targets {
            metrics.push(("target_reached", share(&now.logits, targets)));
        }
        let fooled = Self::fooled(&self.clean, now, &exam.classes, targets.as_deref());
        let held = fooled.iter().filter(|fooled| fooled.is_some()).count();
        let hits: Vec<[f64; 4]> =
            fooled.iter().zip(&far).filter(|(fooled, _)| **fooled == Some(true)).map(|(_, far)| *far).collect();
        if held > 0 {
            metrics.push(("success", hits.len() as f64 / held as f64));
        }
        if !hits.is_empty() {
            let mean = |at: usize| hits.iter().map(|far| far[at]).sum::<f64>() / hits.len() as f64;
            metrics.extend([("l2_mean", mean(1)), ("l1_mean", mean(2)), ("l0_mean", mean(3))]);
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
        let beside = |at: usize| marks.curves[at].iter().copied().take(now.beside).collect();
        let mut curves = vec![curve("random", 3, &beside(0)), curve("fgsm", 1, &beside(1))];
        let nearest = if searches { nearest(now.order.norm, &fooled, &far) } else { now.curve.clone() };
        if !nearest.is_empty() {
            curves.push(curve("attack", 2, &nearest));
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

/// L∞, L2, L1 and L0 of a change.
fn lengths(off: &[f64]) -> [f64; 4] {
    let sum = |of: &dyn Fn(f64) -> f64| off.iter().map(|x| of(*x)).sum::<f64>();
    let most = off.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
    [most, sum(&|x| x * x).sqrt(), sum(&f64::abs), sum(&|x| f64::from(u8::from(x != 0.0)))]
}

/// The share of all pictures that are answered rightly and not fooled within each of the radii, by the distances of those that are.
fn nearest(norm: Norm, fooled: &[Option<bool>], far: &[[f64; 4]]) -> Vec<f32> {
    let at = match norm {
        Norm::Max => 0,
        Norm::Two => 1,
        Norm::One => 2,
        Norm::Count => 3,
    };
    let left = |radius: f32| {
        let stays = |(fooled, far): &(&Option<bool>, &[f64; 4])| match fooled {
            Some(true) => far[at] > f64::from(radius),
            Some(false) => true,
            None => false,
        };
        fooled.iter().zip(far).filter(stays).count() as f32 / fooled.len().max(1) as f32
    };
    radii(norm).map(left).to_vec()
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
    for id in ["steps", "radii", "walks", "gaps", "roc"] {
        shown.panels.push(panel(id, Content::Lines(Vec::new())));
    }
    for id in ["wall", "pairs"] {
        shown.panels.push(panel(id, Content::Pictures(Pictures::default())));
    }
}
