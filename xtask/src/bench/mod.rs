//! `bench`: the engine beside its peers. Builds our side for the browser and natively; `tests/bench/run.mjs` measures,
//! prints the table and, asked for it, one last line of JSON.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs};

use crate::failure::{Failure, Outcome, io};
use crate::process;
use crate::setup::{self, BROWSERS, Need};
use crate::world::{WASM, World};

/// How much to measure, and how to say it.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Fewer rounds: about ten minutes on two cores; without the comparison with burn where that is not built yet
    #[arg(long)]
    quick: bool,
    /// One line of JSON after the table
    #[arg(long)]
    json: bool,
    /// Measure the peers also where we have nothing to compare yet, and with threads; a full run always does
    #[arg(long)]
    peers: bool,
    /// Only the rows whose name contains this; may be repeated
    #[arg(long, value_name = "ROW")]
    only: Vec<String>,
}

/// Builds, measures, prints; a full run also writes the table in BENCHMARKS.md.
pub(crate) fn run(world: &mut World, options: &Options) -> Outcome<ExitCode> {
    setup::ensure(world, Need::Bench)?;
    let world = &*world;
    let package = browser_side(world)?;
    let browser = world.which(BROWSERS).ok_or_else(|| Failure::new("There is no Chromium."))?;
    let mut node = world.command("node");
    node.current_dir(&world.root).env("GRASP_CHROMIUM", browser).arg("tests/bench/run.mjs").arg("--pkg").arg(package);
    match native_side(world, options) {
        Ok(program) => node.arg("--native").arg(program),
        Err(failure) => node.arg("--no-native").arg(failure.to_string().replace('\n', " ")),
    };
    for (asked, flag) in [(options.quick, "--quick"), (options.json, "--json"), (options.peers, "--peers")] {
        if asked {
            node.arg(flag);
        }
    }
    for row in &options.only {
        node.arg("--only").arg(row);
    }
    if !options.quick && options.only.is_empty() {
        node.arg("--write").arg(world.root.join("BENCHMARKS.md"));
    }
    process::status(&mut node).map(process::same_code)
}

/// Our workloads as wasm, as the site is built but for `wasm-opt`; answers with the folder that a page can load.
fn browser_side(world: &World) -> Outcome<PathBuf> {
    eprintln!("bench: building our side for the browser (about 2 min when nothing is compiled yet)");
    let target = target(world);
    let mut cargo = cargo(world);
    cargo.args(["build", "--quiet", "--release", "--package", "bench", "--target", WASM, "--target-dir"]).arg(&target);
    process::run(&mut cargo)?;
    let package = target.join("bench");
    fs::create_dir_all(&package).map_err(io(package.display()))?;
    let mut bindgen = world.command("wasm-bindgen");
    bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(&package);
    process::run(bindgen.arg(target.join(WASM).join("release/bench.wasm")))?;
    Ok(package)
}

/// The program that measures us beside burn. A quick run takes it only if it was built before: burn is hundreds of crates.
fn native_side(world: &World, options: &Options) -> Outcome<PathBuf> {
    let rows = ["native mlp", "native lenet"];
    let wanted = |text: &String| rows.iter().any(|row| row.contains(text.as_str()));
    if !options.only.is_empty() && !options.only.iter().any(wanted) {
        return Err(Failure::new("not asked for"));
    }
    let manifest = world.root.join("tests/bench/native/Cargo.toml");
    let folder = target(world).join("bench-native");
    let program = folder.join("release").join(format!("bench-native{}", env::consts::EXE_SUFFIX));
    if options.quick && options.only.is_empty() && !program.is_file() {
        return Err(Failure::new("not built yet: `cargo xtask bench --only native` builds it, in about half an hour"));
    }
    eprintln!("bench: building the comparison with burn (about half an hour when nothing is compiled yet)");
    let mut cargo = cargo(world);
    cargo.args(["build", "--quiet", "--release", "--locked", "--manifest-path"]).arg(manifest);
    process::run(cargo.arg("--target-dir").arg(folder))?;
    Ok(program)
}

fn cargo(world: &World) -> Command {
    let mut cargo = world.command("cargo");
    cargo.current_dir(&world.root);
    cargo
}

/// Where cargo puts what it builds.
fn target(world: &World) -> PathBuf {
    let set = env::var_os("CARGO_TARGET_DIR").filter(|folder| !folder.is_empty());
    set.map_or_else(|| world.root.join("target"), |folder| world.root.join(Path::new(&folder)))
}
