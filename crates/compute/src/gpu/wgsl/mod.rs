//! The WGSL of a plan. Pure text: made, read and validated without a GPU.
//!
//! A kernel becomes a [`Task`]: what one invocation does, for each of so many items. Tasks become shaders in one of two ways.
//! Large ones run side by side: all kernels of one depth in one dispatch, each on workgroups of its own. Small ones run one after
//! the other inside a single workgroup, depth by depth with a barrier between, since a barrier costs less than a dispatch; a
//! plan that is small as a whole runs many steps in one dispatch.

mod body;
mod library;
pub(crate) mod matmul;
mod place;
mod shaders;
mod task;

pub use place::Place;
pub use shaders::{Shader, shader_of, shaders};
pub use task::Task;

/// What depends on the adapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tuning {
    /// Least and most invocations of each of many workgroups: few where there are few items, so that no processor waits.
    pub lanes: (usize, usize),
    /// Invocations of a workgroup that works alone.
    pub alone: usize,
    /// Operations up to which the kernels of a depth are run by one workgroup.
    pub small: usize,
    /// Operations of a step up to which a whole plan is run by one workgroup.
    pub tiny: usize,
    /// Items below which a register tile is made smaller, so that more invocations have work.
    pub spread: usize,
    /// Whether the invocations of a workgroup share long sums.
    pub share: bool,
    /// Whether one dispatch of a tiny plan runs many steps.
    pub resident: bool,
}

impl Tuning {
    /// Invocations of a workgroup where there are so many items.
    fn lanes(&self, items: usize) -> usize {
        const GROUPS: usize = 8;
        (items / GROUPS).next_power_of_two().clamp(self.lanes.0, self.lanes.1)
    }

    /// For adapters that are a processor in truth: few invocations at once, dispatches dear, and barriers dearer the more
    /// invocations wait at them.
    pub const SOFTWARE: Self =
        Self { lanes: (4, 64), alone: 4, small: 150_000, tiny: 2_000_000, spread: 8, share: false, resident: true };
    /// For graphics processors.
    pub const HARDWARE: Self = Self {
        lanes: (64, 64),
        alone: 256,
        small: 300_000,
        tiny: 2_000_000,
        spread: 4096,
        share: true,
        resident: true,
    };
    /// For Mesa's software adapter, which ends every loop after 65 535 turns: its shaders must be short.
    pub const LLVMPIPE: Self = Self { alone: 64, small: 50_000, tiny: 400_000, resident: false, ..Self::SOFTWARE };
}

/// Largest number of workgroups along one axis (WebGPU's default limit).
const MOST_GROUPS: usize = 65_535;
