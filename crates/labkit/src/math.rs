//! Presentation MathML, put together from pieces. Every function answers with what may stand inside `<math>`.

/// A number with at most `DIGITS` significant digits; a negative one may follow an operator only in parentheses.
pub fn num(value: f64) -> String {
    const DIGITS: usize = 4;
    if !value.is_finite() {
        let sign = if value < 0.0 { "<mo>−</mo>" } else { "" };
        return if value.is_nan() {
            "<mtext>NaN</mtext>".to_owned()
        } else {
            format!("<mrow>{sign}<mi>∞</mi></mrow>")
        };
    }
    let size = value.abs();
    let text = if size != 0.0 && !(1e-3..1e5).contains(&size) {
        let text = format!("{size:.*e}", DIGITS - 1);
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let exponent = match exponent.strip_prefix('-') {
            Some(size) => format!("<mrow><mo>−</mo><mn>{size}</mn></mrow>"),
            None => format!("<mn>{exponent}</mn>"),
        };
        format!("<mrow><mn>{}</mn><mo>×</mo><msup><mn>10</mn>{exponent}</msup></mrow>", bare(digits))
    } else {
        let before = if size < 1.0 { 0 } else { size.log10().floor() as usize + 1 };
        let zeros = if size == 0.0 || size >= 1.0 { 0 } else { (-size.log10().floor()) as usize - 1 };
        format!("<mn>{}</mn>", bare(&format!("{size:.*}", (DIGITS + zeros).saturating_sub(before))))
    };
    if value < 0.0 { format!("<mrow><mo>−</mo>{text}</mrow>") } else { text }
}

/// Without zeros at the end of the digits after the point.
fn bare(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

/// A number behind an operator: in parentheses where it is negative.
pub fn factor(value: f64) -> String {
    if value < 0.0 { paren(&num(value)) } else { num(value) }
}

/// A name.
pub fn id(name: &str) -> String {
    format!("<mi>{name}</mi>")
}

/// An operator.
pub fn op(sign: &str) -> String {
    format!("<mo>{sign}</mo>")
}

/// Pieces one after the other.
pub fn row(parts: &[&str]) -> String {
    format!("<mrow>{}</mrow>", parts.concat())
}

/// `a` with `b` below.
pub fn sub(a: &str, b: &str) -> String {
    format!("<msub>{a}{b}</msub>")
}

/// `a` with `b` above.
pub fn sup(a: &str, b: &str) -> String {
    format!("<msup>{a}{b}</msup>")
}

/// `a` over `b`.
pub fn frac(a: &str, b: &str) -> String {
    format!("<mfrac>{a}{b}</mfrac>")
}

/// The root of `a`.
pub fn sqrt(a: &str) -> String {
    format!("<msqrt>{a}</msqrt>")
}

/// `a` under a hat.
pub fn hat(a: &str) -> String {
    format!("<mover accent=\"true\">{a}<mo>^</mo></mover>")
}

/// In parentheses.
pub fn paren(a: &str) -> String {
    format!("<mrow><mo>(</mo>{a}<mo>)</mo></mrow>")
}

/// A vector in one line.
pub fn vector(values: &[f64]) -> String {
    let parts: Vec<String> = values.iter().map(|value| num(*value)).collect();
    paren(&parts.join("<mo separator=\"true\">,</mo>"))
}

#[cfg(test)]
mod tests {
    use super::{factor, num, vector};

    #[test]
    fn numbers_are_short_and_lie_in_no_digit() {
        let said = |value: f64| {
            num(value)
                .replace("<mn>", "")
                .replace("</mn>", "")
                .replace("<mrow>", "")
                .replace("</mrow>", "")
                .replace("<mo>", "")
                .replace("</mo>", "")
        };
        for (value, text) in [
            (0.0, "0"),
            (1.0, "1"),
            (12.345_678, "12.35"),
            (-0.012_345_6, "−0.01235"),
            (9999.96, "10000"),
            (99_999.0, "99999"),
            (0.001, "0.001"),
            (0.999_96, "1"),
            (f64::NAN, "<mtext>NaN</mtext>"),
        ] {
            assert_eq!(said(value), text, "{value}");
        }
        assert_eq!(said(1.5e-7), "1.5×<msup>10−7</msup>");
        assert_eq!(said(-2e9), "−2×<msup>109</msup>");
        assert!(factor(-1.0).contains("<mo>(</mo>") && !factor(1.0).contains('('));
        assert_eq!(vector(&[1.0, 2.0]).matches("<mn>").count(), 2);
    }
}
