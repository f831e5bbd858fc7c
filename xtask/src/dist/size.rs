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

/// All but what is fetched later, if at all: the copy for reading offline, pictures of the map, what reads the reader's notes.
fn is_needed(name: &str) -> bool {
    name != "sw.js" && name != "404.html" && !name.starts_with("icons/lab-pictures") && !name.starts_with("reader")
}

fn gzipped(bytes: &[u8]) -> std::io::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish().map(|out| out.len())
}
