//! When a run stops by itself: at a step, or where a metric has passed a value. `1000`, `loss<0.001`, both with `;` between.
//! And what is claimed of its end: `x>0.5 & loss<0.1`.

use crate::number::brief;
use crate::text::{Sentence, Text};
use serde::{Deserialize, Serialize};
use std::fmt;

/// When to stop.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Stop {
    /// At this step, where it lies ahead.
    pub at: Option<u64>,
    /// As soon as this holds.
    pub when: Option<Condition>,
}

/// A metric has passed a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// Name of the metric.
    pub metric: String,
    /// It must be below the value; else above.
    pub below: bool,
    /// The value.
    pub value: f64,
}

/// A rule that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a step (1000), a metric with a bound (loss<0.001), or both with ; between; got “{0}”")]
pub struct BadStop(pub String);

impl BadStop {
    /// For the reader.
    pub fn sentence(&self) -> Sentence {
        let zh = format!("停止条件应写作步数（1000）、指标的界限（loss<0.001），或两者以 ; 隔开；得到“{}”", self.0);
        Sentence::new(zh, self.to_string())
    }
}

impl Stop {
    /// The rule in a text; the metric must be one of `metrics`.
    ///
    /// # Errors
    /// [`BadStop`] with the part that cannot be read.
    pub fn read(text: &str, metrics: &[(&str, Text)]) -> Result<Self, BadStop> {
        let mut stop = Self::default();
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let bad = || BadStop(part.to_owned());
            if part.contains(['<', '>']) {
                let condition = Condition::read(part)?;
                if !metrics.iter().any(|(name, _)| *name == condition.metric) {
                    return Err(bad());
                }
                stop.when = Some(condition);
            } else {
                let step = part.parse().ok().filter(|step| *step > 0);
                stop.at = Some(step.ok_or_else(bad)?);
            }
        }
        Ok(stop)
    }

    /// Whether nothing stops the run.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// How many steps may still be run from `step`.
    pub fn room(&self, step: u64) -> u64 {
        self.at.filter(|at| *at > step).map_or(u64::MAX, |at| at - step)
    }

    /// Why the run stops at `step` with these metrics, which had others at the last look; `None` where it goes on. A bound stops a
    /// run only where it is passed, so that a reader who goes on is let go on.
    pub fn met(&self, step: u64, metrics: &[(String, f64)], before: &[(String, f64)]) -> Option<Sentence> {
        if self.at == Some(step) {
            return Some(Sentence::new(
                format!("到第 {step} 步，按设定停下"),
                format!("Stopped at step {step}, as set"),
            ));
        }
        let condition = self.when.as_ref()?;
        let Condition { metric, below, value } = condition;
        let found = condition.holds(metrics).filter(|_| condition.holds(before).is_none())?;
        let (found, value, sign) = (brief(found), brief(*value), if *below { '<' } else { '>' });
        Some(Sentence::new(
            format!("第 {step} 步：{metric} = {found} {sign} {value}，按设定停下"),
            format!("Stopped at step {step}, as set: {metric} = {found} {sign} {value}"),
        ))
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(at) = self.at {
            write!(f, "{at}")?;
        }
        let Some(condition) = &self.when else { return Ok(()) };
        write!(f, "{}{condition}", if self.at.is_some() { ";" } else { "" })
    }
}

impl Condition {
    /// `metric<value` or `metric>value`.
    ///
    /// # Errors
    /// [`BadStop`] where it is neither.
    pub fn read(text: &str) -> Result<Self, BadStop> {
        let bad = || BadStop(text.to_owned());
        let at = text.find(['<', '>']).ok_or_else(bad)?;
        let (metric, value) = (text[..at].trim(), text[at + 1..].trim().replace('−', "-"));
        let value = value.parse::<f64>().ok().filter(|value| value.is_finite()).ok_or_else(bad)?;
        if metric.is_empty() {
            return Err(bad());
        }
        Ok(Self { metric: metric.to_owned(), below: text[at..].starts_with('<'), value })
    }

    /// What the metric is, where the condition holds; it does not where the metric is missing or no number.
    pub fn holds(&self, metrics: &[(String, f64)]) -> Option<f64> {
        let found = metrics.iter().find(|(name, _)| *name == self.metric)?.1;
        (if self.below { found < self.value } else { found > self.value }).then_some(found)
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.metric, if self.below { '<' } else { '>' }, self.value)
    }
}

/// What an answer to a prediction claims of the metrics at the end of its run: `x>0.5 & loss<0.1`.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim(pub Vec<Condition>);

impl Claim {
    /// The claim in a text.
    ///
    /// # Errors
    /// [`BadStop`] with the part that cannot be read.
    pub fn read(text: &str) -> Result<Self, BadStop> {
        text.split('&').map(|part| Condition::read(part.trim())).collect::<Result<_, _>>().map(Self)
    }

    /// Whether all of it holds.
    pub fn holds(&self, metrics: &[(String, f64)]) -> bool {
        self.0.iter().all(|condition| condition.holds(metrics).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::{Claim, Condition, Stop};
    use crate::Text;
    use proptest::prelude::*;

    const METRICS: &[(&str, Text)] = &[("loss", Text::same("loss")), ("x", Text::same("x"))];

    #[test]
    fn reads_what_it_writes_and_refuses_the_rest() {
        for text in ["", "1000", "loss<0.001", "200;x>-3.5"] {
            assert_eq!(Stop::read(text, METRICS).unwrap().to_string(), text);
        }
        assert_eq!(Stop::read(" loss < −1 ; 5", METRICS).unwrap().to_string(), "5;loss<-1");
        for bad in ["0", "-1", "soon", "loss", "loss<", "loss<NaN", "loss<inf", "gain<1", "1.5"] {
            let error = Stop::read(bad, METRICS).unwrap_err();
            assert!(error.sentence().zh.contains(bad) && error.to_string().contains(bad));
        }
    }

    #[test]
    fn stops_at_the_step_and_where_a_bound_is_passed() {
        let stop = Stop { at: Some(10), when: Some(Condition { metric: "loss".into(), below: true, value: 0.5 }) };
        assert_eq!((stop.room(0), stop.room(9), stop.room(10)), (10, 1, u64::MAX));
        let loss = |value: f64| vec![("loss".to_owned(), value)];
        assert!(stop.met(10, &loss(3.0), &loss(3.0)).unwrap().en.contains("step 10"));
        assert!(stop.met(4, &loss(0.4), &loss(0.6)).unwrap().en.contains("loss = 0.4 < 0.5"));
        assert_eq!(stop.met(5, &loss(0.3), &loss(0.4)), None, "who goes on is let go on");
        assert_eq!(stop.met(5, &loss(f64::NAN), &loss(0.6)), None);
    }

    #[test]
    fn a_claim_is_all_of_its_conditions() {
        let claim = Claim::read("x>0.5 & loss < −1e-3").unwrap();
        let at = |x: f64, loss: f64| vec![("x".to_owned(), x), ("loss".to_owned(), loss)];
        assert!(claim.holds(&at(0.6, -1.0)));
        assert!(!claim.holds(&at(0.4, -1.0)) && !claim.holds(&at(0.6, 0.0)) && !claim.holds(&at(f64::NAN, -1.0)));
        assert!(!claim.holds(&[]), "what was not measured does not hold");
        for bad in ["", "x", "x>", ">1", "x>1 &", "x=1"] {
            assert!(Claim::read(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>()) {
            if let Ok(stop) = Stop::read(&text, METRICS) {
                prop_assert_eq!(Stop::read(&stop.to_string(), METRICS), Ok(stop));
            }
        }
    }
}
