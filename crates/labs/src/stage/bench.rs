//! A lab on the page: its parameters, the newest frame, and the wire to its model.

use super::pins::Pin;
use crate::Lab;
use labkit::inside::{Equation, KernelLine, KernelReport, Look, TensorLine, TensorReport};
use labkit::message::{DataSummary, FromWorker, ToWorker};
use labkit::stage::Staged;
use labkit::stop::Stop;
use labkit::sweep::Swept;
use labkit::{Content, Frame, History, LabError, Params, Sentence, Value};
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use web_sys::File;

/// One panel of the newest frame; changes only when the model has sent it anew.
pub type Panel = RwSignal<Option<Rc<Content>>, LocalStorage>;

/// All that a view and the page around it know of a running lab. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Bench {
    /// The lab.
    pub lab: &'static Lab,
    /// The parameters, as the reader has set them.
    pub params: RwSignal<Params>,
    /// The seed.
    pub seed: RwSignal<u64>,
    /// Whether the model runs.
    pub playing: RwSignal<bool>,
    /// Steps since the reset.
    pub step: RwSignal<u64>,
    /// The farthest step of the run: later than `step` where the reader looks back.
    pub end: RwSignal<u64>,
    /// Each change of a parameter runs the whole run again, from step 0 to where it is.
    pub anew: RwSignal<bool>,
    /// What the reader has changed on the way, by step.
    pub changes: RwSignal<Vec<Change>>,
    /// Runs that were pinned.
    pub pins: RwSignal<Vec<Arc<Pin>>>,
    /// The stage of a step that was done last; `None` between steps.
    pub staged: RwSignal<Option<Staged>>,
    /// Keys of parameters whose controls a teacher has hidden.
    pub hidden: RwSignal<Vec<&'static str>>,
    /// When the run stops by itself.
    pub stop: RwSignal<Stop>,
    /// Why it last did.
    pub stopped: RwSignal<Option<Sentence>>,
    /// The sweep that was run last.
    pub swept: RwSignal<Option<Arc<Swept>>>,
    /// What was last seen of the inside; asked for with [`Bench::look`].
    pub inside: Inside,
    /// Number of the run on view.
    pub run: RwSignal<u32>,
    /// Steps a second, measured.
    pub rate: RwSignal<f64>,
    /// Metrics of the newest frame.
    pub metrics: RwSignal<Vec<(String, f64)>>,
    /// Why the run stopped by itself.
    pub halted: RwSignal<Option<Sentence>>,
    /// What the reader should correct.
    pub trouble: RwSignal<Option<LabError>>,
    /// What is in the file that was dropped.
    pub data: RwSignal<Option<DataSummary>>,
    /// Takes a file of the reader's.
    pub drop_file: Callback<File>,
    panels: StoredValue<BTreeMap<String, Panel>>,
    history: StoredValue<History>,
    /// How many times parameters have been sent.
    edits: StoredValue<u32>,
    owner: StoredValue<Owner>,
    send: Callback<ToWorker>,
    /// It is the second of two on one page.
    pub second: StoredValue<bool>,
    /// The bench beside it that does what this one is told to.
    led: StoredValue<Option<Box<Bench>>>,
}

/// What was last seen of the inside of a run.
#[derive(Clone, Copy)]
pub struct Inside {
    /// The equations of the next step.
    pub equations: RwSignal<Vec<Equation>>,
    /// What tensors there are.
    pub tensors: RwSignal<Vec<TensorLine>>,
    /// The one that is looked at.
    pub tensor: RwSignal<Option<Arc<TensorReport>>>,
    /// The kernels of a step.
    pub plan: RwSignal<Vec<KernelLine>>,
    /// The one that is looked at.
    pub kernel: RwSignal<Option<Box<KernelReport>>>,
}

/// A change of parameters on the way of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    run: u32,
    /// It acts from this step on.
    pub step: u64,
    /// The parameters before.
    pub before: Params,
    /// The parameters from then on.
    pub after: Params,
    /// When it was made, in ms.
    at: f64,
}

impl Bench {
    /// A bench for `lab`; `send` is the wire to its model.
    pub fn new(
        lab: &'static Lab,
        params: Params,
        seed: u64,
        send: Callback<ToWorker>,
        drop_file: Callback<File>,
    ) -> Self {
        Self {
            lab,
            params: RwSignal::new(params),
            seed: RwSignal::new(seed),
            playing: RwSignal::new(false),
            step: RwSignal::new(0),
            end: RwSignal::new(0),
            anew: RwSignal::new(false),
            changes: RwSignal::new(Vec::new()),
            pins: RwSignal::new(Vec::new()),
            hidden: RwSignal::new(Vec::new()),
            staged: RwSignal::new(None),
            stop: RwSignal::new(Stop::default()),
            stopped: RwSignal::new(None),
            swept: RwSignal::new(None),
            inside: Inside {
                equations: RwSignal::new(Vec::new()),
                tensors: RwSignal::new(Vec::new()),
                tensor: RwSignal::new(None),
                plan: RwSignal::new(Vec::new()),
                kernel: RwSignal::new(None),
            },
            run: RwSignal::new(0),
            rate: RwSignal::new(0.0),
            metrics: RwSignal::new(Vec::new()),
            halted: RwSignal::new(None),
            trouble: RwSignal::new(None),
            data: RwSignal::new(None),
            drop_file,
            panels: StoredValue::new(BTreeMap::new()),
            history: StoredValue::new(History::default()),
            edits: StoredValue::new(0),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            send,
            second: StoredValue::new(false),
            led: StoredValue::new(None),
        }
    }

    /// An id for an element of the view: no two of a page are the same.
    pub fn id(&self, name: &str) -> String {
        if self.second.get_value() { format!("{name}-b") } else { name.to_owned() }
    }

    /// From now on `other` plays, pauses, steps and starts again with this one.
    pub fn lead(&self, other: Option<Bench>) {
        let _gone = self.led.try_update_value(|led| *led = other.map(Box::new));
    }

    /// What `make` makes, to live as long as the bench and not only as long as the component that asks.
    pub fn own<T>(&self, make: impl FnOnce() -> T) -> T {
        self.owner.with_value(|owner| owner.with(make))
    }

    /// The panel of that name; empty until the model sends it.
    pub fn panel(&self, id: &str) -> Panel {
        if let Some(panel) = self.panels.with_value(|panels| panels.get(id).copied()) {
            return panel;
        }
        // It belongs to the bench, not to the component that asks first.
        let panel = self.own(|| RwSignal::new_local(None));
        self.panels.update_value(|panels| {
            panels.insert(id.to_owned(), panel);
        });
        panel
    }

    /// What all panels hold at this moment.
    pub fn contents(&self) -> Vec<(String, Rc<Content>)> {
        let held = |(id, panel): (&String, &Panel)| Some((id.clone(), panel.get_untracked()?));
        self.panels.with_value(|panels| panels.iter().filter_map(held).collect())
    }

    /// Takes a frame in, of a run that has come as far as `end`.
    pub fn show(&self, frame: Frame, rate: f32, end: u64) {
        if self.run.get_untracked() != frame.run {
            self.run.set(frame.run);
            self.changes.update(|changes| changes.retain(|change| change.run == frame.run));
        }
        self.step.set(frame.step);
        self.end.set(end.max(frame.step));
        self.rate.set(f64::from(rate));
        self.metrics.set(frame.metrics);
        if self.halted.with_untracked(|halted| *halted != frame.halted) {
            self.halted.set(frame.halted);
        }
        for panel in frame.panels {
            self.panel(&panel.id).set(Some(Rc::new(panel.content)));
        }
    }

    /// The metric of that name; follows the frames.
    pub fn metric(&self, name: &str) -> f64 {
        self.metrics.with(|metrics| metrics.iter().find(|(key, _)| key == name).map_or(f64::NAN, |(_, value)| *value))
    }

    /// The key of the curves in focus; follows the parameters.
    pub fn focus(&self) -> Option<&'static str> {
        let choice = self.lab.focus;
        (!choice.is_empty()).then(|| self.params.with(|params| params.choice(self.lab.table, choice)))
    }

    /// Sends a message to the model.
    pub fn send(&self, message: ToWorker) {
        let led = self.led.with_value(|led| led.as_deref().copied());
        if let Some(led) = led.filter(|_| message.drives()) {
            match &message {
                ToWorker::Play => led.playing.set(true),
                ToWorker::Pause | ToWorker::Step(_) | ToWorker::Stage | ToWorker::Seek(_) => led.playing.set(false),
                ToWorker::Reset(seed) => led.seed.set(*seed),
                _ => {}
            }
            led.stopped.set(None);
            led.send.run(message.clone());
        }
        self.send.run(message);
    }

    /// Takes in what the model says of its run; gives back what is not a bench's.
    pub fn hear(&self, message: FromWorker) -> Option<FromWorker> {
        match message {
            FromWorker::Paused => self.playing.set(false),
            FromWorker::Resumed => {
                self.stopped.set(None);
                self.playing.set(true);
            }
            // Said back, so that a slider moved meanwhile and the file's own settings end as one state on both sides.
            FromWorker::Params(params) => self.adopt(params),
            FromWorker::Data(summary) => self.data.set(Some(summary)),
            FromWorker::Trouble(error) => self.trouble.set(Some(error)),
            FromWorker::Clear => self.trouble.set(None),
            FromWorker::Changed { run, step, before, after } => self.changed(run, step, before, after),
            FromWorker::Staged(staged) => self.stage(staged),
            FromWorker::Stopped(why) => self.stopped.set(Some(why)),
            FromWorker::Swept(swept) => self.swept.set(Some(Arc::new(swept))),
            FromWorker::Equations(equations) => self.inside.equations.set(equations),
            FromWorker::Tensors(lines) => self.inside.tensors.set(lines),
            FromWorker::Tensor(report) => self.inside.tensor.set(Some(Arc::new(*report))),
            FromWorker::Plan(lines) => self.inside.plan.set(lines),
            FromWorker::Kernel(report) => self.inside.kernel.set(Some(report)),
            FromWorker::Relived(params, edit) => self.relive(params, edit),
            other => return Some(other),
        }
        None
    }

    /// Sets one parameter and tells the model.
    pub fn set(&self, key: &str, value: Value) {
        self.change(key, |params| {
            params.put(self.lab.table, key, value);
        });
    }

    /// Sets parameters from texts, as an address holds them.
    ///
    /// # Errors
    /// The first that the table does not allow; none is set then.
    pub fn set_texts(&self, pairs: &[(String, String)]) -> Result<(), LabError> {
        let mut params = self.params.get_untracked();
        params.set_all(self.lab.table, pairs)?;
        self.set_params(params);
        Ok(())
    }

    /// Sets the whole table.
    pub fn set_params(&self, params: Params) {
        self.change("", |now| *now = params);
    }

    /// All parameters back to their defaults.
    pub fn reset_params(&self) {
        self.change("", |params| *params = Params::defaults(self.lab.table));
    }

    fn change(&self, key: &str, change: impl FnOnce(&mut Params)) {
        let before = self.params.get_untracked();
        let mut after = before.clone();
        change(&mut after);
        if after == before {
            return;
        }
        let now = ui::web::now();
        self.history.update_value(|history| history.note(&before, key, now));
        self.adopt(after);
    }

    /// Takes whole parameters, without a note in the history of changes.
    pub fn adopt(&self, params: Params) {
        self.params.set(params.clone());
        // Whatever stood there was about the parameters before; the model says so if it still holds.
        self.trouble.set(None);
        let edit = self.edits.try_update_value(|edits| {
            *edits = edits.wrapping_add(1);
            *edits
        });
        let (edit, anew) = (edit.unwrap_or_default(), self.anew.get_untracked());
        self.send(ToWorker::Set { params, edit, anew });
    }

    /// Takes the parameters of a moment in the past to which the run has come back, unless the reader has set others since.
    pub fn relive(&self, params: Params, edit: u32) {
        if self.edits.get_value() == edit {
            self.params.set(params);
        }
    }

    /// Notes a change on the way of a run; what followed it there is gone.
    pub fn changed(&self, run: u32, step: u64, before: Params, after: Params) {
        /// Most that are marked.
        const MOST: usize = 64;
        /// A slider on its way is one change, in ms.
        const TOGETHER: f64 = 800.0;
        let (at, table) = (ui::web::now(), self.lab.table);
        let keys = before.differing(&after, table);
        let together = |last: &&mut Change| {
            let same = last.before.differing(&last.after, table) == keys;
            last.step == step || (same && at - last.at < TOGETHER)
        };
        self.changes.update(|changes| {
            changes.retain(|change| change.run == run && change.step <= step);
            match changes.last_mut().filter(together) {
                Some(last) => (last.step, last.after, last.at) = (step, after, at),
                None => changes.push(Change { run, step, before, after, at }),
            }
            if changes.len() > MOST {
                changes.remove(0);
            }
        });
    }

    /// Asks for something of the inside.
    pub fn look(&self, look: Look) {
        self.send(ToWorker::Look(look));
    }

    /// Looks at the run as it was at `step`; it goes on from there.
    pub fn seek(&self, step: u64) {
        self.playing.set(false);
        self.send(ToWorker::Seek(step));
    }

    /// Takes back the last change.
    pub fn undo(&self) {
        self.travel(History::undo);
    }

    /// Makes the change again that was taken back.
    pub fn redo(&self) {
        self.travel(History::redo);
    }

    fn travel(&self, way: fn(&mut History, &Params) -> Option<Params>) {
        let now = self.params.get_untracked();
        if let Some(params) = self.history.try_update_value(|history| way(history, &now)).flatten() {
            self.adopt(params);
        }
    }

    /// Shows a stage of a step, or that there is none.
    pub fn stage(&self, staged: Option<Staged>) {
        match &staged {
            Some(staged) => {
                for panel in &staged.panels {
                    self.panel(&panel.id).set(Some(Rc::new(panel.content.clone())));
                }
            }
            None => self.panel("stage").set(None),
        }
        self.staged.set(staged);
    }

    /// Sets when the run stops by itself.
    pub fn stop_when(&self, stop: Stop) {
        self.stop.set(stop.clone());
        self.send(ToWorker::Stop(stop));
    }

    /// Plays or pauses.
    pub fn play(&self, on: bool) {
        if on {
            self.stopped.set(None);
        }
        self.playing.set(on);
        self.send(if on { ToWorker::Play } else { ToWorker::Pause });
    }

    /// Back to step 0 with `seed`.
    pub fn restart(&self, seed: u64) {
        self.seed.set(seed);
        self.send(ToWorker::Reset(seed));
    }
}
