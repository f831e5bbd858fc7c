//! How the examination went: who was taken for whom.

use crate::stage::{Bench, Drawn, Plate, Sketch, pictures};
use labkit::{Lang, Text};
use leptos::prelude::*;
use plot::{Matrix, Palette, Theme};
use ui::lang::{lang, t, tf};

const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

#[component]
pub(super) fn Confusion(bench: Bench) -> impl IntoView {
    let (panel, words) = (bench.panel("confusion"), lang());
    let counts = move || pictures(panel).map(|counts| counts.values.0).unwrap_or_default();
    let with = move |lang: Lang, done: &mut dyn FnMut(&Matrix<'_>)| {
        let counts = counts();
        if counts.len() != 100 {
            return;
        }
        // Right answers are many times as many: colour is for the wrong ones.
        let wrong = counts.iter().enumerate().filter(|(i, _)| i % 11 != 0).map(|(_, count)| *count);
        done(&Matrix {
            palette: Palette::Magnitude { most: f64::from(wrong.fold(1.0, f32::max)) },
            row_names: &DIGITS,
            column_names: &DIGITS,
            row_title: Some(Text::new("本来是 ↓ 读成 →", "what it is ↓ read as →").get(lang)),
            ..Matrix::new(10, 10, &counts)
        });
    };
    let read = Callback::new(move |(size, theme, at): ((f64, f64), Theme, (f64, f64))| {
        let mut found = None;
        with(words.get(), &mut |matrix| found = matrix.layout(size, &theme).ok().and_then(|layout| matrix.read(&layout, at)));
        found
    });
    let label = tf(move |lang| {
        let counts = counts();
        let wrong = (0..counts.len()).filter(|i| i % 11 != 0).max_by(|a, b| counts[*a].total_cmp(&counts[*b]));
        match (wrong, lang) {
            (Some(i), Lang::Zh) => format!("混淆矩阵；最常把 {} 读成 {}，{} 次", i / 10, i % 10, counts[i]),
            (Some(i), Lang::En) => format!("Confusion matrix; most often a {} is read as {}, {} times", i / 10, i % 10, counts[i]),
            (None, Lang::Zh) => "混淆矩阵".to_owned(),
            (None, Lang::En) => "Confusion matrix".to_owned(),
        }
    });
    view! {
        <Plate bench name="confusion" tag="h" title=Text::new("混淆矩阵", "Confusion") quiet=t("没练过的数字，张数", "unseen digits, counts")>
            <Sketch class="cnn-square" label read show=move |lang, done: &mut dyn FnMut(&dyn Drawn)| with(lang, &mut |matrix| done(matrix))/>
        </Plate>
    }
}
