//! A lab of several exhibits, of which one is open: what each of them does, and the model that drives the open one.

mod curve;
mod hall;

pub(crate) use curve::{Curve, panel, series};
pub(crate) use hall::{hall, with_reader};

use compute::{EngineError, Plan};
use labkit::inside::Equation;
use labkit::message::Drawing;
use labkit::model::{Dropped, Local, Saved};
use labkit::stage::Staged;
use labkit::{LabError, Panel, Params};

/// An exhibit, made for its parameters and seed; another seed or a parameter that restarts makes another.
pub(crate) trait Exhibit {
    /// Takes parameters that act at once.
    fn tune(&mut self, params: &Params) -> Result<(), LabError>;

    /// Runs `steps` steps from step `from`; of none, makes sure that there is something to show.
    fn run(&mut self, from: u64, steps: u32) -> Local<'_, Result<(), LabError>>;

    /// What there is to see; `whole` asks for what has not changed, too.
    fn show(&mut self, whole: bool) -> Shown;

    /// Whether further steps would change nothing of what is shown, as long as no parameter does.
    fn rests(&self) -> bool {
        false
    }

    /// Takes the width over the height of the leading picture.
    fn aspect(&mut self, _aspect: f64) {}

    /// Learns that a control moves, or rests again: what takes long may wait until then.
    fn hurry(&mut self, _on: bool) {}

    /// Takes what the reader has drawn, or that it was wiped; no part of the run.
    fn drawn(&mut self, _drawing: Option<&Drawing>) -> Result<(), LabError> {
        Ok(())
    }

    /// Takes a file of the reader's.
    fn drop_file(&mut self, name: &str, _bytes: &[u8]) -> Result<Dropped, LabError> {
        Err(LabError::general(
            format!("这个展项不读文件“{name}”"),
            format!("this exhibit reads no files; got “{name}”"),
        ))
    }

    /// The plan of a step.
    fn plan(&self) -> &Plan;

    /// The plan of what no step keeps but a reader may look at.
    fn watched(&self) -> Option<&Plan> {
        None
    }

    /// Stage `index` of the step that comes next, as [`labkit::Model::stage`] tells it.
    fn stage(&mut self, index: u32) -> Local<'_, Result<Staged, LabError>> {
        Box::pin(async move { Ok(Staged { index, last: true, ..Staged::default() }) })
    }

    /// The equations of the step that comes next, with the numbers of this moment.
    fn equations(&mut self) -> Local<'_, Result<Vec<Equation>, LabError>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    /// All that the run goes on from.
    fn save(&mut self) -> Local<'_, Result<Saved, LabError>>;

    /// Goes on from what an exhibit with the same parameters and seed has saved.
    fn restore(&mut self, saved: &Saved) -> Result<(), LabError>;
}

/// A frame without its step.
#[derive(Debug, Default)]
pub(crate) struct Shown {
    pub(crate) metrics: Vec<(&'static str, f64)>,
    pub(crate) panels: Vec<Panel>,
    /// A loss is no longer a number.
    pub(crate) diverged: bool,
}

/// What another kind of run has saved.
pub(crate) fn foreign() -> LabError {
    LabError::general("存下的是另一个运行", "expected a run of this lab, got another one")
}

/// The engine's refusal, for the reader.
#[expect(clippy::needless_pass_by_value, reason = "as map_err hands it over")]
pub(crate) fn engine(error: EngineError) -> LabError {
    let said = LabError::general(format!("设备出错：{error}"), format!("the device failed: {error}"));
    match error {
        EngineError::Gpu(_) | EngineError::DeviceLost { .. } | EngineError::OutOfMemory(_) | EngineError::Shader(_) => {
            said.fatal()
        }
        _ => said,
    }
}
