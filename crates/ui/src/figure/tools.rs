//! The tools of a figure: as table, save, enlarge.

use crate::button::IconButton;
use crate::icon::Icon;
use crate::lang::{say, tf};
use crate::popover::Popover;
use labkit::text::{Lang, Text};
use leptos::prelude::*;

/// A form in which a figure can be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveAs {
    /// The pixels.
    Png,
    /// The drawing.
    Svg,
    /// The numbers.
    Csv,
}

impl SaveAs {
    const fn label(self) -> Text {
        match self {
            Self::Png => Text::new("图片（PNG）", "picture (PNG)"),
            Self::Svg => Text::new("矢量图（SVG）", "drawing (SVG)"),
            Self::Csv => Text::new("数据（CSV）", "numbers (CSV)"),
        }
    }
}

#[component]
pub(super) fn Tools(
    title: Text,
    has_table: bool,
    as_table: RwSignal<bool>,
    saves: Vec<SaveAs>,
    on_save: Callback<SaveAs>,
    large: RwSignal<bool>,
) -> impl IntoView {
    let name = tf(move |lang| match lang {
        Lang::Zh => format!("{}：工具", title.zh),
        Lang::En => format!("{}: tools", title.en),
    });
    let enlarge =
        Signal::derive(
            move || if large.get() { Text::new("缩小", "Make small") } else { Text::new("放大", "Enlarge") },
        );
    view! {
        <div class="fig__tools" role="group" aria-label=name>
            {has_table.then(|| view! {
                <IconButton icon="table" label=Text::new("以表格显示", "As table") pressed=as_table on_click=move || as_table.update(|on| *on = !*on)/>
            })}
            {(!saves.is_empty()).then(|| view! { <SaveMenu saves as_table on_save/> })}
            <IconButton icon="zoom" label=enlarge pressed=large on_click=move || large.update(|on| *on = !*on)/>
        </div>
    }
}

#[component]
fn SaveMenu(saves: Vec<SaveAs>, as_table: RwSignal<bool>, on_save: Callback<SaveAs>) -> impl IntoView {
    let list = StoredValue::new(saves);
    let face = || view! { <Icon name="save"/> };
    view! {
        <Popover label=Text::new("保存", "Save") class="iconbtn" face=face.into()>
            <div class="menu">
                {list.get_value().into_iter().map(|form| view! {
                    // While the table stands there, there are no pixels to save.
                    <button type="button" class="btn btn--s btn--quiet" disabled=move || form == SaveAs::Png && as_table.get() on:click=move |_| on_save.run(form)>{say(form.label())}</button>
                }).collect_view()}
            </div>
        </Popover>
    }
}
