//! The engine: expressions with static shapes, gradients as graphs, whole steps as plans, two backends.
//!
//! ```
//! use compute::{Device, Expr, Program, grad};
//! // x ← x − 0.1 ∇(x²), from x = 1
//! let mut program = Program::new();
//! let x = program.state("x", &[]);
//! let loss = &x * &x;
//! let slope = grad(&loss, &[&x]).remove(0);
//! program.update("x", &(&x - slope * 0.1));
//! program.record(&loss);
//! let mut machine = Device::cpu().machine(program.compile()?)?;
//! machine.write("x", &[1.0])?;
//! machine.run(3)?;
//! let losses = pollster::block_on(machine.drain())?;
//! assert_eq!(losses[0], 1.0);
//! assert!((losses[2] - 0.8_f32.powi(4)).abs() < 1e-6);
//! # Ok::<(), compute::EngineError>(())
//! ```

pub mod cost;
pub mod cpu;
mod device;
pub mod divergence;
mod error;
pub mod expr;
pub mod gpu;
mod grad;
mod inside;
pub mod interpret;
pub mod ops;
pub mod plan;
pub mod rng;
mod snapshot;
mod twins;

pub use device::{Device, Later, Machine};
pub use error::{EngineError, ShapeError};
pub use expr::{Expr, Shape};
pub use grad::{grad, hessian_vector, vjp};
pub use inside::Tensor;
pub use ops::conv::Conv;
pub use ops::pool::Pool;
pub use ops::random::Random;
pub use ops::scan::{Scanned, scan};
pub use plan::{KernelView, Plan, Program};
pub use snapshot::Snapshot;
pub use twins::Twins;
