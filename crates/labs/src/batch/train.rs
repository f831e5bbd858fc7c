//! Batches against the whole set: two runs from one initialisation, abreast in examples read.

use super::belt;
use super::keep::{keep, put_back};
use crate::exhibit::{Curve, Exhibit, Shown, engine, panel, series};
use super::ground::Ground;
use super::net::{Exam, START, Score};
use super::params::{self, TABLE};
use super::runner::{Order, Runner};
use super::sets::{Data, Items};
use compute::{Device, Plan};
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params};

/// Identity colours: the run in batches, the run on the whole set, the loss of single batches.
const BATCHES: u8 = 1;
const WHOLE: u8 = 2;
const SINGLE: u8 = 3;

pub(super) struct Train {
    data: Data,
    items: Items,
    batch: usize,
    sgd: Runner,
    /// The same with a batch of all; one update where `sgd` makes an epoch.
    whole: [Runner; 1],
    train: Exam,
    unseen: Option<Exam>,
    ground: Option<Ground>,
    aspect: f64,
    left: Left,
    /// The whole picture has not been shown since the aspect changed.
    fresh: bool,
}

#[derive(Debug, Clone, Default)]
struct Left {
    step: u64,
    /// Of the batch of each update, over epochs.
    batches: Curve,
    newest: f32,
    /// After each epoch, the run in batches first: loss over all examples, share of right answers on unseen ones.
    losses: [Vec<f32>; 2],
    rights: [Vec<f32>; 2],
    trained: f32,
    /// Ways of the two parameters of a line.
    ways: [(Vec<f32>, Vec<f32>); 2],
}

impl Train {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let data = Data::of(params);
        let drawn = data.items(seed, params::count(params));
        let items = if params.switch(TABLE, "sorted") { drawn.sorted() } else { drawn };
        let batch = params::batch(params).min(items.len());
        let order = Order { seed, shuffled: params.switch(TABLE, "shuffle") };
        let sgd = Runner::new(device, data, &items, batch, order).map_err(engine)?;
        let whole = Runner::new(device, data, &items, items.len(), Order { shuffled: false, ..order }).map_err(engine)?;
        let train = Exam::new(device, data, &items).map_err(engine)?;
        let unseen = data.unseen(seed);
        let unseen = if unseen.len() > 0 { Some(Exam::new(device, data, &unseen).map_err(engine)?) } else { None };
        let ground = (data == Data::Creatures).then(|| Ground::of(&items));
        let mut left = Left::default();
        for (w, b) in &mut left.ways {
            w.push(START[0]);
            b.push(START[1]);
        }
        let mut this = Self { data, items, batch, sgd, whole: [whole], train, unseen, ground, aspect: 1.3, left, fresh: true };
        this.tune(params)?;
        Ok(this)
    }

    /// Tries both networks.
    async fn examine(&mut self) -> Result<(), compute::EngineError> {
        for (at, runner) in [&mut self.sgd, &mut self.whole[0]].into_iter().enumerate() {
            let parameters = runner.parameters().await?;
            let Score { loss, right } = self.train.score(&parameters).await?;
            self.left.losses[at].push(loss);
            if at == 0 {
                self.left.trained = right;
            }
            if let Some(unseen) = &mut self.unseen {
                self.left.rights[at].push(unseen.score(&parameters).await?.right);
            }
        }
        Ok(())
    }

    async fn work(&mut self, steps: u32) -> Result<(), compute::EngineError> {
        if self.left.losses[0].is_empty() {
            self.examine().await?;
        }
        let (per_epoch, end) = (self.sgd.per_epoch(), self.left.step + u64::from(steps));
        while self.left.step < end {
            let (made, rows) = self.sgd.go(self.left.step, end - self.left.step).await?;
            for row in rows.chunks_exact((rows.len() / made.max(1) as usize).max(1)) {
                self.left.newest = row[0];
                self.left.batches.push(self.left.step as f32 / per_epoch as f32, row[0]);
                self.left.step += 1;
                follow(&mut self.left.ways[0], row);
            }
            if self.left.step.is_multiple_of(per_epoch) {
                let epoch = self.left.step / per_epoch - 1;
                let (_, row) = self.whole[0].go(epoch, 1).await?;
                follow(&mut self.left.ways[1], &row);
                self.examine().await?;
            }
        }
        Ok(())
    }

    /// The line of all (w, b) that an example is content with, where a batch is one example.
    fn content(&self) -> Option<(Vec<f32>, Vec<f32>)> {
        let step = self.left.step.checked_sub(1)?;
        let [only] = self.sgd.numbers(step)[..] else { return None };
        let (x, y) = (self.items.x[only], self.items.y[only]);
        let w = self.ground.as_ref()?.field(self.aspect).x;
        let w = [w.0 as f32, w.1 as f32];
        Some((w.to_vec(), w.map(|w| y - w * x).to_vec()))
    }
}

/// Adds the two parameters of a row to a way.
fn follow(way: &mut (Vec<f32>, Vec<f32>), row: &[f32]) {
    if let [_, w, b] = *row {
        way.0.push(w);
        way.1.push(b);
    }
}

impl Exhibit for Train {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        let rate = params.number(TABLE, "lr") as f32;
        self.sgd.set_rate(rate).and_then(|()| self.whole[0].set_rate(rate)).map_err(engine)
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move { self.work(steps).await.map_err(engine) })
    }

    fn aspect(&mut self, aspect: f64) {
        (self.aspect, self.fresh) = (aspect, true);
    }

    fn show(&mut self, whole: bool) -> Shown {
        let left = &self.left;
        let last = |values: &[f32]| values.last().map_or(f64::NAN, |v| f64::from(*v));
        let (n, per_epoch) = (self.items.len() as u64, self.sgd.per_epoch());
        let read = left.step / per_epoch * n + (left.step % per_epoch * self.batch as u64).min(n);
        let mut metrics = vec![
            ("train_loss", last(&left.losses[0])),
            ("train_loss_full", last(&left.losses[1])),
            ("epoch", (left.step / per_epoch) as f64),
            ("updates_per_epoch", per_epoch as f64),
            ("examples", read as f64),
        ];
        if left.step > 0 {
            metrics.push(("loss", f64::from(left.newest)));
        }
        if self.unseen.is_some() {
            metrics.push(("train_accuracy", f64::from(left.trained)));
            metrics.push(("test_accuracy", last(&left.rights[0])));
            metrics.push(("test_accuracy_full", last(&left.rights[1])));
        }
        let over_epochs = |key: &str, identity, y: &[f32]| series(key, identity, (0..y.len()).map(|e| e as f32).collect(), y.to_vec());
        let mut panels = vec![
            panel(
                "losses",
                Content::Lines(vec![
                    left.batches.series("batch", SINGLE),
                    over_epochs("full", WHOLE, &left.losses[1]),
                    over_epochs("sgd", BATCHES, &left.losses[0]),
                ]),
            ),
            panel(
                "rights",
                Content::Lines(vec![over_epochs("full", WHOLE, &left.rights[1]), over_epochs("sgd", BATCHES, &left.rights[0])]),
            ),
            panel("belt", Content::Pictures(belt::of(self.data, &self.items, &self.sgd, left.step.saturating_sub(1)))),
        ];
        if let Some(ground) = &self.ground {
            if std::mem::take(&mut self.fresh) || whole {
                panels.push(panel("field", Content::Field(ground.field(self.aspect))));
            }
            let way = |at: usize, key: &str, identity| series(key, identity, left.ways[at].0.clone(), left.ways[at].1.clone());
            let mut ways = vec![way(1, "full", WHOLE), way(0, "sgd", BATCHES)];
            ways.extend(self.content().map(|(w, b)| series("example", SINGLE, w, b)));
            panels.push(panel("paths", Content::Lines(ways)));
        }
        let diverged = left.losses.iter().any(|losses| losses.last().is_some_and(|loss| !loss.is_finite())) || !left.newest.is_finite();
        Shown { metrics, panels, diverged }
    }

    fn plan(&self) -> &Plan {
        self.sgd.machine.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let left = self.left.clone();
            let floats = left.losses.iter().chain(&left.rights).chain(left.ways.iter().flat_map(|(w, b)| [w, b]));
            let bytes = left.batches.bytes() + floats.map(|values| size_of_val(&**values)).sum::<usize>();
            keep(&mut self.sgd.machine, &mut self.whole, left, bytes).await
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        self.left = put_back(&mut self.sgd.machine, &mut self.whole, saved)?;
        Ok(())
    }
}
