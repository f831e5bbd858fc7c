//! The course's own notes, where they lie beside the repository; they are no part of it.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests stop at the first surprise and say what they measured"
)]

use notes::message::{FromReader, ToReader};
use notes::{Notes, index::Index, math, prepare, text};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

/// Name and bytes of each file; empty where there are none.
fn files() -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/notes");
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("skipped: the course's notes are not beside this repository");
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap()))
        .collect()
}

/// The headings of a file, counted as an editor does: lines with `#` outside of fenced code.
fn headings(text: &str) -> Vec<String> {
    let mut fenced = false;
    let mut found = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        let rest = line.trim_start_matches('#');
        let level = line.len() - rest.len();
        if !fenced && (1..=6).contains(&level) && rest.starts_with([' ', '\t']) {
            found.push(rest.trim().to_owned());
        }
    }
    found
}

#[test]
fn every_heading_is_a_section() {
    for (name, bytes) in files() {
        let text = text(&bytes).unwrap();
        let marked = prepare(&text);
        let notes = Notes::parse(&marked);
        let plain = labs::headings::plain;
        let found: Vec<String> =
            notes.sections.iter().filter(|section| section.depth() > 0).map(|section| plain(section.title())).collect();
        let mut rest = found.iter();
        for expected in headings(&text) {
            assert!(rest.any(|title| *title == plain(&expected)), "{name}: {expected}");
        }
        println!("{name}: {} sections, {} headings", notes.sections.len(), headings(&text).len());
    }
}

#[test]
fn ninety_nine_formulas_of_a_hundred_are_set() {
    let (mut all_set, mut all_plain) = (0, 0);
    let mut why: BTreeMap<String, (u32, String)> = BTreeMap::new();
    for (name, bytes) in files() {
        let text = text(&bytes).unwrap();
        for formula in prepare(&text).formulas {
            if let Err(reason) = math::typeset(formula) {
                let entry = why.entry(reason).or_insert_with(|| (0, formula.tex.chars().take(160).collect()));
                entry.0 += 1;
            }
        }
        let (mut set, mut plain) = (0, 0);
        let start = Instant::now();
        notes::read(&ToReader { run: 0, bytes: bytes.clone(), at: String::new() }, |answer| {
            if let FromReader::End { set: s, plain: p, .. } = answer {
                (set, plain) = (s, p);
            }
        });
        println!("{name}: {set} formulas set, {plain} as source, {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
        (all_set, all_plain) = (all_set + set, all_plain + plain);
    }
    for (reason, (times, example)) in &why {
        println!("{times} × {reason}: {example}");
    }
    let share = f64::from(all_set) / f64::from((all_set + all_plain).max(1));
    println!("set: {:.2} %", share * 100.0);
    assert!(all_set == 0 || share >= 0.99, "{share}");
}

#[test]
fn every_heading_that_a_built_lab_serves_is_found() {
    let mut found: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let files = files();
    for (_, bytes) in &files {
        let text = text(bytes).unwrap();
        let marked = prepare(&text);
        for section in &Notes::parse(&marked).sections {
            for lab in section.labs() {
                found.entry(lab).or_default().push(labs::headings::plain(section.title()));
            }
        }
    }
    if files.is_empty() {
        return;
    }
    for (lab, titles) in labs::headings::SERVED {
        for title in *titles {
            assert!(
                found.get(lab).is_some_and(|found| found.contains(&labs::headings::plain(title))),
                "{lab}: {title}"
            );
        }
        println!("{lab}: {} headings of the table, {} sections of the notes", titles.len(), found[lab].len());
    }
    println!("{} labs have a heading", found.len());
    assert_eq!(found.len(), 65);
    assert!(Index::default().labs("no such heading", "").is_empty());
}
