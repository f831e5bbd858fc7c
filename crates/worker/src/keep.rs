//! When to keep a state of the run: to go back to, and to go on from where a device is lost.

use crate::clock::now;

/// Time between two states at least, and at most, in ms: so much of a run may be lost.
const EVERY_MS: (f64, f64) = (100.0, 5_000.0);
/// In between, saving may take one part of so many of the time.
const SHARE: f64 = 20.0;

/// The clock of the savings.
#[derive(Default)]
pub(crate) struct Keep {
    /// When the run was saved last, and how long that took, in ms.
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

    /// Milliseconds until the next saving; `None` where there is nothing new. A run at rest waits for nobody.
    pub(crate) fn wait(&self, resting: bool) -> Option<f64> {
        let pause = if resting { EVERY_MS.0 } else { (SHARE * self.took).clamp(EVERY_MS.0, EVERY_MS.1) };
        self.behind.then(|| (self.at + pause - now()).max(0.0))
    }

    /// The run was saved; that began at the time `began`.
    pub(crate) fn saved(&mut self, began: f64) {
        (self.at, self.took, self.behind) = (now(), now() - began, false);
    }
}
