//! A panel of pictures as a wall, with the number under the pointer; a picture or a pixel of it can be chosen.

use super::{Canvas, Hover, Panel, keep};
use labkit::{Content, Lang, Pictures, Text};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use plot::canvas::Sheet;
use plot::wall::{Pixel, Quad, Tone, WallLayout};
use plot::{Palette, PlotError, Theme, Wall};
use ui::lang::lang;
use ui::use_resize;

/// What the numbers of pictures mean.
#[derive(Debug, Clone, Copy)]
pub enum Ink {
    /// Ink on paper, 0 to 1.
    Grey,
    /// Planes of red, green and blue, 0 to 1.
    Colour,
    /// A palette, by all numbers.
    Of(fn(&[f32]) -> Palette),
}

impl Ink {
    fn tone(self, values: &[f32]) -> Tone {
        match self {
            Self::Grey => Tone::Of(Palette::Picture { lo: 0.0, hi: 1.0 }),
            Self::Colour => Tone::Rgb { lo: 0.0, hi: 1.0 },
            Self::Of(palette) => Tone::Of(palette(values)),
        }
    }
}

/// How the name of a picture is said.
pub type Named = fn(&str, Lang) -> String;

/// What of the pictures can be chosen.
#[derive(Debug, Clone, Copy)]
pub struct Touch {
    /// What is, where it is among these pictures.
    pub chosen: Signal<Option<Pixel>>,
    /// Takes a choice, by pointer or by keys.
    pub pick: Callback<Pixel>,
    /// Whether pictures are chosen, whichever of their pixels is pressed.
    pub whole: bool,
}

/// The pictures that a panel holds; `None` while it holds none.
pub fn pictures(panel: Panel) -> Option<Pictures> {
    match panel.get().as_deref() {
        Some(Content::Pictures(pictures)) if !pictures.values.0.is_empty() => Some(pictures.clone()),
        _ => None,
    }
}

/// The frames in the square from −1 to 1 of each picture that six numbers each say: rows (x, y, 1) to x and to y.
fn quads(panel: Panel) -> Vec<Quad> {
    let held = panel.get();
    let Some(Content::Lines(all)) = held.as_deref() else { return Vec::new() };
    let quad = |(image, series): (usize, &labkit::frame::Series)| {
        let theta: [f32; 6] = series.x.0.as_slice().try_into().ok()?;
        let corner = |[x, y]: [f32; 2]| {
            let at = |row: &[f32]| f64::from(row[0] * x + row[1] * y + row[2]) / 2.0 + 0.5;
            (at(&theta[..3]), at(&theta[3..]))
        };
        Some(Quad { image, corners: [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]].map(corner) })
    };
    all.iter().enumerate().filter_map(quad).collect()
}

/// The wall, as high as its pictures need at this width.
#[component]
pub fn Pictured(
    panel: Panel,
    ink: Ink,
    /// What it is; the tables of a figure with several are told apart by it.
    #[prop(into)]
    label: TextProp,
    /// How high it may be, CSS pixels.
    #[prop(default = 350.0)]
    most: f64,
    /// Pictures in a row.
    #[prop(optional)]
    columns: Option<usize>,
    /// How names are said.
    #[prop(optional)]
    named: Option<Named>,
    /// Six numbers a picture that say where its frame lies.
    #[prop(optional)]
    frames: Option<Panel>,
    /// What can be chosen.
    #[prop(optional)]
    touch: Option<Touch>,
) -> impl IntoView {
    let (words, node) = (lang(), NodeRef::<html::Div>::new());
    let laid = RwSignal::new_local(None::<WallLayout>);
    let with = move |lang: Lang, done: &mut dyn FnMut(&Wall<'_>)| {
        let Some(all) = pictures(panel) else { return };
        let names: Vec<String> =
            all.names.iter().map(|name| named.map_or_else(|| name.clone(), |say| say(name, lang))).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let frames = frames.map(quads).unwrap_or_default();
        let chosen = touch.and_then(|touch| touch.chosen.get());
        let values = &all.values.0;
        done(&Wall {
            captions: &names,
            tone: ink.tone(values),
            planes: matches!(ink, Ink::Colour),
            columns,
            chosen: chosen.map(|pixel| pixel.image),
            pixel: chosen.filter(|_| touch.is_some_and(|touch| !touch.whole)),
            frames: &frames,
            more: Text::new("张没有画出", "more").get(lang),
            ..Wall::new((all.height as usize, all.width as usize), values, Palette::Picture { lo: 0.0, hi: 1.0 })
        });
    };
    keep(label.clone(), node, move |lang, done| with(lang, &mut |wall| done(wall)));
    let paint = move |sheet: &Sheet, theme: &Theme| -> Result<(), PlotError> {
        let mut painted = Ok(());
        with(words.get(), &mut |wall| {
            laid.set(wall.layout(sheet.size(), theme, sheet.ratio()).ok());
            painted = sheet.paint(wall, theme);
        });
        painted
    };
    let read = move |at: (f64, f64)| {
        let mut readings = Vec::new();
        with(words.get(), &mut |wall| readings.extend(laid.get().and_then(|layout| wall.read(&layout, at))));
        readings
    };
    let extent = use_resize(node);
    let shape =
        Memo::new(move |_| pictures(panel).map_or((0, 0, 0), |all| (all.height, all.width, all.values.0.len())));
    let high = Memo::new(move |_| {
        let (width, _new) = (extent.get().width, shape.get());
        // Where there are no pictures yet, little room is kept for them.
        let mut high = most.min(140.0);
        if let Some(theme) = node.get_untracked().and_then(|node| plot::canvas::theme(&node).ok()) {
            let ratio = window().device_pixel_ratio();
            untrack(|| with(Lang::En, &mut |wall| high = wall.height(width, most, &theme, ratio).unwrap_or(most)));
        }
        high
    });
    let press = move |event: PointerEvent| {
        let (Some(touch), Some(node)) = (touch, node.get_untracked()) else { return };
        let rect = node.get_bounding_client_rect();
        let at = (f64::from(event.client_x()) - rect.left(), f64::from(event.client_y()) - rect.top());
        if let Some(pixel) = laid.get_untracked().and_then(|layout| layout.hit(at)) {
            touch.pick.run(pixel);
        }
    };
    let key = move |event: KeyboardEvent| {
        let (Some(touch), Some(all)) = (touch, untrack(|| pictures(panel))) else { return };
        let (height, width) = (all.height as usize, all.width as usize);
        let last = (all.values.0.len() / (height * width).max(1)).max(1) - 1;
        let columns = laid.get_untracked().map_or(1, |layout| layout.columns);
        let now = touch.chosen.get_untracked().unwrap_or(Pixel { image: 0, row: 0, column: 0 });
        let Pixel { image, row, column } = now;
        let to = |image: usize| Pixel { image: image.min(last), ..now };
        let next = match (event.key().as_str(), touch.whole) {
            ("ArrowLeft", true) | ("PageUp", _) => to(image.saturating_sub(1)),
            ("ArrowRight", true) | ("PageDown", _) => to(image + 1),
            ("ArrowUp", true) => to(if image < columns { image } else { image - columns }),
            ("ArrowDown", true) => to(if image + columns > last { image } else { image + columns }),
            ("Home", true) => to(0),
            ("End", true) => to(last),
            ("ArrowUp", false) => Pixel { row: row.saturating_sub(1), ..now },
            ("ArrowDown", false) => Pixel { row: (row + 1).min(height - 1), ..now },
            ("ArrowLeft", false) => Pixel { column: column.saturating_sub(1), ..now },
            ("ArrowRight", false) => Pixel { column: (column + 1).min(width - 1), ..now },
            ("Enter" | " ", _) => now,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        touch.pick.run(next);
    };
    let keys = touch.map(|touch| match touch.whole {
        true => Text::new("；点一张，或用方向键选", "; click one, or choose with arrows"),
        false => Text::new("；方向键移动，翻页键换图", "; arrows move, Page keys change the picture"),
    });
    let named = label.clone();
    view! {
        <div class="sheet sheet--wall" class:sheet--touch=touch.is_some() node_ref=node
            style=move || format!("--high:{:.1}px", high.get())
            role=touch.map(|_| "group") tabindex=touch.map(|_| "0")
            aria-label=keys.map(|keys| move || format!("{}{}", named.get(), keys.get(words.get())))
            on:pointerdown=press on:keydown=key>
            <Canvas label=label draw=paint/><Hover read/>
        </div>
    }
}
