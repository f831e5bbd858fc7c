//! The matrix: attacks made on one network (rows), shown to each (columns); the share of right answers that is left.

use super::{COUNT, EACH, NETS};
use crate::adversarial::attack::Hand;
use crate::adversarial::attack::order::Order;
use crate::adversarial::params::TABLE;
use crate::adversarial::victim::{Asked, Exam, PIXELS, SIDE, Victim, answers, share};
use crate::exhibit::{Shown, panel};
use compute::rng::Stream;
use compute::{Device, EngineError};
use labkit::{Content, LabError, Params, Pictures, Value};

/// Steps of each attack, and their length as a share of the radius.
const ROUNDS: f64 = 10.0;
const SHARE: f64 = 0.2;
/// Stream of random numbers.
const CONTROL: u32 = 0x0b0b;

/// The attack that the exhibit's parameters ask for, in L∞; the Arena's do not count.
pub(super) fn order(params: &Params, seed: u64) -> Result<Order, LabError> {
    let mut own = Params::defaults(TABLE);
    own.set(TABLE, "attack", params.choice(TABLE, "craft"))?;
    for (key, number) in [("eps_linf", params.number(TABLE, "reach")), ("rounds", ROUNDS), ("share", SHARE)] {
        own.put(TABLE, key, Value::Number(number));
    }
    Ok(Order::of(&own, seed))
}

pub(super) struct Matrix {
    device: Device,
    seed: u64,
    pub(super) rows: Rows,
    /// What random noise of the size leaves of each network, and for which attack that was found.
    random: Option<(Order, Vec<f64>)>,
    /// What makes each row: on many digits together, and on the one on view.
    hands: Vec<[Hand; 2]>,
    seen: Option<Seen>,
}

/// How far it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Rows {
    order: Option<Order>,
    /// Of each network that it was made on: what is left of each.
    pub(super) done: Vec<Vec<f64>>,
    /// Of the row under way: digits attacked, and how many of them each network still answers.
    at: usize,
    right: Vec<f64>,
}

/// The digit on view under each attack, with what the network asked takes it for.
struct Seen {
    key: (usize, usize, usize, Order),
    pictures: Vec<f32>,
    answers: Vec<usize>,
}

impl Matrix {
    pub(super) fn new(device: &Device, seed: u64) -> Self {
        Self { device: device.clone(), seed, rows: Rows::default(), random: None, hands: Vec::new(), seen: None }
    }

    /// Goes on from what was kept.
    pub(super) fn back_to(&mut self, rows: &Rows) {
        self.rows = rows.clone();
        self.hands.truncate(NETS.len());
        self.seen = None;
    }

    /// Forgets the row of what was made from answers.
    pub(super) fn forget(&mut self) {
        if self.rows.done.len() >= NETS.len() {
            (self.rows.at, self.rows.right) = (0, Vec::new());
        }
        self.rows.done.truncate(NETS.len());
        self.hands.truncate(NETS.len());
    }

    /// Begins anew where another attack is asked for.
    pub(super) async fn ready(&mut self, order: &Order, asked: &mut [Asked], exam: &Exam) -> Result<(), EngineError> {
        if self.rows.order.as_ref() != Some(order) {
            self.rows = Rows { order: Some(order.clone()), ..Rows::default() };
        }
        if self.random.as_ref().is_none_or(|(of, _)| of != order) {
            let mut random = Stream::new(self.seed, CONTROL);
            let mut either = |x: &f32| if random.uniform() < 0.5 { x - order.radius } else { x + order.radius };
            let noisy: Vec<f32> = exam.pictures.iter().map(|x| either(x).clamp(0.0, 1.0)).collect();
            let mut left = Vec::new();
            for one in asked {
                left.push(share(&one.logits(&noisy).await?, &exam.classes));
            }
            self.random = Some((order.clone(), left));
        }
        Ok(())
    }

    /// Goes on by so many steps, a few digits each, as long as there are `makers`; answers how many are left over.
    pub(super) async fn go_on(
        &mut self,
        makers: &[Victim],
        asked: &mut [Asked],
        exam: &Exam,
        mut steps: u32,
    ) -> Result<u32, EngineError> {
        let Some(order) = self.rows.order.clone() else { return Ok(steps) };
        while steps > 0 && self.rows.done.len() < makers.len() {
            let (row, at) = (self.rows.done.len(), self.rows.at);
            let (pictures, classes) = (&exam.pictures[at * PIXELS..][..EACH * PIXELS], &exam.classes[at..][..EACH]);
            let attacked = run(&mut self.hands(makers)[row][0], &order, pictures, classes, at).await?;
            self.rows.right.resize(asked.len(), 0.0);
            for (right, one) in self.rows.right.iter_mut().zip(asked.iter_mut()) {
                *right += share(&one.logits(&attacked).await?, classes) * EACH as f64;
            }
            self.rows.at += EACH;
            if self.rows.at >= COUNT {
                let right = std::mem::take(&mut self.rows.right);
                self.rows.done.push(right.into_iter().map(|right| right / COUNT as f64).collect());
                self.rows.at = 0;
            }
            steps -= 1;
        }
        Ok(steps)
    }

    fn hands(&mut self, makers: &[Victim]) -> &mut [[Hand; 2]] {
        for maker in &makers[self.hands.len().min(makers.len())..] {
            self.hands.push([EACH, 1].map(|rows| Hand::new(&self.device, maker, rows)));
        }
        &mut self.hands
    }

    /// Attacks digit number `at` on each of `makers` whose row is done, and asks network number `whom` about it.
    pub(super) async fn look(
        &mut self,
        at: usize,
        whom: usize,
        (makers, asked): (&[Victim], &mut [Asked]),
        exam: &Exam,
    ) -> Result<(), EngineError> {
        let Some(order) = self.rows.order.clone() else { return Ok(()) };
        let rows = self.rows.done.len().min(makers.len());
        let key = (at, whom, rows, order.clone());
        if self.seen.as_ref().is_some_and(|seen| seen.key == key) {
            return Ok(());
        }
        let (first, class) = (exam.picture(at), &exam.classes[at..=at]);
        let mut pictures = first.to_vec();
        for row in 0..rows {
            pictures.extend(run(&mut self.hands(makers)[row][1], &order, first, class, at).await?);
        }
        let answers = answers(&asked[whom].logits(&pictures).await?).collect();
        self.seen = Some(Seen { key, pictures, answers });
        Ok(())
    }

    /// As the networks are, right answers `clean`; `whom` is asked.
    pub(super) fn show(&self, clean: &[f64], whom: usize, shown: &mut Shown) {
        let Some((_, random)) = &self.random else { return };
        let done = &self.rows.done;
        let rows: Vec<&Vec<f64>> = [random].into_iter().chain(done).collect();
        let mut values: Vec<f32> = clean.iter().map(|share| *share as f32).collect();
        values.extend(rows.iter().flat_map(|row| row.iter().map(|share| *share as f32)));
        // The row under way, by the digits so far.
        if self.rows.at > 0 {
            values.extend(self.rows.right.iter().map(|right| (right / self.rows.at as f64) as f32));
        }
        let (height, width) = (values.len() / NETS.len(), NETS.len() as u32);
        let table = Pictures { height: height as u32, width, values: values.into(), names: Vec::new() };
        shown.panels.push(panel("matrix", Content::Pictures(table)));
        shown.metrics.extend([("asked_clean", clean[whom]), ("asked_random", random[whom])]);
        let known = done.len().min(NETS.len());
        let others: Vec<f64> = (0..known).filter(|row| *row != whom).map(|row| done[row][whom]).collect();
        if let Some(own) = done.get(whom) {
            shown.metrics.push(("asked_own", own[whom]));
        }
        if !others.is_empty() {
            shown.metrics.push(("asked_others", mean(&others)));
        }
        if known == NETS.len() {
            let lowest = |column: &usize| (0..known).all(|row| done[*column][*column] <= done[row][*column]);
            let pairs = (0..known).flat_map(|row| (0..known).map(move |column| (row, column)));
            let off = pairs.filter(|(row, column)| row != column);
            let gaps: Vec<f64> = off.map(|(row, column)| random[column] - done[row][column]).collect();
            shown.metrics.extend([
                ("diagonal_lowest", (0..known).filter(lowest).count() as f64),
                ("gap_mean", mean(&gaps)),
                ("gap_least", gaps.iter().copied().fold(1.0, f64::min)),
            ]);
        }
        if let Some(row) = done.get(NETS.len()) {
            let gaps: Vec<f64> = row.iter().zip(random).map(|(left, random)| random - left).collect();
            shown.metrics.extend([("asked_answers", row[whom]), ("proxy_gap", mean(&gaps))]);
        }
        let Some(seen) = &self.seen else { return };
        let made = ["clean"].into_iter().chain(NETS).chain(["proxy"]);
        let names = made.zip(&seen.answers).map(|(key, answer)| format!("{key}|{answer}")).collect();
        let side = SIDE as u32;
        let wall = Pictures { height: side, width: side, values: seen.pictures.clone().into(), names };
        shown.panels.push(panel("shots", Content::Pictures(wall)));
    }
}

fn mean(all: &[f64]) -> f64 {
    all.iter().sum::<f64>() / all.len().max(1) as f64
}

/// The whole of an attack on pictures of which the first is number `at`.
async fn run(
    hand: &mut Hand,
    order: &Order,
    pictures: &[f32],
    classes: &[f32],
    at: usize,
) -> Result<Vec<f32>, EngineError> {
    let attack = hand.begin(order, pictures, classes, at)?;
    attack.step(order.rounds()).await?;
    attack.pictures().await
}
