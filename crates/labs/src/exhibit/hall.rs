//! The model: which exhibit is open, and how far its run is.

use super::{Exhibit, foreign};
use compute::{Device, Plan};
use labkit::inside::Equation;
use labkit::message::Drawing;
use labkit::model::{Dropped, Local, Saved};
use labkit::stage::Staged;
use labkit::{Acts, Frame, Kind, LabError, Lang, Model, Param, Params, Sentence};
use std::any::Any;
use std::rc::Rc;

/// Makes the exhibit that the parameters choose.
pub(super) type Make = fn(&Params, u64, &Device) -> Result<Box<dyn Exhibit>, LabError>;

struct Hall {
    table: &'static [Param],
    make: Make,
    device: Device,
    params: Params,
    seed: u64,
    exhibit: Box<dyn Exhibit>,
    run: u32,
    step: u64,
    /// Steps that were asked for and have not been run: an exhibit waits for its machines between them.
    queued: u32,
    /// What the reader has drawn: the next exhibit gets it, too.
    drawing: Option<Drawing>,
    /// The file that an exhibit has taken: the next one is offered it, too.
    file: Option<(String, Vec<u8>)>,
    /// The choice of `task` whose exhibit reads files that come while another is open, if there is one.
    reader: Option<&'static str>,
}

/// Opens a lab of exhibits.
pub(crate) fn hall(
    table: &'static [Param],
    make: Make,
    params: &Params,
    seed: u64,
    device: &Device,
) -> Result<Box<dyn Model>, LabError> {
    with_reader(table, make, None, params, seed, device)
}

/// The same, where the exhibit of `reader` takes files: one that comes while another is open is kept for it.
pub(crate) fn with_reader(
    table: &'static [Param],
    make: Make,
    reader: Option<&'static str>,
    params: &Params,
    seed: u64,
    device: &Device,
) -> Result<Box<dyn Model>, LabError> {
    let exhibit = make(params, seed, device)?;
    let (device, params) = (device.clone(), params.clone());
    let (drawing, file) = (None, None);
    Ok(Box::new(Hall { table, make, device, params, seed, exhibit, run: 1, step: 0, queued: 0, drawing, file, reader }))
}

impl Hall {
    fn restart(&mut self) -> Result<(), LabError> {
        let mut exhibit = (self.make)(&self.params, self.seed, &self.device)?;
        if let Some((name, bytes)) = &self.file {
            // Not every exhibit of a lab has a use for it.
            let _unused = exhibit.drop_file(name, bytes);
        }
        if let Some(drawing) = &self.drawing {
            exhibit.drawn(Some(drawing))?;
        }
        self.exhibit = exhibit;
        self.run += 1;
        (self.step, self.queued) = (0, 0);
        Ok(())
    }

    /// Hands a file to the exhibit that reads files, which is not open, to see whether it is one for it, and says where it is kept.
    fn keep_for(&self, reader: &str, name: &str, bytes: &[u8]) -> Result<Dropped, LabError> {
        let mut params = self.params.clone();
        params.set(self.table, "task", reader)?;
        let mut dropped = (self.make)(&params, self.seed, &self.device)?.drop_file(name, bytes)?;
        let title = self.table.iter().find(|param| param.key == "task").and_then(|task| match task.kind {
            Kind::Choice { options, .. } => options.iter().find(|(key, _)| *key == reader).map(|(_, title)| *title),
            _ => None,
        });
        let title = |lang| title.map_or(reader, |title| title.get(lang));
        // Nothing of it is in use yet.
        dropped.summary.rows = 0;
        dropped.summary.notes.push(Sentence::new(
            format!("“{name}”用在展项“{}”里，已为它留着；这里用不到", title(Lang::Zh)),
            format!(
                "“{name}” belongs to the exhibit “{}” and is kept for it; this one has no use for it",
                title(Lang::En)
            ),
        ));
        Ok(dropped)
    }

    /// Runs what is queued.
    async fn catch_up(&mut self) -> Result<(), LabError> {
        let steps = std::mem::take(&mut self.queued);
        self.exhibit.run(self.step, steps).await?;
        self.step += u64::from(steps);
        Ok(())
    }
}

impl Model for Hall {
    fn set(&mut self, params: &Params) -> Result<(), LabError> {
        let changed = params.differing(&self.params, self.table);
        let restarts = |key: &&str| self.table.iter().any(|param| param.key == *key && param.acts == Acts::Restarts);
        let restarts = changed.iter().any(restarts);
        let before = std::mem::replace(&mut self.params, params.clone());
        let done = if restarts { self.restart() } else { self.exhibit.tune(params) };
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

    fn hurry(&mut self, on: bool) {
        self.exhibit.hurry(on);
    }

    fn frame(&mut self, whole: bool) -> Local<'_, Result<Frame, LabError>> {
        Box::pin(async move {
            self.catch_up().await?;
            let shown = self.exhibit.show(whole);
            let step = self.step;
            let halted = shown
                .diverged
                .then(|| Sentence::new(format!("第 {step} 步前后发散了"), format!("It diverged about step {step}")));
            let metrics = shown.metrics.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            Ok(Frame { step, run: self.run, metrics, panels: shown.panels, halted, rests: self.exhibit.rests() })
        })
    }

    fn drop_file(&mut self, name: &str, bytes: &[u8]) -> Result<Dropped, LabError> {
        let open = self.params.choice(self.table, "task");
        let dropped = match self.reader.filter(|reader| *reader != open) {
            Some(reader) => self.keep_for(reader, name, bytes)?,
            None => self.exhibit.drop_file(name, bytes)?,
        };
        self.file = Some((name.to_owned(), bytes.to_vec()));
        self.restart()?;
        Ok(dropped)
    }

    fn drawn(&mut self, drawing: Option<&Drawing>) -> Result<(), LabError> {
        self.exhibit.drawn(drawing)?;
        self.drawing = drawing.cloned();
        Ok(())
    }

    fn plan(&self) -> Option<&Plan> {
        Some(self.exhibit.plan())
    }

    fn watched(&self) -> Option<&Plan> {
        self.exhibit.watched()
    }

    fn equations(&mut self) -> Local<'_, Result<Vec<Equation>, LabError>> {
        Box::pin(async move {
            self.catch_up().await?;
            self.exhibit.equations().await
        })
    }

    fn stage(&mut self, index: u32) -> Local<'_, Result<Staged, LabError>> {
        Box::pin(async move {
            self.catch_up().await?;
            self.exhibit.stage(index).await
        })
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
