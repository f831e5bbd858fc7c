//! The workloads in burn: whole steps of forward, backward and burn's own Adam.

use bench::inputs;
use burn::module::{Module, Param};
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::activation::{log_softmax, relu};
use burn::tensor::module::{conv2d, max_pool2d};
use burn::tensor::ops::{ConvOptions, MaxPoolOptions};
use burn::tensor::{Device, Tensor, TensorData};
use std::error::Error;

/// A step that burn can take.
pub trait Peer {
    /// Takes a step and answers with its loss.
    fn step(&mut self) -> Result<f32, Box<dyn Error>>;
}

/// Opens a workload on a device of burn's.
pub fn open(workload: &str, device: &Device) -> Result<Box<dyn Peer>, Box<dyn Error>> {
    let source = Source::new(workload, device)?;
    match workload {
        "mlp" => Ok(Box::new(Training::new(Mlp::new(&source)?, [source.get("x")?, source.get("y")?], Mlp::loss))),
        "lenet" => Ok(Box::new(Training::new(LeNet::new(&source)?, (source.get("x")?, source.get("y")?), LeNet::loss))),
        _ => Err(format!("{workload} is not written for burn").into()),
    }
}

/// First values, from the table that all engines use.
struct Source<'a> {
    workload: &'a str,
    inputs: Vec<bench::Input>,
    device: &'a Device,
}

impl<'a> Source<'a> {
    fn new(workload: &'a str, device: &'a Device) -> Result<Self, Box<dyn Error>> {
        let spec = inputs::table()?.remove(workload).ok_or("no such workload")?;
        Ok(Self { workload, inputs: spec.inputs, device })
    }

    fn get<const D: usize>(&self, name: &str) -> Result<Tensor<D>, Box<dyn Error>> {
        let input = self.inputs.iter().find(|input| input.name == name).ok_or("no such input")?;
        let data = TensorData::new(input.values(self.workload), input.shape.clone());
        Ok(Tensor::from_data(data, self.device))
    }

    fn parameter<const D: usize>(&self, name: &str) -> Result<Param<Tensor<D>>, Box<dyn Error>> {
        Ok(Param::from_tensor(self.get(name)?))
    }
}

/// A module, its data and burn's Adam.
struct Training<M, D> {
    module: Option<M>,
    data: D,
    loss: fn(&M, &D) -> Tensor<1>,
    adam: ModuleOptimizer,
}

impl<M: Module, D> Training<M, D> {
    fn new(module: M, data: D, loss: fn(&M, &D) -> Tensor<1>) -> Self {
        let adam = AdamConfig::new().with_beta_1(0.9).with_beta_2(0.999).with_epsilon(1e-8).init();
        Self { module: Some(module), data, loss, adam }
    }
}

impl<M: Module, D> Peer for Training<M, D> {
    fn step(&mut self) -> Result<f32, Box<dyn Error>> {
        let module = self.module.take().ok_or("the module was lost in a step that failed")?;
        let loss = (self.loss)(&module, &self.data);
        let gradients = GradientsParams::from_grads(loss.backward(), &module);
        self.module = Some(self.adam.step(1e-3, module, gradients));
        Ok(loss.into_scalar::<f32>())
    }
}

#[derive(Module, Debug)]
struct Dense {
    w: Param<Tensor<2>>,
    b: Param<Tensor<1>>,
}

impl Dense {
    fn new(source: &Source<'_>, name: &str) -> Result<Self, Box<dyn Error>> {
        Ok(Self { w: source.parameter(&format!("{name}.w"))?, b: source.parameter(&format!("{name}.b"))? })
    }

    fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        burn::tensor::module::linear(x, self.w.val(), Some(self.b.val()))
    }
}

#[derive(Module, Debug)]
struct Mlp {
    l1: Dense,
    l2: Dense,
    l3: Dense,
}

impl Mlp {
    fn new(source: &Source<'_>) -> Result<Self, Box<dyn Error>> {
        let [l1, l2, l3] = ["l1", "l2", "l3"].map(|name| Dense::new(source, name));
        Ok(Self { l1: l1?, l2: l2?, l3: l3? })
    }

    fn loss(&self, [x, y]: &[Tensor<2>; 2]) -> Tensor<1> {
        let h = self.l2.forward(self.l1.forward(x.clone()).tanh()).tanh();
        let z = self.l3.forward(h);
        (relu(z.clone()) - z.clone() * y.clone() + z.abs().neg().exp().add_scalar(1.0).log()).mean()
    }
}

#[derive(Module, Debug)]
struct Convolution {
    w: Param<Tensor<4>>,
    b: Param<Tensor<1>>,
}

impl Convolution {
    fn new(source: &Source<'_>, name: &str) -> Result<Self, Box<dyn Error>> {
        Ok(Self { w: source.parameter(&format!("{name}.w"))?, b: source.parameter(&format!("{name}.b"))? })
    }

    fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let options = ConvOptions::new([1, 1], [0, 0], [1, 1], 1);
        let y = conv2d(x, self.w.val(), Some(self.b.val()), options);
        max_pool2d(relu(y), MaxPoolOptions::new([2, 2]))
    }
}

#[derive(Module, Debug)]
struct LeNet {
    c1: Convolution,
    c2: Convolution,
    fc: Dense,
}

impl LeNet {
    fn new(source: &Source<'_>) -> Result<Self, Box<dyn Error>> {
        let (c1, c2) = (Convolution::new(source, "c1")?, Convolution::new(source, "c2")?);
        Ok(Self { c1, c2, fc: Dense::new(source, "fc")? })
    }

    fn loss(&self, (x, y): &(Tensor<4>, Tensor<2>)) -> Tensor<1> {
        let h = self.c2.forward(self.c1.forward(x.clone()));
        let z = self.fc.forward(h.reshape([16, 256]));
        (log_softmax(z, 1) * y.clone()).sum().mul_scalar(-1.0 / 16.0)
    }
}
