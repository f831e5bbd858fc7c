//! `syllabus.toml` to static tables: chapters, labs, entries, and which labs are built.
//!
//! What an entry is called, how much weight the notes give it and in which part it stands is written behind it as a
//! comment (`"gd-1d", # headline · part-1 · Gradient descent …`); those are read line by line.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

#[derive(Deserialize)]
struct Syllabus {
    chapter: Vec<Chapter>,
}

#[derive(Deserialize)]
struct Chapter {
    id: String,
    title: Title,
    lab: Vec<Lab>,
}

#[derive(Deserialize)]
struct Lab {
    id: String,
    title: Title,
    entries: Vec<String>,
}

#[derive(Deserialize)]
struct Title {
    en: String,
    zh: String,
}

/// Weight, part and title of an entry, from its comment.
struct Note<'a> {
    weight: &'static str,
    part: u8,
    title: &'a str,
}

/// Writes `$OUT_DIR/syllabus.rs`.
pub(crate) fn generate() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=syllabus.toml");
    let text = fs::read_to_string("syllabus.toml")?;
    let syllabus: Syllabus = toml::from_str(&text)?;
    let notes = notes(&text)?;
    let mut code = String::from("/// The chapters, in the order of the notes.\npub static CHAPTERS: &[Chapter] = &[\n");
    for chapter in &syllabus.chapter {
        writeln!(code, "Chapter {{ id: {:?}, title: {}, labs: &[", chapter.id, words(&chapter.title))?;
        for lab in &chapter.lab {
            write_lab(&mut code, lab)?;
        }
        code.push_str("] },\n");
    }
    code.push_str("];\n\n/// The passages of each lab, a line each.\nstatic PASSAGES: &[(&str, &str)] = &[\n");
    for lab in syllabus.chapter.iter().flat_map(|chapter| &chapter.lab) {
        write_passages(&mut code, lab, &notes)?;
    }
    code.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("syllabus.rs"), code)?;
    Ok(())
}

fn write_passages(code: &mut String, lab: &Lab, notes: &BTreeMap<&str, Note<'_>>) -> Result<(), Box<dyn Error>> {
    let mut text = String::new();
    for id in &lab.entries {
        let note = notes.get(id.as_str()).ok_or_else(|| format!("syllabus.toml: entry {id:?} has no comment"))?;
        let Note { weight, part, title } = note;
        writeln!(text, "{id}\t{part}\t{weight}\t{title}")?;
    }
    writeln!(code, "({:?}, {text:?}),", lab.id)?;
    Ok(())
}

fn write_lab(code: &mut String, lab: &Lab) -> Result<(), Box<dyn Error>> {
    let built = is_built(&lab.id);
    let passages = lab.entries.len();
    writeln!(
        code,
        "LabEntry {{ id: {:?}, title: {}, built: {built}, passages: {passages} }},",
        lab.id,
        words(&lab.title)
    )?;
    Ok(())
}

/// Whether a lab's folder is there.
pub(crate) fn is_built(lab: &str) -> bool {
    Path::new("src").join(lab.replace('-', "_")).join("lab.toml").exists()
}

/// A lab's id and its entries.
pub(crate) type Entries = (String, Vec<String>);

/// The labs in their order, each with its entries.
pub(crate) fn labs() -> Result<Vec<Entries>, Box<dyn Error>> {
    let syllabus: Syllabus = toml::from_str(&fs::read_to_string("syllabus.toml")?)?;
    Ok(syllabus.chapter.into_iter().flat_map(|chapter| chapter.lab).map(|lab| (lab.id, lab.entries)).collect())
}

fn words(title: &Title) -> String {
    format!("Text::new({:?}, {:?})", title.zh, title.en)
}

fn notes(text: &str) -> Result<BTreeMap<&str, Note<'_>>, String> {
    let mut notes = BTreeMap::new();
    for (number, line) in text.lines().enumerate() {
        let Some((id, comment)) = line.trim().strip_prefix('"').and_then(|line| line.split_once("\", # ")) else {
            continue;
        };
        let wrong = || format!("syllabus.toml:{}: expected `# weight · part-N · title`", number + 1);
        let mut fields = comment.splitn(3, " · ");
        let weight = match fields.next() {
            Some("headline") => "h",
            Some("core") => "c",
            Some("nice") => "n",
            _ => return Err(wrong()),
        };
        let part = fields
            .next()
            .and_then(|part| part.strip_prefix("part-"))
            .and_then(|part| part.parse().ok())
            .ok_or_else(wrong)?;
        let title = fields.next().ok_or_else(wrong)?.trim();
        notes.insert(id, Note { weight, part, title });
    }
    Ok(notes)
}
