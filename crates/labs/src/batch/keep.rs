//! What is saved of an exhibit that has networks in training beside its machine.

use super::runner::{Runner, Values};
use crate::exhibit::{engine, foreign};
use compute::Machine;
use labkit::LabError;
use labkit::model::Saved;
use std::any::Any;
use std::rc::Rc;

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

