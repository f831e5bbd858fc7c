//! The front door: `cargo xtask …`, the same for people and machines.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program talks on its terminal")]

mod bench;
mod coverage;
mod dependencies;
mod dist;
mod failure;
mod lab;
mod new_lab;
mod process;
mod serve;
mod setup;
mod test;
mod world;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::Outcome;
use crate::world::World;

#[derive(Debug, Parser)]
#[command(name = "cargo xtask", about = "Grasp: set up, serve, test, run a lab, build the site.")]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Bring what is missing on this machine: for everything, as `test` needs it.
    Setup,
    /// Set up what is missing, build the page and serve it at http://127.0.0.1:8080
    Serve(serve::Options),
    /// Set up what is missing, then test everything; ends with the line `N passed, N failed`
    Test(test::Options),
    /// Run a lab without a page: ID [--set key=value]… [--seed N] [--steps N] [--backend cpu|gpu] [--drop FILE]… [--json] [--list]
    Lab(lab::Options),
    /// Begin a lab: writes a folder that runs, with controls, address, command line, lesson and tests
    NewLab(new_lab::Options),
    /// Build the production site in dist/ and check its size
    Dist(dist::Options),
    /// Measure the engine against its peers: a table of rows, or one line of JSON
    Bench(bench::Options),
    /// Say which entries of the syllabus have a passing test of their own
    Coverage(coverage::Options),
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Outcome<ExitCode> {
    let world = &mut World::find()?;
    match task {
        Task::Setup => setup::ensure(world, setup::Need::Test).map(|()| ExitCode::SUCCESS),
        Task::Serve(options) => serve::run(world, &options),
        Task::Test(options) => test::run(world, &options),
        Task::Lab(options) => lab::run(world, &options),
        Task::NewLab(options) => new_lab::run(world, &options),
        Task::Dist(options) => dist::run(world, &options),
        Task::Bench(options) => bench::run(world, &options),
        Task::Coverage(options) => coverage::run(world, &options),
    }
}
