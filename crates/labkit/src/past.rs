//! The past of a run: states to go back to, and what the reader changed between them.
//!
//! Every step since the reset can be gone back to exactly: to the last state saved before it, and from there the steps run
//! again, with each change at the step at which it was made. A run that goes on from a step in its past relives what
//! followed, until the reader changes something: then what followed is gone.

use crate::model::Saved;
use crate::param::Params;

/// Most states that are kept.
const MOST_STATES: usize = 160;
/// Most bytes that they may take, the engine's part and the model's own.
const MOST_BYTES: usize = 64 << 20;
/// Most changes that are remembered; from there on the run begins later.
const MOST_CHANGES: usize = 4096;

/// A state to go back to.
#[derive(Debug, Clone)]
pub struct State {
    /// Steps that had been run.
    pub step: u64,
    /// The parameters of that moment.
    pub params: Params,
    /// What a model goes on from.
    pub saved: Saved,
    /// How many changes had been made.
    seen: usize,
}

/// Where a run has been since its reset.
#[derive(Debug, Default)]
pub struct Past {
    /// By step.
    states: Vec<State>,
    /// Before which step, and the parameters from then on; by step.
    changes: Vec<(u64, Params)>,
    /// Changes that the present has seen.
    seen: usize,
    /// It began with states that are not its parameters' and its seed's.
    untold: bool,
    /// The present, and the farthest that the run has been.
    step: u64,
    end: u64,
}

impl Past {
    /// The step of the present.
    pub fn step(&self) -> u64 {
        self.step
    }

    /// The farthest step of the run.
    pub fn end(&self) -> u64 {
        self.end
    }

    /// The parameters at step 0 and all changes since, those ahead of a reader who looks back as well; `None` where the run has
    /// forgotten how it began, or began elsewhere.
    pub fn story(&self) -> Option<(&Params, &[(u64, Params)])> {
        if self.untold {
            return None;
        }
        let first = self.states.first().filter(|state| state.step == 0 && state.seen == 0)?;
        Some((&first.params, &self.changes))
    }

    /// The past of a run that begins with states that the reader brought.
    pub fn elsewhere() -> Self {
        Self { untold: true, ..Self::default() }
    }

    /// Whether the run began so.
    pub fn began_elsewhere(&self) -> bool {
        self.untold
    }

    /// The past of a run that is to go as another went: these changes, up to `end`.
    pub fn as_told(changes: Vec<(u64, Params)>, end: u64) -> Self {
        Self { changes, end, ..Self::default() }
    }

    /// Whether anything can be gone back to.
    pub fn is_empty(&self) -> bool {
        self.states.is_empty()
    }

    /// The run has come to `step`.
    pub fn reached(&mut self, step: u64) {
        self.step = step;
        self.end = self.end.max(step);
    }

    /// The run ends here after all: it had been computed farther than anyone has seen. Where changes lie ahead it stays as long as it was.
    pub fn ends_here(&mut self) {
        if self.seen == self.changes.len() {
            let step = self.step;
            self.states.retain(|state| state.step <= step);
            self.end = step;
        }
    }

    /// The reader has changed the parameters at the present step: what followed it is no longer this run's.
    pub fn changed(&mut self, params: Params) {
        self.changes.truncate(self.seen);
        let (step, seen) = (self.step, self.seen);
        self.states.retain(|state| state.step <= step && state.seen <= seen);
        self.end = step;
        let used = self.states.iter().any(|state| state.seen == seen);
        match self.changes.last_mut() {
            // A slider on its way while the run rests is one change.
            Some((at, last)) if *at == step && !used => *last = params,
            _ => self.changes.push((step, params)),
        }
        if self.changes.len() > MOST_CHANGES {
            self.begin_later();
        }
        self.seen = self.changes.len();
    }

    /// Forgets how the run began: its first state, and the changes that only that one needs.
    fn begin_later(&mut self) {
        if self.states.len() > 1 {
            self.states.remove(0);
        }
        let unused = self.states.first().map_or(self.changes.len(), |first| first.seen);
        self.changes.drain(..unused);
        self.states.iter_mut().for_each(|state| state.seen -= unused);
    }

    /// Keeps a state of the present; of too many, those go first that are close to others and long ago. Answers whether there was
    /// room for it.
    pub fn keep(&mut self, params: Params, saved: Saved) -> bool {
        let state = State { step: self.step, params, saved, seen: self.seen };
        if state.bytes() > MOST_BYTES {
            return false;
        }
        let place = self.states.partition_point(|other| (other.step, other.seen) < (state.step, state.seen));
        if self.states.get(place).is_some_and(|other| (other.step, other.seen) == (state.step, state.seen)) {
            self.states[place] = state;
        } else {
            self.states.insert(place, state);
        }
        while self.states.len() > MOST_STATES || self.bytes() > MOST_BYTES {
            let least = self.least(place);
            self.states.remove(least);
        }
        true
    }

    /// The state that is missed least: whose neighbours are closest together, for how long ago it was. The first stays as
    /// long as there is another than it and the one at `newest`.
    fn least(&self, newest: usize) -> usize {
        let gap = |i: usize| {
            let (before, after) = (self.states[i - 1].step, self.states.get(i + 1).map_or(self.end, |next| next.step));
            (after - before) as f64 / (self.end.saturating_sub(self.states[i].step) + 1) as f64
        };
        let middle = (1..self.states.len()).filter(|i| *i != newest);
        middle.min_by(|a, b| gap(*a).total_cmp(&gap(*b))).unwrap_or(0)
    }

    /// What the states take, in bytes.
    pub fn bytes(&self) -> usize {
        self.states.iter().map(State::bytes).sum()
    }

    /// The state to go to on the way to `step`; `None` where the present is the nearest before it, or nothing is.
    pub fn before(&self, step: u64) -> Option<&State> {
        let last = self.states.iter().rev().find(|state| state.step <= step)?;
        let nearer = self.step > step || last.step > self.step;
        nearer.then_some(last)
    }

    /// The newest state that is not after the present: what goes on where a device is lost.
    pub fn newest(&self) -> Option<&State> {
        self.states.iter().rev().find(|state| state.step <= self.step)
    }

    /// The model has been put to this state.
    pub fn went(&mut self, state: &State) {
        (self.step, self.seen) = (state.step, state.seen);
    }

    /// The change that is to be made now, before the next step, on the way that the run has gone before; it counts as made.
    pub fn due(&mut self) -> Option<&Params> {
        let (step, params) = self.changes.get(self.seen)?;
        if *step > self.step {
            return None;
        }
        self.seen += 1;
        Some(params)
    }

    /// How many steps may be run before the next change that is known.
    pub fn free(&self) -> u64 {
        self.changes.get(self.seen).map_or(u64::MAX, |(step, _)| step.saturating_sub(self.step))
    }
}

impl State {
    fn bytes(&self) -> usize {
        self.saved.machine.bytes() + self.saved.own_bytes
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_BYTES, MOST_STATES, Past};
    use crate::history::tests::at as rate;
    use crate::model::Saved;
    use compute::{Device, Expr, Program};
    use std::rc::Rc;

    fn saved(own_bytes: usize) -> Saved {
        let mut program = Program::new();
        let x = program.state("x", &[]);
        program.update("x", &(&x + Expr::scalar(1.0)));
        let mut machine = Device::cpu().machine(program.compile().unwrap()).unwrap();
        let machine = pollster::block_on(machine.snapshot()).unwrap();
        Saved { machine, own: Rc::new(()), own_bytes }
    }

    /// A run of `steps` steps that keeps a state every `every` steps.
    fn run(past: &mut Past, steps: u64, every: u64, own_bytes: usize) {
        let one = saved(own_bytes);
        let from = past.step();
        for step in from..=from + steps {
            past.reached(step);
            if (step - from).is_multiple_of(every) {
                past.keep(rate(0.0), one.clone());
            }
        }
    }

    #[test]
    fn goes_to_the_nearest_state_before_and_walks_the_rest() {
        let mut past = Past::default();
        run(&mut past, 100, 10, 0);
        assert_eq!(past.before(57).map(|state| state.step), Some(50));
        let state = past.before(57).unwrap().clone();
        past.went(&state);
        assert_eq!((past.step(), past.end()), (50, 100));
        past.reached(57);
        assert!(past.before(58).is_none(), "the present is nearer than any state");
        assert_eq!(past.before(85).map(|state| state.step), Some(80), "forth as well as back");
    }

    #[test]
    fn changes_are_made_again_at_their_steps() {
        let mut past = Past::default();
        run(&mut past, 0, 1, 0);
        past.reached(30);
        past.changed(rate(3.0));
        past.reached(30);
        past.changed(rate(4.0));
        past.reached(60);
        past.changed(rate(6.0));
        past.reached(100);
        let start = past.before(40).unwrap().clone();
        past.went(&start);
        assert!(past.due().is_none());
        assert_eq!(past.free(), 30);
        past.reached(30);
        assert_eq!(past.due(), Some(&rate(4.0)), "a drag at rest is one change");
        assert!(past.due().is_none());
        assert_eq!(past.free(), 30);
        past.reached(60);
        assert_eq!(past.due(), Some(&rate(6.0)));
        assert_eq!((past.free(), past.end()), (u64::MAX, 100));
    }

    #[test]
    fn a_change_in_the_past_ends_what_followed() {
        let mut past = Past::default();
        run(&mut past, 100, 10, 0);
        past.changed(rate(1.0));
        let state = past.before(40).unwrap().clone();
        past.went(&state);
        past.changed(rate(2.0));
        assert_eq!((past.end(), past.free()), (40, u64::MAX));
        past.reached(90);
        assert!(past.due().is_none(), "the change at step 100 is of a run that is gone");
        assert_eq!(past.before(85).map(|state| state.step), Some(40));
        let state = past.before(40).unwrap().clone();
        past.went(&state);
        assert_eq!(past.due(), Some(&rate(2.0)), "the state was taken before the change");
    }

    #[test]
    fn states_thin_out_with_age_and_stay_within_bounds() {
        let mut past = Past::default();
        run(&mut past, 100_000, 100, 1 << 20);
        assert!(past.states.len() <= MOST_STATES && past.bytes() <= MOST_BYTES);
        assert!(past.states.len() >= 60, "{} states", past.states.len());
        let steps: Vec<u64> = past.states.iter().map(|state| state.step).collect();
        assert_eq!((steps[0], steps[steps.len() - 1]), (0, 100_000), "the first and the newest stay");
        // How far back one must look for a state is in proportion to how far back one goes.
        for age in [300, 1_000, 10_000, 90_000] {
            let step = 100_000 - age;
            let walk = step - past.before(step).unwrap().step;
            assert!(walk <= age / 4 + 200, "{walk} steps from the last state before step {step}");
        }
    }

    #[test]
    fn what_is_too_large_to_keep_is_not_kept() {
        let mut past = Past::default();
        assert!(!past.keep(rate(0.0), saved(MOST_BYTES + 1)));
        assert!(past.is_empty());
    }

    #[test]
    fn endless_changes_do_not_fill_the_memory() {
        let mut past = Past::default();
        for step in 0..20_000 {
            past.reached(step);
            if step % 500 == 0 {
                past.keep(rate(0.0), saved(0));
            }
            past.changed(rate((step % 100) as f64));
        }
        assert!(past.changes.len() <= super::MOST_CHANGES + 500, "{}", past.changes.len());
        let state = past.before(19_000).unwrap().clone();
        past.went(&state);
        assert_eq!(past.due(), Some(&rate((state.step % 100) as f64)), "the change right after the state is the next");
    }
}
