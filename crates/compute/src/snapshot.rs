//! Snapshots: everything that a run goes on from.

use crate::device::{Later, Machine};
use crate::error::EngineError;
use crate::plan::Plan;
use std::fmt::{self, Write as _};
use std::rc::Rc;

/// The states and outputs of a machine after some step. What steps compute in between is computed anew by each of them, so this
/// is all that a run goes on from; rows that wait in the ring are no part of it.
///
/// It belongs to a plan, not to a device: what the CPU took, a GPU restores, bit for bit. Clones share their values.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    values: Rc<[f32]>,
    step: u64,
    plan: u64,
}

impl Snapshot {
    pub(crate) fn new(values: Vec<f32>, step: u64, plan: u64) -> Self {
        Self { values: values.into(), step, plan }
    }

    /// Its size, for a history that must stay within bounds.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.values)
    }

    /// How many steps had been run.
    pub fn step(&self) -> u64 {
        self.step
    }

    pub(crate) fn values(&self) -> &[f32] {
        &self.values
    }

    /// Its values, for the plan with this fingerprint.
    pub(crate) fn for_plan(&self, plan: &Plan, print: u64) -> Result<&[f32], EngineError> {
        if self.plan == print && self.values.len() == persistent(plan) {
            Ok(&self.values)
        } else {
            Err(EngineError::OtherPlan)
        }
    }
}

/// How many f32 at the start of the memory live from step to step: the layout puts states and outputs before the ring.
pub(crate) fn persistent(plan: &Plan) -> usize {
    plan.ring.cursor
}

/// A number that differs between plans that differ (FNV-1a over their text).
pub(crate) fn fingerprint(plan: &Plan) -> u64 {
    struct Hash(u64);
    impl fmt::Write for Hash {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            for byte in text.bytes() {
                self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
            Ok(())
        }
    }
    let mut hash = Hash(0xcbf2_9ce4_8422_2325);
    // Writing to it never fails.
    let _ = write!(hash, "{plan:?}");
    hash.0
}

impl Machine {
    /// How many steps have been run, or queued, from the start or since the step of the snapshot restored last.
    pub fn steps(&self) -> u64 {
        match self {
            Self::Cpu(machine) => machine.steps(),
            Self::Gpu(machine) => machine.steps(),
        }
    }

    /// The number of the step, from 0, whose row the next drain begins with.
    pub fn next_row(&self) -> u64 {
        let ring = self.plan().ring;
        let pending = if ring.width == 0 { 0 } else { ring.rows - self.room() };
        self.steps() - u64::from(pending)
    }

    /// All states and outputs after the steps queued so far. The copy is queued at once; more steps may be queued behind it.
    pub fn snapshot(&mut self) -> Later<Snapshot> {
        match self {
            Self::Cpu(machine) => {
                let snapshot = machine.snapshot();
                Box::pin(async move { Ok(snapshot) })
            }
            Self::Gpu(machine) => machine.snapshot(),
        }
    }

    /// Goes back (or forth) to a snapshot: the steps run from now on are those that followed it. Rows that were recorded and not
    /// drained belong to the run that is left, and are dropped.
    ///
    /// # Errors
    /// [`EngineError::OtherPlan`] for a snapshot of another plan, or a lost device; nothing has changed then.
    pub fn restore(&mut self, snapshot: &Snapshot) -> Result<(), EngineError> {
        match self {
            Self::Cpu(machine) => machine.restore(snapshot),
            Self::Gpu(machine) => machine.restore(snapshot),
        }
    }
}
