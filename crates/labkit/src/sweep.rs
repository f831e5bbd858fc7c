//! A sweep: one parameter through a few values, each a run of its own from step 0 with the same seed.

use crate::frame::Panel;
use crate::param::{Kind, Param, Value};
use crate::text::Sentence;
use serde::{Deserialize, Serialize};

/// Most values of a sweep.
pub const MOST_VALUES: usize = 8;
/// Most steps of each.
pub const MOST_STEPS: u64 = 100_000;

/// How far a sweep has come.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Swept {
    /// Key of the parameter.
    pub key: String,
    /// Steps that each run is to take.
    pub steps: u64,
    /// The runs, in the order of the values.
    pub runs: Vec<SweptRun>,
    /// Nothing more comes.
    pub done: bool,
}

/// One run of a sweep.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SweptRun {
    /// The parameter's value.
    pub value: Value,
    /// Steps so far.
    pub step: u64,
    /// Its metrics.
    pub metrics: Vec<(String, f64)>,
    /// Its panels.
    pub panels: Vec<Panel>,
    /// Why it cannot go on.
    pub halted: Option<Sentence>,
}

impl Param {
    /// Values worth comparing: around `now` in even ratios on a logarithmic slider, evenly over the range on another, all
    /// options of a choice. Empty for a parameter that cannot be swept.
    pub fn spread(&self, now: &Value, count: usize) -> Vec<Value> {
        let count = count.clamp(2, MOST_VALUES);
        match self.kind {
            Kind::Number { min, max, log: true, .. } => {
                // Half a decade apart, moved where the range ends.
                let Value::Number(now) = now else { return Vec::new() };
                let half = 10_f64.sqrt();
                let wide = (max / min).log(half).floor() as usize + 1;
                let count = count.min(wide.max(2));
                let low = (now / half.powf(((count - 1) / 2) as f64)).min(max / half.powf((count - 1) as f64)).max(min);
                (0..count).map(|i| Value::Number(three_digits(low * half.powf(i as f64)).clamp(min, max))).collect()
            }
            Kind::Number { min, max, .. } => {
                let value = |i: usize| three_digits(min + (max - min) * i as f64 / (count - 1) as f64).clamp(min, max);
                (0..count).map(|i| Value::Number(value(i))).collect()
            }
            Kind::Choice { options, .. } => {
                let count = u32::try_from(options.len().min(MOST_VALUES)).unwrap_or(0);
                (0..count).map(Value::Choice).collect()
            }
            Kind::Switch { .. } => vec![Value::Switch(false), Value::Switch(true)],
            _ => Vec::new(),
        }
    }
}

fn three_digits(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use crate::{Acts, Kind, Param, Text, Value};

    fn param(kind: Kind) -> Param {
        let none = Text::same("");
        Param { key: "a", label: none, symbol: "", help: none, group: none, kind, acts: Acts::AtOnce, when: None }
    }

    #[test]
    fn values_lie_in_the_range_in_order_around_the_present_one() {
        for now in [1e-5, 3e-4, 0.01, 1.0] {
            let rate = param(Kind::Number { min: 1e-5, max: 1.0, default: 0.01, log: true });
            let values: Vec<f64> = rate
                .spread(&Value::Number(now), 8)
                .iter()
                .map(|v| if let Value::Number(v) = v { *v } else { 0.0 })
                .collect();
            assert_eq!(values.len(), 8);
            assert!(values.windows(2).all(|pair| pair[0] < pair[1]), "{values:?}");
            assert!(values[0] >= 1e-5 && values[7] <= 1.0, "{values:?}");
            assert!(values[0] <= now * 1.01 && values[7] >= now * 0.99, "{now}: {values:?}");
        }
        let narrow = param(Kind::Number { min: 1.0, max: 5.0, default: 2.0, log: true });
        assert!(narrow.spread(&Value::Number(2.0), 8).len() >= 2);
        let plain = param(Kind::Number { min: 0.0, max: 1.0, default: 0.9, log: false });
        assert_eq!(plain.spread(&Value::Number(0.9), 5).len(), 5);
        assert_eq!(param(Kind::Switch { default: true }).spread(&Value::Switch(true), 8).len(), 2);
        assert!(param(Kind::Columns).spread(&Value::Names(Vec::new()), 8).is_empty());
    }
}
