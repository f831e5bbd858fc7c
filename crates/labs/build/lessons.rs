//! `lesson.zh.md` and `lesson.en.md` of every lab to static HTML. What a lesson may hold: `lessons/page.rs`.

#[path = "lessons/inline.rs"]
mod inline;
#[path = "lessons/link.rs"]
mod link;
#[path = "lessons/math.rs"]
mod math;
#[path = "lessons/page.rs"]
mod page;
#[path = "lessons/predict.rs"]
mod predict;

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// A file that is being read: where it is, and for whom.
#[derive(Clone, Copy)]
pub(crate) struct File<'a> {
    /// Its path from the crate's root.
    pub(crate) path: &'a str,
    /// What it says.
    pub(crate) text: &'a str,
    /// Id of the lab.
    pub(crate) lab: &'a str,
    /// Whether it is the Chinese one.
    pub(crate) zh: bool,
}

impl File<'_> {
    /// An error at byte `at`.
    fn wrong<T>(self, at: usize, what: impl std::fmt::Display) -> Result<T, String> {
        let before = self.text.as_bytes().get(..at).unwrap_or(self.text.as_bytes());
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Err(format!("{}:{line}: {what}", self.path))
    }

    /// The form in the file's language.
    fn say<'t>(self, zh: &'t str, en: &'t str) -> &'t str {
        if self.zh { zh } else { en }
    }
}

/// A section, ready.
#[derive(Debug)]
pub(crate) struct Section {
    /// Key, the same in both languages.
    pub(crate) id: String,
    /// Heading, plain text.
    pub(crate) title: String,
    /// The rest.
    pub(crate) html: String,
    /// File, heading, line.
    pub(crate) source: Option<(String, String, u32)>,
}

/// The sections of a file.
///
/// # Errors
/// Anything that a lesson may not hold, with file and line.
pub(crate) fn sections(file: File<'_>) -> Result<Vec<Section>, String> {
    page::read(file)
}

/// Writes `lessons.rs`.
pub(crate) fn generate() -> Result<(), Box<dyn Error>> {
    let mut folders: Vec<PathBuf> =
        fs::read_dir("src")?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    folders.retain(|folder| folder.join("lab.toml").is_file());
    folders.sort();
    let mut code = String::from("/// The lessons, by folder name of their labs.\npub static LESSONS: &[Lesson] = &[\n");
    for folder in &folders {
        let name = folder.file_name().and_then(|name| name.to_str()).ok_or("a lab's folder has no plain name")?;
        let lab = name.replace('_', "-");
        match (folder.join("lesson.zh.md").is_file(), folder.join("lesson.en.md").is_file()) {
            (false, false) => continue,
            (true, true) => {}
            _ => return Err(format!("{}: a lesson is written in both languages", folder.display()).into()),
        }
        writeln!(code, "Lesson {{ lab: {lab:?},")?;
        for language in ["zh", "en"] {
            writeln!(code, "{language}: &[\n{}],", language_of(folder, &lab, language)?)?;
        }
        code.push_str("},\n");
    }
    code.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("lessons.rs"), code)?;
    Ok(())
}

/// The sections of one lab in one language, as Rust.
fn language_of(folder: &Path, lab: &str, language: &str) -> Result<String, Box<dyn Error>> {
    let path = folder.join(format!("lesson.{language}.md"));
    let text = fs::read_to_string(&path)?;
    let path = path.display().to_string();
    let mut code = String::new();
    for section in sections(File { path: &path, text: &text, lab, zh: language == "zh" })? {
        let Section { id, title, html, source } = section;
        let source = match source {
            Some((file, heading, line)) => {
                format!(
                    "Some(Source {{ file: Cow::Borrowed({file:?}), heading: Cow::Borrowed({heading:?}), line: {line} }})"
                )
            }
            None => "None".to_owned(),
        };
        writeln!(
            code,
            "Section {{ id: Cow::Borrowed({id:?}), title: Cow::Borrowed({title:?}), html: Cow::Borrowed({html:?}), source: {source} }},"
        )?;
    }
    Ok(code)
}
