//! The lab's model: which exhibit is open.

use super::arena::Arena;
use super::params::TABLE;
use super::physical::Physical;
use super::reprogram::Reprogram;
use super::robustness::Robustness;
use super::sounds::Sounds;
use super::transfer::Transfer;
use super::universal::Universal;
use super::words::Words;
use crate::exhibit::{Exhibit, with_reader};
use compute::Device;
use labkit::{LabError, Model, Params};

/// Opens the lab.
pub(super) fn open(params: &Params, seed: u64, device: &Device) -> Result<Box<dyn Model>, LabError> {
    with_reader(TABLE, exhibit, Some("arena"), params, seed, device)
}

fn exhibit(params: &Params, seed: u64, device: &Device) -> Result<Box<dyn Exhibit>, LabError> {
    Ok(match params.choice(TABLE, "task") {
        "robustness" => Box::new(Robustness::new(params, seed, device)?),
        "transfer" => Box::new(Transfer::new(params, seed, device)?),
        "universal" => Box::new(Universal::new(params, seed, device)?),
        "physical" => Box::new(Physical::new(params, seed, device)?),
        "reprogram" => Box::new(Reprogram::new(params, seed, device)?),
        "words" => Box::new(Words::new(params, seed, device)?),
        "sounds" => Box::new(Sounds::new(params, seed, device)?),
        _ => Box::new(Arena::new(params, seed, device)?),
    })
}
