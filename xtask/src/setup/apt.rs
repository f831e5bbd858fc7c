//! Packages of the system.

use std::process::Command;

use crate::failure::{Failure, Outcome};
use crate::process;
use crate::world::World;

/// What to type to install these by hand.
pub(super) fn by_hand(packages: &str) -> String {
    format!("sudo apt-get install --no-install-recommends {packages}")
}

/// Installs packages with apt: as root, or through sudo.
pub(super) fn install(world: &World, packages: &[&str]) -> Outcome {
    if world.which(&["apt-get"]).is_none() {
        return Err(Failure::new(format!(
            "This system has no apt-get: install with its own package manager what Debian calls {}.",
            packages.join(", ")
        )));
    }
    let log = world.cache.join("logs/apt.log");
    let known = process::capture(world.command("apt-cache").arg("show").arg("--no-all-versions").args(packages));
    if known.is_none() {
        process::logged(apt(world)?.arg("update"), &log, None)?;
    }
    let mut command = apt(world)?;
    command.args(["install", "--yes", "--no-install-recommends"]).args(packages);
    process::logged(&mut command, &log, None)
}

/// `apt-get`, with the rights it needs and without questions.
fn apt(world: &World) -> Outcome<Command> {
    let mut command = privileged(world, "apt-get")?;
    command.args(["-q", "-o", "DPkg::Lock::Timeout=300"]);
    Ok(command)
}

/// A program run as root: directly, or through sudo.
pub(super) fn privileged(world: &World, program: &str) -> Outcome<Command> {
    if is_root(world) {
        let mut command = world.command(program);
        command.env("DEBIAN_FRONTEND", "noninteractive");
        return Ok(command);
    }
    if world.which(&["sudo"]).is_none() {
        return Err(Failure::new(format!("`{program}` needs root here, and there is no sudo.")));
    }
    let mut command = world.command("sudo");
    command.args(["env", "DEBIAN_FRONTEND=noninteractive", program]);
    Ok(command)
}

/// Whether this process is root's.
pub(crate) fn is_root(world: &World) -> bool {
    process::capture(world.command("id").arg("-u")).is_some_and(|id| id.trim() == "0")
}
