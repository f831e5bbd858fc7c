//! What filters, neurons and outputs look for: a wall of pictures that climb.

use super::super::params::TABLE;
use super::ascent::{Aim, Ascent, PIXELS, Rules, SIDE, count};
use super::exhibit::{Digits, Exhibit, Keep, Shown, engine, foreign};
use super::generator::{CODE, Painter};
use super::judged::{Judged, Seen};
use super::learner::{Learner, School, wrong};
use compute::rng::Stream;
use compute::{Device, Snapshot};
use labkit::frame::Series;
use labkit::model::Local;
use labkit::{Content, LabError, Panel, Params, Pictures};
use nn::Stack;
use std::any::Any;
use std::rc::Rc;

/// What the judge is: another network than the reader's, which learns from other digits and from noise that is none of them, and
/// sees them coarser, as someone who steps back.
const JUDGE: &str = "mean 2, conv 12 3, relu, pool 2, conv 24 3, relu, dense 48, relu, dense 11";
/// Pictures of its batches.
const BATCH: usize = 64;

pub(super) struct Look {
    device: Device,
    params: Params,
    seed: u64,
    judge: Learner,
    judge_stack: Stack,
    painter: Painter,
    climbing: Option<Climbing>,
    judged: Judged,
    /// Whether what does not change from step to step must be shown again.
    fresh: bool,
}

/// Pictures on their way.
struct Climbing {
    stack: Stack,
    aim: Aim,
    ascent: Ascent,
    /// y and R of each step.
    rows: Vec<f32>,
}

struct Kept {
    judge: (Snapshot, u64),
    painter: (Snapshot, u64),
    climbing: Option<(Stack, Aim, Snapshot, Vec<f32>)>,
}

impl Look {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let judge_stack = Stack::parse(JUDGE, [1, SIDE, SIDE]).map_err(wrong)?;
        let judge = Learner::new(device, &judge_stack, School::DigitsOrNone(1.1), BATCH, seed ^ 0x0067_6475_6a00).map_err(engine)?;
        let painter = Painter::new(device, School::Digits(1.0), seed ^ 0x7469_6e61_7000).map_err(engine)?;
        let judged = Judged::new(device, seed);
        Ok(Self { device: device.clone(), params: params.clone(), seed, judge, judge_stack, painter, climbing: None, judged, fresh: true })
    }

    fn practice(&self) -> u64 {
        self.params.number(TABLE, "practice").round() as u64
    }

    fn aim(&self, stack: &Stack) -> Aim {
        let last = stack.layers.len().saturating_sub(1);
        let name = self.params.choice(TABLE, "aim");
        let layer = stack.layers.iter().position(|layer| layer.name == name).unwrap_or(last);
        let probability = layer == last && self.params.choice(TABLE, "score") == "probability";
        Aim { layer, probability, generated: self.generated() }
    }

    fn generated(&self) -> bool {
        self.params.choice(TABLE, "painter") == "generator"
    }

    fn rules(&self) -> Rules {
        let number = |key| self.params.number(TABLE, key) as f32;
        let jitter = number("jitter").round();
        Rules { rate: number("pace"), l1: number("l1"), l2: number("l2"), tv: number("tv"), jitter, blur: number("blur") }
    }

    /// How many steps of training are wanting, of the network and of what stands beside it.
    fn wanting(&self, digits: &dyn Digits) -> [u64; 3] {
        let painter = if self.generated() { self.painter.step } else { u64::MAX };
        [digits.steps(), self.judge.step, painter].map(|steps| self.practice().saturating_sub(steps))
    }

    /// What the pictures begin as.
    fn first(&self, count: usize, yours: Option<Vec<f32>>) -> Vec<f32> {
        let mut random = Stream::new(self.seed, 3);
        if self.generated() {
            return (0..count * CODE).map(|_| random.normal() * 0.3).collect();
        }
        match (self.params.choice(TABLE, "start"), yours) {
            ("noise", _) => (0..count * PIXELS).map(|_| random.uniform()).collect(),
            ("digit", _) => {
                let mut one = vec![0.0; PIXELS];
                School::Digits(1.0).draw(self.seed, 0, &mut one);
                one.repeat(count)
            }
            ("yours", Some(yours)) => yours.repeat(count),
            _ => vec![0.5; count * PIXELS],
        }
    }

    async fn begin(&mut self, digits: &mut dyn Digits) -> Result<(), LabError> {
        let stack = digits.stack();
        let aim = self.aim(&stack);
        let weights = digits.weights().await?;
        let painter = if aim.generated { Some(self.painter.weights().await.map_err(engine)?) } else { None };
        let first = self.first(count(&stack, aim.layer), digits.yours());
        let ascent = Ascent::new(&self.device, &stack, &aim, &weights, painter.as_ref(), (&first, self.seed)).map_err(engine)?;
        self.judged.asked(digits.yours());
        self.climbing = Some(Climbing { stack, aim, ascent, rows: Vec::new() });
        self.fresh = true;
        self.rule()
    }

    fn rule(&mut self) -> Result<(), LabError> {
        let rules = self.rules();
        self.climbing.as_mut().map_or(Ok(()), |climbing| climbing.ascent.rule(&rules)).map_err(engine)
    }
}

impl Exhibit for Look {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        let changed = params.differing(&self.params, TABLE);
        self.params = params.clone();
        if changed.iter().any(|key| ["aim", "score", "start", "painter"].contains(key)) {
            self.climbing = None;
        }
        self.fresh |= changed.contains(&"unit");
        self.rule()
    }

    fn run<'a>(&'a mut self, digits: &'a mut dyn Digits, mut steps: u64) -> Local<'a, Result<(), LabError>> {
        Box::pin(async move {
            loop {
                let wanting = self.wanting(digits);
                let most = wanting.iter().copied().max().unwrap_or(0);
                if most == 0 {
                    if self.climbing.is_none() {
                        self.begin(digits).await?;
                    }
                    let Some(Climbing { ascent, rows, .. }) = &mut self.climbing else { return Ok(()) };
                    rows.extend(ascent.climb(steps).await.map_err(engine)?);
                    return Ok(());
                }
                self.climbing = None;
                if steps == 0 {
                    return Ok(());
                }
                let now = steps.min(most);
                digits.practise(now.min(wanting[0])).await?;
                self.judge.advance(now.min(wanting[1])).map_err(engine)?;
                if wanting[2] > 0 {
                    self.painter.advance(now.min(wanting[2])).map_err(engine)?;
                }
                steps -= now;
            }
        })
    }

    fn show(&mut self, whole: bool) -> Local<'_, Result<Shown, LabError>> {
        Box::pin(async move {
            let mut shown = Shown::default();
            let Some(Climbing { stack, aim, ascent, rows }) = &mut self.climbing else {
                let had = self.judge.step.min(self.practice());
                shown.metrics.push(("practice_left", (self.practice() - had) as f64));
                return Ok(shown);
            };
            let pictures = ascent.pictures().await.map_err(engine)?;
            let hash = ascent.hash().await.map_err(engine)?;
            let seen = Seen { stack, layer: aim.layer, pictures: &pictures, hash };
            self.judged.prepare(&seen, ascent, (&mut self.judge, &self.judge_stack)).await.map_err(engine)?;
            let whole = std::mem::take(&mut self.fresh) || whole;
            let unit = self.params.number(TABLE, "unit").round() as usize;
            self.judged.say(&seen, whole.then_some(unit), &mut shown).await.map_err(engine)?;
            shown.metrics.push(("practice_left", 0.0));
            shown.metrics.push(("weights_hash", f64::from(hash)));
            if let [.., y, r] = rows[..] {
                shown.metrics.extend([("objective", f64::from(y)), ("regulariser", f64::from(r))]);
            }
            let mut panel = |id: &str, content| shown.panels.push(Panel { id: id.to_owned(), content });
            panel("terms", Content::Lines(vec![curve("y", 1, rows, 0), curve("r", 2, rows, 1)]));
            let side = SIDE as u32;
            panel("wall", Content::Pictures(Pictures { height: side, width: side, values: pictures.into(), names: self.judged.captions() }));
            Ok(shown)
        })
    }

    fn save(&mut self) -> Local<'_, Result<Keep, LabError>> {
        Box::pin(async move {
            let practised = self.climbing.is_some();
            let judge = self.judge.save().await.map_err(engine)?;
            let painter = self.painter.save().await.map_err(engine)?;
            // Once they have learnt, all states share one snapshot.
            let mut bytes = if practised { 0 } else { judge.0.bytes() + if self.generated() { painter.0.bytes() } else { 0 } };
            let mut climbing = None;
            if let Some(Climbing { stack, aim, ascent, rows }) = &mut self.climbing {
                let snapshot = ascent.machine().snapshot().await.map_err(engine)?;
                bytes += snapshot.bytes() + size_of_val(&**rows);
                climbing = Some((stack.clone(), aim.clone(), snapshot, rows.clone()));
            }
            Ok((Rc::new(Kept { judge, painter, climbing }) as Rc<dyn Any>, bytes))
        })
    }

    fn restore(&mut self, saved: &dyn Any) -> Result<(), LabError> {
        let Some(Kept { judge, painter, climbing }) = saved.downcast_ref() else { return Err(foreign()) };
        self.judge.restore(judge).map_err(engine)?;
        self.painter.restore(painter).map_err(engine)?;
        self.fresh = true;
        self.climbing = None;
        if let Some((stack, aim, snapshot, rows)) = climbing {
            let wide = if aim.generated { CODE } else { PIXELS };
            let first = vec![0.0; count(stack, aim.layer) * wide];
            let mut ascent = Ascent::new(&self.device, stack, aim, &Vec::new(), None, (&first, self.seed)).map_err(engine)?;
            ascent.machine().restore(snapshot).map_err(engine)?;
            self.climbing = Some(Climbing { stack: stack.clone(), aim: aim.clone(), ascent, rows: rows.clone() });
        }
        self.rule()
    }
}

/// A column of the rows as a curve over steps.
fn curve(key: &str, identity: u8, rows: &[f32], column: usize) -> Series {
    let y: Vec<f32> = rows.iter().skip(column).step_by(2).copied().collect();
    let x: Vec<f32> = (0..y.len()).map(|step| step as f32).collect();
    Series { key: key.to_owned(), index: 0, identity, x: x.into(), y: y.into() }
}
