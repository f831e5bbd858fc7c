use super::{Hyper, Lookahead, Optimiser};
use compute::{Device, Expr, Program, grad};

/// Rate, momentum, decay, β₁, β₂, weight decay, ε outside, ε inside, bias correction, first square.
type Numbers = [f32; 10];

const STANDARD: Numbers = [0.1, 0.9, 0.9, 0.9, 0.999, 0.01, 1e-8, 0.0, 1.0, 0.0];
/// The forms of the notes where they are others.
const NOTES: Numbers = [0.1, 0.9, 0.9, 0.9, 0.999, 0.1, 0.0, 1e-3, 0.0, 1.0];

/// Parameter after each of `steps` steps on `θ⁴/4 + θ₁²`, from (1, −2).
fn run(optimiser: Optimiser, numbers: Numbers, steps: u32) -> Vec<Vec<f32>> {
    run_form(optimiser, numbers, None, false, steps)
}

/// The same with a lookahead of these k and α, and with counts of their own for each element or one for all.
fn run_form(
    optimiser: Optimiser,
    numbers: Numbers,
    lookahead: Option<[f32; 2]>,
    together: bool,
    steps: u32,
) -> Vec<Vec<f32>> {
    let mut program = Program::new();
    let theta = program.state("theta", &[2]);
    let numbers = numbers.map(Expr::scalar);
    let [rate, momentum, decay, beta1, beta2, weight_decay, epsilon, epsilon_inside, corrected, first_square] = numbers;
    let lookahead = lookahead.map(|numbers| numbers.map(Expr::scalar)).map(|[k, alpha]| Lookahead { k, alpha });
    #[rustfmt::skip]
    let hyper = Hyper {
        rate, momentum, decay, beta1, beta2, weight_decay, epsilon, epsilon_inside, corrected, first_square, lookahead, together,
    };
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
    let (mut theta, mut slow) = ([1.0_f64, -2.0], [1.0_f64, -2.0]);
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
                _ => {
                    a[i] = beta1 * a[i] + (1.0 - beta1) * g;
                    b[i] = beta2 * b[i] + (1.0 - beta2) * g * g;
                    most[i] = most[i].max(b[i]);
                    let corrects = corrected > 0.0 || optimiser == Optimiser::RAdam;
                    let (p, q) = if corrects { (1.0 - beta1.powi(t), 1.0 - beta2.powi(t)) } else { (1.0, 1.0) };
                    let square = if optimiser == Optimiser::AmsGrad { most[i] } else { b[i] };
                    let kept = if optimiser == Optimiser::AdamW { rate * weight_decay * theta[i] } else { 0.0 };
                    match optimiser {
                        Optimiser::RAdam => {
                            -rate * rectified(t, beta2).map_or(1.0, |r| r / root(square / q)) * (a[i] / p)
                        }
                        _ => -kept - rate * (a[i] / p) / root(square / q),
                    }
                }
            };
            if optimiser == Optimiser::Lookahead && t % 5 == 0 {
                slow[i] += 0.5 * (theta[i] - slow[i]);
                theta[i] = slow[i];
            }
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

/// RAdam's `r` at step `t`, as in the paper's algorithm; nothing up to ρ = 5.
fn rectified(t: i32, beta2: f64) -> Option<f64> {
    let most = 2.0 / (1.0 - beta2) - 1.0;
    let rho = most - 2.0 * f64::from(t) * beta2.powi(t) / (1.0 - beta2.powi(t));
    (rho > 5.0).then(|| ((rho - 4.0) * (rho - 2.0) * most / ((most - 4.0) * (most - 2.0) * rho)).sqrt())
}

#[test]
fn rectified_adam_follows_its_formula() {
    for (rate, betas) in [(0.02_f32, [0.9_f32, 0.999]), (0.05, [0.8, 0.99]), (0.01, [0.9, 0.7]), (0.03, [0.5, 0.95])] {
        let numbers = [rate, 0.9, 0.9, betas[0], betas[1], 0.01, 1e-8, 0.0, 1.0, 0.0];
        for steps in [1, 4, 5, 6, 7, 30, 200] {
            let got = run(Optimiser::RAdam, numbers, steps).pop().unwrap();
            for (got, expected) in got.iter().zip(expected(Optimiser::RAdam, numbers, steps)) {
                assert!(
                    (f64::from(*got) - expected).abs() < 2e-4,
                    "η {rate}, β {betas:?} after {steps}: {got}, {expected}"
                );
            }
        }
    }
}

/// One count for all elements is the same rule, bit for bit.
#[test]
fn what_starts_together_counts_once() {
    for one in Optimiser::ALL {
        for lookahead in [None, Some([4.0, 0.3])] {
            let runs = [false, true].map(|together| run_form(one, STANDARD, lookahead, together, 30));
            assert_eq!(runs[0], runs[1], "{one:?} {lookahead:?}");
        }
    }
}

#[test]
fn lookahead_goes_part_of_the_way_every_k_steps() {
    for (k, alpha) in [(5_u32, 0.5_f32), (3, 0.8), (1, 0.25), (7, 0.1)] {
        // Around gradient descent and momentum, by hand: fast places, and the slow one that they are put back to.
        for (optimiser, keep) in [(Optimiser::Gd, 0.0), (Optimiser::Momentum, 0.9)] {
            let got = run_form(optimiser, STANDARD, Some([k as f32, alpha]), false, 40);
            let (mut theta, mut slow, mut velocity) = ([1.0_f64, -2.0], [1.0_f64, -2.0], [0.0; 2]);
            for (t, got) in (1..).zip(&got) {
                for i in 0..2 {
                    velocity[i] = keep * velocity[i] - f64::from(STANDARD[0]) * (theta[i].powi(3) + 2.0 * theta[i]);
                    theta[i] += velocity[i];
                    if t % k == 0 {
                        slow[i] += f64::from(alpha) * (theta[i] - slow[i]);
                        theta[i] = slow[i];
                    }
                    assert!(
                        (f64::from(got[i]) - theta[i]).abs() < 1e-4,
                        "{optimiser:?}, k {k}, α {alpha}, step {t}: {got:?}, {theta:?}"
                    );
                }
            }
        }
    }
    // Every rule goes on between two looks as it would alone.
    for one in Optimiser::ALL.into_iter().filter(|one| *one != Optimiser::Lookahead) {
        let (plain, early) = (run(one, STANDARD, 9), run_form(one, STANDARD, Some([10.0, 0.5]), false, 9));
        assert_eq!(plain, early, "{one:?}");
    }
    let own = run_form(Optimiser::Adam, STANDARD, Some([5.0, 0.5]), false, 23);
    assert_eq!(run(Optimiser::Lookahead, STANDARD, 23), own, "by itself: around Adam, with the paper's numbers");
}
