//! Controls, made from the parameter table.

use super::Bench;
use labkit::param::Acts;
use labkit::{Kind, Param, Text, Value};
use leptos::prelude::*;
use ui::lang::{say, t, tf};
use ui::{Button, Chip, Chips, Field, Look, Select, Size, Slider, Toggle};

/// The control rail: a group a heading, in the order of the table; only what is shown now.
#[component]
pub fn Controls(
    /// The lab.
    bench: Bench,
    /// What stands above the controls.
    #[prop(into)]
    extra: ViewFn,
) -> impl IntoView {
    let table = bench.lab.table;
    let mut groups: Vec<Text> = Vec::new();
    for param in table {
        if !groups.contains(&param.group) {
            groups.push(param.group);
        }
    }
    let changed = move || bench.params.with(|params| params.changed(table).len());
    let group = move |title: Text| {
        let inside: Vec<&'static Param> =
            table.iter().filter(|param| param.group == title && has_control(param)).collect();
        let shown = move |param: &Param| {
            let hidden = bench.hidden.with(|hidden| hidden.contains(&param.key));
            !hidden && bench.params.with(|params| (bench.lab.shown)(param, params))
        };
        let inside_again = inside.clone();
        let any = Memo::new(move |_| inside_again.iter().any(|param| shown(param)));
        // Said once for the group where it holds for all of it.
        let acts = inside.first().map(|param| param.acts).filter(|acts| inside.iter().all(|param| param.acts == *acts));
        let acts = acts.map(|acts| match acts {
            Acts::AtOnce => Text::new("立即生效", "acts at once"),
            Acts::Restarts => Text::new("从第 0 步重来", "starts again"),
            Acts::Shows => Text::new("只改显示", "changes only what is shown"),
        });
        let controls = inside.into_iter().map(|param| {
            let on = Memo::new(move |_| shown(param));
            view! { <Show when=move || on.get()>{control(bench, param)}</Show> }
        });
        view! {
            <div class="ctls__group" class:ctls__group--none=move || !any.get()>
                <h3 class="ctls__title">{say(title)}{acts.map(|acts| view! { <small>{say(acts)}</small> })}</h3>
                {controls.collect_view()}
            </div>
        }
    };
    let back = Signal::derive(tf(move |lang| match lang {
        labkit::Lang::Zh => format!("已改 {} 项 · 恢复", changed()),
        labkit::Lang::En => format!("{} changed · back to default", changed()),
    }));
    view! {
        <aside class="controls" aria-label=t("参数", "Controls") id="controls">
            <div class="controls__head">
                <h2>{t("参数", "Controls")}</h2>
                <Show when=move || 0 < changed()>
                    <button class="btn btn--quiet btn--s" type="button" on:click=move |_| bench.reset_params()>{move || back.get()}</button>
                </Show>
            </div>
            {move || extra.run()}
            <Toggle label=Text::new("改了就从头重走", "Changes rerun it all") value=bench.anew on_change=move |on| bench.anew.set(on)
                help=Text::new("每改一次，都用新的参数从第 0 步走到现在这一步：整条路跟着滑块变", "each change starts over with the new values and goes to this step: the whole path follows the slider")/>
            <div class="ctls">{groups.into_iter().map(group).collect_view()}</div>
            <div class="ctls__undo">
                <Button label=Text::new("撤销", "Undo") look=Look::Quiet size=Size::Small on_click=move |()| bench.undo()/>
                <Button label=Text::new("重做", "Redo") look=Look::Quiet size=Size::Small on_click=move |()| bench.redo()/>
            </div>
        </aside>
    }
    .into_any()
}

/// Text, points and columns have places of their own on the stage.
pub fn has_control(param: &Param) -> bool {
    !matches!(param.kind, Kind::Alias { .. } | Kind::Points { .. } | Kind::Text { .. } | Kind::Column | Kind::Columns)
}

fn control(bench: Bench, param: &'static Param) -> AnyView {
    let key = param.key;
    let value = Signal::derive(move || bench.params.with(|params| params.get(bench.lab.table, key)));
    let number = Signal::derive(move || if let Value::Number(number) = value.get() { number } else { f64::NAN });
    match param.kind {
        Kind::Number { min, max, default, log } => {
            let known = bench.lab.marks.iter().find(|mark| mark.param == key);
            let mark = Signal::derive(move || known.map_or(f64::NAN, |mark| bench.metric(mark.metric)));
            let mark_label = known.map_or(Text::same(""), |mark| mark.label);
            // What begins anew is mostly a number of things; a share is not.
            let things = param.acts == Acts::Restarts && default.fract() == 0.0 && max - min > 1.0;
            let step = if things { 1.0 } else { 0.0 };
            view! {
                <Slider label=param.label symbol=param.symbol help=param.help value=number
                    min=min max=max default=default log=log step=step mark=mark mark_label=mark_label
                    on_change=move |next| bench.set(key, Value::Number(next))/>
            }
            .into_any()
        }
        Kind::Typed { default, .. } => {
            let text = Signal::derive(move || ui::number::format_number(number.get(), 3));
            let commit = move |text: String| {
                let text = ui::number::parse_number(&text).map_or(text, |number| number.to_string());
                bench.set_texts(&[(key.to_owned(), text)])
            };
            view! {
                <Field label=param.label symbol=param.symbol help=param.help value=text number=true
                    default=ui::number::format_number(default, 3) on_commit=commit/>
            }
            .into_any()
        }
        Kind::Choice { options, default } => {
            let chosen =
                Signal::derive(move || if let Value::Choice(index) = value.get() { index as usize } else { 0 });
            let words: Vec<Text> = options.iter().map(|(_, text)| *text).collect();
            let choose = move |index: usize| bench.set(key, Value::Choice(u32::try_from(index).unwrap_or(0)));
            view! {
                <Select label=param.label symbol=param.symbol help=param.help default=default
                    options=words value=chosen on_change=choose/>
            }
            .into_any()
        }
        Kind::Set { options, .. } => {
            let chip = |(index, (_, text)): (usize, &(&str, Text))| Chip {
                label: (*text).into(),
                identity: u8::try_from(index + 1).unwrap_or(1),
            };
            let items: Vec<Chip> = options.iter().enumerate().map(chip).collect();
            let on = Signal::derive(move || if let Value::Set(bits) = value.get() { bits } else { 0 });
            view! { <Chips label=param.label items=items on=on on_change=move |bits| bench.set(key, Value::Set(bits))/> }.into_any()
        }
        Kind::Switch { default } => {
            let on = Signal::derive(move || value.get() == Value::Switch(true));
            view! {
                <Toggle label=param.label symbol=param.symbol help=param.help value=on default=default
                    on_change=move |on| bench.set(key, Value::Switch(on))/>
            }
            .into_any()
        }
        _ => ().into_any(),
    }
}
