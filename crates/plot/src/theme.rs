//! The theme: what of the design tokens a figure needs.

use crate::{PlotError, Rgb, color::ramp};

/// How many identities have a colour, a dash and a marker of their own.
pub const IDENTITIES: usize = 11;

/// Colours, dashes and type of figures, read from the tokens.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// Ground of the stage; also the halo around text and marks.
    pub paper: Rgb,
    /// Strongest text.
    pub ink: Rgb,
    /// Text.
    pub ink2: Rgb,
    /// Digits on axes, reference lines.
    pub ink3: Rgb,
    /// Grid lines.
    pub line: Rgb,
    /// Axes.
    pub line2: Rgb,
    /// Jade: the step on view, and what can be held.
    pub hand: Rgb,
    /// Something is wrong.
    pub bad: Rgb,
    /// Text and thin lines of positive values.
    pub pos: Rgb,
    /// Text and thin lines of negative values.
    pub neg: Rgb,
    /// Magnitude, paper to plum.
    pub seq: [Rgb; 9],
    /// Sign, orange through paper to blue.
    pub div: [Rgb; 11],
    /// Picture, paper to ink.
    pub pic: [Rgb; 2],
    /// Identity c1 … c11.
    pub c: [Rgb; IDENTITIES],
    /// The dash of each identity in CSS pixels; empty is solid.
    pub dash: [Vec<f64>; IDENTITIES],
    /// Font families of the frame, as CSS writes them.
    pub font_ui: String,
    /// Size of digits on axes, CSS pixels.
    pub text_px: f64,
}

impl Theme {
    /// Reads a theme by asking for tokens by name (`--paper`); on the page the answer comes from the computed style.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, PlotError> {
        let get = |name: &str| {
            lookup(name).filter(|v| !v.trim().is_empty()).ok_or_else(|| PlotError::MissingToken(name.to_owned()))
        };
        let color = |name: &str| {
            let value = get(name)?;
            Rgb::parse(&value).ok_or_else(|| bad(name, value, "#RRGGBB"))
        };
        let paper = color("--paper")?;
        let mut seq = [paper; 9];
        for (k, slot) in seq.iter_mut().enumerate() {
            *slot = color(&format!("--seq-{k}"))?;
        }
        let mut div = [paper; 11];
        for (slot, step) in div.iter_mut().zip(["n5", "n4", "n3", "n2", "n1", "0", "p1", "p2", "p3", "p4", "p5"]) {
            *slot = color(&format!("--div-{step}"))?;
        }
        let mut c = [paper; IDENTITIES];
        let mut dash: [Vec<f64>; IDENTITIES] = Default::default();
        for k in 0..IDENTITIES {
            c[k] = color(&format!("--c{}", k + 1))?;
            let name = format!("--c{}-dash", k + 1);
            let value = get(&name)?;
            dash[k] = parse_dash(&value).ok_or_else(|| bad(&name, value, "none, or lengths in pairs"))?;
        }
        let size = get("--t-1")?;
        Ok(Self {
            paper,
            ink: color("--ink")?,
            ink2: color("--ink-2")?,
            ink3: color("--ink-3")?,
            line: color("--line")?,
            line2: color("--line-2")?,
            hand: color("--hand")?,
            bad: color("--bad")?,
            pos: color("--pos")?,
            neg: color("--neg")?,
            seq,
            div,
            pic: [color("--pic-0")?, color("--pic-1")?],
            c,
            dash,
            // A line break inside the value would break the shorthand that a canvas takes.
            font_ui: get("--font-ui")?.split_whitespace().collect::<Vec<_>>().join(" "),
            text_px: parse_size(&size).ok_or_else(|| bad("--t-1", size, "a length in px or rem"))?,
        })
    }

    /// The colour of an identity; identities start again after 11, and 0 is taken for 1.
    pub fn identity(&self, identity: u8) -> Rgb {
        self.c[slot(identity)]
    }

    /// The dash of an identity.
    pub fn dash(&self, identity: u8) -> &[f64] {
        &self.dash[slot(identity)]
    }

    /// The colour for a label beside its line: darkened with ink, so that it can be read.
    pub fn label(&self, identity: u8) -> Rgb {
        self.identity(identity).mix(self.ink, 0.35)
    }

    /// Magnitude, 0 to 1.
    pub fn magnitude(&self, t: f64) -> Rgb {
        ramp(&self.seq, t)
    }

    /// Sign, −1 to 1; zero is paper.
    pub fn sign(&self, t: f64) -> Rgb {
        ramp(&self.div, 0.5 + 0.5 * t)
    }
}

fn slot(identity: u8) -> usize {
    usize::from(identity.saturating_sub(1)) % IDENTITIES
}

fn bad(name: &str, value: String, expected: &'static str) -> PlotError {
    PlotError::BadToken { name: name.to_owned(), value, expected }
}

fn parse_dash(text: &str) -> Option<Vec<f64>> {
    if text.trim() == "none" {
        return Some(Vec::new());
    }
    let lengths: Option<Vec<f64>> =
        text.split_whitespace().map(|t| t.parse().ok().filter(|v: &f64| *v > 0.0)).collect();
    lengths.filter(|l| !l.is_empty() && l.len().is_multiple_of(2))
}

fn parse_size(text: &str) -> Option<f64> {
    let text = text.trim();
    // A rem is taken for its usual 16 px: figures do not grow with the root, their boxes do not either.
    let (number, unit) = match text.strip_suffix("rem") {
        Some(number) => (number, 16.0),
        None => (text.strip_suffix("px")?, 1.0),
    };
    number.trim().parse::<f64>().ok().map(|n| n * unit).filter(|px| *px > 0.0)
}

/// The tokens of the page, for the tests of this crate.
#[cfg(test)]
pub(crate) fn test_theme(scheme: crate::tokens::Scheme) -> Theme {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/css/tokens.css");
    let css = std::fs::read_to_string(path).expect("tokens.css");
    let tokens = crate::tokens::parse(&css, scheme);
    Theme::from_lookup(|name| tokens.get(name).cloned()).expect("theme")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::{Scheme, parse};

    #[test]
    fn reads_both_themes_of_the_page() {
        let (light, dark) = (test_theme(Scheme::Light), test_theme(Scheme::Dark));
        assert_ne!(light.paper, dark.paper);
        assert_ne!(light.seq, dark.seq);
        assert_eq!(light.dash, dark.dash);
        assert_eq!(light.dash(1), [] as [f64; 0]);
        assert_eq!(light.dash(4), [9.0, 3.0, 2.0, 3.0]);
        assert_eq!(light.text_px, 11.0);
        assert!(light.font_ui.contains("sans-serif") && !light.font_ui.contains('\n'));
        assert_eq!(light.sign(0.0), light.div[5]);
        assert_eq!(light.magnitude(1.0), light.seq[8]);
    }

    #[test]
    fn says_which_token_is_missing_or_wrong() {
        let css = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/css/tokens.css")).unwrap();
        let mut tokens = parse(&css, Scheme::Light);
        tokens.insert("--c3".to_owned(), "teal".to_owned());
        let error = Theme::from_lookup(|n| tokens.get(n).cloned()).unwrap_err();
        assert!(error.to_string().contains("--c3"), "{error}");
        tokens.remove("--hand");
        tokens.insert("--c3".to_owned(), "#123456".to_owned());
        let error = Theme::from_lookup(|n| tokens.get(n).cloned()).unwrap_err();
        assert_eq!(error, PlotError::MissingToken("--hand".to_owned()));
    }

    #[test]
    fn identities_wrap_and_labels_are_darker() {
        let t = test_theme(Scheme::Light);
        assert_eq!(t.identity(12), t.identity(1));
        assert_ne!(t.identity(11), t.identity(1));
        assert_eq!(t.identity(0), t.identity(1));
        let sum = |c: Rgb| c.0.iter().map(|v| u32::from(*v)).sum::<u32>();
        assert!(sum(t.label(5)) < sum(t.identity(5)));
    }
}
