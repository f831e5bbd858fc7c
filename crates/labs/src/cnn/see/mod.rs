//! Pictures that are made by gradients: what excites filters, neurons and outputs; dreams; style.

pub mod params;

#[cfg(feature = "model")]
mod ascent;
#[cfg(feature = "model")]
mod colour;
#[cfg(feature = "model")]
mod dream;
#[cfg(feature = "model")]
mod exhibit;
#[cfg(feature = "model")]
mod generator;
#[cfg(feature = "model")]
mod judged;
#[cfg(feature = "model")]
mod learner;
#[cfg(feature = "model")]
mod look;
#[cfg(feature = "model")]
mod noise;
#[cfg(feature = "model")]
mod strongest;
#[cfg(feature = "model")]
mod style;
#[cfg(feature = "model")]
mod texture;

#[cfg(feature = "model")]
pub(super) use exhibit::{Digits, Exhibit, Shown, foreign};

#[cfg(feature = "model")]
use compute::Device;
#[cfg(feature = "model")]
use labkit::{LabError, Params};

/// The exhibit that the parameters ask for, where it is one of these.
#[cfg(feature = "model")]
pub(super) fn exhibit(params: &Params, seed: u64, device: &Device) -> Result<Option<Box<dyn Exhibit>>, LabError> {
    Ok(match params.choice(super::params::TABLE, "task") {
        "see" => Some(Box::new(look::Look::new(params, seed, device)?)),
        "dream" => Some(Box::new(dream::Dream::new(params, seed, device)?)),
        "style" => Some(Box::new(style::Style::new(params, seed, device)?)),
        _ => None,
    })
}

#[cfg(feature = "model")]
#[cfg(test)]
mod tests;
