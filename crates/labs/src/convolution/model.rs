//! The lab's model: which exhibit is open.

use super::detector::Detector;
use super::go::Go;
use super::matrix::Matrix;
use super::params::TABLE;
use super::slide::Slide;
use super::speech::Speech;
use super::stack::Ledger;
use super::text::Text;
use super::stn::{Learned, Manual};
use super::why::{Count, Detect, Why};
use crate::exhibit::{Exhibit, hall};
use compute::Device;
use labkit::{LabError, Model, Params};

/// Opens the lab.
pub(super) fn open(params: &Params, seed: u64, device: &Device) -> Result<Box<dyn Model>, LabError> {
    hall(TABLE, exhibit, params, seed, device)
}

fn exhibit(params: &Params, seed: u64, device: &Device) -> Result<Box<dyn Exhibit>, LabError> {
    Ok(match params.choice(TABLE, "task") {
        "matrix" => Box::new(Matrix::new(params, seed, device)?),
        "detector" => Box::new(Detector::new(params, seed, device)?),
        "stack" => Box::new(Ledger::new(params, seed, device)?),
        "go" => Box::new(Go::new(params, seed, device)?),
        "speech" => Box::new(Speech::new(params, seed, device)?),
        "text" => Box::new(Text::new(params, seed, device)?),
        "why" => match params.choice(TABLE, "test") {
            "count" => Box::new(Count::new(params, device)?),
            "detect" => Box::new(Detect::new(params, seed, device)?),
            _ => Box::new(Why::new(params, seed, device)?),
        },
        "stn" if params.choice(TABLE, "stn") == "manual" => Box::new(Manual::new(params, seed, device)?),
        "stn" => Box::new(Learned::new(params, seed, device)?),
        _ => Box::new(Slide::new(params, seed, device)?),
    })
}
