//! What a lab's folder offers.

use labkit::{Param, Params, Preset, Text};

/// Opens a lab's model from its parameters, a seed and a device.
#[cfg(feature = "model")]
pub type Open = fn(&Params, u64, &compute::Device) -> Result<Box<dyn labkit::Model>, labkit::LabError>;

/// A lab that is built.
#[derive(Clone, Copy)]
pub struct Lab {
    /// Its id in the syllabus.
    pub id: &'static str,
    /// Its parameters.
    pub table: &'static [Param],
    /// Named states of it.
    pub presets: &'static [Preset],
    /// Which parameters are shown, given the values of the others.
    pub shown: fn(&Param, &Params) -> bool,
    /// The choice whose option names the curves in focus; empty where all are.
    pub focus: &'static str,
    /// The stages of one step, in order; none where a step is one thing.
    pub stages: &'static [Text],
    /// Its metrics: name and meaning.
    pub metrics: &'static [(&'static str, Text)],
    /// Steps of a run where nobody says how many.
    pub steps: u64,
    /// Opens its model.
    #[cfg(feature = "model")]
    pub open: Open,
    /// Its pictures.
    #[cfg(all(feature = "view", target_arch = "wasm32"))]
    pub view: fn(crate::stage::Bench) -> leptos::prelude::AnyView,
}

/// The built lab of that id.
pub fn find(id: &str) -> Option<&'static Lab> {
    crate::LABS.iter().copied().find(|lab| lab.id == id)
}
