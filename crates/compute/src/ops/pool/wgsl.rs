//! WGSL of the pooling primitives.

use super::{Pool, picture};
use crate::gpu::wgsl::{Place, Task};

/// Where element `(a, b)` of window `(y, x)` stands, and whether it is inside: lines that set `p`, `q` and `inside`.
fn element(pool: &Pool, h: usize, w: usize) -> String {
    let [(top, _), (left, _)] = pool.pad;
    format!(
        "let p = y * {}u + a - {top}u; let q = x * {}u + b - {left}u;\n  let inside = (p < {h}u) & (q < {w}u);\n  ",
        pool.stride[0], pool.stride[1]
    )
}

/// Lines that set `image`, `y` and `x` of a picture of this height and width from the number `i`.
fn position(h: usize, w: usize) -> String {
    format!("let image = i / {}u; let y = i / {w}u % {h}u; let x = i % {w}u;\n  ", h * w)
}

pub(super) fn index(pool: &Pool, x: &Place<'_>, out: &Place<'_>) -> Task {
    let ((_, h, w), (_, oh, ow)) = (picture(x.axes), picture(out.axes));
    let [k, l] = pool.size;
    let code = format!(
        "{}var most = 0.0; var best = 0u; var found = false;\n  for (var a = 0u; a < {k}u; a++) {{ for (var b = 0u; b < {l}u; b++) {{\n  \
         {}if (inside) {{\n    let value = {};\n    if (!found | (value > most)) {{ most = value; best = a * {l}u + b; found = true; }}\n  \
         }} }} }}\n  {} = f32(best);\n",
        position(oh, ow),
        element(pool, h, w),
        x.row(&format!("image * {h}u + p"), "q"),
        out.linear("i"),
    );
    Task::each(out.size(), code)
}

pub(super) fn take(pool: &Pool, x: &Place<'_>, places: &Place<'_>, out: &Place<'_>) -> Task {
    let ((_, h, w), (_, oh, ow)) = (picture(x.axes), picture(out.axes));
    let l = pool.size[1];
    let code = format!(
        "{}let place = u32({}); let a = place / {l}u; let b = place % {l}u;\n  {}var value = 0.0;\n  if (inside) {{ value = {}; }}\n  \
         {} = value;\n",
        position(oh, ow),
        places.row(&format!("image * {oh}u + y"), "x"),
        element(pool, h, w),
        x.row(&format!("image * {h}u + p"), "q"),
        out.linear("i"),
    );
    Task::each(out.size(), code)
}

/// Each element of the result looks at the windows that hold it: nothing is written twice.
pub(super) fn put(pool: &Pool, values: &Place<'_>, places: &Place<'_>, out: &Place<'_>) -> Task {
    let ((_, oh, ow), (_, h, w)) = (picture(values.axes), picture(out.axes));
    let ([k, l], [s, r], [(top, _), (left, _)]) = (pool.size, pool.stride, pool.pad);
    if s >= k && r >= l {
        // One window at most.
        let code = format!(
            "{}let p = (y + {top}u) / {s}u; let q = (x + {left}u) / {r}u;\n  let a = (y + {top}u) % {s}u; let b = (x + {left}u) % {r}u;\n  \
             let inside = (p < {oh}u) & (q < {ow}u) & (a < {k}u) & (b < {l}u);\n  \
             {} = select(0.0, {}, inside & (u32({}) == a * {l}u + b));\n",
            position(h, w),
            out.linear("i"),
            values.row(&format!("image * {oh}u + p"), "q"),
            places.row(&format!("image * {oh}u + p"), "q"),
        );
        return Task::each(out.size(), code);
    }
    let code = format!(
        "{}let row = y + {top}u; let column = x + {left}u;\n  var total = 0.0;\n  \
         let first = select(0u, (row - {k}u) / {s}u + 1u, row >= {k}u); let last = min(row / {s}u + 1u, {oh}u);\n  \
         let start = select(0u, (column - {l}u) / {r}u + 1u, column >= {l}u); let end = min(column / {r}u + 1u, {ow}u);\n  \
         for (var p = first; p < last; p++) {{ for (var q = start; q < end; q++) {{\n    \
         let tap = (row - p * {s}u) * {l}u + column - q * {r}u;\n    \
         if (u32({}) == tap) {{ total += {}; }}\n  }} }}\n  {} = total;\n",
        position(h, w),
        places.row(&format!("image * {oh}u + p"), "q"),
        values.row(&format!("image * {oh}u + p"), "q"),
        out.linear("i"),
    );
    Task::each(out.size(), code)
}
