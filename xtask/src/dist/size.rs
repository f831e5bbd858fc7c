//! What comes over the wire.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::{Compression, write::GzEncoder};

use crate::failure::{Outcome, io};

/// Prints the gzipped size of every file, and returns the sum of those that the first lab needs.
pub(super) fn report(site: &Path) -> Outcome<usize> {
    let mut needed = 0;
    println!("over the wire, gzipped (+ = the first lab needs it):");
    for path in super::files(site)? {
        let name = path.strip_prefix(site).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let size = gzipped(&fs::read(&path).map_err(io(path.display()))?).map_err(io(path.display()))?;
        let first = is_needed(&name);
        needed += if first { size } else { 0 };
        println!("{} {:>9}  {name}", if first { '+' } else { ' ' }, size);
    }
    println!("= {needed:>9}  bytes for the first lab");
    Ok(needed)
}

/// All but what is fetched later, if at all: the copy for reading offline, pictures of the map (icons are in the page), lessons of
/// other labs and in the other language, other labs, what reads the reader's notes.
fn is_needed(name: &str) -> bool {
    let picture = name.starts_with("icons/") && name != "icons/favicon.svg";
    let lesson = name.starts_with("lessons/") && name != "lessons/gradient-descent.zh.bin";
    let lab = name.ends_with(".wasm") && !name.ends_with("_bg.wasm") && !name.ends_with("_gradient_descent.wasm");
    !(picture || lesson || lab || name.starts_with("reader") || ["sw.js", "404.html"].contains(&name))
}

fn gzipped(bytes: &[u8]) -> std::io::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish().map(|out| out.len())
}
