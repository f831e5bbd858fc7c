//! Where ticks stand, and what they say.

use crate::format;

/// One tick of an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Where, in data.
    pub value: f64,
    /// What it says.
    pub label: String,
}

/// Ticks at multiples of 1, 2 or 5 times a power of ten, no more than about `most` of them.
pub fn linear(lo: f64, hi: f64, most: usize) -> Vec<Tick> {
    let span = hi - lo;
    if !span.is_finite() || span <= 0.0 {
        return Vec::new();
    }
    let raw = span / most.max(1) as f64;
    let mut power = raw.log10().floor() as i32;
    // The least of 1, 2, 5, 10 that is coarse enough.
    let head = raw / pow10(power);
    let mut factor = [1.0, 2.0, 5.0, 10.0].into_iter().find(|f| *f >= head * (1.0 - 1e-9)).unwrap_or(10.0);
    if factor >= 10.0 {
        factor = 1.0;
        power += 1;
    }
    // Division by a whole power keeps 0.1, 0.2, 0.3 exact where multiplication by 0.1 does not.
    let at = |k: i64| if power < 0 { k as f64 * factor / pow10(-power) } else { k as f64 * factor * pow10(power) };
    let step = at(1);
    let slack = 1e-9;
    let (first, last) = ((lo / step - slack).ceil() as i64, (hi / step + slack).floor() as i64);
    let decimals = usize::try_from(-power).unwrap_or(0);
    let biggest = lo.abs().max(hi.abs());
    (first..=last)
        .map(|k| {
            let value = at(k);
            let plain = biggest < 1e6 && decimals <= 4;
            Tick { value, label: if plain { format::fixed(value, decimals) } else { format::scientific(value, 6) } }
        })
        .collect()
}

/// Ticks of a logarithmic axis: powers of ten, thinned evenly when there are too many; with 2 and 5 between them
/// when the axis spans less than about two decades.
pub fn log(lo: f64, hi: f64, most: usize) -> Vec<Tick> {
    if !(lo > 0.0 && hi > lo && hi.is_finite()) {
        return Vec::new();
    }
    let slack = 1e-9;
    let (first, last) = ((lo.log10() - slack).ceil() as i32, (hi.log10() + slack).floor() as i32);
    let decades = last - first + 1;
    if decades >= 3 || hi / lo > 200.0 {
        let every = (decades as usize).div_ceil(most.max(1)).max(1) as i32;
        // Multiples of the stride, so that 1 keeps its tick and ticks do not wander while the range grows.
        return (first..=last)
            .filter(|e| e.rem_euclid(every) == 0)
            .map(|e| Tick { value: pow10(e), label: format::power_of_ten(e) })
            .collect();
    }
    let ticks: Vec<Tick> = (first - 1..=last)
        .flat_map(|e| [1.0, 2.0, 5.0].map(|f| if e < 0 { f / pow10(-e) } else { f * pow10(e) }))
        .filter(|v| *v >= lo * (1.0 - slack) && *v <= hi * (1.0 + slack))
        .map(|value| Tick { value, label: format::value(value) })
        .collect();
    // A narrow range may hold none of them.
    if ticks.len() >= 2 { ticks } else { linear(lo, hi, most) }
}

fn pow10(e: i32) -> f64 {
    10_f64.powi(e)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(t: &[Tick]) -> Vec<&str> {
        t.iter().map(|t| t.label.as_str()).collect()
    }

    #[test]
    fn one_two_five() {
        assert_eq!(labels(&linear(0.0, 400.0, 5)), ["0", "100", "200", "300", "400"]);
        assert_eq!(labels(&linear(-1.45, 1.9, 4)), ["−1", "0", "1"]);
        assert_eq!(labels(&linear(0.0, 0.3, 3)), ["0.0", "0.1", "0.2", "0.3"]);
        assert_eq!(labels(&linear(0.0, 4210.0, 3)), ["0", "2\u{202f}000", "4\u{202f}000"]);
        assert_eq!(labels(&linear(0.0, 2e7, 3)), ["0", "10⁷", "2×10⁷"]);
        assert_eq!(labels(&linear(0.0, 3e-6, 3)), ["0", "10⁻⁶", "2×10⁻⁶", "3×10⁻⁶"]);
    }

    #[test]
    fn tick_values_are_exact_and_never_too_many() {
        assert_eq!(linear(0.0, 1.0, 10)[3].value, 0.3);
        for most in 1..20 {
            for (lo, hi) in [(0.0, 1.0), (-3.7, 912.0), (1e-7, 4.4e-7), (1e9, 1e9 + 3.0)] {
                let t = linear(lo, hi, most);
                assert!(t.len() <= most + 1, "{lo} {hi} {most}: {}", t.len());
                assert!(t.windows(2).all(|w| w[0].value < w[1].value));
            }
        }
    }

    #[test]
    fn logs() {
        assert_eq!(labels(&log(1e-9, 60.0, 6)), ["10⁻⁸", "10⁻⁶", "10⁻⁴", "10⁻²", "1"]);
        assert_eq!(labels(&log(1e-3, 10.0, 6)), ["10⁻³", "10⁻²", "10⁻¹", "1", "10"]);
        assert_eq!(labels(&log(0.15, 6.0, 6)), ["0.2", "0.5", "1", "2", "5"]);
        assert_eq!(labels(&log(2.1, 2.9, 4)), ["2.2", "2.4", "2.6", "2.8"]);
    }

    #[test]
    fn empty_ranges_have_no_ticks() {
        assert!(linear(1.0, 1.0, 5).is_empty() && linear(f64::NAN, 1.0, 5).is_empty());
        assert!(log(0.0, 1.0, 5).is_empty() && log(-1.0, 1.0, 5).is_empty());
    }
}
