//! Notes that lie open: from a file to the document, by the thread that reads them.

use super::{outline, shelf, text};
use crate::files;
use crate::link::Link;
use labkit::Sentence;
use leptos::html;
use leptos::prelude::*;
use notes::message::{FromReader, ToReader};
use std::collections::VecDeque;
use std::time::Duration;
use ui::{Toast, Toasts, Tone, use_toasts};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, File};

/// The loader of the reader's binary.
const SCRIPT: &str = "./reader_loader.js";
/// What takes longer than this says how far it is.
const SLOW: Duration = Duration::from_secs(1);
/// How long the address waits until the reader stays somewhere.
const ADDRESS: Duration = Duration::from_millis(300);

/// What waits for a paint to pass.
enum Later {
    /// The lines of the outline.
    Outline(String),
    /// Bodies of sections from that one on, and the share that is set with them.
    Slice(u32, Vec<String>, f32),
    /// Everything has come: formulas set, and not.
    End(u32, u32),
}

/// A file on its way.
struct Offered {
    mark: String,
    bytes: Vec<u8>,
}

/// The notes on the table.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    /// The mark of the notes that are shown.
    pub(super) open: RwSignal<Option<String>>,
    /// Whether something is being read.
    pub(super) reading: RwSignal<bool>,
    /// Whether that takes long.
    pub(super) slow: RwSignal<bool>,
    /// The share that is set.
    pub(super) done: RwSignal<f32>,
    /// What was wrong with the last file.
    pub(super) problem: RwSignal<Option<Sentence>>,
    /// Whether the notes are in Chinese.
    pub(super) zh: RwSignal<bool>,
    /// Sections with a heading; formulas that were set, and that were not.
    pub(super) counts: RwSignal<(u32, u32, u32)>,
    /// The marks of the notes that are kept.
    pub(super) kept: RwSignal<Vec<String>>,
    /// Where the text stands.
    pub(super) text: NodeRef<html::Div>,
    /// Where the outline stands.
    pub(super) outline: NodeRef<html::Ol>,
    run: StoredValue<u32>,
    offered: StoredValue<Option<Offered>, LocalStorage>,
    /// Where the reader is to be brought once that is set.
    at: StoredValue<String>,
    link: StoredValue<Option<Link<ToReader>>, LocalStorage>,
    /// What came faster than it can be painted.
    later: StoredValue<VecDeque<Later>, LocalStorage>,
    /// Whether the text has moved since the last paint.
    moved: StoredValue<bool>,
    /// Runs while either of them has something.
    frames: StoredValue<Option<ui::web::FrameLoop>>,
    wait: ui::web::Timer,
    address: ui::web::Timer,
    toasts: Toasts,
}

impl Desk {
    /// A table; with the notes on it that lay there last.
    pub(super) fn open() -> Self {
        let desk = Self {
            open: RwSignal::new(None),
            reading: RwSignal::new(false),
            slow: RwSignal::new(false),
            done: RwSignal::new(0.0),
            problem: RwSignal::new(None),
            zh: RwSignal::new(true),
            counts: RwSignal::new((0, 0, 0)),
            kept: RwSignal::new(shelf::list()),
            text: NodeRef::new(),
            outline: NodeRef::new(),
            run: StoredValue::new(0),
            offered: StoredValue::new_local(None),
            at: StoredValue::new(fragment()),
            link: StoredValue::new_local(None),
            later: StoredValue::new_local(VecDeque::new()),
            moved: StoredValue::new(false),
            frames: StoredValue::new(None),
            wait: ui::web::use_timer(),
            address: ui::web::use_timer(),
            toasts: use_toasts(),
        };
        desk.frames.set_value(Some(ui::use_animation_frame(move |_| desk.tick())));
        // Started before there is a file, so that it is there when one comes.
        let link = Link::start(SCRIPT, FromReader::Ready, move |message| desk.hear(message), move || desk.fail());
        desk.link.set_value(Some(link));
        if !link.is_up() {
            desk.fail();
        }
        if let Some(mark) = desk.kept.get_untracked().first().cloned() {
            desk.find(mark);
        }
        desk
    }

    /// Takes a file of the reader's.
    pub(super) fn take(self, file: File) {
        if let Some(sentence) = files::too_large(&file) {
            return self.refuse(sentence);
        }
        spawn_local(async move {
            let name = file.name();
            match files::read(&file).await {
                Some(bytes) => {
                    self.at.set_value(String::new());
                    self.offer(files::mark(&name, &bytes), bytes);
                }
                None => self.refuse(files::unreadable(&name)),
            }
        });
    }

    /// Opens notes that were kept.
    pub(super) fn find(self, mark: String) {
        let _gone = self.reading.try_set(true);
        spawn_local(async move {
            match files::find(&mark).await {
                Some(bytes) => self.offer(mark, bytes),
                // The browser has cleared them away.
                None => {
                    let _gone = self.reading.try_set(false);
                    self.forget(mark);
                }
            }
        });
    }

    /// Forgets notes, and takes them off the table if they lie there.
    pub(super) fn forget(self, mark: String) {
        if self.open.get_untracked().as_deref() == Some(&mark) {
            self.open.set(None);
            // What is still on its way is not wanted any more.
            self.run.update_value(|run| *run += 1);
            self.later.update_value(VecDeque::clear);
            self.rest();
            each(
                [self.text.get_untracked().map(Into::into), self.outline.get_untracked().map(Into::into)],
                |element: Element| {
                    element.set_inner_html("");
                },
            );
            write_address("");
        }
        self.kept.update(|kept| kept.retain(|other| *other != mark));
        spawn_local(shelf::forget(mark));
    }

    fn offer(self, mark: String, bytes: Vec<u8>) {
        let Some(run) = self.run.try_update_value(|run| {
            *run += 1;
            *run
        }) else {
            return;
        };
        let at = self.at.get_value();
        let at = if at.is_empty() { shelf::place(&mark) } else { at };
        self.at.set_value(at.clone());
        self.problem.set(None);
        self.reading.set(true);
        self.done.set(0.0);
        self.wait.set(SLOW, move || self.slow.set(true));
        self.offered.set_value(Some(Offered { mark, bytes: bytes.clone() }));
        if let Some(link) = self.link.get_value() {
            link.send(ToReader { run, bytes, at });
        }
    }

    fn hear(self, message: FromReader) {
        let run = match &message {
            FromReader::Ready => return,
            FromReader::Outline { run, .. }
            | FromReader::Slice { run, .. }
            | FromReader::End { run, .. }
            | FromReader::Trouble { run, .. } => *run,
        };
        // Of a file that has been overtaken by another.
        if self.run.try_get_value() != Some(run) {
            return;
        }
        match message {
            FromReader::Ready => {}
            FromReader::Outline { zh, outline, sections, .. } => {
                self.later.update_value(VecDeque::clear);
                self.lay(zh, &sections);
                self.defer(Later::Outline(outline));
            }
            // The first slice is what is looked at: it goes in at once, and the rest after it has been painted.
            FromReader::Slice { first, bodies, done, .. } if self.done.get_untracked() == 0.0 => {
                self.set(first, &bodies, done);
            }
            FromReader::Slice { first, bodies, done, .. } => self.defer(Later::Slice(first, bodies, done)),
            FromReader::End { set, plain, .. } => self.defer(Later::End(set, plain)),
            FromReader::Trouble { why, .. } => {
                let name = self
                    .offered
                    .try_update_value(Option::take)
                    .flatten()
                    .map(|offered| offered.mark)
                    .unwrap_or_default();
                let name = files::name(&name);
                self.refuse(Sentence::new(format!("“{name}”：{}", why.zh), format!("“{name}”: {}", why.en)));
            }
        }
    }

    fn defer(self, later: Later) {
        self.later.update_value(|waiting| waiting.push_back(later));
        self.run_frames();
    }

    fn run_frames(self) {
        if let Some(frames) = self.frames.try_get_value().flatten() {
            frames.start();
        }
    }

    /// Once a paint, while there is something to do: one piece of what waits, or where the reader has come to.
    fn tick(self) {
        match self.later.try_update_value(VecDeque::pop_front).flatten() {
            Some(Later::Outline(lines)) => {
                let Some(list) = self.outline.get_untracked() else { return };
                list.set_inner_html(&lines);
                self.counts.update(|counts| counts.0 = list.children().length());
                self.moved.set_value(true);
            }
            Some(Later::Slice(first, bodies, done)) => self.set(first, &bodies, done),
            Some(Later::End(set, plain)) => {
                self.counts.update(|counts| (counts.1, counts.2) = (set, plain));
                self.rest();
                self.bring();
                self.free();
            }
            None => {
                if self.moved.try_update_value(std::mem::take) == Some(true) {
                    self.follow();
                } else if let Some(frames) = self.frames.try_get_value().flatten() {
                    frames.stop();
                }
            }
        }
    }

    /// The text has moved: at the next paint it is seen where to.
    pub(super) fn scrolled(self) {
        self.moved.set_value(true);
        self.run_frames();
    }

    /// Lays new notes on the table: headings, with the text still to come.
    fn lay(self, zh: bool, sections: &str) {
        let Some(offered) = self.offered.try_update_value(Option::take).flatten() else { return };
        let (Some(list), Some(text)) = (self.outline.get_untracked(), self.text.get_untracked()) else { return };
        self.zh.set(zh);
        list.set_inner_html("");
        text.set_inner_html(sections);
        self.counts.set((0, 0, 0));
        self.open.set(Some(offered.mark.clone()));
        window().scroll_to_with_x_and_y(0.0, 0.0);
        let kept = self.kept;
        spawn_local(async move {
            shelf::keep(offered.mark, offered.bytes).await;
            let _gone = kept.try_set(shelf::list());
        });
    }

    fn set(self, first: u32, bodies: &[String], done: f32) {
        let Some(text) = self.text.get_untracked() else { return };
        text::fill(&text, first, bodies);
        self.done.set(done);
        self.bring();
    }

    /// Brings the reader to where they were: with each slice anew, since what comes in above it moves it, until all has come or
    /// the reader moves.
    fn bring(self) {
        let at = self.at.get_value();
        if !at.is_empty()
            && let Some(section) = document().get_element_by_id(&at)
        {
            section.scroll_into_view();
        }
    }

    /// The reader moves, and is not brought anywhere any more.
    pub(super) fn free(self) {
        self.at.set_value(String::new());
    }

    fn rest(self) {
        self.wait.clear();
        self.slow.set(false);
        self.reading.set(false);
    }

    fn refuse(self, sentence: Sentence) {
        self.rest();
        if self.open.get_untracked().is_some() {
            self.toasts.push(Toast::new(Tone::Bad, sentence.clone()));
        }
        self.problem.set(Some(sentence));
    }

    fn fail(self) {
        self.refuse(Sentence::new(
            "读讲义的部分没有启动，或者中途停了。重新载入页面再试",
            "What reads the notes did not start, or stopped. Load the page again",
        ));
    }

    /// Follows the reader through the text: the outline shows where, and the address says so a little later.
    pub(super) fn follow(self) {
        let (Some(text), Some(list), Some(mark)) =
            (self.text.get_untracked(), self.outline.get_untracked(), self.open.get_untracked())
        else {
            return;
        };
        let Some(index) = text::current(&text) else { return };
        let id = text::id(&text, index);
        // What stands before the first heading has no line in the outline.
        let lead = text::sections(&text).length().saturating_sub(list.children().length());
        outline::mark(&list, index.saturating_sub(lead));
        if !self.at.with_value(String::is_empty) {
            return;
        }
        self.address.set(ADDRESS, move || {
            write_address(&id);
            shelf::set_place(&mark, &id);
        });
    }
}

fn each<T>(of: [Option<T>; 2], act: impl Fn(T)) {
    of.into_iter().flatten().for_each(act);
}

/// What stands behind the `#` of the address.
fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    let bare = hash.trim_start_matches('#');
    js_sys::decode_uri_component(bare).map_or_else(|_| bare.to_owned(), String::from)
}

fn write_address(id: &str) {
    let to = if id.is_empty() { "?notes".to_owned() } else { format!("?notes#{id}") };
    if let Ok(history) = window().history() {
        let _refused = history.replace_state_with_url(&JsValue::NULL, "", Some(&to));
    }
}
