//! A filter made by hand finds a pattern for certain; a filter that learns finds the same one.

mod drawings;

use super::cells::Cells;
use super::params::TABLE;
use crate::exhibit::{Curve, Exhibit, Shown, engine, foreign, panel};
use compute::{Conv, Device, EngineError, Machine, Plan, Pool, Program};
use data::random::Random;
use drawings::{CELLS, MAP, PATTERNS, SIDE, answers, by_hand, drawing, holds};
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params, Pictures};
use nn::Minimiser;
use nn::loss::bce_with_logits;
use std::rc::Rc;

/// Drawings in a batch of training.
const BATCH: usize = 64;
/// Drawings of the examination.
const EXAM: usize = 1000;
/// Filters that learn side by side; the best of them counts. One filter alone can end as one that sees something else.
const STARTS: usize = 16;
/// What tells the draws of this exhibit from others of the seed.
const APART: u64 = 0x6465_7465_6374_0000;
const UNSEEN: u64 = 0x6465_7465_6374_0100;

pub(super) struct Detector {
    training: Machine,
    seed: u64,
    pattern: [u8; 9],
    /// The reader's filter.
    own: Vec<f32>,
    /// Side of the blocks whose largest answer stays.
    block: usize,
    /// Which drawing is on view.
    number: u64,
    exam: Vec<Vec<f32>>,
    truth: Vec<bool>,
    /// What the reader's filter does; computed when it changes.
    by_own: ByOwn,
    left: Left,
}

/// What the reader's filter does on all patches of black and white, and on the examination.
#[derive(Debug, Clone, Default)]
struct ByOwn {
    most: f32,
    least: f32,
    /// How many of the 512 patches it answers with the most.
    times: usize,
    /// The share of drawings where "as much as the pattern itself" is the truth.
    right: f64,
    /// The share of blocks' answers that stay when the drawing moves by a cell.
    unchanged: f64,
}

#[derive(Debug, Clone, Default)]
struct Left {
    steps: u64,
    losses: Curve,
    rights: Curve,
    newest: f32,
    /// Of the start with the least loss.
    filter: Vec<f32>,
    right: f64,
}

/// A step: the largest answer of a filter anywhere, plus a bias, is the logit. [`STARTS`] filters each with their own.
fn program() -> Program {
    let mut program = Program::new();
    let (x, y) = (program.state("x", &[BATCH, 1, SIDE, SIDE]), program.state("y", &[BATCH]));
    let rate = program.state("lr", &[]);
    let filters = nn::Parameter::new(&mut program, "filters", &[STARTS, 1, 3, 3], nn::Init::HeNormal);
    let bias = nn::Parameter::new(&mut program, "bias", &[STARTS], nn::Init::Zeros);
    let map = x.conv(&filters.value, Conv::default());
    let found = map.max_pool(Pool::new(MAP)).reshape(&[BATCH, STARTS]);
    let logits = found + &bias.value;
    let each: Vec<compute::Expr> =
        (0..STARTS).map(|start| bce_with_logits(&logits.slice(1, start, 1).reshape(&[BATCH]), &y)).collect();
    let losses = compute::Expr::stack(&each.iter().collect::<Vec<_>>());
    let net = Starts { filters, bias };
    let _memory = Minimiser::adam(&rate).minimise(&mut program, "adam", &losses.sum(), &net);
    program.record(&losses);
    program
}

struct Starts {
    filters: nn::Parameter,
    bias: nn::Parameter,
}
nn::layer!(Starts { filters, bias });

impl Detector {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let chosen = params.choice(TABLE, "pattern");
        let pattern = PATTERNS.iter().find(|(key, _)| *key == chosen).map_or(PATTERNS[0].1, |(_, pattern)| *pattern);
        let mut training = device.machine(program().compile().map_err(engine)?).map_err(engine)?;
        let mut random = Random::of(seed ^ APART, 0);
        let filters: Vec<f32> = (0..STARTS * 9).map(|_| 0.3 * random.normal()).collect();
        training
            .write("filters", &filters)
            .and_then(|()| training.write("bias", &[0.0; STARTS]))
            .map_err(engine)?;
        let exam: Vec<Vec<f32>> = (0..EXAM as u64).map(|index| drawing(seed ^ UNSEEN, index, &pattern)).collect();
        let truth = exam.iter().map(|drawing| holds(drawing, &pattern)).collect();
        let left = Left { filter: filters[..9].to_vec(), ..Left::default() };
        let (own, by_own) = (Vec::new(), ByOwn::default());
        let mut this = Self { training, seed, pattern, own, block: 2, number: 0, exam, truth, by_own, left };
        this.tune(params)?;
        Ok(this)
    }

    async fn train(&mut self, steps: u32) -> Result<(), EngineError> {
        for _ in 0..steps {
            let from = self.left.steps * BATCH as u64;
            let batch: Vec<Vec<f32>> = (0..BATCH as u64).map(|i| drawing(self.seed ^ APART, from + i, &self.pattern)).collect();
            let classes: Vec<f32> = batch.iter().map(|drawing| f32::from(u8::from(holds(drawing, &self.pattern)))).collect();
            self.training.write("x", &batch.concat())?;
            self.training.write("y", &classes)?;
            self.training.run(1)?;
            self.left.steps += 1;
        }
        let mut best = 0;
        for (at, row) in self.training.drain().await?.chunks_exact(STARTS).enumerate() {
            best = (0..STARTS).fold(0, |best, start| if row[start] < row[best] { start } else { best });
            self.left.newest = row[best];
            self.left.losses.push((self.left.steps - u64::from(steps) + at as u64) as f32, row[best]);
        }
        self.left.filter = self.training.read("filters").await?[best * 9..][..9].to_vec();
        let bias = self.training.read("bias").await?[best];
        let says = |drawing: &[f32]| answers(drawing, &self.left.filter).into_iter().fold(f32::MIN, f32::max) + bias > 0.0;
        self.left.right = share(self.exam.iter().zip(&self.truth).map(|(drawing, truth)| says(drawing) == *truth));
        self.left.rights.push(self.left.steps as f32, self.left.right as f32);
        Ok(())
    }

    /// What the reader's filter does.
    fn measure(&self) -> ByOwn {
        let patches = (0..512_u16).map(|bits| (0..9).map(|tap| if bits >> tap & 1 == 1 { self.own[tap] } else { 0.0 }).sum());
        let patches: Vec<f32> = patches.collect();
        let most = patches.iter().copied().fold(f32::MIN, f32::max);
        let least = patches.iter().copied().fold(f32::MAX, f32::min);
        let times = patches.iter().filter(|answer| **answer == most).count();
        let says = |drawing: &[f32]| answers(drawing, &self.own).into_iter().fold(f32::MIN, f32::max) >= most;
        let right = share(self.exam.iter().zip(&self.truth).map(|(drawing, truth)| says(drawing) == *truth));
        let (mut same, mut all) = (0, 0);
        for drawing in &self.exam {
            // A cell to the right; what leaves on one side is lost.
            let moved: Vec<f32> = (0..CELLS).map(|at| if at % SIDE == 0 { 0.0 } else { drawing[at - 1] }).collect();
            let (still, moved) = (self.pooled(drawing), self.pooled(&moved));
            same += still.iter().zip(&moved).filter(|(a, b)| a == b).count();
            all += still.len();
        }
        ByOwn { most, least, times, right, unchanged: f64::from(same as u32) / f64::from(all.max(1) as u32) }
    }

    /// The largest answer of each block of the map.
    fn pooled(&self, drawing: &[f32]) -> Vec<f32> {
        let (map, blocks) = (answers(drawing, &self.own), MAP / self.block);
        let block = |at: usize| {
            let cells = (0..self.block * self.block).map(|i| {
                let (row, column) = (at / blocks * self.block + i / self.block, at % blocks * self.block + i % self.block);
                map[row * MAP + column]
            });
            cells.fold(f32::MIN, f32::max)
        };
        (0..blocks * blocks).map(block).collect()
    }
}

fn share(all: impl Iterator<Item = bool>) -> f64 {
    let (right, count) = all.fold((0_u32, 0_u32), |(right, count), one| (right + u32::from(one), count + 1));
    f64::from(right) / f64::from(count.max(1))
}

/// Pearson's correlation.
fn correlation(a: &[f32], b: &[f32]) -> f64 {
    let mean = |values: &[f32]| values.iter().map(|v| f64::from(*v)).sum::<f64>() / values.len().max(1) as f64;
    let (ma, mb) = (mean(a), mean(b));
    let sum = |f: &dyn Fn(f64, f64) -> f64| a.iter().zip(b).map(|(a, b)| f(f64::from(*a) - ma, f64::from(*b) - mb)).sum::<f64>();
    sum(&|a, b| a * b) / (sum(&|a, _| a * a) * sum(&|_, b| b * b)).sqrt().max(f64::MIN_POSITIVE)
}

impl Exhibit for Detector {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        let text = params.text(TABLE, "own");
        let own = match text.as_str().trim() {
            "" => by_hand(&self.pattern).to_vec(),
            text => {
                let cells = Cells::read("own", text)?;
                let (rows, columns) = (cells.rows, cells.columns);
                if (cells.channels, rows, columns) != (1, 3, 3) {
                    return Err(LabError::field(
                        "own",
                        format!("这里的卷积核是 3×3 的，得到 {rows}×{columns}"),
                        format!("expected a filter of 3×3, got {rows}×{columns}"),
                    ));
                }
                cells.values
            }
        };
        self.block = (params.number(TABLE, "block").round().max(1.0) as usize).min(MAP);
        self.number = params.number(TABLE, "drawing").round().max(0.0) as u64 % EXAM as u64;
        self.own = own;
        self.by_own = self.measure();
        self.training.write("lr", &[params.number(TABLE, "rate") as f32]).map_err(engine)
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move { if steps > 0 { self.train(steps).await.map_err(engine) } else { Ok(()) } })
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let at = self.number as usize;
        let seen = &self.exam[at];
        let (map, pooled) = (answers(seen, &self.own), self.pooled(seen));
        let largest = map.iter().copied().fold(f32::MIN, f32::max);
        let own = &self.by_own;
        let mut metrics = vec![
            ("patch_most", f64::from(own.most)),
            ("patch_least", f64::from(own.least)),
            ("patch_times", own.times as f64),
            ("own_right", own.right),
            ("unchanged", own.unchanged),
            ("found", f64::from(largest)),
            ("there", f64::from(u8::from(self.truth[at]))),
            ("correlation", correlation(&self.left.filter, &by_hand(&self.pattern))),
        ];
        if self.left.steps > 0 {
            metrics.push(("detector_loss", f64::from(self.left.newest)));
            metrics.push(("learnt_right", self.left.right));
        }
        let picture = |side: usize, values: &[f32]| {
            Content::Pictures(Pictures { height: side as u32, width: side as u32, values: values.to_vec().into(), names: Vec::new() })
        };
        let panels = vec![
            panel("drawing", picture(SIDE, seen)),
            panel("own", picture(3, &self.own)),
            panel("answers", picture(MAP, &map)),
            panel("pooled", picture(MAP / self.block, &pooled)),
            panel("learnt", picture(3, &self.left.filter)),
            panel("losses", Content::Lines(vec![self.left.losses.series("loss", 1)])),
            panel("rights", Content::Lines(vec![self.left.rights.series("learnt", 1)])),
        ];
        Shown { metrics, panels, diverged: !self.left.newest.is_finite() }
    }

    fn plan(&self) -> &Plan {
        self.training.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let machine = self.training.snapshot().await.map_err(engine)?;
            Ok(Saved { machine, own: Rc::new(self.left.clone()), own_bytes: self.left.losses.bytes() + self.left.rights.bytes() })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let left = saved.own.downcast_ref::<Left>().ok_or_else(foreign)?;
        self.training.restore(&saved.machine).map_err(engine)?;
        self.left = left.clone();
        Ok(())
    }
}
