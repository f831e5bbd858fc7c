//! Back and forth in the past of the run, which goes on from wherever it is.

use super::{MOST_STEPS, Session};
use crate::clock::now;
use labkit::LabError;
use labkit::message::FromWorker;
use labkit::past::{Past, State};

/// How long the way may take before something of it is shown, in ms.
const PATIENCE_MS: f64 = 250.0;

/// On the way to a step.
pub(super) struct Seek {
    target: u64,
    /// The nearest state before it has been gone to.
    begun: bool,
    /// Since when nothing was shown.
    since: f64,
}

impl Session {
    /// Sends the run to a step of its past, or of what followed it.
    pub(super) fn seek(&mut self, step: u64) {
        self.play(false);
        let since = self.seek.as_ref().map_or_else(now, |seek| seek.since);
        self.seek = Some(Seek { target: step.min(self.past.end()), begun: false, since });
    }

    /// The step where the run is, or that it is on its way to; and since when nothing was shown.
    pub(super) fn bound_for(&self) -> (u64, f64) {
        self.seek.as_ref().map_or_else(|| (self.past.step(), now()), |seek| (seek.target, seek.since))
    }

    /// Sends a run that has just begun as far as the one before was; a playing one plays on from there.
    pub(super) fn as_far(&mut self, (target, since): (u64, f64)) {
        if target > 0 {
            self.past = Past::as_told(Vec::new(), target);
            self.seek = Some(Seek { target, begun: false, since });
        }
    }

    /// Ends the way that the run is on, if it is on one.
    pub(super) async fn arrive(&mut self) -> Result<(), LabError> {
        while self.seek.is_some() {
            self.walk().await?;
        }
        Ok(())
    }

    /// One slice of the way.
    pub(super) async fn walk(&mut self) -> Result<(), LabError> {
        let Some(seek) = &mut self.seek else { return Ok(()) };
        let target = seek.target;
        if !std::mem::replace(&mut seek.begun, true)
            && let Some(state) = self.past.before(target).cloned()
        {
            self.put_to(&state)?;
        }
        let left = target.saturating_sub(self.past.step());
        if left > 0 {
            let steps = u32::try_from(left).unwrap_or(MOST_STEPS).min(self.pace.slice()).min(MOST_STEPS);
            let began = now();
            let steps = self.run_on(steps).await?;
            // The model keeps up with its machine; the picture of each slice is not shown.
            let Some(open) = &mut self.open else { return Ok(()) };
            let frame = open.model.frame(false).await?;
            (self.halted, self.rests) = (frame.halted.is_some(), frame.rests);
            self.pace.took(steps, now() - began);
            if self.due() == Some(0.0) {
                self.save().await?;
            }
            let late = self.seek.as_ref().is_some_and(|seek| now() - seek.since > PATIENCE_MS);
            if late && self.credit > 0 {
                self.refresh();
                self.show().await?;
                if let Some(seek) = &mut self.seek {
                    seek.since = now();
                }
            }
            return Ok(());
        }
        // What was changed at this very step acts on the next.
        self.relive()?;
        self.seek = None;
        self.refresh();
        self.tell();
        Ok(())
    }

    /// Tells the page which parameters hold where the run has come.
    pub(super) fn tell(&mut self) {
        let Some(open) = &mut self.open else { return };
        let held = !std::mem::take(&mut open.held).is_empty();
        self.port.send(&FromWorker::Relived(open.params.clone(), self.edit));
        // What was refused went with the parameters that the page held.
        if held {
            self.clear();
        }
    }

    /// Puts the model to a state of this run.
    fn put_to(&mut self, state: &State) -> Result<(), LabError> {
        let Some(open) = &mut self.open else { return Ok(()) };
        let params = state.params.shown_as(&open.params, open.lab.table);
        open.model.set(&params)?;
        open.model.restore(&state.saved)?;
        open.params = params;
        self.past.went(state);
        Ok(())
    }

    /// Queues so many steps, or as many as there are before the next change that the run has seen before.
    pub(super) async fn run_on(&mut self, steps: u32) -> Result<u32, LabError> {
        // While the reader's file is waited for, nothing runs.
        if self.open.as_ref().is_none_or(|open| open.model.plan().is_none()) {
            return Ok(0);
        }
        if self.past.is_empty() {
            self.save().await?;
        }
        if self.relive()? {
            self.tell();
        }
        let steps = u32::try_from(self.past.free()).unwrap_or(steps).min(steps);
        let Some(open) = &mut self.open else { return Ok(0) };
        open.model.advance(steps)?;
        self.past.reached(self.past.step() + u64::from(steps));
        self.keep.passed();
        Ok(steps)
    }

    /// A bound was passed somewhere behind step `from`, where the metrics were `before`: puts the run to the first step that
    /// passes it, by going back and taking single steps.
    pub(super) async fn close_in(&mut self, from: u64, mut before: Vec<(String, f64)>) -> Result<(), LabError> {
        let (Some(bound), passed) = (self.stop.when.clone(), self.past.step()) else { return Ok(()) };
        if let Some(state) = self.past.before(from).cloned() {
            self.put_to(&state)?;
        }
        while self.past.step() < passed {
            let ahead = from.saturating_sub(self.past.step()).clamp(1, u64::from(MOST_STEPS));
            self.run_on(u32::try_from(ahead).unwrap_or(1)).await?;
            let Some(open) = &mut self.open else { return Ok(()) };
            let metrics = open.model.frame(false).await?.metrics;
            if self.past.step() > from {
                if bound.holds(&metrics).is_some() && bound.holds(&before).is_none() {
                    self.past.ends_here();
                    break;
                }
                before = metrics;
            }
        }
        self.refresh();
        Ok(())
    }

    /// Makes the changes again that were made at this step; answers whether there were any.
    fn relive(&mut self) -> Result<bool, LabError> {
        let mut any = false;
        while let (Some(params), Some(open)) = (self.past.due(), &mut self.open) {
            let params = params.shown_as(&open.params, open.lab.table);
            open.model.set(&params)?;
            open.params = params;
            any = true;
        }
        Ok(any)
    }
}
