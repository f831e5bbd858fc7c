//! Finds the labs: every folder of `src` that has a `lab.toml`.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Writes `registry.rs`: one module a lab, and the list of all.
pub(crate) fn generate() -> Result<(), Box<dyn Error>> {
    let source = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("src");
    let mut labs: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(&source)? {
        let folder = entry?.path();
        if folder.join("lab.toml").is_file() {
            labs.push(folder);
        }
    }
    labs.sort();
    let (mut modules, mut list) = (String::new(), String::new());
    for folder in &labs {
        let name = folder.file_name().and_then(|name| name.to_str()).ok_or("a lab's folder has no plain name")?;
        let file = folder.join("mod.rs");
        let path = file.to_str().ok_or("a lab's path is not UTF-8")?;
        writeln!(modules, "#[path = {path:?}]\npub mod {name};")?;
        write!(list, "&{name}::LAB, ")?;
    }
    let text =
        format!("{modules}\n/// Every lab that is built, by folder name.\npub static LABS: &[&Lab] = &[{list}];\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("registry.rs"), text)?;
    Ok(())
}
