//! How far gradients of batches lie from the gradient of all examples, at one place.

use super::keep::{keep, put_back};
use crate::exhibit::{Exhibit, Shown, engine, panel, series};
use super::net::Net;
use super::params::{self, TABLE};
use super::sets::{Data, Items};
use compute::{Device, EngineError, Expr, Machine, Plan, Program, grad};
use data::random::Random;
use data::split;
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params};
use nn::{Layer, Minimiser};

/// Most examples: all of them are gone through in each step.
const MOST: usize = 256;
/// Batches of each size that stay in the cloud.
const CLOUD: usize = 300;
/// Numbers that a batch size records: see [`program`].
const RECORDED: usize = 4;
/// What tells the draws of batches from other draws of the seed.
const APART: u64 = 0x6e6f_6973_6500_0000;

pub(super) struct Noise {
    machine: Machine,
    seed: u64,
    n: usize,
    /// 1, 2, 4, … below n.
    sizes: Vec<usize>,
    /// Which of them trains and is in the cloud.
    chosen: usize,
    with_replacement: bool,
    /// Steps that train before anything is measured.
    warm: u64,
    rate: f32,
    left: Left,
}

#[derive(Debug, Clone, Default)]
struct Left {
    /// Batches of each size so far.
    count: u64,
    /// For each size: Σ |g_B − g|², and |Σ (g_B − g)|².
    squares: Vec<f64>,
    sums: Vec<f64>,
    /// Length of the full gradient.
    gradient: f64,
    /// For B = 1 and the chosen size: g_B along and across g, in lengths of g.
    clouds: [Vec<[f32; 2]>; 2],
}

/// The gradients of the batches `i<B> [B]` and of all examples at the same parameters. Records of each size, with `d = g_B − g`:
/// `|d|²`, `|Σ d|²` over the steps so far, `g_B·g / |g|²` and `|g_B − (g_B·g) g / |g|²| / |g|`; last `|g|²`. The chosen size trains,
/// at the rate `lr`; the sums are kept while `measuring` is 1.
fn program(data: Data, n: usize, sizes: &[usize], chosen: usize) -> (Program, Net) {
    let mut program = Program::new();
    let (x, y) = (program.state("x", &[n, data.inputs()]), program.state("y", &[n]));
    let [rate, measuring] = ["lr", "measuring"].map(|name| program.state(name, &[]));
    let net = Net::new(&mut program, data);
    let parameters = net.parameters();
    let gradients = |x: &Expr, y: &Expr| {
        let values: Vec<&Expr> = parameters.iter().map(|parameter| &parameter.value).collect();
        grad(&net.losses(&net.forward(x), y).mean(), &values)
    };
    let full = flat(&gradients(&x, &y));
    let length = full.square().sum();
    for (at, size) in sizes.iter().enumerate() {
        let numbers = program.state(&format!("i{size}"), &[*size]);
        let parts = gradients(&x.rows(&numbers), &y.take(&numbers));
        if at == chosen {
            Minimiser::sgd(&rate).apply(&mut program, "sgd", &parameters, &parts);
        }
        let g = flat(&parts);
        let d = &g - &full;
        let name = format!("sum{size}");
        let sum = (program.state(&name, d.shape().axes()) + &d) * &measuring;
        let along = (&g * &full).sum() / &length;
        let across = (&g - &full * &along).square().sum() / &length;
        program.update(&name, &sum);
        for value in [d.square().sum(), sum.square().sum(), along, across.sqrt()] {
            program.record(&value);
        }
    }
    program.record(&length);
    (program, net)
}

/// All elements in one row.
fn flat(parts: &[Expr]) -> Expr {
    let rows: Vec<Expr> = parts.iter().map(|part| part.reshape(&[part.shape().size()])).collect();
    Expr::concat(&rows.iter().collect::<Vec<_>>(), 0)
}

impl Noise {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let data = Data::of(params);
        let Items { x, y } = data.items(seed, params::count(params).min(MOST));
        let n = y.len();
        let sizes: Vec<usize> = (0..).map(|power| 1 << power).take_while(|size| *size < n).collect();
        let nearest = |size: &usize| (*size as f64).ln() - (params::batch(params) as f64).ln();
        let chosen = (0..sizes.len()).min_by(|a, b| nearest(&sizes[*a]).abs().total_cmp(&nearest(&sizes[*b]).abs())).unwrap_or(0);
        let (program, net) = program(data, n, &sizes, chosen);
        let mut machine = device.machine(program.compile().map_err(engine)?).map_err(engine)?;
        machine.write("x", &x).and_then(|()| machine.write("y", &y)).and_then(|()| net.begin(&mut machine, seed)).map_err(engine)?;
        let (with_replacement, warm) = (params.switch(TABLE, "replace"), params.number(TABLE, "warm").round() as u64);
        let left = Left { squares: vec![0.0; sizes.len()], sums: vec![0.0; sizes.len()], ..Left::default() };
        let rate = params.number(TABLE, "lr") as f32;
        Ok(Self { machine, seed, n, sizes, chosen, with_replacement, warm, rate, left })
    }

    /// A batch of each size.
    fn draw(&mut self, step: u64) -> Result<(), EngineError> {
        for (at, size) in self.sizes.iter().enumerate() {
            let draw = step * self.sizes.len() as u64 + at as u64;
            let numbers: Vec<f32> = if self.with_replacement {
                let mut random = Random::of(self.seed ^ APART, draw);
                (0..*size).map(|_| random.below(self.n) as f32).collect()
            } else {
                split::order(self.n, self.seed ^ APART, draw).iter().take(*size).map(|i| *i as f32).collect()
            };
            self.machine.write(&format!("i{size}"), &numbers)?;
        }
        Ok(())
    }

    async fn step(&mut self, step: u64) -> Result<(), EngineError> {
        let measures = step >= self.warm;
        self.draw(step)?;
        self.machine.write("lr", &[if measures { 0.0 } else { self.rate }])?;
        self.machine.write("measuring", &[f32::from(u8::from(measures))])?;
        self.machine.run(1)?;
        let row = self.machine.drain().await?;
        self.left.gradient = f64::from(row.last().copied().unwrap_or(f32::NAN)).sqrt();
        if !measures {
            return Ok(());
        }
        self.left.count += 1;
        for (at, of_size) in row.chunks_exact(RECORDED).enumerate() {
            self.left.squares[at] += f64::from(of_size[0]);
            self.left.sums[at] = f64::from(of_size[1]);
        }
        for (cloud, at) in self.left.clouds.iter_mut().zip([0, self.chosen]) {
            cloud.extend(row.get(at * RECORDED + 2..at * RECORDED + 4).map(|place| [place[0], place[1]]));
            if cloud.len() > CLOUD {
                cloud.remove(0);
            }
        }
        Ok(())
    }

    /// σ of each size: the root of the mean `|g_B − g|²`.
    fn deviations(&self) -> Vec<f64> {
        self.left.squares.iter().map(|sum| (sum / self.left.count as f64).sqrt()).collect()
    }

    /// What σ of one example makes of a batch: `σ₁ / √B`, and where no example comes twice `· √((n − B) / (n − 1))`.
    fn expected(&self, first: f64) -> Vec<f64> {
        let all = self.n as f64;
        let finite = |b: f64| if self.with_replacement { 1.0 } else { ((all - b) / (all - 1.0)).sqrt() };
        self.sizes.iter().map(|size| *size as f64).map(|b| first / b.sqrt() * finite(b)).collect()
    }
}

/// The slope of the line of least squares through `(ln x, ln y)`.
pub(super) fn slope(points: &[(f64, f64)]) -> f64 {
    let n = points.len() as f64;
    let logs: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
    let (mx, my) = logs.iter().fold((0.0, 0.0), |(a, b), (x, y)| (a + x / n, b + y / n));
    let (xy, xx) = logs.iter().fold((0.0, 0.0), |(a, b), (x, y)| (a + (x - mx) * (y - my), b + (x - mx) * (x - mx)));
    xy / xx
}

impl Exhibit for Noise {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        self.rate = params.number(TABLE, "lr") as f32;
        Ok(())
    }

    fn run(&mut self, from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move {
            for step in from..from + u64::from(steps) {
                self.step(step).await.map_err(engine)?;
            }
            Ok(())
        })
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let left = &self.left;
        let mut metrics = vec![("batches", left.count as f64)];
        if left.gradient > 0.0 {
            metrics.push(("gradient", left.gradient));
        }
        let (mut lines, mut clouds) = (Vec::new(), Vec::new());
        if left.count > 1 {
            let deviations = self.deviations();
            let points: Vec<(f64, f64)> = self.sizes.iter().map(|size| *size as f64).zip(deviations.iter().copied()).collect();
            let sizes: Vec<f32> = self.sizes.iter().map(|size| *size as f32).collect();
            let floats = |values: &[f64]| values.iter().map(|v| *v as f32).collect::<Vec<_>>();
            lines.push(series("expected", 2, sizes.clone(), floats(&self.expected(deviations[0]))));
            lines.push(series("measured", 1, sizes, floats(&deviations)));
            // The mean of n batches is off by σ/√n where batches are unbiased.
            let off = left.sums[self.chosen].sqrt() / left.count as f64;
            metrics.push(("slope", slope(&points)));
            metrics.push(("noise", deviations[self.chosen] / left.gradient));
            metrics.push(("bias", off / (deviations[self.chosen] / (left.count as f64).sqrt())));
        }
        for ((cloud, at), identity) in left.clouds.iter().zip([0, self.chosen]).zip([3, 1]) {
            let (x, y) = cloud.iter().map(|[along, across]| (*along, *across)).unzip();
            clouds.push(series(&self.sizes[at].to_string(), identity, x, y));
        }
        Shown {
            metrics,
            panels: vec![panel("noise", Content::Lines(lines)), panel("cloud", Content::Points(clouds))],
            diverged: !left.gradient.is_finite(),
        }
    }

    fn plan(&self) -> &Plan {
        self.machine.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let bytes = self.left.clouds.iter().map(|cloud| size_of_val(&**cloud)).sum();
            keep(&mut self.machine, &mut [], self.left.clone(), bytes).await
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        self.left = put_back(&mut self.machine, &mut [], saved)?;
        Ok(())
    }
}
