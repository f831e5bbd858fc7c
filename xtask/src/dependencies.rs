//! What the workspace stands on: licences, sources, one version of each heart crate, and who may reach whom.
//!
//! A check of our own on `cargo tree` instead of cargo-deny: that tool takes longer to build than everything else in
//! setup together, and its advisories need a network that the tests must not need.

use std::collections::{BTreeMap, BTreeSet};

use crate::failure::{Failure, Outcome};
use crate::process;
use crate::world::{WASM, World};

/// Licences that this product may link. One of an `OR` is enough; all of an `AND` are needed.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Crates whose types cross our own borders: a second version would not fit the first.
const HEART: &[&str] =
    &["leptos", "wgpu", "naga", "ndarray", "wasm-bindgen", "js-sys", "web-sys", "serde", "plotters", "bytemuck"];

/// What must not be reached in the wasm that we ship: (from, with features, forbidden).
const ARROWS: &[(&str, &str, &[&str])] = &[
    ("compute", "", &["nn", "classic", "data", "labkit", "labs", "plot", "ui", "leptos"]),
    ("nn", "", &["classic", "data", "labkit", "labs", "plot", "ui", "leptos"]),
    ("bench", "", &["classic", "data", "labkit", "labs", "plot", "ui", "leptos"]),
    ("classic", "", &["compute", "nn", "data", "labkit", "labs", "plot", "ui", "leptos", "wgpu"]),
    ("data", "", &["compute", "nn", "classic", "labkit", "labs", "plot", "ui", "leptos", "wgpu"]),
    ("labkit", "", &["nn", "classic", "data", "labs", "plot", "ui", "leptos", "wgpu"]),
    ("plot", "", &["compute", "nn", "classic", "data", "labs", "ui", "leptos", "wgpu"]),
    ("ui", "", &["compute", "nn", "classic", "data", "labs", "wgpu"]),
    ("labs", "model", &["leptos", "ui", "plot"]),
    ("labs", "view", &["compute", "nn", "classic", "data", "wgpu"]),
    ("app", "", &["compute", "nn", "classic", "data", "wgpu", "naga", "pulldown-cmark", "pulldown-latex"]),
    ("notes", "", &["compute", "nn", "classic", "plot", "ui", "leptos", "wgpu"]),
    ("worker", "", &["leptos", "ui", "plot"]),
];

/// A crate as `cargo tree` names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Crate {
    name: String,
    version: String,
    /// Where it comes from, if not from a registry.
    source: Option<String>,
    licence: String,
}

/// Everything that is wrong, as sentences; empty when all holds.
pub(crate) fn check(world: &World) -> Outcome<Vec<String>> {
    let all = tree(world, &["--workspace", "--target", "all", "--edges", "normal,build,dev"])?;
    let root = world.root.to_string_lossy().into_owned();
    let mut wrong = sources(&all, &root);
    wrong.extend(licences(&all));
    wrong.extend(twice(&all));
    wrong.extend(arrows(world)?);
    Ok(wrong)
}

/// What a crate links into the wasm that we ship must stay behind its border.
fn arrows(world: &World) -> Outcome<Vec<String>> {
    let mut wrong = Vec::new();
    for (from, features, forbidden) in ARROWS {
        let arguments = ["--package", from, "--features", features, "--target", WASM, "--edges", "normal"];
        let reached: BTreeSet<String> = tree(world, &arguments)?.into_iter().map(|found| found.name).collect();
        let with = if features.is_empty() { String::new() } else { format!(" ({features})") };
        let crossed = forbidden.iter().filter(|name| reached.contains(**name));
        wrong.extend(crossed.map(|name| format!("{from}{with} must not reach {name}: see ARCHITECTURE.md, arrows.")));
    }
    Ok(wrong)
}

/// The crates that `cargo tree` lists for these arguments.
fn tree(world: &World, arguments: &[&str]) -> Outcome<BTreeSet<Crate>> {
    let mut cargo = world.command("cargo");
    cargo.current_dir(&world.root).args(["tree", "--prefix", "none", "--format", "{p}\t{l}"]).args(arguments);
    let listed = process::output(&mut cargo)?;
    let crates: BTreeSet<Crate> = listed.lines().filter_map(parse).collect();
    if crates.is_empty() {
        Err(Failure::new(format!("`{}` listed nothing.", process::line(&cargo))))
    } else {
        Ok(crates)
    }
}

/// A line such as `serde v1.0.0 (proc-macro)\tMIT OR Apache-2.0 (*)`.
fn parse(line: &str) -> Option<Crate> {
    let (package, licence) = line.split_once('\t')?;
    let mut words = package.splitn(3, ' ');
    let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
    let rest = words.next().unwrap_or_default().replace("(proc-macro)", "");
    let source = rest.trim().trim_start_matches('(').trim_end_matches(')').to_owned();
    Some(Crate {
        name: name.to_owned(),
        version: version.to_owned(),
        source: Some(source).filter(|source| !source.is_empty()),
        licence: licence.trim_end_matches("(*)").trim().to_owned(),
    })
}

fn sources(all: &BTreeSet<Crate>, root: &str) -> Vec<String> {
    let strange = all.iter().filter(|c| c.source.as_ref().is_some_and(|source| !source.starts_with(root)));
    strange.map(|c| format!("{} {} comes from neither the registry nor this repository.", c.name, c.version)).collect()
}

fn licences(all: &BTreeSet<Crate>) -> Vec<String> {
    let strange = all.iter().filter(|c| !allowed(&c.licence));
    strange
        .map(|c| format!("{} {} has the licence `{}`, which is not on our list.", c.name, c.version, c.licence))
        .collect()
}

/// Whether an SPDX expression can be met with our list. `AND` binds before `OR`; brackets are opened first.
fn allowed(expression: &str) -> bool {
    let mut text = expression.replace('/', " OR ");
    while let Some(close) = text.find(')') {
        let Some(open) = text[..close].rfind('(') else { return false };
        let inner = if allowed(&text[open + 1..close]) { "MIT" } else { "none" };
        text.replace_range(open..=close, inner);
    }
    text.split(" OR ").any(|choice| choice.split(" AND ").all(|licence| LICENCES.contains(&licence.trim())))
}

fn twice(all: &BTreeSet<Crate>) -> Vec<String> {
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for found in all.iter().filter(|found| HEART.contains(&found.name.as_str())) {
        versions.entry(&found.name).or_default().insert(&found.version);
    }
    let several = versions.into_iter().filter(|(_, versions)| versions.len() > 1);
    several.map(|(name, versions)| format!("{name} is there in several versions: {versions:?}.")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_are_read_as_expressions() {
        for fine in
            ["MIT", "MIT OR Apache-2.0", "MIT/Apache-2.0", "(MIT OR GPL-3.0) AND Unicode-3.0", "GPL-3.0 OR Zlib"]
        {
            assert!(allowed(fine), "{fine}");
        }
        for refused in ["GPL-3.0", "", "MIT AND GPL-3.0", "(GPL-3.0 OR AGPL-3.0) AND MIT"] {
            assert!(!allowed(refused), "{refused}");
        }
    }

    #[test]
    fn a_line_of_the_tree_is_read() {
        let found = parse("serde_derive v1.0.2 (proc-macro)\tMIT OR Apache-2.0 (*)");
        let licence = "MIT OR Apache-2.0".to_owned();
        let expected = Crate { name: "serde_derive".into(), version: "1.0.2".into(), source: None, licence };
        assert_eq!(found, Some(expected));
        assert_eq!(parse("x v1.0.0 (/home/x)\tMIT").and_then(|c| c.source), Some("/home/x".to_owned()));
    }

    #[test]
    fn the_arrows_hold() -> Outcome {
        assert_eq!(arrows(&World::find()?)?, Vec::<String>::new());
        Ok(())
    }
}
