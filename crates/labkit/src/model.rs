//! What a lab's model does for its page, for the command line and for its tests.

use crate::error::LabError;
use crate::frame::Frame;
use crate::message::DataSummary;
use crate::param::{Params, Value};
use std::future::Future;
use std::pin::Pin;

/// A future that stays on its thread.
pub type Local<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// A running system. Made from parameters, a seed and a device; advanced by steps; looked at through frames.
///
/// `advance` may queue its work on the device; `frame` waits for it. Between the two nothing is promised to be visible.
pub trait Model {
    /// Takes new parameters. Those that act at once change the run as it goes; the others restart it at step 0.
    ///
    /// # Errors
    /// The parameter at fault; the model then goes on with the old ones.
    fn set(&mut self, params: &Params) -> Result<(), LabError>;

    /// Queues `steps` training steps.
    ///
    /// # Errors
    /// The device's refusal.
    fn advance(&mut self, steps: u32) -> Result<(), LabError>;

    /// Back to step 0 with the seed.
    ///
    /// # Errors
    /// The device's refusal.
    fn reset(&mut self, seed: u64) -> Result<(), LabError>;

    /// Takes the width over the height of the leading picture, so that what it draws can measure both axes alike.
    fn aspect(&mut self, _aspect: f64) {}

    /// The newest finished state. `whole` asks for every panel, changed or not.
    fn frame(&mut self, whole: bool) -> Local<'_, Result<Frame, LabError>>;

    /// Takes a file of the reader's. Answers with what is in it and with the parameters it sets.
    ///
    /// # Errors
    /// What is wrong with the file; the model then goes on as before.
    fn drop_file(&mut self, name: &str, bytes: &[u8]) -> Result<Dropped, LabError>;
}

/// What came of a dropped file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Dropped {
    /// What is in it.
    pub summary: DataSummary,
    /// Parameters that it sets, where the reader has not set them: key and value.
    pub sets: Vec<(&'static str, Value)>,
}
