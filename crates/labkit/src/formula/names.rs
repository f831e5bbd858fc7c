//! What to suggest for a name that is not known.

use super::{Const, Func};

/// Names that other programs know and that are no misspelling of ours, with what to write instead.
const ELSEWHERE: [(&str, Option<&str>); 16] = [
    ("lg", Some("log(x)/log(10)")),
    ("log10", Some("log(x)/log(10)")),
    ("log2", Some("log(x)/log(2)")),
    ("lb", Some("log(x)/log(2)")),
    ("tg", Some("tan")),
    ("sinh", Some("(exp(x)-exp(-x))/2")),
    ("cosh", Some("(exp(x)+exp(-x))/2")),
    ("th", Some("tanh")),
    ("pow", Some("x^2")),
    ("sigmoid", Some("1/(1+exp(-x))")),
    ("relu", Some("(x+abs(x))/2")),
    ("asin", None),
    ("acos", None),
    ("atan", None),
    ("sec", None),
    ("cot", None),
];

/// What repeats: `repeat(n, start, body)`.
pub(super) const REPEAT: &str = "repeat";
/// What its rounds have reached.
pub(super) const STATE: &str = "h";

/// What the writer of `name` may have meant: another case, a missing sign, a slip of the finger.
pub(super) fn suggest(name: &str, vars: &[&str]) -> Option<String> {
    let lower = name.to_lowercase();
    if let Some((_, instead)) = ELSEWHERE.iter().find(|(n, _)| *n == lower) {
        return instead.map(str::to_owned);
    }
    let known: Vec<&str> = known(vars).collect();
    if let Some(same) = known.iter().find(|k| k.to_lowercase() == lower) {
        return Some((*same).to_owned());
    }
    if let Some(apart) = apart(name, vars) {
        return Some(apart);
    }
    let allowed = match name.chars().count() {
        0 | 1 => 0,
        2..=4 => 1,
        _ => 2,
    };
    known
        .into_iter()
        .filter(|k| k.chars().count() > 1)
        .map(|k| (distance(&lower, k), k.len().abs_diff(lower.len()), k))
        .filter(|(d, ..)| *d <= allowed)
        .min_by_key(|(d, length, _)| (*d, *length))
        .map(|(.., k)| k.to_owned())
}

/// Every name that may stand in a formula.
pub(super) fn known<'a>(vars: &'a [&'a str]) -> impl Iterator<Item = &'a str> {
    let constants = Const::ALL.iter().map(|c| c.name());
    let functions = Func::ALL.iter().map(|f| f.name());
    vars.iter().copied().chain(constants).chain(functions).chain([REPEAT])
}

/// `xy` → `x*y`, `sinx` → `sin(x)`, `x2` → `x^2`: names run together.
fn apart(name: &str, vars: &[&str]) -> Option<String> {
    let value = |n: &str| vars.contains(&n) || Const::ALL.iter().any(|c| c.name() == n);
    let cuts = name.char_indices().map(|(i, _)| i).skip(1);
    for (head, tail) in cuts.filter_map(|i| name.split_at_checked(i)) {
        let digits = tail.chars().all(|c| c.is_ascii_digit());
        if value(head) && digits {
            return Some(format!("{head}^{tail}"));
        }
        if value(head) && value(tail) {
            return Some(format!("{head}*{tail}"));
        }
        if Func::ALL.iter().any(|f| f.name() == head) && value(tail) {
            return Some(format!("{head}({tail})"));
        }
    }
    None
}

/// Edits between two words: insert, delete, replace, swap neighbours (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let mut last = None;
    for (i, ca) in a.chars().enumerate() {
        let mut next = vec![i + 1];
        for (j, cb) in b.iter().enumerate() {
            let at = |r: &[usize], k: usize| r.get(k).copied().unwrap_or(usize::MAX / 2);
            let replace = at(&row, j) + usize::from(ca != *cb);
            let mut best = replace.min(at(&row, j + 1) + 1).min(at(&next, j) + 1);
            let swapped = j > 0 && last == Some(*cb) && b.get(j - 1) == Some(&ca);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
        last = Some(ca);
    }
    row.last().copied().unwrap_or(0)
}
