//! `headings.toml` to static tables: from the headings of the lecture notes to labs, and back for the labs that are built.

use crate::syllabus;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

#[derive(Deserialize)]
struct Headings {
    /// File, heading above where it is needed, heading, entries.
    heading: Vec<(String, String, String, String)>,
}

/// Writes `$OUT_DIR/headings.rs`.
pub(crate) fn generate() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=headings.toml");
    let table: Headings = toml::from_str(&fs::read_to_string("headings.toml")?)?;
    let labs = syllabus::labs()?;
    let of: BTreeMap<&str, usize> = labs
        .iter()
        .enumerate()
        .flat_map(|(index, (_, entries))| entries.iter().map(move |entry| (entry.as_str(), index)))
        .collect();
    // The same heading may stand in several files: there it serves what it serves in all of them.
    let mut rows: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    let mut served: Vec<Vec<&str>> = vec![Vec::new(); labs.len()];
    for (_, above, title, entries) in &table.heading {
        for entry in entries.split(' ') {
            let lab = *of.get(entry).ok_or_else(|| format!("headings.toml: the syllabus has no entry {entry:?}"))?;
            let row = rows.entry((above, title)).or_default();
            if !row.contains(&lab) {
                row.push(lab);
            }
            if let Some(titles) = served.get_mut(lab).filter(|titles| !titles.contains(&title.as_str())) {
                titles.push(title);
            }
        }
    }
    let mut code = String::from(
        "/// Every heading that begins something of the syllabus.\npub static HEADINGS: &[Heading] = &[\n",
    );
    for ((above, title), of_row) in &rows {
        let ids: Vec<&str> = of_row.iter().filter_map(|lab| labs.get(*lab)).map(|(id, _)| id.as_str()).collect();
        writeln!(code, "Heading {{ above: {above:?}, title: {title:?}, labs: &{ids:?} }},")?;
    }
    code.push_str("];\n/// Of each lab that is built, the headings that it serves, in the order of the notes.\n");
    code.push_str("pub static SERVED: &[(&str, &[&str])] = &[\n");
    for ((id, _), titles) in labs.iter().zip(&served).filter(|((id, _), _)| syllabus::is_built(id)) {
        writeln!(code, "({id:?}, &{titles:?}),")?;
    }
    code.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("headings.rs"), code)?;
    Ok(())
}
