//! `coverage`: which entries of the syllabus have a passing test of their own.

use std::collections::BTreeSet;
use std::fs;
use std::process::ExitCode;

use toml::{Table, Value};

use crate::failure::{Failure, Outcome, io};
use crate::process;
use crate::world::World;

/// How to print.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// One JSON object instead of the table
    #[arg(long)]
    json: bool,
}

/// A chapter of the syllabus and its entries.
#[derive(Debug, PartialEq, Eq)]
struct Chapter {
    id: String,
    entries: Vec<String>,
}

/// Runs the labs' tests and prints, a chapter a row, which entries they prove.
pub(crate) fn run(world: &World, options: &Options) -> Outcome<ExitCode> {
    let path = world.root.join("crates/labs/syllabus.toml");
    let syllabus = chapters(&fs::read_to_string(&path).map_err(io(path.display()))?)?;
    let mut cargo = world.command("cargo");
    cargo.current_dir(&world.root).args(["test", "--package", "labs", "--features", "model", "--no-fail-fast"]);
    let said = process::output(&mut cargo)?;
    if !said.contains("test result:") {
        return Err(Failure::new("The labs' tests did not run, so nothing can be said about them."));
    }
    let passed = passed(&said);
    print!("{}", if options.json { json(&syllabus, &passed) } else { table(&syllabus, &passed) });
    Ok(ExitCode::SUCCESS)
}

/// The chapters of the syllabus. An entry that serves several labs counts once, where it stands first.
fn chapters(text: &str) -> Outcome<Vec<Chapter>> {
    let wrong = |what: &str| Failure::new(format!("syllabus.toml: {what}."));
    let list = |table: &Table, key: &str| table.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let root: Table = text.parse().map_err(|error| wrong(&format!("{error}")))?;
    let mut seen = BTreeSet::new();
    let mut chapters = Vec::new();
    for chapter in list(&root, "chapter") {
        let chapter = chapter.as_table().ok_or_else(|| wrong("a chapter is not a table"))?;
        let id = chapter.get("id").and_then(Value::as_str).ok_or_else(|| wrong("a chapter has no id"))?;
        let labs = list(chapter, "lab");
        let entries = labs.iter().filter_map(Value::as_table).flat_map(|lab| list(lab, "entries"));
        let entries = entries.filter_map(|entry| entry.as_str().map(str::to_owned));
        let entries = entries.filter(|entry| seen.insert(entry.clone())).collect();
        chapters.push(Chapter { id: id.to_owned(), entries });
    }
    Ok(chapters)
}

/// The last part of the names of the tests that passed.
fn passed(output: &str) -> BTreeSet<String> {
    let names = output.lines().filter_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... ok"));
    names.filter_map(|name| name.rsplit("::").next()).map(str::to_owned).collect()
}

/// The test's name for an entry: `gd-1d` is `gd_1d`, `DL-007` is `dl_007`. A name cannot begin with a digit.
fn test_name(entry: &str) -> String {
    let name: String = entry.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("_{name}") } else { name }
}

fn proven(chapter: &Chapter, passed: &BTreeSet<String>) -> usize {
    chapter.entries.iter().filter(|entry| passed.contains(&test_name(entry))).count()
}

/// The entries of a syllabus that no test in this output proves.
#[cfg(test)]
pub(crate) fn missing(syllabus: &str, output: &str) -> Outcome<Vec<String>> {
    let passed = passed(output);
    Ok(unproven(&chapters(syllabus)?, &passed).cloned().collect())
}

fn unproven<'a>(syllabus: &'a [Chapter], passed: &'a BTreeSet<String>) -> impl Iterator<Item = &'a String> {
    syllabus.iter().flat_map(|chapter| &chapter.entries).filter(|entry| !passed.contains(&test_name(entry)))
}

fn table(syllabus: &[Chapter], passed: &BTreeSet<String>) -> String {
    let total: usize = syllabus.iter().map(|chapter| chapter.entries.len()).sum();
    let all: usize = syllabus.iter().map(|chapter| proven(chapter, passed)).sum();
    let mut rows: Vec<String> = syllabus
        .iter()
        .map(|chapter| format!("{:<24}{:>5} of {:>4}", chapter.id, proven(chapter, passed), chapter.entries.len()))
        .collect();
    rows.push(format!("{:<24}{all:>5} of {total:>4}", "all"));
    rows.push("without a passing test of their own:".to_owned());
    rows.extend(syllabus.iter().filter_map(|chapter| {
        let chapter = std::slice::from_ref(chapter);
        let ids: Vec<&str> = unproven(chapter, passed).map(String::as_str).collect();
        (!ids.is_empty()).then(|| format!("  {}: {}", chapter[0].id, ids.join(" ")))
    }));
    rows.join("\n") + "\n"
}

/// The ids hold letters, digits and hyphens only, so that nothing needs escaping.
fn json(syllabus: &[Chapter], passed: &BTreeSet<String>) -> String {
    let total: usize = syllabus.iter().map(|chapter| chapter.entries.len()).sum();
    let all: usize = syllabus.iter().map(|chapter| proven(chapter, passed)).sum();
    let rows: Vec<String> = syllabus
        .iter()
        .map(|chapter| {
            let (id, total) = (&chapter.id, chapter.entries.len());
            format!("{{\"id\":\"{id}\",\"total\":{total},\"proven\":{}}}", proven(chapter, passed))
        })
        .collect();
    let ids: Vec<String> = unproven(syllabus, passed).map(|id| format!("\"{id}\"")).collect();
    let (rows, ids) = (rows.join(","), ids.join(","));
    format!("{{\"total\":{total},\"proven\":{all},\"chapters\":[{rows}],\"unproven\":[{ids}]}}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SYLLABUS: &str = r#"
[[chapter]]
id = "foundations"
[[chapter.lab]]
id = "gradient-descent"
entries = ["gd-1d", # a comment
  "DL-007"]
[[chapter.lab]]
id = "batch"
entries = ["sgd", "gd-1d"]
"#;

    #[test]
    fn an_entry_is_proven_by_the_test_of_its_name() -> Outcome {
        let syllabus = chapters(SYLLABUS)?;
        let passed = passed("test a::tests::gd_1d ... ok\ntest a::tests::dl_007 ... FAILED\ntest sgd_more ... ok\n");
        let expected = "{\"total\":3,\"proven\":1,\"chapters\":[{\"id\":\"foundations\",\"total\":3,\"proven\":1}],\
                        \"unproven\":[\"DL-007\",\"sgd\"]}\n";
        assert_eq!(json(&syllabus, &passed), expected);
        assert!(table(&syllabus, &passed).contains("foundations: DL-007 sgd"), "the open ones are listed");
        Ok(())
    }

    #[test]
    fn a_name_never_begins_with_a_digit() {
        assert_eq!([test_name("gd-1d"), test_name("DL-007"), test_name("2d-toy")], ["gd_1d", "dl_007", "_2d_toy"]);
    }
}
