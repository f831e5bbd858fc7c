//! The production site is split into a file a lab: `cargo xtask dist` sets `GRASP_SPLIT`, and needs the linker's relocations.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=GRASP_SPLIT");
    println!("cargo::rustc-check-cfg=cfg(split)");
    if std::env::var_os("GRASP_SPLIT").is_some() {
        println!("cargo::rustc-cfg=split");
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
}
