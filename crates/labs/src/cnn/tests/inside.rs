//! The network that trains in view: its lines, its pictures, its arithmetic.

use super::super::arithmetic::{Choice, Window, maps, sum};
use super::super::backwards::slope;
use super::super::inside::softmax;
use super::super::look::Look;
use super::super::params::NETS;
use super::{LAB, after, idx, losses, order};
use crate::headless::Order;
use compute::rng::Stream;
use compute::{Device, Program};
use labkit::message::Prefer;
use labkit::{Content, Frame, LabError, Model, Params, Pictures};
use nn::stack::Kind;
use nn::{Layer, Stack};

fn opened(sets: &[(&str, &str)], seed: u64) -> (Box<dyn Model>, Params) {
    let mut params = Params::defaults(LAB.table);
    params.set_all(LAB.table, &order(sets, 0, Vec::new()).sets).unwrap();
    ((LAB.open)(&params, seed, &Device::cpu()).unwrap(), params)
}

fn framed(model: &mut dyn Model) -> Frame {
    pollster::block_on(model.frame(true)).unwrap()
}

fn set(model: &mut dyn Model, params: &mut Params, sets: &[(&str, &str)]) -> Result<(), LabError> {
    params.set_all(LAB.table, &order(sets, 0, Vec::new()).sets).unwrap();
    model.set(params)
}

fn pictures<'a>(frame: &'a Frame, id: &str) -> &'a Pictures {
    let Some(Content::Pictures(pictures)) = frame.panel(id) else { panic!("no {id}") };
    pictures
}

fn metric(frame: &Frame, name: &str) -> f64 {
    frame.metric(name).unwrap_or_else(|| panic!("no {name}"))
}

/// A whole run of the half LeNet; labels by lot teach nothing; both backends begin alike.
#[test]
fn cnn_classifier() {
    let whole = Order { seed: 90, ..order(&[("batch", "16"), ("net", "small")], 2500, Vec::new()) };
    let test = metric(&after(&whole), "test_accuracy");
    assert!(test >= 0.97, "{test}");
    for seed in [2, 91] {
        let lot = Order { seed, ..order(&[("batch", "16"), ("net", "small"), ("shuffled", "true")], 120, Vec::new()) };
        let frame = after(&lot);
        for name in ["test_accuracy", "train_accuracy"] {
            assert!((metric(&frame, name) - 0.1).abs() < 0.05, "seed {seed}: {name} {}", metric(&frame, name));
        }
    }
    let [cpu, gpu] = [Prefer::Cpu, Prefer::Gpu].map(|prefer| {
        losses(&after(&Order { prefer, ..order(&[("batch", "16"), ("net", "small")], 20, Vec::new()) }))
    });
    assert_eq!((cpu.len(), gpu.len()), (20, 20));
    assert!(cpu.iter().zip(&gpu).all(|(cpu, gpu)| (cpu - gpu).abs() < 1e-3), "{cpu:?}\n{gpu:?}");
}

/// Fields by the formula are where gradients are, over random pictures; filters look like what they answer to.
#[test]
fn cnn_filters_layer1() {
    let line = ("layers", "conv 4 3, pool 2, conv 4 3, relu, pool 2, dense 10");
    let (mut model, mut params) = opened(&[("net", "own"), ("layer", "3"), line], 4);
    for (row, column) in [("1", "1"), ("5", "8"), ("11", "3")] {
        set(&mut *model, &mut params, &[("row", row), ("column", column)]).unwrap();
        let frame = framed(&mut *model);
        for name in ["field_height", "field_width", "reach_height", "reach_width"] {
            assert_eq!(metric(&frame, name), 8.0, "conv 3, pool 2, conv 3 see 8×8: {name} at {row}, {column}");
        }
        let from = [row, column].map(|at| 2 * (at.parse::<usize>().unwrap() - 1));
        let inside = |i: usize| (from[0]..from[0] + 8).contains(&(i / 28)) && (from[1]..from[1] + 8).contains(&(i % 28));
        let reach = &pictures(&frame, "reach").values.0;
        assert!(reach.iter().enumerate().all(|(i, share)| (*share > 0.0) == inside(i)), "the union is the whole field");
        // A single picture shows less of it: the pooling hides some.
        assert!(reach.iter().sum::<f32>() < 63.5, "{}", reach.iter().sum::<f32>());
    }
    for seed in [3, 41] {
        let frame = after(&Order { seed, ..order(&[("batch", "16"), ("net", "notes")], 40, Vec::new()) });
        let (filters, patches) = (pictures(&frame, "filters"), pictures(&frame, "patches"));
        assert_eq!((filters.values.0.len(), patches.values.0.len()), (25 * 9, 25 * 9 * 9));
        let correlation = metric(&frame, "patch_correlation");
        assert!(correlation > 0.7, "seed {seed}: {correlation}");
    }
}

/// Every number of every layer of every network is the sum that is shown, and every weight's gradient is.
#[test]
fn each_number_is_its_sum_and_each_gradient_is() {
    let own = "local 3 5 s3, tanh, conv 4 3 p1 d2, norm, dropout 0.5, res(depthwise 3 p1, sigmoid), mean 2 s1 p1, flatten, dense 10";
    // The larger ones have no other kinds of layers.
    let nets = NETS.iter().filter(|(net, _)| !["lenet", "wide", "notes"].contains(net));
    for (net, seed) in nets.zip(0..) {
        let (mut model, mut params) = opened(&[("net", net.0), ("layers", own), ("batch", "16")], seed);
        model.advance(2).unwrap();
        let frame = framed(&mut *model);
        let Some(Content::Table(ledger)) = frame.panel("ledger") else { panic!("no ledger") };
        let layers: Vec<String> = ledger.rows.iter().map(|row| row[0].clone()).filter(|name| name != "Σ").collect();
        let mut slopes = 0;
        for (index, layer) in layers.iter().enumerate() {
            let at = (index + 1).to_string();
            for (map, row, from, across) in [("1", "1", "1", "14"), ("3", "4", "2", "12"), ("7", "2", "1", "16")] {
                let neuron = [("layer", &*at), ("map", map), ("row", row), ("column", "2")];
                let weight = [("from", from), ("down", "8"), ("across", across), ("digit", map)];
                set(&mut *model, &mut params, &[neuron, weight].concat()).unwrap();
                let frame = framed(&mut *model);
                let (said, total) = (metric(&frame, "neuron"), metric(&frame, "neuron_sum"));
                let expected = match layer.as_str() {
                    "relu" => total.max(0.0),
                    "tanh" => total.tanh(),
                    "sigmoid" => 1.0 / (1.0 + (-total).exp()),
                    _ => total,
                };
                assert!((said - expected).abs() < 1e-4 * (1.0 + said.abs()), "{} {layer}: {said}, {expected}", net.0);
                if let (Some(tape), Some(sum)) = (frame.metric("slope"), frame.metric("slope_sum")) {
                    assert!((tape - sum).abs() < 1e-4 * (1.0 + tape.abs()), "{} {layer}: {tape}, {sum}", net.0);
                    slopes += usize::from(tape != 0.0);
                }
            }
        }
        assert!(slopes > 1, "{}: {slopes} gradients that are not 0", net.0);
    }
}

/// The sum over places, against the loss with the weight a little larger and a little smaller.
#[test]
fn a_weights_gradient_is_the_difference_that_it_makes() {
    let stack = Stack::parse("conv 3 3 p1 s2, tanh, local 2 3, sigmoid, conv 4 3 g2, mean 2, dense 10", [1, 28, 28]).unwrap();
    let mut program = Program::new();
    let net = stack.build(&mut program);
    let mut random = Stream::new(8, 0);
    let weights = net.init(&mut random);
    let picture: Vec<f32> = (0..784).map(|_| random.uniform()).collect();
    let loss = |weights: &Vec<(String, Vec<f32>)>| {
        let mut look = Look::new(&stack, 0).unwrap();
        look.write(weights).unwrap();
        let seen = pollster::block_on(look.see(&picture, 6)).unwrap();
        -f64::from(softmax(seen.values.last().unwrap())[6]).ln()
    };
    for (layer, index) in [(0, 13), (2, 777), (4, 5), (6, 60)] {
        let mut look = Look::new(&stack, layer).unwrap();
        look.write(&weights).unwrap();
        let seen = pollster::block_on(look.see(&picture, 6)).unwrap();
        let choice = chosen_weight(&stack, layer, index);
        let slope = slope(&stack, &choice, &seen).unwrap();
        let name = format!("{}.w", stack.layers[layer].name);
        let moved = |by: f32| {
            let mut weights = weights.clone();
            weights.iter_mut().find(|(known, _)| *known == name).unwrap().1[index] += by;
            loss(&weights)
        };
        let step = 0.02;
        let difference = (moved(step) - moved(-step)) / (2.0 * f64::from(step));
        let total = f64::from(slope.total());
        assert!((difference - total).abs() < 2e-3 * (1.0 + difference.abs()), "{name}: {difference}, {total}");
        assert!((total - f64::from(slope.tape)).abs() < 1e-5, "{name}");
        let sum = sum(&stack, &choice, &seen, &weights);
        assert!((sum.total() - sum.value).abs() < 1e-4);
    }
}

/// The choice under which the weight of that index is looked at.
fn chosen_weight(stack: &Stack, layer: usize, index: usize) -> Choice {
    let [c, h, w] = maps(stack.layers[layer].shape.axes());
    let places = if matches!(stack.layers[layer].kind, Kind::Local { .. }) { h * w } else { 1 };
    for map in 0..c {
        for place in 0..places {
            let choice = Choice { layer, map, row: place / w, column: place % w, ..Choice::default() };
            let window = Window::of(stack, &choice);
            let taps = window.size[0] * window.size[1];
            for i in 0..window.channels * taps {
                let tap = [i / window.size[1] % window.size[0], i % window.size[1]];
                if super::super::arithmetic::weight_at(stack, &window, &choice, i / taps, tap) == Some(index) {
                    return Choice { from: i / taps, tap, ..choice };
                }
            }
        }
    }
    panic!("no weight {index} in layer {layer}")
}

/// A line that cannot be is refused beside its field, and the last good network goes on.
#[test]
fn a_line_that_cannot_be_leaves_the_last_good_network() {
    let (mut model, mut params) = opened(&[("net", "small"), ("batch", "16")], 1);
    model.advance(3).unwrap();
    let before = framed(&mut *model);
    for (line, said) in [
        ("conv 32 3, relu, pool 2, conv 64 3, relu, pool 2, view 9216, dense 128, dense 10", "64×5×5 = 1600"),
        ("dense 9", "10 numbers"),
        ("conv 4 3 p1, conv 4 3 p1, conv 1000 1, pool 28, dense 10", "8000000"),
        ("conv 4 3, softmax", "conv, depthwise"),
    ] {
        let mut tried = params.clone();
        let error = set(&mut *model, &mut tried, &[("net", "own"), ("layers", line)]).unwrap_err();
        assert_eq!(error.field.as_deref(), Some("layers"), "{line}");
        assert!(error.text.en.contains(said) && !error.text.zh.is_empty(), "{line}: {}", error.text.en);
        let now = framed(&mut *model);
        assert_eq!((now.step, now.run), (before.step, before.run), "{line}");
        assert_eq!(now.metric("parameters"), before.metric("parameters"));
        model.set(&params).unwrap();
    }
    model.advance(1).unwrap();
    set(&mut *model, &mut params, &[("net", "notes")]).unwrap();
    let frame = framed(&mut *model);
    let Some(Content::Table(ledger)) = frame.panel("ledger") else { panic!("no ledger") };
    let outputs: Vec<&str> = ledger.rows.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(outputs, ["25×26×26", "25×26×26", "25×13×13", "50×11×11", "50×11×11", "50×5×5", "100", "100", "10", ""]);
    assert_eq!((frame.step, ledger.rows[3][2].as_str()), (0, "11250"), "50 filters of 25·9");
}

/// The wall follows what is chosen, what is drawn and what is learnt.
#[test]
fn the_wall_follows() {
    let (mut model, mut params) = opened(&[("batch", "16"), ("net", "small")], 6);
    let first = framed(&mut *model);
    assert!(first.panels.iter().all(|panel| first.metric(&panel.id).is_none()), "no sentence hides a number of its name");
    assert_eq!((pictures(&first, "layer 0").height, pictures(&first, "layer 0").values.0.len()), (24, 4 * 576));
    assert_eq!(pictures(&first, "seen").values.0[..], pictures(&first, "digits").values.0[..784]);
    set(&mut *model, &mut params, &[("digit", "3")]).unwrap();
    let third = framed(&mut *model);
    assert_eq!(pictures(&third, "seen").values.0[..], pictures(&third, "digits").values.0[2 * 784..3 * 784]);
    assert_ne!(pictures(&third, "layer 0"), pictures(&first, "layer 0"));
    model.advance(20).unwrap();
    let learnt = pollster::block_on(model.frame(false)).unwrap();
    assert_ne!(pictures(&learnt, "layer 0"), pictures(&third, "layer 0"), "without a pause, too");
    assert_ne!(learnt.panel("classes"), third.panel("classes"));
    let counts = &pictures(&framed(&mut *model), "confusion").values.0.clone();
    let right: f32 = (0..10).map(|class| counts[class * 11]).sum();
    assert_eq!(counts.iter().sum::<f32>(), 1000.0);
    assert!((f64::from(right) / 1000.0 - metric(&framed(&mut *model), "test_accuracy")).abs() < 1e-9);
}

/// Blank pictures that are all “4”: only who trains on them knows.
#[test]
fn dropped_pictures_train_where_that_is_asked() {
    let files = || vec![("images".to_owned(), idx(&[50, 28, 28], 0)), ("labels".to_owned(), idx(&[50], 4))];
    let share = |mixed: &str| {
        let frame = after(&order(&[("batch", "16"), ("net", "small"), ("mixed", mixed)], 60, files()));
        (metric(&frame, "dropped_accuracy"), losses(&frame))
    };
    let ((mixed, mixed_losses), (plain, plain_losses)) = (share("true"), share("false"));
    assert_eq!(mixed, 1.0);
    assert_ne!(mixed_losses, plain_losses);
    assert!(plain == 0.0 || plain == 1.0, "equal pictures have equal answers: {plain}");
}

/// The notes' listing, put right: the buffers have the sides 26, 13, 11 and 5, it has 225,034 parameters, and it reads. (A fault of the
/// listing as it is printed is told before anything is built: `nn::stack` and the Convolution Workbench test that.)
#[test]
fn dl_026() {
    const LISTING: &str = "conv 32 3, relu, pool 2, conv 64 3, relu, pool 2, dense 128, relu, dense 10";
    let stack = Stack::parse(LISTING, [1, 28, 28]).unwrap();
    assert_eq!(stack.parameters(), 225_034);
    let mut program = Program::new();
    let x = program.state("x", &[1, 1, 28, 28]);
    let net = stack.build(&mut program);
    for tap in net.taps(&x) {
        program.output(&format!("tap {}", tap.layer), &tap.value);
    }
    let plan = program.compile().unwrap();
    let side = |layer: usize| plan.shape(plan.named(&format!("tap {layer}")).unwrap().1).axes().last().copied();
    assert_eq!([0, 2, 3, 5].map(side), [26, 13, 11, 5].map(Some));
    let held: usize = net.parameters().iter().map(|parameter| parameter.value.shape().size()).sum();
    assert_eq!(held, 225_034, "the buffers hold what was counted");
    let run = Order { seed: 5, ..order(&[("net", "own"), ("layers", LISTING), ("batch", "32")], 300, Vec::new()) };
    let test = metric(&after(&run), "test_accuracy");
    assert!(test >= 0.97, "{test}");
}
