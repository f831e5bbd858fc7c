//! Predictions: the reader commits to an answer, the lab runs, and what it finds decides.

use super::desk::Desk;
use labkit::number::brief;
use labkit::stop::{Claim, Stop};
use labkit::{Lang, Params, Text};
use leptos::prelude::*;
use ui::lang::lang;
use wasm_bindgen::JsCast as _;
use web_sys::Element;

/// The prediction that waits for its run, or was decided last.
#[derive(Clone)]
struct Asked {
    predict: Element,
    /// The index of the reader's answer.
    yours: usize,
    /// The run before, whose numbers decide nothing.
    before: u32,
    /// The state that decides.
    params: Params,
    /// The reader's own rule, which comes back.
    stop: Stop,
}

/// What decides predictions of the lesson on view.
#[derive(Clone, Copy)]
pub(super) struct Verdicts {
    desk: Desk,
    asked: RwSignal<Option<Asked>, LocalStorage>,
    /// Kept: where a paint calls back there is no context to ask.
    lang: Signal<Lang>,
}

impl Verdicts {
    pub(super) fn of(desk: Desk) -> Self {
        let words = lang();
        let lang = Signal::derive(move || words.get());
        let verdicts = Self { desk, asked: RwSignal::new_local(None), lang };
        Effect::new(move |_| verdicts.follow());
        verdicts
    }

    /// The reader has answered: runs the state that decides, up to where it is decided.
    pub(super) fn ask(&self, option: &Element, href: &str) {
        self.forget();
        let bench = self.desk.bench;
        let (Ok(Some(predict)), Some(yours)) = (option.closest(".predict"), index(option)) else { return };
        let until = predict.get_attribute("data-until").unwrap_or_default();
        let stop = bench.stop.get_untracked();
        if let Ok(until) = Stop::read(&until, bench.lab.metrics) {
            bench.stop_when(until);
        }
        let before = bench.run.get_untracked();
        self.desk.go(href, true);
        let params = bench.params.get_untracked();
        self.asked.set(Some(Asked { predict, yours, before, params, stop }));
    }

    /// Nothing is waited for any longer.
    pub(super) fn forget(&self) {
        if let Some(asked) = self.asked.try_update(Option::take).flatten() {
            self.desk.bench.stop_when(asked.stop);
        }
    }

    fn follow(&self) {
        let Some(asked) = self.asked.get() else { return };
        let (bench, lang) = (self.desk.bench, self.lang.get());
        let ended = bench.run.get() != asked.before
            && (bench.stopped.with(Option::is_some) || bench.halted.with(Option::is_some));
        let changed = bench.params.with(|params| *params != asked.params);
        if ended || changed {
            let verdicts = *self;
            // The numbers of the last step are shown with the next paint.
            request_animation_frame(move || {
                request_animation_frame(move || {
                    if verdicts.asked.try_update(Option::take).flatten().is_some() {
                        bench.stop_when(asked.stop);
                        verdicts.decide(&asked.predict, asked.yours, changed);
                    }
                });
            });
            return;
        }
        mark(&options(&asked.predict), None, asked.yours);
        let stop = bench.stop.with(Stop::to_string);
        let words = match lang {
            Lang::Zh => format!("实验正在跑：{stop} 处见分晓 ……"),
            Lang::En => format!("The lab is running; it decides at {stop} …"),
        };
        say(&asked.predict, &words);
    }

    /// Says what the run has shown.
    fn decide(&self, predict: &Element, yours: usize, changed: bool) {
        let (bench, lang) = (self.desk.bench, self.lang.get_untracked());
        if changed {
            say(
                predict,
                match lang {
                    Lang::Zh => "参数中途改过，这一次不算数。再选一次。",
                    Lang::En => "The parameters were changed on the way, so this run decides nothing. Answer again.",
                },
            );
            return;
        }
        let (options, metrics) = (options(predict), bench.metrics.get_untracked());
        let claims: Vec<Claim> = options.iter().filter_map(claim).collect();
        let right = claims.iter().position(|claim| claim.holds(&metrics));
        mark(&options, right, yours);
        let mut measured: Vec<String> = Vec::new();
        for condition in claims.iter().flat_map(|claim| &claim.0) {
            let Some((name, value)) = metrics.iter().find(|(name, _)| *name == condition.metric) else { continue };
            let words = format!("{name} = {}", brief(*value));
            if !measured.contains(&words) {
                measured.push(words);
            }
        }
        let verdict = match (right == Some(yours), right.is_some()) {
            (true, _) => Text::new("你说对了", "You were right"),
            (false, true) => Text::new("不是这样", "It went otherwise"),
            (false, false) => Text::new("哪个都不是", "None of these"),
        };
        let (verdict, step, measured) = (verdict.get(lang), bench.step.get_untracked(), measured.join(", "));
        let words = match lang {
            Lang::Zh => format!("{verdict}。第 {step} 步：{measured}"),
            Lang::En => format!("{verdict}. Step {step}: {measured}"),
        };
        say(predict, &words);
        if let Ok(Some(details)) = predict.query_selector("details") {
            let _opened = details.set_attribute("open", "");
        }
    }
}

fn options(predict: &Element) -> Vec<Element> {
    let Ok(list) = predict.query_selector_all("[data-option]") else { return Vec::new() };
    (0..list.length()).filter_map(|at| list.get(at)?.dyn_into().ok()).collect()
}

fn index(option: &Element) -> Option<usize> {
    option.get_attribute("data-option")?.parse().ok()
}

fn claim(option: &Element) -> Option<Claim> {
    Claim::read(&option.get_attribute("data-claim")?).ok()
}

/// Marks the reader's answer, and the right one where it is known.
fn mark(options: &[Element], right: Option<usize>, yours: usize) {
    for (at, option) in options.iter().enumerate() {
        let _set = option.class_list().toggle_with_force("predict__opt--right", right == Some(at));
        let _set = option.class_list().toggle_with_force("predict__opt--yours", right != Some(at) && yours == at);
        let _set = if yours == at {
            option.set_attribute("aria-current", "true")
        } else {
            option.remove_attribute("aria-current")
        };
    }
}

fn say(predict: &Element, words: &str) {
    if let Ok(Some(place)) = predict.query_selector(".predict__verdict") {
        place.set_text_content(Some(words));
    }
}
