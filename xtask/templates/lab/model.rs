//! The lab's model: `x ← x − η ∇(a x²)`.

use super::params::TABLE;
use compute::{Device, EngineError, Machine, Plan, Program, grad};
use labkit::frame::Series;
use labkit::message::DataSummary;
use labkit::model::{Dropped, Local, Saved};
use labkit::{Content, Frame, LabError, Model, Panel, Params, Sentence};
use std::rc::Rc;

/// Most points of the curve.
const MOST: usize = 4096;

struct Parabola {
    machine: Machine,
    params: Params,
    run: u32,
    step: u64,
    /// Loss of each state so far, and the newest parameter.
    losses: Vec<f32>,
    x: f32,
}

/// What is saved of a run beside the engine's part.
struct Kept {
    run: u32,
    step: u64,
    losses: Vec<f32>,
    x: f32,
}

/// Opens the lab.
pub(super) fn open(params: &Params, _seed: u64, device: &Device) -> Result<Box<dyn Model>, LabError> {
    let mut program = Program::new();
    let [x, a, rate] = ["x", "a", "lr"].map(|name| program.state(name, &[]));
    let loss = &a * x.square();
    let slope = grad(&loss, &[&x]).remove(0);
    let next = &x - &rate * &slope;
    program.watch("∇ x", &slope);
    program.update("x", &next);
    program.record(&loss);
    program.record(&next);
    let machine = device.machine(program.compile().map_err(engine)?).map_err(engine)?;
    let mut lab = Parabola { machine, params: params.clone(), run: 0, step: 0, losses: Vec::new(), x: 0.0 };
    lab.restart()?;
    Ok(Box::new(lab))
}

impl Parabola {
    fn write(&mut self, name: &str, key: &str) -> Result<f32, LabError> {
        let value = self.params.number(TABLE, key) as f32;
        self.machine.write(name, &[value]).map_err(engine)?;
        Ok(value)
    }

    fn restart(&mut self) -> Result<(), LabError> {
        // Rows of the run before are of no use.
        drop(self.machine.drain());
        self.write("lr", "lr")?;
        self.write("a", "a")?;
        self.x = self.write("x", "x0")?;
        self.run += 1;
        (self.step, self.losses) = (0, Vec::new());
        Ok(())
    }

    /// Takes in what the machine has recorded since the last time.
    async fn absorb(&mut self) -> Result<(), LabError> {
        for row in self.machine.drain().await.map_err(engine)?.chunks_exact(2) {
            if self.losses.len() < MOST {
                self.losses.push(row[0]);
            }
            self.x = row[1];
            self.step += 1;
        }
        Ok(())
    }
}

impl Model for Parabola {
    fn set(&mut self, params: &Params) -> Result<(), LabError> {
        let restarts = params.differing(&self.params, TABLE).contains(&"x0");
        self.params = params.clone();
        if restarts {
            return self.restart();
        }
        self.write("lr", "lr")?;
        self.write("a", "a").map(|_| ())
    }

    fn advance(&mut self, steps: u32) -> Result<(), LabError> {
        self.machine.run(steps).map_err(engine)
    }

    fn run(&self) -> u32 {
        self.run
    }

    fn reset(&mut self, _seed: u64) -> Result<(), LabError> {
        self.restart()
    }

    fn frame(&mut self, _whole: bool) -> Local<'_, Result<Frame, LabError>> {
        Box::pin(async move {
            self.absorb().await?;
            let a = self.params.number(TABLE, "a");
            let loss = a * f64::from(self.x).powi(2);
            let halted = (!loss.is_finite()).then(|| {
                let step = self.step;
                Sentence::new(format!("第 {step} 步前后发散了"), format!("It diverged about step {step}"))
            });
            let curve = Series {
                key: "loss".to_owned(),
                index: 0,
                identity: 1,
                x: (0..self.losses.len()).map(|step| step as f32).collect::<Vec<_>>().into(),
                y: self.losses.clone().into(),
            };
            let panels = vec![Panel { id: "losses".to_owned(), content: Content::Lines(vec![curve]) }];
            let metrics = vec![("loss".to_owned(), loss), ("x".to_owned(), f64::from(self.x))];
            Ok(Frame { step: self.step, run: self.run, metrics, panels, halted, rests: false })
        })
    }

    fn drop_file(&mut self, name: &str, _bytes: &[u8]) -> Result<Dropped, LabError> {
        let summary = DataSummary { name: name.to_owned(), ..DataSummary::default() };
        Err(LabError::general(format!("这个实验不读文件“{}”", summary.name), format!("this lab reads no files; got “{}”", summary.name)))
    }

    fn plan(&self) -> Option<&Plan> {
        Some(self.machine.plan())
    }

    fn save(&mut self) -> Local<'_, Result<Option<Saved>, LabError>> {
        Box::pin(async move {
            self.absorb().await?;
            let machine = self.machine.snapshot().await.map_err(engine)?;
            let own_bytes = size_of_val(&*self.losses);
            let own = Kept { run: self.run, step: self.step, losses: self.losses.clone(), x: self.x };
            Ok(Some(Saved { machine, own: Rc::new(own), own_bytes }))
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let Some(kept) = saved.own.downcast_ref::<Kept>() else {
            return Err(LabError::general("存下的是另一个运行", "expected a run of this lab, got another one"));
        };
        self.machine.restore(&saved.machine).map_err(engine)?;
        (self.run, self.step, self.losses, self.x) = (kept.run, kept.step, kept.losses.clone(), kept.x);
        Ok(())
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
