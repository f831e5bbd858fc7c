//! The lab's model: which exhibit is open.

use super::critic::Workshop;
use super::earth::Earth;
use super::kernels::Kernels;
use super::params::TABLE;
use crate::exhibit::{Exhibit, hall};
use compute::Device;
use labkit::{LabError, Model, Params};

/// Opens the lab.
pub(super) fn open(params: &Params, seed: u64, device: &Device) -> Result<Box<dyn Model>, LabError> {
    hall(TABLE, exhibit, params, seed, device)
}

fn exhibit(params: &Params, seed: u64, device: &Device) -> Result<Box<dyn Exhibit>, LabError> {
    Ok(match params.choice(TABLE, "task") {
        "earth" => Box::new(Earth::new(params, device)?),
        "kernels" => Box::new(Kernels::new(params, seed, device)?),
        _ => Box::new(Workshop::new(params, seed, device)?),
    })
}
