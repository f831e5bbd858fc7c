//! One classifier, one attack: at once on the digit on view, step by step on 256 digits.

mod crowd;
mod one;
mod walk;

use super::attack::order::Order;
use super::params::{SLOWER, TABLE, TOGETHER, line};
use super::victim::{Exam, Learner, Left, SIDE, School, Victim};
use crate::exhibit::{Exhibit, Shown, engine, foreign, panel};
use compute::{Device, EngineError, Plan};
use crowd::{Crowd, Kept};
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params};
use nn::Stack;
use one::One;
use std::rc::Rc;

/// Digits that are attacked together.
pub(super) const COUNT: usize = 256;
/// Steps of the attack on the batches of adversarial training.
const HARDENING: usize = 1;
/// What a classifier with decay loses of its weights, as a share of the rate.
const DECAY: f32 = 0.1;
/// Rate of training.
const RATE: f32 = 3e-3;

pub(super) struct Arena {
    device: Device,
    params: Params,
    seed: u64,
    school: School,
    learner: Learner,
    exam: Exam,
    /// Who is attacked, once it has learnt.
    ground: Option<Ground>,
    /// Where the attack goes on.
    kept: Option<Kept>,
    /// A control moves: only the digit on view is attacked.
    hurry: bool,
}

/// Whom it is fought over.
struct Ground {
    crowd: Crowd,
    one: One,
}

impl Arena {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let number = |key: &str| params.number(TABLE, key);
        let stack =
            Stack::parse(line(params), [1, SIDE, SIDE]).map_err(|error| LabError::general(error.zh(), error.en()))?;
        let defence = params.choice(TABLE, "defence");
        let hardened = defence == "adversarial-training";
        let school = School {
            stack,
            variety: number("variety") as f32,
            steps: (number("practice").round() as u64).next_multiple_of(TOGETHER) * if hardened { SLOWER } else { 1 },
            decay: if defence == "weight-decay" { DECAY } else { 0.0 },
            attacked: hardened.then_some((number("hard_eps") as f32, HARDENING)),
        };
        let learner = Learner::new(device, school.clone(), RATE, seed).map_err(engine)?;
        let exam = Exam::drawn(seed, COUNT, school.variety);
        Ok(Self {
            device: device.clone(),
            params: params.clone(),
            seed,
            school,
            learner,
            exam,
            ground: None,
            kept: None,
            hurry: false,
        })
    }

    fn order(&self) -> Order {
        Order::of(&self.params, self.seed)
    }

    async fn work(&mut self, steps: u32) -> Result<(), EngineError> {
        let left = (self.school.steps - self.learner.left.step).div_ceil(TOGETHER);
        let practice = left.min(u64::from(steps));
        self.learner.learn(practice * TOGETHER).await?;
        if self.learner.left.step < self.school.steps {
            return Ok(());
        }
        let order = self.order();
        if self.ground.is_none() {
            let victim = Victim { stack: self.school.stack.clone(), members: vec![self.learner.weights().await?] };
            let crowd = Crowd::new(&self.device, victim.clone(), &self.exam, &order).await?;
            self.ground = Some(Ground { crowd, one: One::new(&self.device, victim) });
        }
        let Some(Ground { crowd, one }) = &mut self.ground else { return Ok(()) };
        if let Some(kept) = self.kept.take() {
            crowd.back_to(&self.exam, &kept).await?;
        }
        if !self.hurry {
            crowd.attack(&self.exam, &order, steps - practice as u32).await?;
        }
        let at = (self.params.number(TABLE, "digit").round() as usize).min(COUNT - 1);
        one.attack(&order, at, (self.exam.picture(at), self.exam.classes[at])).await?;
        if !self.hurry {
            one.walk(self.seed).await?;
        }
        Ok(())
    }
}

impl Exhibit for Arena {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        self.params = params.clone();
        Ok(())
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move { self.work(steps).await.map_err(engine) })
    }

    fn show(&mut self, whole: bool) -> Shown {
        let left = self.school.steps - self.learner.left.step;
        let mut shown = Shown::default();
        shown.metrics.push(("practice_left", left as f64));
        if let Some(loss) = self.learner.left.loss {
            shown.metrics.push(("loss", f64::from(loss)));
            shown.diverged = !loss.is_finite();
        }
        shown.panels.push(panel("losses", Content::Lines(vec![self.learner.left.losses.series("loss", 1)])));
        match &mut self.ground {
            Some(Ground { crowd, one }) => {
                crowd.show(&self.exam, whole, &mut shown);
                one.show(
                    self.params.choice(TABLE, "factor").parse().unwrap_or(1.0),
                    self.params.number(TABLE, "apart"),
                    &mut shown,
                );
            }
            None => crowd::nothing(&mut shown),
        }
        shown
    }

    fn plan(&self) -> &Plan {
        self.learner.plan()
    }

    fn hurry(&mut self, on: bool) {
        self.hurry = on;
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let machine = self.learner.machine().snapshot().await.map_err(engine)?;
            let left = self.learner.left.clone();
            let kept = self.ground.as_ref().and_then(|ground| ground.crowd.kept());
            let own_bytes = left.losses.bytes() + size_of::<Kept>();
            Ok(Saved { machine, own: Rc::new((left, kept)), own_bytes })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let Some((left, kept)) = saved.own.downcast_ref::<(Left, Option<Kept>)>() else { return Err(foreign()) };
        self.learner.machine().restore(&saved.machine).map_err(engine)?;
        (self.learner.left, self.kept) = (left.clone(), kept.clone());
        if left.step < self.school.steps {
            self.ground = None;
        }
        Ok(())
    }
}
