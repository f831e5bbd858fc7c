use super::Ready;
use crate::plan::Work;
use crate::{Device, EngineError, Program, plan::RING_ROWS};

fn counter() -> crate::Machine {
    let mut program = Program::new();
    let x = program.state("x", &[2]);
    program.update("x", &(&x + 1.0));
    program.record(&x);
    Device::cpu().machine(program.compile().unwrap()).unwrap()
}

#[test]
fn the_ring_hands_out_every_row_once_and_in_order() {
    let mut machine = counter();
    let mut seen = 0.0;
    for steps in [1, 700, 0, RING_ROWS, 1500, 1] {
        machine.run(steps).unwrap();
        let rows = pollster::block_on(machine.drain()).unwrap();
        assert_eq!(rows.len(), steps as usize * 2);
        for row in rows.chunks(2) {
            assert_eq!(row, [seen, seen]);
            seen += 1.0;
        }
    }
}

#[test]
fn a_full_ring_and_wrong_names_are_refused() {
    let mut machine = counter();
    machine.run(RING_ROWS).unwrap();
    assert_eq!(machine.run(1), Err(EngineError::RingFull { room: 0, asked: 1 }));
    assert_eq!(machine.write("y", &[0.0]), Err(EngineError::Name("y".into())));
    let wrong = machine.write("x", &[0.0]);
    assert_eq!(wrong.unwrap_err().to_string(), "x: expected 2 values, got 1");
}

#[test]
fn arrays_go_in_and_come_out_in_their_shape() {
    let mut program = Program::new();
    let x = program.state("x", &[2, 3]);
    program.output("y", &x.transpose());
    let mut machine = Device::cpu().machine(program.compile().unwrap()).unwrap();
    let values = ndarray::Array2::from_shape_fn((3, 2), |(i, j)| (10 * i + j) as f32).into_dyn();
    // A turned array is read in its own order, not in that of its memory.
    machine.write_array("x", &values.t()).unwrap();
    machine.run(1).unwrap();
    assert_eq!(pollster::block_on(machine.read_array("y")).unwrap(), values);
    let wrong = machine.write_array("x", &values.view()).unwrap_err().to_string();
    assert_eq!(wrong, "write: expected [2, 3] for “x”, got [3, 2]");
}

#[test]
fn a_long_body_needs_few_registers() {
    const COUNT: usize = 300;
    let mut program = Program::new();
    let x = program.state("x", &[COUNT]);
    let long = (0..50).fold(x.clone(), |y, _| &y * 0.75 + &x);
    // Read first at the end, and the same in every block of elements.
    let k = program.state("k", &[]);
    program.output("y", &(&long * &long * &k));
    program.output("z", &(x.square().square() * &k));
    let plan = program.compile().unwrap();
    let needs: Vec<(usize, usize)> = plan
        .kernels
        .iter()
        .filter_map(|kernel| match &kernel.work {
            Work::Map { body, .. } => Some((body.code.len(), Ready::new(kernel).slots.count)),
            _ => None,
        })
        .collect();
    assert!(needs.iter().any(|(code, slots)| *code > 50 && *slots <= 5), "{needs:?}");
    let mut machine = Device::cpu().machine(plan).unwrap();
    let start: Vec<f32> = (0..COUNT).map(|i| i as f32 * 0.01 - 1.0).collect();
    machine.write("x", &start).unwrap();
    machine.write("k", &[3.0]).unwrap();
    machine.run(1).unwrap();
    let expected = start.iter().map(|x| (0..50).fold(*x, |y, _| y * 0.75 + x)).map(|y| y * y * 3.0);
    assert_eq!(pollster::block_on(machine.read("y")).unwrap(), expected.collect::<Vec<f32>>());
    let expected = start.iter().map(|x| (x * x) * (x * x) * 3.0);
    assert_eq!(pollster::block_on(machine.read("z")).unwrap(), expected.collect::<Vec<f32>>());
}
