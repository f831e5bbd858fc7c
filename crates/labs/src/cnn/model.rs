//! The lab's model: digits drawn from `(seed, step)`, one batch a step, and examinations in between.

use super::exam::{BATCH, Exam, Files, PART, WHOLE};
use super::hand::Hand;
use super::net::{Filters, LeNet, PIXELS, Training, answers, training};
use super::params::{STEPS, TABLE};
use compute::rng::Stream;
use compute::{Device, EngineError, Machine, Plan};
use data::made::digits::{Digits, Size};
use labkit::frame::Series;
use labkit::message::{DataSummary, Drawing};
use labkit::model::{Dropped, Local, Saved};
use labkit::{Content, Frame, LabError, Model, Panel, Params, Pictures, Sentence};
use nn::Layer;
use std::rc::Rc;

/// Steps between two examinations of a run that goes on.
const EVERY: u64 = 200;

/// The filters of the first layer: 5 × 5 each.
const FILTERS: &str = "conv1.w";

/// Batches over which the training accuracy is a mean.
const WINDOW: usize = 100;

struct Cnn {
    device: Device,
    params: Params,
    seed: u64,
    running: Running,
    files: Files,
    dropped: Option<Exam>,
    /// What the reader has drawn, and whether it has not been read yet.
    hand: Option<Hand>,
    new_drawing: bool,
    /// The step of the examination that was shown last.
    shown: Option<u64>,
    run: u32,
    left: Left,
}

/// What depends on the parameters that restart.
struct Running {
    machine: Machine,
    /// The network alone, for examinations.
    asked: Machine,
    net: LeNet,
    memory: Vec<nn::Parameter>,
    drawn: Exam,
    batch: usize,
}

/// What a run has left behind.
#[derive(Debug, Clone, Default)]
struct Left {
    /// Steps queued so far: the number of the next batch.
    step: u64,
    losses: Vec<f32>,
    rights: Vec<f32>,
    examined: Option<Examined>,
}

/// The newest examination.
#[derive(Debug, Clone)]
struct Examined {
    /// After how many steps.
    step: u64,
    /// The share of right answers on drawn digits.
    test: f64,
    /// The share on those that were dropped.
    real: Option<f64>,
    /// Pictures that were misread, of the reader's where there are any.
    misread: Pictures,
    /// The filters of the first layer.
    filters: Pictures,
    /// How likely each digit is to be what the reader has drawn.
    hand: Option<Vec<f32>>,
}

/// Opens the lab.
pub(super) fn open(params: &Params, seed: u64, device: &Device) -> Result<Box<dyn Model>, LabError> {
    let running = Running::new(params, seed, device)?;
    let params = params.clone();
    let (files, left) = (Files::default(), Left::default());
    let device = device.clone();
    let mut lab = Cnn { device, params, seed, running, files, dropped: None, hand: None, new_drawing: false, shown: None, run: 0, left };
    lab.restart()?;
    Ok(Box::new(lab))
}

fn filters(params: &Params) -> Filters {
    match params.choice(TABLE, "filters") {
        "4-8" => [4, 8],
        "16-32" => [16, 32],
        _ => [8, 16],
    }
}

impl Running {
    fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let batch = params.choice(TABLE, "batch").parse().unwrap_or(32);
        let Training { program, net, memory } = training(filters(params), batch);
        let machine = device.machine(program.compile().map_err(engine)?).map_err(engine)?;
        let asked = device.machine(answers(filters(params), BATCH).map_err(engine)?).map_err(engine)?;
        let drawn = Exam::drawn(seed, PART);
        Ok(Self { machine, asked, net, memory, drawn, batch })
    }
}

impl Cnn {
    /// Back to step 0 with the parameters and the seed as they are.
    fn restart(&mut self) -> Result<(), LabError> {
        let running = &mut self.running;
        // Rows of the run before are of no use.
        drop(running.machine.drain());
        let mut random = Stream::new(self.seed, 0);
        for (name, values) in running.net.init(&mut random).into_iter().chain(running.memory.init(&mut random)) {
            running.machine.write(&name, &values).map_err(engine)?;
        }
        self.run += 1;
        self.left = Left::default();
        self.write_rate()
    }

    fn write_rate(&mut self) -> Result<(), LabError> {
        let rate = self.params.number(TABLE, "lr") as f32;
        self.running.machine.write("lr", &[rate]).map_err(engine)
    }

    /// Takes in what the machine has recorded since the last time.
    async fn absorb(&mut self) -> Result<(), LabError> {
        for row in self.running.machine.drain().await.map_err(engine)?.chunks_exact(2) {
            self.left.losses.push(row[0]);
            self.left.rights.push(row[1]);
        }
        Ok(())
    }

    /// Tries the network as it stands on both examinations and on the reader's drawing.
    async fn examine(&mut self) -> Result<(), LabError> {
        self.copy_weights().await?;
        let Running { machine, asked, drawn, .. } = &mut self.running;
        let count = if self.left.step < STEPS { PART } else { WHOLE };
        if drawn.classes.len() != count {
            *drawn = Exam::drawn(self.seed, count);
        }
        let answers = drawn.answers(asked).await.map_err(engine)?;
        let (test, mut misread, mut real) = (drawn.share(&answers), drawn.misread(&answers), None);
        if let Some(exam) = &self.dropped {
            let answers = exam.answers(asked).await.map_err(engine)?;
            (real, misread) = (Some(exam.share(&answers)), exam.misread(&answers));
        }
        let filters = machine.read(FILTERS).await.map_err(engine)?;
        let filters = Pictures { height: 5, width: 5, values: filters.into(), names: Vec::new() };
        let hand = self.read_hand().await?;
        self.left.examined = Some(Examined { step: self.left.step, test, real, misread, filters, hand });
        Ok(())
    }

    async fn copy_weights(&mut self) -> Result<(), LabError> {
        let Running { machine, asked, net, .. } = &mut self.running;
        for parameter in net.parameters() {
            let values = machine.read(&parameter.name).await.map_err(engine)?;
            asked.write(&parameter.name, &values).map_err(engine)?;
        }
        Ok(())
    }

    /// How likely each digit is, by the network that is asked, to be what the reader has drawn.
    async fn read_hand(&mut self) -> Result<Option<Vec<f32>>, LabError> {
        match &self.hand {
            Some(hand) => Ok(Some(hand.read(&mut self.running.asked).await.map_err(engine)?)),
            None => Ok(None),
        }
    }
}

impl Model for Cnn {
    fn set(&mut self, params: &Params) -> Result<(), LabError> {
        let changed = params.differing(&self.params, TABLE);
        if changed.iter().any(|key| !["lr", "boxed"].contains(key)) {
            self.running = Running::new(params, self.seed, &self.device)?;
            self.params = params.clone();
            return self.restart();
        }
        self.params = params.clone();
        if let (Some(hand), true) = (&mut self.hand, changed.contains(&"boxed")) {
            hand.prepare(params.switch(TABLE, "boxed"));
            self.new_drawing = true;
        }
        self.write_rate()
    }

    fn advance(&mut self, steps: u32) -> Result<(), LabError> {
        let digits = Digits {
            seed: self.seed,
            size: Size::Full,
            variety: self.params.number(TABLE, "variety") as f32,
        };
        let Running { machine, batch, .. } = &mut self.running;
        let mut pictures = vec![0.0; *batch * PIXELS];
        for _ in 0..steps {
            let factors = digits.fill(self.left.step * *batch as u64, &mut pictures);
            let classes: Vec<f32> = factors.iter().map(|one| f32::from(one.class)).collect();
            machine.write("x", &pictures).map_err(engine)?;
            machine.write("y", &classes).map_err(engine)?;
            machine.run(1).map_err(engine)?;
            self.left.step += 1;
        }
        Ok(())
    }

    fn run(&self) -> u32 {
        self.run
    }

    fn reset(&mut self, seed: u64) -> Result<(), LabError> {
        self.seed = seed;
        self.running.drawn = Exam::drawn(seed, PART);
        self.restart()
    }

    fn frame(&mut self, whole: bool) -> Local<'_, Result<Frame, LabError>> {
        Box::pin(async move {
            self.absorb().await?;
            let step = self.left.step;
            let at = self.left.examined.as_ref().map(|examined| examined.step);
            let new = std::mem::take(&mut self.new_drawing);
            if at.is_none_or(|at| if whole && !new { at != step } else { step >= at + EVERY }) {
                self.examine().await?;
            } else if new {
                self.copy_weights().await?;
                let hand = self.read_hand().await?;
                if let Some(examined) = &mut self.left.examined {
                    examined.hand = hand;
                }
            }
            Ok(self.show(whole || new))
        })
    }

    fn drop_file(&mut self, name: &str, bytes: &[u8]) -> Result<Dropped, LabError> {
        let file = data::idx::read(bytes).map_err(|error| {
            LabError::general(format!("“{name}”：{}", error.zh()), format!("“{name}”: {}", error.en()))
        })?;
        let rows = self.files.take(name, file)?;
        self.dropped = self.files.exam()?;
        self.left.examined = None;
        let rows = u32::try_from(rows).unwrap_or(u32::MAX);
        let summary = DataSummary { name: name.to_owned(), rows, ..DataSummary::default() };
        Ok(Dropped { summary, sets: Vec::new() })
    }

    fn drawn(&mut self, drawing: Option<&Drawing>) -> Result<(), LabError> {
        let in_box = self.params.switch(TABLE, "boxed");
        self.hand = drawing.map(|drawing| Hand::of(drawing, in_box)).transpose()?.flatten();
        self.new_drawing = true;
        Ok(())
    }

    fn plan(&self) -> Option<&Plan> {
        Some(self.running.machine.plan())
    }

    fn save(&mut self) -> Local<'_, Result<Option<Saved>, LabError>> {
        Box::pin(async move {
            self.absorb().await?;
            let machine = self.running.machine.snapshot().await.map_err(engine)?;
            let own_bytes = size_of_val(&*self.left.losses) * 2;
            Ok(Some(Saved { machine, own: Rc::new((self.run, self.left.clone())), own_bytes }))
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let Some((run, left)) = saved.own.downcast_ref::<(u32, Left)>() else {
            return Err(LabError::general("存下的是另一个运行", "expected a run of this lab, got another one"));
        };
        self.running.machine.restore(&saved.machine).map_err(engine)?;
        (self.run, self.left) = (*run, left.clone());
        Ok(())
    }
}

impl Cnn {
    /// The frame of what is known; what has not changed since the last one only where everything is asked for.
    fn show(&mut self, whole: bool) -> Frame {
        let Left { step, losses, rights, examined } = &self.left;
        let at = examined.as_ref().map(|examined| examined.step);
        let whole = std::mem::replace(&mut self.shown, at) != at || whole;
        let newest = &rights[rights.len().saturating_sub(WINDOW)..];
        let mut metrics = vec![("loss", losses.last().map_or(f64::NAN, |loss| f64::from(*loss)))];
        metrics.push(("train_accuracy", f64::from(newest.iter().sum::<f32>()) / newest.len() as f64));
        let mut panels = Vec::new();
        let mut panel = |id: &str, content| panels.push(Panel { id: id.to_owned(), content });
        if let Some(Examined { test, real, misread, filters, hand, .. }) = examined {
            metrics.push(("test_accuracy", *test));
            metrics.extend(real.map(|real| ("dropped_accuracy", real)));
            if whole {
                panel("misread", Content::Pictures(misread.clone()));
                panel("filters", Content::Pictures(filters.clone()));
                let chances = hand.iter().flatten().enumerate().map(|(digit, chance)| (digit.to_string(), *chance));
                panel("hand", Content::Bars(chances.collect()));
            }
        }
        if whole {
            panel("box", Content::Pictures(self.hand.as_ref().map(|hand| hand.seen.clone()).unwrap_or_default()));
        }
        let halted = losses.last().filter(|loss| !loss.is_finite()).map(|_| {
            Sentence::new(format!("第 {step} 步前后发散了"), format!("It diverged about step {step}"))
        });
        let curve = |key: &str, y: &[f32], identity| Series {
            key: key.to_owned(),
            index: 0,
            identity,
            x: (0..y.len()).map(|step| step as f32).collect::<Vec<_>>().into(),
            y: y.to_vec().into(),
        };
        panel("losses", Content::Lines(vec![curve("loss", losses, 1)]));
        Frame {
            step: *step,
            run: self.run,
            metrics: metrics.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            panels,
            halted,
        }
    }
}

/// The engine's refusal, for the reader.
#[expect(clippy::needless_pass_by_value, reason = "as map_err hands it over")]
fn engine(error: EngineError) -> LabError {
    let said = LabError::general(format!("设备出错：{error}"), format!("the device failed: {error}"));
    match error {
        EngineError::Gpu(_) | EngineError::DeviceLost { .. } | EngineError::OutOfMemory(_) | EngineError::Shader(_) => {
            said.fatal()
        }
        _ => said,
    }
}
