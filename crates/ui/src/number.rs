//! Numbers as the frame writes and reads them: a true minus sign, no trailing noise, powers of ten when small.

/// Writes a number with at least `least` decimals and at most six significant digits.
pub fn format_number(value: f64, least: usize) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "∞".to_owned() } else { "−∞".to_owned() };
    }
    let size = value.abs();
    let text = if value != 0.0 && !(0.01..1e6).contains(&size) && (least < 3 || !(0.001..1e6).contains(&size)) {
        scientific(value)
    } else {
        let whole = if size < 1.0 { 0 } else { size.log10().floor() as usize + 1 };
        let most = if whole == 0 { 7 } else { 6_usize.saturating_sub(whole) };
        trim(&format!("{value:.most$}"), least)
    };
    text.replace('-', "−")
}

/// Writes a count in groups of three: `4 210`.
pub fn format_count(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 * 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// Reads what a reader types: either minus sign, full-width digits, `e` notation, grouping spaces.
pub fn parse_number(text: &str) -> Option<f64> {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '−' | '－' | '–' => '-',
            '．' => '.',
            '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10).unwrap_or(c),
            other => other,
        })
        .collect();
    plain.parse::<f64>().ok().filter(|value| value.is_finite())
}

fn scientific(value: f64) -> String {
    let text = format!("{value:.5e}");
    let Some((mantissa, exponent)) = text.split_once('e') else { return text };
    format!("{}e{exponent}", trim(mantissa, 1))
}

// Drops trailing zeros, but keeps `least` decimals (and writes them where there are fewer).
fn trim(text: &str, least: usize) -> String {
    let Some((whole, decimals)) = text.split_once('.') else {
        return if least == 0 { text.to_owned() } else { format!("{text}.{}", "0".repeat(least)) };
    };
    let kept = decimals.trim_end_matches('0').len().max(least.min(decimals.len()));
    if kept == 0 { whole.to_owned() } else { format!("{whole}.{}", decimals.get(..kept).unwrap_or(decimals)) }
}

#[cfg(test)]
mod tests {
    use super::{format_count, format_number, parse_number};

    #[test]
    fn writes_as_the_frame_does() {
        let cases = [
            (0.004, 0, "4.0e−3"),
            (0.9, 2, "0.90"),
            (64.0, 0, "64"),
            (-0.0481, 0, "−0.0481"),
            (3.6e-7, 0, "3.6e−7"),
            (0.905, 2, "0.905"),
            (0.0, 0, "0"),
            (0.0, 2, "0.00"),
            (123_456.0, 0, "123456"),
            (0.001, 3, "0.001"),
            (f64::NAN, 0, "NaN"),
            (f64::NEG_INFINITY, 0, "−∞"),
            (0.1 + 0.2, 0, "0.3"),
            (2.5e9, 0, "2.5e9"),
        ];
        for (value, least, text) in cases {
            assert_eq!(format_number(value, least), text);
        }
    }

    #[test]
    fn reads_what_it_writes() {
        for value in [0.004, -1.45, 2.35, 1e-5, 512.0, 0.99, 0.0] {
            assert_eq!(parse_number(&format_number(value, 2)), Some(value));
        }
    }

    #[test]
    fn reads_other_keyboards() {
        assert_eq!(parse_number(" －０．５ "), Some(-0.5));
        assert_eq!(parse_number("4 210"), Some(4210.0));
        assert_eq!(parse_number("1e−3"), Some(0.001));
        for bad in ["", "abc", "1..2", "inf", "NaN", "1e999"] {
            assert_eq!(parse_number(bad), None, "{bad}");
        }
    }

    #[test]
    fn groups_counts() {
        assert_eq!(format_count(4210), "4\u{202f}210");
        assert_eq!(format_count(999), "999");
        assert_eq!(format_count(1_234_567), "1\u{202f}234\u{202f}567");
    }
}
