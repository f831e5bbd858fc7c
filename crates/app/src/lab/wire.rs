//! A bench and the worker behind it: what the reader sets goes out, the newest frame is shown with the next paint.

use super::desk::no_worker;
use crate::link::Link;
use labkit::message::{FromWorker, ToWorker};
use labkit::{Frame, Params};
use labs::Lab;
use labs::stage::Bench;
use leptos::prelude::*;
use ui::Toasts;
use web_sys::File;

/// The loader of the worker's binary.
const SCRIPT: &str = "./worker_loader.js";

/// A bench with its worker.
#[derive(Clone, Copy)]
pub(super) struct Wire {
    pub(super) bench: Bench,
    pub(super) link: Link<ToWorker>,
    heard: StoredValue<Option<Callback<FromWorker>>, LocalStorage>,
}

impl Wire {
    /// Starts a worker; it ends with the component that asked. `drop_file` takes what is dropped on a stage, and the wire that it
    /// goes out on.
    pub(super) fn start(
        lab: &'static Lab,
        params: Params,
        seed: u64,
        drop_file: impl Fn(File, Callback<ToWorker>) + Send + Sync + 'static,
        toasts: Toasts,
    ) -> Self {
        let newest = StoredValue::new_local(None::<Newest>);
        let heard = StoredValue::new_local(None::<Callback<FromWorker>>);
        // Frames wait for the next paint: what comes faster than the display is never drawn.
        let take = move |message| match message {
            FromWorker::Frame { frame, rate, end } => newest.update_value(|slot| merge(slot, frame, rate, end)),
            other => {
                if let Some(heard) = heard.try_with_value(|heard| *heard).flatten() {
                    heard.run(other);
                }
            }
        };
        let link = Link::start(SCRIPT, FromWorker::Ready, take, move || no_worker(toasts));
        if !link.is_up() {
            no_worker(toasts);
        }
        let send = Callback::new(move |message| link.send(message));
        let dropped = Callback::new(move |file| drop_file(file, send));
        let bench = Bench::new(lab, params, seed, send, dropped);
        let frames = ui::use_animation_frame(move |_| {
            if let Some(newest) = newest.try_update_value(Option::take).flatten() {
                bench.show(newest.frame, newest.rate, newest.end);
                (0..newest.count).for_each(|_| link.send(ToWorker::Painted));
            }
        });
        frames.start();
        Self { bench, link, heard }
    }

    /// Gives what the worker says, but for its frames, to `hear`.
    pub(super) fn on_heard(&self, hear: impl Fn(FromWorker) + Send + Sync + 'static) {
        self.heard.set_value(Some(Callback::new(hear)));
    }
}

/// What the next paint shows.
struct Newest {
    frame: Frame,
    rate: f32,
    end: u64,
    /// Frames that went into it: each gives the worker its credit back.
    count: u32,
}

/// A later frame over an earlier one that was not painted: its numbers win, and panels of the same run that it left out
/// stay.
fn merge(slot: &mut Option<Newest>, mut frame: Frame, rate: f32, end: u64) {
    let mut count = 1;
    if let Some(earlier) = slot.take() {
        count += earlier.count;
        if earlier.frame.run == frame.run {
            for panel in earlier.frame.panels {
                if frame.panel(&panel.id).is_none() {
                    frame.panels.push(panel);
                }
            }
        }
    }
    *slot = Some(Newest { frame, rate, end, count });
}
