//! What a point pad is worked with: a class, a tool, and ways back.

use crate::button::IconButton;
use crate::control::{Sample, Segmented};
use crate::lang::{say, t};
use crate::web::unique;
use labkit::text::Text;
use leptos::prelude::*;

/// What the pointer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tool {
    /// Puts one point.
    Point,
    /// Scatters points along its way.
    Brush,
    /// Takes points away.
    Eraser,
}

const TOOLS: [(Tool, Text); 3] = [
    (Tool::Point, Text::new("点", "point")),
    (Tool::Brush, Text::new("刷子", "brush")),
    (Tool::Eraser, Text::new("橡皮", "eraser")),
];

/// The row of classes, and the row of tools.
#[component]
pub(crate) fn Tools(
    /// Names of the classes.
    classes: Vec<Text>,
    /// Which is chosen.
    class: RwSignal<usize>,
    /// What the pointer does.
    tool: RwSignal<Tool>,
    #[prop(into)] on_undo: Callback<()>,
    #[prop(into)] on_clear: Callback<()>,
) -> impl IntoView {
    let group = unique("class");
    let chosen = Signal::derive(move || TOOLS.iter().position(|(each, _)| *each == tool.get()).unwrap_or(0));
    let choose = move |index: usize| {
        if let Some((chosen, _)) = TOOLS.get(index) {
            tool.set(*chosen);
        }
    };
    let options = classes.into_iter().enumerate().map(move |(index, name)| {
        view! {
            <label>
                <input
                    type="radio"
                    name=group.clone()
                    prop:checked=move || class.get() == index
                    on:change=move |_| class.set(index)
                />
                <Sample identity=index as u8 + 1/>
                {say(name)}
            </label>
        }
    });
    view! {
        <div class="seg seg--fill hands__classes" role="radiogroup" aria-label=t("点的类别", "Class of the points")>
            {options.collect_view()}
        </div>
        <div class="pad__tools">
            <Segmented label=Text::new("工具", "Tool") options=TOOLS.map(|(_, name)| name).to_vec() value=chosen on_change=choose/>
            <span class="spacer"></span>
            <IconButton icon="undo" label=Text::new("撤销", "Undo") on_click=on_undo/>
            <IconButton icon="close" label=Text::new("清空", "Clear") on_click=on_clear/>
        </div>
    }
}
