//! What a lab's folder offers.

use labkit::{Param, Params, Preset, Text};

/// Opens a lab's model from its parameters, a seed and a device.
#[cfg(feature = "model")]
pub type Open = fn(&Params, u64, &compute::Device) -> Result<Box<dyn labkit::Model>, labkit::LabError>;

/// A value of a parameter that a metric knows: marked on the parameter's slider.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    /// Key of the parameter.
    pub param: &'static str,
    /// Name of the metric.
    pub metric: &'static str,
    /// What the value is.
    pub label: Text,
}

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
    /// The stages of one step, in order, given the parameters; none where a step is one thing.
    pub stages: fn(&Params) -> &'static [Text],
    /// Its metrics: name and meaning.
    pub metrics: &'static [(&'static str, Text)],
    /// Values that metrics mark on sliders.
    pub marks: &'static [Mark],
    /// Steps of a run where nobody says how many.
    pub steps: u64,
    /// Opens its model.
    #[cfg(feature = "model")]
    pub open: Open,
    /// Its pictures.
    #[cfg(all(feature = "view", target_arch = "wasm32"))]
    pub view: fn(crate::stage::Bench) -> leptos::prelude::AnyView,
}

/// A lab's code could not be fetched: the reader is offline and has not been there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotFetched;

impl From<NotFetched> for labkit::LabError {
    fn from(_: NotFetched) -> Self {
        Self::general(
            "这一部分的代码没有取到：也许你离线了，而它还没有打开过",
            "the code of this part did not arrive: perhaps you are offline, and it has not been opened before",
        )
    }
}

#[cfg(split)]
impl From<wasm_split_helpers::SplitLoaderError> for NotFetched {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// Fetches the built lab of that id, once; `None` where none has it.
///
/// # Errors
/// [`NotFetched`] where its file does not come. The next call tries again.
pub async fn load(id: &str) -> Result<Option<&'static Lab>, NotFetched> {
    crate::fetch(id).await
}

/// The built lab of that id.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
#[must_use]
pub fn find(id: &str) -> Option<&'static Lab> {
    crate::LABS.iter().copied().find(|lab| lab.id == id)
}
