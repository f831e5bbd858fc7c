//! What D has learnt: a linear classifier of its features, of a D's that has learnt nothing, and of pixels, from fifty labels each.

use super::super::super::feed::{Kind, Truth};
use super::super::UNSEEN;
use super::{Found, Studied};
use crate::exhibit::panel;
use compute::{Device, EngineError, Program};
use labkit::Content;
use nn::loss::cross_entropy;
use nn::{Minimiser, Parameter};

/// Labels that the probe may see, and pictures that it is asked about.
const LABELS: usize = 50;
const ASKED: usize = 500;
const STEPS: u32 = 150;
const RATE: f32 = 0.02;
/// Weight decay: fifty labels are few for hundreds of features.
const DECAY: f32 = 0.01;

pub(super) async fn examine(studied: Studied<'_>) -> Result<Found, EngineError> {
    let (pictures, truths) = studied.feed.draw(UNSEEN, LABELS + ASKED);
    let (labels, kinds) = match studied.feed.kind {
        Kind::Digits => (truths.iter().map(digit).collect::<Vec<usize>>(), 10),
        Kind::Faces => (truths.iter().map(hair).collect(), 8),
    };
    let learnt = studied.play.judged(&pictures).await?.features;
    let unlearnt = studied.play.unlearnt(&pictures).await?.features;
    let mut metrics = Vec::new();
    for (name, features) in [("probe_d", &learnt), ("probe_random", &unlearnt), ("probe_pixels", &pictures)] {
        metrics.push((name, probe(studied.device, features, &labels, kinds).await?));
    }
    let names = ["D", "random", "pixels"];
    let bars = names.iter().zip(&metrics).map(|(name, (_, share))| ((*name).to_owned(), *share as f32));
    Ok(Found { panels: vec![panel("probes", Content::Bars(bars.collect()))], metrics })
}

fn digit(truth: &Truth) -> usize {
    match truth {
        Truth::Digit(class) => usize::from(*class),
        Truth::Face(_) => 0,
    }
}

fn hair(truth: &Truth) -> usize {
    match truth {
        Truth::Digit(_) => 0,
        Truth::Face(factors) => factors.codes().iter().find(|code| code.0[1] == "hair").map_or(0, |code| code.1),
    }
}

/// Trains softmax regression on the first [`LABELS`] rows of features, `[N, F]`; the share of the others that it gets right.
async fn probe(device: &Device, features: &[f32], labels: &[usize], kinds: usize) -> Result<f64, EngineError> {
    let width = features.len() / labels.len().max(1);
    let features = standardised(features, width);
    let mut program = Program::new();
    let (x, y) = (program.state("x", &[LABELS, width]), program.state("y", &[LABELS]));
    let weight = Parameter::new(&mut program, "w", &[width, kinds], nn::Init::Zeros);
    let loss = cross_entropy(&x.matmul(&weight.value), &y) + weight.value.square().sum() * (0.5 * DECAY);
    let training = Minimiser::adam(RATE).minimise(&mut program, "adam", &loss, &weight);
    let mut machine = device.machine(program.compile()?)?;
    for parameter in &training.memory {
        machine.write(&parameter.name, &vec![0.0; parameter.value.shape().size()])?;
    }
    machine.write("x", &features[..LABELS * width])?;
    machine.write("y", &labels[..LABELS].iter().map(|label| *label as f32).collect::<Vec<_>>())?;
    machine.run(STEPS)?;
    let weight = machine.read("w").await?;
    let answer = |row: &[f32]| {
        let mut logits = vec![0.0; kinds];
        for (x, weights) in row.iter().zip(weight.chunks_exact(kinds)) {
            logits.iter_mut().zip(weights).for_each(|(logit, w)| *logit += x * w);
        }
        logits.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(kind, _)| kind)
    };
    let asked = features.chunks_exact(width).zip(labels).skip(LABELS);
    let right = asked.clone().filter(|(row, label)| answer(row) == **label).count();
    Ok(right as f64 / asked.count().max(1) as f64)
}

/// Each feature from its mean, over its deviation; scaled so that a row has about length 1.
fn standardised(features: &[f32], width: usize) -> Vec<f32> {
    let rows = (features.len() / width.max(1)).max(1) as f32;
    let mut moments = vec![[0.0_f32; 2]; width];
    for row in features.chunks_exact(width) {
        row.iter().zip(&mut moments).for_each(|(x, [sum, square])| (*sum, *square) = (*sum + x, *square + x * x));
    }
    let of = |at: usize, x: f32| {
        let [sum, square] = moments[at % width];
        let centre = sum / rows;
        (x - centre) / ((square / rows - centre * centre).max(1e-8) * width as f32).sqrt()
    };
    features.iter().enumerate().map(|(at, x)| of(at, *x)).collect()
}
