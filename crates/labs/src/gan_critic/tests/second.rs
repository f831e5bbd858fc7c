//! The gradient of a gradient, against differences.

use crate::gan_critic::critic::net::{Bend, Critic};
use crate::gan_critic::critic::train::Form;
use compute::interpret::interpret;
use compute::rng::Stream;
use compute::{Conv, Expr, Program, grad};
use nn::activation::leaky_relu;
use nn::{Conv2d, Layer, Linear, loss::wasserstein};

/// d penalty/dθ by `grad` against (penalty(θ + h) − penalty(θ − h)) / 2h, both in f64, θ ± h along some random directions: the largest
/// difference as a share of the gradient's length.
fn off(program: &Program, penalty: &Expr, model: &dyn Layer, data: &[Vec<f64>], seed: u64) -> f64 {
    const H: f64 = 1e-5;
    let parameters = model.parameters();
    let values: Vec<&Expr> = parameters.iter().map(|parameter| &parameter.value).collect();
    let mut random = Stream::new(seed, 0);
    let first: Vec<Vec<f64>> =
        model.init(&mut random).into_iter().map(|(_, values)| values.into_iter().map(f64::from).collect()).collect();
    // States stand in the order in which they were declared: data first.
    let at = |shift: f64, way: &[Vec<f64>]| -> Vec<Vec<f64>> {
        let moved = first.iter().zip(way).map(|(w, d)| w.iter().zip(d).map(|(w, d)| w + shift * d).collect());
        data.iter().cloned().chain(moved).collect()
    };
    let value = |states: &[Vec<f64>], of: &[Expr]| interpret(of, &|leaf| states[leaf].clone()).unwrap();
    let gradients = grad(penalty, &values);
    let still: Vec<Vec<f64>> = first.iter().map(|w| vec![0.0; w.len()]).collect();
    let slope = value(&at(0.0, &still), &gradients);
    let length = slope.iter().flatten().map(|x| x * x).sum::<f64>().sqrt();
    assert!(length > 1e-3 && program.compile().is_ok(), "{length}");
    let mut worst = 0.0_f64;
    for _ in 0..4 {
        let way: Vec<Vec<f64>> = first.iter().map(|w| w.iter().map(|_| f64::from(random.normal())).collect()).collect();
        let norm = way.iter().flatten().map(|x| x * x).sum::<f64>().sqrt();
        let along: f64 = slope.iter().flatten().zip(way.iter().flatten()).map(|(g, d)| g * d).sum();
        let [up, down] = [H, -H].map(|h| value(&at(h, &way), std::slice::from_ref(penalty))[0][0]);
        worst = worst.max(((up - down) / (2.0 * H) - along).abs() / (length * norm));
    }
    worst
}

/// Through dense layers with each bend and each form.
pub(super) fn dense(seed: u64) -> f64 {
    let mut worst = 0.0_f64;
    for bend in [Bend::Leaky, Bend::Relu, Bend::Tanh] {
        for form in [Form::TwoSided, Form::OneSided, Form::Plain, Form::Squared] {
            let mut program = Program::new();
            let x = program.state("x", &[6, 2]);
            let critic = Critic::new(&mut program, 2, 8, bend);
            let penalty = form.of(&(critic.slopes(&x) * 2.0));
            let mut random = Stream::new(seed, 1);
            let data = (0..12).map(|_| f64::from(random.normal())).collect();
            worst = worst.max(off(&program, &penalty, &critic, &[data], seed));
        }
    }
    worst
}

#[derive(Clone)]
struct Filters {
    conv: Conv2d,
    score: Linear,
}
nn::layer!(Filters { conv, score });

/// Through a convolution with LeakyReLU, with the penalty that the studio of pictures takes.
pub(super) fn convolution(seed: u64) -> f64 {
    let mut program = Program::new();
    let axes = [2, 1, 5, 5];
    let (real, fake) = (program.state("real", &axes), program.state("fake", &axes));
    let mix = program.state("mix", &[2, 1, 1, 1]);
    let critic = Filters {
        conv: Conv2d::new(&mut program, "conv", 1, 3, [3, 3], Conv::new(2, 1)),
        score: Linear::new(&mut program, "score", 27, 1),
    };
    let forward = |x: &Expr| critic.score.forward(&leaky_relu(&critic.conv.forward(x), 0.2).reshape(&[2, 27]));
    let penalty = wasserstein::gradient_penalty(forward, &real, &fake, &mix);
    let mut random = Stream::new(seed, 1);
    let mut draw = |count: usize| -> Vec<f64> { (0..count).map(|_| f64::from(random.normal())).collect() };
    let data = [draw(50), draw(50), vec![0.3, 0.6]];
    off(&program, &penalty, &critic, &data, seed)
}
