//! The conveyor belt: the batch of the newest update, framed, and those that come next.

use crate::stage::{Bench, Canvas};
use labkit::{Content, Lang, Text};
use leptos::prelude::*;
use plot::canvas::Sheet;
use plot::{Palette, PlotError, Theme, Wall};
use ui::FigureFrame;
use ui::lang::{t, tf};

#[component]
pub(super) fn Belt(bench: Bench) -> impl IntoView {
    let panel = bench.panel("belt");
    let paint = move |sheet: &Sheet, theme: &Theme| -> Result<(), PlotError> {
        let Some(Content::Pictures(belt)) = panel.get().as_deref().cloned() else { return Ok(()) };
        let names: Vec<&str> = belt.names.iter().map(String::as_str).collect();
        let size = (belt.height as usize, belt.width as usize);
        let wall = Wall::new(size, &belt.values.0, Palette::Picture { lo: 0.0, hi: 1.0 });
        sheet.paint(&Wall { captions: &names, columns: Some(names.len()), chosen: Some(0), ..wall }, theme)
    };
    let label = tf(move |lang| {
        let at = match panel.get().as_deref() {
            Some(Content::Pictures(belt)) => belt.names.first().cloned().unwrap_or_default(),
            _ => String::new(),
        };
        match lang {
            Lang::Zh => format!("传送带：第 {at} 批，以及接下来的七批"),
            Lang::En => format!("Conveyor belt: batch {at}, and the seven that follow"),
        }
    });
    view! {
        <FigureFrame tag="c" class="fig--fit" title=Text::new("传送带", "Conveyor belt")
            quiet=t("框住的是刚用过的一批；每批至多画 16 个数字", "the newest batch is framed; at most 16 digits of each are drawn")>
            <div class="sheet"><Canvas label=label draw=paint/></div>
        </FigureFrame>
    }
}
