//! Spectral normalisation: each layer's weights divided by their largest singular value, which power iteration follows.
//!
//! `v ← W u / ‖W u‖`, `u ← Wᵀ v / ‖Wᵀ v‖`, `σ = vᵀ W u` with `W [i, o]`, one turn a step (Miyato et al., ICLR 2018).

use super::mlp::{Linear, Mlp};
use compute::Expr;
use compute::rng::Stream;

/// Keeps lengths above 0.
const TINY: f32 = 1e-12;

/// Numbers of the directions `u` of all layers.
pub(super) fn size(net: &Mlp) -> usize {
    net.widths.iter().skip(1).sum()
}

/// First directions.
pub(super) fn first(net: &Mlp, random: &mut Stream) -> Vec<f32> {
    (0..size(net)).map(|_| random.normal()).collect()
}

fn unit(x: &Expr) -> Expr {
    x / (x.square().sum() + TINY).sqrt()
}

/// `u` of each layer, `[o, 1]`, out of `directions [size]`.
fn split(layers: &[Linear], directions: &Expr) -> Vec<Expr> {
    let mut at = 0;
    let cut = |layer: &Linear| {
        let outputs = layer.weight.shape().axes()[1];
        let from = at;
        at += outputs;
        directions.slice(0, from, outputs).reshape(&[outputs, 1])
    };
    layers.iter().map(cut).collect()
}

/// The directions after a turn.
pub(super) fn turned(layers: &[Linear], directions: &Expr) -> Expr {
    let turned = layers.iter().zip(split(layers, directions)).map(|(layer, u)| {
        let v = unit(&layer.weight.matmul(&u));
        let u = unit(&layer.weight.transpose().matmul(&v));
        u.reshape(&[u.shape().axes()[0]])
    });
    let turned: Vec<Expr> = turned.collect();
    Expr::concat(&turned.iter().collect::<Vec<_>>(), 0).stop_gradient()
}

/// The layers with their weights divided by what the directions take for their largest singular value.
pub(super) fn normalised(layers: Vec<Linear>, directions: &Expr) -> Vec<Linear> {
    let across = split(&layers, directions);
    let divide = |(layer, u): (Linear, Expr)| {
        let u = u.stop_gradient();
        let v = unit(&layer.weight.matmul(&u)).stop_gradient();
        let sigma = v.transpose().matmul(&layer.weight.matmul(&u));
        Linear { weight: &layer.weight / sigma, bias: layer.bias }
    };
    layers.into_iter().zip(across).map(divide).collect()
}
