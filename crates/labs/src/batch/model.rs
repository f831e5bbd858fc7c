//! The lab's model: which exhibit is open, and how far its run is.

use super::exhibit::{Exhibit, foreign};
use super::noise::Noise;
use super::params::TABLE;
use super::sizes::Sizes;
use super::speed::Speed;
use super::train::Train;
use super::trap::Trap;
use compute::{Device, Plan};
use labkit::model::{Dropped, Local, Saved};
use labkit::{Acts, Frame, LabError, Model, Params, Sentence};
use std::any::Any;
use std::rc::Rc;

struct Batch {
    device: Device,
    params: Params,
    seed: u64,
    exhibit: Box<dyn Exhibit>,
    run: u32,
    step: u64,
    /// Steps that were asked for and have not been run: an exhibit waits for its machines between them.
    queued: u32,
}

/// Opens the lab.
pub(super) fn open(params: &Params, seed: u64, device: &Device) -> Result<Box<dyn Model>, LabError> {
    let exhibit = exhibit(params, seed, device)?;
    Ok(Box::new(Batch { device: device.clone(), params: params.clone(), seed, exhibit, run: 1, step: 0, queued: 0 }))
}

fn exhibit(params: &Params, seed: u64, device: &Device) -> Result<Box<dyn Exhibit>, LabError> {
    Ok(match params.choice(TABLE, "task") {
        "noise" => Box::new(Noise::new(params, seed, device)?),
        "speed" => Box::new(Speed::new(params, seed, device)?),
        "trap" => Box::new(Trap::new(params, seed, device)?),
        "sizes" => Box::new(Sizes::new(params, seed, device)?),
        _ => Box::new(Train::new(params, seed, device)?),
    })
}

impl Batch {
    fn restart(&mut self) -> Result<(), LabError> {
        self.exhibit = exhibit(&self.params, self.seed, &self.device)?;
        self.run += 1;
        (self.step, self.queued) = (0, 0);
        Ok(())
    }

    /// Runs what is queued.
    async fn catch_up(&mut self) -> Result<(), LabError> {
        let steps = std::mem::take(&mut self.queued);
        self.exhibit.run(self.step, steps).await?;
        self.step += u64::from(steps);
        Ok(())
    }
}

impl Model for Batch {
    fn set(&mut self, params: &Params) -> Result<(), LabError> {
        let changed = params.differing(&self.params, TABLE);
        let restarts = |key: &&str| TABLE.iter().any(|param| param.key == *key && param.acts == Acts::Restarts);
        let before = std::mem::replace(&mut self.params, params.clone());
        let done = if changed.iter().any(restarts) { self.restart() } else { self.exhibit.tune(params) };
        if done.is_err() {
            self.params = before;
        }
        done
    }

    fn advance(&mut self, steps: u32) -> Result<(), LabError> {
        self.queued += steps;
        Ok(())
    }

    fn run(&self) -> u32 {
        self.run
    }

    fn reset(&mut self, seed: u64) -> Result<(), LabError> {
        self.seed = seed;
        self.restart()
    }

    fn aspect(&mut self, aspect: f64) {
        self.exhibit.aspect(aspect);
    }

    fn frame(&mut self, whole: bool) -> Local<'_, Result<Frame, LabError>> {
        Box::pin(async move {
            self.catch_up().await?;
            let shown = self.exhibit.show(whole);
            let step = self.step;
            let halted = shown.diverged.then(|| Sentence::new(format!("第 {step} 步前后发散了"), format!("It diverged about step {step}")));
            let metrics = shown.metrics.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            Ok(Frame { step, run: self.run, metrics, panels: shown.panels, halted })
        })
    }

    fn drop_file(&mut self, name: &str, _bytes: &[u8]) -> Result<Dropped, LabError> {
        Err(LabError::general(format!("这个实验不读文件“{name}”"), format!("this lab reads no files; got “{name}”")))
    }

    fn plan(&self) -> Option<&Plan> {
        Some(self.exhibit.plan())
    }

    fn save(&mut self) -> Local<'_, Result<Option<Saved>, LabError>> {
        Box::pin(async move {
            self.catch_up().await?;
            let saved = self.exhibit.save().await?;
            Ok(Some(Saved { own: Rc::new((self.run, self.step, saved.own)), ..saved }))
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let Some((run, step, own)) = saved.own.downcast_ref::<(u32, u64, Rc<dyn Any>)>() else { return Err(foreign()) };
        self.exhibit.restore(&Saved { own: Rc::clone(own), ..saved.clone() })?;
        (self.run, self.step, self.queued) = (*run, *step, 0);
        Ok(())
    }
}
