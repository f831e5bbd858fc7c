//! A number on a track: drag it, type it, or move it with the arrow keys.

use super::{Head, NONE, Problem, Was};
use crate::lang::{lang, tf};
use crate::number::{format_number, parse_number};
use crate::scale::Scale;
use crate::web::unique;
use labkit::param::Acts;
use labkit::text::{Sentence, Text};
use leptos::prelude::*;

/// A number on a slider, with a field to type it. What is typed and does not fit is said beside the field, and the last
/// good value stays.
#[component]
pub fn Slider(
    /// A noun.
    label: Text,
    /// Its value now.
    #[prop(into)]
    value: Signal<f64>,
    /// Called with each new value.
    #[prop(into)]
    on_change: Callback<f64>,
    /// Smallest value.
    min: f64,
    /// Largest value.
    max: f64,
    /// The value it starts with: marked on the track, and gone back to by the tick in the margin.
    default: f64,
    /// Equal distances are equal ratios (then `min > 0`).
    #[prop(optional)]
    log: bool,
    /// Distance of two values; 0 where any value will do.
    #[prop(optional)]
    step: f64,
    /// Symbol in the formulas.
    #[prop(optional)]
    symbol: &'static str,
    /// Unit.
    #[prop(default = NONE)]
    unit: Text,
    /// One line of help.
    #[prop(default = NONE)]
    help: Text,
    /// What a change does.
    #[prop(optional_no_strip)]
    acts: Option<Acts>,
    /// A value that is marked on the track, with its meaning; none where it is not finite.
    #[prop(optional, into)]
    mark: Signal<f64>,
    /// What the marked value is.
    #[prop(default = NONE)]
    mark_label: Text,
) -> impl IntoView {
    let scale = Scale { min, max, step, log };
    let (id, told) = (unique("slider"), unique("told"));
    // What was typed and could not be taken; a new value from anywhere takes it away.
    let refused = RwSignal::new(None::<String>);
    let problem = Signal::derive(move || refused.get().map(|found| wrong(&found, scale, value.get())));
    let written = move || format_number(value.get(), scale.decimals());
    let take = move |next: f64| {
        refused.set(None);
        on_change.run(next);
    };
    let typed = move |text: String| match parse_number(&text) {
        Some(number) if (min..=max).contains(&number) && (step < 1.0 || number.fract() == 0.0) => take(number),
        _ => refused.set(Some(text)),
    };
    let lang = lang();
    let name = tf(move |lang| {
        format!("{}{}", label.get(lang), if symbol.is_empty() { String::new() } else { format!(" {symbol}") })
    });
    view! {
        <div class="ctl" data-changed=move || (value.get() != default).then_some("")>
            <Was label=label on_click=Callback::new(move |()| take(default))/>
            <Head label=label symbol=symbol help=help acts=acts id=id.clone()/>
            <div class="slider">
                <span class="slider__track">
                    <input
                        type="range"
                        id=id
                        min="0"
                        max=scale.stops().to_string()
                        step="1"
                        prop:value=move || (scale.share(value.get()) * scale.stops()).round().to_string()
                        style=("--p", move || format!("{:.2}%", 100.0 * scale.share(value.get())))
                        aria-valuetext=move || format!("{} {}", written(), unit.get(lang.get())).trim().to_owned()
                        on:input:target=move |event| {
                            if let Some(position) = parse_number(&event.target().value()) {
                                take(scale.value(position));
                            }
                        }
                    />
                    <Ticks scale=scale default=default/>
                    {(mark_label != NONE).then(|| view! { <Marked scale=scale value=mark label=mark_label/> })}
                </span>
                <span class="field" class:field--bad=move || refused.with(Option::is_some)>
                    <input
                        inputmode="decimal"
                        autocomplete="off"
                        prop:value=move || refused.get().unwrap_or_else(written)
                        aria-label=name
                        aria-invalid=move || refused.with(Option::is_some).to_string()
                        aria-describedby=told.clone()
                        on:change:target=move |event| typed(event.target().value())
                    />
                    {(!unit.en.is_empty()).then(|| view! { <span class="unit">{move || unit.get(lang.get())}</span> })}
                </span>
                {log.then(|| view! { <Powers scale=scale/> })}
            </div>
            <Problem id=told problem=problem/>
        </div>
    }
}

/// The powers of ten and the default, as marks on the track.
#[component]
fn Ticks(scale: Scale, default: f64) -> impl IntoView {
    let at = |share: f64| ("--x", format!("{share:.2}%"));
    view! {
        <span class="slider__ticks" aria-hidden="true">
            {scale.ticks().into_iter().map(|tick| view! { <i class="major" style=at(tick.at)></i> }).collect_view()}
            <i class="default" style=at(100.0 * scale.share(default))></i>
        </span>
    }
}

/// A value that matters, as a flag on the track.
#[component]
fn Marked(scale: Scale, value: Signal<f64>, label: Text) -> impl IntoView {
    let lang = lang();
    let on = move || (scale.min..=scale.max).contains(&value.get());
    let text = move || format!("{}: {}", label.get(lang.get()), format_number(value.get(), scale.decimals()));
    view! {
        <Show when=on>
            <span class="slider__marked">
                <i style=move || format!("--x: {:.2}%", 100.0 * scale.share(value.get())) title=text></i>
                <span class="sr">{text}</span>
            </span>
        </Show>
    }
}

/// The powers of ten that are written out.
#[component]
fn Powers(scale: Scale) -> impl IntoView {
    let ticks = scale.ticks().into_iter().filter_map(|tick| tick.power.map(|power| (tick.at, power)));
    let words = ticks.map(|(at, power)| {
        let number = match power {
            0 => view! { "1" }.into_any(),
            1 => view! { "10" }.into_any(),
            _ => view! { "10"<sup>{power.to_string().replace('-', "−")}</sup> }.into_any(),
        };
        view! { <span style=("--x", format!("{at:.2}%"))>{number}</span> }
    });
    view! { <span class="slider__scale num" aria-hidden="true">{words.collect_view()}</span> }
}

// What was expected, what came, what holds now.
fn wrong(found: &str, scale: Scale, value: f64) -> Sentence {
    let (min, max) = (format_number(scale.min, 0), format_number(scale.max, 0));
    let now = format_number(value, scale.decimals());
    let (zh, en) = if scale.step >= 1.0 { ("整数", "a whole number, ") } else { ("", "") };
    Sentence::new(
        format!("应为 {min} 到 {max} 的{}，输入的是“{found}”。仍用 {now}。", if zh.is_empty() { "数" } else { zh }),
        format!("Expected {en}{min} to {max}, got “{found}”. The run goes on with {now}."),
    )
}
