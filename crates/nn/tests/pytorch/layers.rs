//! Layers against PyTorch.

use crate::common::Case;
use compute::interpret::interpret;
use compute::ops::random::key;
use compute::{Conv, Expr, Pool, Program, Random};
use nn::layer::{pool, position};
use nn::{
    BatchNorm, Conv2d, ConvTranspose2d, Dropout, Embedding, GroupNorm, Gru, InstanceNorm, LayerNorm, Linear, Lstm,
    Mask, MultiHeadAttention, Rnn, TransformerBlock,
};

#[test]
fn linear() {
    let mut case = Case::new("linear");
    let x = case.state("x");
    let layer = Linear::new(&mut case.program, "l", 4, 2);
    case.bind("w", &layer.weight);
    case.bind("b", layer.bias.as_ref().unwrap());
    case.check(&[&layer.forward(&x)]);
}

#[test]
fn convolutions() {
    let mut case = Case::new("conv2d");
    let x = case.state("x");
    let pad = [(1, 1), (2, 2)];
    let spec = Conv { stride: [2, 1], pad, dilation: [1, 2], groups: 2, ..Conv::default() };
    let layer = Conv2d::new(&mut case.program, "c", 4, 6, [3, 2], spec);
    case.bind("w", &layer.weight);
    case.bind("b", layer.bias.as_ref().unwrap());
    case.check(&[&layer.forward(&x)]);

    let mut case = Case::new("conv_transpose2d");
    let x = case.state("x");
    // Output padding 1 along the first axis.
    let spec = Conv { stride: [2, 3], pad: [(1, 0), (0, 0)], dilation: [1, 2], groups: 2, ..Conv::default() };
    let layer = ConvTranspose2d::new(&mut case.program, "c", 4, 6, [3, 2], spec);
    case.bind("w", &layer.weight);
    case.bind("b", layer.bias.as_ref().unwrap());
    case.check(&[&layer.forward(&x)]);
}

#[test]
fn pools() {
    let check = |name: &str, f: &dyn Fn(&Expr) -> Expr| {
        let mut case = Case::new(name);
        let x = case.state("x");
        case.check(&[&f(&x)]);
    };
    let wide = Pool { size: [3; 2], stride: [2; 2], pad: [(1, 1); 2] };
    check("max_pool", &|x| pool::max_pool(x, wide));
    check("avg_pool", &|x| pool::avg_pool(x, wide));
    let tiles = Pool { size: [2, 3], stride: [2, 3], pad: [(0, 0); 2] };
    check("avg_pool_tiles", &|x| pool::avg_pool(x, tiles));
    check("global_avg_pool", &pool::global_avg_pool);
}

fn batch_norm(case: &mut Case) -> BatchNorm {
    let norm = BatchNorm::new(&mut case.program, "n", 4).momentum(0.3);
    for (key, parameter) in [("w", &norm.weight), ("b", &norm.bias), ("mean", &norm.mean), ("var", &norm.variance)] {
        case.bind(key, parameter);
    }
    norm
}

#[test]
fn batch_norms_train_and_evaluate() {
    for name in ["batch_norm1d", "batch_norm2d"] {
        let mut case = Case::new(name);
        let x = case.state("x");
        let norm = batch_norm(&mut case);
        let [mean, variance] = norm.running(&[&x]).map(|r| r.stop_gradient());
        case.check(&[&norm.batch(&x), &mean, &variance]);

        let mut case = Case::new(&format!("{name}_eval"));
        let x = case.state("x");
        let y = batch_norm(&mut case).eval(&x);
        case.check(&[&y]);
    }
    let mut case = Case::new("batch_norm_two");
    let (x, y) = (case.state("x"), case.state("y"));
    let [mean, variance] = batch_norm(&mut case).running(&[&x, &y]);
    case.check(&[&mean, &variance]);
}

/// The step itself, on a machine: training moves the running statistics, and they are what evaluation uses.
#[test]
fn a_norm_by_a_reference_is_that_batchs_norm_and_ties_no_rows_together() {
    let mut program = Program::new();
    let (x, reference) = (program.state("x", &[3, 2]), program.state("r", &[3, 2]));
    let norm = BatchNorm::new(&mut program, "n", 2);
    for value in [&norm.by(&x, &x), &norm.batch(&x), &norm.by(&x, &reference)] {
        program.record(&value.reshape(&[6]));
    }
    let mut machine = compute::Device::cpu().machine(program.compile().unwrap()).unwrap();
    for (name, values) in nn::Layer::init(&norm, &mut compute::rng::Stream::new(1, 0)) {
        machine.write(&name, &values).unwrap();
    }
    machine.write("r", &[1.0, 5.0, 2.0, 9.0, 6.0, 1.0]).unwrap();
    let mut row = |x: &[f32]| {
        machine.write("x", x).unwrap();
        machine.run(1).unwrap();
        pollster::block_on(machine.drain()).unwrap()
    };
    let one = row(&[0.0, 1.0, 4.0, 2.0, 3.0, -1.0]);
    assert!(one[..6].iter().zip(&one[6..12]).all(|(a, b)| (a - b).abs() < 1e-5), "{one:?}");
    let other = row(&[0.0, 1.0, 40.0, 20.0, -3.0, 7.0]);
    assert_eq!(one[12..14], other[12..14], "the first row hangs on the reference alone");
    assert!((one[6] - other[6]).abs() > 0.1, "by its own batch it hangs on the others: {one:?} {other:?}");
}

#[test]
fn a_training_step_moves_the_running_statistics() {
    let mut program = Program::new();
    let x = program.state("x", &[4, 1]);
    let norm = BatchNorm::new(&mut program, "n", 1);
    program.record(&norm.eval(&x));
    let trained = norm.train(&mut program, &x);
    program.record(&trained);
    let mut machine = compute::Device::cpu().machine(program.compile().unwrap()).unwrap();
    for (name, values) in nn::Layer::init(&norm, &mut compute::rng::Stream::new(1, 0)) {
        machine.write(&name, &values).unwrap();
    }
    machine.write("x", &[10.0, 11.0, 13.0, 14.0]).unwrap();
    machine.run(200).unwrap();
    let rows = pollster::block_on(machine.drain()).unwrap();
    let (first, last) = (&rows[..8], &rows[rows.len() - 8..]);
    assert!((first[0] - 10.0).abs() < 1e-3, "mean 0, variance 1 at first: {first:?}");
    // Mean 12, variance 10/4 by n, 10/3 by n − 1.
    assert!((last[0] + 2.0 / (10.0_f32 / 3.0).sqrt()).abs() < 1e-4, "{last:?}");
    assert!((last[4] + 2.0 / 2.5_f32.sqrt()).abs() < 1e-4, "{last:?}");
}

#[test]
fn other_norms() {
    let mut case = Case::new("layer_norm");
    let x = case.state("x");
    let norm = LayerNorm::new(&mut case.program, "n", 4);
    case.bind("w", &norm.weight);
    case.bind("b", &norm.bias);
    case.check(&[&norm.forward(&x)]);

    let mut case = Case::new("group_norm");
    let x = case.state("x");
    let norm = GroupNorm::new(&mut case.program, "n", 2, 4);
    case.bind("w", &norm.weight);
    case.bind("b", &norm.bias);
    case.check(&[&norm.forward(&x)]);

    let mut case = Case::new("instance_norm");
    let x = case.state("x");
    let norm = InstanceNorm::new(&mut case.program, "n", 4);
    case.bind("w", &norm.0.weight);
    case.bind("b", &norm.0.bias);
    case.check(&[&norm.forward(&x)]);
}

#[test]
fn embedding_and_positions() {
    let mut case = Case::new("embedding");
    let n = case.state("n");
    let layer = Embedding::new(&mut case.program, "e", 5, 3);
    case.bind("w", &layer.weight);
    case.check(&[&layer.forward(&n)]);
    Case::new("sinusoidal").check(&[&position::sinusoidal(7, 6)]);
}

#[test]
fn recurrent_layers() {
    let mut case = Case::new("rnn");
    let (x, h) = (case.state("x"), case.state("h"));
    let layer = Rnn::new(&mut case.program, "r", 4, 3);
    for (key, parameter) in [("w", &layer.w), ("u", &layer.u), ("b", &layer.b)] {
        case.bind(key, parameter);
    }
    let states = layer.forward(&x, Some(&h));
    case.check(&[&states.all, &states.last]);

    let mut case = Case::new("lstm");
    let (x, h, c) = (case.state("x"), case.state("h"), case.state("c"));
    let layer = Lstm::new(&mut case.program, "r", 4, 3);
    for (key, parameter) in [("w", &layer.w), ("u", &layer.u), ("b", &layer.b)] {
        case.bind(key, parameter);
    }
    let states = layer.forward(&x, Some((&h, &c)));
    case.check(&[&states.all, &states.last, &states.cell]);

    let mut case = Case::new("gru");
    let (x, h) = (case.state("x"), case.state("h"));
    let layer = Gru::new(&mut case.program, "r", 4, 3);
    for (key, parameter) in [("w", &layer.w), ("u", &layer.u), ("b", &layer.b), ("d", &layer.d)] {
        case.bind(key, parameter);
    }
    let states = layer.forward(&x, Some(&h));
    case.check(&[&states.all, &states.last]);
}

/// Time after time by hand is the same as the loop, from zeros.
#[test]
fn single_steps_make_the_loop() {
    let mut program = Program::new();
    let x = program.state("x", &[3, 2, 2]);
    let (lstm, gru, rnn) =
        (Lstm::new(&mut program, "l", 2, 2), Gru::new(&mut program, "g", 2, 2), Rnn::new(&mut program, "r", 2, 2));
    let zero = Expr::constant(0.0, &vec![2, 2].into());
    let (mut h, mut c, mut g, mut r) = (zero.clone(), zero.clone(), zero.clone(), zero);
    for t in 0..3 {
        let now = x.slice(0, t, 1).reshape(&[2, 2]);
        (h, c) = lstm.step(&now, &h, &c);
        (g, r) = (gru.step(&now, &g), rnn.step(&now, &r));
    }
    let states = lstm.forward(&x, None);
    let pairs = [states.last - h, states.cell - c, gru.forward(&x, None).last - g, rnn.forward(&x, None).last - r];
    let sizes = [12, 16, 16, 8, 12, 12, 6, 2, 4, 4, 2];
    let leaf = |i: usize| (0..sizes[i]).map(|n| f64::from((n + 3 * i) as u32).sin()).collect();
    let values = interpret(&pairs, &leaf).unwrap();
    assert!(values.iter().flatten().all(|difference| difference.abs() < 1e-12), "{values:?}");
}

fn attention(case: &mut Case) -> MultiHeadAttention {
    let layer = MultiHeadAttention::new(&mut case.program, "a", 4, 2);
    bind_attention(case, &layer);
    layer
}

fn bind_attention(case: &mut Case, layer: &MultiHeadAttention) {
    case.bind("w", &layer.weight);
    case.bind("b", &layer.bias);
    case.bind("ow", &layer.out.weight);
    case.bind("ob", layer.out.bias.as_ref().unwrap());
}

#[test]
fn attention_with_several_heads() {
    for (name, mask) in [("attention", Mask::None), ("attention_causal", Mask::Causal)] {
        let mut case = Case::new(name);
        let x = case.state("x");
        let attended = attention(&mut case).forward(&x, mask);
        case.check(&[&attended.out, &attended.weights]);
    }
    let mut case = Case::new("attention_causal");
    let x = case.state("x");
    let seen = Expr::iota(&[3, 3], 1).less(&(Expr::iota(&[3, 3], 0) + 0.5));
    let attended = attention(&mut case).forward(&x, Mask::Only(&seen));
    case.check(&[&attended.out, &attended.weights]);

    let mut case = Case::new("attention_cross");
    let (x, memory) = (case.state("x"), case.state("m"));
    let attended = attention(&mut case).cross(&x, &memory, Mask::None);
    case.check(&[&attended.out, &attended.weights]);
}

#[test]
fn transformer_block() {
    let mut case = Case::new("transformer");
    let x = case.state("x");
    let block = TransformerBlock::new(&mut case.program, "t", 4, 2, 8);
    bind_attention(&mut case, &block.attention);
    case.bind("w1", &block.norm1.weight);
    case.bind("b1", &block.norm1.bias);
    case.bind("w2", &block.norm2.weight);
    case.bind("b2", &block.norm2.bias);
    case.bind("up", &block.up.weight);
    case.bind("upb", block.up.bias.as_ref().unwrap());
    case.bind("down", &block.down.weight);
    case.bind("downb", block.down.bias.as_ref().unwrap());
    case.check(&[&block.forward(&x, Mask::Causal).out]);
}

/// 20 000 draws: the share of zeros within 4 standard errors, the mean kept, another mask in another step.
#[test]
fn dropout_statistics() {
    const N: usize = 20_000;
    let mut program = Program::new();
    let (x, p) = (program.state("x", &[N]), program.state("p", &[]));
    let mut random = Random::new(&mut program, "random");
    let dropout = Dropout::new(&p);
    let y = dropout.train(&mut random, &x);
    let run = |p: f64, step: f64| {
        let mut state = key(11).map(f64::from);
        state[4] = step;
        let leaf = |i: usize| match i {
            0 => vec![3.0; N],
            1 => vec![p],
            _ => state.to_vec(),
        };
        interpret(std::slice::from_ref(&y), &leaf).unwrap().remove(0)
    };
    for p in [0.1, 0.5, 0.8] {
        let values = run(p, 0.0);
        let zeros = values.iter().filter(|v| **v == 0.0).count() as f64 / N as f64;
        let error = (p * (1.0 - p) / N as f64).sqrt();
        assert!((zeros - p).abs() < 4.0 * error, "{zeros} of {p}");
        assert!(values.iter().all(|v| *v == 0.0 || (v - 3.0 / (1.0 - p)).abs() < 1e-5));
    }
    assert!(run(0.0, 0.0).iter().all(|v| *v == 3.0), "nothing dropped");
    assert!(run(1.0, 0.0).iter().all(|v| *v == 0.0), "all dropped");
    assert_ne!(run(0.5, 0.0), run(0.5, 1.0), "a fresh mask each step");
    assert_eq!(dropout.eval(&x).id(), x.id());
}

/// Shapes that do not fit are an error that says so, not a panic, and layers hand it on.
#[test]
fn wrong_shapes_become_errors() {
    let mut program = Program::new();
    let flat = program.state("flat", &[6]);
    let matrix = program.state("matrix", &[2, 3]);
    let mut random = Random::new(&mut program, "random");
    let conv = Conv2d::new(&mut program, "c", 1, 2, [3, 3], Conv::new(1, 1));
    let lstm = Lstm::new(&mut program, "l", 3, 2);
    let gru = Gru::new(&mut program, "g", 3, 2);
    let block = TransformerBlock::new(&mut program, "t", 4, 3, 8);
    let norm = BatchNorm::new(&mut program, "n", 2);
    let odd = program.state("odd", &[1, 2, 4]);
    let wrong = [
        Linear::new(&mut program, "w", 5, 2).forward(&matrix),
        conv.forward(&matrix),
        lstm.forward(&matrix, None).last,
        gru.forward(&flat, None).all,
        block.forward(&odd, Mask::Causal).out,
        block.train(&flat, Mask::None, &Dropout::new(0.1), &mut random).weights,
        norm.batch(&flat),
        norm.eval(&matrix),
        GroupNorm::new(&mut program, "g2", 2, 3).forward(&matrix),
        LayerNorm::new(&mut program, "l2", 4).forward(&matrix),
        pool::avg_pool(&flat, Pool::new(2)),
        pool::global_avg_pool(&matrix),
        nn::loss::cross_entropy(&matrix, &flat),
    ];
    for (i, expr) in wrong.iter().enumerate() {
        let error = interpret(std::slice::from_ref(expr), &|_| vec![0.0; 6]);
        assert!(matches!(error, Err(compute::EngineError::Shape(_))), "{i}: {error:?}");
    }
}
