//! A network that the reader has trained in the lab on CNNs is attacked as it is.

use super::arena::{Run, metric};
use crate::cnn;
use compute::Device;
use data::weights;
use labkit::Params;
use labkit::model::LAYERS;
use pollster::block_on;

/// A network after `steps` steps of that lab, as it is handed over.
fn trained(steps: u32, seed: u64) -> Vec<u8> {
    let mut params = Params::defaults(cnn::LAB.table);
    let sets = [("net", "small"), ("batch", "32")].map(|(key, value)| (key.to_owned(), value.to_owned()));
    params.set_all(cnn::LAB.table, &sets).unwrap();
    let mut model = (cnn::LAB.open)(&params, seed, &Device::cpu()).unwrap();
    model.advance(steps).unwrap();
    block_on(model.network()).unwrap()
}

#[test]
fn the_readers_own_network_is_attacked_as_it_is() {
    for seed in [3, 811] {
        let network = trained(300, seed);
        let mut run = Run::open(seed, &[("attack", "pgd"), ("eps", "0.2"), ("rounds", "10"), ("restarts", "1")]);
        let dropped = run.model.drop_file("network.safetensors", &network).unwrap();
        assert_eq!(dropped.sets[0].0, "mine");
        run.set(&[("mine", "true")]);
        let frame = run.after(11);
        assert_eq!([metric(&frame, "mine"), metric(&frame, "practice_left")], [1.0, 0.0]);
        let (clean, attacked) = (metric(&frame, "clean_accuracy"), metric(&frame, "attacked_accuracy"));
        assert!(
            clean > 0.85 && attacked < 0.3 && metric(&frame, "random_noise_accuracy") > clean - 0.1,
            "{clean} {attacked}"
        );

        // Other weights, other answers: those of a network that has learnt nothing.
        run.model.drop_file("network.safetensors", &trained(0, seed)).unwrap();
        assert!(metric(&run.after(1), "clean_accuracy") < 0.4);

        // What a defence changes in training is trained here, in the reader's layers.
        run.set(&[("defence", "weight-decay"), ("practice", "100")]);
        assert!(metric(&run.after(1), "practice_left") > 0.0);
        run.set(&[("defence", "none"), ("mine", "false")]);
        assert!(run.after(1).metric("mine").is_none());
    }
}

/// The address of an exhibit without a use for it may name the network, too: it says where it is used, and there it is.
#[test]
fn a_network_that_comes_elsewhere_waits_for_the_arena() {
    let network = trained(0, 3);
    for task in ["transfer", "words"] {
        let sets = [("task", task), ("practice", "100"), ("mine", "true"), ("attack", "random")];
        let mut run = Run::open(3, &sets);
        let error = run.model.drop_file("network.safetensors", b"a,b\n1,2\n").unwrap_err();
        assert!(error.text.en.contains("network"), "{}", error.text.en);
        let dropped = run.model.drop_file("network.safetensors", &network).unwrap();
        let note = &dropped.summary.notes[0];
        assert!(note.en.contains("“one against one”") && note.zh.contains("“一个对一个”"), "{note:?}");
        assert_eq!((dropped.summary.rows, dropped.sets[0].0), (0, "mine"));
        assert!(run.after(1).metric("mine").is_none());
        run.set(&[("task", "arena")]);
        let frame = run.after(1);
        assert_eq!([metric(&frame, "mine"), metric(&frame, "practice_left")], [1.0, 0.0]);
    }
}

#[test]
fn what_is_no_network_for_digits_is_refused_in_words_and_changes_nothing() {
    let network = trained(0, 3);
    let (states, about) = (weights::read(&network).unwrap(), weights::about(&network).unwrap());
    let layers = about.into_iter().find(|(key, _)| key == LAYERS).unwrap().1;
    let mut run = Run::open(3, &[("practice", "100")]);
    let line = |line: &str| weights::write(&states, &[(LAYERS, line.to_owned())]).unwrap();
    let mut odd = states.clone();
    odd[0].values[0] = f32::NAN;
    let cases = [
        (b"a,b\n1,2\n".to_vec(), "network"),
        (weights::write(&states, &[]).unwrap(), "which layers the network has"),
        (line("conv 4 99"), "conv"),
        (line("dense 9"), "expected 10 numbers of the last layer, got 9"),
        (line("dense 10"), "expected a tensor"),
        (weights::write(&odd, &[(LAYERS, layers)]).unwrap(), "finite"),
    ];
    for (bytes, said) in cases {
        let error = run.model.drop_file("network", &bytes).unwrap_err();
        assert!(error.text.en.contains(said), "{}", error.text.en);
        assert!(run.after(1).metric("mine").is_none());
    }
}
