//! What tests look through: Chromium and its driver, Chinese glyphs, and a Vulkan driver in software.

use std::path::{Path, PathBuf};
use std::{env, fs};

use super::{Need, Step, apt};
use crate::process;
use crate::world::World;

/// Names under which Chromium is found.
pub(crate) const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// Chromium and its driver, for tests in a real browser.
pub(super) const CHROMIUM: Step = Step {
    name: "Chromium and its driver",
    about: "two system packages, about 20 s",
    by_hand: |_| apt::by_hand("chromium chromium-driver"),
    present: |world| world.which(BROWSERS).is_some() && world.which(&["chromedriver"]).is_some(),
    install: |world| apt::install(world, &["chromium", "chromium-driver"]),
    needs: &[Need::Test, Need::Bench],
};

/// Chinese glyphs, for the pictures that tests take.
pub(super) const FONTS: Step = Step {
    name: "Chinese fonts",
    about: "one system package, about 10 s",
    by_hand: |_| apt::by_hand("fonts-noto-cjk"),
    present: has_chinese,
    install: |world| apt::install(world, &["fonts-noto-cjk", "fontconfig"]),
    needs: &[],
};

/// A GPU in software, only where there is no driver for a real one.
pub(super) const VULKAN: Step = Step {
    name: "a Vulkan driver (in software)",
    about: "two system packages, about 10 s",
    by_hand: |_| apt::by_hand("mesa-vulkan-drivers libvulkan1"),
    present: has_vulkan,
    install: |world| apt::install(world, &["mesa-vulkan-drivers", "libvulkan1"]),
    needs: &[Need::Native, Need::Bench],
};

fn has_chinese(world: &World) -> bool {
    !cfg!(target_os = "linux")
        || process::capture(world.command("fc-list").arg(":lang=zh")).is_some_and(|fonts| !fonts.trim().is_empty())
}

/// A loader and at least one driver. Other systems bring their own GPU interface.
fn has_vulkan(world: &World) -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    let loader = ["ldconfig", "/sbin/ldconfig"].iter().any(|program| {
        process::capture(world.command(program).arg("-p")).is_some_and(|list| list.contains("libvulkan.so.1"))
    });
    let named = ["VK_DRIVER_FILES", "VK_ICD_FILENAMES"]
        .iter()
        .filter_map(env::var_os)
        .any(|list| env::split_paths(&list).any(|file| file.is_file()));
    let mut folders = vec![PathBuf::from("/usr/share/vulkan/icd.d"), PathBuf::from("/etc/vulkan/icd.d")];
    folders.extend(env::home_dir().map(|home| home.join(".local/share/vulkan/icd.d")));
    loader && (named || folders.iter().any(|folder| has_json(folder)))
}

fn has_json(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|entries| {
        entries.flatten().any(|entry| entry.path().extension().is_some_and(|extension| extension == "json"))
    })
}
