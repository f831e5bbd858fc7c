//! For tests: what the exhibit does with many digits, without the one on view, against a classifier that learns once.

use super::crowd::Crowd;
use super::defence::{Front, school};
use super::one::{One, Subject};
use super::{COUNT, RATE};
use crate::adversarial::attack::order::Order;
use crate::adversarial::params::TABLE;
use crate::adversarial::victim::{Course, Exam, Victim};
use crate::exhibit::Shown;
use compute::Device;
use labkit::{Frame, Params};
use pollster::block_on;

pub(in crate::adversarial) struct Bout {
    params: Params,
    seed: u64,
    victim: Victim,
    exam: Exam,
    stands: Option<(Front, Crowd)>,
}

impl Bout {
    pub(in crate::adversarial) fn trained(seed: u64, sets: &[(&str, &str)]) -> Self {
        let mut params = Params::defaults(TABLE);
        put(&mut params, sets);
        let (school, together) = school(&params, None).unwrap();
        let mut course = Course::new(&Device::cpu(), &school, together, RATE, seed).unwrap();
        block_on(course.learn(course.left())).unwrap();
        let victim = block_on(course.victim()).unwrap();
        Self { params, seed, victim, exam: Exam::drawn(seed, COUNT, school.variety), stands: None }
    }

    /// After so many steps as the parameters say.
    pub(in crate::adversarial) fn attacked(&mut self, sets: &[(&str, &str)]) -> Frame {
        frame(self.fought(sets))
    }

    /// With the digit on view.
    pub(in crate::adversarial) fn seen(&mut self, sets: &[(&str, &str)]) -> Frame {
        let mut shown = self.fought(sets);
        let front = Front::of(&self.params);
        let [victim, taken] = front.sides(&self.victim, self.seed);
        let mut one = One::new(&Device::cpu(), &victim, &taken).unwrap();
        let subject = Subject { at: 0, picture: self.exam.picture(0), class: self.exam.classes[0] };
        block_on(one.attack(&Order::of(&self.params, self.seed), &subject)).unwrap();
        block_on(one.walk(self.seed)).unwrap();
        one.show(self.params.choice(TABLE, "factor").parse().unwrap(), self.params.number(TABLE, "apart"), &mut shown);
        frame(shown)
    }

    fn fought(&mut self, sets: &[(&str, &str)]) -> Shown {
        put(&mut self.params, sets);
        let front = Front::of(&self.params);
        if self.stands.as_ref().is_none_or(|(before, _)| *before != front) {
            let [victim, taken] = front.sides(&self.victim, self.seed);
            let crowd = block_on(Crowd::new(&Device::cpu(), &victim, &taken, &front, &self.exam)).unwrap();
            self.stands = Some((front, crowd));
        }
        let (_, crowd) = self.stands.as_mut().unwrap();
        let order = Order::of(&self.params, self.seed);
        // What needs fewer steps than the parameter says spends the others on radii.
        let steps = order.rounds().max(self.params.number(TABLE, "rounds") as u32);
        block_on(crowd.attack(&self.exam, &order, steps)).unwrap();
        let mut shown = Shown::default();
        crowd.show(&self.exam, self.params.number(TABLE, "threshold") as f32, true, &mut shown);
        shown
    }
}

fn put(params: &mut Params, sets: &[(&str, &str)]) {
    let sets: Vec<_> = sets.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    params.set_all(TABLE, &sets).unwrap();
}

fn frame(shown: Shown) -> Frame {
    let metrics = shown.metrics.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Frame { metrics, panels: shown.panels, ..Frame::default() }
}
