//! A vowel before and after: its waves, its spectrograms, and both to be heard.

use super::{LOSSES, STEP, practising};
use crate::stage::{Bench, Chart, Curves, Form, Group, Ink, Pictured, Plate, Reads};
use labkit::{Content, Lang, Text, short};
use leptos::prelude::*;
use ui::lang::{lang, tf};
use ui::web::{bytes_url, forget_url};

/// Samples a second.
const RATE: u32 = 8000;
/// How often a sound is played, and seconds of silence after each.
const TIMES: usize = 3;
const PAUSE: f32 = 0.3;
const WAVE: Curves = Curves {
    panel: "wave",
    title: Text::new("波形", "The waves"),
    quiet: Text::new("噪声放大以后的样子；倍数写在下面", "the noise enlarged; by how much stands below"),
    x: Text::new("时间（ms）", "time (ms)"),
    names: &[("sound", Text::new("原声", "sound")), ("noise", Text::new("噪声", "noise"))],
    focus: "noise",
    log: (false, false),
    range: Some((-1.0, 1.0)),
    mark: "",
    beside: &[],
};
const MISHEARD: Curves = Curves {
    panel: "misheard",
    title: Text::new("攻击成功的比例", "Share that the attack fools"),
    quiet: Text::new("没听过的 40 个元音里，原来听对的", "of those heard right, of 40 unheard vowels"),
    x: STEP,
    names: &[("fooled", Text::new("成功", "fooled"))],
    focus: "fooled",
    log: (false, false),
    range: Some((0.0, 1.0)),
    mark: "",
    beside: &[],
};

#[component]
pub(super) fn Lead(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("sound_snr", Text::new("这一个的信噪比（dB）", "SNR of this one, dB"), Form::Number),
        ("sound_factor", Text::new("图 b 里噪声放大了", "noise in figure b, enlarged"), Form::Times),
    ];
    let quiet = practising(
        bench,
        Text::new(
            "向上是频率，梅尔刻度，到 4 kHz；向右是时间，0.26 s；下面是听成什么",
            "up is frequency, mel scale, to 4 kHz; to the right time, 0.26 s; below, what is heard",
        ),
    );
    let label = tf(move |lang| match (lang, short(bench.metric("sound_snr"))) {
        (Lang::Zh, snr) => format!("一个元音的频谱图，原声和加了噪声以后；信噪比 {snr} dB"),
        (Lang::En, snr) => format!("Spectrograms of a vowel as it is and with the noise; SNR {snr} dB"),
    });
    view! {
        <Plate bench name="spectra" tag="a" title=Text::new("听不出的噪声", "Noise that nobody hears") quiet>
            <Pictured panel=bench.panel("spectra") ink=Ink::Grey columns=2 label/>
            <div class="adv-play">
                <Player bench key="before" label=Text::new("原声", "As it is")/>
                <Player bench key="after" label=Text::new("加了噪声", "With the noise")/>
            </div>
            <Reads bench reads=READS/>
        </Plate>
    }
}

#[component]
pub(super) fn More(bench: Bench) -> impl IntoView {
    const READS: Group = &[
        ("sound_accuracy", Text::new("原样，听对", "heard right, as they are"), Form::Percent),
        ("sound_random", Text::new("随机噪声，听对", "with random noise"), Form::Percent),
        ("sound_fooled", Text::new("攻击成功", "fooled"), Form::Percent),
        ("sound_snr_least", Text::new("成功的，信噪比最低（dB）", "successes: lowest SNR, dB"), Form::Number),
        ("sound_snr_median", Text::new("中位数（dB）", "median, dB"), Form::Number),
    ];
    view! {
        <Chart bench tag="b" curves=WAVE/>
        <Chart bench tag="c" curves=MISHEARD>{view! { <Reads bench reads=READS/> }.into_any()}</Chart>
        <Chart bench tag="d" curves=LOSSES/>
    }
}

/// The samples as a file: RIFF/WAVE, 16 bits, one channel; a few times, with silence between.
fn wav(samples: &[f32]) -> Vec<u8> {
    let silence = vec![0.0; (PAUSE * RATE as f32) as usize];
    let all = [samples, &silence].concat().repeat(TIMES);
    let bytes = 2 * all.len() as u32;
    let mut file = Vec::with_capacity(44 + bytes as usize);
    file.extend(b"RIFF");
    file.extend((36 + bytes).to_le_bytes());
    file.extend(b"WAVEfmt ");
    // The length of what describes the samples, whole numbers, one channel.
    file.extend(
        [16_u32.to_le_bytes(), [1, 0, 1, 0], RATE.to_le_bytes(), (2 * RATE).to_le_bytes(), [2, 0, 16, 0]].concat(),
    );
    file.extend(b"data");
    file.extend(bytes.to_le_bytes());
    file.extend(all.iter().flat_map(|x| ((x.clamp(-1.0, 1.0) * 32_767.0).round() as i16).to_le_bytes()));
    file
}

/// Plays one of the sounds.
#[component]
fn Player(bench: Bench, key: &'static str, label: Text) -> impl IntoView {
    let (panel, words) = (bench.panel("played"), lang());
    let samples = Memo::new(move |_| match panel.get().as_deref() {
        Some(Content::Lines(all)) => {
            all.iter().find(|one| one.key == key).map(|one| one.y.0.clone()).unwrap_or_default()
        }
        _ => Vec::new(),
    });
    let url = RwSignal::new(None::<String>);
    let hold = move |next: Option<String>| {
        if let Some(before) = url.try_get_untracked().flatten() {
            forget_url(&before);
        }
        let _gone = url.try_set(next);
    };
    Effect::new(move |_| {
        hold(samples.with(|all| if all.is_empty() { None } else { bytes_url("audio/wav", &wav(all)) }));
    });
    on_cleanup(move || hold(None));
    view! {
        <div class="adv-play__one">
            <p class="quiet">{move || label.get(words.get())}</p>
            <audio controls src=move || url.get() aria-label=move || label.get(words.get())></audio>
        </div>
    }
}
