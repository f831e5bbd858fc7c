//! One lab, run.

use crate::clock::{breathe, now, sleep};
use crate::port::Port;
use compute::Device;
use labkit::message::{BackendReport, FromWorker, Prefer, ToWorker};
use labkit::pace::Pace;
use labkit::{Frame, LabError, Model, Params, Sentence};
use labs::Lab;
use wasm_bindgen_futures::JsFuture;

/// Frames that the page may have before it has painted the first of them.
const CREDIT: u32 = 2;
/// Most steps between two frames: no more than the engine's ring of records holds.
const MOST_STEPS: u32 = 1024;
/// How long the speed is averaged, in ms.
const SPEED_MS: f64 = 500.0;

/// A lab that is open.
struct Open {
    lab: &'static Lab,
    params: Params,
    seed: u64,
    prefer: Prefer,
    model: Box<dyn Model>,
    /// The file that was dropped last, to be dropped again on a new device.
    file: Option<(String, Vec<u8>)>,
}

/// Steps per second, measured.
struct Meter {
    since: f64,
    steps: u64,
    speed: f32,
}

/// The worker's state.
pub(crate) struct Session {
    port: Port,
    open: Option<Open>,
    /// The GPU, once it has been opened.
    gpu: Option<Device>,
    playing: bool,
    pace: Pace,
    meter: Meter,
    credit: u32,
    /// Something changed that the page has not been sent.
    dirty: bool,
    /// The next frame holds every panel.
    whole: bool,
    /// A trouble that the page shows.
    troubled: bool,
    /// Width over height of the leading picture; 0 while the page has not said.
    aspect: f64,
}

impl Session {
    pub(crate) fn new(port: Port) -> Self {
        Self {
            port,
            open: None,
            gpu: None,
            playing: false,
            pace: Pace::new(0),
            meter: Meter { since: 0.0, steps: 0, speed: 0.0 },
            credit: CREDIT,
            dirty: false,
            whole: true,
            troubled: false,
            aspect: 0.0,
        }
    }

    /// Messages first, then a slice of steps, then a frame; for ever.
    pub(crate) async fn run(mut self) {
        loop {
            while let Some(message) = self.port.next() {
                match self.take(message).await {
                    Ok(()) => {}
                    Err(error) if error.fatal => self.recover(error).await,
                    Err(error) => self.trouble(error),
                }
            }
            match self.turn().await {
                Ok(()) => {}
                Err(error) if error.fatal => self.recover(error).await,
                Err(error) => {
                    self.play(false);
                    self.dirty = false;
                    self.trouble(error);
                }
            }
        }
    }

    async fn take(&mut self, message: ToWorker) -> Result<(), LabError> {
        match message {
            ToWorker::Open { lab, params, seed, prefer } => self.open(&lab, params, seed, prefer).await?,
            ToWorker::Set(params) => self.set(params)?,
            ToWorker::Play => self.play(true),
            ToWorker::Pause => self.play(false),
            ToWorker::Step(steps) => {
                self.play(false);
                self.advance(steps.min(MOST_STEPS)).await?;
            }
            ToWorker::Reset(seed) => {
                let Some(open) = &mut self.open else { return Ok(()) };
                open.seed = seed;
                open.model.reset(seed)?;
                self.refresh();
            }
            ToWorker::Speed(speed) => self.pace.set_speed(speed),
            ToWorker::File { name, bytes, presets } => self.file(name, bytes, presets)?,
            ToWorker::Aspect(aspect) => {
                self.aspect = aspect;
                if let Some(open) = &mut self.open {
                    open.model.aspect(aspect);
                    self.dirty = true;
                }
            }
            ToWorker::Painted => self.credit = (self.credit + 1).min(CREDIT),
        }
        Ok(())
    }

    async fn open(&mut self, id: &str, params: Params, seed: u64, prefer: Prefer) -> Result<(), LabError> {
        let Some(lab) = labs::find(id) else {
            return Err(LabError::general(format!("没有名为“{id}”的实验"), format!("no lab is called “{id}”")));
        };
        self.play(false);
        let (device, report) = self.device(prefer).await?;
        let model = (lab.open)(&params, seed, &device);
        // A formula that cannot be read (an old link) must not leave the page empty: the default runs, and the fault is said.
        let (model, params, fault) = match model {
            Ok(model) => (model, params, None),
            Err(error) => {
                let defaults = Params::defaults(lab.table);
                ((lab.open)(&defaults, seed, &device)?, defaults, Some(error))
            }
        };
        let mut model = model;
        if self.aspect > 0.0 {
            model.aspect(self.aspect);
        }
        self.open = Some(Open { lab, params, seed, prefer, model, file: None });
        self.port.send(&FromWorker::Opened(report));
        self.refresh();
        fault.map_or(Ok(()), Err)
    }

    /// The device that the reader wants, and why it is that one.
    async fn device(&mut self, prefer: Prefer) -> Result<(Device, BackendReport), LabError> {
        let report = |gpu: bool, adapter: &str, zh: String, en: String| BackendReport {
            gpu,
            adapter: adapter.to_owned(),
            reason: Sentence::new(zh, en),
        };
        if prefer == Prefer::Cpu {
            return Ok((Device::cpu(), report(false, "", "你选了 CPU".to_owned(), "you chose the CPU".to_owned())));
        }
        if self.gpu.is_none() {
            match Device::gpu().await {
                Ok(device) => self.gpu = Some(device),
                Err(error) if prefer == Prefer::Gpu => {
                    return Err(LabError::general(format!("没有可用的 GPU：{error}"), format!("{error}")));
                }
                Err(_) => {
                    let zh = "这个浏览器没有提供 WebGPU，同样的实验在 CPU 上跑".to_owned();
                    let en = "this browser offers no WebGPU; the CPU runs the same lab".to_owned();
                    return Ok((Device::cpu(), report(false, "", zh, en)));
                }
            }
        }
        let device = self.gpu.clone().unwrap_or(Device::Cpu);
        let name = device.adapter().to_owned();
        Ok((device, report(true, &name, format!("WebGPU：{name}"), format!("WebGPU: {name}"))))
    }

    fn set(&mut self, params: Params) -> Result<(), LabError> {
        let Some(open) = &mut self.open else { return Ok(()) };
        open.model.set(&params)?;
        open.params = params;
        self.clear();
        self.refresh();
        Ok(())
    }

    fn file(&mut self, name: String, bytes: Vec<u8>, presets: bool) -> Result<(), LabError> {
        let Some(open) = &mut self.open else { return Ok(()) };
        let dropped = open.model.drop_file(&name, &bytes)?;
        let mut params = open.params.clone();
        if presets {
            for (key, value) in dropped.sets {
                params.put(open.lab.table, key, value);
            }
        }
        open.model.set(&params)?;
        open.file = Some((name, bytes));
        open.params = params.clone();
        self.port.send(&FromWorker::Data(dropped.summary));
        self.port.send(&FromWorker::Params(params));
        self.clear();
        self.refresh();
        Ok(())
    }

    fn play(&mut self, on: bool) {
        if self.playing && !on {
            self.port.send(&FromWorker::Paused);
        }
        if on && !self.playing {
            self.pace.resume();
            self.meter = Meter { since: now(), steps: 0, speed: 0.0 };
        }
        self.playing = on;
    }

    /// One slice of steps, or one frame that is owed, or a rest until something comes.
    async fn turn(&mut self) -> Result<(), LabError> {
        if self.playing && self.open.is_some() {
            let steps = self.pace.steps(now()).min(MOST_STEPS);
            if steps > 0 {
                let began = now();
                self.advance(steps).await?;
                self.pace.took(steps, now() - began);
                breathe().await;
                return Ok(());
            }
        }
        if self.dirty && self.credit > 0 {
            self.show().await?;
            breathe().await;
        } else if self.playing {
            sleep(2, &self.port.arrival()).await;
        } else {
            let _woken = JsFuture::from(self.port.arrival()).await;
        }
        Ok(())
    }

    async fn advance(&mut self, steps: u32) -> Result<(), LabError> {
        let Some(open) = &mut self.open else { return Ok(()) };
        open.model.advance(steps)?;
        self.meter.steps += u64::from(steps);
        self.dirty = true;
        self.show().await
    }

    /// Takes the newest frame, and sends it where the page can take one; a page that lags gets a later one.
    async fn show(&mut self) -> Result<(), LabError> {
        let Some(open) = &mut self.open else {
            self.dirty = false;
            return Ok(());
        };
        let frame = open.model.frame(self.whole).await?;
        let passed = now() - self.meter.since;
        if passed > SPEED_MS {
            let speed = self.meter.steps as f64 / passed * 1000.0;
            self.meter = Meter { since: now(), steps: 0, speed: speed as f32 };
        }
        let halted = frame.halted.is_some();
        if self.credit > 0 || halted {
            self.credit = self.credit.saturating_sub(1);
            (self.dirty, self.whole) = (false, false);
            self.send(frame);
        } else {
            // What a lost frame held must come again.
            self.dirty = true;
            self.whole |= frame.panel("field").is_some();
        }
        if halted {
            self.play(false);
        }
        Ok(())
    }

    fn send(&self, frame: Frame) {
        let speed = if self.playing { self.meter.speed } else { 0.0 };
        self.port.send(&FromWorker::Frame(frame, speed));
    }

    fn refresh(&mut self) {
        (self.dirty, self.whole) = (true, true);
    }

    fn trouble(&mut self, error: LabError) {
        self.troubled = true;
        self.port.send(&FromWorker::Trouble(error));
    }

    fn clear(&mut self) {
        if std::mem::take(&mut self.troubled) {
            self.port.send(&FromWorker::Clear);
        }
    }

    /// A device that fails: the lab opens again, on the GPU if that still opens, else on the CPU, from step 0, and says so.
    async fn recover(&mut self, error: LabError) {
        self.play(false);
        self.gpu = None;
        if let Some(lost) = self.open.take() {
            for prefer in [lost.prefer, Prefer::Cpu] {
                if self.open(lost.lab.id, lost.params.clone(), lost.seed, prefer).await.is_ok() {
                    break;
                }
            }
            if let Some((name, bytes)) = lost.file
                && let Err(error) = self.file(name, bytes, false)
            {
                self.trouble(error);
            }
        }
        // Last, so that nothing that went well on the way takes it back.
        self.trouble(error);
    }
}
