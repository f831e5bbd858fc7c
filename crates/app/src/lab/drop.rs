//! A file comes in: looked at before it is read, kept for the next reload, and handed to the model.

use crate::files;
use labkit::Sentence;
use labkit::message::{MOST_FILE_BYTES, ToWorker};
use leptos::prelude::*;
use ui::{Toast, Toasts, Tone};
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

pub(super) fn take(file: File, send: Callback<ToWorker>, mark: RwSignal<Option<String>>, toasts: Toasts) {
    let (name, size) = (file.name(), file.size());
    if size > MOST_FILE_BYTES as f64 {
        let (limit, found) = (MOST_FILE_BYTES / 1_000_000, (size / 1e6).round());
        let (zh, en) = (
            format!("“{name}”有 {found} MB，最多读 {limit} MB。没有读它，原来的状态不变"),
            format!(
                "“{name}” has {found} MB; files up to {limit} MB are read. It was not read, and everything stays as it was"
            ),
        );
        toasts.push(Toast::new(Tone::Bad, Sentence::new(zh, en)));
        return;
    }
    spawn_local(async move {
        let Some(bytes) = files::read(&file).await else {
            let (zh, en) = (
                format!("读不了“{name}”。它可能被移走了"),
                format!("“{name}” could not be read. It may have been moved"),
            );
            toasts.push(Toast::new(Tone::Bad, Sentence::new(zh, en)));
            return;
        };
        // What was taken away from here once is no data.
        if [".safetensors", ".json"].iter().any(|end| name.to_lowercase().ends_with(end)) {
            let _gone = send.try_run(ToWorker::Import { name, bytes });
            return;
        }
        let made = files::mark(&name, &bytes);
        files::keep(&made, &bytes).await;
        let _gone = mark.try_set(Some(made));
        let _gone = send.try_run(ToWorker::File { name, bytes, presets: true });
    });
}
