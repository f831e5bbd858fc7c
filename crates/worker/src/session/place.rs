//! Where the run computes: the reader's wish, the cost of a step, or what is left after a device was lost. It goes on from where
//! it is.

use super::{Open, Session};
use crate::backends::offer;
use crate::clock::now;
use crate::words;
use compute::{Device, EngineError};
use labkit::message::Prefer;
use labkit::past::State;
use labkit::{LabError, Model, Params, Sentence};

/// A GPU that is lost twice within this time is not opened again, in ms.
const TWICE_MS: f64 = 60_000.0;

impl Session {
    pub(super) async fn device(&self, gpu: bool) -> Result<Device, LabError> {
        if !gpu {
            return Ok(Device::Cpu);
        }
        self.backends.gpu().await.map_err(|error| {
            let Sentence { zh, en } = match error {
                // What the platform says of it is a list of what was not built in; nobody can use that.
                EngineError::NoGpu(_) => words::no_gpu(offer()),
                error => words::failed(&words::engine(&error)),
            };
            LabError::general(zh, en)
        })
    }

    /// The reader's wish: the run goes on there from where it is.
    pub(super) async fn prefer(&mut self, prefer: Prefer) -> Result<(), LabError> {
        let Some(open) = &mut self.open else { return Ok(()) };
        let before = std::mem::replace(&mut open.prefer, prefer);
        if prefer == Prefer::Auto {
            open.weighed = 0;
            self.port.send(&open.report(words::measuring()));
            self.backends.measure(self.port.bell());
            return Ok(());
        }
        let moved = self.go_on(prefer == Prefer::Gpu).await;
        let Some(open) = &mut self.open else { return Ok(()) };
        match moved {
            Ok(device) => {
                self.port.send(&open.report(words::wished(&device)));
                self.clear();
                Ok(())
            }
            Err(error) => {
                open.prefer = before;
                open.weighed = 0;
                // The badge goes back to what is true.
                let (device, auto) = (open.gpu, before == Prefer::Auto);
                let reason = if auto { words::measuring() } else { words::wished(&self.device(device).await?) };
                if let Some(open) = &self.open {
                    self.port.send(&open.report(reason));
                }
                Err(error)
            }
        }
    }

    /// Where the reader has no wish, goes where a step takes less: once that is known, and again when the plan may be
    /// another one.
    pub(super) async fn weigh(&mut self) -> Result<(), LabError> {
        let Some(open) = &mut self.open else { return Ok(()) };
        let news = self.backends.news();
        if open.prefer != Prefer::Auto || open.weighed == news {
            return Ok(());
        }
        open.weighed = news;
        let chosen = open.model.plan().map(|plan| self.backends.choose(plan));
        let Some(Some((gpu, mut reason))) = chosen else {
            self.port.send(&open.report(words::idle()));
            return Ok(());
        };
        if let Err(error) = self.go_on(gpu).await {
            if error.fatal {
                return Err(error);
            }
            reason = words::failed(&error.text);
            self.backends.distrust(reason.clone());
        }
        if let Some(open) = &self.open {
            self.port.send(&open.report(reason));
        }
        Ok(())
    }

    /// Goes on with the run on that device, from the step where it is. Where it cannot, it stays where it was: only the
    /// failure of that device is fatal.
    async fn go_on(&mut self, gpu: bool) -> Result<Device, LabError> {
        let device = self.device(gpu).await?;
        let Some(open) = &mut self.open else { return Ok(device) };
        if gpu == open.gpu {
            return Ok(device);
        }
        let saved = open.model.save().await?;
        let there = open.anew(&open.params, &device, self.aspect).and_then(|mut model| {
            saved.as_ref().map_or(Ok(()), |saved| model.restore(saved))?;
            Ok(model)
        });
        open.model = there.map_err(|error| LabError { fatal: false, ..error })?;
        open.gpu = gpu;
        self.keep.passed();
        self.pace.moved();
        self.refresh();
        Ok(device)
    }

    /// A device that fails: the run goes on from what was kept of it, on a GPU opened anew if that can be, else on the CPU,
    /// and says so.
    pub(super) async fn recover(&mut self, error: LabError) {
        self.backends.lost();
        let Some(mut open) = self.open.take() else { return self.trouble(error) };
        let twice = self.lost.replace(now()).is_some_and(|before| now() - before < TWICE_MS);
        self.seek = None;
        let saved = self.past.newest().cloned();
        let ways = [(true, saved.as_ref()), (false, saved.as_ref()), (false, None)];
        for (gpu, saved) in ways.into_iter().filter(|(gpu, _)| !gpu || (open.gpu && !twice)) {
            let Ok((model, params, step)) = self.revive(&open, gpu, saved).await else { continue };
            (open.model, open.params, open.gpu, open.weighed) = (model, params, gpu, self.backends.news());
            if !gpu {
                let reason = words::failed(&error.text);
                self.backends.distrust(reason.clone());
                open.prefer = Prefer::Auto;
                self.port.send(&open.report(reason));
            }
            let text = words::recovered(&error.text, gpu, saved.map(|_| step));
            self.open = Some(open);
            match saved {
                Some(state) => {
                    self.past.went(state);
                    self.tell();
                    self.refresh();
                }
                None => self.begun(),
            }
            self.pace.moved();
            return self.trouble(LabError { text, fatal: false, ..error });
        }
        self.play(false);
        self.trouble(error);
    }

    /// The model on that device, from what was saved or else from step 0, with the step that it shows.
    async fn revive(
        &self,
        open: &Open,
        gpu: bool,
        saved: Option<&State>,
    ) -> Result<(Box<dyn Model>, Params, u64), LabError> {
        let device = self.device(gpu).await?;
        let (mut model, params) = match saved {
            Some(state) => open.again(state, &device, self.aspect)?,
            None => (open.anew(&open.params, &device, self.aspect)?, open.params.clone()),
        };
        let step = model.frame(true).await?.step;
        Ok((model, params, step))
    }
}
