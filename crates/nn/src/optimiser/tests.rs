use super::{Hyper, Optimiser};
use compute::{Device, Expr, Program, grad};

const HYPER: [f32; 6] = [0.1, 0.9, 0.9, 0.9, 0.999, 1e-8];

/// Parameter after each of `steps` steps on `θ⁴/4 + θ₁²`, from (1, −2).
fn run(optimiser: Optimiser, steps: u32) -> Vec<Vec<f32>> {
    let mut program = Program::new();
    let theta = program.state("theta", &[2]);
    let [rate, momentum, decay, beta1, beta2, epsilon] = HYPER.map(Expr::scalar);
    let hyper = Hyper { rate, momentum, decay, beta1, beta2, epsilon };
    let loss = (theta.powf(4.0) * 0.25 + theta.square()).sum();
    let g = grad(&loss, &[&theta]).remove(0);
    let next = optimiser.step(&mut program, "theta", &theta, &g, &hyper);
    program.update("theta", &next);
    program.record(&next);
    let mut machine = Device::cpu().machine(program.compile().unwrap()).unwrap();
    machine.write("theta", &[1.0, -2.0]).unwrap();
    machine.run(steps).unwrap();
    pollster::block_on(machine.drain()).unwrap().chunks(2).map(<[f32]>::to_vec).collect()
}

/// The formulas of the papers, once more, in f64 and plain loops.
fn expected(optimiser: Optimiser, steps: u32) -> Vec<f64> {
    let [rate, momentum, decay, beta1, beta2, epsilon] = HYPER.map(f64::from);
    let mut theta = [1.0_f64, -2.0];
    let (mut a, mut b) = ([0.0_f64; 2], [0.0_f64; 2]);
    for t in 1..=steps {
        for i in 0..2 {
            let g = theta[i].powi(3) + 2.0 * theta[i];
            theta[i] += match optimiser {
                Optimiser::Gd => -rate * g,
                Optimiser::Momentum => {
                    a[i] = momentum * a[i] - rate * g;
                    a[i]
                }
                Optimiser::Adagrad => {
                    a[i] += g * g;
                    -rate * g / (a[i].sqrt() + epsilon)
                }
                Optimiser::RmsProp => {
                    a[i] = decay * a[i] + (1.0 - decay) * g * g;
                    -rate * g / (a[i].sqrt() + epsilon)
                }
                Optimiser::Adam => {
                    a[i] = beta1 * a[i] + (1.0 - beta1) * g;
                    b[i] = beta2 * b[i] + (1.0 - beta2) * g * g;
                    let (m, v) = (a[i] / (1.0 - beta1.powi(t as i32)), b[i] / (1.0 - beta2.powi(t as i32)));
                    -rate * m / (v.sqrt() + epsilon)
                }
            };
        }
    }
    theta.to_vec()
}

#[test]
fn every_optimiser_follows_its_formula() {
    for optimiser in Optimiser::ALL {
        for steps in [1, 2, 10, 100] {
            let got = run(optimiser, steps).pop().unwrap();
            for (got, expected) in got.iter().zip(expected(optimiser, steps)) {
                assert!((f64::from(*got) - expected).abs() < 2e-4, "{optimiser:?} after {steps}: {got}, {expected}");
            }
        }
    }
}

#[test]
fn the_first_step_of_adam_is_the_rate() {
    let first = run(Optimiser::Adam, 1).remove(0);
    assert!((first[0] - 0.9).abs() < 1e-5 && (first[1] + 1.9).abs() < 1e-5, "{first:?}");
}
