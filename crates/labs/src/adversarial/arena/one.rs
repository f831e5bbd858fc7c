//! The attack on the digit on view: run whole whenever anything about it changes.

use super::plane::plane;
use super::walk::Walks;
use crate::adversarial::attack::Hand;
use crate::adversarial::attack::order::Order;
use crate::adversarial::victim::{Asked, PIXELS, SIDE, Victim, likeliest, shares};
use crate::exhibit::{Shown, panel, series};
use compute::{Device, EngineError};
use data::made::digits::CLASSES;
use labkit::frame::Field;
use labkit::{Content, Pictures};

/// A class that never is this likely has no curve.
const SEEN: f32 = 0.05;
/// Pictures that are looked at together: a row of the plane, more than the places of a walk.
const TOGETHER: usize = 33;
/// Identity colours.
const COLOURS: u8 = 8;

pub(super) struct One {
    hand: Hand,
    asked: Asked,
    device: Device,
    now: Option<Now>,
}

/// A picture, its number among its like, and what it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) at: usize,
    pub(super) picture: &'a [f32],
    pub(super) class: f32,
}

struct Now {
    order: Order,
    first: Vec<f32>,
    at: usize,
    class: f32,
    attacked: Vec<f32>,
    /// How likely each class is, before each step and after the last; to an attacker who does not know the shield, without it.
    path: Vec<Vec<f32>>,
    /// How likely each class is to who answers: of the picture as it is, and under attack.
    before: Vec<f32>,
    after: Vec<f32>,
    /// From how far beside it each pixel was fetched, `(x, y)` in pixels, where that is the attack.
    drift: Vec<f32>,
    walks: Option<Walks>,
    plane: Option<Field>,
}

impl One {
    /// Against `victim`, which the attacker takes for `taken`.
    pub(super) fn new(device: &Device, victim: &Victim, taken: &Victim) -> Result<Self, EngineError> {
        let asked = Asked::new(device, victim, TOGETHER)?;
        Ok(Self { hand: Hand::new(device, taken, 1), asked, device: device.clone(), now: None })
    }

    /// Goes over to the same with other weights.
    pub(super) fn face(&mut self, victim: &Victim, taken: &Victim) -> Result<(), EngineError> {
        if !self.asked.face(victim)? {
            self.asked = Asked::new(&self.device, victim, TOGETHER)?;
        }
        self.now = None;
        self.hand.face(taken)
    }

    /// Logits.
    pub(super) async fn answers(&mut self, picture: &[f32]) -> Result<Vec<f32>, EngineError> {
        self.asked.logits(picture).await
    }

    pub(super) async fn attack(&mut self, order: &Order, subject: &Subject<'_>) -> Result<(), EngineError> {
        let Subject { at, picture: first, class } = *subject;
        if self.now.as_ref().is_some_and(|now| now.order == *order && now.first == first && now.at == at) {
            return Ok(());
        }
        let attack = self.hand.begin(order, first, &[class], at)?;
        let mut path: Vec<Vec<f32>> = attack.step(order.rounds()).await?.into_iter().map(|told| told.shares).collect();
        let attacked = attack.pictures().await?;
        let drift = attack.drift().await?;
        // Where it ends need not be what it has found: that is looked at by itself.
        let logits = self.asked.logits(&[first, &attacked].concat()).await?;
        let (before, after) = logits.split_at(CLASSES);
        let (before, after) = (shares(before), shares(after));
        path.push(after.clone());
        let (order, first) = (order.clone(), first.to_vec());
        let (walks, plane) = (None, None);
        self.now = Some(Now { order, first, at, class, attacked, path, before, after, drift, walks, plane });
        Ok(())
    }

    /// Walks along the attack and along random directions, where that is yet to be done.
    pub(super) async fn walk(&mut self, seed: u64) -> Result<(), EngineError> {
        let Some(now) = self.now.as_mut().filter(|now| now.walks.is_none()) else { return Ok(()) };
        let way: Vec<f32> = now.attacked.iter().zip(&now.first).map(|(x, first)| x - first).collect();
        now.plane = Some(plane(&mut self.asked, &now.first, &way, seed).await?);
        now.walks = Some(Walks::of(&mut self.asked, &now.first, &way, likeliest(&now.before), seed).await?);
        Ok(())
    }

    /// The noise multiplied by `factor`; beside it two pictures at the distance `apart` in L2.
    pub(super) fn show(&self, factor: f32, apart: f64, shown: &mut Shown) {
        let Some(now) = &self.now else { return };
        let (before, after, class) = (likeliest(&now.before), likeliest(&now.after), now.class as usize);
        let noise: Vec<f32> = now.attacked.iter().zip(&now.first).map(|(x, first)| x - first).collect();
        let sum = |of: &dyn Fn(f64) -> f64| noise.iter().map(|x| of(f64::from(*x))).sum::<f64>();
        shown.metrics.extend([
            ("digit_class", f64::from(now.class)),
            ("digit_before", before as f64),
            ("digit_after", after as f64),
            ("chance_before", f64::from(now.before[class])),
            ("chance_after", f64::from(now.after[class])),
            ("chance_taken", f64::from(now.after[after])),
            ("moved_linf", noise.iter().fold(0.0_f64, |most, x| most.max(f64::from(x.abs())))),
            ("moved_l2", sum(&|x| x * x).sqrt()),
            ("moved_l1", sum(&f64::abs)),
            ("moved_l0", noise.iter().filter(|x| **x != 0.0).count() as f64),
        ]);
        let picture = |id: &str, values: Vec<f32>, name: String| {
            let side = SIDE as u32;
            panel(
                id,
                Content::Pictures(Pictures { height: side, width: side, values: values.into(), names: vec![name] }),
            )
        };
        let percent = |share: f32| format!("{:.0} %", share * 100.0);
        shown.panels.push(picture("before", now.first.clone(), format!("{before} · {}", percent(now.before[before]))));
        shown.panels.push(picture("noise", noise.iter().map(|x| x * factor).collect(), format!("×{factor:.0}")));
        shown.panels.push(picture("after", now.attacked.clone(), format!("{after} · {}", percent(now.after[after]))));
        let steps: Vec<f32> = (0..now.path.len()).map(|at| at as f32).collect();
        let seen = (0..CLASSES).filter(|class| now.path.iter().any(|row| row[*class] > SEEN));
        let curves = seen.map(|class| {
            let y = now.path.iter().map(|row| row[class]).collect();
            series(&class.to_string(), class as u8 % COLOURS + 1, steps.clone(), y)
        });
        shown.panels.push(panel("path", Content::Lines(curves.collect())));
        shown.panels.push(panel("drift", Content::Pictures(drift(&now.drift))));
        equal(&now.first, apart, shown);
        if let Some(plane) = &now.plane {
            shown.panels.push(panel("plane", Content::Field(plane.clone())));
        }
        if let Some(walks) = &now.walks {
            shown
                .metrics
                .extend([("boundary_attack", f64::from(walks.attack)), ("boundary_random", f64::from(walks.median()))]);
            shown.panels.push(panel("walks", Content::Lines(walks.curves.clone())));
        }
    }
}

/// From how far to the right, and from how far below, each pixel was fetched.
fn drift(places: &[f32]) -> Pictures {
    if places.is_empty() {
        return Pictures::default();
    }
    let along = |axis: usize| places.iter().skip(axis).step_by(2).copied();
    let values: Vec<f32> = along(0).chain(along(1)).collect();
    let names = ["→", "↓"].map(str::to_owned).to_vec();
    Pictures { height: SIDE as u32, width: SIDE as u32, values: values.into(), names }
}

/// Two changes of the same length `apart`: of all pixels alike, away from the nearer end of their range, and of the first pixel alone.
fn equal(first: &[f32], apart: f64, shown: &mut Shown) {
    let little = (apart / (PIXELS as f64).sqrt()) as f32;
    let all: Vec<f32> = first.iter().map(|x| if *x < 0.5 { x + little } else { x - little }).collect();
    let mut single = first.to_vec();
    if let Some(x) = single.first_mut() {
        *x += apart as f32;
    }
    let of = |changed: &[f32]| {
        let off = || changed.iter().zip(first).map(|(x, first)| f64::from(x - first));
        (off().map(|x| x * x).sum::<f64>().sqrt(), off().fold(0.0, |most: f64, x| most.max(x.abs())))
    };
    let ((length_all, most_all), (length_one, most_one)) = (of(&all), of(&single));
    shown.metrics.extend([
        ("equal_l2_all", length_all),
        ("equal_l2_one", length_one),
        ("equal_linf_all", most_all),
        ("equal_linf_one", most_one),
    ]);
    let names = [most_all, most_one].map(|most| format!("L∞ {}", labkit::short(most))).to_vec();
    let pictures = Pictures { height: SIDE as u32, width: SIDE as u32, values: [all, single].concat().into(), names };
    shown.panels.push(panel("equal", Content::Pictures(pictures)));
}
