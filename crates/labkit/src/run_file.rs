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
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version that is written.
const VERSION: u32 = 1;
/// Most steps of a run that is taken in.
const MOST_STEPS: u64 = 10_000_000;
/// Most changes of one.
const MOST_CHANGES: usize = 4096;

type Texts = BTreeMap<String, String>;

#[derive(Serialize, Deserialize)]
struct File {
    grasp: u32,
    lab: String,
    seed: u64,
    steps: u64,
    #[serde(default)]
    params: Texts,
    #[serde(default)]
    changes: Vec<Change>,
    #[serde(default)]
    metrics: BTreeMap<String, Option<f64>>,
}

#[derive(Serialize, Deserialize)]
struct Change {
    step: u64,
    params: Texts,
}

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
        let texts =
            |params: &Params| params.changed(table).into_iter().map(|(key, text)| (key.to_owned(), text)).collect();
        let file = File {
            grasp: VERSION,
            lab: lab.to_owned(),
            seed: self.seed,
            steps: self.steps,
            params: texts(&self.params),
            changes: self.changes.iter().map(|(step, params)| Change { step: *step, params: texts(params) }).collect(),
            metrics: metrics.iter().map(|(key, value)| (key.clone(), value.is_finite().then_some(*value))).collect(),
        };
        // Texts and numbers always are JSON.
        serde_json::to_string_pretty(&file).unwrap_or_default()
    }

    /// The run in a file of this lab.
    ///
    /// # Errors
    /// What is no run of this lab and version, a parameter that the table does not allow, more than is taken in.
    pub fn read(text: &str, lab: &str, table: &[Param]) -> Result<Self, LabError> {
        let file: File = serde_json::from_str(text).map_err(|error| {
            LabError::general(
                format!("应是掌握存下的一次运行（JSON）：{error}"),
                format!("expected a run saved by Grasp (JSON): {error}"),
            )
        })?;
        if file.grasp > VERSION {
            let found = file.grasp;
            return Err(LabError::general(
                format!("这次运行是更新的版本（{found}）存下的，这里只读到第 {VERSION} 版。重新加载页面再试"),
                format!(
                    "the run was saved by a later version ({found}); this one reads up to {VERSION}. Reload the page and try again"
                ),
            ));
        }
        if file.lab != lab {
            let found = &file.lab;
            return Err(LabError::general(
                format!("这次运行属于实验“{found}”，请在那里打开"),
                format!("the run belongs to the lab “{found}”; open it there"),
            ));
        }
        if file.steps > MOST_STEPS || file.changes.len() > MOST_CHANGES {
            let (steps, changes) = (file.steps, file.changes.len());
            return Err(LabError::general(
                format!("最多读 {MOST_STEPS} 步、{MOST_CHANGES} 次改动，这次运行有 {steps} 步、{changes} 次"),
                format!(
                    "at most {MOST_STEPS} steps with {MOST_CHANGES} changes are read; the run has {steps} with {changes}"
                ),
            ));
        }
        let read = |texts: Texts| {
            let mut params = Params::defaults(table);
            params.set_all(table, &texts.into_iter().collect::<Vec<_>>())?;
            Ok::<_, LabError>(params)
        };
        let params = read(file.params)?;
        let changes = file.changes.into_iter().map(|change| Ok((change.step, read(change.params)?)));
        let mut changes = changes.collect::<Result<Vec<_>, LabError>>()?;
        changes.sort_by_key(|(step, _)| *step);
        Ok(Self { seed: file.seed, steps: file.steps, params, changes })
    }
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
