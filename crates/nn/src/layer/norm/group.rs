//! Group and instance normalisation.

use super::{beside, standardise};
use crate::{Init, Parameter};
use compute::{Expr, Program};

/// Norm of each picture over groups of channels and all places, `x [N, C, …]` (Wu and He, ECCV 2018). PyTorch's
/// `GroupNorm`; groups that do not divide the channels are a shape error.
#[derive(Debug, Clone)]
pub struct GroupNorm {
    /// `γ [C]`, state `name.w`, from 1.
    pub weight: Parameter,
    /// `β [C]`, state `name.b`, from 0.
    pub bias: Parameter,
    /// How many groups.
    pub groups: usize,
}
crate::layer!(GroupNorm { weight, bias });

impl GroupNorm {
    /// Declares the states `name.w` and `name.b`.
    pub fn new(program: &mut Program, name: &str, groups: usize, channels: usize) -> Self {
        Self {
            weight: Parameter::new(program, &format!("{name}.w"), &[channels], Init::Constant(1.0)),
            bias: Parameter::new(program, &format!("{name}.b"), &[channels], Init::Zeros),
            groups,
        }
    }

    /// The norm.
    pub fn forward(&self, x: &Expr) -> Expr {
        let [n, c, places @ ..] = x.shape().axes() else { return super::super::refuse(x, 2) };
        let rest = c * places.iter().product::<usize>() / self.groups.max(1);
        let y = standardise(&x.reshape(&[*n, self.groups, rest]), &[2]).reshape(x.shape().axes());
        &y * beside(&self.weight.value, &y) + beside(&self.bias.value, &y)
    }
}

/// Norm of each channel of each picture over all places, `x [N, C, …]` (Ulyanov, Vedaldi and Lempitsky 2016). PyTorch's
/// `InstanceNorm2d(affine=True)`: [`GroupNorm`] with a group a channel.
#[derive(Debug, Clone)]
pub struct InstanceNorm(pub GroupNorm);

impl crate::Layer for InstanceNorm {
    fn each(&self, visit: &mut dyn FnMut(&Parameter)) {
        self.0.each(visit);
    }

    fn each_mut(&mut self, visit: &mut dyn FnMut(&mut Parameter)) {
        self.0.each_mut(visit);
    }
}

impl InstanceNorm {
    /// Declares the states `name.w` and `name.b`.
    pub fn new(program: &mut Program, name: &str, channels: usize) -> Self {
        Self(GroupNorm::new(program, name, channels, channels))
    }

    /// The norm.
    pub fn forward(&self, x: &Expr) -> Expr {
        self.0.forward(x)
    }
}
