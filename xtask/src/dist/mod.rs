//! `dist`: the production site, for any static server and under any path.

mod finish;
mod size;
mod smaller;
mod split;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::failure::{Failure, Outcome, io};
use crate::process;
use crate::setup::{self, Need};
use crate::world::World;

/// What may come over the wire before the first lab runs.
const BUDGET: usize = 1_000_000;

/// What today's rustc emits, and every browser with WebGPU reads.
const WASM_FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-simd",
];

/// How to build the site.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Options {
    /// The path under which the site will stand; not needed: by default it works under any
    #[arg(long, value_name = "/x/")]
    base_path: Option<String>,
}

/// Builds `dist/` and checks its size.
pub(crate) fn run(world: &mut World, options: &Options) -> Outcome<ExitCode> {
    setup::ensure(world, Need::Dist)?;
    build(world, options).map(|()| ExitCode::SUCCESS)
}

/// The same, on a machine that is set up.
pub(crate) fn build(world: &World, options: &Options) -> Outcome {
    let base = options.base_path.as_deref().unwrap_or("./");
    if !(base == "./" || base.starts_with('/') && base.ends_with('/')) {
        return Err(Failure::new(format!("--base-path begins and ends with a slash, as in /x/; this is `{base}`.")));
    }
    let site = world.root.join("dist");
    let mut trunk = world.command("trunk");
    trunk
        .current_dir(&world.root)
        .env("RUST_BACKTRACE", "0")
        .env(split::SWITCH, "1")
        .args(["build", "--release", "--public-url", base, "--dist"])
        .arg(&site);
    process::run(&mut trunk)?;
    let worker = finish::name_worker(&site, "worker")?;
    finish::name_worker(&site, "reader")?;
    split::run(world, &site, "worker", &worker)?;
    split::run(world, &site, "app", &app(&site)?)?;
    for wasm in files(&site)?.iter().filter(|path| ends(path, "wasm")) {
        optimise(world, wasm)?;
    }
    for path in files(&site)? {
        match path.extension().and_then(|extension| extension.to_str()) {
            // What we write ourselves is short, and the service worker is filled in later.
            Some("js")
                if path.file_stem().is_some_and(|stem| {
                    stem != "sw" && stem != "boot" && !stem.to_string_lossy().ends_with("_loader")
                }) =>
            {
                smaller::script(world, &path)?;
            }
            Some("css") => smaller::style(&path)?,
            _ => {}
        }
    }
    finish::run(&site, base)?;
    let needed = size::report(&site)?;
    if needed > BUDGET {
        let sentence = format!("The first lab needs {needed} bytes over the wire; the budget is {BUDGET}.");
        return Err(Failure::new(sentence));
    }
    Ok(())
}

/// Makes a wasm file smaller, in place.
fn optimise(world: &World, wasm: &Path) -> Outcome {
    let before = fs::metadata(wasm).map_err(io(wasm.display()))?.len();
    let mut node = world.command("node");
    node.arg(world.root.join("tests/node_modules/binaryen/bin/wasm-opt")).arg("-Oz").args(WASM_FEATURES);
    process::run(node.arg(wasm).arg("-o").arg(wasm))?;
    let after = fs::metadata(wasm).map_err(io(wasm.display()))?.len();
    let name = wasm.file_name().unwrap_or_default().to_string_lossy();
    eprintln!("dist: {name}: {} KB, {} KB after wasm-opt", before / 1000, after / 1000);
    Ok(())
}

/// The name that trunk gave the page's binary: `app-HASH`.
fn app(site: &Path) -> Outcome<String> {
    let name = |path: &PathBuf| Some(path.file_name()?.to_str()?.strip_suffix("_bg.wasm")?.to_owned());
    let found = files(site)?.iter().filter_map(name).find(|name| name.starts_with("app-"));
    found.ok_or_else(|| Failure::new("trunk has written no app-….wasm."))
}

/// Whether a file's name ends so.
fn ends(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found == extension)
}

/// Every file below a folder, in a fixed order.
fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(io(folder.display()))? {
        let path = entry.map_err(io(folder.display()))?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
