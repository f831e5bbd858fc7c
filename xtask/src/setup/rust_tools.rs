//! Trunk, wasm-bindgen and wasm-split-cli, built from source into the cache.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::{Need, Step, TO_BUILD, TO_BUILD_WASM};
use crate::failure::{Failure, Outcome, io};
use crate::process;
use crate::world::World;

/// The version of trunk; newer ones need a newer rustc than the stable that we ask for.
const TRUNK_VERSION: &str = "0.21.14";

/// Trunk builds and serves the page.
pub(super) const TRUNK: Step = Step {
    name: "trunk 0.21.14",
    about: "built from source, about 3 min on two cores",
    by_hand: |_| format!("cargo install trunk --version {TRUNK_VERSION} --locked"),
    present: |world| has(world, "trunk", TRUNK_VERSION),
    install: |world| {
        let features = ["--locked", "--no-default-features", "--features", "rustls"];
        cargo_install(world, "trunk", TRUNK_VERSION, &features)
    },
    needs: TO_BUILD,
};

/// wasm-bindgen writes the JavaScript beside the wasm; its version must be the library's.
pub(super) const BINDGEN: Step = Step {
    name: "wasm-bindgen-cli of the version in Cargo.lock",
    about: "built from source, about 1.5 min on two cores",
    by_hand: |world| {
        let version = locked_version(world, "wasm-bindgen").unwrap_or_else(|_| "VERSION".to_owned());
        format!("cargo install wasm-bindgen-cli --version {version}")
    },
    present: |world| {
        locked_version(world, "wasm-bindgen").is_ok_and(|version| {
            has(world, "wasm-bindgen", &version) && has(world, "wasm-bindgen-test-runner", &version)
        })
    },
    // Without --locked: its lock file names a version that registries no longer carry.
    install: |world| {
        let version = locked_version(world, "wasm-bindgen")?;
        cargo_install(world, "wasm-bindgen-cli", &version, &[])
    },
    needs: TO_BUILD_WASM,
};

/// The version of what splits the site's binaries.
const SPLIT_VERSION: &str = "0.2.4";

/// wasm-split-cli takes out of the production site's binaries what only one lab needs.
pub(super) const SPLIT: Step = Step {
    name: "wasm-split-cli 0.2.4",
    about: "built from source, about 1 min on two cores",
    by_hand: |_| {
        format!("cargo install wasm_split_cli_support --version {SPLIT_VERSION} --locked --features build-binary")
    },
    // It does not say its version itself; cargo has noted what it installed.
    present: |world| {
        let noted = fs::read_to_string(world.cache.join(".crates.toml")).unwrap_or_default();
        noted.contains(&format!("\"wasm_split_cli_support {SPLIT_VERSION} "))
            && world.bin().join("wasm-split-cli").exists()
    },
    install: |world| {
        let features = ["--locked", "--features", "build-binary"];
        cargo_install(world, "wasm_split_cli_support", SPLIT_VERSION, &features)
    },
    needs: &[Need::Dist],
};

/// Links into cargo's own folder of programs, so that a plain `trunk serve` works in any shell.
pub(super) const LINKS: Step = Step {
    name: "trunk in cargo's folder of programs",
    about: "links, at once",
    by_hand: |world| format!("export PATH=\"{}:$PATH\"", world.bin().display()),
    present: |world| {
        let Some(folder) = cargo_bin() else { return true };
        LINKED.iter().all(|name| folder.join(name).exists() || !world.bin().join(name).exists())
    },
    install: link,
    needs: TO_BUILD,
};

/// The crates of Cargo.lock: trunk builds without asking the network.
pub(super) const CRATES: Step = Step {
    name: "the crates of Cargo.lock",
    about: "cargo fetch, about 30 s",
    by_hand: |_| "cargo fetch".to_owned(),
    present: |world| process::capture(fetch(world).arg("--offline")).is_some(),
    install: |world| process::logged(&mut fetch(world), &world.cache.join("logs/fetch.log"), None),
    needs: TO_BUILD_WASM,
};

fn fetch(world: &World) -> Command {
    let mut cargo = world.command("cargo");
    cargo.current_dir(&world.root).arg("fetch");
    cargo
}

const LINKED: [&str; 2] = ["trunk", "wasm-bindgen"];

fn link(world: &mut World) -> Outcome {
    let Some(folder) = cargo_bin() else { return Ok(()) };
    for name in LINKED {
        let (tool, place) = (world.bin().join(name), folder.join(name));
        if !tool.exists() || place.exists() {
            continue;
        }
        // A link whose tool is gone would be in the way.
        let _ = fs::remove_file(&place);
        #[cfg(unix)]
        std::os::unix::fs::symlink(&tool, &place).map_err(io(place.display()))?;
        #[cfg(not(unix))]
        fs::copy(&tool, &place).map(|_| ()).map_err(io(place.display()))?;
    }
    Ok(())
}

/// `$CARGO_HOME/bin`, if it is there: rustup puts it on everyone's `PATH`.
fn cargo_bin() -> Option<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))?;
    Some(home.join("bin")).filter(|bin| bin.is_dir())
}

/// Whether the program that children would find says that it is this version.
fn has(world: &World, program: &str, version: &str) -> bool {
    let said = process::capture(world.command(program).arg("--version"));
    said.is_some_and(|said| said.split_whitespace().nth(1) == Some(version))
}

/// Builds a tool with settings that halve the build's time and leave it fast enough.
fn cargo_install(world: &World, package: &str, version: &str, more: &[&str]) -> Outcome {
    fs::create_dir_all(&world.cache).map_err(io(world.cache.display()))?;
    let scratch = world.cache.join("build");
    let mut cargo = world.command("cargo");
    cargo
        .current_dir(&world.cache)
        .env_remove("CARGO_TARGET_DIR")
        .env_remove("RUSTFLAGS")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .args(["install", package, "--version", version, "--force", "--root"])
        .arg(&world.cache)
        .arg("--target-dir")
        .arg(&scratch)
        .args(more);
    process::logged(&mut cargo, &world.cache.join(format!("logs/{package}.log")), None)?;
    let _ = fs::remove_dir_all(scratch);
    Ok(())
}

/// The version of a package in `Cargo.lock`.
fn locked_version(world: &World, package: &str) -> Outcome<String> {
    let lock = fs::read_to_string(world.root.join("Cargo.lock")).map_err(io("Cargo.lock"))?;
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    lines
        .find(|line| *line == name)
        .and_then(|_| lines.next())
        .and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))
        .map(str::to_owned)
        .ok_or_else(|| Failure::new(format!("Cargo.lock has no package {package}.")))
}
