use super::{Plan, Work};
use crate::{Device, EngineError, Program, grad};

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
    let labels: Vec<&str> = stores.iter().map(|(_, view)| plan.buffers[view.buffer].label.as_str()).collect();
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

/// Every kernel of a step of every kind can be read, and its shader passes naga by itself.
#[test]
fn kernels_can_be_read() {
    use crate::gpu::wgsl::Tuning;
    let mut program = Program::new();
    let (x, w) = (program.state("x", &[8, 3]), program.state("w", &[3, 2]));
    let y = x.matmul(&w).tanh();
    let loss = (&y * &y).mean();
    program.update("w", &(&w - grad(&loss, &[&w]).remove(0) * 0.1));
    let scanned = crate::scan(&[&y], &[&program.state("turns", &[4, 8, 2])], |carried, given| {
        let next = (&carried[0] + &given[0]).tanh();
        (vec![next.clone()], vec![next])
    });
    program.output("last", &scanned.last[0]);
    program.record(&loss);
    let plan = program.compile().unwrap();
    let views: Vec<_> =
        (0..plan.kernels.len()).map(|index| plan.kernel_view(index, &Tuning::SOFTWARE).unwrap()).collect();
    let all: String = views.iter().map(|view| format!("{}\n{}\n{}", view.line, view.formula, view.cpu)).collect();
    for said in ["Σ over 3 of x[m, k] · w[k, n]", "tanh(", "4 times:\n  ", "row of the ring", "w ← r", "w = (w − "]
    {
        assert!(all.contains(said), "{said} is missing in\n{all}");
    }
    for view in &views {
        assert!(view.words > 0 && !view.formula.is_empty(), "{view:?}");
        let module = naga::front::wgsl::parse_str(&view.wgsl).unwrap();
        naga::valid::Validator::new(naga::valid::ValidationFlags::all(), naga::valid::Capabilities::default())
            .validate(&module)
            .unwrap();
    }
    assert_eq!(plan.kernel_view(views.len(), &Tuning::SOFTWARE), None);
}
