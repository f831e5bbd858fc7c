use super::{Hyper, Optimiser};
use compute::{Device, Expr, Program, grad};

/// Rate, momentum, decay, β₁, β₂, weight decay, ε outside, ε inside, bias correction, first square.
type Numbers = [f32; 10];

const STANDARD: Numbers = [0.1, 0.9, 0.9, 0.9, 0.999, 0.01, 1e-8, 0.0, 1.0, 0.0];
/// The forms of the notes where they are others.
const NOTES: Numbers = [0.1, 0.9, 0.9, 0.9, 0.999, 0.1, 0.0, 1e-3, 0.0, 1.0];

/// Parameter after each of `steps` steps on `θ⁴/4 + θ₁²`, from (1, −2).
fn run(optimiser: Optimiser, numbers: Numbers, steps: u32) -> Vec<Vec<f32>> {
    let mut program = Program::new();
    let theta = program.state("theta", &[2]);
    let numbers = numbers.map(Expr::scalar);
    let [rate, momentum, decay, beta1, beta2, weight_decay, epsilon, epsilon_inside, corrected, first_square] = numbers;
    let hyper =
        Hyper { rate, momentum, decay, beta1, beta2, weight_decay, epsilon, epsilon_inside, corrected, first_square };
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
fn expected(optimiser: Optimiser, numbers: Numbers, steps: u32) -> Vec<f64> {
    let [rate, momentum, decay, beta1, beta2, weight_decay, outside, inside, corrected, first] = numbers.map(f64::from);
    let root = |s: f64| (s + inside).sqrt() + outside;
    let mut theta = [1.0_f64, -2.0];
    let (mut a, mut b, mut most) = ([0.0_f64; 2], [0.0_f64; 2], [0.0_f64; 2]);
    for t in 1..=steps as i32 {
        for i in 0..2 {
            let g = theta[i].powi(3) + 2.0 * theta[i];
            theta[i] += match optimiser {
                Optimiser::Gd | Optimiser::Sgd => -rate * g,
                Optimiser::Momentum => {
                    a[i] = momentum * a[i] - rate * g;
                    a[i]
                }
                Optimiser::Nesterov => {
                    a[i] = momentum * a[i] - rate * g;
                    momentum * a[i] - rate * g
                }
                Optimiser::Adagrad => {
                    a[i] += g * g;
                    -rate * g / root(a[i])
                }
                Optimiser::RmsProp => {
                    a[i] = if t == 1 && first > 0.0 { g * g } else { decay * a[i] + (1.0 - decay) * g * g };
                    -rate * g / root(a[i])
                }
                Optimiser::Adam | Optimiser::AdamW | Optimiser::AmsGrad => {
                    a[i] = beta1 * a[i] + (1.0 - beta1) * g;
                    b[i] = beta2 * b[i] + (1.0 - beta2) * g * g;
                    most[i] = most[i].max(b[i]);
                    let (p, q) = if corrected > 0.0 { (1.0 - beta1.powi(t), 1.0 - beta2.powi(t)) } else { (1.0, 1.0) };
                    let square = if optimiser == Optimiser::AmsGrad { most[i] } else { b[i] };
                    let kept = if optimiser == Optimiser::AdamW { rate * weight_decay * theta[i] } else { 0.0 };
                    -kept - rate * (a[i] / p) / root(square / q)
                }
            };
        }
    }
    theta.to_vec()
}

#[test]
fn every_optimiser_follows_its_formula_in_both_forms() {
    for (numbers, optimiser) in
        [STANDARD, NOTES].into_iter().flat_map(|numbers| Optimiser::ALL.map(|one| (numbers, one)))
    {
        for steps in [1, 2, 10, 100] {
            let got = run(optimiser, numbers, steps).pop().unwrap();
            for (got, expected) in got.iter().zip(expected(optimiser, numbers, steps)) {
                assert!((f64::from(*got) - expected).abs() < 2e-4, "{optimiser:?} after {steps}: {got}, {expected}");
            }
        }
    }
}

#[test]
fn the_first_step_of_adam_is_the_rate() {
    let first = run(Optimiser::Adam, STANDARD, 1).remove(0);
    assert!((first[0] - 0.9).abs() < 1e-5 && (first[1] + 1.9).abs() < 1e-5, "{first:?}");
}
