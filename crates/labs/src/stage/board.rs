//! Numbers in rows and columns that a reader points at, paints and types into.

use super::{Canvas, Hover, keep};
use labkit::{Lang, brief};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use plot::canvas::Sheet;
use plot::matrix::{Matrix, MatrixLayout};
use plot::{Palette, PlotError, Theme};
use ui::lang::{lang, tf};

/// What a board shows.
#[derive(Debug, Clone)]
pub struct Cells {
    /// Rows and columns.
    pub size: (usize, usize),
    /// Row by row from above.
    pub values: Vec<f32>,
    /// How values become colours.
    pub palette: fn(&[f32]) -> Palette,
    /// Whether each number is written in its cell.
    pub numbers: bool,
    /// Whether zeros are, too.
    pub zeros: bool,
    /// Cells that belong together: row and column of each.
    pub marked: Vec<(usize, usize)>,
    /// The one in question.
    pub chosen: Option<(usize, usize)>,
}

impl Cells {
    /// Numbers with a sign and nothing marked.
    pub fn new(size: (usize, usize), values: Vec<f32>) -> Self {
        Self { size, values, palette: Palette::sign, numbers: true, zeros: true, marked: Vec::new(), chosen: None }
    }

    fn matrix(&self) -> Matrix<'_> {
        let (rows, columns) = self.size;
        let palette = (self.palette)(&self.values);
        Matrix {
            palette,
            marked: &self.marked,
            chosen: self.chosen,
            numbers: self.numbers,
            zeros: self.zeros,
            bar: false,
            ..Matrix::new(rows, columns, &self.values)
        }
    }
}

/// What the reader does with a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stroke {
    /// Presses it, by pointer or key.
    Press,
    /// Comes over it with the pointer pressed.
    Drag,
    /// Types a sign.
    Sign(char),
}

/// A cell and what is done with it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pick {
    /// From above.
    pub row: usize,
    /// From the left.
    pub column: usize,
    /// What is done.
    pub stroke: Stroke,
}

/// The board. Where `on_pick` is given, it takes the focus: arrows move a cursor, space presses, digits and signs are typed into the cell.
#[component]
pub fn Board<F>(
    /// What it is.
    #[prop(into)]
    label: TextProp,
    /// What it shows; nothing while nothing is known.
    cells: F,
    /// Called with what the reader does.
    #[prop(optional, into)]
    on_pick: Option<Callback<Pick>>,
) -> impl IntoView
where
    F: Fn() -> Option<Cells> + Copy + Send + Sync + 'static,
{
    let words = lang();
    let node = NodeRef::<html::Div>::new();
    let cursor = RwSignal::new(None::<(usize, usize)>);
    let laid = RwSignal::new_local(None::<MatrixLayout>);
    let paint = move |sheet: &Sheet, theme: &Theme| -> Result<(), PlotError> {
        let Some(cells) = cells() else { return Ok(()) };
        let chosen = cursor.get().or(cells.chosen);
        let matrix = Matrix { chosen, ..cells.matrix() };
        laid.set(Some(matrix.layout(sheet.size(), theme)?));
        sheet.paint(&matrix, theme)
    };
    let read = move |at: (f64, f64)| {
        let (Some(layout), Some(cells)) = (laid.get_untracked(), cells()) else { return Vec::new() };
        cells.matrix().read(&layout, at).into_iter().collect()
    };
    let hit = move |event: &PointerEvent| {
        let rect = node.get_untracked()?.get_bounding_client_rect();
        let at = (f64::from(event.client_x()) - rect.left(), f64::from(event.client_y()) - rect.top());
        laid.get_untracked()?.hit(at)
    };
    let last = RwSignal::new(None::<(usize, usize)>);
    let pick = move |(row, column): (usize, usize), stroke: Stroke| {
        if let Some(on_pick) = on_pick {
            on_pick.run(Pick { row, column, stroke });
        }
    };
    let down = move |event: PointerEvent| {
        if let Some(at) = hit(&event) {
            cursor.set(None);
            last.set(Some(at));
            pick(at, Stroke::Press);
        }
    };
    let over = move |event: PointerEvent| {
        let Some(at) = hit(&event) else { return };
        if event.buttons() == 1 && last.get_untracked().is_some_and(|last| last != at) {
            last.set(Some(at));
            pick(at, Stroke::Drag);
        }
    };
    let key = move |event: KeyboardEvent| {
        let Some((rows, columns)) = cells().map(|cells| cells.size).filter(|(rows, columns)| rows * columns > 0) else {
            return;
        };
        let shown = cells().and_then(|cells| cells.chosen).unwrap_or((0, 0));
        let (row, column) = cursor.get_untracked().unwrap_or(shown);
        let to = |row: usize, column: usize| cursor.set(Some((row.min(rows - 1), column.min(columns - 1))));
        match &*event.key() {
            "ArrowUp" => to(row.saturating_sub(1), column),
            "ArrowDown" => to(row + 1, column),
            "ArrowLeft" => to(row, column.saturating_sub(1)),
            "ArrowRight" => to(row, column + 1),
            "Home" => to(row, 0),
            "End" => to(row, columns),
            " " | "Enter" => pick((row, column), Stroke::Press),
            key if !event.ctrl_key() && !event.meta_key() && !event.alt_key() => {
                let mut signs = key.chars();
                match (signs.next(), signs.next()) {
                    (Some(sign), None) if sign.is_ascii_digit() || matches!(sign, '-' | 'b' | 'w') => {
                        pick((row, column), Stroke::Sign(sign));
                    }
                    _ => return,
                }
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    // What stands under the cursor, said where it moves.
    let said = tf(move |lang| {
        let (Some((row, column)), Some(cells)) = (cursor.get(), cells()) else { return String::new() };
        let value =
            cells.values.get(row * cells.size.1 + column).map_or_else(String::new, |value| brief(f64::from(*value)));
        match lang {
            Lang::Zh => format!("第 {} 行第 {} 列：{value}", row + 1, column + 1),
            Lang::En => format!("row {}, column {}: {value}", row + 1, column + 1),
        }
    });
    keep(label.clone(), node, move |_, done| {
        if let Some(cells) = cells() {
            done(&cells.matrix());
        }
    });
    let name = label.clone();
    let whole = move || {
        let of = cells().map_or((0, 0), |cells| cells.size);
        match words.get() {
            Lang::Zh => format!("{}，{} 行 {} 列", label.get(), of.0, of.1),
            Lang::En => format!("{}, {} rows, {} columns", label.get(), of.0, of.1),
        }
    };
    let touched = on_pick.is_some();
    let style = move || {
        let (rows, columns) = cells().map_or((1, 1), |cells| cells.size);
        format!("aspect-ratio:{columns}/{rows}")
    };
    view! {
        <div class="board" class:board--live=touched style=style node_ref=node
            role=touched.then_some("application") tabindex=touched.then_some("0") aria-label=touched.then_some(move || name.get())
            on:pointerdown=down on:pointermove=over on:keydown=key on:blur=move |_| cursor.set(None)>
            <Canvas label=whole draw=paint/>
            <Hover read/>
            <span class="sr" aria-live="polite">{said}</span>
        </div>
    }
}
