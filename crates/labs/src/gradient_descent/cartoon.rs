//! The drawing of one step: the gradient, what the optimiser remembers as it acts on this step, and the step itself.

use super::step::Step;
use labkit::frame::Series;
use labkit::{Content, Panel, brief};
use nn::Optimiser;

/// The arrow of the gradient is at most so long, as a share of the view.
const ARROW: f64 = 0.18;

/// The ellipse of the reach is at most so wide and high, from its middle, as a share of the view.
const REACH: f64 = 0.1;
/// Corners of that ellipse.
const CORNERS: usize = 48;

impl Step {
    /// The mean of the gradients as it stands in the step: `m̂`, or `m` where nothing is corrected.
    fn mean(&self) -> Option<[f64; 2]> {
        let ((_, [mx, my]), (_, [px, py])) = (self.memory("m"), self.memory("p"));
        let mean = if self.corrects() { [mx / px, my / py] } else { [mx, my] };
        mean.iter().all(|value| value.is_finite()).then_some(mean)
    }

    /// Whether the averages are corrected for their bias.
    fn corrects(&self) -> bool {
        self.rectified() || self.switch("corrected")
    }

    /// The mean or sum of squares that stands under the root, by its symbol.
    fn squares(&self) -> Option<&'static str> {
        match self.optimiser {
            Optimiser::Gd | Optimiser::Sgd | Optimiser::Momentum | Optimiser::Nesterov => None,
            Optimiser::Adagrad | Optimiser::RmsProp => Some("s"),
            Optimiser::AmsGrad => Some("u"),
            Optimiser::Adam | Optimiser::AdamW | Optimiser::RAdam | Optimiser::Lookahead => Some("v"),
        }
    }

    /// What the gradient is divided by in each direction: `√v̂ + ε`, `√s + ε` or with ε under the root; nothing where it is not
    /// divided.
    fn divisor(&self) -> Option<[f64; 2]> {
        let square = match self.optimiser {
            Optimiser::Adagrad | Optimiser::RmsProp => self.memory("s").1,
            Optimiser::RAdam if self.rectification().1.is_none() => return None,
            _ => {
                let (square, q) = (self.memory(self.squares()?).1, self.memory("q").1);
                if self.corrects() { [square[0] / q[0], square[1] / q[1]] } else { square }
            }
        };
        let epsilon = self.hyper("epsilon");
        let root = |s: f64| if self.inside() { (s + epsilon).sqrt() } else { s.sqrt() + epsilon };
        let divisor = square.map(root);
        divisor.iter().all(|value| value.is_finite() && *value > 0.0).then_some(divisor)
    }

    /// The direction of an optimiser that divides by roots of squares.
    pub(super) fn told(&self, name: labkit::Text, delta: &str) -> (String, String) {
        let pair = |[a, b]: [f64; 2]| format!("({}, {})", brief(a), brief(b));
        let hat = if self.corrects() { "m̂" } else { "m" };
        let above = self.mean().map_or_else(|| "g".to_owned(), |mean| format!("{hat} = {}", pair(mean)));
        match self.divisor() {
            Some(below) => (
                format!("方向：{} 把 {above} 在两个方向上各除以 {}，乘以 −η，这一步走 {delta}。", name.zh, pair(below)),
                format!("Direction: {} divides {above} by {}, each direction by its own, times −η: a step of {delta}.", name.en, pair(below)),
            ),
            None => (
                format!("方向：{} 的二阶矩还不可信，不除；{above} 乘以 −η，这一步走 {delta}。", name.zh),
                format!("Direction: {} does not trust the second moment yet; {above} times −η: a step of {delta}.", name.en),
            ),
        }
    }

    /// The arrows on the surface: against the gradient, of a length that can be seen; on the same scale the mean of the gradients and
    /// the root of the squares, each component on the side of what it divides; the parts of a velocity as long as they are; how far a
    /// unit of gradient goes in each direction, as an ellipse; at last the step itself.
    pub(super) fn arrows(&self, index: u32) -> Panel {
        let identity = u8::try_from(self.focus + 1).unwrap_or(1);
        let way = |key: &str, places: &[[f64; 2]]| Series {
            key: key.to_owned(),
            index: 0,
            identity,
            x: places.iter().map(|[x, _]| *x as f32).collect::<Vec<_>>().into(),
            y: places.iter().map(|[_, y]| *y as f32).collect::<Vec<_>>().into(),
        };
        let from = |[x, y]: [f64; 2], [dx, dy]: [f64; 2]| [x + dx, y + dy];
        let arrow = |key: &str, by: [f64; 2]| way(key, &[self.before, from(self.before, by)]);
        let mut arrows = Vec::new();
        if index == 1 || index == 2 {
            let [gx, gy] = self.gradient;
            let size = (gx / self.view[0]).hypot(gy / self.view[1]);
            if size > 0.0 {
                let seen = |[x, y]: [f64; 2]| [-x * ARROW / size, -y * ARROW / size];
                arrows.push(arrow("gradient", seen([gx, gy])));
                if index == 2 && let Some(mean) = self.mean() {
                    arrows.push(arrow("m", seen(self.memory("m").1)));
                    arrows.extend(self.corrects().then(|| arrow("m_hat", seen(mean))));
                }
                if index == 2 && let (Some(symbol), Some(_)) = (self.squares(), self.divisor()) {
                    let (square, over) = (self.memory(symbol).1, self.mean().unwrap_or(self.gradient));
                    let root = |by: [f64; 2]| std::array::from_fn(|i| (square[i] / by[i]).sqrt().copysign(over[i]));
                    arrows.push(arrow(symbol, seen(root([1.0; 2]))));
                    if symbol != "s" && self.corrects() {
                        let key = if symbol == "u" { "u_hat" } else { "v_hat" };
                        arrows.push(arrow(key, seen(root(self.memory("q").1))));
                    }
                }
            }
        }
        if index == 2 {
            if [Optimiser::Momentum, Optimiser::Nesterov].contains(&self.optimiser) {
                let ((before, after), keep) = (self.memory("v"), self.hyper("momentum"));
                let kept = before.map(|v| keep * v);
                arrows.push(arrow("kept", kept));
                arrows.push(way("pull", &[from(self.before, kept), from(self.before, after)]));
            }
            if let Some(below) = self.divisor() {
                let widest = (1.0 / (below[0] * self.view[0])).max(1.0 / (below[1] * self.view[1]));
                let axis = |i: usize| REACH / (below[i] * widest);
                let corner = |i: usize| (i as f64 / CORNERS as f64 * std::f64::consts::TAU).sin_cos();
                let places = (0..=CORNERS).map(corner).map(|(sin, cos)| from(self.before, [axis(0) * cos, axis(1) * sin]));
                arrows.push(way("reach", &places.collect::<Vec<_>>()));
            }
        }
        if index >= 2 {
            arrows.push(arrow("step", self.moved()));
        }
        Panel { id: "stage".to_owned(), content: Content::Lines(arrows) }
    }
}
