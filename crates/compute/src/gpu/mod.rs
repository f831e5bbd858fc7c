//! The GPU backend: the same plan through wgpu. One buffer holds everything, bound once; a kernel is one compute shader
//! with its places written into it; `k` steps are one submission of one pass.

mod machine;
mod name;
#[cfg(target_arch = "wasm32")]
mod nudge;
pub mod wgsl;

pub use machine::Machine;

use crate::error::EngineError;
use std::sync::{Arc, Mutex, PoisonError};

/// An open GPU.
#[derive(Debug)]
pub struct Gpu {
    device: wgpu::Device,
    queue: wgpu::Queue,
    adapter: String,
    tuning: wgsl::Tuning,
    /// What went wrong since it was opened: a lost device, an error that no call reported.
    fault: Arc<Mutex<Option<String>>>,
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

        let fault = Arc::new(Mutex::new(None));
        let (lost, refused) = (Arc::clone(&fault), Arc::clone(&fault));
        device.set_device_lost_callback(move |reason, message| {
            note(&lost, format!("device lost ({reason:?}): {message}"));
        });
        device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| note(&refused, error.to_string())));
        let info = adapter.get_info();
        let adapter = format!("{} ({})", name::name(&adapter).await, info.backend);
        let software = info.device_type == wgpu::DeviceType::Cpu;
        let tuning = if software { wgsl::Tuning::SOFTWARE } else { wgsl::Tuning::HARDWARE };
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

    /// The first fault, if there was one.
    fn check(&self) -> Result<(), EngineError> {
        let fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        fault.as_ref().map_or(Ok(()), |message| Err(EngineError::Gpu(message.clone())))
    }
}

fn note(fault: &Mutex<Option<String>>, message: String) {
    fault.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(message);
}
