//! The state of a lab in the address: parameters that differ from their defaults, and the seed. Never numbers that were
//! computed.

use crate::param::{Param, ParamError, Params};

/// Default seed of every lab.
pub const SEED: u64 = 7;

/// The version of the address. It is not written while it is the first; a link that says another (`v=2`) was made by a later site.
pub const VERSION: &str = "1";

/// The query of a lab's address, without `?`: `lab=ID&key=value…&seed=N`.
pub fn query(lab: &str, table: &[Param], params: &Params, seed: u64) -> String {
    let mut query = format!("lab={}", escape(lab));
    for (key, value) in params.changed(table) {
        query.push_str(&format!("&{key}={}", escape(&value)));
    }
    if seed != SEED {
        query.push_str(&format!("&seed={seed}"));
    }
    query
}

/// Keys and values of a query string.
pub fn pairs(query: &str) -> Vec<(String, String)> {
    let query = query.trim_start_matches('?');
    let parts = query.split('&').filter(|part| !part.is_empty());
    parts.map(|part| part.split_once('=').unwrap_or((part, ""))).map(|(k, v)| (unescape(k), unescape(v))).collect()
}

/// Parameters and seed that a query sets; keys that are not the lab's (language, theme) are passed over, and values that
/// the table does not allow are reported and left at their defaults.
pub fn read(table: &[Param], query: &str) -> (Params, u64, Vec<ParamError>) {
    let mut params = Params::defaults(table);
    let (mut seed, mut errors) = (SEED, Vec::new());
    let known: Vec<_> = pairs(query).into_iter().filter(|(key, _)| table.iter().any(|p| p.key == key)).collect();
    // One by one, so that one bad value does not take the good ones with it; `set_all` puts aliases last.
    let (aliases, plain): (Vec<_>, Vec<_>) = known
        .into_iter()
        .partition(|(key, _)| table.iter().any(|p| p.key == key && matches!(p.kind, crate::Kind::Alias { .. })));
    for (key, value) in plain.iter().chain(&aliases) {
        if let Err(error) = params.set(table, key, value) {
            errors.push(error);
        }
    }
    if let Some((_, value)) = pairs(query).iter().find(|(key, _)| key == "seed") {
        seed = value.parse().unwrap_or(SEED);
    }
    (params, seed, errors)
}

/// Percent-encodes all that a query value may not hold. Signs that formulas need and queries allow stay readable.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z'
            | b'a'..=b'z'
            | b'0'..=b'9'
            | b'-'
            | b'_'
            | b'.'
            | b'~'
            | b'('
            | b')'
            | b'*'
            | b'/'
            | b','
            | b';' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Undoes [`escape`]; a `+` is a space. Bytes that are not UTF-8 become U+FFFD.
pub fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        rest = tail;
        let hex =
            || tail.get(..2).and_then(|two| std::str::from_utf8(two).ok()).and_then(|s| u8::from_str_radix(s, 16).ok());
        match first {
            b'%' if let Some(byte) = hex() => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            b'+' => bytes.push(b' '),
            other => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{escape, unescape};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn escape_round_trips(text in any::<String>()) {
            prop_assert_eq!(unescape(&escape(&text)), text);
        }

        #[test]
        fn unescape_never_panics(text in any::<String>()) {
            let _ = unescape(&text);
        }
    }

    #[test]
    fn formulas_survive_the_address() {
        let f = "(1-x)^2 + 100*(y-x^2)^2";
        assert_eq!(escape(f), "(1-x)%5E2%20%2B%20100*(y-x%5E2)%5E2");
        assert_eq!(unescape(&escape(f)), f);
    }
}
