//! From a value to its colour: sign, magnitude, picture. Zero of the first two is always paper.

use crate::{
    Pen, PlotError, Rect, Rgb, Theme,
    color::ramp,
    format,
    text::{self, Align, Label},
};

/// How values become colours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Palette {
    /// Orange below zero, blue above, full at ±`reach`: weights, gradients.
    Sign {
        /// Where the ramp ends on both sides.
        reach: f64,
    },
    /// Paper at zero, plum at `most`: attention, norms, answers after ReLU. It shows |value|.
    Magnitude {
        /// Where the ramp ends.
        most: f64,
    },
    /// Paper at `lo`, ink at `hi`: images.
    Picture {
        /// What is paper.
        lo: f64,
        /// What is ink.
        hi: f64,
    },
    /// Each of the kinds 0, 1, … the tint of its identity, those after the last identity paler: answers, regions.
    Kinds {
        /// How many there are.
        count: u8,
    },
}

/// The colour of bars, whose length says how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Coat {
    /// Orange below zero, blue above.
    #[default]
    Sign,
    /// Plum.
    Magnitude,
    /// All of one identity, 1 to 8.
    One(u8),
    /// Each its own identity, in order.
    Each,
}

/// How far out its ramp a bar is: 3 to 1 against paper at least.
const SOLID: f64 = 0.6;

impl Coat {
    /// The colour of the i-th bar.
    pub(crate) fn color(self, i: usize, value: f64, theme: &Theme) -> Rgb {
        match self {
            Self::Sign => theme.sign(if value < 0.0 { -SOLID } else { SOLID }),
            Self::Magnitude => theme.magnitude(SOLID),
            Self::One(c) => theme.identity(c),
            Self::Each => theme.identity((i % 8) as u8 + 1),
        }
    }
}

/// The tint of a kind.
fn kind(theme: &Theme, kind: u8) -> Rgb {
    let tint = if kind < IDENTITIES { 0.55 } else { 0.2 };
    theme.paper.mix(theme.identity(kind % IDENTITIES + 1), tint)
}

/// Identities that kinds are told apart by.
const IDENTITIES: u8 = 8;
/// Entries of a table of colours; odd, so that zero of a signed palette has one of its own.
pub(crate) const SHADES: usize = 257;

impl Palette {
    /// The signed palette that reaches the largest |value|; 1 if there is none.
    pub fn sign(values: &[f32]) -> Self {
        Self::Sign { reach: largest(values) }
    }

    /// The magnitude palette that reaches the largest |value|; 1 if there is none.
    pub fn magnitude(values: &[f32]) -> Self {
        Self::Magnitude { most: largest(values) }
    }

    /// Paper to ink from the least to the greatest value.
    pub fn picture(values: &[f32]) -> Self {
        let finite = values.iter().copied().filter(|v| v.is_finite());
        let (lo, hi) = finite.fold((f32::INFINITY, f32::NEG_INFINITY), |(lo, hi), v| (lo.min(v), hi.max(v)));
        if lo < hi { Self::Picture { lo: lo.into(), hi: hi.into() } } else { Self::Picture { lo: 0.0, hi: 1.0 } }
    }

    /// The values at both ends.
    pub fn range(&self) -> (f64, f64) {
        match *self {
            Self::Sign { reach } => (-reach, reach),
            Self::Magnitude { most } => (0.0, most),
            Self::Picture { lo, hi } => (lo, hi),
            Self::Kinds { count } => (0.0, f64::from(count.saturating_sub(1))),
        }
    }

    /// Where a value stands between both ends, 0 to 1.
    fn share(&self, value: f64) -> f64 {
        let (lo, hi) = self.range();
        let value = if matches!(self, Self::Magnitude { .. }) { value.abs() } else { value };
        let t = (value - lo) / (hi - lo);
        // Ends that are no range show nothing, which is paper.
        if t.is_nan() { if matches!(self, Self::Sign { .. }) { 0.5 } else { 0.0 } } else { t.clamp(0.0, 1.0) }
    }

    /// The colour of a value; what is not finite is what is wrong.
    pub fn color(&self, value: f64, theme: &Theme) -> Rgb {
        if value.is_finite() { self.at(self.share(value), theme) } else { theme.bad }
    }

    /// The colour at a share of the way from one end to the other.
    fn at(&self, t: f64, theme: &Theme) -> Rgb {
        match self {
            Self::Sign { .. } => ramp(&theme.div, t),
            Self::Magnitude { .. } => ramp(&theme.seq, t),
            Self::Picture { .. } => ramp(&theme.pic, t),
            Self::Kinds { count } => kind(theme, (t * f64::from(count.saturating_sub(1))).round() as u8),
        }
    }

    /// All its colours, for pictures of many pixels.
    pub(crate) fn shades(&self, theme: &Theme) -> Shades {
        let (lo, hi) = self.range();
        let per_value = (SHADES - 1) as f64 / (hi - lo);
        let fine = per_value.is_finite();
        Shades {
            table: (0..SHADES).map(|k| self.at(k as f64 / (SHADES - 1) as f64, theme).0).collect(),
            bad: theme.bad.0,
            lo,
            // No range: everything is where nothing is.
            per_value: if fine { per_value } else { 0.0 },
            none: if !fine && matches!(self, Self::Sign { .. }) { 0.5 * (SHADES - 1) as f64 } else { 0.0 },
            folded: matches!(self, Self::Magnitude { .. }),
        }
    }
}

/// A palette as a table.
pub(crate) struct Shades {
    table: Vec<[u8; 3]>,
    bad: [u8; 3],
    lo: f64,
    per_value: f64,
    none: f64,
    folded: bool,
}

impl Shades {
    /// The colour of a value.
    pub(crate) fn of(&self, value: f32) -> [u8; 3] {
        if !value.is_finite() {
            return self.bad;
        }
        let value = f64::from(if self.folded { value.abs() } else { value });
        // A cast from below zero is zero; from above the table it is cut.
        let k = (value - self.lo) * self.per_value + self.none + 0.5;
        self.table[(k as usize).min(SHADES - 1)]
    }
}

fn largest(values: &[f32]) -> f64 {
    let most = values.iter().filter(|v| v.is_finite()).fold(0.0_f32, |m, v| m.max(v.abs()));
    if most > 0.0 { most.into() } else { 1.0 }
}

/// Room to the right of a plot that a colour bar takes, CSS pixels.
pub(crate) fn bar_room(palette: &Palette, theme: &Theme) -> f64 {
    let widest = ends(palette).iter().map(|e| text::width(&e.1, theme.text_px)).fold(0.0, f64::max);
    GAP + BAR + 4.0 + widest.ceil() + 1.0
}

/// From plot to bar.
const GAP: f64 = 10.0;
/// Width of the bar.
const BAR: f64 = 8.0;

/// What is written at a bar: share of the way up and words.
fn ends(palette: &Palette) -> Vec<(f64, String)> {
    let (lo, hi) = palette.range();
    let mut ends = vec![(0.0, format::value(lo)), (1.0, format::value(hi))];
    if matches!(palette, Palette::Sign { .. }) {
        ends.push((0.5, format::value(0.0)));
    }
    ends
}

/// Draws the bar that says which colour is which value, as high as `beside` and to its right.
pub(crate) fn draw_bar(pen: &Pen<'_>, palette: &Palette, beside: &Rect) -> Result<(), PlotError> {
    let (theme, size) = (pen.theme, pen.theme.text_px);
    let left = (beside.right + GAP).round();
    let (top, bottom) = (beside.top.round(), beside.bottom.round());
    let bar = Rect { left, top, right: left + BAR, bottom };
    let rows = (bottom - top).max(0.0) as usize;
    for k in 0..rows {
        let t = 1.0 - k as f64 / rows.saturating_sub(1).max(1) as f64;
        let y = top + k as f64;
        pen.rect(&Rect { top: y, bottom: y + 1.0, ..bar }, palette.at(t, theme), 1.0)?;
    }
    pen.frame(
        &Rect { left: left - 0.5, top: top - 0.5, right: left + BAR + 0.5, bottom: bottom + 0.5 },
        crate::Stroke::solid(theme.line2, 1.0),
    )?;
    for (t, words) in ends(palette) {
        let y = bottom - (bottom - top) * t;
        // Where the bar is low, its ends alone are written.
        if t == 0.5 && bottom - top < 3.6 * size {
            continue;
        }
        let y = y.clamp(top + size / 2.0, (bottom - size / 2.0).max(top + size / 2.0));
        pen.text(Label {
            text: &words,
            at: (left + BAR + 4.0, y),
            align: Align::Start,
            color: theme.ink3,
            halo: false,
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{theme::test_theme, tokens::Scheme};

    #[test]
    fn zero_is_paper_and_signs_are_apart() {
        for scheme in [Scheme::Light, Scheme::Dark] {
            let t = test_theme(scheme);
            let sign = Palette::sign(&[-2.0, 0.5, f32::NAN]);
            assert_eq!(sign, Palette::Sign { reach: 2.0 });
            assert_eq!(sign.color(0.0, &t), t.div[5]);
            assert_eq!((sign.color(-2.0, &t), sign.color(9.0, &t)), (t.div[0], t.div[10]));
            let much = Palette::magnitude(&[-4.0, 1.0]);
            assert_eq!((much.color(0.0, &t), much.color(-4.0, &t)), (t.seq[0], t.seq[8]));
            assert_eq!(Palette::picture(&[0.25, 0.75]).color(0.75, &t), t.pic[1]);
            assert_eq!(sign.color(f64::NAN, &t), t.bad);
        }
    }

    #[test]
    fn the_table_is_the_ramp() {
        let t = test_theme(Scheme::Light);
        for palette in [
            Palette::Sign { reach: 3.0 },
            Palette::Magnitude { most: 3.0 },
            Palette::Picture { lo: -3.0, hi: 3.0 },
            Palette::Sign { reach: 0.0 },
            Palette::Magnitude { most: f64::NAN },
            Palette::Picture { lo: 1.0, hi: 1.0 },
        ] {
            let shades = palette.shades(&t);
            for v in [-9.0_f32, -3.0, -1.5, -0.01, 0.0, 0.7, 3.0, 1e30, f32::NAN, f32::NEG_INFINITY] {
                let (a, b) = (shades.of(v), palette.color(v.into(), &t).0);
                let near = a.iter().zip(b).all(|(a, b)| a.abs_diff(b) <= 3);
                assert!(near || palette.range().0 >= palette.range().1, "{palette:?} {v}: {a:?} {b:?}");
            }
            assert!(shades.of(0.0) != shades.bad);
        }
        assert_eq!(Palette::Sign { reach: 3.0 }.shades(&t).of(0.0), t.div[5].0, "zero exactly");
        assert_eq!(Palette::Sign { reach: 0.0 }.shades(&t).of(0.0), t.div[5].0, "even without a range");
    }

    #[test]
    fn nothing_finite_has_a_palette_as_well() {
        assert_eq!(Palette::sign(&[]), Palette::Sign { reach: 1.0 });
        assert_eq!(Palette::magnitude(&[f32::NAN, 0.0]), Palette::Magnitude { most: 1.0 });
        assert_eq!(Palette::picture(&[2.0, 2.0]), Palette::Picture { lo: 0.0, hi: 1.0 });
    }
}
