//! Where things are, and the environment that every child process gets.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Outcome};
use crate::process;

/// The target of the page and of the worker.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// The name under which rustup knows the distribution's compiler.
pub(crate) const DISTRO: &str = "distro";

/// The folders that the commands work on, and the toolchain they use.
#[derive(Debug)]
pub(crate) struct World {
    /// The repository.
    pub root: PathBuf,
    /// Tools and logs: `${XDG_CACHE_HOME:-~/.cache}/grasp`.
    pub cache: PathBuf,
    /// The toolchain for every child, where it is not the one that a bare `cargo` means.
    pub toolchain: Option<&'static str>,
}

impl World {
    /// Finds the repository and the cache.
    pub(crate) fn find() -> Outcome<Self> {
        let root = match env::var_os("CARGO_MANIFEST_DIR") {
            Some(xtask) => Path::new(&xtask).parent().map(Path::to_path_buf),
            None => env::current_dir()
                .ok()
                .and_then(|here| here.ancestors().find(|up| up.join("xtask").is_dir()).map(Path::to_path_buf)),
        };
        let root = root.ok_or_else(|| Failure::new("Run this inside the repository, as `cargo xtask …`."))?;
        let cache = env::var_os("XDG_CACHE_HOME")
            .filter(|path| !path.is_empty())
            .map(PathBuf::from)
            .or_else(|| env::home_dir().map(|home| home.join(".cache")))
            .ok_or_else(|| Failure::new("There is no home folder to keep tools in: set XDG_CACHE_HOME."))?
            .join("grasp");
        Ok(Self { root, cache, toolchain: None })
    }

    /// Takes the usual toolchain if it can build for wasm, else the distribution's.
    /// One toolchain serves native and wasm, so that nothing is compiled twice.
    pub(crate) fn choose_toolchain(&mut self) {
        self.toolchain = None;
        if self.builds_wasm() {
            return;
        }
        self.toolchain = Some(DISTRO);
        if !self.builds_wasm() {
            self.toolchain = None;
        }
    }

    /// Whether the chosen toolchain links a module for wasm, and has the crate that tests need.
    pub(crate) fn builds_wasm(&self) -> bool {
        let Some(libraries) =
            process::capture(self.command("rustc").args(["--print", "target-libdir", "--target", WASM]))
        else {
            return false;
        };
        let has_test = Path::new(libraries.trim()).read_dir().is_ok_and(|mut entries| {
            entries.any(|entry| entry.is_ok_and(|e| e.file_name().to_string_lossy().starts_with("libtest-")))
        });
        let probe = env::temp_dir().join(format!("grasp-probe-{}.wasm", std::process::id()));
        let source = "#[unsafe(no_mangle)] pub extern \"C\" fn probe() -> usize { vec![0u8].capacity() }";
        let mut rustc = self.command("rustc");
        rustc.args(["--target", WASM, "--crate-type", "cdylib", "-o"]).arg(&probe).arg("-");
        let links = has_test && process::feed(&mut rustc, source);
        let _ = std::fs::remove_file(probe);
        links
    }

    /// A child process in the repository's environment: our tools first in `PATH`, the chosen toolchain,
    /// and nothing of what cargo told this program about itself.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        for (name, _) in env::vars_os() {
            let own = name.to_string_lossy();
            if own == "CARGO" || ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"].iter().any(|p| own.starts_with(p)) {
                command.env_remove(&name);
            }
        }
        command.env("PATH", self.path());
        if cfg!(target_os = "linux") && env::var_os("XDG_RUNTIME_DIR").is_none() {
            // A GPU driver in software complains on the terminal when this is not set.
            command.env("XDG_RUNTIME_DIR", env::temp_dir());
        }
        if env::var_os("PROPTEST_RNG_SEED").is_none() {
            // The same cases each time: what passed here passes there. `random`, or a plain `cargo test`, looks for new ones.
            command.env("PROPTEST_RNG_SEED", "20261");
        }
        if let Some(toolchain) = self.toolchain {
            command.env("RUSTUP_TOOLCHAIN", toolchain);
        }
        command
    }

    /// `PATH` with our own tools in front.
    fn path(&self) -> OsString {
        let old = env::var_os("PATH").unwrap_or_default();
        let mut folders = vec![self.bin()];
        folders.extend(env::split_paths(&old));
        env::join_paths(folders).unwrap_or(old)
    }

    /// The folder of the tools that setup builds.
    pub(crate) fn bin(&self) -> PathBuf {
        self.cache.join("bin")
    }

    /// The first of these programs that is on `PATH`.
    pub(crate) fn which(&self, names: &[&str]) -> Option<PathBuf> {
        let path = self.path();
        names.iter().find_map(|name| {
            env::split_paths(&path).map(|folder| folder.join(name)).find(|candidate| candidate.is_file())
        })
    }
}
