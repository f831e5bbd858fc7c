//! A number of the network as the sum that it is. Every layer but the activations is `y = b + Σ_c Σ_{a,b} x[c, a, b] · w[c, a, b]`
//! over what its window holds: a maximum has a kernel of one 1, a dense layer a window as large as its input.

use super::look::{Seen, Weights};
use compute::Pool;
use labkit::{Sentence, short};
use nn::Stack;
use nn::stack::Kind;

/// What is looked at: a number of a layer, and one weight that goes into it. All counted from 0 and within bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Choice {
    pub(super) layer: usize,
    pub(super) map: usize,
    pub(super) row: usize,
    pub(super) column: usize,
    /// Input channel of the weight.
    pub(super) from: usize,
    /// Row and column of the weight in its kernel.
    pub(super) tap: [usize; 2],
}

/// The sum.
#[derive(Debug, Clone, Default)]
pub(super) struct Sum {
    /// Height and width of the window.
    pub(super) size: [usize; 2],
    /// The channels that go in.
    pub(super) channels: Vec<usize>,
    /// What the window holds of each channel.
    pub(super) patches: Vec<f32>,
    /// What it is multiplied with.
    pub(super) kernels: Vec<f32>,
    /// The sum of each channel's products.
    pub(super) partial: Vec<f32>,
    pub(super) bias: f32,
    /// What the network says.
    pub(super) value: f32,
    /// The formula with its numbers.
    pub(super) formula: Sentence,
}

/// `[C, H, W]`; a row of numbers is so many channels of one.
pub(super) fn maps(axes: &[usize]) -> [usize; 3] {
    match *axes {
        [c, h, w] => [c, h, w],
        _ => [axes.iter().product(), 1, 1],
    }
}

/// How a layer's window lies over what goes in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    /// The first channel, and how many.
    pub(super) first: usize,
    pub(super) channels: usize,
    pub(super) size: [usize; 2],
    stride: [usize; 2],
    dilation: [usize; 2],
    pad: [usize; 2],
    /// Channels, height and width of what goes in.
    pub(super) input: [usize; 3],
}

impl Window {
    /// That of layer `choice.layer` for the map `choice.map`.
    pub(super) fn of(stack: &Stack, choice: &Choice) -> Self {
        let layer = &stack.layers[choice.layer];
        let before = stack.before(choice.layer);
        let input = maps(before.axes());
        let one = Self { first: choice.map, channels: 1, size: [1; 2], stride: [1; 2], dilation: [1; 2], pad: [0; 2], input };
        let pooled = |pool: &Pool| Self { size: pool.size, stride: pool.stride, pad: pool.pad.map(|(low, _)| low), ..one };
        match &layer.kind {
            Kind::Conv { outputs, kernel, spec } | Kind::Local { outputs, kernel, spec } => {
                let channels = input[0] / spec.groups;
                let first = choice.map / (outputs / spec.groups) * channels;
                let pad = spec.pad.map(|(low, _)| low.unsigned_abs());
                Self { first, channels, size: *kernel, stride: spec.stride, dilation: spec.dilation, pad, ..one }
            }
            Kind::Dense(_) => {
                let input = if before.rank() == 3 { input } else { [1, 1, before.size()] };
                Self { first: 0, channels: input[0], size: [input[1], input[2]], stride: [0; 2], input, ..one }
            }
            Kind::Max(pool) | Kind::Mean(pool) => pooled(pool),
            // A row of numbers is read from maps by its place in them.
            Kind::Flatten(_) => {
                let [_, h, w] = input;
                let at = [choice.map / w % h, choice.map % w];
                Self { first: choice.map / (h * w), stride: [0; 2], pad: at.map(usize::wrapping_neg), ..one }
            }
            _ => one,
        }
    }

    /// Where an element of the window for the place `place` lies in what goes in; nowhere in the padding.
    pub(super) fn at(&self, channel: usize, place: [usize; 2], tap: [usize; 2]) -> Option<usize> {
        let along = |axis: usize| {
            let at = (place[axis] * self.stride[axis] + tap[axis] * self.dilation[axis]).wrapping_sub(self.pad[axis]);
            Some(at).filter(|&at| at < self.input[axis + 1])
        };
        let [_, h, w] = self.input;
        Some(((self.first + channel) * h + along(0)?) * w + along(1)?)
    }
}

/// Where the weight of a tap lies among the layer's weights; `None` where the layer multiplies with none of its own.
pub(super) fn weight_at(stack: &Stack, window: &Window, choice: &Choice, channel: usize, tap: [usize; 2]) -> Option<usize> {
    let [k, l] = window.size;
    let seen = (channel * k + tap[0]) * l + tap[1];
    let taps = window.channels * k * l;
    match &stack.layers[choice.layer].kind {
        Kind::Conv { .. } => Some(choice.map * taps + seen),
        Kind::Local { outputs, .. } => {
            let [_, _, w] = maps(stack.layers[choice.layer].shape.axes());
            Some(((choice.row * w + choice.column) * taps + seen) * outputs + choice.map)
        }
        Kind::Dense(outputs) => Some(seen * outputs + choice.map),
        _ => None,
    }
}

/// The chosen number, taken apart.
pub(super) fn sum(stack: &Stack, choice: &Choice, seen: &Seen, weights: &Weights) -> Sum {
    let layer = &stack.layers[choice.layer];
    let window = Window::of(stack, choice);
    let ([k, l], place) = (window.size, [choice.row, choice.column]);
    let input = choice.layer.checked_sub(1).map_or(&seen.picture, |before| &seen.values[before]);
    let state = |what: &str| {
        let name = format!("{}.{what}", layer.name);
        weights.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, values)| values)
    };
    let taps = || (0..window.channels * k * l).map(|i| (i / (k * l), [i / l % k, i % l]));
    let inside: Vec<Option<f32>> = taps().map(|(channel, tap)| Some(input[window.at(channel, place, tap)?])).collect();
    let (own, mut bias) = (state("w"), 0.0);
    let [_, h, w] = maps(layer.shape.axes());
    let at = (choice.map * h + choice.row) * w + choice.column;
    let mut kernels: Vec<f32> = taps().map(|(channel, tap)| weight_at(stack, &window, choice, channel, tap).map_or(1.0, |i| own[i])).collect();
    let mut patches: Vec<f32> = inside.iter().map(|x| x.unwrap_or(0.0)).collect();
    let mut channels: Vec<usize> = (window.first..window.first + window.channels).collect();
    match &layer.kind {
        Kind::Conv { .. } | Kind::Dense(_) => bias = state("b")[choice.map],
        Kind::Local { .. } => bias = state("b")[at],
        Kind::Max(_) => {
            let best = inside.iter().enumerate().filter_map(|(i, x)| x.map(|x| (i, x)));
            // The first of equals, as the layer takes it.
            let best = best.fold(None, |best: Option<(usize, f32)>, next| best.filter(|best| best.1 >= next.1).or(Some(next)));
            kernels = (0..k * l).map(|i| f32::from(u8::from(best.is_some_and(|best| best.0 == i)))).collect();
        }
        Kind::Mean(_) => kernels = vec![1.0 / (k * l) as f32; k * l],
        Kind::Norm => {
            let of = |what: &str| state(what)[choice.map];
            kernels = vec![of("w") / (of("var") + 1e-5).sqrt()];
            bias = of("b") - of("mean") * kernels[0];
        }
        Kind::Residual { from } => {
            let skipped = from.map_or(&seen.picture, |from| &seen.values[from]);
            (patches, kernels, channels) = (vec![patches[0], skipped[at]], vec![1.0; 2], vec![choice.map; 2]);
        }
        _ => {}
    }
    let products: Vec<f32> = patches.iter().zip(&kernels).map(|(x, w)| x * w).collect();
    let partial: Vec<f32> = products.chunks(k * l).map(|one| one.iter().sum()).collect();
    let value = seen.values[choice.layer][at];
    let formula = formula(&layer.kind, &partial, bias, value);
    Sum { size: window.size, channels, patches, kernels, partial, bias, value, formula }
}

impl Sum {
    /// `b + Σ_c`, before any activation.
    pub(super) fn total(&self) -> f32 {
        self.bias + self.partial.iter().sum::<f32>()
    }
}

/// Channels whose numbers the formula writes out.
const WRITTEN: usize = 8;

fn formula(kind: &Kind, partial: &[f32], bias: f32, value: f32) -> Sentence {
    let number = |x: f32| short(f64::from(x));
    let total = number(bias + partial.iter().sum::<f32>());
    let value = number(value);
    let plain = match kind {
        Kind::Relu => format!("max(0, {total}) = {value}"),
        Kind::Sigmoid => format!("σ({total}) = {value}"),
        Kind::Tanh => format!("tanh({total}) = {value}"),
        Kind::Max(_) => format!("max = {value}"),
        Kind::Flatten(_) | Kind::Dropout(_) => value,
        _ => {
            let written = partial.iter().take(WRITTEN).map(|x| signed(*x)).collect::<String>();
            let rest: f32 = partial.iter().skip(WRITTEN).sum();
            let zh = |rest: String| format!("（其余 {} 个通道 {rest}）", partial.len().saturating_sub(WRITTEN));
            let en = |rest: String| format!(" ({} more channels {rest})", partial.len().saturating_sub(WRITTEN));
            let [zh, en] = if partial.len() > WRITTEN { [zh(signed(rest)), en(signed(rest))] } else { [String::new(), String::new()] };
            let head = format!("y = {}{written}", number(bias));
            return Sentence::new(format!("{head}{zh} = {value}"), format!("{head}{en} = {value}"));
        }
    };
    Sentence::new(format!("y = {plain}"), format!("y = {plain}"))
}

/// ` + 0.3`, ` − 0.3`.
fn signed(x: f32) -> String {
    format!(" {} {}", if x < 0.0 { '−' } else { '+' }, short(f64::from(x.abs())))
}
