//! The run as it was a moment ago: what goes on where a device is lost.

use crate::clock::now;
use labkit::model::Saved;
use labkit::{LabError, Model, Params};

/// Time between two savings at least, and at most, in ms: so much of a run may be lost.
const EVERY_MS: (f64, f64) = (1_000.0, 5_000.0);
/// In between, saving may take one part of so many of the time.
const SHARE: f64 = 20.0;
/// What may be kept of the engine's part, in bytes.
const MOST_BYTES: usize = 64 << 20;

/// The newest state that was saved, with the parameters of that moment.
#[derive(Default)]
pub(crate) struct Keep {
    newest: Option<(Params, Saved)>,
    /// When it was saved, and how long that took, in ms.
    at: f64,
    took: f64,
    /// The run has gone on since.
    behind: bool,
}

impl Keep {
    /// The run has gone on.
    pub(crate) fn passed(&mut self) {
        self.behind = true;
    }

    /// Milliseconds until the next saving; `None` where there is nothing new.
    pub(crate) fn wait(&self) -> Option<f64> {
        let pause = (SHARE * self.took).clamp(EVERY_MS.0, EVERY_MS.1);
        self.behind.then(|| (self.at + pause - now()).max(0.0))
    }

    /// Saves the run.
    pub(crate) async fn save(&mut self, model: &mut dyn Model, params: &Params) -> Result<(), LabError> {
        let began = now();
        let saved = model.save().await?;
        self.newest = saved.filter(|saved| saved.machine.bytes() <= MOST_BYTES).map(|saved| (params.clone(), saved));
        (self.at, self.took, self.behind) = (now(), now() - began, false);
        Ok(())
    }

    /// What was saved last.
    pub(crate) fn take(&mut self) -> Option<(Params, Saved)> {
        self.newest.take()
    }
}
