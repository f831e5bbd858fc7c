//! One lab, run.

mod inside;
mod place;
mod stage;
mod sweep;
mod takeaway;
mod travel;

use crate::backends::Backends;
use crate::clock::{breathe, now, sleep};
use crate::keep::Keep;
use crate::port::Port;
use crate::words;
use compute::Device;
use labkit::message::{BackendReport, Drawing, FromWorker, MOST_FILES, Prefer, ToWorker};
use labkit::pace::Pace;
use labkit::past::State;
use labkit::stop::Stop;
use labkit::{Frame, LabError, Model, Panel, Params, Past, Sentence};
use labs::Lab;
use sweep::Sweep;
use travel::Seek;
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
    /// The files that were dropped, to be dropped again on a new device: a later one of a name stands for the earlier.
    files: Vec<(String, Vec<u8>)>,
    /// What the reader has drawn.
    drawn: Option<Drawing>,
    /// It runs on the GPU.
    gpu: bool,
    /// The run of the newest frame: another one may have another plan.
    run: u32,
    /// What was known when the backends were compared for this run; 0 where they were not.
    weighed: u32,
    /// Parameters of the page that were refused: the run goes on with others in their place.
    held: Vec<&'static str>,
}

impl Open {
    /// Takes parameters. Of those that are refused the ones that were good stay; what the reader changes beside them acts
    /// nevertheless. Answers with what holds from now on, and with what is still at fault.
    ///
    /// # Errors
    /// What is at fault, where nothing has changed.
    fn take(&mut self, params: Params) -> Result<(Params, Option<LabError>), LabError> {
        let error = match self.model.set(&params) {
            Ok(()) => {
                self.held.clear();
                self.params = params.clone();
                return Ok((params, None));
            }
            Err(error) => error,
        };
        if error.fatal {
            // Where the device failed over them, they are what the run goes on with.
            self.params = params;
            return Err(error);
        }
        let table = self.lab.table;
        let mut rest = params.clone();
        for key in &self.held {
            rest.put(table, key, self.params.get(table, key));
        }
        if self.held.is_empty() || (rest != self.params && self.model.set(&rest).is_err()) {
            self.held = params.differing(&self.params, table);
            return Err(error);
        }
        if rest == self.params {
            return Err(error);
        }
        self.params = rest.clone();
        Ok((rest, Some(error)))
    }

    /// The model anew, with these parameters, from step 0.
    fn anew(&self, params: &Params, device: &Device, aspect: f64) -> Result<Box<dyn Model>, LabError> {
        let mut model = (self.lab.open)(params, self.seed, device)?;
        for (name, bytes) in &self.files {
            model.drop_file(name, bytes)?;
        }
        if !self.files.is_empty() {
            model.set(params)?;
        }
        model.drawn(self.drawn.as_ref())?;
        if aspect > 0.0 {
            model.aspect(aspect);
        }
        Ok(model)
    }

    /// The model anew, as it was in this state, with the parameters of that moment.
    fn again(&self, state: &State, device: &Device, aspect: f64) -> Result<(Box<dyn Model>, Params), LabError> {
        let params = state.params.shown_as(&self.params, self.lab.table);
        let mut model = self.anew(&params, device, aspect)?;
        model.restore(&state.saved)?;
        Ok((model, params))
    }

    /// What the badge says.
    fn report(&self, reason: Sentence) -> FromWorker {
        FromWorker::Backend(BackendReport { gpu: self.gpu, prefer: self.prefer, reason })
    }
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
    backends: Backends,
    /// Where the run has been.
    past: Past,
    /// When it is to be saved.
    keep: Keep,
    /// Where in its past the run is on its way to.
    seek: Option<Seek>,
    /// The stage of the present step that was done last, and whether the step ended with it.
    stage: Option<(u32, bool)>,
    /// When the run stops by itself, and the metrics that it had when that was asked last.
    stop: Stop,
    seen: Vec<(String, f64)>,
    /// Runs beside it, one a value.
    sweep: Option<Sweep>,
    /// When parameters last came, and whether they come in quick succession: a control is being moved.
    set_at: f64,
    hurried: bool,
    /// The newest frame was of a run that cannot go on.
    halted: bool,
    /// It was of a run with nothing left to do; and whether the run would go on playing if it had.
    rests: bool,
    waits: bool,
    /// Nobody can see the page.
    hidden: bool,
    /// The number of the last parameters that came.
    edit: u32,
    /// When a device was lost.
    lost: Option<f64>,
    playing: bool,
    pace: Pace,
    meter: Meter,
    credit: u32,
    /// Something changed that the page has not been sent.
    dirty: bool,
    /// The next frame holds every panel.
    whole: bool,
    /// Panels of the run that were in a frame for which the page had no room.
    owed: Vec<Panel>,
    /// A trouble that the page shows.
    troubled: bool,
    /// Width over height of the leading picture; 0 while the page has not said.
    aspect: f64,
}

/// Parameters that come within so many milliseconds of the last are of a control that moves.
const MOVING_MS: f64 = 150.0;

impl Session {
    pub(crate) fn new(port: Port) -> Self {
        Self {
            port,
            open: None,
            backends: Backends::default(),
            past: Past::default(),
            keep: Keep::default(),
            seek: None,
            stage: None,
            stop: Stop::default(),
            seen: Vec::new(),
            sweep: None,
            set_at: f64::NEG_INFINITY,
            hurried: false,
            halted: false,
            rests: false,
            waits: false,
            hidden: false,
            edit: 0,
            lost: None,
            playing: false,
            pace: Pace::new(0),
            meter: Meter { since: 0.0, steps: 0, speed: 0.0 },
            credit: CREDIT,
            dirty: false,
            whole: true,
            owed: Vec::new(),
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
        use ToWorker as M;
        // What acts on the run acts on it where the reader has sent it.
        if matches!(
            message,
            M::Set { anew: false, .. } | M::Play | M::Step(_) | M::Stage | M::Prefer(_) | M::Sweep { .. }
        ) {
            self.arrive().await?;
        }
        if matches!(
            message,
            M::Open { .. } | M::Play | M::Step(_) | M::Stage | M::Reset(_) | M::File { .. } | M::Import { .. }
        ) {
            self.end_sweep();
        }
        if matches!(
            message,
            M::Set { .. } | M::Play | M::Step(_) | M::Seek(_) | M::Reset(_) | M::File { .. } | M::Import { .. }
        ) {
            self.unstage();
        }
        if message.drives() {
            self.waits = false;
        }
        match message {
            ToWorker::Open { lab, params, seed, prefer } => self.open(&lab, params, seed, prefer).await?,
            ToWorker::Set { params, edit, anew } => {
                self.edit = edit;
                self.set(params, anew)?;
            }
            ToWorker::Play => {
                self.play(true);
                if self.rests {
                    self.rest();
                }
            }
            ToWorker::Pause => {
                self.play(false);
                // At rest there is time for all that the model can show.
                self.refresh();
            }
            ToWorker::Step(steps) => {
                self.play(false);
                self.advance(steps.min(MOST_STEPS)).await?;
            }
            ToWorker::Stage => self.stage().await?,
            ToWorker::Stop(stop) => self.stop = stop,
            ToWorker::Sweep { key, values, steps } => self.sweep(key, values, steps).await?,
            ToWorker::EndSweep => self.end_sweep(),
            ToWorker::Export(what) => self.export(what).await?,
            ToWorker::Import { name, bytes } => self.import(&name, &bytes).await?,
            ToWorker::Reset(seed) => {
                let Some(open) = &mut self.open else { return Ok(()) };
                open.seed = seed;
                open.model.reset(seed)?;
                self.begun();
            }
            ToWorker::Prefer(prefer) => self.prefer(prefer).await?,
            ToWorker::Speed(speed) => self.pace.set_speed(speed),
            ToWorker::Seek(step) => self.seek(step),
            ToWorker::Look(look) => self.look(look).await?,
            ToWorker::Hidden(hidden) => {
                self.hidden = hidden;
                self.pace.resume();
                self.meter = Meter { since: now(), steps: 0, speed: 0.0 };
            }
            ToWorker::File { name, bytes, presets } => self.file(name, bytes, presets)?,
            ToWorker::Aspect(aspect) => {
                self.aspect = aspect;
                if let Some(open) = &mut self.open {
                    open.model.aspect(aspect);
                    self.dirty = true;
                }
            }
            ToWorker::Drawn(drawing) => {
                let Some(open) = &mut self.open else { return Ok(()) };
                open.model.drawn(drawing.as_ref())?;
                open.drawn = drawing;
                self.refresh();
            }
            ToWorker::Painted => self.credit = (self.credit + 1).min(CREDIT),
        }
        Ok(())
    }

    async fn open(&mut self, id: &str, params: Params, seed: u64, prefer: Prefer) -> Result<(), LabError> {
        let Ok(lab) = labs::load(id).await else {
            return Err(LabError::general(
                "这个实验的代码没有取到；联网后重新加载".to_owned(),
                "the code of this lab did not arrive: go online and reload".to_owned(),
            ));
        };
        let Some(lab) = lab else {
            return Err(LabError::general(format!("没有名为“{id}”的实验"), format!("no lab is called “{id}”")));
        };
        self.play(false);
        // With no wish it opens where that takes no time; what is measured afterwards may move it.
        let gpu = prefer == Prefer::Gpu;
        let device = self.device(gpu).await?;
        let reason = if prefer == Prefer::Auto { words::measuring() } else { words::wished(&device) };
        let model = (lab.open)(&params, seed, &device);
        // A formula that cannot be read (an old link) must not leave the page empty: the default runs, and the fault is said.
        let wanted = params.clone();
        let (model, params, fault) = match model {
            Ok(model) => (model, params, None),
            Err(error) => {
                let mut less = Params::defaults(lab.table);
                let mut model = (lab.open)(&less, seed, &device)?;
                // Everything but what is at fault, where that is enough.
                if let Some(key) = error.field.as_deref() {
                    let mut rest = params;
                    rest.put(lab.table, key, less.get(lab.table, key));
                    if let Ok(found) = (lab.open)(&rest, seed, &device) {
                        (model, less) = (found, rest);
                    }
                }
                (model, less, Some(error))
            }
        };
        let held = wanted.differing(&params, lab.table);
        let mut model = model;
        if self.aspect > 0.0 {
            model.aspect(self.aspect);
        }
        let open =
            Open { lab, params, seed, prefer, model, files: Vec::new(), drawn: None, gpu, run: 0, weighed: 0, held };
        self.port.send(&open.report(reason));
        self.open = Some(open);
        self.begun();
        fault.map_or(Ok(()), Err)
    }

    fn set(&mut self, params: Params, anew: bool) -> Result<(), LabError> {
        let way = if anew { self.bound_for() } else { (0, 0.0) };
        let Some(open) = &mut self.open else { return Ok(()) };
        let quick = now() - std::mem::replace(&mut self.set_at, now()) < MOVING_MS;
        if quick && !self.hurried {
            self.hurried = true;
            open.model.hurry(true);
        }
        let run = open.model.run();
        let before = open.params.clone();
        let (params, refused) = open.take(params)?;
        self.rests = false;
        if open.model.run() != run {
            self.begun();
            self.as_far(way);
        } else if before.shown_as(&params, open.lab.table) == params {
            // What runs is the same.
        } else if way.0 > 0 {
            open.model.reset(open.seed)?;
            self.begun();
            self.as_far(way);
        } else {
            self.past.changed(params.clone());
            let step = self.past.step();
            self.port.send(&FromWorker::Changed { run, step, before, after: params });
        }
        self.refresh();
        if let Some(error) = refused {
            return Err(error);
        }
        self.clear();
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
        open.files.retain(|(other, _)| *other != name);
        open.files.push((name, bytes));
        if open.files.len() > MOST_FILES {
            open.files.remove(0);
        }
        open.params = params.clone();
        self.port.send(&FromWorker::Data(dropped.summary));
        self.port.send(&FromWorker::Params(params));
        self.clear();
        self.begun();
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
        self.weigh().await?;
        if self.hurried && now() - self.set_at >= MOVING_MS {
            self.hurried = false;
            if let Some(open) = &mut self.open {
                open.model.hurry(false);
            }
            self.refresh();
        }
        let hold = self.backends.hold();
        if self.seek.is_some() {
            self.walk().await?;
            breathe().await;
            return Ok(());
        }
        if self.sweep.is_some() && !self.hidden {
            self.sweep_on().await?;
            breathe().await;
            return Ok(());
        }
        let running = self.playing && !self.hidden;
        if running && self.open.is_some() && hold.is_none() {
            let room = u32::try_from(self.stop.room(self.past.step())).unwrap_or(MOST_STEPS);
            let steps = self.pace.steps(now()).min(MOST_STEPS).min(room);
            if steps > 0 {
                let began = now();
                let steps = self.advance(steps).await?;
                self.pace.took(steps, now() - began);
                if self.due() == Some(0.0) {
                    self.save().await?;
                }
                breathe().await;
                return Ok(());
            }
        }
        if self.dirty && self.credit > 0 {
            self.show().await?;
            breathe().await;
        } else if running {
            sleep(hold.map_or(2, |ms| ms.ceil() as i32), &self.port.arrival()).await;
        } else if self.hurried {
            sleep(MOVING_MS.ceil() as i32, &self.port.arrival()).await;
        } else if let Some(ms) = self.due() {
            // At rest the state that is shown is kept, too.
            if ms > 0.0 {
                sleep(ms.ceil() as i32, &self.port.arrival()).await;
            } else {
                self.save().await?;
            }
        } else {
            let _woken = JsFuture::from(self.port.arrival()).await;
        }
        Ok(())
    }

    /// Runs so many steps, or as many as there are before the next change of the way that the run has gone before.
    async fn advance(&mut self, steps: u32) -> Result<u32, LabError> {
        let from = self.past.step();
        let steps = self.run_on(steps).await?;
        self.meter.steps += u64::from(steps);
        self.dirty = true;
        self.show_since(from).await?;
        Ok(steps)
    }

    /// Milliseconds until the run is to be saved; `None` where it need not be.
    fn due(&self) -> Option<f64> {
        self.keep.wait(!self.playing && self.seek.is_none()).filter(|_| !self.halted)
    }

    async fn save(&mut self) -> Result<(), LabError> {
        let Some(open) = &mut self.open else { return Ok(()) };
        let began = now();
        if let Some(saved) = open.model.save().await? {
            self.past.keep(open.params.clone(), saved);
        }
        self.keep.saved(began);
        Ok(())
    }

    /// A new run has begun, at step 0.
    fn begun(&mut self) {
        self.rests = false;
        (self.past, self.keep, self.seek) = (Past::default(), Keep::default(), None);
        self.refresh();
    }

    async fn show(&mut self) -> Result<(), LabError> {
        self.show_since(self.past.step()).await
    }

    /// Takes the newest frame, and sends it where the page can take one; a page that lags gets a later one. The last look was at
    /// step `from`: a bound that was passed since stops the run where that was.
    async fn show_since(&mut self, from: u64) -> Result<(), LabError> {
        let Some(open) = &mut self.open else {
            self.dirty = false;
            return Ok(());
        };
        let mut frame = open.model.frame(self.whole).await?;
        let passed = self
            .stop
            .when
            .as_ref()
            .is_some_and(|bound| bound.holds(&frame.metrics).is_some() && bound.holds(&self.seen).is_none());
        if passed && self.playing && frame.step > from + 1 {
            self.close_in(from, self.seen.clone()).await?;
            let Some(open) = &mut self.open else { return Ok(()) };
            frame = open.model.frame(true).await?;
        }
        let Some(open) = &mut self.open else { return Ok(()) };
        let owed = std::mem::take(&mut self.owed).into_iter().filter(|_| frame.run == open.run);
        for panel in owed {
            if frame.panel(&panel.id).is_none() {
                frame.panels.push(panel);
            }
        }
        let passed = now() - self.meter.since;
        if passed > SPEED_MS {
            let speed = self.meter.steps as f64 / passed * 1000.0;
            self.meter = Meter { since: now(), steps: 0, speed: speed as f32 };
        }
        let halted = frame.halted.is_some();
        (self.halted, self.rests) = (halted, frame.rests);
        let met = if self.playing { self.stop.met(frame.step, &frame.metrics, &self.seen) } else { None };
        self.seen.clone_from(&frame.metrics);
        if frame.run != open.run {
            (open.run, open.weighed) = (frame.run, 0);
        }
        if self.credit > 0 || halted || met.is_some() {
            self.credit = self.credit.saturating_sub(1);
            (self.dirty, self.whole) = (false, false);
            let auto = open.prefer == Prefer::Auto;
            self.send(frame);
            // Not before something true is on the screen.
            if auto {
                self.backends.measure(self.port.bell());
            }
        } else {
            // What a lost frame held goes with the next.
            (self.dirty, self.whole) = (true, false);
            self.owed = frame.panels;
        }
        if halted || met.is_some() {
            self.play(false);
        }
        if met.is_some() {
            self.refresh();
        }
        if let Some(why) = met {
            self.port.send(&FromWorker::Stopped(why));
        } else if self.playing && self.rests {
            self.rest();
        } else if self.waits && !self.rests {
            self.waits = false;
            self.play(true);
            self.port.send(&FromWorker::Resumed);
        }
        Ok(())
    }

    fn send(&self, frame: Frame) {
        let rate = if self.playing { self.meter.speed } else { 0.0 };
        self.port.send(&FromWorker::Frame { frame, rate, end: self.past.end() });
    }

    /// Nothing is left to do: pauses until a parameter changes that.
    fn rest(&mut self) {
        self.play(false);
        self.refresh();
        self.waits = true;
        self.port.send(&FromWorker::Stopped(words::rests()));
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
}
