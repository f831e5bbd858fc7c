//! Setting up a machine: a table of steps, each skipped when its thing is already there.

mod apt;
mod browser;
mod node;
mod rust_tools;
mod wasm_std;

use std::time::Instant;

pub(crate) use apt::is_root;
pub(crate) use browser::BROWSERS;

use crate::failure::{Failure, Outcome};
use crate::world::World;

/// One thing that a command needs.
struct Step {
    /// What it is.
    name: &'static str,
    /// What the install does and how long to expect, on two cores.
    about: &'static str,
    /// What to type where the install fails.
    by_hand: fn(&World) -> String,
    /// Whether it is there and works.
    present: fn(&World) -> bool,
    /// Brings it.
    install: fn(&mut World) -> Outcome,
    /// What needs it, besides testing everything.
    needs: &'static [Need],
}

impl Step {
    /// Testing needs all there is, except what only a comparison with peers needs.
    fn wanted(&self, need: Need) -> bool {
        let only_for_peers = self.needs == [Need::Bench];
        self.needs.contains(&need) || need == Need::Test && !only_for_peers
    }
}

/// What a command is about to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// To build and serve the page.
    Serve,
    /// To build the production site.
    Dist,
    /// To measure ourselves against peers, in a browser and natively.
    Bench,
    /// To run the native tests.
    Native,
    /// To test everything: needs all there is.
    Test,
}

const STEPS: &[Step] = &[
    wasm_std::STEP,
    rust_tools::TRUNK,
    rust_tools::BINDGEN,
    rust_tools::SPLIT,
    rust_tools::LINKS,
    rust_tools::CRATES,
    node::NODE,
    node::PACKAGES,
    node::PEERS,
    browser::CHROMIUM,
    browser::FONTS,
    browser::VULKAN,
];

const TO_BUILD: &[Need] = &[Need::Serve, Need::Dist];
/// What it takes to make wasm for a browser, with or without a page around it.
const TO_BUILD_WASM: &[Need] = &[Need::Serve, Need::Dist, Need::Bench];

/// Makes sure that everything needed is there, and says what it does.
pub(crate) fn ensure(world: &mut World, need: Need) -> Outcome {
    let start = Instant::now();
    world.choose_toolchain();
    let steps: Vec<&Step> = STEPS.iter().filter(|step| step.wanted(need)).collect();
    let mut installed = 0;
    for step in &steps {
        installed += usize::from(take(step, world)?);
    }
    let seconds = start.elapsed().as_secs_f64();
    if installed == 0 {
        eprintln!("setup: all {} things are there ({seconds:.1} s)", steps.len());
    } else {
        eprintln!("setup: {installed} of {} things brought in {seconds:.0} s", steps.len());
    }
    Ok(())
}

/// Takes one step; true if something had to be installed.
fn take(step: &Step, world: &mut World) -> Outcome<bool> {
    if (step.present)(world) {
        return Ok(false);
    }
    eprintln!("setup: {} is missing: {}", step.name, step.about);
    let start = Instant::now();
    let result = (step.install)(world).and_then(|()| {
        if (step.present)(world) { Ok(()) } else { Err(Failure::new("It was installed, but is still not found.")) }
    });
    match result {
        Ok(()) => {
            eprintln!("setup: {} is there now ({:.0} s)", step.name, start.elapsed().as_secs_f64());
            Ok(true)
        }
        Err(failure) => {
            let sentence = format!("{} could not be set up. {failure}", step.name);
            Err(Failure::new(sentence).by_hand((step.by_hand)(world)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Testing looks through a browser; what only a comparison with peers needs is left out.
    #[test]
    fn tests_bring_a_browser() {
        assert!(browser::CHROMIUM.wanted(Need::Test) && browser::VULKAN.wanted(Need::Test));
        assert!(!node::PEERS.wanted(Need::Test) && node::PEERS.wanted(Need::Bench));
    }
}
