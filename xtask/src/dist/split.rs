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

/// The part whose needs decide what stands in the main binary.
const FIRST: &str = "gradient_descent";

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
    let shared = of_the_first_lab(&fetches);
    merge(world, &parts, &shared, &site.join(format!("{stem}_bg.wasm")))?;
    fetches = without(&fetches, &shared).replace(STREAMS, WAITS);
    fetches =
        fetches.replace("\"./split_", &format!("\"./{stem}_")).replace("\"./chunk_", &format!("\"./{stem}_chunk_"));
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
        let kept = match name.strip_prefix("split_") {
            Some(lab) => lab,
            None if name.starts_with("chunk_") && !shared.iter().any(|chunk| name == format!("{chunk}.wasm")) => &name,
            None => continue,
        };
        let to = site.join(format!("{stem}_{kept}"));
        fs::copy(part, &to).map_err(io(to.display()))?;
    }
    Ok(())
}

/// What two parts or more share stands in chunks beside them. Those that the first lab needs go back into the binary that all have;
/// it would fetch them in any case, in a dozen pieces.
fn merge(world: &World, parts: &Path, shared: &[String], main: &Path) -> Outcome {
    if shared.is_empty() {
        return Ok(());
    }
    let mut node = world.command("node");
    node.arg(world.root.join("tests/node_modules/binaryen/bin/wasm-merge")).args(super::WASM_FEATURES);
    node.arg(main).arg("__wasm_split");
    for chunk in shared {
        node.arg(parts.join(format!("{chunk}.wasm"))).arg(chunk);
    }
    process::run(node.arg("-o").arg(main))
}

/// The chunks that the script fetches for the first lab: `/* compare, gradient_descent */`, then `const __chunk_7 = …`.
fn of_the_first_lab(script: &str) -> Vec<String> {
    let mut found = Vec::new();
    let lines: Vec<&str> = script.lines().collect();
    for pair in lines.windows(2) {
        let named = pair[0].trim_start_matches("/*").trim_end_matches("*/").split(',').any(|part| part.trim() == FIRST);
        let chunk = pair[1].strip_prefix("const __").and_then(|rest| rest.split(' ').next());
        if let Some(chunk) = chunk.filter(|chunk| named && chunk.starts_with("chunk_")) {
            found.push(chunk.to_owned());
        }
    }
    found
}

/// The script that fetches parts, without those chunks.
fn without(script: &str, chunks: &[String]) -> String {
    let mut script = script.to_owned();
    for chunk in chunks {
        if let Some(start) = script.find(&format!("const __{chunk} = ")) {
            let length = script[start..].find("\n, []);").map_or(script.len() - start, |at| at + "\n, []);".len());
            script.replace_range(start..start + length, "");
        }
        for (last, first) in [(format!(", __{chunk}]"), "]"), (format!("[__{chunk}]"), "[]")] {
            script = script.replace(&last, first);
        }
        script = script.replace(&format!("__{chunk}, "), "");
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
    use super::{of_the_first_lab, without};

    #[test]
    fn what_the_first_lab_shares_is_fetched_no_more() {
        let script = "/* compare, gradient_descent */\nconst __chunk_7 = makeLoad(() => {\n x \n}\n, []);\n\
                      /* cnn, gan */\nconst __chunk_71 = makeLoad(() => {\n y \n}\n, []);\n\
                      /* gradient_descent, map */\nconst __chunk_9 = makeLoad(() => {\n z \n}\n, []);\n\
                      export const load_a = wrap(makeLoad(() => {\n}\n, [__chunk_7, __chunk_71, __chunk_9]));\n\
                      export const load_b = wrap(makeLoad(() => {\n}\n, [__chunk_9]));\n";
        let shared = of_the_first_lab(script);
        assert_eq!(shared, ["chunk_7", "chunk_9"]);
        let rest = without(script, &shared);
        assert!(
            rest.contains("const __chunk_71") && !rest.contains("__chunk_9") && !rest.contains("__chunk_7 "),
            "{rest}"
        );
        assert!(rest.contains(", [__chunk_71]));") && rest.contains(", []));"), "{rest}");
    }
}
