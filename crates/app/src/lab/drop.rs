//! A file comes in: looked at before it is read, kept for the next reload, and handed to the model.

use crate::files;
use labkit::message::ToWorker;
use leptos::prelude::*;
use ui::{Toast, Toasts, Tone};
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

pub(super) fn take(file: File, send: Callback<ToWorker>, offered: RwSignal<Vec<String>>, toasts: Toasts) {
    if let Some(sentence) = files::too_large(&file) {
        toasts.push(Toast::new(Tone::Bad, sentence));
        return;
    }
    let name = file.name();
    spawn_local(async move {
        let Some(bytes) = files::read(&file).await else {
            toasts.push(Toast::new(Tone::Bad, files::unreadable(&name)));
            return;
        };
        // What was taken away from here once is no data.
        if [".safetensors", ".json"].iter().any(|end| name.to_lowercase().ends_with(end)) {
            let _gone = send.try_run(ToWorker::Import { name, bytes });
            return;
        }
        let made = files::mark(&name, &bytes);
        files::keep(&made, &bytes).await;
        let _gone = offered.try_update(|marks| marks.push(made));
        let _gone = send.try_run(ToWorker::File { name, bytes, presets: true });
    });
}
