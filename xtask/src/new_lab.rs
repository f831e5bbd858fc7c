//! `new-lab`: the folder of a lab that runs, to be made into what its entries ask for.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use toml::{Table, Value};

use crate::failure::{Failure, Outcome, io};
use crate::world::World;

/// What the folder holds: name, and text in which `{{id}}`, `{{title_en}}` and `{{title_zh}}` stand for the lab's.
const FILES: [(&str, &str); 8] = [
    ("lab.toml", include_str!("../templates/lab/lab.toml")),
    ("mod.rs", include_str!("../templates/lab/mod.rs")),
    ("params.rs", include_str!("../templates/lab/params.rs")),
    ("model.rs", include_str!("../templates/lab/model.rs")),
    ("view.rs", include_str!("../templates/lab/view.rs")),
    ("tests.rs", include_str!("../templates/lab/tests.rs")),
    ("lesson.zh.md", include_str!("../templates/lab/lesson.zh.md")),
    ("lesson.en.md", include_str!("../templates/lab/lesson.en.md")),
];

/// Which lab.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Its id in syllabus.toml; an id that is not there gets a row at the end, with one entry of its own
    id: String,
}

/// Writes the folder.
pub(crate) fn run(world: &World, options: &Options) -> Outcome<ExitCode> {
    let folder = write(&world.root, &options.id)?;
    println!("{folder}: a lab that runs. Its entries wait for tests of their names: cargo xtask coverage");
    Ok(ExitCode::SUCCESS)
}

/// Writes the folder of the lab `id` into the project at `root`, and its row into the syllabus where there is none.
pub(crate) fn write(root: &Path, id: &str) -> Outcome<String> {
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    if !id.split('-').all(plain) || !id.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Err(Failure::new(format!(
            "An id is words of small letters with hyphens between, as in `gan-arena`; this is `{id}`."
        )));
    }
    let name = format!("crates/labs/src/{}", id.replace('-', "_"));
    let folder = root.join(&name);
    if folder.exists() {
        return Err(Failure::new(format!("{name} is there already.")));
    }
    let (en, zh) = title(root, id)?;
    fs::create_dir_all(&folder).map_err(io(folder.display()))?;
    for (file, text) in FILES {
        let text = text.replace("{{id}}", id).replace("{{title_en}}", &en).replace("{{title_zh}}", &zh);
        let path = folder.join(file);
        fs::write(&path, text).map_err(io(path.display()))?;
    }
    Ok(name)
}

/// The lab's titles in the syllabus; it gets a row where it has none.
fn title(root: &Path, id: &str) -> Outcome<(String, String)> {
    let path = root.join("crates/labs/syllabus.toml");
    let mut text = fs::read_to_string(&path).map_err(io(path.display()))?;
    let syllabus: Table = text.parse().map_err(|error| Failure::new(format!("syllabus.toml: {error}.")))?;
    let list = |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let labs = syllabus
        .get("chapter")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .flat_map(|chapter| list(chapter, "lab"));
    let found = labs.into_iter().find(|lab| lab.get("id").and_then(Value::as_str) == Some(id));
    if let Some(lab) = found {
        let word = |lang: &str| {
            lab.get("title").and_then(|title| title.get(lang)).and_then(Value::as_str).unwrap_or(id).to_owned()
        };
        return Ok((word("en"), word("zh")));
    }
    text.push_str(&format!(
        "\n[[chapter.lab]]\nid = \"{id}\"\ntitle = {{ en = \"{id}\", zh = \"{id}\" }}\nentries = [\n  \"{id}\", # nice · part-1 · {id}\n]\n"
    ));
    fs::write(&path, text).map_err(io(path.display()))?;
    Ok((id.to_owned(), id.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{FILES, write};
    use crate::coverage;
    use std::fs;
    use std::path::PathBuf;

    fn project(name: &str) -> PathBuf {
        let root = std::env::temp_dir().join(format!("grasp-new-lab-{name}-{}", std::process::id()));
        fs::create_dir_all(root.join("crates/labs/src")).unwrap();
        let syllabus = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/labs/syllabus.toml");
        fs::copy(syllabus, root.join("crates/labs/syllabus.toml")).unwrap();
        root
    }

    #[test]
    fn a_lab_is_one_folder_and_a_row_that_is_not_proven() {
        let root = project("demo");
        assert_eq!(write(&root, "demo").unwrap(), "crates/labs/src/demo");
        for (file, _) in FILES {
            let text = fs::read_to_string(root.join("crates/labs/src/demo").join(file)).unwrap();
            assert!(!text.contains("{{"), "{file}");
        }
        assert!(fs::read_to_string(root.join("crates/labs/src/demo/mod.rs")).unwrap().contains("id: \"demo\""));
        let syllabus = fs::read_to_string(root.join("crates/labs/syllabus.toml")).unwrap();
        assert!(coverage::missing(&syllabus, "test result: ok").unwrap().contains(&"demo".to_owned()));
        assert!(!coverage::missing(&syllabus, "test demo::tests::demo ... ok\n").unwrap().contains(&"demo".to_owned()));
        assert!(write(&root, "demo").is_err(), "nothing is written over");
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_lab_of_the_syllabus_keeps_its_row_and_bad_ids_are_refused() {
        let root = project("batch");
        let before = fs::read_to_string(root.join("crates/labs/syllabus.toml")).unwrap();
        write(&root, "batch").unwrap();
        assert_eq!(fs::read_to_string(root.join("crates/labs/syllabus.toml")).unwrap(), before);
        assert!(fs::read_to_string(root.join("crates/labs/src/batch/mod.rs")).unwrap().contains("Batch Lab"));
        for bad in ["", "Demo", "a b", "../x", "-x", "x-", "1x", "é"] {
            assert!(write(&root, bad).is_err(), "{bad}");
        }
        fs::remove_dir_all(root).unwrap();
    }
}
