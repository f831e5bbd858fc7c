//! `lab`: a lab without a page. The headless runner does everything; its words and its exit code pass through.

use std::ffi::OsString;
use std::process::ExitCode;

use crate::failure::Outcome;
use crate::process;
use crate::world::World;

/// What the runner gets, as it was typed.
#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Options {
    /// The lab's id, then --set key=value, --seed N, --steps N, --backend cpu|gpu, --drop FILE, --json, --list
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

/// Builds the runner if need be, and runs it.
pub(crate) fn run(world: &World, options: &Options) -> Outcome<ExitCode> {
    let mut cargo = world.command("cargo");
    cargo
        .args(["run", "--quiet", "--manifest-path"])
        .arg(world.root.join("Cargo.toml"))
        .args(["--profile", "lab", "--package", "labs", "--features", "cli", "--bin", "grasp-lab", "--"])
        .args(&options.arguments);
    process::status(&mut cargo).map(process::same_code)
}
