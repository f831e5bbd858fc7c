//! Page and worker of one lab, wired: what the reader sets goes out, what the model shows comes in, the address holds the
//! state.

use super::beside::Second;
use super::drop;
use super::teach::{self, Teach};
use super::wire::Wire;
use crate::files;
use crate::link::Link;
use crate::route::Route;
use labkit::message::{BackendReport, DataSummary, Export, FromWorker, MOST_FILES, Prefer, ToWorker};
use labkit::stop::Stop;
use labkit::{LabError, Params, Sentence, Text, url};
use labs::Lab;
use labs::stage::Bench;
use leptos::prelude::*;
use std::time::Duration;
use ui::{Toast, Toasts, Tone, use_toasts};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Steps a second at each speed of the run bar; 0 is as fast as the device can.
pub const SPEEDS: [u32; 4] = [10, 100, 1000, 0];
/// The slowest speed on arrival, and how long a run that is as long as usual may take at it, in s.
const FIRST_SPEED: usize = 1;
const PATIENCE: u64 = 30;

/// The speed on arrival: the slowest at which a run is done before who reads has waited long.
pub fn first_speed(lab: &Lab) -> usize {
    let last = SPEEDS.len() - 1;
    (FIRST_SPEED..last).find(|&index| lab.steps <= PATIENCE * u64::from(SPEEDS[index])).unwrap_or(last)
}

/// How long the address waits for the last change, in ms: browsers refuse to be written to at every frame.
const ADDRESS_MS: u64 = 300;

/// A lab that lies open.
#[derive(Clone, Copy)]
pub struct Desk {
    pub bench: Bench,
    /// What computes.
    pub backend: RwSignal<BackendReport>,
    /// Index into [`SPEEDS`].
    pub speed: RwSignal<usize>,
    /// The marks of the files that are open, as the address holds them.
    pub(super) open_files: RwSignal<Vec<String>>,
    /// The backend that the reader wants; the address holds it.
    pub prefer: RwSignal<Prefer>,
    /// The marks of files that the model has not taken yet.
    offered: RwSignal<Vec<String>>,
    /// How the page is shown.
    pub(super) teach: Teach,
    /// The stage beside it.
    pub(super) second: Second,
    route: Route,
    link: Link<ToWorker>,
    toasts: Toasts,
}

impl Desk {
    /// Opens `lab` in the state that the address holds.
    pub fn open(lab: &'static Lab, route: Route) -> Self {
        let query = untrack(|| route.query());
        let (params, seed, bad) = url::read(lab.table, &query);
        let toasts = use_toasts();
        let prefer = match ui::web::query("backend").as_deref() {
            Some("cpu") => Prefer::Cpu,
            Some("gpu") => Prefer::Gpu,
            _ => Prefer::Auto,
        };
        let (open_files, offered) = (RwSignal::new(Vec::new()), RwSignal::new(Vec::new()));
        let wire =
            Wire::start(lab, params.clone(), seed, move |file, send| drop::take(file, send, offered, toasts), toasts);
        let (bench, link) = (wire.bench, wire.link);
        let desk = Self {
            bench,
            backend: RwSignal::new(BackendReport::default()),
            speed: RwSignal::new(first_speed(lab)),
            open_files,
            prefer: RwSignal::new(prefer),
            offered,
            teach: Teach::of_address(),
            second: Second::of_address(lab.table),
            route,
            link,
            toasts,
        };
        bench.hidden.set(teach::hidden(lab.table));
        wire.on_heard(move |message| desk.hear(message));
        link.send(ToWorker::Speed(SPEEDS[first_speed(lab)]));
        link.send(ToWorker::Open { lab: lab.id.to_owned(), params, seed, prefer });
        for error in bad {
            bench.trouble.set(Some(error.into()));
        }
        let strange = strange(lab, &query);
        if !strange.is_empty() {
            let (zh, en) = (
                format!("地址里有这个实验不认识的参数，没有理会：{}", strange.join("、")),
                format!(
                    "The address holds parameters that this lab does not know; they were passed over: {}",
                    strange.join(", ")
                ),
            );
            bench.trouble.set(Some(LabError::general(zh, en)));
        }
        if let Some(text) = ui::web::query("stop") {
            match Stop::read(&text, lab.metrics) {
                Ok(stop) => bench.stop_when(stop),
                Err(error) => {
                    let Sentence { zh, en } = error.sentence();
                    bench.trouble.set(Some(LabError::general(zh, en)));
                }
            }
        }
        let seen = ui::web::use_visibility();
        Effect::new(move |before: Option<bool>| {
            let seen = seen.get();
            if before.is_some_and(|before| before != seen) {
                link.send(ToWorker::Hidden(!seen));
            }
            seen
        });
        desk.find_files(&query);
        desk.follow_links(query);
        desk.write_address();
        desk
    }

    fn hear(&self, message: FromWorker) {
        let bench = self.bench;
        if let FromWorker::Data(summary) = &message {
            self.opened(summary);
            // Kept for elsewhere: no view here says so.
            for note in summary.notes.iter().filter(|_| summary.rows == 0) {
                self.toasts.push(Toast::new(Tone::Warn, note.clone()));
            }
        }
        match bench.hear(message) {
            Some(FromWorker::Backend(report)) => {
                // What could not be had is not wished for any longer.
                self.prefer.set(report.prefer);
                self.backend.set(report);
            }
            Some(FromWorker::Exported(Export::Network, bytes)) => self.hand_over(bytes),
            Some(FromWorker::Exported(what, bytes)) => save(bench.lab.id, what, &bytes),
            Some(FromWorker::Imported { note, run }) => {
                if let Some((params, seed)) = run {
                    bench.params.set(params);
                    bench.seed.set(seed);
                }
                self.toasts.push(Toast::new(Tone::Good, note));
            }
            _ => {}
        }
    }

    /// Opens the lab that attacks networks with this one.
    pub(super) fn hand_over(&self, bytes: Vec<u8>) {
        let route = self.route;
        spawn_local(async move {
            let mark = files::mark("network.safetensors", &bytes);
            files::keep(&mark, &bytes).await;
            route.go(&format!("?lab=adversarial&mine=true&file={}", url::escape(&mark)));
        });
    }

    /// The model has taken a file that was offered; those offered before it were refused.
    fn opened(&self, summary: &DataSummary) {
        let taken = self.offered.try_update(|marks| {
            let at = marks.iter().position(|mark| files::name(mark) == summary.name)?;
            marks.drain(..=at).next_back()
        });
        let Some(mark) = taken.flatten() else { return };
        self.open_files.update(|open| {
            // As many as a model keeps.
            let kept = if summary.beside { MOST_FILES - 1 } else { 0 };
            open.drain(..open.len().saturating_sub(kept));
            open.push(mark);
        });
    }

    /// The files that the address names, those of them that this browser still has.
    fn find_files(&self, query: &str) {
        let named = url::pairs(query).into_iter().filter(|(key, _)| key == "file").map(|(_, mark)| mark);
        let marks: Vec<String> = named.take(MOST_FILES).collect();
        let (desk, toasts) = (*self, use_toasts());
        spawn_local(async move {
            for mark in marks {
                let name = files::name(&mark).to_owned();
                if let Some(bytes) = files::find(&mark).await {
                    desk.offered.update(|marks| marks.push(mark));
                    desk.link.send(ToWorker::File { name, bytes, presets: false });
                    continue;
                }
                let (zh, en) = (
                    format!("这个链接用的是 {name}，文件在制作者的电脑上。把你的文件拖进来"),
                    format!("This link was made with {name}, which is on its maker’s machine. Drop your file here"),
                );
                toasts.push(Toast::new(Tone::Warn, Sentence::new(zh, en)));
            }
        });
    }

    /// A link to another state of the same lab sets that state; nothing is loaded anew.
    fn follow_links(&self, first: String) {
        let desk = *self;
        let before = StoredValue::new(first);
        Effect::new(move |_| {
            let query = desk.route.query();
            if before.with_value(|before| *before == query) {
                return;
            }
            before.set_value(query.clone());
            let (params, seed) = desk.state(&query);
            desk.adopt(params, seed);
        });
    }

    /// The state that a query means here. Where the reader's table is open, what a link does not name stays: a link cannot
    /// know its columns.
    fn state(&self, query: &str) -> (Params, u64) {
        let table = self.bench.lab.table;
        let (params, seed, _) = url::read(table, query);
        let named = url::pairs(query);
        if self.open_files.with_untracked(Vec::is_empty)
            || !named.iter().any(|(key, value)| key == "task" && value == "table")
        {
            return (params, seed);
        }
        let mut kept = self.bench.params.get_untracked();
        for (key, value) in named.iter().filter(|(key, _)| table.iter().any(|param| param.key == key)) {
            // What the table refuses was reported when the link was read.
            let _refused = kept.set(table, key, value);
        }
        (kept, seed)
    }

    /// Sets the state of a link of the lesson, from step 0, and runs it if the link says so.
    pub fn go(&self, href: &str, play: bool) {
        let (params, seed) = self.state(href);
        self.route.go(href);
        self.bench.adopt(params);
        self.bench.restart(seed);
        self.bench.play(play);
    }

    fn adopt(&self, params: Params, seed: u64) {
        self.bench.adopt(params);
        if self.bench.seed.get_untracked() != seed {
            self.bench.restart(seed);
        }
    }

    /// Keeps the address at the state of the lab.
    fn write_address(&self) {
        let desk = *self;
        let timer = ui::web::use_timer();
        Effect::new(move |first: Option<()>| {
            let query = desk.query();
            if first.is_some() {
                timer.set(Duration::from_millis(ADDRESS_MS), move || desk.route.write(&query));
            }
        });
    }

    fn query(&self) -> String {
        let bench = self.bench;
        let mut query = bench.params.with(|params| url::query(bench.lab.id, bench.lab.table, params, bench.seed.get()));
        match self.prefer.get() {
            Prefer::Auto => {}
            Prefer::Cpu => query.push_str("&backend=cpu"),
            Prefer::Gpu => query.push_str("&backend=gpu"),
        }
        let stop = bench.stop.get();
        if !stop.is_none() {
            query.push_str(&format!("&stop={}", url::escape(&stop.to_string())));
        }
        query.push_str(&self.second.query(bench));
        query.push_str(&bench.hidden.with(|hidden| self.teach.query(hidden)));
        for mark in self.open_files.get() {
            query.push_str(&format!("&file={}", url::escape(&mark)));
        }
        query
    }

    /// The address of the present state.
    pub fn link(&self) -> String {
        let query = untrack(|| self.query());
        self.route.write(&query);
        window().location().href().unwrap_or_default()
    }

    /// The same with the whole page around it: for the way out of a frame.
    pub fn whole_link(&self) -> String {
        format!("?{}", self.query().replace("&embed=1", ""))
    }

    /// Puts the address of the present state on the clipboard.
    pub fn copy_link(&self) {
        let toasts = self.toasts;
        let href = self.link();
        // Browsers have a clipboard for secure pages only.
        let copied = ui::web::copy(&href);
        spawn_local(async move {
            let done = match copied {
                Some(promise) => JsFuture::from(promise).await.is_ok(),
                None => false,
            };
            let toast = match done {
                true => Toast::new(
                    Tone::Good,
                    Text::new("链接已复制，打开就是现在这个状态", "Link copied: it opens this very state"),
                ),
                false => Toast::new(
                    Tone::Warn,
                    Sentence::new(
                        format!("浏览器不让复制，链接是：{href}"),
                        format!("The browser refused; the link is: {href}"),
                    ),
                ),
            };
            toasts.push(toast);
        });
    }
}

/// Keys of the query that belong neither to the page nor to the lab; a version of the address that is yet to come counts as one.
fn strange(lab: &Lab, query: &str) -> Vec<String> {
    const PAGE: [&str; 11] =
        ["lab", "seed", "beside", "lang", "theme", "backend", "file", "stop", "embed", "slides", "hide"];
    let known = |key: &str, value: &str| {
        PAGE.contains(&key) || lab.table.iter().any(|param| param.key == key) || (key == "v" && value == url::VERSION)
    };
    let pairs = url::pairs(query).into_iter().filter(|(key, value)| !known(key, value));
    pairs.map(|(key, value)| if key == "v" { format!("v={value}") } else { key }).take(6).collect()
}

/// Hands the reader a file.
fn save(lab: &str, what: Export, bytes: &[u8]) {
    let (name, mime) = match what {
        Export::Weights | Export::Network => (format!("{lab}.safetensors"), "application/octet-stream"),
        Export::Run => (format!("{lab}-run.json"), "application/json"),
    };
    ui::web::save_bytes(&name, mime, bytes);
}

pub(super) fn no_worker(toasts: Toasts) {
    let words = Sentence::new(
        "后台线程没有启动，现在什么也算不了。重新加载一次；还不行，就换一个浏览器",
        "The worker did not start, so nothing computes now. Reload the page; if that does not help, try another browser",
    );
    toasts.push(Toast::new(Tone::Bad, words));
}
