//! What every row of controls has.

use crate::icon::Icon;
use crate::lang::{lang, say, t};
use crate::popover::Popover;
use labkit::param::Acts;
use labkit::text::{Sentence, Text};
use leptos::prelude::*;

/// Label, symbol, help, and what a change does.
#[component]
pub(crate) fn Head(
    label: Text,
    symbol: &'static str,
    help: Text,
    #[prop(optional_no_strip)] acts: Option<Acts>,
    /// Id of the input that the label belongs to.
    id: String,
) -> impl IntoView {
    view! {
        <div class="ctl__head">
            <label class="ctl__label" for=id>
                {say(label)}
                {(!symbol.is_empty()).then(|| view! { <Symbol symbol/> })}
            </label>
            {(!help.en.is_empty()).then(|| view! {
                <Popover label=label class="ctl__help" face=(|| view! { <Help/> }).into()>
                    <p>{say(help)}</p>
                </Popover>
            })}
            {acts.map(|acts| view! { <Effects acts=acts/> })}
        </div>
    }
}

/// A symbol as formulas have it: what stands after `_` is lowered.
#[component]
fn Symbol(symbol: &'static str) -> impl IntoView {
    let (base, lowered) = symbol.split_once('_').unwrap_or((symbol, ""));
    view! { <span class="var">{base}{(!lowered.is_empty()).then(|| view! { <sub>{lowered}</sub> })}</span> }
}

#[component]
fn Help() -> impl IntoView {
    view! {
        <Icon name="help" size=12/>
        <span class="sr">{t("说明：", "Help: ")}</span>
    }
}

#[component]
fn Effects(acts: Acts) -> impl IntoView {
    let (icon, words) = match acts {
        Acts::AtOnce => ("instant", Text::new("立即生效", "at once")),
        Acts::Restarts => ("rebuild", Text::new("重新开始", "restarts")),
        Acts::Shows => ("instant", Text::new("只改显示", "only shows")),
    };
    view! { <span class="ctl__effect"><Icon name=icon size=12/>{say(words)}</span> }
}

/// The jade tick in the margin of a changed control: press it to go back to the default.
#[component]
pub(crate) fn Was(
    /// The control's label.
    label: Text,
    on_click: Callback<()>,
) -> impl IntoView {
    let name = crate::lang::tf(move |lang| match lang {
        labkit::text::Lang::Zh => format!("{}：恢复默认", label.zh),
        labkit::text::Lang::En => format!("{}: back to default", label.en),
    });
    view! { <button type="button" class="ctl__was" aria-label=name on:click=move |_| on_click.run(())></button> }
}

/// What was wrong with what was typed, beside the field. The live region is always there, so that it is read out.
#[component]
pub(crate) fn Problem(id: String, #[prop(into)] problem: Signal<Option<Sentence>>) -> impl IntoView {
    let lang = lang();
    view! {
        <div id=id aria-live="polite">
            {move || problem.get().map(|problem| view! {
                <p class="ctl__error">
                    <Icon name="error" size=12/>
                    <span>{move || problem.get(lang.get()).to_owned()}</span>
                </p>
            })}
        </div>
    }
}
