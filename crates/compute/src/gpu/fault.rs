//! What went wrong on a GPU that no call reported: it stays, and every later call answers with it.

use crate::error::EngineError;
use std::sync::{Arc, Mutex, PoisonError};

/// The first fault; a lost device counts before whatever came of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Fault(Arc<Mutex<Option<EngineError>>>);

impl Fault {
    pub(super) fn note(&self, error: EngineError) {
        let lost = |error: &EngineError| matches!(error, EngineError::DeviceLost { .. });
        let mut first = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if first.as_ref().is_none_or(|known| lost(&error) && !lost(known)) {
            *first = Some(error);
        }
    }

    pub(super) fn check(&self) -> Result<(), EngineError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone().map_or(Ok(()), Err)
    }
}

/// The loss of a device.
pub(super) fn lost(reason: wgpu::DeviceLostReason, message: &str) -> EngineError {
    let reason = match reason {
        wgpu::DeviceLostReason::Destroyed => "destroyed",
        wgpu::DeviceLostReason::Unknown => "unknown reason",
    };
    let reason = if message.is_empty() { reason.to_owned() } else { format!("{reason}: {message}") };
    EngineError::DeviceLost { reason }
}

/// An error of wgpu by its kind.
pub(super) fn named(error: &wgpu::Error) -> EngineError {
    match error {
        wgpu::Error::OutOfMemory { .. } => EngineError::OutOfMemory(error.to_string()),
        wgpu::Error::Validation { .. } | wgpu::Error::Internal { .. } => EngineError::Gpu(error.to_string()),
    }
}

/// An error that came of making shaders.
pub(super) fn of_shader(error: &wgpu::Error) -> EngineError {
    match named(error) {
        EngineError::Gpu(message) => EngineError::Shader(message),
        other => other,
    }
}
