//! A pad to write on by hand.

mod ink;
mod sheet;

pub use ink::{Drawing, SIDE};

use super::pen::{Command, KEYS, Pen};
use super::pointer::{Grip, Touch, by_keyboard, element, touches};
use crate::button::IconButton;
use crate::control::Segmented;
use crate::lang::{say, tf};
use crate::web::unique;
use labkit::text::{Lang, Text};
use leptos::html;
use leptos::prelude::*;
use sheet::Sheet;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData, KeyboardEvent, PointerEvent};

/// Widths of the line, each with half its width in pixels of the picture.
const WIDTHS: [(Text, f32); 3] =
    [(Text::new("细", "thin"), 2.5), (Text::new("中", "medium"), 4.0), (Text::new("粗", "thick"), 6.0)];

/// Square paper, dark in both themes, for a digit or a letter: mouse, pen, finger or keyboard. What it shows is the very
/// picture that it hands out.
#[component]
pub fn Pad(
    /// What is to be drawn: "your digit".
    label: Text,
    /// Called after each change with the picture; with `None` once the paper is empty.
    #[prop(into)]
    on_change: Callback<Option<Drawing>>,
) -> impl IntoView {
    let sheet = RwSignal::new(Sheet::new());
    let (pen, width, said) = (RwSignal::new(Pen::default()), RwSignal::new(1_usize), RwSignal::new(None::<Text>));
    let (paper, canvas) = (NodeRef::<html::Div>::new(), NodeRef::<html::Canvas>::new());
    // Whether the keys were ever wanted: then what they do is said below.
    let keyed = RwSignal::new(false);
    let grip = Grip::new();
    let radius = move || WIDTHS.get(width.get_untracked()).map_or(4.0, |(_, radius)| *radius);
    let tell = move || on_change.run(sheet.with_untracked(Sheet::drawing));
    // Whoever looks is told only where something changed.
    let change = move |act: &dyn Fn(&mut Sheet) -> bool| {
        let changed = sheet.try_maybe_update(|sheet| {
            let changed = act(sheet);
            (changed, changed)
        });
        if changed == Some(true) {
            tell();
        }
        changed == Some(true)
    };
    let lift = move || pen.update(|pen| *pen = pen.after(Command::Lift));
    let undo = move |()| {
        lift();
        grip.drop();
        let done = change(&Sheet::undo);
        said.set(Some(if done {
            Text::new("已撤销。", "Undone.")
        } else {
            Text::new("没有可撤销的。", "Nothing to undo.")
        }));
    };
    let clear = move |()| {
        lift();
        grip.drop();
        change(&Sheet::clear);
        said.set(Some(Text::new("纸已清空。", "The paper is empty.")));
    };
    let down = move |event: PointerEvent| {
        let Some(paper) = element(paper) else { return };
        if grip.take(&event, &paper) {
            lift();
            said.set(None);
            let at = touches(&event, &paper);
            change(&|sheet| at.first().is_some_and(|touch| sheet.begin(place(touch), radius() * touch.weight)));
        }
    };
    let go = move |event: PointerEvent| {
        if let (true, Some(paper)) = (grip.holds(&event), element(paper)) {
            let way = touches(&event, &paper);
            // Counted, so that all of them are drawn, and not only the first.
            let draw = |sheet: &mut Sheet, touch: &Touch| sheet.go(place(touch), radius() * touch.weight);
            change(&|sheet| way.iter().filter(|touch| draw(sheet, touch)).count() > 0);
        }
    };
    let up = move |event: PointerEvent| grip.release(&event);
    let keys = move |event: KeyboardEvent| {
        let Some(command) = Command::of(&event) else { return };
        // The buttons keep their keys; only undoing is everywhere.
        let on_paper = event.target() == element(paper).map(Into::into);
        match command {
            Command::Undo => undo(()),
            Command::Choose(_) => return,
            _ if !on_paper => return,
            Command::Clear => clear(()),
            Command::Toggle if event.repeat() => {}
            Command::Lift if !pen.get_untracked().down => return,
            _ => {
                let before = pen.get_untracked();
                let now = before.after(command);
                pen.set(now);
                said.set(None);
                if now.down {
                    let draw = |sheet: &mut Sheet| {
                        if before.down { sheet.go(now.at(), radius()) } else { sheet.begin(now.at(), radius()) }
                    };
                    change(&draw);
                }
            }
        }
        event.prevent_default();
        event.stop_propagation();
    };
    Effect::new(move |_| {
        if let Some(canvas) = canvas.get() {
            sheet.with(|sheet| paint(&canvas, sheet.picture()));
        }
    });
    let live =
        tf(move |lang| said.get().map_or_else(|| whereabouts(pen.get(), lang), |text| text.get(lang).to_owned()));
    let help = unique("pad");
    view! {
        <div class="pad hands" class:hands--keyed=keyed role="group" aria-label=say(label) on:keydown=keys>
            <div
                class="pad__frame hands__paper"
                node_ref=paper
                tabindex="0"
                role="application"
                aria-label=say(label)
                aria-describedby=help.clone()
                on:pointerdown=down
                on:pointermove=go
                on:pointerup=up
                on:pointercancel=up
                on:lostpointercapture=up
                on:focus=move |_| keyed.update(|keyed| *keyed |= by_keyboard(paper))
                on:blur=move |_| lift()
            >
                <canvas data-theme="dark" width=SIDE height=SIDE node_ref=canvas aria-hidden="true"></canvas>
                <super::pen::Cursor pen=pen dark=true/>
            </div>
            <div class="pad__tools">
                <Segmented
                    label=Text::new("笔的粗细", "Width of the pen")
                    options=WIDTHS.map(|(name, _)| name).to_vec()
                    value=width
                    on_change=move |chosen| width.set(chosen)
                />
                <span class="spacer"></span>
                <IconButton icon="undo" label=Text::new("撤销", "Undo") on_click=undo/>
                <IconButton icon="close" label=Text::new("清空", "Clear") on_click=clear/>
            </div>
            <p class="hands__keys quiet" id=help>{say(KEYS)}</p>
            <p class="sr" role="status">{live}</p>
        </div>
    }
}

const fn place(touch: &Touch) -> (f32, f32) {
    (touch.x, touch.y)
}

fn whereabouts(pen: Pen, lang: Lang) -> String {
    match (lang, pen.down) {
        (Lang::Zh, true) => format!("笔已落下，距左 {}%，距上 {}%。", pen.x, pen.y),
        (Lang::Zh, false) => format!("笔已提起，距左 {}%，距上 {}%。", pen.x, pen.y),
        (Lang::En, true) => format!("Pen down, {} % from the left, {} % from the top.", pen.x, pen.y),
        (Lang::En, false) => format!("Pen up, {} % from the left, {} % from the top.", pen.x, pen.y),
    }
}

// The values are the opacity of the ink, whose colour is the style sheet's.
fn paint(canvas: &HtmlCanvasElement, picture: &Drawing) {
    let side = picture.side as u32;
    let pixels: Vec<u8> = picture.values.iter().flat_map(|value| [0, 0, 0, (value * 255.0).round() as u8]).collect();
    let Ok(image) = ImageData::new_with_u8_clamped_array(Clamped(&pixels), side) else { return };
    let Ok(Some(context)) = canvas.get_context("2d") else { return };
    let context: CanvasRenderingContext2d = context.unchecked_into();
    let style = web_sys::window().and_then(|window| window.get_computed_style(canvas).ok().flatten());
    let ink = style.and_then(|style| style.get_property_value("color").ok()).unwrap_or_default();
    let _ = context.put_image_data(&image, 0.0, 0.0);
    let _ = context.set_global_composite_operation("source-in");
    context.set_fill_style_str(&ink);
    context.fill_rect(0.0, 0.0, side.into(), side.into());
    let _ = context.set_global_composite_operation("source-over");
}
