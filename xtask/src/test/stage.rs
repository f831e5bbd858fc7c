//! Stages: each has a header and a time, none hides another, and all are added up.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

use super::count::Count;
use crate::failure::{Outcome, io};
use crate::process;

/// What has been run so far.
#[derive(Debug, Default)]
pub(super) struct Stages {
    /// Words that the name of a stage must hold to be run.
    only: Option<String>,
    total: Count,
    failed: Vec<&'static str>,
}

impl Stages {
    /// Those whose name holds these words; all without any.
    pub(super) fn of(only: Option<String>) -> Self {
        Self { only, ..Self::default() }
    }

    /// A stage that checks one thing: it counts as one test.
    pub(super) fn check(&mut self, name: &'static str, work: impl FnOnce() -> Outcome) {
        self.run(name, || {
            work()?;
            Ok(Count { passed: 1, ..Count::default() })
        });
    }

    /// A stage that is a program with tests of its own, which are counted from its output.
    pub(super) fn tests(&mut self, name: &'static str, command: impl FnOnce() -> Outcome<Command>) {
        self.run(name, || counted(&mut command()?));
    }

    fn run(&mut self, name: &'static str, work: impl FnOnce() -> Outcome<Count>) {
        if self.only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
            return;
        }
        println!("\n=== {name}");
        let start = Instant::now();
        let count = work().unwrap_or_else(|failure| {
            println!("error: {failure}");
            Count { failed: 1, ..Count::default() }
        });
        if count.failed > 0 {
            self.failed.push(name);
        }
        self.total += count;
        println!("--- {name}: {count} ({:.1} s)", start.elapsed().as_secs_f64());
    }

    /// The closing line, alone and last. True if all is well.
    pub(super) fn close(self) -> bool {
        println!();
        if !self.failed.is_empty() {
            println!("failed: {}", self.failed.join(", "));
        }
        println!("{}", self.total);
        self.failed.is_empty()
    }
}

/// Runs the program, shows what it prints, and counts. One that fails without a failed test has failed to build.
fn counted(command: &mut Command) -> Outcome<Count> {
    let line = process::line(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(io(format_args!("`{line}` could not be started")))?;
    let (mut count, mut filter) = (Count::default(), Filter::default());
    if let Some(output) = child.stdout.take() {
        for text in BufReader::new(output).split(b'\n') {
            let text = text.map_err(io(&line))?;
            let text = String::from_utf8_lossy(&text);
            count.read(&text);
            if filter.shows(&text) {
                println!("{text}");
            }
        }
    }
    let status = child.wait().map_err(io(&line))?;
    if !status.success() && count.failed == 0 {
        println!("error: `{line}` failed ({status}).");
        count.failed += 1;
    }
    Ok(count)
}

/// Of what passing tests print, only the adapter that they ran on is shown, each once.
#[derive(Debug, Default)]
struct Filter {
    in_successes: bool,
    adapters: Vec<String>,
}

impl Filter {
    fn shows(&mut self, line: &str) -> bool {
        match line.trim() {
            "successes:" => self.in_successes = true,
            "failures:" => self.in_successes = false,
            other if other.starts_with("test result:") => self.in_successes = false,
            _ => {}
        }
        if line.trim_start().starts_with("adapter: ") {
            let new = !self.adapters.iter().any(|seen| seen == line.trim());
            self.adapters.push(line.trim().to_owned());
            return new;
        }
        !self.in_successes
    }
}

#[cfg(test)]
mod tests {
    use super::Filter;

    #[test]
    fn passing_tests_show_their_adapter_once_and_nothing_else() {
        let mut filter = Filter::default();
        let output = "test a ... ok\n\nsuccesses:\n\n---- a stdout ----\nadapter: X (Vulkan)\nnoise\nadapter: X (Vulkan)\n\
                      successes:\n    a\n\nfailures:\n---- b stdout ----\nwhy\n\ntest result: FAILED.";
        let shown: Vec<&str> = output.lines().filter(|line| filter.shows(line) && !line.is_empty()).collect();
        let expected =
            ["test a ... ok", "adapter: X (Vulkan)", "failures:", "---- b stdout ----", "why", "test result: FAILED."];
        assert_eq!(shown, expected);
    }
}
