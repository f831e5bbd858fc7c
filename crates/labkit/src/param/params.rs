//! The values of a table's parameters.

use super::{Acts, Kind, Param, ParamError, Value};
use crate::text::Sentence;
use serde::{Deserialize, Serialize};

/// One value for each row of a table, in the table's order. The table itself is not carried: both threads have it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Params {
    values: Vec<Value>,
}

impl Params {
    /// Every parameter at its default.
    pub fn defaults(table: &[Param]) -> Self {
        Self { values: table.iter().map(|param| param.kind.default()).collect() }
    }

    /// The value of `key`; the default of a parameter that the table does not have is an empty text.
    pub fn get(&self, table: &[Param], key: &str) -> Value {
        let key = self.resolve(table, key);
        table
            .iter()
            .position(|param| param.key == key)
            .and_then(|index| self.values.get(index).cloned())
            .unwrap_or(Value::Text(String::new()))
    }

    /// The number `key`; not-a-number where it is none.
    pub fn number(&self, table: &[Param], key: &str) -> f64 {
        match self.get(table, key) {
            Value::Number(value) => value,
            _ => f64::NAN,
        }
    }

    /// The key of the option that the choice `key` stands at.
    pub fn choice(&self, table: &[Param], key: &str) -> &'static str {
        let Value::Choice(index) = self.get(table, key) else { return "" };
        table
            .iter()
            .find(|param| param.key == key)
            .and_then(|param| match param.kind {
                Kind::Choice { options, .. } => options.get(index as usize).map(|(name, _)| *name),
                _ => None,
            })
            .unwrap_or("")
    }

    /// Whether the switch `key` is on.
    pub fn switch(&self, table: &[Param], key: &str) -> bool {
        self.get(table, key) == Value::Switch(true)
    }

    /// The text `key`.
    pub fn text(&self, table: &[Param], key: &str) -> String {
        match self.get(table, key) {
            Value::Text(text) => text,
            _ => String::new(),
        }
    }

    /// Puts a value that is already of the right kind; answers whether it was.
    pub fn put(&mut self, table: &[Param], key: &str, value: Value) -> bool {
        let key = self.resolve(table, key);
        let Some(index) = table.iter().position(|param| param.key == key) else { return false };
        let fits = table.get(index).is_some_and(|param| param.kind.holds(&value));
        match self.values.get_mut(index) {
            Some(slot) if fits => {
                *slot = value;
                true
            }
            _ => false,
        }
    }

    /// Reads `raw` as the value of `key`.
    ///
    /// # Errors
    /// An unknown key, or a value that the table does not allow; nothing is changed then.
    pub fn set(&mut self, table: &[Param], key: &str, raw: &str) -> Result<(), ParamError> {
        let target = self.resolve(table, key);
        let Some(param) = table.iter().find(|param| param.key == target) else {
            let known: Vec<&str> = table.iter().map(|param| param.key).collect();
            return Err(ParamError::UnknownKey { key: key.to_owned(), known: known.join(", ") });
        };
        let value = param.kind.read(raw).map_err(|expected| ParamError::BadValue {
            key: key.to_owned(),
            expected,
            found: raw.to_owned(),
        })?;
        self.put(table, &target, value);
        Ok(())
    }

    /// Reads several pairs; aliases last, since what they mean depends on the others.
    ///
    /// # Errors
    /// The first pair that the table does not allow; the pairs before it are kept.
    pub fn set_all(&mut self, table: &[Param], pairs: &[(String, String)]) -> Result<(), ParamError> {
        let alias = |key: &str| table.iter().any(|p| p.key == key && matches!(p.kind, Kind::Alias { .. }));
        for late in [false, true] {
            for (key, raw) in pairs.iter().filter(|(key, _)| alias(key) == late) {
                self.set(table, key, raw)?;
            }
        }
        Ok(())
    }

    /// Keys and texts of all parameters that differ from their defaults, in the table's order.
    pub fn changed(&self, table: &[Param]) -> Vec<(&'static str, String)> {
        self.pairs(table)
            .filter(|(param, value)| **value != param.kind.default())
            .map(|(p, v)| (p.key, p.kind.write(v)))
            .collect()
    }

    /// Keys and texts of all parameters.
    pub fn all(&self, table: &[Param]) -> Vec<(&'static str, String)> {
        self.pairs(table).map(|(param, value)| (param.key, param.kind.write(value))).collect()
    }

    /// Keys whose values differ between the two.
    pub fn differing(&self, other: &Self, table: &[Param]) -> Vec<&'static str> {
        let pairs = self.values.iter().zip(&other.values).zip(table);
        pairs.filter(|((a, b), _)| a != b).map(|(_, param)| param.key).collect()
    }

    /// These parameters with the other's way of showing: what is kept where a run goes back to how it was.
    #[must_use]
    pub fn shown_as(&self, other: &Self, table: &[Param]) -> Self {
        let values = self.values.iter().zip(&other.values).zip(table);
        Self { values: values.map(|((a, b), param)| if param.acts == Acts::Shows { b } else { a }.clone()).collect() }
    }

    fn pairs<'a>(&'a self, table: &'a [Param]) -> impl Iterator<Item = (&'a Param, &'a Value)> {
        table.iter().zip(&self.values).filter(|(param, _)| !matches!(param.kind, Kind::Alias { .. }))
    }

    /// The key that `key` means: itself, or what the alias points at now.
    fn resolve(&self, table: &[Param], key: &str) -> String {
        match table.iter().find(|param| param.key == key).map(|param| param.kind) {
            Some(Kind::Alias { of, prefix }) => format!("{prefix}{}", self.choice(table, of)),
            _ => key.to_owned(),
        }
    }
}

impl Kind {
    /// The default value.
    pub fn default(&self) -> Value {
        match *self {
            Self::Number { default, .. } | Self::Typed { default, .. } => Value::Number(default),
            Self::Choice { default, .. } => Value::Choice(u32::try_from(default).unwrap_or(0)),
            Self::Set { default, .. } => Value::Set(default),
            Self::Switch { default } => Value::Switch(default),
            Self::Text { default, .. } => Value::Text(default.to_owned()),
            Self::Column | Self::Alias { .. } => Value::Text(String::new()),
            Self::Columns => Value::Names(Vec::new()),
            Self::Points { .. } => Value::Points(Vec::new()),
        }
    }

    /// Whether `value` is of this kind.
    fn holds(&self, value: &Value) -> bool {
        matches!(
            (self, value),
            (Self::Number { min, max, .. } | Self::Typed { min, max, .. }, Value::Number(number)) if (*min..=*max).contains(number)
        ) || matches!(
            (self, value),
            (Self::Points { max }, Value::Points(points))
                if points.len() <= *max && points.iter().all(|(x, y)| x.is_finite() && y.is_finite())
        ) || matches!(
            (self, value),
            (Self::Choice { .. }, Value::Choice(_))
                | (Self::Set { .. }, Value::Set(_))
                | (Self::Switch { .. }, Value::Switch(_))
                | (Self::Text { .. } | Self::Column, Value::Text(_))
                | (Self::Columns, Value::Names(_))
        )
    }

    /// The value that `raw` says, or what was expected.
    fn read(&self, raw: &str) -> Result<Value, Sentence> {
        let none = || self.expected();
        let option = |options: &[(&str, crate::Text)], name: &str| {
            options.iter().position(|(key, _)| *key == name).and_then(|i| u32::try_from(i).ok())
        };
        let trimmed = raw.trim();
        Ok(match *self {
            Self::Number { min, max, .. } | Self::Typed { min, max, .. } => {
                let number = trimmed.replace('−', "-").parse::<f64>().map_err(|_| none())?;
                if !(number >= min && number <= max) {
                    return Err(none());
                }
                Value::Number(number)
            }
            Self::Choice { options, .. } => Value::Choice(option(options, trimmed).ok_or_else(none)?),
            Self::Set { options, .. } => {
                let names = trimmed.split(',').map(str::trim).filter(|name| !name.is_empty());
                let mut bits = names.map(|name| option(options, name).map(|i| 1_u32 << i));
                Value::Set(bits.try_fold(0, |all, bit| bit.map(|b| all | b)).ok_or_else(none)?)
            }
            Self::Switch { .. } => match trimmed {
                "true" | "1" | "on" => Value::Switch(true),
                "false" | "0" | "off" => Value::Switch(false),
                _ => return Err(none()),
            },
            Self::Text { max_len, .. } if raw.chars().count() > max_len => return Err(none()),
            Self::Text { .. } | Self::Column => Value::Text(raw.to_owned()),
            Self::Columns => Value::Names(split_names(trimmed)),
            Self::Points { max } => {
                let point = |pair: &str| {
                    let (x, y) = pair.split_once(',')?;
                    let (x, y) = (x.trim().parse::<f64>().ok()?, y.trim().parse::<f64>().ok()?);
                    (x.is_finite() && y.is_finite()).then_some((x, y))
                };
                let pairs = trimmed.split(';').filter(|pair| !pair.trim().is_empty());
                let points: Vec<_> = pairs.map(point).collect::<Option<_>>().ok_or_else(none)?;
                if points.len() > max {
                    return Err(none());
                }
                Value::Points(points)
            }
            Self::Alias { .. } => return Err(none()),
        })
    }

    /// The text of a value, as `read` takes it.
    fn write(&self, value: &Value) -> String {
        let names = |options: &[(&str, crate::Text)], on: &dyn Fn(usize) -> bool| {
            let all = options.iter().enumerate().filter(|(i, _)| on(*i)).map(|(_, (key, _))| *key);
            all.collect::<Vec<_>>().join(",")
        };
        match (self, value) {
            (_, Value::Number(number)) => format!("{number}"),
            (Self::Choice { options, .. }, Value::Choice(at)) => names(options, &|i| i == *at as usize),
            (Self::Set { options, .. }, Value::Set(bits)) => names(options, &|i| i < 32 && bits & (1 << i) != 0),
            (_, Value::Switch(on)) => format!("{on}"),
            (_, Value::Text(text)) => text.clone(),
            (_, Value::Names(names)) => join_names(names),
            (_, Value::Points(points)) => points.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(";"),
            _ => String::new(),
        }
    }

    /// What values it takes, in words.
    pub fn expected(&self) -> Sentence {
        let list = |options: &[(&str, crate::Text)]| options.iter().map(|(key, _)| *key).collect::<Vec<_>>().join(", ");
        match self {
            Self::Number { min, max, .. } | Self::Typed { min, max, .. } => {
                Sentence::new(format!("{min} 到 {max} 之间的数"), format!("a number from {min} to {max}"))
            }
            Self::Choice { options, .. } => {
                Sentence::new(format!("{} 之一", list(options)), format!("one of {}", list(options)))
            }
            Self::Set { options, .. } => Sentence::new(
                format!("{} 中的几个，以逗号隔开", list(options)),
                format!("some of {}, with commas between", list(options)),
            ),
            Self::Switch { .. } => Sentence::new("true 或 false", "true or false"),
            Self::Text { max_len, .. } => {
                Sentence::new(format!("不超过 {max_len} 个字符"), format!("at most {max_len} characters"))
            }
            Self::Column => Sentence::new("一列的名字", "the name of a column"),
            Self::Columns => Sentence::new("若干列的名字，以逗号隔开", "names of columns, with commas between"),
            Self::Points { max } => Sentence::new(
                format!("至多 {max} 个点，写作 x,y;x,y"),
                format!("at most {max} points, written x,y;x,y"),
            ),
            Self::Alias { of, .. } => {
                Sentence::new(format!("当前 {of} 的参数"), format!("the parameter of the current {of}"))
            }
        }
    }
}

/// Names with commas between. A comma or a backslash inside a name has a backslash before it: column heads may hold both.
pub fn join_names(names: &[String]) -> String {
    let escaped = names.iter().map(|name| name.replace('\\', r"\\").replace(',', r"\,"));
    escaped.collect::<Vec<_>>().join(",")
}

/// Undoes [`join_names`]; spaces around a name and empty names are passed over.
fn split_names(text: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        match (sign, names.last_mut()) {
            (',', _) => names.push(String::new()),
            ('\\', Some(name)) => name.extend(signs.next()),
            (_, Some(name)) => name.push(sign),
            (_, None) => {}
        }
    }
    names.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}
