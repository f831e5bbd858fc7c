//! A network as nodes and links: what each unit answers, and how strongly it listens to each of the layer before.

use plotters_backend::DrawingBackend;

use crate::{
    Area, Figure, Palette, Pen, PlotError, Reading, Rect, Stroke, Theme, figure, format,
    line::Point,
    text::{self, Align, Label},
};

/// One layer of nodes.
#[derive(Debug, Clone, Copy, Default)]
pub struct NodeLayer<'a> {
    /// Its name, below it; may be empty.
    pub name: &'a str,
    /// What each of its nodes answers, as many as it has; NaN where that is not known.
    pub values: &'a [f32],
    /// Names of its nodes, or none; they are written beside the first and the last layer.
    pub labels: &'a [&'a str],
}

/// A figure of a network, layer by layer from the left.
#[derive(Debug, Clone, Copy)]
pub struct Network<'a> {
    /// The layers.
    pub layers: &'a [NodeLayer<'a>],
    /// Between each layer and the next its weights, `[inputs · outputs]`, row by row; one list less than layers.
    pub weights: &'a [&'a [f32]],
    /// How answers become the colours of nodes.
    pub palette: Palette,
    /// Whether links end in arrows.
    pub arrows: bool,
    /// The node that is chosen, as layer and place: links that are not its own are faint.
    pub chosen: Option<(usize, usize)>,
    /// The word after the number of nodes that are left out: "more", 未画出.
    pub more: &'a str,
}

/// A thing of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A node.
    Node {
        /// Its layer.
        layer: usize,
        /// Its place in the layer, from above.
        node: usize,
    },
    /// A link from a node to one of the next layer.
    Link {
        /// The layer it comes from.
        layer: usize,
        /// The node it comes from.
        from: usize,
        /// The node of the next layer that it goes to.
        to: usize,
    },
}

/// Where the nodes of a layer stand.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Column {
    x: f64,
    /// The middle of the uppermost one.
    top: f64,
    /// From one to the next.
    apart: f64,
    count: usize,
    /// Nodes before and after the mark of those that are left out.
    kept: (usize, usize),
}

impl Column {
    /// The nodes that are shown.
    fn shown(self) -> impl Iterator<Item = usize> + Clone {
        (0..self.kept.0).chain(self.count - self.kept.1..self.count)
    }

    fn at(&self, node: usize) -> Option<Point> {
        let slot = if node < self.kept.0 {
            node
        } else if node < self.count && node >= self.count - self.kept.1 {
            self.kept.0 + 1 + node - (self.count - self.kept.1)
        } else {
            return None;
        };
        Some((self.x, self.top + self.apart * slot as f64))
    }
}

/// Where nodes stand.
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkLayout {
    /// The rectangle of all nodes, CSS pixels.
    pub plot: Rect,
    /// Radius of a node, CSS pixels.
    pub radius: f64,
    columns: Vec<Column>,
}

/// A layer shows at most so many nodes.
const MOST: usize = 24;
/// Nodes are at least so far apart, CSS pixels.
const APART: f64 = 11.0;
/// Smallest and largest radius.
const RADII: (f64, f64) = (2.5, 11.0);
/// Thinnest and thickest link.
const WIDTHS: (f64, f64) = (0.5, 3.25);
/// Between a node and its name.
const LEAD: f64 = 5.0;
/// Links come in so many grades, so that those of a grade are drawn with the same pen.
const GRADES: f64 = 8.0;

impl NetworkLayout {
    /// The middle of a node, if it is shown.
    pub fn node(&self, layer: usize, node: usize) -> Option<Point> {
        self.columns.get(layer)?.at(node)
    }

    /// The node at a place, or the link that passes nearest to it, at most 4 px away.
    pub fn hit(&self, (x, y): Point) -> Option<Part> {
        let near = |p: Point| (p.0 - x).hypot(p.1 - y);
        for (layer, column) in self.columns.iter().enumerate() {
            for node in column.shown() {
                if column.at(node).is_some_and(|p| near(p) <= self.radius + 2.0) {
                    return Some(Part::Node { layer, node });
                }
            }
        }
        let mut best = (4.0, None);
        for (layer, pair) in self.columns.windows(2).enumerate().filter(|(_, p)| p[0].x <= x && x <= p[1].x) {
            for (from, to) in pair[0].shown().flat_map(|i| pair[1].shown().map(move |j| (i, j))) {
                if let (Some(a), Some(b)) = (pair[0].at(from), pair[1].at(to)) {
                    let t = (x - a.0) / (b.0 - a.0);
                    // The distance across the link, not up or down to it.
                    let away = (a.1 + (b.1 - a.1) * t - y).abs() * (b.0 - a.0) / (b.0 - a.0).hypot(b.1 - a.1);
                    if away < best.0 {
                        best = (away, Some(Part::Link { layer, from, to }));
                    }
                }
            }
        }
        best.1
    }
}

impl Network<'_> {
    /// Where everything goes in a figure of (width, height) CSS pixels.
    pub fn layout(&self, (width, height): (f64, f64), theme: &Theme) -> Result<NetworkLayout, PlotError> {
        figure::check("weights between layers", self.layers.len().saturating_sub(1), self.weights.len())?;
        for (pair, weights) in self.layers.windows(2).zip(self.weights) {
            figure::check("weights of a layer", pair[0].values.len() * pair[1].values.len(), weights.len())?;
        }
        for layer in self.layers {
            figure::check(
                "names of nodes",
                if layer.labels.is_empty() { 0 } else { layer.values.len() },
                layer.labels.len(),
            )?;
        }
        figure::room((width, height), (48.0, 48.0))?;
        let size = theme.text_px;
        let bottom = if self.layers.iter().any(|l| !l.name.is_empty()) { height - size - 8.0 } else { height - 4.0 };
        let plain = Rect { left: 0.0, top: 4.0, right: width, bottom };
        let most = ((plain.height() / APART) as usize).clamp(3, MOST);
        let slots = self.layers.iter().map(|l| l.values.len().min(most)).max().unwrap_or(1).max(1) as f64;
        let apart = plain.height() / slots;
        let radius = (apart * 0.36).clamp(RADII.0, RADII.1);
        let beside = |layer: Option<&NodeLayer<'_>>| {
            let widest = layer.map_or(0.0, |l| l.labels.iter().map(|n| text::width(n, size)).fold(0.0, f64::max));
            // Half of the layer's name stands past its nodes.
            let half = layer.map_or(0.0, |l| text::width(l.name, size) / 2.0).min(40.0);
            (if widest > 0.0 { (widest + LEAD).min(width * 0.25) } else { 0.0 } + radius + 3.0).max(half)
        };
        let (left, right) = (beside(self.layers.first()), width - beside(self.layers.last()));
        figure::room((right - left, plain.height()), (16.0, 16.0))?;
        let plot = Rect { left, right, ..plain };
        let gaps = self.layers.len().saturating_sub(1);
        let columns = self.layers.iter().enumerate().map(|(k, layer)| {
            let x = if gaps == 0 { plot.center().0 } else { left + (right - left) * k as f64 / gaps as f64 };
            let count = layer.values.len();
            // The mark of the rest takes the place of one node.
            let kept = if count <= most { (count, 0) } else { (most / 2, most - 1 - most / 2) };
            let used = if count <= most { count } else { most };
            // A short layer spreads, but not over all.
            let apart = (plot.height() / used.max(1) as f64).min(apart.max(4.0 * RADII.1));
            let top = plot.center().1 - apart * (used.max(1) - 1) as f64 / 2.0;
            Column { x, top, apart, count, kept }
        });
        Ok(NetworkLayout { plot, radius, columns: columns.collect() })
    }

    /// Draws the figure on an area with `scale` units per CSS pixel.
    pub fn draw<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        theme: &Theme,
        scale: f64,
    ) -> Result<NetworkLayout, PlotError> {
        self.marks(&Pen::new(area, theme, scale))
    }

    /// The weight of a link.
    fn weight(&self, layer: usize, from: usize, to: usize) -> Option<f32> {
        let outputs = self.layers.get(layer + 1)?.values.len();
        self.weights.get(layer)?.get(from * outputs + to).copied()
    }

    /// What a node is called: its own name, or its layer's and its number.
    fn name(&self, layer: usize, node: usize) -> String {
        let Some(l) = self.layers.get(layer) else { return String::new() };
        let number = node + 1;
        match l.labels.get(node).filter(|n| !n.is_empty()) {
            Some(name) => (*name).to_owned(),
            None if l.name.is_empty() => format!("{}.{number}", layer + 1),
            None => format!("{} {number}", l.name),
        }
    }

    /// The node or the link at a place.
    pub fn read(&self, layout: &NetworkLayout, at: Point) -> Option<Reading> {
        let spot = |(x, y): Point, r: f64| Rect { left: x - r, top: y - r, right: x + r, bottom: y + r };
        match layout.hit(at)? {
            Part::Node { layer, node } => Some(Reading {
                label: self.name(layer, node),
                value: format::value(f64::from(*self.layers.get(layer)?.values.get(node)?)),
                at: spot(layout.node(layer, node)?, layout.radius),
            }),
            Part::Link { layer, from, to } => Some(Reading {
                label: format!("{} → {}", self.name(layer, from), self.name(layer + 1, to)),
                value: format::value(f64::from(self.weight(layer, from, to)?)),
                at: spot(at, 2.0),
            }),
        }
    }

    fn marks(&self, pen: &Pen<'_>) -> Result<NetworkLayout, PlotError> {
        let layout = self.layout(pen.size(), pen.theme)?;
        for layer in 0..self.weights.len() {
            self.links(pen, &layout, layer)?;
        }
        for layer in 0..self.layers.len() {
            self.nodes(pen, &layout, layer)?;
        }
        Ok(layout)
    }

    /// The links of a layer to the next, weak ones first.
    fn links(&self, pen: &Pen<'_>, layout: &NetworkLayout, layer: usize) -> Result<(), PlotError> {
        let (Some(a), Some(b)) = (layout.columns.get(layer), layout.columns.get(layer + 1)) else { return Ok(()) };
        let all = self.weights.get(layer).copied().unwrap_or(&[]);
        let largest = all.iter().filter(|w| w.is_finite()).fold(0.0_f32, |m, w| m.max(w.abs()));
        let mut links: Vec<(u8, bool, usize, usize)> = Vec::new();
        for (from, to) in a.shown().flat_map(|i| b.shown().map(move |j| (i, j))) {
            let weight = self.weight(layer, from, to).unwrap_or(0.0);
            let share = if largest > 0.0 { f64::from(weight.abs()) / f64::from(largest) } else { 0.0 };
            // What is not finite is drawn last, in a grade of its own.
            let grade = if weight.is_finite() { (share * GRADES).ceil() as u8 } else { u8::MAX };
            links.push((grade, weight < 0.0, from, to));
        }
        links.sort_unstable();
        let many = (links.len() as f64 / 64.0).max(1.0).sqrt().min(2.5);
        for (grade, negative, from, to) in links {
            let (Some(p), Some(q)) = (a.at(from), b.at(to)) else { continue };
            let own = self.chosen.is_none_or(|c| c == (layer, from) || c == (layer + 1, to));
            let share = if grade == u8::MAX { 1.0 } else { f64::from(grade) / GRADES };
            let color = match (grade, negative) {
                (u8::MAX, _) => pen.theme.bad,
                (0, _) => pen.theme.line2,
                (_, true) => pen.theme.neg,
                (_, false) => pen.theme.pos,
            };
            // Where links are many, weak ones must not hide the strong.
            let alpha = (0.04 + 0.11 / many + 0.75 * share.powf(many)) * if own { 1.0 } else { 0.12 };
            // Where links are many they are thinner, or they are one surface.
            let width = (WIDTHS.0 + (WIDTHS.1 - WIDTHS.0) * share) / many;
            let dash: &[f64] = if grade == u8::MAX { &[3.0, 2.0] } else { &[] };
            let stroke = Stroke { color, alpha, width: width.max(WIDTHS.0), dash };
            pen.line(&[p, q], stroke)?;
            if self.arrows {
                let long = (q.0 - p.0).hypot(q.1 - p.1).max(1.0);
                let (dx, dy) = ((q.0 - p.0) / long, (q.1 - p.1) / long);
                let tip = (q.0 - dx * (layout.radius + 1.5), q.1 - dy * (layout.radius + 1.5));
                let back = |side: f64| (tip.0 - 5.0 * dx + side * dy, tip.1 - 5.0 * dy - side * dx);
                pen.polygon(&[tip, back(2.2), back(-2.2)], color, alpha)?;
            }
        }
        Ok(())
    }

    fn nodes(&self, pen: &Pen<'_>, layout: &NetworkLayout, k: usize) -> Result<(), PlotError> {
        let (theme, size, radius) = (pen.theme, pen.theme.text_px, layout.radius);
        let (Some(column), Some(layer)) = (layout.columns.get(k), self.layers.get(k)) else { return Ok(()) };
        let last = k + 1 == self.layers.len();
        for node in column.shown() {
            let (Some(at), Some(value)) = (column.at(node), layer.values.get(node)) else { continue };
            // What is not known is paper; what is infinite is wrong.
            let fill = if value.is_nan() { theme.paper } else { self.palette.color(f64::from(*value), theme) };
            pen.disc(at, radius + 1.0, theme.paper, 1.0)?;
            pen.disc(at, radius, fill, 1.0)?;
            pen.ring(at, radius, Stroke::solid(theme.ink3, 1.0))?;
            if self.chosen == Some((k, node)) {
                pen.ring(at, radius + 2.0, Stroke::solid(theme.paper, 2.0))?;
                pen.ring(at, radius + 2.5, Stroke::solid(theme.hand, 2.0))?;
            }
            if let Some(name) = layer.labels.get(node).filter(|_| (k == 0 || last) && column.apart >= size) {
                let room = if last { pen.size().0 - at.0 } else { at.0 } - radius - LEAD;
                let side = if last { radius + LEAD } else { -radius - LEAD };
                let align = if last { Align::Start } else { Align::End };
                let text = text::fit(name, size, room);
                pen.text(Label { text: &text, at: (at.0 + side, at.1), align, color: theme.ink2, halo: false })?;
            }
        }
        let hidden = column.count - column.kept.0 - column.kept.1;
        if hidden > 0 {
            let text = figure::elided(hidden, self.more);
            let half = text::width(&text, size) / 2.0;
            let most = (pen.size().0 - half).max(half);
            let at = (column.x.clamp(half.min(most), most), column.top + column.apart * column.kept.0 as f64);
            pen.text(Label { text: &text, at, align: Align::Middle, color: theme.ink3, halo: true })?;
        }
        let half = text::width(layer.name, size) / 2.0;
        let most = (pen.size().0 - half).max(half);
        let at = (column.x.clamp(half.min(most), most), pen.size().1 - size / 2.0 - 2.0);
        pen.text(Label { text: layer.name, at, align: Align::Middle, color: theme.ink3, halo: false })
    }
}

impl Figure for Network<'_> {
    fn paint(&self, pen: &Pen<'_>) -> Result<(), PlotError> {
        self.marks(pen).map(|_| ())
    }
}

#[cfg(test)]
mod tests;
