//! Colours: parse, mix, ramps. They all come from the tokens; only numbers on coloured cells are black or white.

use plotters::style::RGBAColor;

/// An opaque sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub [u8; 3]);

impl Rgb {
    /// Reads `#RRGGBB`, with white space around it.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.trim().strip_prefix('#')?;
        if hex.len() != 6 || !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let n = u32::from_str_radix(hex, 16).ok()?;
        let [_, r, g, b] = n.to_be_bytes();
        Some(Self([r, g, b]))
    }

    /// The colour as plotters wants it, with an opacity.
    pub fn alpha(self, alpha: f64) -> RGBAColor {
        let [r, g, b] = self.0;
        RGBAColor(r, g, b, alpha)
    }

    /// `#rrggbb`, for the page.
    pub fn hex(self) -> String {
        let [r, g, b] = self.0;
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    /// Black or white, whichever can be read better on this colour: never below 4.58 to 1, since the two multiply to 21.
    pub fn ink(self) -> Self {
        let (black, white) = (Self([0; 3]), Self([255; 3]));
        if self.contrast(black) >= self.contrast(white) { black } else { white }
    }

    /// The ratio of luminances as WCAG has it, 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let luminance = |c: Self| {
            let [r, g, b] = c.0.map(linear);
            0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05
        };
        let (a, b) = (luminance(self), luminance(other));
        a.max(b) / a.min(b)
    }

    /// A share `t` of `other` mixed in, in OKLab, as CSS `color-mix(in oklab, …)` does.
    pub fn mix(self, other: Self, t: f64) -> Self {
        let (a, b) = (to_oklab(self), to_oklab(other));
        let mut m = [0.0; 3];
        for k in 0..3 {
            m[k] = a[k] + (b[k] - a[k]) * t.clamp(0.0, 1.0);
        }
        from_oklab(m)
    }
}

/// A point of a ramp, `t` from 0 to 1; linear in sRGB between stops, as the colour bars on the page are.
pub fn ramp<const N: usize>(stops: &[Rgb; N], t: f64) -> Rgb {
    const { assert!(N > 1, "a ramp has two ends") }
    let at = if t.is_nan() { 0.0 } else { t.clamp(0.0, 1.0) * (N - 1) as f64 };
    let i = (at as usize).min(N - 2);
    let (a, b, u) = (stops[i], stops[i + 1], at - i as f64);
    let mut c = a.0;
    for (slot, (lo, hi)) in c.iter_mut().zip(a.0.map(f64::from).into_iter().zip(b.0.map(f64::from))) {
        *slot = (lo + (hi - lo) * u).round() as u8;
    }
    Rgb(c)
}

fn linear(c: u8) -> f64 {
    let c = f64::from(c) / 255.0;
    if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
}

fn gamma(c: f64) -> u8 {
    let c = c.clamp(0.0, 1.0);
    let s = if c <= 0.003_130_8 { c * 12.92 } else { 1.055 * c.powf(1.0 / 2.4) - 0.055 };
    (s * 255.0).round() as u8
}

// Björn Ottosson's matrices, https://bottosson.github.io/posts/oklab/
fn to_oklab(c: Rgb) -> [f64; 3] {
    let [r, g, b] = c.0.map(linear);
    let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
    let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
    let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
    [
        0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
    ]
}

fn from_oklab([l, a, b]: [f64; 3]) -> Rgb {
    let x = (l + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let y = (l - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let z = (l - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    Rgb([
        gamma(4.076_741_662_1 * x - 3.307_711_591_3 * y + 0.230_969_929_2 * z),
        gamma(-1.268_438_004_6 * x + 2.609_757_401_1 * y - 0.341_319_396_5 * z),
        gamma(-0.004_196_086_3 * x - 0.703_418_614_7 * y + 1.707_614_701_0 * z),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_only_six_digits() {
        assert_eq!(Rgb::parse(" #0a10FF "), Some(Rgb([10, 16, 255])));
        for bad in ["0a10ff", "#abc", "#12345g", "#+12345", "rgb(1 2 3)", ""] {
            assert_eq!(Rgb::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn ink_can_be_read_on_every_colour() {
        for r in (0..=255).step_by(15) {
            for g in (0..=255).step_by(15) {
                for b in (0..=255).step_by(15) {
                    let c = Rgb([r, g, b]);
                    assert!(c.contrast(c.ink()) >= 4.58, "{c:?}");
                }
            }
        }
        // WCAG's own example of what just passes: #767676 on white.
        assert!((Rgb([0x76; 3]).contrast(Rgb([255; 3])) - 4.54).abs() < 0.01);
    }

    #[test]
    fn ramp_meets_its_stops_and_clamps() {
        let stops = [Rgb([0, 0, 0]), Rgb([10, 20, 30]), Rgb([110, 120, 130])];
        assert_eq!(ramp(&stops, 0.5), stops[1]);
        assert_eq!(ramp(&stops, 0.75), Rgb([60, 70, 80]));
        assert_eq!(ramp(&stops, 7.0), stops[2]);
        assert_eq!(ramp(&stops, -1.0), stops[0]);
        assert_eq!(ramp(&stops, f64::NAN), stops[0]);
    }

    #[test]
    fn mixing_in_oklab_keeps_ends_and_differs_from_srgb() {
        let (a, b) = (Rgb([255, 255, 255]), Rgb([0, 0, 0]));
        assert_eq!(a.mix(b, 0.0), a);
        assert_eq!(a.mix(b, 1.0), b);
        // Browsers answer #636363 for color-mix(in oklab, white, black).
        assert_eq!(a.mix(b, 0.5), Rgb([99, 99, 99]));
    }
}
