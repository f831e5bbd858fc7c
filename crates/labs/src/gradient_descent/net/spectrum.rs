//! All eigenvalues of a network's Hessian: one Hessian-vector product for each parameter, side by side as replicas.

use super::{Net, POINTS, SIZE, loss};
use crate::gradient_descent::race::engine;
use classic::symmetric::eigen;
use compute::{Device, Machine, Program, grad, hessian_vector};
use labkit::LabError;

/// Computes gradient and Hessian at a place. Always on the CPU: a question this small is answered there before a GPU has
/// heard it.
pub(in crate::gradient_descent) struct Spectrum {
    machine: Machine,
}

/// What a network's loss is at a place.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::gradient_descent) struct Curved {
    /// `[SIZE]`.
    pub(in crate::gradient_descent) gradient: Vec<f64>,
    /// `[SIZE, SIZE]`, made symmetric.
    pub(in crate::gradient_descent) hessian: Vec<f64>,
    /// Largest relative difference between the Hessian and its transpose, before.
    pub(in crate::gradient_descent) asymmetry: f64,
}

impl Curved {
    /// Eigenvalues, largest first; empty where the Hessian is not finite.
    pub(in crate::gradient_descent) fn values(&self) -> Vec<f64> {
        eigen(&self.hessian, SIZE).map_or_else(|_| Vec::new(), |found| found.values)
    }

    /// The length of the gradient.
    pub(in crate::gradient_descent) fn slope(&self) -> f64 {
        self.gradient.iter().map(|g| g * g).sum::<f64>().sqrt()
    }
}

impl Spectrum {
    pub(in crate::gradient_descent) fn new(net: &Net) -> Result<Self, LabError> {
        let mut program = Program::new();
        program.replicas(SIZE);
        let (x, t) = (program.shared("x", &[POINTS, 2]), program.shared("t", &[POINTS, 1]));
        let (theta, v) = (program.shared("theta", &[SIZE]), program.state("v", &[SIZE]));
        let loss = loss(&theta, &x, &t);
        program.record(&grad(&loss, &[&theta])[0]);
        program.record(&hessian_vector(&loss, &[&theta], &[&v])[0]);
        let mut machine = Device::cpu().machine(program.compile().map_err(engine)?).map_err(engine)?;
        let identity: Vec<f32> = (0..SIZE * SIZE).map(|i| if i / SIZE == i % SIZE { 1.0 } else { 0.0 }).collect();
        for (name, values) in [("x", &net.points), ("t", &net.labels), ("v", &identity)] {
            machine.write(name, values).map_err(engine)?;
        }
        Ok(Self { machine })
    }

    pub(in crate::gradient_descent) async fn at(&mut self, theta: &[f32]) -> Result<Curved, LabError> {
        self.machine.write("theta", theta).map_err(engine)?;
        self.machine.run(1).map_err(engine)?;
        let row: Vec<f64> = self.machine.drain().await.map_err(engine)?.into_iter().map(f64::from).collect();
        // Of each replica the gradient, which is the same for all, and a row of the Hessian.
        let rows = row.chunks_exact(2 * SIZE);
        let gradient = row.iter().take(SIZE).copied().collect();
        let raw: Vec<f64> = rows.flat_map(|pair| pair[SIZE..].to_vec()).collect();
        let largest = raw.iter().fold(0.0_f64, |most, value| most.max(value.abs())).max(f64::MIN_POSITIVE);
        let (mut hessian, mut asymmetry) = (raw.clone(), 0.0_f64);
        for i in 0..SIZE {
            for j in 0..SIZE {
                let (a, b) = (raw[i * SIZE + j], raw[j * SIZE + i]);
                hessian[i * SIZE + j] = (a + b) / 2.0;
                asymmetry = asymmetry.max((a - b).abs() / largest);
            }
        }
        Ok(Curved { gradient, hessian, asymmetry })
    }
}
