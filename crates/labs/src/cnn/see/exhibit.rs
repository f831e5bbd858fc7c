//! What the run bar drives instead of training.

use super::learner::Weights;
use compute::EngineError;
use data::picture::Picture;
use labkit::model::Local;
use labkit::{LabError, Panel, Params};
use nn::Stack;
use std::any::Any;
use std::rc::Rc;

/// What an exhibit goes on from, and how many bytes that is.
pub(in super::super) type Keep = (Rc<dyn Any>, usize);

/// An exhibit that lives beside the lab's network. It first trains what it needs, then its steps change pictures.
pub(in super::super) trait Exhibit {
    /// Takes parameters that act at once.
    fn tune(&mut self, params: &Params) -> Result<(), LabError>;

    fn run<'a>(&'a mut self, digits: &'a mut dyn Digits, steps: u64) -> Local<'a, Result<(), LabError>>;

    /// What there is to see; `whole` asks for what has not changed, too.
    fn show(&mut self, whole: bool) -> Local<'_, Result<Shown, LabError>>;

    /// All that it goes on from.
    fn save(&mut self) -> Local<'_, Result<Keep, LabError>>;

    fn restore(&mut self, saved: &dyn Any) -> Result<(), LabError>;

    /// Takes a picture of the reader's; answers whether it has a use for one.
    fn picture(&mut self, _picture: &Picture) -> Result<bool, LabError> {
        Ok(false)
    }
}

/// The lab's own network, which learns digits.
pub(in super::super) trait Digits {
    /// What it is.
    fn stack(&self) -> Stack;

    /// Steps that it has made.
    fn steps(&self) -> u64;

    /// Trains on.
    fn practise(&mut self, steps: u64) -> Local<'_, Result<(), LabError>>;

    /// Its states.
    fn weights(&mut self) -> Local<'_, Result<Weights, LabError>>;

    /// The reader's digit, 28 × 28.
    fn yours(&self) -> Option<Vec<f32>>;
}

/// A frame without its step.
#[derive(Debug, Default)]
pub(in super::super) struct Shown {
    pub(in super::super) metrics: Vec<(&'static str, f64)>,
    pub(in super::super) panels: Vec<Panel>,
}

pub(in super::super) fn foreign() -> LabError {
    LabError::general("存下的是另一个运行", "expected a run of this lab, got another one")
}

/// The engine's refusal, for the reader.
#[expect(clippy::needless_pass_by_value, reason = "as map_err hands it over")]
pub(super) fn engine(error: EngineError) -> LabError {
    let said = LabError::general(format!("设备出错：{error}"), format!("the device failed: {error}"));
    match error {
        EngineError::Gpu(_) | EngineError::DeviceLost { .. } | EngineError::OutOfMemory(_) | EngineError::Shader(_) => said.fatal(),
        _ => said,
    }
}
