//! A text as its tokens: how much each weighs, and which look at which.

use plotters_backend::DrawingBackend;

use crate::{
    Area, Figure, Palette, Pen, PlotError, Reading, Rect, Stroke, Theme, figure, format,
    line::Point,
    text::{self, Align, Label},
};

/// From one token to the others: the attention of one place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arcs<'a> {
    /// The token that looks.
    pub from: usize,
    /// How much it looks at each token; as many as there are tokens.
    pub weights: &'a [f32],
}

/// A figure of tokens, written in lines.
#[derive(Debug, Clone, Copy)]
pub struct TokenLine<'a> {
    /// The tokens; a space or a line feed in them is shown as a sign.
    pub tokens: &'a [&'a str],
    /// What the ground of each says: as many as tokens, or none.
    pub weights: &'a [f32],
    /// How weights become colours.
    pub palette: Palette,
    /// What one of them looks at.
    pub arcs: Option<Arcs<'a>>,
    /// The token that is chosen.
    pub chosen: Option<usize>,
    /// The word after the number of tokens that have no room: "more", 未画出.
    pub more: &'a str,
}

/// Where tokens stand.
#[derive(Debug, Clone, PartialEq)]
pub struct TokenLayout {
    /// The place of each token, CSS pixels; those without room have none.
    pub places: Vec<Rect>,
    /// How high a figure would be that has room for all of them.
    pub height: f64,
}

impl TokenLayout {
    /// The token at a place.
    pub fn hit(&self, at: Point) -> Option<usize> {
        self.places.iter().position(|p| p.contains(at))
    }
}

/// Between the edge of a token's ground and its text.
const PAD: f64 = 4.0;
/// Between tokens, and between lines.
const GAP: (f64, f64) = (2.0, 5.0);
/// Between lines with arcs over them.
const ARCS: f64 = 26.0;
/// Around everything.
const EDGE: f64 = 3.0;

impl TokenLine<'_> {
    /// Where everything goes in a figure of (width, height) CSS pixels.
    pub fn layout(&self, (width, height): (f64, f64), theme: &Theme) -> Result<TokenLayout, PlotError> {
        let count = self.tokens.len();
        figure::check("weights of tokens", if self.weights.is_empty() { 0 } else { count }, self.weights.len())?;
        if let Some(arcs) = self.arcs {
            figure::check("weights of arcs", count, arcs.weights.len())?;
        }
        figure::room((width, height), (24.0, 24.0))?;
        let (size, right) = (theme.text_px, width - EDGE);
        let high = size + 8.0;
        let over = if self.arcs.is_some() { ARCS } else { 0.0 };
        let (mut x, mut y) = (EDGE, EDGE + over);
        let mut places = Vec::with_capacity(count);
        for token in self.tokens {
            let wide = (text::width(&shown(token), size) + 2.0 * PAD).min(right - EDGE).ceil();
            if x > EDGE && x + wide > right {
                (x, y) = (EDGE, y + high + GAP.1.max(over));
            }
            places.push(Rect { left: x, top: y, right: x + wide, bottom: y + high });
            x += wide + GAP.0;
            // A line feed ends its line.
            if token.ends_with('\n') {
                (x, y) = (EDGE, y + high + GAP.1.max(over));
            }
        }
        let needed = places.last().map_or(0.0, |p| p.bottom) + EDGE;
        if needed > height {
            // The last line is for the mark of the rest.
            places.retain(|p| p.bottom + size + 6.0 <= height);
        }
        Ok(TokenLayout { places, height: needed })
    }

    /// Draws the figure on an area with `scale` units per CSS pixel.
    pub fn draw<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        theme: &Theme,
        scale: f64,
    ) -> Result<TokenLayout, PlotError> {
        self.marks(&Pen::new(area, theme, scale))
    }

    /// The token at a place: its text and number (from 1), its weight, and how much it is looked at.
    pub fn read(&self, layout: &TokenLayout, at: Point) -> Option<Reading> {
        let i = layout.hit(at)?;
        let looked = self.arcs.and_then(|a| a.weights.get(i));
        let numbers = [self.weights.get(i), looked];
        Some(Reading {
            label: format!("{} {}", i + 1, shown(self.tokens.get(i)?)),
            value: numbers.iter().flatten().map(|v| format::value(f64::from(**v))).collect::<Vec<_>>().join(", "),
            at: *layout.places.get(i)?,
        })
    }

    fn marks(&self, pen: &Pen<'_>) -> Result<TokenLayout, PlotError> {
        let layout = self.layout(pen.size(), pen.theme)?;
        let (theme, size) = (pen.theme, pen.theme.text_px);
        for (i, (token, at)) in self.tokens.iter().zip(&layout.places).enumerate() {
            let weight = self.weights.get(i).copied().map_or(0.0, f64::from);
            let ground = if weight.is_finite() { self.palette.color(weight, theme) } else { theme.paper };
            pen.rect(at, ground, 1.0)?;
            if !weight.is_finite() {
                pen.frame(&at.grown(-0.5), Stroke { dash: &[3.0, 2.0], ..Stroke::solid(theme.bad, 1.0) })?;
            }
            let text = text::fit(&shown(token), size, at.width() - PAD);
            pen.text(Label { text: &text, at: at.center(), align: Align::Middle, color: ground.ink(), halo: false })?;
        }
        if let Some(arcs) = self.arcs {
            self.draw_arcs(pen, &layout, arcs)?;
        }
        for i in self.chosen.into_iter().chain(self.arcs.map(|a| a.from)) {
            if let Some(at) = layout.places.get(i) {
                pen.chosen(at)?;
            }
        }
        let rest = self.tokens.len() - layout.places.len();
        if rest > 0 {
            let text = figure::elided(rest, self.more);
            let at = (EDGE, pen.size().1 - size / 2.0 - 2.0);
            pen.text(Label { text: &text, at, align: Align::Start, color: theme.ink3, halo: false })?;
        }
        Ok(layout)
    }

    /// Arcs over the tokens, weak ones first; the weakest are left out, since they would hide the text and say nothing.
    fn draw_arcs(&self, pen: &Pen<'_>, layout: &TokenLayout, arcs: Arcs<'_>) -> Result<(), PlotError> {
        let Some(from) = layout.places.get(arcs.from) else { return Ok(()) };
        let most = arcs.weights.iter().filter(|w| w.is_finite()).fold(0.0_f32, |m, w| m.max(w.abs()));
        let mut order: Vec<usize> = (0..layout.places.len().min(arcs.weights.len()))
            .filter(|i| *i != arcs.from && arcs.weights[*i].abs() > 0.02 * most)
            .collect();
        order.sort_by(|a, b| arcs.weights[*a].abs().total_cmp(&arcs.weights[*b].abs()));
        for (i, to) in order.iter().filter_map(|i| Some((*i, layout.places.get(*i)?))) {
            let share = f64::from(arcs.weights[i].abs()) / f64::from(most);
            let color = match self.palette {
                Palette::Sign { .. } if arcs.weights[i] < 0.0 => pen.theme.neg,
                Palette::Sign { .. } => pen.theme.pos,
                _ => pen.theme.magnitude(0.45 + 0.55 * share),
            };
            let stroke = Stroke { alpha: 0.35 + 0.6 * share, ..Stroke::solid(color, 0.75 + 2.0 * share) };
            pen.line(&arc(from, to), stroke)?;
        }
        Ok(())
    }
}

/// An arc from a token to another. In one line it runs over the tokens, the higher the farther; to another line it leaves and
/// arrives through the space between lines, so that neither text is crossed.
fn arc(from: &Rect, to: &Rect) -> Vec<Point> {
    let (up, down) = (to.top < from.top, to.top > from.top);
    let a = (from.center().0, if down { from.bottom } else { from.top });
    let b = (to.center().0, if up { to.bottom } else { to.top });
    // A Bézier curve rises to three quarters of its handles.
    let rise = if up || down { ARCS } else { (6.0 + 0.12 * (b.0 - a.0).abs()).min(ARCS - 4.0) / 0.75 };
    let c = (a.0, if down { a.1 + rise } else { a.1 - rise });
    let d = (b.0, if up { b.1 + rise } else { b.1 - rise });
    let at = |t: f64| {
        let u = 1.0 - t;
        let (k0, k1, k2, k3) = (u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t);
        (k0 * a.0 + k1 * c.0 + k2 * d.0 + k3 * b.0, k0 * a.1 + k1 * c.1 + k2 * d.1 + k3 * b.1)
    };
    (0..=24).map(|k| at(f64::from(k) / 24.0)).collect()
}

/// A token as it is shown: what cannot be seen has a sign.
fn shown(token: &str) -> String {
    let sign = |c: char| match c {
        '\n' => '↵',
        '\t' => '⇥',
        ' ' | '\u{a0}' => '·',
        c => c,
    };
    if token.is_empty() { "∅".to_owned() } else { token.chars().map(sign).collect() }
}

impl Figure for TokenLine<'_> {
    fn paint(&self, pen: &Pen<'_>) -> Result<(), PlotError> {
        self.marks(pen).map(|_| ())
    }
}

#[cfg(test)]
mod tests;
