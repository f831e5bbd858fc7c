//! Figures that can be taken away: what stands in one is saved as pixels, as a drawing and as numbers, and read as tables.

use super::{Bench, save_picture, stem};
use labkit::{Lang, Text};
use leptos::context::Provider;
use leptos::html;
use leptos::prelude::*;
use plot::table::{Table, Tabular};
use plot::{Figure, Pen, PlotError};
use std::rc::Rc;
use ui::lang::lang;
use ui::{DataTable, FigureFrame, SaveAs};
use wasm_bindgen::JsCast as _;

/// A figure of the kit, with its numbers.
pub trait Drawn: Figure + Tabular {}
impl<T: Figure + Tabular> Drawn for T {}

/// Calls back with what a part shows, in a language; not while it shows nothing.
type Show = Rc<dyn Fn(Lang, &mut dyn FnMut(&dyn Drawn))>;

/// Something that stands in a figure.
#[derive(Clone)]
struct Part {
    id: String,
    name: TextProp,
    node: NodeRef<html::Div>,
    show: Show,
}

impl Part {
    fn table(&self, lang: Lang) -> Table {
        let mut table = Table::default();
        (self.show)(lang, &mut |figure| table = figure.table());
        table
    }
}

#[derive(Clone, Copy)]
struct Parts(StoredValue<Vec<Part>, LocalStorage>);

/// What `show` draws at `node` is a part of the [`Plate`] around it, which saves it under `name`.
pub fn keep(name: TextProp, node: NodeRef<html::Div>, show: impl Fn(Lang, &mut dyn FnMut(&dyn Drawn)) + 'static) {
    let Some(Parts(parts)) = use_context() else { return };
    let id = ui::web::unique("part");
    parts.update_value(|parts| parts.push(Part { id: id.clone(), name, node, show: Rc::new(show) }));
    on_cleanup(move || {
        let _gone = parts.try_update_value(|parts| parts.retain(|part| part.id != id));
    });
}

/// What the kit does not draw: its numbers alone.
struct Listed(Table);

impl Figure for Listed {
    fn paint(&self, _pen: &Pen<'_>) -> Result<(), PlotError> {
        Ok(())
    }
}

impl Tabular for Listed {
    fn table(&self) -> Table {
        self.0.clone()
    }
}

/// These numbers are a part of the [`Plate`] around them, which saves them under `name`.
pub fn keep_table(name: TextProp, table: impl Fn(Lang) -> Table + 'static) {
    keep(name, NodeRef::new(), move |lang, done| done(&Listed(table(lang))));
}

/// What of a figure can be taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kept {
    /// Pixels, drawing and numbers.
    #[default]
    All,
    /// The numbers, of what the kit does not draw.
    Numbers,
    /// The numbers of what is a table already.
    Rows,
}

/// A figure whose parts can be saved, and read as tables.
#[component]
pub fn Plate(
    bench: Bench,
    /// Its files are called after it.
    name: &'static str,
    tag: &'static str,
    title: Text,
    #[prop(optional, into)] quiet: Option<TextProp>,
    /// Controls in its head.
    #[prop(optional, into)]
    controls: ViewFn,
    #[prop(optional)] class: &'static str,
    /// What of it can be.
    #[prop(optional)]
    kept: Kept,
    children: Children,
) -> impl IntoView {
    let (words, body) = (lang(), NodeRef::<html::Div>::new());
    let parts = StoredValue::new_local(Vec::<Part>::new());
    let save = move |form: SaveAs| {
        let (file, lang) = (stem(bench.lab.id, name), words.get_untracked());
        let Some(element) = body.get_untracked() else { return };
        let parts = parts.get_value();
        match form {
            SaveAs::Png => save_picture(&element, &file),
            SaveAs::Csv => ui::web::save_text(&format!("{file}.csv"), "text/csv", &untrack(|| csv(&parts, lang))),
            SaveAs::Svg => {
                if let Some(svg) = untrack(|| document(&parts, &element, lang, title.get(lang))) {
                    ui::web::save_text(&format!("{file}.svg"), "image/svg+xml", &svg);
                }
            }
        }
    };
    let table = move || {
        let parts = parts.get_value();
        let several = parts.len() > 1;
        parts.into_iter().map(|part| view! { <Numbers part title several/> }).collect_view()
    };
    let saves = if kept == Kept::All { vec![SaveAs::Png, SaveAs::Svg, SaveAs::Csv] } else { vec![SaveAs::Csv] };
    let quiet = move || quiet.as_ref().map(TextProp::get).unwrap_or_default();
    let inside =
        move || view! { <div class="plate" node_ref=body><Provider value=Parts(parts)>{children()}</Provider></div> };
    if kept == Kept::Rows {
        view! { <FigureFrame tag title quiet controls class saves on_save=save>{inside()}</FigureFrame> }.into_any()
    } else {
        view! { <FigureFrame tag title quiet controls class saves on_save=save table>{inside()}</FigureFrame> }
            .into_any()
    }
}

/// One part as a table; it follows the frames.
#[component]
fn Numbers(part: Part, title: Text, several: bool) -> impl IntoView {
    let (words, name) = (lang(), part.name.clone());
    let part = StoredValue::new_local(part);
    let table = Memo::new(move |_| {
        let Table { header, rows } = part.with_value(|part| part.table(words.get()));
        (header, rows)
    });
    let head = Signal::derive(move || table.with(|(head, _)| head.clone()));
    let rows = Signal::derive(move || table.with(|(_, rows)| rows.clone()));
    view! { <DataTable caption=title part=several.then_some(name) head rows/> }
}

/// The tables of all parts; of several each has its name above it.
fn csv(parts: &[Part], lang: Lang) -> String {
    if let [part] = parts {
        return part.table(lang).to_csv();
    }
    let named = |part: &Part| {
        let name = Table { header: vec![part.name.get().to_string()], rows: Vec::new() };
        name.to_csv() + &part.table(lang).to_csv()
    };
    parts.iter().map(named).collect::<Vec<_>>().join("\n")
}

/// All parts as they stand on the page.
fn document(parts: &[Part], element: &web_sys::Element, lang: Lang, title: &str) -> Option<String> {
    /// Of a part that is out of sight, while its table stands there.
    const SIZE: (u32, u32) = (560, 360);
    let theme = plot::canvas::theme(element.unchecked_ref()).ok()?;
    let (mut drawn, mut corner, mut below) = (Vec::new(), None, 0.0_f64);
    for part in parts {
        let Some(node) = part.node.get_untracked() else { continue };
        let (rect, size) = (
            node.get_bounding_client_rect(),
            (node.client_width().unsigned_abs(), node.client_height().unsigned_abs()),
        );
        let seen = size.0 > 8 && size.1 > 8;
        let (place, size) = if seen { ((rect.left(), rect.top()), size) } else { ((0.0, below), SIZE) };
        below += f64::from(size.1);
        (part.show)(lang, &mut |figure| {
            if let Ok(svg) = plot::svg::whole(figure, size, &theme) {
                let (left, top) = corner.unwrap_or(place);
                corner = Some((left.min(place.0), top.min(place.1)));
                drawn.push((place, size, svg));
            }
        });
    }
    let (left, top) = corner?;
    let mut whole = (0, 0);
    let mut placed = Vec::new();
    for ((x, y), size, svg) in drawn {
        let at = (x - left, y - top);
        whole = (whole.0.max(at.0.ceil() as u32 + size.0), whole.1.max(at.1.ceil() as u32 + size.1));
        placed.push((at, svg));
    }
    let names: Vec<String> = parts.iter().map(|part| part.name.get().to_string()).collect();
    Some(plot::svg::titled(&plot::svg::beside(&placed, whole, &theme), title, &names.join("; ")))
}
