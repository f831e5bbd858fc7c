//! What differs between two states of a table, in words: the name of a pinned run, of a change on the way.

use super::{Kind, Param, Params, Value};
use crate::number::brief;
use crate::text::{Lang, Sentence};

/// Most parameters that are named; the rest are counted.
const MOST: usize = 3;
/// Most characters of a text that are told.
const LONG: usize = 24;

impl Params {
    /// What leads from these parameters to the others: “learning rate 0.01 → 0.1”. Empty where they are the same.
    pub fn change(&self, to: &Self, table: &[Param]) -> Sentence {
        let keys = self.differing(to, table);
        let say = |lang: Lang| {
            let one = |key: &&'static str| {
                let param = table.iter().find(|param| param.key == *key)?;
                let [from, to] = [self, to].map(|params| param.kind.say(&params.get(table, key), lang));
                Some(format!("{} {from} → {to}", param.label.get(lang)))
            };
            let mut said: Vec<String> = keys.iter().filter_map(one).take(MOST).collect();
            match (keys.len().saturating_sub(MOST), lang) {
                (0, _) => {}
                (more, Lang::Zh) => said.push(format!("还有 {more} 项")),
                (more, Lang::En) => said.push(format!("{more} more")),
            }
            said.join(match lang {
                Lang::Zh => "，",
                Lang::En => ", ",
            })
        };
        Sentence::new(say(Lang::Zh), say(Lang::En))
    }
}

impl Kind {
    /// A value in words.
    pub fn say(&self, value: &Value, lang: Lang) -> String {
        let none = || match lang {
            Lang::Zh => "无".to_owned(),
            Lang::En => "none".to_owned(),
        };
        match (self, value) {
            (_, Value::Number(number)) => brief(*number),
            (Self::Choice { options, .. }, Value::Choice(at)) => {
                options.get(*at as usize).map_or_else(none, |(_, name)| name.get(lang).to_owned())
            }
            (Self::Set { options, .. }, Value::Set(bits)) => {
                let on = options.iter().enumerate().filter(|(i, _)| *i < 32 && bits & (1 << i) != 0);
                let names: Vec<&str> = on.map(|(_, (_, name))| name.get(lang)).collect();
                if names.is_empty() { none() } else { names.join("+") }
            }
            (_, Value::Switch(on)) => match (on, lang) {
                (true, Lang::Zh) => "开",
                (false, Lang::Zh) => "关",
                (true, Lang::En) => "on",
                (false, Lang::En) => "off",
            }
            .to_owned(),
            (_, Value::Text(text)) if text.is_empty() => none(),
            (_, Value::Text(text)) if text.chars().count() > LONG => {
                format!("{}…", text.chars().take(LONG).collect::<String>())
            }
            (_, Value::Text(text)) => text.clone(),
            (_, Value::Names(names)) if names.is_empty() => none(),
            (_, Value::Names(names)) => names.join("+"),
            (_, Value::Points(points)) => match lang {
                Lang::Zh => format!("{} 个", points.len()),
                Lang::En => points.len().to_string(),
            },
            _ => String::new(),
        }
    }
}
