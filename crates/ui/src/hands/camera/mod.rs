//! A picture of the camera.

mod shot;
mod stream;

pub use shot::Shot;

use crate::button::{Button, Look};
use crate::lang::{say, t};
use crate::web::use_visibility;
use labkit::text::Text;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use stream::{Refusal, Stream, take};

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Not asked for.
    Off,
    /// The browser asks the reader.
    Asking,
    /// The stream is here; a first picture may not be.
    On,
    /// There is none, and why.
    Refused(Refusal),
    /// Stopped because the page was out of sight.
    Away,
}

/// Asks for the camera, shows it, and takes pictures. Nothing leaves the reader's machine; the camera is off before it is
/// asked for, once it is stopped, while the page is out of sight, and when the component is gone.
#[component]
pub fn Camera(
    /// What pictures are taken for: "a picture to classify".
    label: Text,
    /// Rows and columns of a picture that is handed out.
    side: usize,
    /// Called with each picture that is taken.
    #[prop(into)]
    on_shot: Callback<Shot>,
) -> impl IntoView {
    let (phase, ready) = (RwSignal::new(Phase::Off), RwSignal::new(false));
    let said = RwSignal::new(None::<Text>);
    let (all, video) = (NodeRef::<html::Div>::new(), NodeRef::<html::Video>::new());
    let stream = StoredValue::new_local(None::<Stream>);
    // Which asking is the newest: an answer to another one is dropped, and the stream in it with it.
    let turn = StoredValue::new(0_u32);
    let end = move |then: Phase| {
        let _ = turn.try_update_value(|turn| *turn += 1);
        let _ = stream.try_update_value(|stream| *stream = None);
        let _ = ready.try_set(false);
        let _ = phase.try_set(then);
    };
    // The button that was pressed goes away, and the focus must not.
    let stay = move || {
        if let Some(all) = all.get_untracked() {
            let _ = all.focus();
        }
    };
    let ask = move |()| {
        end(Phase::Asking);
        said.set(None);
        stay();
        let mine = turn.get_value();
        spawn_local(async move {
            let answer = Stream::open().await;
            if turn.try_get_value() == Some(mine) {
                match answer {
                    Ok(opened) => {
                        stream.set_value(Some(opened));
                        phase.set(Phase::On);
                    }
                    Err(refusal) => phase.set(Phase::Refused(refusal)),
                }
            }
        });
    };
    let stop = move |()| {
        end(Phase::Off);
        said.set(Some(Text::new("摄像头已关。", "The camera is off.")));
        stay();
    };
    let shoot = move |()| {
        let shot = video.get_untracked().and_then(|video| take(&video, side));
        said.set(Some(match shot {
            Some(_) => Text::new("已拍照。", "Picture taken."),
            None => Text::new("还没有画面，稍候再拍。", "There is no picture yet; try again in a moment."),
        }));
        shot.into_iter().for_each(|shot| on_shot.run(shot));
    };
    let seen = use_visibility();
    Effect::new(move |_| {
        if !seen.get() && matches!(phase.get_untracked(), Phase::Asking | Phase::On) {
            end(Phase::Away);
        }
    });
    Effect::new(move |_| {
        if let (Some(video), Phase::On) = (video.get(), phase.get()) {
            let _ = stream.try_with_value(|stream| stream.as_ref().map(|stream| stream.show(&video)));
        }
    });
    on_cleanup(move || end(Phase::Off));
    let lost = move |_| {
        if phase.get_untracked() == Phase::On {
            end(Phase::Refused(Refusal::Ended));
        }
    };
    let problem = move || match phase.get() {
        Phase::Refused(refusal) => Some(refusal.text()),
        Phase::Away => {
            Some(Text::new("页面离开视线时摄像头已关。", "The camera went off while the page was out of sight."))
        }
        _ => None,
    };
    let refused = move || matches!(phase.get(), Phase::Refused(_));
    let view = move || {
        match phase.get() {
        Phase::On => view! {
            <div class="camera__view">
                <video
                    data-theme="dark"
                    node_ref=video
                    autoplay
                    playsinline
                    prop:muted=true
                    aria-label=t("摄像头的画面", "What the camera sees")
                    on:loadeddata=move |_| ready.set(true)
                    on:ended=lost
                ></video>
            </div>
            <div class="camera__tools">
                <Button
                    label=Text::new("拍照", "Take picture")
                    icon="camera"
                    look=Look::Hand
                    disabled=Signal::derive(move || !ready.get())
                    on_click=shoot
                />
                <Button label=Text::new("关闭", "Stop") on_click=stop/>
            </div>
        }
        .into_any(),
        Phase::Asking => view! {
            <p class="quiet">{t("请在浏览器的询问里允许。", "Answer the browser's question.")}</p>
            <div class="camera__tools"><Button label=Text::new("取消", "Cancel") on_click=stop/></div>
        }
        .into_any(),
        _ => view! {
            <p class="quiet">{t("画面只留在这台机器上，不会发送。", "The picture stays on this machine; nothing is sent.")}</p>
            <div class="camera__tools">
                <Button label=Text::new("使用摄像头", "Use the camera") icon="camera" look=Look::Hand on_click=ask/>
            </div>
        }
        .into_any(),
    }
    };
    view! {
        <div class="camera" role="group" aria-label=say(label) tabindex="-1" node_ref=all>
            {view}
            <p class="camera__why" class:ctl__error=refused role="status">{move || problem().map(|text| view! { {say(text)} })}</p>
            <p class="sr" role="status">{move || said.get().map(|text| view! { {say(text)} })}</p>
        </div>
    }
}
