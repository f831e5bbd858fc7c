//! The lab's model: which exhibit is open.

use super::arena::Arena;
use super::duel::Duel;
use super::line::Line;
use super::many::Many;
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
        "line" => Box::new(Line::new(params, seed, device)?),
        "duel" => Box::new(Duel::new(params, device)?),
        "many" => Box::new(Many::new(params, seed, device)?),
        _ => Box::new(Arena::new(params, seed, device)?),
    })
}
