//! Five optimisers in one program: what both tasks share.

use super::trace::Trace;
use compute::{Device, EngineError, Expr, Machine, Plan, Program, Snapshot, Tensor};
use labkit::LabError;
use nn::{Hyper, Optimiser};

/// Names of the hyper-parameters' states, with the parameter that each comes from.
pub(super) const HYPER: [(&str, &str); 4] =
    [("momentum", "momentum"), ("decay", "decay"), ("beta1", "beta1"), ("beta2", "beta2")];

/// Adam's and the others' ε, outside the root.
const EPSILON: f32 = 1e-8;

/// Declares the hyper-parameters, each optimiser with a rate of its own.
pub(super) fn hypers(program: &mut Program) -> Vec<(Optimiser, Hyper)> {
    let [momentum, decay, beta1, beta2] = HYPER.map(|(name, _)| program.state(name, &[]));
    let mut hyper = |optimiser: Optimiser| Hyper {
        rate: program.state(&format!("lr_{}", optimiser.key()), &[]),
        momentum: momentum.clone(),
        decay: decay.clone(),
        beta1: beta1.clone(),
        beta2: beta2.clone(),
        epsilon: Expr::scalar(EPSILON),
    };
    Optimiser::ALL.into_iter().map(|optimiser| (optimiser, hyper(optimiser))).collect()
}

/// One optimiser's place in a row of records.
#[derive(Debug, Clone)]
pub(super) struct Lane {
    /// First parameters.
    pub(super) x: std::ops::Range<usize>,
    /// Second parameters.
    pub(super) y: std::ops::Range<usize>,
    /// Losses.
    pub(super) loss: std::ops::Range<usize>,
    /// The states that are its parameters, and where each begins in a row.
    pub(super) states: [(String, usize); 2],
}

/// A running race: the machine, and what it has left behind. Traces are `[optimiser][ball]`.
///
/// A row of records holds the loss of the state before its step and the parameters after it, so that nothing is computed
/// ahead of what is shown: a slider moved between two steps acts on the next. The newest state's loss, which no row holds
/// yet, comes from the host.
pub(super) struct Race {
    pub(super) machine: Machine,
    /// The plan of the gradients, for those who look.
    pub(super) watched: Option<Plan>,
    pub(super) lanes: Vec<Lane>,
    pub(super) traces: Vec<Vec<Trace>>,
    /// Steps whose records have arrived.
    pub(super) step: u64,
    /// Parameters of the newest state, in the places of a row.
    pub(super) newest: Vec<f32>,
}

impl Race {
    pub(super) fn new(device: &Device, program: &Program, lanes: Vec<Lane>) -> Result<Self, LabError> {
        let plan = program.compile().map_err(engine)?;
        let watched = program.watched().map_err(engine)?;
        let newest = vec![0.0; plan.ring.width];
        let machine = device.machine(plan).map_err(engine)?;
        Ok(Self { machine, watched, lanes, traces: Vec::new(), step: 0, newest })
    }

    pub(super) fn write(&mut self, name: &str, values: &[f32]) -> Result<(), LabError> {
        self.machine.write(name, values).map_err(engine)
    }

    /// Sorts rows of records into the traces; `loss` is the loss of the newest state: of a lane, at its parameters, in the
    /// places of a row.
    pub(super) fn absorb(&mut self, rows: &[f32], loss: impl Fn(&Lane, usize, &[f32]) -> f64) {
        let width = self.newest.len().max(1);
        for row in rows.chunks_exact(width) {
            for (lane, traces) in self.lanes.iter().zip(&mut self.traces) {
                for (ball, trace) in traces.iter_mut().enumerate() {
                    let [x, y] = place(&self.newest, lane, ball);
                    trace.push(self.step, x, y, row.get(lane.loss.start + ball).copied().unwrap_or(f32::NAN));
                }
            }
            self.step += 1;
            self.newest.copy_from_slice(row);
        }
        for (lane, traces) in self.lanes.iter().zip(&mut self.traces) {
            for (ball, trace) in traces.iter_mut().enumerate() {
                let [x, y] = place(&self.newest, lane, ball);
                trace.show(self.step, x, y, loss(lane, ball, &self.newest) as f32);
            }
        }
    }

    /// Step 0, with `balls` balls at the parameters that `at` writes into their places of a row.
    pub(super) fn begin(&mut self, balls: usize, at: impl Fn(&Lane, &mut [f32])) {
        self.step = 0;
        self.newest.fill(0.0);
        for lane in &self.lanes {
            at(lane, &mut self.newest);
        }
        self.traces = vec![vec![Trace::new(); balls]; Optimiser::ALL.len()];
    }
}

/// The step that comes next, seen from both of its sides.
pub(super) struct Ahead {
    pub(super) before: Snapshot,
    pub(super) after: Snapshot,
    /// The gradients before it.
    pub(super) gradients: Vec<Tensor>,
    /// What it records.
    pub(super) row: Vec<f32>,
}

impl Race {
    /// Runs one step and goes back. All records must have been absorbed.
    pub(super) async fn ahead(&mut self) -> Result<Ahead, LabError> {
        let before = self.machine.snapshot().await.map_err(engine)?;
        let gradients = match &self.watched {
            Some(watched) => self.machine.plan().watch(watched, &before).map_err(engine)?,
            None => Vec::new(),
        };
        self.machine.run(1).map_err(engine)?;
        let row = self.machine.drain().await.map_err(engine)?;
        let after = self.machine.snapshot().await.map_err(engine)?;
        self.machine.restore(&before).map_err(engine)?;
        Ok(Ahead { before, after, gradients, row })
    }
}

impl Race {
    /// Those of the tensors that are states of the optimisers; nothing is changed yet.
    pub(super) fn fitting<'a>(&self, tensors: &'a [Tensor]) -> Result<Vec<&'a Tensor>, LabError> {
        // What belongs to the problem or to the sliders stays.
        let own = |tensor: &&Tensor| Optimiser::ALL.iter().any(|one| tensor.name.split('.').next() == Some(one.key()));
        let mut fitting = Vec::new();
        for tensor in tensors.iter().filter(own) {
            let Some((_, buffer)) = self.machine.plan().named(&tensor.name) else { continue };
            let (expected, found) = (buffer.shape.axes(), &*tensor.shape);
            if expected != found {
                let name = &tensor.name;
                return Err(LabError::general(
                    format!("张量“{name}”的形状应是 {expected:?}，得到 {found:?}。什么也没有换"),
                    format!("tensor “{name}”: expected shape {expected:?}, got {found:?}. Nothing was changed"),
                ));
            }
            fitting.push(tensor);
        }
        Ok(fitting)
    }

    /// Takes these for the states of their names. To be called at step 0.
    pub(super) fn load(&mut self, fitting: &[&Tensor]) -> Result<(), LabError> {
        for tensor in fitting {
            self.write(&tensor.name, &tensor.values)?;
            for (name, at) in self.lanes.iter().flat_map(|lane| &lane.states) {
                if *name == tensor.name
                    && let Some(places) = self.newest.get_mut(*at..*at + tensor.values.len())
                {
                    places.copy_from_slice(&tensor.values);
                }
            }
        }
        Ok(())
    }
}

/// What a race keeps beside its machine.
#[derive(Debug)]
pub(super) struct Left {
    traces: Vec<Vec<Trace>>,
    step: u64,
    newest: Vec<f32>,
}

impl Left {
    /// Its size in bytes.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.newest) + self.traces.iter().flatten().map(Trace::bytes).sum::<usize>()
    }
}

impl Race {
    /// What it has left behind so far.
    pub(super) fn left(&self) -> Left {
        Left { traces: self.traces.clone(), step: self.step, newest: self.newest.clone() }
    }

    /// Goes on from there. What the machine refuses changes nothing.
    pub(super) fn restore(&mut self, machine: &Snapshot, left: &Left) -> Result<(), LabError> {
        self.machine.restore(machine).map_err(engine)?;
        (self.traces, self.step, self.newest) = (left.traces.clone(), left.step, left.newest.clone());
        Ok(())
    }
}

/// First and second parameter of a ball, in a row.
pub(super) fn place(row: &[f32], lane: &Lane, ball: usize) -> [f32; 2] {
    [&lane.x, &lane.y].map(|range| row.get(range.start + ball).copied().unwrap_or(f32::NAN))
}

/// The engine's refusal, for the reader.
pub(super) fn engine(error: EngineError) -> LabError {
    let en = error.to_string();
    match error {
        EngineError::TooLarge { needed, limit } => LabError::general(
            format!("需要 {needed} 字节的显存，这块设备一次最多给 {limit} 字节。少选几列或几行，或改用 CPU"),
            format!("{en}. Take fewer columns or rows, or run on the CPU"),
        ),
        EngineError::NotFinite(_) => LabError::field(
            "f",
            "公式里有一个不是有限数的常数",
            format!("the formula holds a constant that is no finite number: {en}"),
        ),
        EngineError::NoGpu(reason) => LabError::general(format!("没有可用的 GPU：{reason}"), en),
        EngineError::Gpu(_) | EngineError::DeviceLost { .. } | EngineError::OutOfMemory(_) | EngineError::Shader(_) => {
            LabError::general(format!("设备出错：{en}"), format!("the device failed: {en}")).fatal()
        }
        _ => LabError::general(format!("设备出错：{en}"), format!("the device failed: {en}")),
    }
}
