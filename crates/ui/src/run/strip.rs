//! The history of the run: its own curve, its events, and the step on view.

use crate::lang::{lang, t};
use labkit::text::{Lang, Sentence};
use leptos::prelude::*;
use std::fmt::Write;
use std::ops::RangeInclusive;

/// Width and height of the curve's own coordinates; it is stretched to the room there is.
const WIDTH: f32 = 400.0;
const HEIGHT: f32 = 38.0;

/// What kind of event it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunMark {
    /// A parameter was changed.
    Change,
    /// The run was pinned.
    Pin,
    /// Something stopped being a number.
    Broke,
}

/// Something that happened on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct RunEvent {
    /// At which step.
    pub step: u64,
    /// What kind.
    pub mark: RunMark,
    /// What, in words.
    pub text: Sentence,
}

#[component]
pub(super) fn Strip(
    /// The curve of the whole run, as far as `ran`.
    history: Signal<Vec<f32>>,
    events: Signal<Vec<RunEvent>>,
    /// The step on view, and the farthest that the run has been.
    step: Signal<u64>,
    ran: Signal<u64>,
    /// The step at the right end.
    end: Signal<u64>,
    #[prop(optional_no_strip)] on_scrub: Option<Callback<u64>>,
) -> impl IntoView {
    let share = move |at: u64| 100.0 * (at as f64 / end.get().max(1) as f64).min(1.0);
    let lang = lang();
    let points = Memo::new(move |_| history.with(|values| curve(values, (share(ran.get()) / 100.0) as f32 * WIDTH)));
    let head = move || (share(step.get()) / 100.0) as f32 * WIDTH;
    let past = move || points.with(|points| path(points, 0.0..=head()));
    let area = move || Some(past()).filter(|path| !path.is_empty()).map(|path| format!("{path}V{HEIGHT}H0z"));
    let future = move || (step.get() < ran.get()).then(|| points.with(|points| path(points, head()..=WIDTH)));
    let where_ = move || match lang.get() {
        Lang::Zh => format!("第 {} 步，共 {} 步", step.get(), ran.get()),
        Lang::En => format!("step {} of {}", step.get(), ran.get()),
    };
    let marks = move || {
        let one = |event: RunEvent| {
            let class = match event.mark {
                RunMark::Change => "scrub__event",
                RunMark::Pin => "scrub__event scrub__event--pin",
                RunMark::Broke => "scrub__event scrub__event--bad",
            };
            let text = move || event.text.get(lang.get()).to_owned();
            view! { <span class=class style=("--x", format!("{:.2}%", share(event.step))) title=text></span> }
        };
        events.get().into_iter().map(one).collect_view()
    };
    view! {
        <div class="scrub" style=("--x", move || format!("{:.2}%", share(step.get())))>
            <svg class="scrub__spark" viewBox="0 0 400 38" preserveAspectRatio="none" aria-hidden="true">
                <path class="fill" d=area></path>
                <path class="future" d=future></path>
                <path class="past" d=past></path>
            </svg>
            <span class="scrub__base"></span>
            {marks}
            <span class="scrub__head" class:scrub__head--still=on_scrub.is_none()></span>
            {on_scrub.map(|on_scrub| view! {
                <input
                    type="range"
                    min="0"
                    prop:max=move || ran.get().to_string()
                    prop:value=move || step.get().to_string()
                    style=("--ran", move || format!("{:.2}%", share(ran.get())))
                    aria-label=t("历史：退回任一步", "History: go back to any step")
                    aria-valuetext=where_
                    on:input:target=move |event| {
                        if let Ok(step) = event.target().value().parse() {
                            on_scrub.run(step);
                        }
                    }
                />
            })}
        </div>
    }
}

// From the left edge to `width`, smallest at the bottom. At most one point a pixel; gaps where there is no number.
fn curve(values: &[f32], width: f32) -> Vec<(f32, f32)> {
    let finite = || values.iter().copied().filter(|value| value.is_finite());
    let (low, high) = finite().fold((f32::MAX, f32::MIN), |(low, high), value| (low.min(value), high.max(value)));
    if values.len() < 2 || high < low {
        return Vec::new();
    }
    let span = if high > low { high - low } else { 1.0 };
    let stride = values.len().div_ceil(WIDTH as usize).max(1);
    let last = (values.len() - 1) as f32;
    let kept = values.iter().enumerate().filter(|(index, value)| index % stride == 0 && value.is_finite());
    kept.map(|(index, value)| (index as f32 / last * width, 2.0 + (1.0 - (value - low) / span) * (HEIGHT - 6.0)))
        .collect()
}

/// The part of a curve between two places, with its ends on them.
fn path(points: &[(f32, f32)], range: RangeInclusive<f32>) -> String {
    let mut path = String::new();
    let mut put = |x: f32, y: f32| {
        let _ = write!(path, "{}{x:.1} {y:.1}", if path.is_empty() { 'M' } else { 'L' });
    };
    for pair in points.windows(2) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        let (a, b) = (x0.max(*range.start()), x1.min(*range.end()));
        if a > b || (a == b && x0 < x1) {
            continue;
        }
        let at = |x: f32| if x1 > x0 { y0 + (y1 - y0) * (x - x0) / (x1 - x0) } else { y1 };
        put(a, at(a));
        put(b, at(b));
    }
    path
}

#[cfg(test)]
mod tests {
    use super::{curve, path};

    #[test]
    fn draws_from_the_left_to_the_head() {
        let points = curve(&[3.0, 2.0, 1.0], 100.0);
        assert_eq!(points, [(0.0, 2.0), (50.0, 18.0), (100.0, 34.0)]);
        assert_eq!(path(&points, 0.0..=100.0), "M0.0 2.0L50.0 18.0L50.0 18.0L100.0 34.0");
    }

    #[test]
    fn past_and_future_meet_at_the_head() {
        let points = curve(&[3.0, 2.0, 1.0], 100.0);
        assert_eq!(path(&points, 0.0..=25.0), "M0.0 2.0L25.0 10.0");
        assert_eq!(path(&points, 25.0..=400.0), "M25.0 10.0L50.0 18.0L50.0 18.0L100.0 34.0");
        assert_eq!(path(&points, 0.0..=0.0), "", "at step 0 there is no past");
    }

    #[test]
    fn says_nothing_of_nothing() {
        for values in [vec![], vec![1.0], vec![f32::NAN; 2]] {
            assert_eq!(path(&curve(&values, 400.0), 0.0..=400.0), "");
        }
    }

    #[test]
    fn a_long_run_has_a_point_a_pixel() {
        assert!(curve(&vec![1.0; 100_000], 400.0).len() <= 401);
    }
}
