//! Tests named after their entries of the syllabus, on real runs through the lab's model.

use super::LAB;
use super::params::TABLE;
use compute::Device;
use labkit::{Frame, Model, Params};
use pollster::block_on;

mod alone;
mod parts;
mod rivals;
mod spins;
mod studio;

fn params(sets: &[(&str, &str)]) -> Params {
    let mut params = Params::defaults(TABLE);
    let sets: Vec<_> = sets.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    params.set_all(TABLE, &sets).unwrap();
    params
}

/// A run that parameters are changed in, as a reader changes them.
struct Run {
    model: Box<dyn Model>,
    params: Params,
}

impl Run {
    fn open(seed: u64, sets: &[(&str, &str)]) -> Self {
        let params = params(sets);
        Self { model: (LAB.open)(&params, seed, &Device::cpu()).unwrap(), params }
    }

    fn set(&mut self, key: &str, value: &str) {
        self.params.set(TABLE, key, value).unwrap();
        self.model.set(&self.params).unwrap();
    }

    fn after(&mut self, steps: u32) -> Frame {
        self.model.advance(steps).unwrap();
        block_on(self.model.frame(true)).unwrap()
    }
}

fn metric(frame: &Frame, name: &str) -> f64 {
    frame.metric(name).unwrap_or_else(|| panic!("no {name} in {:?}", frame.metrics))
}
