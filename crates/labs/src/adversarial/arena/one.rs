//! The attack on the digit on view: run whole whenever anything about it changes.

use super::walk::Walks;
use crate::adversarial::attack::order::Order;
use crate::adversarial::attack::project::Norm;
use crate::adversarial::attack::slope::Slope;
use crate::adversarial::victim::{Asked, PIXELS, SIDE, Victim, likeliest};
use crate::exhibit::{Shown, panel, series};
use compute::{Device, EngineError};
use data::made::digits::CLASSES;
use labkit::{Content, Pictures};

/// A class that never is this likely has no curve.
const SEEN: f32 = 0.05;
/// Places of a walk that are looked at together.
const TOGETHER: usize = 25;
/// Identity colours.
const COLOURS: u8 = 8;

pub(super) struct One {
    device: Device,
    victim: Victim,
    slope: Option<(Norm, Slope)>,
    asked: Option<Asked>,
    now: Option<Now>,
}

struct Now {
    order: Order,
    first: Vec<f32>,
    at: usize,
    class: f32,
    attacked: Vec<f32>,
    /// How likely each class is, before each step and after the last.
    path: Vec<Vec<f32>>,
    /// The same of the picture as it is.
    clean: Vec<f32>,
    walks: Option<Walks>,
}

impl One {
    pub(super) fn new(device: &Device, victim: Victim) -> Self {
        Self { device: device.clone(), victim, slope: None, asked: None, now: None }
    }

    /// Attacks picture number `at`, which is `first` of class `class`.
    pub(super) async fn attack(
        &mut self,
        order: &Order,
        at: usize,
        (first, class): (&[f32], f32),
    ) -> Result<(), EngineError> {
        if self.now.as_ref().is_some_and(|now| now.order == *order && now.first == first && now.at == at) {
            return Ok(());
        }
        let slope = match &mut self.slope {
            Some((norm, slope)) if *norm == order.norm => slope,
            other => &mut other.insert((order.norm, Slope::new(&self.device, &self.victim, order.norm, 1)?)).1,
        };
        let shares = |row: Vec<f32>| row[2..].to_vec();
        // A step from the picture itself tells what it is taken for.
        order.within(0.0).begin(slope, first, &[class], at)?;
        let clean = slope.step(1).await?.into_iter().map(shares).next().unwrap_or_default();
        order.begin(slope, first, &[class], at)?;
        let mut path: Vec<Vec<f32>> = slope.step(order.rounds()).await?.into_iter().map(shares).collect();
        let attacked = slope.pictures().await?;
        // One more tells what the last picture is taken for; where it leads is of no interest.
        path.extend(slope.step(1).await?.into_iter().map(shares));
        self.now =
            Some(Now { order: order.clone(), first: first.to_vec(), at, class, attacked, path, clean, walks: None });
        Ok(())
    }

    /// Walks along the attack and along random directions, where that is yet to be done.
    pub(super) async fn walk(&mut self, seed: u64) -> Result<(), EngineError> {
        let Some(now) = self.now.as_mut().filter(|now| now.walks.is_none()) else { return Ok(()) };
        let asked = match &mut self.asked {
            Some(asked) => asked,
            none => none.insert(Asked::new(&self.device, &self.victim, TOGETHER)?),
        };
        let way: Vec<f32> = now.attacked.iter().zip(&now.first).map(|(x, first)| x - first).collect();
        now.walks = Some(Walks::of(asked, &now.first, &way, likeliest(&now.clean), seed).await?);
        Ok(())
    }

    /// The noise multiplied by `factor`; beside it two pictures at the distance `apart` in L2.
    pub(super) fn show(&self, factor: f32, apart: f64, shown: &mut Shown) {
        let Some(now) = &self.now else { return };
        let Some(last) = now.path.last() else { return };
        let (before, after, class) = (likeliest(&now.clean), likeliest(last), now.class as usize);
        let noise: Vec<f32> = now.attacked.iter().zip(&now.first).map(|(x, first)| x - first).collect();
        let sum = |of: &dyn Fn(f64) -> f64| noise.iter().map(|x| of(f64::from(*x))).sum::<f64>();
        shown.metrics.extend([
            ("digit_class", f64::from(now.class)),
            ("digit_before", before as f64),
            ("digit_after", after as f64),
            ("chance_before", f64::from(now.clean[class])),
            ("chance_after", f64::from(last[class])),
            ("chance_taken", f64::from(last[after])),
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
        shown.panels.push(picture("before", now.first.clone(), format!("{before} · {}", percent(now.clean[before]))));
        shown.panels.push(picture("noise", noise.iter().map(|x| x * factor).collect(), format!("×{factor:.0}")));
        shown.panels.push(picture("after", now.attacked.clone(), format!("{after} · {}", percent(last[after]))));
        let steps: Vec<f32> = (0..now.path.len()).map(|at| at as f32).collect();
        let seen = (0..CLASSES).filter(|class| now.path.iter().any(|row| row[*class] > SEEN));
        let curves = seen.map(|class| {
            let y = now.path.iter().map(|row| row[class]).collect();
            series(&class.to_string(), class as u8 % COLOURS + 1, steps.clone(), y)
        });
        shown.panels.push(panel("path", Content::Lines(curves.collect())));
        equal(&now.first, apart, shown);
        if let Some(walks) = &now.walks {
            shown
                .metrics
                .extend([("boundary_attack", f64::from(walks.attack)), ("boundary_random", f64::from(walks.median()))]);
            shown.panels.push(panel("walks", Content::Lines(walks.curves.clone())));
        }
    }
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
