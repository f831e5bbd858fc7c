//! One test for each entry of the syllabus, named after its id: `cargo xtask coverage` counts them.
//! Until a test of that name passes, its entry is not proven.

mod inside;

use super::taught;
use super::{LAB, exam};
use crate::headless::{Order, run};
use compute::Device;
use labkit::message::{Drawing, Prefer};
use labkit::{Content, Frame, Model, Params};
use std::path::Path;

fn order(sets: &[(&str, &str)], steps: u64, files: Vec<(String, Vec<u8>)>) -> Order {
    let sets = sets.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    Order { sets, seed: 7, steps, prefer: Prefer::Cpu, files, ..Order::default() }
}

fn after(order: &Order) -> Frame {
    pollster::block_on(run(&LAB, order)).unwrap().frame
}

fn losses(frame: &Frame) -> Vec<f32> {
    let Some(Content::Lines(curves)) = frame.panel("losses") else { panic!("no losses") };
    curves[0].y.0.clone()
}

/// The real digits, images before labels; `None` where they are not at hand.
fn real() -> Option<Vec<(String, Vec<u8>)>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let names = ["mnist-2k-images-idx3-ubyte.gz", "mnist-2k-labels-idx1-ubyte.gz"];
    let files = names.iter().map(|name| Ok(((*name).to_owned(), std::fs::read(folder.join(name))?)));
    files.collect::<std::io::Result<_>>().ok()
}

/// An IDX file of bytes.
fn idx(axes: &[u32], fill: u8) -> Vec<u8> {
    let size = axes.iter().product::<u32>() as usize;
    let head = [0, 0, 8, axes.len() as u8].into_iter().chain(axes.iter().flat_map(|axis| axis.to_be_bytes()));
    head.chain(std::iter::repeat_n(fill, size)).collect()
}

/// A tenth of a run: enough to read most digits, drawn and real; the whole run is for the command line.
#[test]
fn drawn_digits_teach_to_read_real_ones() {
    let files = real();
    if files.is_none() {
        eprintln!("skipped: no ../shared");
    }
    let there = files.is_some();
    let frame = after(&order(&[("batch", "32")], 300, files.unwrap_or_default()));
    let test = frame.metric("test_accuracy").unwrap();
    assert!(test > 0.88, "{test}");
    if there {
        let dropped = frame.metric("dropped_accuracy").unwrap();
        assert!(dropped > 0.85, "{dropped}");
    }
}

#[test]
fn both_backends_learn_alike() {
    let [cpu, gpu] = [Prefer::Cpu, Prefer::Gpu].map(|prefer| {
        losses(&after(&Order { prefer, ..order(&[("batch", "16"), ("net", "small")], 10, Vec::new()) }))
    });
    assert_eq!(cpu.len(), 10);
    for (cpu, gpu) in cpu.iter().zip(&gpu) {
        assert!((cpu - gpu).abs() < 1e-3, "{cpu}, {gpu}");
    }
}

/// What a reader draws is boxed and read as the digits of the examination are.
#[test]
fn a_drawing_is_read() {
    let mut params = Params::defaults(LAB.table);
    params.set_all(LAB.table, &order(&[("batch", "32")], 0, Vec::new()).sets).unwrap();
    let mut model: Box<dyn Model> = (LAB.open)(&params, 5, &Device::cpu()).unwrap();
    model.advance(300).unwrap();
    // A one and a zero, four times as large and in a corner.
    let side = 112_usize;
    let ink = |inside: &dyn Fn(f32, f32) -> bool| {
        let points = (0..side * side).map(|i| inside((i % side) as f32, (i / side) as f32));
        Drawing { side: side as u32, values: points.map(|on| f32::from(u8::from(on))).collect::<Vec<_>>().into() }
    };
    let one = ink(&|x, y| (x - 30.0).abs() < 4.0 && (10.0..80.0).contains(&y));
    let zero = ink(&|x, y| {
        let r = ((x - 70.0) / 20.0).hypot((y - 60.0) / 32.0);
        (0.8..1.15).contains(&r)
    });
    for (drawing, digit) in [(one, 1), (zero, 0)] {
        model.drawn(Some(&drawing)).unwrap();
        let frame = pollster::block_on(model.frame(true)).unwrap();
        let Some(Content::Bars(bars)) = frame.panel("hand") else { panic!("no bars") };
        assert!((bars.iter().map(|(_, chance)| chance).sum::<f32>() - 1.0).abs() < 1e-5);
        let best = bars.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        assert_eq!(best.0, digit.to_string(), "{bars:?}");
        let Some(Content::Pictures(boxed)) = frame.panel("box") else { panic!("no box") };
        assert_eq!((boxed.width, boxed.values.0.len()), (28, 784));
    }
    // Without the box the network sees the drawing as it lies, in its corner.
    let ink_at = |model: &mut Box<dyn Model>| {
        let frame = pollster::block_on(model.frame(true)).unwrap();
        let Some(Content::Pictures(seen)) = frame.panel("box") else { panic!("no box") };
        let columns = seen.values.0.iter().enumerate().map(|(i, value)| (i % 28) as f32 * value);
        columns.sum::<f32>() / seen.values.0.iter().sum::<f32>()
    };
    assert!((ink_at(&mut model) - 14.0).abs() < 0.6);
    params.set_all(LAB.table, &order(&[("boxed", "false")], 0, Vec::new()).sets).unwrap();
    model.set(&params).unwrap();
    assert!((ink_at(&mut model) - 17.3).abs() < 0.6, "the ellipse lies about column 70 of 112");
    let step = pollster::block_on(model.frame(true)).unwrap().step;
    assert_eq!(step, 300, "a drawing is no part of the run");
    model.drawn(None).unwrap();
    let frame = pollster::block_on(model.frame(true)).unwrap();
    assert_eq!(frame.panel("hand"), Some(&Content::Bars(Vec::new())));
    let broken = Drawing { side: 5, values: vec![0.0; 24].into() };
    assert!(model.drawn(Some(&broken)).unwrap_err().text.en.contains("square"));
}

/// What was misread can be looked into: it is one of the test digits, and it is read there as it was. A drawing gives way to it.
#[test]
fn a_misread_digit_is_followed_through_the_network() {
    for seed in [5, 21] {
        let mut params = Params::defaults(LAB.table);
        params.set_all(LAB.table, &order(&[("batch", "16"), ("net", "small")], 0, Vec::new()).sets).unwrap();
        let mut model: Box<dyn Model> = (LAB.open)(&params, seed, &Device::cpu()).unwrap();
        model.advance(60).unwrap();
        let frame = pollster::block_on(model.frame(true)).unwrap();
        let pictures = |frame: &Frame, id: &str| match frame.panel(id) {
            Some(Content::Pictures(pictures)) => pictures.clone(),
            _ => panic!("no {id}"),
        };
        let misread = pictures(&frame, "misread");
        let Some(Content::Points(places)) = frame.panel("misread places") else { panic!("no places") };
        let places = places[0].y.0.clone();
        assert_eq!(places.len(), misread.names.len());
        let ink = (0..64 * 64).map(|i| f32::from(u8::from((30..36).contains(&(i % 64))))).collect::<Vec<_>>();
        model.drawn(Some(&Drawing { side: 64, values: ink.into() })).unwrap();
        for at in [0, 2, places.len() - 1] {
            let digit = (places[at] as usize + 1).to_string();
            params.set_all(LAB.table, &order(&[("digit", &digit), ("subject", "test")], 0, Vec::new()).sets).unwrap();
            model.set(&params).unwrap();
            let frame = pollster::block_on(model.frame(true)).unwrap();
            let (class, answer) = misread.names[at].split_once('→').unwrap();
            let seen = pictures(&frame, "seen");
            assert_eq!((&seen.values.0[..], &*seen.names[0]), (&misread.values.0[at * 784..(at + 1) * 784], class));
            let Some(Content::Bars(classes)) = frame.panel("classes") else { panic!("no bars") };
            assert_eq!(classes.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap().0, answer);
        }
        params.set_all(LAB.table, &order(&[("subject", "yours")], 0, Vec::new()).sets).unwrap();
        model.set(&params).unwrap();
        let frame = pollster::block_on(model.frame(true)).unwrap();
        assert_eq!(pictures(&frame, "seen").values, pictures(&frame, "box").values, "the drawing again");
    }
}

#[test]
fn the_files_come_in_either_order() {
    let pair = [("images".to_owned(), idx(&[3, 28, 28], 0)), ("labels".to_owned(), idx(&[3], 4))];
    for files in [pair.to_vec(), pair.iter().rev().cloned().collect()] {
        let frame = after(&order(&[], 0, files));
        let share = frame.metric("dropped_accuracy").unwrap();
        // Equal pictures have equal answers.
        assert!(share == 0.0 || share == 1.0, "{share}");
    }
    assert_eq!(after(&order(&[], 0, pair[..1].to_vec())).metric("dropped_accuracy"), None, "labels are missing");
}

#[test]
fn files_that_do_not_fit_are_refused() {
    let cases = [
        (vec![idx(&[3, 28, 28], 0), idx(&[4], 1)], "expected as many labels as pictures, 3; got 4"),
        (vec![idx(&[3, 14, 14], 0)], "expected pictures of 28×28"),
        (vec![idx(&[3], 10)], "labels from 0 to 9"),
        (vec![b"a,b\n1,2\n".to_vec()], "“file 0”"),
    ];
    for (files, said) in cases {
        let files = files.into_iter().enumerate().map(|(i, bytes)| (format!("file {i}"), bytes)).collect();
        let error = pollster::block_on(run(&LAB, &order(&[], 0, files))).unwrap_err();
        assert!(error.text.en.contains(said), "{}", error.text.en);
    }
}

#[test]
fn a_new_pair_takes_the_place_of_the_old_one_and_what_is_refused_changes_nothing() {
    let mut files = exam::Files::default();
    let mut take = |axes: &[u32], fill| files.take("file", data::idx::read(&idx(axes, fill)).unwrap()).map(|count| (count, files.is_pair()));
    assert_eq!(take(&[3, 28, 28], 0).unwrap(), (3, false));
    assert_eq!(take(&[3], 1).unwrap(), (3, true));
    assert_eq!(take(&[3], 2).unwrap(), (3, true), "other labels of the same pictures");
    assert_eq!(take(&[5, 28, 28], 0).unwrap(), (5, false), "other pictures, which those labels do not fit");
    assert_eq!(take(&[5], 2).unwrap(), (5, true));

    let params = Params::defaults(LAB.table);
    let mut model: Box<dyn Model> = (LAB.open)(&params, 5, &Device::cpu()).unwrap();
    for (file, beside) in [(idx(&[3, 28, 28], 0), Some(false)), (idx(&[4], 1), None), (idx(&[3], 1), Some(true))] {
        assert_eq!(model.drop_file("file", &file).ok().map(|dropped| dropped.summary.beside), beside);
    }
}

#[test]
fn a_run_goes_on_from_what_was_saved() {
    let mut params = Params::defaults(LAB.table);
    params.set_all(LAB.table, &order(&[("batch", "16"), ("net", "small")], 0, Vec::new()).sets).unwrap();
    let mut model: Box<dyn Model> = (LAB.open)(&params, 3, &Device::cpu()).unwrap();
    model.advance(5).unwrap();
    let saved = pollster::block_on(model.save()).unwrap().unwrap();
    let ten = |model: &mut dyn Model| {
        model.advance(5).unwrap();
        pollster::block_on(model.frame(true)).unwrap()
    };
    let straight = ten(&mut *model);
    model.restore(&saved).unwrap();
    assert_eq!(ten(&mut *model), straight);
    model.reset(3).unwrap();
    model.advance(5).unwrap();
    assert_eq!(losses(&ten(&mut *model)), losses(&straight), "the seed decides");
    model.reset(4).unwrap();
    model.advance(5).unwrap();
    assert_ne!(losses(&ten(&mut *model)), losses(&straight));
}

/// A sign that is no digit, drawn and called one, is read as that one after some more steps, and the others as before; a run with it goes
/// on from what was saved; what cannot be read is refused and changes nothing.
#[test]
fn a_drawing_with_a_name_is_learnt() {
    // A frame around nothing.
    let sign: Vec<f32> = (0..784).map(|i| {
        let edge = |at: usize| (4..7).contains(&at) || (21..24).contains(&at);
        let inside = |at: usize| (4..24).contains(&at);
        f32::from(u8::from((edge(i / 28) && inside(i % 28)) || (edge(i % 28) && inside(i / 28))))
    }).collect();
    for (seed, class) in [(3, 7_u8), (8, 1)] {
        let mut params = Params::defaults(LAB.table);
        params.set_all(LAB.table, &order(&[("batch", "16"), ("net", "small")], 0, Vec::new()).sets).unwrap();
        let mut model: Box<dyn Model> = (LAB.open)(&params, seed, &Device::cpu()).unwrap();
        model.drawn(Some(&Drawing { side: 28, values: sign.clone().into() })).unwrap();
        let chances = |model: &mut Box<dyn Model>| {
            // The first frame after a drawing shows no new examination.
            pollster::block_on(model.frame(true)).unwrap();
            let frame = pollster::block_on(model.frame(true)).unwrap();
            let Some(Content::Bars(bars)) = frame.panel("hand") else { panic!("no bars") };
            (bars[usize::from(class)].1, frame)
        };
        model.advance(150).unwrap();
        let (before, frame) = chances(&mut model);
        let Some(Content::Pictures(seen)) = frame.panel("box") else { panic!("no box") };
        assert!(before < 0.5, "seed {seed}: {before}");
        let broken = params.clone();
        for text in ["7AB", "7".repeat(2000).as_str()] {
            params.set(LAB.table, "taught", text).unwrap_or_default();
            assert!(model.set(&params).is_err() || params == broken, "{text}");
            params = broken.clone();
        }
        params.set(LAB.table, "taught", &taught::write(class, &seen.values.0)).unwrap();
        model.set(&params).unwrap();
        model.advance(50).unwrap();
        let saved = pollster::block_on(model.save()).unwrap().unwrap();
        model.advance(50).unwrap();
        let (after, frame) = chances(&mut model);
        assert!(after > 0.95, "seed {seed}: {before}, then {after}");
        assert!(frame.metric("test_accuracy").unwrap() > 0.7, "{:?}", frame.metrics);
        let Some(Content::Pictures(known)) = frame.panel("taught") else { panic!("nothing taught") };
        assert_eq!((known.names.as_slice(), known.values.0.len()), ([class.to_string()].as_slice(), 784));
        model.restore(&saved).unwrap();
        model.advance(50).unwrap();
        assert_eq!(chances(&mut model).1.metrics, frame.metrics);
    }
}
