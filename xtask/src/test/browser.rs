//! Headless Chromium for `wasm-bindgen-test`, with WebGPU and without.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Failure, Outcome, io};
use crate::setup::{BROWSERS, is_root};
use crate::world::{WASM, World};

/// Tests of one crate in the browser; `webgpu` says whether the browser offers an adapter.
pub(super) fn tests(world: &World, package: &str, test: &str, webgpu: bool) -> Outcome<Command> {
    let driver = world.which(&["chromedriver"]).ok_or_else(|| Failure::new("There is no chromedriver."))?;
    let mut cargo = world.command("cargo");
    cargo
        .current_dir(&world.root)
        .env("CHROMEDRIVER", driver)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", webdriver(world, webgpu)?)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
        .args(["test", "--package", package, "--target", WASM, "--test", test, "--", "--nocapture"]);
    Ok(cargo)
}

/// Writes the driver's settings from the flags in `tests/chromium`, which the end-to-end tests use too.
fn webdriver(world: &World, webgpu: bool) -> Outcome<PathBuf> {
    let mut flags = read_flags(world, "always")?;
    if webgpu {
        flags.extend(read_flags(world, "webgpu")?);
    }
    if is_root(world) {
        flags.push("--no-sandbox".to_owned());
    }
    let browser = world.which(BROWSERS).ok_or_else(|| Failure::new("There is no Chromium."))?;
    let path = world.cache.join(if webgpu { "webdriver-webgpu.json" } else { "webdriver-plain.json" });
    // Debug formatting of plain ASCII strings is JSON's.
    let json =
        format!("{{\"goog:chromeOptions\":{{\"binary\":{:?},\"args\":{flags:?}}}}}\n", browser.to_string_lossy());
    fs::write(&path, json).map_err(io(path.display()))?;
    Ok(path)
}

fn read_flags(world: &World, name: &str) -> Outcome<Vec<String>> {
    let path = world.root.join(format!("tests/chromium/{name}.flags"));
    let text = fs::read_to_string(&path).map_err(io(path.display()))?;
    Ok(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect())
}
