//! A file of the reader's own: dropped anywhere on the page, or chosen with a button.

use crate::icon::Icon;
use crate::lang::{say, t};
use labkit::text::{Sentence, Text};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use web_sys::{File, FileList};

/// Takes files that are dropped anywhere on the page, for as long as the component lives; answers whether one is held over
/// it. On the window, so that a file that misses every zone does not replace the page.
pub fn use_drops(on_file: Callback<File>) -> RwSignal<bool> {
    let over = RwSignal::new(false);
    let listeners = [
        window_event_listener(ev::dragover, move |event| {
            event.prevent_default();
            over.set(true);
        }),
        window_event_listener(ev::dragleave, move |event| {
            if event.related_target().is_none() {
                over.set(false);
            }
        }),
        window_event_listener(ev::drop, move |event| {
            event.prevent_default();
            over.set(false);
            each(event.data_transfer().and_then(|data| data.files()), on_file);
        }),
    ];
    on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
    over
}

fn each(files: Option<FileList>, on_file: Callback<File>) {
    let Some(files) = files else { return };
    (0..files.length()).filter_map(|index| files.get(index)).for_each(|file| on_file.run(file));
}

/// Where to drop a file, with a button to choose one. The file never leaves the reader's machine.
#[component]
pub fn DropZone(
    /// What may be dropped: "a CSV file, an MNIST file, a picture".
    label: Text,
    /// Kinds that the file picker offers: `.csv,.idx,.gz,image/png`.
    accept: &'static str,
    /// Called with each file that is chosen.
    #[prop(into)]
    on_file: Callback<File>,
    /// Whether a file is held over the page: from [`use_drops`].
    #[prop(into)]
    over: Signal<bool>,
    /// What was wrong with the last one.
    #[prop(optional, into)]
    problem: Signal<Option<Sentence>>,
) -> impl IntoView {
    let bad = move || problem.with(Option::is_some);
    let lang = crate::lang::lang();
    view! {
        <div class="drop" class:drop--over=over class:drop--bad=bad>
            <Icon name="drop" size=20/>
            <div class="drop__words">
                <p>
                    <b>{t("把文件拖到页面任意处", "Drop a file anywhere")}</b>
                    <span class="quiet">" "{say(label)}</span>
                </p>
                <p aria-live="polite">
                    {move || problem.get().map(|problem| view! { <span class="ctl__error">{problem.get(lang.get()).to_owned()}</span> })}
                </p>
            </div>
            <FileButton label=Text::new("选择文件", "Choose a file") icon="" accept on_file/>
        </div>
    }
}

/// A button that chooses a file. The file never leaves the reader's machine.
#[component]
pub fn FileButton(
    /// A verb.
    label: Text,
    /// Icon before it; empty for none.
    #[prop(default = "import")]
    icon: &'static str,
    /// Kinds that the file picker offers.
    accept: &'static str,
    /// Called with each file that is chosen.
    #[prop(into)]
    on_file: Callback<File>,
) -> impl IntoView {
    let picker = NodeRef::<html::Input>::new();
    let choose = move |_| {
        if let Some(picker) = picker.get_untracked() {
            picker.click();
        }
    };
    view! {
        <button type="button" class="btn btn--s" on:click=choose>
            {(!icon.is_empty()).then(|| view! { <Icon name=icon/> })}
            {say(label)}
        </button>
        <input
            type="file"
            hidden
            node_ref=picker
            accept=accept
            on:change:target=move |event| {
                let input = event.target();
                each(input.files(), on_file);
                // So that the same file can be chosen again after it was mended.
                input.set_value("");
            }
        />
    }
}
