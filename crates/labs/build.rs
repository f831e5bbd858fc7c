//! Turns the tables and texts of this crate into Rust.

#[path = "build/headings.rs"]
mod headings;
#[path = "build/lessons.rs"]
mod lessons;
#[path = "build/registry.rs"]
mod registry;
#[path = "build/syllabus.rs"]
mod syllabus;

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    // A lab counts as built as soon as its folder has a manifest; so a new folder must be seen. By its whole path: what is
    // written below names it, so a copy of the sources elsewhere that shares the target folder must not find this one's.
    println!("cargo::rerun-if-changed={}/src", std::env::var("CARGO_MANIFEST_DIR")?);
    registry::generate()?;
    lessons::generate()?;
    headings::generate()?;
    syllabus::generate()
}
