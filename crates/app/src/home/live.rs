//! Three optimisers from one point that can be moved.

use super::contour::Grid;
use super::descent::{Method, Point, STEPS, descend, surface};
use labkit::text::Lang;
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use std::fmt::Write;
use ui::lang::{t, tf};
use ui::web::Extent;

/// Time of one step on the screen, in ms; the whole descent stays under five seconds.
const STEP_MS: f64 = 26.0;
/// How far one arrow key moves the start, in units of the surface.
const NUDGE: f64 = 0.15;
/// Where the start may not go, in CSS pixels from the edge.
const MARGIN: f64 = 12.0;
/// Identity of each method, as everywhere in the labs.
const IDENTITY: [u8; 3] = [1, 2, 4];

/// From the plane of the surface to the picture and back.
#[derive(Clone, Copy, PartialEq)]
struct Frame {
    width: f64,
    height: f64,
    unit: f64,
}

impl Frame {
    fn new(extent: Extent) -> Self {
        let Extent { width, height, .. } = extent;
        let unit = if width < 640.0 { width / 8.6 } else { (width / 9.2).max(height / 4.6) };
        Self { width, height, unit: unit.max(1.0) }
    }

    fn middle(&self) -> (f64, f64) {
        let low = self.width > 640.0 && self.width < 1000.0;
        (self.width * 0.52, self.height * if low { 0.58 } else { 0.5 })
    }

    fn to_page(self, [x, y]: Point) -> (f64, f64) {
        (self.middle().0 + x * self.unit, self.middle().1 - y * self.unit)
    }

    fn to_plane(self, x: f64, y: f64) -> Point {
        [(x - self.middle().0) / self.unit, (self.middle().1 - y) / self.unit]
    }

    /// The nearest point that is inside of the picture.
    fn inside(self, point: Point) -> Point {
        let (x, y) = self.to_page(point);
        let hold = |at: f64, size: f64| at.min(size - MARGIN).max(MARGIN);
        self.to_plane(hold(x, self.width), hold(y, self.height))
    }
}

/// The picture, its handle and its legend.
#[component]
pub(super) fn Live() -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let extent = ui::use_resize(node);
    let frame = Memo::new(move |_| (!extent.get().is_empty()).then(|| Frame::new(extent.get())));
    let start = RwSignal::new([-3.5, 1.55]);
    let paths = Memo::new(move |_| Method::ALL.map(|method| descend(method, start.get())));
    let shown = RwSignal::new(0_usize);
    let still = ui::use_reduced_motion();
    let began = StoredValue::new(None::<f64>);
    let stop = StoredValue::new(None::<ui::web::FrameLoop>);
    let ticking = ui::use_animation_frame(move |now| {
        let first = began.get_value().unwrap_or(now);
        began.set_value(Some(first));
        let step = (((now - first) / STEP_MS) as usize).min(STEPS);
        let _ = shown.try_set(step);
        if step == STEPS {
            stop.with_value(|ticking| ticking.iter().for_each(|ticking| ticking.stop()));
        }
    });
    stop.set_value(Some(ticking));
    let replay = move || {
        began.set_value(None);
        if still.get_untracked() { shown.set(STEPS) } else { ticking.start() }
    };
    // Starts when there is a picture to start in.
    Effect::new(move |before: Option<bool>| {
        let ready = frame.with(Option::is_some);
        if ready && before != Some(true) {
            replay();
        }
        ready
    });
    let finish = move || {
        ticking.stop();
        shown.set(STEPS);
    };
    view! {
        <div class="live" node_ref=node>
            {move || frame.get().map(|frame| view! { <Ground frame/> })}
            <svg class="live__paths plot" aria-hidden="true">
                {(0..3).map(|index| view! { <Descent index frame paths shown/> }).collect_view()}
            </svg>
            <Grip frame start replay=Callback::new(move |()| replay()) finish=Callback::new(move |()| finish())/>
            <Legend paths shown/>
        </div>
    }
    .into_any()
}

/// Contours of the surface, and its height as a light wash.
#[component]
fn Ground(frame: Frame) -> impl IntoView {
    let grid = Grid::sample(frame.width, frame.height, 8.0, |x, y| surface(frame.to_plane(x, y)));
    let mut level = -0.22;
    let lines = (0..18).map(|index| {
        let class = if index % 4 == 0 { "contour contour--major" } else { "contour" };
        let line = view! { <path class=class d=grid.line(level)></path> };
        level += 0.06 + 0.075 * f64::from(index);
        line
    });
    let lines = lines.collect_view();
    let washes = [0.0, 0.15, 0.4, 0.75, 1.2, 1.8, 2.6, 3.6, 5.0, 7.0]
        .map(|level| view! { <path class="live__wash" d=grid.area(level)></path> });
    view! { <svg class="live__ground plot" aria-hidden="true">{washes.collect_view()}{lines}</svg> }
}

#[component]
fn Descent(
    index: usize,
    frame: Memo<Option<Frame>>,
    paths: Memo<[Vec<Point>; 3]>,
    shown: RwSignal<usize>,
) -> impl IntoView {
    let identity = IDENTITY.get(index).copied().unwrap_or(1);
    let line = move || {
        let Some(frame) = frame.get() else { return String::new() };
        paths.with(|paths| {
            let mut path = String::new();
            for (step, &point) in paths.get(index).into_iter().flatten().take(shown.get() + 1).enumerate() {
                let (x, y) = frame.to_page(point);
                let _ = write!(path, "{}{x:.1} {y:.1}", if step == 0 { 'M' } else { 'L' });
            }
            path
        })
    };
    let ball = move || {
        let point = paths.with(|paths| paths.get(index).and_then(|path| path.get(shown.get()).copied()));
        frame.get().zip(point).map_or((0.0, 0.0), |(frame, point)| frame.to_page(point))
    };
    view! {
        <path class=format!("line s{identity}") d=line></path>
        <circle class=format!("mark s{identity}") r="5" cx=move || ball().0 cy=move || ball().1></circle>
    }
}

/// The start: dragged, or moved with the arrow keys.
#[component]
fn Grip(
    frame: Memo<Option<Frame>>,
    start: RwSignal<Point>,
    replay: Callback<()>,
    finish: Callback<()>,
) -> impl IntoView {
    let held = RwSignal::new(false);
    let touched = RwSignal::new(false);
    let at = move || frame.get().map_or((0.0, 0.0), |frame| frame.to_page(frame.inside(start.get())));
    let take = move |event: PointerEvent| {
        let grip = event_target::<web_sys::Element>(&event);
        let _ = grip.set_pointer_capture(event.pointer_id());
        held.set(true);
        event.prevent_default();
    };
    let drag = move |event: PointerEvent| {
        let box_of = event_target::<web_sys::Element>(&event).closest(".live").ok().flatten();
        if let (true, Some(frame), Some(area)) = (held.get_untracked(), frame.get_untracked(), box_of) {
            let rect = area.get_bounding_client_rect();
            let at =
                frame.to_plane(f64::from(event.client_x()) - rect.left(), f64::from(event.client_y()) - rect.top());
            start.set(frame.inside(at));
            touched.set(true);
            finish.run(());
        }
    };
    let drop = move |_: PointerEvent| {
        if held.get_untracked() {
            held.set(false);
            replay.run(());
        }
    };
    let keys = move |event: KeyboardEvent| {
        let (dx, dy) = match event.key().as_str() {
            "ArrowLeft" => (-NUDGE, 0.0),
            "ArrowRight" => (NUDGE, 0.0),
            "ArrowUp" => (0.0, NUDGE),
            "ArrowDown" => (0.0, -NUDGE),
            _ => return,
        };
        event.prevent_default();
        let [x, y] = start.get_untracked();
        let next = [x + dx, y + dy];
        start.set(frame.get_untracked().map_or(next, |frame| frame.inside(next)));
        touched.set(true);
        replay.run(());
    };
    view! {
        <button
            type="button"
            class="live__grip"
            data-keys=""
            aria-label=t("拖我：这是起点，也可用方向键移动", "drag me: the starting point; the arrow keys move it too")
            style:transform=move || format!("translate({:.1}px, {:.1}px)", at().0, at().1)
            on:pointerdown=take
            on:pointermove=drag
            on:pointerup=drop
            on:pointercancel=drop
            on:keydown=keys
        >
            <b hidden=touched>{t("拖我", "drag me")}</b>
        </button>
    }
}

/// Names, and how high each stands now.
#[component]
fn Legend(paths: Memo<[Vec<Point>; 3]>, shown: RwSignal<usize>) -> impl IntoView {
    let row = move |index: usize| {
        let name = tf(move |lang| match (index, lang) {
            (0, Lang::Zh) => "梯度下降",
            (0, Lang::En) => "gradient descent",
            (1, Lang::Zh) => "动量",
            (1, Lang::En) => "momentum",
            _ => "Adam",
        });
        let height = move || {
            let point = paths.with(|paths| paths.get(index).and_then(|path| path.get(shown.get()).copied()));
            point.map(|point| format!("f = {:.3}", surface(point)).replace('-', "−"))
        };
        view! {
            <svg viewBox="0 0 18 8" class="plot" aria-hidden="true">
                <path class=format!("line s{}", IDENTITY.get(index).copied().unwrap_or(1)) d="M0 4h18"></path>
            </svg>
            <span>{name}</span>
            <span class="live__value num">{height}</span>
        }
    };
    view! { <div class="live__legend">{(0..3).map(row).collect_view()}</div> }
}
