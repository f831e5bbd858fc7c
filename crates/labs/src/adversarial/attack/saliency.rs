//! The saliency map's attack, JSMA (Papernot, McDaniel, Jha, Fredrikson, Celik and Swami, IEEE EuroS&P 2016): two pixels a step go to the end of
//! their range, black or white, those two that together raise the logit of the target and take down the others the most.
//!
//! Of a pixel that moves by `Δ`, up or down, `a = Δ ∂Z_t/∂x` and `b = −Δ Σ_{j≠t} ∂Z_j/∂x`; a pair is worth `(a + a')(b + b')`, if both sums are
//! above 0. A pixel that has moved stays. Without a target it goes for the class that comes second.

use super::order::Order;
use super::slopes::Slopes;
use super::told::{SURE, aims, lead_of, tell};
use super::{Attack, Rows, Told};
use crate::adversarial::victim::{PIXELS, Victim};
use compute::{Device, EngineError, Expr, Machine};
use data::made::digits::CLASSES;
use labkit::model::Local;
use nn::loss::one_hot;

/// Moves that have to be better than another one in both numbers to keep it from the best pair. The two moves of the pair's other pixel may be
/// among them, so that the third is free to take its place.
const BETTER: usize = 3;

pub(super) struct Saliency {
    slopes: Slopes,
    pictures: Vec<f32>,
    classes: Vec<f32>,
    away: f32,
    /// The classes that are gone for, once the first logits are known.
    aims: Option<Vec<f32>>,
    /// Of each pixel of each picture, whether it has moved.
    moved: Vec<bool>,
    /// Of each picture, whether it fools, and whether it is at its end.
    found: Vec<bool>,
    stuck: Vec<bool>,
    over: Option<Told>,
}

/// A pixel that goes to an end.
#[derive(Debug, Clone, Copy)]
struct Move {
    pixel: usize,
    to: f32,
    a: f32,
    b: f32,
}

/// The pair worth most, if any is worth anything.
fn pair(mut moves: Vec<Move>) -> Option<[Move; 2]> {
    moves.sort_by(|one, other| other.a.total_cmp(&one.a).then(one.pixel.cmp(&other.pixel)));
    let mut most = [f32::MIN; BETTER];
    let mut kept: Vec<Move> = Vec::new();
    for one in moves {
        if one.b > most[BETTER - 1] {
            most[BETTER - 1] = one.b;
            most.sort_by(|a, b| b.total_cmp(a));
            kept.push(one);
        }
    }
    let mut best = None;
    let mut worth = 0.0;
    for (at, one) in kept.iter().enumerate() {
        for other in &kept[..at] {
            let (a, b) = (one.a + other.a, one.b + other.b);
            if one.pixel != other.pixel && a > 0.0 && b > 0.0 && a * b > worth {
                worth = a * b;
                best = Some([*one, *other]);
            }
        }
    }
    best
}

impl Saliency {
    pub(super) fn new(device: &Device, victim: &Victim, rows: usize) -> Result<Self, EngineError> {
        let of = |logits: &Expr, class: &Expr| {
            let aim = one_hot(class, CLASSES);
            vec![(logits * &aim).sum_axes(&[1]), (logits * (1.0 - aim)).sum_axes(&[1])]
        };
        Ok(Self {
            slopes: Slopes::new(device, victim, rows, of)?,
            pictures: Vec::new(),
            classes: Vec::new(),
            away: 1.0,
            aims: None,
            moved: Vec::new(),
            found: Vec::new(),
            stuck: Vec::new(),
            over: None,
        })
    }

    /// Moves two pixels of picture `row`, or none where no two are worth it.
    fn advance(&mut self, row: usize, target: &[f32], others: &[f32]) {
        let all = row * PIXELS..(row + 1) * PIXELS;
        let (x, moved) = (&mut self.pictures[all.clone()], &mut self.moved[all.clone()]);
        let slopes = target[all.clone()].iter().zip(&others[all]);
        let mut moves = Vec::new();
        for (pixel, ((up, down), (x, moved))) in slopes.zip(x.iter().zip(moved.iter())).enumerate() {
            for to in [0.0, 1.0] {
                let by = to - x;
                if !moved && by != 0.0 {
                    moves.push(Move { pixel, to, a: by * up, b: -by * down });
                }
            }
        }
        match pair(moves) {
            Some(pair) => {
                for one in pair {
                    x[one.pixel] = one.to;
                    moved[one.pixel] = true;
                }
            }
            None => self.stuck[row] = true,
        }
    }

    async fn one_step(&mut self) -> Result<Told, EngineError> {
        if let Some(over) = &self.over {
            return Ok(over.clone());
        }
        let classes = self.aims.as_ref().unwrap_or(&self.classes);
        let mut now = self.slopes.at(&self.pictures, classes).await?;
        if self.aims.is_none() {
            let aims = aims(&now.logits, &self.classes, self.away);
            if self.away > 0.0 {
                now = self.slopes.at(&self.pictures, &aims).await?;
            }
            self.aims = Some(aims);
        }
        let rows = now.logits.chunks_exact(CLASSES).zip(&self.classes);
        let leads: Vec<f32> = rows.map(|(row, class)| lead_of(row, *class as usize, self.away)).collect();
        for (row, lead) in leads.iter().enumerate() {
            self.found[row] |= *lead < -SURE;
            if let ([target, others], false) = (&now.slopes[..], self.found[row] || self.stuck[row]) {
                self.advance(row, target, others);
            }
        }
        let over = self.found.iter().zip(&self.stuck).all(|(found, stuck)| *found || *stuck);
        let told = tell(&now.logits, &self.found, leads.into_iter());
        if over {
            self.over = Some(told.clone());
        }
        Ok(told)
    }
}

impl Attack for Saliency {
    fn begin(&mut self, _: &Order, rows: &Rows<'_>) -> Result<(), EngineError> {
        let (classes, away) = rows.sought();
        (self.pictures, self.classes, self.away) = (rows.pictures.to_vec(), classes.to_vec(), away);
        (self.aims, self.over) = (None, None);
        self.moved = vec![false; rows.pictures.len()];
        self.found = vec![false; classes.len()];
        self.stuck = vec![false; classes.len()];
        Ok(())
    }

    fn machines(&mut self) -> Vec<&mut Machine> {
        vec![&mut self.slopes.machine]
    }

    fn step(&mut self, steps: u32) -> Local<'_, Result<Vec<Told>, EngineError>> {
        Box::pin(async move {
            let mut all = Vec::new();
            for _ in 0..steps {
                all.push(self.one_step().await?);
            }
            Ok(all)
        })
    }

    fn pictures(&mut self) -> Local<'_, Result<Vec<f32>, EngineError>> {
        Box::pin(async { Ok(self.pictures.clone()) })
    }
}
