//! A sweep: models of their own, one a value of a parameter, all from step 0 with the seed of the run, advanced in turn.
//!
//! They are models and not replicas of one plan, since a parameter that rebuilds the model (a width, a depth) makes another plan of
//! each; on a small step the dispatches of eight machines cost little beside that of one.

use super::{MOST_STEPS, Session};
use crate::clock::now;
use labkit::message::FromWorker;
use labkit::sweep::{self, Swept, SweptRun};
use labkit::{Content, LabError, Model, Sentence, Value};

/// How often the page hears of it, in ms.
const TELL_MS: f64 = 200.0;

/// Runs beside the run.
pub(super) struct Sweep {
    swept: Swept,
    /// In the order of the runs; none where it cannot go on.
    models: Vec<Option<Box<dyn Model>>>,
    told: f64,
}

impl Session {
    /// Begins a sweep; the run itself rests.
    pub(super) async fn sweep(&mut self, key: String, values: Vec<Value>, steps: u64) -> Result<(), LabError> {
        self.play(false);
        let Some(gpu) = self.open.as_ref().map(|open| open.gpu) else { return Ok(()) };
        let device = self.device(gpu).await?;
        let Some(open) = &self.open else { return Ok(()) };
        let (mut runs, mut models) = (Vec::new(), Vec::new());
        for value in values.into_iter().take(sweep::MOST_VALUES) {
            let mut params = open.params.clone();
            let fits = params.put(open.lab.table, &key, value.clone());
            let refused = || LabError::general("这个参数不取这个值", "the parameter does not take this value");
            let model = if fits { open.anew(&params, &device, 0.0) } else { Err(refused()) };
            let halted = model.as_ref().err().map(|error| error.text.clone());
            runs.push(SweptRun { value, step: 0, metrics: Vec::new(), panels: Vec::new(), halted });
            models.push(model.ok());
        }
        let swept = Swept { key, steps: steps.min(sweep::MOST_STEPS), runs, done: false };
        self.sweep = Some(Sweep { swept, models, told: now() });
        Ok(())
    }

    /// One slice of the run that is farthest behind.
    pub(super) async fn sweep_on(&mut self) -> Result<(), LabError> {
        let Some(sweep) = &mut self.sweep else { return Ok(()) };
        let target = sweep.swept.steps;
        let going = sweep.swept.runs.iter_mut().zip(&mut sweep.models);
        let behind = going
            .filter_map(|(run, model)| Some((run, model.as_mut()?)))
            .filter(|(run, _)| run.step < target && run.halted.is_none());
        let Some((run, model)) = behind.min_by_key(|(run, _)| run.step) else {
            self.end_sweep();
            return Ok(());
        };
        let left = u32::try_from(target - run.step).unwrap_or(MOST_STEPS);
        let steps = left.min(self.pace.slice()).min(MOST_STEPS);
        let began = now();
        let frame = match model.advance(steps) {
            Ok(()) => model.frame(false).await,
            Err(error) => Err(error),
        };
        self.pace.took(steps, now() - began);
        match frame {
            Ok(frame) => {
                run.step = frame.step.max(run.step + 1);
                run.metrics = frame.metrics;
                run.halted = frame.halted;
                run.panels =
                    frame.panels.into_iter().filter(|panel| matches!(panel.content, Content::Lines(_))).collect();
            }
            // A lost device is the run's own affair: it is noticed there.
            Err(error) => run.halted = Some(error.text),
        }
        if now() - sweep.told > TELL_MS {
            sweep.told = now();
            self.port.send(&FromWorker::Swept(sweep.swept.clone()));
        }
        Ok(())
    }

    /// Nothing more comes of the sweep; what it has come to stays on the page.
    pub(super) fn end_sweep(&mut self) {
        let Some(Sweep { mut swept, .. }) = self.sweep.take() else { return };
        let early = || Sentence::new("提前停下", "stopped early");
        for run in swept.runs.iter_mut().filter(|run| run.step < swept.steps && run.halted.is_none()) {
            run.halted = Some(early());
        }
        swept.done = true;
        self.port.send(&FromWorker::Swept(swept));
    }
}
