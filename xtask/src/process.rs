//! Running other programs: quietly into a log, with a time limit, or captured.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, ExitCode, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::failure::{Failure, Outcome, io};

/// The program's standard output, if it succeeded.
pub(crate) fn capture(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Gives the program a text to read; true if it succeeded. Its output goes nowhere.
pub(crate) fn feed(command: &mut Command, text: &str) -> bool {
    let child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let Ok(mut child) = child else { return false };
    let written = child.stdin.take().is_some_and(|mut input| input.write_all(text.as_bytes()).is_ok());
    child.wait().is_ok_and(|status| written && status.success())
}

/// Runs with this terminal; fails with a sentence if the program does.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let status = status(command)?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("`{}` failed ({status}).", line(command)))) }
}

/// Runs with this terminal and returns how it ended.
pub(crate) fn status(command: &mut Command) -> Outcome<ExitStatus> {
    command.status().map_err(io(format_args!("`{}` could not be started", line(command))))
}

/// The exit code to pass on unchanged; one that was killed is a failure.
pub(crate) fn same_code(status: ExitStatus) -> ExitCode {
    status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from)
}

/// What the program printed, whether or not it succeeded. Its errors go to this terminal.
pub(crate) fn output(command: &mut Command) -> Outcome<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(io(format_args!("`{}` could not be started", line(command))))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs with all output appended to a log; on failure the sentence carries the log's last lines.
pub(crate) fn logged(command: &mut Command, log: &Path, limit: Option<Duration>) -> Outcome {
    if let Some(folder) = log.parent() {
        fs::create_dir_all(folder).map_err(io(folder.display()))?;
    }
    let mut out = File::options().create(true).append(true).open(log).map_err(io(log.display()))?;
    let said = line(command);
    writeln!(out, "$ {said}").map_err(io(log.display()))?;
    let errors = out.try_clone().map_err(io(log.display()))?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(out)
        .stderr(errors)
        .spawn()
        .map_err(io(format_args!("`{said}` could not be started")))?;
    let start = Instant::now();
    loop {
        match child.try_wait().map_err(io(&said))? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(Failure::new(format!("`{said}` failed ({status}).\n{}", tail(log)))),
            None if limit.is_some_and(|limit| start.elapsed() > limit) => {
                let _ = child.kill();
                let _ = child.wait();
                let seconds = start.elapsed().as_secs();
                return Err(Failure::new(format!("`{said}` had no result after {seconds} s.")));
            }
            None => std::thread::sleep(Duration::from_millis(50)),
        }
    }
}

/// The command as one would type it.
pub(crate) fn line(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

/// The last lines of a log, indented.
fn tail(log: &Path) -> String {
    let text = fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let from = lines.len().saturating_sub(12);
    let shown: Vec<String> = lines[from..].iter().map(|line| format!("    {line}")).collect();
    format!("{}\n(all of it: {})", shown.join("\n"), log.display())
}
