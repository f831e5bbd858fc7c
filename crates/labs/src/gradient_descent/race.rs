//! All optimisers in one program: what the tasks share.

use super::hyper::beginning;
use super::thinned::Thinned;
use super::trace::{MOST, Trace};
use compute::{Device, EngineError, Machine, Plan, Program, Snapshot, Tensor};
use labkit::LabError;
use nn::Optimiser;
use std::rc::Rc;

/// Most places kept of a network's way.
const MOST_PLACES: usize = 128;

/// One optimiser's place in a row of records.
#[derive(Debug, Clone)]
pub(super) struct Lane {
    /// First parameters.
    pub(super) x: std::ops::Range<usize>,
    /// Second parameters.
    pub(super) y: std::ops::Range<usize>,
    /// Losses.
    pub(super) loss: std::ops::Range<usize>,
    /// Where the gradient of the first ball begins: two numbers, as the optimiser takes them.
    pub(super) slope: usize,
    /// All parameters of a network; empty where the two are all.
    pub(super) theta: std::ops::Range<usize>,
    /// The states that are its parameters, and where each begins in a row.
    pub(super) states: Vec<(String, usize)>,
}

/// A step of the first ball, taken apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    /// What the schedule multiplied the learning rate with.
    pub(super) factor: f32,
    /// The gradient as the optimiser took it: with its noise, clipped.
    pub(super) gradient: [f32; 2],
    /// How far it went.
    pub(super) moved: [f32; 2],
}

/// What the race has of its program besides the lanes.
pub(super) struct Course {
    pub(super) program: Program,
    pub(super) lanes: Vec<Lane>,
    /// Where the schedule's factor stands in a row.
    pub(super) factor: usize,
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
    /// Steps of each optimiser's first ball.
    pub(super) paces: Vec<Thinned<Pace>>,
    /// All parameters of each optimiser's network on the way; nothing without a network.
    pub(super) trails: Vec<Thinned<Rc<[f32]>>>,
    pub(super) factor: usize,
    /// Whether its steps draw normals, where it is one that can do without.
    pub(super) draws: bool,
    /// Steps whose records have arrived.
    pub(super) step: u64,
    /// Parameters of the newest state, in the places of a row.
    pub(super) newest: Vec<f32>,
}

impl Race {
    pub(super) fn new(device: &Device, course: Course) -> Result<Self, LabError> {
        let Course { program, lanes, factor } = course;
        let plan = program.compile().map_err(engine)?;
        let watched = program.watched().map_err(engine)?;
        let newest = vec![0.0; plan.ring.width];
        let machine = device.machine(plan).map_err(engine)?;
        Ok(Self { machine, watched, lanes, traces: Vec::new(), paces: Vec::new(), trails: Vec::new(), factor, draws: true, step: 0, newest })
    }

    pub(super) fn write(&mut self, name: &str, values: &[f32]) -> Result<(), LabError> {
        self.machine.write(name, values).map_err(engine)
    }

    /// Makes an optimiser forget what it remembers of the state `name`, from element `first` on.
    pub(super) fn forget(&mut self, optimiser: Optimiser, name: &str, (first, count): (usize, usize)) -> Result<(), LabError> {
        for symbol in optimiser.memory().iter().chain(&Optimiser::MORE_MEMORY) {
            let name = format!("{name}.{symbol}");
            // What this form of the rule does not remember is no state.
            if self.machine.plan().named(&name).is_some() {
                self.machine.write_part(&name, first, &vec![0.0; count]).map_err(engine)?;
            }
        }
        Ok(())
    }

    /// Sorts rows of records into the traces; `loss` is the loss of the newest state: of a lane, at its parameters, in the
    /// places of a row.
    pub(super) fn absorb(&mut self, rows: &[f32], loss: impl Fn(&Lane, usize, &[f32]) -> f64) {
        let width = self.newest.len().max(1);
        for row in rows.chunks_exact(width) {
            let left = self.traces.iter_mut().zip(&mut self.paces).zip(&mut self.trails);
            for (lane, ((traces, paces), trail)) in self.lanes.iter().zip(left) {
                paces.push(self.step, || pace(lane, self.factor, &self.newest, row));
                if !lane.theta.is_empty() {
                    trail.push(self.step, || self.newest[lane.theta.clone()].into());
                }
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

    /// Step 0 of a run with this seed, with `balls` balls at the parameters that `at` writes into their places of a row.
    pub(super) fn begin(&mut self, seed: u64, balls: usize, at: impl Fn(&Lane, &mut [f32])) -> Result<(), LabError> {
        for (name, values) in beginning(seed) {
            self.write(name, &values)?;
        }
        self.step = 0;
        self.newest.fill(0.0);
        for lane in &self.lanes {
            at(lane, &mut self.newest);
        }
        self.traces = vec![vec![Trace::new(); balls]; Optimiser::ALL.len()];
        self.paces = vec![Thinned::new(MOST); Optimiser::ALL.len()];
        self.trails = vec![Thinned::new(MOST_PLACES); Optimiser::ALL.len()];
        Ok(())
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

impl Race {
    /// What the schedule multiplied the learning rate with at the last step; 1 before the first.
    pub(super) fn latest_factor(&self) -> f32 {
        if self.step == 0 { 1.0 } else { self.newest.get(self.factor).copied().unwrap_or(f32::NAN) }
    }
}

impl Race {
    /// The angle between the newest step of an optimiser's first ball that is kept and the way against its gradient, in degrees; `None` before
    /// the first.
    pub(super) fn angle(&self, which: usize) -> Option<f64> {
        let (_, Pace { gradient, moved, .. }) = self.paces.get(which)?.rows().last()?;
        let ([gx, gy], [dx, dy]) = (gradient.map(|g| -f64::from(g)), moved.map(f64::from));
        let angle = (gx * dy - gy * dx).atan2(gx * dx + gy * dy).abs().to_degrees();
        angle.is_finite().then_some(angle)
    }
}

/// What a race keeps beside its machine.
#[derive(Debug)]
pub(super) struct Left {
    traces: Vec<Vec<Trace>>,
    paces: Vec<Thinned<Pace>>,
    trails: Vec<Thinned<Rc<[f32]>>>,
    step: u64,
    newest: Vec<f32>,
}

impl Left {
    /// Its size in bytes.
    pub(super) fn bytes(&self) -> usize {
        let paces: usize = self.paces.iter().map(|paces| size_of_val(paces.rows())).sum();
        let places: usize = self.trails.iter().flat_map(Thinned::rows).map(|(_, place)| size_of_val(&**place)).sum();
        size_of_val(&*self.newest) + paces + places + self.traces.iter().flatten().map(Trace::bytes).sum::<usize>()
    }
}

impl Race {
    /// Goes on in this other race, of the same states. On the CPU, where they are at hand.
    pub(super) fn go_on(&mut self, mut other: Self) -> Result<(), LabError> {
        let Machine::Cpu(machine) = &self.machine else { return Ok(()) };
        for named in machine.plan().names.iter().filter(|named| named.writable) {
            let values = machine.read(&named.name).map_err(engine)?;
            other.write(&named.name, &values)?;
        }
        (self.machine, self.watched, self.draws) = (other.machine, other.watched, other.draws);
        Ok(())
    }

    /// What it has left behind so far.
    pub(super) fn left(&self) -> Left {
        let (traces, paces, trails) = (self.traces.clone(), self.paces.clone(), self.trails.clone());
        Left { traces, paces, trails, step: self.step, newest: self.newest.clone() }
    }

    /// Goes on from there. What the machine refuses changes nothing. A race that drew normals goes on in one that draws none, and the
    /// other way round, by way of the `other` one's plan: both have the same states.
    pub(super) fn restore(&mut self, machine: &Snapshot, left: &Left, other: Option<&Plan>) -> Result<(), LabError> {
        match other {
            None => self.machine.restore(machine).map_err(engine)?,
            Some(plan) => {
                let states = plan.names.iter().filter(|named| named.writable);
                let states: Option<Vec<Tensor>> = states.map(|named| plan.tensor(machine, &named.name)).collect();
                let states = states.ok_or_else(|| engine(EngineError::OtherPlan))?;
                drop(self.machine.drain());
                for state in states {
                    self.write(&state.name, &state.values)?;
                }
            }
        }
        (self.traces, self.paces, self.trails) = (left.traces.clone(), left.paces.clone(), left.trails.clone());
        (self.step, self.newest) = (left.step, left.newest.clone());
        Ok(())
    }
}

/// First and second parameter of a ball, in a row.
pub(super) fn place(row: &[f32], lane: &Lane, ball: usize) -> [f32; 2] {
    [&lane.x, &lane.y].map(|range| row.get(range.start + ball).copied().unwrap_or(f32::NAN))
}

/// The step of the first ball between two rows.
fn pace(lane: &Lane, factor: usize, before: &[f32], row: &[f32]) -> Pace {
    let number = |at: usize| row.get(at).copied().unwrap_or(f32::NAN);
    let ([x0, y0], [x1, y1]) = (place(before, lane, 0), place(row, lane, 0));
    Pace { factor: number(factor), gradient: [number(lane.slope), number(lane.slope + 1)], moved: [x1 - x0, y1 - y0] }
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
