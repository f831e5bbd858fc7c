//! Attacks: ways from a picture to one that is taken for something else.

mod carlini;
mod deepfool;
mod flow;
mod lbfgs;
pub(super) mod order;
mod pixel;
pub(super) mod project;
mod restarts;
mod saliency;
pub(super) mod slope;
mod slopes;
mod told;

use super::victim::Victim;
use compute::{Device, EngineError, Machine};
use labkit::model::Local;
use order::{Method, Order};
use project::Norm;

/// What attacks: as many pictures together as it was made for, step by step.
pub(super) trait Attack {
    /// Begins anew.
    fn begin(&mut self, order: &Order, rows: &Rows<'_>) -> Result<(), EngineError>;

    /// What hold the victim's states.
    fn machines(&mut self) -> Vec<&mut Machine>;

    /// Goes on; tells of each step how things stood before it.
    fn step(&mut self, steps: u32) -> Local<'_, Result<Vec<Told>, EngineError>>;

    /// The pictures as they stand, or the nearest that fool, pixels from 0 to 1.
    fn pictures(&mut self) -> Local<'_, Result<Vec<f32>, EngineError>>;

    /// From how far beside it each pixel was fetched, `(x, y)` in pixels, where that is how it is done; else nothing.
    fn drift(&mut self) -> Local<'_, Result<Vec<f32>, EngineError>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}

/// What is attacked.
pub(super) struct Rows<'a> {
    /// `[N, 784]`.
    pub(super) pictures: &'a [f32],
    pub(super) classes: &'a [f32],
    /// The classes that they are to be taken for; none where any other will do.
    pub(super) targets: Option<&'a [f32]>,
}

impl Rows<'_> {
    /// The class of each picture that is to lose its lead (1), or to win it (−1).
    fn sought(&self) -> (&[f32], f32) {
        match self.targets {
            Some(targets) => (targets, -1.0),
            None => (self.classes, 1.0),
        }
    }
}

/// How things stood before a step.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    /// The share of pictures still answered rightly.
    pub(super) right: f32,
    /// The mean of what the attack takes down.
    pub(super) loss: f32,
    /// How likely each class is; of a single picture only.
    pub(super) shares: Vec<f32>,
}

/// What an attack was made for, and whether for several starts: orders that ask for the same can use it one after another.
type Made = (Method, Norm, bool);

/// What attacks a victim, made anew whenever an order asks for another.
pub(super) struct Hand {
    device: Device,
    victim: Victim,
    rows: usize,
    attack: Option<(Made, Box<dyn Attack>)>,
}

impl Hand {
    /// Against `victim`, `rows` pictures at a time.
    pub(super) fn new(device: &Device, victim: &Victim, rows: usize) -> Self {
        Self { device: device.clone(), victim: victim.clone(), rows, attack: None }
    }

    /// Goes over to another victim.
    pub(super) fn face(&mut self, victim: &Victim) -> Result<(), EngineError> {
        let alike = self.victim.built_as(victim);
        self.victim = victim.clone();
        match &mut self.attack {
            Some((_, attack)) if alike => attack.machines().into_iter().try_for_each(|machine| victim.write(machine)),
            attack => {
                *attack = None;
                Ok(())
            }
        }
    }

    /// Begins with `order` on pictures of which the first is number `from`; where shields draw, they draw as they did the last time.
    pub(super) fn begin(
        &mut self,
        order: &Order,
        pictures: &[f32],
        classes: &[f32],
        from: usize,
    ) -> Result<&mut dyn Attack, EngineError> {
        let (victim, attack) = self.ready(order)?;
        order.begin(attack, pictures, classes, from)?;
        attack.machines().into_iter().try_for_each(|machine| victim.draw_again(machine, false))?;
        Ok(attack)
    }

    /// What carries out `order`, where it has begun.
    pub(super) fn take(&mut self, order: &Order) -> Result<&mut dyn Attack, EngineError> {
        Ok(self.ready(order)?.1)
    }

    fn ready(&mut self, order: &Order) -> Result<(&Victim, &mut dyn Attack), EngineError> {
        let Self { device, victim, rows, attack: held } = self;
        let made = order.made();
        let ready = match held.take() {
            Some((before, ready)) if before == made => ready,
            _ => attack(device, victim, order, *rows)?,
        };
        Ok((victim, &mut *held.insert((made, ready)).1))
    }
}

fn attack(device: &Device, victim: &Victim, order: &Order, rows: usize) -> Result<Box<dyn Attack>, EngineError> {
    Ok(match order.method {
        Method::Random | Method::Fgsm | Method::Iterated | Method::Pgd | Method::Momentum => {
            let slope = slope::Slope::new(device, victim, order.norm, rows)?;
            if order.restarts > 1 {
                Box::new(restarts::Restarts::new(device, victim, slope, rows)?)
            } else {
                Box::new(slope)
            }
        }
        Method::DeepFool => Box::new(deepfool::DeepFool::new(device, victim, rows)?),
        Method::Carlini => Box::new(carlini::Carlini::new(device, victim, false, rows)?),
        Method::Elastic => Box::new(carlini::Carlini::new(device, victim, true, rows)?),
        Method::Lbfgs => Box::new(lbfgs::Lbfgs::new(device, victim, rows)?),
        Method::Saliency => Box::new(saliency::Saliency::new(device, victim, rows)?),
        Method::Flow => Box::new(flow::Flow::new(device, victim, rows)?),
        Method::Pixel => Box::new(pixel::Pixel::new(device, victim, rows)?),
    })
}
