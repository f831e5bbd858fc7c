//! `serve`: the page, rebuilt on every change.

use std::process::ExitCode;

use crate::failure::Outcome;
use crate::process;
use crate::setup::{self, Need};
use crate::world::World;

/// How to serve.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Build as for production: slower to build, faster to run
    #[arg(long)]
    release: bool,
    /// The port on this machine
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

/// Sets up what is missing, builds and serves until interrupted.
pub(crate) fn run(world: &mut World, options: &Options) -> Outcome<ExitCode> {
    setup::ensure(world, Need::Serve)?;
    eprintln!("serve: building; then the page is at http://127.0.0.1:{}", options.port);
    let mut trunk = world.command("trunk");
    trunk.current_dir(&world.root).env("RUST_BACKTRACE", "0").arg("serve").args(["--port", &options.port.to_string()]);
    if options.release {
        trunk.arg("--release");
    }
    process::status(&mut trunk).map(process::same_code)
}
