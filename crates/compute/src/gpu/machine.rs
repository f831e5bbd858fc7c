//! A plan on a GPU.

use super::fault::{self, Fault};
use super::{Gpu, wgsl};
use crate::cpu::{part, written};
use crate::device::Later;
use crate::error::EngineError;
use crate::plan::{Plan, RING_ROWS};
use crate::snapshot::{Snapshot, fingerprint, persistent};
use futures_channel::oneshot;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const WORD: u64 = size_of::<f32>() as u64;

/// A pipeline and how many workgroups it takes.
#[derive(Debug)]
struct Stage {
    pipeline: wgpu::ComputePipeline,
    groups: (u32, u32),
    /// Whether one dispatch runs many steps.
    resident: bool,
    kernels: Vec<usize>,
}

/// Bytes of the uniform that holds the number of steps.
const STEPS_SIZE: u64 = 16;

/// A plan with its memory on the GPU.
#[derive(Debug)]
pub struct Machine {
    gpu: Rc<Gpu>,
    plan: Plan,
    memory: wgpu::Buffer,
    bindings: wgpu::BindGroup,
    stages: Vec<Stage>,
    /// How many steps a resident dispatch runs, on the device and as last written.
    steps: wgpu::Buffer,
    steps_written: u32,
    /// Row of the ring that the next step writes.
    next: u32,
    pending: u32,
    /// Staging buffers that wait to be used again.
    idle: Rc<RefCell<Vec<wgpu::Buffer>>>,
    /// What is wrong with the shaders of this plan.
    fault: Fault,
    /// Steps queued.
    count: u64,
    /// The plan's fingerprint, once it is asked for.
    print: OnceCell<u64>,
}

impl Machine {
    /// Memory and pipelines for the plan; the memory is all zeros.
    ///
    /// # Errors
    /// A plan that needs more memory than one buffer may have or the device has left, or a lost device. A browser says some of
    /// it later: then the next call that waits for values answers with it.
    pub fn new(gpu: Rc<Gpu>, plan: Plan) -> Result<Self, EngineError> {
        let shaders = wgsl::shaders(&plan, gpu.tuning());
        Self::with_shaders(gpu, plan, shaders)
    }

    /// The same with shaders of the caller's, for whoever wants to change one.
    ///
    /// # Errors
    /// As [`Machine::new`], and [`EngineError::Shader`] for one that the device does not take.
    pub fn with_shaders(gpu: Rc<Gpu>, plan: Plan, shaders: Vec<wgsl::Shader>) -> Result<Self, EngineError> {
        gpu.check()?;
        let needed = plan.words.max(1) as u64 * WORD;
        let limit = gpu.limit();
        if needed > limit {
            return Err(EngineError::TooLarge { needed, limit });
        }
        let usage = wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::COPY_SRC;
        let memory = gpu.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("memory"),
            size: needed,
            usage,
            mapped_at_creation: false,
        });
        let steps = gpu.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("steps"),
            size: STEPS_SIZE,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let entry = |binding, ty| wgpu::BindGroupLayoutEntry {
            binding,
            visibility: wgpu::ShaderStages::COMPUTE,
            ty: wgpu::BindingType::Buffer { ty, has_dynamic_offset: false, min_binding_size: None },
            count: None,
        };
        let layout = gpu.device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("memory"),
            entries: &[
                entry(0, wgpu::BufferBindingType::Storage { read_only: false }),
                entry(1, wgpu::BufferBindingType::Uniform),
            ],
        });
        let bindings = gpu.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("memory"),
            layout: &layout,
            entries: &[
                wgpu::BindGroupEntry { binding: 0, resource: memory.as_entire_binding() },
                wgpu::BindGroupEntry { binding: 1, resource: steps.as_entire_binding() },
            ],
        });
        let pipelines = gpu.device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: Some("kernels"),
            bind_group_layouts: &[Some(&layout)],
            immediate_size: 0,
        });
        // Natively the errors of what was made so far are known by now.
        gpu.check()?;
        let fault = Fault::default();
        let scope = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
        let stages = shaders.into_iter().map(|shader| stage(&gpu.device, &pipelines, shader)).collect();
        hear(scope.pop(), &fault);
        let (idle, print) = (Rc::default(), OnceCell::new());
        let (steps_written, next, pending, count) = (0, 0, 0, 0);
        let machine = Self {
            gpu,
            plan,
            memory,
            bindings,
            stages,
            steps,
            steps_written,
            next,
            pending,
            idle,
            fault,
            count,
            print,
        };
        machine.check()?;
        Ok(machine)
    }

    /// The first fault of this machine or its device.
    fn check(&self) -> Result<(), EngineError> {
        check(&self.gpu, &self.fault)
    }

    /// The plan it runs.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Steps that may still be queued before the records are drained.
    pub fn room(&self) -> u32 {
        if self.plan.ring.width == 0 { RING_ROWS } else { self.plan.ring.rows - self.pending }
    }

    /// Sets a state, before the steps that are queued from now on.
    ///
    /// # Errors
    /// An unknown name or a wrong length.
    pub fn write(&mut self, name: &str, values: &[f32]) -> Result<(), EngineError> {
        let (place, values) = written(&self.plan, name, values)?;
        self.check()?;
        self.gpu.queue.write_buffer(&self.memory, place.start as u64 * WORD, bytemuck::cast_slice(&values));
        Ok(())
    }

    /// Sets a part of a state, from element `first` on.
    ///
    /// # Errors
    /// An unknown name, or values past its end.
    pub fn write_part(&mut self, name: &str, first: usize, values: &[f32]) -> Result<(), EngineError> {
        let pieces = part(&self.plan, name, first, values)?;
        self.check()?;
        for (place, values) in pieces {
            self.gpu.queue.write_buffer(&self.memory, place as u64 * WORD, bytemuck::cast_slice(values));
        }
        Ok(())
    }

    /// Queues `steps` steps in one submission.
    ///
    /// # Errors
    /// More steps than the ring of records has room for, or a lost device.
    pub fn run(&mut self, steps: u32) -> Result<(), EngineError> {
        self.check()?;
        if steps > self.room() {
            return Err(EngineError::RingFull { room: self.room(), asked: steps });
        }
        let resident = self.is_resident();
        if resident && steps != self.steps_written {
            self.gpu.queue.write_buffer(&self.steps, 0, bytemuck::cast_slice(&[steps, 0, 0, 0]));
            self.steps_written = steps;
        }
        let mut encoder = self.gpu.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
        pass.set_bind_group(0, &self.bindings, &[]);
        let encoded = if resident { steps.min(1) } else { steps };
        let replicas = self.replicas();
        for _ in 0..encoded {
            for stage in &self.stages {
                pass.set_pipeline(&stage.pipeline);
                pass.dispatch_workgroups(stage.groups.0, stage.groups.1, replicas);
            }
        }
        drop(pass);
        self.gpu.queue.submit([encoder.finish()]);
        self.count += u64::from(steps);
        if self.plan.ring.width > 0 {
            self.pending += steps;
            self.next = (self.next + steps) % self.plan.ring.rows;
        }
        Ok(())
    }

    /// Workgroups along the third axis.
    fn replicas(&self) -> u32 {
        u32::try_from(self.plan.replicas).unwrap_or(u32::MAX)
    }

    /// How many steps have been queued.
    pub fn steps(&self) -> u64 {
        self.count
    }

    fn print(&self) -> u64 {
        *self.print.get_or_init(|| fingerprint(&self.plan))
    }

    /// All states and outputs after the steps queued so far.
    pub fn snapshot(&mut self) -> Later<Snapshot> {
        let (step, print) = (self.count, self.print());
        let values = self.copy_out(&[(0, persistent(&self.plan))]);
        Box::pin(async move { Ok(Snapshot::new(values.await?, step, print)) })
    }

    /// Goes back to a snapshot; see [`crate::Machine::restore`].
    ///
    /// # Errors
    /// A snapshot of another plan, or a lost device.
    pub fn restore(&mut self, snapshot: &Snapshot) -> Result<(), EngineError> {
        let values = snapshot.for_plan(&self.plan, self.print())?;
        self.check()?;
        self.gpu.queue.write_buffer(&self.memory, 0, bytemuck::cast_slice(values));
        self.count = snapshot.step();
        self.pending = 0;
        Ok(())
    }

    /// The dispatches of a step: for each, the kernels of the plan that it runs.
    pub fn dispatches(&self) -> impl Iterator<Item = &[usize]> {
        self.stages.iter().map(|stage| stage.kernels.as_slice())
    }

    /// Whether one dispatch runs many steps.
    pub fn is_resident(&self) -> bool {
        self.stages.iter().any(|stage| stage.resident)
    }

    /// Queues one dispatch alone, `times` times, for whoever wants to know what it takes. States and records are out of step
    /// afterwards: such a machine is for timing only.
    pub fn run_dispatch(&mut self, index: usize, times: u32) {
        let Some(stage) = self.stages.get(index) else { return };
        let mut encoder = self.gpu.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
        pass.set_bind_group(0, &self.bindings, &[]);
        pass.set_pipeline(&stage.pipeline);
        for _ in 0..times {
            pass.dispatch_workgroups(stage.groups.0, stage.groups.1, self.replicas());
        }
        drop(pass);
        self.gpu.queue.submit([encoder.finish()]);
    }

    /// Sets all of its memory.
    pub(crate) fn fill(&mut self, values: &[f32]) -> Result<(), EngineError> {
        self.check()?;
        self.gpu.queue.write_buffer(&self.memory, 0, bytemuck::cast_slice(values));
        Ok(())
    }

    /// All of its memory.
    pub(crate) fn memory(&mut self) -> Later<Vec<f32>> {
        self.copy_out(&[(0, self.plan.words)])
    }

    /// Waits for everything queued so far.
    pub fn settle(&mut self) -> Later<()> {
        let word = self.copy_out(&[(0, 1)]);
        Box::pin(async move { word.await.map(drop) })
    }

    /// The rows recorded since the last call, oldest first; see [`crate::Machine::drain`].
    pub fn drain(&mut self) -> Later<Vec<f32>> {
        let (ring, rows) = (self.plan.ring, self.pending);
        let first = (self.next + ring.rows - rows) % ring.rows;
        let until_end = rows.min(ring.rows - first);
        let width = self.plan.row();
        let part = |row: u32, count: u32| (ring.offset + row as usize * width, count as usize * width);
        self.pending = 0;
        // Two pieces where the rows run past the end of the ring.
        self.copy_out(&[part(first, until_end), part(0, rows - until_end)])
    }

    /// Values of a state or an output after the steps queued so far.
    pub fn read(&mut self, name: &str) -> Later<Vec<f32>> {
        match self.plan.named(name) {
            Some((_, buffer)) => {
                let (buffer, place) = (buffer.clone(), self.plan.place(buffer));
                let values = self.copy_out(&[(place.start, place.len())]);
                Box::pin(async move { values.await.map(|values| buffer.dense(values)) })
            }
            None => {
                let error = EngineError::Name(name.to_owned());
                Box::pin(async move { Err(error) })
            }
        }
    }

    /// Copies pieces (first f32, length) behind everything queued so far, and maps the copy.
    fn copy_out(&mut self, pieces: &[(usize, usize)]) -> Later<Vec<f32>> {
        if let Err(error) = self.check() {
            return Box::pin(async move { Err(error) });
        }
        let words: usize = pieces.iter().map(|(_, len)| len).sum();
        if words == 0 {
            return Box::pin(async { Ok(Vec::new()) });
        }
        let bytes = words as u64 * WORD;
        let staging = self.staging(bytes);
        let mut encoder = self.gpu.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let mut to = 0;
        for &(first, len) in pieces.iter().filter(|(_, len)| *len > 0) {
            let size = len as u64 * WORD;
            encoder.copy_buffer_to_buffer(&self.memory, first as u64 * WORD, &staging, to, size);
            to += size;
        }
        self.gpu.queue.submit([encoder.finish()]);
        let (sender, receiver) = oneshot::channel();
        let arrived = Arc::new(AtomicBool::new(false));
        let arriving = Arc::clone(&arrived);
        staging.slice(..bytes).map_async(wgpu::MapMode::Read, move |result| {
            arriving.store(true, Ordering::Relaxed);
            // The receiver may be gone: nobody waits for a frame of a closed lab.
            let _unheard = sender.send(result);
        });
        let (gpu, idle, fault) = (Rc::clone(&self.gpu), Rc::clone(&self.idle), self.fault.clone());
        Box::pin(async move {
            #[cfg(target_arch = "wasm32")]
            super::nudge::until_done(&gpu.queue, &|| arrived.load(Ordering::Relaxed)).await;
            #[cfg(not(target_arch = "wasm32"))]
            drop(arrived);
            let refused = |error: &dyn std::fmt::Display| EngineError::Gpu(error.to_string());
            let answer = answer(&gpu, receiver).await;
            // A fault says more than what came of it.
            check(&gpu, &fault)?;
            answer?.map_err(|error| refused(&error))?;
            let values = {
                let view = staging.slice(..bytes).get_mapped_range().map_err(|error| refused(&error))?;
                bytemuck::pod_collect_to_vec(&view)
            };
            staging.unmap();
            idle.borrow_mut().push(staging);
            Ok(values)
        })
    }

    /// A staging buffer of at least `bytes`, used before if one waits.
    fn staging(&self, bytes: u64) -> wgpu::Buffer {
        let mut idle = self.idle.borrow_mut();
        if let Some(at) = idle.iter().position(|buffer| buffer.size() >= bytes) {
            return idle.swap_remove(at);
        }
        idle.clear();
        self.gpu.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("staging"),
            size: bytes.next_power_of_two(),
            usage: wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        })
    }
}

type Mapped = Result<(), wgpu::BufferAsyncError>;

/// What became of a request to map. In a browser the answer comes by itself; natively the device must be asked, and what it has
/// not answered then it never will.
async fn answer(gpu: &Gpu, receiver: oneshot::Receiver<Mapped>) -> Result<Mapped, EngineError> {
    let silent = || EngineError::Gpu("the device does not answer".to_owned());
    #[cfg(target_arch = "wasm32")]
    {
        let _ = gpu;
        receiver.await.map_err(|_| silent())
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        let mut receiver = receiver;
        gpu.device.poll(wgpu::PollType::wait_indefinitely()).map_err(|error| EngineError::Gpu(error.to_string()))?;
        receiver.try_recv().map_err(|_| silent())?.ok_or_else(silent)
    }
}

/// The loss of the device, a fault of the machine, or one of its device.
fn check(gpu: &Gpu, own: &Fault) -> Result<(), EngineError> {
    match (gpu.check(), own.check()) {
        (Err(lost @ EngineError::DeviceLost { .. }), _) => Err(lost),
        (_, Err(own)) => Err(own),
        (device, Ok(())) => device,
    }
}

/// Notes what comes of making shaders: natively at once, in a browser before the answer of any later call.
#[cfg(not(target_arch = "wasm32"))]
fn hear(errors: impl Future<Output = Option<wgpu::Error>>, fault: &Fault) {
    use std::task::{Context, Poll, Waker};
    if let Poll::Ready(Some(error)) = std::pin::pin!(errors).poll(&mut Context::from_waker(Waker::noop())) {
        fault.note(fault::of_shader(&error));
    }
}

#[cfg(target_arch = "wasm32")]
fn hear(errors: impl Future<Output = Option<wgpu::Error>> + 'static, fault: &Fault) {
    let fault = fault.clone();
    wasm_bindgen_futures::spawn_local(async move {
        if let Some(error) = errors.await {
            fault.note(fault::of_shader(&error));
        }
    });
}

fn stage(device: &wgpu::Device, layout: &wgpu::PipelineLayout, shader: wgsl::Shader) -> Stage {
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some("kernel"),
        source: wgpu::ShaderSource::Wgsl(shader.source.into()),
    });
    let pipeline = device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label: Some("kernel"),
        layout: Some(layout),
        module: &module,
        entry_point: Some("main"),
        compilation_options: wgpu::PipelineCompilationOptions::default(),
        cache: None,
    });
    Stage { pipeline, groups: shader.groups, resident: shader.resident, kernels: shader.kernels }
}
