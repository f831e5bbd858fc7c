//! Undo for parameters: what they were before each change.

use crate::Params;

/// Most states kept.
const MOST: usize = 200;
/// Changes of the same parameter within this time are one change, in ms.
const TOGETHER_MS: f64 = 800.0;

/// The states before and after the present one.
#[derive(Debug, Clone, Default)]
pub struct History {
    past: Vec<Params>,
    future: Vec<Params>,
    last: Option<(String, f64)>,
}

impl History {
    /// Notes that `before` is about to be changed in `key` at the time `now` in ms.
    pub fn note(&mut self, before: &Params, key: &str, now: f64) {
        let same = self.last.as_ref().is_some_and(|(last, at)| last == key && now - at < TOGETHER_MS);
        self.last = Some((key.to_owned(), now));
        self.future.clear();
        if !same {
            self.past.push(before.clone());
            if self.past.len() > MOST {
                self.past.remove(0);
            }
        }
    }

    /// The state before `now`, if there is one.
    pub fn undo(&mut self, now: &Params) -> Option<Params> {
        let before = self.past.pop()?;
        self.future.push(now.clone());
        self.last = None;
        Some(before)
    }

    /// The state that was undone last, if nothing was changed since.
    pub fn redo(&mut self, now: &Params) -> Option<Params> {
        let after = self.future.pop()?;
        self.past.push(now.clone());
        self.last = None;
        Some(after)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::History;
    use crate::{Acts, Kind, Param, Params, Text};

    pub(crate) const TABLE: &[Param] = &[Param {
        key: "a",
        label: Text::same(""),
        symbol: "",
        help: Text::same(""),
        group: Text::same(""),
        kind: Kind::Number { min: 0.0, max: 100.0, default: 0.0, log: false },
        acts: Acts::AtOnce,
        when: None,
    }];

    /// Parameters of which one has this value.
    pub(crate) fn at(value: f64) -> Params {
        let mut params = Params::defaults(TABLE);
        params.set(TABLE, "a", &value.to_string()).unwrap();
        params
    }

    #[test]
    fn a_drag_is_one_change_and_comes_back_whole() {
        let mut history = History::default();
        for (i, value) in [0.0, 1.0, 2.0].into_iter().enumerate() {
            history.note(&at(value), "a", i as f64 * 100.0);
        }
        history.note(&at(3.0), "b", 400.0);
        assert_eq!(history.undo(&at(4.0)), Some(at(3.0)));
        assert_eq!(history.undo(&at(3.0)), Some(at(0.0)));
        assert_eq!(history.undo(&at(0.0)), None);
        assert_eq!(history.redo(&at(0.0)), Some(at(3.0)));
        history.note(&at(3.0), "a", 9000.0);
        assert_eq!(history.redo(&at(5.0)), None, "a new change ends the undone future");
    }
}
