//! Finds the labs: every folder of `src` that has a `lab.toml`.
//!
//! Each lab is one function that answers with its `Lab`. In the production site (`GRASP_SPLIT`, set by `cargo xtask dist`)
//! all that only this function reaches is a file of its own, fetched when it is first called.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Writes `registry.rs`: one module a lab, the list of all, and how each is fetched.
pub(crate) fn generate() -> Result<(), Box<dyn Error>> {
    println!("cargo::rustc-check-cfg=cfg(split)");
    println!("cargo::rerun-if-env-changed=GRASP_SPLIT");
    if env::var_os("GRASP_SPLIT").is_some() && env::var("CARGO_CFG_TARGET_FAMILY").as_deref() == Ok("wasm") {
        println!("cargo::rustc-cfg=split");
    }
    let source = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("src");
    let mut labs: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(&source)? {
        let folder = entry?.path();
        if folder.join("lab.toml").is_file() {
            labs.push(folder);
        }
    }
    labs.sort();
    let [mut modules, mut list, mut ids, mut arms, mut chunks] = [const { String::new() }; 5];
    for folder in &labs {
        let name = folder.file_name().and_then(|name| name.to_str()).ok_or("a lab's folder has no plain name")?;
        let file = folder.join("mod.rs");
        let path = file.to_str().ok_or("a lab's path is not UTF-8")?;
        let id = name.replace('_', "-");
        writeln!(modules, "#[path = {path:?}]\npub mod {name};")?;
        write!(list, "&{name}::LAB, ")?;
        write!(ids, "{id:?}, ")?;
        writeln!(arms, "        {id:?} => chunks::{name}().await.map(Some),")?;
        writeln!(chunks, "    chunk!({name});")?;
    }
    let text = format!(
        "{modules}
/// Every lab that is built, by folder name. In a browser nothing may name it: it would hold all of them in memory.
#[cfg(not(all(target_family = \"wasm\", target_os = \"unknown\")))]
pub static LABS: &[&Lab] = &[{list}];

/// The ids of the labs that are built.
pub static IDS: &[&str] = &[{ids}];

async fn fetch(id: &str) -> Result<Option<&'static Lab>, NotFetched> {{
    match id {{
{arms}        _ => Ok(None),
    }}
}}

mod chunks {{
{chunks}}}
"
    );
    fs::write(Path::new(&env::var("OUT_DIR")?).join("registry.rs"), text)?;
    Ok(())
}
