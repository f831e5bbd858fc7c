//! Layers, losses and optimisers on top of the engine. Standard names; every doc states shapes, formula and source.
//!
//! A layer declares its states when it is made and knows how they begin; a model is a struct of layers, of which
//! [`layer!`] makes a [`Layer`] again; a [`Minimiser`] declares what it remembers and writes the updates of a whole
//! model. Shapes that do not fit are an error that the expression carries to `Program::compile`.
//!
//! # A multilayer perceptron
//!
//! ```
//! use compute::{Device, Program, rng::Stream};
//! use nn::{Layer, Linear, Minimiser, loss};
//! #[derive(Clone)]
//! struct Mlp { hidden: Linear, out: Linear }
//! nn::layer!(Mlp { hidden, out });
//!
//! let mut program = Program::new();
//! let (x, t) = (program.state("x", &[4, 2]), program.state("t", &[4, 1]));
//! let net = Mlp { hidden: Linear::new(&mut program, "hidden", 2, 8), out: Linear::new(&mut program, "out", 8, 1) };
//! let loss = loss::mse(&net.out.forward(&net.hidden.forward(&x).tanh()), &t);
//! let rate = program.state("rate", &[]);
//! Minimiser::adam(&rate).minimise(&mut program, "adam", &loss, &net);
//! program.record(&loss);
//!
//! let mut machine = Device::cpu().machine(program.compile()?)?;
//! for (name, values) in net.init(&mut Stream::new(1, 0)) {
//!     machine.write(&name, &values)?;
//! }
//! machine.write("rate", &[0.03])?;
//! machine.write("x", &[0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0])?;
//! machine.write("t", &[0.0, 1.0, 1.0, 0.0])?;
//! machine.run(500)?;
//! let losses = pollster::block_on(machine.drain())?;
//! assert!(losses[499] < 0.01, "{}", losses[499]);
//! # Ok::<(), compute::EngineError>(())
//! ```
//!
//! # The critic's step of WGAN-GP
//!
//! ```
//! use compute::{Conv, Device, Expr, Program, Random, ops::random::key, rng::Stream};
//! use nn::{Conv2d, Layer, Linear, Minimiser, activation::leaky_relu, loss::wasserstein};
//! #[derive(Clone)]
//! struct Critic { conv: Conv2d, score: Linear }
//! nn::layer!(Critic { conv, score });
//! impl Critic {
//!     fn forward(&self, x: &Expr) -> Expr {
//!         let features = leaky_relu(&self.conv.forward(x), 0.2);
//!         self.score.forward(&features.reshape(&[x.shape().axes()[0], 2 * 2 * 2]))
//!     }
//! }
//!
//! let mut program = Program::new();
//! let (real, fake) = (program.state("real", &[3, 1, 4, 4]), program.state("fake", &[3, 1, 4, 4]));
//! let mut random = Random::new(&mut program, "random");
//! let critic = Critic {
//!     conv: Conv2d::new(&mut program, "conv", 1, 2, [3, 3], Conv::new(2, 1)),
//!     score: Linear::new(&mut program, "score", 8, 1),
//! };
//! let distance = wasserstein::critic(&critic.forward(&real), &critic.forward(&fake));
//! let mix = random.uniform(&[3, 1, 1, 1]);
//! let penalty = wasserstein::gradient_penalty(|x| critic.forward(x), &real, &fake, &mix);
//! let loss = &distance + penalty * 10.0;
//! // The gradient of a gradient is an expression like any other.
//! Minimiser::adam(1e-3).betas(0.0, 0.9).minimise(&mut program, "adam", &loss, &critic);
//! program.record(&distance);
//!
//! let mut machine = Device::cpu().machine(program.compile()?)?;
//! for (name, values) in critic.init(&mut Stream::new(1, 0)) {
//!     machine.write(&name, &values)?;
//! }
//! machine.write("random", &key(7))?;
//! machine.write("real", &[1.0; 48])?;
//! machine.run(200)?;
//! let distances = pollster::block_on(machine.drain())?;
//! assert!(distances[199] < distances[0] - 0.5, "{} {}", distances[0], distances[199]);
//! # Ok::<(), compute::EngineError>(())
//! ```

pub mod activation;
pub mod augment;
pub mod init;
pub mod layer;
pub mod loss;
mod number;
pub mod optimiser;
mod parameter;
pub mod stack;

pub use init::Init;
pub use layer::attention::{Attended, Mask, MultiHeadAttention};
pub use layer::conv::Conv2d;
pub use layer::conv_transposed::ConvTranspose2d;
pub use layer::dropout::Dropout;
pub use layer::embedding::Embedding;
pub use layer::linear::Linear;
pub use layer::local::Local;
pub use layer::norm::{BatchNorm, GroupNorm, InstanceNorm, LayerNorm};
pub use layer::recurrent::{Gru, Lstm, LstmStates, Rnn, States};
pub use layer::transformer::TransformerBlock;
pub use number::Number;
pub use optimiser::{Hyper, Lookahead, Minimiser, Optimiser, Training};
pub use parameter::{Layer, Parameter};
pub use stack::{Net, Stack, StackError, Tap};
