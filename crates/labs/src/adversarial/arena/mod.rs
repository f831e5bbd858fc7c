//! One classifier, one attack: at once on the digit on view, step by step on 256 digits.

#[cfg(test)]
pub(super) mod bout;
mod crowd;
pub(super) mod defence;
mod detector;
mod one;
mod plane;
mod walk;

use super::attack::order::Order;
use super::params::{TABLE, TOGETHER};
use super::victim::{Course, Exam, Given, PIXELS, Victim, likeliest};
use crate::exhibit::{Exhibit, Shown, engine, foreign, panel};
use compute::{Device, EngineError, Plan};
use crowd::{Crowd, Kept};
use data::digit_box::boxed;
use data::picture::Picture;
use defence::Front;
pub(super) use defence::school;
use labkit::message::{DataSummary, Drawing};
use labkit::model::{Dropped, Local, Saved};
use labkit::{Content, LabError, Params, Value};
use one::{One, Subject};
use std::any::Any;
use std::rc::Rc;

/// Digits that are attacked together.
pub(super) const COUNT: usize = 256;
/// Rate of training.
pub(super) const RATE: f32 = 3e-3;

pub(super) struct Arena {
    device: Device,
    params: Params,
    seed: u64,
    course: Course,
    /// The network that the reader has handed over.
    own: Option<Given>,
    exam: Exam,
    ground: Option<Ground>,
    /// Where the attack goes on.
    kept: Option<Kept>,
    /// What the reader has drawn, as the classifier sees it.
    drawn: Option<Vec<f32>>,
    /// A control moves: only the digit on view is attacked.
    hurry: bool,
}

/// Who is attacked, as it stood with so many batches left to learn.
struct Ground {
    left: u64,
    front: Front,
    /// What answers, and what the attacker takes it for.
    victim: Victim,
    taken: Victim,
    one: One,
    /// Once it has learnt.
    crowd: Option<Crowd>,
}

impl Arena {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        Self::with(params, seed, device, None)
    }

    fn with(params: &Params, seed: u64, device: &Device, own: Option<Given>) -> Result<Self, LabError> {
        let layers = own.as_ref().filter(|_| params.switch(TABLE, "mine")).map(|own| &own.stack);
        let (school, together) = school(params, layers)?;
        let course = Course::new(device, &school, together, RATE, seed).map_err(engine)?;
        let exam = Exam::drawn(seed, COUNT, school.variety);
        Ok(Self {
            device: device.clone(),
            params: params.clone(),
            seed,
            course,
            own,
            exam,
            ground: None,
            kept: None,
            drawn: None,
            hurry: false,
        })
    }

    /// The reader's own network, where that is attacked; what a defence changes in training has to be trained here.
    fn given(&self) -> Option<&Given> {
        let as_is = self.params.switch(TABLE, "mine") && self.params.choice(TABLE, "defence") == "none";
        self.own.as_ref().filter(|_| as_is)
    }

    /// Batches that are to be learnt before the crowd is attacked.
    fn left(&self) -> u64 {
        if self.given().is_some() { 0 } else { self.course.left() }
    }

    async fn work(&mut self, steps: u32) -> Result<(), EngineError> {
        let practice = self.left().div_ceil(TOGETHER).min(u64::from(steps));
        self.course.learn(practice * TOGETHER).await?;
        self.face().await?;
        let Some(ground) = &mut self.ground else { return Ok(()) };
        let order = Order::of(&self.params, self.seed);
        if let Some(crowd) = &mut ground.crowd {
            if let Some(kept) = self.kept.take() {
                crowd.back_to(&self.exam, &kept).await?;
            }
            if !self.hurry {
                crowd.attack(&self.exam, &order, steps - practice as u32).await?;
            }
        }
        let subject = match &self.drawn {
            // Nobody says what it is meant to be, so it is what it is taken for.
            Some(drawn) if self.params.choice(TABLE, "whose") == "yours" => {
                let class = likeliest(&ground.one.answers(drawn).await?) as f32;
                Subject { at: 0, picture: drawn, class }
            }
            _ => {
                let at = (self.params.number(TABLE, "digit").round() as usize).min(COUNT - 1);
                Subject { at, picture: self.exam.picture(at), class: self.exam.classes[at] }
            }
        };
        ground.one.attack(&order, &subject).await?;
        if !self.hurry && ground.crowd.is_some() {
            ground.one.walk(self.seed).await?;
        }
        Ok(())
    }

    /// Makes sure that who is attacked has learnt what the course has taught, and stands behind what the parameters say.
    async fn face(&mut self) -> Result<(), EngineError> {
        let (left, front) = (self.left(), Front::of(&self.params));
        if self.ground.as_ref().is_none_or(|ground| ground.front != front || ground.left != left) {
            let bare = match self.given() {
                Some(given) => given.victim(),
                None => self.course.victim().await?,
            };
            let [victim, taken] = front.sides(&bare, self.seed);
            let one = match self.ground.take() {
                Some(mut ground) if ground.front == front => {
                    ground.one.face(&victim, &taken)?;
                    ground.one
                }
                _ => One::new(&self.device, &victim, &taken)?,
            };
            self.ground = Some(Ground { left, front, victim, taken, one, crowd: None });
        }
        if let Some(Ground { left: 0, front, victim, taken, crowd: crowd @ None, .. }) = &mut self.ground {
            *crowd = Some(Crowd::new(&self.device, victim, taken, front, &self.exam).await?);
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

    fn rests(&self) -> bool {
        let (order, ground) = (Order::of(&self.params, self.seed), self.ground.as_ref());
        ground.and_then(|ground| ground.crowd.as_ref()).is_some_and(|crowd| crowd.rests(&order))
    }

    fn show(&mut self, whole: bool) -> Shown {
        let left = self.left();
        let progress = self.course.progress();
        let mut shown = Shown::default();
        shown.metrics.push(("practice_left", left as f64));
        if self.own.is_some() && self.params.switch(TABLE, "mine") {
            shown.metrics.push(("mine", 1.0));
        }
        if let Some(loss) = progress.loss {
            shown.metrics.push(("loss", f64::from(loss)));
            shown.diverged = !loss.is_finite();
        }
        shown.panels.push(panel("losses", Content::Lines(vec![progress.losses.series("loss", 1)])));
        let threshold = self.params.number(TABLE, "threshold") as f32;
        let Some(ground) = &mut self.ground else { return shown };
        match &mut ground.crowd {
            Some(crowd) => crowd.show(&self.exam, threshold, whole, &mut shown),
            None => crowd::nothing(&mut shown),
        }
        ground.one.show(
            self.params.choice(TABLE, "factor").parse().unwrap_or(1.0),
            self.params.number(TABLE, "apart"),
            &mut shown,
        );
        shown
    }

    fn plan(&self) -> &Plan {
        self.course.plan()
    }

    fn hurry(&mut self, on: bool) {
        self.hurry = on;
    }

    fn drop_file(&mut self, name: &str, bytes: &[u8]) -> Result<Dropped, LabError> {
        let own = Given::read(name, bytes)?;
        *self = Self::with(&self.params, self.seed, &self.device, Some(own))?;
        let summary = DataSummary { name: name.to_owned(), rows: 1, ..DataSummary::default() };
        Ok(Dropped { summary, sets: vec![("mine", Value::Switch(true))] })
    }

    fn drawn(&mut self, drawing: Option<&Drawing>) -> Result<(), LabError> {
        self.drawn = match drawing {
            Some(drawing) => seen(drawing)?,
            None => None,
        };
        Ok(())
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let saved = self.course.save().await?;
            let kept = self.ground.as_ref().and_then(|ground| ground.crowd.as_ref()?.kept());
            let own_bytes = saved.own_bytes + size_of::<Kept>();
            Ok(Saved { own: Rc::new((saved.own, kept)), own_bytes, ..saved })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let Some((own, kept)) = saved.own.downcast_ref::<(Rc<dyn Any>, Option<Kept>)>() else { return Err(foreign()) };
        self.course.restore(&Saved { own: Rc::clone(own), ..saved.clone() })?;
        self.kept = kept.clone();
        if kept.is_none() {
            // What was fought over by who had learnt more is over.
            self.ground = None;
        }
        Ok(())
    }
}

/// A drawing in MNIST's box; `None` where there is no ink.
fn seen(drawing: &Drawing) -> Result<Option<Vec<f32>>, LabError> {
    let (side, values) = (drawing.side as usize, &drawing.values.0);
    if side.checked_mul(side) != Some(values.len()) || side > 1024 {
        return Err(LabError::general(
            format!("画的应是正方形，得到 {} 个点", values.len()),
            format!("expected a square drawing, got {} points", values.len()),
        ));
    }
    let drawing = Picture { channels: 1, height: side, width: side, values: values.clone() };
    Ok(boxed(&drawing).map(|boxed| boxed.placed.values).filter(|seen| seen.len() == PIXELS))
}
