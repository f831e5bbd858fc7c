//! Tests named after their entries of the syllabus, on real runs through the lab's model.

use super::LAB;
use super::critic::Workshop;
use super::params::TABLE;
use compute::Device;
use labkit::{Frame, Model, Params};
use pollster::block_on;

mod constraints;
mod earth;
mod kernels;
mod second;

const SEEDS: [u64; 2] = [7, 20_261];

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

    fn set(&mut self, key: &str, value: &str) -> Result<(), labkit::LabError> {
        self.params.set(TABLE, key, value).unwrap();
        self.model.set(&self.params)
    }

    fn after(&mut self, steps: u32) -> Frame {
        self.model.advance(steps).unwrap();
        block_on(self.model.frame(true)).unwrap()
    }
}

fn metric(frame: &Frame, name: &str) -> f64 {
    frame.metric(name).unwrap_or_else(|| panic!("no {name} in {:?}", frame.metrics))
}

/// A critic of its own, to be looked at as no frame does.
fn workshop(seed: u64, sets: &[(&str, &str)]) -> Workshop {
    Workshop::new(&params(sets), seed, &Device::cpu()).unwrap()
}

/// A run goes on from what was saved, bit for bit, in each exhibit.
#[test]
fn a_run_goes_on_from_what_was_saved() {
    let exhibits: [&[(&str, &str)]; 5] = [
        &[("rule", "spectral"), ("width", "8")],
        &[("rule", "clip"), ("optimiser", "rmsprop"), ("activation", "tanh")],
        &[("place", "nearest"), ("pair", "shifted"), ("form", "squared")],
        &[("task", "earth")],
        &[("task", "kernels")],
    ];
    for sets in exhibits {
        let mut run = Run::open(3, sets);
        run.after(11);
        let saved = block_on(run.model.save()).unwrap().unwrap();
        let straight = run.after(9);
        run.model.restore(&saved).unwrap();
        assert_eq!(run.after(9), straight, "{sets:?}");
    }
}
