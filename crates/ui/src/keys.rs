//! Keys without Ctrl: whether they act, and what they do. Who speaks to the machine, or whose hand slips, turns them off.

use crate::dialog::Dialog;
use crate::lang::{say, t};
use crate::web;
use labkit::text::Text;
use leptos::ev;
use leptos::prelude::*;

const STORE: &str = "grasp.keys";

/// Whether single keys act.
#[derive(Clone, Copy)]
pub struct Keys {
    on: RwSignal<bool>,
    /// The list of them is open.
    pub listed: RwSignal<bool>,
}

impl Keys {
    /// Whether single keys act now.
    pub fn on(self) -> bool {
        self.on.get_untracked()
    }
}

/// Puts the keys into the context; `?` opens the list of them. Call once, at the root.
pub fn provide_keys() {
    let keys =
        Keys { on: RwSignal::new(web::remembered(STORE).as_deref() != Some("off")), listed: RwSignal::new(false) };
    provide_context(keys);
    let listener = window_event_listener(ev::keydown, move |event| {
        let typing = event.target().is_some_and(|target| web::takes_text(&target));
        if event.key() == "?" && keys.on() && !typing && !event.ctrl_key() && !event.meta_key() {
            event.prevent_default();
            keys.listed.set(true);
        }
    });
    on_cleanup(move || listener.remove());
}

/// The keys of this page; all on where no root provided any.
pub fn use_keys() -> Keys {
    use_context().unwrap_or_else(|| Keys { on: RwSignal::new(true), listed: RwSignal::new(false) })
}

/// What the keys do: where, and a key with its effect each.
const LIST: [(Text, &[(&str, Text)]); 4] = [
    (
        Text::new("运行", "Run"),
        &[
            ("Space", Text::new("播放或暂停", "play or pause")),
            ("→", Text::new("走一步", "one step")),
            ("←", Text::new("退一步", "one step back")),
            (".", Text::new("走一个阶段", "one stage of a step")),
        ],
    ),
    (
        Text::new("参数", "Controls"),
        &[
            ("Ctrl Z", Text::new("撤销", "undo")),
            ("Ctrl Shift Z", Text::new("重做", "redo")),
            ("← → Home End", Text::new("移动有焦点的滑块、标签、历史", "move the slider, tab or history in focus")),
            (
                "↑ ↓ ← →",
                Text::new(
                    "移动曲面上有焦点的起点；按住 Shift 走得远",
                    "move the start on the surface; with Shift farther",
                ),
            ),
        ],
    ),
    (
        Text::new("课文与地图", "Lesson and map"),
        &[
            ("PageUp PageDown", Text::new("幻灯片模式：上一节、下一节", "in slides: section before, section after")),
            ("/", Text::new("在地图上搜索", "search on the map")),
            ("Esc", Text::new("关闭对话框、放大的图、幻灯片", "close a dialog, a large figure, the slides")),
        ],
    ),
    (Text::new("这里", "Here"), &[("?", Text::new("打开这一页", "open this list"))]),
];

/// The list of keys, with the switch that turns single ones off.
#[component]
pub fn KeyList() -> impl IntoView {
    let keys = use_keys();
    let group = |(title, list): (Text, &'static [(&'static str, Text)])| {
        let row = |(key, effect): &'static (&'static str, Text)| {
            let each = key.split(' ').map(|key| view! { <kbd class="kbd">{key}</kbd>" " }).collect_view();
            view! { <div class="keys__row"><dt>{each}</dt><dd>{say(*effect)}</dd></div> }
        };
        view! { <h3>{say(title)}</h3><dl class="keys">{list.iter().map(row).collect_view()}</dl> }
    };
    let switch = move |event: ev::Targeted<ev::Event, web_sys::HtmlInputElement>| {
        let on = event.target().checked();
        keys.on.set(on);
        web::remember(STORE, if on { "on" } else { "off" });
    };
    view! {
        <Dialog title=Text::new("快捷键", "Keyboard shortcuts") open=keys.listed on_close=move |()| keys.listed.set(false)
            actions=ViewFn::from(move || view! { <button type="button" class="btn" on:click=move |_| keys.listed.set(false)>{t("关闭", "Close")}</button> })>
            {LIST.map(group).collect_view()}
            <label class="keys__switch">
                <input type="checkbox" prop:checked=keys.on on:change:target=switch/>
                {t("单个键起作用（语音输入时可以关掉）", "Single keys act (turn off for speech input)")}
            </label>
        </Dialog>
    }
}
