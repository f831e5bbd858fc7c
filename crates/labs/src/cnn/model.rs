//! The lab's model: digits drawn from `(seed, step)`, one batch a step, and examinations in between.

use super::exam::{BATCH, Exam, Files};
use super::net::{Filters, LeNet, PIXELS, Training, answers, training};
use super::params::TABLE;
use compute::rng::Stream;
use compute::{Device, EngineError, Machine, Plan};
use data::made::digits::{Digits, Size};
use labkit::frame::Series;
use labkit::message::DataSummary;
use labkit::model::{Dropped, Local, Saved};
use labkit::{Content, Frame, LabError, Model, Panel, Params, Sentence};
use nn::Layer;
use std::rc::Rc;

/// Steps between two examinations of a run that goes on.
const EVERY: u64 = 200;

/// Batches over which the training accuracy is a mean.
const WINDOW: usize = 100;

struct Cnn {
    device: Device,
    params: Params,
    seed: u64,
    running: Running,
    files: Files,
    dropped: Option<Exam>,
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
    /// The newest examination: after how many steps; shares of right answers.
    examined: Option<(u64, f64, Option<f64>)>,
}

/// Opens the lab.
pub(super) fn open(params: &Params, seed: u64, device: &Device) -> Result<Box<dyn Model>, LabError> {
    let running = Running::new(params, seed, device)?;
    let params = params.clone();
    let (files, left) = (Files::default(), Left::default());
    let mut lab = Cnn { device: device.clone(), params, seed, running, files, dropped: None, run: 0, left };
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
        let drawn = Exam::drawn(seed);
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

    /// Tries the network as it stands on both examinations.
    async fn examine(&mut self) -> Result<(), LabError> {
        let Running { machine, asked, net, drawn, .. } = &mut self.running;
        for parameter in net.parameters() {
            let values = machine.read(&parameter.name).await.map_err(engine)?;
            asked.write(&parameter.name, &values).map_err(engine)?;
        }
        let test = drawn.share(&drawn.answers(asked).await.map_err(engine)?);
        let real = match &self.dropped {
            Some(exam) => Some(exam.share(&exam.answers(asked).await.map_err(engine)?)),
            None => None,
        };
        self.left.examined = Some((self.left.step, test, real));
        Ok(())
    }
}

impl Model for Cnn {
    fn set(&mut self, params: &Params) -> Result<(), LabError> {
        let changed = params.differing(&self.params, TABLE);
        if changed.iter().any(|key| *key != "lr") {
            self.running = Running::new(params, self.seed, &self.device)?;
            self.params = params.clone();
            return self.restart();
        }
        self.params = params.clone();
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
        self.running.drawn = Exam::drawn(seed);
        self.restart()
    }

    fn frame(&mut self, whole: bool) -> Local<'_, Result<Frame, LabError>> {
        Box::pin(async move {
            self.absorb().await?;
            let step = self.left.step;
            let due = self.left.examined.is_none_or(|(at, _, _)| if whole { at != step } else { step >= at + EVERY });
            if due {
                self.examine().await?;
            }
            Ok(self.show())
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
    /// The frame of what is known.
    fn show(&self) -> Frame {
        let Left { step, losses, rights, examined } = &self.left;
        let newest = &rights[rights.len().saturating_sub(WINDOW)..];
        let mut metrics = vec![("loss", losses.last().map_or(f64::NAN, |loss| f64::from(*loss)))];
        metrics.push(("train_accuracy", f64::from(newest.iter().sum::<f32>()) / newest.len() as f64));
        if let Some((_, test, real)) = examined {
            metrics.push(("test_accuracy", *test));
            metrics.extend(real.map(|real| ("dropped_accuracy", real)));
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
        let losses = Content::Lines(vec![curve("loss", losses, 1)]);
        let rights = Content::Lines(vec![curve("train_accuracy", rights, 2)]);
        Frame {
            step: *step,
            run: self.run,
            metrics: metrics.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            panels: vec![
                Panel { id: "losses".to_owned(), content: losses },
                Panel { id: "rights".to_owned(), content: rights },
            ],
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
