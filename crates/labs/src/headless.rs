//! A lab without a page: the same model, driven from the command line and by tests.

use crate::Lab;
use compute::cost::{Costs, choose};
use compute::{Device, Plan};
use labkit::message::Prefer;
use labkit::stop::Stop;
use labkit::{Frame, LabError, Model, Params};
use std::time::Instant;

/// Most steps between two frames.
const SLICE: u32 = 1024;

/// The metric that only this side knows: how long the steps took.
const SECONDS: &str = "train_seconds";

/// What to run.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// Parameters that differ from their defaults, as keys and texts.
    pub sets: Vec<(String, String)>,
    /// The seed.
    pub seed: u64,
    /// How many steps at most.
    pub steps: u64,
    /// When to stop before.
    pub stop: Stop,
    /// Which backend.
    pub prefer: Prefer,
    /// Files to drop: name and bytes.
    pub files: Vec<(String, Vec<u8>)>,
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The parameters as they were in the end.
    pub params: Params,
    /// The last frame.
    pub frame: Frame,
    /// The adapter, or nothing on the CPU.
    pub adapter: String,
    /// Seconds that the steps took.
    pub seconds: f64,
    /// Steps that ran; fewer than asked for where the run stopped by itself.
    pub steps: u64,
}

/// Runs a lab.
///
/// # Errors
/// A bad parameter or file, a device that is not there or fails.
pub async fn run(lab: &Lab, order: &Order) -> Result<Outcome, LabError> {
    let mut params = Params::defaults(lab.table);
    // Checked before anything is opened, so that a bad value is told even where it would be overridden.
    params.set_all(lab.table, &order.sets)?;
    let mut device = if order.prefer == Prefer::Gpu { device(Prefer::Gpu).await? } else { Device::cpu() };
    let mut model = open(lab, order, &device, &mut params)?;
    if order.prefer == Prefer::Auto
        && let Ok(gpu) = Device::gpu().await
        && pays(model.plan(), &gpu).await
    {
        model = open(lab, order, &gpu, &mut params)?;
        device = gpu;
    }
    let mut frame = model.frame(true).await?;
    if let (Some(halted), true) = (&frame.halted, frame.metrics.is_empty()) {
        return Err(LabError::general(halted.zh.clone(), halted.en.clone()));
    }
    let began = Instant::now();
    let mut done = 0;
    // A bound is looked at after every step, so that the step at which the run stops is the first that passes it.
    let most = if order.stop.when.is_some() { 1 } else { u64::from(SLICE) };
    let mut stopped = false;
    while done < order.steps && frame.halted.is_none() && !frame.rests && !stopped {
        let steps = (order.steps - done).min(order.stop.room(done)).min(most) as u32;
        model.advance(steps)?;
        let before = std::mem::take(&mut frame.metrics);
        frame = model.frame(false).await?;
        done += u64::from(steps);
        stopped = order.stop.met(done, &frame.metrics, &before).is_some();
    }
    let seconds = began.elapsed().as_secs_f64();
    frame = model.frame(true).await?;
    if lab.metrics.iter().any(|(name, _)| *name == SECONDS) {
        frame.metrics.push((SECONDS.to_owned(), seconds));
    }
    Ok(Outcome { params, frame, adapter: device.adapter().to_owned(), seconds, steps: done })
}

/// Whether the plan's steps promise to take less time on the GPU, which may be a processor in truth.
async fn pays(plan: Option<&Plan>, gpu: &Device) -> bool {
    let Some(plan) = plan else { return false };
    let (Ok(cpu), Ok(gpu)) = (Costs::measure(&Device::Cpu).await, Costs::measure(gpu).await) else { return false };
    choose(plan, &cpu, Some(&gpu)).gpu
}

fn open(lab: &Lab, order: &Order, device: &Device, params: &mut Params) -> Result<Box<dyn Model>, LabError> {
    if order.files.is_empty() {
        (lab.open)(params, order.seed, device)
    } else {
        open_with_files(lab, order, device, params)
    }
}

/// Drops the files first: they set parameters, and what the reader set stands above them.
fn open_with_files(lab: &Lab, order: &Order, device: &Device, params: &mut Params) -> Result<Box<dyn Model>, LabError> {
    let mut set = Params::defaults(lab.table);
    let mut model = (lab.open)(&set, order.seed, device)?;
    for (name, bytes) in &order.files {
        for (key, value) in model.drop_file(name, bytes)?.sets {
            set.put(lab.table, key, value);
        }
    }
    set.set_all(lab.table, &order.sets)?;
    model.set(&set)?;
    *params = set;
    Ok(model)
}

/// The backend asked for.
///
/// # Errors
/// A GPU was asked for and there is none.
pub async fn device(prefer: Prefer) -> Result<Device, LabError> {
    match prefer {
        Prefer::Cpu => Ok(Device::cpu()),
        Prefer::Gpu => Device::gpu()
            .await
            .map_err(|error| LabError::general(format!("没有可用的 GPU：{error}"), format!("expected a GPU: {error}"))),
        Prefer::Auto => Ok(Device::gpu().await.unwrap_or(Device::Cpu)),
    }
}
