//! A convolution is a product with a matrix most of whose entries are 0 and the rest tied: 16 × 36 for a picture of 6 × 6 and a filter
//! of 3 × 3. Side by side it learns as it is, with its rows untied, and with nothing left out.

mod program;

use super::params::TABLE;
use crate::exhibit::{Curve, Exhibit, Shown, engine, foreign, panel};
use compute::{Device, EngineError, Machine, Plan};
use data::random::Random;
use labkit::inside::Equation;
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params, Pictures, Sentence, short};
use program::{EXAMPLES, INPUTS, LEARNERS, OUTPUTS, TAPS, inputs_of, look, matrix_of, training};
use std::rc::Rc;

/// Deviation of the noise on the answers that are learnt.
const NOISE: f32 = 0.5;
/// What tells the draws of this exhibit from others of the seed.
const APART: u64 = 0x6d61_7472_6978_0000;

pub(super) struct Matrix {
    training: Machine,
    look: Machine,
    tying: usize,
    tap: usize,
    row: usize,
    pictures: Vec<f32>,
    answers: Vec<f32>,
    left: Left,
}

/// What a run has come to.
#[derive(Debug, Clone, Default)]
struct Left {
    /// Loss on the examples of each of [`LEARNERS`], and on unseen ones of those that have a filter of their own.
    losses: [Curve; LEARNERS.len()],
    newest: Vec<f32>,
    /// The filter that is shared, the 16 that are not, and the full matrix.
    filter: Vec<f32>,
    untied: Vec<f32>,
    dense: Vec<f32>,
    /// dL/dw of the shared filter at each of 16 places.
    places: Vec<f32>,
    /// Largest difference between matrix product and convolution.
    gap: f32,
    /// The dense matrix's product is left out of it.
    steps: u64,
}

impl Matrix {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let machine = |program: compute::Program| device.machine(program.compile()?);
        let (mut trained, looked) = (machine(training()).map_err(engine)?, machine(look()).map_err(engine)?);
        let mut random = Random::of(seed ^ APART, 0);
        let mut uniform = |count: usize| -> Vec<f32> { (0..count).map(|_| random.between(-1.0, 1.0)).collect() };
        let (pictures, unseen) = (uniform(EXAMPLES * INPUTS), uniform(EXAMPLES * INPUTS));
        let (target, begin) = (uniform(TAPS), uniform(TAPS));
        let clean = |pictures: &[f32]| -> Vec<f32> {
            let answer = |picture: &[f32], row: usize| inputs_of(row).iter().zip(&target).map(|(at, w)| picture[*at] * w).sum();
            pictures.chunks_exact(INPUTS).flat_map(|picture| (0..OUTPUTS).map(move |row| answer(picture, row))).collect()
        };
        let mut noise = Random::of(seed ^ APART, 1);
        let answers: Vec<f32> = clean(&pictures).into_iter().map(|y| y + NOISE * noise.normal()).collect();
        let rows = begin.repeat(OUTPUTS);
        let dense = matrix_of(&rows);
        let mut write = |name: &str, values: &[f32]| trained.write(name, values);
        (|| -> Result<(), EngineError> {
            write("x", &pictures)?;
            write("y", &answers)?;
            write("x_unseen", &unseen)?;
            write("y_unseen", &clean(&unseen))?;
            for name in ["k", "k_mean", "k_scaled"] {
                write(name, &begin)?;
            }
            write("untied", &rows)?;
            write("dense", &dense)
        })()
        .map_err(engine)?;
        let left = Left { filter: begin, untied: rows, dense, ..Left::default() };
        let mut this = Self { training: trained, look: looked, tying: 0, tap: 0, row: 0, pictures, answers, left };
        this.tune(params)?;
        Ok(this)
    }

    /// Reads the weights, and what the gradient of the shared filter is made of there.
    async fn look(&mut self) -> Result<(), EngineError> {
        let left = &mut self.left;
        left.filter = self.training.read("k").await?;
        left.untied = self.training.read("untied").await?;
        left.dense = self.training.read("dense").await?;
        self.look.write("x", &self.pictures)?;
        self.look.write("y", &self.answers)?;
        self.look.write("k", &left.filter)?;
        self.look.run(1)?;
        left.places = self.look.read("places").await?;
        left.gap = self.look.read("gap").await?.first().copied().unwrap_or(0.0);
        Ok(())
    }

    /// The matrix of 16 × 36 that is on view.
    fn matrix(&self) -> Vec<f32> {
        match self.tying {
            1 => matrix_of(&self.left.untied),
            2 => self.left.dense.clone(),
            _ => matrix_of(&self.left.filter.repeat(OUTPUTS)),
        }
    }

    /// dL/dw at the chosen cell of the filter, from each of the 16 places.
    fn parts(&self) -> Vec<f32> {
        self.left.places.iter().skip(self.tap).step_by(TAPS).copied().collect()
    }

    fn metrics(&self) -> Vec<(&'static str, f64)> {
        const NAMES: [&str; 8] =
            ["shared_loss", "averaged_loss", "scaled_loss", "untied_loss", "dense_loss", "shared_unseen", "untied_unseen", "dense_unseen"];
        let matrix = self.matrix();
        let (mut distinct, zeros): (Vec<f32>, Vec<f32>) = matrix.iter().partition(|value| **value != 0.0);
        let connected = matrix.len() - zeros.len();
        distinct.sort_by(f32::total_cmp);
        distinct.dedup();
        let parts: f64 = self.parts().iter().map(|part| f64::from(*part)).sum();
        let mut all = vec![
            ("connected", connected as f64),
            ("distinct", distinct.len() as f64),
            ("matrix_gap", f64::from(self.left.gap)),
            ("gradient_sum", parts),
            ("gradient_mean", parts / OUTPUTS as f64),
            ("spread_shared", spread(&self.left.filter.repeat(OUTPUTS))),
            ("spread_untied", spread(&self.left.untied)),
            ("gradient_difference", program::difference(&self.left.filter, self.tap, &self.pictures, &self.answers)),
        ];
        all.extend(NAMES.into_iter().zip(&self.left.newest).map(|(name, loss)| (name, f64::from(*loss))));
        all
    }
}

/// The mean, over the cells of a filter, of the standard deviation among rows.
fn spread(rows: &[f32]) -> f64 {
    let deviation = |tap: usize| {
        let values = || rows.iter().skip(tap).step_by(TAPS).map(|value| f64::from(*value));
        let mean = values().sum::<f64>() / OUTPUTS as f64;
        (values().map(|value| (value - mean).powi(2)).sum::<f64>() / OUTPUTS as f64).sqrt()
    };
    (0..TAPS).map(deviation).sum::<f64>() / TAPS as f64
}

impl Exhibit for Matrix {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        let whole = |key: &str, most: usize| (params.number(TABLE, key).round().max(1.0) as usize).min(most) - 1;
        self.tap = whole("tap", TAPS);
        self.row = whole("row", OUTPUTS);
        self.tying = ["shared", "untied", "dense"].iter().position(|key| *key == params.choice(TABLE, "tying")).unwrap_or(0);
        self.training.write("lr", &[params.number(TABLE, "rate") as f32]).map_err(engine)
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move {
            self.training.run(steps).map_err(engine)?;
            for row in self.training.drain().await.map_err(engine)?.chunks_exact(LEARNERS.len() + 3) {
                for (curve, loss) in self.left.losses.iter_mut().zip(row) {
                    curve.push(self.left.steps as f32, *loss);
                }
                self.left.steps += 1;
                self.left.newest = row.to_vec();
            }
            if steps > 0 || self.left.places.is_empty() {
                self.look().await.map_err(engine)?;
            }
            Ok(())
        })
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let picture = |size: [usize; 2], values: Vec<f32>| {
            Content::Pictures(Pictures { height: size[0] as u32, width: size[1] as u32, values: values.into(), names: Vec::new() })
        };
        let cells = |cells: &[usize]| {
            let (y, x) = cells.iter().map(|at| ((at / 6) as f32, (at % 6) as f32)).unzip();
            crate::exhibit::series("reads", 1, x, y)
        };
        let parts = self.parts().into_iter().enumerate().map(|(at, part)| (format!("{}", at + 1), part)).collect();
        let curves = self.left.losses.iter().zip(LEARNERS).map(|(curve, (key, identity))| curve.series(key, identity)).collect();
        let panels = vec![
            panel("matrix", picture([OUTPUTS, INPUTS], self.matrix())),
            panel("image", picture([6, 6], self.pictures[..INPUTS].to_vec())),
            panel("filter", picture([3, 3], self.left.filter.clone())),
            panel("reads", Content::Points(vec![cells(&inputs_of(self.row))])),
            panel("places", Content::Bars(parts)),
            panel("losses", Content::Lines(curves)),
        ];
        let diverged = self.left.newest.iter().any(|loss| !loss.is_finite());
        Shown { metrics: if diverged { Vec::new() } else { self.metrics() }, panels, diverged }
    }

    fn plan(&self) -> &Plan {
        self.training.plan()
    }

    fn equations(&mut self) -> Local<'_, Result<Vec<Equation>, LabError>> {
        Box::pin(async move {
            let parts = self.parts();
            let words: Vec<String> = parts.iter().map(|part| short(f64::from(*part)).replace('−', "-")).collect();
            let sum: f32 = parts.iter().sum();
            Ok(vec![Equation {
                name: Sentence::new("共享权重的梯度，是各处梯度之和", "The gradient of a shared weight is the sum over places"),
                symbols: "\\frac{\\partial L}{\\partial w} = \\sum_{i=1}^{16} \\frac{\\partial L}{\\partial w^{(i)}}".to_owned(),
                numbers: format!("{} = {}", words.join(" + ").replace("+ -", "- "), short(f64::from(sum)).replace('−', "-")),
            }])
        })
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let machine = self.training.snapshot().await.map_err(engine)?;
            let own_bytes = self.left.losses.iter().map(Curve::bytes).sum::<usize>() + 4 * OUTPUTS * INPUTS * size_of::<f32>();
            Ok(Saved { machine, own: Rc::new(self.left.clone()), own_bytes })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let left = saved.own.downcast_ref::<Left>().ok_or_else(foreign)?;
        self.training.restore(&saved.machine).map_err(engine)?;
        self.left = left.clone();
        Ok(())
    }
}
