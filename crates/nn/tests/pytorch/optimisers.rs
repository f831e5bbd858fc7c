//! Trajectories and schedules against PyTorch.

use crate::common::{Leaves, close, golden, numbers};
use compute::{Expr, Program};
use nn::optimiser::{average, schedule};
use nn::{Init, Layer, Linear, Minimiser, Parameter, Training};

struct Net {
    a: Parameter,
    m: Parameter,
}
nn::layer!(Net { a, m });

/// The loss of `make.py`.
fn loss(net: &Net) -> Expr {
    let (a, m) = (&net.a.value, &net.m.value);
    (a.sin() * a).sum() + (m.matmul(m) - a.slice(0, 0, 2)).square().sum() * 0.5 + a.powf(4.0).sum() * 0.1
}

struct Run {
    leaves: Leaves,
    training: Training,
}

impl Run {
    fn new(make: impl FnOnce(&mut Program, &mut Leaves) -> (Minimiser, Vec<(Expr, Expr)>)) -> Self {
        let (mut program, mut leaves) = (Program::new(), Leaves::default());
        let net = Net {
            a: Parameter::new(&mut program, "a", &[3], Init::Zeros),
            m: Parameter::new(&mut program, "m", &[2, 2], Init::Zeros),
        };
        leaves.set(&net.a.value, vec![1.5, -0.7, 0.3]);
        leaves.set(&net.m.value, vec![0.5, -1.0, 0.25, 0.75]);
        let (minimiser, more) = make(&mut program, &mut leaves);
        let mut training = minimiser.minimise(&mut program, "opt", &loss(&net), &net);
        training.updates.extend(more);
        for memory in &training.memory {
            leaves.set(&memory.value, vec![0.0; memory.value.shape().size()]);
        }
        Self { leaves, training }
    }

    /// A step; answers with the parameters after it.
    fn step(&mut self) -> Vec<f64> {
        let next: Vec<Expr> = self.training.updates.iter().map(|(_, next)| next.clone()).collect();
        let values = self.leaves.eval(&next);
        for ((state, _), values) in self.training.updates.iter().zip(&values) {
            self.leaves.set(state, values.clone());
        }
        values[..2].concat()
    }
}

fn follows(name: &str, make: impl FnOnce() -> Minimiser) {
    follows_with(name, |_, _| (make(), Vec::new()));
}

fn follows_with(name: &str, make: impl FnOnce(&mut Program, &mut Leaves) -> (Minimiser, Vec<(Expr, Expr)>)) {
    let mut run = Run::new(make);
    let rows = golden()["trajectories"][name].clone();
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 20);
    for (step, row) in rows.iter().enumerate() {
        close(&format!("{name}, step {step}"), &run.step(), &numbers(row), 1e-6);
    }
}

#[test]
fn gradient_descent_with_and_without_momentum() {
    follows("sgd", || Minimiser::sgd(0.05));
    follows("sgd_decay", || Minimiser::sgd(0.05).weight_decay(0.1));
    follows("momentum", || Minimiser::momentum(0.02, 0.9));
    follows("nesterov", || Minimiser::nesterov(0.02, 0.9).weight_decay(0.1));
}

#[test]
fn adaptive_ones() {
    follows("adagrad", || Minimiser::adagrad(0.3));
    follows("rmsprop", || Minimiser::rmsprop(0.01).alpha(0.9).epsilon(1e-6));
    follows("adam", || Minimiser::adam(0.1));
    follows("adam_decay", || Minimiser::adam(0.1).betas(0.5, 0.9).epsilon(1e-4).weight_decay(0.1));
    follows("adamw", || Minimiser::adamw(0.1, 0.1));
}

#[test]
fn clipped_gradients() {
    follows("clip_norm", || Minimiser::adam(0.1).clip_norm(0.8));
    follows("clip_value", || Minimiser::sgd(0.1).clip_value(0.5));
}

#[test]
fn a_rate_that_follows_the_step_count() {
    follows_with("scheduled", |program, leaves| {
        let count = schedule::step_count(program, "t");
        leaves.set(&count.value, vec![0.0]);
        let rate = schedule::step_decay(&count.value, 0.05, 0.5, 7.0);
        (Minimiser::sgd(&rate), vec![(count.value.clone(), &count.value + 1.0)])
    });
}

/// A live rate of 0 is no step; a condition that does not hold leaves memory too.
#[test]
fn live_numbers_and_conditions() {
    let mut program = Program::new();
    let (rate, on) = (program.state("rate", &[]), program.state("on", &[]));
    let x = Parameter::new(&mut program, "x", &[2], Init::Zeros);
    let optimiser = Minimiser::momentum(&rate, 0.5).only_when(&on);
    let training = optimiser.minimise(&mut program, "opt", &x.value.square().sum(), &x);
    let [(_, next_x), (v, next_v)] = training.updates.as_slice() else { panic!("{training:?}") };
    assert_eq!(training.memory[0].name, "opt.x.v");
    let mut leaves = Leaves::default();
    leaves.set(&x.value, vec![1.0, -2.0]);
    leaves.set(v, vec![0.5, 0.5]);
    for (rate_now, on_now, x_next, v_next) in [
        (0.0, 1.0, [1.0, -2.0], [2.25, -3.75]),
        (1.0, 1.0, [-1.25, 1.75], [2.25, -3.75]),
        (1.0, 0.0, [1.0, -2.0], [0.5, 0.5]),
    ] {
        leaves.set(&rate, vec![rate_now]);
        leaves.set(&on, vec![on_now]);
        assert_eq!(leaves.eval(&[next_x.clone(), next_v.clone()]), [x_next, v_next]);
    }
}

/// Adam keeps two numbers for the whole network, and two tensors for each parameter.
#[test]
fn what_adam_remembers() {
    let mut program = Program::new();
    let net = Linear::new(&mut program, "l", 3, 2);
    let training = Minimiser::adam(0.1).minimise(
        &mut program,
        "opt",
        &net.forward(&Expr::constant(1.0, &vec![1, 3].into())),
        &net,
    );
    let sizes: Vec<(String, usize)> =
        training.memory.iter().map(|p| (p.name.clone(), p.value.shape().size())).collect();
    let expected = [("opt.p", 1), ("opt.q", 1), ("opt.l.w.m", 6), ("opt.l.w.v", 6), ("opt.l.b.m", 2), ("opt.l.b.v", 2)];
    assert_eq!(sizes, expected.map(|(name, size)| (name.to_owned(), size)));
    assert!(
        training.memory.init(&mut compute::rng::Stream::new(1, 0)).iter().all(|(_, v)| v.iter().all(|v| *v == 0.0))
    );
}

#[test]
fn schedules() {
    let mut program = Program::new();
    let t = program.state("t", &[]);
    let cases = [
        ("step_decay", schedule::step_decay(&t, 0.5, 0.7, 3.0)),
        ("exponential", schedule::exponential(&t, 0.5, 0.9)),
        ("cosine", schedule::cosine(&t, 0.5, 0.05, 20.0)),
        ("one_cycle", schedule::one_cycle(&t, 0.5, 21.0)),
        ("warm_up", schedule::constant(0.5) * schedule::warm_up(&t, 8.0)),
    ];
    let all = golden()["schedules"].clone();
    for (name, rate) in cases {
        let mut leaves = Leaves::default();
        let got = (0..21).map(|step| {
            leaves.set(&t, vec![f64::from(step)]);
            leaves.eval(std::slice::from_ref(&rate))[0][0]
        });
        let got: Vec<f64> = got.collect();
        close(name, &got, &numbers(&all[name]), 1e-6);
    }
}

/// On a machine: the target moves a tenth of the way each step, and the step count counts.
#[test]
fn a_model_follows_another() {
    let mut program = Program::new();
    let (source, target) = (Linear::new(&mut program, "s", 1, 1), Linear::new(&mut program, "t", 1, 1));
    average::follow(&mut program, &target, &source, 0.1);
    let count = schedule::step_count(&mut program, "n");
    program.record(&target.weight.value);
    program.record(&count.value);
    let mut machine = compute::Device::cpu().machine(program.compile().unwrap()).unwrap();
    machine.write("s.w", &[1.0]).unwrap();
    machine.run(4).unwrap();
    let rows = pollster::block_on(machine.drain()).unwrap();
    let expected = [0.0, 0.0, 0.1, 1.0, 0.19, 2.0, 0.271, 3.0];
    assert!(rows.iter().zip(expected).all(|(got, expected)| (got - expected).abs() < 1e-6), "{rows:?}");
}
