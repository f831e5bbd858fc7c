//! The workloads for JavaScript.

use crate::inputs;
use crate::runner::Runner;
use compute::Device;
use compute::gpu::wgsl::Tuning;
use js_sys::{Array, Float32Array, Promise};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};
use wasm_bindgen_futures::future_to_promise;

/// `table()`: the inputs of every workload, as JSON.
#[wasm_bindgen]
pub fn table() -> String {
    include_str!("../workloads.json").to_owned()
}

/// First values of one input of a workload, for any engine.
///
/// # Errors
/// A workload or an input that the table does not have.
#[wasm_bindgen]
pub fn values(workload: &str, input: &str) -> Result<Float32Array, JsError> {
    let table = inputs::table()?;
    let found = table.get(workload).and_then(|spec| spec.inputs.iter().find(|known| known.name == input));
    let found = found.ok_or_else(|| JsError::new("no such workload or input"))?;
    Ok(Float32Array::from(found.values(workload).as_slice()))
}

/// Runs the micro-kernel of the core's peak.
#[wasm_bindgen]
pub fn peak(rounds: u32, seed: f32) -> f32 {
    crate::peak(rounds, seed)
}

/// Floating-point operations in so many rounds of it.
#[wasm_bindgen(js_name = peakFlop)]
pub fn peak_flop(rounds: u32) -> f64 {
    crate::flop(rounds)
}

/// Bytes of this module's memory.
#[wasm_bindgen(js_name = memoryBytes)]
pub fn memory_bytes() -> f64 {
    core::arch::wasm32::memory_size::<0>() as f64 * 65536.0
}

/// A workload that runs.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Handle {
    runner: Runner,
    losses: Rc<RefCell<Vec<f32>>>,
    adapter: String,
}

/// Opens a workload on "cpu" or "gpu", with its first values written.
///
/// # Errors
/// What [`Runner::open`] refuses, or that there is no GPU.
#[wasm_bindgen]
pub async fn open(workload: String, backend: String) -> Result<Handle, JsError> {
    console_error_panic_hook::set_once();
    let device = if backend == "gpu" { Device::gpu().await? } else { Device::cpu() };
    let runner = Runner::open(&workload, &device)?;
    Ok(Handle { runner, losses: Rc::default(), adapter: device.adapter().to_owned() })
}

/// The same on a GPU with shaders written otherwise; for the engine's authors. See [`Tuning`].
///
/// # Errors
/// What [`Runner::open`] refuses, or that there is no GPU.
#[wasm_bindgen(js_name = openTuned)]
pub async fn open_tuned(workload: String, tuning: Vec<u32>) -> Result<Handle, JsError> {
    console_error_panic_hook::set_once();
    let number = |at: usize, or: usize| tuning.get(at).map_or(or, |number| *number as usize);
    let usual = Tuning::SOFTWARE;
    let tuning = Tuning {
        lanes: (number(0, usual.lanes.0), usual.lanes.1),
        alone: number(1, usual.alone),
        small: number(2, usual.small),
        tiny: number(3, usual.tiny),
        spread: number(4, usual.spread),
        share: number(5, usize::from(usual.share)) > 0,
        resident: usual.resident,
    };
    let device = Device::gpu_tuned(tuning).await?;
    let runner = Runner::open(&workload, &device)?;
    Ok(Handle { runner, losses: Rc::default(), adapter: device.adapter().to_owned() })
}

#[wasm_bindgen]
impl Handle {
    /// Names and shapes of what goes in, as `[name, shape]`.
    pub fn inputs(&self) -> Array {
        let shape = |axes: &[usize]| axes.iter().map(|axis| JsValue::from(*axis as u32)).collect::<Array>();
        let pair = |input: &crate::Input| Array::of2(&JsValue::from(&input.name), &shape(&input.shape));
        self.runner.spec().inputs.iter().map(pair).collect()
    }

    /// Sets an input.
    ///
    /// # Errors
    /// An unknown name or a wrong length.
    pub fn write(&mut self, name: &str, values: &[f32]) -> Result<(), JsError> {
        Ok(self.runner.machine.write(name, values)?)
    }

    /// Runs steps; on a GPU: queues them in one submission. The ring of records holds 2048 rows between two `sync`.
    ///
    /// # Errors
    /// A full ring, or a lost device.
    pub fn run(&mut self, steps: u32) -> Result<(), JsError> {
        Ok(self.runner.machine.run(steps)?)
    }

    /// Waits for all steps and resolves to the last loss.
    pub fn sync(&mut self) -> Promise {
        let rows = self.runner.machine.drain();
        let losses = Rc::clone(&self.losses);
        future_to_promise(async move {
            let rows = rows.await.map_err(|error| JsError::new(&error.to_string()))?;
            let last = rows.last().copied().unwrap_or(f32::NAN);
            *losses.borrow_mut() = rows;
            Ok(JsValue::from(last))
        })
    }

    /// Losses of the steps between the last two `sync`.
    pub fn losses(&self) -> Vec<f32> {
        self.losses.borrow().clone()
    }

    /// The dispatches of a step in words; empty on the CPU.
    pub fn dispatches(&self) -> Vec<String> {
        let compute::Machine::Gpu(machine) = &self.runner.machine else { return Vec::new() };
        let words = |kernels: &[usize]| {
            let lines: Vec<String> =
                kernels.iter().map(|&index| machine.plan().describe(index).trim_end().to_owned()).collect();
            lines.join(" | ")
        };
        machine.dispatches().map(words).collect()
    }

    /// Queues one dispatch alone, `times` times.
    #[wasm_bindgen(js_name = runDispatch)]
    pub fn run_dispatch(&mut self, index: usize, times: u32) {
        if let compute::Machine::Gpu(machine) = &mut self.runner.machine {
            machine.run_dispatch(index, times);
        }
    }

    /// Waits for everything queued so far.
    pub fn settle(&mut self) -> Promise {
        let done = match &mut self.runner.machine {
            compute::Machine::Gpu(machine) => Some(machine.settle()),
            compute::Machine::Cpu(_) => None,
        };
        future_to_promise(async move {
            if let Some(done) = done {
                done.await.map_err(|error| JsError::new(&error.to_string()))?;
            }
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Kernels in a step.
    pub fn kernels(&self) -> usize {
        self.runner.machine.plan().kernels.len()
    }

    /// Bytes of the plan's memory.
    pub fn bytes(&self) -> f64 {
        self.runner.machine.plan().words as f64 * 4.0
    }

    /// The plan in words.
    pub fn plan(&self) -> String {
        self.runner.machine.plan().to_string()
    }

    /// The adapter's name; empty on the CPU.
    pub fn adapter(&self) -> String {
        self.adapter.clone()
    }
}
