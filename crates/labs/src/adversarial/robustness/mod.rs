//! Training × attack: one network taught in five ways (rows), the same digits under five hands (columns), and what each still gets right.

mod table;

use super::arena::{RATE, school};
use super::attack::Hand;
use super::attack::order::{Method, Order};
use super::params::{TABLE, TOGETHER};
use super::victim::{Asked, Course, Exam, PIXELS, SIDE};
use crate::exhibit::{Exhibit, Shown, engine, foreign, panel};
use compute::{Device, EngineError, Plan};
use labkit::model::{Local, Saved};
use labkit::{Content, LabError, Params, Pictures, Value};
use std::rc::Rc;
use table::{COLUMNS, DEFENCES, NAMES, ROWS, Table};

/// The layers of all rows: on a CPU five convolutional networks would learn too slowly to be watched.
const NET: &str = "mlp";
/// Digits that each cell is tried on, and those that are tried together.
const COUNT: usize = 256;
const EACH: usize = 32;
/// While they learn, steps of the run between two looks at the first [`EACH`] digits.
const EVERY: u64 = 10;
/// Steps of PGD, and their length as a share of the radius.
const ROUNDS: f64 = 10.0;
const SHARE: f64 = 0.2;
/// What tells the seed of one row from that of the next: an attack made on one is passed on to strangers.
const APART: u64 = 0x9e37_79b9_7f4a_7c15;

pub(super) struct Robustness {
    device: Device,
    params: Params,
    seed: u64,
    courses: Vec<Course>,
    /// Batches that the longest of them has.
    most: u64,
    exam: Exam,
    /// Who asks each row and who attacks it, as it stood with so many batches left.
    hands: Vec<(Asked, Hand)>,
    faced: Option<u64>,
    table: Table,
    /// A control moves: attacks wait until it rests.
    hurry: bool,
}

/// PGD with the exhibit's radius in L∞; the Arena's parameters do not count.
fn order(params: &Params, seed: u64) -> Result<Order, LabError> {
    let mut own = Params::defaults(TABLE);
    own.set(TABLE, "attack", "pgd")?;
    for (key, number) in [("eps_linf", params.number(TABLE, "col_eps")), ("rounds", ROUNDS), ("share", SHARE)] {
        own.put(TABLE, key, Value::Number(number));
    }
    Ok(Order::of(&own, seed))
}

impl Robustness {
    pub(super) fn new(params: &Params, seed: u64, device: &Device) -> Result<Self, LabError> {
        let mut courses = Vec::new();
        for (defence, k) in DEFENCES.into_iter().zip(0..) {
            let mut own = params.clone();
            own.set(TABLE, "net", NET)?;
            own.set(TABLE, "defence", defence)?;
            own.put(TABLE, "hard_eps", Value::Number(params.number(TABLE, "row_eps")));
            let (school, together) = school(&own, None)?;
            let seed = seed.wrapping_add(APART.wrapping_mul(k));
            courses.push(Course::new(device, &school, together, RATE, seed).map_err(engine)?);
        }
        let exam = Exam::drawn(seed, COUNT, params.number(TABLE, "variety") as f32);
        let (device, params) = (device.clone(), params.clone());
        let most = courses.iter().map(Course::left).max().unwrap_or(0);
        let (hands, table) = (Vec::new(), Table::default());
        Ok(Self { device, params, seed, courses, most, exam, hands, faced: None, table, hurry: false })
    }

    /// Batches that the slowest row still has to learn.
    fn left(&self) -> u64 {
        self.courses.iter().map(Course::left).max().unwrap_or(0)
    }

    /// Every row learns on, and every few steps the first digits are tried; answers how many steps are left over.
    async fn learn(&mut self, order: &Order, mut steps: u32) -> Result<u32, EngineError> {
        while steps > 0 && self.left() > 0 {
            for course in &mut self.courses {
                course.learn(TOGETHER.min(course.left())).await?;
            }
            steps -= 1;
            let left = self.left();
            if left > 0 && ((self.most - left) / TOGETHER).is_multiple_of(EVERY) && !self.hurry {
                self.table.anew(order, left);
                self.try_some().await?;
            }
        }
        Ok(steps)
    }

    async fn work(&mut self, steps: u32) -> Result<(), LabError> {
        let order = order(&self.params, self.seed)?;
        self.go_on(&order, steps).await.map_err(engine)
    }

    async fn go_on(&mut self, order: &Order, steps: u32) -> Result<(), EngineError> {
        for _ in 0..self.learn(order, steps).await? {
            if self.hurry || (self.table.is_of(order, 0) && self.table.digits >= COUNT) {
                break;
            }
            if !self.table.is_of(order, 0) {
                self.table.anew(order, 0);
            }
            self.try_some().await?;
        }
        Ok(())
    }

    /// The rows as they stand, ready to be asked and attacked.
    async fn face(&mut self) -> Result<(), EngineError> {
        let left = self.left();
        if self.faced == Some(left) {
            return Ok(());
        }
        for (at, course) in self.courses.iter_mut().enumerate() {
            let victim = course.victim().await?;
            match self.hands.get_mut(at) {
                Some((asked, hand)) => {
                    asked.face(&victim)?;
                    hand.face(&victim)?;
                }
                None => {
                    let asked = Asked::new(&self.device, &victim, EACH)?;
                    self.hands.push((asked, Hand::new(&self.device, &victim, EACH)));
                }
            }
        }
        self.faced = Some(left);
        Ok(())
    }

    /// The next digits of the table, in all its cells.
    async fn try_some(&mut self) -> Result<(), EngineError> {
        self.face().await?;
        let at = self.table.digits;
        let clean = &self.exam.pictures[at * PIXELS..][..EACH * PIXELS];
        let classes = &self.exam.classes[at..][..EACH];
        let Some(order) = self.table.order() else { return Ok(()) };
        let mut passed: Option<Vec<f32>> = None;
        for (row, (asked, hand)) in self.hands.iter_mut().enumerate() {
            let mut tried = vec![clean.to_vec()];
            for order in [&order.by(Method::Random), &order.by(Method::Fgsm), &order] {
                let attack = hand.begin(order, clean, classes, at)?;
                attack.step(order.rounds()).await?;
                tried.push(attack.pictures().await?);
            }
            // Made on the first row, and shown to all.
            let own = tried[COLUMNS - 2].clone();
            tried.push(passed.get_or_insert_with(|| own.clone()).clone());
            for (column, pictures) in tried.iter().enumerate() {
                let logits = asked.logits(pictures).await?;
                self.table.put((row, column), &logits, classes);
                if at == 0 && column == COLUMNS - 2 {
                    self.table.keep(&clean[..PIXELS], &own[..PIXELS], &logits, row);
                }
            }
        }
        self.table.digits += EACH;
        Ok(())
    }
}

impl Exhibit for Robustness {
    fn tune(&mut self, params: &Params) -> Result<(), LabError> {
        self.params = params.clone();
        Ok(())
    }

    fn run(&mut self, _from: u64, steps: u32) -> Local<'_, Result<(), LabError>> {
        Box::pin(async move { self.work(steps).await })
    }

    fn rests(&self) -> bool {
        let done = |order: &Order| self.table.is_of(order, 0) && self.table.digits >= COUNT;
        !self.hurry && self.left() == 0 && order(&self.params, self.seed).is_ok_and(|order| done(&order))
    }

    fn show(&mut self, _whole: bool) -> Shown {
        let mut shown = Shown::default();
        shown.metrics.push(("practice_left", self.left() as f64));
        let progress = || self.courses.iter().map(Course::progress);
        if let Some(loss) = progress().next().and_then(|left| left.loss) {
            shown.metrics.push(("loss", f64::from(loss)));
        }
        shown.diverged = progress().any(|left| left.loss.is_some_and(|loss| !loss.is_finite()));
        let curves = progress().zip(ROWS).zip(1..).map(|((left, row), identity)| left.losses.series(row, identity));
        shown.panels.push(panel("losses", Content::Lines(curves.collect())));
        let shares = self.table.shares();
        shown.metrics.push(("cell_digits", self.table.digits as f64));
        shown.metrics.extend(NAMES.into_iter().flatten().zip(&shares).map(|(name, share)| (name, *share)));
        let values: Vec<f32> = shares.iter().map(|share| *share as f32).collect();
        let (height, width) = if values.is_empty() { (0, 0) } else { (ROWS.len() as u32, COLUMNS as u32) };
        let table = Pictures { height, width, values: values.into(), names: Vec::new() };
        shown.panels.push(panel("table", Content::Pictures(table)));
        let (values, names) = self.table.shots();
        let side = SIDE as u32;
        let wall = Pictures { height: side, width: side, values: values.into(), names };
        shown.panels.push(panel("shots", Content::Pictures(wall)));
        shown
    }

    fn plan(&self) -> &Plan {
        self.courses[self.courses.len() - 1].plan()
    }

    fn hurry(&mut self, on: bool) {
        self.hurry = on;
    }

    fn save(&mut self) -> Local<'_, Result<Saved, LabError>> {
        Box::pin(async move {
            let mut all = Vec::new();
            for course in &mut self.courses {
                all.push(course.save().await?);
            }
            let beside = all.iter().skip(1).map(|saved| saved.machine.bytes()).sum::<usize>();
            let own_bytes = all.iter().map(|saved| saved.own_bytes).sum::<usize>() + beside + self.table.bytes();
            Ok(Saved { machine: all[0].machine.clone(), own: Rc::new((all, self.table.clone())), own_bytes })
        })
    }

    fn restore(&mut self, saved: &Saved) -> Result<(), LabError> {
        let Some((all, table)) = saved.own.downcast_ref::<(Vec<Saved>, Table)>() else { return Err(foreign()) };
        if all.len() != self.courses.len() {
            return Err(foreign());
        }
        for (course, saved) in self.courses.iter_mut().zip(all) {
            course.restore(saved)?;
        }
        self.table = table.clone();
        self.faced = None;
        Ok(())
    }
}
