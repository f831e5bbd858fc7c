//! From the whole network to the arithmetic of one number, and back to one weight: panels of one picture, made anew as the network
//! learns, as the reader draws, and as something else is chosen.

use super::arithmetic::{Choice, Sum, Window, maps, sum};
use super::backwards::{Slope, slope};
use super::look::{Look, Seen, Weights};
use super::net::{CLASSES, SIDE};
use super::params::chosen_at;
use super::reach::{Reach, extent};
use compute::EngineError;
use labkit::{Content, Panel, Params, Pictures, Sentence, short};
use nn::Stack;

/// Maps of a layer, and channels of a sum, that are shown.
const SHOWN: usize = 64;
const CHANNELS: usize = 24;

/// The programs that look, each for the layer that is chosen.
pub(super) struct Inside {
    look: Look,
    reach: Option<Reach>,
    /// What the chosen number reached, when it was asked last.
    reached: Option<(Choice, Vec<f32>)>,
}

/// What there is to see.
#[derive(Debug, Clone, Default)]
pub(super) struct Shown {
    pub(super) metrics: Vec<(&'static str, f64)>,
    pub(super) panels: Vec<Panel>,
}

/// A picture and what it is.
pub(super) struct Subject<'a> {
    pub(super) picture: &'a [f32],
    pub(super) class: u8,
}

/// What is chosen, within the bounds of the network.
pub(super) fn choice(stack: &Stack, params: &Params) -> Choice {
    let at = |key: &str, count: usize| chosen_at(params, key).min(count.max(1) - 1);
    let layer = at("layer", stack.layers.len());
    let [c, h, w] = maps(stack.layers[layer].shape.axes());
    let choice = Choice { layer, map: at("map", c), row: at("row", h), column: at("column", w), ..Choice::default() };
    let window = Window::of(stack, &choice);
    Choice { from: at("from", window.channels), tap: [at("down", window.size[0]), at("across", window.size[1])], ..choice }
}

impl Inside {
    pub(super) fn new(stack: &Stack) -> Result<Self, EngineError> {
        Ok(Self { look: Look::new(stack, 0)?, reach: None, reached: None })
    }

    /// What was reached is asked anew the next time.
    pub(super) fn forget(&mut self) {
        self.reached = None;
    }

    /// Looks with these weights at a picture; asks anew how far the chosen number reaches where it is another one, or `anew`.
    pub(super) async fn see(&mut self, params: &Params, weights: &Weights, subject: Subject<'_>, anew: bool) -> Result<Shown, EngineError> {
        let stack = self.look.stack.clone();
        let choice = choice(&stack, params);
        if self.look.layer != choice.layer {
            self.look = Look::new(&stack, choice.layer)?;
        }
        self.look.write(weights)?;
        let seen = self.look.see(subject.picture, subject.class).await?;
        let share = self.reaches(&stack, &choice, weights, anew).await?;
        let (sum, slope) = (sum(&stack, &choice, &seen, weights), slope(&stack, &choice, &seen));
        let [height, width] = extent(&share);
        let field = stack.layers[choice.layer].field.window([choice.row, choice.column], [SIDE; 2]);
        let mut metrics = vec![
            ("neuron", f64::from(sum.value)),
            ("neuron_sum", f64::from(sum.total())),
            ("field_height", field[0].len() as f64),
            ("field_width", field[1].len() as f64),
            ("reach_height", height as f64),
            ("reach_width", width as f64),
        ];
        metrics.extend(slope.iter().flat_map(|slope| [("slope", f64::from(slope.tape)), ("slope_sum", f64::from(slope.total()))]));
        let mut panels = Vec::new();
        let mut panel = |id: String, content| panels.push(Panel { id, content });
        panel("seen".into(), pictures([SIDE; 2], seen.picture.clone(), vec![subject.class.to_string()]));
        for (index, (layer, values)) in stack.layers.iter().zip(&seen.values).enumerate() {
            let [_, h, w] = maps(layer.shape.axes());
            let values = values.iter().take(SHOWN * h * w).copied().collect();
            panel(format!("layer {index}"), pictures([h, w], values, Vec::new()));
        }
        panel("classes".into(), classes(&seen));
        panel("reach".into(), pictures([SIDE; 2], share, Vec::new()));
        for (id, content) in forward(&sum).into_iter().chain(backward(slope.as_ref())) {
            panel(id.to_owned(), content);
        }
        Ok(Shown { metrics, panels })
    }

    async fn reaches(&mut self, stack: &Stack, choice: &Choice, weights: &Weights, anew: bool) -> Result<Vec<f32>, EngineError> {
        let number = Choice { from: 0, tap: [0; 2], ..*choice };
        if let Some((_, share)) = self.reached.as_ref().filter(|(known, _)| !anew && *known == number) {
            return Ok(share.clone());
        }
        if self.reach.as_ref().is_none_or(|reach| reach.layer != choice.layer) {
            self.reach = Some(Reach::new(stack, choice.layer)?);
        }
        let [_, h, w] = maps(stack.layers[choice.layer].shape.axes());
        let index = (choice.map * h + choice.row) * w + choice.column;
        let share = match &mut self.reach {
            Some(reach) => reach.seen(weights, index).await?,
            None => Vec::new(),
        };
        self.reached = Some((number, share.clone()));
        Ok(share)
    }
}

fn pictures([height, width]: [usize; 2], values: Vec<f32>, names: Vec<String>) -> Content {
    Content::Pictures(Pictures { height: height as u32, width: width as u32, values: values.into(), names })
}

/// How likely each class is: the softmax of what the last layer says.
fn classes(seen: &Seen) -> Content {
    let logits = seen.values.last().map_or(&[][..], |values| &values[..CLASSES.min(values.len())]);
    let chances = softmax(logits).into_iter().enumerate().map(|(digit, chance)| (digit.to_string(), chance));
    Content::Bars(chances.collect())
}

/// `eˣ / Σ eˣ`, from the greatest on, so that nothing overflows.
pub(super) fn softmax(logits: &[f32]) -> Vec<f32> {
    let most = logits.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = logits.iter().map(|logit| (logit - most).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}

fn forward(sum: &Sum) -> Vec<(&'static str, Content)> {
    let few = |values: &[f32]| values.iter().take(CHANNELS * sum.size[0] * sum.size[1]).copied().collect::<Vec<_>>();
    let names: Vec<String> = sum.channels.iter().take(CHANNELS).map(|channel| (channel + 1).to_string()).collect();
    let mut parts: Vec<(String, f32)> = names.iter().cloned().zip(sum.partial.iter().copied()).collect();
    if sum.partial.len() > CHANNELS {
        parts.push(("…".to_owned(), sum.partial[CHANNELS..].iter().sum()));
    }
    parts.push(("b".to_owned(), sum.bias));
    let per = sum.size[0] * sum.size[1];
    let named = |values: Vec<f32>| pictures(sum.size, values.clone(), names[..(values.len() / per).min(names.len())].to_vec());
    vec![
        ("patches in", named(few(&sum.patches))),
        ("kernels", named(few(&sum.kernels))),
        ("parts", Content::Bars(parts)),
        ("formula", Content::Text(sum.formula.clone())),
    ]
}

fn backward(slope: Option<&Slope>) -> Vec<(&'static str, Content)> {
    let Some(slope) = slope else {
        let none = || Content::Pictures(Pictures::default());
        let said = Sentence::new("这一层没有要学的权重", "this layer has no weights to learn");
        return vec![("delta", none()), ("under", none()), ("products", none()), ("slope formula", Content::Text(said))];
    };
    let picture = |values: &[f32]| pictures(slope.size, values.to_vec(), Vec::new());
    let (total, tape) = (short(f64::from(slope.total())), short(f64::from(slope.tape)));
    let places = slope.products.len();
    let said = Sentence::new(
        format!("∂L/∂w = Σ δ·x = {total}（{places} 处之和；自动求导得 {tape}）"),
        format!("∂L/∂w = Σ δ·x = {total} (sum over {places} places; the tape has {tape})"),
    );
    vec![
        ("delta", picture(&slope.delta)),
        ("under", picture(&slope.input)),
        ("products", picture(&slope.products)),
        ("slope formula", Content::Text(said)),
    ]
}
