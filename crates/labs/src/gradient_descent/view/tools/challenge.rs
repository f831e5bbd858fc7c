//! Challenges: a surface, a start, and a loss to reach in the fewest steps, with whatever optimiser and numbers. The best of each is kept
//! in this browser.

use super::super::super::params::{OPTIMISERS, TABLE};
use crate::stage::Bench;
use labkit::stop::Stop;
use labkit::{Lang, Params, Text};
use leptos::prelude::*;
use ui::lang::{lang, t, tf};
use ui::{Button, FigureFrame, Look, Size};

struct Challenge {
    id: &'static str,
    name: Text,
    /// What must stay as it is.
    fixed: &'static [(&'static str, &'static str)],
    /// What it begins with.
    begins: &'static [(&'static str, &'static str)],
}

/// The loss to reach.
const GOAL: f64 = 1e-3;

const CHALLENGES: [Challenge; 3] = [
    Challenge {
        id: "bent",
        name: Text::new("弯谷", "the bent valley"),
        fixed: &[("task", "formula"), ("f", "(1-x)^2 + 10*(y-x^2)^2"), ("x0", "-1.45"), ("y0", "2.35")],
        begins: &[("view", ""), ("optimiser", "gd"), ("show", "gd"), ("lr_gd", "0.006")],
    },
    Challenge {
        id: "ravine",
        name: Text::new("山谷，陡 100 倍", "a ravine, 100 times steeper across"),
        fixed: &[("task", "formula"), ("f", "0.5*(x^2 + k*y^2)"), ("k", "100"), ("x0", "-3"), ("y0", "0.8")],
        begins: &[("view", "-4,-2;4,2"), ("optimiser", "momentum"), ("show", "momentum"), ("lr_momentum", "0.02")],
    },
    Challenge {
        id: "beale",
        name: Text::same("Beale"),
        fixed: &[
            ("task", "formula"),
            ("f", "(1.5-x+x*y)^2 + (2.25-x+x*y^2)^2 + (2.625-x+x*y^3)^2"),
            ("x0", "-1"),
            ("y0", "1.4"),
        ],
        begins: &[("view", "-2,-2;4.2,2.2"), ("optimiser", "adam"), ("show", "adam"), ("lr_adam", "0.05")],
    },
];

impl Challenge {
    fn holds(&self, params: &Params) -> bool {
        let all = params.all(TABLE);
        let is = |(key, value): &(&str, &str)| all.iter().any(|(name, text)| name == key && text == value);
        // No stretch of the surface and no noise: those would be other challenges.
        self.fixed.iter().all(is) && params.number(TABLE, "ratio") == 1.0
    }

    fn key(&self) -> String {
        format!("challenge.gradient-descent.{}", self.id)
    }

    /// The best so far: steps, and with which optimiser.
    fn best(&self) -> Option<(u64, String)> {
        let kept = ui::web::remembered(&self.key())?;
        let (steps, optimiser) = kept.split_once(' ')?;
        Some((steps.parse().ok()?, optimiser.to_owned()))
    }
}

#[component]
pub(super) fn Challenges(bench: Bench) -> impl IntoView {
    // Counts what was kept, so that the table is read anew.
    let kept = RwSignal::new(0_u32);
    let record = RwSignal::new(false);
    Effect::new(move |_| {
        // A run that has come to its stop has come to the first step that passes it.
        if bench.stopped.get().is_none() || bench.metrics.with_untracked(|_| bench.metric("loss")) > GOAL {
            return;
        }
        let (steps, params) = (bench.step.get_untracked(), bench.params.get_untracked());
        let Some(challenge) = CHALLENGES.iter().find(|challenge| challenge.holds(&params)) else { return };
        let better = challenge.best().is_none_or(|(best, _)| steps < best);
        record.set(better);
        if better && steps > 0 {
            ui::web::remember(&challenge.key(), &format!("{steps} {}", params.choice(TABLE, "optimiser")));
            kept.update(|kept| *kept += 1);
        }
    });
    let words = lang();
    let go = move |challenge: &'static Challenge| {
        let pairs = challenge.fixed.iter().chain(challenge.begins).map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        // The challenges hold what the table allows: a test says so.
        let _set = bench.set_texts(&pairs.collect::<Vec<_>>());
        if let Ok(stop) = Stop::read("2000;loss<0.001", bench.lab.metrics) {
            bench.stop_when(stop);
        }
        bench.restart(bench.seed.get_untracked());
    };
    let row = move |challenge: &'static Challenge| {
        let best = move || {
            kept.track();
            let lang = words.get();
            match (challenge.best(), lang) {
                (None, _) => "—".to_owned(),
                (Some((steps, optimiser)), lang) => {
                    let name = OPTIMISERS.iter().find(|(key, _)| *key == optimiser).map_or("", |(_, name)| name.get(lang));
                    match lang {
                        Lang::Zh => format!("{steps} 步，{name}"),
                        Lang::En => format!("{steps} steps, {name}"),
                    }
                }
            }
        };
        let on = move || bench.params.with(|params| challenge.holds(params));
        view! {
            <tr class:is-focus=on>
                <th scope="row">{move || challenge.name.get(words.get())}</th>
                <td class="num">{best}</td>
                <td><Button label=Text::new("来一次", "Try") look=Look::Plain size=Size::Small on_click=move |()| go(challenge)/></td>
            </tr>
        }
    };
    let told = tf(move |lang| match (record.get(), lang) {
        (true, Lang::Zh) => "新纪录。",
        (true, Lang::En) => "A new best.",
        (false, Lang::Zh) => "任选优化器和数值，让焦点的损失降到 0.001 以下，步数越少越好。",
        (false, Lang::En) => "Any optimiser, any numbers: bring the loss in focus below 0.001 in the fewest steps.",
    });
    view! {
        <FigureFrame tag="c" title=Text::new("挑战", "Challenges") quiet=t("最好成绩留在这个浏览器里", "your best is kept in this browser")>
            <p class="quiet" aria-live="polite">{told}</p>
            <div class="tablewrap">
                <table class="table gd-challenges">
                    <thead><tr><th scope="col">{t("曲面", "surface")}</th><th scope="col">{t("你最好的", "your best")}</th><th scope="col"><span class="sr">{t("试", "try")}</span></th></tr></thead>
                    <tbody>{CHALLENGES.iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </FigureFrame>
    }
}
