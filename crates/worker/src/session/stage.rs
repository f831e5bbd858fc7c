//! One step, stage by stage.

use super::Session;
use labkit::LabError;
use labkit::message::FromWorker;

impl Session {
    /// Does the next stage; the last one ends the step.
    pub(super) async fn stage(&mut self) -> Result<(), LabError> {
        self.play(false);
        let Some(open) = &mut self.open else { return Ok(()) };
        let count = u32::try_from(open.lab.stages.len()).unwrap_or(0);
        if count == 0 || open.model.plan().is_none() {
            return self.advance(1).await.map(|_| ());
        }
        let next = self.stage.map_or(0, |stage| (stage + 1) % count);
        let staged = open.model.stage(next).await?;
        if next + 1 == count {
            self.advance(1).await?;
        }
        self.stage = Some(next);
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
