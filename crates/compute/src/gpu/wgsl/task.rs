//! What a kernel does, as text for one invocation.

/// The work of one kernel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// How many items it has.
    pub items: usize,
    /// Statements for item `i`; `t` is the turn of the enclosing loop.
    pub code: String,
    /// Whether a whole workgroup works on each item: then `lane` of `lanes` tells its invocations apart, `part` is memory that they
    /// share, and barriers are allowed.
    pub shared: bool,
    /// Whether it keeps many numbers in registers: software adapters pay for those in every kernel of a shader.
    pub heavy: bool,
}

impl Task {
    /// An invocation for each item.
    pub fn each(items: usize, code: String) -> Self {
        Self { items, code, shared: false, heavy: false }
    }

    /// An invocation for each item, which is a tile of results.
    pub fn tiles(items: usize, code: String) -> Self {
        Self { items, code, shared: false, heavy: true }
    }

    /// A workgroup for each item.
    pub fn shared(items: usize, code: String) -> Self {
        Self { items, code, shared: true, heavy: true }
    }
}
