//! Two voices, how a filter answers them, and how many syllables are right at each pitch.

use crate::stage::{Bench, Chart, Curves, Form, Group, Ink, Pictured, Plate, Reads};
use labkit::{Lang, Text, short};
use leptos::prelude::*;
use ui::lang::{t, tf};

const KEYS: &[(&str, Text)] = &[
    ("frequency", Text::new("沿频率滑", "along frequency")),
    ("time", Text::new("沿时间滑", "along time")),
    ("dense", Text::new("全连接", "fully connected")),
];
const PITCHES: Curves = Curves {
    panel: "pitches",
    title: Text::new("各个音高，答对的比例", "Share right, by pitch"),
    quiet: Text::new("训练只到 110 Hz", "training ends at 110 Hz"),
    x: Text::new("音高（Hz）", "pitch (Hz)"),
    names: KEYS,
    focus: "frequency",
    log: (true, false),
    range: Some((0.0, 1.0)),
    mark: "",
    beside: &[],
};
const RESPONSES: Curves = Curves {
    panel: "responses",
    title: Text::new("一个卷积核的响应", "What one filter answers"),
    quiet: Text::new("横轴是它所在之处：沿频率以八度计，沿时间以帧计", "over its place: octaves along frequency, frames along time"),
    x: Text::new("位置", "place"),
    names: &[("one", Text::same("100 Hz")), ("other", Text::new("另一个嗓音", "other voice"))],
    focus: "",
    log: (false, false),
    range: None,
    mark: "",
    beside: &[],
};

#[component]
pub(super) fn Speech(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("speech_low", Text::new("沿频率，低音", "along frequency, low"), Form::Percent),
        ("speech_high", Text::new("沿频率，高音", "along frequency, high"), Form::Percent),
        ("speech_high_time", Text::new("沿时间，高音", "along time, high"), Form::Percent),
        ("speech_low_dense", Text::new("全连接，低音", "fully connected, low"), Form::Percent),
        ("speech_high_dense", Text::new("全连接，高音", "fully connected, high"), Form::Percent),
    ];
    view! { <Chart bench tag="a" curves=PITCHES>{view! { <Reads bench reads=READS/> }.into_any()}</Chart> }
}

#[component]
pub(super) fn More(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("speech_moved", Text::new("最大响应移了", "largest response moved"), Form::Number),
        ("speech_expected", Text::new("音高升了（1/6 八度）", "pitch rose (1/6 octave)"), Form::Number),
    ];
    let panel = bench.panel("spectrograms");
    let label = tf(move |lang| {
        let (moved, expected) = (short(bench.metric("speech_moved")), short(bench.metric("speech_expected")));
        match lang {
            Lang::Zh => format!("同一个音节，低、高两个嗓音的频谱图。音高升了 {expected} 格，最大响应移了 {moved} 格"),
            Lang::En => format!("The same syllable in a low and a high voice. The pitch rose by {expected} bands, the largest response moved by {moved}"),
        }
    });
    view! {
        <Chart bench tag="b" curves=RESPONSES>{view! { <Reads bench reads=READS/> }.into_any()}</Chart>
        <Plate bench name="spectrograms" tag="c" class="fig--fit" title=Text::new("频谱图", "Spectrograms")
            quiet=t("向上是频率，对数轴，70 Hz 到 6.3 kHz；向右是时间，0.25 s", "up is frequency, log axis, 70 Hz to 6.3 kHz; to the right time, 0.25 s")>
            <Pictured panel ink=Ink::Grey columns=2 label/>
        </Plate>
    }
}
