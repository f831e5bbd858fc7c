//! Divergence: decided on the CPU from what is read back, since WGSL may assume that infinities and NaN do not occur.

use crate::device::{Later, Machine};
use crate::error::EngineError;
use std::collections::BTreeSet;

/// From here on a number counts as infinite: a shader that may not make infinities makes numbers like this instead.
pub const HUGE: f32 = 1e30;

/// Whether a number is none, infinite, or as good as that.
pub fn is_lost(value: f32) -> bool {
    !value.is_finite() || value.abs() >= HUGE
}

impl Machine {
    /// Looks for divergence in drained rows, of which the first is that of step `first`: what [`Machine::next_row`] said before the
    /// drain. Where all is well, nothing is read. A plan without records is judged by its states.
    ///
    /// The error names the first step with a number for which [`is_lost`] holds, and the first state that holds such a number
    /// after the steps queued so far: a state that steps write before one that only the host writes.
    ///
    /// # Errors
    /// [`EngineError::Diverged`], or whatever stops the states from being read.
    pub fn diagnose(&mut self, first: u64, rows: &[f32]) -> Later<()> {
        let width = self.plan().row();
        let row = rows.iter().position(|value| is_lost(*value)).map(|at| at / width.max(1));
        if width > 0 && row.is_none() {
            return Box::pin(async { Ok(()) });
        }
        let step = row.map_or(self.steps(), |row| first + row as u64);
        let plan = self.plan();
        let written: BTreeSet<usize> =
            plan.kernels.iter().flat_map(|kernel| kernel.writes()).map(|view| view.buffer).collect();
        let mut states: Vec<_> = plan.names.iter().filter(|named| named.writable).collect();
        states.sort_by_key(|named| !written.contains(&named.buffer));
        let place = |buffer: usize| plan.buffers.get(buffer).map_or(0..0, |buffer| plan.place(buffer));
        let states: Vec<_> = states.into_iter().map(|named| (named.name.clone(), place(named.buffer))).collect();
        let snapshot = self.snapshot();
        Box::pin(async move {
            let snapshot = snapshot.await?;
            let lost = |place: &std::ops::Range<usize>| {
                snapshot.values().get(place.clone()).is_some_and(|values| values.iter().any(|value| is_lost(*value)))
            };
            let tensor = states.into_iter().find(|(_, place)| lost(place)).map(|(name, _)| name);
            if row.is_none() && tensor.is_none() { Ok(()) } else { Err(EngineError::Diverged { step, tensor }) }
        })
    }
}
