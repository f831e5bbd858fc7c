//! One picture in the network: what each layer says of it, and how its loss depends on one layer's numbers and weights.

use super::net::{CLASSES, SIDE};
use compute::{Device, EngineError, Expr, Machine, Program, grad};
use nn::loss::cross_entropy;
use nn::{Layer, Net, Stack};

/// The states of a network by name.
pub(super) type Weights = Vec<(String, Vec<f32>)>;

/// The program that looks, with the layer whose gradients it gives. It runs beside training, on the CPU.
pub(super) struct Look {
    pub(super) stack: Stack,
    pub(super) layer: usize,
    machine: Machine,
}

/// What it sees.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    /// What went in, 28 × 28.
    pub(super) picture: Vec<f32>,
    /// What each layer says, in the layer's shape.
    pub(super) values: Vec<Vec<f32>>,
    /// `δ = ∂L/∂y` of the layer, in its shape.
    pub(super) delta: Vec<f32>,
    /// `∂L/∂W` of the layer by the tape; empty where it has no weights.
    pub(super) slope: Vec<f32>,
}

impl Look {
    pub(super) fn new(stack: &Stack, layer: usize) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let (x, y) = (program.state("x", &[1, 1, SIDE, SIDE]), program.state("y", &[1]));
        let net = stack.build(&mut program);
        let taps = net.taps(&x);
        for tap in &taps {
            program.output(&out(tap.layer), &tap.value);
        }
        if let (Some(tap), Some(last)) = (taps.get(layer), taps.last()) {
            let loss = cross_entropy(&last.value.reshape(&[1, CLASSES]), &y);
            let weight = weight(&net, &stack.layers[layer].name);
            let of: Vec<&Expr> = std::iter::once(&tap.value).chain(&weight).collect();
            for (name, slope) in ["delta", "slope"].iter().zip(grad(&loss, &of)) {
                program.output(name, &slope);
            }
        }
        let machine = Device::cpu().machine(program.compile()?)?;
        Ok(Self { stack: stack.clone(), layer, machine })
    }

    pub(super) fn write(&mut self, weights: &Weights) -> Result<(), EngineError> {
        weights.iter().try_for_each(|(name, values)| self.machine.write(name, values))
    }

    /// Looks at a picture of that class.
    pub(super) async fn see(&mut self, picture: &[f32], class: u8) -> Result<Seen, EngineError> {
        self.machine.write("x", picture)?;
        self.machine.write("y", &[f32::from(class)])?;
        self.machine.run(1)?;
        let mut values = Vec::with_capacity(self.stack.layers.len());
        for layer in 0..self.stack.layers.len() {
            values.push(self.machine.read(&out(layer)).await?);
        }
        let delta = self.machine.read("delta").await?;
        let has_weight = self.machine.plan().named("slope").is_some();
        let slope = if has_weight { self.machine.read("slope").await? } else { Vec::new() };
        Ok(Seen { picture: picture.to_vec(), values, delta, slope })
    }
}

fn out(layer: usize) -> String {
    format!("out {layer}")
}

/// The layer's weights, where it has some.
fn weight(net: &Net, layer: &str) -> Option<Expr> {
    let name = format!("{layer}.w");
    net.parameters().into_iter().find(|parameter| parameter.name == name).map(|parameter| parameter.value)
}
