//! A lab that was just begun compiles on both sides, has controls, runs from the command line, and stands on the map.
//!
//! In a copy of the project with a target folder of its own: cargo takes what it built for one tree as fresh for the other.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Outcome, io};
use crate::new_lab;
use crate::process;
use crate::world::{WASM, World};

/// What of the project a lab is built from.
const NEEDED: [&str; 7] = [".cargo", "Cargo.lock", "Cargo.toml", "clippy.toml", "crates", "www", "xtask"];
/// Its id.
const ID: &str = "demo";

pub(super) fn check(world: &World) -> Outcome {
    // Beside what else is built, so that it outlives a clone where that does.
    let built = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| world.root.join("target"), PathBuf::from);
    let place = built.join("new-lab");
    let tree = place.join("tree");
    if tree.exists() {
        fs::remove_dir_all(&tree).map_err(io(tree.display()))?;
    }
    for name in NEEDED {
        copy(&world.root.join(name), &tree.join(name))?;
    }
    new_lab::write(&tree, ID)?;
    let cargo = |arguments: &[&str]| {
        let mut cargo = world.command("cargo");
        cargo.current_dir(&tree).env("CARGO_TARGET_DIR", place.join("built")).args(arguments);
        cargo
    };
    process::run(&mut cargo(&["check", "--quiet", "--target", WASM, "--package", "labs", "--features", "view"]))?;
    // Its own test, and those of all labs: lessons, links, both languages, the map.
    let tests = ["test", "--quiet", "--package", "labs", "--features", "labs/cli", "--", ID, "lesson::", "on_the_map"];
    process::run(cargo(&tests).env("GRASP_PREDICTIONS_OF", ID))?;
    let mut lab =
        cargo(&["run", "--quiet", "--package", "labs", "--features", "labs/cli", "--bin", "grasp-lab", "--", ID]);
    expect(lab.args(["--set", "lr=0.1", "--steps", "10", "--backend", "cpu", "--json"]), "\"steps\":10")?;
    let mut list =
        cargo(&["run", "--quiet", "--package", "labs", "--features", "labs/cli", "--bin", "grasp-lab", "--", ID]);
    expect(list.arg("--list"), "lr")
}

/// The program says this.
fn expect(command: &mut Command, words: &str) -> Outcome {
    let said = process::output(command)?;
    let bare: String = said.split_whitespace().collect();
    if bare.contains(words) { Ok(()) } else { Err(Failure::new(format!("Expected `{words}` in:\n{said}"))) }
}

fn copy(from: &Path, to: &Path) -> Outcome {
    if !from.is_dir() {
        return fs::copy(from, to).map(|_| ()).map_err(io(from.display()));
    }
    fs::create_dir_all(to).map_err(io(to.display()))?;
    for entry in fs::read_dir(from).map_err(io(from.display()))? {
        let entry = entry.map_err(io(from.display()))?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}
