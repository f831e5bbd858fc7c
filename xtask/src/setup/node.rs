//! Node and the packages of `tests/` (wasm-opt, the browser's remote control, the accessibility scan) and of
//! `tests/bench/` (the peers that we measure ourselves against).

use std::fs;
use std::path::{Path, PathBuf};

use super::{Need, Step, apt};
use crate::failure::{Outcome, io};
use crate::process;
use crate::world::World;

/// Node and npm.
pub(super) const NODE: Step = Step {
    name: "node and npm",
    about: "system packages, about 1 min",
    by_hand: |_| apt::by_hand("nodejs npm"),
    present: |world| world.which(&["node"]).is_some() && world.which(&["npm"]).is_some(),
    install: |world| apt::install(world, &["nodejs", "npm"]),
    needs: &[Need::Dist, Need::Bench],
};

/// The packages in `tests/package-lock.json`.
pub(super) const PACKAGES: Step = Step {
    name: "node packages of tests/ (wasm-opt, playwright-core, axe-core)",
    about: "npm ci, about 20 s",
    by_hand: |_| "cd tests && npm ci".to_owned(),
    present: |world| present(&world.root.join("tests")),
    install: |world| install(world, &world.root.join("tests")),
    needs: &[Need::Dist, Need::Bench],
};

/// The packages in `tests/bench/package-lock.json`.
pub(super) const PEERS: Step = Step {
    name: "node packages of tests/bench/ (TF.js, jax-js)",
    about: "npm ci, about 30 s",
    by_hand: |_| "cd tests/bench && npm ci".to_owned(),
    present: |world| present(&world.root.join("tests/bench")),
    install: |world| install(world, &world.root.join("tests/bench")),
    needs: &[Need::Bench],
};

/// Whether what is installed in this folder is what its lock says.
fn present(folder: &Path) -> bool {
    let lock = fs::read(folder.join("package-lock.json"));
    lock.is_ok_and(|lock| fs::read(stamp(folder)).is_ok_and(|stamp| stamp == lock))
}

/// A copy of the lock that was installed: a changed lock means a new install.
fn stamp(folder: &Path) -> PathBuf {
    folder.join("node_modules/.installed-lock.json")
}

fn install(world: &World, folder: &Path) -> Outcome {
    let mut npm = world.command("npm");
    npm.current_dir(folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    process::logged(&mut npm, &world.cache.join("logs/npm.log"), None)?;
    fs::copy(folder.join("package-lock.json"), stamp(folder)).map(|_| ()).map_err(io(folder.display()))
}
