//! An eye for coloured pictures, and pictures for it. It is convolutional, so it looks at pictures of any size.

use super::exhibit::engine;
use super::learner::{Learner, SMALL, School, Weights, wrong};
use compute::Device;
use compute::rng::Stream;
use data::image::crop;
use data::made::figures::{Colouring, Fill, Texture};
use data::made::textures::Textured;
use data::picture::Picture;
use labkit::LabError;
use nn::Stack;

/// The layers of filters.
const TRUNK: &str = "conv 12 3 p1, relu, pool 2, conv 24 3 p1, relu, pool 2, conv 32 3 p1";
/// What stands on them while the eye learns: ten figures and six textures.
const HEAD: &str = "relu, pool 2, dense 16";
/// Pictures of its batches.
const BATCH: usize = 16;

/// The filters for pictures of `side` × `side`.
pub(super) fn trunk(side: usize) -> Result<Stack, LabError> {
    Stack::parse(TRUNK, [3, side, side]).map_err(wrong)
}

/// The eye in training.
pub(super) fn eye(device: &Device, seed: u64) -> Result<Learner, LabError> {
    let stack = Stack::parse(&format!("{TRUNK}, {HEAD}"), [3, SMALL, SMALL]).map_err(wrong)?;
    Learner::new(device, &stack, School::Textured, BATCH, seed ^ 0x0065_7965).map_err(engine)
}

/// Its filters.
pub(super) async fn filters(eye: &mut Learner) -> Result<Weights, LabError> {
    let mut all = eye.weights().await.map_err(engine)?;
    all.retain(|(name, _)| name.starts_with("conv"));
    Ok(all)
}

/// Soft noise in colour around grey: five octaves, each of half the amplitude of the one before.
pub(super) fn clouds(seed: u64, side: usize) -> Vec<f32> {
    let mut random = Stream::new(seed, 4);
    let mut sum = vec![0.0; 3 * side * side];
    for octave in 0..5 {
        let (grid, height) = (3 << octave, 0.5_f32.powi(octave));
        let noise: Vec<f32> = (0..3 * grid * grid).map(|_| random.uniform() - 0.5).collect();
        for (sum, value) in sum.iter_mut().zip(bilinear(&noise, grid, side)) {
            *sum += height * value;
        }
    }
    sum.into_iter().map(|value| (0.5 + 0.3 * value).clamp(0.0, 1.0)).collect()
}

/// A figure on a ground.
pub(super) fn figure(seed: u64, index: u64, side: usize) -> Vec<f32> {
    Textured::draw(seed ^ 0x0067_6966, index, side).1.values
}

/// A texture over the whole picture, moved by a share of the side.
pub(super) fn texture(name: &str, seed: u64, side: usize, moved: f32) -> Vec<f32> {
    let (colour, texture) = match name {
        "checks" => (Colouring::Red, Texture::Checks),
        "dots" => (Colouring::Green, Texture::Dots),
        _ => (Colouring::Blue, Texture::Stripes),
    };
    let direction = 0.4 + Stream::new(seed, 5).uniform();
    let fill = Fill::new(colour, texture, side as f32 / 6.0, direction, 1);
    let mut planes = vec![0.0; 3 * side * side];
    for i in 0..side * side {
        let at = |i: usize| (i as f32 + 0.5) / side as f32 + moved;
        let colour = fill.at([at(i % side), at(i / side)]);
        for (channel, value) in colour.into_iter().enumerate() {
            planes[channel * side * side + i] = value;
        }
    }
    planes
}

/// The middle square of a picture in colour, made `side` × `side`.
pub(super) fn square(picture: &Picture, side: usize) -> Vec<f32> {
    let least = picture.height.min(picture.width);
    let middle = crop(picture, (picture.height - least) / 2, (picture.width - least) / 2, least, least);
    let values = data::image::resize(&middle, side, side).values;
    if picture.channels == 1 { values.repeat(3) } else { values }
}

/// Three planes of `old` × `old` made `new` × `new`, linear between the middles of pixels; values may be anything.
pub(super) fn bilinear(planes: &[f32], old: usize, new: usize) -> Vec<f32> {
    let places: Vec<(usize, usize, f32)> = (0..new)
        .map(|i| {
            let at = ((i as f32 + 0.5) * old as f32 / new as f32 - 0.5).clamp(0.0, (old - 1) as f32);
            let low = at as usize;
            (low, (low + 1).min(old - 1), at - low as f32)
        })
        .collect();
    let mut out = Vec::with_capacity(planes.len() / (old * old) * new * new);
    for plane in planes.chunks_exact(old * old) {
        for (top, bottom, v) in &places {
            for (left, right, u) in &places {
                let row = |row: usize| plane[row * old + left] * (1.0 - u) + plane[row * old + right] * u;
                out.push(row(*top) * (1.0 - v) + row(*bottom) * v);
            }
        }
    }
    out
}
