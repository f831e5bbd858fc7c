//! Faults that cannot be provoked from outside: a loss that nobody announced, a device without memory left.

use super::{Gpu, Machine, wgsl};
use crate::error::EngineError;
use crate::plan::{Plan, Program};
use std::rc::Rc;

fn plan(size: usize) -> Plan {
    let mut program = Program::new();
    let x = program.state("x", &[size]);
    program.update("x", &(&x + 1.0));
    program.record(&x.sum());
    program.compile().unwrap()
}

fn is_lost<T: std::fmt::Debug>(result: Result<T, EngineError>) {
    match result {
        Err(EngineError::DeviceLost { .. }) => {}
        other => panic!("{other:?}"),
    }
}

/// The device goes away behind our back, as with a driver that fell over: whatever comes first, it ends in the same name.
#[test]
fn a_silent_loss_is_named_by_whatever_comes_next() {
    for first in 0..4 {
        let gpu = Rc::new(pollster::block_on(Gpu::open()).unwrap());
        let mut machine = Machine::new(Rc::clone(&gpu), plan(8)).unwrap();
        machine.run(3).unwrap();
        let before = machine.drain();
        machine.run(2).unwrap();
        gpu.device.destroy();
        match first {
            0 => is_lost(pollster::block_on(machine.drain())),
            1 => is_lost(pollster::block_on(machine.read("x"))),
            2 => {
                // Queuing may not know it yet; what waits for values does.
                let _ = machine.run(1);
                is_lost(pollster::block_on(machine.snapshot()));
            }
            _ => {
                let _ = machine.write("x", &[0.0; 8]);
                is_lost(pollster::block_on(machine.settle()));
            }
        }
        is_lost(machine.run(1));
        is_lost(machine.write("x", &[0.0; 8]));
        is_lost(Machine::new(gpu, plan(8)));
        // A copy that was on its way came, or is named lost; it does not hang.
        if let Err(error) = pollster::block_on(before) {
            assert!(matches!(error, EngineError::DeviceLost { .. }), "{error}");
        }
    }
}

/// The refusal is made by hand here. A software adapter hands out memory that is there only once it is touched, so it refuses
/// nothing until the whole machine is out of memory; limits on a share of it need a driver that counts (`VK_EXT_memory_budget`),
/// and a browser has none. What a single buffer may have is another error, [`EngineError::TooLarge`].
#[test]
fn out_of_memory_is_named() {
    let gpu = Rc::new(pollster::block_on(Gpu::open()).unwrap());
    let mut machine = Machine::new(Rc::clone(&gpu), plan(8)).unwrap();
    let source = Box::new(EngineError::OutOfMemory("buffer".into()));
    gpu.fault.note(super::fault::named(&wgpu::Error::OutOfMemory { source }));
    for refused in [machine.run(1), machine.write("x", &[0.0; 8]), Machine::new(gpu, plan(8)).map(drop)] {
        assert!(matches!(refused, Err(EngineError::OutOfMemory(_))), "{refused:?}");
    }
    let refused = pollster::block_on(machine.read("x"));
    assert!(matches!(refused, Err(EngineError::OutOfMemory(_))), "{refused:?}");
}

#[test]
fn a_loss_counts_before_what_came_of_it() {
    let fault = super::Fault::default();
    fault.note(EngineError::Gpu("the parent device is lost".into()));
    fault.note(EngineError::DeviceLost { reason: "driver".into() });
    fault.note(EngineError::Gpu("again".into()));
    assert_eq!(fault.check(), Err(EngineError::DeviceLost { reason: "driver".into() }));
}

/// A kernel of the caller's is run; one that is no WGSL is refused by name, and the device is as good as before.
#[test]
fn a_shader_of_ones_own_runs_and_a_wrong_one_is_named() {
    let gpu = Rc::new(pollster::block_on(Gpu::open()).unwrap());
    let mut shaders = wgsl::shaders(&plan(8), gpu.tuning());
    for shader in &mut shaders {
        shader.source = shader.source.replace("fn main(", "fn main(,");
    }
    let refused = Machine::with_shaders(Rc::clone(&gpu), plan(8), shaders.clone());
    assert!(matches!(refused, Err(EngineError::Shader(_))), "{refused:?}");
    for shader in &mut shaders {
        shader.source = shader.source.replace("fn main(,", "fn main(");
    }
    let mut machine = Machine::with_shaders(gpu, plan(8), shaders).unwrap();
    machine.run(2).unwrap();
    assert_eq!(pollster::block_on(machine.drain()).unwrap(), [0.0, 8.0]);
}
