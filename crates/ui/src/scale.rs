//! What lies between a slider's thumb and the number it stands for.

/// Positions of a slider that has no step of its own: finer than a pixel on any screen, coarse enough for arrow keys.
const STOPS: f64 = 200.0;

/// The range of a slider.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Smallest value.
    pub min: f64,
    /// Largest value.
    pub max: f64,
    /// Distance of two values; 0 where any value will do.
    pub step: f64,
    /// Equal distances are equal ratios (then `min > 0`).
    pub log: bool,
}

/// A mark under the track.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Where, in percent of the track.
    pub at: f64,
    /// The power of ten it stands for, where it is written out.
    pub power: Option<i32>,
}

impl Scale {
    /// Largest position of the thumb; the smallest is 0.
    pub fn stops(&self) -> f64 {
        if !self.log && self.step > 0.0 { ((self.max - self.min) / self.step).round().max(1.0) } else { STOPS }
    }

    /// Share of the track, 0…1, at which a value stands. A value outside stands at the end.
    pub fn share(&self, value: f64) -> f64 {
        let share = if self.log {
            (value.max(self.min) / self.min).ln() / (self.max / self.min).ln()
        } else {
            (value - self.min) / (self.max - self.min)
        };
        if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 }
    }

    /// The value of a thumb position, rounded to what a reader would have typed.
    pub fn value(&self, position: f64) -> f64 {
        let share = (position / self.stops()).clamp(0.0, 1.0);
        let raw = if self.log {
            self.min * (self.max / self.min).powf(share)
        } else {
            self.min + share * (self.max - self.min)
        };
        self.snap(raw)
    }

    fn snap(&self, raw: f64) -> f64 {
        let value = if self.step > 0.0 && !self.log {
            self.min + ((raw - self.min) / self.step).round() * self.step
        } else {
            raw
        };
        let value = if self.log && self.step >= 1.0 { value.round() } else { value };
        round(value, self.digits()).clamp(self.min, self.max)
    }

    // Significant digits that a stop needs so that neighbours differ.
    fn digits(&self) -> i32 {
        if self.log { 2 } else { 6 }
    }

    /// Decimals that the number field shows at least.
    pub fn decimals(&self) -> usize {
        if self.log || self.step <= 0.0 {
            return 0;
        }
        (0..6).find(|&d| (self.step * 10_f64.powi(d)).fract().abs() < 1e-6).map_or(6, |d| d as usize)
    }

    /// Powers of ten on a logarithmic track; none on a linear one. At most three are written out.
    pub fn ticks(&self) -> Vec<Tick> {
        if !self.log {
            return Vec::new();
        }
        let (first, last) = (self.min.log10().ceil() as i32, self.max.log10().floor() as i32);
        let middle = first + (last - first) / 2;
        (first..=last)
            .map(|power| Tick {
                at: 100.0 * self.share(10_f64.powi(power)),
                power: [first, middle, last].contains(&power).then_some(power),
            })
            .collect()
    }
}

fn round(value: f64, digits: i32) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let shift = digits - 1 - value.abs().log10().floor() as i32;
    if shift < 0 {
        let unit = 10_f64.powi(-shift);
        return (value / unit).round() * unit;
    }
    // Through text: multiplying by a power of ten would bring back the noise that rounding takes away.
    let decimals = shift.clamp(0, 17) as usize;
    format!("{value:.decimals$}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::Scale;

    const RATE: Scale = Scale { min: 1e-5, max: 1.0, step: 0.0, log: true };
    const KEPT: Scale = Scale { min: 0.0, max: 1.0, step: 0.01, log: false };

    #[test]
    fn ends_are_exact() {
        for scale in [RATE, KEPT, Scale { min: 1.0, max: 512.0, step: 1.0, log: false }] {
            assert_eq!(scale.value(0.0), scale.min);
            assert_eq!(scale.value(scale.stops()), scale.max);
        }
    }

    #[test]
    fn values_are_clean_and_stay() {
        assert_eq!(KEPT.value(90.0), 0.9);
        assert_eq!(KEPT.value(29.0), 0.29);
        for position in 0..=200 {
            let value = RATE.value(position.into());
            let back = (RATE.share(value) * RATE.stops()).round();
            assert!((back - f64::from(position)).abs() <= 2.0, "{position} became {back}");
        }
    }

    #[test]
    fn out_of_range_stands_at_the_end() {
        assert_eq!(RATE.share(0.0), 0.0);
        assert_eq!(RATE.share(9.0), 1.0);
        assert_eq!(RATE.share(f64::NAN), 0.0);
    }

    #[test]
    fn writes_three_powers() {
        let written: Vec<_> = RATE.ticks().into_iter().filter_map(|tick| tick.power).collect();
        assert_eq!(written, [-5, -3, 0]);
    }
}
