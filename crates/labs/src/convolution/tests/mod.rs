//! One test for each entry of the syllabus, named after its id: `cargo xtask coverage` counts them.
//! Until a test of that name passes, its entry is not proven. One file an exhibit.

mod detector;
mod go;
mod matrix;
mod slide;
mod speech;
mod stack;
mod text;
mod stn;
mod why;

use super::LAB;
use crate::headless::{Order, run};
use compute::Device;
use labkit::message::Prefer;
use labkit::{Content, Frame, LabError, Model, Params};
use pollster::block_on;

fn order(sets: &[(&str, &str)], seed: u64, steps: u64) -> Order {
    let sets = sets.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    Order { sets, seed, steps, prefer: Prefer::Cpu, ..Order::default() }
}

/// The frame after `steps` steps of the run that `sets` say.
fn after(sets: &[(&str, &str)], seed: u64, steps: u64) -> Frame {
    block_on(run(&LAB, &order(sets, seed, steps))).unwrap().frame
}

/// Why it refuses.
fn refused(sets: &[(&str, &str)]) -> LabError {
    block_on(run(&LAB, &order(sets, 1, 1))).unwrap_err()
}

fn metric(frame: &Frame, name: &str) -> f64 {
    frame.metric(name).unwrap_or_else(|| panic!("no {name}"))
}

/// Height, width and values of a panel of pictures.
fn pictures(frame: &Frame, id: &str) -> (usize, usize, Vec<f32>) {
    let Some(Content::Pictures(all)) = frame.panel(id) else { panic!("no {id}") };
    (all.height as usize, all.width as usize, all.values.0.clone())
}

/// A model with these parameters after `steps` steps.
fn trained(sets: &[(&str, &str)], seed: u64, steps: u32) -> (Box<dyn Model>, Params) {
    let mut params = Params::defaults(LAB.table);
    sets.iter().for_each(|(key, value)| params.set(LAB.table, key, value).unwrap());
    let mut model = (LAB.open)(&params, seed, &Device::cpu()).unwrap();
    model.advance(steps).unwrap();
    (model, params)
}

/// What the model shows with other parameters.
fn look(model: &mut dyn Model, params: &Params, sets: &[(&str, &str)]) -> Frame {
    let mut params = params.clone();
    sets.iter().for_each(|(key, value)| params.set(LAB.table, key, value).unwrap());
    model.set(&params).unwrap();
    block_on(model.frame(true)).unwrap()
}

/// The networks that learn side by side: a run goes on from what was saved, and the seed decides it.
#[test]
fn what_was_saved_goes_on() {
    for (task, steps) in [("go", 2), ("speech", 3), ("text", 3)] {
        let (mut model, _) = trained(&[("task", task)], 3, steps);
        let saved = block_on(model.save()).unwrap().unwrap();
        let on = |model: &mut dyn Model| {
            model.advance(steps).unwrap();
            block_on(model.frame(true)).unwrap()
        };
        let straight = on(&mut *model);
        assert_eq!(straight.step, u64::from(2 * steps));
        let (mut other, _) = trained(&[("task", task)], 3, 0);
        other.restore(&saved).unwrap();
        assert!(on(&mut *other) == straight, "{task}: another run");
        let (mut other, _) = trained(&[("task", task)], 4, 2 * steps);
        assert!(block_on(other.frame(true)).unwrap().panels != straight.panels, "{task}: the seed decides");
        for (name, _) in &straight.metrics {
            assert!(LAB.metrics.iter().any(|(known, _)| known == name), "{name} has no words");
        }
    }
}
