//! The lab's model: which exhibit is open.

use super::alone::Alone;
use super::params::TABLE;
use super::parts::Parts;
use super::rivals::Rivals;
use super::spins::Spins;
use super::studio::Studio;
use crate::exhibit::{Exhibit, hall};
use compute::Device;
use labkit::{LabError, Model, Params};

/// Opens the lab.
pub(super) fn open(params: &Params, seed: u64, device: &Device) -> Result<Box<dyn Model>, LabError> {
    hall(TABLE, exhibit, params, seed, device)
}

fn exhibit(params: &Params, seed: u64, device: &Device) -> Result<Box<dyn Exhibit>, LabError> {
    Ok(match params.choice(TABLE, "task") {
        "rivals" => Box::new(Rivals::new(params, seed, device)?),
        "parts" => Box::new(Parts::new(params, seed, device)?),
        "spins" => Box::new(Spins::new(params, seed, device)?),
        "alone" => Box::new(Alone::new(params, seed, device)?),
        _ => Box::new(Studio::new(params, seed, device)?),
    })
}
