//! The lab's model: which exhibit is open.

use super::noise::Noise;
use super::params::TABLE;
use super::sizes::Sizes;
use super::speed::Speed;
use super::train::Train;
use super::trap::Trap;
use crate::exhibit::{Exhibit, hall};
use compute::Device;
use labkit::{LabError, Model, Params};

/// Opens the lab.
pub(super) fn open(params: &Params, seed: u64, device: &Device) -> Result<Box<dyn Model>, LabError> {
    hall(TABLE, exhibit, params, seed, device)
}

fn exhibit(params: &Params, seed: u64, device: &Device) -> Result<Box<dyn Exhibit>, LabError> {
    Ok(match params.choice(TABLE, "task") {
        "noise" => Box::new(Noise::new(params, seed, device)?),
        "speed" => Box::new(Speed::new(params, seed, device)?),
        "trap" => Box::new(Trap::new(params, seed, device)?),
        "sizes" => Box::new(Sizes::new(params, seed, device)?),
        _ => Box::new(Train::new(params, seed, device)?),
    })
}
