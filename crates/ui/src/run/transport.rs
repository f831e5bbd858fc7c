//! Reset, play, step, stage.

use crate::button::IconButton;
use labkit::text::Text;
use leptos::prelude::*;

#[component]
pub(super) fn Transport(
    playing: Signal<bool>,
    on_play: Callback<bool>,
    on_step: Callback<()>,
    on_reset: Callback<()>,
    #[prop(optional_no_strip)] on_stage: Option<Callback<()>>,
    staged: Signal<bool>,
    blocked: Signal<bool>,
) -> impl IntoView {
    let icon = Signal::derive(move || if playing.get() { "pause" } else { "play" });
    let label =
        Signal::derive(move || if playing.get() { Text::new("暂停", "Pause") } else { Text::new("播放", "Play") });
    view! {
        <div class="runbar__transport">
            <IconButton icon="reset" label=Text::new("重置", "Reset") on_click=on_reset/>
            <IconButton
                icon=icon
                label=label
                class="iconbtn--primary runbar__play"
                icon_size=20
                solid=true
                disabled=blocked
                on_click=move || on_play.run(!playing.get_untracked())
            />
            <IconButton icon="step" label=Text::new("走一步", "One step") disabled=blocked on_click=on_step/>
            {move || on_stage.filter(|_| staged.get()).map(|on_stage| view! {
                <IconButton icon="substep" label=Text::new("走一个阶段", "One stage") disabled=blocked on_click=on_stage/>
            })}
        </div>
    }
}
