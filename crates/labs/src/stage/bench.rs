//! A lab on the page: its parameters, the newest frame, and the wire to its model.

use crate::Lab;
use labkit::message::{DataSummary, ToWorker};
use labkit::{Content, Frame, History, LabError, Params, Sentence, Value};
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::rc::Rc;
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
    owner: StoredValue<Owner>,
    send: Callback<ToWorker>,
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
            rate: RwSignal::new(0.0),
            metrics: RwSignal::new(Vec::new()),
            halted: RwSignal::new(None),
            trouble: RwSignal::new(None),
            data: RwSignal::new(None),
            drop_file,
            panels: StoredValue::new(BTreeMap::new()),
            history: StoredValue::new(History::default()),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            send,
        }
    }

    /// The panel of that name; empty until the model sends it.
    pub fn panel(&self, id: &str) -> Panel {
        if let Some(panel) = self.panels.with_value(|panels| panels.get(id).copied()) {
            return panel;
        }
        // It belongs to the bench, not to the component that asks first.
        let panel = self.owner.with_value(|owner| owner.with(|| RwSignal::new_local(None)));
        self.panels.update_value(|panels| {
            panels.insert(id.to_owned(), panel);
        });
        panel
    }

    /// Takes a frame in.
    pub fn show(&self, frame: Frame, rate: f32) {
        self.step.set(frame.step);
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

    /// Sends a message to the model.
    pub fn send(&self, message: ToWorker) {
        self.send.run(message);
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
        self.change("", |now| *now = params);
        Ok(())
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
        self.send(ToWorker::Set(params));
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

    /// Plays or pauses.
    pub fn play(&self, on: bool) {
        self.playing.set(on);
        self.send(if on { ToWorker::Play } else { ToWorker::Pause });
    }

    /// Back to step 0 with `seed`.
    pub fn restart(&self, seed: u64) {
        self.seed.set(seed);
        self.send(ToWorker::Reset(seed));
    }
}
