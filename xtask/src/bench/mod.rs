//! `bench`
use std::process::ExitCode;
use crate::failure::Outcome;
use crate::setup::{self, Need};
use crate::world::World;
#[derive(Debug, clap::Args)]
pub(crate) struct Options {}
pub(crate) fn run(world: &mut World, _options: &Options) -> Outcome<ExitCode> {
    setup::ensure(world, Need::Bench)?;
    Ok(ExitCode::SUCCESS)
}
