//! Writes the lessons of all labs into the folder of a site: called by trunk when it builds one.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    use labs::lesson::{LESSONS, path};
    use std::path::PathBuf;
    let site = std::env::args_os().nth(1).or_else(|| std::env::var_os("TRUNK_STAGING_DIR"));
    let site = PathBuf::from(site.ok_or("expected the folder of the site as the first word")?);
    for lesson in LESSONS {
        for (lang, sections) in [("zh", lesson.zh), ("en", lesson.en)] {
            let file = site.join(path(lesson.lab, lang));
            if let Some(folder) = file.parent() {
                std::fs::create_dir_all(folder)?;
            }
            std::fs::write(&file, labkit::message::encode(&sections)?)?;
        }
    }
    Ok(())
}

#[cfg(target_arch = "wasm32")]
fn main() {}
