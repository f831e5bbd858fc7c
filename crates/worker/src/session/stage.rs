//! One step, stage by stage.

use super::Session;
use labkit::LabError;
use labkit::message::FromWorker;

impl Session {
    /// Does the next stage; the last one ends the step.
    pub(super) async fn stage(&mut self) -> Result<(), LabError> {
        self.play(false);
        let Some(open) = &mut self.open else { return Ok(()) };
        if (open.lab.stages)(&open.params).is_empty() || open.model.plan().is_none() {
            return self.advance(1).await.map(|_| ());
        }
        let next = match self.stage {
            Some((stage, false)) => stage + 1,
            _ => 0,
        };
        let staged = open.model.stage(next).await?;
        if staged.last {
            self.advance(1).await?;
        }
        self.stage = Some((next, staged.last));
        self.port.send(&FromWorker::Staged(Some(staged)));
        Ok(())
    }

    /// The run is between two steps again.
    pub(super) fn unstage(&mut self) {
        if self.stage.take().is_some() {
            self.port.send(&FromWorker::Staged(None));
        }
    }
}
