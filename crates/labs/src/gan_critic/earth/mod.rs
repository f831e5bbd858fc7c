//! Earth is moved by hand: two heaps on a line of places, a plan as a matrix, what it costs, and what the cheapest would. A step of the run
//! is a round of Sinkhorn's.

mod books;
mod sinkhorn;

use super::params::TABLE;
use crate::exhibit::{Curve, Exhibit, Shown, engine, foreign, panel, series};
use books::{Books, Heaps};
use compute::{Device, EngineError, Machine, Plan};
use labkit::inside::Equation;
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params, Pictures, Sentence, short};
use std::rc::Rc;

pub(super) struct Earth {
    params: Params,
    heaps: Heaps,
    books: Books,
    machine: Machine,
    left: Left,
    /// Sinkhorn's plan as it stands; nothing before it was read.
    soft: Option<Vec<f32>>,
}

/// What is kept of the rounds so far.
#[derive(Debug, Clone, Default)]
struct Left {
    step: u64,
    costs: Curve,
    gaps: Curve,
    newest: Option<[f32; 2]>,
}

impl Earth {
    pub(super) fn new(params: &Params, device: &Device) -> Result<Self, LabError> {
        let heaps = Heaps::read(&params.text(TABLE, "heap"), &params.text(TABLE, "wanted"))?;
        let books = Books::of(&heaps, &params.text(TABLE, "moves"))?;
        let size = (heaps.from.len(), heaps.to.len());
        let machine = device.machine(sinkhorn::round(size).compile().map_err(engine)?).map_err(engine)?;
        let mut this = Self { params: params.clone(), heaps, books, machine, left: Left::default(), soft: None };
        this.begin().map_err(engine)?;
        this.tune(params)?;
        Ok(this)
    }

    fn begin(&mut self) -> Result<(), EngineError> {
        let single = |values: Vec<f64>| values.into_iter().map(|x| x as f32).collect::<Vec<f32>>();
        let cost = single(self.heaps.cost());
        self.machine.write("c", &cost)?;
        // A plan wants as much there as is wanted; until the heaps weigh the same, each counts by itself.
        self.machine.write("p", &single(books::shares(&self.heaps.from)))?;
        self.machine.write("q", &single(books::shares(&self.heaps.to)))
    }
}

impl Exhibit for Earth {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        self.books = Books::of(&self.heaps, &params.text(TABLE, "moves"))?;
        self.machine.write("epsilon", &[params.number(TABLE, "epsilon") as f32]).map_err(engine)?;
        self.params = params.clone();
        Ok(())
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move {
            let mut rest = steps;
            while rest > 0 {
                let now = rest.min(512).min(self.machine.room().max(1));
                rest -= now;
                self.machine.run(now).map_err(engine)?;
                for row in self.machine.drain().await.map_err(engine)?.chunks_exact(2) {
                    let left = &mut self.left;
                    left.step += 1;
                    left.costs.push(left.step as f32, row[0]);
                    left.gaps.push(left.step as f32, row[1]);
                    left.newest = Some([row[0], row[1]]);
                }
            }
            if self.left.step > 0 && (steps > 0 || self.soft.is_none()) {
                self.soft = Some(self.machine.read("plan").await.map_err(engine)?);
            }
            Ok(())
        })
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let (n, m) = (self.heaps.from.len(), self.heaps.to.len());
        let matrix = |values: Vec<f32>| {
            Content::Pictures(Pictures { height: n as u32, width: m as u32, values: values.into(), names: Vec::new() })
        };
        let bars = |heap: &[u32]| {
            Content::Bars(heap.iter().enumerate().map(|(k, units)| (format!("{}", k + 1), *units as f32)).collect())
        };
        let whole = self.heaps.from.iter().sum::<u32>() as f32;
        let best = self.books.best.as_ref().map_or_else(Vec::new, |best| best.mass.iter().map(|x| *x as f32).collect());
        let soft = self.soft.iter().flatten().map(|share| share * whole).collect::<Vec<f32>>();
        let mut metrics = self.books.metrics();
        if let Some([cost, gap]) = self.left.newest {
            metrics.extend([("soft_cost", f64::from(cost)), ("soft_gap", f64::from(gap))]);
        }
        let last = self.left.step.max(1) as f32;
        let mut costs = vec![self.left.costs.series("soft", 1)];
        costs
            .extend(self.books.best.as_ref().map(|best| series("best", 8, vec![0.0, last], vec![best.cost as f32; 2])));
        let panels = vec![
            panel("heap", bars(&self.heaps.from)),
            panel("wanted", bars(&self.heaps.to)),
            panel("yours", matrix(self.books.moves.iter().map(|units| *units as f32).collect())),
            panel("left", Content::Bars(named(&self.books.left))),
            panel("lack", Content::Bars(named(&self.books.lack))),
            panel("best", if best.is_empty() { Content::Pictures(Pictures::default()) } else { matrix(best) }),
            panel("soft", if soft.is_empty() { Content::Pictures(Pictures::default()) } else { matrix(soft) }),
            panel("said", Content::Text(self.books.said())),
            panel("costs", Content::Lines(costs)),
            panel("lack_curve", Content::Lines(vec![self.left.gaps.series("gap", 4)])),
        ];
        let diverged = self.left.newest.is_some_and(|row| !row.iter().all(|x| x.is_finite()));
        Shown { metrics: if diverged { Vec::new() } else { metrics }, panels, diverged }
    }

    fn plan(&self) -> &Plan {
        self.machine.plan()
    }

    fn equations(&mut self) -> Local<'_, Result<Vec<Equation>, LabError>> {
        Box::pin(async move {
            let terms: Vec<String> =
                self.books.terms().into_iter().map(|(units, way)| format!("{units} \\cdot {way}")).collect();
            let sum = if terms.is_empty() { "0".to_owned() } else { terms.join(" + ") };
            let whole = self.heaps.from.iter().sum::<u32>();
            Ok(vec![Equation {
                name: Sentence::new("你的计划的代价", "What your plan costs"),
                symbols: "B(\\gamma) = \\sum_{i,j} \\gamma_{ij} |i - j|".to_owned(),
                numbers: format!("({sum}) / {whole} = {}", short(self.books.cost).replace('−', "-")),
            }])
        })
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let machine = self.machine.snapshot().await.map_err(engine)?;
            let own_bytes = self.left.costs.bytes() + self.left.gaps.bytes();
            Ok(Saved { machine, own: Rc::new(self.left.clone()), own_bytes })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let left = saved.own.downcast_ref::<Left>().ok_or_else(foreign)?;
        self.machine.restore(&saved.machine).map_err(engine)?;
        (self.left, self.soft) = (left.clone(), None);
        Ok(())
    }
}

fn named(units: &[i64]) -> Vec<(String, f32)> {
    units.iter().enumerate().map(|(k, units)| (format!("{}", k + 1), *units as f32)).collect()
}
