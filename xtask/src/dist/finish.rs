//! What trunk leaves to us: names by content, integrity, the content security policy, the service worker.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256, Sha384};

use crate::failure::{Failure, Outcome, io};

/// Everything from our own origin, and nothing else. Leptos and plots set single style attributes.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; \
                      style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; \
                      media-src 'self' blob:; manifest-src 'self'; base-uri 'self'; form-action 'none'";

/// Finishes the site in place. `base` is what trunk was given as public URL.
pub(super) fn run(site: &Path, base: &str) -> Outcome {
    let page = site.join("index.html");
    let mut html = fs::read_to_string(&page).map_err(io(page.display()))?;
    html = join_styles(site, &html)?;
    html = add_integrity(site, base, &html)?;
    let head = html.find("<head>").ok_or_else(|| Failure::new("index.html has no <head>."))? + "<head>".len();
    html.insert_str(head, &format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">"));
    fs::write(&page, html).map_err(io(page.display()))?;
    fill_service_worker(site)
}

/// A worker's two big files get names by content, so that no cache mixes versions; the loader is tiny and names them. Answers with
/// what the names begin with.
pub(super) fn name_worker(site: &Path, name: &str) -> Outcome<String> {
    let (script, wasm) = (site.join(format!("{name}.js")), site.join(format!("{name}_bg.wasm")));
    let hash = short_hash(&[&read(&script)?, &read(&wasm)?]);
    rename(&script, &site.join(format!("{name}-{hash}.js")))?;
    rename(&wasm, &site.join(format!("{name}-{hash}_bg.wasm")))?;
    let loader = format!(
        "import init from \"./{name}-{hash}.js\";\n\
         await init({{ module_or_path: new URL(\"./{name}-{hash}_bg.wasm\", import.meta.url) }});\n"
    );
    write(&site.join(format!("{name}_loader.js")), &loader)?;
    Ok(format!("{name}-{hash}"))
}

/// The style sheets become one, in their order, named by content and with integrity: seven small files pack worse than one.
fn join_styles(site: &Path, html: &str) -> Outcome<String> {
    let mut html = html.to_owned();
    let links: Vec<String> =
        tags(&html, "<link").into_iter().filter(|tag| tag.contains("rel=\"stylesheet\"")).collect();
    let mut all = Vec::new();
    for href in links.iter().filter_map(|link| attribute(link, "href")) {
        let file = site.join(href.trim_start_matches("./"));
        all.extend(read(&file)?);
        fs::remove_file(&file).map_err(io(file.display()))?;
    }
    let name = format!("css/style-{}.css", short_hash(&[&all]));
    fs::write(site.join(&name), &all).map_err(io(&name))?;
    let one = format!("<link integrity=\"{}\" rel=\"stylesheet\" href=\"./{name}\" />", sri(&all));
    for (at, link) in links.iter().enumerate() {
        html = html.replace(link, if at == 0 { &one } else { "" });
    }
    Ok(html)
}

/// Integrity of the page's script and wasm, and the service worker's name for the script that starts the page.
fn add_integrity(site: &Path, base: &str, html: &str) -> Outcome<String> {
    let mut html = html.to_owned();
    let local = |url: &str| site.join(url.strip_prefix(base).unwrap_or(url).trim_start_matches("./"));
    for link in tags(&html, "<link").into_iter().filter(|tag| tag.contains("preload\"")) {
        let Some(href) = attribute(&link, "href") else { continue };
        let tag = link.replacen("<link", &format!("<link integrity=\"{}\"", sri(&read(&local(&href))?)), 1);
        html = html.replace(&link, &tag);
    }
    let scripts = tags(&html, "<script");
    let [script] = scripts.as_slice() else {
        return Err(Failure::new(format!(
            "index.html should have one script, the one that starts it; it has {}.",
            scripts.len()
        )));
    };
    let of = |name: &str| {
        attribute(script, name)
            .ok_or_else(|| Failure::new(format!("The script in index.html has no attribute {name}.")))
    };
    let (boot, wasm) = (of("src")?, sri(&read(&local(&of("data-wasm")?))?));
    let bytes = read(&local(&boot))?;
    let named = boot.replace(".js", &format!("-{}.js", short_hash(&[&bytes])));
    rename(&local(&boot), &local(&named))?;
    let boot_integrity = sri(&bytes);
    let added = format!(
        "<script integrity=\"{boot_integrity}\" data-wasm-integrity=\"{wasm}\" data-service-worker=\"./sw.js\""
    );
    let tag = script.replace(&boot, &named).replacen("<script", &added, 1);
    Ok(html.replace(script.as_str(), &tag))
}

/// The list of all files and a version that changes when any of them does.
fn fill_service_worker(site: &Path) -> Outcome {
    let path = site.join("sw.js");
    let template = fs::read_to_string(&path).map_err(io(path.display()))?;
    let mut list = vec!["\"./\"".to_owned()];
    let mut hash = Sha256::new();
    for file in super::files(site)? {
        let name = file.strip_prefix(site).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        hash.update(name.as_bytes());
        hash.update(read(&file)?);
        if name != "sw.js" && name != "index.html" {
            list.push(format!("\"{name}\""));
        }
    }
    let filled = template.replace("{{version}}", &hex(&hash.finalize())).replace("/* {{files}} */", &list.join(", "));
    write(&path, &filled)
}

/// The opening tags of one kind, as they stand.
fn tags(html: &str, open: &str) -> Vec<String> {
    let starts = html.match_indices(open).map(|(at, _)| at);
    starts.filter_map(|at| html[at..].find('>').map(|end| html[at..=at + end].to_owned())).collect()
}

/// An attribute's value.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    Some(tag[from..].split('"').next()?.to_owned())
}

fn sri(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}

fn short_hash(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hex(&hash.finalize())
}

/// The first 64 bits: enough to tell versions apart.
fn hex(digest: &[u8]) -> String {
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn read(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(io(path.display()))
}

fn write(path: &Path, text: &str) -> Outcome {
    fs::write(path, text).map_err(io(path.display()))
}

fn rename(from: &Path, to: &Path) -> Outcome {
    fs::rename(from, to).map_err(io(from.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_sheets_become_one_in_their_order() {
        let site = std::env::temp_dir().join(format!("grasp-styles-{}", std::process::id()));
        fs::create_dir_all(site.join("css")).unwrap();
        fs::write(site.join("css/b.css"), "b{}").unwrap();
        fs::write(site.join("css/a.css"), "a{}").unwrap();
        let link = |name: &str| format!("<link rel=\"stylesheet\" href=\"./css/{name}.css\" />");
        let html = join_styles(&site, &format!("<head>{}{}<title></title>", link("b"), link("a"))).unwrap();
        let links = tags(&html, "<link");
        let files: Vec<_> = fs::read_dir(site.join("css")).unwrap().map(|file| file.unwrap().path()).collect();
        assert_eq!((links.len(), files.len()), (1, 1), "{html}");
        assert_eq!(fs::read(&files[0]).unwrap(), b"b{}a{}");
        assert_eq!(site.join(attribute(&links[0], "href").unwrap().trim_start_matches("./")), files[0]);
        assert!(html.ends_with("<title></title>"));
        fs::remove_dir_all(&site).unwrap();
    }

    #[test]
    fn tags_and_attributes_are_found() {
        let html = "<head><link rel=\"stylesheet\" href=\"./a.css\" /><link rel=\"icon\" href=\"i\"></head>";
        let found = tags(html, "<link");
        assert_eq!(found.len(), 2);
        assert_eq!(attribute(&found[0], "href").as_deref(), Some("./a.css"));
        assert_eq!(attribute(&found[1], "src"), None);
    }
}
