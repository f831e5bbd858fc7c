//! A step as a drawing: its kernels from left to right in the order of their depth, with a line from each to those that read
//! what it writes.

use labkit::inside::KernelLine;
use leptos::prelude::*;
use ui::lang::tf;

/// Room of a kernel, and the part of it that is the box.
const ROOM: (f64, f64) = (104.0, 34.0);
const BOX: (f64, f64) = (78.0, 24.0);

#[component]
pub(super) fn Drawing(plan: RwSignal<Vec<KernelLine>>, chosen: RwSignal<usize>) -> impl IntoView {
    let places = Memo::new(move |_| plan.with(|plan| places(plan)));
    let size = Memo::new(move |_| {
        places.with(|places| {
            places.iter().fold((0.0_f64, 0.0_f64), |(w, h), (x, y)| (w.max(x + ROOM.0), h.max(y + ROOM.1)))
        })
    });
    let label = tf(move |lang| {
        let (kernels, levels) =
            (plan.with(Vec::len), plan.with(|plan| plan.iter().map(|k| k.level).max().unwrap_or(0) + 1));
        match lang {
            labkit::Lang::Zh => format!("一步的 {kernels} 个内核，深 {levels} 层；列表里逐个列出"),
            labkit::Lang::En => format!("The {kernels} kernels of a step, {levels} deep; the list names each"),
        }
    });
    let links = move || {
        let all = plan.with(|plan| places.with(|places| links(plan, places)));
        all.into_iter()
            .map(|(from, to, path)| {
                let on = move || chosen.get() == from || chosen.get() == to;
                view! { <path d=path class="drawing__link" class:is-on=on></path> }
            })
            .collect_view()
    };
    let nodes = move || {
        let one = |(index, (x, y)): (usize, (f64, f64))| {
            let line = plan.with(|plan| plan.get(index).map(|kernel| kernel.line.clone()).unwrap_or_default());
            let place = format!("translate({x:.0} {y:.0})");
            view! {
                <g transform=place class="drawing__node" class:is-on=move || chosen.get() == index on:click=move |_| chosen.set(index)>
                    <title>{line.clone()}</title>
                    <rect width=BOX.0 height=BOX.1 rx="3"></rect>
                    <text x="6" y="16"><tspan class="drawing__index">{index + 1}</tspan>" "{written(&line)}</text>
                </g>
            }
        };
        places.get().into_iter().enumerate().map(one).collect_view()
    };
    view! {
        <div class="drawing" tabindex="0" role="img" aria-label=label>
            <svg width=move || size.get().0 height=move || size.get().1 aria-hidden="true">{links}{nodes}</svg>
        </div>
    }
}

/// The upper left corner of each kernel: a column a level, in the order of the plan.
fn places(plan: &[KernelLine]) -> Vec<(f64, f64)> {
    let mut filled: Vec<u32> = Vec::new();
    let mut columns: Vec<u32> = plan.iter().map(|kernel| kernel.level).collect();
    columns.sort_unstable();
    columns.dedup();
    let place = |kernel: &KernelLine| {
        let column = columns.partition_point(|level| *level < kernel.level);
        if filled.len() <= column {
            filled.resize(column + 1, 0);
        }
        filled[column] += 1;
        (column as f64 * ROOM.0 + 4.0, f64::from(filled[column] - 1) * ROOM.1 + 4.0)
    };
    plan.iter().map(place).collect()
}

/// From and to, and the way between.
fn links(plan: &[KernelLine], places: &[(f64, f64)]) -> Vec<(usize, usize, String)> {
    let mut all = Vec::new();
    for (to, kernel) in plan.iter().enumerate() {
        for from in kernel.sources.iter().map(|source| *source as usize) {
            let (Some((x0, y0)), Some((x1, y1))) = (places.get(from), places.get(to)) else { continue };
            let (x0, y0, y1) = (x0 + BOX.0, y0 + BOX.1 / 2.0, y1 + BOX.1 / 2.0);
            let half = ((x1 - x0) / 2.0).max(12.0);
            all.push((
                from,
                to,
                format!("M{x0:.0} {y0:.0}C{:.0} {y0:.0} {:.0} {y1:.0} {x1:.0} {y1:.0}", x0 + half, x1 - half),
            ));
        }
    }
    all
}

/// What a kernel writes, shortened.
fn written(line: &str) -> String {
    const LONG: usize = 9;
    // `[3] w ← …`: behind the shape, before the arrow.
    let name = line.split_once('←').map_or(line, |(before, _)| before);
    let name = name.split_once(']').map_or(name, |(_, name)| name).trim();
    if name.chars().count() > LONG {
        format!("{}…", name.chars().take(LONG - 1).collect::<String>())
    } else {
        name.to_owned()
    }
}
