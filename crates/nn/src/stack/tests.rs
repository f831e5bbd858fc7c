use super::{Fault, Kind, LAYERS, Stack};
use crate::{Layer, Minimiser, loss};
use compute::rng::Stream;
use compute::{Device, Expr, Program, grad};

const DIGIT: [usize; 3] = [1, 28, 28];

fn stack(line: &str) -> Stack {
    Stack::parse(line, DIGIT).unwrap()
}

fn refused(line: &str, input: [usize; 3]) -> Fault {
    let error = Stack::parse(line, input).unwrap_err();
    assert!(!error.zh().is_empty() && error.en().starts_with(char::is_uppercase), "{error}");
    assert!(error.place.0 + error.place.1 <= line.chars().count().max(1) + 4, "{error:?}");
    error.fault
}

/// The listing of the notes with `view(-1, 9216)`, and what it should have been.
#[test]
fn a_listing_that_cannot_run_is_explained() {
    const LISTING: &str = "conv 32 3, relu, pool 2, conv 64 3, relu, pool 2";
    let error = Stack::parse(&format!("{LISTING}, view 9216, dense 128, relu, dense 10"), DIGIT).unwrap_err();
    assert_eq!(error.layer, 7);
    assert_eq!(error.en(), "Layer 7, “view 9216”: 9216 numbers were expected, but 64×5×5 = 1600 came.");
    assert!(error.zh().contains("64×5×5 = 1600"), "{}", error.zh());
    let sides = |stack: &Stack| {
        let mut sides = vec![28];
        sides.extend(stack.layers.iter().filter_map(|layer| layer.shape.axes().get(1).copied()));
        sides.dedup();
        sides
    };
    let repaired = stack(&format!("{LISTING}, view 1600, dense 128, relu, dense 10"));
    assert_eq!(sides(&repaired), [28, 26, 13, 11, 5]);
    assert_eq!(repaired.parameters(), 225_034);
    // 9216 is what one pooling would have left: 64·12·12.
    let once = stack("conv 32 3, relu, conv 64 3, relu, pool 2, view 9216, dense 128, relu, dense 10");
    assert_eq!(once.parameters(), 1_199_882);
}

/// Lines that fit, drawn at random: half of what is tried is refused, and never by a panic.
fn random_line(random: &mut Stream) -> String {
    let mut below = |n: usize| (random.uniform() * n as f32) as usize;
    let mut layers = Vec::new();
    for _ in 0..=below(7) {
        let kernel = ["1", "2", "3", "3x1", "2x3"][below(5)];
        let walk = ["", " s2", " p1", " s2 p1", " d2", " s2x1"][below(6)];
        layers.push(match below(14) {
            0..3 => format!("conv {} {kernel}{walk}", 1 + below(6)),
            3 => format!("conv 4 {kernel} g2"),
            4 => format!("depthwise {kernel}{walk}"),
            5 => format!("local {} 2{}", 1 + below(3), ["", " s2", " p1"][below(3)]),
            6 => format!("pool 2{}", ["", " s1", " p1", " s1x2"][below(4)]),
            7 => format!("mean {}{}", 2 + below(2), ["", " s1", " p1"][below(3)]),
            8 => ["relu", "sigmoid", "tanh"][below(3)].to_owned(),
            9 => "norm".to_owned(),
            10 => "dropout 0.3".to_owned(),
            11 => format!("res(conv {} 3 p1, relu)", [1, 2, 4][below(3)]),
            12 => "flatten".to_owned(),
            _ => format!("dense {}", 1 + below(9)),
        });
    }
    layers.join(", ")
}

/// What the ledger says of shapes and counts, against the buffers of a plan that computes it.
#[test]
fn the_ledger_is_what_the_plan_holds() {
    let mut random = Stream::new(29, 0);
    let (mut built, mut refused) = (0, 0);
    while built < 60 {
        let line = random_line(&mut random);
        let Ok(stack) = Stack::parse(&line, [2, 9, 8]) else {
            refused += 1;
            assert!(refused < 400, "hardly anything fits");
            continue;
        };
        built += 1;
        let mut program = Program::new();
        let x = program.state("x", &[3, 2, 9, 8]);
        let net = stack.build(&mut program);
        for tap in net.taps(&x) {
            program.output(&format!("{} out", tap.name), &(tap.value + 1.0));
        }
        let plan = program.compile().unwrap_or_else(|error| panic!("{line}: {error}"));
        for layer in &stack.layers {
            let (_, buffer) = plan.named(&format!("{} out", layer.name)).unwrap();
            assert_eq!(buffer.shape.axes()[1..], *layer.shape.axes(), "{line}: {}", layer.name);
            let size =
                |what: &str| plan.named(&format!("{}.{what}", layer.name)).map_or(0, |(_, buffer)| buffer.shape.size());
            assert_eq!(
                [size("w") as u64, size("b") as u64],
                [layer.cost.weights, layer.cost.biases],
                "{line}: {}",
                layer.name
            );
        }
        assert_eq!(net.size() as u64, stack.parameters());
    }
}

/// Multiply-adds, against those that the engine counts for its convolutions and products.
#[test]
fn multiply_adds_are_those_of_the_formula() {
    let counts = |line: &str| stack(line).layers.iter().map(|layer| layer.cost.multiply_adds).collect::<Vec<_>>();
    assert_eq!(counts("conv 8 5, relu, pool 2, dense 10"), [8 * 25 * 24 * 24, 0, 0, 8 * 12 * 12 * 10]);
    assert_eq!(counts("conv 8 3, depthwise 3, conv 16 1"), [8 * 9 * 26 * 26, 8 * 9 * 24 * 24, 8 * 16 * 24 * 24]);
    assert_eq!(counts("conv 8 3 s2, conv 8 3 g4 p1")[1], 8 * 2 * 9 * 13 * 13);
    assert_eq!(counts("local 2 5 s5"), [2 * 25 * 5 * 5]);
    let [dense, local, conv] = ["dense 576", "local 1 5", "conv 1 5"].map(|line| stack(line).parameters());
    assert!(dense > local && local > conv, "fewer weights by leaving out, fewer again by sharing");
}

/// The pixels whose change moves a number at `place`, over random pictures and weights, are the field that the ledger says.
#[test]
fn the_field_is_where_the_gradient_of_the_picture_is() {
    for (line, place) in [
        ("conv 3 3, pool 2, conv 2 3", [1, 2]),
        ("conv 2 5 s2 p2, relu, conv 2 3 d2 p1", [0, 3]),
        ("conv 2 3 p1, res(conv 2 3 p1, relu, conv 2 1x3 p0x1), mean 2 s1", [4, 0]),
        ("depthwise 3 s2, local 2 2", [1, 1]),
        ("conv 2 3, pool 3 s2 p1, dense 4", [0, 0]),
    ] {
        let stack = Stack::parse(line, [1, 14, 14]).unwrap();
        let mut program = Program::new();
        let x = program.state("x", &[1, 1, 14, 14]);
        let net = stack.build(&mut program);
        let out = net.forward(&x);
        let number = match out.shape().rank() {
            4 => out.slice(2, place[0], 1).slice(3, place[1], 1).sum(),
            _ => out.sum(),
        };
        program.output("slope", &grad(&number, &[&x]).remove(0));
        let mut machine = Device::cpu().machine(program.compile().unwrap()).unwrap();
        let mut seen = vec![false; 196];
        for seed in 0..40 {
            let mut random = Stream::new(seed, 0);
            for (name, values) in net.init(&mut random) {
                machine.write(&name, &values).unwrap();
            }
            let picture: Vec<f32> = (0..196).map(|_| random.normal()).collect();
            machine.write("x", &picture).unwrap();
            machine.run(1).unwrap();
            let slope = pollster::block_on(machine.read("slope")).unwrap();
            seen.iter_mut().zip(slope).for_each(|(seen, slope)| *seen |= slope != 0.0);
        }
        let [rows, columns] = stack.layers.last().unwrap().field.window(place, [14, 14]);
        let expected: Vec<bool> = (0..196).map(|i| rows.contains(&(i / 14)) && columns.contains(&(i % 14))).collect();
        assert_eq!(seen, expected, "{line}: rows {rows:?}, columns {columns:?}");
    }
    let field = Stack::parse("conv 3 3, pool 2, conv 2 3", [1, 14, 14]).unwrap().layers[2].field;
    assert_eq!((field.side, field.jump, field.start), ([8; 2], [2; 2], [0; 2]), "conv 3, pool 2, conv 3 see 8×8");
}

#[test]
fn what_cannot_be_is_refused_by_name() {
    assert_eq!(refused("", DIGIT), Fault::Empty);
    assert_eq!(refused(" , ,", DIGIT), Fault::Empty);
    assert_eq!(refused("softmax", DIGIT), Fault::Unknown);
    for line in [
        "conv",
        "conv 8",
        "conv 8 3 3",
        "conv 0 3",
        "conv 8 3 s0",
        "conv 8 3 q2",
        "conv 8 -3",
        "conv 8 99999",
        "conv 8x3 3",
        "pool",
        "pool 2 p2",
        "pool 2 d2",
        "dense",
        "dense 10 3",
        "dense 0",
        "dense ten",
        "relu 3",
        "dropout",
        "dropout 1",
        "dropout nan",
        "view",
        "view 784 1",
        "local 2 3 g2",
        "conv 8 3 g2x1",
        "conv 8 3é",
        "conv é 3",
        "conv 8 3 sé",
    ] {
        assert!(matches!(refused(line, DIGIT), Fault::Part { .. }), "{line}");
    }
    for line in ["res(relu", "relu)", "conv 8 3(relu)", "(relu)", "res(relu))"] {
        assert_eq!(refused(line, DIGIT), Fault::Bracket, "{line}");
    }
    assert_eq!(refused(&vec!["relu"; LAYERS + 1].join(","), DIGIT), Fault::TooMany);
    assert_eq!(Stack::count("dense 4000, dense 4000", DIGIT).unwrap().parameters(), 3_140_000 + 16_004_000);
    assert_eq!(refused("dense 4000, dense 4000", DIGIT), Fault::Parameters(3_140_000 + 16_004_000 - 4_000 + 4_000));
    assert_eq!(refused("conv 4000 1", DIGIT), Fault::Values(4000 * 784));
    assert_eq!(refused("flatten, conv 8 3", DIGIT), Fault::Flat(784));
    assert_eq!(refused("conv 4 3, pool 20, conv 4 3", DIGIT), Fault::Window { window: [3, 3], came: [1, 1] });
    assert_eq!(refused("conv 4 3, conv 6 3 g4", DIGIT), Fault::Groups { groups: 4, inputs: 4, outputs: 6 });
    assert!(matches!(refused("res(conv 4 3 p1)", DIGIT), Fault::Residual { .. }));
    let huge = "conv 1 1 s4096 p4096, ".repeat(LAYERS - 1) + "local 4096 4096";
    assert!(matches!(refused(&huge, DIGIT), Fault::Window { .. } | Fault::Parameters(_) | Fault::Values(_)));
}

/// Cut, doubled and shuffled lines are read or refused, and what is read can be built.
#[test]
fn no_line_is_a_panic() {
    let mut random = Stream::new(3, 0);
    let pieces = [
        "conv", "8", "3", "res(", ")", ",", "s2", "p4096", "s4096", "pool", "2", "dense", "view", "é", "d4096", "x",
        "local", "（", "mean",
    ];
    for _ in 0..20_000 {
        let words: Vec<&str> = (0..9).map(|_| pieces[(random.uniform() * pieces.len() as f32) as usize]).collect();
        let line = words.join(if random.uniform() < 0.8 { " " } else { "" });
        match Stack::parse(&line, [1, 5, 4]) {
            Err(error) => assert!(error.zh().len() + error.en().len() > 20),
            Ok(stack) => assert_eq!(
                stack.layers.len(),
                stack.layers.iter().map(|layer| &layer.name).collect::<std::collections::HashSet<_>>().len()
            ),
        }
    }
}

/// Each kind of layer trains: the loss of a small batch falls.
#[test]
fn every_layer_learns() {
    for line in [
        "conv 4 3, norm, relu, pool 2, dropout 0.1, dense 3",
        "conv 4 3 p1, res(conv 4 3 p1, tanh, depthwise 3 p1), mean 2, dense 3",
        "local 3 3 s2, sigmoid, flatten, dense 8, relu, dense 3",
    ] {
        let stack = Stack::parse(line, [1, 8, 8]).unwrap();
        let mut program = Program::new();
        let (x, y) = (program.state("x", &[12, 1, 8, 8]), program.state("y", &[12]));
        let net = stack.build(&mut program);
        let loss = loss::cross_entropy(&net.train(&mut program, &x), &y);
        let memory = Minimiser::adam(0.02).minimise(&mut program, "adam", &loss, &net).memory;
        program.record(&loss);
        let mut machine = Device::cpu().machine(program.compile().unwrap()).unwrap();
        let mut random = Stream::new(5, 0);
        for (name, values) in net.init(&mut random).into_iter().chain(memory.init(&mut random)) {
            machine.write(&name, &values).unwrap();
        }
        let pictures: Vec<f32> = (0..12 * 64).map(|_| random.normal()).collect();
        machine.write("x", &pictures).unwrap();
        machine.write("y", &(0..12).map(|i| (i % 3) as f32).collect::<Vec<_>>()).unwrap();
        machine.run(150).unwrap();
        let losses = pollster::block_on(machine.drain()).unwrap();
        assert!(losses[149] < 0.2 * losses[0], "{line}: {} to {}", losses[0], losses[149]);
    }
}

/// With one kernel at all places, a locally connected layer is a convolution.
#[test]
fn a_local_layer_with_equal_kernels_is_a_convolution() {
    let lines = ["local 3 2x3 s2 p1", "conv 3 2x3 s2 p1"];
    let [local, conv] = lines.map(|line| {
        let stack = Stack::parse(line, [2, 6, 7]).unwrap();
        let mut program = Program::new();
        let x = program.state("x", &[2, 2, 6, 7]);
        let net = stack.build(&mut program);
        program.output("y", &net.forward(&x));
        let mut machine = Device::cpu().machine(program.compile().unwrap()).unwrap();
        let numbers = |n: usize| (0..n).map(|i| ((i * 37 % 23) as f32 - 11.0) / 7.0).collect::<Vec<_>>();
        machine.write("x", &numbers(168)).unwrap();
        // [O, C·K·L] for the convolution, its transpose at each place for the other.
        let kernel = numbers(36);
        let turned: Vec<f32> = (0..36).map(|i| kernel[i % 3 * 12 + i / 3]).collect();
        let [_, rows, columns] = stack.layers[0].shape.axes().try_into().unwrap();
        let name = &stack.layers[0].name;
        let weights = if name == "conv1" { kernel } else { turned.repeat(rows * columns) };
        machine.write(&format!("{name}.w"), &weights).unwrap();
        let bias = vec![0.5; if name == "conv1" { 3 } else { 3 * rows * columns }];
        machine.write(&format!("{name}.b"), &bias).unwrap();
        machine.run(1).unwrap();
        pollster::block_on(machine.read("y")).unwrap()
    });
    assert_eq!(local.len(), conv.len());
    assert!(local.iter().zip(&conv).all(|(a, b)| (a - b).abs() < 1e-4), "{local:?}\n{conv:?}");
}

#[test]
fn a_line_is_read_however_it_is_set() {
    let plain = stack("conv 8 5x3 s2, res(conv 8 3 p1, relu), dense 10");
    for line in
        ["CONV 8 5×3 s2，res（conv 8 3 p1，relu），dense 10", "conv   8 5x3 s2\nres( conv 8 3 p1 ,relu ),,dense 10,"]
    {
        assert_eq!(stack(line), plain, "{line}");
    }
    let names: Vec<&str> = plain.layers.iter().map(|layer| layer.name.as_str()).collect();
    assert_eq!(names, ["conv1", "conv2", "relu1", "res1", "dense1"]);
    assert_eq!(plain.layers[3].kind, Kind::Residual { from: Some(0) });
    // What is outside an expression's axes never comes up: a picture is looked at as it is.
    let mut program = Program::new();
    let net = plain.build(&mut program);
    let x = Expr::constant(0.0, &vec![1, 1, 28, 28].into());
    assert_eq!(net.forward(&x).shape().axes(), [1, 10]);
    assert_eq!(net.stack(), &plain);
}
