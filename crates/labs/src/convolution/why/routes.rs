//! Where the gradient of pooling goes.

use super::pictures::SIDE;
use compute::{Device, EngineError, Pool, Program, grad};
use labkit::Pictures;
use nn::layer::pool::{avg_pool, max_pool};

/// `picture`, and the gradients of the sum of its pooled numbers, 2×2 side by side: of the largest, of the mean.
pub(super) async fn routes(picture: &[f32]) -> Result<Pictures, EngineError> {
    let mut program = Program::new();
    let x = program.state("x", &[1, 1, SIDE, SIDE]);
    for (name, pooled) in [("max", max_pool(&x, Pool::new(2))), ("mean", avg_pool(&x, Pool::new(2)))] {
        program.output(name, &grad(&pooled.sum(), &[&x]).remove(0));
    }
    let mut machine = Device::cpu().machine(program.compile()?)?;
    machine.write("x", picture)?;
    machine.run(1)?;
    let mut values = picture.to_vec();
    for name in ["max", "mean"] {
        values.extend(machine.read(name).await?);
    }
    let side = SIDE as u32;
    Ok(Pictures { height: side, width: side, values: values.into(), names: Vec::new() })
}
