//! The numbers under a figure.

use super::Bench;
use labkit::{Text, short};
use leptos::prelude::*;
use ui::lang::lang;

/// How a number is written.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    /// Three significant digits.
    Number,
    /// A whole number.
    Count,
    /// A share, in percent.
    Percent,
    /// A ratio.
    Times,
    /// How many of ten.
    OfTen,
}

impl Form {
    /// The number as text; a dash where there is none.
    pub fn write(self, value: f64) -> String {
        match self {
            _ if !value.is_finite() => "—".to_owned(),
            Self::Number => short(value),
            Self::Count => ui::number::format_count(value.max(0.0) as u64),
            Self::Percent => format!("{:.1} %", value * 100.0),
            Self::Times => format!("{value:.1} ×"),
            Self::OfTen => format!("{value:.0} / 10"),
        }
    }
}

/// Metrics with their labels.
pub type Group = &'static [(&'static str, Text, Form)];

/// The numbers side by side.
#[component]
pub fn Reads(
    bench: Bench,
    reads: Group,
    /// Leaves out those that the frame does not have.
    #[prop(optional)]
    known: bool,
) -> impl IntoView {
    let words = lang();
    let one = move |(name, label, form): &'static (&'static str, Text, Form)| {
        view! {
            <div class="read" hidden=move || known && !bench.metric(name).is_finite()>
                <div class="read__label">{move || label.get(words.get())}</div>
                <div class="read__value num" data-metric=*name>{move || form.write(bench.metric(name))}</div>
            </div>
        }
    };
    view! { <div class="reads">{reads.iter().map(one).collect_view()}</div> }
}
