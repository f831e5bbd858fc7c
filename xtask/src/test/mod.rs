//! `test`: everything, in stages. Ends with one line, `N passed, N failed`.

mod browser;
mod count;
mod demo;
mod stage;

use std::fs;
use std::process::{Command, ExitCode};

use crate::failure::{Failure, Outcome, io};
use crate::setup::{self, BROWSERS, Need};
use crate::world::{WASM, World};
use crate::{dependencies, dist, process};
use stage::Stages;

/// How much to test.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Only what needs no browser
    #[arg(long)]
    quick: bool,
    /// Only stages whose name holds these words
    #[arg(long, value_name = "WORDS")]
    only: Option<String>,
}

/// Features under which the workspace is tested natively. The views of the labs are for the browser alone.
const FEATURES: &str = "labs/cli";

/// Tests that run in the browser: name, package, test, and whether the browser offers a WebGPU adapter.
const IN_BROWSER: [(&str, &str, &str, bool); 5] = [
    ("engine in the browser, WebGPU", "compute", "web_gpu", true),
    ("engine in the browser, no WebGPU", "compute", "web_cpu", false),
    ("tables in the browser", "data", "web", false),
    ("data sets in the browser", "data", "made", false),
    ("figures in the browser", "plot", "canvas", false),
];

/// Runs every stage, whatever the others say, and adds them up.
pub(crate) fn run(world: &mut World, options: &Options) -> Outcome<ExitCode> {
    setup::ensure(world, if options.quick { Need::Native } else { Need::Test })?;
    let world = &*world;
    let mut stages = Stages::of(options.only.clone());
    stages.check("formatting", || process::run(&mut cargo(world, &["fmt", "--all", "--check"])));
    stages.check("dependencies and arrows", || told(&dependencies::check(world)?));
    stages.check("lints, native", || {
        let scope = ["clippy", "--workspace", "--all-targets", "--features", FEATURES, "--", "-D", "warnings"];
        process::run(&mut cargo(world, &scope))
    });
    stages.tests("tests, native (CPU and GPU)", || {
        Ok(cargo(world, &["test", "--workspace", "--features", FEATURES, "--no-fail-fast", "--", "--show-output"]))
    });
    if !options.quick {
        browser(world, &mut stages);
    }
    Ok(if stages.close() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What needs a browser: the engine in it, with WebGPU and without, then the production site from outside.
fn browser(world: &World, stages: &mut Stages) {
    stages.check("lints, wasm32", || {
        let warnings = ["--", "-D", "warnings"];
        let wasm = ["clippy", "--target", WASM];
        process::run(
            cargo(world, &wasm).args(["--package", "app", "--package", "worker", "--package", "notes"]).args(warnings),
        )?;
        for (_, package, test, _) in IN_BROWSER {
            process::run(cargo(world, &wasm).args(["--package", package, "--test", test]).args(warnings))?;
        }
        Ok(())
    });
    stages.check("a lab that was just begun", || demo::check(world));
    for (name, package, test, webgpu) in IN_BROWSER {
        stages.tests(name, || browser::tests(world, package, test, webgpu));
    }
    let mut built = false;
    stages.check("production site", || {
        dist::build(world, &dist::Options::default())?;
        built = true;
        Ok(())
    });
    stages.tests("tests from outside, in the browser", || {
        if built { from_outside(world) } else { Err(Failure::new("There is no production site to test.")) }
    });
}

/// The scripts in `tests/e2e`, one after another.
fn from_outside(world: &World) -> Outcome<Command> {
    let folder = world.root.join("tests/e2e");
    let mut scripts: Vec<_> = fs::read_dir(&folder)
        .map_err(io(folder.display()))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    scripts.sort();
    let browser = world.which(BROWSERS).ok_or_else(|| Failure::new("There is no Chromium."))?;
    let mut node = world.command("node");
    node.current_dir(&world.root)
        .env("GRASP_CHROMIUM", browser)
        .args(["--test", "--test-concurrency=1", "--test-reporter=spec"])
        .args(scripts);
    Ok(node)
}

/// Sentences, if there are any, make a failure.
fn told(sentences: &[String]) -> Outcome {
    if sentences.is_empty() { Ok(()) } else { Err(Failure::new(sentences.join("\n"))) }
}

fn cargo(world: &World, arguments: &[&str]) -> Command {
    let mut cargo = world.command("cargo");
    cargo.current_dir(&world.root).args(arguments);
    cargo
}
