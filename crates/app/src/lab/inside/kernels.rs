//! The kernels of a step: formula, shader, CPU twin, what both take, and how far apart they are on the numbers of this moment.

use super::drawing::Drawing;
use labkit::inside::{KernelLine, KernelReport, Look, PARITY, Parity};
use labkit::{Lang, Text, short};
use labs::stage::Bench;
use leptos::prelude::*;
use ui::lang::{lang, t, tf};
use ui::{IconButton, Segmented, Size};

/// The forms in which a kernel is shown.
const FORMS: [Text; 3] = [Text::same("WGSL"), Text::new("CPU 对照", "CPU twin"), Text::new("公式", "Formula")];

#[component]
pub(super) fn Kernels(bench: Bench) -> impl IntoView {
    let chosen = RwSignal::new(0_usize);
    let plan = bench.inside.plan;
    // Another run may have another plan; another step has other numbers, but those wait for the reader to ask.
    Effect::new(move |_| {
        bench.run.track();
        bench.look(Look::Plan);
    });
    Effect::new(move |_| {
        let (index, count) = (chosen.get(), plan.with(Vec::len));
        if index < count {
            bench.look(Look::Kernel(index as u32));
        } else if count > 0 {
            chosen.set(0);
        }
    });
    let kernels = move || {
        let one = |(index, kernel): (usize, KernelLine)| {
            view! {
                <button type="button" aria-current=move || (chosen.get() == index).then_some("true") on:click=move |_| chosen.set(index) title=kernel.line.clone()>
                    <span class="num">{index + 1}</span>
                    <span class="mono">{kernel.line.clone()}</span>
                </button>
            }
        };
        plan.get().into_iter().enumerate().map(one).collect_view()
    };
    let drawn = RwSignal::new(false);
    view! {
        <div class="inside">
            <div class="inside__list">
                <div class="seg seg--fill" role="group" aria-label=t("怎样列出", "How they are listed")>
                    <button type="button" aria-pressed=move || (!drawn.get()).to_string() on:click=move |_| drawn.set(false)>{t("列表", "List")}</button>
                    <button type="button" aria-pressed=move || drawn.get().to_string() on:click=move |_| drawn.set(true)>{t("图", "Drawing")}</button>
                </div>
                <Show when=move || drawn.get() fallback=move || view! {
                    <div class="tensors" role="group" aria-label=t("一步里的各个内核", "Kernels of a step")>{kernels}</div>
                }>
                    <Drawing plan chosen/>
                </Show>
            </div>
            <Kernel bench chosen/>
        </div>
    }
}

#[component]
fn Kernel(bench: Bench, chosen: RwSignal<usize>) -> impl IntoView {
    let form = RwSignal::new(0_usize);
    // Not the one before while the one chosen is on its way.
    let kernel = Memo::new(move |_| {
        let chosen = chosen.get();
        bench.inside.kernel.with(|kernel| kernel.clone().filter(|kernel| kernel.index as usize == chosen))
    });
    let again = move || bench.look(Look::Kernel(chosen.get_untracked() as u32));
    let text = move || {
        kernel.with(|kernel| {
            let kernel = kernel.as_deref()?;
            Some(match form.get() {
                0 => kernel.wgsl.clone(),
                1 => kernel.cpu.clone(),
                _ => kernel.formula.clone(),
            })
        })
    };
    let code = move || {
        let shader = form.get() == 0;
        let line = move |line: &str| {
            let parts = if shader { parts(line) } else { vec![("", line.to_owned())] };
            let parts = parts.into_iter().map(|(class, text)| view! { <span class=class>{text}</span> }).collect_view();
            view! { <span class="ln">{parts}</span> }
        };
        text().unwrap_or_default().trim_end().lines().map(line).collect_view()
    };
    let copy = move || {
        if let Some(text) = text() {
            // Browsers have a clipboard for secure pages only; the text can be chosen by hand as well.
            let _started = ui::web::copy(&text);
        }
    };
    let times =
        tf(move |lang| kernel.with(|kernel| kernel.as_deref().map_or_else(String::new, |kernel| times(kernel, lang))));
    let words = lang();
    let foot = move || kernel.with(|kernel| kernel.as_deref().map(|kernel| foot(kernel, words.get())));
    view! {
        <div class="kernel">
            <div class="kernel__head">
                <Segmented label=Text::new("看哪一种", "Which form") options=FORMS.to_vec() value=form on_change=move |index| form.set(index)/>
                <span class="quiet num">{times}</span>
                <span class="kernel__tools">
                    <IconButton icon="parity" label=Text::new("用现在的数再比一次", "Compare again on the present numbers") size=Size::Small on_click=move |()| again()/>
                    <IconButton icon="copy" label=Text::new("复制", "Copy") size=Size::Small on_click=move |()| copy()/>
                </span>
            </div>
            <pre class="kernel__code" tabindex="0" aria-label=t("内核的代码", "Code of the kernel")><code translate="no">{code}</code></pre>
            <div class="kernel__foot" aria-live="polite">{foot}</div>
        </div>
    }
}

fn times(kernel: &KernelReport, lang: Lang) -> String {
    let size = match lang {
        Lang::Zh => format!("读写 {} 个数", kernel.words),
        Lang::En => format!("{} numbers in and out", kernel.words),
    };
    match &kernel.parity {
        Ok(parity) => format!("GPU {} · CPU {} · {size}", time(parity.gpu_us), time(parity.cpu_us)),
        Err(_) => size,
    }
}

fn time(us: f64) -> String {
    if us < 0.05 {
        return "< 0.1 µs".to_owned();
    }
    if us >= 1000.0 { format!("{} ms", short(us / 1000.0)) } else { format!("{us:.1} µs") }
}

/// Whether both agree, and how far apart they are.
fn foot(kernel: &KernelReport, lang: Lang) -> AnyView {
    let parity = match &kernel.parity {
        Ok(parity) => parity,
        Err(why) => return view! { <span>{why.get(lang).to_owned()}</span> }.into_any(),
    };
    let Parity { difference, largest, adapter, .. } = parity;
    let good = difference <= &(PARITY * largest) || *difference == 0.0;
    let (class, word) = match (good, lang) {
        (true, Lang::Zh) => ("badge badge--ok", "一致"),
        (true, Lang::En) => ("badge badge--ok", "agrees"),
        (false, Lang::Zh) => ("badge badge--bad", "不一致"),
        (false, Lang::En) => ("badge badge--bad", "differs"),
    };
    let (apart, of) = (short(f64::from(*difference)), short(f64::from(*largest)));
    let share = short(f64::from(PARITY));
    let words = match lang {
        Lang::Zh => format!(
            "第 {} 步的数：GPU 与 CPU 最大差 {apart}，最大的数是 {of}（容许它的 {share}）。GPU：{adapter}",
            kernel.step
        ),
        Lang::En => format!(
            "On the numbers of step {}: largest difference GPU − CPU {apart}, largest number {of} (allowed: {share} of it). GPU: {adapter}",
            kernel.step
        ),
    };
    view! { <span class=class><ui::Icon name="parity"/>{word}</span><span class="num">{words}</span> }.into_any()
}

/// A line of WGSL in coloured parts.
fn parts(line: &str) -> Vec<(&'static str, String)> {
    let (code, comment) = line.find("//").map_or((line, ""), |at| line.split_at(at));
    let mut parts: Vec<(&'static str, String)> = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
        let end = if word(first) || first == '@' {
            rest.char_indices().skip(1).find(|(_, c)| !word(*c)).map_or(rest.len(), |(at, _)| at)
        } else {
            rest.char_indices().skip(1).find(|(_, c)| word(*c) || *c == '@').map_or(rest.len(), |(at, _)| at)
        };
        let (token, more) = rest.split_at(end);
        parts.push((class(token), token.to_owned()));
        rest = more;
    }
    if !comment.is_empty() {
        parts.push(("c", comment.to_owned()));
    }
    parts
}

fn class(token: &str) -> &'static str {
    const KEYWORDS: [&str; 16] = [
        "fn", "var", "let", "const", "struct", "if", "else", "for", "while", "loop", "return", "break", "continue",
        "switch", "case", "override",
    ];
    const TYPES: [&str; 10] = ["f32", "u32", "i32", "bool", "array", "vec2", "vec3", "vec4", "ptr", "atomic"];
    match token {
        _ if KEYWORDS.contains(&token) || token.starts_with('@') => "k",
        _ if TYPES.contains(&token) => "t",
        _ if token.starts_with(|c: char| c.is_ascii_digit()) => "n",
        _ => "",
    }
}
