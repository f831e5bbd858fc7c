//! What a lab's model does for its page, for the command line and for its tests.

use crate::error::LabError;
use crate::frame::Frame;
use crate::inside::Equation;
use crate::message::{DataSummary, Drawing};
use crate::param::{Params, Value};
use crate::stage::Staged;
use compute::{Plan, Snapshot, Tensor};
use std::any::Any;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

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

    /// Number of the run: grows with each restart, by whatever it came.
    fn run(&self) -> u32;

    /// Back to step 0 with the seed.
    ///
    /// # Errors
    /// The device's refusal.
    fn reset(&mut self, seed: u64) -> Result<(), LabError>;

    /// Takes the width over the height of the leading picture, so that what it draws can measure both axes alike.
    fn aspect(&mut self, _aspect: f64) {}

    /// Whether a control is just being moved: what takes long may be drawn coarsely meanwhile. Once it rests a whole frame is asked
    /// for.
    fn hurry(&mut self, _on: bool) {}

    /// The newest finished state. `whole` asks for every panel, changed or not.
    fn frame(&mut self, whole: bool) -> Local<'_, Result<Frame, LabError>>;

    /// Takes a file of the reader's. Answers with what is in it and with the parameters it sets.
    ///
    /// # Errors
    /// What is wrong with the file; the model then goes on as before.
    fn drop_file(&mut self, name: &str, bytes: &[u8]) -> Result<Dropped, LabError>;

    /// Takes what the reader has drawn, or that it was wiped; no part of the run.
    ///
    /// # Errors
    /// A drawing that does not hold what it says.
    fn drawn(&mut self, _drawing: Option<&Drawing>) -> Result<(), LabError> {
        Ok(())
    }

    /// The plan of a training step, by whose cost a backend is chosen; `None` while there is nothing to run.
    fn plan(&self) -> Option<&Plan> {
        None
    }

    /// Begins anew at step 0 with these tensors in place of the states of the same names; answers how many there were.
    ///
    /// # Errors
    /// No state of such a name, or another shape; nothing has changed then.
    fn load(&mut self, _tensors: &[Tensor]) -> Result<usize, LabError> {
        Err(LabError::general("这个实验没有可以换上的权重", "this lab has no weights to take others for"))
    }

    /// The network as it stands, for another lab to take: safetensors of its states, whose description holds the line of its layers,
    /// as `nn::Stack` reads it, under [`LAYERS`].
    fn network(&mut self) -> Local<'_, Result<Vec<u8>, LabError>> {
        Box::pin(async {
            Err(LabError::general("这个实验没有可以交出的网络", "this lab has no network that another could take"))
        })
    }

    /// The plan of what no step keeps but a reader may look at: gradients, activations; see `compute::Program::watch`.
    fn watched(&self) -> Option<&Plan> {
        None
    }

    /// The equations of the step that comes next, with the numbers of this moment.
    fn equations(&mut self) -> Local<'_, Result<Vec<Equation>, LabError>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    /// What stage `index`, from 0, of the step that comes next does, in words and in a picture. The model stays where it is: who
    /// drives it runs the step at its last stage.
    fn stage(&mut self, index: u32) -> Local<'_, Result<Staged, LabError>> {
        Box::pin(async move { Ok(Staged { index, last: true, ..Staged::default() }) })
    }

    /// All that the run goes on from, after the steps queued so far; `None` where there is nothing to keep.
    fn save(&mut self) -> Local<'_, Result<Option<Saved>, LabError>> {
        Box::pin(async { Ok(None) })
    }

    /// Goes on from what a model with the same parameters, seed and file has saved, on whatever device that one ran.
    ///
    /// # Errors
    /// What another kind of run has saved, or the device's refusal; the model then stays as it was.
    fn restore(&mut self, _saved: &Saved) -> Result<(), LabError> {
        Err(LabError::general("这个实验不能从中途接着跑", "this lab cannot go on from the middle of a run"))
    }
}

/// Under which key the description of a network's weights holds the line of its layers.
pub const LAYERS: &str = "grasp.layers";

/// A run that can go on elsewhere. Clones share what they hold.
#[derive(Debug, Clone)]
pub struct Saved {
    /// What the engine goes on from.
    pub machine: Snapshot,
    /// What the model keeps beside it: curves, counts.
    pub own: Rc<dyn Any>,
    /// The size of that, in bytes: a history must stay within bounds.
    pub own_bytes: usize,
}

/// What came of a dropped file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Dropped {
    /// What is in it.
    pub summary: DataSummary,
    /// Parameters that it sets, where the reader has not set them: key and value.
    pub sets: Vec<(&'static str, Value)>,
}
