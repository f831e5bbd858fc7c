//! The standard library for wasm32: from rustup, or from the distribution's compiler and its source.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::{Step, TO_BUILD_WASM, apt};
use crate::failure::{Failure, Outcome, io};
use crate::process;
use crate::world::{DISTRO, WASM, World};

/// A closed network lets rustup hang: this long, then the other way.
const RUSTUP_LIMIT: Duration = Duration::from_secs(45);

/// Debian's own compiler: current, with linker, source, clippy and rustfmt of the same version.
const PACKAGES: [&str; 6] =
    ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "rust-web-clippy", "rustfmt-web"];

pub(super) const STEP: Step = Step {
    name: "Rust's standard library for wasm32",
    about: "rustup's, some seconds; where rustup cannot download, Debian's compiler and std from its source, about 2 min",
    by_hand: |_| format!("rustup target add {WASM}"),
    present: |world| world.builds_wasm() && (world.toolchain.is_none() || is_override(world)),
    install,
    needs: TO_BUILD_WASM,
};

fn install(world: &mut World) -> Outcome {
    if !world.builds_wasm() && !from_rustup(world) {
        eprintln!("setup:   rustup could not bring it; going on with Debian's compiler and std from its source");
        from_source(world)?;
    }
    world.choose_toolchain();
    if world.toolchain.is_some() && !is_override(world) {
        // So that plain `trunk serve`, `cargo` and an editor in this folder use the same compiler.
        eprintln!("setup:   this folder now uses toolchain `{DISTRO}` (undo: rustup override unset)");
        let mut rustup = world.command("rustup");
        rustup.current_dir(&world.root).args(["override", "set", DISTRO]);
        process::logged(&mut rustup, &world.cache.join("logs/rustup.log"), None)?;
    }
    Ok(())
}

fn from_rustup(world: &World) -> bool {
    let mut rustup = world.command("rustup");
    rustup.current_dir(&world.root).args(["target", "add", WASM]);
    process::logged(&mut rustup, &world.cache.join("logs/rustup.log"), Some(RUSTUP_LIMIT)).is_ok()
}

/// Whether rustup was told to use the distribution's compiler in this folder.
fn is_override(world: &World) -> bool {
    let mut rustup = world.command("rustup");
    rustup.current_dir(&world.root).env_remove("RUSTUP_TOOLCHAIN").args(["show", "active-toolchain"]);
    process::capture(&mut rustup).is_some_and(|said| said.starts_with(DISTRO))
}

fn from_source(world: &World) -> Outcome {
    apt::install(world, &PACKAGES)?;
    bring_linker(world)?;
    let log = world.cache.join("logs/wasm-std.log");
    let scratch = world.cache.join("wasm-std");
    let _ = fs::remove_dir_all(&scratch);
    fs::create_dir_all(scratch.join("src")).map_err(io(scratch.display()))?;
    fs::write(scratch.join("Cargo.toml"), "[package]\nname = \"empty\"\nedition = \"2024\"\n[workspace]\n")
        .and_then(|()| fs::write(scratch.join("src/lib.rs"), "#![no_std]\n"))
        .map_err(io(scratch.display()))?;

    let mut build = world.command("/usr/bin/cargo");
    build
        .current_dir(&scratch)
        .env_remove("CARGO_TARGET_DIR")
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTC_BOOTSTRAP", "1")
        // With bitcode inside, so that a build with LTO can read it.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .args(["build", "--release", "--target", WASM, "-Zbuild-std=std,panic_abort,test"]);
    process::logged(&mut build, &log, None)?;

    let sysroot = process::capture(world.command("/usr/bin/rustc").args(["--print", "sysroot"]))
        .ok_or_else(|| Failure::new("/usr/bin/rustc does not say where its libraries are."))?;
    let place = Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).join("lib");
    let built = scratch.join("target").join(WASM).join("release/deps");
    let libraries = fs::read_dir(&built)
        .map_err(io(built.display()))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rlib"))
        .filter(|path| !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("libempty-")));

    let replaces = place.is_dir();
    // Libraries of an older compiler, if any, would be found first.
    process::logged(apt::privileged(world, "rm")?.arg("-rf").arg(&place), &log, None)?;
    process::logged(apt::privileged(world, "mkdir")?.arg("-p").arg(&place), &log, None)?;
    process::logged(apt::privileged(world, "cp")?.args(libraries).arg(&place), &log, None)?;
    process::logged(world.command("rustup").args(["toolchain", "link", DISTRO, "/usr"]), &log, None)?;
    let _ = fs::remove_dir_all(&scratch);

    if !replaces {
        return Ok(());
    }
    // What was compiled against the other std cannot be used, and cargo does not notice.
    let mut clean = world.command("cargo");
    clean.current_dir(&world.root).args(["clean", "--target", WASM]);
    process::logged(&mut clean, &log, None)
}

/// Debian's `rust-lld` is a link to a linker in a package named like it, such as `lld-22`.
fn bring_linker(world: &World) -> Outcome {
    let link = Path::new("/usr/bin/rust-lld");
    if link.exists() {
        return Ok(());
    }
    let linker = fs::read_link(link).map_err(io(link.display()))?;
    let package = linker.file_name().unwrap_or_default().to_string_lossy();
    apt::install(world, &[package.as_ref()])
}
