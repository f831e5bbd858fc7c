//! Pinned runs: what they showed stays beside what runs now, named by what differs.

use super::Bench;
use labkit::{Content, Params, Sentence};
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// Most runs that stay pinned; a sixth takes the place of the first.
const MOST: usize = 5;

/// A run that was pinned, as it stood.
#[derive(Debug, Clone, PartialEq)]
pub struct Pin {
    /// Its letter, in pictures.
    pub letter: char,
    /// Its parameters.
    pub params: Params,
    /// Its seed.
    pub seed: u64,
    /// Its step.
    pub step: u64,
    /// Its numbers.
    pub metrics: Vec<(String, f64)>,
    curves: BTreeMap<String, Content>,
}

impl Pin {
    /// The panel of that name, where it held curves.
    pub fn panel(&self, id: &str) -> Option<&Content> {
        self.curves.get(id)
    }

    /// Its metric of that name.
    pub fn metric(&self, name: &str) -> f64 {
        self.metrics.iter().find(|(key, _)| key == name).map_or(f64::NAN, |(_, value)| *value)
    }
}

impl Bench {
    /// Pins the run as it is on view.
    pub fn pin(&self) {
        let lines = |(id, content): (String, Rc<Content>)| {
            matches!(*content, Content::Lines(_)).then(|| (id, Content::clone(&content)))
        };
        let (curves, metrics) = (self.contents().into_iter().filter_map(lines).collect(), self.metrics.get_untracked());
        let (params, seed, step) = (self.params.get_untracked(), self.seed.get_untracked(), self.step.get_untracked());
        self.pins.update(|pins| {
            if pins.len() >= MOST {
                pins.remove(0);
            }
            let free = ('A'..='Z').find(|letter| pins.iter().all(|pin| pin.letter != *letter));
            pins.push(Arc::new(Pin { letter: free.unwrap_or('A'), params, seed, step, metrics, curves }));
        });
    }

    /// Lets a pinned run go; answers with it and its place.
    pub fn unpin(&self, letter: char) -> Option<(usize, Arc<Pin>)> {
        let at = self.pins.with_untracked(|pins| pins.iter().position(|pin| pin.letter == letter))?;
        self.pins.try_update(|pins| (at, pins.remove(at)))
    }

    /// Pins a run again that was let go, if its letter is free and there is room.
    pub fn repin(&self, (at, pin): (usize, Arc<Pin>)) {
        self.pins.update(|pins| {
            if pins.len() < MOST && pins.iter().all(|other| other.letter != pin.letter) {
                pins.insert(at.min(pins.len()), pin);
            }
        });
    }

    /// Sets the lab to a pinned run, from step 0.
    pub fn take_up(&self, pin: &Pin) {
        self.set_params(pin.params.shown_as(&self.params.get_untracked(), self.lab.table));
        self.restart(pin.seed);
    }

    /// What leads from the present run to a pinned one; follows the parameters.
    pub fn difference(&self, pin: &Pin) -> Sentence {
        let (table, seed) = (self.lab.table, self.seed.get());
        let mut words = self.params.with(|now| now.change(&pin.params.shown_as(now, table), table));
        if seed != pin.seed {
            let (zh, en) = (format!("种子 {seed} → {}", pin.seed), format!("seed {seed} → {}", pin.seed));
            let join = |words: &str, comma: &str, more: String| {
                if words.is_empty() { more } else { format!("{words}{comma}{more}") }
            };
            words = Sentence::new(join(&words.zh, "，", zh), join(&words.en, ", ", en));
        }
        if words == Sentence::default() {
            words = Sentence::new("设置相同", "the same settings");
        }
        words
    }
}
