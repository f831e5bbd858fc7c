//! What the run bar drives: one of the lab's exhibits.

use super::runner::{Runner, Values};
use compute::{EngineError, Machine, Plan};
use labkit::model::{Local, Saved};
use labkit::{LabError, Panel, Params};
use std::any::Any;
use std::rc::Rc;

/// An exhibit, made for its parameters and seed; another seed or a parameter that restarts makes another.
pub(super) trait Exhibit {
    /// Takes parameters that act at once.
    fn tune(&mut self, params: &Params) -> Result<(), LabError>;

    /// Runs `steps` steps from step `from`; of none, makes sure that there is something to show.
    fn run(&mut self, from: u64, steps: u32) -> Local<'_, Result<(), LabError>>;

    /// What there is to see; `whole` asks for what has not changed, too.
    fn show(&mut self, whole: bool) -> Shown;

    /// Takes the width over the height of the leading picture.
    fn aspect(&mut self, _aspect: f64) {}

    fn plan(&self) -> &Plan;

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>>;

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError>;
}

/// A frame without its step.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub(super) metrics: Vec<(&'static str, f64)>,
    pub(super) panels: Vec<Panel>,
    /// A loss is no longer a number.
    pub(super) diverged: bool,
}

/// What is saved of a machine, of the parameters of runs beside it that are between two epochs, and of what the exhibit keeps.
pub(super) async fn keep<T: Any>(machine: &mut Machine, beside: &mut [Runner], left: T, bytes: usize) -> Result<Saved, LabError> {
    let mut parameters = Vec::new();
    for runner in beside {
        parameters.push(runner.parameters().await.map_err(engine)?);
    }
    let own_bytes = bytes + parameters.iter().flatten().map(|(_, values)| size_of_val(&**values)).sum::<usize>();
    let machine = machine.snapshot().await.map_err(engine)?;
    Ok(Saved { machine, own: Rc::new((parameters, left)), own_bytes })
}

/// Puts them back; answers with what the exhibit kept.
pub(super) fn put_back<T: Any + Clone>(machine: &mut Machine, beside: &mut [Runner], saved: &Saved) -> Result<T, LabError> {
    let Some((parameters, left)) = saved.own.downcast_ref::<(Vec<Values>, T)>() else { return Err(foreign()) };
    machine.restore(&saved.machine).map_err(engine)?;
    for (runner, values) in beside.iter_mut().zip(parameters) {
        runner.write(values).map_err(engine)?;
    }
    Ok(left.clone())
}

pub(super) fn foreign() -> LabError {
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
