//! The header: a dictionary of Python, as in `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`.

use super::element::{Element, TYPES};
use crate::error::{DataError, quote};
use crate::fault::{Fault, Format};

/// The most axes; NumPy itself has up to 64, of which none but these are used.
const MOST_AXES: usize = 8;

/// What the header says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Header {
    pub(super) element: Element,
    pub(super) kind: String,
    pub(super) fortran: bool,
    pub(super) sides: Vec<u64>,
}

impl Header {
    /// The three entries, in any order.
    pub(super) fn parse(text: &str) -> Result<Self, DataError> {
        let broken = |en, zh| Format::Npy.fault(Fault::Header { en, zh });
        let mut rest = text.trim().strip_prefix('{').ok_or_else(|| broken("a dictionary", "一个字典"))?.trim_start();
        let (mut kind, mut fortran, mut sides) = (None, None, None);
        while !rest.starts_with('}') {
            let (key, value) = string(rest).ok_or_else(|| broken("names in quotation marks", "带引号的名字"))?;
            let value = value
                .trim_start()
                .strip_prefix(':')
                .ok_or_else(|| broken("a colon behind each name", "名字后面的冒号"))?;
            let value = value.trim_start();
            rest = match key {
                "descr" => {
                    let (found, rest) = string(value).ok_or_else(|| unread(value))?;
                    kind = Some(found);
                    rest
                }
                "fortran_order" => {
                    let yes = value.strip_prefix("True").map(|rest| (true, rest));
                    let found = yes.or_else(|| value.strip_prefix("False").map(|rest| (false, rest)));
                    let (found, rest) = found.ok_or_else(|| {
                        broken("fortran_order as True or False", "值为 True 或 False 的 fortran_order")
                    })?;
                    fortran = Some(found);
                    rest
                }
                "shape" => {
                    let (found, rest) = tuple(value)
                        .ok_or_else(|| broken("a shape of at most 8 whole numbers", "最多 8 个整数的 shape"))?;
                    sides = Some(found);
                    rest
                }
                _ => return Err(broken("descr, fortran_order and shape only", "且仅有 descr、fortran_order 和 shape")),
            };
            rest = rest.trim_start();
            rest = match rest.strip_prefix(',') {
                Some(rest) => rest.trim_start(),
                None if rest.starts_with('}') => rest,
                None => return Err(broken("a comma between entries", "各项之间的逗号")),
            };
        }
        let kind = kind.ok_or_else(|| broken("descr", " descr"))?;
        Ok(Self {
            element: Element::parse(kind).ok_or_else(|| unread(kind))?,
            kind: kind.to_owned(),
            fortran: fortran.ok_or_else(|| broken("fortran_order", " fortran_order"))?,
            sides: sides.ok_or_else(|| broken("shape", " shape"))?,
        })
    }
}

/// Elements of a type that is not read: named, or a list of fields.
fn unread(kind: &str) -> DataError {
    Format::Npy.fault(Fault::Type { found: quote(kind), expected: TYPES })
}

/// A text in quotation marks, and what follows it.
fn string(text: &str) -> Option<(&str, &str)> {
    let mark = text.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    text.get(1..)?.split_once(mark)
}

/// A tuple of whole numbers, and what follows it.
fn tuple(text: &str) -> Option<(Vec<u64>, &str)> {
    let (inside, rest) = text.strip_prefix('(')?.split_once(')')?;
    let mut parts: Vec<&str> = inside.split(',').take(MOST_AXES + 2).map(str::trim).collect();
    // A comma behind the last one, which a tuple of one needs; none at all in the tuple of nothing.
    if parts.last().is_some_and(|last| last.is_empty()) {
        parts.pop();
    }
    if parts.len() > MOST_AXES {
        return None;
    }
    let sides = parts.iter().map(|part| part.trim_end_matches('L').parse().ok()).collect::<Option<_>>()?;
    Some((sides, rest))
}
