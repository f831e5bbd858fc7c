//! Vowels, chords and their spectrograms.

use std::f32::consts::TAU;

use data::made::tones::{CHORDS, Chord, Scale, Speaker, Spectrogram, TAKES, Utterance, fft, frequency, hertz, mel};
use data::maths::{cos, ln, sin};
use data::random::Random;

use crate::fit::explained;
use crate::same;

const RATE: f32 = 8000.0;

/// log power of 40 mel bands, mean over the frames.
fn timbre(samples: &[f32]) -> Vec<f32> {
    let frames = Spectrogram::SPEECH.power(samples, RATE);
    (0..40).map(|k| frames.iter().map(|f| ln(f[k] + 1e-4)).sum::<f32>() / frames.len() as f32).collect()
}

#[cfg_attr(target_family = "wasm", wasm_bindgen_test::wasm_bindgen_test)]
#[test]
fn the_bytes_are_the_same_everywhere() {
    let mut numbers = Vec::new();
    for index in 0..6 {
        let vowel = Utterance::draw(10, 3, 7 * index).samples(16_000.0, 1600);
        numbers.extend(Spectrogram::SPEECH.picture(&vowel, 16_000.0).values);
        numbers.extend(vowel);
        numbers.extend(Chord::draw(3, index).samples(RATE, 800));
    }
    assert_eq!(same::sum(numbers), "5c5cbdcec4e2e204");
}

/// Against the sum of its definition; relative to the largest value.
#[test]
fn the_fast_transform_is_the_slow_one() {
    let mut random = Random::of(1, 0);
    for n in [1, 2, 8, 256] {
        let x: Vec<(f32, f32)> = (0..n).map(|_| (random.normal(), random.normal())).collect();
        let mut fast = x.clone();
        assert!(fft(&mut fast));
        for (k, (re, im)) in fast.iter().enumerate() {
            let turn = |m: usize| TAU * (k * m % n) as f32 / n as f32;
            let (mut a, mut b) = (0.0, 0.0);
            for (m, (p, q)) in x.iter().enumerate() {
                let (c, s) = (cos(turn(m)), -sin(turn(m)));
                (a, b) = (a + p * c - q * s, b + p * s + q * c);
            }
            assert!((re - a).abs().max((im - b).abs()) < 1e-5 * n as f32, "{n} {k}");
        }
    }
    assert!(!fft(&mut [(0.0, 0.0); 6]));
}

#[test]
fn a_pure_tone_is_where_it_is() {
    let linear = Spectrogram { scale: Scale::Linear, ..Spectrogram::SPEECH };
    for hertz in [500.0, 1000.0, 3000.0] {
        let tone: Vec<f32> = (0..2000).map(|n| sin(TAU * (hertz * n as f32 / RATE).fract())).collect();
        let picture = linear.picture(&tone, RATE);
        assert_eq!((picture.height, picture.width), (128, (2000 - 256) / 64 + 1));
        let column: Vec<f32> = (0..128).map(|row| picture.values[row * picture.width + 5]).collect();
        let row = (0..128).max_by(|&a, &b| column[a].total_cmp(&column[b])).unwrap();
        assert_eq!((127 - row) as f32 * RATE / 256.0, hertz);
    }
    assert!((mel(1000.0) - 1000.0).abs() < 0.1 && (hertz(mel(3210.0)) - 3210.0).abs() < 0.1);
    assert!((frequency(69) - 440.0).abs() < 1e-3 && (frequency(60) - 261.626).abs() < 1e-2);
    assert_eq!(linear.picture(&[0.0; 100], RATE).values.len(), 0);
}

/// Nearest mean of log mel spectra over 40 speakers, asked about 20 others: chance is 20 % for five vowels, 10 % for
/// ten.
#[test]
fn the_vowel_is_heard() {
    for (vowels, least) in [(5, 0.7), (10, 0.45)] {
        let items: Vec<(Vec<f32>, usize)> = (0..60 * TAKES * vowels as u64)
            .step_by(4)
            .map(|index| Utterance::draw(vowels, 5, index))
            .map(|u| {
                let mut heard = timbre(&u.samples(RATE, 1200));
                let mean = heard.iter().sum::<f32>() / 40.0;
                heard.iter_mut().for_each(|x| *x -= mean);
                (heard, u.vowel)
            })
            .collect();
        let (seen, unseen) = items.split_at(items.len() * 2 / 3);
        let mean = |vowel: usize| {
            let own: Vec<_> = seen.iter().filter(|(_, v)| *v == vowel).collect();
            (0..40).map(|k| own.iter().map(|(x, _)| x[k]).sum::<f32>() / own.len() as f32).collect::<Vec<f32>>()
        };
        let means: Vec<_> = (0..vowels).map(mean).collect();
        let right = unseen.iter().filter(|(x, vowel)| {
            let distance = |k: usize| x.iter().zip(&means[k]).map(|(a, b)| (a - b) * (a - b)).sum::<f32>();
            (0..vowels).min_by(|&a, &b| distance(a).total_cmp(&distance(b))) == Some(*vowel)
        });
        let share = right.count() as f32 / unseen.len() as f32;
        println!("{vowels} vowels of unseen speakers: {share:.3}");
        assert!(share > least && share < 0.99, "{share}");
    }
}

/// The period by autocorrelation is the pitch within 5 % for nine voices in ten; the tract follows from the timbre of
/// one vowel by least squares.
#[test]
fn the_speaker_is_heard() {
    let (mut x, mut tract, mut off_pitch) = (Vec::new(), Vec::new(), 0);
    for number in 0..150 {
        // The ɑ of each speaker.
        let u = Utterance::draw(5, 6, (number * 5 + 2) * TAKES);
        assert_eq!((u.vowel, u.number), (2, number));
        let samples = u.samples(RATE, 1200);
        x.push(timbre(&samples));
        tract.push(u.speaker.tract);
        let middle = &samples[300..900];
        let alike =
            |lag: usize| middle.iter().zip(&middle[lag..]).map(|(a, b)| a * b).sum::<f32>() / (600 - lag) as f32;
        let lag = (20..110).max_by(|&a, &b| alike(a).total_cmp(&alike(b))).unwrap();
        // A multiple of the period is as good a period.
        let ratio = RATE / lag as f32 / u.pitch;
        let off = (1..=4).map(|k| (ratio * k as f32 - 1.0).abs()).fold(1.0, f32::min);
        off_pitch += usize::from(off > 0.05);
    }
    let share = explained(&x, &tract, 100, 1.0);
    println!("R2 of the tract's length from timbre: {share:.3}; pitch missed {off_pitch} times of 150");
    assert!(share > 0.6 && off_pitch < 15, "{share} {off_pitch}");
}

/// The glide by the pitch of the first third against that of the last, the breath by what is left between the harmonics:
/// both in speakers that the fit has not heard. Chance explains nothing.
#[test]
fn glide_and_breath_are_heard() {
    let (mut slopes, mut floors, mut glide, mut breath) = (vec![], vec![], vec![], vec![]);
    for index in 0..300 {
        let u = Utterance::draw(5, 8, index * TAKES);
        let samples = u.samples(RATE, 4000);
        // Whichever multiple of the period the middle is most like, both ends are most like one near it.
        let lag = period(&samples[1400..2600], 20.0, 130.0);
        let near = |from: usize| period(&samples[from..from + 1000], 0.85 * lag, 1.15 * lag);
        slopes.push(vec![ln(near(300) / near(2500))]);
        floors.push(floor(&samples));
        glide.push(u.glide);
        breath.push(ln(u.speaker.breath));
    }
    let shares = [explained(&slopes, &glide, 200, 1e-3), explained(&floors, &breath, 200, 1e-3)];
    println!("R2 of glide and breath: {shares:.2?}");
    assert!(shares.iter().all(|&share| share > 0.9), "{shares:?}");
}

/// The lag from `low` to `high` at which samples are most like themselves.
fn period(samples: &[f32], low: f32, high: f32) -> f32 {
    let alike = |lag: usize| {
        let pairs = || samples.iter().zip(&samples[lag..]);
        let (a, b) = pairs().fold((0.0, 0.0), |(a, b), (x, y)| (a + x * x, b + y * y));
        pairs().map(|(x, y)| x * y).sum::<f32>() / (a * b).sqrt()
    };
    let lag = (low as usize..high as usize).max_by(|&a, &b| alike(a).total_cmp(&alike(b))).unwrap();
    // The top of the parabola through three neighbours.
    let [a, b, c] = [lag - 1, lag, lag + 1].map(alike);
    lag as f32 + 0.5 * (a - c) / (a - 2.0 * b + c)
}

/// ln of the power that 10, 30 and 50 % of the frequencies stay below.
fn floor(samples: &[f32]) -> Vec<f32> {
    let frames =
        Spectrogram { window: 1024, hop: 512, scale: Scale::Linear, ..Spectrogram::SPEECH }.power(samples, RATE);
    let mut power: Vec<f32> = (0..512).map(|k| frames.iter().map(|frame| frame[k]).sum()).collect();
    power.sort_by(f32::total_cmp);
    [0.1, 0.3, 0.5].map(|share| ln(power[(share * 512.0) as usize])).to_vec()
}

/// Of low voices the strongest harmonic, the source's slope taken back, stands at F1: it is told within 10 % or 0.75 of
/// a harmonic.
#[test]
fn formants_are_where_they_are_said_to_be() {
    let linear = Spectrogram { window: 1024, scale: Scale::Linear, ..Spectrogram::SPEECH };
    let mut tried = 0;
    for number in 0..80 {
        for vowel in 0..5 {
            let u = Utterance::draw(5, 6, (number * 5 + vowel) * TAKES);
            if u.pitch > 130.0 {
                continue;
            }
            tried += 1;
            let power = &linear.power(&u.samples(RATE, 1600), RATE)[2];
            // Below the middle of F1 and F2.
            let bins = (f32::midpoint(u.formants[0], u.formants[1]) / RATE * 1024.0) as usize;
            let flat = |k: usize| power[k] * (k * k) as f32;
            let peak = (5..bins).max_by(|&a, &b| flat(a).total_cmp(&flat(b))).unwrap() as f32 * RATE / 1024.0;
            let near = (0.1 * u.formants[0]).max(0.75 * u.pitch);
            assert!((peak - u.formants[0]).abs() < near, "{} {:?} {peak}", u.pitch, u.formants);
        }
    }
    assert!(tried > 60, "{tried}");
    assert!(Speaker::draw(1, 0) != Speaker::draw(1, 1));
}

/// Kind and root by the power at each semitone, against what each chord would have: chance is 1 in 6 and 1 in 24.
#[test]
fn chords_are_heard() {
    let (mut kinds, mut roots) = (0, 0);
    for index in 0..60 {
        let chord = Chord::draw(4, index);
        let samples = chord.samples(RATE, 4096);
        let at: Vec<f32> = (48..84)
            .map(|note| {
                let angle = |n: usize| TAU * (frequency(note) * n as f32 / RATE).fract();
                let hann = |n: usize| 0.5 - 0.5 * cos(TAU * n as f32 / 4096.0);
                let part =
                    |f: fn(f32) -> f32| samples.iter().enumerate().map(|(n, x)| x * hann(n) * f(angle(n))).sum::<f32>();
                (part(cos) * part(cos) + part(sin) * part(sin)).sqrt()
            })
            .collect();
        let norm = at.iter().map(|x| x * x).sum::<f32>().sqrt();
        let fits = |kind: usize, root: usize| {
            let notes = CHORDS[kind].1;
            notes.iter().map(|&n| at.get(root + n as usize).unwrap_or(&0.0)).sum::<f32>()
                / norm
                / (notes.len() as f32).sqrt()
        };
        let all = (0..6).flat_map(|kind| (0..24).map(move |root| (kind, root)));
        let (kind, root) = all.max_by(|a, b| fits(a.0, a.1).total_cmp(&fits(b.0, b.1))).unwrap();
        kinds += usize::from(kind == chord.kind);
        roots += usize::from(root as i32 + 48 == chord.root);
        assert!(samples.iter().all(|x| x.abs() <= 1.0));
    }
    println!("chords: kind {kinds} and root {roots} of 60");
    assert!(kinds > 50 && roots > 50, "{kinds} {roots}");
}

/// The colour by the second and third harmonic of the lowest note against the first, the noise by what is left between the
/// notes, in unheard chords. Chance explains nothing.
#[test]
fn colour_and_noise_are_heard() {
    let (mut overtones, mut floors, mut colour, mut noise) = (vec![], vec![], vec![], vec![]);
    for index in 0..300 {
        let chord = Chord::draw(9, index);
        let samples = chord.samples(RATE, 4096);
        let power = &Spectrogram { window: 4096, scale: Scale::Linear, ..Spectrogram::SPEECH }.power(&samples, RATE)[0];
        let loudest = power.iter().copied().fold(0.0, f32::max);
        let lowest = power.iter().position(|p| *p > 0.3 * loudest).unwrap();
        let lowest = if power[lowest + 1] > power[lowest] { lowest + 1 } else { lowest };
        let near = |at: usize| power[at - 2..=at + 2].iter().sum::<f32>().sqrt();
        overtones.push(vec![near(2 * lowest) / near(lowest), near(3 * lowest) / near(lowest)]);
        floors.push(floor(&samples));
        colour.push(chord.colour);
        noise.push(ln(chord.noise));
    }
    let shares = [explained(&overtones, &colour, 200, 1e-3), explained(&floors, &noise, 200, 1e-3)];
    println!("R2 of colour and noise: {shares:.2?}");
    assert!(shares.iter().all(|&share| share > 0.9), "{shares:?}");
}

/// Each vowel by a low, a middle and a high voice; then chords.
#[cfg(not(target_family = "wasm"))]
#[test]
fn the_sheet() {
    let mut pictures = Vec::new();
    let mut voices: Vec<u64> = (0..12).collect();
    voices.sort_by(|&a, &b| Speaker::draw(1, a).pitch.total_cmp(&Speaker::draw(1, b).pitch));
    for voice in [voices[0], voices[5], voices[11]] {
        for vowel in 0..10 {
            let u = Utterance::draw(10, 1, (voice * 10 + vowel) * TAKES);
            pictures.push(Spectrogram { hop: 32, ..Spectrogram::SPEECH }.picture(&u.samples(RATE, 2000), RATE));
        }
    }
    for index in 0..10 {
        let music = Spectrogram { window: 1024, hop: 19, ..Spectrogram::SPEECH };
        pictures.push(music.picture(&Chord::draw(1, index).samples(RATE, 2050), RATE));
    }
    pictures.iter_mut().for_each(|p| p.values.iter_mut().for_each(|v| *v = (10.0 * *v).round() / 10.0));
    crate::sheet::check("tones", 10, 2, &pictures);
}
