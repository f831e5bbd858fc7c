//! Break my shield: a shield that the reader chooses or the seed draws, and what is left of 256 digits, against what may be.

use super::super::challenge::{CHALLENGES, Challenge, drawn};
use super::super::params::TABLE;
use crate::stage::{Bench, Form};
use labkit::{Lang, Value};
use leptos::prelude::*;
use ui::lang::{lang, t, tf};
use ui::{Button, FigureFrame, Look, Size};

#[component]
pub(super) fn Challenges(bench: Bench) -> impl IntoView {
    let words = lang();
    let take = move |challenge: &'static Challenge| {
        let begins = [("task", "arena"), ("attack", "ifgsm"), ("knows", "off"), ("goal", "any")];
        let radius = [("eps_linf", format!("{}", challenge.radius))];
        let own = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        let mut pairs: Vec<_> = begins.iter().chain(challenge.sets).map(own).collect();
        pairs.extend(radius.map(|(key, value)| (key.to_owned(), value)));
        // The challenges hold what the table allows: a test says so.
        let _set = bench.set_texts(&pairs);
        bench.play(true);
    };
    let now = Memo::new(move |_| bench.params.with(|params| CHALLENGES.iter().position(|one| one.stands(params))));
    let left = move || Form::Percent.write(bench.metric("attacked_accuracy"));
    let told = tf(move |lang| {
        let Some(challenge) = now.get().and_then(|at| CHALLENGES.get(at)) else {
            return match lang {
                Lang::Zh => "挑一面盾，或让种子抽一面；然后换方法、步数，或让攻击知道它。".to_owned(),
                Lang::En => {
                    "Choose a shield or let the seed draw one; then change method and steps, or let the attack know it."
                        .to_owned()
                }
            };
        };
        let far = bench.metric("linf_max") > challenge.radius + 1e-6;
        match (challenge.said(|name| bench.metric(name)), lang) {
            (None, Lang::Zh) => "分类器先要学会：不攻击时答对九成。".to_owned(),
            (None, Lang::En) => "First the classifier has to learn: nine of ten right without an attack.".to_owned(),
            (Some(true), Lang::Zh) => format!("破了：还剩 {}。", left()),
            (Some(true), Lang::En) => format!("Broken: {} left.", left()),
            (Some(false), Lang::Zh) if far => format!("改得太多：每个像素最多 {}。", challenge.radius),
            (Some(false), Lang::En) if far => format!("Too far: a pixel may change by {} at most.", challenge.radius),
            (Some(false), Lang::Zh) => format!("盾还在：剩 {}。", left()),
            (Some(false), Lang::En) => format!("It stands: {} left.", left()),
        }
    });
    let quiet = t(
        "L∞ 不超过所给的 ε，256 个数字里答对的不超过所给的比例",
        "within the given ε in L∞, leave at most the given share of 256 digits right",
    );
    let row = move |(at, challenge): (usize, &'static Challenge)| {
        view! {
            <tr class:is-focus=move || now.get() == Some(at)>
                <th scope="row">{move || challenge.name.get(words.get())}</th>
                <td class="num">{challenge.radius}</td>
                <td class="num">{format!("{:.0} %", challenge.left * 100.0)}</td>
                <td><Button label=labkit::Text::new("来一次", "Try") look=Look::Plain size=Size::Small on_click=move |()| take(challenge)/></td>
            </tr>
        }
    };
    let draw = move |()| {
        if let Some(challenge) = CHALLENGES.get(drawn(bench.seed.get_untracked())) {
            take(challenge);
        }
    };
    let knows = Signal::derive(move || bench.params.with(|params| params.switch(TABLE, "knows")));
    let tell = move |()| bench.set("knows", Value::Switch(!knows.get_untracked()));
    view! {
        <FigureFrame tag="k" title=labkit::Text::new("破盾", "Break my shield") quiet>
            <p class="quiet" aria-live="polite">{told}</p>
            <div class="tablewrap">
                <table class="table adv-shields">
                    <thead><tr><th scope="col">{t("盾", "shield")}</th><th scope="col">"ε"</th><th scope="col">{t("最多剩", "left")}</th><th scope="col"><span class="sr">{t("试", "try")}</span></th></tr></thead>
                    <tbody>{CHALLENGES.iter().enumerate().map(row).collect_view()}</tbody>
                </table>
            </div>
            <Button label=labkit::Text::new("让种子抽一面", "Let the seed draw one") look=Look::Plain size=Size::Small on_click=draw/>
            <Button label=labkit::Text::new("攻击知道它", "The attack knows it") look=Look::Plain size=Size::Small on_click=tell pressed=knows/>
        </FigureFrame>
    }
}
