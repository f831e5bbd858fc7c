//! What of the picture a number of a layer really sees: the pixels that move it, over random pictures. A pooling lets through one
//! pixel of a window, and a rectifier may be shut, so that a single picture shows less.

use super::look::Weights;
use super::net::{PIXELS, SIDE};
use compute::rng::Stream;
use compute::{Device, EngineError, Expr, Machine, Program, grad};
use nn::Stack;

/// Pictures at a time, and how often.
const BATCH: usize = 16;
const TIMES: u32 = 3;

/// The program that asks for the gradient of the picture.
pub(super) struct Reach {
    pub(super) layer: usize,
    size: usize,
    machine: Machine,
}

impl Reach {
    pub(super) fn new(stack: &Stack, layer: usize) -> Result<Self, EngineError> {
        let mut program = Program::new();
        let x = program.state("x", &[BATCH, 1, SIDE, SIDE]);
        let net = stack.build(&mut program);
        let tap = net.taps(&x).into_iter().nth(layer).map_or_else(|| x.clone(), |tap| tap.value);
        let axes = &tap.shape().axes()[1..];
        let size = axes.iter().product();
        let pick = program.state("pick", axes);
        let slope = grad(&(&tap * &pick).sum(), &[&x]).remove(0);
        // 1 where a pixel moves the number, whichever way.
        let moved = Expr::scalar(0.0).less(&slope.square());
        program.output("moved", &moved.sum_axes(&[0]));
        Ok(Self { layer, size, machine: Device::cpu().machine(program.compile()?)? })
    }

    /// For each pixel, the share of random pictures in which it moves number `index` of the layer.
    pub(super) async fn seen(&mut self, weights: &Weights, index: usize) -> Result<Vec<f32>, EngineError> {
        for (name, values) in weights {
            self.machine.write(name, values)?;
        }
        let mut pick = vec![0.0; self.size];
        pick[index.min(self.size - 1)] = 1.0;
        self.machine.write("pick", &pick)?;
        let mut share = vec![0.0; PIXELS];
        for time in 0..TIMES {
            let mut random = Stream::new(u64::from(time), 0);
            let pictures: Vec<f32> = (0..BATCH * PIXELS).map(|_| random.normal()).collect();
            self.machine.write("x", &pictures)?;
            self.machine.run(1)?;
            let moved = self.machine.read("moved").await?;
            share.iter_mut().zip(moved).for_each(|(share, count)| *share += count / (BATCH as f32 * TIMES as f32));
        }
        Ok(share)
    }
}

/// Height and width of the smallest rectangle around all that is not 0.
pub(super) fn extent(share: &[f32]) -> [usize; 2] {
    let lit = |at: usize| share[at] > 0.0;
    let side = |line: &dyn Fn(usize, usize) -> usize| {
        let has = |i: usize| (0..SIDE).any(|j| lit(line(i, j)));
        let (first, last) = ((0..SIDE).find(|&i| has(i)), (0..SIDE).rfind(|&i| has(i)));
        first.zip(last).map_or(0, |(first, last)| last - first + 1)
    };
    [side(&|i, j| i * SIDE + j), side(&|i, j| j * SIDE + i)]
}
