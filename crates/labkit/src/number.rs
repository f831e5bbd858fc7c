//! Numbers as read-outs show them.

/// A number in at most five significant digits, with a true minus; `—` where it is none.
pub fn short(value: f64) -> String {
    let size = value.abs();
    let text = match size {
        _ if !value.is_finite() => return "—".to_owned(),
        _ if size == 0.0 => "0".to_owned(),
        _ if !(1e-4..1e6).contains(&size) => {
            let text = format!("{value:.2e}");
            match text.split_once('e') {
                Some((digits, power)) => format!("{digits}·10{}", raised(power)),
                None => text,
            }
        }
        _ => {
            let decimals = (3 - size.log10().floor() as i32).clamp(0, 6) as usize;
            format!("{value:.decimals$}")
        }
    };
    text.replace('-', "−")
}

/// [`short`] without the zeros after the point that make columns of numbers even.
pub fn brief(value: f64) -> String {
    let text = short(value);
    match text.split_once('.') {
        Some((_, digits)) if digits.chars().all(|c| c.is_ascii_digit()) => {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        _ => text,
    }
}

fn raised(power: &str) -> String {
    power
        .chars()
        .map(|c| match c {
            '-' => '⁻',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            digit => digit.to_digit(10).and_then(|d| char::from_u32(0x2070 + d)).unwrap_or(digit),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn short_numbers() {
        let cases = [
            (0.0, "0"),
            (-1.45, "−1.450"),
            (0.012_345, "0.01235"),
            (123_456.7, "123457"),
            (4.12e-13, "4.12·10⁻¹³"),
            (-2e7, "−2.00·10⁷"),
            (f64::NAN, "—"),
            (f64::INFINITY, "—"),
        ];
        for (value, expected) in cases {
            assert_eq!(short(value), expected);
        }
    }
}
