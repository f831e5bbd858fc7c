//! Numbers as a reader sees them: true minus, thin spaces, superscript powers.

const MINUS: char = '−';
/// Between groups of three digits; narrow and does not break.
const THIN: char = '\u{202f}';

/// A number with a fixed count of decimals.
pub fn fixed(value: f64, decimals: usize) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "∞".to_owned() } else { format!("{MINUS}∞") };
    }
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, rest) = digits.split_once('.').map_or((digits.as_str(), None), |(w, r)| (w, Some(r)));
    let mut out = String::new();
    // "−0.00" says a sign that the digits shown do not have.
    if value < 0.0 && digits.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        out.push(MINUS);
    }
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(THIN);
        }
        out.push(c);
    }
    if let Some(rest) = rest {
        out.push('.');
        out.push_str(rest);
    }
    out
}

/// A number with three significant digits, as a read-out or on an axis; whole numbers up to a million keep every digit.
pub fn value(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 || !value.is_finite() {
        return fixed(value, 0);
    }
    if size < 1e6 && value.fract() == 0.0 {
        return fixed(value, 0);
    }
    // Rounding may carry into the next power: 999.96 is 1 000, not 1000.0.
    let power = exponent(size);
    if !(-3..6).contains(&power) {
        return scientific(value, 2);
    }
    let text = fixed(value, usize::try_from(2 - power).unwrap_or(0));
    trim_zeros(&text)
}

/// `m×10ᵉ` with at most `decimals` decimals in the mantissa; `10ᵉ` alone where the mantissa is one.
pub fn scientific(value: f64, decimals: usize) -> String {
    if value == 0.0 || !value.is_finite() {
        return fixed(value, 0);
    }
    let text = format!("{value:.decimals$e}");
    let (mantissa, power) = text.split_once('e').unwrap_or((&text, "0"));
    let mantissa = trim_zeros(&fixed(mantissa.parse().unwrap_or(value), decimals));
    let power = superscript(power.parse().unwrap_or(0));
    match mantissa.as_str() {
        "1" => format!("10{power}"),
        "−1" => format!("{MINUS}10{power}"),
        m => format!("{m}×10{power}"),
    }
}

/// A power of ten as a tick: 10⁻², 1, 10, 10².
pub fn power_of_ten(exponent: i32) -> String {
    match exponent {
        0 => "1".to_owned(),
        1 => "10".to_owned(),
        e => format!("10{}", superscript(e)),
    }
}

/// The decimal exponent of a positive number after rounding to three digits.
fn exponent(size: f64) -> i32 {
    let text = format!("{size:.2e}");
    text.split_once('e').and_then(|(_, e)| e.parse().ok()).unwrap_or(0)
}

fn superscript(n: i32) -> String {
    n.to_string()
        .chars()
        .map(|c| match c {
            '-' => '⁻',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            d => char::from_u32(0x2070 + d.to_digit(10).unwrap_or(0)).unwrap_or(d),
        })
        .collect()
}

fn trim_zeros(text: &str) -> String {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values() {
        for (v, s) in [
            (0.0, "0"),
            (-1.0, "−1"),
            (1.386_294, "1.39"),
            (0.001_234, "0.00123"),
            (999.96, "1\u{202f}000"),
            (400.0, "400"),
            (12_345.6, "12\u{202f}346"),
            (-4210.0, "−4\u{202f}210"),
            (1e6, "10⁶"),
            (-2.5e7, "−2.5×10⁷"),
            (1e-9, "10⁻⁹"),
            (3.14e-5, "3.14×10⁻⁵"),
            (0.25, "0.25"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "−∞"),
        ] {
            assert_eq!(value(v), s, "{v}");
        }
    }

    #[test]
    fn fixed_never_shows_minus_zero() {
        assert_eq!(fixed(-0.0004, 2), "0.00");
        assert_eq!(fixed(-0.006, 2), "−0.01");
        assert_eq!(fixed(1_234_567.5, 1), "1\u{202f}234\u{202f}567.5");
    }

    #[test]
    fn powers() {
        assert_eq!(power_of_ten(-12), "10⁻¹²");
        assert_eq!(power_of_ten(0), "1");
        assert_eq!(power_of_ten(3), "10³");
        assert_eq!(power_of_ten(4567), "10⁴⁵⁶⁷");
    }
}
