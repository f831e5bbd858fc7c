//! The lab as a whole: its network in training, and the exhibits that make pictures with it.
//!
//! One run counts the steps of both. What the run bar drives is a parameter that acts at once: a network that has been trained stays
//! when pictures begin, and goes on from there when training is chosen again.

use super::model::Cnn;
use super::params::TABLE;
use super::see::params::own;
use super::see::{Exhibit, Shown, exhibit};
use compute::{Device, Plan};
use data::image::{Ground, Limits};
use labkit::message::{DataSummary, Drawing};
use labkit::model::{Dropped, Local, Saved};
use labkit::{Frame, LabError, Model, Params};
use std::any::Any;
use std::rc::Rc;

struct Hall {
    device: Device,
    params: Params,
    seed: u64,
    network: Cnn,
    exhibit: Option<Box<dyn Exhibit>>,
    step: u64,
    /// Steps of the exhibit that were asked for and have not been run: it waits for its machines between them.
    queued: u64,
}

/// What is kept beside the network: the step, and the exhibit's part with the option that it belongs to.
type Own = (u64, Rc<dyn Any>, Option<(&'static str, Rc<dyn Any>)>);

/// Opens the lab.
pub(super) fn open(params: &Params, seed: u64, device: &Device) -> Result<Box<dyn Model>, LabError> {
    let network = Cnn::open(&bare(params), seed, device)?;
    let exhibit = exhibit(params, seed, device)?;
    Ok(Box::new(Hall { device: device.clone(), params: params.clone(), seed, network, exhibit, step: 0, queued: 0 }))
}

/// The parameters as the network knows them: those of the exhibits at their defaults.
fn bare(params: &Params) -> Params {
    let (defaults, mut bare) = (Params::defaults(TABLE), params.clone());
    for param in TABLE.iter().filter(|param| own(param.key)) {
        bare.put(TABLE, param.key, defaults.get(TABLE, param.key));
    }
    bare
}

impl Hall {
    /// Runs what is queued.
    async fn catch_up(&mut self) -> Result<(), LabError> {
        let steps = std::mem::take(&mut self.queued);
        if let Some(exhibit) = &mut self.exhibit {
            exhibit.run(&mut self.network, steps).await?;
            self.step += steps;
        }
        Ok(())
    }

    fn again(&mut self) -> Result<(), LabError> {
        self.exhibit = exhibit(&self.params, self.seed, &self.device)?;
        (self.step, self.queued) = (0, 0);
        Ok(())
    }
}

impl Model for Hall {
    fn set(&mut self, params: &Params) -> Result<(), LabError> {
        let changed = params.differing(&self.params, TABLE);
        if changed.iter().any(|key| !own(key)) {
            let before = self.network.run();
            self.network.set(&bare(params))?;
            if self.network.run() != before {
                self.params = params.clone();
                return self.again();
            }
        }
        self.params = params.clone();
        if changed.contains(&"task") {
            self.exhibit = exhibit(params, self.seed, &self.device)?;
        }
        self.exhibit.as_mut().map_or(Ok(()), |exhibit| exhibit.tune(params))
    }

    fn advance(&mut self, steps: u32) -> Result<(), LabError> {
        if self.exhibit.is_some() {
            self.queued += u64::from(steps);
            return Ok(());
        }
        self.step += u64::from(steps);
        self.network.advance(steps)
    }

    fn run(&self) -> u32 {
        self.network.run()
    }

    fn reset(&mut self, seed: u64) -> Result<(), LabError> {
        self.seed = seed;
        self.network.reset(seed)?;
        self.again()
    }

    fn frame(&mut self, whole: bool) -> Local<'_, Result<Frame, LabError>> {
        Box::pin(async move {
            self.catch_up().await?;
            let Some(exhibit) = &mut self.exhibit else {
                return Ok(Frame { step: self.step, ..self.network.frame(whole).await? });
            };
            let Shown { metrics, panels } = exhibit.show(whole).await?;
            let metrics = metrics.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            Ok(Frame { step: self.step, run: self.network.run(), metrics, panels, ..Frame::default() })
        })
    }

    fn drop_file(&mut self, name: &str, bytes: &[u8]) -> Result<Dropped, LabError> {
        if let Some(exhibit) = &mut self.exhibit
            && let Ok(picture) = data::image::read(bytes, &Limits::default(), Ground::White)
            && exhibit.picture(&picture)?
        {
            let summary = DataSummary { name: name.to_owned(), rows: 1, ..DataSummary::default() };
            return Ok(Dropped { summary, sets: Vec::new() });
        }
        self.network.drop_file(name, bytes)
    }

    fn drawn(&mut self, drawing: Option<&Drawing>) -> Result<(), LabError> {
        self.network.drawn(drawing)
    }

    fn network(&mut self) -> Local<'_, Result<Vec<u8>, LabError>> {
        Box::pin(self.network.network())
    }

    fn plan(&self) -> Option<&Plan> {
        self.network.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Option<Saved>, LabError>> {
        Box::pin(async move {
            self.catch_up().await?;
            let Some(Saved { machine, own, mut own_bytes }) = self.network.save().await? else { return Ok(None) };
            let mut beside = None;
            if let Some(exhibit) = &mut self.exhibit {
                let (kept, bytes) = exhibit.save().await?;
                own_bytes += bytes;
                beside = Some((self.params.choice(TABLE, "task"), kept));
            }
            let own: Own = (self.step, own, beside);
            Ok(Some(Saved { machine, own: Rc::new(own), own_bytes }))
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let Some((step, own, beside)) = saved.own.downcast_ref::<Own>() else { return Err(super::see::foreign()) };
        self.network.restore(&Saved { own: Rc::clone(own), ..saved.clone() })?;
        (self.step, self.queued) = (*step, 0);
        if let (Some((task, kept)), Some(exhibit)) = (beside, &mut self.exhibit)
            && self.params.choice(TABLE, "task") == *task
        {
            exhibit.restore(&**kept)?;
        }
        Ok(())
    }
}
