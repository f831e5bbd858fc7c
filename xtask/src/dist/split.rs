//! A file a lab: what only one lab reaches is taken out of the page's and the worker's binaries, and fetched when that lab is
//! opened. The linker's relocations say what reaches what (`wasm-split-cli`); trunk knows nothing of it, so the linker's own output is
//! split here and given to wasm-bindgen again, under the names that trunk gave.

use std::fs;
use std::path::{Path, PathBuf};

use super::ends;
use crate::failure::{Failure, Outcome, io};
use crate::process;
use crate::world::{WASM, World};

/// The environment variable that makes `labs`, `app` and `worker` ready for it.
pub(super) const SWITCH: &str = "GRASP_SPLIT";

/// What the tool's script does with what was fetched. It needs the server to say that a file is wasm, which some do not.
const STREAMS: &str = "WebAssembly.instantiateStreaming(src, imports)";
const WAITS: &str = "WebAssembly.instantiate(await (await src).arrayBuffer(), imports).then((made) => made)";

/// Splits the binary of `package`, which stands in the site as `STEM.js` and `STEM_bg.wasm`; its parts become
/// `STEM_LAB.wasm`, and the script that fetches them `STEM_labs.js`.
pub(super) fn run(world: &World, site: &Path, package: &str, stem: &str) -> Outcome {
    let parts = target(world)?.join("split").join(package);
    let _fresh = fs::remove_dir_all(&parts);
    let linked = target(world)?.join(WASM).join("release").join(format!("{package}.wasm"));
    process::run(
        world.command("wasm-split-cli").args(["--target", "web", "--out-name", stem]).arg(&linked).arg(&parts),
    )?;
    process::run(
        world
            .command("wasm-bindgen")
            .args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", stem, "--out-dir"])
            .arg(site)
            .arg(parts.join(format!("{stem}.wasm"))),
    )?;
    let script = parts.join("__wasm_split.js");
    let mut fetches = fs::read_to_string(&script).map_err(io(script.display()))?;
    if !fetches.contains(STREAMS) {
        return Err(Failure::new("The script of wasm-split-cli is not the one that was expected.".to_owned()));
    }
    merge(world, &parts, &site.join(format!("{stem}_bg.wasm")))?;
    fetches = alone(&fetches).replace(STREAMS, WAITS).replace("\"./split_", &format!("\"./{stem}_"));
    let page = site.join(format!("{stem}.js"));
    let main = fs::read_to_string(&page).map_err(io(page.display()))?;
    // Only where it is fetched: the binary knows its imports by the first name.
    let (name, named) = (" from './__wasm_split.js'", format!(" from './{stem}_labs.js'"));
    let name = if main.contains(name) { name } else { " from \"./__wasm_split.js\"" };
    if !main.contains(name) {
        return Err(Failure::new(format!("{stem}.js fetches no labs.")));
    }
    fs::write(&page, main.replace(name, &named)).map_err(io(page.display()))?;
    let fetcher = site.join(format!("{stem}_labs.js"));
    fs::write(&fetcher, fetches).map_err(io(fetcher.display()))?;
    for part in super::files(&parts)?.iter().filter(|part| ends(part, "wasm")) {
        let name = part.file_name().unwrap_or_default().to_string_lossy();
        if let Some(lab) = name.strip_prefix("split_") {
            let to = site.join(format!("{stem}_{lab}"));
            fs::copy(part, &to).map_err(io(to.display()))?;
        }
    }
    Ok(())
}

/// What two parts or more share stands in some thirty chunks beside them; it goes back into the binary that all have.
fn merge(world: &World, parts: &Path, main: &Path) -> Outcome {
    let chunks: Vec<PathBuf> = super::files(parts)?
        .into_iter()
        .filter(|part| part.file_name().is_some_and(|name| name.to_string_lossy().starts_with("chunk_")))
        .collect();
    if chunks.is_empty() {
        return Ok(());
    }
    let mut node = world.command("node");
    node.arg(world.root.join("tests/node_modules/binaryen/bin/wasm-merge")).args(super::WASM_FEATURES);
    node.arg(main).arg("__wasm_split");
    for chunk in &chunks {
        node.arg(chunk).arg(chunk.file_stem().unwrap_or_default());
    }
    process::run(node.arg("-o").arg(main))
}

/// The script that fetches parts, without the chunks that were merged.
fn alone(script: &str) -> String {
    let mut script = script.to_owned();
    while let Some(start) = script.find("const __chunk_") {
        let length = script[start..].find("\n, []);").map_or(script.len() - start, |at| at + "\n, []);".len());
        script.replace_range(start..start + length, "");
    }
    while let Some(start) = script.find("[__chunk_") {
        let length = script[start..].find(']').map_or(script.len() - start, |at| at + 1);
        script.replace_range(start..start + length, "[]");
    }
    script
}

/// The folder that cargo builds into.
fn target(world: &World) -> Outcome<PathBuf> {
    let mut cargo = world.command("cargo");
    let said =
        process::output(cargo.current_dir(&world.root).args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let found = said.split_once("\"target_directory\":\"").and_then(|(_, rest)| rest.split('"').next());
    found.map(PathBuf::from).ok_or_else(|| Failure::new("cargo metadata names no target_directory."))
}

#[cfg(test)]
mod tests {
    use super::alone;

    #[test]
    fn merged_chunks_are_fetched_no_more() {
        let script = "/* a, b */\nconst __chunk_7 = makeLoad(() => {\n x \n}\n, []);\n\
                      export const load_a = wrap(makeLoad(() => {\n}\n, [__chunk_7, __chunk_12]));\n\
                      export const load_b = wrap(makeLoad(() => {\n}\n, []));\n";
        let want = "/* a, b */\n\nexport const load_a = wrap(makeLoad(() => {\n}\n, []));\n\
                    export const load_b = wrap(makeLoad(() => {\n}\n, []));\n";
        assert_eq!(alone(script), want);
    }
}
