//! Several starts: the same steps from one random place within the radius after another, and of each picture the end is kept from which the
//! classifier is farthest gone (PGD with restarts; Madry, Makelov, Schmidt, Tsipras and Vladu, ICLR 2018):
//! `x' = argmin over x₁ … x_K of z_y − max_{j≠y} z_j`; on the way to a target that of `max_{j≠t} z_j − z_t`.

use super::order::Order;
use super::slope::Slope;
use super::told::lead_of;
use super::{Attack, Rows, Told};
use crate::adversarial::victim::{Asked, PIXELS, Victim};
use compute::{Device, EngineError, Machine};
use data::made::digits::CLASSES;
use labkit::model::Local;

pub(super) struct Restarts {
    slope: Slope,
    asked: Asked,
    now: Option<Now>,
}

/// What is under way.
struct Now {
    order: Order,
    pictures: Vec<f32>,
    classes: Vec<f32>,
    targets: Option<Vec<f32>>,
    /// Starts that are done, and steps from the one under way.
    starts: u32,
    steps: u32,
    /// The best end of each picture, and by how much it still withstands there.
    best: Vec<f32>,
    leads: Vec<f32>,
}

impl Now {
    fn rows(&self) -> Rows<'_> {
        Rows { pictures: &self.pictures, classes: &self.classes, targets: self.targets.as_deref() }
    }

    /// Takes the ends of a start, of which this is said.
    fn take(&mut self, ends: &[f32], logits: &[f32]) {
        let (sought, away) = match &self.targets {
            Some(targets) => (targets, -1.0),
            None => (&self.classes, 1.0),
        };
        let both = ends.chunks_exact(PIXELS).zip(logits.chunks_exact(CLASSES)).zip(sought);
        for (((end, row), class), (best, least)) in both.zip(self.best.chunks_exact_mut(PIXELS).zip(&mut self.leads)) {
            let lead = lead_of(row, *class as usize, away);
            if lead < *least {
                *least = lead;
                best.copy_from_slice(end);
            }
        }
        (self.starts, self.steps) = (self.starts + 1, 0);
    }
}

impl Restarts {
    pub(super) fn new(device: &Device, victim: &Victim, slope: Slope, rows: usize) -> Result<Self, EngineError> {
        Ok(Self { slope, asked: Asked::new(device, victim, rows)?, now: None })
    }

    async fn go_on(&mut self, mut steps: u32) -> Result<Vec<Told>, EngineError> {
        let mut all = Vec::new();
        let Some(now) = &mut self.now else { return Ok(all) };
        while steps > 0 && now.starts < now.order.restarts {
            let few = steps.min(now.order.search() - now.steps);
            all.extend(self.slope.step(few).await?);
            (now.steps, steps) = (now.steps + few, steps - few);
            if now.steps == now.order.search() {
                let ends = self.slope.pictures().await?;
                now.take(&ends, &self.asked.logits(&ends).await?);
                self.slope.begin_from(now.starts, &now.order, &now.rows())?;
            }
        }
        Ok(all)
    }
}

impl Attack for Restarts {
    fn begin(&mut self, order: &Order, rows: &Rows<'_>) -> Result<(), EngineError> {
        self.now = Some(Now {
            order: order.clone(),
            pictures: rows.pictures.to_vec(),
            classes: rows.classes.to_vec(),
            targets: rows.targets.map(<[f32]>::to_vec),
            starts: 0,
            steps: 0,
            best: rows.pictures.to_vec(),
            leads: vec![f32::MAX; rows.classes.len()],
        });
        self.slope.begin_from(0, order, rows)
    }

    fn machines(&mut self) -> Vec<&mut Machine> {
        self.slope.machines().into_iter().chain([self.asked.machine()]).collect()
    }

    fn step(&mut self, steps: u32) -> Local<'_, Result<Vec<Told>, EngineError>> {
        Box::pin(self.go_on(steps))
    }

    fn pictures(&mut self) -> Local<'_, Result<Vec<f32>, EngineError>> {
        match self.now.as_ref().filter(|now| now.starts > 0) {
            Some(now) => Box::pin(async { Ok(now.best.clone()) }),
            None => self.slope.pictures(),
        }
    }
}
