//! A plane to put points of classes on.

mod marks;
mod plane;
mod spray;
mod tools;

pub use plane::Spot;

use super::history::History;
use super::pen::{Command, Cursor, Pen};
use super::pointer::{Grip, by_keyboard, element, touches};
use crate::lang::{lang, say, tf};
use crate::web::unique;
use labkit::text::{Lang, Text};
use leptos::html;
use leptos::prelude::*;
use plane::{counts, to_plane, with, without};
use spray::Brush;
use tools::{Tool, Tools};
use web_sys::{KeyboardEvent, PointerEvent};

/// Classes at most: as many as have a marker of their own here.
const MOST: usize = 4;

/// What the keys do.
const KEYS: Text = Text::new(
    "方向键移动，Shift 加大步幅；空格放一个点，用刷子或橡皮时按下、抬起；1 至 4 选类别；Ctrl+Z 撤销，Delete 清空。",
    "Arrow keys move, Shift farther; Space puts a point, or brush and eraser down or up; 1 to 4 choose the class; \
     Ctrl+Z undoes, Delete clears.",
);

/// The plane [−1, 1]², on which points of up to four classes are put one by one, scattered with a brush, and erased.
#[component]
pub fn PointPad(
    /// What the points are: "training points".
    label: Text,
    /// Names of the classes, one to four; their identities are 1…4 in this order.
    classes: Vec<Text>,
    /// The points now.
    #[prop(into)]
    value: Signal<Vec<Spot>>,
    /// Called with all points after each change.
    #[prop(into)]
    on_change: Callback<Vec<Spot>>,
    /// Points at most.
    #[prop(default = 400)]
    capacity: usize,
) -> impl IntoView {
    let names = StoredValue::new(classes.into_iter().take(MOST).collect::<Vec<_>>());
    let number = names.with_value(Vec::len);
    let (class, tool) = (RwSignal::new(0_usize), RwSignal::new(Tool::Point));
    let (pen, said) = (RwSignal::new(Pen::default()), RwSignal::new(None::<Text>));
    let paper = NodeRef::<html::Div>::new();
    // Whether the keys were ever wanted: then what they do is said below.
    let keyed = RwSignal::new(false);
    let (grip, brush) = (Grip::new(), StoredValue::new(Brush::default()));
    let last = StoredValue::new((0.0, 0.0));
    let past = StoredValue::new(History::<Vec<Spot>>::new());
    // The points before the gesture, until it changes anything: one gesture is one thing to undo.
    let before = StoredValue::new(None::<Vec<Spot>>);
    let put = move |points: Vec<Spot>| {
        if value.with_untracked(|now| *now != points) {
            if let Some(before) = before.try_update_value(Option::take).flatten() {
                past.update_value(|past| past.note(before));
            }
            on_change.run(points);
        }
    };
    let act = move |at: (f32, f32), first: bool| {
        let from = if first { at } else { last.get_value() };
        last.set_value(at);
        let more = match tool.get_untracked() {
            Tool::Eraser => return put(without(value.get_untracked(), from, at)),
            Tool::Point if first => vec![at],
            Tool::Point => return,
            Tool::Brush => {
                brush.try_update_value(|brush| if first { brush.begin(at) } else { brush.go(at) }).unwrap_or_default()
            }
        };
        put(with(value.get_untracked(), &more, class.get_untracked() as u8, capacity));
    };
    let begin = move |at| {
        before.set_value(Some(value.get_untracked()));
        act(at, true);
    };
    let lift = move || pen.update(|pen| *pen = pen.after(Command::Lift));
    let undo = move |()| {
        lift();
        grip.drop();
        let points = past.try_update_value(History::back).flatten();
        let done = points.is_some();
        points.into_iter().for_each(|points| on_change.run(points));
        said.set(Some(if done {
            Text::new("已撤销。", "Undone.")
        } else {
            Text::new("没有可撤销的。", "Nothing to undo.")
        }));
    };
    let clear = move |()| {
        lift();
        grip.drop();
        before.set_value(Some(value.get_untracked()));
        put(Vec::new());
        said.set(Some(Text::new("已清空。", "All points are gone.")));
    };
    let down = move |event: PointerEvent| {
        let Some(paper) = element(paper) else { return };
        if grip.take(&event, &paper) {
            lift();
            said.set(None);
            touches(&event, &paper).first().into_iter().for_each(|touch| begin(to_plane(touch.x, touch.y)));
        }
    };
    let go = move |event: PointerEvent| {
        if let (true, Some(paper)) = (grip.holds(&event), element(paper)) {
            touches(&event, &paper).iter().for_each(|touch| act(to_plane(touch.x, touch.y), false));
        }
    };
    let up = move |event: PointerEvent| grip.release(&event);
    let keys = move |event: KeyboardEvent| {
        let Some(command) = Command::of(&event) else { return };
        // The buttons keep their keys; only undoing is everywhere.
        let on_paper = event.target() == element(paper).map(Into::into);
        match command {
            Command::Undo => undo(()),
            _ if !on_paper => return,
            Command::Clear => clear(()),
            Command::Choose(chosen) if chosen < number => class.set(chosen),
            Command::Choose(_) => return,
            Command::Toggle if event.repeat() => {}
            Command::Lift if !pen.get_untracked().down => return,
            _ => {
                let before = pen.get_untracked();
                let now = before.after(command);
                let at = to_plane(now.at().0, now.at().1);
                said.set(None);
                if now.down {
                    if before.down { act(at, false) } else { begin(at) }
                }
                // A single point is put, and the pen is up again.
                pen.set(if tool.get_untracked() == Tool::Point { now.after(Command::Lift) } else { now });
            }
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let live = tf(move |lang| {
        let first = said.get().map(|text| text.get(lang).to_owned());
        let held = value.with(|points| counts(points, number));
        let each: Vec<_> = names.with_value(|names| {
            names.iter().zip(held).map(|(name, count)| format!("{} {count}", name.get(lang))).collect()
        });
        let chosen = names.with_value(|names| names.get(class.get()).map_or("", |name| name.get(lang)));
        tell(first, pen.get(), chosen, &each, lang)
    });
    let paths = (0..number).map(|class| {
        let path = move || value.with(|points| marks::path(points, class as u8));
        view! { <path class=format!("mark s{}", class + 1) d=path></path> }
    });
    let (side, middle) = (marks::SIDE, marks::SIDE / 2.0);
    let (help, lang) = (unique("points"), lang());
    let full = move || {
        (value.with(Vec::len) >= capacity).then(|| match lang.get() {
            Lang::Zh => format!("已有 {capacity} 个点，不能再多；擦去一些再加。"),
            Lang::En => format!("{capacity} points are the most here; erase some to add others."),
        })
    };
    view! {
        <div class="pad hands" class:hands--keyed=keyed role="group" aria-label=say(label) on:keydown=keys>
            <div
                class="pad__frame hands__paper hands__paper--plane"
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
                <svg class="plot" viewBox=format!("0 0 {side} {side}") aria-hidden="true">
                    <path class="grid" d=format!("M0 {middle}H{side}M{middle} 0V{side}")></path>
                    {paths.collect_view()}
                </svg>
                <Cursor pen=pen/>
            </div>
            <Tools classes=names.get_value() class=class tool=tool on_undo=undo on_clear=clear/>
            <p class="hands__full" role="status">{full}</p>
            <p class="hands__keys quiet" id=help>{say(KEYS)}</p>
            <p class="sr" role="status">{live}</p>
        </div>
    }
}

// What just happened or where the pen is, which class is chosen, and how many points there are.
fn tell(said: Option<String>, pen: Pen, class: &str, counts: &[String], lang: Lang) -> String {
    let (x, y) = to_plane(pen.at().0, pen.at().1);
    let where_ = match (lang, pen.down) {
        (Lang::Zh, true) => format!("笔已落下，在 ({x:.2}, {y:.2})。"),
        (Lang::Zh, false) => format!("笔已提起，在 ({x:.2}, {y:.2})。"),
        (Lang::En, true) => format!("Pen down at ({x:.2}, {y:.2})."),
        (Lang::En, false) => format!("Pen up at ({x:.2}, {y:.2})."),
    };
    let first = said.unwrap_or(where_);
    match lang {
        Lang::Zh => format!("{first}类别：{class}。点数：{}。", counts.join("，")),
        Lang::En => format!("{first} Class: {class}. Points: {}.", counts.join(", ")),
    }
}
