//! What the page and the worker say to each other. Each message is one `postcard` buffer, transferred, not copied.

use crate::error::LabError;
use crate::frame::{Floats, Frame};
use crate::inside::{Equation, KernelLine, KernelReport, Look, TensorLine, TensorReport};
use crate::param::{Params, Value};
use crate::stage::Staged;
use crate::stop::Stop;
use crate::sweep::Swept;
use crate::text::Sentence;
use serde::{Deserialize, Serialize};

/// Which backend the reader wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Prefer {
    /// Wherever a step takes less time.
    #[default]
    Auto,
    /// The CPU, even where there is a GPU.
    Cpu,
    /// The GPU or nothing.
    Gpu,
}

/// Which backend runs, and why.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BackendReport {
    /// True on the GPU.
    pub gpu: bool,
    /// What is followed: the reader's wish, or the cost of a step.
    pub prefer: Prefer,
    /// Why this one.
    pub reason: Sentence,
}

/// One column of a dropped table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ColumnSummary {
    /// Its name.
    pub name: String,
    /// Whether its cells are numbers.
    pub numeric: bool,
    /// How many cells are missing.
    pub missing: u32,
}

/// What is in a dropped file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DataSummary {
    /// File name.
    pub name: String,
    /// Data rows.
    pub rows: u32,
    /// Columns.
    pub columns: Vec<ColumnSummary>,
    /// What the reader should know (rows left out, and why).
    pub notes: Vec<Sentence>,
    /// Whether the file before it is needed as well, as pictures are by their labels.
    pub beside: bool,
}

/// What a reader can take away from the worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Export {
    /// All states, as safetensors.
    Weights,
    /// How to run this run again, as JSON.
    Run,
    /// The network as another lab takes it, as safetensors.
    Network,
}

/// Largest file that is read, in bytes; the page asks for the size before it reads anything.
pub const MOST_FILE_BYTES: u64 = 32_000_000;

/// Files that belong to one run, at most: pictures and their labels.
pub const MOST_FILES: usize = 2;

/// How fast to run, in steps per second; `0` is as fast as the device can.
pub type Speed = u32;

/// A drawing of the reader's: white ink on black.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drawing {
    /// Rows, and columns.
    pub side: u32,
    /// Row by row from above, 0 (black) to 1 (white).
    pub values: Floats,
}

/// From the page to the worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ToWorker {
    /// Open a lab.
    Open {
        /// Its id in the syllabus.
        lab: String,
        /// Its parameters.
        params: Params,
        /// The seed of everything random.
        seed: u64,
        /// Which backend.
        prefer: Prefer,
    },
    /// New parameters: the whole table, so that the newest always wins.
    Set {
        /// The table.
        params: Params,
        /// A number that grows from one to the next.
        edit: u32,
        /// Whether they hold from step 0 on: the run begins anew and goes to where it is.
        anew: bool,
    },
    /// Run.
    Play,
    /// Stop.
    Pause,
    /// Run so many steps and stop.
    Step(u32),
    /// Do the next stage of a step; the last one ends the step.
    Stage,
    /// When to stop by itself.
    Stop(Stop),
    /// Run this parameter through these values, each for so many steps from step 0; the run itself rests meanwhile.
    Sweep {
        /// Key of the parameter.
        key: String,
        /// Its values.
        values: Vec<Value>,
        /// Steps of each.
        steps: u64,
    },
    /// Give up the sweep on the way; what it has come to stays.
    EndSweep,
    /// Go on with this run on that backend.
    Prefer(Prefer),
    /// Show the run at that step of its past, at rest; it goes on from there.
    Seek(u64),
    /// Show something of the inside.
    Look(Look),
    /// Whether nobody can see the page: then nothing runs.
    Hidden(bool),
    /// Back to step 0, with this seed.
    Reset(u64),
    /// How fast.
    Speed(Speed),
    /// A file of the reader's, with parameters that the reader has set beside it.
    File {
        /// Its name.
        name: String,
        /// Its bytes.
        bytes: Vec<u8>,
        /// Whether the file may set parameters (dropped just now), or must leave them (opened again from a link).
        presets: bool,
    },
    /// What the reader has drawn; nothing where it was wiped.
    Drawn(Option<Drawing>),
    /// Hand out something to keep.
    Export(Export),
    /// Take in what was handed out once: weights, or a run.
    Import {
        /// Name of the file.
        name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Width over height of the picture that leads the stage.
    Aspect(f64),
    /// The page has painted the last frame and can take another.
    Painted,
}

impl ToWorker {
    /// Whether it drives the run, as the run bar does: what two stages side by side are told alike.
    pub fn drives(&self) -> bool {
        use ToWorker::{Pause, Play, Reset, Seek, Speed, Stage, Step, Stop};
        matches!(self, Play | Pause | Step(_) | Stage | Reset(_) | Seek(_) | Speed(_) | Stop(_))
    }
}

/// From the worker to the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum FromWorker {
    /// The worker listens.
    Ready,
    /// The lab runs, on this backend: it has been opened there, or has moved there, or it is known better why.
    Backend(BackendReport),
    /// A new frame.
    Frame {
        /// What the model shows.
        frame: Frame,
        /// The measured speed in steps per second; 0 at rest.
        rate: f32,
        /// The farthest step of the run; later than the frame's where the reader looks back.
        end: u64,
    },
    /// The reader's parameters act from here on; what the run had been after it is gone.
    Changed {
        /// The run.
        run: u32,
        /// Its step.
        step: u64,
        /// The parameters before.
        before: Params,
        /// The parameters from now on.
        after: Params,
    },
    /// The parameters of that moment of the past to which the run has come back, and the number of the last `Set` that had come:
    /// a later one stands above them.
    Relived(Params, u32),
    /// The run stopped by itself or was stopped.
    Paused,
    /// The run had nothing left to do, was given something, and goes on.
    Resumed,
    /// The stage of a step that was just done; `None` between steps.
    Staged(Option<Staged>),
    /// The run has come to where it was to stop, and why there.
    Stopped(Sentence),
    /// How far a sweep has come.
    Swept(Swept),
    /// The kernels of a step.
    Plan(Vec<KernelLine>),
    /// One of them.
    Kernel(Box<KernelReport>),
    /// What tensors there are.
    Tensors(Vec<TensorLine>),
    /// One of them.
    Tensor(Box<TensorReport>),
    /// The equations of the step that comes next, with the numbers of this moment.
    Equations(Vec<Equation>),
    /// The model has set parameters (after a file was dropped).
    Params(Params),
    /// What was asked to be handed out.
    Exported(Export, Vec<u8>),
    /// What was taken in, in words; where it was a run, with its parameters and its seed.
    Imported {
        /// What came of it.
        note: Sentence,
        /// The run that goes on now.
        run: Option<(Params, u64)>,
    },
    /// What is in the file that came.
    Data(DataSummary),
    /// Something the reader should correct.
    Trouble(LabError),
    /// The fault that stood is gone.
    Clear,
}

/// A message that could not be read: the two halves of the site are of different versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a message of this version of Grasp, got other bytes")]
pub struct BadMessage;

/// The bytes of a message.
///
/// # Errors
/// Never for the types of this module; the codec's own limit otherwise.
pub fn encode<T: Serialize>(message: &T) -> Result<Vec<u8>, BadMessage> {
    postcard::to_allocvec(message).map_err(|_| BadMessage)
}

/// The message in those bytes.
///
/// # Errors
/// [`BadMessage`] where the bytes are not one.
pub fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, BadMessage> {
    postcard::from_bytes(bytes).map_err(|_| BadMessage)
}
