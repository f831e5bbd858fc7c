//! One network, several batch sizes, the same number of epochs: who has learnt more?

use super::keep::{keep, put_back};
use crate::exhibit::{Exhibit, Shown, engine, panel, series};
use super::net::{Exam, Score};
use super::params::{self, TABLE};
use super::runner::{Order, Runner};
use super::sets::Data;
use compute::{Device, EngineError, Plan};
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params};

/// Batch sizes beside that of all examples.
const SIZES: [usize; 4] = [4, 16, 64, 256];

pub(super) struct Sizes {
    sizes: Vec<usize>,
    runners: Vec<Runner>,
    train: Exam,
    unseen: Exam,
    /// After each epoch, the score of each size: on the training set, on unseen examples.
    scores: Vec<Vec<[Score; 2]>>,
}

impl Sizes {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let data = match Data::of(params) {
            Data::Creatures => Data::Digits,
            other => other,
        };
        let items = data.items(seed, params::count(params));
        let sizes: Vec<usize> = SIZES.into_iter().filter(|size| *size < items.len()).chain([items.len()]).collect();
        let order = Order { seed, shuffled: true };
        let runner = |size: &usize| Runner::new(device, data, &items, *size, order);
        let runners = sizes.iter().map(runner).collect::<Result<_, _>>().map_err(engine)?;
        let exam = |items| Exam::new(device, data, items).map_err(engine);
        let mut this = Self { runners, train: exam(&items)?, unseen: exam(&data.unseen(seed))?, scores: Vec::new(), sizes };
        this.tune(params)?;
        Ok(this)
    }

    /// One epoch of each size.
    async fn epoch(&mut self, epoch: u64) -> Result<(), EngineError> {
        for runner in &mut self.runners {
            let (mut step, end) = (epoch * runner.per_epoch(), (epoch + 1) * runner.per_epoch());
            while step < end {
                step += runner.go(step, end - step).await?.0;
            }
        }
        self.examine().await
    }

    async fn examine(&mut self) -> Result<(), EngineError> {
        let mut scores = Vec::new();
        for runner in &mut self.runners {
            let parameters = runner.parameters().await?;
            scores.push([self.train.score(&parameters).await?, self.unseen.score(&parameters).await?]);
        }
        self.scores.push(scores);
        Ok(())
    }
}

impl Exhibit for Sizes {
    /// The rate as it is, or as the root of the batch size, from the smallest on.
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        let rate = params.number(TABLE, "lr");
        for (runner, size) in self.runners.iter_mut().zip(&self.sizes) {
            let by = if params.switch(TABLE, "scaled") { (*size as f64 / SIZES[0] as f64).sqrt() } else { 1.0 };
            runner.set_rate((rate * by) as f32).map_err(engine)?;
        }
        Ok(())
    }

    fn run(&mut self, from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move {
            if self.scores.is_empty() {
                self.examine().await.map_err(engine)?;
            }
            for epoch in from..from + u64::from(steps) {
                self.epoch(epoch).await.map_err(engine)?;
            }
            Ok(())
        })
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let Some(now) = self.scores.last() else { return Shown::default() };
        let of = |size: usize, set: usize| now.get(size).map_or(f64::NAN, |scores| f64::from(scores[set].right));
        let all = self.sizes.len() - 1;
        let metrics = vec![
            ("small_train_accuracy", of(0, 0)),
            ("small_accuracy", of(0, 1)),
            ("full_train_accuracy", of(all, 0)),
            ("full_accuracy", of(all, 1)),
            ("spread", of(0, 1) - of(all, 1)),
        ];
        let sizes: Vec<f32> = self.sizes.iter().map(|size| *size as f32).collect();
        let over_sizes =
            |key, identity, set: usize| series(key, identity, sizes.clone(), now.iter().map(|scores| scores[set].right).collect());
        let rights = vec![over_sizes("train", 1, 0), over_sizes("unseen", 2, 1)];
        let losses = self.sizes.iter().enumerate().map(|(at, size)| {
            let y: Vec<f32> = self.scores.iter().map(|scores| scores[at][0].loss).collect();
            series(&size.to_string(), at as u8 + 1, (0..y.len()).map(|epoch| epoch as f32).collect(), y)
        });
        let diverged = now.iter().any(|scores| !scores[0].loss.is_finite());
        let panels = vec![panel("sizes", Content::Lines(rights)), panel("size_losses", Content::Lines(losses.collect()))];
        Shown { metrics, panels, diverged }
    }

    fn plan(&self) -> &Plan {
        self.runners[0].machine.plan()
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let (first, rest) = self.runners.split_at_mut(1);
            let bytes = self.scores.len() * self.sizes.len() * size_of::<[Score; 2]>();
            keep(&mut first[0].machine, rest, self.scores.clone(), bytes).await
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let (first, rest) = self.runners.split_at_mut(1);
        self.scores = put_back(&mut first[0].machine, rest, saved)?;
        Ok(())
    }
}
