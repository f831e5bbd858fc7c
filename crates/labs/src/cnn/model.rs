//! The lab's model: one batch a step, examinations in between, and a picture that is followed through the network.

use super::LAB;
use super::exam::{BATCH, Exam, Files, PART, WHOLE};
use super::feed::Feed;
use super::hand::Hand;
use super::inside::{Inside, Shown, Subject};
use super::look::Weights;
use super::net::{CLASSES, PIXELS, Training, answers, batch, stack, training};
use super::params::{STEPS, TABLE, chosen_at, line};
use super::see::Digits;
use super::show::{Asked, Examined, Left, Sight};
use super::strongest::strongest;
use compute::rng::Stream;
use compute::{Device, EngineError, Machine, Plan};
use data::weights::Tensor;
use labkit::message::{DataSummary, Drawing};
use labkit::model::{Dropped, LAYERS, Local, Saved};
use labkit::{Acts, Frame, LabError, Model, Params};
use nn::{Layer, Net, Stack};
use std::rc::Rc;

/// Steps between two examinations of a run that goes on, and between two looks at the picture in it.
const EVERY: u64 = 200;
const LOOKED: u64 = 20;

/// Test digits to choose from.
const CHOICES: usize = 24;

pub(super) struct Cnn {
    device: Device,
    params: Params,
    seed: u64,
    running: Running,
    files: Files,
    dropped: Option<Exam>,
    /// What the reader has drawn, and whether it has not been read yet.
    hand: Option<Hand>,
    new_drawing: bool,
    /// The newest look inside and its step; and whether something else is to be looked at since.
    inside: Shown,
    looked: Option<u64>,
    new_choice: bool,
    /// The step of the examination that was shown last, and the run whose network was.
    shown: Option<u64>,
    told: Option<u32>,
    run: u32,
    left: Left,
}

/// What depends on the parameters that restart.
struct Running {
    stack: Stack,
    machine: Machine,
    /// The network alone, for examinations.
    asked: Machine,
    net: Net,
    memory: Vec<nn::Parameter>,
    drawn: Exam,
    feed: Feed,
    batch: usize,
    inside: Inside,
}

impl Running {
    fn new(params: &Params, seed: u64, device: &Device, own: Option<Exam>) -> Result<Self, LabError> {
        let (stack, batch) = (stack(params)?, batch(params));
        let Training { program, net, memory } = training(&stack, batch);
        let machine = device.machine(program.compile().map_err(engine)?).map_err(engine)?;
        let asked = device.machine(answers(&stack, BATCH).map_err(engine)?).map_err(engine)?;
        let drawn = Exam::drawn(seed, PART);
        let feed = Feed::new(params, seed, own)?;
        let inside = Inside::new(&stack).map_err(engine)?;
        Ok(Self { stack, machine, asked, net, memory, drawn, feed, batch, inside })
    }
}

impl Cnn {
    /// A network that has learnt nothing.
    pub(super) fn open(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let mut lab = Self {
            running: Running::new(params, seed, device, None)?,
            device: device.clone(),
            params: params.clone(),
            seed,
            files: Files::default(),
            dropped: None,
            hand: None,
            new_drawing: false,
            inside: Shown::default(),
            looked: None,
            new_choice: false,
            shown: None,
            told: None,
            run: 0,
            left: Left::default(),
        };
        lab.restart()?;
        Ok(lab)
    }

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
        self.looked = None;
        self.write_rate()
    }

    fn write_rate(&mut self) -> Result<(), LabError> {
        let rate = self.params.number(TABLE, "lr") as f32;
        self.running.machine.write("lr", &[rate]).map_err(engine)
    }

    /// The reader's pictures to train on, and those to be examined on.
    fn own(&self, params: &Params) -> Result<(Option<Exam>, Option<Exam>), LabError> {
        Ok(match self.files.exam()? {
            Some(all) if params.switch(TABLE, "mixed") => {
                let (own, exam) = all.split();
                (Some(own), Some(exam))
            }
            exam => (None, exam),
        })
    }

    /// Takes in what the machine has recorded since the last time.
    async fn absorb(&mut self) -> Result<(), LabError> {
        for row in self.running.machine.drain().await.map_err(engine)?.chunks_exact(2) {
            self.left.losses.push(row[0]);
            self.left.rights.push(row[1]);
        }
        Ok(())
    }

    /// The network's states as they are.
    async fn weights(&mut self) -> Result<Weights, LabError> {
        let Running { machine, net, .. } = &mut self.running;
        let mut names = Vec::new();
        net.each(&mut |parameter| names.push(parameter.name.clone()));
        // All asked for before the first is awaited: on a GPU that is one way there and back.
        let asked: Vec<_> = names.into_iter().map(|name| (machine.read(&name), name)).collect();
        let mut weights = Vec::with_capacity(asked.len());
        for (values, name) in asked {
            weights.push((name, values.await.map_err(engine)?));
        }
        Ok(weights)
    }

    /// It as another lab takes it.
    pub(super) async fn network(&mut self) -> Result<Vec<u8>, LabError> {
        let mut shapes = Vec::new();
        self.running.net.each(&mut |state| shapes.push(state.value.shape().axes().to_vec()));
        let states = self.weights().await?.into_iter().zip(shapes);
        let states: Vec<_> = states.map(|((name, values), shape)| Tensor { name, shape, values }).collect();
        let about = [("grasp.lab", LAB.id.to_owned()), (LAYERS, line(&self.params))];
        data::weights::write(&states, &about).map_err(|error| LabError::general(error.zh(), error.en()))
    }

    /// Tries the network as it stands on both examinations and on the reader's drawing.
    async fn examine(&mut self, weights: &Weights) -> Result<(), LabError> {
        let Running { stack, asked, drawn, .. } = &mut self.running;
        let count = if self.left.step < STEPS { PART } else { WHOLE };
        if drawn.classes.len() != count {
            *drawn = Exam::drawn(self.seed, count);
        }
        let mut answers = drawn.answers(asked).await.map_err(engine)?;
        let (test, confusion) = (drawn.share(&answers), drawn.confusion(&answers));
        let mut real = None;
        if let Some(exam) = self.dropped.as_ref().filter(|exam| !exam.classes.is_empty()) {
            answers = exam.answers(asked).await.map_err(engine)?;
            real = Some(exam.share(&answers));
        }
        let exam = tried(self.dropped.as_ref(), drawn);
        let wrong = exam.wrong(&answers);
        let misread = exam.misread(&wrong, &answers);
        let strongest = strongest(stack, weights, drawn).unwrap_or_default();
        let (hand, step) = (self.read_hand().await?, self.left.step);
        self.left.tests.push((step, test));
        self.left.examined = Some(Examined { step, test, real, misread, wrong, confusion, strongest, hand });
        Ok(())
    }

    /// How likely each digit is, by the network that is asked, to be what the reader has drawn.
    async fn read_hand(&mut self) -> Result<Option<Vec<f32>>, LabError> {
        match &self.hand {
            Some(hand) => Ok(Some(hand.read(&mut self.running.asked).await.map_err(engine)?)),
            None => Ok(None),
        }
    }

    /// Follows the reader's drawing, or the chosen test digit, through the network.
    async fn look(&mut self, weights: &Weights, anew: bool) -> Result<(), LabError> {
        let (chances, yours) = (self.read_hand().await?, self.params.choice(TABLE, "subject") == "yours");
        let Running { drawn, inside, .. } = &mut self.running;
        let exam = tried(self.dropped.as_ref(), drawn);
        let at = chosen_at(&self.params, "digit").min(exam.classes.len() - 1);
        let subject = match (&self.hand, chances) {
            // Nobody says what a drawing is: it counts as what it is taken for.
            (Some(hand), Some(chances)) if yours => {
                let likeliest = (0..CLASSES).max_by(|a, b| chances[*a].total_cmp(&chances[*b])).unwrap_or(0);
                Subject { picture: &hand.seen.values.0, class: likeliest as u8 }
            }
            _ => Subject { picture: &exam.pictures[at * PIXELS..(at + 1) * PIXELS], class: exam.classes[at] },
        };
        self.inside = inside.see(&self.params, weights, subject, anew).await.map_err(engine)?;
        self.looked = Some(self.left.step);
        Ok(())
    }
}

impl Model for Cnn {
    fn set(&mut self, params: &Params) -> Result<(), LabError> {
        let changed = params.differing(&self.params, TABLE);
        let acts = |acts: Acts| TABLE.iter().any(|param| param.acts == acts && changed.contains(&param.key));
        if acts(Acts::Restarts) {
            let (own, exam) = self.own(params)?;
            self.running = Running::new(params, self.seed, &self.device, own)?;
            self.dropped = exam;
            self.params = params.clone();
            return self.restart();
        }
        if changed.contains(&"taught") {
            self.running.feed.learn(params)?;
            self.new_drawing = true;
        }
        self.new_choice |= acts(Acts::Shows);
        self.params = params.clone();
        if let (Some(hand), true) = (&mut self.hand, changed.contains(&"boxed")) {
            hand.prepare(params.switch(TABLE, "boxed"));
            self.new_drawing = true;
        }
        self.write_rate()
    }

    fn advance(&mut self, steps: u32) -> Result<(), LabError> {
        let Running { machine, batch, feed, .. } = &mut self.running;
        let mut pictures = vec![0.0; *batch * PIXELS];
        for _ in 0..steps {
            let classes = feed.fill(self.left.step, &mut pictures);
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
        let (own, _) = self.own(&self.params)?;
        let running = &mut self.running;
        running.drawn = Exam::drawn(seed, PART);
        running.feed = Feed::new(&self.params, seed, own)?;
        self.restart()
    }

    fn frame(&mut self, whole: bool) -> Local<'_, Result<Frame, LabError>> {
        Box::pin(async move {
            self.absorb().await?;
            let step = self.left.step;
            let at = self.left.examined.as_ref().map(|examined| examined.step);
            let (drawn, chosen) = (std::mem::take(&mut self.new_drawing), std::mem::take(&mut self.new_choice));
            let examines = at.is_none_or(|at| if whole && !drawn && !chosen { at != step } else { step >= at + EVERY });
            let looks = drawn
                || chosen
                || self.looked.is_none_or(|at| if whole { at != step } else { step.abs_diff(at) >= LOOKED });
            if examines || looks {
                let weights = self.weights().await?;
                for (name, values) in &weights {
                    self.running.asked.write(name, values).map_err(engine)?;
                }
                if examines {
                    self.examine(&weights).await?;
                } else if drawn {
                    let hand = self.read_hand().await?;
                    if let Some(examined) = &mut self.left.examined {
                        examined.hand = hand;
                    }
                }
                self.look(&weights, examines).await?;
            }
            let at = self.left.examined.as_ref().map(|examined| examined.step);
            let asked = Asked {
                examined: std::mem::replace(&mut self.shown, at) != at || whole || drawn,
                inside: examines || looks || whole,
            };
            let told = self.told.replace(self.run) == Some(self.run) && !whole;
            let hand = self.hand.as_ref().map(|hand| hand.seen.clone()).unwrap_or_default();
            let Running { stack, drawn, feed, .. } = &self.running;
            let digits = (!told).then(|| tried(self.dropped.as_ref(), drawn).first(CHOICES));
            let sight = Sight { run: self.run, stack, left: &self.left, inside: &self.inside, hand, taught: feed.taught(), digits };
            Ok(sight.frame(asked))
        })
    }

    fn drop_file(&mut self, name: &str, bytes: &[u8]) -> Result<Dropped, LabError> {
        let file = data::idx::read(bytes).map_err(|error| {
            LabError::general(format!("“{name}”：{}", error.zh()), format!("“{name}”: {}", error.en()))
        })?;
        let before = self.files.clone();
        let taken = self.files.take(name, file).and_then(|rows| Ok((rows, self.own(&self.params)?)));
        // What is refused leaves everything as it was.
        let (rows, (own, exam)) = taken.inspect_err(|_| self.files = before)?;
        self.dropped = exam;
        self.left.examined = None;
        if own.is_some() {
            self.running.feed = Feed::new(&self.params, self.seed, own)?;
            self.restart()?;
        }
        let rows = u32::try_from(rows).unwrap_or(u32::MAX);
        let beside = self.files.is_pair();
        let summary = DataSummary { name: name.to_owned(), rows, beside, ..DataSummary::default() };
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
        // What was seen since is of another moment.
        self.running.inside.forget();
        self.looked = None;
        Ok(())
    }
}

/// What the exhibits ask of the network.
impl Digits for Cnn {
    fn stack(&self) -> Stack {
        self.running.stack.clone()
    }

    fn steps(&self) -> u64 {
        self.left.step
    }

    fn practise(&mut self, steps: u64) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move {
            let mut left = steps as u32;
            while left > 0 {
                let now = left.min(self.running.machine.room());
                self.advance(now)?;
                self.absorb().await?;
                left -= now;
            }
            Ok(())
        })
    }

    fn weights(&mut self) -> Local<'_, Result<Weights, LabError>> {
        Box::pin(Self::weights(self))
    }

    fn yours(&self) -> Option<Vec<f32>> {
        self.hand.as_ref().map(|hand| hand.seen.values.0.clone())
    }
}

/// What the network is tried on: the reader's pictures, where there are any.
fn tried<'a>(dropped: Option<&'a Exam>, drawn: &'a Exam) -> &'a Exam {
    dropped.filter(|exam| !exam.classes.is_empty()).unwrap_or(drawn)
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
