use super::{Plan, Work};
use crate::interpret::interpret;
use crate::rng::Stream;
use crate::{Device, EngineError, Expr, Program, grad};
use proptest::prelude::*;

/// A random expression over two leaves, `[3, 4]` and `[4]`.
fn random(x: &Expr, y: &Expr, random: &mut Stream) -> Expr {
    let mut pool = vec![x.clone(), y.clone(), x.transpose(), Expr::iota(&[3, 4], 1)];
    let pick = |n: usize, random: &mut Stream| (random.uniform() * n as f32) as usize;
    for _ in 0..8 {
        let (a, b) = (pool[pick(pool.len(), random)].clone(), pool[pick(pool.len(), random)].clone());
        let made = match pick(10, random) {
            0 => a.tanh(),
            1 => a.sin() * 0.5,
            2 => &a + &b,
            3 => &a * &b,
            4 => a.max(&b),
            5 => a.sum_axes(&[0]),
            6 => a.max_axes(&[a.shape().rank() - 1]),
            7 => a.matmul(&b),
            8 => a.reshape(&[a.shape().size()]),
            _ => a.reshape(&[a.shape().size(), 1]).transpose().sigmoid(),
        };
        if !matches!(made.op(), crate::expr::Op::Invalid(_)) && made.shape().rank() > 0 && made.shape().size() < 200 {
            pool.push(made);
        }
    }
    pool.into_iter().skip(4).fold(Expr::scalar(0.0), |all, expr| all + expr.tanh().sum())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// What is fused, planned and laid out computes what the plain interpreter computes, with gradients, over several steps.
    #[test]
    fn a_plan_equals_the_interpreter(seed in any::<u64>()) {
        let mut source = Stream::new(seed, 0);
        let mut program = Program::new();
        let (x, y) = (program.state("x", &[3, 4]), program.state("y", &[4]));
        let loss = random(&x, &y, &mut source);
        let slopes = grad(&loss, &[&x, &y]);
        let next = [&x - &slopes[0] * 0.1, &y - &slopes[1] * 0.1];
        program.update("x", &next[0]);
        program.update("y", &next[1]);
        program.output("loss", &loss);
        program.record(&loss);
        program.record(&x);
        let mut machine = Device::cpu().machine(program.compile().unwrap()).unwrap();

        let mut values: Vec<Vec<f64>> = [12, 4].iter().map(|&n| (0..n).map(|_| f64::from(source.normal())).collect()).collect();
        for (name, value) in ["x", "y"].iter().zip(&values) {
            machine.write(name, &value.iter().map(|v| *v as f32).collect::<Vec<_>>()).unwrap();
        }
        for _ in 0..3 {
            machine.run(1).unwrap();
            let row = pollster::block_on(machine.drain()).unwrap();
            let results = interpret(&[next[0].clone(), next[1].clone(), loss.clone()], &|i| values[i].clone()).unwrap();
            let close = |got: &[f32], expected: &[f64]| got.iter().zip(expected).all(|(g, e)| (f64::from(*g) - e).abs() < 2e-3 * (1.0 + e.abs()));
            prop_assert!(close(&row[..1], &results[2]), "loss {} and {}", row[0], results[2][0]);
            prop_assert!(close(&row[1..], &values[0]), "the record sees the state before the step");
            for (name, expected) in ["x", "y"].iter().zip(&results) {
                let got = pollster::block_on(machine.read(name)).unwrap();
                prop_assert!(close(&got, expected), "{name}: {got:?} and {expected:?}");
            }
            // Go on from what the machine has, so that rounding does not add up.
            values = ["x", "y"].iter().map(|name| pollster::block_on(machine.read(name)).unwrap().into_iter().map(f64::from).collect()).collect();
        }
    }
}

/// Gradient descent with momentum on a formula: everything elementwise, in place.
fn momentum() -> Plan {
    let mut program = Program::new();
    let (x, v) = (program.state("x", &[16]), program.state("v", &[16]));
    let rate = program.state("rate", &[]);
    let loss = x.powf(4.0) - x.square() * 3.0;
    let slope = grad(&loss, &[&x]).remove(0);
    let next = &v * 0.9 - slope * &rate;
    program.update("x", &(&x + &next));
    program.update("v", &next);
    program.record(&loss);
    program.compile().unwrap()
}

#[test]
fn an_elementwise_step_is_one_kernel_and_its_record() {
    let plan = momentum();
    assert_eq!(plan.kernels.len(), 2, "{plan}");
    let Work::Map { stores, .. } = &plan.kernels[0].work else { panic!("{plan}") };
    let labels: Vec<&str> = stores.iter().map(|(_, buffer)| plan.buffers[*buffer].label.as_str()).collect();
    assert!(labels.contains(&"x") && labels.contains(&"v"), "states are written in place: {labels:?}");
}

#[test]
fn states_that_trade_values_do_not_trample_each_other() {
    let mut program = Program::new();
    let (a, b) = (program.state("a", &[2, 3]), program.state("b", &[3, 2]));
    program.update("a", &b.transpose());
    program.update("b", &a.transpose());
    let mut machine = Device::cpu().machine(program.compile().unwrap()).unwrap();
    machine.write("a", &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).unwrap();
    machine.write("b", &[10.0, 20.0, 30.0, 40.0, 50.0, 60.0]).unwrap();
    machine.run(1).unwrap();
    assert_eq!(pollster::block_on(machine.read("a")).unwrap(), [10.0, 30.0, 50.0, 20.0, 40.0, 60.0]);
    assert_eq!(pollster::block_on(machine.read("b")).unwrap(), [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
}

#[test]
fn temporaries_share_memory_by_lifetime() {
    let mut program = Program::new();
    let x = program.state("x", &[100, 100]);
    let mut y = x.clone();
    for _ in 0..10 {
        y = y.matmul(&x).tanh();
    }
    program.output("y", &y);
    let plan = program.compile().unwrap();
    let (named, temporaries) = (2 * 10_000, 3 * 10_000);
    assert!(plan.words < named + temporaries + 100, "{} f32", plan.words);
}

#[test]
fn equal_nodes_are_computed_once() {
    let mut program = Program::new();
    let x = program.state("x", &[8]);
    program.output("y", &(x.exp() + x.exp() * x.exp()));
    let plan = program.compile().unwrap();
    assert!(plan.to_string().contains("exp×1"), "{plan}");
}

#[test]
fn names_are_missing_or_doubled() {
    let mut program = Program::new();
    let x = program.state("x", &[1]);
    program.update("z", &x);
    assert_eq!(program.compile().unwrap_err(), EngineError::Name("z".into()));
    let mut program = Program::new();
    let x = program.state("x", &[1]);
    program.output("x", &x);
    assert_eq!(program.compile().unwrap_err(), EngineError::Name("x".into()));
}

#[test]
fn a_plan_prints_itself() {
    let text = momentum().to_string();
    assert!(text.contains("record") && text.contains("mul×"), "{text}");
}

/// Temporaries share memory, so what fills an empty sum must know its own size.
#[test]
fn sums_over_nothing_touch_nothing_else() {
    let mut program = Program::new();
    let (x, z) = (program.state("x", &[8, 8]), program.state("z", &[0, 8]));
    let b = x.matmul(&x).matmul(&x);
    let total = b.sum_axes(&[0, 1]);
    let q = b.sum_axes(&[0]);
    let e1 = (&z + &total).sum_axes(&[1]);
    let e2 = (&z + &e1).sum_axes(&[1]);
    program.record(&q);
    program.record(&e2);
    program.record(&z.max_axes(&[0]));
    program.record(&z.transpose().sin().sum());
    let mut machine = Device::cpu().machine(program.compile().unwrap()).unwrap();
    machine.write("x", &[0.1; 64]).unwrap();
    machine.run(1).unwrap();
    let row = pollster::block_on(machine.drain()).unwrap();
    assert!(row[..8].iter().all(|q| (q - 0.512).abs() < 1e-5), "{row:?}");
    assert!(row[8..16].iter().all(|most| *most == f32::MIN), "{row:?}");
    assert_eq!(row[16..], [0.0]);
}

#[test]
fn too_many_axes_and_wrong_updates_are_sentences() {
    let mut program = Program::new();
    let x = program.state("x", &[1; 9]);
    program.output("y", &x.sin());
    assert_eq!(
        program.compile().unwrap_err().to_string(),
        "plan: expected at most 8 axes, got [1, 1, 1, 1, 1, 1, 1, 1, 1]"
    );
    let mut program = Program::new();
    let x = program.state("x", &[2, 3]);
    program.update("x", &x.transpose());
    assert_eq!(program.compile().unwrap_err().to_string(), "update: expected [2, 3] for “x”, got [3, 2]");
}
