//! Counting: every kind of test reports in words of its own, and we add them up.

/// How many tests passed, failed and were skipped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) passed: usize,
    pub(super) failed: usize,
    pub(super) skipped: usize,
}

impl Count {
    /// Takes in a line of output, if it is a summary of cargo's, wasm-bindgen's or node's test runner.
    pub(super) fn read(&mut self, line: &str) {
        if let Some(summary) = line.trim().strip_prefix("test result: ") {
            let summary = summary.split_once(". ").map_or(summary, |(_, numbers)| numbers);
            for part in summary.split(';') {
                let mut words = part.split_whitespace();
                let number = words.next().and_then(|word| word.parse().ok());
                self.add(words.next().unwrap_or_default(), number.unwrap_or(0));
            }
        } else if let Some(summary) = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# ")) {
            let mut words = summary.split_whitespace();
            let kind = words.next().unwrap_or_default();
            if let (Some(Ok(number)), None) = (words.next().map(str::parse), words.next()) {
                self.add(kind, number);
            }
        }
    }

    fn add(&mut self, kind: &str, number: usize) {
        match kind {
            "passed" | "pass" => self.passed += number,
            "failed" | "fail" | "cancelled" => self.failed += number,
            "ignored" | "skipped" | "todo" => self.skipped += number,
            _ => {}
        }
    }
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, more: Self) {
        self.passed += more.passed;
        self.failed += more.failed;
        self.skipped += more.skipped;
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 { write!(f, ", {} skipped", self.skipped) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::Count;

    #[test]
    fn the_summaries_of_all_runners_are_read() {
        let mut count = Count::default();
        let lines = "running 5 tests\n\
            test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.00s\n\
            test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 filtered out; finished in 0.10s\n\
            ℹ tests 4\nℹ pass 2\nℹ fail 1\nℹ cancelled 1\nℹ skipped 1\nℹ duration_ms 12.5\n# pass 1\n# a word";
        lines.lines().for_each(|line| count.read(line));
        assert_eq!(count, Count { passed: 7, failed: 4, skipped: 2 });
        assert_eq!(count.to_string(), "7 passed, 4 failed, 2 skipped");
    }
}
