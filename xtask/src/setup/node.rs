//! Node and the packages of `tests/`: wasm-opt, the browser's remote control, the accessibility scan.

use std::fs;
use std::path::PathBuf;

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
    needs: &[Need::Dist],
};

/// The packages in `tests/package-lock.json`.
pub(super) const PACKAGES: Step = Step {
    name: "node packages of tests/ (wasm-opt, playwright-core, axe-core)",
    about: "npm ci, about 20 s",
    by_hand: |_| "cd tests && npm ci".to_owned(),
    present: |world| {
        let lock = fs::read(world.root.join("tests/package-lock.json"));
        lock.is_ok_and(|lock| fs::read(stamp(world)).is_ok_and(|stamp| stamp == lock))
    },
    install,
    needs: &[Need::Dist],
};

/// A copy of the lock that was installed: a changed lock means a new install.
fn stamp(world: &World) -> PathBuf {
    world.root.join("tests/node_modules/.installed-lock.json")
}

fn install(world: &mut World) -> Outcome {
    let tests = world.root.join("tests");
    let mut npm = world.command("npm");
    npm.current_dir(&tests).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    process::logged(&mut npm, &world.cache.join("logs/npm.log"), None)?;
    fs::copy(tests.join("package-lock.json"), stamp(world)).map(|_| ()).map_err(io("tests/node_modules"))
}
