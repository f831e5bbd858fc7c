//! The gradient of one weight as the sum that it is: `∂L/∂w = Σ_{i,j} δ[o, i, j] · x[c, i·s + a·d − p, j·s + b·d − p]`, over all
//! places at which the weight is used.

use super::arithmetic::{Choice, Window, maps, weight_at};
use super::look::Seen;
use nn::Stack;
use nn::stack::Kind;

/// The sum. Its pictures have the size of the layer's maps; a weight that is used once has pictures of one pixel.
#[derive(Debug, Clone, Default)]
pub(super) struct Slope {
    pub(super) size: [usize; 2],
    /// `δ` of the chosen map.
    pub(super) delta: Vec<f32>,
    /// What the weight was multiplied with at each place.
    pub(super) input: Vec<f32>,
    /// Their products.
    pub(super) products: Vec<f32>,
    /// What the tape says.
    pub(super) tape: f32,
}

/// The chosen weight's; `None` where the layer has no weights that multiply.
pub(super) fn slope(stack: &Stack, choice: &Choice, seen: &Seen) -> Option<Slope> {
    let layer = &stack.layers[choice.layer];
    let window = Window::of(stack, choice);
    let index = weight_at(stack, &window, choice, choice.from, choice.tap)?;
    let [_, h, w] = maps(layer.shape.axes());
    let places: Vec<[usize; 2]> = match layer.kind {
        Kind::Local { .. } => vec![[choice.row, choice.column]],
        _ => (0..h * w).map(|i| [i / w, i % w]).collect(),
    };
    let values = choice.layer.checked_sub(1).map_or(&seen.picture, |before| &seen.values[before]);
    let at = |place: &[usize; 2]| (choice.map * h + place[0]) * w + place[1];
    let delta: Vec<f32> = places.iter().map(|place| seen.delta[at(place)]).collect();
    let under = |place: &[usize; 2]| window.at(choice.from, *place, choice.tap).map_or(0.0, |at| values[at]);
    let input: Vec<f32> = places.iter().map(under).collect();
    let products = delta.iter().zip(&input).map(|(delta, x)| delta * x).collect();
    let size = if places.len() == h * w { [h, w] } else { [1, 1] };
    Some(Slope { size, delta, input, products, tape: *seen.slope.get(index)? })
}

impl Slope {
    pub(super) fn total(&self) -> f32 {
        self.products.iter().sum()
    }
}
