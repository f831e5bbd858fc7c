//! What not every reader of the lab needs: the small network, random Hessians, the tools beside the surface, the equations. In the
//! production site its code is a file of its own, fetched when it is first asked for; the way to it are the pointers of [`More`].

use super::race::Race;
use super::rare::{Chance, rare};
use super::running::Land;
use super::step::Step;
use super::tools::{Look, tools};
use super::{equation, net};
use compute::Device;
use labkit::inside::Equation;
use labkit::{LabError, Params};
use std::cell::Cell;

/// A race of networks on their landscape.
type OpenLand = fn(&Params, u64, &Device) -> Result<(Race, Box<dyn Land>), LabError>;

/// A task of chance.
type OpenChance = fn(&Params, u64) -> Result<Box<dyn Chance>, LabError>;

/// Where the code is.
pub(super) struct More {
    pub(super) land: OpenLand,
    pub(super) rare: OpenChance,
    pub(super) tools: fn() -> Box<dyn Look>,
    pub(super) equations: fn(&Step) -> Vec<Equation>,
}

static MORE: More = More { land: net::land, rare, tools, equations: equation::equations };

thread_local! {
    static HERE: Cell<Option<&'static More>> = const { Cell::new(None) };
}

/// The code, if it is here.
pub(super) fn here() -> Option<&'static More> {
    if cfg!(split) { HERE.get() } else { Some(&MORE) }
}

/// Fetches the code, once.
pub(super) async fn fetch() -> Result<&'static More, LabError> {
    if let Some(more) = here() {
        return Ok(more);
    }
    let more = gd_more().await.map_err(|_| LabError::from(crate::NotFetched))?;
    HERE.set(Some(more));
    Ok(more)
}

#[cfg(split)]
#[wasm_split_helpers::wasm_split(gd_more, fallible)]
#[allow(unsafe_code, reason = "the border between two files of wasm is an extern function")]
fn gd_more() -> Result<&'static More, crate::NotFetched> {
    Ok(&MORE)
}

#[cfg(not(split))]
async fn gd_more() -> Result<&'static More, crate::NotFetched> {
    Ok(&MORE)
}
