//! The name that was probably meant.

/// The entry of `known` nearest to `name`: the same but for case and spaces, or within a third of its length in edits.
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |s: &str| s.to_lowercase().replace([' ', '_', '-', '.'], "");
    let wanted = plain(name);
    let allowed = wanted.chars().count().div_ceil(3).min(3);
    known
        .map(|k| (distance(&wanted, &plain(k)), k))
        .filter(|(d, _)| *d <= allowed)
        .min_by_key(|(d, _)| *d)
        .map(|(_, k)| k)
}

/// Edits (insert, delete, replace) between two words, each cut at 64 characters: names can be as long as a cell.
fn distance(a: &str, b: &str) -> usize {
    const MOST: usize = 64;
    let b: Vec<char> = b.chars().take(MOST).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().take(MOST).enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (slot, cb) in row.iter_mut().skip(1).zip(&b) {
            let best = (diagonal + usize::from(ca != *cb)).min(*slot + 1).min(left + 1);
            diagonal = std::mem::replace(slot, best);
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_levenshteins() {
        for (a, b, want) in
            [("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("same", "same", 0), ("ab", "ba", 2)]
        {
            assert_eq!(distance(a, b), want, "{a} {b}");
        }
    }

    #[test]
    fn names_are_found_through_slips() {
        let known = ["weight", "horsepower", "model_year", "mpg"];
        let find = |name| nearest(name, known.into_iter());
        assert_eq!(find("Weigth"), Some("weight"));
        assert_eq!(find("horse power"), Some("horsepower"));
        assert_eq!(find("Model Year"), Some("model_year"));
        assert_eq!(find("colour"), None);
        assert_eq!(find(""), None);
    }
}
