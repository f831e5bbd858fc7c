//! What a reader may look into under the wall. Each finds numbers and figures.

mod looks;
mod mistakes;
mod near;
mod probe;
mod slice;
mod sums;
mod ties;

use super::super::feed::Feed;
use super::super::play::Play;
use super::super::referee::Referee;
use compute::{Device, EngineError};
use labkit::{Content, Panel, Params, Pictures};

/// What an exam found.
#[derive(Clone, Default)]
pub(super) struct Found {
    pub(super) metrics: Vec<(&'static str, f64)>,
    pub(super) panels: Vec<Panel>,
}

/// All that an exam may look at.
pub(super) struct Studied<'a> {
    pub(super) device: &'a Device,
    pub(super) params: &'a Params,
    pub(super) feed: &'a Feed,
    pub(super) play: &'a mut Play,
    /// Once it has learnt.
    pub(super) referee: Option<&'a mut Referee>,
    /// Vectors of the wall first.
    pub(super) z: &'a [f32],
    pub(super) seed: u64,
}

impl Studied<'_> {
    fn latent(&self) -> usize {
        self.play.recipe.design.latent
    }

    /// A vector of the wall, counted from 1 as readers count.
    fn vector(&self, number: f64) -> &[f32] {
        let latent = self.latent();
        let at = (number.round().max(1.0) as usize - 1).min(self.z.len() / latent - 1);
        &self.z[at * latent..(at + 1) * latent]
    }
}

fn wall(feed: &Feed, values: Vec<f32>, names: Vec<String>) -> Content {
    let side = feed.side as u32;
    Content::Pictures(Pictures { height: side, width: side, values: values.into(), names })
}

/// Looks into what is asked for.
pub(super) async fn examine(exam: &str, studied: Studied<'_>) -> Result<Found, EngineError> {
    match exam {
        "slice" => slice::examine(studied).await,
        "features" => probe::examine(studied).await,
        "arithmetic" => sums::examine(studied).await,
        "batch" => ties::examine(studied).await,
        "mistakes" => mistakes::examine(studied).await,
        "looks" => looks::examine(studied).await,
        _ => near::examine(studied).await,
    }
}

fn mean(values: impl IntoIterator<Item = f64>) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0_f64);
    values.into_iter().for_each(|value| (sum, count) = (sum + value, count + 1.0));
    sum / count.max(1.0)
}
