//! A run as a file: all that is needed to run it again, step for step. JSON, so that other tools can read it:
//!
//! ```json
//! {"grasp": 1, "lab": "gradient-descent", "seed": 7, "steps": 1200,
//!  "params": {"f": "x^2 + y^2"}, "changes": [{"step": 300, "params": {"lr_gd": "0.1"}}], "metrics": {"loss": 0.01}}
//! ```
//!
//! Parameters are written as in the address, those that differ from their defaults; `changes` hold the whole of them from that step
//! on; `metrics`, those at the end, are for the eye only and are computed anew.

use crate::error::LabError;
use crate::param::{Param, Params};
use std::collections::HashMap;
use tinyjson::JsonValue;

/// The version that is written.
const VERSION: u64 = 1;
/// Most steps of a run that is taken in.
const MOST_STEPS: u64 = 10_000_000;
/// Most changes of one.
const MOST_CHANGES: usize = 4096;

/// A run, as a file tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Its seed.
    pub seed: u64,
    /// How far it went.
    pub steps: u64,
    /// Its parameters at step 0.
    pub params: Params,
    /// Before which step they became others.
    pub changes: Vec<(u64, Params)>,
}

impl Told {
    /// The file.
    pub fn write(&self, lab: &str, table: &[Param], metrics: &[(String, f64)]) -> String {
        let text = |text: &str| JsonValue::String(text.to_owned());
        let texts = |params: &Params| {
            let pairs =
                params.changed(table).into_iter().map(|(key, value)| (key.to_owned(), JsonValue::String(value)));
            JsonValue::Object(pairs.collect())
        };
        let change = |(step, params): &(u64, Params)| {
            let parts = [("step".to_owned(), count(*step)), ("params".to_owned(), texts(params))];
            JsonValue::Object(parts.into_iter().collect())
        };
        let metric = |(key, value): &(String, f64)| {
            (key.clone(), if value.is_finite() { JsonValue::Number(*value) } else { JsonValue::Null })
        };
        let parts = [
            ("grasp", count(VERSION)),
            ("lab", text(lab)),
            ("seed", count(self.seed)),
            ("steps", count(self.steps)),
            ("params", texts(&self.params)),
            ("changes", JsonValue::Array(self.changes.iter().map(change).collect())),
            ("metrics", JsonValue::Object(metrics.iter().map(metric).collect())),
        ];
        let file = JsonValue::Object(parts.into_iter().map(|(key, value)| (key.to_owned(), value)).collect());
        // Only numbers that are not finite are no JSON, and there are none.
        file.format().unwrap_or_default()
    }

    /// The run in a file of this lab.
    ///
    /// # Errors
    /// What is no run of this lab and version, a parameter that the table does not allow, more than is taken in.
    pub fn read(text: &str, lab: &str, table: &[Param]) -> Result<Self, LabError> {
        // The parser calls itself for each bracket; a run is four deep, and texts hold few.
        let deeper = |(now, most): (i32, i32), byte: u8| {
            let now = now + i32::from(matches!(byte, b'[' | b'{')) - i32::from(matches!(byte, b']' | b'}'));
            (now, most.max(now))
        };
        let shallow = text.bytes().fold((0, 0), deeper).1 < 256;
        let file = if shallow { text.parse::<JsonValue>().ok() } else { None };
        let file = file.as_ref().ok_or_else(|| no_run("JSON"))?;
        let version = number(file, "grasp")?;
        if version > VERSION {
            return Err(LabError::general(
                format!("这次运行是更新的版本（{version}）存下的，这里只读到第 {VERSION} 版。重新加载页面再试"),
                format!(
                    "the run was saved by a later version ({version}); this one reads up to {VERSION}. Reload the page and try again"
                ),
            ));
        }
        let found = part(file, "lab").and_then(JsonValue::get::<String>).ok_or_else(|| no_run("lab"))?;
        if found != lab {
            return Err(LabError::general(
                format!("这次运行属于实验“{found}”，请在那里打开"),
                format!("the run belongs to the lab “{found}”; open it there"),
            ));
        }
        let (seed, steps) = (number(file, "seed")?, number(file, "steps")?);
        let none = Vec::new();
        let changes = part(file, "changes").and_then(JsonValue::get::<Vec<JsonValue>>).unwrap_or(&none);
        if steps > MOST_STEPS || changes.len() > MOST_CHANGES {
            let changes = changes.len();
            return Err(LabError::general(
                format!("最多读 {MOST_STEPS} 步、{MOST_CHANGES} 次改动，这次运行有 {steps} 步、{changes} 次"),
                format!(
                    "at most {MOST_STEPS} steps with {MOST_CHANGES} changes are read; the run has {steps} with {changes}"
                ),
            ));
        }
        let params = |of: &JsonValue| {
            let mut params = Params::defaults(table);
            let Some(JsonValue::Object(texts)) = part(of, "params") else { return Ok(params) };
            let pair = |(key, value): (&String, &JsonValue)| Some((key.clone(), value.get::<String>()?.clone()));
            let pairs: Option<Vec<_>> = texts.iter().map(pair).collect();
            params.set_all(table, &pairs.ok_or_else(|| no_run("params"))?)?;
            Ok::<_, LabError>(params)
        };
        let mut told = changes
            .iter()
            .map(|change| Ok((number(change, "step")?, params(change)?)))
            .collect::<Result<Vec<_>, LabError>>()?;
        told.sort_by_key(|(step, _)| *step);
        Ok(Self { seed, steps, params: params(file)?, changes: told })
    }
}

/// A count: as a number where a 64-bit float holds it, else as a text.
fn count(value: u64) -> JsonValue {
    const EXACT: u64 = 1 << 53;
    if value <= EXACT { JsonValue::Number(value as f64) } else { JsonValue::String(value.to_string()) }
}

/// The part `key` of an object.
fn part<'a>(of: &'a JsonValue, key: &str) -> Option<&'a JsonValue> {
    of.get::<HashMap<String, JsonValue>>()?.get(key)
}

/// The count `key`.
fn number(of: &JsonValue, key: &str) -> Result<u64, LabError> {
    let found = match part(of, key) {
        Some(JsonValue::Number(number)) if *number >= 0.0 && number.fract() == 0.0 => Some(*number as u64),
        Some(JsonValue::String(text)) => text.parse().ok(),
        _ => None,
    };
    found.ok_or_else(|| no_run(key))
}

fn no_run(what: &str) -> LabError {
    LabError::general(
        format!("应是掌握存下的一次运行（JSON）；“{what}”这里读不出来"),
        format!("expected a run saved by Grasp (JSON); it cannot be read at “{what}”"),
    )
}

#[cfg(test)]
mod tests {
    use super::Told;
    use crate::history::tests::{TABLE, at};
    use proptest::prelude::*;

    #[test]
    fn a_run_is_read_as_it_was_written() {
        let told =
            Told { seed: 3, steps: 500, params: at(2.0), changes: vec![(10, at(4.0)), (10, at(0.0)), (300, at(5.5))] };
        let text = told.write("a-lab", TABLE, &[("loss".into(), 0.5), ("gone".into(), f64::NAN)]);
        assert_eq!(Told::read(&text, "a-lab", TABLE).unwrap(), told);
        let large = Told { seed: u64::MAX, ..told.clone() };
        assert_eq!(Told::read(&large.write("a-lab", TABLE, &[]), "a-lab", TABLE).unwrap(), large);
        assert!(text.contains("\"gone\": null") && text.contains("\"a\": \"5.5\""), "{text}");
    }

    #[test]
    fn what_cannot_be_run_is_refused_in_words() {
        let told = Told { seed: 3, steps: 500, params: at(2.0), changes: Vec::new() };
        let text = told.write("a-lab", TABLE, &[]);
        let refused = |text: &str, words: &str| {
            let error = Told::read(text, "a-lab", TABLE).unwrap_err();
            assert!(error.text.en.contains(words), "{}", error.text.en);
        };
        refused("", "JSON");
        refused("{}", "JSON");
        refused(&"[".repeat(100_000), "JSON");
        refused(&text.replace("\"grasp\": 1", "\"grasp\": 9"), "later version (9)");
        refused(&text.replace("a-lab", "b-lab"), "b-lab");
        refused(&text.replace("500", "500000000000"), "500000000000");
        refused(&text.replace("\"2\"", "\"200\""), "0 to 100");
        refused(&text.replace("\"a\"", "\"q\""), "q");
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>()) {
            let _ = Told::read(&text, "a-lab", TABLE);
        }
    }
}
