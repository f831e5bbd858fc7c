//! The pictures of the data that excite each unit most, and the patches of them that do it.

use super::ascent::{MOST, PIXELS, SIDE, count, units};
use super::learner::{Weights, write_all};
use compute::{Device, EngineError, Machine, Program, grad};
use labkit::Pictures;
use nn::loss::one_hot;
use nn::{Net, Stack};
use std::ops::Range;

/// How many of the strongest are kept of each unit.
pub(super) const KEPT: usize = 9;

/// A network that looks at pictures: logits, one layer's units, `|∂y/∂x|`.
pub(super) struct Looker {
    machine: Machine,
    classes: usize,
    batch: usize,
}

/// What a network says of pictures.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    /// `[N, classes]`.
    pub(super) logits: Vec<f32>,
    /// `[N, F]`.
    pub(super) units: Vec<f32>,
    /// The layer itself, where it has maps.
    pub(super) maps: Vec<f32>,
    /// `|∂ y_likeliest / ∂x|`, a picture each.
    pub(super) saliency: Vec<f32>,
}

impl Looker {
    /// For so many pictures at a time.
    pub(super) fn new(device: &Device, stack: &Stack, layer: usize, weights: &Weights, batch: usize, saliency: bool) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let x = program.state("x", &[batch, 1, SIDE, SIDE]);
        let net: Net = stack.build(&mut program);
        let taps = net.taps(&x);
        let (Some(tap), Some(last)) = (taps.get(layer), taps.last()) else { return Err(EngineError::Name("layer".to_owned())) };
        let classes = last.value.shape().axes()[1];
        program.output("logits", &last.value);
        program.output("units", &(units(&tap.value) + 0.0));
        if tap.value.shape().rank() == 4 {
            program.output("maps", &(&tap.value + 0.0));
        }
        if saliency {
            let likeliest = one_hot(&last.value.argmax().reshape(&[batch]), classes).stop_gradient();
            program.output("saliency", &grad(&(&last.value * likeliest).sum(), &[&x]).remove(0).abs());
        }
        let mut machine = device.machine(program.compile()?)?;
        write_all(&mut machine, weights)?;
        Ok(Self { machine, classes, batch })
    }

    pub(super) async fn look(&mut self, pictures: &[f32]) -> Result<Said, EngineError> {
        let mut said = Said::default();
        let mut batch = vec![0.0; self.batch * PIXELS];
        for part in pictures.chunks(self.batch * PIXELS) {
            batch[..part.len()].copy_from_slice(part);
            self.machine.write("x", &batch)?;
            self.machine.run(1)?;
            let n = part.len() / PIXELS;
            for (name, all) in [("logits", &mut said.logits), ("units", &mut said.units), ("maps", &mut said.maps), ("saliency", &mut said.saliency)] {
                if self.machine.plan().named(name).is_some() {
                    let values = self.machine.read(name).await?;
                    all.extend_from_slice(&values[..values.len() / self.batch * n]);
                }
            }
        }
        Ok(said)
    }

    /// How likely each class is, `[N, classes]`.
    pub(super) async fn chances(&mut self, pictures: &[f32]) -> Result<Vec<f32>, EngineError> {
        let logits = self.look(pictures).await?.logits;
        Ok(logits.chunks_exact(self.classes).flat_map(softmax).collect())
    }
}

fn softmax(logits: &[f32]) -> Vec<f32> {
    let most = logits.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = logits.iter().map(|logit| (logit - most).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}

/// The index of the greatest.
pub(super) fn likeliest(row: &[f32]) -> usize {
    row.iter().enumerate().fold(0, |best, (at, value)| if *value > row[best] { at } else { best })
}

/// A picture that excites a unit, and the part of it that does.
#[derive(Debug, Clone)]
pub(super) struct Strong {
    value: f32,
    picture: usize,
    patch: [Range<usize>; 2],
}

/// Of each unit the strongest pictures of the data, the strongest first; apart from them those with the strongest single places.
#[derive(Debug, Clone, Default)]
pub(super) struct Strongest {
    pictures: Vec<Vec<Strong>>,
    patches: Vec<Vec<Strong>>,
}

impl Strongest {
    pub(super) fn of(stack: &Stack, layer: usize, said: &Said) -> Self {
        let Some(described) = stack.layers.get(layer) else { return Self::default() };
        let (size, width) = ([SIDE, SIDE], described.shape.axes()[0]);
        let whole = || [0..SIDE, 0..SIDE];
        let strong = |score: &dyn Fn(usize) -> (f32, [Range<usize>; 2])| {
            let mut all: Vec<Strong> = (0..said.units.len() / width)
                .map(|picture| {
                    let (value, patch) = score(picture);
                    Strong { value, picture, patch }
                })
                .collect();
            all.sort_by(|a, b| b.value.total_cmp(&a.value));
            all.truncate(KEPT);
            all
        };
        let of_unit = |unit: usize| strong(&|picture| (said.units[picture * width + unit], whole()));
        let place = |unit: usize| match described.shape.axes() {
            [f, h, w] => strong(&|picture| {
                let map = &said.maps[(picture * f + unit) * h * w..][..h * w];
                let best = likeliest(map);
                (map[best], described.field.window([best / w, best % w], size))
            }),
            _ => of_unit(unit),
        };
        let units = 0..count(stack, layer).min(MOST);
        Self { pictures: units.clone().map(of_unit).collect(), patches: units.map(place).collect() }
    }

    /// What the strongest picture of each unit reaches.
    pub(super) fn best(&self) -> Vec<f32> {
        self.pictures.iter().filter_map(|all| all.first()).map(|one| one.value).collect()
    }

    /// The strongest picture of each unit.
    pub(super) fn favourites(&self, data: &[f32]) -> Vec<f32> {
        let firsts = self.pictures.iter().filter_map(|all| all.first());
        firsts.flat_map(|one| &data[one.picture * PIXELS..][..PIXELS]).copied().collect()
    }

    /// The strongest patches of a unit, side by side; all of a size: what lies outside of the picture is black.
    pub(super) fn patches(&self, unit: usize, data: &[f32]) -> Pictures {
        let all = self.patches.get(unit).map(Vec::as_slice).unwrap_or_default();
        let [height, width] = [0, 1].map(|axis| all.iter().map(|one| one.patch[axis].len()).max().unwrap_or(0));
        let mut values = Vec::new();
        for one in all {
            let picture = &data[one.picture * PIXELS..][..PIXELS];
            let [rows, columns] = &one.patch;
            for row in 0..height {
                let inside = |column: usize| row < rows.len() && column < columns.len();
                values.extend((0..width).map(|column| if inside(column) { picture[(rows.start + row) * SIDE + columns.start + column] } else { 0.0 }));
            }
        }
        let names = all.iter().map(|one| labkit::short(f64::from(one.value))).collect();
        Pictures { height: height as u32, width: width as u32, values: values.into(), names }
    }
}

/// Distances from each of `pictures` to the nearest of `data`.
pub(super) fn nearest(pictures: &[f32], data: &[f32]) -> Vec<f32> {
    let to = |one: &[f32]| data.chunks_exact(PIXELS).map(|other| squared(one, other)).fold(f32::MAX, f32::min).sqrt();
    pictures.chunks_exact(PIXELS).map(to).collect()
}

/// The distance that so large a share of pairs of the data stays below; every picture with the 50 behind it.
pub(super) fn quantile(data: &[f32], share: f32) -> f32 {
    let all: Vec<&[f32]> = data.chunks_exact(PIXELS).collect();
    let pairs = all.iter().enumerate().flat_map(|(at, one)| all[at + 1..].iter().take(50).map(|other| squared(one, other)));
    let mut distances: Vec<f32> = pairs.collect();
    distances.sort_by(f32::total_cmp);
    let at = (share * distances.len() as f32) as usize;
    distances.get(at.min(distances.len().saturating_sub(1))).copied().unwrap_or(0.0).sqrt()
}

fn squared(a: &[f32], b: &[f32]) -> f32 {
    // Eight sums side by side, so that they become one instruction.
    let mut sums = [0.0; 8];
    for (a, b) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += (a - b) * (a - b);
        }
    }
    sums.iter().sum()
}
