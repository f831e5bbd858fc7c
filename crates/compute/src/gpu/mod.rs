//! The GPU backend: the same plan through wgpu. One buffer holds everything, bound once; a kernel is one compute shader
//! with its places written into it; `k` steps are one submission of one pass.

mod fault;
mod machine;
mod name;
#[cfg(target_arch = "wasm32")]
mod nudge;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
pub mod wgsl;

pub use machine::Machine;

use crate::error::EngineError;
use fault::Fault;
use std::sync::Arc;

/// An open GPU.
#[derive(Debug)]
pub struct Gpu {
    device: wgpu::Device,
    queue: wgpu::Queue,
    adapter: String,
    tuning: wgsl::Tuning,
    /// What went wrong since it was opened: a lost device, an error that no call reported.
    fault: Fault,
}

impl Gpu {
    /// Opens the fastest adapter with default limits only, so that what runs here runs everywhere.
    ///
    /// # Errors
    /// [`EngineError::NoGpu`] with what the platform says.
    pub async fn open() -> Result<Self, EngineError> {
        let no_gpu = |error: &dyn std::fmt::Display| EngineError::NoGpu(error.to_string());
        let instance = wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle());
        let options = wgpu::RequestAdapterOptions {
            power_preference: wgpu::PowerPreference::HighPerformance,
            ..Default::default()
        };
        let adapter = instance.request_adapter(&options).await.map_err(|error| no_gpu(&error))?;
        let request = wgpu::DeviceDescriptor { label: Some("grasp"), ..Default::default() };
        let (device, queue) = adapter.request_device(&request).await.map_err(|error| no_gpu(&error))?;

        let fault = Fault::default();
        let (lost, refused) = (fault.clone(), fault.clone());
        device.set_device_lost_callback(move |reason, message| lost.note(fault::lost(reason, &message)));
        device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| refused.note(fault::named(&error))));
        let info = adapter.get_info();
        let adapter = format!("{} ({})", name::name(&adapter).await, info.backend);
        let tuning = if info.name.contains("llvmpipe") {
            wgsl::Tuning::LLVMPIPE
        } else if info.device_type == wgpu::DeviceType::Cpu {
            wgsl::Tuning::SOFTWARE
        } else {
            wgsl::Tuning::HARDWARE
        };
        Ok(Self { device, queue, adapter, tuning, fault })
    }

    /// Name and interface of the adapter.
    pub fn adapter(&self) -> &str {
        &self.adapter
    }

    /// The same GPU with shaders written as `tuning` says.
    #[must_use]
    pub fn tuned(self, tuning: wgsl::Tuning) -> Self {
        Self { tuning, ..self }
    }

    /// How its shaders are written.
    pub fn tuning(&self) -> &wgsl::Tuning {
        &self.tuning
    }

    /// Bytes that one buffer, and so a plan, may have.
    pub fn limit(&self) -> u64 {
        let limits = self.device.limits();
        limits.max_buffer_size.min(limits.max_storage_buffer_binding_size)
    }

    /// Gives the device back, with everything in its memory. Machines on it answer [`EngineError::DeviceLost`] from then on.
    pub fn destroy(&self) {
        self.device.destroy();
        self.fault.note(fault::lost(wgpu::DeviceLostReason::Destroyed, ""));
    }

    /// Whether it still works: the loss of the device, or else the first fault since it was opened.
    ///
    /// # Errors
    /// That fault.
    pub fn check(&self) -> Result<(), EngineError> {
        self.fault.check()
    }
}
