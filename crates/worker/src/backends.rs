//! The devices of this machine, and what they take: opened and measured once in a session, beside everything else.

use crate::clock::{now, sleep};
use crate::port::Bell;
use crate::words;
use compute::cost::{Costs, choose};
use compute::{Device, EngineError, Plan};
use labkit::Sentence;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{future_to_promise, spawn_local};

/// How long steps wait for a measurement that is under way, in ms: they would spoil it.
const HOLD_MS: f64 = 2_000.0;
/// How long a GPU may take to be measured, in ms. What comes later still counts.
const PATIENCE_MS: i32 = 10_000;

#[derive(Default)]
struct State {
    /// The GPU, once it has been opened.
    gpu: Option<Device>,
    /// When the measurement began.
    began: Option<f64>,
    /// What came of it, or why no GPU is chosen.
    measured: Option<Result<Measured, Sentence>>,
    /// How often that has changed.
    news: u32,
    /// Nothing that is measured from now on counts.
    distrusted: bool,
}

struct Measured {
    cpu: Costs,
    gpu: Costs,
    adapter: String,
}

/// What is known of the devices.
#[derive(Default)]
pub(crate) struct Backends {
    state: Rc<RefCell<State>>,
}

impl Backends {
    /// The GPU, opened where it was not or is lost.
    pub(crate) async fn gpu(&self) -> Result<Device, EngineError> {
        open(&self.state).await
    }

    /// Begins to measure both devices, once in a session; the bell rings when that comes to something.
    pub(crate) fn measure(&self, bell: Bell) {
        if self.state.borrow().began.is_some() {
            return;
        }
        self.state.borrow_mut().began = Some(now());
        let (state, ring) = (Rc::clone(&self.state), bell.clone());
        let done = future_to_promise(async move {
            let measured = measure(&state).await;
            note(&state, measured);
            ring.ring();
            Ok(JsValue::UNDEFINED)
        });
        let state = Rc::clone(&self.state);
        spawn_local(async move {
            sleep(PATIENCE_MS, &done).await;
            if state.borrow().measured.is_none() {
                note(&state, Err(words::silent()));
                bell.ring();
            }
        });
    }

    /// Milliseconds for which steps still wait for the measurement.
    pub(crate) fn hold(&self) -> Option<f64> {
        let state = self.state.borrow();
        let left = HOLD_MS - (now() - state.began?);
        (state.measured.is_none() && left > 0.0).then_some(left)
    }

    /// Whether a step of this plan belongs on the GPU, and why; `None` while that is not known.
    pub(crate) fn choose(&self, plan: &Plan) -> Option<(bool, Sentence)> {
        match self.state.borrow().measured.as_ref()? {
            Ok(Measured { cpu, gpu, adapter }) => {
                let choice = choose(plan, cpu, Some(gpu));
                Some((choice.gpu, words::chosen(&choice, adapter)))
            }
            Err(why) => Some((false, why.clone())),
        }
    }

    /// How often what is known has changed; 0 while nothing is.
    pub(crate) fn news(&self) -> u32 {
        self.state.borrow().news
    }

    /// The GPU failed. Another one may be opened, and takes as long.
    pub(crate) fn lost(&self) {
        self.state.borrow_mut().gpu = None;
    }

    /// From now on no GPU is chosen, for this reason.
    pub(crate) fn distrust(&self, why: Sentence) {
        let mut state = self.state.borrow_mut();
        (state.gpu, state.measured, state.distrusted) = (None, Some(Err(why)), true);
        state.news += 1;
    }
}

fn note(state: &RefCell<State>, measured: Result<Measured, Sentence>) {
    let mut state = state.borrow_mut();
    if !state.distrusted {
        state.measured = Some(measured);
        state.news += 1;
    }
}

async fn open(state: &RefCell<State>) -> Result<Device, EngineError> {
    let opened = state.borrow().gpu.clone();
    if let Some(Device::Gpu(gpu)) = &opened
        && gpu.check().is_ok()
    {
        return Ok(Device::Gpu(Rc::clone(gpu)));
    }
    let gpu = Device::gpu().await?;
    state.borrow_mut().gpu = Some(gpu.clone());
    Ok(gpu)
}

/// What the browser gives of WebGPU, where no GPU could be opened.
pub(crate) fn offer() -> words::Offer {
    let global = js_sys::global();
    let get = |of: &JsValue, key: &str| js_sys::Reflect::get(of, &key.into()).unwrap_or(JsValue::UNDEFINED);
    let gpu = get(&get(&global, "navigator"), "gpu");
    match (gpu.is_undefined() || gpu.is_null(), get(&global, "isSecureContext").is_truthy()) {
        (false, _) => words::Offer::NoAdapter,
        (true, true) => words::Offer::Nothing,
        (true, false) => words::Offer::Insecure,
    }
}

async fn measure(state: &RefCell<State>) -> Result<Measured, Sentence> {
    let gpu = open(state).await.map_err(|error| match error {
        EngineError::NoGpu(_) => words::no_gpu(offer()),
        error => words::failed(&words::engine(&error)),
    })?;
    let failed = |error: EngineError| words::failed(&words::engine(&error));
    let costs = Costs::measure(&gpu).await.map_err(failed)?;
    // Last, since it lets nothing else run meanwhile.
    let cpu = Costs::measure(&Device::Cpu).await.map_err(failed)?;
    Ok(Measured { cpu, gpu: costs, adapter: gpu.adapter().to_owned() })
}
