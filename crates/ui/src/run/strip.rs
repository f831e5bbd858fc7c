//! The history of the run: its own curve, its events, and the step on view.

use crate::lang::t;
use labkit::text::Sentence;
use leptos::prelude::*;
use std::fmt::Write;

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
    history: Signal<Vec<f32>>,
    events: Signal<Vec<RunEvent>>,
    step: Signal<u64>,
    /// The step at the right end.
    end: Signal<u64>,
    #[prop(optional_no_strip)] on_scrub: Option<Callback<u64>>,
) -> impl IntoView {
    let share = move |at: u64| 100.0 * (at as f64 / end.get().max(1) as f64).min(1.0);
    let path = Memo::new(move |_| history.with(|values| curve(values, (share(step.get()) / 100.0) as f32 * WIDTH)));
    let line = move || path.get();
    let area = move || path.with(|path| if path.is_empty() { String::new() } else { format!("{path}V{HEIGHT}H0z") });
    let marks = move || {
        let one = |event: RunEvent| {
            let class = match event.mark {
                RunMark::Change => "scrub__event",
                RunMark::Pin => "scrub__event scrub__event--pin",
                RunMark::Broke => "scrub__event scrub__event--bad",
            };
            view! { <span class=class style=("--x", format!("{:.2}%", share(event.step)))></span> }
        };
        events.get().into_iter().map(one).collect_view()
    };
    view! {
        <div class="scrub" style=("--x", move || format!("{:.2}%", share(step.get())))>
            <svg class="scrub__spark" viewBox="0 0 400 38" preserveAspectRatio="none" aria-hidden="true">
                <path class="fill" d=area></path>
                <path class="past" d=line></path>
            </svg>
            <span class="scrub__base"></span>
            {marks}
            <span class="scrub__head" class:scrub__head--still=on_scrub.is_none()></span>
            {on_scrub.map(|on_scrub| view! {
                <input
                    type="range"
                    min="0"
                    max=move || end.get().to_string()
                    prop:value=move || step.get().to_string()
                    aria-label=t("历史：退回任一步", "History: go back to any step")
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
fn curve(values: &[f32], width: f32) -> String {
    let finite = || values.iter().copied().filter(|value| value.is_finite());
    let (low, high) = finite().fold((f32::MAX, f32::MIN), |(low, high), value| (low.min(value), high.max(value)));
    if values.len() < 2 || high < low {
        return String::new();
    }
    let span = if high > low { high - low } else { 1.0 };
    let stride = values.len().div_ceil(WIDTH as usize).max(1);
    let last = (values.len() - 1) as f32;
    let mut path = String::new();
    for (index, value) in values.iter().enumerate().filter(|(index, value)| index % stride == 0 && value.is_finite()) {
        let (x, y) = (index as f32 / last * width, 2.0 + (1.0 - (value - low) / span) * (HEIGHT - 6.0));
        let _ = write!(
            path,
            "{}{x:.1} {y:.1}",
            if path.is_empty() { "M0 ".to_owned() + &format!("{y:.1}L") } else { "L".to_owned() }
        );
    }
    path
}

#[cfg(test)]
mod tests {
    use super::curve;

    #[test]
    fn draws_from_the_left_to_the_head() {
        let path = curve(&[3.0, 2.0, 1.0], 100.0);
        assert!(path.starts_with("M0 2.0L0.0 2.0"), "{path}");
        assert!(path.ends_with("L100.0 34.0"), "{path}");
    }

    #[test]
    fn says_nothing_of_nothing() {
        assert_eq!(curve(&[], 400.0), "");
        assert_eq!(curve(&[1.0], 400.0), "");
        assert_eq!(curve(&[f32::NAN, f32::NAN], 400.0), "");
    }

    #[test]
    fn a_long_run_has_a_point_a_pixel() {
        let path = curve(&vec![1.0; 100_000], 400.0);
        assert!(path.matches('L').count() <= 401);
    }
}
